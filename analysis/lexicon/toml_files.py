"""A user's TOML: read within bounds, its keys and types checked; what is wrong is told with file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

_MAX_BYTES = 32_000_000  # a million entries
_LONGEST = 1_500  # characters of a message
_DIGITS = re.compile(r"\d[\d_]{4000,}")  # Python reads no longer numbers
_NAMES = {
    str: "text",
    list: "an array",
    dict: "a table",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
}

Keys: TypeAlias = "Mapping[str, type | tuple[type, ...]]"


class LexiconError(ValueError):
    """A lexicon that cannot be read; the message names the file, the line where there is one, and the reason."""

    def __init__(self, message: str) -> None:
        super().__init__(brief(message))


def as_path(path: str | Path, name: str = "path") -> Path:
    """The path that an argument gives.

    Raises:
        ValueError: If it gives none.

    >>> as_path(None, "actors")
    Traceback (most recent call last):
    ValueError: actors must be a path, got None
    """
    if not isinstance(path, str | Path):
        raise ValueError(f"{name} must be a path, got {path!r:.100}")
    return Path(path)


def brief(message: str) -> str:
    """A message of bounded length, whatever a file puts into it.

    >>> len(brief("x" * 5_000))
    1516
    """
    return message if len(message) <= _LONGEST else f"{message[:_LONGEST]} … ({len(message):,} signs)"


def read_bytes(path: Path) -> bytes:
    """The bytes of a regular file of at most ``_MAX_BYTES``.

    Raises:
        LexiconError: If there is none, it is a folder, a pipe or a device, cannot be read, or is longer.

    >>> read_bytes(Path("/dev/zero"))
    Traceback (most recent call last):
    analysis.lexicon.toml_files.LexiconError: /dev/zero: not a regular file
    """
    try:
        if path.exists() and not path.is_file():
            raise LexiconError(f"{path}: {'is a folder' if path.is_dir() else 'not a regular file'}")
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise error if isinstance(error, LexiconError) else LexiconError(f"{str(path)!r}: no name of a file") from error
    if len(data) > _MAX_BYTES:
        raise LexiconError(f"{path}: more than {_MAX_BYTES:,} bytes")
    return data


def read_toml_file(path: Path) -> tuple[str, dict[str, Any]]:
    """The text of a TOML file in UTF-8, and its tables.

    Raises:
        LexiconError: As ``read_bytes`` and ``parse_toml``, and if it is not UTF-8.
    """
    raw = read_bytes(path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise LexiconError(f"{path}:{line}: not UTF-8, as a TOML file is: {error.reason}") from error
    return text, parse_toml(text, str(path))


def parse_toml(text: str, where: str, what: str = "") -> dict[str, Any]:
    """The tables of a TOML text; ``what`` is what it should be.

    Raises:
        LexiconError: If it is not TOML, or holds what no reader should be given: a number of thousands of digits,
            thousands of arrays inside one another.

    >>> parse_toml("year = 2020", "x.toml")
    {'year': 2020}
    >>> parse_toml("a = 1\\nyear = ", "x.toml")
    Traceback (most recent call last):
    analysis.lexicon.toml_files.LexiconError: x.toml:2: not TOML: Invalid value (at end of document)
    """
    named = f"{what} is not TOML" if what else "not TOML"
    if long := _DIGITS.search(text):
        line = text.count("\n", 0, long.start()) + 1
        raise LexiconError(f"{where}:{line}: {named}: a number of {len(long[0]):,} digits")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else len(text.splitlines()) or 1
        raise LexiconError(f"{where}:{line}: {named}: {error}") from error
    except (RecursionError, ValueError, OverflowError) as error:
        reason = "too many tables or arrays inside one another" if isinstance(error, RecursionError) else error
        raise LexiconError(f"{where}:1: {named}: {reason}") from error


def check_table(where: str, what: str, data: object, keys: Keys, needed: frozenset[str] = frozenset()) -> None:
    """Make sure that ``data`` is a table with these keys alone, each of its type, and all that are needed.

    Raises:
        LexiconError: Otherwise; ``where`` is file and line.

    >>> check_table("x.toml:1", "actor", {"name": 5}, {"name": str})
    Traceback (most recent call last):
    analysis.lexicon.toml_files.LexiconError: x.toml:1: actor: name must be text, got 5
    """
    if not isinstance(data, dict):
        raise LexiconError(f"{where}: {what} must be a table, got {data!r:.60}")
    for key, value in data.items():
        if key not in keys:
            raise LexiconError(f"{where}: {what}: unknown key {key[:60]!r}; known: {', '.join(sorted(keys))}")
        kind = keys[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            kinds = kind if isinstance(kind, tuple) else (kind,)
            names = " or ".join(_NAMES[one] for one in kinds if one is not int or float not in kinds)
            raise LexiconError(f"{where}: {what}: {key} must be {names}, got {value!r:.60}")
    if missing := sorted(needed - set(data)):
        raise LexiconError(f"{where}: {what}: missing key {missing[0]!r}")
