"""Counts, rates and valence, against examples worked out by hand, and on tables with nothing in them."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation import Annotation
from analysis.stance.valence import compound
from analysis.tables.intervals import poisson_interval
from analysis.tables.rates import (
    tabulate_cues,
    tabulate_dispersion,
    tabulate_rates,
    tabulate_sentences,
    tabulate_sides,
    tabulate_speakers,
    tabulate_valence,
)
from analysis.tables.table import build_table, concat_tables, holder_of, rows_of

ALL: list[Callable[[pd.DataFrame], pd.DataFrame]] = [
    tabulate_speakers,
    tabulate_rates,
    tabulate_sentences,
    tabulate_speakers,
    tabulate_valence,
    tabulate_dispersion,
]


def stretch(start: int, voice: str, words: float, sentence: int, speaker: str = "") -> Annotation:
    """A stretch of ten characters."""
    return Annotation("voice", voice, start, start + 10, "stretch", f"sentence:{sentence}", speaker, words)


def term(start: int, label: str = "conflict") -> Annotation:
    """A framing term."""
    return Annotation("frame", label, start, start + 3, "term")


def feeling(start: int, score: float) -> Annotation:
    """A word with a valence."""
    label = "positive" if score > 0 else "negative"
    return Annotation("valence", label, start, start + 3, "expression", "", "", score)


# Sentence 0: six words of the narrator and four quoted; 1: ten of the narrator; 2: thirty quoted.
VOICES = [
    stretch(0, "narrator", 6, 0),
    stretch(10, "direct", 4, 0),
    stretch(20, "narrator", 10, 1),
    stretch(30, "direct", 30, 2),
]
EXAMPLE = build_table(
    "d",
    [
        *VOICES,
        term(1),
        term(12),
        term(14),
        term(31),
        term(21, "law"),
        feeling(2, 0.5),
        feeling(31, -0.5),
        feeling(33, 0.2),
    ],
)
NOTHING = build_table("d", [])
SILENT = build_table("d", [stretch(0, "narrator", 0, 0)])  # a sentence of marks only
NARRATED = build_table("d", [stretch(0, "narrator", 5, 0), term(1), feeling(2, 0.5)])
QUOTED = build_table("d", [stretch(0, "direct", 5, 0), term(1), feeling(2, 0.5)])
UNHEARD = build_table("d", [term(1), feeling(2, 0.5)])  # findings, and no sentence


@pytest.mark.parametrize("tabulate", ALL)
@pytest.mark.parametrize("table", [NOTHING, SILENT, NARRATED, QUOTED, UNHEARD])
def test_columns_and_types_do_not_depend_on_what_is_found(
    tabulate: Callable[[pd.DataFrame], pd.DataFrame], table: pd.DataFrame
) -> None:
    """A table without rows, words, quotations or sentences gives the columns of a full one, with their types."""
    full, given_ = tabulate(EXAMPLE), tabulate(table)
    assert list(given_.columns) == list(full.columns)
    numeric = [name for name in full if pd.api.types.is_numeric_dtype(full[name])]
    assert [name for name in given_ if pd.api.types.is_numeric_dtype(given_[name])] == numeric


def test_speakers_by_hand() -> None:
    """Quoted and reported words of one speaker are added up, an attribution counts once, and the narrator is first."""
    said = [
        stretch(0, "narrator", 2, 0), stretch(10, "direct", 5, 0, "Ann"), stretch(20, "indirect", 3, 1, "Ann"),
        stretch(30, "direct", 10, 2), Annotation("quote", "mixed", 1, 2, "cue", "quote:10", "Ann"),
        Annotation("quote", "mixed", 3, 4, "cue", "quote:10", "Ann"),
    ]  # fmt: skip
    speakers = tabulate_speakers(build_table("d", said))
    columns = ["holder", "words", "direct", "indirect", "sentences", "cues", "share"]
    assert speakers[columns].values.tolist() == [
        ["narrator", 2, 0, 0, 1, 0, 0.1],
        ["unnamed", 10, 10, 0, 1, 0, 0.5],
        ["Ann", 8, 5, 3, 2, 1, 0.4],
    ]


def test_rates_by_hand() -> None:
    """Three terms in 34 quoted words are 88.2 in a thousand; a label absent from a voice has a row with zero."""
    rates = tabulate_rates(EXAMPLE).set_index(["label", "holder"])
    assert rates["n"].to_dict() == {
        ("conflict", "unnamed"): 3,
        ("conflict", "narrator"): 1,
        ("law", "unnamed"): 0,
        ("law", "narrator"): 1,
    }
    assert rates.loc[("conflict", "unnamed"), "rate"] == pytest.approx(1000 * 3 / 34)
    assert rates.loc[("law", "unnamed"), ["rate", "low"]].tolist() == [0, 0]
    assert rates.loc[("law", "unnamed"), "high"] == pytest.approx(1000 * float(poisson_interval(0)[1]) / 34)


def test_sides_by_hand() -> None:
    """Each label has a row on each side; what was not found has an upper bound, and a side without words no rate."""
    sides = tabulate_sides(EXAMPLE, signs=rows_of(EXAMPLE, "frame"), labels=["law", "peace"]).set_index(
        ["side", "label"]
    )
    assert sides["n"].to_dict() == {
        ("narrator", "law"): 1, ("narrator", "peace"): 0, ("quoted", "law"): 0, ("quoted", "peace"): 0
    }  # fmt: skip
    assert sides.loc[("narrator", "law"), "rate"] == pytest.approx(1000 / 16)
    assert sides.loc[("quoted", "peace"), "high"] == pytest.approx(1000 * float(poisson_interval(0)[1]) / 34)
    silent = tabulate_sides(NARRATED, signs=rows_of(NARRATED, "frame"), labels=["law"]).set_index("side")
    assert math.isnan(silent.loc["quoted", "rate"])


def test_sentences_by_hand() -> None:
    """Every stretch has its own valence, of the words that start in it; NaN where it has none."""
    sentences = tabulate_sentences(EXAMPLE)
    assert sentences["hits"].tolist() == [1, 0, 0, 2]
    assert sentences["valence"].tolist() == pytest.approx(
        [compound([0.5]), math.nan, math.nan, compound([-0.5, 0.2])], nan_ok=True
    )


def test_valence_by_hand() -> None:
    """One of two stretches of each voice holds a valence word; a single value has a mean and no interval."""
    valence = tabulate_valence(EXAMPLE).set_index("holder")
    assert valence.loc["unnamed", ["sentences", "scored", "coverage"]].tolist() == [2, 1, 0.5]
    assert valence.loc["narrator", "valence"] == pytest.approx(compound([0.5]))
    assert valence[["low", "high"]].isna().all(axis=None)


def test_dispersion_by_hand() -> None:
    """One place has dp 0.9 in one part; a term in each tenth has dp 0."""
    rows = [stretch(start, "narrator", 5, start) for start in range(0, 100, 10)]
    spread = [term(start, "even") for start in range(0, 100, 10)]
    found = tabulate_dispersion(build_table("d", [*rows, *spread, term(5, "once")])).set_index("label")
    assert found.loc["even"].tolist() == pytest.approx([10, 10, 0.0])
    assert found.loc["once"].tolist() == pytest.approx([1, 1, 0.9])


WORDS = st.lists(st.tuples(st.sampled_from(["narrator", "direct", "indirect"]), st.integers(0, 9)), max_size=8)


@given(WORDS, st.lists(st.integers(0, 90), max_size=8))
def test_sums_hold(words: list[tuple[str, int]], terms: list[int]) -> None:
    """Words of the holders add up to all words, shares to 1, and counts of a label to its rows that lie in a voice."""
    stretches = [stretch(10 * n, voice, count, n) for n, (voice, count) in enumerate(words)]
    table = build_table("d", [*stretches, *map(term, terms)])
    rates, speakers = tabulate_rates(table), tabulate_speakers(table)
    assert speakers["words"].sum() == sum(count for _, count in words)
    assert speakers.empty or speakers["share"].sum() == pytest.approx(1)
    reported = sum(count for voice, count in words if voice != "narrator")
    assert (speakers["direct"] + speakers["indirect"]).sum() == reported
    assert rates["n"].sum() == holder_of(rows_of(table, "frame")).isin(speakers["holder"]).sum()


@given(WORDS)
def test_two_documents_have_the_words_of_both(words: list[tuple[str, int]]) -> None:
    """The same article twice, under two names, doubles words and sentences and leaves the shares."""
    stretches = [stretch(10 * n, voice, count, n) for n, (voice, count) in enumerate(words)]
    one = tabulate_speakers(build_table("a", stretches))
    two = tabulate_speakers(concat_tables([build_table("a", stretches), build_table("b", stretches)]))
    assert two["words"].tolist() == [2 * count for count in one["words"]]
    assert two["sentences"].tolist() == [2 * count for count in one["sentences"]]
    assert two["share"].tolist() == pytest.approx(one["share"].tolist())


def test_a_table_without_cues() -> None:
    """Where nobody is quoted there is no cue to tell of, in no group either."""
    table = build_table("d", [Annotation("voice", "narrator", 0, 9, "stretch", score=3)])
    assert tabulate_cues(table).empty
    assert list(tabulate_cues(table, by={"d": "one"}))[-1] == "articles"
