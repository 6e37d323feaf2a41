"""Rhetorical questions: which questions assert (Han 2002; Ilie 1994)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from analysis.rhetoric.devices.members import Figure, is_spoken
from analysis.text.document import Document, Span

_OPENERS = frozenset(["and", "but", "so"])
_FEW = 8  # tokens of an answer given at once


def rhetorical_questions(
    document: Document, openings: Collection[Span], asked: Collection[int] = ()
) -> Iterator[Figure]:
    """Questions that open with words that assert or hold a word of disbelief; or that are answered at once.

    >>> from analysis.text.segment import segment
    >>> document = segment(Document("d", "Who cares? They do."))
    >>> [document.covered(part) for figure in rhetorical_questions(document, {Span(0, 9)}) for part in figure.parts]
    ['Who cares?']
    """
    opened = {document.sentence_at(span.start) for span in openings}
    for number, sentence in enumerate(document.sentences):
        if not _is_question(document, number) or number in asked or _is_interview(document, number):
            continue
        start, end = _question(document, sentence)
        rule = "opening" if number in opened else "answered" if _is_answered(document, number) else ""
        if rule:
            yield Figure((Span(start, end),), f"rhetorical_question_{rule}")


def _is_question(document: Document, number: int) -> bool:
    """Whether a sentence ends with a question mark, quotation marks apart."""
    words = document.indices(document.sentences[number])
    return any("?" in document.forms[index] for index in words[-3:])


def _question(document: Document, sentence: Span) -> tuple[int, int]:
    words = document.indices(sentence)
    marks = [index for index in words if "?" in document.forms[index]]
    first = next((index for index in words if is_spoken(document, index)), words[0])
    return document.tokens[first].start, document.tokens[marks[-1]].end


def _is_answered(document: Document, number: int) -> bool:
    """Whether the one who asks, after "and", "but" or "so", gives the answer at once in a few words without a verb."""
    words = document.indices(document.sentences[number])
    first = next((index for index in words if is_spoken(document, index)), -1)
    if first < 0 or document.lower_forms[first] not in _OPENERS or number + 1 == len(document.sentences):
        return False
    answer = document.indices(document.sentences[number + 1])
    return len(answer) <= _FEW and not any(document.tokens[index].pos in {"VERB", "AUX"} for index in answer)


def _is_interview(document: Document, number: int) -> bool:
    """Whether the question is marked with Q, or answered with yes or no."""
    words = document.indices(document.sentences[number])
    if words and document.forms[words[0]] in {"Q", "Q."}:
        return True
    if number + 1 == len(document.sentences):
        return False
    after = document.indices(document.sentences[number + 1])
    spoken = [index for index in after[:2] if is_spoken(document, index)]
    return bool(spoken) and document.lower_forms[spoken[0]] == "yes"
