"""Stretches of words that make a name."""

from __future__ import annotations

import pytest

from analysis.actors.name_boundaries import find_stretches
from analysis.annotate import prepare
from analysis.text.document import Document, Span, Token


def names(text: str) -> list[str]:
    """The words of each stretch."""
    document = prepare(Document("d", text))
    return [" ".join(document.forms[first:last]) for first, last in find_stretches(document)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Bank of Ghana closed.", "Bank of Ghana"),
        ("They met Ludwig van Doren there.", "Ludwig van Doren"),
        ("They met Karim al-Rahimi there.", "Karim al-Rahimi"),
        ("Helen Okafor came late. Nobody but Okafor spoke, and Okafor wept.", "Okafor"),
    ],
)
def test_what_belongs_to_a_name(text: str, name: str) -> None:
    """Small words inside a name, an article joined to it, and a surname wherever it stands."""
    assert name in names(text)


@pytest.mark.parametrize(
    "text",
    ["Saudi-led troops came.", "It was a pro-Russian move.", "They left on Monday.", "PRICES RISE AGAIN IN TOWN"],
)
def test_what_is_no_name(text: str) -> None:
    """Adjectives made of names, days, and headlines in capitals."""
    assert names(text) == []


def test_a_name_has_an_end() -> None:
    """A thousand words with a capital are cut into names of twenty-five words."""
    tokens = tuple(Token(5 * at, 5 * at + 4, pos="PROPN", tag="NNP", entity="ORG") for at in range(1000))
    document = Document("d", "Abcd " * 1000, sentences=(Span(0, 5000),), tokens=tokens)
    assert {last - first for first, last in find_stretches(document)} == {25}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A vote for Anna Berg came late. Impeaching Berg would be wrong.", ["Anna Berg", "Berg"]),
        ("Friends of Berg cheered. Meanwhile Berg waited.", ["Berg", "Berg"]),
        ("Sterling Berg led. The team of Berg cheered.", ["Sterling Berg", "Berg"]),
        (
            "Running Bear left. The chief, Running Bear, and the son of Bear stayed.",
            ["Running Bear", "Running Bear", "Bear"],
        ),
    ],
)
def test_what_opens_a_sentence_is_no_part_of_the_name(text: str, expected: list[str]) -> None:
    """An adverb or a verb in "ing" before a name that is met elsewhere has its capital from the sentence only."""
    assert names(text) == expected
