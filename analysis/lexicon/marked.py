"""Dictionaries in YAML and XML, read event by event: no tree, no reference, no object is built of what a file holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from analysis.lexicon.dictionaries import (
    DEPTH,
    NEST,
    PATTERNS,
    STARS,
    DictionaryItem,
    Found,
    Heading,
    Skipped,
    weight_of,
)
from analysis.lexicon.lexicon import LexiconError

_OWN = ("", "__")  # keys under which quanteda keeps the words of the category itself
_TEXT = (None, "!", "tag:yaml.org,2002:str")
_BREAKS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")  # they end a line in YAML 1.1, and in no editor
_ENGINES = ("substring", "regexp")
_ELEMENTS = ("dictionary", "cnode", "pnode")


@dataclass
class _Level:
    """A mapping or list that is open: the category it belongs to, the keys it had, and the key that waits."""

    path: tuple[str, ...]
    is_map: bool
    keys: dict[str, int] = field(default_factory=dict)
    key: str | None = None


def read_yaml(text: str, where: str) -> Found:
    """quanteda's YAML: keys are categories, one inside the other; under them a word, a list of words, or more keys.

    Every value is taken as text (``no`` is a word, ``1979`` too). Words under the keys ``''`` or ``__`` belong to the
    category around them. ``*`` and ``?`` stand for letters. References (``*anchor``), tags and a second document are
    refused.

    >>> list(read_yaml("harm:\\n  kin:\\n    - kill*", "x.yml"))[2][:3]
    (3, 'kill*', 'harm > kin')
    """
    import yaml  # type: ignore[import-untyped]

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same events, ten times as fast
    try:
        yield from _yaml_items(yaml.parse(text.translate(_BREAKS), Loader=loader), where)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = mark.line + 1 if mark else text.count("\n", 0, getattr(error, "position", 0)) + 1
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or error
        raise LexiconError(f"{where}:{line}: not YAML: {reason}") from error


def read_yaml_table(text: str, where: str) -> dict[str, Any]:
    """The mapping that a YAML text is, with values of plain types.

    Raises:
        LexiconError: If it is none, or has references or tags of a program's own.

    >>> read_yaml_table("title: Harbour", "x.md")
    {'title': 'Harbour'}
    """
    import yaml

    line = 1
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            line = event.start_mark.line + 1
            if type(event).__name__ == "AliasEvent":
                raise LexiconError(f"{where}:{line}: a reference (*), which is not read")
        table = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError, AttributeError) as error:
        if isinstance(error, LexiconError):
            raise
        reason = getattr(error, "problem", None) or "a value that cannot be read"
        raise LexiconError(f"{where}:{line}: not YAML: {reason}") from error
    if not isinstance(table, dict):
        raise LexiconError(f"{where}:1: not a table in YAML")
    return table


def _yaml_items(events: Iterator[Any], where: str) -> Found:
    levels: list[_Level] = []
    documents = 0
    for event in events:
        kind, line = type(event).__name__, event.start_mark.line + 1
        documents += kind == "DocumentStartEvent"
        if documents > 1:
            raise LexiconError(f"{where}:{line}: a second document")
        _refuse(event, kind, where, line, len(levels))
        if kind in ("MappingStartEvent", "SequenceStartEvent"):
            levels.append(_Level(_path(levels, where, line), kind == "MappingStartEvent"))
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            levels.pop()
            _close(levels)
        elif kind == "ScalarEvent" and levels and levels[-1].is_map and levels[-1].key is None:
            yield from _key(levels[-1], event.value.strip(), where, line)
        elif kind == "ScalarEvent":
            category = NEST.join(_path(levels, where, line))
            if not category:
                raise LexiconError(f"{where}:{line}: {event.value[:60]!r} stands in no category")
            if event.value.strip() not in ("", "~") or not event.implicit[0]:
                yield DictionaryItem(line, event.value, category)
            elif not levels[-1].is_map:
                yield Skipped(line, category, "no term")
            _close(levels)


def _refuse(event: Any, kind: str, where: str, line: int, depth: int) -> None:
    reasons = {
        "a reference (*), which is not read": kind == "AliasEvent",
        "a tag (!), which is not read": getattr(event, "tag", None) not in _TEXT,
        f"more than {DEPTH} categories inside one another": depth > DEPTH,
    }
    for reason, holds in reasons.items():
        if holds:
            raise LexiconError(f"{where}:{line}: {reason}")


def _path(levels: list[_Level], where: str, line: int) -> tuple[str, ...]:
    """The category to which the value that comes next belongs."""
    if not levels:
        return ()
    level = levels[-1]
    if level.is_map and level.key is None:
        raise LexiconError(f"{where}:{line}: the name of a category must be text")
    return level.path if level.key is None or level.key in _OWN else (*level.path, level.key)


def _key(level: _Level, key: str, where: str, line: int) -> Found:
    if key in level.keys:
        raise LexiconError(f"{where}:{line}: category {key!r} stands at line {level.keys[key]} already")
    level.keys[key], level.key = line, key
    if key not in _OWN:
        yield Heading(line, NEST.join((*level.path, key)))


def _close(levels: list[_Level]) -> None:
    if levels and levels[-1].is_map:
        levels[-1].key = None


def read_ykd(text: str, where: str) -> Found:
    """Yoshikoder's ``.ykd``: XML of ``cnode`` (a category, with ``desc``) and ``pnode`` (an entry, with ``score``).

    The outermost ``cnode`` is the dictionary itself; its name is no category, unless it holds entries of its own. A
    star stands for letters; with ``patternengine="regexp"`` the entries are regular expressions.

    >>> text = '<dictionary><cnode name="All"><cnode name="harm"><pnode name="kill*"/></cnode></cnode></dictionary>'
    >>> list(read_ykd(text, "x.ykd"))[1][:3]
    (1, 'kill*', 'harm')
    """
    return _Nodes(where, rooted=True).read(text)


def read_lexicoder(text: str, where: str) -> Found:
    """Lexicoder's XML (``.lcd``, and ``.lc3`` where it is XML): as Yoshikoder's, without a root category.

    >>> text = '<dictionary style="Lexicoder"><cnode name="harm"><pnode name=" kill* "/></cnode></dictionary>'
    >>> list(read_lexicoder(text, "x.lcd"))[1][:3]
    (1, ' kill* ', 'harm')
    """
    return _Nodes(where, rooted=False).read(text)


class _Nodes:
    """Reads ``cnode`` and ``pnode`` as expat meets them; entities are refused, and no other file is asked for."""

    def __init__(self, where: str, rooted: bool) -> None:
        self.where, self.rooted = where, rooted
        self.found: list[DictionaryItem | Heading | Skipped] = []
        self.open: list[str] = []  # elements
        self.path: list[str] = []  # names of categories
        self.wild = STARS
        self.parser = expat.ParserCreate("utf-8")  # the text is decoded already, whatever its first line declares
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.words
        self.parser.EntityDeclHandler = lambda *declared: self.fail(f"declares an entity ({declared[0]!r})")
        self.parser.StartDoctypeDeclHandler = self.doctype

    def read(self, text: str) -> Found:
        try:
            self.parser.Parse(text.encode(), True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise LexiconError(f"{self.where}:{error.lineno}: not XML: {reason}") from error
        yield from self.found

    @property
    def line(self) -> int:
        return self.parser.CurrentLineNumber

    def fail(self, reason: str) -> None:
        raise LexiconError(f"{self.where}:{self.line}: {reason}")

    def doctype(self, name: str, system: str | None, *_: object) -> None:
        if system:
            self.fail(f"asks for another file ({system!r})")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.open.append(name)
        if (name == "dictionary") != (len(self.open) == 1):
            self.fail(f"<{name}> cannot stand here: a dictionary is <dictionary> with <cnode> and <pnode> inside")
        if len(self.open) > DEPTH:
            self.fail(f"more than {DEPTH} elements inside one another")
        if name not in _ELEMENTS:
            self.found.append(Skipped(self.line, f"<{name}>", "an element that is not read"))
        elif name == "dictionary":
            self.engine(attributes.get("patternengine", "substring"))
        elif "pnode" in self.open[:-1] or not attributes.get("name", "").strip():
            self.fail(f"<{name}> needs a name, and stands in no <pnode>")
        elif name == "cnode":
            self.category(attributes)
        else:
            self.entry(attributes)

    def engine(self, engine: str) -> None:
        if engine not in _ENGINES:
            self.fail(f"patternengine must be one of {', '.join(_ENGINES)}, got {engine!r}")
        self.wild = PATTERNS if engine == "regexp" else STARS

    def category(self, attributes: dict[str, str]) -> None:
        self.path.append(attributes["name"].strip())
        if not self.rooted or len(self.path) > 1:
            name = NEST.join(self.path[self.rooted :])
            self.found.append(Heading(self.line, name, attributes.get("desc", "").strip()))

    def entry(self, attributes: dict[str, str]) -> None:
        if not self.path:
            self.fail(f"{attributes['name']!r} stands in no category")
        category = NEST.join(self.path[self.rooted :]) or self.path[0]
        weight = weight_of(attributes.get("score", ""), self.where, self.line)
        self.found.append(DictionaryItem(self.line, attributes["name"], category, weight, self.wild))

    def end(self, name: str) -> None:
        self.open.pop()
        if name == "cnode":
            self.path.pop()

    def words(self, text: str) -> None:
        if text.strip():
            self.found.append(Skipped(self.line, text.strip()[:60], "text between the elements"))
