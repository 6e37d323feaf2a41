"""Reading: every format, every way a file can be wrong, and the labelled parts of an article."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.lexicon.decode import decode
from analysis.text.document import Document
from analysis.text.files import read_articles
from analysis.text.read import (
    _MAX_CHARACTERS,
    ReadError,
    document_from_text,
    find_source,
    read_corpus,
    read_document,
)
from analysis.text.sections import find_sections, is_visible, read_date

SEED = "seeds/tehran-times_2020-03-08_shamkhani-baghdad.txt"
PROSE = "Both sides met for two hours on Monday and agreed to meet again."
LABELS = {"headline", "dateline", "date", "sign_off", "furniture", "body"}
PIECES = st.sampled_from(
    [
        "date 2020-03-08 ", "2020-03-08", "Talks resume in the capital", "By Jane Doe", f"ROME — {PROSE}", PROSE,
        "AB/CD", "(XYZ)", "Advertisement", "Read more: Talks end", "(Photo: Ada Stone/AP)",
        "\n", "\n\n", "\r\n\r\n", " ", "\u00a0", "\u200b", "\ufeff", "😀", "Jose\u0301", "الفیاض",
    ]
)  # fmt: skip
ODD = st.text() | st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join)
VISIBLE = ODD.filter(is_visible)


def parts(document: Document) -> list[tuple[str, str]]:
    return [(section.label, document.covered(section)) for section in document.sections]


def labelled(text: str, title: str = "") -> list[tuple[str, str]]:
    return parts(document_from_text(text, "d", title=title))


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# The seed article


def test_the_seed_is_kept_byte_for_byte() -> None:
    """The document's text is the file's bytes, and its sha256 is the one that the manifest lists."""
    data = find_source(SEED).read_bytes()
    document = read_document(find_source(SEED))
    assert document.text.encode() == data
    assert document.meta["sha256"] == hashlib.sha256(data).hexdigest()
    assert document.meta["characters"] == str(len(document.text))


def test_the_parts_of_the_seed() -> None:
    """Date stamp, dateline and sign-off stand where a reader sees them, and the body is all between."""
    document = read_document(find_source(SEED))
    (date, dateline, body, sign_off) = document.sections
    assert (date.start, date.end, document.covered(date)) == (1, 16, "date 2020-03-08")
    assert (dateline.start, dateline.end, document.covered(dateline)) == (17, 25, "TEHRAN —")
    assert document.covered(body).startswith("Ali Shamkhani, secretary of Iran’s")
    assert document.covered(body).endswith("may cause lung lesions and pneumonia.")
    assert (sign_off.start, document.covered(sign_off)) == (len(document.text) - 5, "MH/PA")


def test_the_manifest_tells_where_the_seed_comes_from() -> None:
    """Outlet, place, title and licence come from the manifest, without the fields that only find the file."""
    meta = read_document(find_source(SEED)).meta
    assert (meta["outlet"], meta["date"], meta["place"]) == ("Tehran Times", "2020-03-08", "Tehran")
    assert (meta["language"], meta["path"]) == ("en", Path(SEED).name)
    assert meta["title"].startswith("Shamkhani in Baghdad")
    assert "not stated" in meta["licence"]
    assert "file" not in meta


# Parts of an article


@pytest.mark.parametrize(
    "dateline",
    [
        "TEHRAN — ", "TEHRAN - ", "TEHRAN – ", "TEHRAN -- ", "TEHRAN ― ", "TEHRAN—", "BAGHDAD (Reuters) - ",
        "WASHINGTON, Jan. 3 (Xinhua) -- ", "Baghdad (AP) — ", "ST. PAUL, Minn. — ", "RYE, N.Y. - ", "NEW YORK — ",
        "BEIRUT/AMMAN (Reuters) - ", "TEHRAN, 8 March 2020 (IRNA) — ", "ABU DHABI, United Arab Emirates — ", "(CNN) — ",
        "MÜNCHEN — ", "SANA’A, Yemen — ",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "lead", [PROSE, "“We met for two hours on Monday and agreed,” he said.", "al-Amin came. " + PROSE]
)
def test_a_dateline_opens_the_report(dateline: str, lead: str) -> None:
    """A place in capitals, or one with an agency, and a dash are kept out of the body, dash included."""
    assert labelled(dateline + lead) == [("dateline", dateline.strip()), ("body", lead)]


@pytest.mark.parametrize(
    "text",
    [
        "NATO — the alliance of thirty states — met for two hours on Monday.",
        "U.S. - Iran talks went on for two hours on Monday and will go on.",
        "EXCLUSIVE – Jane Doe: Do not trust them.",
        "MINISTERS MEET AGAIN, BUT TALKS STALL HERE - John Roe: “They met for two hours on Monday.”",
        "BREAKING — MINISTERS MEET AGAIN IN ROME FOR TALKS ON TRADE AND PEACE",
        "Iran — which has met them before — agreed to meet them again on Monday.",
        "The minister - Jane Doe of Rome - met them for two hours on Monday.",
        "TEHRAN–Baghdad trains run for two hours and more on each working day.",
        "ROE--Jane Mary, 98, of this town, passed away on Friday among her own.",
        "CIA - Some of its agents met them for two hours on Monday and left.",
        "The NATO - Some of its members met them for two hours on Monday and left.",
        f"WASHINGTON, United Northern Emirates, Another Longer Name, Still Another Name — {PROSE}",
        "A very long opening of a sentence that names WASHINGTON — And goes on after it for a while.",
    ],
)
def test_a_dash_alone_makes_no_dateline(text: str) -> None:
    """Sentences with a dash near their start stay whole."""
    assert labelled(text) == [("body", text)]


@pytest.mark.parametrize("lead", ["The troops left, said Ann Lee.", "“We left,” said Ann Lee.", "Nobody came!"])
def test_a_short_first_line_may_open_with_a_dateline(lead: str) -> None:
    """A few words after the dash are prose if they end as a sentence, unless what stands before is a kicker."""
    assert labelled(f"TEHRAN — {lead}\n\n{PROSE}") == [("dateline", "TEHRAN —"), ("body", f"{lead}\n\n{PROSE}")]
    assert "dateline" not in [label for label, _ in labelled(f"ANALYSIS — {lead}\n\n{PROSE}")]


def test_a_dateline_may_stand_below_a_standfirst() -> None:
    """A summary sentence above the dateline is body, and so is what follows it."""
    text = f"The two sides met again.\n\nROME (XYZ) — {PROSE}"
    assert labelled(text) == [("body", "The two sides met again."), ("dateline", "ROME (XYZ) —"), ("body", PROSE)]


@pytest.mark.parametrize(
    ("stamp", "iso"),
    [
        ("2020-03-08", "2020-03-08"), ("8 March 2020", "2020-03-08"), ("March 8, 2020", "2020-03-08"),
        ("Sunday, March 8, 2020", "2020-03-08"), ("Sept. 9, 2019", "2019-09-09"),
        ("Published: 8 Mar 2020", "2020-03-08"), ("DATE: 2020-02-29", "2020-02-29"),
    ],
)  # fmt: skip
def test_a_date_on_its_own_line_is_a_stamp(stamp: str, iso: str) -> None:
    """A date stamp is kept out of the body and becomes the date of the document, in ISO form."""
    document = document_from_text(f"{stamp}\n{PROSE}", "d")
    assert parts(document) == [("date", stamp), ("body", PROSE)]
    assert document.meta["date"] == iso == read_date(stamp)


@pytest.mark.parametrize(
    "line", ["2020-13-01", "31 February 2020", "In 2020", "8 Smarch 2020", "date 2020-13-01 or so"]
)
def test_what_is_no_date_is_body(line: str) -> None:
    """A date that does not exist is no stamp, and states no date."""
    document = document_from_text(f"{line}. {PROSE}\n{line}", "d")
    assert [label for label, _ in parts(document)] == ["body"]
    assert "date" not in document.meta
    assert read_date(line) == ""


def test_headline_byline_and_date_in_any_usual_order() -> None:
    """Lines above the prose are each labelled; a byline is a credit, so a sign-off."""
    above = "Talks resume in Rome\nBy Jane Doe and John Roe, Rome\n8 March 2020\n\n"
    text = f"{above}ROME — {PROSE}\n\n{PROSE}\n\nab/cd (XYZ, UVW)"
    assert labelled(text) == [
        ("headline", "Talks resume in Rome"),
        ("sign_off", "By Jane Doe and John Roe, Rome"),
        ("date", "8 March 2020"),
        ("dateline", "ROME —"),
        ("body", f"{PROSE}\n\n{PROSE}"),
        ("sign_off", "ab/cd (XYZ, UVW)"),
    ]
    assert document_from_text(text, "d").meta["title"] == "Talks resume in Rome"


@pytest.mark.parametrize("first", ["Talks resume in Rome", "Will talks resume?", "Minister: ‘We will come back’"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_short_first_line_that_stands_apart_is_a_headline(first: str, newline: str) -> None:
    """A first line that ends as no sentence, with a blank line below, is the headline."""
    assert labelled(f"{first}{newline}{newline}{PROSE}") == [("headline", first), ("body", PROSE)]


@pytest.mark.parametrize(
    "text",
    [
        f"They met again.\n\n{PROSE}",
        f"He said this:\n\n{PROSE}",
        f"Talks resume in Rome\n{PROSE}",
        f"{'word ' * 21}\n\n{PROSE}",
        "Talks resume in Rome",
        "Talks resume in Rome\n\nTalks end in Rome",
        f"***\n\n{PROSE}",
    ],
)
def test_in_doubt_a_first_line_is_body(text: str) -> None:
    """A first line that is a sentence, is long, stands close to the next, or has no prose below is body."""
    assert labelled(text) == [("body", text.strip())]


def test_only_the_first_short_line_is_the_headline() -> None:
    """A second short line is counted, and so is a short line that opens with a dateline."""
    second = f"Why it matters\n\n{PROSE}"
    assert labelled(f"Talks resume\n\n{second}") == [("headline", "Talks resume"), ("body", second)]
    assert [label for label, _ in labelled(f"ROME (XYZ) — Talks go on\n\n{PROSE}")] == ["dateline", "body"]


def test_a_known_title_alone_makes_the_headline() -> None:
    """Where the title is known, the line that repeats it is the headline, even as a sentence, and no other line is."""
    assert labelled(f"Talks “resume”.\n{PROSE}", "Talks 'Resume'") == [("headline", "Talks “resume”."), ("body", PROSE)]
    assert [label for label, _ in labelled(f"A photo of the agency\n\n{PROSE}", "Talks resume")] == ["body"]
    assert [label for label, _ in labelled(f"—\n\n{PROSE}", "—")] == ["body"]


@pytest.mark.parametrize(
    "credit",
    [
        "MH/PA", "AB/CD/EF", "ab/cd", "(Reporting by Jane Doe in Rome; editing by John Roe)", "— Reuters", "(AFP)",
        "Reporting by Jane Doe; Editing by John Roe", "(AP, Reuters)", "Jane Doe contributed to this report.",
        "Additional reporting by Jane Doe and John Roe.",
    ],
)  # fmt: skip
def test_initials_and_credits_close_the_report(credit: str) -> None:
    """Who wrote or sent the report, on a last line of its own, is a sign-off."""
    assert labelled(f"{PROSE}\n\n{credit}\n") == [("body", PROSE), ("sign_off", credit)]


@pytest.mark.parametrize(
    "last",
    [
        "They will.", "No", "(They had met before in the same town.)", "— But will they come?",
        "Iran contributed more troops.", "He was backed by Rome.", "Supported by Rome, they came.",
        "By Monday they had left.", "“Stay,” he said.",
    ],
)  # fmt: skip
def test_in_doubt_a_last_line_is_body(last: str) -> None:
    """A last line that may be prose is counted."""
    assert labelled(f"{PROSE}\n\n{last}") == [("body", f"{PROSE}\n\n{last}")]


@pytest.mark.parametrize("text", ["AB/CD", "8 March 2020", "By Jane Doe\n\n(XYZ)", "2020-03-08\n\nAB/CD"])
def test_a_text_of_labels_alone_is_body(text: str) -> None:
    """If nothing would be left to count, all of it is."""
    assert labelled(text) == [("body", text)]


@given(ODD)
def test_sections_are_ordered_disjoint_trimmed_and_lose_nothing(text: str) -> None:
    """Sections follow each other inside the text, have no blank ends, and leave out only what cannot be seen."""
    sections = find_sections(text)
    assert all(one.end <= other.start for one, other in pairwise(sections))
    assert all(0 <= s.start < s.end <= len(text) and s.label in LABELS for s in sections)
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() for s in sections)
    kept = {index for s in sections for index in range(s.start, s.end)}
    assert not is_visible("".join(character for index, character in enumerate(text) if index not in kept))
    assert any(s.label == "body" for s in sections) == is_visible(text)


@given(ODD, st.integers(0, 20))
def test_sections_begin_where_they_are_told_to(text: str, start: int) -> None:
    """Parts of the text after front matter are those of that text alone, moved."""
    moved = find_sections("#" * start + text, start)
    assert [(s.start - start, s.end - start, s.label) for s in moved] == [
        (s.start, s.end, s.label) for s in find_sections(text)
    ]


@pytest.mark.parametrize("line", ["2020-03-08\n", "a/b\n", "By Jane Doe\n", "\n", "(" * 10])
def test_a_text_of_many_labelled_lines_is_mostly_body(line: str) -> None:
    """Of tens of thousands of lines that look like labels, few are: a longer look would take quadratic time."""
    lines = line * (200_000 // len(line))
    for text in (f"{lines}{PROSE}", f"{PROSE}\n{lines}"):
        sections = document_from_text(text, "d").sections
        assert 1 <= len(sections) <= 9
        assert any(section.label == "body" for section in sections)


# Text at hand


@given(ODD)
def test_a_text_at_hand_is_not_altered(text: str) -> None:
    """Whatever the text, the document holds exactly it."""
    document = document_from_text(text, "d", outlet="Example")
    assert (document.text, document.doc_id, document.meta["outlet"]) == (text, "d", "Example")


@pytest.mark.parametrize(
    "word",
    ["Jose\u0301 Ibn\u0301", "Al\u00a0Fayadh", "Abu\u200cMahdi", "\u200fالفیاض\u200e", "𝐀bu Mahdi", "“👩\u200d🚀 Amin"],
    ids=["NFD", "no-break", "zero-width", "right-to-left", "astral letter", "astral"],
)
def test_offsets_are_code_points_of_the_text_as_written(word: str, tmp_path: Path) -> None:
    """Decomposed, invisible, right-to-left and astral characters count as they stand, in text and in file."""
    text = f"{word} talks resume\n\nROME — {word} met them for two hours on Monday.\n\nAB/CD"
    document = read_document(write(tmp_path, "a.txt", text))
    assert document.text == text
    assert parts(document)[0] == ("headline", f"{word} talks resume")
    body = f"{word} met them for two hours on Monday."
    assert dict(parts(document))["body"].endswith(body)
    assert document.sections[-1].end == len(text)


def test_a_bad_argument_names_itself() -> None:
    """Wrong types are refused with the name of the argument and its value."""
    for read in (read_document, lambda path: [*read_corpus(path)], lambda path: [*read_corpus([path])]):
        for path in (None, 5, b"a.txt"):
            with pytest.raises(ValueError, match="path must be a path, got "):
                read(path)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="text must be a string, got 7"):
        document_from_text(7, "d")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="doc_id must be a string that is not blank, got ' '"):
        document_from_text("text", " ")
    with pytest.raises(ValueError, match="year must be a string, got 2020"):
        document_from_text("text", "d", year=2020)  # type: ignore[arg-type]


def test_the_name_given_is_the_name() -> None:
    """A field ``id`` among the metadata does not rename a document, and a blank text is a document without parts."""
    document = document_from_text(" ", "d", id="other")
    assert (document.doc_id, document.meta["id"], document.sections) == ("d", "other", ())


def test_half_a_surrogate_pair_is_refused() -> None:
    """What cannot be written as UTF-8 is refused with its place, rather than failing in the report."""
    with pytest.raises(ReadError, match=r"d: text: U\+D800 at offset 2"):
        document_from_text("ab\ud800", "d")
    with pytest.raises(ReadError, match=r"d: title: U\+DFFF at offset 0"):
        document_from_text("ab", "d", title="\udfff")


# Plain text and front matter


@given(odd=ODD)
def test_a_file_of_any_text_is_read_unaltered(odd: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Line endings, blanks and invisible characters come through a file as they are. What stands first is prose: it
    would tell another format."""
    text = f"{PROSE}\n{odd}"
    path = write(tmp_path_factory.getbasetemp(), "any.txt", text)
    if "\0" in text:
        with pytest.raises(ReadError, match=r"any\.txt: binary, not text"):
            read_document(path)
    else:
        assert read_document(path).text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_the_text(encoding: str, tmp_path: Path) -> None:
    """A text with a byte order mark is read without it, and without any other change."""
    text = f"\r\n{PROSE}\r\n\u200bCafé 😀"
    assert read_document(write(tmp_path, "a.txt", text.encode(encoding))).text == text


