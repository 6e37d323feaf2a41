"""Many articles: the brief and the sections of the comparison of groups, an outlet, a month or an article each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from analysis.corpus.align import align_sentences
from analysis.corpus.store import AnnotatedCorpus
from analysis.report.article_sections import style
from analysis.report.claims import listed_markup
from analysis.report.evidence_sections import STANDS, fill_evidence
from analysis.report.fragments import Fragment, fill
from analysis.report.wording import counted, day, holder_name, interval, label_name, listed, number, percent
from analysis.tables.actor_tables import tabulate_naming
from analysis.tables.acts import tabulate_acts
from analysis.tables.groups import groups_of
from analysis.tables.keyness import tabulate_keyness
from analysis.tables.rates import tabulate_rates, tabulate_speakers
from analysis.tables.stance_tables import tabulate_stance
from analysis.tables.table import NARRATOR, UNNAMED, records

_MOST_LINES, _MOST_IN_CELL, _MOST_CLAIMED = 10, 4, 3
_LEAST = 5  # places below which there is a count and no rate
_LEAST_WORDS = 100  # of a group, below which its words are not compared
_LOADED = 0.3  # valence of a name from which it counts as loaded
_section = partial(fill_evidence, most=_MOST_LINES)
_OVER = "Intervals (95 %) are over articles; a group of one article has none."


class _GroupClaim(NamedTuple):
    """A sentence about groups of articles, for the brief."""

    kind: str
    text: Markup


def group_articles(corpus: AnnotatedCorpus, by: str = "outlet", focus: str = "") -> pd.Series:
    """The group of each article: its ``by``; the article or group in ``focus`` against all others where one is named.

    Raises:
        ValueError: If there is no such column, or no such article or group.
    """
    groups = groups_of(corpus, by)[by]
    if not focus:
        return groups
    chosen = groups.index == focus if focus in groups.index else groups == focus
    if not chosen.any():
        raise ValueError(f"focus must be an article or a group ({', '.join(sorted(set(groups)))}), got {focus!r}")
    return groups.where(chosen, "the others").where(groups.index != focus, focus)


def show_corpus_front(corpus: AnnotatedCorpus, groups: pd.Series, title: str) -> Fragment:
    """Title and size of the corpus."""
    dates = sorted(date for date in corpus.articles.get("date", []) if date)
    size = f"{counted(len(groups), 'article')} in {counted(groups.nunique(), 'group')}"
    span = f"{day(dates[0])} to {day(dates[-1])}" if dates else ""
    words = int(corpus.articles.loc[groups.index, "words"].sum())
    return fill("front", style=style(), meta={"title": title, "outlet": size, "place": span}, foreign="", doc_id="",
                words=words, other="", page="")  # fmt: skip


def show_corpus_brief(corpus: AnnotatedCorpus, groups: pd.Series) -> Fragment:
    """The claims that hold for groups of at least two articles, and what they rest on."""
    rules = (_claim_speakers, _claim_naming, _claim_positions, _claim_words)
    claims = [claim for rule in rules for claim in rule(corpus, groups)]
    single = [str(name) for name, n in groups.value_counts().items() if n == 1]
    cautions = [f"{counted(len(groups), 'article')}, read by rules that can err.", _OVER]
    if len(corpus.copied):
        cautions.append(f"{counted(len(corpus.copied), 'near-duplicate')} left out.")
    if not corpus.actors.actors:
        cautions.append("Names are matched within each article only; suggest_actors matches them across articles.")
    if single:
        cautions.append(f"Only one article each: {listed(single)}.")
    return fill("brief", claims=claims, caution=" ".join(cautions))


def _claim_speakers(corpus: AnnotatedCorpus, groups: pd.Series) -> Iterator[_GroupClaim]:
    speakers = tabulate_speakers(corpus, by=groups)
    named = speakers[~speakers["holder"].isin([NARRATOR, UNNAMED]) & (speakers["articles"] > 1)]
    first = named.sort_values("words", ascending=False, kind="stable").drop_duplicates(groups.name)
    told = [
        Markup("{} in <strong>{}</strong> <small>({} of all words, {})</small>").format(
            row.holder, row[0], percent(row.share), _between(row.low, row.high)
        )
        for row in records(first.sort_values(str(groups.name)).head(_MOST_CLAIMED))
    ]
    if told:
        yield _GroupClaim("speech", Markup("Who is quoted and reported most: {}.").format(listed_markup(told)))


def _claim_naming(corpus: AnnotatedCorpus, groups: pd.Series) -> Iterator[_GroupClaim]:
    naming = _own_names(corpus, groups)
    loaded = naming[naming["load"].abs() >= _LOADED].assign(form=lambda rows: rows["words"].str.lower())
    for group, own in loaded.groupby(str(groups.name)):
        alone = own[~own["form"].isin(loaded.loc[loaded[groups.name] != group, "form"])]
        if alone["n"].sum() >= 2:
            words = [Markup("{} “{}”").format(row.actor, row.words) for row in records(alone.head(_MOST_IN_CELL))]
            text = Markup("In its own words, only <strong>{}</strong> calls {} <small>(n = {})</small>.")
            yield _GroupClaim("naming", text.format(group, listed_markup(words), int(alone["n"].sum())))


def _claim_positions(corpus: AnnotatedCorpus, groups: pd.Series) -> Iterator[_GroupClaim]:
    taken = _own_positions(corpus, groups)
    for target, own in taken.groupby("target"):
        if own["position"].nunique() > 1:
            sides = [Markup("<strong>{}</strong> {} (n = {})").format(row[0], STANDS[row.position], row.n)
                     for row in records(own)]  # fmt: skip
            yield _GroupClaim("position", Markup("On {} the groups differ: {}.").format(target, listed_markup(sides)))


def _claim_words(corpus: AnnotatedCorpus, groups: pd.Series) -> Iterator[_GroupClaim]:
    for group, key in _keys(corpus, groups):
        sure = key[key["low"] > 0].head(_MOST_IN_CELL)
        if len(sure) > 1:
            words = [Markup("“{}” ({:.0f} against {:.0f})").format(row.term, row.n_focus, row.n_reference)
                     for row in records(sure)]  # fmt: skip
            yield _GroupClaim(
                "words", Markup("Peculiar to <strong>{}</strong>: {}.").format(group, listed_markup(words))
            )


def show_coverage(corpus: AnnotatedCorpus, groups: pd.Series, by: str = "month") -> Fragment:
    """How many articles of each group there are, in each month."""
    columns = sorted(value for value in corpus.articles.get(by, pd.Series(dtype="str")).unique() if value)
    rows = []
    for group, docs in groups.groupby(groups):
        own = corpus.articles.loc[docs.index]
        found = [int((own[by] == value).sum()) or "–" for value in columns]
        rows.append((group, *found, len(own), f"{int(own['words'].sum()):,}"))
    most = max(rows, key=lambda row: row[-2])
    answer = Markup("The largest group is {} ({} of {} articles).").format(most[0], most[-2], len(groups))
    limits = "Near-duplicates are counted once: see copies.csv."
    head = (str(groups.name).capitalize(), *columns, "Articles", "Words")
    return _section("coverage", answer, head, rows, limits, head[1:])


def show_group_speakers(corpus: AnnotatedCorpus, groups: pd.Series) -> Fragment:
    """Who gets to speak? The share of each speaker in the words of each group."""
    speakers = tabulate_speakers(corpus, by=groups)
    order = speakers.groupby("holder")["words"].sum().sort_values(ascending=False, kind="stable").index
    holders = sorted(order, key=lambda name: name != NARRATOR)
    shown = Markup("{} <small>({})</small>")
    cell = {(row.holder, row[0]): shown.format(percent(row.share), _between(row.low, row.high))
            for row in records(speakers)}  # fmt: skip
    names = _names(groups)
    rows = [(holder_name(name), *(cell.get((name, group), "–") for group in names)) for name in holders]
    own = speakers[speakers["holder"] == NARRATOR].sort_values("share", ascending=False)
    answer = Markup("The share of the outlet’s own words is highest in {} ({}) and lowest in {} ({}).").format(
        own.iloc[0, 0], percent(own["share"].iloc[0]), own.iloc[-1, 0], percent(own["share"].iloc[-1])
    )
    return _section(
        "speakers", answer, ("Who", *names), rows, f"Shares of all words of the group. {_OVER}", names, most=_MOST_LINES
    )


def show_group_naming(corpus: AnnotatedCorpus, groups: pd.Series) -> Fragment:
    """Who is called what? The forms that each group uses of an actor in its own words, loaded ones first."""
    naming = _own_names(corpus, groups)
    several = naming.groupby("actor")["n"].sum().sort_values(ascending=False, kind="stable")
    names, rows = _names(groups), []
    for actor in several.index:
        own = naming[naming["actor"] == actor]
        rows.append((actor, *(_forms(own[own[groups.name] == group]) for group in names)))
    loaded = naming.loc[naming["load"].abs() >= _LOADED, "actor"].drop_duplicates().tolist()
    answer = f"Loaded names are used of {listed(loaded[:4])}." if loaded else "No actor is called by a loaded name."
    limits = "In the outlets’ own words; forms with a good (+) or bad (−) sense first, with their number."
    return _section("naming", Markup("{}").format(answer), ("Actor", *names), rows, limits)


def show_group_acts(corpus: AnnotatedCorpus, groups: pd.Series) -> Fragment:
    """Whose acts are told with an agent? What is done to each actor, and by whom, as each group tells it."""
    acts = tabulate_acts(corpus, by=groups)
    acts = acts[(acts["patient"] != "") & (acts["status"] == "happened") & (acts["holder"] == NARRATOR)]
    several = acts.groupby("patient")["n"].sum().sort_values(ascending=False, kind="stable")
    names, rows = _names(groups), []
    for patient in several.index:
        own = acts[acts["patient"] == patient]
        told = [own[own[groups.name] == group].head(_MOST_IN_CELL) for group in names]
        rows.append(
            (patient, *(_join(f"{row.agent or 'not said'}: {row.act}" for row in records(part)) for part in told))
        )
    share = acts.assign(untold=(acts["agent"] == "") * acts["n"]).groupby(str(groups.name))[["untold", "n"]].sum()
    parts = [f"{row.untold} of {row.n} in {row.Index}" for row in share.itertuples()]
    answer = f"Acts told without an agent: {listed(parts)}." if parts else "No act upon an actor is reported."
    limits = "Acts told as having happened, in the outlets’ own words; found by grammar."
    return _section("acts", Markup("{}").format(answer), ("To whom", *names), rows, limits)


def show_group_positions(corpus: AnnotatedCorpus, groups: pd.Series) -> Fragment:
    """Who is praised or blamed in the outlets' own words? The position of each group toward each actor."""
    taken, names = _own_positions(corpus, groups), _names(groups)
    cell = {(row.target, row[0]): f"{STANDS[row.position]} ({row.n})" for row in records(taken)}
    targets = taken.groupby("target")["n"].sum().sort_values(ascending=False, kind="stable").index
    rows = [(target, *(cell.get((target, group), "–") for group in names)) for target in targets]
    answer = "" if rows else "In their own words the groups take no side."
    answer = answer or f"Positions are taken toward {listed(list(targets[:4]))}."
    limits = "A position needs two expressions in two sentences, or one plain declaration; n counts expressions."
    return _section("positions", Markup("{}").format(answer), ("Toward", *names), rows, limits)


