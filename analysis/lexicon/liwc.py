"""LIWC's dictionaries: the ``.dic`` of 2001 to 2015, and the ``.dicx`` of LIWC-22."""

from __future__ import annotations

import re

from analysis.lexicon.dictionaries import (
    DEPTH,
    ENTRY_ROLES,
    NEST,
    STARS,
    DictionaryItem,
    Found,
    Heading,
    Skipped,
    numbered,
    table_rows,
    weight_of,
)  # fmt: skip
from analysis.lexicon.lexicon import LexiconError

_IDS = re.compile(r"[\s,]+")
_SPACED = re.compile(r"(.*?\S)((?:\s+\d+)+)")  # an entry whose numbers stand behind blanks
_CONDITIONAL = re.compile(r"\s(?:<of>|\([\d\s]+\))\s*\d", re.IGNORECASE)
_BRANCH = re.compile("[(/<]")  # among an entry's numbers


def read_dicx(text: str, where: str) -> Found:
    """LIWC-22 ``.dicx``: CSV with the term in the first column (``DicTerm``) and one column for each category.

    ``X`` puts a term into a category; a number does so with this weight; empty and ``0`` do not. A star stands for
    letters.

    >>> [item[1:4] for item in read_dicx("DicTerm,Rest,Work\\nnap*,X,\\noffice,,0.5", "x.dicx")][2:]
    [('nap*', 'Rest', None), ('office', 'Work', 0.5)]
    """
    rows = table_rows(text, where)
    line, header = next(rows, (1, [""]))
    names = [name.strip() for name in header]
    if names[0].lower() not in ("dicterm", *ENTRY_ROLES["term"]) or len(names) < 2:
        raise LexiconError(f"{where}:{line}: the header must be DicTerm and the names of the categories, got {header}")
    for name in names[1:]:
        yield Heading(line, name)
    for line, row in rows:
        if len(row) > len(names):
            raise LexiconError(f"{where}:{line}: {len(row)} fields, but the header has {len(names)}")
        term, marks = row[0].strip(), [mark.strip() for mark in row[1:]]
        taken = [(name, mark) for name, mark in zip(names[1:], marks, strict=False) if mark not in ("", "0")]
        if not term or not taken:
            yield Skipped(line, term, "in no category" if term else "no term")
            continue
        for name, mark in taken:
            yield DictionaryItem(line, term, name, None if mark in "Xx" else weight_of(mark, where, line), STARS)


def read_liwc(text: str, where: str) -> Found:
    """LIWC ``.dic`` (2001 to 2015): categories with numbers between two lines ``%``, then entries with their numbers.

    Indentation puts a category inside the one above it. An entry stands apart from its numbers by a tab, or by blanks;
    it may be of several words. Only a star stands for letters: a question mark is a mark. Conditional entries
    (``<of>131/125``, ``(02 134)125/464``) are skipped whole, for half of one would be counted where it should not.

    >>> list(read_liwc("%\\n1\\tharm\\n%\\nkill*\\t1\\n", "x.dic"))[1][:3]
    (4, 'kill*', 'harm')
    """
    lines = numbered(text)
    opened = next(lines, (1, ""))
    if opened[1].strip() != "%":
        raise LexiconError(f"{where}:{opened[0]}: the categories must be opened by a line %, got {opened[1][:40]!r}")
    names: dict[int, str] = {}
    around: list[tuple[int, str]] = []
    for number, line in lines:
        if line.strip() == "%":
            break
        heading = _liwc_heading(line, where, number, names, around)
        names[heading[0]] = heading[1]
        yield Heading(number, heading[1])
    else:
        raise LexiconError(f"{where}:{opened[0]}: the categories opened here are not closed by a line %: cut short?")
    for number, line in lines:
        if _CONDITIONAL.search(line) or _BRANCH.search(line.partition("\t")[2]):
            yield Skipped(number, line.strip(), "a conditional entry of LIWC, which is not read")
            continue
        term, ids = _liwc_entry(line, where, number)
        for name in dict.fromkeys(_declared(one, names, where, number) for one in ids):
            yield DictionaryItem(number, term, name, wild=STARS)


def _liwc_heading(
    line: str, where: str, number: int, names: dict[int, str], around: list[tuple[int, str]]
) -> tuple[int, str]:
    found = re.fullmatch(r"(\s*)([0-9]{1,9})\s+(\S.*)", line.rstrip())
    if not found:
        raise LexiconError(f"{where}:{number}: a category is a number and a name, got {line.strip()[:60]!r}")
    while around and around[-1][0] >= len(found[1]):
        around.pop()
    name = NEST.join([*(outer for _, outer in around), found[3]])
    around.append((len(found[1]), found[3]))
    if int(found[2]) in names:
        raise LexiconError(f"{where}:{number}: category number {found[2]} stands for {names[int(found[2])]!r} already")
    if len(around) > DEPTH:
        raise LexiconError(f"{where}:{number}: more than {DEPTH} categories inside one another")
    return int(found[2]), name


def _liwc_entry(line: str, where: str, number: int) -> tuple[str, list[str]]:
    term, tab, rest = line.strip().partition("\t")
    if not tab and (found := _SPACED.fullmatch(line.strip())):
        term, rest = found[1], found[2]
    ids = [one for one in _IDS.split(rest) if one]
    if not ids:
        raise LexiconError(f"{where}:{number}: {term[:60]!r} has no category number")
    return term.strip(), ids


def _declared(one: str, names: dict[int, str], where: str, number: int) -> str:
    if not re.fullmatch("[0-9]{1,9}", one) or int(one) not in names:
        raise LexiconError(f"{where}:{number}: category {one[:40]!r} is not declared; declared: {sorted(names)[:20]}")
    return names[int(one)]
