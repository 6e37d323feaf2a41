"""Dictionaries that a researcher brings: labels, weights, negators, and the policies that the readers state."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from analysis.annotate import annotate, prepare
from analysis.annotation import LAYERS, Annotation
from analysis.lexicon.formats import _read_dictionary
from analysis.rhetoric.codebook import match_lexicon
from analysis.tables.table import rows_of
from analysis.text.document import Document
from analysis.text.read import document_from_text
from analysis.text.segment import segment

TABLE = "term,category,weight\nharm*,loss,-2.5\ngreat harm,loss,-4\nharm,cost,\nharbour,place,1\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A long table with weights, of which one entry has none."""
    path = tmp_path / "mine.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def rows(path: Path, text: str) -> list[tuple[str, str, str, float]]:
    """Label, role, words and score of each row; grammar is not asked."""
    document = segment(Document("d", text))
    lexicon = _read_dictionary(path).lexicon
    found = match_lexicon(document, lexicon, "dictionary")
    return [(row.label, row.role, document.text[row.start : row.end], row.score) for row in found]


def terms(path: Path, text: str) -> list[tuple[str, str]]:
    """Label and words of each term."""
    return [(label, words) for label, role, words, _ in rows(path, text) if role == "term"]


def test_a_label_is_name_and_category(table: Path) -> None:
    """The name of the file stands before the category, and the rule cites name, version and term."""
    lexicon = _read_dictionary(table).lexicon
    document = segment(Document("d", "The harbour burned."))
    (row,) = match_lexicon(document, lexicon, "dictionary")
    assert isinstance(row, Annotation)
    assert (row.layer, row.label, row.role) == ("dictionary", "mine: place", "term")
    assert row.rule == f"mine@{lexicon.version}:harbour"
    assert row.relation == ""


def test_weights_are_scores_and_no_weight_is_no_number(table: Path) -> None:
    """The entry's weight is on its own scale, not cut or averaged; an entry without a weight has NaN, not 0."""
    found = {label: score for label, _, _, score in rows(table, "The harm grew.")}
    assert found["mine: loss"] == -2.5
    assert math.isnan(found["mine: cost"])


def test_a_negator_is_a_row_that_shares_the_relation(table: Path) -> None:
    """The term still counts with its weight as it is; the negator stands beside it and is no category."""
    document = segment(Document("d", "They did no harm."))
    found = list(match_lexicon(document, _read_dictionary(table).lexicon, "dictionary"))
    loss = [row for row in found if row.relation.startswith("dictionary:mine: loss")]
    assert [(row.role, document.text[row.start : row.end], row.score) for row in loss if row.role == "term"] == [
        ("term", "harm", -2.5)
    ]
    (shifter,) = [row for row in loss if row.role == "shifter"]
    assert (shifter.label, document.text[shifter.start : shifter.end]) == ("negation", "no")
    assert all(row.relation for row in found)
    assert len({row.relation for row in found}) == 2, "each category has a relation of its own"


def test_the_longest_counts_within_a_category_and_categories_do_not_hide_each_other(table: Path) -> None:
    """Of “great harm” and “harm*” the longer counts in their category, and “harm” still counts in the other."""
    assert terms(table, "It did great harm.") == [("mine: loss", "great harm"), ("mine: cost", "harm")]
    assert terms(table, "They were harmed.") == [("mine: loss", "harmed")]


def test_two_dictionaries_stand_side_by_side(tmp_path: Path) -> None:
    """The same category and word in two files are two labels with a row each, in the one table."""
    for name, weight in (("one", 1), ("two", 7)):
        (tmp_path / f"{name}.csv").write_text(f"term,category,weight\nharbour,place,{weight}\n", encoding="utf-8")
    document = prepare(document_from_text("The harbour burned.", "d"))
    named = f"{tmp_path / 'one.csv'}, {tmp_path / 'two.csv'}"
    found = rows_of(annotate(document, portrayal=False, dictionaries=named), "dictionary")
    assert dict(zip(found["label"], found["score"], strict=True)) == {"one: place": 1.0, "two: place": 7.0}
    assert rows_of(annotate(document, portrayal=False), "dictionary").empty


def test_roles_and_negation_are_those_that_the_layer_explains(table: Path) -> None:
    """A category called as the negator's label stays apart from it."""
    table.write_text("term,category\nharm,negation\n", encoding="utf-8")
    found = rows(table, "They did no harm.")
    assert {(label, role) for label, role, _, _ in found} == {("mine: negation", "term"), ("negation", "shifter")}
    assert {role for _, role, _, _ in found} <= set(LAYERS["dictionary"].roles)
    assert "negation" in LAYERS["dictionary"].labels


def test_nothing_in_nothing_out(table: Path) -> None:
    """A text without words has no row."""
    assert rows(table, "") == rows(table, "… — ?") == []
