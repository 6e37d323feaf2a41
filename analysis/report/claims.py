"""What every claim of the brief is made of: an article as claims read it, its words as links, its actors as called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.fragments import anchor
from analysis.report.wording import listed
from analysis.tables.rates import tabulate_speakers
from analysis.tables.table import NARRATOR, UNNAMED, check_pair, records, rows_of
from analysis.text.document import Document, Span

try:
    from analysis.tables.sides import side_of
except ImportError:  # until the layer of sides is merged

    def side_of(table: pd.DataFrame) -> dict[str, str]:
        """Nobody has a side yet."""
        return {}


LEAST_PLACES = 2  # a claim on fewer is none
LONGEST = 12  # words of a quotation before it is cut
_TAGS = re.compile(r"(?:<[^>]*>)*")
_BEFORE_NOUN = frozenset(["amod", "compound", "nmod", "poss"])


@dataclass(frozen=True)
class Claim:
    """A sentence or two about an article, and what it rests on.

    Attributes:
        kind: What it is about: ``side``, ``speech``, ``position``, ``words``, ``naming``, ``acts``, ``order``, ``frame``.
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

    def group(self, actor: str) -> str:
        """The side of an actor, or the actor itself where it has none."""
        return self.sides.get(actor, actor)

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """The mentions of actors, pronouns left out."""
        mentions = rows_of(self.table, "actor", "mention")
        return mentions[(mentions["actor"] != "") & (mentions["label"] != "pronoun")]

    @cached_property
    def _articles(self) -> Mapping[str, str]:
        """``the `` for each actor that the text mostly names with it, where no noun follows; else nothing."""
        counts: dict[str, list[int]] = {}
        for row in records(self.mentions[self.mentions["label"].isin(["name", "metonym"])]):
            inside = self.document.indices(Span(row.start, row.end))
            if inside and self.document.tokens[inside.stop - 1].dep not in _BEFORE_NOUN:
                before = self.document.lower_forms[max(inside.start - 1, 0) : inside.start + 1]
                counts.setdefault(row.actor, []).append("the" in before)
        return {actor: "the " if 2 * sum(seen) > len(seen) else "" for actor, seen in counts.items()}

    def called(self, actor: str) -> str:
        """An actor, as a sentence names it: ``the United States``, ``Ann Lee``."""
        if actor.lower().startswith("the "):
            return actor
        last = actor.split()[-1].lower() if actor.split() else ""
        usual = "the " if last in load_lexicon("sides").terms["organ_noun"] or actor.startswith("United ") else ""
        return self._articles.get(actor, usual) + actor

    def who(self, holder: str) -> str:
        """A holder as a sentence names it."""
        return {NARRATOR: "the outlet", UNNAMED: "unnamed sources"}.get(holder) or self.called(holder)

    def quote(self, start: int, end: int, at: int | None = None, kind: str = "m") -> Markup:
        """Words of the article as a link to their place; a long stretch is cut.

        Args:
            start, end: The words.
            at: Where the marked place begins, if not at their start.
            kind: Of the place's anchor (``highlight.places_of``).
        """
        words = self.document.text[start:end].split()
        more = " …" if len(words) > LONGEST else ""
        words_ = " ".join(words[:LONGEST]).strip(",;:")
        return Markup('<a href="#{}"><i>{}</i></a>{}').format(anchor(kind, start if at is None else at), words_, more)


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
    within = f", in {sentences} sentence{'s' if sentences != 1 else ''}" if sentences else ""
    return Markup('<small class="n">(n\xa0=\xa0{}{})</small>').format(n, within)
