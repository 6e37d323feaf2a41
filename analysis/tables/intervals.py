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
    count: float, words: float, other_count: float, other_words: float, confidence: float = 0.95
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


def article_scale(
    x: ArrayLike, xx: ArrayLike, xy: ArrayLike, y: ArrayLike, yy: ArrayLike, articles: ArrayLike, kind: str,
    confidence: float = 0.95,
) -> np.ndarray:  # fmt: skip
    """By how much counts are to be divided so that an interval made for independent words holds over articles.

    Words of one article are not independent. The variance of r = Σx/Σy over k articles is that of a ratio of sums,
    k/(k - 1) Σ(x - ry)² / (Σy)²; divided by what it would be for independent words (r(1 - r)/Σy for a ``share``, r/Σy
    for a ``rate``) it is the design effect d, here at least 1 (Rao & Scott 1992). The scale is d (t/z)², t with k - 1
    degrees of freedom, since the variance is itself estimated (Korn & Graubard 1998); NaN below two articles.

    Args:
        x, xx, xy: Sums over articles of the count, of its square, of its product with the total.
        y, yy: Sums over articles of the total and of its square.
        articles: Articles whose total is above 0.
        kind: ``share`` or ``rate``.
        confidence: Level of the interval.

    >>> article_scale(10, 20, 1000, 500, 50000, 5, "rate").round(2).item()  # two in each of five articles of 100 words
    2.01
    """
    n, total, k = (np.asarray(value, dtype=float) for value in (x, y, articles))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = n / total
        spread = np.maximum(np.asarray(xx) - 2 * ratio * np.asarray(xy) + ratio**2 * np.asarray(yy), 0)
        alone = ratio * ((1 - ratio) if kind == "share" else 1) * total
        effect = np.where(alone > 0, np.fmax(k / (k - 1) * spread / alone, 1), 1)
        t = stdtrit(np.where(k > 1, k - 1, np.nan), 1 - _tail(confidence))
    scale: np.ndarray = effect * (t / ndtri(1 - _tail(confidence))) ** 2
    return scale


def article_mean_interval(
    x: ArrayLike, xx: ArrayLike, xy: ArrayLike, y: ArrayLike, yy: ArrayLike, articles: ArrayLike,
    confidence: float = 0.95, limit: float = math.inf,
) -> Bounds:  # fmt: skip
    """Interval over articles of the mean m = Σx/Σy, x the sum of an article's y values: m ± t √v, cut at ±limit.

    The arguments and the variance v are those of ``article_scale``; NaN below two articles.

    >>> [bound.round(2).item() for bound in article_mean_interval(1.2, 0.8, 2.4, 4, 8, 2)]
    [-0.97, 1.57]
    """
    total, k = np.asarray(y, dtype=float), np.asarray(articles, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.asarray(x, dtype=float) / total
        spread = np.maximum(np.asarray(xx) - 2 * mean * np.asarray(xy) + mean**2 * np.asarray(yy), 0)
        t = stdtrit(np.where(k > 1, k - 1, np.nan), 1 - _tail(confidence))
        half = t * np.sqrt(k / (k - 1) * spread) / total
    return np.clip(mean - half, -limit, limit), np.clip(mean + half, -limit, limit)


def _tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, got {confidence!r}")
    return (1 - confidence) / 2