def show_group_words(corpus: AnnotatedCorpus, groups: pd.Series, least_articles: int = 2) -> Fragment:
    """Words peculiar to each group, in the outlets' own words, found in several of its articles."""
    rows, sure = [], 0
    for group, key in _keys(corpus, groups, least_articles):
        sure += int((key["low"] > 0).sum())
        for row in records(key.head(_MOST_IN_CELL)):
            bounds = interval(row.low, row.high)
            rows.append((group, row.term, f"{row.n_focus:.0f}", f"{row.n_reference:.0f}", row.articles_focus,
                         f"{row.log_ratio:.1f} ({bounds})" if bounds != "–" else f"{row.log_ratio:.1f}"))  # fmt: skip
    answer = f"{counted(sure, 'word is', 'words are')} surely more frequent in one group than in the others."
    if not sure:
        answer = "No word is surely more frequent in one group; these are the first to look at, most evidence first."
    head = (str(groups.name).capitalize(), "Word", "Here", "Elsewhere", "Articles", "Log ratio")
    limits = (
        f"Of groups of {_LEAST_WORDS} words or more, in {least_articles} articles or more; log ratio 1: twice as often."
    )
    return _section("words", Markup("{}").format(answer), head, rows, limits, head[2:])


def show_aligned(corpus: AnnotatedCorpus, groups: pd.Series) -> Fragment:
    """The same happening in each group's words: sentences side by side."""
    pairs = align_sentences(corpus, groups)
    text = Markup("{} <small>{}</small>")
    rows = [(text.format(row.sentence_a, f"{row.group_a}, {row.doc_id_a}"),
             text.format(row.sentence_b, f"{row.group_b}, {row.doc_id_b}")) for row in records(pairs)]  # fmt: skip
    answer = f"{counted(len(pairs), 'pair')} of sentences that say the same in other words."
    limits = "Found by the words they share; the most alike first. Copied sentences are left out."
    return _section("aligned", Markup("{}").format(answer), ("In one", "In another"), rows, limits, most=_MOST_LINES)


