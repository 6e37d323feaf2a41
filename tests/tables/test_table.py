"""The annotations table: always the same columns, the voice of every row, sorted, and covered text derived."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation import Annotation
from analysis.tables.table import (
    ORDER,
    SCHEMA,
    build_table,
    concat_tables,
    covered_text,
    locate,
    records,
    rows_of,
)
from analysis.text.document import Document

STRETCHES = [
    Annotation("voice", "narrator", 0, 10, "stretch", "sentence:0", score=2),
    Annotation("voice", "direct", 10, 20, "stretch", "sentence:0", actor="Ali", score=3),
    Annotation("voice", "narrator", 25, 30, "stretch", "sentence:1", score=1),
]
SPANS = st.tuples(st.integers(0, 40), st.integers(0, 5)).map(lambda pair: (pair[0], sum(pair)))
ROWS = st.builds(
    lambda layer, label, span, role: Annotation(layer, label, span[0], span[1], role),
    st.sampled_from(["frame", "valence", "quote"]),
    st.sampled_from(["positive", "conflict"]),
    SPANS,
    st.sampled_from(["term", "shifter"]),
)


def dtypes(table: pd.DataFrame) -> dict[str, str]:
    """Columns in order, with their types."""
    return {str(name): str(kind) for name, kind in table.dtypes.items()}


TYPES = dtypes(build_table("d", [Annotation("frame", "conflict", 0, 3, "term")]))


@given(st.lists(ROWS, max_size=6), st.booleans())
def test_columns_types_and_order_are_always_the_same(rows: list[Annotation], spoken: bool) -> None:
    """Empty or full, with or without voices, a table has the columns and types of the schema and is sorted."""
    table = build_table("d", [*rows, *(STRETCHES if spoken else [])])
    assert list(table.columns) == list(SCHEMA)
    assert dtypes(table) == TYPES
    assert list(table.index) == list(range(len(rows) + 3 * spoken))
    keys = list(table[ORDER].itertuples(index=False, name=None))
    assert keys == sorted(keys)


@given(st.lists(ROWS, max_size=6), st.randoms())
def test_the_order_of_annotations_does_not_matter(rows: list[Annotation], random: object) -> None:
    """A table holds a set of findings: in whatever order they come, it is the same table."""
    shuffled = [*rows, *STRETCHES]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    pd.testing.assert_frame_equal(build_table("d", shuffled), build_table("d", [*STRETCHES, *rows]))


@pytest.mark.parametrize(
    ("start", "voice", "speaker"),
    [(0, "narrator", ""), (9, "narrator", ""), (10, "direct", "Ali"), (19, "direct", "Ali"), (20, "narrator", ""),
     (24, "narrator", ""), (29, "narrator", ""), (40, "narrator", "")],
)  # fmt: skip
def test_a_row_has_the_voice_of_its_first_character(start: int, voice: str, speaker: str) -> None:
    """The stretch that holds the start gives voice and speaker; outside of all, the narrator speaks."""
    table = build_table("d", [*STRETCHES, Annotation("frame", "conflict", start, 50, "term")])
    row = rows_of(table, "frame").iloc[0]
    assert (row["voice"], row["speaker"]) == (voice, speaker)


@given(st.lists(ROWS, max_size=8))
def test_voice_agrees_with_a_plain_search(rows: list[Annotation]) -> None:
    """The fast look-up gives what asking every stretch in turn gives."""
    for row in records(rows_of(build_table("d", [*STRETCHES, *rows]), "frame")):
        holding = [stretch.label for stretch in STRETCHES if stretch.start <= row.start < stretch.end]
        assert row.voice == (holding[0] if holding else "narrator")


def test_concat_keeps_schema_and_rows() -> None:
    """Tables follow one another, numbered anew; of none, an empty table with the same types comes out."""
    one, other = build_table("a", STRETCHES), build_table("b", STRETCHES[:1])
    both = concat_tables([one, build_table("c", []), other])
    assert list(both["doc_id"]) == ["a", "a", "a", "b"]
    assert list(both.index) == [0, 1, 2, 3]
    assert dtypes(both) == dtypes(concat_tables([])) == TYPES
    assert concat_tables([]).empty


def test_rows_of_chooses_by_layer_and_role() -> None:
    """Only the rows asked for come out, numbered from 0."""
    table = build_table("d", [Annotation("frame", "a", 5, 6, "term"), Annotation("frame", "a", 1, 2, "shifter")])
    assert list(rows_of(table, "frame")["start"]) == [1, 5]
    assert list(rows_of(table, "frame", "term").index) == [0]
    assert rows_of(table, "valence").empty


def test_covered_text_is_read_from_the_document() -> None:
    """The words under each row come from the text, row by row; an empty table gives none."""
    table = build_table("d", [Annotation("frame", "a", 4, 7, "term"), Annotation("frame", "a", 0, 3, "term")])
    assert list(covered_text(Document("d", "war 🙂 so"), table)) == ["war", "🙂 s"]
    assert covered_text(Document("d", ""), build_table("d", [])).empty


def test_locate_says_minus_one_where_nothing_holds_the_start() -> None:
    """Positions count the stretches from 0; gaps, ends and an empty list of stretches give -1."""
    stretches = rows_of(build_table("d", STRETCHES), "voice")
    rows = build_table("d", [Annotation("frame", "a", start, 60, "term") for start in (0, 12, 22, 25, 30)])
    assert list(locate(rows, stretches)) == [0, 1, -1, 2, -1]
    assert list(locate(rows, stretches.head(0))) == [-1] * 5
