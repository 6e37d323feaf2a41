"""What the benchmark measured, as numbers: one row a thing measured, data and system, for the validation notebook.

A part of the benchmark gives ``Measured``: its table, its figures and, where a system gives probabilities, how well
they hold. ``analysis.report.validation_sections`` says what a row holds; ``check_measured`` checks it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from analysis.report.validation_sections import _FIGURE_COLUMNS, _FIGURE_PARTS, _KINDS
from analysis.tables.intervals import wilson_interval
from tests.bench.render import Table

RESAMPLES = 1000
SHOWN = ("finding", "picture", "table")
Figure = dict[str, Any]
Bounds = tuple[float | None, float | None]
NONE: Bounds = (None, None)


@dataclass(frozen=True)
class Measured:
    """What a part gives: the table that README and reports show, the figures as numbers, the calibration."""

    table: Table
    figures: Sequence[Figure] = ()
    calibration: Sequence[Mapping[str, Any]] = field(default=())


def figure(
    measure: str, value: float, bounds: Bounds = NONE, *, system: str, kind: str = "ours", part: str, n: int | None,
    unit: str, data: str, interval: str = "", tuned: str = "", show: str = "picture",
) -> Figure:  # fmt: skip
    """One row.

    Args:
        measure: What is measured: "Relation, F1".
        value: The figure.
        bounds: Of its 95 % interval; None where it has none.
        system: Whose figure it is, in words.
        kind: ``ours``, ``baseline``, ``published`` (measured by others) or ``people``.
        part: Of the data: ``kept``, ``test``, ``train-cv`` (not looked at), ``seen``, ``dev``, ``all``.
        n: How many there are of the ``unit``; None where it is not known.
        unit: What was counted: "relations".
        data: The data set.
        interval: How the interval was made: "bootstrap over articles".
        tuned: What was tuned on what, one sentence.
        show: ``finding`` opens the notebook, ``picture`` is drawn, ``table`` stands in the table only.
    """
    low, high = (None if bound is None else round(float(bound), 4) for bound in bounds)
    return {
        "measure": measure, "data": data, "part": part, "n": n if n is None else int(n), "unit": unit, "system": system,
        "kind": kind, "value": round(float(value), 4), "low": low, "high": high, "interval": interval, "tuned": tuned,
        "show": show,
    }  # fmt: skip


def bootstrap(
    groups: Sequence[Any], statistic: Callable[[list[Any]], float], resamples: int = RESAMPLES
) -> tuple[float, float]:
    """95 % percentile interval of a statistic when whole groups (documents, say) are drawn again with replacement.

    >>> bootstrap([1, 1, 1], lambda drawn: sum(drawn) / len(drawn))
    (1.0, 1.0)
    """
    draws = np.random.default_rng(0).integers(len(groups), size=(resamples, len(groups)))
    low, high = np.quantile([statistic([groups[place] for place in draw]) for draw in draws], [0.025, 0.975])
    return float(low), float(high)


def share(count: float, total: float) -> Bounds:
    """Wilson's 95 % interval of a share."""
    low, high = wilson_interval(count, total)
    return float(low), float(high)


def calibration(system: str, data: str, part: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """How well the probabilities of a system hold, from its ``ece`` and ``reliability``.

    Each bin of ``reliability`` is a mapping with ``predicted``, ``observed`` and ``n``, or these three in this order:
    mean probability given, share that was right, and how many.

    >>> calibration("A", "D", "test", {"ece": 0.02, "reliability": [(0.6, 0.58, 40)]})["reliability"]
    [{'predicted': 0.6, 'observed': 0.58, 'n': 40}]
    """
    names = ("predicted", "observed", "n")
    rows = [[line[name] for name in names] if isinstance(line, Mapping) else line for line in given["reliability"]]
    bins = [
        {"predicted": round(float(predicted), 4), "observed": round(float(observed), 4), "n": int(n)}
        for predicted, observed, n in rows
        if n
    ]
    return {"system": system, "data": data, "part": part, "ece": round(float(given["ece"]), 4), "reliability": bins}


def table_of(title: str, figures: Sequence[Figure], note: str) -> Table:
    """A table for README and reports made of figures: a line a thing measured and system, a column a part of the data.

    >>> row = figure("F1", 0.5, (0.4, 0.6), system="A", part="kept", n=9, unit="words", data="D")
    >>> table_of("Words", [row], "")["columns"], table_of("Words", [row], "")["rows"]
    (['What', 'System', 'Kept'], [['F1', 'A', '0.500 (0.400 to 0.600)']])
    """
    parts = list(dict.fromkeys(row["part"] for row in figures))
    cells: dict[tuple[str, str], dict[str, str]] = {}
    for row in figures:
        bounds = "" if row["low"] is None else f" ({row['low']:.3f} to {row['high']:.3f})"
        cells.setdefault((row["measure"], row["system"]), {})[row["part"]] = f"{row['value']:.3f}{bounds}"
    return {
        "title": title,
        "columns": ["What", "System", *(part.capitalize() for part in parts)],
        "rows": [[*key, *(found.get(part, "") for part in parts)] for key, found in cells.items()],
        "note": note,
    }


def check_measured(given: Mapping[str, Any]) -> None:
    """Refuse figures that make no sense.

    Raises:
        ValueError: If a figure lacks a field, has an unknown part, kind or place, or lies outside its interval; if a
            calibration has a share outside 0 to 1. The message names the figure.
    """
    for row in given.get("figures", []):
        _check_figure(row, f"figure {row.get('section')}: {row.get('measure')}, {row.get('system')}, {row.get('part')}")
    for row in given.get("calibration", []):
        shares = [row["ece"], *(line[name] for line in row["reliability"] for name in ("predicted", "observed"))]
        if not all(0 <= share <= 1 for share in shares) or not all(line["n"] > 0 for line in row["reliability"]):
            raise ValueError(f"calibration {row.get('section')}: {row.get('system')}: shares must lie between 0 and 1")


def _check_figure(row: Mapping[str, Any], where: str) -> None:
    if missing := sorted(set(_FIGURE_COLUMNS) - row.keys()):
        raise ValueError(f"{where}: lacks {', '.join(missing)}")
    for name, known in (("part", _FIGURE_PARTS), ("kind", _KINDS), ("show", SHOWN)):
        if row[name] not in known:
            raise ValueError(f"{where}: {name} must be one of {', '.join(known)}, got {row[name]!r}")
    low, value, high = row["low"], row["value"], row["high"]
    inside = (low is None and high is None) or (None not in (low, high) and low <= value <= high)
    if not math.isfinite(value) or not inside:
        raise ValueError(f"{where}: value must be a number within its interval, got {value} in {(low, high)}")
