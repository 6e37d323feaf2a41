"""Tables by groups of articles: ``by=`` of every ``tabulate_*``, with intervals over articles.

Words of one article are not independent of each other, so what a group of articles shows is as sure as its articles
are many and alike: the counts are the same as ever, the bounds are those of ``intervals.article_scale`` and
``article_mean_interval``. With one article in a group there are no bounds.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from typing import Any, NamedTuple, Protocol

import numpy as np
import pandas as pd

from analysis.tables.intervals import (
    ArticleSums,
    article_mean_interval,
    article_scale,
    poisson_interval,
    rate_ratio_interval,
    wilson_interval,
)
from analysis.tables.table import PER, positions_in

_Tabulate = Callable[..., pd.DataFrame]
_GROUP = "number of the group"
_BY = """

    ``by`` gives a table for each group of articles: a column of the corpus's articles, several of them, or a group for
    each doc_id. It puts the group first and the number of its ``articles`` last; bounds are then over articles
    (``analysis.tables.groups``), NaN with one article. The table may be one of annotations, or what
    ``open_annotations`` gives.
    """

_KEPT = """

    The table may be what ``open_annotations`` gives, without a document: then the counts of all articles are added up,
    ``found_in`` says in how many they are, and ``by`` is a column of the articles, several, or a group for each doc_id.
    """


class _AnnotatedArticles(Protocol):
    """What a table is drawn from, where it is not there yet: the articles, by doc_id, and the rows of some layers."""

    @property
    def articles(self) -> pd.DataFrame:
        """What is known of each article, indexed by doc_id."""

    def table(self, *layers: str, ordered: bool = True, without: Sequence[str] = ()) -> pd.DataFrame:
        """The annotations of these layers, or of a part of one: ``quote/cue``; columns may be left out."""

    def rows(self, kind: str) -> pd.DataFrame:
        """What was counted in each article: ``names`` or ``acts``, with ``doc_id`` and ``n``."""


class Measure(NamedTuple):
    """What an interval of a table rests on.

    Attributes:
        low, high: The columns of its bounds.
        kind: ``share``, ``score`` (2 share - 1, which then is the table's score, too), ``rate`` (per 1,000) or
            ``mean``.
        keys: The columns that tell the table's rows apart; ``within`` those of them that the total has, too.
        counted: From the annotations and the arguments of the table: the counts (``doc_id``, keys, ``x``) and totals
            (``doc_id``, within, ``y``), which are summed by article.
        within: See ``keys``.
    """

    low: str
    high: str
    kind: str
    keys: Sequence[str]
    counted: Callable[..., tuple[pd.DataFrame, pd.DataFrame]]
    within: Sequence[str] = ()


def by_articles(
    *layers: str, measures: Sequence[Measure] = (), settle: Callable[[pd.DataFrame], pd.DataFrame] | None = None,
    listed: Callable[..., pd.DataFrame] | None = None, without: Sequence[str] = (),
) -> Callable[[_Tabulate], _Tabulate]:  # fmt: skip
    """Give a function that makes a table of annotations the argument ``by``.

    Args:
        layers: Those that it reads; an argument ``layer`` of the function names one more.
        measures: What its intervals rest on.
        settle: What a group's table concludes, once its bounds are over articles.
        listed: What makes of the annotations and the arguments of the table the rows that the function and its measures
            take, once for each group.
        without: Columns that it does not need.
    """

    def decorate(tabulate: _Tabulate) -> _Tabulate:
        signature = inspect.signature(tabulate)
        layer = signature.parameters.get("layer")

        @wraps(tabulate)
        def tabulated(
            table: pd.DataFrame | _AnnotatedArticles, *args: Any, by: Any = None, **choices: Any
        ) -> pd.DataFrame:
            own = [choices.get("layer", layer.default)] if layer else []
            _check_table(table, "layer")
            if isinstance(table, pd.DataFrame):
                rows = table
            else:
                rows = table.table(*layers, *own, ordered=False, without=without)
            if by is None:
                return tabulate(listed(rows, **choices) if listed else rows, *args, **choices)
            groups = groups_of(table, by)
            rows = _numbered(rows, groups)
            parts = []
            counted: list[list[tuple[pd.DataFrame, pd.DataFrame]]] = [[] for _ in measures]
            for number, (key, docs, inside) in enumerate(_split(rows, groups)):
                inside = listed(inside, **choices) if listed else inside
                part = tabulate(inside, *args, **choices)
                for at, (name, value) in enumerate(zip(groups.columns, key, strict=True)):
                    part.insert(at, name, str(value))
                parts.append(part.assign(articles=docs, **{_GROUP: number}))
                for measure, sides in zip(measures, counted, strict=True):
                    counts, totals = measure.counted(inside, **choices)
                    sides.append((counts.assign(**{_GROUP: number}), totals.assign(**{_GROUP: number})))
            whole = pd.concat(parts, ignore_index=True)
            for measure, sides in zip(measures, counted, strict=True):
                counts, totals = (pd.concat(side, ignore_index=True) for side in zip(*sides, strict=True))
                whole = _with_bounds(whole, measure, counts, totals, choices.get("confidence", 0.95))
            return (settle(whole) if settle else whole).drop(columns=_GROUP)

        more = inspect.Parameter("by", inspect.Parameter.KEYWORD_ONLY, default=None)
        tabulated.__signature__ = signature.replace(parameters=[*signature.parameters.values(), more])  # type: ignore[attr-defined]
        tabulated.__doc__ = (tabulate.__doc__ or "").rstrip() + _BY
        return tabulated

    return decorate


def _numbered(rows: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """The rows of articles that have a group; their doc_id is the article's place among these: numbers are quicker."""
    places = positions_in(groups.index, rows["doc_id"])
    rows = rows.assign(doc_id=places)
    return rows if (places >= 0).all() else rows[places >= 0].reset_index(drop=True)


def _split(rows: pd.DataFrame, groups: pd.DataFrame) -> Iterator[tuple[tuple[Any, ...], int, pd.DataFrame]]:
    """Of each group its key, the number of its articles and their rows, which are ``_numbered``."""
    grouped = groups.groupby(list(groups.columns))
    numbers = grouped.ngroup().to_numpy()[rows["doc_id"].to_numpy()]
    order = np.argsort(numbers, kind="stable")
    ends = np.searchsorted(numbers[order], np.arange(grouped.ngroups + 1))
    for number, (key, own) in enumerate(grouped):
        yield key, len(own), rows.take(order[ends[number] : ends[number + 1]]).reset_index(drop=True)


def _check_table(table: object, *columns: str) -> None:
    if not hasattr(table, "articles") and not (isinstance(table, pd.DataFrame) and {*columns} <= {*table.columns}):
        raise ValueError(f"table must be a table of annotations or a corpus, got {type(table).__name__}")


def counted_by_article(kind: str, keys: Sequence[str]) -> Callable[[_Tabulate], _Tabulate]:
    """Let a function that needs the document take a corpus, too, where its table of each article is kept as ``kind``.

    The counts of the articles are added up for the same keys; ``found_in`` is the number of articles that have them.
    """

    def decorate(tabulate: _Tabulate) -> _Tabulate:
        @wraps(tabulate)
        def tabulated(table: Any, document: Any = None, *, by: Any = None) -> pd.DataFrame:
            _check_table(table)
            if isinstance(table, pd.DataFrame):
                if by is not None or document is None:
                    raise ValueError("document must be that of the table; without one, and with by, give a corpus")
                return tabulate(table, document)
            groups = groups_of(table, by) if by is not None else pd.DataFrame(index=table.articles.index)
            names, rows = list(groups.columns), table.rows(kind).join(groups, on="doc_id", how="inner")
            others = {name: (name, "first") for name in rows.columns if name not in {*names, *keys, "doc_id", "n"}}
            told = [*names, *keys]
            counted = rows.groupby(told, as_index=False).agg(n=("n", "sum"), found_in=("doc_id", "nunique"), **others)
            size = groups.groupby(names).size().rename("articles") if names else None
            counted = counted.join(size, on=names) if names else counted.assign(articles=len(groups))
            order = [*names, "n", *keys]
            result: pd.DataFrame = counted.sort_values(
                order, ascending=[name != "n" for name in order], ignore_index=True
            )
            return result

        tabulated.__doc__ = (tabulate.__doc__ or "").rstrip() + _KEPT
        return tabulated

    return decorate


def groups_of(table: pd.DataFrame | _AnnotatedArticles, by: Any) -> pd.DataFrame:
    """The group or groups of each article, indexed by doc_id; articles without one are left out.

    Raises:
        ValueError: If ``by`` names no column of the articles, or leaves no article.

    >>> groups_of(pd.DataFrame({"doc_id": ["a", "b", "b"]}), {"a": "left", "b": "right"})["group"].to_dict()
    {'a': 'left', 'b': 'right'}
    """
    if isinstance(table, pd.DataFrame):
        known, articles = pd.Index(table["doc_id"].unique()), pd.DataFrame()
    else:
        known, articles = table.articles.index, table.articles
    if isinstance(by, str | list | tuple):
        names = [by] if isinstance(by, str) else list(by)
        if missing := [name for name in names if name not in articles.columns]:
            shown = (
                ", ".join(map(str, articles.columns))
                or "none: give a group for each doc_id, or what open_annotations gives"
            )
            raise ValueError(f"by: the articles have no column {missing[0]!r}; columns: {shown}")
        groups = articles[names]
    elif isinstance(by, Mapping | pd.Series):
        groups = pd.Series(by).rename(getattr(by, "name", None) or "group").to_frame()
    else:
        raise ValueError(f"by must be a column of the articles or a group for each doc_id, got {by!r}")
    groups = groups.loc[groups.index.isin(known)]
    groups = groups[(groups.notna() & (groups != "")).all(axis=1)]
    if groups.empty:
        raise ValueError(f"by: no article has {' and '.join(map(str, groups.columns))}")
    return groups


def article_sums(
    counts: pd.DataFrame, totals: pd.DataFrame, keys: Sequence[str], within: Sequence[str] = (),
    rows: pd.DataFrame | None = None,
) -> pd.DataFrame:  # fmt: skip
    """``ArticleSums``, a row for each of the keys: ``x, xx, xy, found_in, y, yy, articles``.

    ``found_in`` is the number of articles that have the key. Counts and totals are as ``Measure.counted`` gives them;
    ``rows`` hold the keys that are wanted, if they are others than those of the counts.

    >>> counts = pd.DataFrame({"doc_id": ["a", "b", "b"], "term": "war", "x": 1})
    >>> article_sums(counts, pd.DataFrame({"doc_id": ["a", "b", "c"], "y": 10}), ["term"]).iloc[0].to_dict()
    {'term': 'war', 'x': 3, 'xx': 5, 'xy': 30, 'found_in': 2, 'y': 30, 'yy': 300, 'articles': 3}
    """
    keys, on = list(keys), [*within, "whole"]
    above = counts.groupby([*keys, "doc_id"], as_index=False)["x"].sum().assign(whole=0)
    below = totals.assign(whole=0).groupby([*on, "doc_id"], as_index=False)["y"].sum()
    below = below[below["y"] > 0]
    above = above[above["x"] != 0].merge(below, on=[*on, "doc_id"])
    above = above.assign(xx=above["x"] ** 2, xy=above["x"] * above["y"], found_in=1)
    sums = above.groupby(keys, as_index=False)[["x", "xx", "xy", "found_in"]].sum()
    if rows is not None:
        sums = rows[keys].merge(sums, on=keys, how="left").fillna({"x": 0, "xx": 0, "xy": 0, "found_in": 0})
    base = below.assign(yy=below["y"] ** 2, articles=1).groupby(on, as_index=False)[["y", "yy", "articles"]].sum()
    found: pd.DataFrame = sums.assign(whole=0).merge(base, on=on, how="left").drop(columns="whole")
    return found


def article_shares(rows: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """The share of ``x`` in ``n`` of each ``group`` of articles: ``group, x, n, share, low, high``.

    Bounds are over articles, as for every table with ``by``.

    >>> rows = pd.DataFrame({"group": "g", "doc_id": ["a", "b", "c"], "x": [1, 2, 1], "n": [4, 8, 4]})
    >>> article_shares(rows).round(2).values.tolist()
    [['g', 4, 16, 0.25, 0.04, 0.73]]
    """
    groups = rows[["group"]].drop_duplicates().sort_values("group", ignore_index=True)
    table = article_sums(rows, rows.rename(columns={"n": "y"}), ["group"], ["group"], groups)
    sums = _numbers_of(table)
    scale = article_scale(sums, "share", confidence)
    low, high = wilson_interval(sums.x / scale, sums.y / scale, confidence)
    counts = {"group": table["group"], "x": sums.x.astype(int), "n": sums.y.astype(int), "share": sums.x / sums.y}
    return pd.DataFrame(counts).assign(low=low, high=high)


def _with_bounds(
    table: pd.DataFrame, measure: Measure, counts: pd.DataFrame, totals: pd.DataFrame, level: float
) -> pd.DataFrame:
    """The table of all groups with bounds over their articles in the place of those for independent words."""
    keys, within = [_GROUP, *measure.keys], [_GROUP, *measure.within]
    sums = _numbers_of(article_sums(counts, totals, keys, within, table))
    if measure.kind == "mean":
        low, high = article_mean_interval(sums, level, limit=1.0)
    else:
        share = measure.kind in ("share", "score")
        scale = article_scale(sums, "share" if share else "rate", level)
        n, total = sums.x / scale, sums.y / scale
        low, high = wilson_interval(n, total, level) if share else poisson_interval(n, level)
        low, high = (low, high) if share else (low * PER / total, high * PER / total)
        if measure.kind == "score":
            low, high = 2 * low - 1, 2 * high - 1
            table = table.assign(score=2 * sums.x / sums.y - 1)
    return table.assign(**{measure.low: low, measure.high: high})


def article_ratio_bounds(first: pd.DataFrame, second: pd.DataFrame, confidence: float) -> np.ndarray:
    """Bounds over articles of the ratio of two rates, of rows of ``article_sums`` that belong together."""
    sides = [_numbers_of(first), _numbers_of(second)]
    scales = [article_scale(sums, "rate", confidence) for sums in sides]
    (n, words), (m, others) = ((sums.x / scale, sums.y / scale) for sums, scale in zip(sides, scales, strict=True))
    bounds = [
        (math.nan, math.nan) if np.isnan(a + b) else rate_ratio_interval(a, size, b, other, confidence)
        for a, size, b, other in zip(n, words, m, others, strict=True)
    ]
    return np.array(bounds, dtype=float).reshape(-1, 2).T


def _numbers_of(sums: pd.DataFrame) -> ArticleSums:
    """The columns of ``article_sums`` as numbers."""
    return ArticleSums(*(sums[name].to_numpy(dtype=float) for name in ArticleSums._fields))
