"""Known actors are data: who is named how, of what kind, and to which group the analyst counts them.

A TOML file with one ``[[actor]]`` each: ``name``, and where wanted ``aliases``, ``kind`` and ``group``; above them
``name``, ``version`` and ``[provenance]`` where wanted. A group is the analyst's declaration, not a finding.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.lexicon.lexicon import LexiconError

ACTOR_KINDS = ("person", "group", "organisation", "state", "place", "other")
_KEYS = {"name": str, "aliases": list, "kind": str, "group": str}
_TOP = {"name": str, "version": str, "description": str, "provenance": dict, "actor": list}


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor: canonical name, other names, kind (one of ``ACTOR_KINDS``), and group (``us``, ``them``, any word)."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str = "other"
    group: str = ""
    line: int = 0


@dataclass(frozen=True)
class Actors:
    """Known actors, in the order of their file. ``Actors()`` knows nobody; ``sha256`` is that of the file's bytes."""

    actors: tuple[Actor, ...] = ()
    name: str = "actors"
    version: str = ""
    path: str = ""
    sha256: str = ""
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def named(self, name: str) -> Actor | None:
        """The actor of that name or alias, compared as written; none if nobody is called so.

        >>> Actors((Actor("Iran", ("the Islamic Republic",)),)).named("the Islamic Republic").name
        'Iran'
        """
        return next((actor for actor in self.actors if name == actor.name or name in actor.aliases), None)


def load_actors(path: str | Path) -> Actors:
    """Read the known actors from a TOML file.

    Raises:
        LexiconError: If the file cannot be read or does not keep to the format, if a name or alias stands twice or
            names two actors; the message is ``file:line: reason``.

    >>> load_actors("nobody.toml")
    Traceback (most recent call last):
    analysis.lexicon.lexicon.LexiconError: nobody.toml: no such file of actors
    """
    path = Path(path)
    if not path.is_file():
        raise LexiconError(f"{path}: no such file of actors")
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise LexiconError(f"{path}:{line}: not UTF-8: {error.reason}") from error
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{path}:{_toml_line(error, text)}: not TOML: {error}") from error
    lines = _actor_lines(text)
    _typed(f"{path}:1", "actors", data, _TOP)
    actors = tuple(
        _actor(f"{path}:{line}", item, line) for item, line in zip(data.get("actor", []), lines, strict=False)
    )
    _distinct(path, actors)
    digest = hashlib.sha256(raw).hexdigest()
    name, version = data.get("name", path.stem), data.get("version", "")
    return Actors(actors, name, version, str(path), digest, data.get("provenance", {}))


def _toml_line(error: tomllib.TOMLDecodeError, text: str) -> int:
    """The line that a TOML error names; the last one where the file ends too early."""
    words = str(error).replace(",", " ").split()
    number = words[words.index("line") + 1] if "line" in words else ""
    return int(number) if number.isdigit() else text.count("\n") + 1


def _actor_lines(text: str) -> list[int]:
    """The lines on which an actor opens; one for each, since TOML allows no other way but an inline array."""
    lines = [
        number for number, line in enumerate(text.splitlines(), 1) if line.replace(" ", "").startswith("[[actor]]")
    ]
    return [*lines, *([1] * text.count("{"))]


def _typed(where: str, what: str, data: object, keys: Mapping[str, type[Any]]) -> None:
    """Refuse what is not a table, an unknown key, or a value of the wrong type."""
    if not isinstance(data, dict):
        raise LexiconError(f"{where}: {what} must be a table, got {data!r}")
    for key, value in data.items():
        if key not in keys:
            raise LexiconError(f"{where}: {what}: unknown key {key!r}; known: {', '.join(sorted(keys))}")
        if not isinstance(value, keys[key]):
            kind = {"str": "text", "list": "an array", "dict": "a table"}[keys[key].__name__]
            raise LexiconError(f"{where}: {what}: {key} must be {kind}, got {value!r}")


def _actor(where: str, item: object, line: int) -> Actor:
    _typed(where, "actor", item, _KEYS)
    fields: dict[str, Any] = dict(item)  # type: ignore[call-overload]
    if not fields.get("name", "").strip():
        raise LexiconError(f"{where}: actor: missing name" if "name" not in fields else f"{where}: actor: empty name")
    for alias in fields.get("aliases", []):
        if not isinstance(alias, str):
            raise LexiconError(f"{where}: actor {fields['name']!r}: an alias must be text, got {alias!r}")
        if not any(char.isalnum() for char in alias):
            raise LexiconError(f"{where}: actor {fields['name']!r}: empty alias {alias!r}")
    if (kind := fields.get("kind", "other")) not in ACTOR_KINDS:
        raise LexiconError(f"{where}: kind {kind!r} is not one of {', '.join(ACTOR_KINDS)}")
    return Actor(fields["name"], tuple(fields.get("aliases", [])), kind, fields.get("group", ""), line)


def _distinct(path: Path, actors: tuple[Actor, ...]) -> None:
    """Refuse a name or alias that stands twice, and an alias that is the name of another actor (so no cycle can be)."""
    names: dict[str, Actor] = {}
    for actor in actors:
        if actor.name in names:
            where = f"{path}:{actor.line}"
            raise LexiconError(f"{where}: name {actor.name!r} stands already at line {names[actor.name].line}")
        names[actor.name] = actor
    seen: dict[str, Actor] = {}
    for actor in actors:
        for alias in actor.aliases:
            where = f"{path}:{actor.line}: alias {alias!r} of {actor.name!r}"
            other = names.get(alias)
            if other is not None and actor.name in other.aliases:
                raise LexiconError(f"{where}: a cycle: {alias!r} at line {other.line} lists {actor.name!r} as alias")
            if other is not None:
                raise LexiconError(f"{where} is the name of the actor at line {other.line}")
            if alias in seen:
                raise LexiconError(f"{where} stands already at line {seen[alias].line}, for {seen[alias].name!r}")
            seen[alias] = actor