def show_group_frames(corpus: AnnotatedCorpus, groups: pd.Series) -> Fragment:
    """How do they frame? Terms of each frame in the outlets' own words, for each group."""
    rates = tabulate_rates(corpus, by=groups)
    rates = rates[rates["holder"] == NARRATOR]
    order = rates.groupby("label")["n"].sum().sort_values(ascending=False, kind="stable")
    names = _names(groups)
    cell = {(row.label, row[0]): f"{number(row.rate)} ({interval(row.low, row.high)}), n = {row.n}" if row.n >= _LEAST
            else f"n = {row.n}" for row in records(rates)}  # fmt: skip
    rows = [
        (label_name(label), *(cell.get((label, group), "–") for group in names))
        for label in order.index
        if order[label]
    ]
    answer = (
        f"The most frequent frame is {label_name(str(order.index[0]))}." if rows else "No term of a frame is found."
    )
    limits = f"Per 1,000 words of the outlet’s own; below {_LEAST} places the number only. {_OVER}"
    return _section("frames", Markup("{}").format(answer), ("Frame", *names), rows, limits, names, most=_MOST_LINES)


def _own_names(corpus: AnnotatedCorpus, groups: pd.Series) -> pd.DataFrame:
    naming = tabulate_naming(corpus, by=groups)
    return naming[(naming["form"] != "pronoun") & (naming["holder"] == NARRATOR)]


