"""Claims on choice of words: whether the outlet's own words judge, which loaded words voices share, who is called
what.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.claims import (
    STRIPPED,
    AnnotatedArticle,
    Claim,
    capital,
    lead,
    listed_markup,
    places_in,
    spans_of,
    squeezed,
)  # fmt: skip
from analysis.report.claims_on_side import (
    LEAST_OWN,
    LONGEST_DEMAND,
    demand_of,
    is_opinion,
    is_weighty,
    outlet_positions,
    own_stances,
    own_words,
    strongest_words,
    takes_no_side,
    words_of,
)  # fmt: skip
from analysis.tables.actor_tables import tabulate_naming
from analysis.tables.counts import general_english
from analysis.tables.table import CONTESTED, LOADED_LABELS, NARRATOR, UNNAMED, holder_of, records, rows_of
from analysis.text.document import Span, covers, overlaps

LEAST_LOADED, _SELDOM = 3, 150  # different loaded words from which they are, if there is one in so many
_STEM = 7  # letters that words of one family share
_FEW = 3  # words quoted of each
FORCE = 0.45  # valence or load from which a word counts as loaded: "powerful" is none
PER_MILLION, EVERYDAY = 1_000_000, 40  # words of general English, and places there from which one is everyday
CLEARLY = 0.5  # weight in the lexicon of loaded words, of which those below it have plain uses, too
MOST_HOLDERS = 3
_JOINT = ";"  # between the names of those who speak together
_BOUND = frozenset(["amod", "appos", "compound", "nmod"])
_NEAR = 3  # words before a name among which a denial is looked for


def claim_words(article: AnnotatedArticle) -> Iterator[Claim]:
    """Whether the outlet argues, and against or for whom; else whether its own words judge, and which."""
    loaded, told, used = loaded_words(article), list[Markup](), list[pd.DataFrame]()
    for text, rows in _outlet(article, _of(loaded, NARRATOR)):
        told.append(text)
        used.append(rows)
    if told:
        yield Claim("words", Markup(" ").join(told), tuple(sorted({*spans_of(pd.concat(used))})), 100)


def _outlet(article: AnnotatedArticle, own: pd.DataFrame) -> Iterator[tuple[Markup, pd.DataFrame]]:
    """What is said of the outlet's own words, and the rows it rests on."""
    n = own_words(article)
    demand = demand_of(article) if n >= LEAST_OWN else None
    if is_opinion(article):
        sides = [*outlet_positions(article)]
        verbs = {"favor": "praises {}:", "against": "judges {} harshly:"}
        for one in sides:
            opening = lead(f"in its own voice the outlet {verbs[one.side].format(article.called(one.target))}")
            yield Markup("{} {}.").format(opening, words_of(article, one)), one.words
        if not sides:
            judged = own_stances(article)
            opening = lead("the outlet argues in its own voice:")
            yield (
                Markup("{} {} {}.").format(opening, strongest_words(article, judged), places_in(len(judged), of=n)),
                judged,
            )
    elif takes_no_side(article) and not _is_loaded(article, own) and not demand:
        few = "hardly one is" if own["word"].nunique() < LEAST_LOADED else "few are"
        words = (
            Markup("of {:,}, {} loaded ({})").format(n, few, _quoted(article, own))
            if len(own)
            else f"none of {n:,} is loaded"
        )
        opening = lead("the outlet’s own words hardly judge anybody:")
        yield Markup("{} {}.").format(opening, words), pd.concat([own, _outlet_stretches(article)])
    elif is_weighty(article) and not demand:
        loaded = _is_loaded(article, own)
        rows = own if loaded else own_stances(article)
        quotes = _quoted(article, own) if loaded else strongest_words(article, rows)
        opening = lead("the outlet’s own words are not all neutral:")
        yield Markup("{} {} {}.").format(opening, quotes, places_in(len(rows), of=n)), rows
    if demand:
        span, at, kind = demand
        quote = article.quote(span.start, span.end, at, kind, LONGEST_DEMAND)
        yield Markup("{} {}.").format(lead("what it asks for:"), quote), _outlet_stretches(article)


def _of(rows: pd.DataFrame, holder: str) -> pd.DataFrame:
    return rows[rows["holder"] == holder]


def _is_loaded(article: AnnotatedArticle, own: pd.DataFrame) -> bool:
    """Whether loaded words stand among the outlet's own more often than now and then."""
    return own["word"].nunique() >= LEAST_LOADED and len(own) * _SELDOM >= own_words(article)


def _outlet_stretches(article: AnnotatedArticle) -> pd.DataFrame:
    rows = rows_of(article.table, "voice")
    return rows[(rows["voice"] == NARRATOR) & (rows["score"] > 0)]


def _family(word: str) -> str:
    """What words of one stem have in common: assassinate, assassination."""
    return word[:_STEM]


def _quoted(article: AnnotatedArticle, rows: pd.DataFrame, whole: bool = True) -> Markup:
    """The strongest different words of some rows, in order, as ``whole`` phrases or as they are."""
    strongest = rows.sort_values("strength", ascending=False, kind="stable").drop_duplicates("word")
    spans = [Span(row.start, row.end) for row in records(strongest.head(_FEW).sort_values("start"))]
    spans = [article.phrase_of(span) for span in spans] if whole else spans
    return listed_markup(article.quote(span.start, span.end, kind="w") for span in spans)


