"""The side a text takes toward a target, by grammar and lexicons: a regression on the evaluations by path.

Sums of the evaluations by path (``analysis.stance.features``) are the features of a multinomial logistic regression
whose weights are data (lexicon ``stance_weights``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.reader.encoder import softmax
from analysis.stance.connotation import load_weights
from analysis.stance.features import FEATURES, Reading, feature_row
from analysis.text.document import Document, Span
from analysis.text.parse import parse
from analysis.text.segment import segment

_Item: TypeAlias = tuple[str, int, int]


def lean(items: Sequence[_Item]) -> NDArray[np.float64]:
    """Probabilities n x 3 (against, none, favor) of the writer's side toward a target, ``(text, start, end)``.

    >>> sides = lean([("The brutal regime fell.", 4, 17), ("The minister was hailed as a hero.", 4, 12)])
    >>> sides.argmax(axis=1).tolist()
    [0, 2]
    """
    places: dict[str, list[int]] = defaultdict(list)
    for number, (text, _, _) in enumerate(items):
        places[text].append(number)
    rows: list[list[float]] = [[]] * len(items)
    for text, numbers in places.items():  # each by itself: spaCy looks beyond a sentence, and no item may sway another
        reading = Reading(parse(segment(Document("stance", text))))
        for number in numbers:
            inside = reading.tokens_of(Span(*items[number][1:]))
            rows[number] = feature_row(reading.describe(inside)[0])
    return probabilities(rows)


def probabilities(rows: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    """The probabilities n x 3 that the regression gives rows of features."""
    return softmax(np.array(rows, dtype=float).reshape(len(rows), len(FEATURES)) @ load_weights(FEATURES))


@lru_cache(maxsize=1)
def leanings() -> dict[str, float]:
    """What each feature says for the target: its weight for favor, less that for against."""
    weights = load_weights(FEATURES)
    return dict(zip(FEATURES, (weights[:, 2] - weights[:, 0]).tolist(), strict=True))
