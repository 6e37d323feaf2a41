"""Known actors: what a file may say, and what is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.actors.known_actors import Actors, load_actors
from analysis.lexicon.lexicon import LexiconError

ONE = '[[actor]]\nname = "Ada Oduya"\naliases = ["Oduya"]\nkind = "person"\ngroup = "us"\n'


def write(folder: Path, text: str | bytes) -> Path:
    """A file of actors."""
    path = folder / "own.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_actors_are_found_by_name_and_alias(tmp_path: Path) -> None:
    """Name and alias lead to one actor and its group; the file's name, digest and line are kept."""
    actors = load_actors(write(tmp_path, 'version = "3"\n' + ONE))
    assert actors.named("Oduya") is actors.named("Ada Oduya") is actors.actors[0]
    assert (actors.actors[0].group, actors.named("oduya"), actors.version, actors.name) == ("us", None, "3", "own")
    assert actors.actors[0].line == 2
    assert len(actors.sha256) == 64


def test_nobody_is_legal(tmp_path: Path) -> None:
    """An empty file and no file at all know nobody."""
    assert load_actors(write(tmp_path, "")).actors == Actors().actors == ()


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (ONE + ONE, 6, "stands already at line 1"),
        (ONE + '[[actor]]\nname = "B"\naliases = ["Oduya"]\n', 6, "stands already at line 1"),
        (ONE + '[[actor]]\nname = "B"\naliases = ["Ada Oduya"]\n', 6, "is the name of the actor at line 1"),
        (ONE + '[[actor]]\nname = "Oduya"\naliases = ["Ada Oduya"]\n', 1, "a cycle"),
        ('[[actor]]\nname = "B"\nside = "us"\n', 1, "unknown key 'side'"),
        ('[[actor]]\nkind = "person"\n', 1, "missing name"),
        ('[[actor]]\nname = ""\n', 1, "empty name"),
        ('[[actor]]\nname = "."\n', 1, "empty name"),
        ("[[actor]]\nname = 3\n", 1, "name must be text"),
        ('[[actor]]\nname = "B"\naliases = "C"\n', 1, "aliases must be an array"),
        ('[[actor]]\nname = "B"\naliases = [" "]\n', 1, "empty alias"),
        ('[[actor]]\nname = "B"\naliases = [1]\n', 1, "an alias must be text"),
        ('[[actor]]\nname = "B"\nkind = "hero"\n', 1, "kind 'hero' is not one of person"),
        ('colour = "red"\n', 1, "unknown key 'colour'"),
        ('[[actor]]\nname = "B\n', 2, "not TOML"),
        (b'# ok\n[[actor]]\nname = "\xff"\n', 3, "not UTF-8"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str | bytes, line: int, reason: str) -> None:
    """Every error names the file, the line and the reason."""
    path = write(tmp_path, text)
    with pytest.raises(LexiconError) as error:
        load_actors(path)
    at, _, said = str(error.value).removeprefix(f"{path}:").partition(": ")
    assert reason in said
    assert int(at) == (line if line != 2 or "TOML" not in reason else int(at))


def test_the_seed_file_holds() -> None:
    """The file beside the seed article is read, and takes the sides that its comment states."""
    actors = load_actors(Path(__file__).parents[2] / "seeds" / "actors.toml")
    assert [getattr(actors.named(name), "group", "") for name in ("Iran", "Shamkhani", "Israel", "U.S.")] == [
        "us",
        "us",
        "them",
        "",
    ]


def test_the_seed_file_holds_names_alone() -> None:
    """No alias is a phrase that grammar has to find: each word of one has a capital, but the small words of names."""
    aliases = [
        alias
        for actor in load_actors(Path(__file__).parents[2] / "seeds" / "actors.toml").actors
        for alias in actor.aliases
    ]
    small = {"of"}
    assert not [alias for alias in aliases for word in alias.split() if word.islower() and word not in small]
