"""Lexicons are data: TOML files with a provenance, read into plain values.

A lexicon file holds ``name``, ``version``, ``kind``, an optional ``match`` (how its terms are compared unless a term
says otherwise), ``[provenance]``, one ``[categories.NAME]`` each, and ``[terms]``: for each category an array with one
term a line, sorted. A term is a string, or an inline table ``{ term = "…", match = "…", case = true, … }``. A large
lexicon keeps its terms in a CSV file (columns ``term,category`` and any of ``match,case,pos,weight``) that the
TOML file names with ``table = "file.csv"``.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from analysis.lexicon.patterns import check_pattern, is_widthless
from analysis.lexicon.toml_files import Keys, as_path, check_table, read_bytes, read_toml_file
from analysis.lexicon.toml_files import LexiconError as LexiconError  # callers catch it by this module's name

DATA = Path(__file__).parent / "data"
_MATCHES = ("fixed", "lemma", "glob", "regex")
_TERM: Keys = {
    **dict.fromkeys(("term", "match", "pos", "note", "stands_for"), str),
    **dict.fromkeys(("case", "idiom"), bool),
    **dict.fromkeys(("contexts", "opposites"), list),
    "weight": (int, float), "shares": dict,
}  # fmt: skip
_TOP: Keys = {
    "name": str, "version": (str, int, float), "kind": str, "description": str, "match": str, "table": str,
    "provenance": dict, "categories": dict, "terms": dict,
}  # fmt: skip
_NEEDED = frozenset(["name", "version", "kind", "provenance", "categories"])
_PARTS: dict[str, Keys] = {
    "provenance": {"creators": list, "year": int, **dict.fromkeys(("licence", "changes", "url", "reference"), str)},
    "category": {
        **dict.fromkeys(("name", "definition", "reference", "limits"), str),
        "evaluates": bool,
        **dict.fromkeys(("cues", "constructions"), list),
    },
}
_WITHIN = 1_000  # lines in which a term is looked for below the one before it


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a lexicon comes from: who made it, when, its SPDX licence, and what was changed."""

    creators: tuple[str, ...]
    year: int
    licence: str
    changes: str
    url: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """What a category means, the paper that defines it, and what its count cannot say; of a category of words with a
    valence, whether they evaluate, or tell of an event or a state; the classes of ``cues`` of attribution that belong
    to it, and the ``constructions`` in which they do (all if none is named)."""

    name: str
    definition: str
    reference: str
    limits: str = ""
    evaluates: bool = True
    cues: tuple[str, ...] = ()
    constructions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One term. ``match`` says how it is compared: ``fixed`` (as written), ``lemma`` (any inflected form), ``glob``
    (``*`` and ``?`` inside a word) or ``regex``. ``case`` asks for exact capitals, ``pos`` for a part of speech of the
    last word. ``weight`` is a number of the lexicon's own scale.

    An ``idiom`` keeps the words inside it from being found and never counts itself ("fit for duty"). Of ``contexts``,
    names of contexts of grammar (``analysis.rhetoric.contexts``), one has to hold; of a group in brackets, each.
    ``opposites`` are words of opposite sense, ``shares`` how much of what stands in each construction of a cue is
    content, ``stands_for`` is the full name of an actor, state or title, and ``note`` a remark for whoever reads the
    file."""

    term: str
    category: str
    match: str = "fixed"
    case: bool = False
    pos: str = ""
    weight: float | None = None
    stands_for: str = ""
    line: int = 0
    note: str = ""
    idiom: bool = False
    contexts: tuple[tuple[str, ...], ...] = ()
    opposites: tuple[str, ...] = ()
    shares: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, eq=False)  # hashed by identity, so that what is computed from it can be cached
class Lexicon:
    """A named, versioned set of entries; ``rule_id(entry)`` is what annotations cite. Equal only to itself."""

    name: str
    version: str
    kind: str
    provenance: Provenance
    categories: Mapping[str, Category]
    entries: tuple[Entry, ...]
    description: str = ""
    path: str = ""

    def rule_id(self, entry: Entry) -> str:
        """The reason an annotation gives: ``lexicon@version:term``."""
        return f"{self.name}@{self.version}:{entry.term}"

    @cached_property
    def terms(self) -> Mapping[str, frozenset[str]]:
        """The terms of each category that has one, as written."""
        found: dict[str, set[str]] = {}
        for entry in self.entries:
            found.setdefault(entry.category, set()).add(entry.term)
        return {category: frozenset(terms) for category, terms in found.items()}


def load_lexicon(name: str | Path) -> Lexicon:
    """Read a lexicon by the name of a shipped one (``"frames"``) or by the path of a TOML file.

    Raises:
        LexiconError: If there is no such lexicon, or it does not keep to the format; the message names file and line.

    >>> load_lexicon("negators").kind
    'negation'
    """
    path = as_path(name, "name")
    if path.suffix != ".toml" and path.name == str(name):
        path = DATA / f"{name}.toml"
    if not path.is_file():
        shipped = ", ".join(sorted(p.stem for p in DATA.glob("*.toml")))
        raise LexiconError(f"{name}: no such lexicon (shipped: {shipped}; or give the path of a .toml file)")
    return _shipped(path, path.stat().st_mtime_ns) if path.parent == DATA else _read(path)


@lru_cache(maxsize=128)
def _shipped(path: Path, changed: int) -> Lexicon:
    """A shipped lexicon, read once for each time its file was changed."""
    return _read(path)


def _read(path: Path) -> Lexicon:
    text, data = read_toml_file(path)
    return _lexicon(path, text, data)


def _lexicon(path: Path, text: str, data: dict[str, Any]) -> Lexicon:
    for key, value in data.items():
        check_table(f"{path}:{_line(text, key)}", "lexicon", {key: value}, _TOP)
    check_table(f"{path}:1", "lexicon", data, _TOP, _NEEDED)
    provenance = _build(Provenance, path, text, "provenance", data["provenance"])
    categories = {}
    for key, value in data["categories"].items():
        if not isinstance(value, dict):
            raise LexiconError(f"{path}:{_line(text, key)}: categories.{key[:60]} must be a table, got {value!r:.60}")
        categories[key] = _build(Category, path, text, f"categories.{key}", {"name": key, **value})
    default = data.get("match", "fixed")
    entries = [*_terms(path, text, data.get("terms", {}), default)]
    if "table" in data:
        entries += _csv_terms(path.parent / data["table"], default)
    _check(path, entries, categories)
    return Lexicon(
        data["name"], str(data["version"]), data["kind"], provenance, categories, tuple(entries),
        data.get("description", ""), str(path),
    )  # fmt: skip


def _terms(path: Path, text: str, terms: dict[str, Any], default: str) -> Iterator[Entry]:
    for category, items in terms.items():
        line = _line(text, category, opening=True)
        if not isinstance(items, list):
            raise LexiconError(f"{path}:{line}: terms of {category!r} must be an array")
        for item in items:
            if isinstance(item, str):
                line = _line(text, item, after=line)
                yield Entry(item, category, default, line=line)
                continue
            if not isinstance(item, dict):
                raise LexiconError(f"{path}:{line}: a term is a string or an inline table, got {item!r}")
            line = _line(text, str(item.get("term", "")), after=line)
            check_table(f"{path}:{line}", "term", item, _TERM, frozenset(["term"]))
            lists = {name: tuple(value) for name, value in item.items() if isinstance(value, list)}
            if "shares" in item:
                lists["shares"] = _shares(item["shares"], f"{path}:{line}")
            if "contexts" in lists:
                lists["contexts"] = tuple((c,) if isinstance(c, str) else tuple(c) for c in lists["contexts"])
            yield Entry(**{"match": default, **item, **lists}, category=category, line=line)


def _shares(given: dict[str, Any], where: str) -> tuple[tuple[str, float], ...]:
    for name, share in given.items():
        if not isinstance(share, int | float) or not 0 <= share <= 1:
            raise LexiconError(f"{where}: shares: {name[:60]} must be a number from 0 to 1, got {share!r:.60}")
    return tuple(given.items())


def _csv_terms(path: Path, default: str) -> Iterator[Entry]:
    try:
        rows = csv.DictReader(io.StringIO(read_bytes(path).decode("utf-8-sig"), newline=""))
        listed = [(rows.line_num, row) for row in rows]
    except (UnicodeDecodeError, csv.Error) as error:
        raise LexiconError(f"{path}:1: not CSV in UTF-8: {error}") from error
    for line, row in listed:
        if not row.get("term") or not row.get("category") or None in row:
            raise LexiconError(f"{path}:{line}: needs term,category and no more fields than the header")
        try:
            weight = float(row["weight"]) if row.get("weight") else None
        except ValueError as error:
            raise LexiconError(f"{path}:{line}: weight {row['weight']!r} is not a number") from error
        yield Entry(
            row["term"], row["category"], row.get("match") or default, row.get("case") in {"true", "1"},
            row.get("pos") or "", weight, line=line,
        )  # fmt: skip


def _check(path: Path, entries: list[Entry], categories: Mapping[str, Category]) -> None:
    seen: dict[tuple[object, ...], int] = {}
    for entry in entries:
        where = f"{path}:{entry.line}"
        if entry.category not in categories:
            raise LexiconError(f"{where}: category {entry.category!r} is not declared; declared: {sorted(categories)}")
        check_entry(entry, where)
        if entry.match == "regex" and is_widthless(entry.term):
            raise LexiconError(f"{where}: regex {entry.term!r} finds places only, no word")
        key = (entry.term, entry.category, entry.match, entry.case, entry.pos)
        if key in seen:
            raise LexiconError(f"{where}: {entry.term!r} stands in {entry.category!r} already, at line {seen[key]}")
        seen[key] = entry.line


def check_entry(entry: Entry, where: str) -> None:
    """Make sure that an entry can be looked for.

    Raises:
        LexiconError: If it holds no word, or its match, weight or regular expression makes no sense.
    """
    if entry.match not in _MATCHES:
        raise LexiconError(f"{where}: match {entry.match!r} is not one of {', '.join(_MATCHES)}")
    if not entry.term.isalpha() and not any(sign.isprintable() and sign not in " *?" for sign in entry.term):
        raise LexiconError(f"{where}: term {entry.term!r} holds no word")
    if entry.weight is not None and not math.isfinite(entry.weight):
        raise LexiconError(f"{where}: weight {entry.weight} is not a number")
    if entry.match == "regex":
        try:
            check_pattern(entry.term)
        except ValueError as error:
            raise LexiconError(f"{where}: regex {entry.term[:60]!r} {error}") from error


def _build(kind: Any, path: Path, text: str, what: str, data: Any) -> Any:
    needed = {"creators", "year", "licence", "changes"} if kind is Provenance else {"definition", "reference"}
    line = _line(text, f"[{what}]")
    keys = _PARTS["provenance" if kind is Provenance else "category"]
    check_table(f"{path}:{line}", what, data, keys, frozenset(needed))
    if any(not isinstance(creator, str) for creator in data.get("creators", [])):
        raise LexiconError(f"{path}:{line}: {what}: creators must be an array of texts")
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in data.items()})


def _line(text: str, needle: str, after: int = 0, opening: bool = False) -> int:
    """Number of the first line below line ``after`` that holds ``needle``: quoted, bare where ``after`` is 0, or as
    the ``opening`` of an array. The line after ``after``, if there is none."""
    lines = _lines(text)
    if 0 < after < len(lines) and not opening and f'"{needle}"' in lines[after]:  # as mostly
        return after + 1
    escaped = needle.replace("\\", "\\\\").replace('"', '\\"')
    wanted = [f'"{escaped}"', f"'{needle}'"] if after else [needle]
    array = re.compile(rf"\s*[\"']?{re.escape(needle)}[\"']?\s*=\s*\[") if opening else None
    for number in range(after, min(len(lines), after + _WITHIN) if after else len(lines)):
        line = lines[number]
        if array.match(line) if array else any(piece in line for piece in wanted):
            return number + 1
    return after + 1


@lru_cache(maxsize=1)
def _lines(text: str) -> list[str]:
    return text.splitlines()
