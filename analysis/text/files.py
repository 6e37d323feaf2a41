"""What a file holds: the texts of one article or of many, and what the file itself states of each.

Text is UTF-8, or UTF-16 with a byte order mark. A byte order mark is no part of the text; line endings are kept.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from analysis.lexicon.toml_files import LexiconError, parse_toml
from analysis.text.sections import is_visible

PAGES = (".html", ".htm")
RECORDS = (".jsonl", ".csv")
READABLE = (".txt", *PAGES, *RECORDS)  # what is read of a folder
_FIELD_LIMIT = 8_000_000  # characters of a CSV field, so that a text too long for a document is told so
MAX_STREAM = 4_000_000_000  # of a file of many articles, which is read as a stream
_PARAGRAPH = 10  # words: a page whose longest line has fewer is a menu, not an article
_FORMATS = "read are plain text in UTF-8, HTML, JSONL and CSV"
_REFUSED = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word file or another zip archive",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"{\\rtf": "an RTF file",
    b"From: <Saved by": "a web archive",
}
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_FRONT = re.compile(r"\+\+\+[ \t]*\r?\n(?:(.*?)\r?\n)??\+\+\+[ \t]*(?=[\r\n]|\Z)", re.DOTALL)
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}  # as the page states; never today


class ReadError(ValueError):
    """A text that cannot be read; the message names the file, the line where there is one, and the reason."""


class Article(NamedTuple):
    """A text as found: where, under which name, what its source states of it, where it begins after front matter."""

    where: str
    name: str
    text: str
    stated: Mapping[str, str]
    start: int = 0


def read_articles(path: Path) -> Iterator[Article]:
    """The articles of a file, one by one: of each line of JSONL, each row of CSV, else of the whole file.

    The format is told by the name (``.jsonl``, ``.csv``, ``.html``, ``.htm``); any other file is plain text, or a page
    if it begins as one. JSONL and CSV are read as a stream.

    Raises:
        ReadError: If the file cannot be read, is not text, not in its format, or holds no text.

    >>> [article.start for article in read_articles(Path(__file__))]
    [0]
    """
    _check(path)
    if path.suffix.lower() in RECORDS:
        rows = _csv_rows(path) if path.suffix.lower() == ".csv" else _json_rows(path)
        return (_record(path, line, fields) for line, fields in rows)
    data = path.read_bytes()
    if not data.strip():
        raise ReadError(f"{path}: holds no text")
    is_page = path.suffix.lower() in PAGES or _PAGE.match(data)
    return iter([_page(path, data) if is_page else _plain(path, data)])


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


def decode(data: bytes, where: str) -> str:
    """The text of some bytes, without a byte order mark.

    Raises:
        ReadError: If they are not UTF-8 or UTF-16 with a byte order mark, or hold a NUL.

    >>> decode(b"\\xef\\xbb\\xbfIran", "x.txt")
    'Iran'
    """
    encoding = "UTF-16" if data.startswith(_UTF16) else "UTF-8"
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        at = f"byte {data[error.start]:#04x} at offset {error.start}"
        raise ReadError(f"{where}: not text in {encoding} ({at}); {_FORMATS}") from error
    if "\0" in text:
        raise ReadError(f"{where}: binary, not text (NUL at offset {text.index(chr(0))}); {_FORMATS}")
    return text


def as_strings(fields: Mapping[str, Any]) -> dict[str, str]:
    """The scalar fields as strings, lists of them joined by semicolons; empty fields and tables are left out.

    >>> as_strings({"year": 2020, "authors": ["A", "B"], "url": None, "paid": True, "more": {}})
    {'year': '2020', 'authors': 'A; B', 'paid': 'true'}
    """
    return {str(key): written for key, value in fields.items() if is_visible(written := _string(value))}


def _string(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(filter(None, map(_string, value)))
    if value is None or isinstance(value, dict):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _check(path: Path) -> None:
    try:
        if path.exists() and not path.is_file():
            raise ReadError(f"{path}: " + ("is a folder; give a file" if path.is_dir() else "not a regular file"))
        if (size := path.stat().st_size) > MAX_STREAM:
            raise ReadError(f"{path}: {size:,} bytes; read are {MAX_STREAM:,} at most")
        with path.open("rb") as file:
            head = file.read(512)
    except FileNotFoundError as error:
        raise ReadError(f"{path}: no such file") from error
    except OSError as error:
        raise ReadError(f"{path}: cannot be read: {error.strerror}") from error
    if refused := next((kind for signature, kind in _REFUSED.items() if head.startswith(signature)), ""):
        raise ReadError(f"{path}: is {refused}; {_FORMATS}")


def _plain(path: Path, data: bytes) -> Article:
    text = decode(data, str(path))
    stated: dict[str, str] = {}
    start = 0
    if re.match(r"\+\+\+[ \t]*\r?\n", text):
        if not (front := _FRONT.match(text)):
            raise ReadError(f"{path}:1: front matter opened by +++ is not closed by a line +++")
        stated, start = as_strings(read_toml("\n" + (front[1] or ""), path, "front matter")), front.end()
    if not is_visible(text[start:]):
        raise ReadError(f"{path}: holds no text")
    return Article(str(path), path.stem, text, stated, start)


def _page(path: Path, data: bytes) -> Article:
    from trafilatura import bare_extraction

    page = bare_extraction(
        decode(data, str(path)) if data.startswith(_UTF16) else data,
        with_metadata=True, include_comments=False, include_tables=False, date_extraction_params=_DATES,
    )  # fmt: skip
    lines = (getattr(page, "text", None) or "").split("\n")
    text = "\n\n".join(line for line in lines if line.strip())
    if max(len(line.split()) for line in lines) < _PARAGRAPH:
        raise ReadError(f"{path}: no article found in the page")
    names = {"title": "title", "outlet": "sitename", "authors": "author", "date": "date", "url": "url"}
    stated = as_strings({ours: getattr(page, theirs) for ours, theirs in names.items()})
    return Article(str(path), path.stem, text, stated)


def _json_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                fields = json.loads(decode(line, f"{path}:{number}"))
            except ReadError:
                raise
            except (ValueError, RecursionError) as error:  # also a number of thousands of digits
                raise ReadError(f"{path}:{number}: not JSON: {str(error)[:200]}") from error
            if not isinstance(fields, dict):
                raise ReadError(f"{path}:{number}: a record is a JSON object, got {type(fields).__name__}")
            yield number, fields


def _csv_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    csv.field_size_limit(max(csv.field_size_limit(), _FIELD_LIMIT))  # its own limit, 131,072, is less than an article
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, strict=True)
        line = 1
        try:
            header = rows.fieldnames or []
            if len(set(header)) < len(header):
                raise ReadError(f"{path}:1: two columns of one name: {', '.join(header):.200}")
            for fields in rows:
                line, first = rows.line_num, line + 1
                if None in fields:
                    raise ReadError(f"{path}:{first}: more fields than the header ({', '.join(header):.200})")
                yield first, fields
        except csv.Error as error:
            raise ReadError(f"{path}:{line + 1}: not CSV: {error}") from error
        except UnicodeDecodeError as error:
            raise ReadError(f"{path}:{line + 1}: near this line not text in UTF-8: {error.reason}") from error


def _record(path: Path, line: int, fields: dict[str, Any]) -> Article:
    where = f"{path}:{line}"
    text = fields.pop("text", None)
    if not isinstance(text, str) or not is_visible(text):
        raise ReadError(
            f"{where}: needs a field 'text' that holds text; other fields: {', '.join(fields) or 'none':.200}"
        )
    return Article(where, f"{path.stem}-{line}", text, as_strings(fields))
