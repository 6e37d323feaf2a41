"""Windows: their cores hold each piece once, end with lines where they can, and never run too long."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from analysis.reader.windows import AFTER, BEFORE, CORE, cut_windows


def pieces(text: str) -> list[tuple[int, int]]:
    """Words and marks, as a tokenizer might cut them."""
    return [found.span() for found in re.finditer(r"\w+|[^\w\s]", text)]


@given(st.lists(st.integers(1, 400), max_size=12))
def test_cores_hold_each_piece_once(lengths: list[int]) -> None:
    """One after the other, none empty, none longer than ``CORE``; a window adds no more than it may on each side."""
    text = "\n".join(" ".join(["word"] * length) for length in lengths)
    offsets = pieces(text)
    windows = list(cut_windows(text, offsets))
    assert [place for window in windows for place in range(window.start, window.end)] == list(range(len(offsets)))
    for window in windows:
        assert 0 <= window.start - window.low <= BEFORE
        assert 0 <= window.high - window.end <= AFTER
        assert 0 < window.end - window.start <= CORE


def test_a_core_ends_with_a_line_where_it_can() -> None:
    """Short lines stay whole; so what stands in later windows does not change how a line is cut."""
    text = "\n".join(["word " * 50] * 12)
    windows = list(cut_windows(text, pieces(text)))
    assert all(window.end % 50 == 0 for window in windows)
    longer = list(cut_windows(text + "\n" + text, pieces(text + "\n" + text)))
    assert [window.start for window in longer][: len(windows)] == [window.start for window in windows]


def test_a_long_line_is_cut_after_a_sentence() -> None:
    """A line that is longer than a core is cut where a sentence ends."""
    text = "It rained all night. " * 200
    offsets = pieces(text)
    for left, right in pairwise(cut_windows(text, offsets)):
        assert text[slice(*offsets[left.end - 1])] == "."
        assert left.end == right.start


def test_nothing_to_read() -> None:
    """A text without pieces has no window."""
    assert list(cut_windows("  \n ", [])) == []
