"""Claims on who speaks, who has the last word, and who is named but not quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd
from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.claims import AnnotatedArticle, Claim, lead
from analysis.report.wording import counted, listed, percent
from analysis.tables.table import NARRATOR, holder_of, records, rows_of
from analysis.text.document import Span

LEAST_SPEECH = 30  # words of speech below which nothing is said of who speaks most
LONG_ENOUGH = 150  # words of an article below which it is no news that hardly anybody is quoted
LEAST_HEARD = 8  # words of a speaker below which he is not said to have the last word
WELL_AHEAD, CLOSE = 1.5, 0.75  # how many times the words of the next one somebody has who speaks most; who is near him
MUCH = 0.4  # share of the speech
MOST_SPEAKERS = 3
LEAST_NAMED = 4  # mentions from which silence tells something
MOST_SILENT = 2
SMALL, LARGE = 0.1, 0.2  # shares of the speech: of a side that is hardly heard, of another one


def claim_speech(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who speaks most and who has the last word; or that hardly anybody is quoted."""
    speakers = article.speakers
    others = speakers[speakers["holder"] != NARRATOR]
    total, speech = int(speakers["words"].sum()), int(others["words"].sum())
    named = others[others["holder"].isin(article.named)]
    if speech >= LEAST_SPEECH and len(named):
        told = _most_heard(article, named, speech, total)
        text, holders = Markup("{}{}").format(told, _last_word(article, named)), [*named["holder"]]
        yield Claim("speech", text, _stretches(article, holders), 95)
    elif total >= LONG_ENOUGH and speech < LEAST_SPEECH:
        text = Markup("{} {} of {:,} words are speech.").format(
            lead("Hardly anybody is quoted:" if speech else "Nobody is quoted:"), speech or "none", total
        )
        yield Claim("speech", text, _stretches(article, [NARRATOR]), 95)


def _most_heard(article: AnnotatedArticle, named: pd.DataFrame, speech: int, total: int) -> Markup:
    """The one who has most of the speech, if well ahead, or those who are nearly even."""
    first, *rest = records(named)
    of, unnamed = f"of {speech:,} words of speech", speech - int(named["words"].sum())
    if unnamed > first.words and unnamed > MUCH * speech:
        opening = lead("much of the speech has no named speaker:")
        heard = f"of those named, {article.does(first.holder, 'has', 'have')} most ({first.words})"
        return Markup("{} {:,} {}; {}.").format(opening, unnamed, of, heard)
    if not rest and first.words == speech:
        return Markup("{} {:,} {} in {:,}.").format(
            lead(f"only {article.does(first.holder, 'is', 'are')} heard:"), first.words, of, total
        )
    if not rest or first.words >= WELL_AHEAD * rest[0].words:
        opening = lead(f"{article.does(first.holder, 'speaks', 'speak')} most:")
        then = f", then {article.called(rest[0].holder)} ({rest[0].words})" if rest else ""
        return Markup("{} {:,} {} ({}){}.").format(opening, first.words, of, percent(first.words / speech), then)
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


def claim_silence(article: AnnotatedArticle) -> Iterator[Claim]:
    """Which sides and persons are often named and hardly heard, those whom somebody speaks against before others."""
    others = article.speakers[article.speakers["holder"] != NARRATOR]
    silent = [*_silent(article, others.assign(group=others["holder"].map(article.group)))]
    against = set(article.stances.loc[article.stances["label"] == "against", "targets"])
    silent = [one for one in silent if one[0] in against] or sorted(silent, key=lambda one: -one[1])[:1]
    if silent and others["words"].sum() >= LEAST_SPEECH:
        parts = []
        for name, n, words in silent[:MOST_SILENT]:
            heard = f"{counted(words, 'word')} of speech" if words else "no word of speech"
            parts.append(f"{article.called(name)} (named {counted(n, 'time')}, {heard})")
        mentions = article.mentions[article.mentions["actor"].map(article.group).isin([name for name, *_ in silent])]
        places = tuple(sorted({Span(row.start, row.end) for row in records(mentions)}))
        yield Claim(
            "silence",
            Markup("{} {}.").format(
                lead("Named, hardly heard:" if any(words for *_, words in silent) else "Named, not heard:"),
                listed(parts),
            ),
            places,
            75,
        )


def _silent(article: AnnotatedArticle, others: pd.DataFrame) -> Iterator[tuple[str, int, int]]:
    """Each side or person that is named often and hardly heard: its name, mentions, reported words.

    A side counts only where another one is heard; of a person nobody of the like name may be heard. Neither do people
    who have no name but are often mentioned ("refugees").
    """
    sides, speech = {*article.sides.values()}, int(others["words"].sum())
    heard = others.groupby("group")["words"].sum()
    acting = {article.group(name) for name in rows_of(article.table, "agency")["actor"]}
    loud = {side for side in sides if heard.get(side, 0) >= LARGE * speech}
    people = load_lexicon("nominals").terms["people"]
    names = {part for holder in others["holder"] for part in holder.split()}
    for name, n in ((str(name), n) for name, n in article.times_named().items()):
        words = int(heard.get(name, 0))
        if name in sides:
            known = bool(loud - {name})
        else:
            described = name.lower().split()[-1].removesuffix("s") in people and article.are_many(name)
            known = described or (article.is_person(name) and not names & {*name.split()})
        if n >= LEAST_NAMED and words <= SMALL * speech and known and name in acting - article.victims:
            yield str(name), int(n), words


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