def test_front_matter_is_in_the_text_but_in_no_section(tmp_path: Path) -> None:
    """Front matter gives metadata as strings; offsets stay those of the file; its title makes the headline."""
    text = f'+++\nid = "a7"\ntitle = "Talks"\ndate = 2020-03-08\nauthors = ["A", "B"]\n+++\n\nTalks\n{PROSE}\n'
    document = read_document(write(tmp_path, "a.txt", text), outlet="Given")
    assert document.text == text
    assert parts(document) == [("headline", "Talks"), ("body", PROSE)]
    assert document.doc_id == "a7"
    assert {key: document.meta[key] for key in ("title", "date", "authors", "outlet")} == {
        "title": "Talks", "date": "2020-03-08", "authors": "A; B", "outlet": "Given",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("+++\na = 1\nb = \n+++\nText.", r"a\.txt:3: front matter is not TOML"),
        ("+++\r\na = 1\r\na = 2\r\n+++\r\nText.", r"a\.txt:3: front matter is not TOML"),
        ("+++\na = 1\nText.", r"a\.txt:1: front matter opened by \+\+\+ is not closed"),
        ("+++\na = 1\n+++\n \n", r"a\.txt: holds no text"),
    ],
)
def test_broken_front_matter_is_named_with_its_line(front: str, message: str, tmp_path: Path) -> None:
    """Front matter that is no TOML, has no end, or has nothing after it is an error of that file and line."""
    with pytest.raises(ReadError, match=message):
        read_document(write(tmp_path, "a.txt", front))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_front_matter_may_be_yaml_and_stand_below_a_blank_line(newline: str, tmp_path: Path) -> None:
    """As blogs and note-taking programs write it; what it refers to or builds is refused with its line."""
    lines = ["", "---", "title: Harbour", "date: 2024-01-02", "tags: [a, b]", "---", "", "It hurt."]
    path = tmp_path / "a.md"
    path.write_bytes(newline.join(lines).encode())
    document = read_document(path)
    assert [document.meta[key] for key in ("title", "date", "tags")] == ["Harbour", "2024-01-02", "a; b"]
    assert [document.covered(section) for section in document.sections] == ["It hurt."]
    for wrong in ("x: *y", "x: !!python/object:os.system y", "x: [", "x: " + "[" * 600):
        path.write_bytes(newline.join(["---", "a: 1", wrong, "---", "It hurt."]).encode())
        with pytest.raises(ReadError, match=r"a\.md:\d: "):
            read_document(path)


