"""Actors without a name: groups, bodies and persons who are only described ("bar owners", "the police", "a gunman").

How news tells of people by what they do or belong to is van Leeuwen's categorisation of social actors (1996); the nouns
are those of the lexicon ``mentions``, without what is mostly a thing ("airport").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analysis.actors.kinds import words
from analysis.annotation import Annotation
from analysis.text.document import Document, Word

_NOUNS = ("person", "man", "woman", "group", "organisation", "firm")
_NAMING = frozenset(["amod", "compound", "nmod", "npadvmod"])  # what of the phrase tells one group from another
_PARTS = frozenset(["compound", "nmod", "appos", "attr", "oprd", "npadvmod"])  # a noun that is part of what others name
_TOO_MANY = 4  # words of a phrase that still name somebody


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
    taken = {
        index
        for row in mentions
        if row.actor
        for index in document.indices(row)  # type: ignore[arg-type]
    }
    last: dict[str, str] = {}
    for word in document.words:
        if word.pos != "NOUN" or word.lemma not in nouns or word.dep in _PARTS or word.index in taken:
            continue
        before = [child for child in word.children(*_NAMING) if child.index < word.index]
        phrase = [*_run(before, word), word]
        if any(part.index in taken for part in phrase) or len(phrase) > _TOO_MANY:
            phrase = [word]
        definite = next((child for child in word.children("det", "poss") if child.index < phrase[0].index), None)
        name = " ".join(part.lower for part in phrase)
        if len(phrase) == 1 and definite and definite.lower in ("the", "these", "those"):
            name = last.get(word.lemma, name)
        last[word.lemma] = name
        start = definite.start if definite and definite.dep == "det" else phrase[0].start
        yield Annotation("actor", "epithet", start, word.end, "mention", actor=name, rule="actors.described")


def _run(before: list[Word], head: Word) -> list[Word]:
    """The words before the head that stand right before it, without a gap."""
    run: list[Word] = []
    at = head.index
    for word in reversed(before):
        if word.index != at - 1 or not word.is_word:
            break
        run.insert(0, word)
        at = word.index
    return run
