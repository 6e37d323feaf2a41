"""``python -m tests.bench.antecedents [FOLDER] [--cross]`` fits the weights of ``analysis.actors.antecedents``.

Examples are the pronouns and descriptions of GUM's news and interviews (annotations CC BY 4.0, Zeldes 2017; texts of
Wikinews, CC BY 2.5), of the closely read Wikinews of ``reading_open`` (labels CC BY 4.0), and of the invented news of
``tests/bench/actors.toml`` but its kept part. A regression over the candidates of each (softmax, ridge) gives the
weights. ``--cross`` prints the figures of ``tests.bench.coreference``
instead, each document measured with weights that did not see it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from analysis.actors import antecedents
from analysis.actors.antecedents import _PRONOUN_CLASSES, Seen, _class_of
from analysis.actors.find_actors import _resolve_mentions
from analysis.actors.salience import Salience
from analysis.lexicon.lexicon import DATA
from analysis.text.document import Document, Span
from analysis.text.parse import parse
from analysis.text.segment import segment
from tests.bench import actors, coreference
from tests.bench.gold import gold_folder

FOLDS, RARE = 10, 20
SHRINK = {"description": 8.0}  # of each class; the others have PRONOUNS
PRONOUNS = 16.0
BOLD = {"any": 0.5, "description": 1.5}  # taken off nobody: to be silent costs less than to be wrong, but it costs
REACH = 60  # characters between words and the pronoun that is their source
HEAVY = {"GUM": 2.0, "wn": 1.0}
INVENTED = 5.0  # few, and written as reports are
Weights = dict[str, dict[str, float]]


@dataclass
class Example:
    """A pronoun: its class, the marks of each candidate and of nobody (the last), and which of them are right."""

    document: str
    index: int
    wanted: str
    marks: list[list[str]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)


def examples_of(document: Document, entity_at: Mapping[int, str]) -> list[Example]:
    """The pronouns and descriptions of a document; ``entity_at`` is the entity of a head word. Where somebody with a
    name is right, nobody without one is. The document is read twice: with what is right of those before, and as the
    weights of today read it, since what was missed once is easily missed again."""
    examples: list[Example] = []
    taught = False

    class Teacher(Salience):
        """Reads on, and keeps what there was to choose from."""

        def choose(
            self, candidates: Sequence[Seen], marks: Sequence[list[str]], index: int, wanted: str
        ) -> Seen | None:
            meant = entity_at.get(index, "")
            right = [bool(meant) and entity_of(seen) == meant for seen in candidates]
            if any(good and seen.party.name for seen, good in zip(candidates, right, strict=True)):
                right = [good and bool(seen.party.name) for seen, good in zip(candidates, right, strict=True)]
            examples.append(Example(document.doc_id, index, _class_of(wanted), [*marks], [*right, not any(right)]))
            chosen = next(
                (seen for seen, good in zip(reversed(candidates), reversed(right), strict=True) if good), None
            )
            return chosen if taught else super().choose(candidates, marks, index, wanted)

    def entity_of(seen: Seen) -> str:
        indices = (seen.head.index, *reversed(range(seen.mention.first, seen.mention.last)))
        return next((entity_at[index] for index in indices if index in entity_at), "")

    _resolve_mentions(document, reader=Teacher)
    taught = True
    _resolve_mentions(document, reader=Teacher)
    return examples


def read_gum(gold: Path) -> Iterator[Example]:
    """The pronouns of GUM."""
    for record in coreference.read_records(gold):
        document = parse(segment(Document(record["doc_id"], record["text"])))
        golden = sorted(coreference.gold_mentions(document, record), key=lambda one: one.start - one.end)
        yield from examples_of(document, {mention.head: mention.entity for mention in golden})


def read_open(gold: Path) -> Iterator[Example]:
    """The descriptions of the closely read Wikinews articles: those that are a form of one actor mean it, and the
    pronouns that are the source of somebody's words mean whoever speaks; of the other pronouns nothing is known."""
    for path in sorted((gold / "reading_open").glob("wn-*.json")):  # the others are GUM's
        read = json.loads(path.read_text(encoding="utf-8"))
        document = parse(segment(Document(path.stem, path.with_suffix(".txt").read_text(encoding="utf-8"))))
        known = entities_in(document, read["actors"]) | speakers_in(document, read["speech"])
        for example in examples_of(document, known):
            if example.wanted == "description" or example.index in known:
                yield example


