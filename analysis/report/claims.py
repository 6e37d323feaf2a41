"""What every claim of the brief is made of: an article as claims read it, its words as links, its actors as called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.fragments import anchor
from analysis.report.wording import listed
from analysis.tables.rates import tabulate_speakers
from analysis.tables.stance_tables import list_stances, tabulate_stance
from analysis.tables.table import NARRATOR, UNNAMED, check_pair, records, rows_of, side_of
from analysis.text.document import Document, Span, Word, fold
from analysis.text.grammar import BEFORE_NOUN

LEAST_PLACES = 2  # a claim on fewer is none
MOST_QUOTED = 12  # words of a quotation before it is cut
LONGEST_OF = 7  # words of what follows with "of"
OFTEN = 3  # mentions from which somebody without a name is a main actor
DEADLY = 0.7  # valence of an act that kills
JOINT = ";"  # between the names of those who speak together
STRIPPED = ',;:“”"‘'  # left out at its ends
QUOTATIONS = (("“", "”"), ('"', '"'), ("''", "''"))
UNSURE = frozenset(["quotes.colon", "quotes.embedded", "quotes.parenthetical"])  # rules that often name the wrong one
_TAGS = re.compile(r"(?:<[^>]*>)*")
_STOP = re.compile(r"(?<=[”\"’'])\.$|(?<=[a-z]{3})\.$")  # of a sentence, not of "Gen." or "p.m."
_CLOSING = re.compile(r"[.,!?]*(?:[”\"]|'')")
_STRAIGHT = "(?:&#34;|&#39;&#39;)"  # marks, escaped,
_OPENING = re.compile(rf"(?:(?<=[\s(>])|^){_STRAIGHT}")  # and where they stand before words
_WHERE = frozenset(["across", "around", "at", "from", "in", "inside", "into", "near", "outside", "throughout"])
_NO_NAME = frozenset(["ADV", "AUX", "SCONJ", "VERB"])
_BEGINS = frozenset(["ADP", "AUX", "CCONJ", "DET", "PART", "PUNCT", "SCONJ"])


@dataclass(frozen=True)
class Claim:
    """A sentence or two about an article, and what it rests on.

    Attributes:
        kind: ``words``, ``speech``, ``stances``, ``naming``, ``acts`` or ``missing``.
        text: The claim as safe markup; each link covers words of the article and leads to their place.
        places: The stretches of the article that it rests on, in order.
        weight: How much it tells; the brief begins with the heaviest.
        plain: Whether somebody's plain declaration is enough for it.
    """

    kind: str
    text: Markup
    places: tuple[Span, ...]
    weight: int
    plain: bool = False

    @property
    def n(self) -> int:
        """The number of places."""
        return len(self.places)


class _Form(NamedTuple):
    """Whether a mention describes, means one or many, and has "the" or an owner before it."""

    described: bool
    one: bool
    many: bool
    definite: bool


@dataclass(frozen=True, eq=False)
class AnnotatedArticle:
    """An article with its annotations, as claims and evidence read it.

    Raises:
        ValueError: If the table is of another document, or the document has no words yet.
    """

    document: Document
    table: pd.DataFrame

    def __post_init__(self) -> None:
        check_pair(self.document, self.table, words=True)

    @cached_property
    def speakers(self) -> pd.DataFrame:
        """As ``tabulate_speakers``."""
        return tabulate_speakers(self.table)

    @cached_property
    def sides(self) -> Mapping[str, str]:
        """The side of each actor that has one."""
        return side_of(self.table)

    @cached_property
    def stances(self) -> pd.DataFrame:
        """As ``list_stances``, each with the sides of ``holder`` and ``target`` as ``holders`` and ``targets``."""
        stances = list_stances(self.table)
        return stances.assign(**{f"{end}s": stances[end].map(self.group) for end in ("holder", "target")})

    @cached_property
    def positions(self) -> pd.DataFrame:
        """As ``tabulate_stance`` by sides."""
        return tabulate_stance(self.table, sides=True)

    def group(self, actor: str) -> str:
        """The side of an actor, or the actor itself where it has none."""
        return self.sides.get(actor, actor)

    @cached_property
    def victims(self) -> frozenset[str]:
        """The actors to whom something deadly is done."""
        rows = rows_of(self.table, "agency")
        deadly = rows[(rows["role"] == "action") & (rows["start"].map(self.strength_at) >= DEADLY)]
        rows = rows[(rows["role"] == "patient") & rows["relation"].isin(deadly["relation"])]
        return frozenset(rows["actor"])

    def strength_at(self, offset: int) -> float:
        """How good or bad the word at an offset sounds, from 0 to 1; 0 where it is neither."""
        return self._strengths.get(offset, 0.0)

    def stretch_at(self, offset: int) -> Span:
        """The stretch of one voice in one sentence that holds an offset; if none does, the offset itself."""
        rows = rows_of(self.table, "voice", "stretch")
        return next(iter(spans_of(rows[(rows["start"] <= offset) & (rows["end"] > offset)])), Span(offset, offset))

    def strength_of(self, span: Span) -> float:
        """That of the strongest word of a span."""
        return max(
            [0.0, *(self.strength_at(self.document.tokens[index].start) for index in self.document.indices(span))]
        )

    @cached_property
    def _strengths(self) -> Mapping[int, float]:
        valence = rows_of(self.table, "valence", "expression")
        return dict(zip(valence["start"], valence["score"].abs(), strict=True))

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """The mentions of actors, pronouns left out."""
        mentions = rows_of(self.table, "actor", "mention")
        return mentions[(mentions["actor"] != "") & (mentions["label"] != "pronoun")]

    def times_named(self) -> pd.Series:
        """How often each side, or actor without one, is mentioned other than before a noun or as a place: "Iran", not
        "Iranian ships" or "in Iran"."""
        rows = self.mentions
        inside = [self.document.words_in(span) for span in spans_of(rows)]
        alone = [bool(own) and own[-1].dep not in BEFORE_NOUN and not _is_place(own[-1]) for own in inside]
        return rows.loc[pd.Series(alone, index=rows.index, dtype=bool), "actor"].map(self.group).value_counts()

    def pronouns_of(self, actor: str) -> tuple[Span, ...]:
        """The places where a pronoun means an actor."""
        mentions = rows_of(self.table, "actor", "mention")
        return spans_of(mentions[(mentions["label"] == "pronoun") & (mentions["actor"] == actor)])

    @cached_property
    def named(self) -> frozenset[str]:
        """The actors that have a name, and the sides; "However Lee" is a misreading and none."""
        names = self.mentions[self.mentions["label"] == "name"]
        whole = [
            not {self.document.tokens[i].pos for i in self.document.indices(span)} & _NO_NAME
            for span in spans_of(names)
        ]
        return frozenset(names.loc[whole, "actor"]) | {*self.sides.values()}

    @cached_property
    def times_mentioned(self) -> pd.Series:
        """How often each actor is mentioned, pronouns left out."""
        return self.mentions["actor"].value_counts()

    @cached_property
    def main(self) -> frozenset[str]:
        """Those with a name, and those mentioned often."""
        return self.named | frozenset(self.times_mentioned.index[self.times_mentioned >= OFTEN])

    def called(self, actor: str) -> str:
        """An actor as a sentence names it: ``the United States``, ``Ann Lee``, ``the pilot``.

        It takes an article where that is usual, or where the text mostly has one and no noun follows; so does a
        description of one person or thing, which begins in lower case.
        """
        words = actor.lower().split()
        if not words or words[0] == "the" or words[0].endswith(("'s", "’s", "s'", "s’")):
            return actor
        if _has_the(actor):
            return f"the {actor}"
        forms = self._forms_of(actor)
        described, small = all(form.described for form in forms), actor[:1].lower() + actor[1:]
        name = small if forms and described and small in self.document.text else actor
        single = forms and described and all(form.one for form in forms)
        return f"the {name}" if single or 2 * sum(form.definite for form in forms) > len(forms) else name

    def whose(self, holder: str) -> str:
        """What belongs to a holder: ``Ann Lee’s``, ``the dockers’``."""
        name = self.called(holder)
        return f"{name}’" if name.endswith("s") and name.startswith("the ") else f"{name}’s"

    def does(self, holder: str, one: str, many: str) -> str:
        """A holder with a verb that agrees with it: ``Ann Lee speaks``, ``the dockers speak``."""
        return f"{self.who(holder)} {many if self.are_many(holder) else one}"

    def are_many(self, holder: str) -> bool:
        """Whether a holder is several people."""
        if holder in {NARRATOR, UNNAMED}:
            return holder == UNNAMED
        forms = self._forms_of(holder)
        group = all(form.described for form in forms) or (" " not in holder and holder not in self.sides.values())
        return bool(forms) and group and all(form.many for form in forms)

    @cached_property
    def _forms(self) -> Mapping[str, list[_Form]]:
        """How the text mentions each actor by the last word of its name."""
        forms: dict[str, list[_Form]] = {}
        for row in records(self.mentions):
            inside = self.document.indices(Span(row.start, row.end))
            words = self.document.lower_forms[inside.start : inside.stop]
            if words and words[-1] == fold(row.actor).split()[-1].lower():  # not another name of the actor
                forms.setdefault(row.actor, []).append(self._form(inside, row.label))
        return forms

    def _forms_of(self, actor: str) -> list[_Form]:
        """How the text mentions an actor, or first writes whoever speaks and is no actor: "the report"."""
        if actor in self._forms:
            return self._forms[actor]
        at = self.document.text.lower().find(actor.lower())
        inside = self.document.indices(Span(at, at + len(actor))) if at >= 0 else range(0)
        return [self._form(inside, "epithet")] if inside else []

    def _form(self, inside: range, label: str) -> _Form:
        tokens, last = self.document.tokens, self.document.tokens[inside[-1]]
        heads = [index for index in inside if tokens[index].head not in inside or tokens[index].head == index]
        head = tokens[heads[0] if heads else inside[-1]]
        before = self.document.lower_forms[max(inside.start - 1, 0) : inside.start + 1]
        owned = "'s" in before and last.entity != "PERSON"  # "Iran's Health Ministry"
        return _Form(
            label != "name" and head.pos == "NOUN",
            head.tag == "NN",
            head.tag in {"NNS", "NNPS"},
            last.dep not in BEFORE_NOUN and ("the" in before or owned),
        )

    def who(self, holder: str) -> str:
        """A holder as a sentence names it."""
        return {NARRATOR: "the outlet", UNNAMED: "unnamed sources"}.get(holder) or self.called(holder)

    def is_person(self, name: str) -> bool:
        """Whether the grammar takes most mentions of an actor by a name for a person."""
        rows = self.mentions[(self.mentions["actor"] == name) & (self.mentions["label"] == "name")]
        inside = [self.document.indices(span) for span in spans_of(rows)]
        persons = sum(self.document.tokens[own[-1]].entity == "PERSON" for own in inside if own)
        return 2 * persons > len(inside)

    def phrase_of(self, span: Span) -> Span:
        """Words with what follows at once and completes them: the noun that they modify, the object of a verb."""
        whole = self.whole_noun(span)
        inside = self.document.indices(whole)
        if inside and self.document.tokens[inside[-1]].pos == "VERB":
            objects = [Span(word.start, word.end) for word in self.document.words[inside[-1]].children("dobj")]
            whole = Span(whole.start, max([whole.end, *(one.end for one in objects)]))
        return (
            Span(span.start, whole.end) if re.fullmatch(r"[\w\s-]*", self.document.text[span.end : whole.end]) else span
        )

    def whole_noun(self, span: Span, with_of: bool = False) -> Span:
        """A span with what its noun has before it, and, if asked, after it with "of"; and where its last words stand
        before theirs, as "against Iranian", with that."""
        words, inside = self.document.words, self.document.indices(span)
        if not inside:
            return span
        last = words[inside.stop - 1]
        ends = [span.end, *(word.end for word in last.children("nummod"))]  # "Flight 752"
        if last.dep in BEFORE_NOUN and last.head.index >= inside.stop:
            ends.append(last.head.end)
        if with_of:
            of = (word.subtree for word in last.children("prep") if word.lower == "of")
            ends += [phrase[-1].end for phrase in of if len(phrase) <= LONGEST_OF]
        return Span(min(span.start, self._begin(inside).start), max(ends))

    def _begin(self, inside: range) -> Word:
        """The first word of what stands before some words and modifies them, or owns what they mean."""
        words, first = self.document.words, inside.start
        while first:
            before = words[first - 1]
            owner = before.head if before.dep == "case" else before  # "’s"
            kinds = ("poss",) if owner != before else (*BEFORE_NOUN, "nummod")
            if owner.dep not in kinds or not first <= owner.head.index < inside.stop:
                break
            first = owner.subtree[0].index if owner != before else first - 1
        return words[first]

    def finished(self, cut: Span) -> int:
        """The end of words that are cut, without those that only begin something: "in order to, as Mr."."""
        inside = [*self.document.indices(cut)]
        while len(inside) > 1:
            token = self.document.tokens[inside[-1]]
            if token.pos not in _BEGINS and not (token.dep in BEFORE_NOUN and token.head > inside[-1]):
                break
            inside.pop()
        return self.document.tokens[inside[-1]].end if inside else cut.end

    def quote(self, start: int, end: int, at: int | None = None, kind: str = "m", longest: int = MOST_QUOTED) -> Markup:
        """Words of the article as a link to their place; a long stretch is cut.

        Args:
            start, end: The words.
            at: Where the marked place begins, if not at their start.
            kind: Of the place's anchor (``highlight.places_of``).
            longest: Words from which it is cut.
        """
        words = [*re.finditer(r"\S+", self.document.text[start:end])]
        more = " …" if len(words) > longest else ""
        stop = self.finished(Span(start, start + words[longest - 1].end())) if more else end
        closed = bool(more) or _CLOSING.match(self.document.text, stop) is not None  # what is opened in the words
        words_ = _balanced(" ".join(self.document.text[start:stop].split()) + more, closed).removesuffix(more)
        return Markup('<a href="#{}"><i>{}</i></a>{}').format(anchor(kind, start if at is None else at), words_, more)


def _has_the(name: str) -> bool:
    """Whether a name has always an article: of a union of states, an organ of a state, or a party."""
    known, words = load_lexicon("sides").terms, name.lower().split()
    organ = len(words) > 1 and words[-1] in {*known["organ_noun"], "party"}
    return organ or words[0] == "united" or name in known["party"]


def _is_place(word: Word) -> bool:
    """Whether a word tells where something is or goes."""
    return word.dep == "pobj" and word.head.lower in _WHERE


def spans_of(rows: pd.DataFrame) -> tuple[Span, ...]:
    """The places of some rows."""
    return tuple(Span(row.start, row.end) for row in records(rows))


def _balanced(words: str, closed: bool = True) -> str:
    """Words without the marks at their ends, but for one that closes or opens a quotation within; one that is open is
    closed, where the text does.

    >>> _balanced("“a ‘mere’ lamp,”"), _balanced("a “mere lamp.”")
    ('a ‘mere’ lamp', 'a “mere lamp.”')
    """
    bare = _STOP.sub("", words.strip(STRIPPED).removeprefix("''").removesuffix("''")).strip(STRIPPED)
    at = words.index(bare)
    for opening, closing in QUOTATIONS:
        inside = bare.count(opening) - (bare.count(closing) if closing != opening else 0)
        if inside % 2 if closing == opening else inside > 0:
            closes = words.find(closing, at + len(bare))
            return words[at : closes + len(closing)] if closes >= 0 else bare + closing * closed
        if inside < 0:
            return words[max(words.rfind(opening, 0, at), 0) : at + len(bare)]
    return bare


def in_order(places: Iterable[Span]) -> tuple[Span, ...]:
    """The places in the order of the text, each once, whatever kind of stretch they are.

    >>> in_order([Span(4, 9), Span(0, 2), Span(4, 9)])
    (Span(start=0, end=2), Span(start=4, end=9))
    """
    return tuple(sorted({Span(place.start, place.end) for place in places}))


def squeezed(article: AnnotatedArticle, row: Any) -> str:
    """The words of a row on one line."""
    return " ".join(article.document.text[row.start : row.end].split())


def capital(words: Markup) -> Markup:
    """The words with a capital at their beginning, behind any tag; what is escaped stays so.

    >>> capital(Markup('<a href="#m-0"><i>no</i></a>, ann &lt;says'))
    Markup('<a href="#m-0"><i>No</i></a>, ann &lt;says')
    """
    at = len(_TAGS.match(words)[0])  # type: ignore[index]
    return words[:at] + words[at : at + 1].upper() + words[at + 1 :]


def listed_markup(items: Iterable[Markup]) -> Markup:
    """Items as a list in a sentence.

    >>> listed_markup([Markup("<i>a</i>"), Markup("b"), Markup("c")])
    Markup('<i>a</i>, b and c')
    """
    return Markup(listed(list(items)))  # noqa: S704 - every item is safe


def cited(quote: Markup) -> Markup:
    """A quotation between quotation marks, which are no part of the link; single ones within it.

    >>> cited(Markup('<a href="#m-0"><i>a “no”</i></a>'))
    Markup('“<a href="#m-0"><i>a ‘no’</i></a>”')
    """
    words = re.sub(_STRAIGHT, "’", _OPENING.sub("‘", str(quote).replace("“", "‘").replace("”", "’")))
    return Markup("“{}”").format(Markup(words))  # noqa: S704 - only marks have changed


def lead(words: str) -> Markup:
    """The words a claim opens with, in bold, with a capital."""
    return Markup("<b>{}</b>").format(words[:1].upper() + words[1:])


def places_in(n: int, sentences: int = 0, of: int = 0) -> Markup:
    """A small count: ``n = 3, in 2 sentences``, ``n = 3 of 333 words``."""
    within = f", in {sentences} sentences" if sentences > 1 else f" of {of:,} words" if of else ""
    return Markup('<small class="n">(n\xa0=\xa0{}{})</small>').format(n, within)
