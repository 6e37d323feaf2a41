"""Loaded language against experts: which sentences are biased, by its density, and which words.

``python -m tests.bench.loaded [FOLDER]`` prints two tables; the folder of gold data is ``GOLD_DIR``, or the one beside
the project. A sentence is called biased if the summed weights of its loaded words, over the square root of its number
of words, reach a threshold; the threshold is learned on four folds and tried on the fifth. No word and no weight of the
lexicon was taken from these data. Sentences on which the experts did not agree are left out. The opinion lexicons
beside it are compared by the same rule.
"""

from __future__ import annotations

import ast
import csv
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.lexicon.lexicon import load_lexicon
from analysis.rhetoric.techniques import _LOADED_LANGUAGE, _NAME_CALLING, find_techniques
from analysis.stance.vader import vader_text
from analysis.text.document import Document, Span
from analysis.text.matcher import find_terms
from analysis.text.parse import parse
from analysis.text.segment import segment
from tests.bench.gold import gold_folder
from tests.bench.logistic import best_threshold, class_f1, held_out, interval, macro_f1
from tests.bench.render import Table, as_text

FILE = Path("biased_words") / "sentences.csv"
SEED = 0
SYSTEMS = {
    "ours": "Whose Words, loaded language",
    "overlay": "Our valence overlay, strength of its words",
    "vader": "VADER's lexicon, strength of its words",
    "afinn": "AFINN, strength of its words (where it is installed)",
    "opinion": "Opinion lexicon of Hu and Liu (where NLTK has it)",
    "random": "Random words, as many as are biased",
    "majority": "Always not biased",
}
Weights = list[tuple[int, float]]  # words that a lexicon holds, by their place, with their weight


@dataclass(frozen=True)
class Sentence:
    """A judged sentence: parsed, whether it is biased, and the places of its biased words."""

    document: Document
    biased: bool
    words: frozenset[int]


