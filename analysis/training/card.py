"""The card of a model: what it was made from, how good it is, what it cannot do, and the sha256 of its files."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.reader.encoder import FILES, Encoder, Matrix, load_encoder, open_session, read_card, run_view, softmax
from analysis.training.examples import Labelled, Rated, macro_f1
from analysis.training.fit import Plan
from analysis.training.network import PROCESSOR, Network
from analysis.training.recipe import HARD, REPEAT, STUDENT, STUDENT_LAYERS, TEACHER, TEACHERS, Data
from analysis.training.shrink import export, quantise, restore

VERSION = "2.4"  # of the next model to ship
TRAINING_DATA = [
    {"name": "NewsMTSC, training part", "reference": "Hamborg & Donnay 2021, EACL", "licence": "MIT", "use": "labels"},
    {"name": "NYT editorial snippets", "reference": "Hutto & Gilbert 2014, ICWSM", "licence": "MIT", "use": "valence"},
    {"name": "Narrative frames", "reference": "Frermann et al. 2023, ACL", "licence": "MIT", "use": "unlabelled text"},
]
WEIGHTS = [
    {"name": "all-mpnet-base-v2", "role": "teachers; its first layers, student", "licence": "Apache-2.0"},
]
LIMITS = [
    "Trained on sentences of U.S. news about persons; states and organisations were seen only through the teachers.",
    "Reads one sentence: who is praised or blamed by what stands elsewhere is not seen; irony seldom.",
    "The name of the target is hidden, other names are not: what a sentence says of others still sways it.",
    "A name that stands again is hidden only as it is spelt: whole, or its last word; a first name shows.",
]


def ship(
    network: Network, tokenizer: Path, data: Data, folder: Path, plan: Plan = STUDENT, start: str = ""
) -> dict[str, Any]:
    """Write model, tokenizer and card into ``folder``, whole or not at all, and give the card.

    ``plan`` is the student's, ``start`` the folder of the model it went on from, if any.

    The temperature is set, and the figures are taken, with the small model that ships; figures under ``kept`` are of
    sentences that set the temperature, those under ``test`` and ``valence`` of sentences used for nothing.
    """
    card: dict[str, Any] = {"name": "whose-words-stance", "version": VERSION, "licence": "MIT", "measured": {}}
    card["recipe"] = {"teachers": TEACHERS, "teacher": _plan(TEACHER), "student": _plan(plan)}
    card["recipe"] |= {"layers": STUDENT_LAYERS, "hard": HARD, "repeat": REPEAT}
    if start:
        before = read_card(Path(start))
        card["start"] = {name: before[name] for name in ("name", "version", "sha256", "recipe", "examples")}
    card["examples"] = {name: len(getattr(data, name)) for name in ("train", "kept", "rated", "unlabelled")}
    card |= {"data": TRAINING_DATA, "weights": WEIGHTS}
    return _pack(network, tokenizer, card, data, folder)


def renew(folder: Path, base: Path, data: Data, version: str) -> dict[str, Any]:
    """Write a model anew from its own weights, as where its view or the form of its file changes, and give its card.

    ``base`` holds the configuration of the encoder. Temperature and figures are set anew.
    """
    card = read_card(folder)
    network = Network(base, dropout=0.0)
    restore(network, folder / FILES[0])
    return _pack(network, folder / FILES[1], card | {"version": version}, data, folder)


def _pack(network: Network, tokenizer: Path, card: dict[str, Any], data: Data, folder: Path) -> dict[str, Any]:
    """Write model, tokenizer and card, calibrated and measured, whole or not at all."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        whole, plain, new = (Path(made) / name for name in ("whole.onnx", "plain.onnx", folder.name))
        new.mkdir()
        export(network, whole)
        export(network, plain, plain=True)
        quantise(network, whole, new / FILES[0])
        shutil.copyfile(tokenizer, new / FILES[1])
        sums = {name: hashlib.sha256((new / name).read_bytes()).hexdigest() for name in FILES}
        card |= {"sha256": sums, "temperature": 1.0, "limits": LIMITS}
        _write(new / "card.json", card)
        encoder = load_encoder(new)
        logits, _ = encoder.run([encoder.reader.target(one.item) for one in data.kept])
        card["temperature"] = choose_temperature(logits, _labels(data.kept))
        encoder = replace(encoder, card=card)
        card["measured"] |= {part: measure(encoder, rows) for part, rows in (("kept", data.kept), ("test", data.test))}
        found = encoder.valence([one.text for one in data.rated_kept])
        card["measured"]["valence"] = measure_valence(found, data.rated_kept)
        card["measured"]["speed"] = measure_speed(plain, new / FILES[0], encoder, data.kept)
        _write(new / "card.json", card)
        if folder.exists():
            shutil.rmtree(folder)
        shutil.move(str(new), folder)
    load_encoder.cache_clear()
    return card


