"""Articles in tables and lists: CSV and its kin, JSON, JSON lines, Parquet, spreadsheets; a record is an article.

Columns are known by their names, whatever their capitals (``COLUMNS``), or named by who asks. Rows without content
and columns without a name are passed over.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from textwrap import shorten
from typing import Any, NamedTuple

from analysis.lexicon.decode import HEAD, encoding_of
from analysis.lexicon.dictionaries import delimiter_of
from analysis.lexicon.toml_files import brief

COLUMNS = {
    "text": (
        "text", "body", "content", "full_text", "fulltext", "article_text", "article_body", "body_text", "main_text",
        "maintext", "text_content", "story_text", "article", "story",
    ),
    "title": ("title", "headline", "heading", "article_title"),
    "date": (
        "date", "publish_date", "published_date", "publication_date", "pub_date", "pubdate", "date_published",
        "date_publish", "published_at", "published", "timestamp",
    ),
    "outlet": (
        "outlet", "media_name", "outlet_name", "source_name", "publication", "publisher", "newspaper", "source",
        "site_name", "sitename", "media",
    ),
    "doc_id": ("doc_id", "id", "article_id", "story_id", "stories_id", "guid"),
    "authors": ("authors", "author", "byline"),
    "url": ("url", "link", "article_url"),
    "language": ("language", "lang"),
}  # fmt: skip
_MOST_FIELD = 8_000_000  # characters of a field, so that a text too long for a document is told so
HOW_TO_NAME = "save it as UTF-8, or name its encoding (for many files from Windows: cp1252)"
_CHUNK = 1 << 20
_ROWS = 8  # lines that tell a table
_UNNAMED = re.compile(r"(?:Unnamed: ?\d+|\s*)", re.IGNORECASE)
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])|[\s.-]+")
_OBJECT = re.compile(r"\{.*\}[ \t\r]*(?:\n|$)")
_SEPARATOR = re.compile(r"\"?sep=(.)\"?[ ;,]*[\r\n]*", re.IGNORECASE)


class ReadError(ValueError):
    """A text that cannot be read; the message names the file, the line where there is one, and the reason."""

    def __init__(self, message: str) -> None:
        super().__init__(brief(message))


class Record(NamedTuple):
    """A record: the file and where in it, its number, its fields."""

    where: str
    number: int
    fields: Mapping[str, Any]


Told = Callable[[ReadError], None]
_Rows = Iterator[tuple[int, Sequence[Any]]]


def read_records(path: Path, encoding: str = "", told: Told | None = None) -> Iterator[Record]:
    """The records of a file in one of ``RECORDS``, with the fields as it names them; ``told`` is given broken rows.

    ``encoding`` is that of a file which is neither UTF-8 nor begins with a byte order mark.

    Raises:
        ReadError: If the file is not in its format or encoding; of a single row only if nobody is ``told``.
    """
    yield from RECORDS[path.suffix.lower()](path, encoding, told or _raise)


def with_roles(fields: Mapping[str, Any], named: Mapping[str, str]) -> dict[str, Any]:
    """The fields by what they are for (keys of ``COLUMNS``), the others by their own names.

    ``named`` says which column is for what; else it is told by its name, and the first of the names goes first.

    >>> with_roles({"Body": "a", "publishDate": "b", "words": 7}, {})
    {'words': 7, 'text': 'a', 'date': 'b'}
    >>> with_roles({"text": "a", "lead": "b"}, {"text": "lead"})
    {'text': 'b'}
    """
    plain = {_plain(name): name for name in reversed(list(fields))}
    roles = {}
    for role, names in COLUMNS.items():
        column = named.get(role) or next((plain[name] for name in names if name in plain), "")
        if column in fields:
            roles[role] = column
    others = {name: value for name, value in fields.items() if name not in roles.values()}
    return others | {role: fields[column] for role, column in roles.items()}


def looks_like_table(text: str) -> bool:
    """Whether a text begins with a header of articles (names of columns, one of them for the text), or with rows of as
    many fields, parted by tabs.

    >>> looks_like_table("title;date;text\\nA;B;C"), looks_like_table("Text, date and title are needed.")
    (True, False)
    """
    first = [line for line in text.split("\n", _ROWS)[:_ROWS] if line.strip() and line[0] != "#"]
    if len(first) > 1 and first[0].count("\t") > 1 and len({line.count("\t") for line in first}) == 1:
        return True
    header = text.split("\n", 1)[0]
    names = [_plain(name.strip('"\r ')) for name in header.split(delimiter_of(header))]
    known = {role for role, columns in COLUMNS.items() if {*names} & {*columns}}
    return "\n" in text.strip() and "text" in known and len(known) > 1


def _raise(error: ReadError) -> None:
    raise error


def _plain(name: str) -> str:
    return _JOINT.sub("_", name.strip()).lower()


def _named(header: Sequence[Any], where: str) -> list[str]:
    """The names of the columns; empty for those without one.

    Raises:
        ReadError: If two bear one name.
    """
    names = ["" if name is None or _UNNAMED.fullmatch(str(name)) else str(name).strip() for name in header]
    if twice := [name for name, times in Counter(filter(None, names)).items() if times > 1]:
        raise ReadError(f"{where}: two columns with the same name: {shorten(', '.join(twice), 200, placeholder=' …')}")
    return names


def _tabled(path: Path, rows: _Rows, told: Told) -> Iterator[Record]:
    """The rows below a header as records, rows of nothing passed over."""
    names: list[str] = []
    for number, row in rows:
        where = f"{path}:{number}"
        if not any(_holds(value) for value in row):
            continue
        if not names:
            names = _named(row, where)
        elif any(_holds(value) for value in row[len(names) :]):
            shown = shorten(", ".join(names), 200, placeholder=" …")
            told(ReadError(f"{where}: more fields than the header ({shown})"))
        else:
            yield Record(where, number, {n: value for n, value in zip(names, row, strict=False) if n})


def _holds(value: object) -> bool:
    return value is not None and str(value).strip() != ""


# Text


def _codec_of(path: Path, encoding: str) -> str:
    """The encoding in which a file is text: as its byte order mark says, UTF-8, or the one that is given.

    Raises:
        ReadError: If it is text in none of them; the message names the line.
    """
    with path.open("rb") as file:
        known = encoding_of(file.read(HEAD))
    failed = None
    for codec in [known] if known else filter(None, ["utf-8", encoding]):
        decoder, line = codecs.getincrementaldecoder(codec)(), 1
        try:
            with path.open("rb") as file:
                for chunk in iter(partial(file.read, _CHUNK), b""):
                    line += decoder.decode(chunk).count("\n")
                decoder.decode(b"", True)
            return codec
        except UnicodeDecodeError as error:
            line += error.object[: error.start].count(b"\n")
            failed = failed or ReadError(
                f"{path}:{line}: near this line not text in {codec.upper()}: {error.reason}; {HOW_TO_NAME}"
            )
    raise failed or AssertionError


def _table(path: Path, encoding: str, told: Told) -> Iterator[Record]:
    """CSV: fields parted by tab, semicolon or comma, as ``sep=`` or the header says."""
    codec = _codec_of(path, encoding)
    with path.open(encoding=codec, newline="") as file:
        first = file.readline(_MOST_FIELD)
        separator = _SEPARATOR.fullmatch(first)
        header = file.readline(_MOST_FIELD) if separator else first
        plain = not any(line.count("\t") != header.count("\t") for line in file if line.strip())
    mark = separator[1] if separator else delimiter_of(header)
    spaced = header.count(f"{mark} ") > 0 and header.count(f"{mark} ") == header.count(mark)
    with path.open(encoding=codec, newline="") as file:
        if separator:
            file.readline(_MOST_FIELD)
        rows = _tab_rows(file) if mark == "\t" and plain else _csv_rows(path, file, mark, spaced, told)
        skipped = 1 if separator else 0
        yield from _tabled(path, ((number + skipped, row) for number, row in rows), told)


def _tab_rows(lines: Iterable[str]) -> _Rows:
    """Tab-separated lines in which no field runs over several: a quotation mark at the head of one is its own."""
    for number, line in enumerate(lines, 1):
        yield number, [_unquoted(field) for field in line.rstrip("\r\n").split("\t")]


def _unquoted(field: str) -> str:
    inner = field[1:-1]
    is_quoted = len(field) > 1 and field[0] == field[-1] == '"' and '"' not in inner.replace('""', "")
    return inner.replace('""', '"') if is_quoted else field


def _csv_rows(path: Path, lines: Iterable[str], mark: str, spaced: bool, told: Told) -> _Rows:
    """The rows of CSV, ``spaced`` if a blank follows each separator. After a broken one, it goes on with the next line,
    for a quotation mark that is not closed would take in all the rest."""
    csv.field_size_limit(max(csv.field_size_limit(), _MOST_FIELD))  # its own limit, 131,072, is less than an article
    fresh, again, taken, line = iter(lines), deque[str](), list[str](), 1

    def given() -> Iterator[str]:
        while following := again.popleft() if again else next(fresh, ""):
            taken.append(following)
            yield following

    rows = csv.reader(given(), delimiter=mark, skipinitialspace=spaced, strict=True)
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            told(ReadError(f"{path}:{line}: not CSV: {error}"))
            again.extendleft(reversed(taken[1:]))
            del taken[1:]
            rows = csv.reader(given(), delimiter=mark, skipinitialspace=spaced, strict=True)
        else:
            if row is None:
                return
            yield line, row
        line += len(taken)
        taken.clear()


def _json_lines(path: Path, encoding: str, told: Told) -> Iterator[Record]:
    """A record a line; a list, if the file is one."""
    with path.open(encoding=_codec_of(path, encoding)) as lines:
        first = next((line for line in lines if line.strip("\ufeff \t\r\n")), "")
        if re.match(r"\ufeff?\s*\[\s*(?:\{|$)", first):
            yield from _json_list(path, encoding, told)
            return
    with path.open(encoding=_codec_of(path, encoding), newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip("\ufeff \t\r\n"):
                try:
                    fields = _object(_json(line, f"{path}:{number}"), f"{path}:{number}")
                except ReadError as error:
                    told(error)
                else:
                    yield Record(f"{path}:{number}", number, fields)


def _json_list(path: Path, encoding: str, told: Told) -> Iterator[Record]:
    """A list of records, alone or inside an object, or one record; a record a line, if each is one."""
    text = path.read_text(encoding=_codec_of(path, encoding))
    first = text.strip().partition("\n")
    if first[1] and _OBJECT.fullmatch(first[0]) and _OBJECT.match(first[2]):
        yield from _json_lines(path, encoding, told)
        return
    for number, one in enumerate(_listed(_json(text, str(path))), 1):
        where = f"{path}: record {number}"
        try:
            yield Record(where, number, _object(one, where))
        except ReadError as error:
            told(error)


def _json(text: str, where: str) -> Any:
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise ReadError(f"{where}: not JSON: {error}") from error
    except (ValueError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        reason = "lists or objects too deep inside one another" if deep else "a number of too many digits"
        raise ReadError(f"{where}: not JSON: {reason}") from error


def _object(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ReadError(f"{where}: a record is a JSON object, got {type(value).__name__}")
    return value


def _listed(value: object) -> list[Any]:
    """The records of a JSON text: those of the outermost value that has a text (``_records``), or of the first list of
    objects, in which another column may be the text."""
    waiting, listed = deque([value]), list[Any]()
    while waiting:
        one = waiting.popleft()
        records = _records(one)
        if any(map(_has_text, records)):
            return records
        if isinstance(one, list) and not listed and all(isinstance(record, dict) for record in records):
            listed = records
        waiting.extend(one.values() if isinstance(one, dict) else ())
    return listed or _records(value)


def _records(value: object) -> list[Any]:
    """A list, columns put side by side, the values of an object by name, or one record. What has no text but an object
    with one, as search engines give it, has the fields of both."""
    if not isinstance(value, dict):
        return [_unwrapped(one) for one in value] if isinstance(value, list) else []
    text = with_roles(value, {}).get("text")
    if isinstance(text, list | dict) and all(isinstance(column, type(text)) for column in value.values()):
        held = {name: {*_places(column)} for name, column in value.items()}
        return [{n: column[place] for n, column in value.items() if place in held[n]} for place in _places(text)]
    if value and all(map(_has_text, value.values())):
        return [{"doc_id": name, **one} for name, one in value.items()]
    return [_unwrapped(value)]


def _places(column: list[Any] | dict[str, Any]) -> Iterable[Any]:
    return range(len(column)) if isinstance(column, list) else column


def _has_text(value: object) -> bool:
    return isinstance(value, dict) and "text" in with_roles(value, {})


def _unwrapped(record: Any) -> Any:
    inner = [one for one in record.values() if _has_text(one)] if isinstance(record, dict) else []
    return record | inner[0] if len(inner) == 1 and not _has_text(record) else record


# Binary tables


def _parquet(path: Path, _: str, told: Told) -> Iterator[Record]:
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(path) as table:
            names = _named(table.schema_arrow.names, str(path))
            rows = (row for batch in table.iter_batches(1000) for row in batch.to_pylist())
            for number, fields in enumerate(rows, 1):
                if any(_holds(value) for value in fields.values()):
                    kept = {name: _written(value) for name, value in fields.items() if name in names and name}
                    yield Record(f"{path}: record {number}", number, kept)
    except (ArrowException, OSError) as error:
        raise ReadError(f"{path}: not Parquet: {shorten(str(error), 200, placeholder=' …')}") from error


def _spreadsheet(path: Path, _: str, told: Told) -> Iterator[Record]:
    """The first sheet whose first row names a column for the text, else the first sheet."""
    from python_calamine import CalamineError, load_workbook

    try:
        with load_workbook(str(path)) as book:
            sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    except CalamineError as error:
        raise ReadError(f"{path}: not a spreadsheet: {shorten(str(error), 200, placeholder=' …')}") from error
    headed = [rows for rows in sheets if rows and "text" in with_roles(dict.fromkeys(map(str, rows[0])), {})]
    rows = [*headed, *sheets, []][0]
    yield from _tabled(path, ((number, [_written(value) for value in row]) for number, row in enumerate(rows, 1)), told)


def _written(value: Any) -> Any:
    """A cell as a table of text would hold it: dates in ISO form, whole numbers without a point."""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date | time):
        return value.isoformat()
    return int(value) if isinstance(value, float) and value.is_integer() else value


RECORDS: dict[str, Callable[[Path, str, Told], Iterator[Record]]] = {
    ".csv": _table, ".tsv": _table, ".tab": _table, ".jsonl": _json_lines, ".ndjson": _json_lines, ".json": _json_list,
    ".parquet": _parquet, ".xlsx": _spreadsheet, ".xls": _spreadsheet, ".ods": _spreadsheet,
}  # fmt: skip
BINARY = (".parquet", ".xlsx", ".xls", ".ods")
STREAMS = (".csv", ".tsv", ".tab", ".jsonl", ".ndjson", ".parquet")  # never held as a whole
