"""Codebooks: framing functions, appeals, questions and policy frames."""

from __future__ import annotations

import pytest

from analysis.annotation import LAYERS, Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.quotes.find_quotes import find_quotes
from analysis.rhetoric.codebook import find_appeals, match_codebook
from analysis.text.document import Document
from analysis.text.parse import parse
from analysis.text.segment import segment


def document_of(text: str) -> Document:
    return parse(segment(Document("d", text)))


def found(text: str, codebook: str) -> set[tuple[str, str]]:
    """Labels and words of the indicators of a text."""
    rows = match_codebook(document_of(text), load_lexicon(codebook))
    return {(row.label, text[row.start : row.end]) for row in rows if row.role == "indicator"}


def appeals(text: str) -> list[Annotation]:
    """The appeals of a text, with its quotes."""
    document = document_of(text)
    return list(find_appeals(document, list(find_quotes(document))))


@pytest.mark.parametrize(
    ("text", "label", "words"),
    [
        ("The shortage of doctors grows.", "problem", "shortage"),
        ("The leak is a threat to the valley.", "problem", "threat to"),
        ("The road was shut because the bridge fell.", "cause", "because"),
        ("The strike led to long queues.", "cause", "led to"),
        ("The mayor is to blame for the delay.", "cause", "is to blame"),
        ("It was a cowardly act.", "moral", "cowardly"),
        ("The council should have warned them.", "moral", "should"),
        ("The council must repair the dam.", "remedy", "must"),
        ("They called for a new vote.", "remedy", "called for"),
        ("Farmers need to plant trees.", "remedy", "need to"),
        ("It is necessary to mend the dam.", "remedy", "It is necessary to"),
        ("The delay was due to fog.", "cause", "due to"),
    ],
)
def test_functions(text: str, label: str, words: str) -> None:
    """One sentence of our own for each kind of indicator."""
    assert (label, words) in found(text, "functions")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The council should have warned them.", ("remedy", "should")),
        ("He must have left early.", ("remedy", "must")),
        ("Should the dam break, the town is lost.", ("remedy", "Should")),
        ("They demanded money.", ("remedy", "demanded")),
        ("It went wrong at noon.", ("moral", "wrong")),
        ("Let's face it: the mill is old.", ("remedy", "Let's")),
        ("The figure was wrongly printed; a just cause.", ("cause", "because")),
        ("The trial is due to be held in May.", ("cause", "due to")),
        ("It is odd why they should care.", ("remedy", "should")),
        ("Ann Lee contributed to this report.", ("cause", "contributed to")),
    ],
)
def test_grammar_keeps_what_looks_alike_out(text: str, wrong: tuple[str, str]) -> None:
    """A reproach is no remedy, nor is a guess, a condition, or an end that nobody brings about."""
    assert wrong not in found(text, "functions")


def test_a_denied_indicator_stays_beside_its_negator() -> None:
    """The negator has a row of its own, bound to the indicator."""
    rows = list(match_codebook(document_of("There was no betrayal."), load_lexicon("functions")))
    assert [(row.label, row.role) for row in rows] == [("moral", "indicator"), ("negation", "shifter")]
    assert rows[0].relation == rows[1].relation != ""


@pytest.mark.parametrize(
    ("text", "label", "words"),
    [
        ("A study found that the lake shrinks.", "evidence", "study found"),
        ("Prices rose by 14 percent.", "number", "14 percent"),
        ("The flood drove 1,200 people out.", "number", "1,200"),
        ("The town lives in fear.", "fear", "lives in fear"),
        ("Crowds were furious at the verdict.", "anger", "furious"),
        ("Mourners filled the square.", "grief", "Mourners"),
        ("He was a national hero to them.", "pride", "national hero"),
        ("The plight of the refugees worsened.", "compassion", "plight"),
        ("They dream of a better future.", "hope", "better future"),
        ("They prayed to God.", "religion", "God"),
    ],
)
def test_appeals(text: str, label: str, words: str) -> None:
    """One sentence of our own for each appeal."""
    assert (label, words) in {(row.label, text[row.start : row.end]) for row in appeals(text)}


