"""Claims on choice of words: whose side a voice takes, which loaded words voices share, who is called what by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.claims import LEAST_PLACES, AnnotatedArticle, Claim, capital, lead, listed_markup, places_in
from analysis.report.wording import listed
from analysis.tables.actor_tables import tabulate_naming
from analysis.tables.counts import general_english
from analysis.tables.table import LOADED_LABELS, NARRATOR, UNNAMED, holder_of, records, rows_of
from analysis.text.document import Span, covers, overlaps

_LEAST_OWN = 150  # words of the outlet below which it is not said to take no side
_SELDOM = 400  # words among which one that judges does not count
_FEW = 3  # words quoted of each
_FORCE = 0.45  # valence or load from which a word counts as loaded: "powerful" is none
_PER_MILLION, _EVERYDAY = 1_000_000, 40  # words of general English, and places there from which one is everyday
_CLEARLY = 0.5  # weight in the lexicon of loaded words, of which those below it have plain uses, too
_MOST_HOLDERS, _MOST_POSITIONS = 3, 4
_MIXED, _ENDS = "mixed", ("holder", "target")
SIDES = {"favor": "well of", "against": "against", _MIXED: "both well and ill of"}  # how one speaks


@dataclass(frozen=True, eq=False)
class _Position:
    """Where a holder stands toward a target, each an actor or, where several of a side are meant, the side.

    ``words`` are the rows of ``list_stances`` that it rests on, each stretch of text once.
    """

    holder: str
    target: str
    side: str
    sentences: int
    words: pd.DataFrame


def find_positions(article: AnnotatedArticle) -> list[_Position]:
    """The positions that can be shown, of the most expressions first; what a side says of itself is left out.

    They rest on words that a lexicon lists, in two sentences at least, or on a declaration, not on the network alone;
    the outlet's also on ties of grammar. Of two targets of the same words the first is told.
    """
    found: list[_Position] = []
    positions = article.positions[article.positions["position"].isin([*SIDES])]
    for row in records(positions[(positions["holder"] != positions["target"]) & (positions["holder"] != UNNAMED)]):
        own = article.stances[(article.stances["holders"] == row.holder) & (article.stances["targets"] == row.target)]
        own = own if row.position == _MIXED else own[own["label"] == row.position]
        firm = own["worded"] | (own["declared"] & (row.holder != NARRATOR))
        own = own[own["worded"] | own["direct"]] if row.holder == NARRATOR else own
        own = own.sort_values(["start", "end"]).drop_duplicates(["start", "end"])
        sentences = own["start"].map(article.document.sentence_at)
        told = {start for one in found for start in one.words["start"]}
        declared = row.holder != NARRATOR and own["declared"].any()
        enough = sentences[firm[own.index]].nunique() >= LEAST_PLACES
        if (enough or declared) and 2 * own["start"].isin(told).sum() < len(own):
            holder, target = (str(own[end if own[end].nunique() == 1 else f"{end}s"].iloc[0]) for end in _ENDS)
            found.append(_Position(holder, target, row.position, sentences.nunique(), own))
    return found


def claim_positions(article: AnnotatedArticle) -> Iterator[Claim]:
    """Whose side the outlet's own words take, each by itself; and where the speakers stand, in one claim."""
    positions = find_positions(article)
    for one in positions:
        if one.holder == NARRATOR and one.side != _MIXED:
            verb = "sides with" if one.side == "favor" else "takes a stand against"
            who = lead(f"in its own words the outlet {verb} {article.called(one.target)}:")
            yield Claim("side", Markup("{} {}.").format(who, _words_of(article, one)), _spans(one.words), 100)
    others = [one for one in positions if one.holder != NARRATOR][:_MOST_POSITIONS]
    parts: list[Markup] = []
    for holder in dict.fromkeys(one.holder for one in others):
        first, *rest = [one for one in others if one.holder == holder]
        opening = f"{article.does(holder, 'speaks', 'speak')} {_toward(article, first)}:"
        told = Markup("{}").format(opening) if parts else lead(opening)
        parts.append(Markup("{} {}").format(told, _words_of(article, first)))
        parts += [Markup("{}: {}").format(_toward(article, one), _words_of(article, one)) for one in rest]
    if parts:
        spans = sorted({span for one in others for span in _spans(one.words)})
        yield Claim("position", Markup("{}.").format(Markup("; ").join(parts)), tuple(spans), 90)


