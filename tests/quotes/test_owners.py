"""Whose a quotation is: who is announced before a colon; paragraphs that are somebody's words without marks."""

import math

import pytest

from analysis.actors.find_actors import find_actors
from analysis.annotate import prepare
from analysis.lexicon.lexicon import load_lexicon
from analysis.quotes.attributions import find_attributions
from analysis.quotes.find_quotes import find_quotes
from analysis.quotes.owners import Owners
from analysis.quotes.speakers import Speakers
from analysis.text.read import document_from_text

SAFE = "Mayor Lena Ortiz said the harbour was safe."
WARNED = "“Nobody warned us.”"


def speaker_of(text: str, words: str) -> str:
    """Who is given the words of a text that begin with some words, between marks."""
    document = prepare(document_from_text(text, "d"))
    start = text.index(words)
    rows = find_quotes(document, list(find_actors(document)))
    return next((row.actor for row in rows if row.role == "content" and row.start == start), "")


@pytest.mark.parametrize(
    "announced",
    [
        "And from the union leader Karl Renner:",
        "From Karl Renner:",
        "Karl Renner was blunt:",
        "For Karl Renner, it is simple:",
        "Karl Renner’s verdict:",
        "Speaking to reporters, Karl Renner:",
        "Karl Renner had this to say:",
        "As Karl Renner put it:",
        "According to Karl Renner:",
        "In the words of Karl Renner:",
        "Karl Renner did not mince his words:",
        "The union leader Karl Renner was blunt:",
        "Karl Renner:",
        "But Karl Renner was far less happy:",
        "On Sunday, Karl Renner was clear:",
        "Karl Renner, a union leader, was clear:",
        "Karl Renner’s short reply:",
        "Mr. Karl Renner was scathing:",
        "Then, from Karl Renner:",
        "Here is Karl Renner:",
        "To quote Karl Renner:",
    ],
)
def test_a_name_before_a_colon_and_a_quotation(announced: str) -> None:
    """Who is announced speaks, in the same paragraph and in the next (A5, A6)."""
    for text in (f"{SAFE} {announced} {WARNED}", f"{SAFE}\n\n{announced}\n\n{WARNED}"):
        assert speaker_of(text, WARNED) == "Karl Renner"


@pytest.mark.parametrize(
    "announced",
    [
        "The sign on the wall read:",
        "The book is called:",
        "Note:",
        "There is a word for this:",
        "It gets better:",
        "Asked why:",
        "In 2019:",
        "On Monday:",
        "Germany’s new house:",
        "Key facts:",
        "Karl Renner heard what Ada Stone had sung:",
        "Karl Renner wore a shirt:",
        "Moscow:",
    ],
)
def test_no_announcement(announced: str) -> None:
    """Signs, books, places, dates and clauses that name another announce nobody."""
    named = speaker_of(f"{SAFE}\n\n{announced} {WARNED}", WARNED)
    assert not {*named.split()} & {"Ortiz", "Renner", "Stone", "Germany", "Moscow", "Monday"}


def test_a_name_before_a_part_of_a_headline() -> None:
    """What goes on after the quotation is no announcement."""
    assert speaker_of(f"{SAFE}\n\nReed: “No” to the new tax", "“No”") == ""


@pytest.mark.parametrize(
    ("text", "label"), [(f"{SAFE} She was blunt: {WARNED}", "Lena Ortiz"), (f"It was blunt: {WARNED}", "")]
)
def test_a_pronoun_may_be_announced(text: str, label: str) -> None:
    """Whoever the pronoun means speaks."""
    assert speaker_of(text, WARNED) == label


def test_an_announcement_does_not_reach_back() -> None:
    """The quotation before stays nobody's; the one announced is the chairwoman's (A5)."""
    mara = "“Mara brings many years of work on rivers.”"
    text = f"“The river needs a patient guide.”\n\nAnd from Chairwoman Petra Lind:\n\n{mara}"
    assert speaker_of(text, "“The river") == ""
    assert speaker_of(text, mara) == "Petra Lind"


BLOCK = "The dam was old, and the town knew it."


def blocks(text: str, likely: float) -> list[tuple[str, str]]:
    """The blocks of a text with their speakers, where each paragraph is speech with some likelihood."""
    document = prepare(document_from_text(text, "d"))
    name = Speakers(document, list(find_actors(document)), []).name
    found = list(find_attributions(document, load_lexicon("reporting")))
    given = list(Owners(document, found, [], name, lambda span: likely).give_blocks())
    made = [(name(one.source), document.text[row.start : row.end]) for one in found for row in one.quoted]
    assert len(given) == len(made)
    return made


@pytest.mark.parametrize("likely", [math.nan, 0.4, 0.9])
def test_a_block_after_a_verb_of_saying(likely: float) -> None:
    """A paragraph after "wrote:" is the writer's, without quotation marks, with the reader and without."""
    assert blocks(f"Karl Renner wrote in a letter:\n\n{BLOCK}\n\nThe letter came late.", likely)[0] == (
        "Karl Renner",
        BLOCK,
    )


@pytest.mark.parametrize(("likely", "speakers"), [(math.nan, []), (0.1, []), (0.4, ["Karl Renner"])])
def test_a_block_after_a_name(likely: float, speakers: list[str]) -> None:
    """After a clause without a verb of saying, the reader decides whether it is speech, and the last name whose."""
    assert [name for name, _ in blocks(f"And this is from Karl Renner:\n\n{BLOCK}", likely)] == speakers


def test_a_block_goes_on() -> None:
    """The next paragraph is the speaker's too where it is likely to be speech; not where somebody says something."""
    text = f"Karl Renner wrote in a letter:\n\n{BLOCK}\n\nThe wall was old."
    assert len(blocks(text, 0.9)) == 2
    assert len(blocks(text, 0.5)) == 1
    assert len(blocks(f"{text[: -len('The wall was old.')]}Ada Stone said that it was new.", 0.9)) == 1


def test_a_verb_that_has_its_content_opens_no_block() -> None:
    """A list of what was said, and after it what the outlet says of it."""
    assert blocks(f"Karl Renner said that nobody had warned them:\n\n{BLOCK}", 0.4) == []
