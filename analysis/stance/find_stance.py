"""Stance: who stands where toward whom, and on what words that rests.

The side a sentence takes toward a target is told by a small learned model that never sees the target's name
(``analysis.reader``); without it, by the words that grammar and lexicons name, each of which evaluates a target by the
path that leads from it to the target. The writer's view of the agent and the patient of a verb follows Rashkin, Singh &
Choi (2016, ACL, "Connotation Frames"); the classes, Mohammad et al. (2016, SemEval).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.annotation import Annotation
from analysis.reader.reasons import Explainer, Reason
from analysis.stance.carriers import find_carriers, judges, judges_of
from analysis.stance.connotation import CLASSES
from analysis.stance.targets import Attributions, Model, Target, ask, describe_target
from analysis.stance.word_values import WRITTEN, WordValues
from analysis.text.document import Document, Span
from analysis.text.grammar import subtree
from analysis.text.negation import Negation

SURE = 0.5  # a side less probable than this is none
MODEL_RULE, REASON_RULE = "stance-model@2.3", "stance-model@2.3:removal"


def find_stance(
    document: Document,
    mentions: Iterable[Annotation],
    contents: Iterable[Annotation] = (),
    valences: Iterable[Annotation] = (),
    model: Model | None = None,
    explain: Explainer | None = None,
    patients: Collection[Span] = (),
    negation: Negation | None = None,
) -> Iterator[Annotation]:
    """Where a text stands toward each actor it mentions, on what words that rests, and whose stance it is.

    A model's side has a probability of ``SURE``, and the patient of an event is not blamed by it alone. Without a
    model, the side is that of the words that grammar and lexicons name, added up; what the target says itself does not
    count.
    The holder is who praises or blames, else the source of the innermost attribution around the mention; no holder
    means the narrator.

    Args:
        document: Parsed.
        mentions: Rows of layer actor; those without an actor are passed over.
        contents: Rows of layer quote: source, cue, content.
        valences: Rows of layer valence; without them only the words of the lexicon ``connotation`` count.
        model: Gives probabilities from ``(sentence, start, end)``; asked once.
        explain: Names the words that carry the model's side, from the same items and the words to try; asked once.
        patients: Mentions of who is acted upon; used with a model.
        negation: What the document denies; looked for if None.

    Yields:
        For each mention a ``target``, score P(favor) - P(against), or without a model the sum of its words, cut at -1
        and 1; NaN outside the parsed sentences. ``expression`` and ``holder`` share its relation ``stance:START``
        (``-END`` is added where two start together).

    Raises:
        ValueError: If a mention lies outside the text, or the model does not give three numbers for each item.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> news = parse(segment(Document("d", "Critics condemned the brutal Baath regime.")))
    >>> for row in find_stance(news, [Annotation("actor", "name", 29, 41, "mention", actor="Baath Party")]):
    ...     print(f"{news.covered(row):12} {row.role:10} {row.label:8} {row.rule}")
    Baath regime target     against  connotation@1.0:condemn
    condemned    expression against  connotation@1.0:condemn
    brutal       expression against  connotation@1.0:brutal
    regime       expression against  connotation@1.0:regime
    """
    values = WordValues(document, _scores(document, valences), negation or Negation(document))
    quotes = list(contents)
    stances = [
        _Stance(row, relation, describe_target(document, place)) for row, relation, place in _named(document, mentions)
    ]
    saying = Attributions((stance.target.span for stance in stances), _said(quotes))
    if model:
        given = ask(document, [stance.target for stance in stances], model)
        told = [_by_model(values, stance, row, saying) for stance, row in zip(stances, given, strict=True)]
        struck = _struck(document, told, patients)
        told = [_unblamed(stance) if stance.target.span in struck else stance for stance in told]
        told = _explained(document, told, explain) if explain else told
    else:
        told = [_by_words(values, stance, saying) for stance in stances]
    sources = {Span(row.start, row.end): row for row in quotes if row.role == "source"}
    at = {index: stance.mention for stance in stances for index in document.indices(stance.target.span)}
    for stance in told:
        yield stance.row()
        yield from stance.expressions(document)
        yield from _holder(values, stance, saying, sources, at)


@dataclass(frozen=True, slots=True)
class _Stance:
    """A mention as a target, the side toward it, and the words that carry it: by grammar, and by the model."""

    mention: Annotation
    relation: str
    target: Target
    label: str = "none"
    score: float = math.nan
    rule: str = "stance.unparsed"
    carriers: tuple[tuple[int, str], ...] = ()
    reasons: tuple[Reason, ...] = ()

    def row(self) -> Annotation:
        start, end, actor = self.mention.start, self.mention.end, self.mention.actor
        return Annotation("stance", self.label, start, end, "target", self.relation, actor, self.score, self.rule)

    def holder(self, found: Annotation, rule: str) -> Annotation:
        return Annotation("stance", self.label, found.start, found.end, "holder", self.relation, found.actor, rule=rule)

    def expressions(self, document: Document) -> Iterator[Annotation]:
        """A row a word; one that both grammar and model name has the rule of the grammar and the model's weight."""
        weights = {(reason.start, reason.end): reason.weight for reason in self.reasons}
        rules = dict.fromkeys(weights, REASON_RULE)
        for index, why in self.carriers:
            rules[document.tokens[index].start, document.tokens[index].end] = why
        for (start, end), why in sorted(rules.items()):
            weight = weights.get((start, end), math.nan)
            yield Annotation(
                "stance", self.label, start, end, "expression", self.relation, self.mention.actor, weight, why
            )


