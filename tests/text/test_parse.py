"""Grammar for our own tokens: nothing moves, nothing is left of spaCy, and no text is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text import parse as module
from analysis.text.document import Document, Span, Token
from analysis.text.parse import model_name, parse
from analysis.text.segment import segment


def test_tokens_and_sentences_are_kept() -> None:
    """Parsing fills in grammar and changes no offset, no sentence and no count of words."""
    before = segment(Document("d", "Iran’s envoy said: “No.” The U.S. didn’t answer."))
    after = parse(before)
    assert [(t.start, t.end, t.is_word) for t in after.tokens] == [(t.start, t.end, t.is_word) for t in before.tokens]
    assert (after.sentences, after.paragraphs, after.text) == (before.sentences, before.paragraphs, before.text)
    assert all(token.pos and token.lemma and token.dep for token in after.tokens)


def test_heads_stay_inside_the_sentence() -> None:
    """The head of every token is in its own sentence, and following heads ends at a root."""
    document = parse(segment(Document("d", "They came. They said that troops, who had left, were back. Why?")))
    for sentence in document.sentences:
        inside = document.indices(sentence)
        assert {document.tokens[index].head for index in inside} <= set(inside)
        assert sum(document.tokens[index].head == index for index in inside) >= 1


def test_only_plain_values_are_left() -> None:
    """No spaCy object leaves the module: every field is a plain text or number."""
    for token in parse(segment(Document("d", "Iran sent troops."))).tokens:
        assert {type(getattr(token, name)) for name in ("lemma", "pos", "tag", "dep", "entity")} == {str}
        assert type(token.head) is int


def test_a_long_text_is_parsed_in_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut into stretches of whole sentences, heads still point to the right token of the whole document."""
    document = segment(Document("d", "They sent troops. The troops left. " * 5))
    whole = parse(document)
    monkeypatch.setattr(module, "_STRETCH", 8)
    assert len(list(module._stretches(document))) > 1
    pieces = parse(document)
    assert [token.head for token in pieces.tokens] == [token.head for token in whole.tokens]


def test_a_token_of_invisible_characters_is_parsed() -> None:
    """A token whose folded form is empty goes to spaCy as it is written."""
    tokens = Token(0, 1), Token(2, 4, is_word=False), Token(5, 9)
    document = Document("d", "I \u200b\u200d said", sentences=(Span(0, 9),), tokens=tokens)
    assert next(token.pos for token in parse(document).tokens) == "PRON"


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Attacking embassies violates the law.", True),
        ("Dividing nations has always been their policy.", True),
        ("Murdering journalists was ordered by him.", True),
        ("Rising prices hurt families.", False),
        ("Rising prices were blamed.", False),
        ("Occupying forces left the city.", False),
        ("The visiting ministers praised the deal.", False),
        ("Changing politics is hard.", False),
    ],
)
def test_a_gerund_is_the_subject_where_the_verb_agrees_with_it(text: str, rules: bool) -> None:
    """Before a verb in the singular, the plural noun after a gerund is its object."""
    document = parse(segment(Document("d", text)))
    gerund = next(index for index, token in enumerate(document.tokens) if token.tag == "VBG")
    noun = gerund + 1
    assert (document.tokens[gerund].dep in {"csubj", "csubjpass"}) is rules
    assert ((document.tokens[noun].dep, document.tokens[noun].head) == ("dobj", gerund)) is rules
    assert document.tokens[gerund].pos == "VERB"


def test_a_text_without_tokens_is_given_back() -> None:
    """There is nothing to parse in an empty text."""
    document = segment(Document("d", "  "))
    assert parse(document) is document


def test_the_model_has_a_name_and_a_version() -> None:
    """The report can say which model gave the grammar."""
    assert model_name().startswith("en_core_web_sm")
    assert model_name().split()[1][0].isdigit()


@settings.get_profile("costly")
@given(st.text(alphabet=st.sampled_from("aB .“”'’\n\u200b\u202e🙂שא漢…-\u00ad!"), max_size=60))
def test_no_text_is_refused(text: str) -> None:
    """Marks, emoji, right-to-left and invisible characters raise nothing and keep their tokens."""
    before = segment(Document("d", text))
    assert [token.start for token in parse(before).tokens] == [token.start for token in before.tokens]
