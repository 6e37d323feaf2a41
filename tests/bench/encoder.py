"""The portrayal encoder: calibration, fairness to names, and targets that are states and organisations.

``python -m tests.bench.encoder [FOLDER]`` prints the table. Macro-F1 on NewsMTSC: ``tests.bench.portrayal``. The
names and their sentences (``names.toml``), and the sentences on states and organisations (``targets.toml``), were
written for this project; no model was trained or chosen by them.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.reader.encoder import CLASSES, load_encoder
from tests.bench.gold import gold_folder
from tests.bench.portrayal import FILE, interval, macro_f1, read
from tests.bench.render import Table, as_text

HERE = Path(__file__).parent
BINS = 10
Item = tuple[str, int, int]
Matrix = NDArray[np.float64]


def measure_calibration(gold: Path, part: Path = FILE) -> dict[str, Any]:
    """Expected calibration error of the most probable class, and the bins of a reliability plot.

    ECE = sum over bins of n_bin / n * |share right - mean probability|, ten equal bins (Guo et al. 2017, ICML).

    Returns:
        ``ece``, ``n``, and ``reliability``: rows of ``predicted``, ``observed``, ``n``.
    """
    items, labels = read(gold / part)
    found = load_encoder().portrayal(items)
    return calibration(found, np.array([CLASSES.index(label) for label in labels]))


def calibration(found: Matrix, truth: NDArray[np.int64]) -> dict[str, Any]:
    """Expected calibration error and its bins.

    >>> calibration(np.array([[0.9, 0.1, 0.0], [0.8, 0.1, 0.1]]), np.array([0, 1]))["ece"]
    0.45
    """
    sure, right = found.max(axis=1), found.argmax(axis=1) == truth
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    rows = [
        {"predicted": float(sure[place == bin_].mean()), "observed": float(right[place == bin_].mean()),
         "n": int((place == bin_).sum())}
        for bin_ in range(BINS) if (place == bin_).any()
    ]  # fmt: skip
    error = sum(row["n"] * abs(row["observed"] - row["predicted"]) for row in rows) / len(found)
    return {"ece": round(error, 6), "n": len(found), "reliability": rows}


def measure_names() -> dict[str, Any]:
    """The same sentences with each name of a kind: labels that change, and how far the score moves.

    Returns:
        ``n`` sentences filled, ``names``, ``changed`` (share of labels unlike their sentence's commonest), ``spread``
        (mean over sentences of the largest score less the smallest, P(favorable) - P(unfavorable)).
    """
    data = tomllib.loads((HERE / "names.toml").read_text(encoding="utf-8"))
    changed, spreads, n = 0, [], 0
    for carrier in data["carriers"]:
        names = [name["name"] for name in data["names"] if name["kind"] == carrier["kind"]]
        start = carrier["text"].index("{target}")
        items = [(fill(carrier["text"], name), start, start + len(name)) for name in names]
        found = load_encoder().portrayal(items)
        labels = found.argmax(axis=1)
        changed += int((labels != np.bincount(labels).argmax()).sum())
        sides = found[:, 2] - found[:, 0]
        spreads.append(float(sides.max() - sides.min()))
        n += len(items)
    return {"n": n, "names": len(data["names"]), "changed": changed / n, "spread": float(np.mean(spreads))}


def fill(text: str, name: str) -> str:
    """A carrier with a name in it.

    >>> fill("We met {target}, and {last} left.", "Ann Lee")
    'We met Ann Lee, and Lee left.'
    """
    return text.replace("{target}", name).replace("{last}", name.split()[-1])


def measure_bodies() -> dict[str, Any]:
    """Macro-F1 on targets that are states and organisations, with its interval (bootstrap over sentences)."""
    items, labels = bodies()
    found = [CLASSES[place] for place in load_encoder().portrayal(items).argmax(axis=1)]
    _, groups = np.unique([text for text, _, _ in items], return_inverse=True)
    low, high = interval(labels, found, groups)
    return {"n": len(items), "macro": macro_f1(labels, found, CLASSES), "low": low, "high": high}


def bodies() -> tuple[list[Item], list[str]]:
    """The items of ``targets.toml`` and their labels."""
    rows = tomllib.loads((HERE / "targets.toml").read_text(encoding="utf-8"))["items"]
    items = [(row["text"], row["start"], row["start"] + len(row["target"])) for row in rows]
    return items, [row["label"] for row in rows]


def encoder_table(gold: Path) -> Table:
    """The figures as a table of the report."""
    found, body, name = measure_calibration(gold), measure_bodies(), measure_names()
    row = ["Whose Words, encoder", f"{body['macro']:.3f}", f"{body['low']:.3f} to {body['high']:.3f}",
           f"{100 * name['changed']:.1f} %", f"{name['spread']:.3f}"]  # fmt: skip
    return {
        "title": "How it makes states and organisations look; fairness to names",
        "columns": ["System", "Macro-F1", "95 % interval", "Labels changed by a name", "Spread of the score"],
        "rows": [row],
        "note": (
            f"{body['n']} targets in sentences of our own, labelled twice by their author; {name['names']} names in "
            f"{name['n']:,} filled sentences. Expected calibration error of the encoder on NewsMTSC: "
            f"{found['ece']:.3f}."
        ),
    }


if __name__ == "__main__":
    print(as_text(encoder_table(gold_folder())))
