"""Known actors are data: who is named how, of what kind, and to which group the analyst counts them.

A TOML file with one ``[[actor]]`` each: ``name``, and where wanted ``aliases``, ``kind`` and ``group``; above them
``name``, ``version`` and ``[provenance]`` where wanted. A group is the analyst's declaration, not a finding.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from analysis.lexicon.toml_files import Keys, LexiconError, as_path, check_table, read_toml_file

_ACTOR_KINDS = ("person", "group", "organisation", "state", "place", "other")
_KEYS: Keys = {"name": str, "aliases": list, "kind": str, "group": str}
_TOP: Keys = {"name": str, "version": str, "description": str, "provenance": dict, "actor": list}


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor: canonical name, other names, kind (one of ``_ACTOR_KINDS``), and group (``us``, ``them``, any word)."""

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
        LexiconError: If the file cannot be read or breaks the format, or a name or alias occurs twice or belongs to
            two actors; the message is ``file:line: reason``.

    >>> load_actors("nobody.toml")
    Traceback (most recent call last):
    analysis.lexicon.toml_files.LexiconError: nobody.toml: no such file of actors
    """
    path = as_path(path, "actors")
    if not path.exists():
        raise LexiconError(f"{path}: no such file of actors")
    text, data = read_toml_file(path)
    lines = _actor_lines(text)
    check_table(f"{path}:1", "actors", data, _TOP)
    listed = zip_longest(data.get("actor", []), lines[: len(data.get("actor", []))], fillvalue=1)
    actors = tuple(_actor(f"{path}:{line}", item, line) for item, line in listed)
    _distinct(path, actors)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    name, version = data.get("name", path.stem), data.get("version", "")
    return Actors(actors, name, version, str(path), digest, data.get("provenance", {}))


def _actor_lines(text: str) -> list[int]:
    """The lines on which an actor opens; none where they stand in an inline array."""
    return [number for number, line in enumerate(text.splitlines(), 1) if line.replace(" ", "").startswith("[[actor]]")]


def _actor(where: str, item: object, line: int) -> Actor:
    check_table(where, "actor", item, _KEYS)
    fields: dict[str, Any] = dict(item)  # type: ignore[call-overload]
    if not any(char.isalnum() for char in fields.get("name", "")):
        raise LexiconError(f"{where}: actor: missing name" if "name" not in fields else f"{where}: actor: empty name")
    for alias in fields.get("aliases", []):
        if not isinstance(alias, str):
            raise LexiconError(f"{where}: actor {fields['name']!r}: an alias must be text, got {alias!r}")
        if not any(char.isalnum() for char in alias):
            raise LexiconError(f"{where}: actor {fields['name']!r}: empty alias {alias!r}")
    if (kind := fields.get("kind", "other")) not in _ACTOR_KINDS:
        raise LexiconError(f"{where}: kind {kind!r} is not one of {', '.join(_ACTOR_KINDS)}")
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
