"""Judging words: what good or ill each voice's own choice of words says of somebody or something, and how surely.

Two witnesses tell that words evaluate: the network (layer ``stance``, candidates too) and lexicons (evaluating words of
layer ``valence``, loaded words of layer ``technique``). Grammar tells what is no judgement of the voice's own: what is
denied, asked or under "if", what somebody else finds, and what only compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import pandas as pd

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.claims import UNSURE, AnnotatedArticle, spans_of
from analysis.tables.stance_tables import list_stances
from analysis.tables.table import LOADED_LABELS, NARRATOR, UNNAMED, holder_of, records, rows_of
from analysis.text.document import Span, Word, covers, overlaps
from analysis.text.grammar import SUBJECTS, phrase_head
from analysis.text.marks import pair_marks
from analysis.text.negation import Negation

SURE = 0.75  # weight from which words are surely a judgement,
PLAIN, PLAIN_PRAISE = 0.85, 1.35  # plainly one, and plainly one that praises nobody who is known,
CLEAR, CLEAR_LISTED, CLEAR_PRAISE = 0.6, 0.4, 1.0  # and one that can be quoted with its clause, likewise; where a
# lexicon agrees, the network need not be as sure
_LISTED, _UNLISTED = 0.3, -0.1  # what it weighs whether a lexicon agrees with the network,
_LOADED, _VALUED = 0.5, 0.4  # or is sure by itself
_CLEARLY, _FORCE = 0.5, 0.4  # weight of a loaded word, and valence, from which a lexicon is sure by itself
_TIED = 0.4  # probability of a target that grammar ties to the words, from which it is told
_CONTENT = frozenset(["ADJ", "ADV", "NOUN", "VERB"])
_STOPS = frozenset([*SUBJECTS, "relcl", "advcl"])  # above them others' words begin or end
_SEEMS = frozenset(["appear", "feel", "look", "seem", "sound"])
_MAY = frozenset(["can", "could", "may", "might"])
_DOUBT = frozenset(["if", "unless", "whether"])
_CLAUSES = frozenset(["acl", "ccomp", "pcomp", "xcomp"])
_LINKS_OF_VIEW = frozenset(["as", "for", "into", "of", "over"])
_OPENS, _CLOSES = re.compile(r"(?<!\w)[‘'](?=\w)"), re.compile(r"[\w.,!?][’'](?!\w)")
_QUOTED = re.compile(r"(?<!\w)[‘“\"'].*?[’”\"'](?!\w)")
_WE = frozenset(["i", "we"])
_WITHOUT_MARKS = frozenset(["quotes.block", "quotes.signature"])  # words in which marks quote somebody else
_HELD_OFF = frozenset(["self", "so-called", "alleged", "called", "dubbed", "described", "known", "labeled", "labelled"])
_NEAR = 4  # words before one among which it is held off
_LINKS = frozenset(["from", "among"])  # "derision from opponents" is theirs


@dataclass(frozen=True, eq=False)
class Judgement(Span):
    """Words that evaluate.

    Attributes:
        holder: Whose words they are.
        weight: How sure it is: the probability of the network, with what lexicons add.
        words: With the noun they modify, or what completes them.
        target: Whom they evaluate, where grammar ties the one to the other, else empty.
        about: Where the target stands, if it is told.
        read: Whether the network finds them, too, not lexicons alone.
        side: ``favor`` or ``against``; empty where a lexicon only knows that they judge.
        listed: Whether a lexicon lists a word of them as evaluating to that side.
    """

    holder: str
    weight: float
    words: Span
    target: str
    about: Span | None
    read: bool
    side: str
    listed: bool

    @property
    def is_plain(self) -> bool:
        """Whether it can be told by itself: it finds fault, or praises somebody, beyond doubt."""
        praise = self.side == "favor" and not self.target
        sure = self.read or self.weight >= _LOADED + _VALUED
        return sure and self.weight >= (PLAIN_PRAISE if praise else PLAIN)

    @property
    def is_clear(self) -> bool:
        """Whether it can be told where its clause is quoted, too, as a speaker's."""
        praise = self.side == "favor" and not self.target
        enough = CLEAR_PRAISE if praise else CLEAR_LISTED if self.listed else CLEAR
        return self.is_plain or (self.read and self.weight >= enough)


@lru_cache(maxsize=1)
def list_judgements(article: AnnotatedArticle) -> tuple[Judgement, ...]:
    """Every judgement of a voice's own, in the order of the text; of overlapping ones the surest."""
    found = sorted(_found(article), key=lambda one: (-one.weight, one.start))
    kept: list[Judgement] = []
    for one in found:
        if not any(overlaps(one, other) or overlaps(one.words, other.words) for other in kept):
            kept.append(one)
    return tuple(sorted(kept))


def count_hints(article: AnnotatedArticle) -> int:
    """How many stretches of the outlet's own words may judge, however unsure: those of which it cannot be said that
    they do not."""
    stances = list_stances(article.table, candidates=True)
    own = stances[(stances["holder"] == NARRATOR) & ~stances["declared"]]
    listed = [one.span for one in _listed(article) if one.holder == NARRATOR and one.weight]
    said = [
        span
        for span in {*spans_of(own), *listed}
        if any(word.pos in _CONTENT - {"VERB"} for word in article.document.words_in(span))
    ]
    return len([span for span in said if not any(covers(other, span) for other in said if other != span)])


