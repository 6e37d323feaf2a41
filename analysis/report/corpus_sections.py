"""Many articles: the sections of the comparison of groups, an outlet, a month or an article each.

A section gives one answer, one small table with its evidence, one line of limits, and the whole table as a file. A
number in brackets is an article's in the list at the end.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.corpus.align import align_sentences
from analysis.corpus.store import AnnotatedCorpus
from analysis.report.corpus_groups import (
    LEAST,
    LEAST_ARTICLES,
    MOST_GROUPS,
    MOST_LISTED,
    SURELY,
    between,
    cite,
    dates_of,
    differing_praise,
    most_first,
    names_of,
    number_articles,
    own_expressions,
    own_rows,
    without_rest,
    words_by_group,
)
from analysis.report.evidence_sections import fill_evidence
from analysis.report.fragments import Fragment, anchor
from analysis.report.pictures import plot_course, plot_dates
from analysis.report.wording import counted, day, holder_name, interval, label_name, listed, number, percent
from analysis.tables.actor_tables import tabulate_naming
from analysis.tables.acts import tabulate_acts
from analysis.tables.groups import article_shares
from analysis.tables.rates import tabulate_rates, tabulate_speakers
from analysis.tables.stance_tables import tabulate_stance
from analysis.tables.table import NARRATOR, UNNAMED, as_csv, records, side_of

MOST_IN_CELL = 3
LOADED = 0.3  # valence of a name from which it counts as loaded
OVER = "Intervals (95 %) are over articles; a group of one article has none."
_MOST_ROWS = 10
_FAR = 10  # a log ratio, a thousand times as often; a bound beyond it is no number to read
_MOST_COURSES = 3  # of a picture over time
_UNDATED = plot_course("No article has a date.", {}, ("", "", ""), "")
Cell = Callable[[pd.DataFrame], Markup | str]


def show_articles(corpus: AnnotatedCorpus, groups: pd.Series) -> Fragment:
    """The articles by their number, with group, date and title."""
    own = corpus.articles.get(str(groups.name), groups)  # not "the other 28"
    told = corpus.articles.assign(number=number_articles(corpus), group=own, date=dates_of(corpus))
    told = told.fillna({"group": "–"}).sort_values("number").reset_index()
    titles = told["title"].where(told["title"] != "", told["doc_id"]) if "title" in told else told["doc_id"]
    place = Markup('<span class="at" id="{}"></span>{}')
    rows = [
        (place.format(anchor("article", at), at), group, day(date) or "–", title)
        for at, group, date, title in zip(told["number"], told["group"], told["date"], titles, strict=True)
    ][:MOST_LISTED]
    limits = "Near-duplicates are counted once: copies.csv in the folder has them."
    if len(told) > len(rows):
        limits = f"These are the first {len(rows)}. {limits}"
    head = ("No.", str(groups.name).capitalize(), "Date", "Title")
    columns = ["number", *(name for name in told if name not in ("number", "characters", "path", "sha256"))]
    answer = f"{counted(len(told), 'article')}; the numbers in brackets above are these."
    return _section("articles", answer, head, rows, limits, told[columns], ("No.",), MOST_LISTED)


def show_group_sizes(corpus: AnnotatedCorpus, groups: pd.Series) -> Fragment:
    """How many articles and words there are of each group, and of what time."""
    known = corpus.articles.loc[groups.index].assign(group=groups, date=dates_of(corpus).replace("", None))
    columns = {"articles": ("words", "size"), "words": ("words", "sum"), "dated": ("date", "count")}
    sizes = known.groupby("group").agg(**columns, first=("date", "min"), last=("date", "max")).fillna("").reset_index()
    sizes = sizes.sort_values(["articles", "words"], ascending=False, ignore_index=True)
    rows = [
        (row.group, row.articles, f"{row.words:,}", day(row.first) or "–", day(row.last) or "–")
        for row in records(sizes)
    ]
    named = without_rest(sizes, "group")
    most = named.loc[named["articles"] == named["articles"].max(), "group"].head(MOST_GROUPS).tolist()
    share = f"{named['articles'].max():,} of {counted(len(known), 'article')}"
    answer = f"{listed(most)}: {share}{' each' if len(most) > 1 else ''}{', the most' if len(named) > 1 else ''}."
    answer = answer[:1].upper() + answer[1:]  # also where a group's name has no capital
    bare = len(known) - int(sizes["dated"].sum())
    limits = f"{counted(bare, 'article has', 'articles have')} no date." if bare else "Every article has a date."
    head = (str(groups.name).capitalize(), "Articles", "Words", "First", "Last")
    return _section("sizes", answer, head, rows, limits, sizes, head[1:3])


def plot_group_dates(corpus: AnnotatedCorpus, groups: pd.Series) -> Fragment:
    """When did each group write? A line a group, a stroke an article."""
    order = groups.iloc[[*groups.map(names_of(groups).index).argsort(kind="stable")]]
    return plot_dates(dates_of(corpus)[groups.index], order, number_articles(corpus))


def show_group_speakers(corpus: AnnotatedCorpus, groups: pd.Series) -> Fragment:
    """Who gets to speak? The share of each speaker in the words of each group."""
    speakers, sides = tabulate_speakers(corpus, by=groups), side_of(corpus.table("side"))
    holders = sorted(most_first(speakers, "holder", "words").index, key=lambda name: name != NARRATOR)
    rows = [
        (holder_name(row[0]), sides.get(row[0], "–"), *row[1:])
        for row in _by_group(speakers, groups, "holder", holders, _share)
    ]
    own = without_rest(speakers[speakers["holder"] == NARRATOR], str(groups.name))
    least, *_, most = records(own.sort_values("share").iloc[[0, -1]])
    answer = f"The outlet’s own words are {percent(most.share)} of all in {most[0]}"
    if len(own) == 1:
        answer += f" ({between(most.low, most.high)})."
    elif most.low > least.high:
        answer += f", {percent(least.share)} in {least[0]}."
    else:
        apart = "one of them is a single article" if own["low"].isna().any() else "their intervals overlap"
        answer += f", {percent(least.share)} in {least[0]}; {apart}."
    head = ("Who", "Side", *names_of(groups))
    limits = f"Shares of all words of the group. {OVER}"
    return _section("speakers", answer, head, rows, limits, speakers, head[2:], total=len(holders))


def _share(rows: pd.DataFrame) -> Markup:
    row = records(rows)[0]
    return Markup("{} <small>({})</small>").format(percent(row.share), between(row.low, row.high))


def show_group_naming(corpus: AnnotatedCorpus, groups: pd.Series) -> Fragment:
    """Who is called what? The forms that each group uses of an actor in its own words, loaded ones first."""
    own = own_rows(corpus, groups, "names")
    own = own[(own["form"] != "pronoun") & own["actor"].isin(_named(corpus))]
    own = own.assign(x=own["n"].where(own["load"].abs() >= LOADED, 0))
    order = own.groupby("actor")[["x", "n"]].sum().sort_values(["x", "n"], ascending=False, kind="stable")
    rows = _by_group(own, groups, "actor", order.index, partial(_forms, number_articles(corpus)))
    answer = "No actor is called by a loaded name."
    if own["x"].any():
        answer = f"Loaded names: {_shares(own, groups)}."
    limits = f"In the outlets’ own words; forms with a good (+) or bad (−) sense first, with their number. {OVER}"
    whole = tabulate_naming(corpus, by=groups)
    return _section("naming", answer, ("Actor", *names_of(groups)), rows, limits, whole, total=len(order))


def _named(corpus: AnnotatedCorpus) -> frozenset[str]:
    """The actors that have a name somewhere: "regime" in two articles need not be one."""
    names = corpus.rows("names")
    return frozenset(names.loc[names["form"] == "name", "actor"])


def _forms(numbers: pd.Series, rows: pd.DataFrame) -> Markup:
    """The forms of a cell, loaded ones with their places."""
    columns = {"n": ("n", "sum"), "x": ("x", "max"), "load": ("load", "first"), "docs": ("doc_id", list)}
    forms = rows.groupby("words", sort=False).agg(**columns).reset_index()
    forms = forms.sort_values(["x", "n"], ascending=False, kind="stable").head(MOST_IN_CELL)
    return Markup("; ").join(
        Markup("{} {} ({}) {}").format(row.words, "+" if row.load > 0 else "−", row.n, cite(numbers, row.docs))
        if row.x
        else f"{row.words} ({row.n})"
        for row in records(forms)
    )


def show_group_acts(corpus: AnnotatedCorpus, groups: pd.Series) -> Fragment:
    """Whose acts are told with an agent? What is done to each actor, and by whom, as each group tells it."""
    own = own_rows(corpus, groups, "acts")
    own = own[(own["patient"] != "") & (own["status"] == "happened")]
    own = own.assign(x=own["n"].where(own["agent"] == "", 0))
    named = _named(corpus)
    order = sorted(most_first(own, "patient").index, key=lambda name: name not in named)
    rows = _by_group(own, groups, "patient", order, partial(_acts, number_articles(corpus)))
    answer = "No act upon anybody is reported."
    if len(own):
        answer = f"Acts without an agent: {_shares(own, groups)}."
    limits = f"Acts told as having happened, in the outlets’ own words; those upon actors first. {OVER}"
    whole = tabulate_acts(corpus, by=groups)
    return _section("acts", answer, ("To whom", *names_of(groups)), rows, limits, whole, total=len(order))


def _acts(numbers: pd.Series, rows: pd.DataFrame) -> Markup:
    acts = rows.groupby(["agent", "act"], sort=False).agg(n=("n", "sum"), docs=("doc_id", list)).reset_index()
    first = records(acts.sort_values("n", ascending=False, kind="stable").head(MOST_IN_CELL))
    told = Markup("{}: {} {}")
    return Markup("; ").join(told.format(row.agent or "not said", row.act, cite(numbers, row.docs)) for row in first)


def show_group_positions(corpus: AnnotatedCorpus, groups: pd.Series) -> Fragment:
    """Who is praised or blamed in the outlets' own words? By which words each group does either."""
    words, whole = own_expressions(corpus, groups), tabulate_stance(corpus, by=groups)
    judged = most_first(words, "target")
    order = judged.index[judged >= LEAST]
    rows = _by_group(words, groups, "target", order, partial(_judged, number_articles(corpus)))
    differing = [one.target for one in differing_praise(words)]
    answer = "No group surely praises anybody more often than another does."
    if len(names_of(groups)) == 1:
        answer = f"There is one {groups.name} only."
    if differing:
        answer = f"The groups differ in their words about {listed(differing[:MOST_IN_CELL])}."
    limits = (
        f"Actors of {LEAST} such words or more, words in most articles first. They are found by a small model that "
        "errs often, and a lexicon has them as good (+) or bad (−): look at them."
    )
    return _section("positions", answer, ("Toward", *names_of(groups)), rows, limits, whole, total=len(order))


