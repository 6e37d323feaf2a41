"""Intervals against independent computations and published figures."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.tables.intervals import mean_interval, poisson_interval, rate_ratio_interval, wilson_interval

counts = st.integers(0, 500)


@given(counts, st.sampled_from([0.8, 0.95, 0.99]))
def test_poisson_interval_has_exact_tails(n: int, level: float) -> None:
    """At each bound, the chance of a count as extreme as n is half of what the level leaves."""
    low, high = (float(bound) for bound in poisson_interval(n, level))
    assert stats.poisson.cdf(n, high) == pytest.approx((1 - level) / 2, rel=1e-6)
    assert low == 0 if n == 0 else stats.poisson.sf(n - 1, low) == pytest.approx((1 - level) / 2, rel=1e-6)


@given(counts, st.integers(1, 500), st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_interval_agrees_with_scipy(n: int, more: int, level: float) -> None:
    """The closed formula gives what scipy's own routine gives."""
    low, high = wilson_interval(n, n + more, level)
    other = stats.binomtest(n, n + more).proportion_ci(level, "wilson")
    assert (float(low), float(high)) == pytest.approx((other.low, other.high), abs=1e-9)


def test_share_of_nothing_is_undefined() -> None:
    """No denominator, no share: NaN, not 0."""
    assert all(math.isnan(float(bound)) for bound in wilson_interval(0, 0))


@given(st.integers(0, 60), st.integers(1, 5000), st.integers(0, 60), st.integers(1, 5000))
def test_rate_ratio_turns_round(n: int, words: int, m: int, others: int) -> None:
    """Exchanging the two sides turns the bounds of the ratio into their reciprocals."""
    low, high = rate_ratio_interval(n, words, m, others)
    back_low, back_high = rate_ratio_interval(m, others, n, words)
    if n + m == 0:
        assert math.isnan(low)
        return
    assert low == pytest.approx(1 / back_high if back_high else math.inf, rel=1e-6, abs=1e-12)
    assert back_low == pytest.approx(1 / high if high else math.inf, rel=1e-6, abs=1e-12)
    if n and m:
        assert low < (n / words) / (m / others) < high


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=40))
def test_mean_interval_agrees_with_scipy(values: list[float]) -> None:
    """Student's t interval is scipy's."""
    mean = np.mean(values)
    low, high = mean_interval(mean, np.std(values, ddof=1), len(values))
    if np.ptp(values) < 1e-6:
        return
    expected = stats.t.interval(0.95, len(values) - 1, loc=np.mean(values), scale=stats.sem(values))
    assert (low, high) == pytest.approx(expected, rel=1e-6, abs=1e-9)
    assert low <= mean <= high


def test_means_of_one_value_have_no_bounds() -> None:
    """One value has no interval, nor has none; the bounds of several end where their scale does."""
    low, high = mean_interval([0.5, math.nan, 0.5], [math.nan, math.nan, 0.6], [1, 0, 2], limit=1.0)
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [True, True, False]
    assert (low[2], high[2]) == (-1, 1)


@pytest.mark.parametrize("level", [0, 1, -0.5, 95])
def test_a_level_outside_0_and_1_is_refused(level: float) -> None:
    """The error names the argument and the value."""
    with pytest.raises(ValueError, match=f"confidence must lie between 0 and 1, got {level}"):
        poisson_interval(3, level)