def choose_temperature(logits: Matrix, labels: NDArray[np.int64]) -> float:
    """The temperature with the least log loss on sentences kept for it, from 0.5 to 3 (Guo et al. 2017, ICML)."""
    steps = np.linspace(0.5, 3, 251)
    rows = np.arange(len(labels))
    losses = [-np.log(softmax(logits / step)[rows, labels]).mean() for step in steps]
    return round(float(steps[int(np.argmin(losses))]), 2)


def measure(encoder: Encoder, rows: Sequence[Labelled]) -> dict[str, Any]:
    """Macro-F1, accuracy and expected calibration error of an encoder on labelled targets."""
    found, truth = encoder.portrayal([one.item for one in rows]), _labels(rows)
    label = found.argmax(axis=1)
    sure, right = found.max(axis=1), label == truth
    place = np.minimum((sure * 10).astype(int), 9)
    apart = sum(abs(right[place == b].sum() - sure[place == b].sum()) for b in range(10))
    return {"n": len(rows), "macro_f1": round(macro_f1(label, truth), 4), "accuracy": round(float(right.mean()), 4),
            "ece": round(float(apart) / max(1, len(rows)), 4)}  # fmt: skip


def measure_valence(found: NDArray[np.float64], rated: Sequence[Rated], draws: int = 1000) -> dict[str, Any]:
    """Pearson's r with the mean rating, and its 95 % interval by bootstrap over articles."""
    truth = np.array([one.valence for one in rated])
    articles, of = np.unique([one.document for one in rated], return_inverse=True)
    places = [np.flatnonzero(of == number) for number in range(len(articles))]
    chance = np.random.default_rng(0)
    drawn = [
        np.concatenate([places[number] for number in chance.integers(0, len(places), len(places))])
        for _ in range(draws)
    ]
    low, high = np.quantile([np.corrcoef(found[rows], truth[rows])[0, 1] for rows in drawn], [0.025, 0.975])
    r = float(np.corrcoef(found, truth)[0, 1])
    return {"n": len(rated), "r": round(r, 4), "low": round(float(low), 4), "high": round(float(high), 4)}


def measure_speed(plain: Path, small: Path, encoder: Encoder, rows: Sequence[Labelled]) -> dict[str, Any]:
    """Targets a second on one core, one at a time, by the plain encoder of 32 bits and by the small model; the best of
    three rounds each, in turn."""
    views = [encoder.reader.target(one.item) for one in rows]
    sessions = {"plain": open_session(plain), "small": open_session(small)}
    best = dict.fromkeys(sessions, 0.0)
    for _ in range(3):
        for name, session in sessions.items():
            begin = time.perf_counter()
            for view in views:
                run_view(session, view)
            best[name] = max(best[name], len(views) / (time.perf_counter() - begin))
    return {"n": len(views), "plain": round(best["plain"], 1), "small": round(best["small"], 1),
            "ratio": round(best["small"] / best["plain"], 2), "processor": PROCESSOR}  # fmt: skip


def _labels(rows: Sequence[Labelled]) -> NDArray[np.int64]:
    return np.array([one.label for one in rows], dtype=np.int64)


def _plan(plan: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(plan).items() if isinstance(value, int | float)}


def _write(path: Path, card: dict[str, Any]) -> None:
    path.write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
