"""Subjective or objective: news sentences told apart by engagement and evaluation, beside words and the majority.

``python -m tests.bench.subjectivity [FOLDER]`` prints the table and the weights; the folder of gold data is
``GOLD_DIR``, or the one beside the project. Everything is learned on the training part, with its penalty chosen by
cross-validation inside it; the development part is only measured.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.lexicon.lexicon import load_lexicon
from analysis.quotes.find_quotes import find_quotes
from analysis.rhetoric.codebook import find_appeals, match_lexicon
from analysis.rhetoric.engagement import find_engagement
from analysis.rhetoric.we_and_they import find_pronouns
from analysis.stance.valence import score_valence
from analysis.text.document import Document
from analysis.text.matcher import find_terms
from analysis.text.parse import parse
from analysis.text.segment import segment
from tests.bench.gold import gold_folder
from tests.bench.logistic import Labels, Matrix, class_f1, fit, held_out, interval, macro_f1, tf_idf
from tests.bench.render import Table, as_text

FILE, TRAIN = Path("subjectivity") / "dev_en.tsv", Path("subjectivity") / "train_en.tsv"
CLASSES = ("OBJ", "SUBJ")
GROUPS = {
    "valence": ("valence:", "length"),
    "engagement": ("engagement:", "valence:", "loaded:", "length"),
    "codebook": ("engagement:", "valence:", "loaded:", "function:", "appeal:", "pronoun:", "length"),
    "grammar": (
        "engagement:",
        "valence:",
        "loaded:",
        "function:",
        "appeal:",
        "pronoun:",
        "pos:",
        "tag:",
        "mark:",
        "length",
    ),
}
SYSTEMS = {
    "grammar": "Whose Words, codebook and parts of speech",
    "codebook": "Whose Words, codebook: also functions, appeals, pronouns",
    "engagement": "Whose Words, engagement and evaluation (valence, loaded words)",
    "valence": "Whose Words, valence alone",
    "words": "TF-IDF of words, logistic regression",
    "majority": "Always objective",
}
_SHRINK = (3.0, 10.0, 30.0, 100.0, 300.0)
_SHRINK_WORDS = (0.03, 0.1, 0.3, 1.0)
_MARKS = frozenset('?!:;—–"“(')
_SEED = 0
Features = Mapping[str, float]
Learner = Callable[[NDArray[np.bool_]], Callable[[NDArray[np.bool_]], Labels]]


def measure(gold: Path) -> list[dict[str, Any]]:
    """Macro-F1 of each of ``SYSTEMS`` on the development part, with a bootstrap interval, and by five-fold on train.

    Args:
        gold: Folder of gold data, with ``subjectivity/train_en.tsv`` and ``dev_en.tsv``: sentence, label.

    Returns:
        A row a system: ``system``, ``n``, ``folded`` (macro-F1 on train), ``macro``, ``low``, ``high``, ``OBJ``,
    """
    known, wanted = [*read(gold / TRAIN)], [*read(gold / FILE)]
    documents = [document for document, _ in [*known, *wanted]]
    y = np.array([CLASSES.index(label) for _, label in [*known, *wanted]])
    train = np.arange(len(y)) < len(known)
    features = [dict(describe(document)) for document in documents]
    texts = [[form for form, token in zip(d.lemmas, d.tokens, strict=True) if token.is_word] for d in documents]
    rows = []
    for system in SYSTEMS:
        learner = _learner(system, features, texts, y)
        shrinks = _SHRINK_WORDS if system == "words" else _SHRINK
        folded = {one: macro_f1(y[train], _folded(learner(one), y, train), 2) for one in shrinks}
        best = max(folded, key=lambda one: folded[one])
        found = learner(best)(train)(~train)
        low, high = interval(y[~train], found, 2)
        row = {"system": system, "n": int((~train).sum()), "folded": folded[best], "low": low, "high": high}
        row |= {"macro": macro_f1(y[~train], found, 2)}
        rows.append(row | dict(zip(CLASSES, class_f1(y[~train], found, 2), strict=True)))
    return rows


def read(path: Path) -> Iterator[tuple[Document, str]]:
    """The sentences of a file with their labels, parsed."""
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield parse(segment(Document(row["sentence_id"], row["sentence"]))), row["label"]


def describe(document: Document) -> Iterator[tuple[str, float]]:
    """The features of a sentence: log(1 + n) of what each layer found, and the strength of its valence words."""
    counts: Counter[str] = Counter()
    quotes = list(find_quotes(document))
    rows = [*find_engagement(document, quotes), *find_appeals(document, quotes), *find_pronouns(document)]
    rows += match_lexicon(document, load_lexicon("functions"), "function")
    counts.update(f"{row.layer}:{row.label}" for row in rows if row.role != "shifter")
    counts.update(f"loaded:{match.entry.category}" for match in find_terms(document, load_lexicon("loaded")))
    counts.update(f"pos:{token.pos}" for token in document.tokens)
    counts.update(f"tag:{token.tag}" for token in document.tokens if token.tag[:1] in "VMJR")
    counts.update(f"mark:{form}" for form in document.forms if form in _MARKS)
    yield from ((name, math.log1p(count)) for name, count in counts.items())
    valences = [
        row.score for row in score_valence(document, [load_lexicon("valence_news")]) if row.role == "expression"
    ]
    yield "valence:strongest", max(map(abs, valences), default=0.0)
    yield "valence:good", math.fsum(score for score in valences if score > 0)
    yield "valence:bad", -math.fsum(score for score in valences if score < 0)
    yield "length", math.log1p(sum(token.is_word for token in document.tokens))


def weights(gold: Path, system: str = "codebook", shrink: float = 100.0) -> list[tuple[str, float]]:
    """The weights of a system's standardised features for "subjective", the strongest first."""
    known = [*read(gold / TRAIN)]
    y = np.array([CLASSES.index(label) for _, label in known])
    names, x = _matrix(system, [dict(describe(document)) for document, _ in known])
    score = fit(x, y, shrink, 2, balanced=True)
    base, step = x.mean(axis=0), np.diag(x.std(axis=0) + 1e-9)
    found = score(base + step) - score(base[None, :])
    pairs = zip(names, (found[:, 1] - found[:, 0]).tolist(), strict=True)
    return sorted(pairs, key=lambda pair: -abs(pair[1]))


