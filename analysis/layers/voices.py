"""Whose voice each sentence is in, cut where the voice changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from analysis.layers.annotation import Annotation
from analysis.text.document import Document


def voice_stretches(document: Document, quotations: Iterable[Annotation]) -> Iterator[Annotation]:
    """Every sentence, cut where the voice changes; ``score`` is the number of words in the stretch.

    Each token stands in one stretch, so the scores add up to the words of the document. Marks belong to what they
    enclose. Points in a voice without a word go with what precedes them, at the start of a sentence with what follows.

    >>> from analysis.text.document import Span, Token
    >>> tokens = (Token(0, 1, is_word=False), Token(1, 3), Token(3, 4, is_word=False), Token(5, 9))
    >>> go = Annotation("quote", "direct", 0, 4, "content")
    >>> document = Document("d", "“Go” they", sentences=(Span(0, 9),), tokens=tokens)
    >>> [(row.label, row.start, row.end, row.score) for row in voice_stretches(document, [go])]
    [('direct', 0, 4, 1.0), ('narrator', 5, 9, 1.0)]
    """
    voices = _voices(document, quotations)
    for number, sentence in enumerate(document.sentences):
        for voice, indices in _runs(document, voices, document.indices(sentence)):
            tokens = document.tokens[indices.start : indices.stop]
            words = float(sum(token.is_word for token in tokens))
            start, end, relation = tokens[0].start, tokens[-1].end, f"sentence:{number}"
            yield Annotation("voice", voice, start, end, "stretch", relation, score=words, rule="voices.sentence")


def _voices(document: Document, quotations: Iterable[Annotation]) -> list[str]:
    """The voice of each token: direct where it starts inside a quotation."""
    waiting = sorted((row.start, row.end) for row in quotations if (row.label, row.role) == ("direct", "content"))
    voices: list[str] = []
    reach, waiting = 0, waiting[::-1]
    for token in document.tokens:
        while waiting and waiting[-1][0] <= token.start:
            reach = max(reach, waiting.pop()[1])
        voices.append("direct" if token.start < reach else "narrator")
    return voices


def _runs(document: Document, voices: Sequence[str], indices: range) -> Iterator[tuple[str, range]]:
    """Token indices of a sentence, cut where a word is in another voice than the word before."""
    runs = [list(run) for _, run in groupby(indices, key=voices.__getitem__)]
    spoken = [run for run in runs if any(document.tokens[index].is_word for index in run)] or runs[:1]
    turns = [next(turn)[0] for _, turn in groupby(spoken, key=lambda run: voices[run[0]])]
    for first, start, stop in zip(turns, [indices.start, *turns[1:]], [*turns[1:], indices.stop], strict=True):
        yield voices[first], range(start, stop)
