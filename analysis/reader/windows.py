"""Windows of a text for the speech reader: whole lines where they fit, with a little of what stands around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

CORE = 224  # word pieces of a window that are read for themselves,
BEFORE, AFTER = 64, 32  # and of what stands around them
_LEAST = 20  # pieces of a window that ends with a sentence
_ENDS = frozenset('.!?”"')


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces ``[low, high)`` of a text, of which ``[start, end)`` are read for themselves."""

    low: int
    start: int
    end: int
    high: int


def cut_windows(text: str, offsets: Sequence[tuple[int, int]]) -> Iterator[Window]:
    """The windows of a text whose word pieces stand at ``offsets``; their cores are disjoint and hold every piece.

    A core ends at a line's end, else at a sentence's, else anywhere; so what is read of a line does not depend on the
    lines after the window.

    >>> list(cut_windows("Go. Stop.", [(0, 2), (2, 3), (4, 8), (8, 9)]))
    [Window(low=0, start=0, end=4, high=4)]
    """
    n = len(offsets)
    lines = [i for i, (left, right) in enumerate(pairwise(offsets), 1) if "\n" in text[left[1] : right[0]]] + [n]
    start = line = 0
    while start < n:
        while line < len(lines) and lines[line] <= start:
            line += 1
        end = start
        while line < len(lines) and lines[line] <= start + CORE:
            end, line = lines[line], line + 1
        if end == start:
            end = _sentence_end(text, offsets, start, min(n, start + CORE))
        yield Window(max(0, start - BEFORE), start, end, min(n, end + AFTER))
        start = end


def _sentence_end(text: str, offsets: Sequence[tuple[int, int]], start: int, most: int) -> int:
    """The last place up to ``most`` where a sentence seems to end; ``most`` if there is none."""
    for end in range(most, start + _LEAST, -1):
        if text[offsets[end - 1][0] : offsets[end - 1][1]] in _ENDS:
            return end
    return most
