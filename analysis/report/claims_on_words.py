"""Claims on choice of words: whose side a voice takes, which loaded words voices share, who is called what by whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.report.claims import LEAST_PLACES, AnnotatedArticle, Claim, capital, lead, listed_markup, places_in
from analysis.report.wording import listed
from analysis.tables.actor_tables import list_stances, tabulate_naming, tabulate_stance
from analysis.tables.table import NARRATOR, UNNAMED, holder_of, records, rows_of
from analysis.text.document import Span, overlaps

LEAST_OWN = 150  # words of the outlet below which it is not said to take no side
TOLD = 3  # words quoted of each
FORCE = 0.4  # valence from which an evaluating word counts as loaded
LOADED = 0.5  # weight in the lexicon of loaded words, of which those below it have plain uses, too
LOADED_LANGUAGE = ("loaded_language", "name_calling")
MOST_HOLDERS = 3
SIDES = {"favor": "speaks well of", "against": "speaks against", "mixed": "speaks both well and ill of"}


def claim_positions(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who stands where, by at least two expressions: the outlet by itself, the speakers in one claim."""
    positions = tabulate_stance(article.table)
    if "position" not in positions:
        return
    stances = list_stances(article.table)
    taken = positions[positions["position"].isin(list(SIDES))]
    told = [(row, expressions_of(stances, row)) for row in records(taken)]
    for row, words in told:
        if row.holder == NARRATOR and row.position != "mixed":
            verb = "sides with" if row.position == "favor" else "takes a stand against"
            who = lead(f"in its own words the outlet {verb} {article.called(row.target)}:")
            text = Markup("{} {} {}.").format(who, _quotes(article, words), places_in(len(words), row.sentences))
            yield Claim("side", text, _spans(words), 100)
    others = [(row, words) for row, words in told if row.holder not in {NARRATOR, UNNAMED}]
    others.sort(key=lambda pair: -len(pair[1]))
    parts, places = [], tuple[Span, ...]()
    for number, (row, words) in enumerate(others[:MOST_HOLDERS]):
        who = f"{article.called(row.holder)} {SIDES[row.position]} {article.called(row.target)}:"
        start = lead(who) if not number else Markup("{}").format(who)
        parts.append(Markup("{} {} {}").format(start, _quotes(article, words), places_in(len(words), row.sentences)))
        places += _spans(words)
    if parts:
        yield Claim("position", Markup("{}.").format(Markup("; ").join(parts)), places, 80)


def takes_no_side(article: AnnotatedArticle) -> bool:
    """Whether the outlet has words enough of its own, and with them takes nobody's side."""
    positions = tabulate_stance(article.table)
    own = _own_words(article)
    if "position" not in positions or own < LEAST_OWN:
        return False
    held = positions[positions["holder"] == NARRATOR]
    return bool((held["position"] == "none").all()) and int(held["n"].sum()) * LEAST_OWN <= own


def claim_words(article: AnnotatedArticle) -> Iterator[Claim]:
    """The strongest loaded words of the outlet and of the speakers who use most of them, and those that they share."""
    loaded = loaded_words(article)
    holders = loaded.loc[loaded["holder"] != UNNAMED, "holder"].value_counts(sort=False)
    holders = holders[holders >= LEAST_PLACES].sort_values(ascending=False, kind="stable")
    told = [holder for holder in holders.index if holder == NARRATOR] + [
        holder for holder in holders.index if holder != NARRATOR
    ][: MOST_HOLDERS - 1]
    if not told:
        return
    own = loaded[loaded["holder"].isin(told)]
    used_by = own.groupby("word", sort=False)["holder"].agg(set)
    common = [str(word) for word, users in used_by.items() if len(users) > 1]
    parts = []
    for holder in told:
        rows = own[own["holder"] == holder]
        strongest = rows.sort_values("strength", ascending=False, kind="stable").drop_duplicates("word")
        quotes = listed_markup(_loaded_quotes(article, strongest.head(TOLD).sort_values("start")))
        parts.append(Markup("{}: {} {}").format(article.who(holder), quotes, places_in(len(rows))))
    sentences = [Markup("{} {}.").format(lead("Loaded words."), capital(Markup("; ").join(parts)))]
    if common:
        first = own[own["word"].isin(common[:TOLD])].drop_duplicates(["word", "holder"])
        pairs = [
            Markup("{} ({})").format(
                next(_loaded_quotes(article, rows)), listed([article.who(row.holder) for row in records(rows)])
            )
            for _, rows in first.groupby("word", sort=False)
        ]
        sentences.append(Markup("In more than one voice: {}.").format(listed_markup(pairs)))
    weight = 75 + 5 * (NARRATOR in told) + 5 * bool(common)
    yield Claim("words", Markup(" ").join(sentences), _spans(own.sort_values(["start", "end"])), weight)