def _named(document: Document, mentions: Iterable[Annotation]) -> list[tuple[Annotation, str, Span]]:
    """The mentions with an actor, each with a relation of its own; their spans are checked."""
    found: list[tuple[Annotation, str, Span]] = []
    seen = set()
    for mention in (mention for mention in mentions if mention.actor):
        if not 0 <= mention.start < mention.end <= len(document.text):
            raise ValueError(f"mentions: {mention} must lie in the text of {len(document.text)} characters")
        place = f"{mention.start}-{mention.end}" if mention.start in seen else f"{mention.start}"
        found.append((mention, f"stance:{place}", Span(mention.start, mention.end)))
        seen.add(mention.start)
    return found


def _said(contents: Iterable[Annotation]) -> Iterator[tuple[Span, list[Span]]]:
    """Each content with the places of its source."""
    bound: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for row in contents:
        bound[row.relation][row.role].append(Span(row.start, row.end))
    return ((part, rows["source"]) for rows in bound.values() for part in rows["content"] if rows["source"])


def _scores(document: Document, valences: Iterable[Annotation]) -> dict[int, float]:
    """The scores of the valence layer, which has turned the negated ones round, each at the last of its words."""
    found = {}
    for row in valences:
        inside = document.indices(Span(row.start, row.end))
        if row.role == "expression" and inside and not math.isnan(row.score):
            found[inside[-1]] = row.score
    return found


def _by_words(values: WordValues, stance: _Stance, saying: Attributions) -> _Stance:
    """The side on which the words that grammar and lexicons name weigh more."""
    if stance.target.sentence is None:
        return stance
    silent = saying.said_by(stance.target.span)
    favor, against = (find_carriers(values, stance.target.paths, side, silent) for side in (1, -1))
    score = math.fsum(strength for *_, strength in favor) - math.fsum(strength for *_, strength in against)
    if not score:
        return replace(stance, score=0.0, rule="stance.none")
    label, carriers = ("favor", favor) if score > 0 else ("against", against)
    words = tuple((index, rule) for index, rule, _ in carriers)
    return replace(stance, label=label, score=max(-1.0, min(1.0, score)), rule=words[0][1], carriers=words)


def _by_model(values: WordValues, stance: _Stance, row: Sequence[float], saying: Attributions) -> _Stance:
    """The side of the model, where it is sure; the words that carry it by grammar are named beside."""
    if stance.target.sentence is None:
        return stance
    most = max(range(len(row)), key=row.__getitem__)
    label = CLASSES[most] if row[most] >= SURE else "none"
    side = {"favor": 1, "against": -1}.get(label, 0)
    carriers = find_carriers(values, stance.target.paths, side, saying.said_by(stance.target.span)) if side else ()
    words = tuple((index, rule) for index, rule, _ in carriers)
    return replace(stance, label=label, score=round(row[2] - row[0], 4), rule=MODEL_RULE, carriers=words)


def _struck(document: Document, stances: Sequence[_Stance], patients: Collection[Span]) -> set[Span]:
    """Who is acted upon: the patients, what belongs to their phrases but for clauses ("Iran's general"), and the same
    actors elsewhere in the sentence."""
    hit = [stance for stance in stances if stance.target.span in patients and stance.target.sentence is not None]
    actors, phrases = {(stance.mention.actor, stance.target.sentence) for stance in hit}, set[int]()
    for stance in hit:
        inside = document.indices(stance.target.span)
        for head in (index for index in inside if document.tokens[index].head not in inside):
            phrases.update(subtree(document, head, ("relcl", "acl", "prep")))
    return set(patients) | {
        stance.target.span
        for stance in stances
        if (stance.mention.actor, stance.target.sentence) in actors
        or phrases.issuperset(document.indices(stance.target.span))
    }


def _unblamed(stance: _Stance) -> _Stance:
    """No side against who is acted upon, unless grammar names a word that blames: news models take harm for blame."""
    if stance.label != "against" or stance.carriers:
        return stance
    return replace(stance, label="none", score=0.0, rule="stance.suffered")


def _explained(document: Document, stances: Sequence[_Stance], explain: Explainer) -> list[_Stance]:
    """The stances with the words of the sentence that carry the model's side."""
    told, sided = list(stances), [number for number, stance in enumerate(stances) if stance.label != "none"]
    targets = [stances[number].target for number in sided]
    found = explain([one.item(document) for one in targets], [one.content_words(document) for one in targets])
    for number, target, reasons in zip(sided, targets, found, strict=True):
        side = 1 if stances[number].label == "favor" else -1
        shift = target.sentence.start if target.sentence else 0
        moved = (replace(one, start=one.start + shift, end=one.end + shift) for one in reasons if side * one.weight > 0)
        told[number] = replace(stances[number], reasons=tuple(moved))
    return told


def _holder(
    values: WordValues, stance: _Stance, saying: Attributions, sources: Mapping[Span, Annotation],
    at: Mapping[int, Annotation],
) -> Iterator[Annotation]:  # fmt: skip
    """Who judges by one of the words, or else the source of the content around the target."""
    if stance.label == "none":
        return
    for index, _ in stance.carriers:
        if stance.target.paths.get(index, "") in WRITTEN["patient"] and judges(values, index):
            judged = (at.get(judge) for judge in judges_of(values.document, index))
            if found := next((one for one in judged if one and one is not stance.mention), None):
                yield stance.holder(found, "stance.judge")
                return
    if place := saying.source(stance.target.span):
        yield stance.holder(sources[place], "stance.source")
