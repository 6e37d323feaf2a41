"""The values everything else is made of: a text that is never altered, and spans that point into it.

Offsets are code points of ``Document.text``, half-open: ``document.text[span.start:span.end]``.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

_FOLD = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-"}
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff")
)


def fold(word: str) -> str:
    """The form under which words are compared: NFC, straight apostrophes, plain hyphens, nothing invisible.

    >>> fold("Iran’s"), fold("al‑Mu\u200chandis")
    ("Iran's", 'al-Muhandis')
    """
    return unicodedata.normalize("NFC", word.translate(_FOLD))


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch ``[start, end)`` of a text, in code points.

    Raises:
        ValueError: If not ``0 <= start <= end``.

    >>> Span(0, 4)
    Span(start=0, end=4)
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span must satisfy 0 <= start <= end, got start={self.start}, end={self.end}")


@dataclass(frozen=True, slots=True, order=True)
class Section(Span):
    """A labelled part of an article: ``headline``, ``dateline``, ``date``, ``sign_off`` or ``body``."""

    label: str


@dataclass(frozen=True, slots=True, order=True)
class Token(Span):
    """A word or mark. ``is_word`` is false for punctuation and for clitics (``’s``, ``n’t``), which are not counted.

    The grammar fields are empty until ``parse`` fills them: ``lemma``, ``pos`` (universal part of speech), ``tag``
    (Penn Treebank), ``head`` (index of the governing token, its own index at a root), ``dep`` (dependency label),
    ``entity`` (named-entity type, empty outside names).
    """

    is_word: bool = True
    lemma: str = ""
    pos: str = ""
    tag: str = ""
    head: int = -1
    dep: str = ""
    entity: str = ""


def covers(outer: Span, inner: Span) -> bool:
    """Whether ``outer.start <= inner.start and inner.end <= outer.end``.

    >>> covers(Span(0, 5), Span(1, 5)), covers(Span(0, 5), Span(1, 6))
    (True, False)
    """
    return outer.start <= inner.start and inner.end <= outer.end


def overlaps(one: Span, other: Span) -> bool:
    """Whether the two share a character: ``one.start < other.end and other.start < one.end``.

    >>> overlaps(Span(0, 2), Span(1, 3)), overlaps(Span(0, 2), Span(2, 3))
    (True, False)
    """
    return one.start < other.end and other.start < one.end


def precedes(one: Span, other: Span) -> bool:
    """Whether ``one`` ends before or where ``other`` starts: ``one.end <= other.start``.

    >>> precedes(Span(0, 2), Span(2, 3)), precedes(Span(0, 2), Span(1, 3))
    (True, False)
    """
    return one.end <= other.start


@dataclass(frozen=True)
class Document:
    """An article: its exact text and what is known about it.

    Attributes:
        doc_id: Name of the document, unique in a corpus.
        text: The text as read, never cleaned.
        meta: What is known from outside the text, strings only: ``outlet``, ``date``, ``title``, ``language``,
            ``licence``, ``path``, ``sha256`` and whatever the source states.
        sections: Labelled parts, in order; only ``body`` sections are divided into paragraphs and counted.
        paragraphs, sentences, tokens: Of the body, in order; ``segment`` fills the last two, ``parse`` the grammar.
    """

    doc_id: str
    text: str
    meta: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    paragraphs: tuple[Span, ...] = ()
    sentences: tuple[Span, ...] = ()
    tokens: tuple[Token, ...] = ()

    def covered(self, span: Span) -> str:
        """The words of the text under a span.

        >>> Document("d", "Iran said so.").covered(Span(0, 4))
        'Iran'
        """
        return self.text[span.start : span.end]

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The tokens as written, folded by ``fold``."""
        return tuple(fold(self.covered(token)) for token in self.tokens)

    @cached_property
    def lower_forms(self) -> tuple[str, ...]:
        """The forms in small letters."""
        return tuple(form.lower() for form in self.forms)

    @cached_property
    def lemmas(self) -> tuple[str, ...]:
        """The lemma of each token, folded, in small letters; the form where there is no grammar."""
        pairs = zip(self.tokens, self.lower_forms, strict=True)
        return tuple(fold(token.lemma).lower() or form for token, form in pairs)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """The indices of the tokens that hang on each token, in order; none where there is no grammar."""
        found: list[list[int]] = [[] for _ in self.tokens]
        for index, token in enumerate(self.tokens):
            if 0 <= token.head != index:
                found[token.head].append(index)
        return tuple(map(tuple, found))

    @property
    def bodies(self) -> tuple[Span, ...]:
        """What is counted: the body sections, or all the text if it has no sections."""
        if not self.sections:
            return (Span(0, len(self.text)),)
        return tuple(section for section in self.sections if section.label == "body")

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Start offset of each token."""
        return tuple(token.start for token in self.tokens)

    @cached_property
    def sentence_starts(self) -> tuple[int, ...]:
        """Start offset of each sentence."""
        return tuple(sentence.start for sentence in self.sentences)

    def sentence_at(self, offset: int) -> int:
        """Number of the last sentence that starts at an offset or before it; -1 before the first.

        >>> Document("d", "Go. Stop.", sentences=(Span(0, 3), Span(4, 9))).sentence_at(5)
        1
        """
        return bisect_right(self.sentence_starts, offset) - 1

    def indices(self, span: Span) -> range:
        """Indices of the tokens that start inside a span.

        >>> tokens = (Token(0, 4), Token(5, 9), Token(10, 12))
        >>> Document("d", "Iran said so.", tokens=tokens).indices(Span(5, 12))
        range(1, 3)
        """
        return range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))
