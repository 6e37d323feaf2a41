"""Members of sentences, as rhetoric counts them: whole sentences, and the stretches between their commas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.text.document import Document, Span, Word

_BREAKS = frozenset([",", ";", ":", "—", "–", "--", "(", ")", "…", "..."])


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of speech found: the stretches that make it, and the rule that found it."""

    parts: tuple[Span, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Member:
    """Some words in a row: indices of tokens, without marks and without a conjunction at the beginning."""

    words: tuple[int, ...]

    def span(self, document: Document, first: int = 0, last: int | None = None) -> Span:
        """The stretch of text from one of the words to another, all of them if not told."""
        chosen = self.words[first:last]
        return Span(document.tokens[chosen[0]].start, document.tokens[chosen[-1]].end)


def is_spoken(word: Word) -> bool:
    """Whether a word has a letter or a figure in it; clitics do, marks do not."""
    return word.text.isalnum() or any(map(str.isalnum, word.text))


def sentence_members(document: Document) -> list[Member]:
    """Each sentence as one member, in order.

    >>> from analysis.text.segment import segment
    >>> document = segment(Document("d", "We came, we saw. And we left."))
    >>> [document.covered(member.span(document)) for member in sentence_members(document)]
    ['We came, we saw', 'we left']
    """
    members = (_member(document, document.indices(sentence)) for sentence in document.sentences)
    return [member for member in members if member.words]


def clause_members(document: Document) -> Iterator[list[Member]]:
    """For each sentence, the stretches between its commas, semicolons, colons, dashes and brackets.

    >>> from analysis.text.segment import segment
    >>> document = segment(Document("d", "We came, we saw, and we left."))
    >>> [document.covered(one.span(document)) for members in clause_members(document) for one in members]
    ['We came', 'we saw', 'we left']
    """
    for sentence in document.sentences:
        found: list[Member] = []
        run: list[int] = []
        for index in document.indices(sentence):
            if document.forms[index] in _BREAKS:
                found.append(_member(document, run))
                run = []
            else:
                run.append(index)
        yield [member for member in [*found, _member(document, run)] if member.words]


def _member(document: Document, indices: Sequence[int]) -> Member:
    words = [index for index in indices if is_spoken(document.words[index])]
    if words and (document.tokens[words[0]].pos == "CCONJ" or document.lower_forms[words[0]] in {"and", "but"}):
        words = words[1:]
    return Member(tuple(words))


def runs_of(lengths: Sequence[int], least: int) -> Iterator[range]:
    """Runs of neighbours that share enough: ``lengths[i]`` words are shared by members i and i + 1.

    >>> list(runs_of([2, 0, 3, 2], 2))
    [range(0, 2), range(2, 5)]
    """
    first = None
    for index, length in enumerate([*lengths, 0]):
        if length >= least:
            first = index if first is None else first
        elif first is not None:
            yield range(first, index + 1)
            first = None
