"""A claim on what is missing: who is named often and hardly heard, and who does what is done is not said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.claims import AnnotatedArticle, Claim, capital, lead, spans_of
from analysis.report.wording import counted
from analysis.tables.table import NARRATOR, rows_of

_LEAST_SPEECH = 30  # words of speech below which it tells nothing that somebody is not heard
LEAST_NAMED, OFTEN_MET = 4, 5  # mentions of a side or a person from which silence tells something; of nameless people
MOST_SILENT = 2
SMALL, LARGE = 0.1, 0.2  # shares of the speech: of a side that is hardly heard, of another one


def claim_gaps(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who is named often and hardly heard, those whom somebody speaks against before others; or that there is nobody
    such."""
    speech = int(article.speakers.loc[article.speakers["holder"] != NARRATOR, "words"].sum())
    silent, main = [*_silent(article)], [*_often_named(article)]
    if speech < _LEAST_SPEECH or not (silent or (main and all(words > SMALL * speech for *_, words in main))):
        return
    against = set(article.stances.loc[article.stances["label"] == "against", "targets"])
    silent = [one for one in silent if one[0] in against][:MOST_SILENT] or silent[:1]
    told = {name for name, *_ in silent or main}
    places = spans_of(article.mentions[article.mentions["actor"].map(article.group).isin(told)])
    parts = []
    for name, n, words in silent:
        has = "have" if article.are_many(name) else "has"
        heard = f"{has} {words or 'none'} of the {speech:,} words of speech"
        parts.append(Markup("{}, named {}, {}").format(article.called(name), counted(n, "time"), heard))
    if parts:
        text = Markup("{} {}.").format(lead("what is missing."), capital(Markup("; ").join(parts)))
    else:
        text = Markup("{} nobody named often goes unheard.").format(lead("what is missing:"))
    yield Claim("missing", text, tuple(sorted({*places})), 75 if silent else 40)


def _often_named(article: AnnotatedArticle) -> Iterator[tuple[str, int, int]]:
    """Each side, person or nameless group that is named often: its name, mentions, words; the most named first."""
    others = article.speakers[article.speakers["holder"] != NARRATOR]
    heard = others.groupby(others["holder"].map(article.group))["words"].sum()
    people = load_lexicon("mentions").terms["person"]
    for name, n in article.times_named().items():
        group = any(word in people or word.removesuffix("s") in people for word in str(name).lower().split()[-1:])
        described = group and name not in article.named and n >= OFTEN_MET and article.are_many(str(name))
        someone = name in {*article.sides.values()} or described or article.is_person(str(name))
        if n >= LEAST_NAMED and someone:
            yield str(name), int(n), int(heard.get(name, 0))


def _silent(article: AnnotatedArticle) -> Iterator[tuple[str, int, int]]:
    """Those who are named often and act or are judged, but are hardly heard.

    A side counts only where another one is heard; of a person nobody of the like name may be heard, and no victim is
    meant.
    """
    others = article.speakers[article.speakers["holder"] != NARRATOR]
    sides, speech = {*article.sides.values()}, int(others["words"].sum())
    heard = others.groupby(others["holder"].map(article.group))["words"].sum()
    acting = {article.group(name) for name in rows_of(article.table, "agency")["actor"]} | {*article.stances["targets"]}
    loud = {side for side in sides if heard.get(side, 0) >= LARGE * speech}
    states = Counter(side for side in article.sides.values() if side not in load_lexicon("sides").terms["party"])
    home = {*dict(states.most_common(1))} if loud.isdisjoint(states) else set()  # of the parties that are heard
    names = {part for holder in others["holder"] for part in holder.split()}
    for name, n, words in _often_named(article):
        open_ = bool(loud - {name}) if name in sides else name not in article.victims and not names & {*name.split()}
        if words <= SMALL * speech and open_ and name in acting - home:
            yield name, n, words
