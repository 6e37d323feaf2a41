"""Actors without a name: groups, bodies and persons who are only described ("bar owners", "the police", "a gunman").

How news tells of people by what they do or belong to is van Leeuwen's categorisation of social actors (1996); the nouns
are those of the lexicon ``mentions``, without what is mostly a thing ("airport").
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from analysis.actors.kinds import words
from analysis.annotation import Annotation
from analysis.text.document import Document, Span, Word

_NOUNS = ("person", "man", "woman", "group", "organisation", "firm")
_NAMING = frozenset(["amod", "compound", "nmod", "npadvmod"])  # what of the phrase tells one group from another
_PARTS = frozenset(["compound", "nmod", "appos", "attr", "oprd", "npadvmod"])  # a noun that is part of what others name


def find_described(document: Document, mentions: Iterable[Annotation]) -> Iterator[Annotation]:
    """A mention for each noun phrase that describes somebody who is no actor yet.

    Rule: a common noun for persons, groups or bodies, in no mention and no part of another noun's phrase, with the
    adjectives and nouns before it. The actor is called by these words in small letters; a definite phrase of the noun
    alone ("the owners") is the last one described by that noun.

    Args:
        document: With grammar.
        mentions: Rows of the layer ``actor`` that are known already.

    >>> from analysis.annotate import prepare
    >>> document = prepare(Document("d", "Angry bar owners sued. The owners lost."))
    >>> [(document.covered(row), row.actor) for row in find_described(document, [])]
    [('Angry bar owners', 'angry bar owners'), ('The owners', 'angry bar owners')]
    """
    nouns = frozenset().union(*map(words, _NOUNS)) - words("thing")
    taken = _taken(document, mentions)
    last: dict[str, str] = {}
    for word in document.words:
        if word.pos == "NOUN" and word.lemma in nouns and word.dep not in _PARTS and word.index not in taken:
            phrase, opening = _phrase(word, taken), word.children("det", "poss")[:1]
            name = " ".join(part.lower for part in phrase)
            if len(phrase) == 1 and opening and opening[0].lower in ("the", "these", "those"):
                name = last.get(word.lemma, name)
            last[word.lemma] = name
            first = opening[0] if opening and opening[0].dep == "det" else phrase[0]
            yield Annotation("actor", "epithet", first.start, word.end, "mention", actor=name, rule="actors.described")


def _taken(document: Document, mentions: Iterable[Annotation]) -> set[int]:
    """The places of the words in mentions of known actors."""
    return {i for row in mentions if row.actor for i in document.indices(Span(row.start, row.end))}


def _phrase(head: Word, taken: Container[int]) -> list[Word]:
    """A noun with the words right before it that tell one group from another; alone, if one of them is in a name."""
    before = {word for word in head.children(*_NAMING) if word.index < head.index}
    phrase = head.stretch(before | {head})
    return [head] if any(word.index in taken for word in phrase) else phrase
