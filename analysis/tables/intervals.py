"""Intervals for counts, shares, ratios and means. All are two-sided; ``confidence`` is their level."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, gammaincinv, ndtri, stdtrit

Bounds = tuple[np.ndarray, np.ndarray]


def poisson_interval(count: ArrayLike, confidence: float = 0.95) -> Bounds:
    """Exact interval of a Poisson mean (Garwood 1936): quantiles α/2 of Gamma(n) and 1 - α/2 of Gamma(n + 1).

    >>> [round(float(bound), 3) for bound in poisson_interval(2)]
    [0.242, 7.225]
    >>> [round(float(bound), 3) for bound in poisson_interval(0)]
    [0.0, 3.689]
    """
    n = np.asarray(count, dtype=float)
    tail = _tail(confidence)
    low = np.where(n > 0, gammaincinv(np.where(n > 0, n, 1), tail), 0.0)
    return low, gammaincinv(n + 1, 1 - tail)


def wilson_interval(count: ArrayLike, total: ArrayLike, confidence: float = 0.95) -> Bounds:
    """Score interval of a share p = n / N (Wilson 1927); NaN where N is 0.

    (p + z²/2N ± z √(p(1 - p)/N + z²/4N²)) / (1 + z²/N)

    >>> [round(float(bound), 3) for bound in wilson_interval(8, 10)]
    [0.49, 0.943]
    """
    n, big = np.asarray(count, dtype=float), np.asarray(total, dtype=float)
    z = float(ndtri(1 - _tail(confidence)))
    with np.errstate(divide="ignore", invalid="ignore"):
        p = n / big
        half = z * np.sqrt(p * (1 - p) / big + z * z / (4 * big * big))
        scale = 1 + z * z / big
        return np.maximum((p + z * z / (2 * big) - half) / scale, 0), np.minimum(
            (p + z * z / (2 * big) + half) / scale, 1
        )


def rate_ratio_interval(
    count: int, words: float, other_count: int, other_words: float, confidence: float = 0.95
) -> tuple[float, float]:
    """Exact conditional interval of the ratio of two Poisson rates (Przyborowski & Wilenski 1940).

    Given n + m, n is binomial with p = rN / (rN + M) for rate ratio r and words N, M; the Clopper-Pearson bounds of p
    are turned into bounds of r. NaN where nothing was counted or a side has no words.

    >>> [round(bound, 2) for bound in rate_ratio_interval(6, 100, 4, 500)]
    [1.78, 36.13]
    """
    both = count + other_count
    if not both or not words or not other_words:
        return math.nan, math.nan
    tail = _tail(confidence)
    low = betaincinv(count, other_count + 1, tail) if count else 0.0
    high = betaincinv(count + 1, other_count, 1 - tail) if other_count else 1.0
    scale = other_words / words
    return float(low / (1 - low) * scale), float(high / (1 - high) * scale) if high < 1 else math.inf


def mean_interval(values: ArrayLike, confidence: float = 0.95, limit: float = math.inf) -> tuple[float, float, float]:
    """Mean and its interval by Student's t: m ± t(1 - α/2, n - 1) s / √n; bounds are NaN below two values.

    The bounds are cut at ±limit, the ends of the scale that the values lie on.

    >>> [round(x, 2) for x in mean_interval([0.1, 0.3, 0.5])]
    [0.3, -0.2, 0.8]
    >>> round(mean_interval([0.1, 0.9], limit=1)[2], 2)
    1
    """
    x = np.asarray(values, dtype=float)
    x = x[~np.isnan(x)]
    if len(x) < 2:
        return (float(x[0]) if len(x) else math.nan), math.nan, math.nan
    half = float(stdtrit(len(x) - 1, 1 - _tail(confidence)) * x.std(ddof=1) / math.sqrt(len(x)))
    mean = float(x.mean())
    return mean, max(-limit, min(limit, mean - half)), max(-limit, min(limit, mean + half))


def _tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, got {confidence!r}")
    return (1 - confidence) / 2
