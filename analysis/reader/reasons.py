"""Why a score: the words whose removal moves it most (occlusion; Zeiler & Fergus 2014, ECCV; Li, Monroe & Jurafsky
2016, "Understanding neural networks through representation erasure").

Where several words say the same, none moves the score alone, and none is named.

A weight is log P(favorable) / P(unfavorable) with all words, less the same without the word, in nats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from analysis.reader.repeated_names import find_again
from analysis.reader.views import TargetSpan, check_items

if TYPE_CHECKING:
    from analysis.reader.encoder import Encoder

Explainer: TypeAlias = Callable[[Sequence[TargetSpan], Sequence[Sequence[tuple[int, int]]]], "list[list[Reason]]"]
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
LEAST_WEIGHT = 0.2  # nats; a smaller change is noise


@dataclass(frozen=True, slots=True)
class Reason:
    """A word of an item's text, by its offsets there, and what it adds to the score, in nats."""

    start: int
    end: int
    weight: float


def explain_portrayal(
    encoder: Encoder,
    items: Sequence[TargetSpan],
    words: Sequence[Sequence[tuple[int, int]]] | None = None,
    most: int = 3,
) -> list[list[Reason]]:
    """For each item the ``most`` words that add most, of at least ``LEAST_WEIGHT``; the target's own words and its
    name, where it stands again, are not tried.

    Args:
        encoder: Gives the scores.
        items: ``(text, start, end)``, as for ``Encoder.portrayal``.
        words: For each item the offsets of the words to try; all words where it is not given.
        most: Words an item.

    Raises:
        ValueError: If a target is not within its text.
    """
    check_items(items)
    tried: list[tuple[int, int, int]] = []
    for number, (text, start, end) in enumerate(items):
        places = words[number] if words else [match.span() for match in _WORD.finditer(text)]
        own = [(start, end), *find_again(text, start, end)]
        tried += [(number, *place) for place in places if all(place[1] <= one[0] or place[0] >= one[1] for one in own)]
    without = [_without(items[number], first, last) for number, first, last in tried]
    scores = encoder.portrayal([*items, *without])
    sides = (np.log(scores[:, 2]) - np.log(scores[:, 0])).tolist()
    found: list[list[Reason]] = [[] for _ in items]
    for (number, first, last), side in zip(tried, sides[len(items) :], strict=True):
        found[number].append(Reason(first, last, sides[number] - side))
    return [_strongest(reasons, most) for reasons in found]


def _strongest(reasons: Sequence[Reason], most: int) -> list[Reason]:
    kept = [reason for reason in reasons if abs(reason.weight) >= LEAST_WEIGHT]
    return sorted(kept, key=lambda reason: (-abs(reason.weight), reason.start))[:most]


def _without(item: TargetSpan, first: int, last: int) -> TargetSpan:
    """The item without the characters from ``first`` to ``last`` and the space before them."""
    text, start, end = item
    if first and text[first - 1] == " ":
        first -= 1
    gone = last - first if last <= start else 0
    return text[:first] + text[last:], start - gone, end - gone