def _own_positions(corpus: AnnotatedCorpus, groups: pd.Series) -> pd.DataFrame:
    stances = tabulate_stance(corpus, by=groups)
    return stances[(stances["holder"] == NARRATOR) & stances["position"].isin(list(STANDS))]


def _keys(corpus: AnnotatedCorpus, groups: pd.Series, least_articles: int = 2) -> Iterator[tuple[str, pd.DataFrame]]:
    words = corpus.words(NARRATOR)
    group = words["doc_id"].map(groups)
    for name in _names(groups):
        key = tabulate_keyness(
            words[group == name], words[group.notna() & (group != name)], order="evidence", enough=_LEAST_WORDS,
            least_articles=least_articles,
        )  # fmt: skip
        yield name, key[(key["log_ratio"] > 0) & (key["articles_focus"] >= least_articles)]


def _names(groups: pd.Series) -> list[str]:
    return sorted(groups.unique())


def _forms(rows: pd.DataFrame) -> str:
    strength = rows["load"].abs().fillna(0).where(lambda load: load >= _LOADED, 0)
    first = rows.assign(strength=strength).sort_values(["strength", "n"], ascending=False, kind="stable")
    return _join(
        f"{row.words}{'' if not row.strength else ' +' if row.load > 0 else ' −'} ({row.n})"
        for row in records(first.head(_MOST_IN_CELL))
    )


def _join(parts: Iterable[str]) -> str:
    return "; ".join(parts) or "–"


def _between(low: float, high: float) -> str:
    return "one article" if pd.isna(low) else f"{percent(low).removesuffix(' %')}–{percent(high)}"
