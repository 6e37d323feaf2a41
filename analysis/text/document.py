"""The values everything else is made of: a text that is never altered, and spans that point into it.

Offsets are code points of ``Document.text``, half-open: ``document.text[span.start:span.end]``.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import chain
from textwrap import shorten
from typing import Protocol

MOST_CHILDREN = 100
_MOST_TITLE = 120  # characters of a line on a document's card
_FOLD = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-"}
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff")
)


def fold(word: str) -> str:
    """The form under which words are compared: NFC, straight apostrophes, plain hyphens, nothing invisible.

    >>> fold("Iran’s"), fold("al‑Mu\u200chandis")
    ("Iran's", 'al-Muhandis')
    """
    return word if word.isascii() else unicodedata.normalize("NFC", word.translate(_FOLD))


class Placed(Protocol):
    """Whatever has a place in a text: a span, a word, a row."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


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
    """A labelled part of an article: ``headline``, ``dateline``, ``date``, ``sign_off``, ``furniture`` or ``body``."""

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


def covers(outer: Placed, inner: Placed) -> bool:
    """Whether ``outer.start <= inner.start and inner.end <= outer.end``.

    >>> covers(Span(0, 5), Span(1, 5)), covers(Span(0, 5), Span(1, 6))
    (True, False)
    """
    return outer.start <= inner.start and inner.end <= outer.end


def overlaps(one: Placed, other: Placed) -> bool:
    """Whether the two share a character: ``one.start < other.end and other.start < one.end``.

    >>> overlaps(Span(0, 2), Span(1, 3)), overlaps(Span(0, 2), Span(2, 3))
    (True, False)
    """
    return one.start < other.end and other.start < one.end


class Word:
    """A word or mark of a document, with the grammar around it.

    ``start``, ``end``, ``is_word``, ``pos``, ``tag``, ``dep`` and ``entity`` are those of its ``Token``; ``lemma`` and
    ``lower`` are folded (``Document.lemmas``, ``Document.lower_forms``). Each word of a document is one object.

    >>> tokens = (Token(0, 4, head=1, dep="nsubj"), Token(5, 9, head=1, dep="ROOT", lemma="say"))
    >>> document = Document("d", "Iran said", tokens=tokens)
    >>> said = document.words[1]
    >>> said.lemma, said.children("nsubj"), document.words[0].head == said, said.is_root
    ('say', [Word(0, 'Iran')], True, True)
    """

    __slots__ = ("dep", "document", "end", "entity", "index", "is_word", "pos", "start", "tag")

    def __init__(self, document: Document, index: int) -> None:
        token = document.tokens[index]
        self.document, self.index = document, index
        self.start, self.end, self.is_word = token.start, token.end, token.is_word
        self.pos, self.tag, self.dep, self.entity = token.pos, token.tag, token.dep, token.entity

    def __repr__(self) -> str:
        return f"Word({self.index}, {self.text!r})"

    def __hash__(self) -> int:
        return self.index  # so that a set of words has the same order in every run

    @property
    def text(self) -> str:
        """The word as written, folded."""
        return self.document.forms[self.index]

    @property
    def lower(self) -> str:
        """The word as written, in small letters."""
        return self.document.lower_forms[self.index]

    @property
    def lemma(self) -> str:
        """The lemma, in small letters; the form where there is no grammar."""
        return self.document.lemmas[self.index]

    @property
    def head(self) -> Word:
        """The word it hangs on; itself at a root or where there is no grammar."""
        head = self.document.tokens[self.index].head
        return self.document.words[head] if head >= 0 else self

    @property
    def is_root(self) -> bool:
        """Whether it hangs on no other word."""
        return self.document.tokens[self.index].head in (self.index, -1)

    @property
    def sentence(self) -> int:
        """The number of its sentence."""
        return self.document.sentence_at(self.start)

    def children(self, *deps: str) -> list[Word]:
        """The words that hang on it, in order; with labels, only those that bear one, at most ``MOST_CHILDREN`` of each
        (where thousands hang on one word, each may ask for the others, and the work must stay linear)."""
        words, labelled = self.document.words, self.document.labelled[self.index]
        if len(deps) == 1:
            return [words[index] for index in labelled.get(deps[0], ())]
        if not deps or not labelled:
            return [words[index] for index in self.document.children[self.index]]
        return [words[index] for index in sorted(chain(*(labelled.get(dep, ()) for dep in dict.fromkeys(deps))))]

    @property
    def subtree(self) -> list[Word]:
        """The word and all that hangs on it, in the order of the text."""
        found, waiting = [self.index], list(self.document.children[self.index])
        while waiting:
            child = waiting.pop()
            found.append(child)
            waiting.extend(self.document.children[child])
        return [self.document.words[index] for index in sorted(found)]

    def stretch(self, inside: Container[Word]) -> list[Word]:
        """The unbroken run of words around it that are inside, itself included."""
        words, first, last = self.document.words, self.index, self.index + 1
        while first and words[first - 1] in inside:
            first -= 1
        while last < len(words) and words[last] in inside:
            last += 1
        return [*words[first:last]]

    @property
    def ancestors(self) -> Iterator[Word]:
        """The words above it, nearest first."""
        tokens, words, index = self.document.tokens, self.document.words, self.index
        for _ in tokens:
            head = tokens[index].head
            if head in (index, -1):
                return
            yield words[head]
            index = head