def quote_expressions(numbers: pd.Series, words: pd.DataFrame) -> Markup:
    """The ``own_expressions`` of a cell, those in most articles first, with their places."""
    columns = {"text": ("text", "first"), "x": ("x", "max"), "docs": ("doc_id", set)}
    forms = words.groupby(words["text"].str.lower(), sort=False).agg(**columns)
    forms = forms.sort_values("docs", key=lambda docs: -docs.map(len), kind="stable").head(MOST_IN_CELL)
    told = Markup("{} “{}” {}")
    return Markup(", ").join(
        told.format("+" if row.x else "−", row.text, cite(numbers, row.docs)) for row in records(forms)
    )


def _judged(numbers: pd.Series, rows: pd.DataFrame) -> Markup:
    praise = int(rows["x"].sum())
    return Markup("{} for, {} against: {}").format(praise, len(rows) - praise, quote_expressions(numbers, rows))


def show_group_words(corpus: AnnotatedCorpus, groups: pd.Series) -> Fragment:
    """Words peculiar to each group, in the outlets' own words, found in several of its articles, with a place each."""
    words = corpus.words(NARRATOR)
    words = words.assign(group=words["doc_id"].map(groups)).dropna(subset="group")
    keys = pd.concat([key.assign(group=group) for group, key in words_by_group(words)], ignore_index=True)
    sure = keys[keys["low"] > 0]
    first = (sure if len(sure) else keys).groupby("group", sort=False).head(MOST_IN_CELL)
    places = words.merge(first[["group", "term"]]).sort_values(["n", "doc_id"], ascending=[False, True])
    lines = corpus.concordance(places.drop_duplicates(["group", "term"]), window=4)
    lines = lines.assign(group=lines["doc_id"].map(groups)).drop_duplicates(["group", "label"])
    rows, numbers = [], number_articles(corpus)
    for row in records(first.merge(lines, left_on=["group", "term"], right_on=["group", "label"])):
        shown = Markup("{}<strong>{}</strong>{} {}")
        line = shown.format(row.left, row.keyword, row.right, cite(numbers, [row.doc_id]))
        low, high = (-math.inf if row.low < -_FAR else row.low), (math.inf if row.high > _FAR else row.high)
        ratio = f"{row.log_ratio:.1f} ({interval(low, high)})"
        counts = (f"{row.n_focus:.0f}", f"{row.n_reference:.0f}", row.articles_focus)
        rows.append((row.group, row.term, *counts, ratio, line))
    answer = f"{counted(len(sure), 'word is', 'words are')} surely more frequent in one group than in the others."
    if sure.empty:
        answer = "No word is surely more frequent in one group; these are the first to look at, most evidence first."
    head = (str(groups.name).capitalize(), "Word", "Here", "Elsewhere", "Articles", "Log ratio", "For example")
    limits = (
        f"In {LEAST_ARTICLES} articles or more; a log ratio of 1 means twice as often. Intervals are over articles, "
        f"at {100 * SURELY:.1f} %, since so many words are compared."
    )
    return _section("words", answer, head, rows, limits, keys, head[2:6], len(rows), len(keys))


