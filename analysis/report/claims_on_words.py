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
from analysis.tables.actor_tables import tabulate_naming
from analysis.tables.counts import general_english
from analysis.tables.table import CONTESTED, LOADED_LABELS, NARRATOR, UNNAMED, holder_of, records, rows_of
from analysis.text.document import Span, covers, overlaps

LEAST_OWN = 100  # words of the outlet below which nothing is said of them
LEAST_LOADED, SELDOM = 3, 100  # different loaded words from which they are, if there is one in so many
STEM = 7  # letters that words of one family share
FEW = 3  # words quoted of each
FORCE = 0.45  # valence or load from which a word counts as loaded: "powerful" is none
PER_MILLION, EVERYDAY = 1_000_000, 40  # words of general English, and places there from which one is everyday
CLEARLY = 0.5  # weight in the lexicon of loaded words, of which those below it have plain uses, too
MOST_HOLDERS, MOST_POSITIONS = 3, 4
MIXED, ENDS = "mixed", ("holder", "target")
SIDES = {"favor": "well of", "against": "against", MIXED: "both well and ill of"}  # how one speaks


@dataclass(frozen=True, eq=False)
class Position:
    """Where a holder stands toward a target, each an actor or, where several of a side are meant, the side.

    ``words`` are the rows of ``list_stances`` that it rests on, each stretch of text once.
    """

    holder: str
    target: str
    side: str
    sentences: int
    words: pd.DataFrame


def find_positions(article: AnnotatedArticle) -> list[Position]:
    """The positions that can be shown, of the most expressions first; what a side says of itself is left out.

    They rest on words that a lexicon lists, in two sentences at least, or on a declaration, not on the network alone;
    the outlet's also on ties of grammar. Of two targets of the same words the first is told.
    """
    found: list[Position] = []
    positions = article.positions[article.positions["position"].isin([*SIDES])]
    for row in records(positions[(positions["holder"] != positions["target"]) & (positions["holder"] != UNNAMED)]):
        own = article.stances[(article.stances["holders"] == row.holder) & (article.stances["targets"] == row.target)]
        own = own if row.position == MIXED else own[own["label"] == row.position]
        firm = own["worded"] | (own["declared"] & (row.holder != NARRATOR))
        own = own[own["worded"] | own["direct"]] if row.holder == NARRATOR else own
        own = own.sort_values(["start", "end"]).drop_duplicates(["start", "end"])
        sentences = own["start"].map(article.document.sentence_at)
        told = {start for one in found for start in one.words["start"]}
        declared = row.holder != NARRATOR and own["declared"].any()
        enough = sentences[firm[own.index]].nunique() >= LEAST_PLACES
        if (enough or declared) and 2 * own["start"].isin(told).sum() < len(own):
            holder, target = (str(own[end if own[end].nunique() == 1 else f"{end}s"].iloc[0]) for end in ENDS)
            found.append(Position(holder, target, row.position, sentences.nunique(), own))
    return found


def claim_positions(article: AnnotatedArticle) -> Iterator[Claim]:
    """Whose side the outlet's own words take, each by itself; and where the speakers stand, in one claim."""
    positions = find_positions(article)
    for one in positions:
        if one.holder == NARRATOR and one.side != MIXED:
            verb = "sides with" if one.side == "favor" else "takes a stand against"
            who = lead(f"in its own words the outlet {verb} {article.called(one.target)}:")
            yield Claim("side", Markup("{} {}.").format(who, _words_of(article, one)), _spans(one.words), 100)
    others = [one for one in positions if one.holder != NARRATOR][:MOST_POSITIONS]
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


def _toward(article: AnnotatedArticle, one: Position) -> str:
    return f"{SIDES[one.side]} {article.called(one.target)}"


def _words_of(article: AnnotatedArticle, one: Position) -> Markup:
    """Some different words that a position rests on, those that a lexicon lists before others, with their number."""
    rows = one.words.sort_values("worded", ascending=False, kind="stable")
    seen = {squeezed(article, row).lower(): row for row in reversed(records(rows))}
    first = sorted([*reversed(seen.values())][:FEW], key=lambda row: int(row.start))
    quotes = listed_markup(article.quote(row.start, row.end) for row in first)
    return Markup("{} {}").format(quotes, places_in(len(one.words), one.sentences))