def _toward(article: AnnotatedArticle, one: _Position) -> str:
    return f"{SIDES[one.side]} {article.called(one.target)}"


def _words_of(article: AnnotatedArticle, one: _Position) -> Markup:
    """Some different words that a position rests on, those that a lexicon lists before others, with their number."""
    rows = one.words.sort_values("worded", ascending=False, kind="stable")
    seen = {_squeezed(article, row).lower(): row for row in reversed(records(rows))}
    first = sorted([*reversed(seen.values())][:_FEW], key=lambda row: int(row.start))
    quotes = listed_markup(article.quote(row.start, row.end) for row in first)
    return Markup("{} {}").format(quotes, places_in(len(one.words), one.sentences))


def _squeezed(article: AnnotatedArticle, row: Any) -> str:
    """The words of a row on one line."""
    return " ".join(article.document.text[row.start : row.end].split())


def takes_no_side(article: AnnotatedArticle) -> bool:
    """Whether the outlet has words enough of its own, hardly any of them judge, and none of its names for anybody has a
    word of strongly good or bad sense in it ("the terrorist group")."""
    own = _own_words(article)
    if own < _LEAST_OWN or any(one.holder == NARRATOR for one in find_positions(article)):
        return False
    judging = [*article.stances["holder"], *loaded_words(article)["holder"]]
    if judging.count(NARRATOR) * _SELDOM > own:
        return False
    naming = tabulate_naming(article.table, article.document)
    naming = naming[(naming["holder"] == NARRATOR) & (naming["form"] != "pronoun")]
    names = [span for row in records(naming) for span, _ in name_spans(article, row)]
    return not any(article.strength_at(at) >= _FORCE for span in names for at in _word_starts(article, span))


def _word_starts(article: AnnotatedArticle, span: Span) -> list[int]:
    return [article.document.tokens[index].start for index in article.document.indices(span)]


