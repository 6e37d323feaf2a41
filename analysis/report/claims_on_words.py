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
from analysis.text.document import Span

LEAST_OWN = 150  # words of the outlet below which it is not said to take no side
LOADED = 0.3  # valence of a name from which it counts as loaded
TOLD = 3  # words quoted of each
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
    own = article.speakers.loc[article.speakers["holder"] == NARRATOR, "words"].sum()
    if "position" not in positions or own < LEAST_OWN:
        return False
    held = positions[positions["holder"] == NARRATOR]
    return bool((held["position"] == "none").all()) and int(held["n"].sum()) * LEAST_OWN <= own


def claim_words(article: AnnotatedArticle) -> Iterator[Claim]:
    """Loaded words that the outlet shares with a speaker, and those that only one of them uses."""
    places = _loaded_words(article)
    if places.empty:
        return
    holders = places.groupby("lemma")["holder"].agg(set)
    speakers = [h for h in article.speakers["holder"] if h not in {NARRATOR, UNNAMED}]
    for speaker in speakers:
        shared = holders.index[[{NARRATOR, speaker} <= who for who in holders]]
        rows = places[places["lemma"].isin(shared) & places["holder"].isin([NARRATOR, speaker])]
        if rows.empty:
            continue
        first = rows.drop_duplicates(["lemma", "holder"])
        pairs = [
            Markup("{}").format(listed_markup(article.quote(row.start, row.end, kind=row.kind) for row in records(own)))
            for _, own in first.groupby("lemma", sort=False)
        ]
        text = Markup("{} {} {}.").format(
            lead(f"Words that the outlet shares with {article.called(speaker)}:"),
            Markup("; ").join(pairs[:TOLD]), places_in(len(rows)),
        )  # fmt: skip
        yield Claim("words", text, _spans(rows), 75)
        return


def _loaded_words(article: AnnotatedArticle) -> pd.DataFrame:
    """Every place of a word that somebody uses to judge: ``lemma, holder, start, end, kind``."""
    document = article.document
    stances = list_stances(article.table)
    if "worded" in stances:  # FIXME until the expressions come
        return pd.DataFrame(columns=["lemma", "holder", "start", "end", "kind"])
    loaded = set()
    for row in records(stances):
        loaded |= {index for index in document.indices(Span(row.start, row.end)) if _is_content(document, index)}
    lemmas = {document.lemmas[index] for index in loaded}
    starts = set(rows_of(article.table, "stance", "expression")["start"])
    marked = {**dict.fromkeys(rows_of(article.table, "valence", "expression")["start"], "w"), **dict.fromkeys(starts, "m")}
    rows = [
        (document.lemmas[index], token.start, token.end, marked[token.start])
        for index, token in enumerate(document.tokens)
        if document.lemmas[index] in lemmas and token.start in marked
    ]
    found = pd.DataFrame(rows, columns=["lemma", "start", "end", "kind"])
    return found.assign(holder=_holders_at(article, found))


def _is_content(document: Any, index: int) -> bool:
    return document.tokens[index].pos in {"ADJ", "NOUN", "VERB", "ADV"}


def _holders_at(article: AnnotatedArticle, rows: pd.DataFrame) -> list[str]:
    """Whose words some places are."""
    stretches = rows_of(article.table, "voice")
    whose = [(row.start, row.end, holder) for row, holder in zip(records(stretches), holder_of(stretches), strict=True)]
    return [
        next((holder for start, end, holder in whose if start <= row.start < end), NARRATOR) for row in records(rows)
    ]


def claim_naming(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who calls whom by a loaded name."""
    naming = tabulate_naming(article.table, article.document)
    naming = naming[(naming["form"] != "pronoun") & (naming["load"].abs() >= LOADED) & (naming["holder"] != UNNAMED)]
    naming = naming[naming["holder"] != naming["actor"]]
    parts, places = [], list[Span]()
    for holder, own in naming.groupby("holder", sort=False):
        names = []
        for actor, forms in own.groupby("actor", sort=False):
            spans = [span for row in records(forms) for span in name_spans(article, row)]
            quotes = listed_markup(article.quote(span.start, span.end, at) for span, at in spans[:TOLD])
            names.append(Markup("{} {}").format(article.called(str(actor)), quotes))
            places += [span for span, _ in spans]
        parts.append(Markup("{} calls {}").format(article.who(str(holder)), listed_markup(names[:TOLD])))
    if parts:
        text = Markup("{} {} {}.").format(
            lead("Who is called what:"), capital(Markup("; ").join(parts[:MOST_HOLDERS])), places_in(len(places))
        )
        yield Claim("naming", text, tuple(sorted(places)), 65)


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
