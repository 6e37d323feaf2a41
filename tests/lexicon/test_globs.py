"""Globs: the index gives what trying each of them gives."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from analysis.lexicon.globs import Globs
from tests.work import lines_run

GLOBS = st.text("ab*?[", min_size=1, max_size=6)
WORDS = st.text("ab[]", max_size=8)


def fits(glob: str, word: str) -> bool:
    """Whether a glob fits a word, told sign by sign."""
    signs = {"*": ".*", "?": "."}
    return re.fullmatch("".join(signs.get(sign, re.escape(sign)) for sign in glob), word) is not None


@given(st.lists(GLOBS, unique=True, max_size=8), WORDS)
def test_the_index_finds_what_each_glob_finds(globs: list[str], word: str) -> None:
    """Every glob that fits is found once, and no other."""
    index = Globs(str)
    for glob in globs:
        assert index.at(glob) == glob
    assert sorted(index.fitting(word)) == sorted(glob for glob in globs if fits(glob, word))


def test_a_glob_has_one_value() -> None:
    """Asked for again, a glob gives the value that was made first."""
    index = Globs(lambda glob: [glob])
    assert index.at("a*") is index.at("a*")


def test_many_stars_do_not_hang() -> None:
    """A glob of forty stars on a word that nearly fits is told at once."""
    index = Globs(str)
    index.at("*a" * 40 + "*b")
    assert list(index.fitting("a" * 5_000)) == []


def test_thousands_of_globs_cost_no_more() -> None:
    """Twenty thousand globs that share no letters with a word are not tried on it."""
    index = Globs(str)
    for number in range(20_000):
        index.at((f"nonword{number}*", f"*nonword{number}", f"*nonword{number}*", f"non*word{number}")[number % 4])
    words = [f"war{number}" for number in range(5_000)]
    assert lines_run(lambda: [*(fit for word in words for fit in index.fitting(word))]) < 100 * len(words)
    assert not any(True for word in words for _ in index.fitting(word))
