"""Many articles: the front and the brief, claims that hold for groups of several articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from analysis.corpus.store import AnnotatedCorpus
from analysis.lexicon.lexicon import load_lexicon
from analysis.report.article_sections import style
from analysis.report.claims import listed_markup
from analysis.report.corpus_groups import (
    between,
    cite,
    differing_praise,
    is_rest,
    number_articles,
    own_expressions,
    own_rows,
    without_rest,
    words_by_group,
)
from analysis.report.corpus_sections import LOADED, MOST_IN_CELL, OVER, quote_expressions
from analysis.report.fragments import Fragment, fill
from analysis.report.wording import counted, day, listed, percent
from analysis.tables.rates import tabulate_speakers
from analysis.tables.table import NARRATOR, UNNAMED, records

_MOST = 3  # groups, actors or words in a claim


class GroupClaim(NamedTuple):
    """A sentence about groups of articles, for the brief."""

    kind: str
    text: Markup


def show_corpus_front(corpus: AnnotatedCorpus, groups: pd.Series, title: str) -> Fragment:
    """Title and size of the corpus."""
    dates = sorted(date for date in corpus.articles.get("date", []) if date)
    column = str(groups.name) if not any(map(is_rest, groups)) else "group"
    size = f"{counted(len(groups), 'article')} in {counted(groups.nunique(), column)}"
    span = f"{day(dates[0])} to {day(dates[-1])}" if dates else ""
    words = int(corpus.articles.loc[groups.index, "words"].sum())
    return fill("front", style=style(), meta={"outlet": size, "place": span}, foreign="", title=title,
                words=words, other="", page="")  # fmt: skip


def show_corpus_brief(corpus: AnnotatedCorpus, groups: pd.Series) -> Fragment:
    """The claims that hold for groups of at least two articles, and what they rest on."""
    rules = (_claim_speakers, _claim_naming, _claim_positions, _claim_words)
    claims = [claim for rule in rules for claim in rule(corpus, groups)]
    if not claims:
        several = groups.nunique() > 1
        told = "Nothing sets the groups apart for sure" if several else f"There is one {groups.name} only to tell of"
        claims = [GroupClaim("none", Markup("{}; what each has is below.").format(told))]
    sizes = groups.value_counts()
    single = [str(name) for name, n in sizes.items() if n == 1]
    cautions = [f"{counted(len(groups), 'article')}, read by rules and small models that err. {OVER}"]
    if left := len(corpus.articles) - len(groups):
        cautions.append(f"Left out: {counted(left, 'article')} without {groups.name}.")
    if len(corpus.copied):
        cautions.append(f"{counted(len(corpus.copied), 'near-duplicate')} left out.")
    if not corpus.actors.actors:
        cautions.append("Names are matched within each article only; suggest_actors matches them across articles.")
    if single:
        cautions.append(f"Only one article each: {listed(single)}.")
    return fill("brief", claims=claims, caution=" ".join(cautions))


def _claim_speakers(corpus: AnnotatedCorpus, groups: pd.Series) -> Iterator[GroupClaim]:
    """Who has most words, surely more than the next: the interval over articles lies above the other's share."""
    speakers = tabulate_speakers(corpus, by=groups)
    named = speakers[~speakers["holder"].isin([NARRATOR, UNNAMED])].sort_values("words", ascending=False, kind="stable")
    told = []
    for group, own in named.groupby(str(groups.name)):
        first, *others = records(own.head(2))
        if first.low > max((other.share for other in others), default=0) and not is_rest(str(group)):
            bounds = between(first.low, first.high)
            claim = Markup("{} in <strong>{}</strong> <small>({} of all words, {})</small>")
            told.append((first.share, claim.format(first.holder, group, percent(first.share), bounds)))
    told.sort(key=lambda pair: -pair[0])
    if told:
        most = listed_markup(claim for _, claim in told[:_MOST])
        yield GroupClaim("speech", Markup("Quoted and reported most, surely more than anybody else: {}.").format(most))


def _claim_naming(corpus: AnnotatedCorpus, groups: pd.Series) -> Iterator[GroupClaim]:
    """Loaded names that one group alone uses, in two articles or more."""
    own, numbers = own_rows(corpus, groups, "names"), number_articles(corpus)
    loaded = own[(own["form"] != "pronoun") & (own["load"].abs() >= LOADED)]
    loaded = loaded.assign(name=loaded["words"].str.lower())
    columns = {"n": ("n", "sum"), "words": ("words", "first"), "docs": ("doc_id", set), "groups": ("group", set)}
    names = loaded.groupby(["actor", "name"], sort=False).agg(**columns).reset_index()
    users = loaded.groupby("name")["group"].nunique()  # whomever it is taken to mean
    names = names[(names["name"].map(users) == 1) & (names["docs"].map(len) > 1)]
    names = names.assign(group=[next(iter(one)) for one in names["groups"]])
    for group, alone in without_rest(names, "group").groupby("group"):
        first = alone.sort_values("n", ascending=False, kind="stable").head(_MOST)
        told = (Markup("{} “{}” {}").format(row.actor, row.words, cite(numbers, row.docs)) for row in records(first))
        text = Markup("In its own words, only <strong>{}</strong> calls {}.")
        yield GroupClaim("naming", text.format(group, listed_markup(told)))


def _claim_positions(corpus: AnnotatedCorpus, groups: pd.Series) -> Iterator[GroupClaim]:
    """Whom one group praises more often than another in its own words, surely, and by which words."""
    words, numbers = own_expressions(corpus, groups), number_articles(corpus)
    for target, *two in differing_praise(words)[:_MOST]:
        about = words[words["target"] == target]
        sides = [
            Markup("{} of {} in <strong>{}</strong> <small>({})</small>").format(
                row.x, row.n, row.group, quote_expressions(numbers, about[about["group"] == row.group])
            )
            for row in two
        ]
        text = Markup("Of the outlets’ words that judge {}, those that praise: {}, but {}.")
        yield GroupClaim("position", text.format(target, *sides))


def _words_of_style() -> frozenset[str]:
    """Words that show a style sheet more than a view: "mr.", "says"."""
    return load_lexicon("mentions").terms["honorific"] | load_lexicon("abbreviations").terms["cue"]


def _claim_words(corpus: AnnotatedCorpus, groups: pd.Series) -> Iterator[GroupClaim]:
    """Words that are surely more frequent in one group than in the others, and tell of more than its style sheet."""
    words = corpus.words(NARRATOR)
    for group, key in words_by_group(words.assign(group=words["doc_id"].map(groups)).dropna(subset="group")):
        sure = key[(key["low"] > 0) & ~key["term"].str.lower().isin(_words_of_style())].head(MOST_IN_CELL)
        if len(sure) > 1:
            told = listed_markup(
                Markup("“{}” ({:.0f} against {:.0f})").format(row.term, row.n_focus, row.n_reference)
                for row in records(sure)
            )
            yield GroupClaim("words", Markup("Peculiar to <strong>{}</strong>: {}.").format(group, told))