@dataclass(frozen=True, repr=False)
class Document:
    """An article: its exact text and what is known about it.

    Attributes:
        doc_id: Name of the document, unique in a corpus.
        text: The text as read, never cleaned.
        meta: What is known from outside the text, strings only: ``outlet``, ``date``, ``title``, ``language``,
            ``licence``, ``path``, ``sha256`` and whatever the source states.
        sections: Labelled parts, in order; only ``body`` sections are divided into paragraphs and counted.
        paragraphs, sentences, tokens: Of the body, in order; ``segment`` fills the last two, ``parse`` the grammar.

    Derived from these, once, when the document is made:

    Attributes:
        words: Each token as a ``Word``.
        forms, lower_forms: The tokens as written, folded by ``fold``; the same in small letters.
        lemmas: The lemma of each token, folded, in small letters; the form where there is no grammar.
        children: The indices of the tokens that hang on each token, in order; none where there is no grammar.
        labelled: The same by dependency label, at most ``MOST_CHILDREN`` of each.
        starts, sentence_starts: Start offset of each token, of each sentence.
    """

    doc_id: str
    text: str
    meta: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    paragraphs: tuple[Span, ...] = ()
    sentences: tuple[Span, ...] = ()
    tokens: tuple[Token, ...] = ()
    forms: tuple[str, ...] = field(init=False, repr=False, compare=False)
    lower_forms: tuple[str, ...] = field(init=False, repr=False, compare=False)
    lemmas: tuple[str, ...] = field(init=False, repr=False, compare=False)
    children: tuple[tuple[int, ...], ...] = field(init=False, repr=False, compare=False)
    labelled: tuple[Mapping[str, list[int]], ...] = field(init=False, repr=False, compare=False)
    starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    sentence_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    words: tuple[Word, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        forms = tuple([fold(self.text[token.start : token.end]) for token in self.tokens])
        lower = tuple(map(str.lower, forms))
        below: list[list[int]] = [[] for _ in self.tokens]
        labelled: list[dict[str, list[int]]] = [{} for _ in self.tokens]
        for index, token in enumerate(self.tokens):
            if 0 <= token.head != index:
                below[token.head].append(index)
                if len(same := labelled[token.head].setdefault(token.dep, [])) < MOST_CHILDREN:
                    same.append(index)
        derived = {
            "forms": forms,
            "lower_forms": lower,
            "lemmas": tuple([fold(t.lemma).lower() or form for t, form in zip(self.tokens, lower, strict=True)]),
            "children": tuple(map(tuple, below)),
            "labelled": tuple(labelled),
            "starts": tuple(token.start for token in self.tokens),
            "sentence_starts": tuple(sentence.start for sentence in self.sentences),
            "words": tuple(Word(self, index) for index in range(len(self.tokens))),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        return f"<Document {self.doc_id!r}: {'; '.join(self._card())}>"

    def _repr_html_(self) -> str:
        """A card for a notebook: the title, and beneath it the outlet, the date and the size."""
        title, *rest = map(escape, self._card())
        return f"<p><b>{title}</b><br>{' · '.join(rest)}</p>"

    def _card(self) -> list[str]:
        """Title (or the beginning of the text), outlet, date and size, each on one line."""
        title = self.meta.get("title") or self.text.lstrip()[:_MOST_TITLE]
        words = sum(token.is_word for token in self.tokens)
        counts = {"word": words, "sentence": len(self.sentences), "paragraph": len(self.paragraphs)}
        size = [f"{n:,} {noun}{'' if n == 1 else 's'}" for noun, n in counts.items()]
        if not self.tokens:
            size = [f"{len(self.text):,} characters", "not prepared yet"]
        lines = [title, self.meta.get("outlet", ""), self.meta.get("date", "")]
        return [*(shorten(line, _MOST_TITLE, placeholder=" …") for line in lines if line.strip()), *size]

    def covered(self, place: Placed) -> str:
        """The words of the text under a span or whatever else has a place.

        >>> Document("d", "Iran said so.").covered(Span(0, 4))
        'Iran'
        """
        return self.text[place.start : place.end]

    @property
    def bodies(self) -> tuple[Span, ...]:
        """What is counted: the body sections, or all the text if it has no sections."""
        if not self.sections:
            return (Span(0, len(self.text)),)
        return tuple(section for section in self.sections if section.label == "body")

    def sentence_at(self, offset: int) -> int:
        """Number of the last sentence that starts at an offset or before it; -1 before the first.

        >>> Document("d", "Go. Stop.", sentences=(Span(0, 3), Span(4, 9))).sentence_at(5)
        1
        """
        return bisect_right(self.sentence_starts, offset) - 1

    def words_in(self, place: Placed) -> tuple[Word, ...]:
        """The words that start inside a span, a row or whatever else has a place."""
        inside = self.indices(place)
        return self.words[inside.start : inside.stop]

    def indices(self, place: Placed) -> range:
        """Indices of the tokens that start inside a span, a row or whatever else has a place.

        >>> tokens = (Token(0, 4), Token(5, 9), Token(10, 12))
        >>> Document("d", "Iran said so.", tokens=tokens).indices(Span(5, 12))
        range(1, 3)
        """
        return range(bisect_left(self.starts, place.start), bisect_left(self.starts, place.end))
