"""Stance: who stands where toward whom, decided by the grammar between a target and the words that evaluate.

A word evaluates a target by the path that leads from it to the target (``analysis.text.evaluated``): "brutal" in "the
brutal regime", "hailed" in "hailed the minister". Sums of the evaluations by path are the features of a multinomial
logistic regression whose weights are data (lexicon ``stance_weights``). The writer's view of the agent and the patient
of a verb follows Rashkin, Singh & Choi (2016, ACL, "Connotation Frames"); the classes, Mohammad et al. (2016, SemEval).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.layers.annotation import Annotation
from analysis.lexicon.connotation import CLASSES, load_weights
from analysis.text.carriers import find_carriers, firm_side, judges, judges_of
from analysis.text.document import Document, Span
from analysis.text.evaluations import FEATURES, WRITTEN, Reading, feature_row
from analysis.text.parse import parse
from analysis.text.segment import segment

Item: TypeAlias = tuple[str, int, int]
Scorer: TypeAlias = Callable[[Sequence[Item]], NDArray[np.float64]]


def target_stance(items: Sequence[Item]) -> NDArray[np.float64]:
    """Probabilities that the writer is against, neutral toward, or in favor of a target in a text.

    Args:
        items: ``(text, start, end)``: a text, mostly a sentence, and the target in code points, half-open.

    Returns:
        n x 3, in the order of ``CLASSES``: against, none, favor. Every row sums to 1.

    Raises:
        ValueError: If a span is empty or outside its text; the message gives the number of the item and the span.

    >>> p = target_stance([("The brutal regime fell.", 4, 17), ("The minister was hailed as a hero.", 4, 12)])
    >>> [CLASSES[row.argmax()] for row in p]
    ['against', 'favor']
    """
    for number, (text, start, end) in enumerate(items):
        if not 0 <= start < end <= len(text):
            raise ValueError(f"items[{number}]: span must lie in its text of {len(text)}, got ({start}, {end})")
    places: dict[str, list[int]] = defaultdict(list)
    for number, (text, _, _) in enumerate(items):
        places[text].append(number)
    rows: list[list[float]] = [[]] * len(items)
    for text, numbers in places.items():  # each by itself: spaCy looks beyond a sentence, and no item may sway another
        reading = Reading(parse(segment(Document("stance", text))))
        for number in numbers:
            inside = reading.tokens_of(Span(*items[number][1:]))
            rows[number] = feature_row(reading.describe(inside)[0])
    return _probabilities(rows)


def _probabilities(rows: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    scores = np.array(rows, dtype=float).reshape(len(rows), len(FEATURES)) @ load_weights(FEATURES)
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return found


def find_stance(
    document: Document,
    mentions: Iterable[Annotation],
    contents: Iterable[Annotation] = (),
    valences: Iterable[Annotation] = (),
    scorer: Scorer | None = None,
) -> Iterator[Annotation]:
    """Where a text stands toward each actor it mentions, on what words that rests, and whose stance it is.

    A side must be the most probable class and rest on a word. What somebody says never counts as stance toward the
    speaker. The holder is who praises or blames, or else the source of the innermost attribution around the mention;
    no holder means the narrator.

    Args:
        document: Parsed.
        mentions: Rows of layer actor; those without an actor are passed over.
        contents: Rows of layer quote: source, cue, content.
        valences: Rows of layer valence; where there are none, the lexicons are looked up.
        scorer: Gives the probabilities instead of the grammar, from ``(sentence, start, end)``; asked once.

    Yields:
        For each mention a ``target``, score P(favor) - P(against): NaN outside the parsed sentences, 0 where no word
        carries the side; its ``expression`` and ``holder`` rows share its relation ``stance:START`` (with ``-END``
        where two mentions start together).

    Raises:
        ValueError: If a mention lies outside the text, or the scorer does not give three numbers for each item.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> news = parse(segment(Document("d", "Critics condemned the brutal Baath regime.")))
    >>> for row in find_stance(news, [Annotation("actor", "name", 29, 41, "mention", actor="Baath Party")]):
    ...     print(f"{news.covered(row):12} {row.role:10} {row.label:8} {row.rule}")
    Baath regime target     against  connotation@1.0:brutal
    condemned    expression against  connotation@1.0:condemn
    brutal       expression against  connotation@1.0:brutal
    """
    named = _named(document, mentions)
    reading = Reading(document, _scores(document, valences) or None)
    targets = [*_related(_target(reading, mention) for mention in named)]
    attributions = _Attributions(document, named, contents)
    ours = _probabilities([feature_row(target.features) for target in targets])
    probabilities = _asked(document, targets, scorer) if scorer else ours
    for target, row in zip(targets, probabilities.tolist(), strict=True):
        yield from _rows(reading, target, row, attributions, scorer is None)


def _named(document: Document, mentions: Iterable[Annotation]) -> list[Annotation]:
    """The mentions with an actor; their spans are checked."""
    named = [mention for mention in mentions if mention.actor]
    for mention in named:
        if not 0 <= mention.start < mention.end <= len(document.text):
            raise ValueError(f"mentions: {mention} must lie in the text of {len(document.text)} characters")
    return named


@dataclass(frozen=True, slots=True)
class _Target:
    """A mention with its tokens, its features, and the paths to it; no sentence where it is not parsed."""

    mention: Annotation
    inside: range
    sentence: Span | None
    features: Mapping[str, float]
    paths: Mapping[int, str]
    relation: str = ""


def _related(targets: Iterable[_Target]) -> Iterator[_Target]:
    """The targets, each with a relation of its own."""
    seen = set()
    for target in targets:
        start, end = target.mention.start, target.mention.end
        yield replace(target, relation=f"stance:{start}-{end}" if start in seen else f"stance:{start}")
        seen.add(start)


def _target(reading: Reading, mention: Annotation) -> _Target:
    document, inside = reading.document, reading.tokens_of(Span(mention.start, mention.end))
    if not inside or document.tokens[inside.start].head < 0:
        return _Target(mention, inside, None, {}, {})
    sentence = document.sentences[document.sentence_at(document.tokens[inside.start].start)]
    inside = range(inside.start, min(inside.stop, document.indices(sentence).stop))
    return _Target(mention, inside, sentence, *reading.describe(inside))


def _scores(document: Document, valences: Iterable[Annotation]) -> dict[int, float]:
    """The scores of the valence layer, which has turned the negated ones round, each at the last of its words."""
    found = {}
    for row in valences:
        inside = document.indices(Span(row.start, row.end))
        if row.role == "expression" and inside and not math.isnan(row.score):
            found[inside[-1]] = row.score
    return found


def _asked(document: Document, targets: Sequence[_Target], scorer: Scorer) -> NDArray[np.float64]:
    """The probabilities that a scorer gives, asked once; those of a mention outside the sentences are not used."""
    found = np.full((len(targets), len(CLASSES)), 1 / len(CLASSES))
    numbers, items = [], []
    for number, target in enumerate(targets):
        if (inside := target.sentence) is not None:
            start, end = max(target.mention.start, inside.start), min(target.mention.end, inside.end)
            items.append((document.covered(inside), start - inside.start, end - inside.start))
            numbers.append(number)
    given = np.asarray(scorer(items), dtype=float)
    if given.shape != (len(items), len(CLASSES)):
        raise ValueError(f"scorer must give {(len(items), len(CLASSES))} numbers, got {given.shape}")
    found[numbers] = given
    return found


def _rows(
    reading: Reading, target: _Target, row: Sequence[float], attributions: _Attributions, strict: bool
) -> Iterator[Annotation]:
    """The rows of one target; ``strict`` asks for a word that carries the side."""
    mention, relation = target.mention, target.relation
    label, score, rule = CLASSES[max(range(len(row)), key=row.__getitem__)], row[2] - row[0], "stance.none"
    carriers: list[tuple[int, str]] = []
    if target.sentence is None:
        label, score, rule = "none", math.nan, "stance.unparsed"
    elif strict and label == "none" and (firm := firm_side(reading, target.paths)) * score > 0:
        label = "favor" if firm > 0 else "against"
    if label != "none":
        side, silent = 1 if label == "favor" else -1, attributions.said_by(mention)
        carriers = find_carriers(reading, target.inside, target.paths, side, _leanings(), silent)
        rule = carriers[0][1] if carriers else "stance.scorer"
        if strict and not carriers:
            label, score, rule = "none", 0.0, "stance.unfounded"
    yield Annotation("stance", label, mention.start, mention.end, "target", relation, mention.actor, score, rule)
    for index, why in sorted(carriers):
        token = reading.document.tokens[index]
        yield Annotation("stance", label, token.start, token.end, "expression", relation, mention.actor, rule=why)
    if label != "none" and (holder := attributions.holder(reading, target, carriers)):
        yield Annotation("stance", label, holder.start, holder.end, "holder", relation, holder.actor, rule=holder.rule)


@lru_cache(maxsize=1)
def _leanings() -> dict[str, float]:
    weights = load_weights(FEATURES)
    return dict(zip(FEATURES, (weights[:, 2] - weights[:, 0]).tolist(), strict=True))


class _Attributions:
    """Who says what, looked up by mention: the innermost content around it, and what its actor says there."""

    def __init__(self, document: Document, mentions: Sequence[Annotation], contents: Iterable[Annotation]) -> None:
        bound: dict[str, dict[str, list[Annotation]]] = defaultdict(lambda: defaultdict(list))
        for row in contents:
            bound[row.relation][row.role].append(row)
        ordered = sorted(mentions, key=lambda mention: mention.start)
        starts = [mention.start for mention in ordered]
        self._around: dict[Annotation, Annotation] = {}
        self._said: dict[Annotation, list[Span]] = defaultdict(list)
        pairs = [(part, rows["source"]) for rows in bound.values() for part in rows["content"] if rows["source"]]
        for part, sources in sorted(pairs, key=lambda pair: pair[0].start - pair[0].end):  # the innermost comes last
            for mention in ordered[bisect_left(starts, part.start) : bisect_left(starts, part.end)]:
                self._around[mention] = sources[0]
            for source in sources:
                for mention in ordered[bisect_left(starts, source.start) : bisect_left(starts, source.end)]:
                    self._said[mention].append(Span(part.start, part.end))
        self._at = {index: m for m in ordered for index in document.indices(Span(m.start, m.end))}

    def said_by(self, mention: Annotation) -> list[Span]:
        """The contents whose source the mention is."""
        return self._said.get(mention, [])

    def holder(self, reading: Reading, target: _Target, carriers: Iterable[tuple[int, str]]) -> Annotation | None:
        """Who judges by one of the words, or else the source of the content around the target."""
        for index, _ in carriers:
            if target.paths.get(index, "") in WRITTEN["patient"] and judges(reading, index):
                for judge in judges_of(reading.document, index):
                    found = self._at.get(judge)
                    if found and found is not target.mention:
                        return replace(found, rule="stance.judge")
        source = self._around.get(target.mention)
        return source and replace(source, rule="stance.source")