def test_utf_16_is_known_without_a_mark_in_any_script(tmp_path: Path) -> None:
    """Its blanks show it, even where a curly mark or a letter of another script comes first."""
    for text in ("“It hurt,” said Ada.", "Порт открыт, сказал мэр.", "A “b”."):
        for codec in ("utf-16-le", "utf-16-be"):
            (tmp_path / "a.txt").write_bytes(text.encode(codec))
            assert read_document(tmp_path / "a.txt").text == text


def test_empty_front_matter_is_front_matter(tmp_path: Path) -> None:
    """Two lines of +++ with nothing between them are no part of the article."""
    assert parts(read_document(write(tmp_path, "a.txt", f"+++\n+++\n{PROSE}"))) == [("body", PROSE)]


# Files that cannot be read


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.txt", "", "x.txt: holds no text"),
        ("x.txt", " \n\t\u200b\u00a0", "x.txt: holds no text"),
        ("x.txt", b"\xef\xbb\xbf", "x.txt: holds no text"),
        ("x.html", " \n", "x.html: holds no text"),
        ("x.txt", b"twelve bytes\xff", "x.txt: not text in UTF-8 (byte 0xff at offset 12)"),
        ("x.txt", b"\xff\xfea\0b", "x.txt: not text in UTF-16-LE (byte 0x62 at offset 4)"),
        ("x.txt", b"ab\0c", "x.txt: binary, not text (NUL at offset 2)"),
        (
            "x.pdf",
            b"%PDF-1.7 \xff",
            "x.pdf: is a PDF; formats that can be read: plain text, saved web pages, CSV, TSV,",
        ),
        ("x.txt", b"\x89PNG\r\n\x1a\n", "x.txt: is a picture; formats that can be read:"),
        ("x.txt", b"BZh91AY&SY", "x.txt: is a compressed archive; formats that can be read:"),
        ("x.docx", b"PK\x03\x04\0", "x.docx: is a Word file or another zip archive; formats that can be read:"),
        ("x.html", "<html><body><nav><a href='/'>Home</a></nav></body></html>", "x.html: no article found in the page"),
        ("x.jsonl", "\n\n", "x.jsonl: holds no text"),
        ("x.jsonl", '\n{"text": 1', "x.jsonl:2: not JSON"),
        ("x.jsonl", "[" * 100_000, "x.jsonl:1: not JSON"),
        ("x.jsonl", "[1]", "x.jsonl:1: a record is a JSON object, got list"),
        (
            "x.jsonl",
            '{"id": 1, "lead": "a"}',
            "x.jsonl:1: needs a field 'text' that holds text, or its name (text_column); fields: id, lead",
        ),
        ("x.jsonl", '{"text": " "}', "x.jsonl:1: the text is empty"),
        ("x.jsonl", '{"text": null}', "x.jsonl:1: the text is empty"),
        ("x.jsonl", '{"text": [1]}', "x.jsonl:1: needs a field 'text'"),
        ("x.jsonl", '{"text": "a\\ud800"}', "x.jsonl:1: text: U+D800 at offset 1"),
        ("x.jsonl", b'{"text": "a\xff"}', "x.jsonl:1: near this line not text in UTF-8"),
        ("x.csv", "id,text\n", "x.csv: holds no text"),
        ("x.csv", "id,lead\n1,a", "x.csv:2: needs a field 'text' that holds text, or its name (text_column)"),
        ("x.csv", 'id,text\n1,"a\nb"\n2,', "x.csv:4: the text is empty"),
        ("x.csv", "id,text\n1,a,b", "x.csv:2: more fields than the header (id, text)"),
        ("x.csv", 'id,text\n1,"a', "x.csv:2: not CSV: unexpected end of data"),
        ("x.csv", "text,text\na,b", "x.csv:1: two columns with the same name: text"),
        ("x.csv", b"id,text\n1,a\xff", "x.csv:2: near this line not text in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name: str, content: str | bytes, message: str, tmp_path: Path) -> None:
    """Each defect is an error that names the file, the line where there is one, and the reason."""
    path = write(tmp_path, name, content)
    with pytest.raises(ReadError) as caught:
        list(read_corpus([path]))
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    """A path that is no file says which of the two it is; a folder has a file to be asked for."""
    with pytest.raises(ReadError, match=r"x\.txt: no such file"):
        read_document(tmp_path / "x.txt")
    with pytest.raises(ReadError, match="is a folder; give a file"):
        read_document(tmp_path)
    with pytest.raises(ReadError, match=r"a folder without a file to read \(\.txt, "):
        list(read_corpus([tmp_path]))


@pytest.mark.parametrize("name", ["x.txt", "x.jsonl", "x.csv"])
def test_a_text_of_five_megabytes_says_what_to_do(name: str, tmp_path: Path) -> None:
    """A text beyond the parser's limit is refused with both numbers, in each format; one at the limit is read."""
    form = {"x.txt": "{}", "x.jsonl": '{{"text": "{}"}}', "x.csv": "text\n{}\n"}[name]
    with pytest.raises(ReadError, match=r"x\.\w+(:\d)?: 5,000,000 characters; .* 1,000,000 at most: cut it"):
        read_document(write(tmp_path, name, form.format("word " * 1_000_000)))
    longest = read_document(write(tmp_path, name, form.format("x" * _MAX_CHARACTERS)))
    assert len(longest.text) == _MAX_CHARACTERS


# Pages

PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Talks resume in Rome | Example Herald</title>
<meta property="og:site_name" content="Example Herald"><meta name="author" content="Jane Doe">
<meta property="article:published_time" content="2021-05-06T10:00:00Z">
<link rel="canonical" href="https://example.org/a/talks"><script>var noise = "SCRIPT";</script></head>
<body><nav><a href="/">Home</a> <a href="/w">NAVIGATION</a></nav><article><h1>Talks resume in Rome</h1>
<p>ROME — {PROSE}</p>
<p>“We shall sign,” Jose\u0301 said to al‑Amin, 😀 and <b>then</b> <a href="/x">left</a> the hall.</p>
<p>Nobody from the opposition was present at the talks, which had been put off twice before.</p></article>
<aside>ASIDE Read more: ten things to know</aside><footer>FOOTER copyright 2019</footer></body></html>"""


def test_a_saved_page_gives_the_article_and_not_the_noise(tmp_path: Path) -> None:
    """Paragraphs stand apart and whole; menus, scripts and notes are gone; the page's own metadata are kept."""
    path = write(tmp_path, "page.html", PAGE)
    document = read_document(path)
    assert document.text.split("\n\n") == [
        "Talks resume in Rome",
        f"ROME — {PROSE}",
        "“We shall sign,” Jose\u0301 said to al‑Amin, 😀 and then left the hall.",
        "Nobody from the opposition was present at the talks, which had been put off twice before.",
    ]
    assert [label for label, _ in parts(document)] == ["headline", "dateline", "body"]
    expected = {
        "title": "Talks resume in Rome", "outlet": "Example Herald", "authors": "Jane Doe", "date": "2021-05-06",
        "url": "https://example.org/a/talks", "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }  # fmt: skip
    assert {key: document.meta[key] for key in expected} == expected


def test_a_page_is_known_by_its_beginning_and_read_in_utf_16_too(tmp_path: Path) -> None:
    """A page saved under another name, or in UTF-16, is the same article."""
    article = read_document(write(tmp_path, "a.html", PAGE)).text
    assert read_document(write(tmp_path, "b.txt", "\n" + PAGE)).text == article
    assert read_document(write(tmp_path, "c.htm", PAGE.encode("utf-16"))).text == article


def test_a_page_without_a_date_is_given_none(tmp_path: Path) -> None:
    """No date is guessed: not today's, nor that of a notice in the footer."""
    page = PAGE.replace('<meta property="article:published_time" content="2021-05-06T10:00:00Z">', "")
    assert "date" not in read_document(write(tmp_path, "a.html", page)).meta


# Many articles

NO_TEXT = {"nan", "none", "null", "n/a", "na", "<na>"}  # what programs write where there is no text; it is refused
WITHOUT_NUL = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))  # it would tell UTF-16