def entities_in(document: Document, read: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """The actor by the last word of each of its forms in a text, the longest form first; a form of two is nobody's."""
    owners = defaultdict[str, set[str]](set)
    for actor in read:
        for form in {actor["name"], *actor["forms"]}:
            owners[form].add(actor["name"])
    found, taken = dict[int, str](), set[int]()
    for form in sorted(owners, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", document.text):
            indices = document.indices(Span(match.start(), match.end()))
            if indices and len(owners[form]) == 1 and taken.isdisjoint(indices):
                found[coreference.head_of(document, match.start(), match.end())] = min(owners[form])
                taken.update(indices)
    return found


def speakers_in(document: Document, speech: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """The speaker by each pronoun that is the source of his words, the one nearest to them."""
    found = dict[int, str]()
    for row in speech:
        start = document.text.find(row["before"] + row["parts"][0]) + len(row["before"])
        end = start + len(row["parts"][0])
        near = [
            (max(start - token.end, token.start - end), index)
            for index, token in enumerate(document.tokens)
            if document.forms[index] == row["source"] and token.pos == "PRON" and not start < token.start < end
        ]
        if near and start >= len(row["before"]) and min(near)[0] < REACH:
            found[min(near)[1]] = row["speaker"]
    return found


def read_invented() -> Iterator[Example]:
    """The pronouns of the invented news that may be looked at."""
    for part in ("articles", "learned"):
        for number, marked in enumerate(tomllib.loads(actors.DATA.read_text(encoding="utf-8"))[part]):
            text, mentions, descriptions = actors.unmark(marked)
            document = parse(segment(Document(f"{part}{number}", text)))
            ends = {**mentions, **descriptions}
            yield from examples_of(
                document, {index: ends[token.end] for index, token in enumerate(document.tokens) if token.end in ends}
            )


def shares(wanted: str) -> tuple[str, ...]:
    """The classes whose weights hold for a class of words."""
    return (wanted,) if wanted == "description" else ("any", wanted)


def fit(examples: Sequence[Example]) -> Weights:
    """The weights under which what is right is the most likely, each class of pronouns with its own and shared ones."""
    counted = Counter(
        (name, mark) for one in examples for marks in one.marks for mark in {*marks} for name in shares(one.wanted)
    )
    columns = {key: at for at, key in enumerate(sorted(key for key, count in counted.items() if count >= RARE))}
    rows, cells, starts, right = [], [], [], []
    for example in examples:
        starts.append(len(right))
        for marks, is_right in zip(example.marks, example.right, strict=True):
            known = [
                columns[key]
                for mark in marks
                for key in ((name, mark) for name in shares(example.wanted))
                if key in columns
            ]
            rows += [len(right)] * len(known)
            cells += known
            right.append(is_right)
    x = csr_matrix((np.ones(len(rows)), (rows, cells)), shape=(len(right), len(columns)))
    first, mask = np.array(starts), np.array(right)
    group = np.repeat(np.arange(len(first)), np.diff([*first, len(mask)]))

    shrink = np.array([SHRINK.get(name, PRONOUNS) for name, _ in columns])
    heavy = np.array([weight_of(example.document) for example in examples])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ weights
        z -= np.maximum.reduceat(z, first)[group]
        likely = np.exp(z)
        total, good = np.add.reduceat(likely, first), np.add.reduceat(likely * mask, first)
        slope = x.T @ (heavy[group] * (likely / total[group] - likely * mask / good[group]))
        return float(
            (heavy * (np.log(total) - np.log(good))).sum() + (shrink * weights**2).sum() / 2
        ), slope + shrink * weights

    found = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B").x
    weights: Weights = {name: {} for name in _PRONOUN_CLASSES}
    for (name, mark), at in columns.items():
        weights[name][mark] = round(float(found[at]) - (BOLD.get(name, 0.0) if mark == "nobody" else 0.0), 3)
    return weights


def with_weights(weights: Weights) -> patch:
    """A context in which pronouns are resolved with some weights."""
    joined = antecedents._joined(weights)
    return patch.object(antecedents, "_load_antecedent_weights", lambda: joined)


def weight_of(name: str) -> float:
    """How much the examples of a document count."""
    return next((weight for source, weight in HEAVY.items() if name.startswith(source)), INVENTED)


def fold_of(name: str) -> int:
    """The fold of a document, by the hash of its name."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % FOLDS


def measure_held_out(gold: Path, examples: Sequence[Example]) -> pd.DataFrame:
    """The cases of ``tests.bench.coreference``, each document with weights fitted on the other folds."""
    cases = []
    for fold in range(FOLDS):
        weights = fit([one for one in examples if fold_of(one.document) != fold])
        with with_weights(weights):
            for record in coreference.read_records(gold):
                if fold_of(record["doc_id"]) == fold:
                    cases += coreference.cases(record)
    return coreference.tabulate(cases)


def as_lexicon(weights: Weights, text: str) -> str:
    """The text of the lexicon with its terms anew."""
    parts = [text.partition("[terms]")[0], "[terms]\n"]
    for name in _PRONOUN_CLASSES:
        kept = sorted((mark, weight) for mark, weight in weights[name].items() if weight)
        terms = "".join(f'  {{ term = "{mark}", weight = {weight} }},\n' for mark, weight in kept)
        parts.append(f"{name} = [\n{terms}]\n")
    return "".join(parts)


def main() -> None:
    """Fit the weights and write them, or print the figures of weights that did not see what they are measured on."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.antecedents", description="Weights of antecedents.")
    parser.add_argument("gold", nargs="?", help="folder of gold data")
    parser.add_argument("--cross", action="store_true", help="print held-out figures, write nothing")
    given = parser.parse_args()
    gold = gold_folder([given.gold] if given.gold else [])
    examples = [*read_gum(gold), *read_open(gold), *read_invented()]
    if given.cross:
        print(coreference.shares(measure_held_out(gold, examples)).round(3).to_string(index=False))
    else:
        path = DATA / "antecedents.toml"
        path.write_text(as_lexicon(fit(examples), path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
