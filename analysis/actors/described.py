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
    named = (Span(row.start, row.end) for row in mentions if row.actor)
    taken = {index for span in named for index in document.indices(span)}
    last: dict[str, str] = {}
    for word in document.words:
        if word.lemma not in nouns or word.pos != "NOUN" or word.dep in _PARTS or word.index in taken:
            continue
        phrase = _phrase(word, taken)
        opening = [child for child in word.children("det", "poss") if child.index < word.index][:1]
        name = " ".join(part.lower for part in phrase)
        if len(phrase) == 1 and any(child.lower in ("the", "these", "those") for child in opening):
            name = last.get(word.lemma, name)
        last[word.lemma] = name
        start = [*(child for child in opening if child.dep == "det"), *phrase][0].start
        yield Annotation("actor", "epithet", start, word.end, "mention", actor=name, rule="actors.described")


def _phrase(head: Word, taken: Container[int]) -> list[Word]:
    """A noun with the words right before it that tell one group from another; alone, if one of them is in a name."""
    phrase, document = [head], head.document
    for word in reversed(document.words[: head.index]):
        if word.head != head or word.dep not in _NAMING:
            break
        phrase.insert(0, word)
    return [head] if any(word.index in taken for word in phrase) else phrase
