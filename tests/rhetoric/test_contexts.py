"""Contexts of grammar: each holds where it should, and not where the word only looks alike."""

from __future__ import annotations

import pytest

from analysis.rhetoric.contexts import CONTEXTS, named_contexts, stands_in
from analysis.text.document import Document
from analysis.text.parse import parse
from analysis.text.segment import segment


def holds(text: str, word: str, context: str) -> bool:
    """Whether the first such word of a text stands in a context."""
    document = parse(segment(Document("d", text)))
    at = document.lower_forms.index(word)
    return stands_in(document, at, at + 1, f"in {context}")


@pytest.mark.parametrize(
    ("context", "word", "yes", "no"),
    [
        ("adverb", "still", "They still sing.", "The still air was cold."),
        ("clause", "seems", "It seems to rain.", "It seems so."),
        ("degree", "so", "The well is so deep.", "He said so."),
        ("degree", "so", "The well is so deep.", "So looking at the well, he said it."),
        ("first person", "think", "We think it rains.", "They think it rains."),
        ("infinitive", "need", "They need to leave.", "They need bread."),
        ("modal", "must", "They must leave.", "They must have left."),
        ("modal", "should", "They should leave.", "Should they leave, we stay."),
        ("modal", "should", "They should leave.", "It is odd why they should leave."),
        ("nominal", "record", "They kept a record.", "They record songs."),
        ("noun", "alleged", "The alleged thief left.", "He alleged that it rained."),
        ("number", "about", "About 40 men left.", "They spoke about it."),
        ("object", "end", "They want to end the war.", "The days end early."),
        ("perfect", "should", "They should have left.", "They should leave."),
        ("predicate", "certain", "It is certain.", "A certain man left."),
        ("start", "however", "However, it rained.", "It rained, however."),
        ("that", "prove", "They prove that it leaks.", "They prove the claim."),
    ],
)
def test_a_context_tells_words_apart(context: str, word: str, yes: str, no: str) -> None:
    """One pair of sentences of our own for each context."""
    assert holds(yes, word, context)
    assert not holds(no, word, context)


def test_every_context_is_told_apart_above() -> None:
    """No context without a pair of sentences, but the one that holds nowhere."""
    tried = {case[0] for case in test_a_context_tells_words_apart.pytestmark[0].args[1]}
    assert tried == set(CONTEXTS) - {"idiom"}
    assert not holds("They kept a record.", "record", "idiom")


def test_one_alternative_has_to_hold_whole() -> None:
    """A comma parts alternatives, "and" joins what must hold together; prose asks for nothing."""
    assert holds("We know that it leaks.", "know", "number, first person and that")
    assert not holds("They know that it leaks.", "know", "number, first person and that")
    assert named_contexts("Also to be in charge of.") == ()


def test_an_unknown_context_is_refused() -> None:
    """The message names it and the contexts there are."""
    with pytest.raises(ValueError, match=r"adverb, clause.*got 'dream'"):
        named_contexts("in number, dream")


@pytest.mark.parametrize("context", sorted(CONTEXTS))
def test_without_grammar_nothing_raises(context: str) -> None:
    """At every place of a text that was not parsed, and of one that was."""
    document = segment(Document("d", "“We may, about 40"))
    for given in (document, parse(document)):
        for at in range(len(given.tokens)):
            assert stands_in(given, at, at + 1, f"in {context}") in {True, False}
