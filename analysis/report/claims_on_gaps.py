"""A claim on what is missing: who is named often and hardly heard, and which of Entman's functions no word carries."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from analysis.report.claims import AnnotatedArticle, Claim, capital, lead, listed_markup
from analysis.report.claims_on_words import loaded_words
from analysis.report.wording import counted
from analysis.tables.table import NARRATOR, records, rows_of, signs_of
from analysis.text.document import Span

LEAST_SPEECH = 30  # words of speech below which it tells nothing that somebody is not heard
LEAST_NAMED, OFTEN_MET = 4, 5  # mentions of a side or a person from which silence tells something; of nameless people
MOST_SILENT = 2
SMALL, LARGE = 0.1, 0.2  # shares of the speech: of a side that is hardly heard, of another one
FUNCTIONS = {"problem": "a problem", "cause": "a cause", "moral": "a moral judgement", "remedy": "a remedy"}
LEAST_SIGNS = 6  # words for the other functions from which it tells something that one has none
FEW = 3  # words quoted


def claim_gaps(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who is named often and hardly heard, those whom somebody speaks against before others; and a function of framing
    without any word."""
    parts, places = [], list[Span]()
    silent = [*_silent(article)]
    against = set(article.stances.loc[article.stances["label"] == "against", "targets"])
    silent = [one for one in silent if one[0] in against] or silent[:1]
    speech = int(article.speakers.loc[article.speakers["holder"] != NARRATOR, "words"].sum())
    for name, n, words in silent[:MOST_SILENT]:
        has = "have" if article.are_many(name) else "has"
        heard = f"{has} {words or 'none'} of the {speech:,} words of speech"
        parts.append(Markup("{}, named {}, {}").format(article.called(name), counted(n, "time"), heard))
        mentions = article.mentions[article.mentions["actor"].map(article.group) == name]
        places += [Span(row.start, row.end) for row in records(mentions)]
    signs = signs_of(article.table, "function", "indicator")
    signs = signs[signs["label"].isin([*FUNCTIONS])]
    absent = {*FUNCTIONS} - {*signs["label"]} - ({"moral"} if len(loaded_words(article)) else set())
    if absent and len(signs) >= LEAST_SIGNS:
        names, others = ([FUNCTIONS[label] for label in FUNCTIONS if label in of] for of in (absent, {*signs["label"]}))
        first = signs.drop_duplicates("label").head(FEW)
        quotes = listed_markup(article.quote(row.start, row.end, kind="w") for row in records(first))
        parts.append(
            Markup("no word for {}, but {} for {} ({})").format(
                " or ".join(names), len(signs), " or ".join(others), quotes
            )
        )
        places += [Span(row.start, row.end) for row in records(signs)]
    if parts:
        text = Markup("{} {}.").format(lead("what is missing."), capital(Markup("; ").join(parts)))
        yield Claim("missing", text, tuple(sorted({*places})), 75)


def _silent(article: AnnotatedArticle) -> Iterator[tuple[str, int, int]]:
    """Each side or person that is named often and hardly heard: its name, mentions, words; the most named first.

    A side counts only where another one is heard; of a person nobody of the like name may be heard. So do people who
    have no name but are met often ("refugees").
    """
    others = article.speakers[article.speakers["holder"] != NARRATOR]
    sides, speech = {*article.sides.values()}, int(others["words"].sum())
    heard = others.groupby(others["holder"].map(article.group))["words"].sum()
    acting = {article.group(name) for name in rows_of(article.table, "agency")["actor"]} | {*article.stances["targets"]}
    loud = {side for side in sides if heard.get(side, 0) >= LARGE * speech}
    names = {part for holder in others["holder"] for part in holder.split()}
    for name, n in article.times_named().items() if speech >= LEAST_SPEECH else ():
        words = int(heard.get(name, 0))
        if name in sides:
            known = bool(loud - {name})
        else:
            described = name not in article.named and n >= OFTEN_MET and article.are_many(str(name))
            known = described or (article.is_person(name) and not names & {*name.split()})
            known = known and name not in article.victims
        if n >= LEAST_NAMED and words <= SMALL * speech and known and name in acting:
            yield str(name), int(n), words
