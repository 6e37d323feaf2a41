"""What a file holds: the texts of one article or of many, and what the file itself states of each.

A text is in UTF-8, in UTF-16, or in the encoding that is named; a byte order mark is no part of it; line endings are
kept. A page says itself how it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from textwrap import shorten
from typing import Any, NamedTuple

from analysis.lexicon.decode import check_encoding, decode
from analysis.lexicon.marked import read_yaml_table
from analysis.lexicon.toml_files import LexiconError, parse_toml
from analysis.text.document import Section
from analysis.text.page_files import PageError, decode_page, page_in_archive, repaired
from analysis.text.pages import read_markup, read_page
from analysis.text.records import (
    BINARY,
    HOW_TO_NAME,
    RECORDS,
    STREAMS,
    ReadError,
    Record,
    Told,
    looks_like_table,
    read_records,
    with_roles,
)
from analysis.text.sections import is_visible

_PAGES = (".html", ".htm", ".xhtml", ".mhtml", ".mht", ".webarchive")
_MAX_STREAM = 4_000_000_000  # of a file of many articles, which is read as a stream
_MAX_WHOLE = 256_000_000  # of any other
READABLE = (".txt", *_PAGES, *RECORDS)  # what is read of a folder
_FORMATS = "formats that can be read: plain text, saved web pages, CSV, TSV, JSON, JSONL, Parquet, Excel and ODS"
_REFUSED = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word file or another zip archive",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"{\\rtf": "an RTF file",
    b"\x1f\x8b": "a gzip archive",
    b"PAR1": "Parquet, and its name must end in .parquet",
    **dict.fromkeys((b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"\x28\xb5\x2f\xfd", b"Rar!"), "a compressed archive"),
    **dict.fromkeys((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), "a picture"),
    b"SQLite format 3": "a database",
    b"WARC/": "a web archive (WARC)",
    b"%!PS": "PostScript",
}
_REFUSED_NAMES = {
    ".bib": "a list of references", ".eml": "an e-mail", ".ris": "a list of references", ".srt": "subtitles",
    ".toml": "TOML", ".vtt": "subtitles", ".xml": "XML", ".yaml": "YAML", ".yml": "YAML",
}  # fmt: skip
_MISSING = {"nan", "none", "null", "n/a", "na", "<na>"}  # what programs write where there is no text
_MOST_BITS = 10_000
_ARCHIVES = (b"From: <Saved by", b"MIME-Version:", b"bplist00")
_TAGS = "head|body|title|meta|article|main|section|div|p|h1|blockquote|span|table|center"
_PAGE = re.compile(
    rf"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html\b|html\b|(?:{_TAGS})(?:\s[^<>]*)?>)",
    re.IGNORECASE | re.DOTALL,
)
_PARTED = re.compile(r"</(?:p|div|h[1-6]|li|section|article|body)>|<br\b", re.IGNORECASE)  # paragraphs by markup
_MARKUP = re.compile(
    rf"{_PARTED.pattern}|</(?:a|b|em|i|span|strong|blockquote)>|&(?:[lr][sd]quo|quot|amp|nbsp|#x?[0-9a-f]+);",
    re.IGNORECASE,
)
_EOL = r"[ \t]*(?:\r\n?|\n)"
_FRONT = re.compile(rf"\s*(\+\+\+|---){_EOL}(?:(.*?)(?:\r\n?|\n))??(?:\1|\.\.\.)[ \t]*(?=[\r\n]|\Z)", re.DOTALL)


class Article(NamedTuple):
    """A text as found: where, under which name, what its source states of it, where it begins after front matter, and
    the lines of it that its source labels."""

    where: str
    name: str
    text: str
    stated: Mapping[str, str]
    start: int = 0
    labels: tuple[Section, ...] = ()


class Reading(NamedTuple):
    """How files are read: the encoding of those that are not UTF-8 and do not say theirs, which column is for what
    (keys of ``records.COLUMNS``), and who is told of a record that is broken; if nobody is, it is an error."""

    encoding: str = ""
    columns: Mapping[str, str] = {}
    told: Told | None = None


_PLAIN = Reading()


def read_articles(path: Path, reading: Reading = _PLAIN) -> Iterator[Article]:
    """The articles of a file, one by one: of each record of a table or list, else of the whole file.

    The format is told by the name (``records.RECORDS``, ``_PAGES``); any other file is plain text, or a page if it
    begins as one. What is in another format is refused by its name or its beginning.

    Raises:
        ReadError: If the file cannot be read, is not text, not in its format, or holds no text.

    >>> [article.start for article in read_articles(Path(__file__).with_name("sections.py"))]
    [0]
    """
    _check(path)
    if path.suffix.lower() in RECORDS:
        return _recorded(path, reading)
    data = path.read_bytes()
    if not data.strip():
        raise ReadError(f"{path}: holds no text")
    named = path.suffix.lower() in _PAGES and b"<" in data  # without a tag it is plain text, whatever its name
    if named or _is_archive(data) or _begins_as_page(data):
        return iter([_page(path, data, reading.encoding)])
    return iter([_plain(path, data, reading.encoding)])


def read_toml(text: str, path: Path, what: str) -> dict[str, Any]:
    """The tables of a TOML text.

    Raises:
        ReadError: If it is not TOML; the message names file, line and ``what`` it should have been.

    >>> read_toml("year = 2020", Path("manifest.toml"), "manifest")
    {'year': 2020}
    """
    try:
        return parse_toml(text, str(path), what)
    except LexiconError as error:
        raise ReadError(str(error)) from error


def decode_text(data: bytes, where: str, encoding: str = "") -> str:
    """The text of some bytes, without a byte order mark.

    Raises:
        ReadError: If they are not UTF-8, not UTF-16, and not in the encoding that is named, or hold a NUL.

    >>> decode_text(b"\\xef\\xbb\\xbfIran", "x.txt")
    'Iran'
    """
    try:
        text = decode(data, encoding)
    except UnicodeDecodeError as error:
        at = f"byte {data[error.start]:#04x} at offset {error.start}"
        raise ReadError(f"{where}: not text in {error.encoding.upper()} ({at}); {HOW_TO_NAME}; {_FORMATS}") from error
    if "\0" in text:
        raise ReadError(f"{where}: binary, not text (NUL at offset {text.index(chr(0))}); {_FORMATS}")
    return text


def as_strings(fields: Mapping[str, Any]) -> dict[str, str]:
    """The scalar fields as strings, lists of them joined by semicolons, of tables their ``name`` or what is
    ``rendered`` of them; no empty ones.

    >>> as_strings({"year": 2020, "authors": ["A", "B"], "url": None, "paid": True, "more": {}})
    {'year': '2020', 'authors': 'A; B', 'paid': 'true'}
    """
    return {str(key): written for key, value in fields.items() if is_visible(written := _string(value))}


def _string(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(filter(None, map(_string, value)))
    if isinstance(value, dict):
        value = value.get("name", unescape(str(value.get("rendered", ""))))
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return hex(value)  # Python writes no number of so many digits
    return str(value).lower() if isinstance(value, bool) else str(value)


def _check(path: Path) -> None:
    try:
        if path.exists() and not path.is_file():
            raise ReadError(f"{path}: " + ("is a folder; give a file" if path.is_dir() else "not a regular file"))
        most = _MAX_STREAM if path.suffix.lower() in STREAMS else _MAX_WHOLE
        if (size := path.stat().st_size) > most:
            raise ReadError(f"{path}: {size:,} bytes; at most {most:,} are read")
        with path.open("rb") as file:
            head = file.read(512)
    except FileNotFoundError as error:
        raise ReadError(f"{path}: no such file") from error
    except OSError as error:
        raise ReadError(f"{path}: cannot be read: {error.strerror}") from error
    _check_kind(path, head)


def _check_kind(path: Path, head: bytes) -> None:
    """Refuse a format that is not read, by its name or by how it begins."""
    suffix = path.suffix.lower()
    if suffix in BINARY:
        return
    kind = next((kind for signature, kind in _REFUSED.items() if head.startswith(signature)), "")
    if suffix in RECORDS and _begins_as_page(head):
        kind = "a web page, and its name must end in .html"
    if kind := kind or ("" if _begins_as_page(head) else _REFUSED_NAMES.get(suffix, "")):
        raise ReadError(f"{path}: is {kind}; {_FORMATS}")


def _is_archive(data: bytes) -> bool:
    return data.startswith(_ARCHIVES) or b"<!DOCTYPE plist" in data[:200]


def _begins_as_page(data: bytes) -> bool:
    head = data[:2000].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")
    return _PAGE.match(head.decode("latin-1")) is not None


def _plain(path: Path, data: bytes, encoding: str) -> Article:
    text = decode_text(data, str(path), encoding)
    stated, start = _front_matter(path, text)
    if not is_visible(text[start:]):
        raise ReadError(f"{path}: holds no text")
    if kind := _is_no_prose(text):
        raise ReadError(f"{path}: is {kind}; {_FORMATS}")
    return Article(str(path), path.stem, text, stated, start)


def _front_matter(path: Path, text: str) -> tuple[dict[str, str], int]:
    """What stands before the text in lines between +++ (TOML) or --- (YAML), and where the text begins."""
    front = _FRONT.match(text)
    if not front:
        if re.match(rf"\s*\+\+\+{_EOL}", text):
            raise ReadError(f"{path}:1: front matter opened by +++ is not closed by a line +++")
        return {}, 0
    line = text.count("\n", 0, front.start(2)) if front[2] else 0
    matter = "\n" * line + re.sub(r"\r\n?", "\n", front[2] or "")
    if front[1] == "+++":
        return as_strings(read_toml(matter, path, "front matter")), front.end()
    if not re.match(r"\s*[\w-]+:(?:\s|\Z)", matter):
        return {}, 0  # a rule above a text
    try:
        return as_strings(read_yaml_table(matter, str(path))), front.end()
    except LexiconError as error:
        raise ReadError(str(error)) from error


def _is_no_prose(text: str) -> str:
    """What a text is that is no prose, by its beginning: a table, JSON, XML, subtitles; empty if it is none of them."""
    if looks_like_table(text):
        return "a table, and its name must end in .csv or .tsv"
    shapes = {
        r"\s*\[?\s*\{\s*\"": "JSON, and its name must end in .json or .jsonl",
        r"\s*<[?!]|\s*<([a-zA-Z][\w:.-]*)(?:\s[^<>]*)?>(?s:.*)</\1\s*>": "XML",
        r"WEBVTT\b|\[Script Info\]|\s*(?:\d+\s*\n)?\d+:\d\d:\d\d[,.]\d{3}(?: --> |,\d)": "subtitles",
        r"\[\d\d:\d\d[.:]\d\d\]": "subtitles",
        r"\s*(?:TY  - |@\w+\{)": "a list of references",
        r"(?:From .+\n)?(?:From|Return-Path|Received|Delivered-To|Message-ID): .+\n(?:[\w-]+: .+\n|[ \t].+\n)*?"
        r"(?:Subject|To|Date|Message-ID): ": "an e-mail",
        r"\s*\\(?:documentclass|begin\{)": "LaTeX",
    }
    return next((kind for shape, kind in shapes.items() if re.match(shape, text)), "")


def _page(path: Path, data: bytes, encoding: str) -> Article:
    try:
        html, declared = page_in_archive(data) if _is_archive(data) else (data, "")
        page = read_page(decode_page(html, check_encoding(encoding), declared))
    except PageError as error:
        raise ReadError(f"{path}: {error}") from error
    return Article(str(path), path.stem, page.text, as_strings(page.stated), 0, page.labels)


def _recorded(path: Path, reading: Reading) -> Iterator[Article]:
    for record in read_records(path, check_encoding(reading.encoding), reading.told):
        try:
            article = _record(path, record, reading.columns)
        except ReadError as error:
            if not reading.told:
                raise
            reading.told(error)
        else:
            yield article


def _text_of(value: Any) -> str:
    """A text, what is ``rendered`` of it, or its paragraphs; empty if it is none."""
    if isinstance(value, dict):
        value = value.get("rendered")
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = "\n\n".join(value)
    return value if isinstance(value, str) else ""


def _record(path: Path, record: Record, columns: Mapping[str, str]) -> Article:
    fields = with_roles(record.fields, columns)
    shown = shorten(", ".join(record.fields), 200, placeholder=" …") or "none"
    if missing := [column for column in columns.values() if column not in record.fields]:
        raise ReadError(f"{record.where}: no column {missing[0]!r}; columns: {shown}")
    given = fields.pop("text", ())
    text = _text_of(given)
    if not is_visible(text) or text.strip().lower() in _MISSING:
        if given is None or isinstance(given, str):
            raise ReadError(f"{record.where}: the text is empty")
        raise ReadError(
            f"{record.where}: needs a field 'text' that holds text, or its name (text_column); fields: {shown}"
        )
    stated = as_strings(fields)
    for name, value in (("text", text), ("doc_id", stated.get("doc_id", ""))):
        if "\0" in value:
            raise ReadError(f"{record.where}: {name}: binary, not text (NUL at offset {value.index(chr(0))})")
    text, labels = repaired(text), tuple[Section, ...]()
    if _MARKUP.search(text):
        try:
            text, labels = read_markup(text if _PARTED.search(text) else text.replace("\n", "<br>"))
        except PageError as error:
            raise ReadError(f"{record.where}: {error}") from error
    return Article(record.where, f"{path.stem}-{record.number}", text, stated, 0, labels)
