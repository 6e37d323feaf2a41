"""Names: told by entity and part of speech, and by capitals alone where there is no grammar."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.document import Document
from analysis.text.names import find_names
from analysis.text.segment import segment


def names(text: str) -> list[str]:
    document = segment(Document("d", text))
    return [document.forms[index] for index in sorted(find_names(document))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He went to New York.", ["New", "York"]),
        ("Good news came.", []),
        ("Grand Ayatollahs met.", ["Grand", "Ayatollahs"]),
        ("the attack was HORRIBLE", []),
        ("Terror Attack Kills Twelve in Northern City", []),
        ("Terror Attack Kills Twelve", ["Terror", "Attack", "Kills", "Twelve"]),
        ("Great.", []),
        ("", []),
    ],
)
def test_without_grammar_capitals_decide(text: str, expected: list[str]) -> None:
    """A capital in mid sentence is a name; one that opens a sentence, or all of them in a headline, need not be."""
    assert names(text) == expected


def test_with_grammar_only_proper_nouns_and_entities_count() -> None:
    """A capital on an adjective is no name, an entity in a headline is one, and its small words are not."""
    plain = segment(Document("d", "He saw Bloody the Street"))
    grammar = [("PRON", ""), ("VERB", ""), ("ADJ", ""), ("DET", "FAC"), ("PROPN", "FAC")]
    tokens = tuple(replace(t, pos=p, entity=e) for t, (p, e) in zip(plain.tokens, grammar, strict=True))
    assert find_names(replace(plain, tokens=tokens)) == {4}


@given(st.text(alphabet="AbC dé.,’“\n", max_size=60))
def test_odd_text_never_raises(text: str) -> None:
    """Whatever the text, the names are tokens of it that hold a capital letter."""
    document = segment(Document("d", text))
    assert all(any(map(str.isupper, document.forms[index])) for index in find_names(document))
