"""Expressions that may praise or blame, and the actors whom each may mean, with the marks by which that is decided.

The marks are those of a mention ranker (Denis & Baldridge 2008, EMNLP, 660-669) over the pointer of the shipped network
(Vinyals, Fortunato & Jaitly 2015, NeurIPS); the weights are the lexicon ``rankers``, fitted by
``tests/bench/rankers.py``.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

import numpy as np
from numpy.typing import NDArray

from analysis.annotation import Annotation
from analysis.reader.speech import SpeechReading
from analysis.text.document import Document, Span
from analysis.text.grammar import BESIDE_NOUN

EVALUATES = 0.25  # likelihood from which a word may praise or blame, and
SURE_OF_IT = 0.35  # that the surest word of an expression must reach
HELD = 0.5  # share of the pointer from which somebody whom the writer names holds it
_FAR = 40  # words from which a mention is far
_OWNERS = ("nsubj", "nsubjpass", "poss")
_CLOSE = 3  # words above an expression whose subject or owner it is said of
_EMPTY = frozenset(["ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "PUNCT", "SCONJ", "SPACE"])  # evaluate nothing alone


@dataclass(frozen=True, slots=True)
class Expression:
    """Words that may evaluate, in a stretch of one voice: their side (0 praise, 1 blame), how likely they do, and how
    many words they are."""

    span: Span
    stretch: Annotation
    side: int
    likely: float
    words: int

    def covers(self, offset: int) -> bool:
        return self.span.start <= offset < self.span.end


def find_expressions(
    document: Document, stretches: Iterable[Annotation], reading: SpeechReading
) -> Iterator[Expression]:
    """Runs of words with one side, in one sentence and one voice, without the empty words at their ends."""
    likely = np.array([reading.likely(document, side) for side in ("praise", "blame")])
    evaluates = likely.sum(axis=0) >= EVALUATES
    for stretch in stretches:
        inside = document.indices(stretch)
        for goes_on, run in groupby(inside, key=evaluates.__getitem__):
            if goes_on:
                yield from _expression(document, [*run], likely, stretch)


def _expression(
    document: Document, run: Sequence[int], likely: NDArray[np.float64], stretch: Annotation
) -> Iterator[Expression]:
    full = [index for index in run if document.words[index].pos not in _EMPTY]
    if full:
        first, last = full[0], full[-1]
        sums = likely[:, first : last + 1].max(axis=1)
        side = int(sums.argmax())
        if sums[side] < SURE_OF_IT:
            return
        span = Span(document.tokens[first].start, document.tokens[last].end)
        yield Expression(span, stretch, side, float(sums[side]), last - first + 1)


@dataclass(frozen=True, slots=True)
class Target:
    """Whom an expression may mean: the marks of that, the mention in its sentence, and whether grammar ties the two."""

    actor: str
    marks: Mapping[str, float]
    place: Span | None
    direct: bool

    @property
    def rule(self) -> str:
        """How it is known."""
        return "stance.direct" if self.direct else "stance.named" if self.place else "stance.understood"


class Targets:
    """Where actors are mentioned."""

    def __init__(
        self, document: Document, mentions: Sequence[Annotation], looks: Mapping[tuple[int, int], float]
    ) -> None:
        self._document, self._looks = document, looks
        inner_first = sorted(mentions, key=lambda row: (row.end - row.start, row.start))
        self._at = {place: row for row in reversed(inner_first) for place in range(row.start, row.end)}
        self._often = Counter(row.actor for row in mentions)
        self._in: dict[int, list[Annotation]] = defaultdict(list)
        for row in mentions:
            self._in[document.sentence_at(row.start)].append(row)

    def shares(self, pointed: Mapping[Span, float]) -> dict[str, dict[Annotation, float]]:
        """Of each actor the mentions that were pointed to, with their shares; of nested ones the innermost."""
        found: dict[str, dict[Annotation, float]] = defaultdict(lambda: defaultdict(float))
        for piece, share in pointed.items():
            if row := self._at.get(piece.start):
                found[row.actor][row] += share
        return found

    def holder(self, expression: Expression, reading: SpeechReading) -> Annotation | None:
        """Whom the writer names as the holder, in the own words: of the actor with most of the pointer, if that is
        ``HELD``, the mention with most."""
        if expression.stretch.label != "narrator":
            return None
        shares = self.shares(reading.pointed([expression.span]))
        actor = max(shares, key=lambda name: sum(shares[name].values()), default="")
        if not actor or sum(shares[actor].values()) < HELD:
            return None
        return max(shares[actor], key=lambda row: shares[actor][row])

    def of(self, expression: Expression, reading: SpeechReading, holder: Annotation | None) -> Iterator[Target]:
        """Each actor who may be meant but the holder: whom the pointer finds, or who is mentioned in the sentence.

        Marks of the actor: ``here``, ``elsewhere``: the pointer's shares on his mentions in the sentence, and in
        others; ``beside``: both, as a part of what the actor with most has; ``in sentence``; ``away``: how many tens of
        words the nearest mention there is away; ``tied``: grammar ties one to the expression; ``looks``: how well the
        sentence makes one look, from -0.5 to 0.5, or how badly, for blame; ``often``: the logarithm of how often he is
        mentioned. Marks of the expression: ``likely``, the logit of its likelihood; ``words``, their fourth part;
        ``blame``; ``outlet``: it stands in the writer's own words; ``reported``: those name a holder; ``known``: its
        holder is.
        """
        document, sentence = self._document, self._document.sentence_at(expression.span.start)
        who = holder.actor if holder else expression.stretch.actor
        shares = self.shares(reading.pointed([expression.span], "target"))
        here: dict[str, list[Annotation]] = defaultdict(list)
        for row in self._in[sentence]:
            here[row.actor].append(row)
        total = {actor: sum(shares.get(actor, {}).values()) for actor in {*shares, *here} - {who}}
        most = max(total.values(), default=0.0) or 1.0
        first = document.indices(expression.span).start
        own = {
            "likely": math.log((expression.likely + 0.001) / (1.001 - expression.likely)),
            "words": min(expression.words, 8) / 4, "blame": float(expression.side),
            "outlet": float(expression.stretch.label == "narrator"), "reported": float(holder is not None),
            "known": float(bool(who)),
        }  # fmt: skip
        for actor in sorted(total):
            rows, pointed = here[actor], shares.get(actor, {})
            near = sum(pointed.get(row, 0.0) for row in rows)
            away = (abs(document.indices(row).start - first) for row in rows)
            direct = any(self._is_tied(row, expression.span) for row in rows)
            marks = {
                **own, "here": near, "elsewhere": total[actor] - near, "beside": total[actor] / most,
                "in sentence": float(bool(rows)), "away": min([*away, _FAR]) / 10, "tied": float(direct),
                "looks": max((self._looks_like(row, expression.side) for row in rows), default=0.0),
                "often": math.log(self._often[actor]),
            }  # fmt: skip
            best = max(rows, key=lambda row: pointed.get(row, 0.0)) if near else next(iter(rows), None)
            yield Target(actor, marks, Span(best.start, best.end) if best else None, direct)

    def _is_tied(self, row: Annotation, expression: Span) -> bool:
        """Whether the expression modifies the mention, is said of it as its subject, or belongs to it: "the reckless
        Lee", "Lee is a liar", "Lee's tantrum", but not "cheering for war with Iran"."""
        place, own = self._document.indices(row), self._document.words_in(expression)
        heads = [word for word in own if word.is_root or word.head not in own]
        above = [word for head in heads for word in [head, *islice(head.ancestors, _CLOSE)]]
        modified = any(head.head.index in place for head in heads if head.dep in BESIDE_NOUN)
        governed = any(one.index in place for word in above for one in word.children(*_OWNERS))
        return modified or governed

    def _looks_like(self, row: Annotation, side: int) -> float:
        """How well the sentence makes the mention look, from -0.5 to 0.5, or how badly, for blame."""
        score = self._looks.get((row.start, row.end), 0.0)
        return (-score if side else score) / 2