def is_plain(text: str) -> bool:
    """Whether a text is taken as it stands: no markup, nothing misread, and not what means that there is none."""
    return not {"\0", "<", "&"} & {*text} and "â€" not in text and text.strip().lower() not in NO_TEXT


FIELDS = st.fixed_dictionaries(
    {
        "text": VISIBLE.filter(is_plain),
        "outlet": WITHOUT_NUL,
        "title": WITHOUT_NUL,
    }
)
RECORDS = st.lists(FIELDS, min_size=1, max_size=4)


def check_records(path: Path, records: list[dict[str, str]]) -> None:
    documents = list(read_corpus([path]))
    assert [document.text for document in documents] == [record["text"] for record in records]
    for key in ("outlet", "title"):
        stated = [(d.meta.get(key), r[key]) for d, r in zip(documents, records, strict=True) if is_visible(r[key])]
        assert all(ours == theirs for ours, theirs in stated)
    assert len({document.doc_id for document in documents}) == len(records)


@given(records=RECORDS)
def test_jsonl_comes_back_as_written(records: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Texts and metadata survive JSONL, escaped or not, whatever line breaks they hold."""
    for escaped in (True, False):
        lines = "\n".join(json.dumps(record, ensure_ascii=escaped) for record in records)
        check_records(write(tmp_path_factory.getbasetemp(), "many.jsonl", lines), records)


@given(records=RECORDS)
def test_csv_comes_back_as_written(records: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Texts and metadata survive CSV, with quotation marks, commas and line breaks in them."""
    path = tmp_path_factory.getbasetemp() / "many.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, ["text", "outlet", "title"], quoting=csv.QUOTE_ALL)
        rows.writeheader()
        rows.writerows(records)
    check_records(path, records)


def test_records_keep_their_fields_as_strings(tmp_path: Path) -> None:
    """Numbers, truth values and lists become strings, tables and nothings go, and the id names the document."""
    record = {"id": 7, "text": PROSE, "words": 12, "paid": True, "authors": ["A", "B"], "url": None, "more": {"a": 1}}
    path = write(tmp_path, "many.jsonl", json.dumps(record) + "\n\n" + json.dumps({"text": PROSE, "path": "lie"}))
    first, second = read_corpus([path])
    assert (first.doc_id, second.doc_id) == ("7", "many-3")
    assert {key: first.meta[key] for key in ("words", "paid", "authors")} == {
        "words": "12", "paid": "true", "authors": "A; B",
    }  # fmt: skip
    assert not {"id", "text", "url", "more"} & set(first.meta)
    assert second.meta["path"] == "many.jsonl"


def test_one_record_is_a_document_and_several_are_not(tmp_path: Path) -> None:
    """A file of one record is read as an article; of two, the error names the function that reads them."""
    record = json.dumps({"doc_id": "a", "text": PROSE})
    assert read_document(write(tmp_path, "one.jsonl", record)).doc_id == "a"
    with pytest.raises(ReadError, match=r"two\.jsonl: holds several articles; read them with read_corpus"):
        read_document(write(tmp_path, "two.jsonl", f"{record}\n{record}"))


def test_a_corpus_is_read_in_order_and_as_it_is_asked_for(tmp_path: Path) -> None:
    """Files come in the order given, a folder's by path and without hidden or foreign ones, one document at a time."""
    write(tmp_path, "in/b.txt", PROSE)
    write(tmp_path, "in/a.csv", f"id,text\nr1,{PROSE}\n")
    write(tmp_path, "in/.hidden.txt", PROSE)
    write(tmp_path, "in/notes.md", PROSE)
    last = write(tmp_path, "0.jsonl", json.dumps({"id": "z", "text": PROSE}) + "\nbroken")
    corpus = read_corpus([tmp_path / "in", str(last)])
    assert [next(corpus).doc_id for _ in range(3)] == ["r1", "b", "z"]
    with pytest.raises(ReadError, match=r"0\.jsonl:2: not JSON"):
        next(corpus)
    assert [document.doc_id for document in read_corpus(str(tmp_path / "in"))] == ["r1", "b"]


def test_an_annotated_folder_inside_is_passed_over(tmp_path: Path) -> None:
    """What was made of the articles is no article."""
    for name in ("a.txt", "out/corpus.json", "out/articles/x.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("It hurt.", encoding="utf-8")
    assert [document.doc_id for document in read_corpus(tmp_path)] == ["a"]


def test_two_articles_of_one_name_are_refused_with_both_places(tmp_path: Path) -> None:
    """The same doc_id twice in a corpus is an error that names both places."""
    one = write(tmp_path, "one/a.txt", PROSE)
    two = write(
        tmp_path, "two.jsonl", json.dumps({"id": "b", "text": PROSE}) + "\n" + json.dumps({"id": "a", "text": "x"})
    )
    with pytest.raises(ReadError) as caught:
        list(read_corpus([one, two]))
    assert str(caught.value) == f"{two}:2: doc_id 'a' stands already at {one}"


# Metadata and manifest


def test_what_is_given_wins_then_the_file_then_the_manifest(tmp_path: Path) -> None:
    """Each source of metadata stands above the next: arguments, front matter, the text's headline, the manifest."""
    text = f"8 March 2020\n\nTalks resume in Rome\n\n{PROSE}"
    write(
        tmp_path,
        "manifest.toml",
        '[[source]]\nfile = "a.txt"\ntitle = "T"\noutlet = "M"\nplace = "P"\nlanguage = "de"\n',
    )
    plain = read_document(write(tmp_path, "a.txt", text)).meta
    assert [plain[key] for key in ("title", "outlet", "place", "date", "language")] == [
        "Talks resume in Rome", "M", "P", "2020-03-08", "de",
    ]  # fmt: skip
    fronted = write(tmp_path, "a.txt", f'+++\noutlet = "F"\nplace = "F"\ndate = 2020-01-01\n+++\n{text}')
    meta = read_document(fronted, place="G", url="", doc_id="named").meta
    assert [meta[key] for key in ("outlet", "place", "date")] == ["F", "G", "2020-01-01"]
    assert "url" not in meta
    assert read_document(fronted, doc_id="named").doc_id == "named"
    assert read_document(write(tmp_path, "b.txt", PROSE)).meta["language"] == "en"


def test_a_changed_file_is_not_the_one_listed(tmp_path: Path) -> None:
    """A file whose bytes differ from the manifest's sha256 is refused, with both sums."""
    path = write(tmp_path, "a.txt", PROSE)
    true, wrong = hashlib.sha256(PROSE.encode()).hexdigest(), "0" * 64
    write(tmp_path, "manifest.toml", f'[[source]]\nfile = "a.txt"\nsha256 = "{true}"\n')
    assert "sha256" in read_document(path).meta
    write(tmp_path, "manifest.toml", f'[[source]]\nfile = "a.txt"\nsha256 = "{wrong}"\n')
    with pytest.raises(
        ReadError, match=rf"a\.txt: not the file that .*manifest\.toml lists: sha256 {true}, listed {wrong}"
    ):
        read_document(path)


def test_a_broken_manifest_is_named_with_its_line(tmp_path: Path) -> None:
    """A manifest that is no TOML is an error of the manifest, not of the article."""
    write(tmp_path, "manifest.toml", '[[source]]\nfile = "a.txt\n')
    with pytest.raises(ReadError, match=r"manifest\.toml:2: manifest is not TOML"):
        read_document(write(tmp_path, "a.txt", PROSE))


def test_a_source_is_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path under the project is found from elsewhere; a nearer file of that path goes first."""
    monkeypatch.chdir(tmp_path)
    assert find_source(SEED).is_absolute()
    write(tmp_path, SEED, PROSE)
    assert find_source(SEED) == Path(SEED)
    with pytest.raises(ReadError, match=r"nowhere\.txt: no such file \(looked in"):
        find_source("nowhere.txt")


def test_decoding_a_file_begins_at_its_mark() -> None:
    """Only one byte order mark is taken off, and only at the start."""
    assert decode("\ufeff\ufeffa\ufeff".encode()) == "\ufeffa\ufeff"


def test_the_articles_of_a_file_know_their_place(tmp_path: Path) -> None:
    """A record's place is its line, its name the file's stem and that line."""
    path = write(tmp_path, "many.csv", 'text,n\n"a\nb",1\nc,2\n')
    assert [(a.where, a.name) for a in read_articles(path)] == [(f"{path}:2", "many-2"), (f"{path}:4", "many-4")]


def test_reading_loads_no_page_extractor() -> None:
    """The slow import is made only when a page is read."""
    code = "import sys, analysis.text.read; sys.exit('trafilatura' in sys.modules or 'pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
