"""Stance: whom a holder praises or blames, backs or rejects, by his own choice of words.

A holder, a target and an expression make a stance (Wiebe, Wilson & Cardie 2005; Du Bois 2007). Which words evaluate,
whom, and who does so where the writer reports it, is told by the shipped network, which learned it from close reading;
whose words they are follows from the voices. A bad or a good event in neutral words is nobody's stance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

import numpy as np
from numpy.typing import NDArray

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.reader.speech import SpeechReading
from analysis.text.document import Document, Span
from analysis.text.matcher import find_terms

EVALUATES = 0.5  # likelihood from which a word praises or blames, and
SURE_OF_IT = 0.6  # that the surest word of an expression must reach
AIMED = 0.1  # weight from which an actor is a target, if
ALONE = 0.35  # this share of the weight of all actors falls to the one with most; others are targets, too, that get
BESIDE = 0.6  # this share of his
ELSEWHERE = 0.25  # how much a mention in another sentence counts; one in the same, by its portrayal, from 0 to 1
HELD = 0.5  # share of the pointer from which somebody whom the writer names holds it
_SIDES = ("favor", "against")
_MODIFIERS = frozenset(["amod", "appos", "compound", "nmod"])
_OWNERS = ("nsubj", "nsubjpass", "poss")
_CLOSE = 3  # words above an expression whose subject or owner it is said of
_EMPTY = frozenset(["ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "PUNCT", "SCONJ", "SPACE"])  # evaluate nothing alone


def find_stance(
    document: Document,
    mentions: Iterable[Annotation],
    stretches: Iterable[Annotation],
    reading: SpeechReading,
    portrayals: Iterable[Annotation] = (),
) -> Iterator[Annotation]:
    """Each expression of a stance, with whom it is about and, where the writer names one, its holder.

    Rule: neighbouring words of one voice are an expression where the network finds praise or blame at least
    ``EVALUATES`` likely, and ``SURE_OF_IT`` at its height. Each actor gets the shares of the pointer that fall on his
    mentions, each times (1 + score) / 2 if the score is that of its portrayal, for blame its opposite, and times
    ``ELSEWHERE`` in another sentence. The target is the actor with most, if that is enough (``AIMED``, ``ALONE``);
    others are targets, too, that get ``BESIDE`` of that. The holder is whoever's words they are; in the writer's own
    words also an actor whose mentions get ``HELD`` of the other pointer ("Lee hailed Orr"). What people say of
    themselves, and what is said of nobody known, is left out.

    Args:
        document: Parsed.
        mentions: Rows of layer actor.
        stretches: Rows of layer voice.
        reading: What the network reads in the text.
        portrayals: Rows of layer portrayal; without them every mention in the sentence counts half.

    Yields:
        A ``target`` for each, score the likelihood, below 0 for blame: the mention of the actor in that sentence that
        the network points to, or the expression's own words where the sentence names him not. ``expression`` and
        ``holder`` share its relation, ``stance:START-NUMBER:ACTOR``; the rule of an expression that holds a word of the
        lexicon ``declarations`` is that word's.
    """
    looks = {(row.start, row.end): row.score for row in portrayals if row.role == "target"}
    named = _Named(document, [row for row in mentions if row.actor], looks)
    declarations = load_lexicon("declarations")
    declared = {match.start: declarations.rule_id(match.entry) for match in find_terms(document, declarations)}
    for number, found in enumerate(_expressions(document, stretches, reading)):
        holder = None
        if found.stretch.label == "narrator":
            holder = named.most(reading.pointed([found.span]), HELD)
        who = holder.actor if holder else found.stretch.actor
        label, score = _SIDES[found.side], found.score
        why = next((rule for start, rule in declared.items() if found.covers(start)), "stance.network")
        for actor, at, direct in named.targets(reading.pointed([found.span], "target"), found, who):
            relation = f"stance:{found.span.start}-{number}:{actor}"
            rule = "stance.direct" if direct else "stance.named" if at else "stance.understood"
            place = at or found.span
            yield Annotation("stance", label, place.start, place.end, "target", relation, actor, score, rule)
            yield Annotation(
                "stance", label, found.span.start, found.span.end, "expression", relation, actor, score, why
            )  # fmt: skip
            if holder:
                yield Annotation(
                    "stance", label, holder.start, holder.end, "holder", relation, holder.actor,
                    rule="stance.holder",
                )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Expression:
    """Words that evaluate, in a stretch of one voice; their side (0 praise, 1 blame), and how likely they do, below 0
    for blame."""

    span: Span
    stretch: Annotation
    side: int
    score: float

    def covers(self, offset: int) -> bool:
        return self.span.start <= offset < self.span.end


def _expressions(document: Document, stretches: Iterable[Annotation], reading: SpeechReading) -> Iterator[_Expression]:
    """Runs of words with one side, in one sentence and one voice, without the empty words at their ends."""
    likely = np.array([reading.likely(document, side) for side in ("praise", "blame")])
    evaluates = likely.sum(axis=0) >= EVALUATES
    for stretch in stretches:
        inside = document.indices(Span(stretch.start, stretch.end))
        for goes_on, run in groupby(inside, key=evaluates.__getitem__):
            if goes_on:
                yield from _expression(document, [*run], likely, stretch)


def _expression(
    document: Document, run: Sequence[int], likely: NDArray[np.float64], stretch: Annotation
) -> Iterator[_Expression]:
    full = [index for index in run if document.words[index].pos not in _EMPTY]
    if full:
        first, last = full[0], full[-1]
        sums = likely[:, first : last + 1].max(axis=1)
        side = int(sums.argmax())
        if sums[side] < SURE_OF_IT:
            return
        score = round(float(sums[side]) * (-1 if side else 1), 4)
        span = Span(document.tokens[first].start, document.tokens[last].end)
        yield _Expression(span, stretch, side, score)


class _Named:
    """Where actors are mentioned."""

    def __init__(
        self, document: Document, mentions: Sequence[Annotation], looks: Mapping[tuple[int, int], float]
    ) -> None:
        self._document, self._looks = document, looks
        inner_first = sorted(mentions, key=lambda row: (row.end - row.start, row.start))
        self._at = {place: row for row in reversed(inner_first) for place in range(row.start, row.end)}

    def shares(self, pointed: Mapping[Span, float]) -> dict[str, dict[Annotation, float]]:
        """Of each actor the mentions that were pointed to, with their shares; of nested ones the innermost."""
        found: dict[str, dict[Annotation, float]] = defaultdict(lambda: defaultdict(float))
        for piece, share in pointed.items():
            if row := self._at.get(piece.start):
                found[row.actor][row] += share
        return found

    def most(self, pointed: Mapping[Span, float], least: float) -> Annotation | None:
        """The mention pointed to most, of the actor who gets most, if that is ``least`` at least."""
        shares = self.shares(pointed)
        actor = max(shares, key=lambda name: sum(shares[name].values()), default="")
        if not actor or sum(shares[actor].values()) < least:
            return None
        return max(shares[actor], key=lambda row: shares[actor][row])

    def targets(
        self, pointed: Mapping[Span, float], expression: _Expression, holder: str
    ) -> Iterator[tuple[str, Span | None, bool]]:
        """The actors meant, each with its mention in the sentence of the expression, if there is one, and whether
        grammar ties the expression to one."""
        sentence = self._document.sentence_at(expression.span.start)
        weights, places, direct = dict[str, float](), dict[str, Span | None](), dict[str, bool]()
        for actor, rows in self.shares(pointed).items():
            if actor != holder:
                here = [row for row in rows if self._document.sentence_at(row.start) == sentence]
                weights[actor] = sum(
                    share * (self._fits(row, expression.side) if row in here else ELSEWHERE)
                    for row, share in rows.items()
                )
                best = max(here, key=lambda row, rows=rows: rows[row], default=None)  # type: ignore[misc]
                places[actor] = Span(best.start, best.end) if best else None
                direct[actor] = any(self._is_tied(row, expression.span) for row in here)
        most = max(weights.values(), default=0.0)
        for actor, weight in weights.items():
            if most >= max(AIMED, ALONE * sum(weights.values())) and weight >= BESIDE * most:
                yield actor, places[actor], direct[actor]

    def _is_tied(self, row: Annotation, expression: Span) -> bool:
        """Whether the expression modifies the mention, is said of it as its subject, or belongs to it: "the reckless
        Lee", "Lee is a liar", "Lee's tantrum", but not "cheering for war with Iran"."""
        words = self._document.words
        place, own = self._document.indices(Span(row.start, row.end)), self._document.indices(expression)
        heads = [words[index] for index in own if words[index].is_root or words[index].head.index not in own]
        above = [word for head in heads for word in [head, *islice(head.ancestors, _CLOSE)]]
        modified = any(head.head.index in place for head in heads if head.dep in _MODIFIERS)
        governed = any(one.index in place for word in above for one in word.children(*_OWNERS))
        return modified or governed

    def _fits(self, row: Annotation, side: int) -> float:
        """How well the sentence makes the mention look, from 0 to 1, or how badly, for blame."""
        score = self._looks.get((row.start, row.end), 0.0)
        return (1 - score if side else 1 + score) / 2