def show_aligned(corpus: AnnotatedCorpus, groups: pd.Series) -> Fragment:
    """The same happening in each group's words: sentences side by side."""
    pairs, numbers = align_sentences(corpus, groups), number_articles(corpus)
    text = Markup("{} <small>{}</small> {}")
    rows = [
        (
            f"{row.likeness:.2f}",
            text.format(row.sentence_a, row.group_a, cite(numbers, [row.doc_id_a])),
            text.format(row.sentence_b, row.group_b, cite(numbers, [row.doc_id_b])),
        )
        for row in records(pairs)
    ]
    answer = f"{counted(len(pairs), 'pair')} of sentences of different groups have telling words in common."
    limits = "Likeness is the cosine of the words, rare ones weighing more. Sentences that are copied are left out."
    return _section("aligned", answer, ("Likeness", "In one", "In another"), rows, limits, pairs)


def plot_speakers_over_time(corpus: AnnotatedCorpus, periods: pd.Series) -> Fragment:
    """Who gets to speak, over time? The share of the outlets' own words, and of those who speak most."""
    if periods.empty:
        return _UNDATED
    speakers = tabulate_speakers(corpus, by=periods)
    order = most_first(speakers, "holder", "words").index.difference([NARRATOR, UNNAMED], sort=False)
    wanted = [NARRATOR, *order[:_MOST_COURSES]]
    courses = {holder_name(name): _course(speakers, periods, "holder", name, "share") for name in wanted}
    sure = records(courses[holder_name(NARRATOR)].dropna(subset="low"))
    ends = [
        f"{percent(row.share)} in {day(row[0])} ({between(row.low, row.high)})" for row in (*sure[:1], *sure[1:][-1:])
    ]
    title = f"The outlets’ own words: {', '.join(ends)}." if ends else "No period has more than one article."
    return plot_course(title, courses, ("share", "low", "high"), "per cent of all words", 100)