def squeezed(article: AnnotatedArticle, row: Any) -> str:
    """The words of a row on one line."""
    return " ".join(article.document.text[row.start : row.end].split())


def takes_no_side(article: AnnotatedArticle) -> bool:
    """Whether the outlet has words enough of its own, few of them are loaded, and no two expressions in them, one of
    which a lexicon knows, praise or blame the same target."""
    own = _of(article.stances, NARRATOR)
    leaning = own.groupby(["targets", "label"]).agg({"stretch": "nunique", "worded": "any"})
    sided = ((leaning["stretch"] >= LEAST_PLACES) & leaning["worded"]).any()
    return own_words(article) >= LEAST_OWN and not sided and not _is_loaded(article)


def _is_loaded(article: AnnotatedArticle) -> bool:
    """Whether loaded words stand among the outlet's own more often than now and then."""
    own = _of(loaded_words(article), NARRATOR)
    return own["word"].nunique() >= LEAST_LOADED and len(own) > LEAST_LOADED and len(own) * SELDOM >= own_words(article)


def own_words(article: AnnotatedArticle) -> int:
    """Words of the outlet itself."""
    return int(_of(article.speakers, NARRATOR)["words"].sum())


def _of(rows: pd.DataFrame, holder: str) -> pd.DataFrame:
    return rows[rows["holder"] == holder]


def claim_words(article: AnnotatedArticle) -> Iterator[Claim]:
    """Whether the outlet's own words are loaded, and which; the loaded words of speakers, and which of them it shares;
    and that nobody is called by a loaded name, where it is so. Words of a loaded name are told with the names."""
    names = [span for row in records(loaded_names(article)) for span, _ in name_spans(article, row)]
    loaded, n = loaded_words(article), own_words(article)
    if _is_loaded(article) or not takes_no_side(article):
        inside = [any(covers(name, Span(row.start, row.end)) for name in names) for row in records(loaded)]
        loaded = loaded[[not one for one in inside]]
    own, told, used = _of(loaded, NARRATOR), list[Markup](), list[pd.DataFrame]()
    shares = n >= LEAST_OWN and _is_loaded(article)
    if shares:
        opening = lead("the outlet itself uses loaded words:")
        told.append(Markup("{} {} {}.").format(opening, _quoted(article, own), places_in(len(own), of=n)))
        used.append(own)
    elif takes_no_side(article):
        few = [f"of {n:,}", "hardly one is" if len(own) < LEAST_LOADED else "few are"] if len(own) else []
        words = (
            Markup("{} loaded ({})").format(", ".join(few), _quoted(article, own))
            if few
            else f"none of {n:,} is loaded"
        )
        told.append(Markup("{} {}.").format(lead("the outlet’s own words take no side:"), words))
        used += [own, _outlet_stretches(article)]
    others = loaded[loaded["holder"].isin(article.named)]
    shared = others["word"].map(_family).isin(own["word"].map(_family)) & shares
    parts = []
    for holder in others["holder"].value_counts().index:
        both, alone = (_of(others[here], holder) for here in (shared, ~shared))
        if alone["word"].nunique() >= LEAST_PLACES or len(both):
            who = article.does(str(holder), "says", "say")
            if not len(both):
                parts.append(Markup("{} {}").format(who, _quoted(article, alone)))
            else:
                too = Markup("like the outlet, {} {}").format(who, _quoted(article, both, whole=False))
                parts.append(Markup("{}; alone {}").format(too, _quoted(article, alone)) if len(alone) else too)
            used += [both, alone]
    if parts:
        told.append(Markup("{}.").format(capital(Markup("; ").join(parts[:MOST_HOLDERS]))))
    if told and names_are_plain(article):
        told.append(Markup("No name used for anybody is loaded."))
    if told:
        text = Markup(" ").join(told)
        text = text if text.startswith("<b>") else Markup("{} {}").format(lead("Loaded words."), text)
        yield Claim("words", text, tuple(sorted({*_spans(pd.concat(used))})), 85)


def _outlet_stretches(article: AnnotatedArticle) -> pd.DataFrame:
    rows = rows_of(article.table, "voice")
    return rows[(rows["voice"] == NARRATOR) & (rows["score"] > 0)]


