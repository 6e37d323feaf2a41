"""Words of lexicons: framing functions, appeals, framing terms."""

from __future__ import annotations

import pytest

from analysis.annotation import LAYERS, Annotation
from analysis.lexicon.lexicon import Category, Entry, Lexicon, Provenance, load_lexicon
from analysis.quotes.find_quotes import find_quotes
from analysis.rhetoric.codebook import find_appeals, match_lexicon
from analysis.text.document import Document
from analysis.text.parse import parse
from analysis.text.segment import segment


def document_of(text: str) -> Document:
    return parse(segment(Document("d", text)))


def found(text: str, codebook: str) -> set[tuple[str, str]]:
    """Labels and words of the indicators of a text."""
    rows = match_lexicon(document_of(text), load_lexicon(codebook), codebook.removesuffix("s"))
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
    rows = list(match_lexicon(document_of("There was no betrayal."), load_lexicon("functions"), "function"))
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
    assert "authority" not in {row.label for row in appeals("The ministry's spokesman said that it rained.")}


@pytest.mark.parametrize(
    ("text", "codebook", "wrong"),
    [
        ("In fact it rained.", "appeals", "evidence"),
        ("The divers found the flight data recorder.", "appeals", "evidence"),
        ("He spoke after Friday prayers in the holy city.", "appeals", "religion"),
        ("A senior official left the hall.", "appeals", "authority"),
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


def test_rows_keep_to_their_layer() -> None:
    """The layer is the kind of the lexicon, and the roles are those of LAYERS."""
    text = "No expert must fear God because of a crisis, 40 percent said."
    for name in ("functions", "appeals"):
        lexicon = load_lexicon(name)
        for row in match_lexicon(document_of(text), lexicon, lexicon.kind):
            assert row.layer == lexicon.kind
            assert row.role in LAYERS[row.layer].roles
            assert row.label in {*lexicon.categories, "negation"}
    assert "source" not in {row.label for row in appeals(text)}


@pytest.mark.parametrize("text", ["", " \n", "…", "must", "10", "“should", "🙂 percent 🙂", "1,2,3,,", "- 40 -"])
def test_odd_texts_do_not_raise(text: str) -> None:
    """Nothing raises on text, with grammar or without."""
    document = segment(Document("d", text))
    for given in (document, parse(document)):
        assert all(0 <= row.start < row.end <= len(text) for row in find_appeals(given))
        assert all(row.start < row.end for row in match_lexicon(given, load_lexicon("functions"), "function"))


FRAMES = Lexicon(
    "own",
    "2",
    "frame",
    Provenance(("us",), 2026, "MIT", ""),
    {name: Category(name, "", "") for name in ("conflict", "law")},
    (Entry("war", "conflict"), Entry("war crime", "law"), Entry("war crime", "conflict")),
)


def terms(text: str) -> list[Annotation]:
    """The rows of a text by the small lexicon above."""
    return list(match_lexicon(segment(Document("d", text)), FRAMES, "frame"))


def test_a_term_serves_every_frame_that_holds_it() -> None:
    """The same words give a row in each frame, with the entry as the reason; the longest hides the shorter."""
    assert [(row.label, row.start, row.end, row.role, row.rule) for row in terms("A war crime.")] == [
        ("conflict", 2, 11, "term", "own@2:war crime"),
        ("law", 2, 11, "term", "own@2:war crime"),
    ]


def test_a_denied_term_stays_beside_its_negator() -> None:
    """A negator gives a row of its own with the relation of its term, whose row stays."""
    term, shifter = terms("There is no war.")
    assert (term.label, term.role, shifter.label, shifter.role) == ("conflict", "term", "negation", "shifter")
    assert (shifter.start, shifter.end) == (9, 11)
    assert term.relation == shifter.relation != ""
    assert terms("There is war.")[0].relation == ""


def test_labels_are_the_lexicon_s_and_roles_the_layer_s() -> None:
    """No row has a role that the layer does not explain, nor a frame that the lexicon does not define."""
    for row in terms("No war. No war crime. War."):
        assert row.role in LAYERS["frame"].roles
        assert row.label in {*FRAMES.categories, *LAYERS["frame"].labels}


def test_no_framing_term_in_no_words() -> None:
    """A text without words has no framing term."""
    assert terms("") == terms("… 🙂") == []
