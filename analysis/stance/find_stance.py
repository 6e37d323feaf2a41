"""Stance: whom a holder praises or blames, backs or rejects, by his own choice of words.

A holder, a target and an expression make a stance (Wiebe, Wilson & Cardie 2005; Du Bois 2007). Which words evaluate,
whom, and who does so where the writer reports it, is told by the shipped network, which learned it from close reading;
whose words they are follows from the voices. A bad or a good event in neutral words is nobody's stance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.lexicon.weights import load_weights, probability
from analysis.reader.speech import SpeechReading
from analysis.stance.targets import Expression, Target, Targets, find_expressions
from analysis.text.document import Document
from analysis.text.matcher import find_terms

_TOLD = 0.25  # probability from which a stance is told; others, from
_LEAST = 0.08  # this on, are candidates
_SIDES = ("favor", "against")


def find_stance(
    document: Document,
    mentions: Iterable[Annotation],
    stretches: Iterable[Annotation],
    reading: SpeechReading,
    portrayals: Iterable[Annotation] = (),
) -> Iterator[Annotation]:
    """Each expression of a stance, with whom it is about and, where the writer names one, its holder.

    Rule: neighbouring words of one voice may be an expression where the network finds praise or blame at least
    ``targets.EVALUATES`` likely, and ``SURE_OF_IT`` at its height. Each actor whom the network points to, or who is
    mentioned in the sentence, may be its target: how likely he is tells a regression on the marks of ``Targets.of``,
    with the weights of the lexicon ``rankers``. The holder is whoever's words they are; in the writer's own words also
    an actor whose mentions get ``HELD`` of the other pointer ("Lee hailed Orr"). What people say of themselves, and
    what is said of nobody known, is left out.

    Args:
        document: Parsed.
        mentions: Rows of layer actor.
        stretches: Rows of layer voice.
        reading: What the network reads in the text.
        portrayals: Rows of layer portrayal; without them no mention looks good or bad.

    Yields:
        A ``target`` for each, score the probability that holder, target and side are right, below 0 for blame: the
        mention of the actor in that sentence that the network points to, or the expression's own words where the
        sentence names him not. ``expression`` and ``holder`` share its relation, ``stance:START-NUMBER:ACTOR``; the
        rule of an expression that holds a word of the lexicon ``declarations`` is that word's. Where the probability
        is less than ``_TOLD``, one row ``candidate`` stands for target and expression: it counts for positions only.
    """
    looks = {(row.start, row.end): row.score for row in portrayals if row.role == "target"}
    targets = Targets(document, [row for row in mentions if row.actor], looks)
    weights = load_weights("rankers", "target")
    declarations = load_lexicon("declarations")
    declared = {match.start: declarations.rule_id(match.entry) for match in find_terms(document, declarations)}
    for number, found in enumerate(find_expressions(document, stretches, reading)):
        holder = targets.holder(found, reading)
        why = next((rule for start, rule in declared.items() if found.covers(start)), "stance.network")
        for target in targets.of(found, reading, holder):
            likely = probability(target.marks, weights)
            if likely >= _LEAST:
                relation = f"stance:{found.span.start}-{number}:{target.actor}"
                yield from _rows(found, target, holder, likely, relation, why)


def _rows(
    found: Expression, target: Target, holder: Annotation | None, likely: float, relation: str, why: str
) -> Iterator[Annotation]:
    label, span, place = _SIDES[found.side], found.span, target.place or found.span
    score, role = round(-likely if found.side else likely, 4), "expression" if likely >= _TOLD else "candidate"
    if role == "expression":
        yield Annotation("stance", label, place.start, place.end, "target", relation, target.actor, score, target.rule)
    yield Annotation("stance", label, span.start, span.end, role, relation, target.actor, score, why)
    if holder:
        yield Annotation(
            "stance", label, holder.start, holder.end, "holder", relation, holder.actor, rule="stance.holder"
        )