def judges_in_headline(article: AnnotatedArticle) -> bool:
    """Whether a headline, which has no rows of its own, holds a word that is nearly always loaded, outside quotation
    marks."""
    loaded, document = load_lexicon("loaded"), article.document
    sure = [entry for entry in loaded.entries if (entry.weight or 0) >= _CLEARLY]
    terms = {entry.term for entry in sure if loaded.rule_id(entry) not in judge_nobody()}
    heads = [document.covered(part).lower() for part in document.sections if part.label == "headline"]
    heads.append(document.meta.get("title", "").lower())
    return not terms.isdisjoint(word for head in heads for word in re.findall(r"[\w-]+", _QUOTED.sub(" ", head)))


def _found(article: AnnotatedArticle) -> Iterator[Judgement]:
    listed, met = _listed(article), list[Span]()
    negation = Negation(article.document)
    stances = list_stances(article.table, candidates=True).assign(weight=lambda rows: rows["score"].abs())
    for _, rows in stances.sort_values("weight", ascending=False, kind="stable").groupby(["holder", "start", "end"]):
        likeliest = records(rows)[0]
        span = Span(likeliest.start, likeliest.end)
        own = [one for one in listed if overlaps(span, one.span)]
        met += [one.span for one in own]
        agree = [one for one in own if one.side in {"", likeliest.label}]
        if rows["declared"].any() or len(agree) < bool(own):
            continue
        kernel = agree[0].span if agree else span
        if _is_own(article, negation, likeliest.holder, kernel):
            weight = min(float(rows["weight"].sum()), 1.0) + (_LISTED if agree else _UNLISTED) + _weight(agree)
            tied = bool(likeliest.direct) and likeliest.weight >= _TIED
            about = _target_place(article, likeliest.relation) if tied else None
            target = str(likeliest.target) if about else ""
            yield Judgement(
                span.start, span.end, likeliest.holder, weight, article.phrase_of(span), target, about, True,
                str(likeliest.label), bool(agree),
            )  # fmt: skip
    for one in listed:
        if one.span not in met and _is_own(article, negation, one.holder, one.span):
            same = [other for other in listed if other.span == one.span]
            phrase = article.phrase_of(one.span)
            yield Judgement(
                one.span.start, one.span.end, one.holder, _weight(same), phrase, "", None, False, one.side, True
            )


def _weight(listed: Iterable[_Listed]) -> float:
    """What lexicons add, each once."""
    return sum({one.weight for one in listed})


def _target_place(article: AnnotatedArticle, relation: str) -> Span | None:
    rows = rows_of(article.table, "stance", "target")
    return next(iter(spans_of(rows[rows["relation"] == relation])), None)


def _is_own(article: AnnotatedArticle, negation: Negation, holder: str, kernel: Span) -> bool:
    """Whether words are a judgement of the holder's own: of the outlet's no verb, of others' only what is quoted."""
    head = phrase_head([word for word in article.document.words_in(kernel) if word.pos in _CONTENT])
    if (
        head is None
        or (holder == NARRATOR and _is_view(head))
        or is_open(article, head)
        or _is_denied(negation, kernel, head)
    ):
        return False
    if holder == NARRATOR:
        own = head.pos != "VERB" and not _is_of_others(article, kernel, head)
    else:
        own = holder != UNNAMED and is_direct(article, kernel.start)
    return own and not any(map(_is_view, _views_above(head, article.stretch_at(kernel.start))))


def place_of(word: Word) -> Span:
    """Where a word stands."""
    return Span(word.start, word.end)


def _is_denied(negation: Negation, kernel: Span, head: Word) -> bool:
    """Whether a denial takes words back; what only modifies a noun is denied with it ("no cruel joke", "not a cruel
    joke"), not where the noun's verb is ("nobody explained the cruel joke")."""
    denial, noun = negation.of(kernel), head.head
    near = head.dep != "amod" or noun.dep in {"attr", "appos"} or (denial and denial.start >= noun.subtree[0].start)
    return denial is not None and bool(near)


def is_open(article: AnnotatedArticle, word: Word) -> bool:
    """Whether a word is asked, under "if" or in a "that" without a verb above it, only may hold or is only meant to be
    done ("ways to inflict a nightmare"), or only compares."""
    document = article.document
    asked = document.text[: document.sentences[word.sentence].end].rstrip(" ”\"'").endswith("?")
    marks = [(one.is_root, mark.lower) for one in (word, *word.ancestors) for mark in one.children("mark")]
    return (
        asked
        or word.tag in {"JJR", "RBR"}
        or any(mark in _DOUBT or (alone and mark == "that") for alone, mark in marks)
        or any(map(_is_possible, (word, *word.ancestors)))
    )


