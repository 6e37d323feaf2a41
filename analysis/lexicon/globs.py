"""Many globs against one word, without trying each of them."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

_T = TypeVar("_T")

_WILD = re.compile(r"[*?]+")


class Globs(Generic[_T]):
    """Values under globs, in which ``*`` stands for any letters or none, ``?`` for one; all other signs for themselves.

    A glob is kept under the longest letters it begins or ends with, or, if it begins and ends with a star, under the
    longest it holds. A word is then held against those globs only whose letters it has there, so the time does not
    depend on how many others there are.

    >>> globs = Globs(str)
    >>> for glob in ("terror*", "*ism", "*rr*", "war"):
    ...     _ = globs.at(glob)
    >>> list(globs.fitting("terrorism"))
    ['terror*', '*ism', '*rr*']
    """

    def __init__(self, make: Callable[[str], _T]) -> None:
        self.make = make
        self.values: dict[str, _T] = {}
        # for a place in the word and a number of letters: by these letters, the globs that need them there
        self.parts: dict[tuple[str, int], dict[str, list[tuple[re.Pattern[str] | None, _T]]]] = {}

    def at(self, glob: str) -> _T:
        """The value under a glob, made of it where there is none."""
        if glob not in self.values:
            self.values[glob] = value = self.make(glob)
            first, *inner = _WILD.split(glob)
            last = inner.pop() if inner else first
            where, part = ("begin", first) if len(first) >= len(last) else ("end", last)
            if not part:
                where, part = "inside", max(inner, key=len, default="")
            whole = part and glob in (f"{first}*", f"*{last}")  # the letters at one end say it all
            pattern = None if whole else re.compile(fnmatch.translate(glob.replace("[", "[[]")))
            self.parts.setdefault((where, len(part)), {}).setdefault(part, []).append((pattern, value))
        return self.values[glob]

    def fitting(self, word: str) -> Iterator[_T]:
        """The values under all globs that fit a word."""
        for (where, length), held in self.parts.items():
            for part in _pieces(word, where, length):
                for pattern, value in held.get(part, ()):
                    if pattern is None or pattern.match(word):
                        yield value


def _pieces(word: str, where: str, length: int) -> set[str]:
    """The letters of a word at its beginning or end, or all runs of so many inside it."""
    if length > len(word):
        return set()
    if where == "begin":
        return {word[:length]}
    if where == "end":
        return {word[len(word) - length :]}
    return {word[at : at + length] for at in range(len(word) - length + 1)}
