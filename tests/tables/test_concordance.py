"""Key words in context: every line is the text itself, inside its paragraph, with so many tokens a side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation import Annotation
from analysis.tables.concordance import CONCORDANCE_COLUMNS, concordance
from analysis.tables.table import build_table
from analysis.text.document import Document
from analysis.text.segment import segment

TEXT = "All troops must leave now. The troops left.\n\nNew troops came, and the old troops went home."


def lines(text: str, word: str, window: int = 8) -> list[tuple[str, str, str]]:
    """Left, key word and right of each line."""
    table = concordance(segment(Document("d", text)), word, window)
    return list(table[["left", "keyword", "right"]].itertuples(index=False, name=None))


def test_columns_are_always_the_same() -> None:
    """With or without lines, a concordance has the same columns, numbered from 0."""
    document = segment(Document("d", TEXT))
    for rows in ("troops", "nowhere", build_table("d", [])):
        table = concordance(document, rows)
        assert list(table.columns) == CONCORDANCE_COLUMNS
        assert list(table.index) == list(range(len(table)))


def test_window_counts_tokens_on_each_side() -> None:
    """So many tokens are shown on each side, marks among them; none with a window of 0."""
    assert lines(TEXT, "must leave", 1) == [("troops ", "must leave", " now")]
    assert lines(TEXT, "must leave", 2) == [("All troops ", "must leave", " now.")]
    assert lines(TEXT, "leave", 0) == [("", "leave", "")]


def test_context_stops_at_the_paragraph() -> None:
    """The words of the next paragraph are no context, however wide the window."""
    assert lines(TEXT, "left", 50) == [("All troops must leave now. The troops ", "left", ".")]
    assert lines(TEXT, "new", 50)[0][0] == ""


def test_rows_keep_their_order_and_their_labels() -> None:
    """Rows of a table become lines in the order given, with label, rule and the number of their sentence."""
    rows = [Annotation("frame", "a", 52, 58, "term", rule="own@1:troops"), Annotation("frame", "b", 4, 10, "term")]
    table = concordance(segment(Document("d", TEXT)), build_table("d", rows), 1)
    assert table["label"].tolist() == ["b", "a"]
    assert table["sentence_id"].tolist() == [0, 2]
    assert table["rule"].tolist() == ["", "own@1:troops"]


def test_search_takes_stars() -> None:
    """A star in the phrase looked for stands for letters."""
    assert [line[1] for line in lines(TEXT, "le*")] == ["leave", "left"]


@pytest.mark.parametrize("word", ["", " ", "*", "?", "(", "…", "🙂"])
def test_odd_search_words_raise_nothing(word: str) -> None:
    """Whatever is typed, the answer is a concordance whose key words are words of the text."""
    assert all(keyword for _, keyword, _ in lines(TEXT, word))
    assert lines("", word) == []


def test_wrong_arguments_are_named() -> None:
    """A negative window and the rows of another document are refused by name."""
    document = segment(Document("d", TEXT))
    with pytest.raises(ValueError, match="window must be 0 or more, got -1"):
        concordance(document, "troops", -1)
    other = build_table("e", [Annotation("frame", "a", 0, 3, "term")])
    with pytest.raises(ValueError, match="document 'd', got rows of 'e'"):
        concordance(document, other)


SPANS = st.tuples(st.integers(0, len(TEXT)), st.integers(0, 12)).map(lambda pair: (pair[0], min(sum(pair), len(TEXT))))


@given(SPANS, st.integers(0, 20))
def test_a_line_is_a_stretch_of_the_text(span: tuple[int, int], window: int) -> None:
    """Left, key word and right together stand in the text as they are, with the key word at its offsets."""
    table = concordance(
        segment(Document("d", TEXT)), build_table("d", [Annotation("frame", "a", *span, "term")]), window
    )
    line = table.iloc[0]
    start = span[0] - len(line["left"])
    assert TEXT[start : start + len(line["left"] + line["keyword"] + line["right"])] == (
        line["left"] + line["keyword"] + line["right"]
    )
    assert line["keyword"] == TEXT[span[0] : span[1]]


@given(st.text(alphabet="ab .“”\n🙂", max_size=40), st.integers(0, 5))
def test_any_text_can_be_searched(text: str, window: int) -> None:
    """For every text, the lines of a word are stretches of the text inside one paragraph."""
    document = segment(Document("d", text))
    for left, keyword, right in lines(text, "a*", window):
        assert any(left + keyword + right in document.covered(paragraph) for paragraph in document.paragraphs)
