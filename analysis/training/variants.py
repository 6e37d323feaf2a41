"""More sentences for a teacher to judge: two in one, and words replaced by near ones.

A small network learns a task from a large one far better where there is more to show than was labelled: the data
augmentation of Jiao et al. (2020, EMNLP Findings). A replaced word may turn what is said round ("praised" becomes
"criticised"): the teacher judges the new sentence. Joined sentences teach that what is said of one is not said of the
other.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.reader.views import TargetSpan

JOINTS = ("; ", " ", ", and ", ", but ", ", while ", " – ")
LONGEST_VARIANT = 420  # characters of two sentences in one
_WORD = re.compile(r"[A-Za-z]{3,}")


def join(items: Sequence[TargetSpan], n: int, chance: random.Random) -> list[TargetSpan]:
    """``n`` items drawn by chance, each of two sentences joined in one; the target stands in either.

    Raises:
        ValueError: If no two of the sentences are short enough to join.

    >>> join([("He lied.", 0, 2)], 1, random.Random(1))
    [('He lied; He lied.', 9, 11)]
    """
    short = [item for item in items if len(item[0]) <= LONGEST_VARIANT // 2 - max(map(len, JOINTS))]
    if n and not short:
        raise ValueError("items: no sentence is short enough to join")
    found: list[TargetSpan] = []
    while len(found) < n:
        (text, start, end), (other, other_start, other_end), joint = *chance.choices(short, k=2), chance.choice(JOINTS)
        head = text.rstrip() if joint == " " else text.rstrip(" .")
        if chance.random() < 0.5 or end > len(head):
            start, end = (len(head + joint) + place for place in (other_start, other_end))
        found.append((head + joint + other, start, end))
    return found


def vary(item: TargetSpan, near: Mapping[str, Sequence[str]], chance: random.Random) -> TargetSpan:
    """The item with a tenth to a third of its words replaced by near ones; the target stays as it is.

    >>> vary(("Critics praised her.", 16, 19), {"praised": ["criticised"]}, random.Random(4))
    ('Critics criticised her.', 19, 22)
    """
    text, start, end = item
    share = chance.uniform(0.1, 0.35)

    def replace(word: re.Match[str]) -> str:
        others = near.get(word[0].lower())
        return chance.choice(others) if others and chance.random() < share else word[0]

    before, after = _WORD.sub(replace, text[:start]), _WORD.sub(replace, text[end:])
    return before + text[start:end] + after, len(before), len(before) + end - start


def neighbours(words: Sequence[str], vectors: NDArray[np.float32], n: int = 12) -> dict[str, list[str]]:
    """The ``n`` nearest other words of each, by the cosine of centred vectors (words x width), nearest first.

    Raises:
        ValueError: If there are not so many other words.

    >>> neighbours(["good", "bad", "tree"], np.array([[1, 0], [0.9, 0.1], [0, 1]], np.float32), n=1)["good"]
    ['bad']
    """
    if not 0 < n < len(words):
        raise ValueError(f"n must be from 1 to {len(words) - 1}, got {n}")
    units = _units(_units(vectors) - _units(vectors).mean(axis=0))
    found: dict[str, list[str]] = {}
    for first in range(0, len(words), 2000):
        alike = units[first : first + 2000] @ units.T
        rows = np.arange(len(alike))
        alike[rows, first + rows] = -2
        some = np.argpartition(-alike, n - 1, axis=1)[:, :n]
        order = np.argsort(-np.take_along_axis(alike, some, axis=1), axis=1, kind="stable")
        nearest = np.take_along_axis(some, order, axis=1)
        found |= {words[first + row]: [words[other] for other in near] for row, near in enumerate(nearest.tolist())}
    return found


def _units(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    units: NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return units
