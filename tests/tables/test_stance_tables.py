"""Stances and positions, against examples worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.annotation import Annotation
from analysis.tables.intervals import wilson_interval
from analysis.tables.stance_tables import list_stances, tabulate_square, tabulate_stance
from analysis.tables.table import build_table

TEXT = "0123456789" * 10
VOICES = [
    Annotation("voice", "narrator", 0, 20, "stretch", score=5),
    Annotation("voice", "direct", 20, 40, "stretch", actor="Ann", score=5),
    Annotation("voice", "direct", 40, 60, "stretch", actor="Ann", score=5),
    Annotation("voice", "direct", 60, 80, "stretch", score=5),
]


def stance(
    start: int, target: str, label: str, holder: str = "", rule: str = "stance.network", tie: str = "stance.direct",
    likely: float = 0.7,
) -> list[Annotation]:  # fmt: skip
    """An expression of two characters about a target; with its holder where the writer names one."""
    relation, score = f"stance:{start}:{target}", likely if label == "favor" else -likely
    rows = [
        Annotation("stance", label, 0, 1, "target", relation, target, score, tie),
        Annotation("stance", label, start, start + 2, "expression", relation, target, score, rule),
    ]
    named = Annotation("stance", label, 1, 2, "holder", relation, holder, rule="stance.holder")
    return [*rows, named] if holder else rows


TABLE = build_table(
    "d",
    [
        *VOICES,
        *stance(4, "Baal", "against"),
        *stance(8, "Baal", "against"),
        *stance(12, "Baal", "favor", holder="Cid"),
        *stance(21, "Baal", "against"),
        *stance(41, "Baal", "against"),
        *stance(43, "Ann", "favor"),
        *stance(61, "Baal", "favor"),
    ],
)


def position(table: pd.DataFrame, holder: str, target: str = "Baal") -> pd.Series:
    return tabulate_stance(table).set_index(["holder", "target"]).loc[(holder, target)]


def test_whose_stance_it_is() -> None:
    """The holder named, else the voice of the expression, wherever the target is; nobody stands toward themselves."""
    assert list(list_stances(TABLE)["holder"]) == ["narrator", "narrator", "Cid", "Ann", "Ann", "unnamed"]
    rows = TABLE[TABLE["relation"] == "stance:21:Baal"]
    assert rows[["voice", "speaker"]].drop_duplicates().values.tolist() == [["direct", "Ann"]]
    rows = TABLE[TABLE["relation"] == "stance:12:Baal"]
    assert rows[["voice", "speaker"]].drop_duplicates().values.tolist() == [["indirect", "Cid"]]


def test_a_position_needs_two_sentences() -> None:
    """Two expressions in one sentence are none; leaving any sentence out must not turn the score."""
    assert position(TABLE, "narrator")[["n", "sentences", "score", "low", "high", "position"]].tolist() == [
        2, 1, -1.0, pytest.approx(-1.0 / 0.7), pytest.approx(1.0 / 0.7), "none"
    ]  # fmt: skip
    said = position(TABLE, "Ann")
    assert said[["n", "against", "sentences", "position"]].tolist() == [2, 2, 2, "against"]
    assert said[["score", "low", "high"]].tolist() == pytest.approx([-1.0, -1.9 / 1.4, -0.5])
    one_more = build_table("d", [*VOICES, *stance(21, "Baal", "against"), *stance(41, "Baal", "favor")])
    assert position(one_more, "Ann")[["score", "position"]].tolist() == [0.0, "mixed"]


def test_a_position_needs_likely_expressions() -> None:
    """Candidates count, too, but little; a stretch weighs what its likeliest expression does."""
    weak = [*stance(21, "Baal", "against", likely=0.2), *stance(41, "Baal", "against", likely=0.3)]
    told = position(build_table("d", [*VOICES, *weak]), "Ann")
    assert (told["position"], told["n"]) == ("none", 2)
    relation = "stance:43:Baal"
    maybe = Annotation("stance", "against", 43, 45, "candidate", relation, "Baal", -0.15, "stance.network")
    table = build_table("d", [*VOICES, *weak, *stance(23, "Baal", "against", likely=0.5), maybe])
    told = position(table, "Ann")
    assert (told["position"], told["n"], told["score"]) == ("against", 4, -1.0)
    assert len(list_stances(table)) == 3
    assert len(list_stances(table, candidates=True)) == 4


def test_mixed() -> None:
    """Both sides alone are sure."""
    both = [*stance(21, "Baal", "against"), *stance(41, "Baal", "favor")]
    assert position(build_table("d", [*VOICES, *both]), "Ann")["position"] == "mixed"
    less = [*stance(21, "Baal", "against"), *stance(41, "Baal", "favor", likely=0.4)]
    assert position(build_table("d", [*VOICES, *less]), "Ann")["position"] == "none"


@pytest.mark.parametrize(("more", "told"), [([], "against"), (stance(41, "Baal", "favor"), "mixed")])
def test_one_plain_declaration_is_enough(more: list[Annotation], told: str) -> None:
    """Unless something is said for the other side."""
    table = build_table("d", [*VOICES, *stance(21, "Baal", "against", rule="declarations@1.0:condemn"), *more])
    assert position(table, "Ann")["position"] == told


def test_the_outlet_takes_no_side_on_the_network_s_word_alone() -> None:
    """Its expressions must be listed as evaluating to that side, or as loaded, in two sentences."""
    voices = [*VOICES[:3], Annotation("voice", "narrator", 60, 80, "stretch", score=5)]
    both = [*stance(4, "Baal", "against"), *stance(61, "Baal", "against")]
    listed = Annotation("valence", "evaluation", 4, 6, "expression", score=-0.5)
    loaded = Annotation("technique", "loaded_language", 61, 63, "candidate")
    for rows, told in (
        ([], "none"), ([listed], "none"), ([listed, loaded], "against"),
        ([replace(listed, label="event"), loaded], "none"), ([replace(listed, score=0.5), loaded], "none"),
    ):  # fmt: skip
        assert position(build_table("d", [*voices, *both, *rows]), "narrator")["position"] == told
    loose = [row for at in (4, 61) for row in stance(at, "Baal", "against", tie="stance.named")]
    assert position(build_table("d", [*voices, *loose, listed, loaded]), "narrator")["position"] == "none"


def test_sides_are_taken_together() -> None:
    """A holder and a target count for their side; nobody stands toward the own one."""
    sides = [
        Annotation("side", "member", 0, 1, "member", "Norland", name, rule="sides.office") for name in ("Ann", "Dee")
    ]
    table = build_table("d", [*VOICES, *sides, *stance(21, "Baal", "against"), *stance(41, "Dee", "favor")])
    assert tabulate_stance(table, sides=True)[["holder", "target"]].values.tolist() == [["Norland", "Baal"]]


def test_square_by_hand() -> None:
    """Praise and blame are counted by holder and declared group; actors without a group are left out."""
    square = tabulate_square(TABLE, groups={"Baal": "them"}).set_index(["holder", "group"])
    assert square.loc[("Ann", "them"), ["n", "praise", "blame", "share_praise"]].tolist() == [2, 0, 2, 0.0]
    low, high = wilson_interval(0, 2)
    assert square.loc[("Ann", "them"), ["low", "high"]].tolist() == pytest.approx([float(low), float(high)])
    assert tabulate_square(TABLE, groups={}).empty


@pytest.mark.parametrize("rows", [[], VOICES])
def test_nothing_found_gives_the_same_columns(rows: list[Annotation]) -> None:
    """With their types."""
    table = build_table("d", rows)
    for empty, some in (
        (tabulate_stance(table), tabulate_stance(TABLE)),
        (tabulate_square(table, groups={"Baal": "them"}), tabulate_square(TABLE, groups={"Baal": "them"})),
        (list_stances(table), list_stances(TABLE)),
    ):
        assert list(empty.columns) == list(some.columns)
        assert empty.empty
