"""We and they: who is taken in, who is left out, and what is no pronoun at all."""

from __future__ import annotations

import pytest

from analysis.annotation import LAYERS
from analysis.rhetoric.we_and_they import find_pronouns
from analysis.text.document import Document
from analysis.text.parse import parse
from analysis.text.segment import segment


def found(text: str) -> list[tuple[str, str]]:
    """Labels and words of the pronouns of a text, in order."""
    return [(row.label, text[row.start : row.end]) for row in find_pronouns(parse(segment(Document("d", text))))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We planted the trees.", [("in_group", "We")]),
        ("Our house burned.", [("in_group", "Our")]),
        ("Let us plant trees.", [("inclusive", "us")]),
        ("We all love the lake.", [("inclusive", "We")]),
        ("All of us love the lake.", [("inclusive", "us")]),
        ("They burned our fields.", [("out_group", "They"), ("in_group", "our")]),
        ("They planted trees.", [("others", "They")]),
        ("Those people know nothing.", [("out_group", "Those people")]),
    ],
)
def test_labels(text: str, expected: list[tuple[str, str]]) -> None:
    """One sentence of our own for each rule."""
    assert found(text) == expected


@pytest.mark.parametrize("text", ["The US sent ships.", "The U.S. sent ships.", "US OFFICIALS LEAVE", "He met it."])
def test_a_country_is_no_pronoun(text: str) -> None:
    """ "us" is not "US" nor "U.S."."""
    assert found(text) == []


def test_the_hearer_of_another_clause_says_nothing() -> None:
    """ "You" in another clause leaves "we" open."""
    assert found("We left when you came.") == [("in_group", "We")]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("We sing and they weep.", "out_group"),
        ("They say we lie.", "out_group"),
        ("When we knock, they hide.", "out_group"),
        ("Unlike us, they never pay.", "out_group"),
        ("The leaks are rare, and they are the kind of thing that we know.", "others"),
        ("We worry about the wells and how they dry up.", "others"),
        ("The world must help them, said Lee, who warned of harm to our trade.", "others"),
    ],
)
def test_they_are_opposed_where_a_we_stands_in_a_clause_bound_to_theirs(text: str, label: str) -> None:
    """A "we" farther off in the sentence makes no out-group."""
    assert [one for one, words in found(text) if words.lower() in {"they", "them"}] == [label]


def test_labels_are_the_layer_s() -> None:
    """Every label and role is explained."""
    text = "Let us go. They say we lie. It is us and them. Those people laugh. They sing. We know."
    rows = list(find_pronouns(parse(segment(Document("d", text)))))
    assert {row.label for row in rows} == set(LAYERS["pronoun"].labels)
    assert {row.role for row in rows} == {"pronoun"}


@pytest.mark.parametrize("text", ["", "us", "“we", "we we we", "let us", "🙂 they"])
def test_odd_texts_do_not_raise(text: str) -> None:
    """Nothing raises on text, with grammar or without."""
    document = segment(Document("d", text))
    for given in (document, parse(document)):
        assert all(row.start < row.end for row in find_pronouns(given))
