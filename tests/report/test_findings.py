"""Findings: each follows from the table, and what the counts cannot bear is said to be so."""

import re

import pandas as pd
from bs4 import BeautifulSoup

from analysis.annotate import annotate, prepare
from analysis.annotation import Annotation
from analysis.report.findings import (
    FEW_WORDS,
    frame_order,
    state_findings,
    state_frames,
    state_valence,
    state_voices,
)
from analysis.report.rhetoric_findings import LINKS, places
from analysis.tables.table import build_table, rows_of
from analysis.text.document import Document
from analysis.text.read import document_from_text
from analysis.text.segment import segment


def read(html: str) -> str:
    """The words of a list of findings; in each "n = 3" the spaces do not break."""
    words = BeautifulSoup(html, "html.parser").get_text(" ")
    assert "n = " not in words
    return words.replace("n\xa0=\xa0", "n = ")


def told(text: str) -> str:
    document = prepare(document_from_text(text, "d"))
    return read(state_findings(document, annotate(document)).html)


def made(narrator: int, quoted: int, terms: dict[str, tuple[int, int]]) -> pd.DataFrame:
    """A table with so many words of each voice, and so many terms of each label in them."""
    rows = [
        Annotation("voice", "narrator", 0, 5000, "stretch", score=float(narrator)),
        Annotation("voice", "direct", 5000, 9000, "stretch", score=float(quoted)),
    ]
    for label, (own, others) in terms.items():
        at = [*range(0, 10 * own, 10), *range(5000, 5000 + 10 * others, 10)]
        rows += [Annotation("frame", label, start, start + 5, "term", rule="f@1:t") for start in at]
    return build_table("d", rows)


def sentences(table: pd.DataFrame) -> str:
    return read(state_findings(segment(Document("d", "x" * 9000)), table).html)


def test_a_short_quotation_gives_no_contrast() -> None:
    """Below the least number of words the report says that it cannot tell, with the number."""
    words = told("The army attacked the town and the people left it in fear. “We will fight,” he said.")
    assert re.search(r"too few words to tell \(n = [35]\)", words)
    assert "more frequent" not in words


def test_the_least_number_of_words_is_a_bound() -> None:
    """One word fewer than the bound is too few; the bound itself is enough."""
    terms = {"conflict": (30, 0)}
    assert "too few words to tell" in sentences(made(900, FEW_WORDS - 1, terms))
    assert "too few words to tell" not in sentences(made(900, FEW_WORDS, terms))


def test_a_contrast_is_told_only_where_its_interval_bears_it() -> None:
    """A wide difference is told in the right direction; an even one is said not to differ."""
    assert re.search(r"Conflict\s+is more frequent in others’ words", sentences(made(500, 500, {"conflict": (2, 60)})))
    assert re.search(r"Conflict\s+is more frequent in the narrator", sentences(made(500, 500, {"conflict": (60, 2)})))
    even = sentences(made(500, 500, {"conflict": (20, 21)}))
    assert "more frequent" not in even
    assert "Nothing that was counted" in even


def test_a_frame_in_one_voice_only_is_told_without_a_division() -> None:
    """With no term in the other voice the ratio has no upper bound, and the sentence says so."""
    words = sentences(made(500, 500, {"conflict": (60, 0)}))
    assert "n = 60 against 0" in words
    assert "∞" in words


def test_an_article_without_a_quotation_has_one_voice() -> None:
    """All words are the outlet's, and no comparison is tried."""
    words = told("The rain fell on the town. It was cold.")
    assert "All 9 words are the outlet’s own" in words
    assert "compared" not in words


def test_an_article_without_words_says_so() -> None:
    """No word is no finding, and no error."""
    assert "no words to count" in told("— …")


def test_no_frame_is_a_finding() -> None:
    """An article without a framing term says so, with the number of words searched."""
    assert "No framing term of the lexicon is in the article’s 10 words." in told(
        "The blue bird sat on a green twig and sang."
    )


def test_few_scored_sentences_give_no_valence() -> None:
    """Fewer than five sentences with a valence word are too few to tell."""
    assert "Too few sentences to tell the tone of the narrator’s words (n = 1)" in told("It was a horrible day.")


def test_speakers_and_words_are_escaped() -> None:
    """A speaker's name with markup in it stays text."""
    rows = [
        Annotation("voice", "narrator", 0, 50, "stretch", score=50.0),
        Annotation("voice", "direct", 50, 99, "stretch", actor="<b>X</b>", score=60.0),
    ]
    html = state_findings(segment(Document("d", "y" * 99)), build_table("d", rows)).html
    assert "<b>" not in html
    assert "&lt;b&gt;X&lt;/b&gt;" in html


def test_many_places_become_one_link() -> None:
    """Up to the limit each place has a link; beyond it one link leads to the list."""
    rows = rows_of(made(500, 500, {"conflict": (LINKS + 1, 0)}), "frame")
    few, many = places(rows.head(LINKS), "list"), places(rows, "list")
    assert few.count("<a ") == LINKS
    assert 'href="#w-0"' in few
    assert many == f'<a href="#list">n = {LINKS + 1}</a>'


def test_frames_are_ordered_by_their_terms() -> None:
    """Most terms first; equal ones by name; shifters are not terms."""
    table = made(500, 500, {"b": (2, 0), "a": (2, 0), "c": (5, 0)})
    shifter = build_table("d", [Annotation("frame", "z", 0, 1, "shifter")])
    assert frame_order(pd.concat([table, shifter])) == ["c", "a", "b"]


def test_titles_state_the_finding() -> None:
    """The title of a picture is a sentence with its figures."""
    table = made(75, 25, {"conflict": (3, 0), "health": (1, 0)})
    assert re.match(r"75 % of the words are the narrator['’]s, 25 % are quoted, 0 % are reported", state_voices(table))
    assert state_frames(table) == "Most terms belong to conflict and health."
    assert state_valence(table) == "0 words with a bad sense, 0 with a good one."
    assert state_voices(build_table("d", [])) == "The article has no words to count."
    assert state_frames(build_table("d", [])) == "No framing term of the lexicon is in the article."


def test_a_large_number_of_words_is_grouped() -> None:
    """Thousands have a comma wherever words are counted."""
    assert re.search(r"500 of 2,000 words", sentences(made(1500, 500, {})))
