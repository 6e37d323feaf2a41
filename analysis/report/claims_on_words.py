"""Claims on choice of words: whose side a voice takes, which loaded words voices share, who is called what by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.report.claims import AnnotatedArticle, Claim, capital, lead, listed_markup, places_in
from analysis.tables.actor_tables import tabulate_naming
from analysis.tables.stance_tables import list_stances, tabulate_stance
from analysis.tables.table import NARRATOR, UNNAMED, records, rows_of
from analysis.text.document import Span, covers

LEAST_OWN = 150  # words of the outlet below which it is not said to take no side
LOADED = 0.3  # valence of a name from which it counts as loaded
TOLD = 3  # words quoted of each
CONTENT = frozenset(["ADJ", "ADV", "NOUN", "VERB"])
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
    """Loaded words that the outlet shares with a speaker, and those that only one of the two uses."""
    places = _loaded_words(article)
    by_lemma = {str(lemma): {*own} for lemma, own in places.groupby("lemma", sort=False)["holder"]}
    for speaker in (holder for holder in article.speakers["holder"] if holder not in {NARRATOR, UNNAMED}):
        pair = [NARRATOR, speaker]
        shared = [lemma for lemma, holders in by_lemma.items() if holders >= {*pair}][:TOLD]
        if not shared:
            continue
        own = places[places["holder"].isin(pair)]
        words = [_shared(article, own[own["lemma"] == lemma], speaker) for lemma in shared]
        who = article.called(speaker)
        told = [Markup("{} {}.").format(lead(f"The outlet and {who} share loaded words:"), listed_markup(words))]
        used = own[own["lemma"].isin(shared)]
        for holder in pair:
            alone = own[own["lemma"].map(lambda lemma, holder=holder: by_lemma[lemma] == {holder})]
            alone = alone.drop_duplicates("lemma").head(TOLD)
            if len(alone):
                quotes = listed_markup(article.quote(row.start, row.end, kind=row.kind) for row in records(alone))
                told.append(Markup("Only {} says {}.").format(article.who(holder), quotes))
                used = pd.concat([used, alone])
        yield Claim("words", Markup(" ").join(told), _spans(used.sort_values("start")), 75)
        return


def _shared(article: AnnotatedArticle, places: pd.DataFrame, speaker: str) -> Markup:
    """A word that the outlet and a speaker use, with how often each does."""
    first = records(places)[0]
    own = int((places["holder"] == NARRATOR).sum())
    return Markup('{} <small class="n">({}× the outlet, {}× {})</small>').format(
        article.quote(first.start, first.end, kind=first.kind), own, len(places) - own, article.called(speaker)
    )


def _loaded_words(article: AnnotatedArticle) -> pd.DataFrame:
    """Every marked place of a word by which somebody judges an actor: ``lemma, start, end, kind, holder``.

    A word counts wherever it stands, once somebody has used it so.
    """
    document, columns = article.document, ["lemma", "start", "end", "kind", "holder"]
    stances = list_stances(article.table)
    lemmas = {
        document.lemmas[index]
        for row in records(stances)
        for index in document.indices(Span(row.start, row.end))
        if document.tokens[index].pos in CONTENT
    }
    kinds = dict.fromkeys(rows_of(article.table, "valence", "expression")["start"], "w")
    kinds |= dict.fromkeys(stances["start"], "m")
    rows = [
        (document.lemmas[index], token.start, token.end, kinds[token.start], article.holder_at(token.start))
        for index, token in enumerate(document.tokens)
        if document.lemmas[index] in lemmas and token.pos in CONTENT and token.start in kinds
    ]
    return pd.DataFrame(rows, columns=columns)


def claim_naming(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who calls whom by a loaded name."""
    naming = tabulate_naming(article.table, article.document)
    naming = naming[(naming["form"] != "pronoun") & (naming["load"].abs() >= LOADED) & (naming["holder"] != UNNAMED)]
    naming = naming[naming["holder"] != naming["actor"]]
    parts, places = [], list[Span]()
    for holder, own in naming.groupby("holder", sort=False):
        names = []
        for actor, forms in own.groupby("actor", sort=False):
            spans = _outermost(pair for row in records(forms) for pair in name_spans(article, row))
            different = {article.document.covered(span).lower(): (span, at) for span, at in reversed(spans)}
            quotes = [article.quote(span.start, span.end, at) for span, at in reversed(different.values())]
            names.append(Markup("{} {}").format(article.called(str(actor)), listed_markup(quotes[:TOLD])))
            places += [span for span, _ in spans]
        parts.append(Markup("{} calls {}").format(article.who(str(holder)), listed_markup(names[:TOLD])))
    if parts:
        told = capital(Markup("; ").join(parts[:MOST_HOLDERS]))
        text = Markup("{} {} {}.").format(lead("Who is called what."), told, places_in(len(places)))
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


def _outermost(pairs: Iterable[tuple[Span, int]]) -> list[tuple[Span, int]]:
    """Spans that no other holds, in order, each with what belongs to it."""
    kept: list[tuple[Span, int]] = []
    for span, at in sorted(pairs, key=lambda pair: (pair[0].start, -pair[0].end)):
        if not kept or not covers(kept[-1][0], span):
            kept.append((span, at))
    return kept


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
