"""Contrasts of one article: each side is the right words, and what is asked wrongly is said."""

from __future__ import annotations

import sys
from types import ModuleType

import pandas as pd
import pytest

from analysis.annotation import Annotation
from analysis.tables.counts import count_words
from analysis.tables.table import build_table
from analysis.tables.word_contrasts import contrast_words
from analysis.text.document import Document
from analysis.text.parse import parse
from analysis.text.segment import segment

TOLD = "The troops left the town early. " * 6
SAID = "“Talks in Tehran, only talks, will end it,” "
TEXT = TOLD + SAID + "Ann said. " + SAID.replace("Talks", "War") + "Bo said."


def article(grammar: bool = False) -> tuple[Document, pd.DataFrame]:
    """A text with a narrator and two speakers."""
    document = segment(Document("d", TEXT))
    rows, at = [], 0
    for speaker, opening in (("Ann", TEXT.index("“Talks")), ("Bo", TEXT.index("“War"))):
        rows.append(Annotation("voice", "narrator", at, opening, "stretch"))
        at = TEXT.index("”", opening) + 1
        rows.append(Annotation("voice", "direct", opening, at, "stretch", actor=speaker))
    rows.append(Annotation("voice", "narrator", at, len(TEXT), "stretch"))
    return parse(document) if grammar else document, build_table("d", rows)


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of general English in which one word in twenty is "the", and every other one in ten thousand."""
    fake = ModuleType("wordfreq")
    fake.word_frequency = lambda term, language: 0.05 if term == "the" else 0.0001  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "wordfreq", fake)


@pytest.mark.parametrize(
    ("focus", "reference", "words"),
    [
        ("narrator", "quoted", (40, 16)),
        ("Ann", "Bo", (8, 8)),
        ("Ann", "others", (8, 48)),
        ("article", "quoted", (56, 16)),
        ("article", "others", (56, 0)),
        ("article", "english", (56, 1_000_000)),
    ],
)
@pytest.mark.usefixtures("english")
def test_each_side_is_its_own_words(focus: str, reference: str, words: tuple[int, int]) -> None:
    """The words of a side are those that are counted for it."""
    contrast = contrast_words(*article(), focus, reference, enough=1)
    assert (contrast.words_focus, contrast.words_reference) == words
    assert (contrast.note == "") == (min(words) > 0)
    assert contrast.table.empty == (min(words) == 0)


def test_what_is_peculiar_leads_with_its_sign() -> None:
    """The narrator's troops and the speakers' talks lie on either side of 0."""
    table = contrast_words(*article(), enough=1).table.set_index("term")
    assert table.loc["troops", "log_ratio"] > 0
    assert table.loc["talks", "log_ratio"] < 0
    assert table.loc["talks", "n_reference"] == 3
    assert table.index[table["is_name"]].tolist() == ["tehran"]  # by its capital, without grammar


def test_names_are_told_where_there_is_grammar() -> None:
    """A place is a name, troops are not."""
    table = contrast_words(*article(grammar=True), enough=1).table.set_index("term")
    assert table.loc["tehran", "is_name"]
    assert not table.loc["troops", "is_name"]


@pytest.mark.usefixtures("english")
def test_against_english_only_the_articles_words_are_listed() -> None:
    """General English is counted by its size; its other words are not listed."""
    document, table = article()
    found = contrast_words(document, table, "article", "english", enough=1).table
    assert set(found["term"]) <= set(count_words(document, table, "document")["d"].index)
    assert found.set_index("term").loc["troops", "rate_reference"] == pytest.approx(0.1)


def test_too_little_text_is_said() -> None:
    """Eight words of one speaker are not compared with eight of another, unless asked to."""
    contrast = contrast_words(*article(), "Ann", "Bo")
    assert contrast.note == "Too few words to compare: 8 against 8; each side needs at least 200."
    assert contrast.table.empty
    assert "is_name" in contrast.table


@pytest.mark.parametrize("text", ["", "…", "War."])
def test_odd_texts_are_too_little(text: str) -> None:
    """No word, or one, is said to be too little."""
    contrast = contrast_words(segment(Document("d", text)), build_table("d", []))
    assert contrast.note.startswith("Too few words")


@pytest.mark.parametrize(
    ("focus", "reference", "message"),
    [
        ("Cy", "Bo", "focus must be one of narrator, Ann, Bo, quoted, article, got 'Cy'"),
        ("english", "Bo", "focus must be one of narrator, Ann, Bo, quoted, article, got 'english'"),
        ("Ann", "Cy", "reference must be one of narrator, Ann, Bo, quoted, article, others, english, got 'Cy'"),
        ("Ann", "Ann", "reference must be a side other than the focus, got 'Ann' for both"),
    ],
)
def test_unknown_sides_are_named(focus: str, reference: str, message: str) -> None:
    """The message lists the sides there are."""
    with pytest.raises(ValueError, match=message):
        contrast_words(*article(), focus, reference)
