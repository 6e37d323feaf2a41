"""``python -m tests.bench.rankers READER FOLDER`` fits the weights of the lexicon ``rankers``: whom an expression
means, and who takes part in an act.

They are fitted on articles read closely with a reader that had not learned from them, since one that has is too sure:
here the reader of the stage before. A logistic regression with a ridge on the marks of ``stance.targets`` and
``agency.parties``, standardised; an actor is right if the labels say so of that sentence, holder and side, or of an act
that shares a word.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from analysis.actors.described import find_described
from analysis.actors.find_actors import find_actors
from analysis.agency.find_agency import find_agency
from analysis.agency.parties import ROLES, ReadActs
from analysis.annotate import prepare
from analysis.annotation import Annotation
from analysis.lexicon.weights import _CONSTANT
from analysis.portrayal.find_portrayal import find_portrayal
from analysis.quotes.find_quotes import find_quotes
from analysis.quotes.voices import name_first_persons, voice_stretches
from analysis.reader.encoder import load_encoder
from analysis.reader.speech import SpeechReader, load_speech_reader
from analysis.stance.targets import Targets, find_expressions
from analysis.text.document import Document, Span
from analysis.text.read import document_from_text
from tests.bench.reading import actor_forms, is_same

RIDGE = 3.0
_POLARITY = ("praise", "blame")
Example = tuple[Mapping[str, float], bool]


def examples_of(
    document: Document, label: Mapping[str, Any], reader: SpeechReader
) -> tuple[list[Example], list[Example]]:
    """Marks of targets and of parties in a document with grammar, and whether each is right by the labels."""
    mentions = list(find_actors(document))
    reading = reader.read(document.text)
    quotes = list(find_quotes(document, mentions, reading))
    stretches = list(voice_stretches(document, quotes))
    mentions = list(name_first_persons(document, mentions, stretches))
    mentions += find_described(document, mentions)
    portrayals = find_portrayal(document, mentions, load_encoder().portrayal)
    looks = {(row.start, row.end): row.score for row in portrayals if row.role == "target"}
    forms = actor_forms(label["actors"])

    def means(wanted: str, named: str) -> bool:
        return wanted == named if "narrator" in (wanted, named) else bool(named) and is_same(wanted, named, forms)

    targets = Targets(document, [row for row in mentions if row.actor], looks)
    aimed = [*_targets(document, label, targets, stretches, reading, means)]
    return aimed, [*_parties(document, label, mentions, reading, means)]


def _targets(
    document: Document, label: Mapping[str, Any], targets: Targets, stretches: Sequence[Annotation], reading: Any,
    means: Any,
) -> Iterator[Example]:  # fmt: skip
    told = [(document.sentence_at(row["span"][0]), row) for row in label["evaluations"] if row.get("span")]
    for found in find_expressions(document, stretches, reading):
        holder, sentence = targets.holder(found, reading), document.sentence_at(found.span.start)
        who = holder.actor if holder else "narrator" if found.stretch.label == "narrator" else found.stretch.actor
        same = [
            row["target"] for at, row in told
            if at == sentence and row["polarity"] == _POLARITY[found.side] and means(row["holder"], who)
        ]  # fmt: skip
        for target in targets.of(found, reading, holder):
            yield target.marks, any(means(wanted, target.actor) for wanted in same)


def _parties(
    document: Document, label: Mapping[str, Any], mentions: Sequence[Annotation], reading: Any, means: Any
) -> Iterator[Example]:
    rows = list(find_agency(document, mentions))
    heads = {row.relation: document.indices(Span(row.start, row.end)).start for row in rows if row.role == "action"}
    grammar: dict[int, dict[str, set[str]]] = {index: {} for index in heads.values()}
    for row in rows:
        if row.role in ROLES and row.actor:
            grammar[heads[row.relation]].setdefault(row.role, set()).add(row.actor)
    events = [row for row in label["events"] if row.get("span")]
    read = ReadActs(document, mentions, reading)
    for index in sorted({*grammar, *read.words(grammar)}):
        word = document.words[index]
        same = [row for row in events if row["span"][0] < word.end and word.start < row["span"][1]]
        for role, parties in read.parties(index, grammar.get(index, {})).items():
            for party in parties:
                yield party.marks, any(row[role] and means(row[role], party.actor) for row in same)


def fit_weights(examples: Iterable[Example]) -> dict[str, float]:
    """The weight of each mark, and of the constant, as they are used: not standardised."""
    rows = list(examples)
    names = sorted({mark for marks, _ in rows for mark in marks})
    marks = np.array([[marks[name] for name in names] for marks, _ in rows], dtype=float)
    right = np.array([right for _, right in rows], dtype=float)
    mean, spread = marks.mean(axis=0), marks.std(axis=0) + 1e-6
    even = np.hstack([np.ones((len(rows), 1)), (marks - mean) / spread])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        sums = even @ weights
        slope = even.T @ (1 / (1 + np.exp(-sums)) - right)
        slope[1:] += RIDGE * weights[1:]
        return float(np.logaddexp(0, -sums * (2 * right - 1)).sum() + RIDGE * (weights[1:] ** 2).sum() / 2), slope

    found = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B").x
    plain = found[1:] / spread
    return {_CONSTANT: float(found[0] - plain @ mean)} | dict(zip(names, map(float, plain), strict=True))


def lines_of(category: str, weights: Mapping[str, float]) -> list[str]:
    """The weights as the lexicon has them."""
    told = [f'  {{ term = "{mark}", weight = {weight:.3f} }},' for mark, weight in sorted(weights.items())]
    return [f"{category} = [", *told, "]"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", type=Path, help="folder of a reader that has not learned from the articles")
    parser.add_argument("folder", type=Path, help="closely read articles, NAME.txt and NAME.json")
    given = parser.parse_args()
    reader = load_speech_reader(given.reader)
    targets, parties = list[Example](), list[Example]()
    for path in sorted(given.folder.glob("*.json")):
        document = prepare(document_from_text(path.with_suffix(".txt").read_text(encoding="utf-8"), path.stem))
        aimed, acting = examples_of(document, json.loads(path.read_text(encoding="utf-8")), reader)
        targets += aimed
        parties += acting
    for category, examples in (("target", targets), ("party", parties)):
        print("\n".join(lines_of(category, fit_weights(examples))))


if __name__ == "__main__":
    main()
