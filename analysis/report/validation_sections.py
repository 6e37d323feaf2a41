"""The sections of the validation notebook: how well the package does, from the file that the benchmark writes.

``measured.json`` holds ``figures``, one row a thing measured, part of the data and system: ``section`` (of the
notebook), ``measure``, ``data``, ``part``, ``n`` of the ``unit``, ``system``, ``kind``, ``value``, ``low`` and ``high``
(95 %), ``interval`` (how it was made), ``tuned`` (what was tuned on what) and ``show`` (where it stands); and
``calibration``: ``section, system, data, part``, ``ece`` and ``reliability``, bins of ``predicted, observed, n``.
"""

from __future__ import annotations

import hashlib
import math
import shlex
from dataclasses import dataclass
from importlib.metadata import version
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup

from analysis.report.accuracy_figures import (
    best_others,
    headlines,
    numerals,
    plot_figures,
    show_reliability,
    to_tell,
    units,
)
from analysis.report.article_sections import style
from analysis.report.fragments import Fragment, anchor, encoded, fill
from analysis.report.provenance import MEASURED, measured
from analysis.tables.table import as_csv, records

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEXT, _NUMBERS = ("measure", "data", "system", "tuned"), ("value", "low", "high")
_FIGURE_COLUMNS = ("section", *_TEXT, "part", "n", "unit", "kind", *_NUMBERS, "interval", "show")
CHOICES = ("all", "kept")
_GOOD, _WEAK = 0.8, 0.7  # the interval lies above, below
_PUBLISHED = {"baseline": "", "published": ", as published", "people": ""}


@dataclass(frozen=True)
class _Measurements:
    """What was measured: figures as a table, calibrations, and the title of each section."""

    figures: pd.DataFrame
    calibration: list[dict[str, Any]]
    titles: dict[str, str]


def load_measurements(parts: str = "all", given: Mapping[str, Any] | None = None) -> _Measurements:
    """The figures to show; ``kept`` leaves out those on data looked at wherever the same was measured on other data."""
    if parts not in CHOICES:
        raise ValueError(f"parts must be one of {', '.join(CHOICES)}, got {parts!r}")
    content = measured() if given is None else given
    figures = pd.DataFrame(content.get("figures", []), columns=list(_FIGURE_COLUMNS))
    figures = figures.astype(dict.fromkeys((*_NUMBERS, "n"), float))
    if parts == "kept":
        figures = figures[to_tell(figures)].reset_index(drop=True)
    titles = {table["section"]: table["title"] for table in content["tables"]}
    return _Measurements(figures, list(content.get("calibration", [])), titles)


def show_validation_front(measurements: _Measurements) -> Fragment:
    """Title and size of the notebook."""
    return fill("validation_front", style=style(), figures=measurements.figures)


def show_findings(measurements: _Measurements) -> Fragment:
    """One sentence a section, the best first: the figure, its interval, and what others reach."""
    told = []
    for section, headed in groupby(headlines(measurements.figures), key=lambda pair: pair[0]):
        asked = [same for _, same in headed]
        ours = [_ours(same) for same in asked]
        low, high = min(map(_low, ours)), max(map(_high, ours))
        words = Markup(" ").join(_told(section, same) for same in asked)
        told.append((-low, Markup("<b>{}.</b> {} Data: {}.").format(_grade_of(low, high), words, ours[0].data)))
    ordered = [words for _, words in sorted(told, key=lambda pair: pair[0])]
    return fill("validation_findings", sentences=ordered or ["Nothing is measured yet."])


def _grade_of(low: float, high: float) -> str:
    """A word for an interval.

    >>> _grade_of(0.85, 0.9), _grade_of(0.75, 0.85), _grade_of(0.6, 0.65)
    ('Good', 'Middling', 'Weak')
    """
    return "Good" if low >= _GOOD else "Weak" if high < _WEAK else "Middling"


def show_section(measurements: _Measurements, section: str) -> Fragment:
    """Picture: the figures of one section, ours and others'."""
    rows = measurements.figures[measurements.figures["section"] == section]
    drawn = rows[rows["show"] != "table"]
    return plot_figures(drawn, _title(drawn)) if len(drawn) else _nothing("Not measured yet.")


def show_terms(measurements: _Measurements, section: str) -> Fragment:
    """The data, what was tuned on what, and how the intervals were made."""
    rows = measurements.figures[measurements.figures["section"] == section]
    words = {name: [word for word in rows[name].unique() if word] for name in ("data", "tuned", "interval")}
    return fill("validation_terms", **{name: "; ".join(terms) for name, terms in words.items()})