def read(path: Path) -> list[Sentence]:
    """The sentences on which the experts agreed."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["label_bias"] in {"Biased", "Non-biased"}]
    found = []
    for number, row in enumerate(rows):
        document = parse(segment(Document(str(number), row["text"])))
        words = frozenset(_places(document, ast.literal_eval(row["biased_words"])))
        found.append(Sentence(document, row["label_bias"] == "Biased", words))
    return found


def _places(document: Document, phrases: Sequence[str]) -> Iterator[int]:
    """The words of a document under some phrases, wherever they stand."""
    for phrase in phrases:
        for found in re.finditer(rf"(?<!\w){re.escape(phrase.strip())}(?!\w)", document.text, re.IGNORECASE):
            yield from (i for i in document.indices(Span(*found.span())) if document.tokens[i].is_word)


def measure(gold: Path) -> list[dict[str, Any]]:
    """A row for each of ``SYSTEMS`` that can be measured: macro-F1 of sentences, and precision, recall, F1 of words.

    Args:
        gold: Folder of gold data, with ``biased_words/sentences.csv``.

    Returns:
        Columns ``system``, ``n`` (sentences), ``macro`` with its 95 % bootstrap interval ``low``, ``high``, ``biased``
        and ``other`` (F1 of each class), ``n_words`` (biased words), ``precision``, ``recall``, ``f1``.
    """
    sentences = read(gold / FILE)
    labels = np.array([one.biased for one in sentences], dtype=np.int64)
    rows = []
    for system, weigh in _systems(sentences).items():
        weights = [weigh(one) for one in sentences]
        found = _classes(sentences, weights, labels)
        low, high = interval(labels, found, 2)
        other, biased = class_f1(labels, found, 2)
        row = {"system": system, "n": len(labels), "macro": macro_f1(labels, found, 2), "low": low, "high": high}
        rows.append(row | {"biased": biased, "other": other} | _words(sentences, weights))
    return rows


def _systems(sentences: Sequence[Sentence]) -> dict[str, Callable[[Sentence], Weights]]:
    overlay, vader, opinion = load_lexicon("valence_news"), _vader(), _opinion()
    share = sum(len(one.words) for one in sentences) / sum(map(_length, sentences))
    draw = np.random.default_rng(SEED)

    def by_table(table: Mapping[str, float]) -> Callable[[Sentence], Weights]:
        return lambda one: [(i, table[w]) for i, w in enumerate(one.document.lower_forms) if w in table]

    def at_random(one: Sentence) -> Weights:
        return [(i, 1.0) for i, token in enumerate(one.document.tokens) if token.is_word and draw.random() < share]

    systems: dict[str, Callable[[Sentence], Weights]] = {
        "ours": _ours,
        "overlay": lambda one: [
            (i, abs(match.entry.weight or 0.0))
            for match in find_terms(one.document, overlay)
            for i in range(match.first, match.last)
            if match.entry.weight
        ],
        "vader": by_table(vader),
    }
    systems |= {name: by_table(table) for name, table in (("afinn", _afinn()), ("opinion", opinion)) if table}
    return systems | {"random": at_random, "majority": lambda one: []}


def _ours(one: Sentence) -> Weights:
    rows = [row for row in find_techniques(one.document) if row.label in {_LOADED_LANGUAGE, _NAME_CALLING}]
    places = [(row, i) for row in rows for i in one.document.indices(Span(row.start, row.end))]
    lengths = {row: sum(1 for other, _ in places if other == row) for row in rows}
    return [(i, (1.0 if math.isnan(row.score) else row.score) / lengths[row]) for row, i in places]  # a label has none


def _vader() -> dict[str, float]:
    lines = (line.split("\t") for line in vader_text().splitlines() if "\t" in line)
    return {word: abs(float(valence)) for word, valence, *_ in lines}


def _afinn() -> dict[str, float]:
    try:
        file = resources.files("afinn").joinpath("data", "AFINN-en-165.txt")
    except ModuleNotFoundError:  # no dependency of the project
        return {}
    lines = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())
    return {word: abs(float(valence)) for word, valence in lines}


def _opinion() -> dict[str, float]:
    try:
        from nltk.corpus import opinion_lexicon

        return dict.fromkeys(opinion_lexicon.words(), 1.0)
    except LookupError:  # NLTK ships without its data
        return {}


def _length(one: Sentence) -> int:
    return max(1, sum(token.is_word for token in one.document.tokens))


def _classes(sentences: Sequence[Sentence], weights: Sequence[Weights], labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Biased or not, by a threshold learned on the other folds."""
    sums = [sum(weight for _, weight in row) for row in weights]
    scores = np.array([total / np.sqrt(_length(one)) for one, total in zip(sentences, sums, strict=True)])

    def learn(known: NDArray[np.bool_]) -> Callable[[NDArray[np.bool_]], NDArray[np.int64]]:
        threshold = best_threshold(scores[known], labels[known]) if scores.any() else np.inf
        return lambda asked: (scores[asked] >= threshold).astype(np.int64)

    return held_out(labels, SEED, learn)


def _words(sentences: Sequence[Sentence], weights: Sequence[Weights]) -> dict[str, Any]:
    """Precision, recall and F1 of words: those a lexicon holds against those that the experts marked."""
    right = found = marked = 0
    for one, row in zip(sentences, weights, strict=True):
        places = {place for place, _ in row if one.document.tokens[place].is_word}
        right, found, marked = right + len(places & one.words), found + len(places), marked + len(one.words)
    precision, recall = right / found if found else float("nan"), right / marked
    return {"n_words": marked, "precision": precision, "recall": recall, "f1": 2 * right / (found + marked)}


def loaded_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """The figures of ``measure`` as a table of the report."""
    return {
        "title": "Biased sentences and words, from loaded language",
        "columns": ["System", "Macro-F1", "95 % interval", "Words: precision", "Recall", "F1"],
        "rows": [
            [SYSTEMS[row["system"]], f"{row['macro']:.3f}", f"{row['low']:.3f} to {row['high']:.3f}",
             *("" if np.isnan(row[key]) else f"{row[key]:.3f}" for key in ("precision", "recall", "f1"))]
            for row in rows
        ],
        "note": f"{rows[0]['n']} sentences of BABE on which experts agreed, {rows[0]['n_words']} biased words. "
        "The threshold is learned on four folds and tried on the fifth.",
    }  # fmt: skip


if __name__ == "__main__":
    print(as_text(loaded_table(measure(gold_folder()))))
