"""Counts of words by holder, their places, and the general-English reference."""

from __future__ import annotations

import sys
from types import ModuleType

import pandas as pd
import pytest

from analysis.annotation import Annotation
from analysis.tables.concordance import concordance
from analysis.tables.counts import count_words, general_english, list_words, name_terms
from analysis.tables.table import build_table
from analysis.text.document import Document
from analysis.text.parse import parse
from analysis.text.segment import segment

TEXT = "The US wants talks. “Talks now,” Ann said. “No talks,” they said. He told us so."


def article() -> tuple[Document, pd.DataFrame]:
    """A text in three voices: the narrator, Ann, and somebody without a name."""
    document = segment(Document("d", TEXT))
    named, unnamed = TEXT.index("“Talks"), TEXT.index("“No")
    rows = [
        Annotation("voice", "narrator", 0, named, "stretch"),
        Annotation("voice", "direct", named, named + 12, "stretch", actor="Ann"),
        Annotation("voice", "narrator", named + 12, unnamed, "stretch"),
        Annotation("voice", "direct", unnamed, unnamed + 11, "stretch"),
    ]
    return document, build_table("d", rows)


def counts() -> dict[str, dict[str, int]]:
    """How often each word stands in the words of each holder."""
    return {str(holder): count_words(own).to_dict() for holder, own in list_words(*article()).groupby("holder")}


def test_words_are_counted_by_holder() -> None:
    """Each word is its holder's; outside every stretch the narrator speaks."""
    found = counts()
    assert found["Ann"] == {"now": 1, "talks": 1}
    assert found["unnamed"] == {"no": 1, "talks": 1}
    assert found["narrator"]["us"] == found["narrator"]["US"] == 1
    assert found["narrator"]["said"] == 2


def test_every_word_is_counted_once() -> None:
    """However the words are divided, their number is that of the document; an empty text has none."""
    assert sum(sum(own.values()) for own in counts().values()) == sum(token.is_word for token in article()[0].tokens)
    assert list_words(Document("d", ""), build_table("d", [])).empty


def names(document: Document) -> frozenset[str]:
    return name_terms(document, list_words(document, build_table("d", [])))


def test_names_are_told_by_grammar_or_capitals() -> None:
    """A capital after another word tells one, after a mark or at the beginning it does not; grammar tells more."""
    text = "Talks with Iranian officials ended: “No news.” Tehran left."
    assert names(segment(Document("d", text))) == {"iranian"}
    assert "tehran" in names(parse(segment(Document("d", "Tehran said so. They left Tehran for talks."))))


def test_rows_are_the_evidence_of_the_counts() -> None:
    """There is a row for each time a term was counted, with its voice and speaker, and the concordance takes them."""
    document, table = article()
    words = list_words(document, table)
    rows = words[words["label"] == "talks"]
    assert rows[["voice", "speaker"]].values.tolist() == [["narrator", ""], ["direct", "Ann"], ["direct", ""]]
    lines = concordance(document, rows, 1)
    assert lines[["left", "keyword", "right"]].values.tolist()[1] == ["“", "Talks", " now"]


def test_general_english_scales_frequencies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Frequencies become counts among so many words; a term that is asked twice is there once."""
    fake = ModuleType("wordfreq")
    fake.word_frequency = lambda term, language: {"the": 0.05}.get(term, 0.0)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "wordfreq", fake)
    assert general_english(["the", "xqz", "the"], 1_000).to_dict() == {"the": 50.0, "xqz": 0.0}


def test_general_english_knows_common_words() -> None:
    """The list itself: "the" is one word in twenty, a name is rare, and nothing is unknown to the point of an error."""
    pytest.importorskip("wordfreq")
    counts = general_english(["the", "Baghdad", "al-Muhandis", "2020", "", "☺"])
    assert 40_000 < counts["the"] < 70_000
    assert 0 < counts["Baghdad"] < 100
    assert (counts >= 0).all()
