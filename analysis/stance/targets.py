"""A target in its sentence: where it stands, what evaluates it by which path, and who says so."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.stance.paths import paths_to
from analysis.text.document import Document, Span

Model: TypeAlias = Callable[[Sequence[tuple[str, int, int]]], NDArray[np.float64]]
_TRIED = {"NOUN", "VERB", "ADJ", "ADV", "INTJ"}  # words that can evaluate
_MOST = 12  # of them, those nearest to a target


@dataclass(frozen=True, slots=True)
class Target:
    """A span with its tokens, its sentence (none where it is not parsed), and the paths of words to it."""

    span: Span
    inside: range
    sentence: Span | None
    paths: Mapping[int, str]

    def item(self, document: Document) -> tuple[str, int, int]:
        """The text of the sentence, and the target's place in it.

        Raises:
            ValueError: If it has no sentence.
        """
        sentence = self.sentence
        if sentence is None:
            raise ValueError(f"target: {self.span} is in no parsed sentence")
        start, end = max(self.span.start, sentence.start), min(self.span.end, sentence.end)
        return document.covered(sentence), start - sentence.start, end - sentence.start

    def content_words(self, document: Document) -> list[tuple[int, int]]:
        """The other words of its sentence that can evaluate, the nearest ``_MOST``, by their offsets in it."""
        sentence = self.sentence
        if sentence is None:
            return []
        tokens = (document.tokens[index] for index in document.indices(sentence) if index not in self.inside)
        words = [token for token in tokens if token.is_word and token.pos in _TRIED]
        near = sorted(words, key=lambda token: (abs(token.start - self.span.start), token.start))[:_MOST]
        return sorted((token.start - sentence.start, token.end - sentence.start) for token in near)


def describe_target(document: Document, span: Span) -> Target:
    """The target at a span; with the token it begins in, where it begins inside a word."""
    inside = document.indices(span)
    first = inside.start
    if first and document.tokens[first - 1].end > span.start:
        first -= 1
    if first == inside.stop or document.tokens[first].head < 0:
        return Target(span, range(first, inside.stop), None, {})
    sentence = document.sentences[document.sentence_at(document.tokens[first].start)]
    inside = range(first, min(inside.stop, document.indices(sentence).stop))
    return Target(span, inside, sentence, paths_to(document, inside.start, inside.stop))


def ask(document: Document, targets: Sequence[Target], model: Model) -> list[list[float]]:
    """The probabilities that a model gives the targets, asked once; NaN for those outside the parsed sentences.

    Raises:
        ValueError: If the model does not give three numbers for each item.
    """
    numbers = [number for number, target in enumerate(targets) if target.sentence is not None]
    given = np.asarray(model([targets[number].item(document) for number in numbers]), dtype=float)
    if given.shape != (len(numbers), 3):
        raise ValueError(f"model must give {(len(numbers), 3)} numbers, got {given.shape}")
    found = np.full((len(targets), 3), np.nan)
    found[numbers] = given
    rows: list[list[float]] = found.tolist()
    return rows


class Attributions:
    """Who says what, looked up by place: the source of the innermost content around it, and what it says itself.

    Args:
        places: Those that will be asked about.
        said: Contents, each with the spans of its source.
    """

    def __init__(self, places: Iterable[Span], said: Iterable[tuple[Span, Sequence[Span]]]) -> None:
        ordered = sorted(places)
        starts = [place.start for place in ordered]
        self._around: dict[Span, Span] = {}
        self._said: dict[Span, list[Span]] = defaultdict(list)
        for content, sources in sorted(said, key=lambda pair: pair[0].start - pair[0].end):  # the innermost comes last
            for place in ordered[bisect_left(starts, content.start) : bisect_left(starts, content.end)]:
                self._around[place] = sources[0]
            for source in sources:
                for place in ordered[bisect_left(starts, source.start) : bisect_left(starts, source.end)]:
                    self._said[place].append(content)

    def source(self, place: Span) -> Span | None:
        """The source of the innermost content around a place; none where the narrator speaks."""
        return self._around.get(place)

    def said_by(self, place: Span) -> list[Span]:
        """The contents whose source stands at a place."""
        return self._said.get(place, [])
