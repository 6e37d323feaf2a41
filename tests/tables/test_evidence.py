"""Evidence for the questions of a codebook, and functions that are absent."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.tables.evidence import evidence_rows, signs_of, tabulate_sides
from analysis.tables.table import build_table, concat_tables


@pytest.fixture
def table() -> pd.DataFrame:
    """Twenty words of the narrator and ten of Ann Lee; a second document without a word."""
    rows = [
        Annotation("voice", "narrator", 0, 100, "stretch", score=20.0),
        Annotation("voice", "direct", 100, 150, "stretch", actor="Ann Lee", score=10.0),
        Annotation("function", "cause", 5, 12, "indicator"),
        Annotation("function", "cause", 110, 117, "indicator"),
        Annotation("function", "remedy", 120, 124, "indicator"),
        Annotation("function", "negation", 118, 119, "shifter"),
        Annotation("frame", "conflict", 30, 33, "term"),
        Annotation("frame", "negation", 28, 29, "shifter"),
        Annotation("question", "conflict_1", 30, 33, "indicator"),
        Annotation("question", "conflict_2", 130, 135, "indicator"),
    ]
    return concat_tables([build_table("a", rows), build_table("b", [Annotation("section", "body", 0, 9, "part")])])


FUNCTIONS = ["problem", "cause", "moral", "remedy"]


def sides(table: pd.DataFrame) -> pd.DataFrame:
    """The functions by side."""
    return tabulate_sides(table, signs=signs_of(table, "function", "indicator"), labels=FUNCTIONS)


def test_every_function_has_a_row_for_every_side(table: pd.DataFrame) -> None:
    """Two documents, three sides, four functions; what was not found is stated as absent."""
    found = sides(table)
    assert len(found) == 2 * 3 * 4
    at = found.set_index(["doc_id", "side", "label"])
    assert at.loc[("a", "all", "cause"), "n"] == 2
    assert at.loc[("a", "narrator", "remedy"), "absent"]
    assert not at.loc[("a", "quoted", "remedy"), "absent"]
    assert at.loc[("a", "quoted", "cause"), "words"] == 10
    assert at.loc[("a", "narrator", "cause"), "rate"] == pytest.approx(50)
    assert at.loc[("a", "all", "moral"), "high"] == pytest.approx(1000 * 3.688879 / 30)


def test_without_words_there_is_no_rate(table: pd.DataFrame) -> None:
    """All functions are absent from a document without words, and nothing is known of their rate."""
    found = sides(table).query("doc_id == 'b'")
    assert found["absent"].all()
    assert found["rate"].map(math.isnan).all()


def test_evidence_takes_in_the_rows_of_other_layers_once(table: pd.DataFrame) -> None:
    """A frame's term counts for the question that names the frame; the same words count once, shifters never."""
    codebook = load_lexicon("generic_frames")
    rows = evidence_rows(table, codebook)
    assert rows.query("label == 'conflict_1'")[["start", "end"]].values.tolist() == [[30, 33]]
    found = (
        tabulate_sides(table, signs=rows, labels=codebook.categories)
        .query("doc_id == 'a'")
        .set_index(["label", "side"])["n"]
    )
    assert found["conflict_2"].to_dict() == {"all": 1, "narrator": 0, "quoted": 1}
    assert found["responsibility_3"]["all"] == 1  # a remedy is a solution


def test_an_empty_table_has_no_evidence() -> None:
    """Nothing is made up."""
    empty = build_table("d", [])
    assert evidence_rows(empty, load_lexicon("policy_frames")).empty
    assert sides(empty).empty
