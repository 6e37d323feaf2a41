"""Questions to the grammar, on short sentences and on words without grammar."""

from __future__ import annotations

import pytest

from analysis.text.document import Document, Token
from analysis.text.grammar import ancestors, children, conjuncts, is_passive, span_of, subjects_of, subtree
from analysis.text.parse import parse
from analysis.text.segment import segment


def parsed(text: str) -> Document:
    return parse(segment(Document("d", text)))


def at(document: Document, word: str) -> int:
    """The first token of that form."""
    return document.forms.index(word)


def forms(document: Document, indices: list[int]) -> list[str]:
    return [document.forms[index] for index in indices]


@pytest.mark.parametrize(
    ("text", "verb", "subjects"),
    [
        ("Iraq expelled the troops.", "expelled", ["Iraq"]),
        ("Iran and Iraq signed the treaty.", "signed", ["Iran", "Iraq"]),
        ("Iraq wants to expel the troops.", "expel", ["Iraq"]),
        ("Iraq met the envoy and praised the plan.", "praised", ["Iraq"]),
        ("The soldiers who burned the town fled.", "burned", ["soldiers"]),
        ("The troops were expelled by Iraq.", "expelled", ["troops"]),
    ],
)
def test_subjects(text: str, verb: str, subjects: list[str]) -> None:
    """A subject is a word's own, shared with the verb it is joined to, or taken from the verb above."""
    document = parsed(text)
    assert forms(document, subjects_of(document, at(document, verb))) == subjects


@pytest.mark.parametrize(
    ("text", "verb", "passive"),
    [
        ("The troops were expelled by Iraq.", "expelled", True),
        ("The town got attacked again.", "attacked", True),
        ("The men killed in the raid were miners.", "killed", True),
        ("Iraq has expelled the troops.", "expelled", False),
        ("Iraq expelled the troops.", "expelled", False),
    ],
)
def test_passives(text: str, verb: str, passive: bool) -> None:
    """With "be" or "get", or as a bare participle after a noun; the perfect is none."""
    document = parsed(text)
    assert is_passive(document, at(document, verb)) is passive


def test_trees() -> None:
    """Children, subtrees and ancestors hang together, and a subtree can leave out branches."""
    document = parsed("The new minister of Iraq praised the plan.")
    verb, minister = at(document, "praised"), at(document, "minister")
    assert minister in children(document, verb, "nsubj")
    assert children(document, verb, "no such label") == []
    assert forms(document, subtree(document, minister)) == ["The", "new", "minister", "of", "Iraq"]
    assert forms(document, subtree(document, minister, without=("prep",))) == ["The", "new", "minister"]
    assert list(ancestors(document, at(document, "Iraq")))[-1] == verb
    span = span_of(document, subtree(document, minister))
    assert document.covered(span) == "The new minister of Iraq"


def test_conjuncts_are_found_in_a_chain() -> None:
    """Each of a row of joined names, the first included."""
    document = parsed("Iran, Iraq and Oman signed the treaty.")
    assert forms(document, conjuncts(document, at(document, "Iran"))) == ["Iran", "Iraq", "Oman"]


def test_words_without_grammar_have_none() -> None:
    """No children, no subjects, no passive, and nothing raises."""
    document = Document("d", "Iraq fell", tokens=(Token(0, 4), Token(5, 9)))
    assert children(document, 1) == []
    assert subtree(document, 1) == [1]
    assert subjects_of(document, 1) == []
    assert list(ancestors(document, 1)) == []
    assert not is_passive(document, 1)