def claim_words(article: AnnotatedArticle) -> Iterator[Claim]:
    """The strongest loaded words of the outlet and of the speakers who use most of them, and those that they share."""
    loaded = loaded_words(article)
    words = loaded[loaded["holder"] != UNNAMED].groupby("holder")["word"].agg(["size", "nunique"])
    words = words[words["nunique"] >= LEAST_PLACES].sort_values("size", ascending=False, kind="stable")
    others = [str(holder) for holder in words.index if holder != NARRATOR][: _MOST_HOLDERS - 1]
    told = [*([NARRATOR] if NARRATOR in words.index else []), *others]
    if not told:
        return
    own = loaded[loaded["holder"].isin(told)]
    used_by = own.groupby("word", sort=False)["holder"].agg(set)
    common = [str(word) for word, users in used_by.items() if len(users) > 1]
    parts = []
    for holder in told:
        rows = own[own["holder"] == holder]
        strongest = rows.sort_values("strength", ascending=False, kind="stable").drop_duplicates("word")
        quotes = listed_markup(_loaded_quotes(article, strongest.head(_FEW).sort_values("start")))
        parts.append(Markup("{}: {} {}").format(article.who(holder), quotes, places_in(len(rows))))
    sentences = [Markup("{} {}.").format(lead("Loaded words."), capital(Markup("; ").join(parts)))]
    if common:
        first = own[own["word"].isin(common[:_FEW])].drop_duplicates(["word", "holder"])
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

    They are loaded language and names put on somebody (``technique``), and words that blame with some force
    (``valence``) and are not among those that everybody uses ("bad"). What only says how somebody spoke ("slammed"), or
    how somebody else finds something, is left out; by which noun it is called there is the voice's own choice.
    """
    rows = pd.concat([_loaded_language(article), _blame(article)])
    rows = rows.assign(strength=rows["score"].fillna(1.0).abs(), holder=holder_of(rows))
    quotes = rows_of(article.table, "quote")
    taken = [Span(row.start, row.end) for row in records(quotes[quotes["role"] == "cue"])]
    thought = quotes[(quotes["role"] == "content") & (quotes["label"] == "attitude")]
    views = [Span(row.start, row.end) for row in records(thought)]
    kept: list[Any] = []
    for row in records(rows.sort_values(["strength", "start"], ascending=[False, True], kind="stable")):
        span = Span(row.start, row.end)
        of_others = any(covers(view, span) for view in views) and not _is_noun(article, span)
        if not of_others and not any(overlaps(span, other) for other in taken):
            taken.append(span)
            kept.append(row)
    found = pd.DataFrame(kept, columns=rows.columns).sort_values("start", ignore_index=True)
    lemmas = [
        " ".join(article.document.lemmas[index] for index in article.document.indices(Span(row.start, row.end)))
        for row in records(found)
    ]
    return found.assign(word=lemmas)[["start", "end", "holder", "word", "strength"]]


def _is_noun(article: AnnotatedArticle, span: Span) -> bool:
    """Whether the last word of a stretch is a noun."""
    inside = article.document.indices(span)
    return bool(inside) and article.document.tokens[inside[-1]].pos in {"NOUN", "PROPN"}


def _loaded_language(article: AnnotatedArticle) -> pd.DataFrame:
    rows = rows_of(article.table, "technique")
    rows = rows[rows["label"].isin(LOADED_LABELS) & ~(rows["score"] < _CLEARLY)]
    return rows[~rows["rule"].isin(_judge_nobody())]


def _blame(article: AnnotatedArticle) -> pd.DataFrame:
    rows = rows_of(article.table, "valence", "expression")
    rows = rows[(rows["label"] == "evaluation") & (rows["score"] <= -_FORCE)]
    terms = [article.document.covered(Span(row.start, row.end)).lower() for row in records(rows)]
    usual = general_english(terms, _PER_MILLION)
    rare = [usual[term] < _EVERYDAY and not term.endswith("ly") for term in terms]  # "terribly" only pushes
    return rows.loc[pd.Series(rare, index=rows.index, dtype=bool)]


@lru_cache
def _judge_nobody() -> frozenset[str]:
    """The rules of loaded words that only push or comment: "utterly", "of course"."""
    loaded = load_lexicon("loaded")
    return frozenset(loaded.rule_id(entry) for entry in loaded.entries if entry.category in {"comment", "intensity"})


def _own_words(article: AnnotatedArticle) -> int:
    """Words of the outlet itself."""
    return int(article.speakers.loc[article.speakers["holder"] == NARRATOR, "words"].sum())


def claim_naming(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who calls whom by a loaded name."""
    naming = tabulate_naming(article.table, article.document)
    naming = naming[
        (naming["load"].abs() >= _FORCE) & (naming["holder"] != UNNAMED) & (naming["holder"] != naming["actor"])
    ]
    naming = naming[naming["actor"].isin(article.named)]  # "the wreckers" who have no other name are not called by one
    parts, places = [], list[Span]()
    naming = naming.assign(others=naming["holder"] != NARRATOR).sort_values("others", kind="stable")
    for holder, own in naming.groupby("holder", sort=False):
        names = []
        for actor, forms in own.groupby("actor", sort=False):
            spans = sorted(pair for row in records(forms) for pair in name_spans(article, row))
            different = {article.document.covered(span).lower(): (span, at) for span, at in reversed(spans)}
            quotes = [article.quote(span.start, span.end, at) for span, at in reversed(different.values())]
            names.append(Markup("{} {}").format(article.called(str(actor)), listed_markup(quotes[:_FEW])))
            places += [span for span, _ in spans]
        parts.append(Markup("{} {}").format(article.does(str(holder), "calls", "call"), listed_markup(names[:_FEW])))
    if parts:
        told = capital(Markup("; ").join(parts[:_MOST_HOLDERS]))
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


def _spans(rows: pd.DataFrame) -> tuple[Span, ...]:
    return tuple(Span(row.start, row.end) for row in records(rows))