def plot_positions_over_time(corpus: AnnotatedCorpus, periods: pd.Series) -> Fragment:
    """Who is praised or blamed, over time? The share of praise in the outlets' own words about those judged most."""
    if periods.empty:
        return _UNDATED
    words = own_expressions(corpus, periods)
    order = most_first(words, "target")
    judged = order.index[order >= LEAST][:_MOST_COURSES]
    shares = {name: article_shares(words[words["target"] == name]) for name in judged}
    title = f"Judged most by the outlets’ own words: {listed([*shares])}."
    title = title if shares else "Nobody is judged often enough to tell."
    units = "per cent praise, of the words that praise or blame"
    return plot_course(title, shares, ("share", "low", "high"), units, 100, axis=(0.0, 100.0))


def plot_frames_over_time(corpus: AnnotatedCorpus, periods: pd.Series) -> Fragment:
    """How do they frame, over time? The rates of the most frequent frames in the outlets' own words."""
    if periods.empty:
        return _UNDATED
    rates = tabulate_rates(corpus, by=periods)
    own = rates[rates["holder"] == NARRATOR]
    order = most_first(own, "label")
    frequent = order.index[order >= LEAST][:_MOST_COURSES]
    courses = {label_name(name): _course(own, periods, "label", name, "rate") for name in frequent}
    title = f"The most frequent frames: {listed([*courses])}." if courses else "Too few terms of any frame to tell."
    return plot_course(title, courses, ("rate", "low", "high"), "terms per 1,000 words of the outlets’ own")


