"""Sentences made of others: the target stays a target, and nothing else of it changes."""

from __future__ import annotations

import random

import numpy as np
import pytest

from analysis.training import variants

CHANCE = random.Random(0)  # noqa: S311 - a draw, not a secret
ITEMS = [("The minister, it is said, lied.", 4, 12), ("Few mourned him. ", 12, 15), ("A long look at her.", 15, 18)]
NEAR = {"said": ["claimed", "told"], "mourned": ["missed"], "minister": ["official"], "him": ["them"], "look": ["gaze"]}


def covered(item: variants.Item) -> str:
    text, start, end = item
    return text[start:end]


def test_joined_sentences_keep_one_of_their_targets() -> None:
    """Each is a sentence, a joint and another; its target is that of one of the two; both come."""
    made = variants.join(ITEMS, 200, CHANCE)
    assert len(made) == 200
    places = set()
    for text, start, end in made:
        assert covered((text, start, end)) in {covered(item) for item in ITEMS}
        assert any(
            text.endswith(other) and text.startswith(one.strip(" .")) for one, *_ in ITEMS for other, *_ in ITEMS
        )
        places.add(start > 16)
    assert places == {True, False}


def test_a_target_lost_with_the_full_stop_gives_way() -> None:
    """Where the target is the full stop that joining drops, the other sentence's target stands."""
    for item in variants.join([("He left .", 8, 9)], 50, CHANCE):
        assert covered(item) == "."


def test_nothing_to_join() -> None:
    """Sentences that are all too long are refused; none wanted is none."""
    with pytest.raises(ValueError, match="no sentence is short enough"):
        variants.join([("x" * 500, 0, 1)], 1, CHANCE)
    assert variants.join([("x" * 500, 0, 1)], 0, CHANCE) == []


def test_varied_sentences_keep_their_target() -> None:
    """Only words outside the target are replaced, by their neighbours; its place follows them."""
    seen = set()
    for _ in range(200):
        for item in ITEMS:
            made = variants.vary(item, NEAR, CHANCE)
            assert covered(made) == covered(item)
            seen.add(made[0])
    assert {"The minister, it is claimed, lied.", "The minister, it is told, lied.", "Few missed him. "} <= seen
    assert len(seen) == 3 + 2 + 2


def test_neighbours_are_near_and_others() -> None:
    """Never the word itself; the nearest first; whatever the lengths of the vectors."""
    vectors = np.array([[1, 0, 0], [5, 0.5, 0], [0, 1, 0], [0, 2, 0.1], [0, 0, 0]], np.float32)
    near = variants.neighbours(["a", "b", "c", "d", "e"], vectors, n=2)
    assert near["a"][0] == "b"
    assert near["d"][0] == "c"
    assert all(word not in others and len(others) == 2 for word, others in near.items())
    with pytest.raises(ValueError, match="n must be from 1 to 4, got 5"):
        variants.neighbours(["a", "b", "c", "d", "e"], vectors, n=5)
