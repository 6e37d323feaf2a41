"""Scores of attributions, by hand-made cases."""

import math

import pandas as pd
import pytest

from tests.bench.agreement import COLUMNS, score_attributions


def rows(*parts: tuple[str, str, str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(list(parts), columns=list(COLUMNS))


GOLD = rows(("d", "1", "source", 0, 5), ("d", "1", "cue", 6, 10), ("d", "1", "content", 10, 20))


def unit(table: pd.DataFrame, name: str) -> pd.Series:
    return table.set_index("unit").loc[name]


def test_half_of_the_content() -> None:
    """Half of the characters of the content are enough for the relation, and count as half for the characters."""
    table = score_attributions(GOLD, rows(("d", "a", "source", 4, 8), ("d", "a", "content", 10, 15)))
    assert unit(table, "content")[["precision", "recall"]].tolist() == [1.0, 0.5]
    assert unit(table, "source")[["right", "found", "gold"]].tolist() == [1, 4, 5]
    assert unit(table, "relation")["right"] == 1
    assert math.isnan(unit(table, "cue")["precision"])


def test_less_than_half_or_other_source() -> None:
    """Less content, or a source elsewhere, or none, is no match."""
    for found in (
        rows(("d", "a", "source", 0, 5), ("d", "a", "content", 10, 14)),
        rows(("d", "a", "source", 5, 6), ("d", "a", "content", 10, 20)),
        rows(("d", "a", "content", 10, 20)),
    ):
        assert unit(score_attributions(GOLD, found), "relation")["right"] == 0


def test_one_to_one() -> None:
    """Two found relations over one gold relation are one right, one wrong."""
    found = rows(
        *[("d", name, role, *GOLD.loc[n, ["start", "end"]]) for name in "ab" for n, role in enumerate(GOLD["role"])]
    )
    assert unit(score_attributions(GOLD, found), "relation")[["right", "found"]].tolist() == [1, 2]


def test_documents_are_apart() -> None:
    """The same offsets in another document are not right."""
    table = score_attributions(GOLD, GOLD.assign(doc_id="e"))
    assert table["right"].tolist() == [0, 0, 0, 0]


def test_interval() -> None:
    """The interval holds the score, and is the same for the same seed."""
    gold = pd.concat([GOLD.assign(doc_id=str(n)) for n in range(10)])
    found = pd.concat([GOLD.assign(doc_id=str(n)) for n in range(6)])
    table = score_attributions(gold, found)
    assert (table["low"] < table["f1"]).all()
    assert (table["f1"] < table["high"]).all()
    pd.testing.assert_frame_equal(table, score_attributions(gold, found))


def test_empty() -> None:
    """Nothing against nothing is undefined, not 0."""
    assert score_attributions(rows(), rows())["f1"].isna().all()


def test_bad_table() -> None:
    """A missing column is named."""
    with pytest.raises(ValueError, match="found lacks columns end"):
        score_attributions(GOLD, GOLD.drop(columns="end"))
