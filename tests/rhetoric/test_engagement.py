"""Engagement and graduation: each label, what takes a marker out, and what turns it round."""

from __future__ import annotations

import cProfile

import pytest

from analysis.annotation import LAYERS, Annotation
from analysis.quotes.find_quotes import find_quotes
from analysis.rhetoric.engagement import find_engagement
from analysis.text.document import Document
from analysis.text.parse import parse
from analysis.text.segment import segment


def rows(text: str) -> list[Annotation]:
    """The markers of a text, with its quotes."""
    document = parse(segment(Document("d", text)))
    return list(find_engagement(document, list(find_quotes(document))))


def found(text: str) -> set[tuple[str, str]]:
    """Labels and words of the markers of a text."""
    return {(row.label, text[row.start : row.end]) for row in rows(text)}


@pytest.mark.parametrize(
    ("text", "label", "words"),
    [
        ("The bridge may collapse within a year.", "hedge", "may"),
        ("Perhaps the harvest was late.", "hedge", "Perhaps"),
        ("The talks seem to have stalled.", "hedge", "seem"),
        ("Roughly 40 farms were flooded.", "hedge", "Roughly"),
        ("The figures suggest that the dam leaks.", "hedge", "suggest"),
        ("I think the road is closed.", "hedge", "think"),
        ("The mayor is certainly aware of it.", "booster", "certainly"),
        ("Of course the shops were shut.", "booster", "Of course"),
        ("There is no doubt that the river rose.", "booster", "There is no doubt"),
        ("The guards were not there.", "deny", "not"),
        ("It was by no means finished.", "deny", "by no means"),
        ("The hall was small but warm.", "counter", "but"),
        ("Although it rained, the fair went on.", "counter", "Although"),
        ("However, the price held.", "counter", "However"),
        ("The clerk said that the office was shut.", "acknowledge", "said"),
        ("The driver reportedly fled.", "acknowledge", "reportedly"),
        ("The lawyer claimed that the map was forged.", "distance", "claimed"),
        ("The so-called council met at night.", "distance", "so-called"),
        ("The study showed that the water was clean.", "endorse", "showed"),
        ("The storm was extremely violent.", "intensifier", "extremely"),
        ("It was the most beautiful village.", "intensifier", "most"),
        ("The fee rose slightly.", "minimiser", "slightly"),
        ("Only 12 seats were free.", "minimiser", "Only"),
        ("At least 12 boats sank.", "hedge", "At least"),
        ("On the whole, the harvest was good.", "hedge", "On the whole"),
        ("It's not clear why the bell rang.", "hedge", "It's not clear"),
        ("The rivals are certain to clash again.", "booster", "certain to"),
        ("Never mind that the roof leaks.", "counter", "Never mind"),
    ],
)  # fmt: skip
def test_a_marker_has_its_label(text: str, label: str, words: str) -> None:
    """One sentence of our own for each kind of marker."""
    labels = {label for label, covered in found(text) if covered.lower() == words.lower()}
    assert label in labels


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They met in May 2020.", "May"),
        ("The might of the army was feared.", "might"),
        ("They could not open the gate.", "could"),
        ("They spoke about the harvest.", "about"),
        ("He appeared in court.", "appeared"),
        ("Some farmers left.", "Some"),
        ("The major general left.", "major"),
        ("She sings as well.", "well"),
        ("Most of the land is dry.", "Most"),
        ("The judge was fair and the ruling just.", "just"),
        ("They walked around the lake.", "around"),
        ("He suggested a walk.", "suggested"),
        ("They have yet to reply.", "yet"),
        ("The prime minister knows the valley.", "knows"),
        ("The snow fell on the whole valley.", "on the whole"),
        ("Otherwise the boats would stay.", "Otherwise"),
        ("So looking at the lake, they wept.", "So"),
        ("You are not actually a baker.", "actually"),
    ],
)
def test_the_same_word_in_another_context_is_none(text: str, words: str) -> None:
    """Names of months, nouns, prepositions and idioms are no markers of engagement."""
    assert words not in {covered for _, covered in found(text)}


