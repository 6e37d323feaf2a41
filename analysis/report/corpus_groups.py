"""Many articles: the groups that are compared, the numbers by which articles are cited, and what sets groups apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from analysis.corpus.store import AnnotatedCorpus
from analysis.report.fragments import anchor
from analysis.report.wording import percent
from analysis.tables.groups import article_shares, groups_of
from analysis.tables.keyness import tabulate_keyness
from analysis.tables.stance_tables import list_stances
from analysis.tables.table import NARRATOR, records

MOST_GROUPS = 6  # columns; of more groups the largest are shown, and the others taken together
MOST_LISTED = 200  # articles
LEAST = 5  # places or expressions below which there is a count and no rate, and no line
SURELY = 0.999  # level at which a word is more frequent: so many are compared that at 95 % some are by chance
LEAST_ARTICLES = 2  # that a word peculiar to a group is found in
_LEAST_WORDS, _MOST_CITED, _MOST_PERIODS = 100, 3, 24
_REST = "the other"


def group_articles(corpus: AnnotatedCorpus, by: str = "outlet", focus: str = "", most: int = MOST_GROUPS) -> pd.Series:
    """The group of each article: its ``by``; the article or group in ``focus`` against all others where one is named.

    Of more than ``most`` groups (0: any number) the largest are kept, and what is left is one: "the other 28".

    Raises:
        ValueError: If there is no such column, or no such article or group.
    """
    groups = groups_of(corpus, by)[by]
    if focus:
        chosen = groups.index == focus if focus in groups.index else groups == focus
        if not chosen.any():
            raise ValueError(f"focus must be an article or a group ({', '.join(sorted(set(groups)))}), got {focus!r}")
        return groups.where(chosen, f"{_REST}s").where(groups.index != focus, focus)
    sizes = groups.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    if not most or len(sizes) <= most:
        return groups
    return groups.where(groups.isin(sizes.index[: most - 1]), f"{_REST} {len(sizes) - most + 1}")


def is_rest(group: str) -> bool:
    """Whether a group is what is left beside the others, of which nothing is claimed."""
    return group.startswith(_REST)


def without_rest(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows of groups of which something may be claimed."""
    return rows[~rows[column].astype("str").str.startswith(_REST)]


def names_of(groups: pd.Series) -> list[str]:
    """The groups in order, the rest last."""
    return sorted(groups.unique(), key=lambda name: (is_rest(name), name))


def dates_of(corpus: AnnotatedCorpus) -> pd.Series:
    """The date of each article, empty where it has none."""
    dates: pd.Series = corpus.articles.get("date", pd.Series("", corpus.articles.index))
    return dates


def number_articles(corpus: AnnotatedCorpus) -> pd.Series:
    """The number of each article in the list at the end: by date, and of one date by name; those without one last."""
    order = dates_of(corpus).replace("", "9").sort_values(kind="stable").index
    return pd.Series(range(1, len(order) + 1), order)


def cite(numbers: pd.Series, doc_ids: Iterable[str]) -> Markup:
    """The first numbers of these articles, each a link to the list."""
    cited = sorted({int(numbers[name]) for name in doc_ids})
    link = Markup('<a href="#{}">{}</a>')
    shown = [link.format(anchor("article", one), one) if one <= MOST_LISTED else str(one) for one in cited]
    more = " …" if len(cited) > _MOST_CITED else ""
    return Markup("<small>[{}{}]</small>").format(Markup(", ").join(shown[:_MOST_CITED]), more)


def own_rows(corpus: AnnotatedCorpus, groups: pd.Series, kind: str) -> pd.DataFrame:
    """The names or acts of each article in the outlets' own words, with the ``group``."""
    rows = corpus.rows(kind)
    rows = rows[rows["holder"] == NARRATOR]
    return rows.assign(group=rows["doc_id"].map(groups)).dropna(subset="group")


def own_expressions(corpus: AnnotatedCorpus, groups: pd.Series) -> pd.DataFrame:
    """The words by which the outlets themselves praise or blame, those that do by a lexicon, too, with the ``group``;
    ``n`` is 1, ``x`` where they praise."""
    stances = list_stances(corpus.table("stance", "voice", "valence", "technique"))
    own = stances[(stances["holder"] == NARRATOR) & stances["worded"] & stances["doc_id"].isin(groups.index)]
    own = own.assign(group=own["doc_id"].map(groups), n=1, x=(own["label"] == "favor").astype("int64"))
    return own.assign(text=corpus.covered(own).str.split().str.join(" "))


class Difference(NamedTuple):
    """Two groups of which one praises a target more often than the other: rows of ``article_shares``."""

    target: str
    more: Any
    less: Any


def differing_praise(words: pd.DataFrame) -> list[Difference]:
    """Whom groups judge differently by their ``own_expressions``: the intervals over articles of two groups do not
    meet. What the model errs in is much the same in all groups, so that a difference tells more than a score."""
    found = []
    for target in most_first(words, "target").index:
        shares = article_shares(without_rest(words[words["target"] == target], "group")).dropna(subset="low")
        shares = shares[shares["n"] >= LEAST]
        if len(shares) > 1 and shares["low"].max() > shares["high"].min():
            more, less = (shares.sort_values(bound).iloc[[at]] for bound, at in (("low", -1), ("high", 0)))
            found.append(Difference(str(target), records(more)[0], records(less)[0]))
    return found


def words_by_group(words: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Of words with their ``group``: the keyness of each group's own against the others', those first that are surely
    more frequent, and those with most evidence."""
    for name in names_of(words["group"]):
        if not is_rest(name):
            inside = words["group"] == name
            key = tabulate_keyness(words[inside], words[~inside], order="evidence", enough=_LEAST_WORDS,
                                   least_articles=LEAST_ARTICLES, confidence=SURELY)  # fmt: skip
            key = key[(key["log_ratio"] > 0) & (key["articles_focus"] >= LEAST_ARTICLES)]
            yield name, key.sort_values("low", key=lambda low: low <= 0, kind="stable", ignore_index=True)


def periods_of(corpus: AnnotatedCorpus, time: str = "") -> pd.Series:
    """The period of each article that has one: a column of the articles; if none is named, the month, or the year where
    there are more than 24 months. Empty where no article has a date."""
    months = corpus.articles.get("month", pd.Series(dtype="str"))
    months = months[months != ""]
    if months.empty and not time:
        return months
    return group_articles(corpus, time or ("month" if months.nunique() <= _MOST_PERIODS else "year"), most=0)


def most_first(rows: pd.DataFrame, column: str, count: str = "n") -> pd.Series:
    """How many there are of each value of a column, the most frequent first."""
    return rows.groupby(column)[count].sum().sort_values(ascending=False, kind="stable")


def between(low: float, high: float) -> str:
    """Bounds of a share; what there is instead where one article has none."""
    return "one article" if pd.isna(low) else f"{percent(low).removesuffix(' %')}–{percent(high)}"
