"""Claims on who speaks, who of the other side does not, and in what order they are heard."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from markupsafe import Markup

from analysis.report.claims import AnnotatedArticle, Claim, lead, listed_markup
from analysis.report.wording import counted, listed, percent
from analysis.tables.table import NARRATOR, UNNAMED, records, rows_of
from analysis.text.document import Span

LEAST_SPEECH = 40  # words of speech below which nothing is said of who speaks
LEAST_NAMED = 3  # mentions from which the silence of a side tells something
LARGE = 0.05  # share of speech from which a speaker is named in the order
MOST_SPEAKERS = 3
LEAST_HEARD = 10  # words of a speaker below which the order does not count


def claim_speech(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who speaks most, and which other side that acts or is acted upon is named and not heard."""
    speakers = article.speakers
    total, others = int(speakers["words"].sum()), speakers[speakers["holder"] != NARRATOR]
    speech = int(others["words"].sum())
    if speech < LEAST_SPEECH:
        if total >= 5 * LEAST_SPEECH and others.empty:
            text = Markup("{} All {} words are the outlet’s own.").format(lead("nobody is quoted."), f"{total:,}")
            yield Claim("speech", text, _stretches(article, NARRATOR), 60)
        return
    named = others[others["holder"] != UNNAMED]
    if named.empty:
        return
    groups = named.assign(group=named["holder"].map(article.group))
    first = groups.groupby("group", sort=False)["words"].sum().sort_values(ascending=False, kind="stable").index[0]
    heard = groups[groups["group"] == first]
    words = int(heard["words"].sum())
    share = f"{words:,} of the {speech:,} words of speech ({percent(words / speech)})"
    if len(heard) == 1:
        told = Markup("{} {}.").format(lead(f"{article.called(heard['holder'].iloc[0])} speaks most:"), share)
    else:
        names = [article.called(holder) for holder in heard["holder"].head(MOST_SPEAKERS)]
        side = lead(f"those on the side of {article.called(first)} speak most:")
        told = Markup("{} {} have {}.").format(side, listed(names), share)
    silent = _silent(article, groups, speech)
    if silent:
        told += Markup(" {}.").format(listed_markup(silent))
    yield Claim("speech", told, _stretches(article, *heard["holder"]), 90 if silent else 70)


def _silent(article: AnnotatedArticle, groups: pd.DataFrame, speech: int) -> list[Markup]:
    """The most named side or actor that acts or is acted upon and is not heard, as a sentence."""
    acting = rows_of(article.table, "agency")
    acting = acting[acting["role"].isin(["agent", "patient"]) & (acting["actor"] != "")]["actor"].map(article.group)
    heard = {*groups["group"], *_sources(article)}
    named = article.mentions["actor"].map(article.group).value_counts()
    for group, n in named.items():
        if n >= LEAST_NAMED and (acting == group).sum() >= 2 and group not in heard:
            who = article.called(str(group))
            nobody = f"Nobody on the side of {who} is quoted" if group in article.sides.values() else f"{who} is not quoted"
            return [Markup("{}, though named {}").format(nobody, counted(int(n), "time"))]
    return []


def _sources(article: AnnotatedArticle) -> set[str]:
    """The sides of all who are mentioned in the source of an attribution."""
    found = set()
    for source in records(rows_of(article.table, "quote", "source")):
        inside = article.mentions[(article.mentions["start"] < source.end) & (article.mentions["end"] > source.start)]
        found |= {article.group(actor) for actor in (*inside["actor"], source.actor) if actor}
    return found


def claim_order(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who is heard first, and who only in the last third."""
    if not article.document.bodies:
        return
    begin, end = article.document.bodies[0].start, article.document.bodies[-1].end
    speakers = article.speakers[~article.speakers["holder"].isin([NARRATOR, UNNAMED])]
    large = speakers[speakers["words"] >= max(LARGE * speakers["words"].sum(), LEAST_HEARD)]["holder"]
    contents = rows_of(article.table, "quote", "content")
    contents = contents[(contents["label"] != "attitude") & contents["actor"].isin(large)].sort_values("start")
    first = contents.drop_duplicates("actor")
    if first.empty or first["start"].iloc[0] > begin + (end - begin) / 3:
        return
    opening, *rest = records(first)
    late = [row for row in rest if row.start > begin + 2 * (end - begin) / 3]
    late = [row for row in late if article.group(row.actor) != article.group(opening.actor)][:MOST_SPEAKERS]
    if not late:
        return
    who = [article.called(row.actor) for row in late]
    text = Markup("{} {} opens with {}; {} {} heard only in the last third ({}).").format(
        lead("Who comes first:"), article.called(opening.actor), article.quote(opening.start, opening.end), listed(who),
        "is" if len(who) == 1 else "are", listed_markup(article.quote(row.start, row.end) for row in late),
    )  # fmt: skip
    yield Claim("order", text, tuple(Span(row.start, row.end) for row in (opening, *late)), 40)


def count_unknown(article: AnnotatedArticle) -> tuple[int, int]:
    """How many attributions of speech have no known speaker, and how many there are."""
    quotes = rows_of(article.table, "quote")
    quotes = quotes[(quotes["label"] != "attitude") & (quotes["label"] != "words") & (quotes["relation"] != "")]
    quotes = quotes[quotes["relation"].isin(quotes.loc[quotes["role"] == "content", "relation"])]
    known = quotes.groupby("relation")["actor"].max() != ""
    return int((~known).sum()), len(known)


def _stretches(article: AnnotatedArticle, *holders: str) -> tuple[Span, ...]:
    """The stretches of some holders' words."""
    rows = rows_of(article.table, "voice")
    own = rows["voice"] == NARRATOR if holders == (NARRATOR,) else rows["speaker"].isin(holders)
    return tuple(Span(row.start, row.end) for row in records(rows[own & (rows["score"] > 0)]))
