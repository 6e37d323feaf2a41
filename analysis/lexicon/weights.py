"""Regressions whose weights are data: how likely something is, by its marks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from analysis.lexicon.lexicon import load_lexicon

_CONSTANT = "constant"  # the mark that everything has


@lru_cache(maxsize=8)
def load_weights(lexicon: str, category: str) -> Mapping[str, float]:
    """The weight of each mark in a category of a lexicon of weights.

    >>> _CONSTANT in load_weights("rankers", "target")
    True
    """
    return {entry.term: entry.weight or 0.0 for entry in load_lexicon(lexicon).entries if entry.category == category}


def probability(marks: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The logistic function of the weighted sum of some marks and the constant; a mark without a weight counts nothing.

    >>> probability({"tied": 1.0}, {"constant": -1.0, "tied": 1.0})
    0.5
    """
    total = weights.get(_CONSTANT, 0.0) + sum(value * weights.get(mark, 0.0) for mark, value in marks.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
