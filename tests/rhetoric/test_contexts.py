"""Contexts of grammar: each holds where it should, and not where the word only looks alike."""

from __future__ import annotations

import pytest

from analysis.lexicon.lexicon import Entry
from analysis.rhetoric.contexts import _CONTEXTS, stands_in
from analysis.text.document import Document
from analysis.text.matcher import Match
from analysis.text.parse import parse
from analysis.text.segment import segment


def holds(text: str, word: str, *contexts: str | tuple[str, ...], idiom: bool = False) -> bool:
    """Whether the first such word of a text stands in one of some contexts."""
    document = parse(segment(Document("d", text)))
    at = document.lower_forms.index(word)
    groups = tuple((one,) if isinstance(one, str) else one for one in contexts)
    return stands_in(document, Match(0, 0, at, at + 1, Entry(word, "x", contexts=groups, idiom=idiom)))


@pytest.mark.parametrize(
    ("context", "word", "yes", "no"),
    [
        ("adverb", "still", "They still sing.", "The still air was cold."),
        ("clause", "seems", "It seems to rain.", "It seems so."),
        ("degree", "so", "The well is so deep.", "He said so."),
        ("degree", "so", "The well is so deep.", "So looking at the well, he said it."),
        ("first person", "think", "We think it rains.", "They think it rains."),
        ("infinitive", "need", "They need to leave.", "They need bread."),
        ("label", "liar", "She called Smith a liar.", "A liar left."),
        ("label", "radical", "He is a radical.", "The radical left."),
        ("modal", "must", "They must leave.", "They must have left."),
        ("modal", "should", "They should leave.", "Should they leave, we stay."),
        ("modal", "should", "They should leave.", "It is odd why they should leave."),
        ("noun", "alleged", "The alleged thief left.", "He alleged that it rained."),
        ("number", "about", "About 40 men left.", "They spoke about it."),
        ("object", "end", "They want to end the war.", "The days end early."),
        ("opening", "why", "But why wait?", "They know why."),
        ("opening", "why", "He said, “Why wait?”", "He said they know why."),
        ("perfect", "should", "They should have left.", "They should leave."),
        ("person", "eliminated", "They eliminated two gunmen.", "They eliminated the smell."),
        ("predicate", "certain", "It is certain.", "A certain man left."),
        ("start", "however", "However, it rained.", "It rained, however."),
        ("superlative", "earth", "The worst man on earth left.", "A man on earth left."),
        ("that", "prove", "They prove that it leaks.", "They prove the claim."),
    ],
)
def test_a_context_tells_words_apart(context: str, word: str, yes: str, no: str) -> None:
    """One pair of sentences of our own for each context."""
    assert holds(yes, word, context)
    assert not holds(no, word, context)


def test_every_context_is_told_apart_above() -> None:
    """No context without a pair of sentences; an idiom counts nowhere."""
    tried = {case[0] for case in test_a_context_tells_words_apart.pytestmark[0].args[1]}
    assert tried == set(_CONTEXTS)
    assert not holds("They kept a record.", "record", idiom=True)


def test_one_alternative_has_to_hold_whole() -> None:
    """One context is enough, but a group must hold together; no context asks for nothing."""
    assert holds("We know that it leaks.", "know", "number", ("first person", "that"))
    assert not holds("They know that it leaks.", "know", "number", ("first person", "that"))
    assert holds("They know.", "know")


def test_an_unknown_context_is_refused() -> None:
    """With the ones that there are."""
    with pytest.raises(ValueError, match=r"contexts of 'know' must be among adverb, .*, got 'nonesuch'"):
        holds("They know.", "know", "nonesuch")