def test_an_expert_is_an_authority_where_somebody_lets_him_speak() -> None:
    """The source of a quote counts, once; an expert who only walks by does not."""
    said = appeals("The ministry's chief economist said that prices would fall.")
    assert [row.label for row in said].count("authority") == 1
    assert not appeals("An economist crossed the street.")


def test_who_only_means_to_do_a_thing_is_no_authority() -> None:
    """An expert who plans is told of; one who says so is let speak. An official speaks for himself."""
    assert "authority" not in {row.label for row in appeals("The historian planned to leave the harbour.")}
    assert "authority" in {row.label for row in appeals("The historian said that the harbour was closed.")}
    assert "authority" not in {row.label for row in appeals("The historian's critics said that it rained.")}
    assert "authority" not in {row.label for row in appeals("The ministry's spokesman said that it rained.")}


@pytest.mark.parametrize(
    ("text", "codebook", "wrong"),
    [
        ("In fact it rained.", "appeals", "evidence"),
        ("The divers found the flight data recorder.", "appeals", "evidence"),
        ("He spoke after Friday prayers in the holy city.", "appeals", "religion"),
        ("A senior official left the hall.", "appeals", "authority"),
        ("She has the right to vote.", "generic_frames", "conflict_3"),
        ("They hit three targets.", "generic_frames", "responsibility_1"),
        ("He was found fit for duty.", "generic_frames", "morality_1"),
        ("The storm caused the loss of 12 lives.", "generic_frames", "economic_1"),
        ("The body of law grew.", "generic_frames", "human_interest_5"),
        ("He rang immediately after the game.", "generic_frames", "responsibility_5"),
        ("They hit three targets.", "policy_frames", "policy_prescription"),
        ("The air campaign began in May.", "policy_frames", "political"),
        ("The minority leader spoke.", "policy_frames", "fairness_and_equality"),
        ("The island has strategic value.", "policy_frames", "morality"),
        ("There will be hell to pay.", "policy_frames", "economic"),
    ],
)
def test_a_phrase_of_another_sense_keeps_its_words_out(text: str, codebook: str, wrong: str) -> None:
    """An idiom, a title or another sense of a word is no sign."""
    assert wrong not in {label for label, _ in found(text, codebook)}


def test_dates_and_small_counts_are_no_appeal_to_numbers() -> None:
    """Years, days, and a few men are plain information."""
    for text in (
        "They lost 40 men.",
        "It was built in 1998.",
        "Three men left.",
        "They met on 12 May.",
        "It lasted from 2005 to 2011.",
    ):
        assert "number" not in {row.label for row in appeals(text)}, text


def test_the_other_codebooks_find_their_words() -> None:
    """A question and a policy frame."""
    assert ("conflict_2", "accused") in found("The union accused the board of fraud.", "generic_frames")
    assert ("health_and_safety", "diabetes") in found("He died of diabetes.", "policy_frames")


def test_rows_keep_to_their_layer() -> None:
    """The layer is the kind of the lexicon, and the roles are those of LAYERS."""
    text = "No expert must fear God because of a crisis, 40 percent said."
    for name in ("functions", "appeals", "generic_frames", "policy_frames"):
        lexicon = load_lexicon(name)
        for row in match_codebook(document_of(text), lexicon):
            assert row.layer == lexicon.kind
            assert row.role in LAYERS[row.layer].roles
            assert row.label in {*lexicon.categories, "negation"}
    assert "source" not in {row.label for row in appeals(text)}


def test_a_lexicon_of_another_kind_is_refused() -> None:
    """Frames are matched by another layer."""
    with pytest.raises(ValueError, match="kind function, appeal, question, policy, got 'frame'"):
        list(match_codebook(document_of("War."), load_lexicon("frames")))


@pytest.mark.parametrize("text", ["", " \n", "…", "must", "10", "“should", "🙂 percent 🙂", "1,2,3,,", "- 40 -"])
def test_odd_texts_do_not_raise(text: str) -> None:
    """Nothing raises on text, with grammar or without."""
    document = segment(Document("d", text))
    for given in (document, parse(document)):
        assert all(0 <= row.start < row.end <= len(text) for row in find_appeals(given))
        assert all(row.start < row.end for row in match_codebook(given, load_lexicon("functions")))