def show_calibration(measurements: _Measurements, section: str) -> Fragment:
    """Table: how well the probabilities hold, where a system of the section gives any."""
    given = [row for row in measurements.calibration if row["section"] == section]
    return (
        show_reliability(given, _calibration_title(given[0]))
        if given
        else _nothing("No system here gives probabilities, so there is no calibration to show.")
    )


def show_figures(measurements: _Measurements) -> Fragment:
    """Tables: every figure, a column a system; and all of them as CSV, inside the page."""
    tables = []
    for section, rows in measurements.figures.groupby("section", sort=False):
        systems = list(rows["system"].unique())
        alone = rows["kind"].isin(["published", "people"])
        measures = {name: place for place, name in enumerate(rows["measure"].unique())}
        groups = rows[~alone].groupby([rows["measure"].map(measures), "part"])
        lines = [_line(same, rows[alone], systems) for _, same in groups]
        title = measurements.titles.get(str(section), str(section)).partition(",")[0]
        tables.append({"section": section, "title": title, "systems": systems, "rows": lines})
    data = encoded(as_csv(measurements.figures))
    return fill("validation_figures", tables=tables, data=data, n=len(measurements.figures))


def show_validation_provenance(parameters: Mapping[str, Any]) -> Fragment:
    """The file of the figures with its sha256, and the commands that measure and render again."""
    options = [word for name, value in parameters.items() for word in ("-p", name, str(value))]
    command = shlex.join(["python", "-m", "analysis", "report", "--notebook", "validation", *options])
    sha256 = hashlib.sha256(MEASURED.read_bytes()).hexdigest()
    return fill(
        "validation_provenance", sha256=sha256, version=version("whose-words"), parameters=parameters, command=command
    )


def _nothing(words: str) -> Fragment:
    return fill("validation_none", words=words)


def _line(same: pd.DataFrame, alone: pd.DataFrame, systems: list[str]) -> dict[str, Any]:
    """A line of the tables: one measure on one part of the data, a cell a system."""
    first = records(same.head(1))[0]
    cells = pd.concat([same, alone[alone["measure"] == first.measure]]).groupby("system")
    by_system = {name: records(own.head(1))[0] for name, own in cells}
    n = "" if math.isnan(first.n) else f"{first.n:,.0f}"
    texts = [numerals(by_system[name]).partition(" ") if name in by_system else ("", "", "") for name in systems]
    return {"measure": first.measure, "part": first.part, "n": n, "cells": texts}


def _title(rows: pd.DataFrame) -> str:
    """The first thing measured, in one sentence."""
    same = rows[to_tell(rows) & (rows["measure"] == rows["measure"].iloc[0])]
    told = [numerals(row) for row in records(same[same["kind"] == "ours"].head(1))]
    others = {row.kind: row for row in best_others(same)}
    best = max(
        (others[kind] for kind in ("baseline", "published") if kind in others), key=lambda row: row.value, default=None
    )
    told += [f"best of the others {_alone(best)}"] if best else []
    told += [f"people {_alone(others['people'])}"] if "people" in others else []
    return f"{same['measure'].iloc[0]}: {'; '.join(told)}."


def _alone(row: Any) -> str:
    """A figure without its interval."""
    return numerals(row).partition(" ")[0]


def _others(same: pd.DataFrame) -> list[str]:
    return [f"{row.system} {_alone(row)}{_PUBLISHED[row.kind]}" for row in best_others(same)]


def _calibration_title(row: Mapping[str, Any]) -> str:
    """What the bin with the most cases says."""
    most = max(row["reliability"], key=lambda line: line["n"])
    return f"Where it says about {most['predicted']:.2f}, {most['observed']:.2f} of {most['n']:,} cases are right."


def _told(section: str, same: pd.DataFrame) -> Markup:
    """One thing measured in words: ours with its interval, what it was counted on, and the best of each other kind."""
    ours = _ours(same)
    link = Markup('<a href="#{}">{}</a>').format(anchor("figures", section), numerals(ours))
    words = Markup("{}: {} on {}.").format(ours.measure, link, units(ours))
    others = "; ".join(_others(same))
    return words + (f" Beside it: {others}." if others else "")


def _ours(same: pd.DataFrame) -> Any:
    return records(same[same["kind"] == "ours"].head(1))[0]


def _low(row: Any) -> float:
    return float(row.value if math.isnan(row.low) else row.low)


def _high(row: Any) -> float:
    return float(row.value if math.isnan(row.high) else row.high)
