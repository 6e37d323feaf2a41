"""The formats of other programs' dictionaries, each read into the same items; ``formats`` makes a lexicon of them.

A reader takes a text and the name of its file, and yields in the order of the text what it found
(``DictionaryItem``), what a category is said to mean (``Heading``) and what it did not take (``Skipped``). It raises
``LexiconError`` with file and line where the text breaks its format. None of them builds a tree, follows a reference or
runs what a file holds, so time and memory are linear in the text.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from analysis.lexicon.lexicon import LexiconError

NEST = " > "  # between a category and one inside it
DEPTH = 32  # categories inside one another
STARS, _WILDCARDS, PATTERNS = (
    "*",
    "*?",
    "regex",
)  # what may stand for letters: a star; a star and "?"; the term is a regex

ENTRY_ROLES = {
    "term": ("term", "word", "token", "pattern", "entry"),
    "category": ("category", "label", "key", "sentiment"),
    "weight": ("weight", "score", "value"),
    "match": ("match",),
    "case": ("case",),
    "pos": ("pos",),
}
_COMMENT = re.compile(r"#(?:\s|$)")  # "#metoo" is a term
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\s*$")
_TRUE, _FALSE = {"true", "1", "yes"}, {"", "false", "0", "no"}


class DictionaryItem(NamedTuple):
    """An entry as found: its line, words, category and what the file says of it. ``wild`` says which signs of the term
    stand for letters; ``match`` overrides it."""

    line: int
    term: str
    category: str
    weight: float | None = None
    wild: str = _WILDCARDS
    match: str = ""
    case: bool = False
    pos: str = ""


class Heading(NamedTuple):
    """A category is opened: its line, its name with those of the categories around it, and what the file says of it."""

    line: int
    category: str
    definition: str = ""


class Skipped(NamedTuple):
    """What was not taken: its line, its text and why."""

    line: int
    text: str
    reason: str


Found = Iterator[DictionaryItem | Heading | Skipped]


def read_table(text: str, where: str) -> Found:
    """Long CSV or TSV: one entry a line under a header.

    The header names a column for the term (``term``, ``word``, ``token``, ``pattern`` or ``entry``) and one for the
    category (``category``, ``label``, ``key`` or ``sentiment``); it may name one for the weight (``weight``, ``score``
    or ``value``), and ``match``, ``case`` and ``pos`` as in a lexicon's own table. Fields are parted by tab,
    semicolon or comma, whichever the header holds, in this order. A line that begins with ``#`` and a blank is a
    comment. In a term, ``*`` and ``?`` stand for letters.

    >>> list(read_table("word,label\\nkill*,harm", "x.csv"))[0][:3]
    (2, 'kill*', 'harm')
    """
    rows = table_rows(text, where)
    line, header = next(rows, (1, []))
    places: dict[str, int] = {}
    for role, names in ENTRY_ROLES.items():
        found = [place for place, name in enumerate(header) if name.strip().lower() in names]
        if len(found) > 1:
            raise LexiconError(f"{where}:{line}: two columns for the {role}: {', '.join(header)}")
        if not found and role in ("term", "category"):
            raise LexiconError(f"{where}:{line}: no column for the {role} (one of {', '.join(names)}): {header}")
        if found:
            places[role] = found[0]
    for place, name in enumerate(header):
        if place not in places.values():
            yield Skipped(line, name, "a column that is not read")
    for line, row in rows:
        if _COMMENT.match(row[0]):
            yield Skipped(line, row[0], "a comment")
            continue
        if len(row) > len(header):
            raise LexiconError(f"{where}:{line}: {len(row)} fields, but the header has {len(header)}")
        fields = {role: row[place].strip() if place < len(row) else "" for role, place in places.items()}
        yield _table_item(where, line, fields)


def _table_item(where: str, line: int, fields: dict[str, str]) -> DictionaryItem | Skipped:
    if not fields["term"]:
        return Skipped(line, fields["category"], "no term")
    if not fields["category"]:
        raise LexiconError(f"{where}:{line}: {fields['term']!r} has no category")
    if (case := fields.get("case", "").lower()) not in _TRUE | _FALSE:
        raise LexiconError(f"{where}:{line}: case must be true or false, got {case!r}")
    return DictionaryItem(
        line, fields["term"], fields["category"], weight_of(fields.get("weight", ""), where, line),
        match=fields.get("match", ""), case=case in _TRUE, pos=fields.get("pos", ""),
    )  # fmt: skip


def read_lc3(text: str, where: str) -> Found:
    """Lexicoder 3 ``.lc3``: a line ``+name`` opens a category, every other line is an entry; a star stands for letters.

    A colour behind the name (``+negative#FF0000``) is for Lexicoder's own display, and no part of the name.

    >>> list(read_lc3("+harm\\nkill*\\n", "x.lc3"))[1][:3]
    (2, 'kill*', 'harm')
    """
    category = ""
    for number, line in numbered(text):
        words = line.strip()
        if words.startswith("+"):
            category = _COLOUR.sub("", words[1:]).strip()
            yield Heading(number, category)
        elif _COMMENT.match(words):
            yield Skipped(number, words, "a comment")
        elif not category:
            raise LexiconError(f"{where}:{number}: {words[:60]!r} stands before the first category (+name)")
        else:
            yield DictionaryItem(number, words, category, wild=STARS)


def weight_of(written: str, where: str, line: int) -> float | None:
    """The number that is written, None where nothing is.

    >>> weight_of("-1.5", "x.csv", 2)
    -1.5
    """
    if not written:
        return None
    try:
        weight = float(written)
    except ValueError:
        weight = math.nan
    if not math.isfinite(weight):
        raise LexiconError(f"{where}:{line}: weight {written[:40]!r} is not a number")
    return weight


def numbered(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers. Only line ends end a line, not a form feed.

    >>> list(numbered("one\\r\\n\\r\\ntwo"))
    [(1, 'one'), (3, 'two')]
    """
    for number, line in enumerate(io.StringIO(text, newline=None), 1):
        if line.strip():
            yield number, line.rstrip("\n")


def table_rows(text: str, where: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows that hold something, the header first, each with the number of its first line.

    >>> list(table_rows("term;label\\n\\nkill;harm", "x.csv"))
    [(1, ['term', 'label']), (3, ['kill', 'harm'])]
    """
    header = next((line for _, line in numbered(text)), "")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(header), strict=True)
    line = 0
    try:
        for row in rows:
            first, line = line + 1, rows.line_num
            while row and not row[-1].strip():
                row.pop()  # a spreadsheet fills its lines up
            if row:
                yield first, row
    except csv.Error as error:
        raise LexiconError(f"{where}:{line + 1}: not CSV: {error}") from error


def delimiter_of(header: str) -> str:
    """What parts the fields of a table: tab, semicolon, comma or bar, whichever its header holds, in this order.

    >>> delimiter_of("word;label"), delimiter_of("word")
    (';', ',')
    """
    return next((mark for mark in "\t;,|" if mark in header), ",")