def _is_possible(verb: Word) -> bool:
    """Whether a verb tells what only may happen, or what something is meant for."""
    helpers = {one.lower for one in verb.children("aux")}
    return bool(helpers & _MAY) or ("to" in helpers and verb.dep in {"acl", "advcl", "relcl"})


def _is_of_others(article: AnnotatedArticle, kernel: Span, head: Word) -> bool:
    """Whether words in the outlet's voice tell how somebody else finds, calls or sounds, or how he speaks."""
    quotes = rows_of(article.table, "quote")
    marked = quotes[(quotes["role"] == "cue") | ((quotes["role"] == "content") & (quotes["label"] == "words"))]
    views = quotes[(quotes["role"] == "content") & (quotes["label"] == "attitude")]
    seems = head.head.lemma in _SEEMS and head.dep in {"acomp", "oprd", "xcomp", "advcl", "conj"}
    predicate = head.dep not in {"amod", "compound"} and head.pos in {"ADJ", "VERB"}
    given = head.children("poss") or [one for one in head.children("prep") if one.lower in _LINKS]
    theirs = head.pos == "NOUN" and bool(given)
    before = article.document.words[max(0, head.index - _NEAR) : head.index]
    return (
        any(overlaps(span, kernel) for span in spans_of(marked))
        or (predicate and any(covers(span, kernel) for span in spans_of(views)))
        or seems
        or theirs
        or any(word.lower in _HELD_OFF or word.lower.startswith("self-") for word in before)
        or any(word.lower == "as" and word.pos == "ADP" for word in before)
    )


def _views_above(word: Word, stretch: Span) -> Iterator[Word]:
    """The words within a stretch whose clause or "for" one belongs to, up to the clause that tells of somebody."""
    while word.dep not in _STOPS and not word.is_root and covers(stretch, place_of(word.head)):
        if word.dep in _CLAUSES or (word.dep == "prep" and word.lower in _LINKS_OF_VIEW):
            yield word.head
        word = word.head


@lru_cache
def _views() -> frozenset[str]:
    """Lemmas of words that report or hold a view."""
    reporting, kinds = (
        load_lexicon("reporting").terms,
        ("neutral", "assertive", "distancing", "endorsing", "belief", "evaluative"),
    )
    declared, nominals = load_lexicon("declarations").terms.values(), load_lexicon("nominals").terms
    claiming = {term.split()[0] for term in nominals["claiming"]}
    return frozenset(chain(*declared, *(reporting[kind] for kind in kinds), nominals["claimed"], claiming)) - {"find"}


def _is_view(word: Word) -> bool:
    """Whether a word holds a view of others of what hangs on it: "they claim", "draw criticism for", not "I say"."""
    own = any(one.lower in _WE for one in word.children("nsubj"))
    return not own and any(one.lemma in _views() for one in (word, *word.children("dobj")))


def is_direct(article: AnnotatedArticle, offset: int) -> bool:
    """Whether a place stands in somebody's own words whose speaker is sure, and not in a quotation within them."""
    rows = rows_of(article.table, "quote", "content")
    rows = rows[(rows["start"] <= offset) & (rows["end"] > offset) & (rows["label"] == "direct")]
    widest = max(records(rows), key=lambda row: row.end - row.start, default=None)
    if widest is None or widest.rule in UNSURE:
        return False
    text, own = article.document.text, Span(widest.start, widest.end)
    marks = pair_marks(text, own) if widest.rule in _WITHOUT_MARKS else ()
    if any(mark.start <= offset < mark.end and mark.end < own.end for mark in marks):
        return False
    before = text[int(rows["start"].min()) : offset].replace("''", "“")
    return len(_OPENS.findall(before)) <= len(_CLOSES.findall(before))


@dataclass(frozen=True)
class _Listed:
    """A word that a lexicon lists as evaluating: its voice, side (empty if unknown) and weight by itself."""

    span: Span
    holder: str
    side: str
    weight: float


def _listed(article: AnnotatedArticle) -> list[_Listed]:
    """The listed words, in the order of the text."""
    values, loaded = rows_of(article.table, "valence", "expression"), rows_of(article.table, "technique")
    values = values[values["label"] == "evaluation"]
    values = values.assign(
        side=["favor" if score > 0 else "against" for score in values["score"]],
        weight=_VALUED * (values["score"].abs() >= _FORCE),
    )
    loaded = loaded[loaded["label"].isin(LOADED_LABELS) & ~loaded["rule"].isin(judge_nobody())]
    loaded = loaded.assign(side="", weight=_LOADED * ~(loaded["score"] < _CLEARLY))
    rows = pd.concat([values, loaded])
    rows = rows.assign(holder=holder_of(rows)).sort_values(["start", "end"], kind="stable")
    return [_Listed(Span(row.start, row.end), row.holder, row.side, float(row.weight)) for row in records(rows)]


@lru_cache
def judge_nobody() -> frozenset[str]:
    """The rules of loaded words that only push or comment: "utterly", "of course"."""
    loaded = load_lexicon("loaded")
    return frozenset(loaded.rule_id(entry) for entry in loaded.entries if entry.category in {"comment", "intensity"})