def _course(table: pd.DataFrame, periods: pd.Series, column: str, name: str, value: str) -> pd.DataFrame:
    """The rows of one, period by period; where it has none, the value is 0."""
    rows = table[table[column] == name].set_index(str(periods.name))
    return rows.reindex(sorted(periods.unique())).fillna({value: 0}).reset_index()


def show_group_frames(corpus: AnnotatedCorpus, groups: pd.Series) -> Fragment:
    """How do they frame? Terms of each frame in the outlets' own words, for each group."""
    rates = tabulate_rates(corpus, by=groups)
    own = rates[rates["holder"] == NARRATOR]
    order = most_first(own, "label")
    rows = [(label_name(row[0]), *row[1:]) for row in _by_group(own, groups, "label", order.index[order > 0], _rate)]
    answer = f"The most frequent frame is {rows[0][0]}." if rows else "No term of a frame is found."
    limits = f"Terms per 1,000 words of the outlet’s own; below {LEAST} places the number only. {OVER}"
    head = ("Frame", *names_of(groups))
    return _section("frames", answer, head, rows, limits, rates, head[1:])


def _rate(rows: pd.DataFrame) -> str:
    row = records(rows)[0]
    return f"{number(row.rate)} ({interval(row.low, row.high)}), n = {row.n}" if row.n >= LEAST else f"n = {row.n}"


def _by_group(
    rows: pd.DataFrame, groups: pd.Series, column: str, wanted: Iterable[str], cell: Cell
) -> list[tuple[Any, ...]]:
    """A line for each of the first that are wanted, a cell for each group, a dash where it has no row."""
    name = "group" if "group" in rows else str(groups.name)
    first = list(wanted)[:_MOST_ROWS]
    parts = rows[rows[column].isin(first)].groupby([column, name], sort=False)
    cells = {key: cell(part) for key, part in parts}
    return [(one, *(cells.get((one, group), "–") for group in names_of(groups))) for one in first]


def _shares(rows: pd.DataFrame, groups: pd.Series) -> str:
    """The share of x in n of each group, with its interval over articles."""
    shares = {row.group: row for row in records(article_shares(rows))}
    told = [shares[name] for name in names_of(groups) if name in shares]
    return listed(
        [
            f"{percent(row.share)}{'' if at else ' of all'} in {row.group} ({between(row.low, row.high)})"
            for at, row in enumerate(told)
        ]
    )


def _section(
    name: str, answer: str, head: Sequence[str], rows: Sequence[Sequence[Any]], limits: str, whole: pd.DataFrame,
    numbers: Sequence[str] = (), most: int = _MOST_ROWS, total: int = 0,
) -> Fragment:  # fmt: skip
    """A section, with its whole table beside the report; ``total`` is the number of lines where not all are given."""
    told = Markup("{}").format(answer)
    shown = fill_evidence(name, told, head, rows, limits, numbers, most, f"the file that ends in _{name}.csv", total)
    flat = whole.assign(**{column: whole[column].map("; ".join) for column in whole if column == "loaded"})
    return replace(shown, files={f"_{name}.csv": as_csv(flat)})
