"""What every claim of the brief is made of: an article as claims read it, its words as links, its actors as called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.fragments import anchor
from analysis.report.wording import listed
from analysis.tables.rates import tabulate_speakers
from analysis.tables.stance_tables import list_stances, tabulate_stance
from analysis.tables.table import NARRATOR, UNNAMED, check_pair, records, rows_of, side_of
from analysis.text.document import Document, Span, fold

LEAST_PLACES = 2  # a claim on fewer is none
_MOST_QUOTED = 12  # words of a quotation before it is cut
_STRIPPED = ',;:“”"‘'  # left out at its ends
_TAGS = re.compile(r"(?:<[^>]*>)*")
_BEFORE_NOUN = frozenset(["amod", "compound", "nmod", "poss"])


@dataclass(frozen=True)
class Claim:
    """A sentence or two about an article, and what it rests on.

    Attributes:
        kind: ``side``, ``position``, ``speech``, ``words``, ``naming``, ``acts``, ``frame`` or ``order``.
        text: The claim as safe markup; each link covers words of the article and leads to their place.
        places: The stretches of the article that it rests on, in order.
        weight: How much it tells; the brief begins with the heaviest.
    """

    kind: str
    text: Markup
    places: tuple[Span, ...]
    weight: int

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

    def strength_at(self, offset: int) -> float:
        """How good or bad the word at an offset sounds, from 0 to 1; 0 where it is neither."""
        return self._strengths.get(offset, 0.0)

    @cached_property
    def _strengths(self) -> Mapping[int, float]:
        valence = rows_of(self.table, "valence", "expression")
        return dict(zip(valence["start"], valence["score"].abs(), strict=True))

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """The mentions of actors, pronouns left out."""
        mentions = rows_of(self.table, "actor", "mention")
        return mentions[(mentions["actor"] != "") & (mentions["label"] != "pronoun")]

    @cached_property
    def named(self) -> frozenset[str]:
        """The actors that have a name, and the sides."""
        return frozenset(self.mentions.loc[self.mentions["label"] == "name", "actor"]) | {*self.sides.values()}

    def called(self, actor: str) -> str:
        """An actor as a sentence names it: ``the United States``, ``Ann Lee``, ``the pilot``.

        It has an article where that is usual, or where the text mostly has one and no noun follows; so has a
        description of one person or thing, and it begins with a small letter.
        """
        if not actor.strip() or actor.lower().startswith("the "):
            return actor
        if _has_article(actor.lower()):
            return f"the {actor}"
        forms = self._forms.get(actor) or self._unmentioned(actor)
        described, one = all(form.described for form in forms), all(form.one for form in forms)
        small = actor[:1].lower() + actor[1:]
        name = small if forms and described and small in self.document.text else actor
        if forms and ((described and one) or 2 * sum(form.definite for form in forms) > len(forms)):
            return f"the {name}"
        return name

    def does(self, holder: str, one: str, many: str) -> str:
        """A holder with a verb that agrees with it: ``Ann Lee speaks``, ``the dockers speak``."""
        return f"{self.who(holder)} {many if self._are_many(holder) else one}"

    def _are_many(self, holder: str) -> bool:
        forms = self._forms.get(holder) or (self._unmentioned(holder) if holder not in {NARRATOR, UNNAMED} else [])
        group = all(form.described for form in forms) or (" " not in holder and holder not in self.sides.values())
        return holder == UNNAMED or (bool(forms) and group and all(form.many for form in forms))

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

    def _unmentioned(self, actor: str) -> list[_Form]:
        """How the text first writes whoever speaks and is no actor: "the report"."""
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
            label != "name" and head.pos == "NOUN" and tokens[inside[0]].pos != "PROPN",
            head.tag == "NN",
            head.tag in {"NNS", "NNPS"},
            last.dep not in _BEFORE_NOUN and ("the" in before or owned),
        )

    def who(self, holder: str) -> str:
        """A holder as a sentence names it."""
        return {NARRATOR: "the outlet", UNNAMED: "unnamed sources"}.get(holder) or self.called(holder)

    def whole_noun(self, span: Span) -> Span:
        """A span that ends before the noun of its last words, as "against Iranian", with that noun."""
        inside = self.document.indices(span)
        if inside:
            last = self.document.tokens[inside.stop - 1]
            if last.dep in _BEFORE_NOUN and last.head >= inside.stop:
                return Span(span.start, self.document.tokens[last.head].end)
        return span

    def quote(
        self, start: int, end: int, at: int | None = None, kind: str = "m", longest: int = _MOST_QUOTED
    ) -> Markup:
        """Words of the article as a link to their place; a long stretch is cut.

        Args:
            start, end: The words.
            at: Where the marked place begins, if not at their start.
            kind: Of the place's anchor (``highlight.places_of``).
            longest: Words from which it is cut.
        """
        words = self.document.text[start:end].split()
        more = " …" if len(words) > longest else ""
        words_ = " ".join(words[:longest]).strip(_STRIPPED)
        return Markup('<a href="#{}"><i>{}</i></a>{}').format(anchor(kind, start if at is None else at), words_, more)


def _has_article(actor: str) -> bool:
    """Whether a name is one of those that take an article: a union of states, an organ, a party."""
    first, *rest = actor.split()
    known = load_lexicon("sides").terms
    organ = bool(rest) and (rest[-1] in known["organ_noun"] or rest[-1] == "party")
    return first == "united" or organ or actor in known["party"]


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


def lead(words: str) -> Markup:
    """The words a claim opens with, in bold, with a capital."""
    return Markup("<b>{}</b>").format(words[:1].upper() + words[1:])


def places_in(n: int, sentences: int = 0) -> Markup:
    """A small count: ``n = 3, in 2 sentences``."""
    within = f", in {sentences} sentences" if sentences > 1 else ""
    return Markup('<small class="n">(n\xa0=\xa0{}{})</small>').format(n, within)
