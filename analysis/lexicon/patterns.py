"""Which regular expressions of a user's dictionary are taken: those that compile, and are small once written out."""

from __future__ import annotations

import re
import warnings

import regex

_MAX_PATTERN = 500  # characters
_MAX_ATOMS = 1_000  # once every repeat is written out, as the compiler does
_RECURSION = re.compile(r"\((?:\?(?:R|[+-]?\d+|&|P>))")  # a pattern inside itself: no bound on what it takes
_WIDTHLESS = re.compile(r"\\[bBAZmMG]|[\^$|]|\(\?<?[=!][^()]*\)|\((?:\?:)?\)[*+?]*|.\{0\}")
_ATOM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<many>\{\s*\d*\s*,?\s*\d*\s*\})|.", re.DOTALL)


def check_pattern(pattern: str) -> None:
    """Make sure that a pattern can be compiled in little time and memory; how long it may search is the matcher's rule.

    ``(?:(?:a{999}){999}){999}`` has thirty characters and takes the compiler minutes, so a pattern of more than
    ``_MAX_PATTERN`` characters, or ``_MAX_ATOMS`` single signs once its repeats are written out, is refused.

    Raises:
        ValueError: If it is too large, does not compile, or is read differently by different versions.

    >>> check_pattern(r"drone\\w*( strikes?)?")
    >>> check_pattern("(?:a{99}){99}")
    Traceback (most recent call last):
    ...
    ValueError: is too large (9999 signs, at most 1000)
    """
    if _RECURSION.search(pattern):
        raise ValueError("calls itself or a group of its own, which is not read")
    size = max(len(pattern) * _MAX_ATOMS // _MAX_PATTERN, _written_out(pattern))
    if size > _MAX_ATOMS:
        raise ValueError(f"is too large ({size} signs, at most {_MAX_ATOMS})")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            regex.compile(pattern)
    except (regex.error, Warning, ValueError, OverflowError, RecursionError) as error:
        raise ValueError(f"does not compile: {error}") from error


def is_widthless(pattern: str) -> bool:
    """Whether a pattern is made of places alone (a boundary, an end, a look ahead), so that it finds no word.

    >>> [is_widthless(pattern) for pattern in (r"\\b", "^(?=war)", "(?:)", r"\\bwar", "a*")]
    [True, True, True, False, False]
    """
    while (left := _WIDTHLESS.sub("", pattern)) != pattern:
        pattern = left
    return not pattern


def _written_out(pattern: str) -> int:
    """How many single signs a pattern has once its repeats are written out: ``{2,5}`` counts five times, ``+`` twice.

    >>> _written_out("a+(bc){3}")
    11
    """
    sums, last = [0], 0
    for found in _ATOM.finditer(pattern):
        sign = found[0]
        if sign == "(":
            sums.append(0)
        elif sign == ")" and len(sums) > 1:
            last = sums.pop() + 1
            sums[-1] += last
        elif sign in ("+", "*", "?") or found["many"]:
            times = 2 if sign == "+" else max(map(int, re.findall(r"\d+", sign)), default=1)
            sums[-1] += last * max(times - 1, 0)
            last *= max(times, 1)
        else:
            last = 1
            sums[-1] += 1
    return sum(sums)