def loaded_words(article: AnnotatedArticle) -> pd.DataFrame:
    """The words by which a voice judges or takes up one side's word: ``start, end, holder, word, strength``, of
    overlapping ones the strongest.

    They are loaded language, contested words and names put on somebody (``technique``), and words that blame with some
    force (``valence``) and are not among those that everybody uses ("bad"). What only says how somebody spoke
    ("slammed"), or how somebody else finds something, is left out; by which noun it is called there is the voice's own
    choice. So is a word that stands alone between quotation marks somewhere: it is at issue.
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
    found = found.assign(word=lemmas)[["start", "end", "holder", "word", "strength"]]
    marked = quotes[(quotes["role"] == "content") & (quotes["label"] == "words")]  # the word “assassination”
    at_issue = {_family(lemma) for row in records(marked) for lemma in squeezed(article, row).strip(STRIPPED).split()}
    return found[~found["word"].map(_family).isin(at_issue)].reset_index(drop=True)


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
    """The rows of ``tabulate_naming`` by which somebody who has another name is called by a loaded one, each with those
    of its ``starts`` where grammar ties it to that name: "the reckless Lee", "Lee, a liar", "Lee is a liar"."""
    naming = tabulate_naming(article.table, article.document)
    self_named = naming["holder"].map(article.group) == naming["actor"].map(article.group)
    self_named |= naming["holder"].str.lower() == naming["words"].str.lower()
    naming = naming[(naming["load"].abs() >= FORCE) & ~self_named & ~naming["holder"].str.contains(_JOINT)]
    charged = {article.document.covered(span) for span in spans_of(loaded_words(article))}
    naming = naming[
        (naming["load"] >= FORCE) | naming["loaded"].map(lambda words: bool(charged & {*words})).astype(bool)
    ]
    naming = naming[naming["actor"].isin(article.named)]  # "the wreckers" who have no other name are not called by one
    places = [[at for span, at in name_spans(article, row) if _is_tied(article, row, span)] for row in records(naming)]
    naming = naming.assign(starts=pd.Series(places, index=naming.index, dtype=object))
    return naming[naming["starts"].map(len) > 0]


def _is_tied(article: AnnotatedArticle, row: Any, span: Span) -> bool:
    """Whether a form with a loaded word of small letters is said of an actor by grammar, and not denied."""
    document, mentions, denials = article.document, article.mentions, load_lexicon("negators").terms["negation"]
    inside = document.indices(span)
    small = any(part[:1].islower() for word in row.loaded for part in word.split())
    before = document.words[max(0, inside.start - _NEAR) : inside.start] if inside else ()
    if not inside or not small or any(word.lower in denials for word in before):
        return False
    if before and before[-1].pos == "PROPN" and before[-1].head.index in inside:  # it begins within a name
        return False
    own = mentions[mentions["actor"].map(article.group) == article.group(row.actor)]
    own = own[own["label"].isin(["name", "metonym"]) | own["rule"].str.startswith("places@")]
    named = {index for one in records(own) for index in document.indices(Span(one.start, one.end))}
    head = next((document.words[i] for i in inside if document.words[i].head.index not in inside), None)
    if head is None or named & {*inside}:
        return head is not None
    about = {head.head.index} if head.dep in _BOUND else {word.index for word in head.children("appos")}
    if head.dep == "attr":
        about |= {word.index for word in head.head.children("nsubj")}
        named |= {index for pronoun in article.pronouns_of(row.actor) for index in document.indices(pronoun)}
    return bool(about & named)


def names_are_plain(article: AnnotatedArticle) -> bool:
    """Whether the outlet seldom judges, and no noun that it uses is loaded."""
    naming = tabulate_naming(article.table, article.document)
    own = spans_of(_of(loaded_words(article), NARRATOR))
    named = (naming.loc[naming["holder"] == NARRATOR, "load"].abs() >= FORCE).any()
    return not named and takes_no_side(article) and not any(_is_noun(article, span) for span in own)


def claim_naming(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who calls whom by a loaded name; or that nobody is called by one."""
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
            names.append(Markup("{} {}").format(article.called(str(actor)), listed_markup(quotes[:_FEW])))
            places += [span for span, _ in spans]
        parts.append(Markup("{} {}").format(article.does(str(holder), "calls", "call"), listed_markup(names[:_FEW])))
    if parts:
        told = capital(Markup("; ").join(parts[:MOST_HOLDERS]))
        text = Markup("{} {} {}.").format(lead("Who is called what."), told, places_in(len(places)))
        yield Claim("naming", text, tuple(sorted(places)), 80)
    elif names_are_plain(article):
        text = Markup("{} the outlet calls nobody by a loaded name.").format(lead("Who is called what:"))
        yield Claim("naming", text, spans_of(article.mentions), 50)


def name_spans(article: AnnotatedArticle, row: Any) -> Iterator[tuple[Span, int]]:
    """The places of a form of ``tabulate_naming``, each with the start of the mention in it."""
    text = article.document.text
    mentions = article.mentions[article.mentions["actor"] == row.actor]
    for start in row.starts:
        end = int(mentions.loc[mentions["start"] == start, "end"].max())
        begin = end - len(row.words)
        fits = begin >= 0 and " ".join(text[begin:end].split()) == row.words
        yield Span(begin if fits else start, end), start