def _loaded_quotes(article: AnnotatedArticle, rows: pd.DataFrame) -> Iterator[Markup]:
    return (article.quote(row.start, row.end, kind="w") for row in records(rows))


def loaded_words(article: AnnotatedArticle) -> pd.DataFrame:
    """The words by which a voice judges: ``start, end, holder, word, strength``, of overlapping ones the strongest.

    They are what evaluates (``valence``) with some force, loaded language and names put on somebody (``technique``).
    What only says how somebody spoke ("hailed") is left out: it comes with the speech.
    """
    valence, technique = rows_of(article.table, "valence", "expression"), rows_of(article.table, "technique")
    valence = valence[(valence["label"] == "evaluation") & (valence["score"].abs() >= FORCE)]
    technique = technique[technique["label"].isin(LOADED_LANGUAGE) & ~(technique["score"] < LOADED)]
    rows = pd.concat([valence.assign(strength=valence["score"].abs()), technique.assign(strength=technique["score"])])
    rows = rows.fillna({"strength": 1.0}).assign(holder=holder_of(rows))
    cues = [Span(row.start, row.end) for row in records(rows_of(article.table, "quote", "cue"))]
    kept: list[Any] = []
    for row in records(rows.sort_values(["strength", "start"], ascending=[False, True], kind="stable")):
        span = Span(row.start, row.end)
        if not any(overlaps(span, other) for other in (*cues, *(Span(one.start, one.end) for one in kept))):
            kept.append(row)
    found = pd.DataFrame(kept, columns=rows.columns).sort_values("start", ignore_index=True)
    lemmas = [
        " ".join(article.document.lemmas[index] for index in article.document.indices(Span(row.start, row.end)))
        for row in records(found)
    ]
    return found.assign(word=lemmas)[["start", "end", "holder", "word", "strength"]]


def _own_words(article: AnnotatedArticle) -> int:
    """Words of the outlet itself."""
    return int(article.speakers.loc[article.speakers["holder"] == NARRATOR, "words"].sum())


def claim_naming(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who calls whom by a loaded name."""
    naming = tabulate_naming(article.table, article.document)
    naming = naming[naming["load"].notna() & (naming["holder"] != UNNAMED) & (naming["holder"] != naming["actor"])]
    parts, places = [], list[Span]()
    for holder, own in naming.groupby("holder", sort=False):
        names = []
        for actor, forms in own.groupby("actor", sort=False):
            spans = sorted(pair for row in records(forms) for pair in name_spans(article, row))
            different = {article.document.covered(span).lower(): (span, at) for span, at in reversed(spans)}
            quotes = [article.quote(span.start, span.end, at) for span, at in reversed(different.values())]
            names.append(Markup("{} {}").format(article.called(str(actor)), listed_markup(quotes[:TOLD])))
            places += [span for span, _ in spans]
        parts.append(Markup("{} calls {}").format(article.who(str(holder)), listed_markup(names[:TOLD])))
    if parts:
        told = capital(Markup("; ").join(parts[:MOST_HOLDERS]))
        text = Markup("{} {} {}.").format(lead("Who is called what."), told, places_in(len(places)))
        yield Claim("naming", text, tuple(sorted(places)), 70)


def name_spans(article: AnnotatedArticle, row: Any) -> Iterator[tuple[Span, int]]:
    """The places of a form of ``tabulate_naming``, each with the start of the mention in it."""
    text = article.document.text
    mentions = article.mentions[article.mentions["actor"] == row.actor]
    for start in row.starts:
        end = int(mentions.loc[mentions["start"] == start, "end"].max())
        begin = end - len(row.words)
        fits = begin >= 0 and " ".join(text[begin:end].split()) == row.words
        yield Span(begin if fits else start, end), start


def expressions_of(stances: pd.DataFrame, row: Any) -> pd.DataFrame:
    """The expressions that a position rests on."""
    own = stances[(stances["holder"] == row.holder) & (stances["target"] == row.target)]
    own = own[own["label"] == row.position] if row.position != "mixed" else own
    return own.drop_duplicates(["start", "end"]).sort_values("start")


def _quotes(article: AnnotatedArticle, words: pd.DataFrame) -> Markup:
    """The first different expressions of some rows."""
    seen = {" ".join(article.document.text[row.start : row.end].split()).lower(): row for row in reversed(records(words))}
    first = sorted(seen.values(), key=lambda row: int(row.start))[:TOLD]
    return listed_markup(article.quote(row.start, row.end) for row in first)


def _spans(rows: pd.DataFrame) -> tuple[Span, ...]:
    return tuple(Span(row.start, row.end) for row in records(rows))
