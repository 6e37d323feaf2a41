"""Counts of words by holder, their places, and the general-English reference."""

from __future__ import annotations

import sys
from types import ModuleType

import pandas as pd
import pytest

from analysis.annotation import Annotation
from analysis.tables.concordance import concordance
from analysis.tables.counts import count_words, general_english, name_terms, word_rows
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


def test_words_are_counted_by_holder() -> None:
    """Each word is its holder's; outside every stretch the narrator speaks."""
    counts = count_words(*article())
    assert counts["Ann"].to_dict() == {"now": 1, "talks": 1}
    assert counts["unnamed"].to_dict() == {"no": 1, "talks": 1}
    assert counts["narrator"]["us"] == counts["narrator"]["US"] == 1
    assert counts["narrator"]["said"] == 2


@pytest.mark.parametrize("by", ["holder", "side", "document"])
def test_every_word_is_counted_once(by: str) -> None:
    """However the words are divided, their number is that of the document."""
    document, table = article()
    counts = count_words(document, table, by)
    assert sum(count.sum() for count in counts.values()) == sum(token.is_word for token in document.tokens)


def test_both_sides_are_always_there() -> None:
    """A text without a quotation has an empty other side; an empty text has two."""
    counts = count_words(segment(Document("d", "War.")), build_table("d", []), "side")
    assert counts["narrator"].to_dict() == {"war": 1}
    assert counts["quoted"].empty
    empty = count_words(Document("d", ""), build_table("d", []), "side")
    assert [count.empty for count in empty.values()] == [True, True]


def test_lemmas_are_forms_without_grammar() -> None:
    """The unit is the lemma where there is one."""
    document, table = article()
    assert count_words(document, table, unit="lemma")["Ann"].to_dict() == {"now": 1, "talks": 1}


@pytest.mark.parametrize(("argument", "valid"), [("by", "holder, side, document"), ("unit", "form, lemma")])
def test_bad_arguments_are_named(argument: str, valid: str) -> None:
    """Each is told with what it may be."""
    with pytest.raises(ValueError, match=f"{argument} must be one of {valid}, got 'x'"):
        count_words(*article(), **{argument: "x"})


def test_names_are_told_by_grammar_or_capitals() -> None:
    """A capital after another word tells one, after a mark or at the beginning it does not; grammar tells more."""
    assert name_terms(segment(Document("d", "Talks with Iranian officials ended: “No news.” Tehran left."))) == {
        "iranian"
    }
    assert "tehran" in name_terms(parse(segment(Document("d", "Tehran said so. They left Tehran for talks."))))


def test_rows_are_the_evidence_of_the_counts() -> None:
    """There is a row for each time a term was counted, with its voice and speaker, and the concordance takes them."""
    document, table = article()
    rows = word_rows(document, table, ["talks"])
    assert rows["label"].tolist() == ["talks"] * 3
    assert rows[["voice", "speaker"]].values.tolist() == [["narrator", ""], ["direct", "Ann"], ["direct", ""]]
    for holder, count in count_words(document, table).items():
        for term, n in count.items():
            assert len(word_rows(document, table, [str(term)], holder)) == n
    lines = concordance(document, rows, 1)
    assert lines[["left", "keyword", "right"]].values.tolist()[1] == ["“", "Talks", " now"]
    assert word_rows(document, table, []).empty


def test_general_english_scales_frequencies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Frequencies become counts among so many words; a term that is asked twice is there once."""
    fake = ModuleType("wordfreq")
    fake.word_frequency = lambda term, language: {"the": 0.05}.get(term, 0.0)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "wordfreq", fake)
    assert general_english(["the", "xqz", "the"], 1_000).to_dict() == {"the": 50.0, "xqz": 0.0}
    with pytest.raises(ValueError, match="words must be positive, got 0"):
        general_english(["the"], 0)


def test_general_english_knows_common_words() -> None:
    """The list itself: "the" is one word in twenty, a name is rare, and nothing is unknown to the point of an error."""
    pytest.importorskip("wordfreq")
    counts = general_english(["the", "Baghdad", "al-Muhandis", "2020", "", "☺"])
    assert 40_000 < counts["the"] < 70_000
    assert 0 < counts["Baghdad"] < 100
    assert (counts >= 0).all()