def _family(word: str) -> str:
    """What words of one stem have in common: assassinate, assassination."""
    return word[:STEM]


def _quoted(article: AnnotatedArticle, rows: pd.DataFrame, whole: bool = True) -> Markup:
    """The strongest different words of some rows, in order, as ``whole`` phrases or as they are."""
    strongest = rows.sort_values("strength", ascending=False, kind="stable").drop_duplicates("word")
    spans = [Span(row.start, row.end) for row in records(strongest.head(FEW).sort_values("start"))]
    spans = [article.phrase_of(span) for span in spans] if whole else spans
    return listed_markup(article.quote(span.start, span.end, kind="w") for span in spans)


def loaded_words(article: AnnotatedArticle) -> pd.DataFrame:
    """The words by which a voice judges or takes up one side's word: ``start, end, holder, word, strength``, of
    overlapping ones the strongest.

    They are loaded language, contested words and names put on somebody (``technique``), and words that blame with some
    force (``valence``) and are not among those that everybody uses ("bad"). What only says how somebody spoke
    ("slammed"), or how somebody else finds something, is left out; by which noun it is called there is the voice's own
    choice.
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
    rows = rows[rows["label"].isin([*LOADED_LABELS, CONTESTED]) & ~(rows["score"] < CLEARLY)]
    return rows[~rows["rule"].isin(_judge_nobody())]


def _blame(article: AnnotatedArticle) -> pd.DataFrame:
    rows = rows_of(article.table, "valence", "expression")
    rows = rows[(rows["label"] == "evaluation") & (rows["score"] <= -FORCE)]
    terms = [article.document.covered(Span(row.start, row.end)).lower() for row in records(rows)]
    usual = general_english(terms, PER_MILLION)
    rare = [usual[term] < EVERYDAY and not term.endswith("ly") for term in terms]  # "terribly" only pushes
    return rows.loc[pd.Series(rare, index=rows.index, dtype=bool)]


@lru_cache
def _judge_nobody() -> frozenset[str]:
    """The rules of loaded words that only push or comment: "utterly", "of course"."""
    loaded = load_lexicon("loaded")
    return frozenset(loaded.rule_id(entry) for entry in loaded.entries if entry.category in {"comment", "intensity"})


def loaded_names(article: AnnotatedArticle) -> pd.DataFrame:
    """The rows of ``tabulate_naming`` by which somebody who has another name is called by a loaded one."""
    naming = tabulate_naming(article.table, article.document)
    naming = naming[(naming["load"].abs() >= FORCE) & (naming["holder"] != naming["actor"])]
    return naming[naming["actor"].isin(article.named)]  # "the wreckers" who have no other name are not called by one


def names_are_plain(article: AnnotatedArticle) -> bool:
    """Whether no name, and no other noun that may be one, is loaded."""
    return loaded_names(article).empty and not (rows_of(article.table, "technique")["label"] == "name_calling").any()


def claim_naming(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who calls whom by a loaded name."""
    naming = loaded_names(article)
    naming = naming[naming["holder"] != UNNAMED]
    parts, places = [], list[Span]()
    naming = naming.assign(others=naming["holder"] != NARRATOR).sort_values("others", kind="stable")
    for holder, own in naming.groupby("holder", sort=False):
        names = []
        for actor, forms in own.groupby("actor", sort=False):
            spans = sorted(pair for row in records(forms) for pair in name_spans(article, row))
            cut = [(Span(span.start, at) if span.start < at else span, at) for span, at in spans]  # "former dictator"
            different = {article.document.covered(span).lower(): (span, at) for span, at in reversed(cut)}
            quotes = [article.quote(span.start, span.end, at) for span, at in reversed(different.values())]
            names.append(Markup("{} {}").format(article.called(str(actor)), listed_markup(quotes[:FEW])))
            places += [span for span, _ in spans]
        parts.append(Markup("{} {}").format(article.does(str(holder), "calls", "call"), listed_markup(names[:FEW])))
    if parts:
        told = capital(Markup("; ").join(parts[:MOST_HOLDERS]))
        text = Markup("{} {} {}.").format(lead("Who is called what."), told, places_in(len(places)))
        yield Claim("naming", text, tuple(sorted(places)), 80)


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
