"""Rhetorical questions: which questions assert (Han 2002; Ilie 1994)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from analysis.rhetoric.devices.members import Figure, is_spoken
from analysis.text.document import Document, Span


def rhetorical_questions(
    document: Document, openings: Collection[Span], asked: Collection[int] = ()
) -> Iterator[Figure]:
    """Questions that open with words that assert or hold a word of disbelief, in sentences in which nobody asks.

    >>> from analysis.text.segment import segment
    >>> document = segment(Document("d", "Who cares? They do."))
    >>> [document.covered(part) for figure in rhetorical_questions(document, {Span(0, 9)}) for part in figure.parts]
    ['Who cares?']
    """
    opened = {document.sentence_at(span.start) for span in openings}
    for number, sentence in enumerate(document.sentences):
        words = document.indices(sentence)
        marks = [index for index in words if "?" in document.forms[index]]
        if number in opened and number not in asked and any(mark in words[-3:] for mark in marks):
            first = next((index for index in words if is_spoken(document, index)), words[0])
            span = Span(document.tokens[first].start, document.tokens[marks[-1]].end)
            yield Figure((span,), "rhetorical_question_opening")
