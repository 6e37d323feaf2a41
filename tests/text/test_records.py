"""Tables and lists of articles: every usual form, what spreadsheets leave behind, and rows that are broken."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from pathlib import Path

import pytest

from analysis.text.document import Document
from analysis.text.read import ReadError, read_corpus, read_document

TEXT = "The harbour opens. “It’s time”, the mayor said."
TABLE = f'title;publish_date;media_name;text\n"Harbour to open";2024-03-01;"The Example";"{TEXT}"\n'


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def corpus(path: Path, **how: object) -> tuple[list[Document], list[str]]:
    """The articles of a file, and what was told of its broken rows, without the folder."""
    told: list[ReadError] = []
    found = list(read_corpus(path, told=told.append, **how))  # type: ignore[arg-type]
    return found, [str(error).replace(f"{path}", path.name) for error in told]


def texts(path: Path, **how: object) -> list[str]:
    found, told = corpus(path, **how)
    assert not told
    return [document.text for document in found]


def sheet(rows: list[list[str]]) -> bytes:
    """A spreadsheet as a program of offices writes it, with words in the cells themselves."""
    schemas = "http://schemas.openxmlformats.org"
    office, package = f"{schemas}/officeDocument/2006/relationships", f"{schemas}/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    cell = "<c r='{}{}' t='inlineStr'><is><t>{}</t></is></c>"
    lines = [
        f"<row r='{number}'>{''.join(cell.format('ABC'[place], number, word) for place, word in enumerate(row))}</row>"
        for number, row in enumerate(rows, 1)
    ]
    part = "<Override PartName='/xl/{}.xml' ContentType='{}.{}+xml'/>"
    relation = (
        f"<Relationships xmlns='{package}/relationships'><Relationship Id='r' Type='{office}/{{}}' Target='{{}}'/>"
    )
    xml = {
        "[Content_Types].xml": f"<Types xmlns='{package}/content-types'><Default Extension='rels' "
        "ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        f"{part.format('workbook', kind, 'sheet.main')}{part.format('sheet', kind, 'worksheet')}</Types>",
        "_rels/.rels": f"{relation.format('officeDocument', 'xl/workbook.xml')}</Relationships>",
        "xl/workbook.xml": f"<workbook xmlns='{schemas}/spreadsheetml/2006/main' xmlns:r='{office}'>"
        "<sheets><sheet name='A' sheetId='1' r:id='r'/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{relation.format('worksheet', 'sheet.xml')}</Relationships>",
        "xl/sheet.xml": f"<worksheet xmlns='{schemas}/spreadsheetml/2006/main'>"
        f"<sheetData>{''.join(lines)}</sheetData></worksheet>",
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in xml.items():
            archive.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_tables_of_every_kind_are_read(mark: str, codec: str, newline: str, tmp_path: Path) -> None:
    """Columns parted by semicolon, comma, tab or bar, in Unicode or in the encoding that is named."""
    table = TABLE.replace(";", mark).replace("\n", newline).encode(codec)
    (document,) = corpus(write(tmp_path, "a.tsv" if mark == "\t" else "a.csv", table), encoding="cp1252")[0]
    assert document.text == TEXT
    assert {key: document.meta[key] for key in ("title", "date", "outlet")} == {
        "title": "Harbour to open", "date": "2024-03-01", "outlet": "The Example",
    }  # fmt: skip


def test_the_first_line_may_say_what_parts_the_columns(tmp_path: Path) -> None:
    """``sep=`` of a spreadsheet is no header, and lines are counted with it."""
    (document,) = corpus(write(tmp_path, "a.csv", f"sep=;\r\n{TABLE}"))[0]
    assert (document.text, document.doc_id) == (TEXT, "a-3")


def test_a_table_on_windows_says_how_it_can_be_read(tmp_path: Path) -> None:
    """Another encoding is told with the line, and how to name it; a name that Python does not know is refused."""
    path = write(tmp_path, "a.csv", TABLE.encode("cp1252"))
    with pytest.raises(
        ReadError, match=r"a\.csv:2: near this line not text in UTF-8: .* save it as UTF-8, or name its"
    ):
        read_document(path)
    assert read_document(path, encoding="latin-1").text == TEXT
    with pytest.raises(
        ValueError, match="encoding must be one that Python knows, such as cp1252 or utf-16, got 'klingon'"
    ):
        read_document(path, encoding="klingon")


def test_a_table_may_be_written_by_hand(tmp_path: Path) -> None:
    """Quotation marks around the first line, a blank after each separator."""
    assert texts(write(tmp_path, "a.csv", f'"sep=;"\r\nid;text\r\n1;"{TEXT}"\r\n')) == [TEXT]
    assert texts(write(tmp_path, "b.csv", 'id, text\n1, "One, two, said Ada."\n')) == ["One, two, said Ada."]


def test_what_a_spreadsheet_leaves_behind_is_passed_over(tmp_path: Path) -> None:
    """Columns without a name, numbers of rows, empty fields at the end and rows of nothing."""
    assert texts(write(tmp_path, "a.csv", "id,text,,\n1,One.,,\n,,,\n2,Two.,,\n")) == ["One.", "Two."]
    assert texts(write(tmp_path, "b.csv", "Unnamed: 0,text\n0,One.\n,\n \n1,Two.\n")) == ["One.", "Two."]


def test_a_mark_at_the_head_of_a_tab_separated_field_is_its_own(tmp_path: Path) -> None:
    """Tab-separated text is not quoted unless a field runs over several lines."""
    assert texts(write(tmp_path, "a.tsv", 'n\ttext\n1\t"Go," he said.\n2\t"All ""of"" it"\n')) == [
        '"Go," he said.',
        'All "of" it',
    ]
    assert texts(write(tmp_path, "b.tsv", 'n\ttext\n1\t"Two\nlines"\n')) == ["Two\nlines"]


@pytest.mark.parametrize("name", ["Text", "BODY", "Full text", "fullText", "article_text", "content"])
def test_columns_are_known_by_usual_names(name: str, tmp_path: Path) -> None:
    """Capitals, blanks and underlines do not matter; the first of several names for one thing goes first."""
    path = write(
        tmp_path, "a.csv", f"ID,{name},Title,Publish Date,publishDate,Media Name\n7,One.,A,2024-01-02,2023-01-01,Ex\n"
    )
    (document,) = corpus(path)[0]
    assert (document.text, document.doc_id) == ("One.", "7")
    assert [document.meta[key] for key in ("title", "date", "outlet")] == ["A", "2024-01-02", "Ex"]


def test_columns_may_be_named(tmp_path: Path) -> None:
    """A column that is named goes before those known; one that is not there is told, with those that are."""
    path = write(tmp_path, "a.csv", "lead,text,when\nOne.,Two.,2024-01-02\n")
    assert read_document(path, text_column="lead").text == "One."
    (document,) = corpus(path, columns={"date": "when"})[0]
    assert (document.text, document.meta["date"]) == ("Two.", "2024-01-02")
    with pytest.raises(ReadError, match=r"a\.csv:2: no column 'body'; columns: lead, text, when"):
        read_document(path, text_column="body")
    with pytest.raises(ValueError, match="columns: there is no 'txt'; columns are for text, title, date"):
        corpus(path, columns={"txt": "lead"})


def test_one_broken_row_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    """Rows that cannot be read are told one by one; without somebody to tell, the first is an error."""
    rows = 'id,text\n1,One.\n2,"a"b\n3,\n4,Four.,more\n1,Again.\n6,a\0b\n7,Seven.\n'
    path = write(tmp_path, "a.csv", rows)
    found, told = corpus(path)
    assert [document.doc_id for document in found] == ["1", "7"]
    assert [message.split(": ")[0] for message in told] == [f"a.csv:{line}" for line in (3, 4, 5, 6, 7)]
    with pytest.raises(ReadError, match=r"a\.csv:3: not CSV"):
        list(read_corpus(path))


def test_a_quotation_mark_that_is_not_closed_takes_nothing_along(tmp_path: Path) -> None:
    """Only its own line is lost; the number of each line stays right."""
    path = write(tmp_path, "a.csv", 'id,text\n1,"One.\n2,Two.\n3,"Three\nlines."\n4,x,"y\n5,Five.\n')
    found, told = corpus(path)
    assert [document.text for document in found] == ["Two.", "Three\nlines.", "Five."]
    assert [message.split(": ")[0] for message in told] == ["a.csv:2", "a.csv:6"]


def test_what_programs_write_where_there_is_no_text_is_no_article(tmp_path: Path) -> None:
    """NaN and its like are told, and so is a NUL in any field."""
    found, told = corpus(write(tmp_path, "a.csv", "id,text\n1,NaN\n2,null\n3,N/A\n\0,Four.\n5,Five.\n"))
    assert [document.doc_id for document in found] == ["5"]
    assert len(told) == 4
    assert "doc_id: binary, not text" in told[-1]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<p>No boat left.</p><p>“It hurt,” said Ada &amp; Tom.</p>", "No boat left.\n\n“It hurt,” said Ada & Tom."),
        ("<div>No boat left.<br><br>It <em>hurt</em>.</div>", "No boat left.\n\nIt hurt."),
        ("No boat left.\n\nIt <em>hurt</em>.", "No boat left.\n\nIt hurt."),
        ("&ldquo;It hurt,&rdquo; said Ada.\nShe left.", "“It hurt,” said Ada.\nShe left."),
        ("<p>It hurt them all.</p><blockquote>No boat.</blockquote>", "It hurt them all.\n\n“No boat.”"),
        ("â€œIt hurt,â€\u009d said Ada.", "“It hurt,” said Ada."),
        ("AT&T and Q&A: a < b > c, <3.", "AT&T and Q&A: a < b > c, <3."),
    ],
)
def test_the_text_of_a_record_may_be_html(text: str, read: str, tmp_path: Path) -> None:
    """As services give it: tags and entities are no words, and the paragraphs are those that a reader sees."""
    assert texts(write(tmp_path, "a.json", json.dumps([{"text": text}]))) == [read]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", '{"text": {"0": "One.", "1": "Two."}, "n": {"0": 1, "1": 2}}'),
        ("a.json", '{"text": ["One.", "Two."], "n": [1]}'),
        ("a.json", '{"a": {"text": "One."}, "b": {"body": "Two."}}'),
        ("a.json", '{"text": "One."}\n{"text": "Two."}\n'),
        ("a.jsonl", '[{"text": "One."},\n {"text": "Two."}]'),
        ("a.json", '[{"content": {"rendered": "<p>One.</p>"}}, {"content": {"rendered": "<p>Two.</p>"}}]'),
        ("a.json", '{"hits": {"hits": [{"_id": "a", "_source": {"text": "One."}}, {"_source": {"text": "Two."}}]}}'),
        ("a.json", '{"response": {"n": 2, "results": [{"fields": {"body": "One."}}, {"fields": {"body": "Two."}}]}}'),
        ("a.json", '{"meta": {"n": 2}, "tags": [{"name": "a"}], "articles": [{"text": "One."}, {"text": "Two."}]}'),
        ("a.json", '[{"type": "Feature", "properties": {"text": "One."}}, {"text": ["Two."]}]'),
        ("a.json", '{"a": ' * 300 + '[{"text": "One."}, {"text": "Two."}]' + "}" * 300),
    ],
)
def test_json_has_many_shapes(name: str, content: str, tmp_path: Path) -> None:
    """Columns, records by name, a record a line, a list, what a blog answers."""
    assert texts(write(tmp_path, name, content)) == ["One.", "Two."]


def test_the_text_of_a_record_may_be_a_list_of_its_paragraphs(tmp_path: Path) -> None:
    """A record with a title is one article, and no table of columns side by side."""
    assert texts(write(tmp_path, "a.json", '{"title": "A", "text": ["One.", "Two."]}')) == ["One.\n\nTwo."]


def test_a_named_column_is_found_inside(tmp_path: Path) -> None:
    """Where no usual name shows the records, they are the first list of objects."""
    path = write(tmp_path, "a.json", '{"n": 1, "results": [{"lead": "One."}, {"lead": "Two."}]}')
    assert [document.text for document in read_corpus(path, columns={"text": "lead"})] == ["One.", "Two."]


def test_a_broken_file_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    """What is true of rows is true of files."""
    paths = [write(tmp_path, "a.txt", b"\xff"), write(tmp_path, "b.txt", "Two.")]
    told: list[ReadError] = []
    assert [document.text for document in read_corpus(paths, told=told.append)] == ["Two."]
    assert "a.txt" in str(told[0])


def test_json_is_a_list_of_records(tmp_path: Path) -> None:
    """A list, a list inside what a service answers, one record, or lines of records; a number is no record."""
    record = {
        "headline": "H",
        "content": TEXT,
        "source": {"id": None, "name": "The Example"},
        "publishedAt": "2024-01-02",
    }
    answer = {"status": "ok", "response": {"total": 1, "articles": [record]}}
    for content in ([record], answer, record):
        (document,) = corpus(write(tmp_path, "a.json", json.dumps(content)))[0]
        assert (document.text, document.meta["outlet"], document.meta["title"]) == (TEXT, "The Example", "H")
    assert corpus(write(tmp_path, "b.json", '[5, {"text": "One."}]'))[1] == [
        "b.json: record 1: a record is a JSON object, got int"
    ]
    lines = "\n".join(json.dumps({"text": f"{TEXT} \u0a0a\u0d0a"}, ensure_ascii=False) for _ in range(2))
    assert texts(write(tmp_path, "c.ndjson", lines.encode("utf-16"))) == [f"{TEXT} \u0a0a\u0d0a"] * 2


def test_parquet_and_spreadsheets_are_read(tmp_path: Path) -> None:
    """Dates become text in ISO form; empty rows are passed over; what is no such file is told."""
    import pyarrow
    from pyarrow import parquet

    days = [datetime.datetime(2024, 1, 2), None, datetime.datetime(2024, 1, 3)]
    table = pyarrow.table({"Body": ["One.", None, "Two."], "publish_date": pyarrow.array(days, pyarrow.timestamp("s"))})
    parquet.write_table(table, tmp_path / "a.parquet")
    assert [(d.text, d.meta["date"]) for d in corpus(tmp_path / "a.parquet")[0]] == [
        ("One.", "2024-01-02"),
        ("Two.", "2024-01-03"),
    ]
    book = sheet([["Title", "Text"], ["A", "One."], ["", ""], ["B", "Two."]])
    found, told = corpus(write(tmp_path, "a.xlsx", book))
    assert [(d.doc_id, d.meta["title"], d.text) for d in found] == [("a-2", "A", "One."), ("a-4", "B", "Two.")]
    for name in ("b.parquet", "b.xlsx", "b.xls", "b.ods"):
        found, told = corpus(write(tmp_path, name, b"PK\x03\x04 or so"))
        assert not found
        assert told[0].startswith(f"{name}: not ")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.xml", "<nitf><body>One.</body></nitf>", "XML"), ("a.txt", "<?xml version='1.0'?><nitf/>", "XML"),
        ("a.txt", '[{"text": "One."}]', "JSON"), ("a.txt", '{\n "text": "One."}', "JSON"),
        ("a.txt", "title\tdate\ttext\nA\tB\tC\n", "a table"), ("a.txt", "id,headline,body\n1,A,B\n", "a table"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nHi.\n", "subtitles"), ("a.txt", "WEBVTT\n\nHi.\n", "subtitles"),
        ("a.ris", "TY  - NEWS\n", "a list of references"), ("a.yaml", "text: One.", "YAML"),
        ("a.eml", "To: a", "an e-mail"),
        ("a.gz", b"\x1f\x8b\x08", "a gzip archive"), ("a.db", b"SQLite format 3\0", "a database"),
        ("a.txt", "<TEI xmlns='x'><p>One.</p></TEI>", "XML"), ("a.txt", "<rss><item>One.</item></rss>", "XML"),
        ("a.txt", "From: a@b.c\nTo: d@e.f\nSubject: One\n\nTwo.", "an e-mail"),
        ("a.txt", "\\documentclass{article}\nOne.", "LaTeX"), ("a.txt", "%!PS-Adobe\n", "PostScript"),
        ("a.txt", "1\tThe\tDET\n2\tboat\tNOUN\n", "a table"), ("a.txt", "WARC/1.0\r\n", "a web archive"),
        ("a.txt", "[Script Info]\nTitle: x", "subtitles"), ("a.txt", "0:00:01.000,0:00:02.000\nHi.\n", "subtitles"),
        ("a.csv", b"\x1f\x8b\x08", "a gzip archive"), ("a.csv", b"PK\x03\x04", "a Word file or another zip archive"),
        ("a.json", "<!DOCTYPE html><html>", "a web page"), ("a.csv", "<table><tr><td>text</td></tr>", "a web page"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_refused_by_name(name: str, content: str | bytes, kind: str, tmp_path: Path) -> None:
    """No table, list, XML or subtitle is read as prose."""
    with pytest.raises(
        ReadError, match=rf"{name}: is {kind}.*; formats that can be read: plain text, saved web pages, CSV"
    ):
        read_document(write(tmp_path, name, content))


@pytest.mark.parametrize(
    "text",
    [
        "Title, date and text are needed.\n\nSo they said.",
        "{sic} he wrote.",
        "# Text\n\nOne.",
        "<laughs> he said.",
        "From: our man in Norland\n\nIt hurt.",
        "a\tb\n\nIt hurt.",
        "---\n\nIt hurt.\n\n---\n\nIt did.",
    ],
)
def test_odd_prose_is_prose(text: str, tmp_path: Path) -> None:
    """What only looks a little like a table or a list is read."""
    assert read_document(write(tmp_path, "a.md", text)).text == text