def test_a_negator_turns_a_booster_and_an_intensifier() -> None:
    """ "Not certain" is a hedge, "not very" a minimiser; the negator shares the relation and stays a denial."""
    for text, label, words in (
        ("It is not very cold.", "minimiser", "very"),
        ("It is not certain that they left.", "hedge", "certain"),
    ):
        turned = next(row for row in rows(text) if text[row.start : row.end] == words)
        denial = next(row for row in rows(text) if row.label == "deny")
        assert turned.label == label
        assert turned.relation == denial.relation != ""
    far = "They will not say that it is very cold."
    assert ("intensifier", "very") in found(far)
    assert all(row.relation == "" for row in rows("They did not leave."))


def test_a_longer_marker_hides_the_shorter() -> None:
    """ "Not only" denies nothing, "no doubt" is a booster, and the words inside are no markers of their own."""
    assert found("Not only the roof burned.") == {("counter", "Not only")}
    assert {label for label, words in found("No doubt the roof burned.") if "o" in words} == {"booster"}


def test_cues_come_from_the_quotes_and_share_their_relation() -> None:
    """Without quotes nobody is acknowledged; with them the row has the relation and the rule of the cue."""
    text = "“The well is dry,” said Ann Lee. The mayor did not answer."
    document = parse(segment(Document("d", text)))
    quotes = list(find_quotes(document))
    cue = next(row for row in quotes if row.role == "cue" and text[row.start : row.end] == "said")
    marker = next(row for row in find_engagement(document, quotes) if row.label == "acknowledge")
    assert (marker.start, marker.end, marker.relation, marker.rule) == (cue.start, cue.end, cue.relation, cue.rule)
    assert "acknowledge" not in {row.label for row in find_engagement(document)}


def test_what_shows_a_thing_endorses_no_words() -> None:
    """A verb of showing with a plain object attributes nothing that could be vouched for."""
    assert "endorse" not in {label for label, _ in found("The picture shows a bridge.")}


@pytest.mark.parametrize(
    "text",
    [
        "The mayor needs to show that he has a plan.",
        "Letters that purportedly show that she left are new.",
        "The photographs appear to show that the barn burned.",
        "The test may show that the well is dry.",
    ],
)
def test_what_is_not_asserted_is_not_vouched_for(text: str) -> None:
    """A showing that is wished, supposed or doubted endorses nothing; a plain one does."""
    assert "endorse" not in {row.label for row in rows(text)}
    assert "endorse" in {row.label for row in rows("The test showed that the well is dry.")}


def test_words_that_are_said_not_to_be_said_are_nobody_s() -> None:
    """ "Not to say that" turns an inference down and attributes nothing."""
    assert {row.label for row in rows("This is not to say that the mill failed.")} == {"counter"}


def test_rows_keep_to_the_layer_and_stand_in_order() -> None:
    """Roles and labels are those of LAYERS, every row covers words, and the rows are sorted."""
    found = rows("It may not be very easy, but he said that they certainly must have left, so-called experts or not.")
    assert {row.role for row in found} == {"marker"}
    assert {row.label for row in found} <= set(LAYERS["engagement"].labels)
    assert [row.start for row in found] == sorted(row.start for row in found)
    assert all(row.start < row.end and row.rule for row in found)


@pytest.mark.parametrize("text", ["", " \n", "…", "may", "not not not", "“may” (", "🙂 perhaps 🙂"])
def test_odd_texts_do_not_raise(text: str) -> None:
    """Nothing raises on text, with grammar or without."""
    document = segment(Document("d", text))
    for given in (document, parse(document)):
        assert all(0 <= row.start < row.end <= len(text) for row in find_engagement(given))


def test_without_grammar_only_what_needs_no_context_is_found() -> None:
    """A plain adverb is found, a word that needs a clause is not."""
    text = "Perhaps they suggest that it may rain about 4 times."
    document = segment(Document("d", text))
    words = {text[row.start : row.end] for row in find_engagement(document)}
    assert {"Perhaps", "about"} <= words
    assert "suggest" not in words


def test_the_work_is_linear() -> None:
    """Four times the text in one sentence makes less than eight times as many calls."""

    def calls(times: int) -> int:
        document = segment(Document("d", "they may not be very sure but perhaps so " * times))
        profile = cProfile.Profile()
        profile.runcall(lambda: list(find_engagement(document)))
        return sum(entry.callcount for entry in profile.getstats())

    calls(10)
    assert calls(400) < 8 * calls(100)
