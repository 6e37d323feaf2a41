"""The claim on who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.claims import JOINT, UNSURE, AnnotatedArticle, Claim, lead, spans_of, squeezed
from analysis.report.claims_on_side import writer_of
from analysis.report.wording import listed, percent
from analysis.tables.table import NARRATOR, UNNAMED, holder_of, records, rows_of
from analysis.text.document import Span, Token, covers

_LEAST_SPEECH = 30  # words of speech below which nothing is said of who speaks most
LONG_ENOUGH = 150  # words of an article below which it is no news that hardly anybody is quoted
LEAST_HEARD = 8  # words of a speaker below which he is not told
WELL_AHEAD, CLOSE = 1.5, 0.75  # how many times the words of the next one somebody has who speaks most; who is near him
_MUCH, _SOME, _LITTLE = 0.4, 0.2, 0.25  # shares of the speech
_OTHERS = 0.3  # share of all words up to which speech is little of an article
_FAR = 2.0  # how many times the words of anybody else somebody has whose share is sure though it is mostly reported
MOST_SPEAKERS = 3
_QUOTED = 4  # of so many words of a speaker one is quoted, not reported
_FEW = 2  # speakers without a name who are told
_LINK = re.compile(r" (?:at|for|from|in|of|on|to|who|with) ")
_LONG = 4  # words from which those without a speaker are no scare quotes


def claim_speech(article: AnnotatedArticle) -> Iterator[Claim]:
    """That hardly anybody is quoted; or who speaks most, or that much has no named speaker; where none of these is
    sure, who is heard at all."""
    speakers = article.speakers
    others = speakers[speakers["holder"] != NARRATOR]
    total, speech = int(speakers["words"].sum()), int(others["words"].sum())
    named = others[others["holder"].isin(article.named & sure_speakers(article))]
    if total >= LONG_ENOUGH and not (others["words"] >= _LEAST_SPEECH).any():
        opening = "Nobody is quoted at length:" if speech >= _LEAST_SPEECH else "Hardly anybody is quoted:"
        text = Markup("{} {} of {:,} words are quoted or paraphrased.").format(
            lead(opening if speech else "Nobody is quoted:"), speech or "none", total
        )
        yield Claim("speech", text, _stretches(article, [NARRATOR]), 95)
    elif speech >= _LEAST_SPEECH and (told := _most_heard(article, named, speech, total)):
        yield Claim("speech", told, _stretches(article, [*others["holder"]]), 95)
    elif speech >= _LEAST_SPEECH and (heard := _heard(article)):
        text = Markup("{} {}.").format(lead("who speaks:"), heard)
        yield Claim("speech", text, _stretches(article, [*others["holder"]]), 70)


def _heard(article: AnnotatedArticle) -> str:
    """Those with most words, of whom it is known at least what they are."""
    others = article.speakers[article.speakers["holder"] != NARRATOR]
    heard = [row.holder for row in records(others) if row.words >= LEAST_HEARD and _is_somebody(row.holder)]
    names = [name for holder in heard[:MOST_SPEAKERS] for name in _people_of(article, holder)]
    more = ["others"] if len(heard) > MOST_SPEAKERS or len(others) > len(heard) else []
    return listed(names + more) if names else ""


def _is_somebody(holder: str) -> bool:
    """Whether a speaker is known at least as what he is, and no "article" that somebody wrote."""
    return holder != UNNAMED and holder.lower() not in load_lexicon("documents").terms["document"]


@lru_cache(maxsize=1)
def sure_speakers(article: AnnotatedArticle) -> frozenset[str]:
    """Those of whose speech most is given to them by a rule that is mostly right, some is quoted (but where they
    have far most words), and some beside their name: whom only "he" or "the company" means may be another."""
    quotes = rows_of(article.table, "quote")
    quoted = quotes.loc[(quotes["role"] == "content") & (quotes["label"] == "direct"), "relation"]
    sources = quotes[(quotes["role"] == "source") & quotes["relation"].isin(quoted)]
    seats = {*article.mentions.loc[article.mentions["label"] == "metonym", "start"]}  # "the White House"
    named = {
        row.actor
        for row in records(sources)
        if row.start in seats or {*re.findall(r"\w+", row.actor)} & {*re.findall(r"\w+", squeezed(article, row))}
    }
    quotes = quotes[(quotes["role"] == "content") & (quotes["label"] != "attitude")]
    quotes = quotes.assign(length=quotes["end"] - quotes["start"])
    sure = quotes["length"].where(~quotes["rule"].isin(UNSURE), 0).groupby(quotes["actor"]).sum()
    often = sure.index[2 * sure > quotes.groupby("actor")["length"].sum()]
    speakers = article.speakers[article.speakers["holder"] != NARRATOR]
    far = speakers["words"] >= _FAR * speakers["words"].nlargest(2).iloc[-1] if len(speakers) > 1 else True
    reported = speakers.loc[(speakers["direct"] * _QUOTED < speakers["words"]) & ~far, "holder"]
    return frozenset(often) & named - {*reported}


def _surely_ranked(article: AnnotatedArticle, named: pd.DataFrame) -> pd.DataFrame:
    """The speakers down to the first whose place is not sure: above whom somebody stands who may be another, or may
    have more words than are told."""
    others = article.speakers[~article.speakers["holder"].isin([NARRATOR, UNNAMED])]
    unsure = others.loc[~others["holder"].isin(named["holder"]), "words"].max()
    return named[named["words"] > (0 if pd.isna(unsure) else unsure)]


def _most_heard(article: AnnotatedArticle, named: pd.DataFrame, speech: int, total: int) -> Markup:
    """That most is the outlet's own; or that much has no named speaker; or the one who has most of the speech, if well
    ahead, or those who are nearly even; nothing where nobody has much."""
    ranked = [row for row in records(_surely_ranked(article, named)) if row.words >= LEAST_HEARD]
    heard, of = ranked[0].words if ranked else 0, f"of {speech:,} words quoted or paraphrased"
    unnamed, whose = _nameless(article)
    more = ""
    if total >= LONG_ENOUGH and speech <= _OTHERS * total:
        opening, rest = f"mostly {writer_of(article)}’s own words:", f"{total - speech:,} of {total:,}"
        if heard >= max(_LEAST_SPEECH, _MUCH * speech):
            more = f"; {article.does(ranked[0].holder, 'is', 'are')} quoted the most ({heard})"
    elif unnamed > max(heard, _MUCH * speech):
        opening, rest = "many words are from unnamed sources:", f"{unnamed:,} {of}{whose}"
        if heard >= _LEAST_SPEECH:
            more = f"; of those named, {article.does(ranked[0].holder, 'has', 'have')} the most ({heard})"
    elif heard < _LEAST_SPEECH:
        return Markup("")
    else:
        more = f"; {unnamed:,} are from unnamed sources{whose}" if whose and unnamed >= _SOME * speech else ""
        opening, rest = _first_of(article, ranked, speech, total)
    return Markup("{} {}{}.").format(lead(opening), rest, more)


def _nameless(article: AnnotatedArticle) -> tuple[int, str]:
    """The words of those who speak without a name, and in brackets who they are, if it is told of most of them."""
    others = article.speakers[article.speakers["holder"] != NARRATOR]
    nameless = others[[_is_nameless(article, holder) for holder in others["holder"]]]
    told = nameless[nameless["holder"] != UNNAMED]
    names = [*dict.fromkeys(name for holder in told["holder"] for name in _people_of(article, holder))]
    names[_FEW:] = ["others"] * (len(names) > _FEW)
    words, whose = int(nameless["words"].sum()), int(told["words"].sum())
    return words, f" ({listed(names)})" if 2 * whose > words else ""


def _people_of(article: AnnotatedArticle, holder: str) -> list[str]:
    """A speaker, or each of those who speak together, as called within a sentence."""
    return [_within(article, name) for name in holder.split(f"{JOINT} ")]


def _first_of(article: AnnotatedArticle, ranked: Sequence[Any], speech: int, total: int) -> tuple[str, str]:
    """An opening and figures: of who has the most, though not much; of who alone speaks or has most of the speech; or
    of those who are nearly even."""
    of, (first, *rest) = f"of {speech:,} words quoted or paraphrased", ranked
    if first.words < _LITTLE * speech:
        most = article.does(first.holder, "has", "have")
        return "many voices, none dominant:", f"{most[:1].upper()}{most[1:]} the most, {first.words} {of}"
    if first.words == speech:
        return f"only {article.does(first.holder, 'speaks', 'speak')}:", f"{speech:,} of {total:,} words"
    if rest and first.words < WELL_AHEAD * rest[0].words:
        even = [first, rest[0], *(row for row in rest[1:] if row.words >= CLOSE * first.words)][:MOST_SPEAKERS]
        names = listed([article.called(row.holder) for row in even])
        return f"{names} speak most:", f"{listed([str(row.words) for row in even])} {of}"
    then = listed([f"{article.called(row.holder)} ({row.words})" for row in rest[:2]])
    share = f"{first.words:,} {of} ({percent(first.words / speech)})"
    return f"{article.does(first.holder, 'speaks', 'speak')} most:", f"{share}, then {then}" if then else share


def _is_nameless(article: AnnotatedArticle, holder: str) -> bool:
    """Whether nobody is named who speaks: "officials", "a spokesman"; a body is, as "the coalition"."""
    if JOINT in holder:
        return all(_is_nameless(article, one) for one in holder.split(f"{JOINT} "))
    head = _LINK.split(holder.lower(), maxsplit=1)[0].split()[-1:]
    nouns = load_lexicon("mentions").terms
    people = nouns["informant"] | nouns["person"] | nouns["man"] | nouns["woman"]
    told = any({word, word.removesuffix("s")} & people for word in head)
    one = not article.are_many(holder)
    known = holder in article.named or (one and article.called(holder).startswith("the "))  # "the analyst": told before
    return holder == UNNAMED or (not known and (told or not one))


def _within(article: AnnotatedArticle, holder: str) -> str:
    """A speaker as called within a sentence: "two advisers", where the text only begins one with them."""
    at = article.document.text.find(holder)
    inside = article.document.indices(Span(max(at, 0), max(at, 0) + len(holder)))
    first = article.document.tokens[inside[0]] if at >= 0 and inside else None
    common = (
        first is not None and first.pos not in {"PROPN", "PRON"} and not first.entity and not _is_name(article, first)
    )
    name = article.called(holder[:1].lower() + holder[1:] if common else holder)
    return f"a {name}" if name.islower() and " " not in name and not article.are_many(holder) else name


def _is_name(article: AnnotatedArticle, word: Token | None) -> bool:
    """Whether a word that begins a mention belongs to somebody's name: "Lee's" in "Lee's lawyers"."""
    return word is not None and any(
        span.start == word.start for span in spans_of(article.mentions[article.mentions["label"] == "name"])
    )


def list_unknown(article: AnnotatedArticle) -> list[Span]:
    """The longer quotations whose speaker is unknown."""
    quotes = rows_of(article.table, "quote", "content")
    quotes = quotes[quotes["label"].isin(["direct", "mixed"])]
    known = spans_of(quotes[quotes["actor"] != ""])
    spans = spans_of(quotes[quotes["actor"] == ""])
    long = [span for span in spans if len(article.document.covered(span).split()) >= _LONG]
    outer = [span for span in long if not any(covers(other, span) for other in (*known, *long) if other != span)]
    return sorted({*outer})


def _stretches(article: AnnotatedArticle, holders: Iterable[str]) -> tuple[Span, ...]:
    """The stretches of some holders' words."""
    rows = rows_of(article.table, "voice")
    rows = rows[holder_of(rows).isin(list(holders)) & (rows["score"] > 0)]
    return tuple(Span(row.start, row.end) for row in records(rows))
