"""The shipped encoder at work: how a sentence makes a target look, and its valence; on the CPU, offline.

The one door to onnxruntime. The model, its tokenizer and its card lie in ``analysis/reader/model``; the card gives the
sha256 of each file, the temperature of the probabilities, and what was measured.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.reader.views import Reader, TargetSpan, View, check_items, load_tokenizer

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MODEL = Path(__file__).parent / "model"
FILES = ("encoder.onnx", "tokenizer.json")
CLASSES = ("unfavorable", "none", "favorable")
_KEPT = 2048  # views whose results are kept
Matrix = NDArray[np.float64]


class ModelError(Exception):
    """A model that is missing or damaged; the message gives the file and the sha256 it should have."""


@dataclass(frozen=True)
class Encoder:
    """A loaded model: ``portrayal`` and ``valence`` of texts. ``card`` says where it comes from and how good it is."""

    session: InferenceSession
    reader: Reader
    card: Mapping[str, Any]

    @cached_property
    def _run_once(self) -> Callable[[View], Sequence[NDArray[Any]]]:
        """``run_view``, which keeps the latest results: what stands in several articles is read once."""
        return lru_cache(_KEPT)(partial(run_view, self.session))

    def portrayal(self, items: Sequence[TargetSpan]) -> Matrix:
        """Probabilities n x 3 of ``CLASSES``, scaled by the card's temperature; equal views are read once.

        Raises:
            ValueError: If a span is empty or outside its text.
        """
        check_items(items)
        logits, _ = self.run([self.reader.target(item) for item in items])
        return softmax(logits / self.card["temperature"])

    def valence(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Valence of each text in [-1, 1]."""
        return np.clip(self.run([self.reader.sentence(text) for text in texts])[1], -1, 1)

    def run(self, views: Sequence[View]) -> tuple[Matrix, NDArray[np.float64]]:
        """Logits n x 3 and valence n of views, in their order; the same whatever they are read together with."""
        unique = list(dict.fromkeys(views))
        with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as cores:
            found = dict(zip(unique, cores.map(self._run_once, unique), strict=True))
        stance = np.array([found[view][0][0] for view in views], dtype=float).reshape(-1, 3)
        return stance, np.array([found[view][1][0] for view in views], dtype=float)


def run_view(session: InferenceSession, view: View) -> Sequence[NDArray[Any]]:
    """One view alone: a batch would share the scale of its 8-bit numbers, and a score hang on its neighbours."""
    ids, places = np.array([view.ids], np.int64), np.array([0, *range(view.start, view.end)], np.int64)
    read: Sequence[NDArray[Any]] = session.run(["stance", "valence"], {"ids": ids, "places": places})
    return read


def softmax(logits: NDArray[Any]) -> NDArray[np.float64]:
    """Rows of probabilities from rows of logits."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    found: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return found


def open_session(path: Path) -> InferenceSession:
    """A model file, to be run on one core: the same sums on each run."""
    from onnxruntime import InferenceSession, SessionOptions, disable_telemetry_events

    disable_telemetry_events()
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=2)
def load_encoder(folder: Path = MODEL) -> Encoder:
    """The encoder in a folder, checked against its card.

    Raises:
        ModelError: If a file is missing, or is not the one whose sha256 the card gives.

    >>> load_encoder(Path("nowhere"))
    Traceback (most recent call last):
    analysis.reader.encoder.ModelError: nowhere/card.json: no such file: the model is not installed whole
    """
    card = read_card(folder)
    for name in FILES:
        check_file(folder / name, card["sha256"][name])
    return Encoder(open_session(folder / FILES[0]), Reader(load_tokenizer(folder / FILES[1])), card)


def target_portrayal(items: Sequence[TargetSpan]) -> Matrix:
    """How each sentence makes its target look, events included, by the shipped model, which never sees the name.

    Rule: probabilities n x 3 of ``CLASSES``: unfavorable, none, favorable, as in target-dependent sentiment in news
    (Hamborg & Donnay 2021, EACL); each item is read alone.

    Args:
        items: ``(text, start, end)``: a sentence, and where the target stands in it, in code points.

    Raises:
        ModelError: If the model is missing or damaged.
        ValueError: If a span is empty or outside its text; the message gives the number of the item.

    >>> shares = target_portrayal([("The brutal dictator Lee Bo had them tortured.", 20, 26)])
    >>> CLASSES[int(shares[0].argmax())], shares.shape
    ('unfavorable', (1, 3))
    """
    return load_encoder().portrayal(items)


def read_card(folder: Path, names: Sequence[str] = FILES) -> dict[str, Any]:
    """The card of the model in a folder.

    Raises:
        ModelError: If it is missing or no card.
    """
    path = folder / "card.json"
    if not path.is_file():
        raise ModelError(f"{path}: no such file: the model is not installed whole")
    try:
        card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if (
            not all(isinstance(card["sha256"][name], str) for name in names)
            or not float(card.get("temperature", 1)) > 0
        ):
            raise ValueError("sha256 and temperature must be given")
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: not a card of a model: {error}") from error
    return card


def check_file(path: Path, expected: str) -> None:
    """Refuse a file of a model that is missing or damaged.

    Raises:
        ModelError: The message gives the file and the sha256 it should have.
    """
    if not path.is_file():
        raise ModelError(f"{path}: no such file; its sha256 should be {expected}")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != expected:
        raise ModelError(f"{path}: damaged: sha256 is {found}, should be {expected}")
