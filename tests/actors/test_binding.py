"""What grammar says of who may be whom."""

from __future__ import annotations

import pytest

from analysis.actors.aliases import Party
from analysis.actors.binding import (
    is_below,
    is_blamed_for,
    is_told_by,
    named_speakers,
    relative_verbs,
    reports,
    subjects_ahead,
)
from analysis.actors.find_actors import find_actors
from analysis.annotate import prepare
from analysis.text.document import Document, Span, Word


def parsed(text: str) -> Document:
    """A document with grammar."""
    return prepare(Document("d", text))


def word(document: Document, form: str) -> Word:
    """The first word of that form."""
    return document.words[document.forms.index(form)]


def test_a_reporting_verb_is_above_what_it_reports() -> None:
    """What is said hangs on the verb; who says it does not stand in it."""
    document = parsed("Simon left early, Helen said.")
    said, simon, helen = (word(document, form) for form in ("said", "Simon", "Helen"))
    assert reports(said)
    assert not reports(word(document, "left"))
    assert is_told_by(said, simon)
    assert not is_told_by(said, helen)
    assert is_below(simon, [said])
    assert not is_below(said, [simon])


def test_a_clause_without_subject_before_its_verb() -> None:
    """The name in it is not the subject; in a clause with a subject of its own it may be."""
    document = parsed("Running against Simon in May, he lost.")
    assert is_told_by(word(document, "lost"), word(document, "Simon"))
    document = parsed("When Simon ran in May, he lost.")
    assert not is_told_by(word(document, "lost"), word(document, "Simon"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Helen thanked Simon for his help.", True), ("Helen met Simon in his house.", False)],
)
def test_what_an_object_is_treated_for(text: str, expected: bool) -> None:
    """Thanks and blame are for what the object did; a place is anybody's."""
    document = parsed(text)
    assert is_blamed_for(word(document, "Simon"), word(document, "his")) is expected


def test_relative_clauses_and_subjects_that_follow() -> None:
    """Who "who" is, and whose sentence an opening clause belongs to."""
    document = parsed("When he called, Helen met Simon, who wept.")
    assert relative_verbs(word(document, "Simon")) == {word(document, "wept")}
    assert subjects_ahead(word(document, "he")) == [word(document, "Helen")]
    assert subjects_ahead(word(document, "Helen")) == []


def test_the_second_part_of_a_quotation_has_the_speaker_of_the_first() -> None:
    """In one paragraph only."""
    text = "“We won,” Helen said. “We won twice.”\n\n“Nobody knows.”"
    document = parsed(text)
    spans = [Span(0, 9), Span(text.index("“We won t"), text.index("\n")), Span(text.rindex("“"), len(text))]
    helen = Party("Helen", "person")
    owners = {document.forms.index("Helen"): helen}
    assert named_speakers(document, spans, owners) == {0: helen, 1: helen}


def pronoun_of(text: str, form: str) -> str:
    """Whom the first pronoun of a form means."""
    document = parsed(text)
    rows = find_actors(document)
    return next(row.actor for row in rows if row.label == "pronoun" and text[row.start : row.end] == form)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Simon Lund spoke to the press about Adam Orr. Adam Orr was his friend. He said Adam Orr was ill.", "He"),
        ("Simon Lund met Adam Orr in May. He said, “Adam Orr is ill.”", "He"),
        ("Simon Lund met Adam Orr in May. “We came late. Adam Orr is ill,” he said.", "he"),
    ],
)
def test_who_is_named_in_what_is_said_does_not_say_it(text: str, form: str) -> None:
    """In the clause and in the quotation beside the verb."""
    assert pronoun_of(text, form) != "Adam Orr"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("The storm hit Norway. It killed two people.", "It"),
        ("Helen Krog resigned. A nurse wept. She was tired.", "She"),
    ],
)
def test_a_subject_without_a_name_goes_before_others(text: str, form: str) -> None:
    """The pronoun is not somebody who is named before it, or as its object."""
    assert pronoun_of(text, form) == ""
