"""Rhetorical questions: which questions assert (Han 2002; Ilie 1994)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from analysis.rhetoric.devices.members import Figure, is_spoken
from analysis.text.document import Document, Span, Word
from analysis.text.grammar import VERBAL

_OPENERS = frozenset(["and", "but", "so"])
_FEW = 8  # tokens of an answer given at once


def rhetorical_questions(
    document: Document, openings: Collection[Span], asked: Collection[int] = ()
) -> Iterator[Figure]:
    """Questions that open with words that assert or hold a word of disbelief; or that are answered at once. In a
    sentence in which somebody asks there is none.

    >>> from analysis.text.segment import segment
    >>> document = segment(Document("d", "Who cares? They do."))
    >>> [document.covered(part) for figure in rhetorical_questions(document, {Span(0, 9)}) for part in figure.parts]
    ['Who cares?']
    """
    opened = {document.sentence_at(span.start) for span in openings}
    sentences = [[document.words[i] for i in document.indices(sentence)] for sentence in document.sentences]
    for number, (sentence, after) in enumerate(pairwise([*sentences, []])):
        spoken, marks = [w for w in sentence if is_spoken(document, w.index)], [w for w in sentence if "?" in w.text]
        rule = "opening" if number in opened else "answered" if _is_answered(spoken, after) else ""
        if spoken and rule and number not in asked and set(marks) & set(sentence[-3:]):
            yield Figure((Span(spoken[0].start, marks[-1].end),), f"rhetorical_question_{rule}")


def _is_answered(question: Sequence[Word], after: Sequence[Word]) -> bool:
    """Whether the one who asks, after "and", "but" or "so", gives the answer at once in a few words without a verb."""
    opens = [word.lower in _OPENERS for word in question[:1]] == [True]
    return opens and 0 < len(after) <= _FEW and all(word.pos not in VERBAL for word in after)