def _matrix(system: str, features: Sequence[Features]) -> tuple[list[str], Matrix]:
    names = sorted({name for one in features for name in one if name.startswith(GROUPS[system])})
    return names, np.array([[one.get(name, 0.0) for name in names] for one in features])


def _learner(
    system: str, features: Sequence[Features], texts: Sequence[Sequence[str]], y: Labels
) -> Callable[[float], Learner]:
    """For a penalty: the function that learns on a mask of sentences and labels another."""
    fixed = _matrix(system, features)[1] if system in GROUPS else None

    def learner(shrink: float) -> Learner:
        def learn(known: NDArray[np.bool_]) -> Callable[[NDArray[np.bool_]], Labels]:
            if system == "majority":
                return lambda asked: np.zeros(int(asked.sum()), dtype=np.int64)
            x = tf_idf(texts, known) if fixed is None else fixed
            score = fit(x[known], y[known], shrink, 2, balanced=True, standardised=fixed is not None)
            return lambda asked: score(x[asked]).argmax(axis=1)

        return learn

    return learner


def _folded(learner: Learner, y: Labels, train: NDArray[np.bool_]) -> Labels:
    """The labels that five-fold cross-validation gives to the training sentences."""
    inside = np.flatnonzero(train)

    def whole(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        spread = np.zeros(len(y), dtype=bool)
        spread[inside[mask]] = True
        return spread

    def learn(known: NDArray[np.bool_]) -> Callable[[NDArray[np.bool_]], Labels]:
        label = learner(whole(known))
        return lambda asked: label(whole(asked))

    return held_out(y[train], _SEED, learn)


def subjectivity_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """The figures of ``measure`` as a table of the report."""
    return {
        "title": "Subjective or objective, macro-F1",
        "columns": ["System", "Macro-F1", "95 % interval", "Objective", "Subjective", "Five-fold on train"],
        "rows": [
            [SYSTEMS[row["system"]], f"{row['macro']:.3f}", f"{row['low']:.3f} to {row['high']:.3f}",
             f"{row['OBJ']:.3f}", f"{row['SUBJ']:.3f}", f"{row['folded']:.3f}"]
            for row in rows
        ],
        "note": (
            f"CheckThat! 2023, news sentences in English (Ruggeri et al. 2023), development part, {rows[0]['n']:,} "
            "sentences. Logistic regressions learned on the training part; the development part is only measured. "
            "Terms of the lexicons were not chosen by these sentences."
        ),
    }  # fmt: skip


if __name__ == "__main__":
    print(as_text(subjectivity_table(measure(gold_folder()))))
    for name, weight in weights(gold_folder())[:25]:
        print(f"{weight:+.2f} {name}")
