"""Claims on who speaks and who has the last word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd
from markupsafe import Markup

from analysis.report.claims import UNSURE, AnnotatedArticle, Claim, lead
from analysis.report.wording import listed, percent
from analysis.tables.table import NARRATOR, holder_of, records, rows_of
from analysis.text.document import Span

_LEAST_SPEECH = 30  # words of speech below which nothing is said of who speaks most
LONG_ENOUGH = 150  # words of an article below which it is no news that hardly anybody is quoted
LEAST_HEARD = 8  # words of a speaker below which he is not said to have the last word
WELL_AHEAD, CLOSE = 1.5, 0.75  # how many times the words of the next one somebody has who speaks most; who is near him
MUCH, LITTLE = 0.4, 0.15  # shares of the speech
MOST_SPEAKERS = 3


def claim_speech(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who speaks most and who has the last word; or that hardly anybody is quoted."""
    speakers = article.speakers
    others = speakers[speakers["holder"] != NARRATOR]
    total, speech = int(speakers["words"].sum()), int(others["words"].sum())
    named = others[others["holder"].isin(article.named & _surely_quoted(article))]
    if speech >= _LEAST_SPEECH and (told := _most_heard(article, named, speech, total)):
        text, holders = Markup("{}{}").format(told, _last_word(article, named)), [*others["holder"]]
        yield Claim("speech", text, _stretches(article, holders), 95)
    elif total >= LONG_ENOUGH:
        opening = "Nobody is quoted at length:" if speech >= _LEAST_SPEECH else "Hardly anybody is quoted:"
        text = Markup("{} {} of {:,} words are speech.").format(
            lead(opening if speech else "Nobody is quoted:"), speech or "none", total
        )
        yield Claim("speech", text, _stretches(article, [NARRATOR]), 95)


def _surely_quoted(article: AnnotatedArticle) -> frozenset[str]:
    """Those of whose speech most is given to them by a rule that is mostly right."""
    quotes = rows_of(article.table, "quote", "content")
    quotes = quotes[quotes["label"] != "attitude"].assign(length=lambda rows: rows["end"] - rows["start"])
    sure = quotes["length"].where(~quotes["rule"].isin(UNSURE), 0).groupby(quotes["actor"]).sum()
    return frozenset(sure.index[2 * sure > quotes.groupby("actor")["length"].sum()])


def _most_heard(article: AnnotatedArticle, named: pd.DataFrame, speech: int, total: int) -> Markup:
    """The one who has most of the speech, if well ahead, or those who are nearly even; nothing where nobody has
    much."""
    of, unnamed = f"of {speech:,} words of speech", speech - int(named["words"].sum())
    first, *rest = [row for row in records(named) if row.words >= LEAST_HEARD] or [None]
    heard = first.words if first else 0
    if unnamed > max(heard, MUCH * speech):
        opening, more = lead("much of the speech has no named speaker:"), ""
        if heard >= _LEAST_SPEECH:
            more = f"; of those named, {article.does(first.holder, 'has', 'have')} most ({heard})"
        return Markup("{} {:,} {}{}.").format(opening, unnamed, of, more)
    if heard < _LEAST_SPEECH:
        return Markup("")
    if heard < LITTLE * speech:
        return Markup("{} no one named has more than {} {}.").format(lead("many speak, nobody much:"), heard, of)
    if not rest and first.words == speech:
        return Markup("{} {:,} {} in {:,}.").format(
            lead(f"only {article.does(first.holder, 'is', 'are')} heard:"), first.words, of, total
        )
    if not rest or first.words >= WELL_AHEAD * rest[0].words:
        opening = lead(f"{article.does(first.holder, 'speaks', 'speak')} most:")
        then = [f"{article.called(row.holder)} ({row.words})" for row in rest[:2]]
        after = f", then {listed(then)}" if then else ""
        return Markup("{} {:,} {} ({}){}.").format(opening, first.words, of, percent(first.words / speech), after)
    even = [row for row in (first, *rest) if row.words >= CLOSE * first.words][:MOST_SPEAKERS]
    even = even if len(even) > 1 else [first, rest[0]]
    opening = lead(f"{listed([article.called(row.holder) for row in even])} are heard most:")
    return Markup("{} {} {}.").format(opening, listed([str(row.words) for row in even]), of)


def _last_word(article: AnnotatedArticle, named: pd.DataFrame) -> str:
    """Who has the last word, where several are heard and it is not the outlet."""
    rows = rows_of(article.table, "voice")
    rows = rows[rows["score"] > 0]
    last = records(rows.assign(holder=holder_of(rows)))[-1]
    if len(named) < 2 or last.holder not in {*named["holder"]} or last.score < LEAST_HEARD:
        return ""
    return f" The last word is {article.whose(last.holder)}."


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
