"""Intervals for counts, shares, ratios and means. All are two-sided; ``confidence`` is their level."""

from __future__ import annotations

import math
from typing import NamedTuple

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


def mean_interval(
    mean: ArrayLike, deviation: ArrayLike, count: ArrayLike, confidence: float = 0.95, limit: float = math.inf
) -> Bounds:
    """Interval of a mean by Student's t: m ± t(1 - α/2, n - 1) s / √n, s with n - 1 below it; NaN below two values.

    The bounds are cut at ±limit, the ends of the scale that the values lie on.

    >>> [round(float(bound), 2) for bound in mean_interval(0.3, 0.2, 3)]
    [-0.2, 0.8]
    """
    m, s, n = (np.asarray(given, dtype=float) for given in (mean, deviation, count))
    several = np.where(n > 1, n, np.nan)
    half = stdtrit(several - 1, 1 - _tail(confidence)) * s / np.sqrt(several)
    return np.clip(m - half, -limit, limit), np.clip(m + half, -limit, limit)


class ArticleSums(NamedTuple):
    """Sums over articles, each a number or an array: of the count, of its square and of its product with the total, of
    the total and of its square; and the number of articles whose total is above 0."""

    x: np.ndarray
    xx: np.ndarray
    xy: np.ndarray
    y: np.ndarray
    yy: np.ndarray
    articles: np.ndarray

    def variance(self) -> np.ndarray:
        """Of the ratio Σx/Σy of k articles: k/(k - 1) Σ(x - ry)² / (Σy)²; NaN below two."""
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = self.x / self.y
            spread = np.maximum(self.xx - 2 * ratio * self.xy + ratio**2 * self.yy, 0)
            found: np.ndarray = np.where(
                self.articles > 1, self.articles / (self.articles - 1) * spread / self.y**2, np.nan
            )
        return found

    def t(self, confidence: float) -> np.ndarray:
        """The quantile of Student's t for so many articles; NaN below two."""
        return np.asarray(stdtrit(np.where(self.articles > 1, self.articles - 1, np.nan), 1 - _tail(confidence)))


def article_scale(sums: ArticleSums, kind: str, confidence: float = 0.95) -> np.ndarray:
    """By how much counts are to be divided so that an interval made for independent words holds over articles.

    Words of one article are not independent. The variance of r = Σx/Σy over articles (``ArticleSums.variance``),
    divided by what it would be for independent words (r(1 - r)/Σy for a ``share``, r/Σy for a ``rate``), is the design
    effect d, here at least 1 (Rao & Scott 1992). The scale is d (t/z)², t with one degree of freedom less than there
    are articles, since the variance is itself estimated (Korn & Graubard 1998); NaN below two articles.

    >>> even = ArticleSums(*map(np.array, (10, 20, 1000, 500, 50000, 5)))  # two in each of five articles of 100 words
    >>> article_scale(even, "rate").round(2).item()
    2.01
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = sums.x / sums.y
        alone = ratio * ((1 - ratio) if kind == "share" else 1) / sums.y
        effect = np.where(alone > 0, np.fmax(sums.variance() / alone, 1), 1)
    scale: np.ndarray = effect * (sums.t(confidence) / ndtri(1 - _tail(confidence))) ** 2
    return scale


def article_mean_interval(sums: ArticleSums, confidence: float = 0.95, limit: float = math.inf) -> Bounds:
    """Interval over articles of the mean Σx/Σy, x the sum of an article's y values: mean ± t √variance, cut at ±limit.

    NaN below two articles.

    >>> sums = ArticleSums(*map(np.array, (1.2, 0.8, 2.4, 4, 8, 2)))
    >>> [bound.round(2).item() for bound in article_mean_interval(sums)]
    [-0.97, 1.57]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        mean, half = sums.x / sums.y, sums.t(confidence) * np.sqrt(sums.variance())
    return np.clip(mean - half, -limit, limit), np.clip(mean + half, -limit, limit)


def _tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, got {confidence!r}")
    return (1 - confidence) / 2
