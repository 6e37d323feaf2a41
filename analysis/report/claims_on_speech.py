"""Claims on who speaks, and who of the other side does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd
from markupsafe import Markup

from analysis.report.claims import AnnotatedArticle, Claim, lead
from analysis.report.claims_on_words import takes_no_side
from analysis.report.wording import counted, listed, percent
from analysis.tables.table import NARRATOR, UNNAMED, holder_of, records, rows_of
from analysis.text.document import Span

_LONG_ENOUGH = 200  # words of an article below which it is no news that nobody is quoted
_LEAST_SPEECH = 40  # words of speech below which nothing is said of who speaks
_LEAST_HEARD = 10  # words of a speaker below which nothing is said of him
_LEAST_NAMED = 3  # mentions from which the silence of a side tells something
_SMALL, _LARGE, _MOST, _SIDED, _KNOWN = 0.05, 0.1, 0.4, 0.6, 0.8  # shares of the speech from which something is said
_LEAST_ACTS = 2  # and acts in which it has a part
_MOST_SPEAKERS = 3
_WELL_AHEAD = 1.5  # how many times the words of the next one somebody has who speaks most


def claim_speech(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who speaks most, which other side is not quoted, and whether the outlet keeps its distance."""
    speakers = article.speakers
    others = speakers[speakers["holder"] != NARRATOR]
    total, speech = int(speakers["words"].sum()), int(others["words"].sum())
    heard = others[(others["holder"] != UNNAMED) & (others["words"] >= max(_LEAST_HEARD, _SMALL * speech))]
    if others.empty and total >= _LONG_ENOUGH:
        text = Markup("{} All {} words are the outlet’s own.").format(lead("Nobody is quoted."), f"{total:,}")
        yield Claim("speech", text, _stretches(article, [NARRATOR]), 60)
    if speech < _LEAST_SPEECH or heard.empty:
        return
    told = _most_heard(article, heard, len(others), speech)
    groups = others.assign(group=others["holder"].map(article.group))
    told += _by_side(article, groups, speech)
    silent = _silent(article, groups, speech)
    distant = takes_no_side(article)
    told += silent
    if distant:
        words = "The outlet’s own words take no side."
        told.append(Markup("{}").format(words) if told else lead(words))
    if told:
        yield Claim("speech", Markup(" ").join(told), _stretches(article, heard["holder"]), 95 if silent else 85)


def _most_heard(article: AnnotatedArticle, heard: pd.DataFrame, voices: int, speech: int) -> list[Markup]:
    """The one who has most of the speech, if he is well ahead; who is second is seldom told apart surely enough."""
    first, *rest = records(heard)
    if voices == 1:
        only = lead(f"Only {article.does(first.holder, 'is', 'are')} heard:")
        return [Markup("{} {} words of speech.").format(only, f"{speech:,}")]
    if first.words < _MOST * speech or (rest and first.words < _WELL_AHEAD * rest[0].words):
        return []
    share = f"{first.words:,} of the {speech:,} words of speech ({percent(first.words / speech)})"
    return [Markup("{} {}.").format(lead(f"{article.does(first.holder, 'speaks', 'speak')} most:"), share)]


def _by_side(article: AnnotatedArticle, groups: pd.DataFrame, speech: int) -> list[Markup]:
    """The shares of the sides, where two or more have several speakers between them, and most speech is on a side."""
    sided = groups[groups["group"].isin({*article.sides.values()})]
    words = sided.groupby("group", sort=False)["words"].sum().to_dict()
    rest = "" if sum(words.values()) >= _KNOWN * speech else "; the rest is on no known side"
    large = {side: n for side, n in words.items() if n >= _LARGE * speech}
    if len(large) < 2 or len(sided) == len(large) or sum(large.values()) < _SIDED * speech:
        return []
    most = sorted(large, key=lambda side: -large[side])[:_MOST_SPEAKERS]
    told = [f"{article.called(str(side))} {percent(large[side] / speech)}" for side in most]
    return [Markup("By side: {}{}.").format(listed(told), rest)]


def _silent(article: AnnotatedArticle, groups: pd.DataFrame, speech: int) -> list[Markup]:
    """The other side that is named and acts or is acted upon, but is not quoted and hardly reported.

    Nothing is said where the side of much of the speech, or of anybody heard, is not known: it may be this one.
    """
    sides = {*article.sides.values()}
    unknown = groups[~groups["group"].isin(sides)]["words"]
    if unknown.sum() > (1 - _KNOWN) * speech or (unknown > _SMALL * speech).any():
        return []
    heard = groups.groupby("group")[["words", "direct"]].sum().to_dict("index")
    acting = rows_of(article.table, "agency")
    acting = acting[acting["role"].isin(["agent", "patient"]) & (acting["actor"] != "")]
    acts = acting["actor"].map(article.group).value_counts()
    named = article.mentions["actor"].map(article.group).value_counts()
    for side, n in named.items():
        words, direct = heard.get(side, {"words": 0, "direct": 0}).values()
        if (
            side not in sides
            or n < _LEAST_NAMED
            or acts.get(side, 0) < _LEAST_ACTS
            or direct
            or words > _LARGE * speech
        ):
            continue
        reported = f"; {counted(words, 'word')} of theirs {'is' if words == 1 else 'are'} reported" if words else ""
        who = article.called(str(side))
        return [Markup("Nobody is quoted on the side of {}, named {}{}.").format(who, counted(n, "time"), reported)]
    return []


def count_unknown(article: AnnotatedArticle) -> tuple[int, int]:
    """How many attributions of speech have no known speaker, and how many there are."""
    quotes = rows_of(article.table, "quote")
    quotes = quotes[(quotes["label"] != "attitude") & (quotes["label"] != "words") & (quotes["relation"] != "")]
    quotes = quotes[quotes["relation"].isin(quotes.loc[quotes["role"] == "content", "relation"])]
    known = quotes.groupby("relation")["actor"].max() != ""
    return int((~known).sum()), len(known)


def _stretches(article: AnnotatedArticle, holders: Iterable[str]) -> tuple[Span, ...]:
    """The stretches of some holders' words."""
    rows = rows_of(article.table, "voice")
    rows = rows[holder_of(rows).isin(list(holders)) & (rows["score"] > 0)]
    return tuple(Span(row.start, row.end) for row in records(rows))
