"""Tone: how good or bad the model finds what a voice says in a sentence, beside what word lists make of its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from analysis.annotation import Annotation

if TYPE_CHECKING:
    from analysis.text.document import Document, Span

_LEAST_RATED_WORDS = 3  # words below which a stretch says too little to be rated ("he said")
_CLEAR = 0.1  # score below which a stretch counts as neither good nor bad
_Rater = Callable[[Sequence[str]], Iterable[float]]


def rate_tone(
    document: Document,
    stretches: Iterable[Annotation],
    rater: _Rater,
    bad: Sequence[Annotation] = (),
    denied: Sequence[Span] = (),
) -> Iterator[Annotation]:
    """Yield a ``stretch`` row of layer ``valence`` for each stretch of a voice, with the rater's valence as its score.

    Rule: the words of the stretch are rated as they stand, from -1 to 1; where all its bad words are denied ("none were
    injured"), it is not below 0, whatever the rater says. The label is ``positive`` from 0.1, ``negative`` to -0.1,
    else ``neutral``. Stretches of fewer than three words are left out.

    Args:
        document: As it was read.
        stretches: Rows of layer ``voice``; their scores are numbers of words.
        rater: Gives each text a number from -1 to 1.
        bad: Rows of layer ``valence`` for bad words.
        denied: Bad words that are denied, as ``valence.find_denied_harm`` gives them.

    >>> from analysis.text.document import Document
    >>> document = Document("d", "A splendid day for all, he said.")
    >>> stretches = [Annotation("voice", "indirect", 0, 22, "stretch", score=5.0)]
    >>> for row in rate_tone(document, stretches, lambda texts: [0.7 for text in texts]):
    ...     print(row.label, document.text[row.start : row.end], row.score, row.rule)
    positive A splendid day for all 0.7 tone.encoder
    """
    rated = [row for row in stretches if row.score >= _LEAST_RATED_WORDS]
    texts = [document.text[row.start : row.end] for row in rated]
    for row, score in zip(rated, rater(texts) if texts else (), strict=True):
        if score < 0 and _any_in(row, denied) and not _any_in(row, bad):
            score = 0.0
        label = "positive" if score >= _CLEAR else "negative" if score <= -_CLEAR else "neutral"
        yield Annotation("valence", label, row.start, row.end, "stretch", score=float(score), rule="tone.encoder")


def _any_in(row: Annotation, spans: Iterable[Annotation | Span]) -> bool:
    return any(row.start <= span.start < row.end for span in spans)
