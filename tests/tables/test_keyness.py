"""Keyness: the statistics against other ways to work them out, and what is said of too little text."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, false_discovery_control, power_divergence

from analysis.tables.keyness import LEAST_WORDS, adjust, tabulate_keyness, too_few_words

FOCUS = {"talks": 12, "war": 0, "peace": 5, "the": 283}
REFERENCE = {"talks": 3, "war": 9, "the": 588}


def row(term: str, **arguments: object) -> pd.Series:
    """The row of a term in the table of the two sides above."""
    table = tabulate_keyness(FOCUS, REFERENCE, **arguments)
    return table[table["term"] == term].iloc[0]


def test_columns_and_types_are_the_same_with_and_without_rows() -> None:
    """An empty table has the columns and types of a full one."""
    full, empty = tabulate_keyness(FOCUS, REFERENCE), tabulate_keyness({}, {})
    assert len(full) == 4
    assert empty.empty
    assert (full.dtypes == empty.dtypes).all()


def test_g2_and_p_are_those_of_the_power_divergence() -> None:
    """The two cells, worked out by another package; a count of 0 adds nothing."""
    for term, a, b in (("talks", 12, 3), ("war", 0, 9), ("peace", 5, 0)):
        expected = [300 * (a + b) / 900, 600 * (a + b) / 900]
        wanted = power_divergence([a, b], expected, lambda_="log-likelihood").statistic
        assert row(term)["g2"] == pytest.approx(wanted)
        assert row(term)["p"] == pytest.approx(chi2.sf(wanted, 1))


def test_rates_and_log_ratio() -> None:
    """Rates are per thousand, the log ratio is positive for the focus; 0.5 stands for a count of 0."""
    assert row("talks")["rate_focus"] == pytest.approx(40)
    assert row("talks")["rate_reference"] == pytest.approx(5)
    assert row("talks")["log_ratio"] == pytest.approx(3)
    assert row("war")["log_ratio"] == pytest.approx(math.log2((0.5 / 300) / (9 / 600)))
    assert row("peace")["log_ratio"] == pytest.approx(math.log2((5 / 300) / (0.5 / 600)))


def test_a_term_missing_on_a_side_has_one_infinite_bound() -> None:
    """What is never found may be as rare as it likes: the bound on that side is infinite, the other is not."""
    assert row("peace")["high"] == math.inf
    assert math.isfinite(row("peace")["low"])
    assert row("war")["low"] == -math.inf
    assert math.isfinite(row("war")["high"])


def test_sides_may_be_exchanged() -> None:
    """Exchanged sides give the same evidence, and the effect with its sign turned round."""
    table, other = (
        tabulate_keyness(*sides, minimum=0).set_index("term").sort_index()
        for sides in ((FOCUS, REFERENCE), (REFERENCE, FOCUS))
    )
    assert np.allclose(table["g2"], other["g2"])
    for one, turned in (("log_ratio", "log_ratio"), ("low", "high"), ("high", "low")):
        assert np.allclose(table[one], -other[turned])


def test_the_interval_covers_the_true_effect() -> None:
    """Of 95 % intervals of 600 terms drawn from known rates, at least 95 % hold the true log ratio."""
    draw = np.random.default_rng(1)
    sizes, rates = (10_000, 17_000), (8e-4, 3e-4)
    sides = []
    for size, rate in zip(sizes, rates, strict=True):
        counts = {f"term {number}": int(n) for number, n in enumerate(draw.poisson(size * rate, 600))}
        sides.append({**counts, "rest": size - sum(counts.values())})
    table = tabulate_keyness(*sides, minimum=0)
    table = table[table["term"] != "rest"]
    truth = math.log2(rates[0] / rates[1])
    assert ((table["low"] <= truth) & (truth <= table["high"])).mean() >= 0.95


def test_the_estimate_lies_in_its_interval() -> None:
    """The corrected estimate of a missing term does not leave the interval without correction."""
    table = tabulate_keyness({"a": 1, "b": 0, "c": 40, "d": 500}, {"a": 0, "b": 1, "c": 2, "d": 9000}, minimum=0)
    assert ((table["low"] <= table["log_ratio"]) & (table["log_ratio"] <= table["high"])).all()


def test_rare_terms_do_not_lead_by_effect() -> None:
    """By effect, two in the focus and none beside do not come before twenty against six, though their ratio is higher;
    by evidence the highest G2 leads."""
    focus, reference = {"rare": 2, "talks": 20, "rest": 278}, {"talks": 6, "rest": 594}
    by_effect = tabulate_keyness(focus, reference)
    assert by_effect["term"].tolist()[0] == "talks"
    assert by_effect.set_index("term")["log_ratio"].idxmax() == "rare"
    by_evidence = tabulate_keyness(focus, reference, order="evidence")
    assert by_evidence["g2"].is_monotonic_decreasing


def test_the_minimum_counts_the_focus_or_as_many_words_of_the_reference() -> None:
    """A term once in the focus is not listed, however large the reference; one that the focus avoids is."""
    reference = {"between": 600, "the": 54_000}
    table = tabulate_keyness({"between": 1, "talks": 2, "rest": 597}, reference, words=1_000_000)
    assert sorted(table["term"]) == ["rest", "talks", "the"]


def test_a_reference_may_be_larger_than_its_terms() -> None:
    """With ``words``, the rest of the reference is counted without being listed."""
    table = tabulate_keyness(FOCUS, {"talks": 3}, words=600)
    talks = table[table["term"] == "talks"].iloc[0]
    assert talks["rate_reference"] == pytest.approx(5)
    assert talks["g2"] == pytest.approx(row("talks")["g2"])


def test_too_few_words_are_said() -> None:
    """Little text gives no row, and a sentence for the report instead."""
    few = {"talks": LEAST_WORDS - 1}
    assert tabulate_keyness(few, REFERENCE).empty
    assert too_few_words(few, REFERENCE) == "Too few words to compare: 199 against 600; each side needs at least 200."
    assert not tabulate_keyness(few, REFERENCE, enough=100).empty
    assert too_few_words(FOCUS, REFERENCE) == ""
    assert too_few_words({}, {}, enough=0)


def test_shuffled_words_seldom_look_peculiar() -> None:
    """Two halves of one shuffled text differ by chance alone: of 40 pairs, at most four have a term with q below 0.05,
    and of all terms at most one in twenty has an interval that leaves 0 out."""
    draw = np.random.default_rng(2)
    words = np.repeat([f"w{rank}" for rank in range(200)], [60 // (rank + 1) + 1 for rank in range(200)])
    tables = []
    for _ in range(40):
        shuffled = draw.permutation(words)
        halves = (pd.Series(part).value_counts() for part in np.array_split(shuffled, 2))
        tables.append(tabulate_keyness(*halves, enough=0))
    assert sum((table["q"] < 0.05).any() for table in tables) <= 4
    outside = pd.concat([(table["low"] > 0) | (table["high"] < 0) for table in tables])
    assert outside.mean() <= 0.05


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"order": "size"}, "order must be one of effect, evidence, got 'size'"),
        ({"minimum": -1}, "minimum and enough must be 0 or more, got -1"),
        ({"confidence": 2}, "confidence must lie between 0 and 1"),
        ({"words": 100}, "words must be at least the reference's own count, 600"),
    ],
)
def test_bad_arguments_are_named(arguments: dict[str, object], message: str) -> None:
    """Each is told with its value and what it may be."""
    with pytest.raises(ValueError, match=message):
        tabulate_keyness(FOCUS, REFERENCE, **arguments)


@pytest.mark.parametrize("count", [-1, math.nan, math.inf])
def test_bad_counts_are_named(count: float) -> None:
    """A count is a number of 0 or more."""
    with pytest.raises(ValueError, match="reference must hold counts of 0 or more"):
        tabulate_keyness(FOCUS, {"talks": count})


@given(st.lists(st.floats(0, 1), max_size=30))
def test_adjusted_p_values_are_those_of_scipy(p: list[float]) -> None:
    """Benjamini and Hochberg, worked out by another package."""
    wanted = false_discovery_control(p) if p else np.array([])
    assert np.allclose(adjust(p), wanted)


COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 500))


@given(COUNTS, COUNTS, st.sampled_from(["effect", "evidence"]))
def test_no_counts_raise(focus: dict[str, int], reference: dict[str, int], order: str) -> None:
    """Whatever the counts, the table is sound: evidence is not negative, p and q lie in [0, 1], bounds are in order."""
    table = tabulate_keyness(focus, reference, minimum=0, order=order, enough=0)
    assert (table["g2"] >= 0).all()
    assert table["p"].between(0, 1).all()
    assert (table["q"] >= table["p"]).all()
    assert (table["low"] <= table["high"]).all()
    assert table["term"].is_unique
