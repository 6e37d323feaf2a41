"""Which words are distinctive: of an article against general English, or of one voice against another.

A count is a mapping from terms to numbers (``count_words``, ``general_english``). *Focus* is the side that is asked
about, *reference* the side it is held against. With counts a, b among N and M words, and what would be expected if the
rates were the same, E = N(a + b)/(N + M) and F = M(a + b)/(N + M):

* g2 = 2 (a ln(a/E) + b ln(b/F)), the log-likelihood ratio (Dunning 1993) in the form of two cells of Rayson & Garside
  (2000), where 0 ln 0 is 0; p is its upper tail under χ² with one degree of freedom, rough where E or F is below 5;
* q is p after Benjamini & Hochberg (1995) over the terms that are listed;
* log_ratio = log₂((a/N)/(b/M)) (Hardie 2014), with 0.5 in the place of a count below it; positive where a term belongs
  to the focus;
* low and high are log₂ of the exact conditional interval of the ratio of rates (``rate_ratio_interval``), without that
  correction: where a term is missing on one side, one bound is infinite.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping

import numpy as np
import pandas as pd

from analysis.tables.groups import article_ratio_bounds, article_sums
from analysis.tables.intervals import rate_ratio_interval
from analysis.tables.table import PER

LEAST_WORDS = 200  # words of a side, below which nothing is compared: a term found once would be five in a thousand
_ORDERS = ("effect", "evidence")
_Counts = Mapping[str, float] | pd.Series | pd.DataFrame  # the last by article: doc_id, term, n

_TYPES = {
    "term": "str", "n_focus": "float64", "n_reference": "float64", "rate_focus": "float64", "rate_reference": "float64",
    "g2": "float64", "p": "float64", "q": "float64", "log_ratio": "float64", "low": "float64", "high": "float64",
}  # fmt: skip

_FOUND = ("articles_focus", "articles_reference")


def tabulate_keyness(
    focus: _Counts, reference: _Counts, *, minimum: int = 2, order: str = "effect", words: float | None = None,
    enough: int = LEAST_WORDS, least_articles: int = 1, confidence: float = 0.95,
) -> pd.DataFrame:  # fmt: skip
    """Keyness of each term: ``term, n_focus, n_reference, rate_focus, rate_reference, g2, p, q, log_ratio, low, high``.

    Rates are per 1,000 words; the formulas are at the top of this module. If both sides are counted by article, low and
    high are over articles (``intervals.article_scale``; NaN if a side is one article), and ``articles_focus`` and
    ``articles_reference`` say in how many articles the term is found.

    Args:
        focus: How often each term stands on the side asked about: by term, or a table with ``doc_id, term, n``, as
            ``open_annotations(…).words()`` gives it.
        reference: How often it stands on the other.
        minimum: A term is listed, and tested, if it stands so often in the focus, or would in as many words of the
            reference: if a, or b·min(1, N/M), reaches it.
        order: ``effect`` sorts by how far the interval lies from 0 (by its bound nearest to 0), so that a rare term
            does not lead because it is rare; ``evidence`` by g2.
        words: Words of the reference, if ``reference`` does not hold all its terms.
        least_articles: A term is listed if it is found in so many articles of one side, if they are counted by article.
        enough: With fewer words on a side the table is empty; ``too_few_words`` says so.
        confidence: Level of the interval.

    Raises:
        ValueError: If an argument is out of its range, or a count is negative or not a number.

    >>> talks, war = {"talks": 12, "the": 188}, {"talks": 3, "war": 9, "the": 288}
    >>> tabulate_keyness(talks, war)[["term", "g2", "log_ratio", "low", "high"]].round(2).values.tolist()[0]
    ['talks', 10.04, 2.58, 0.7, 5.05]
    """
    _check(minimum, order, enough)
    tables = [side for side in (focus, reference) if isinstance(side, pd.DataFrame)]
    by_article = len(tables) == 2
    ours, theirs = _clean(focus, "focus"), _clean(reference, "reference")
    sizes = (ours.sum(), theirs.sum() if words is None else float(words))
    if sizes[1] < theirs.sum():
        raise ValueError(f"words must be at least the reference's own count, {theirs.sum():g}, got {words}")
    if too_few_words(ours, theirs, enough, words):
        types = _TYPES | (dict.fromkeys(_FOUND, "int64") if by_article else {})
        return pd.DataFrame(columns=[*types]).astype(types)
    both = pd.DataFrame({"n_focus": ours, "n_reference": theirs}).fillna(0.0)
    scale = min(1.0, sizes[0] / sizes[1])
    often = np.maximum(both["n_focus"], both["n_reference"] * scale) >= minimum
    often &= both.sum(axis=1) > 0
    if not by_article:
        return _sorted(_measured(both[often], sizes, confidence), order)
    sides = [_by_article(side, both.index) for side in tables]
    often &= np.maximum(*(side["found_in"].to_numpy() for side in sides)) >= least_articles
    measured, sides = _measured(both[often], sizes, confidence), [side[often.to_numpy()] for side in sides]
    with np.errstate(divide="ignore"):
        low, high = np.log2(article_ratio_bounds(sides[0], sides[1], confidence))
    found = {name: side["found_in"].to_numpy(dtype="int64") for name, side in zip(_FOUND, sides, strict=True)}
    return _sorted(measured.assign(low=low, high=high, **found), order)


def too_few_words(focus: _Counts, reference: _Counts, enough: int = LEAST_WORDS, words: float | None = None) -> str:
    """Why the two sides cannot be compared, in a sentence for the report; empty where they can.

    >>> too_few_words({"talks": 12}, {"war": 900})
    'Too few words to compare: 12 against 900; each side needs at least 200.'
    """
    sizes = [_clean(focus, "focus").sum(), _clean(reference, "reference").sum() if words is None else words]
    if min(sizes) >= max(enough, 1):
        return ""
    return f"Too few words to compare: {sizes[0]:,.0f} against {sizes[1]:,.0f}; each side needs at least {enough:,}."


def adjust(p: Iterable[float]) -> np.ndarray:
    """False discovery rate at which each test would pass (Benjamini & Hochberg 1995): min over r' ≥ r of m p₍r'₎ / r'.

    >>> adjust([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    values = np.asarray(list(p), dtype=float)
    order = np.argsort(-values, kind="stable")
    scaled = values[order] * len(values) / np.arange(len(values), 0, -1)
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum.accumulate(scaled)
    bounded: np.ndarray = np.clip(adjusted, values, 1.0)  # rounding could leave it below p
    return bounded


def _by_article(side: pd.DataFrame, terms: pd.Index) -> pd.DataFrame:
    """The sums over articles of one side, in the order of the terms."""
    counts = side[["doc_id", "term"]].assign(x=side["n"])
    return article_sums(counts, side[["doc_id"]].assign(y=side["n"]), ["term"], rows=pd.DataFrame({"term": terms}))


def _clean(counts: _Counts, name: str) -> pd.Series:
    if isinstance(counts, pd.DataFrame):
        if missing := [column for column in ("doc_id", "term", "n") if column not in counts]:
            raise ValueError(f"{name} must have the columns doc_id, term and n, got no {missing[0]}")
        counts = counts.groupby("term")["n"].sum()
    if not isinstance(counts, Mapping | pd.Series):
        raise ValueError(f"{name} must hold counts by term, got {type(counts).__name__}")
    index: Iterable[Hashable] = counts.index if isinstance(counts, pd.Series) else list(counts)
    values = pd.Series(
        list(counts.values if isinstance(counts, pd.Series) else counts.values()), list(index), dtype="float64"
    )
    if not np.isfinite(values).all() or (values < 0).any():
        raise ValueError(f"{name} must hold counts of 0 or more, got {values[~(values >= 0)].to_dict() or 'infinity'}")
    return values.groupby(level=0).sum()


def _measured(both: pd.DataFrame, sizes: tuple[float, float], confidence: float) -> pd.DataFrame:
    a, b = both["n_focus"].to_numpy(), both["n_reference"].to_numpy()
    g2 = _g2(a, b, *sizes)
    p = np.array([math.erfc(math.sqrt(value / 2)) for value in g2], dtype=float)
    bounds = [rate_ratio_interval(n, sizes[0], m, sizes[1], confidence) for n, m in zip(a, b, strict=True)]
    with np.errstate(divide="ignore"):
        low, high = np.log2(np.array(bounds, dtype=float).reshape(-1, 2)).T
    ratio = np.log2(np.maximum(a, 0.5) / sizes[0]) - np.log2(np.maximum(b, 0.5) / sizes[1])
    rates = {"rate_focus": PER * a / sizes[0], "rate_reference": PER * b / sizes[1]}
    table = (
        both.rename_axis("term")
        .reset_index()
        .assign(**rates, g2=g2, p=p, q=adjust(p), log_ratio=ratio, low=low, high=high)
    )
    return table[[*_TYPES]].astype(_TYPES)


def _g2(a: np.ndarray, b: np.ndarray, first: float, second: float) -> np.ndarray:
    share = (a + b) / (first + second)
    total = np.zeros(len(a))
    for n, size in ((a, first), (b, second)):
        seen = n > 0
        total[seen] += 2 * n[seen] * np.log(n[seen] / (size * share[seen]))
    return np.maximum(total, 0.0)


def _check(minimum: int, order: str, enough: int) -> None:
    if order not in _ORDERS:
        raise ValueError(f"order must be one of {', '.join(_ORDERS)}, got {order!r}")
    if minimum < 0 or enough < 0:
        raise ValueError(f"minimum and enough must be 0 or more, got {minimum} and {enough}")


def _sorted(table: pd.DataFrame, order: str) -> pd.DataFrame:
    clear = np.fmax(
        table["low"].to_numpy(), -table["high"].to_numpy()
    )  # the bound nearest to 0; below 0 if 0 is inside
    keys = [table["g2"].to_numpy(), clear] if order == "evidence" else [clear, table["g2"].to_numpy()]
    keyed = table.assign(first=-keys[0], second=-keys[1])
    return keyed.sort_values(["first", "second", "term"], ignore_index=True)[[*table.columns]]
