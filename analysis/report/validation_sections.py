"""The sections of the validation notebook: how well the package does, from the file that the benchmark writes.

``measured.json`` holds ``figures``, one row a thing measured, part of the data and system: ``section`` (of the
notebook), ``measure``, ``data``, ``part``, ``n`` of the ``unit``, ``system``, ``kind``, ``value``, ``low`` and ``high``
(95 %), ``interval`` (how it was made), ``tuned`` (what was tuned on what) and ``show`` (where it stands); and
``calibration``: ``section, system, data, part``, ``ece`` and ``reliability``, bins of ``predicted, observed, n``.
"""

from __future__ import annotations

import hashlib
import json
import math
import shlex
from dataclasses import dataclass
from importlib.metadata import version
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup

from analysis.report.article_sections import style
from analysis.report.fragments import Fragment, anchor, encoded, fill
from analysis.report.provenance import MEASURED, measured
from analysis.report.wording import percent
from analysis.tables.intervals import wilson_interval
from analysis.tables.table import as_csv, records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TEXT, _NUMBERS = ("measure", "data", "system", "tuned"), ("value", "low", "high")
_FIGURE_COLUMNS = ("section", *_TEXT, "part", "n", "unit", "kind", *_NUMBERS, "interval", "show")
CHOICES = ("all", "kept")
_GOOD, _WEAK = 0.8, 0.7  # the interval lies above, below
_PUBLISHED = {"baseline": "", "published": ", as published", "people": ""}
_UNSEEN = {"kept": "kept for the check", "test": "of the test part", "train-cv": "by cross-validation"}
_FIGURE_PARTS = _UNSEEN | {"seen": "looked at", "dev": "of the development part", "all": ""}
_KINDS = ("ours", "baseline", "published", "people")


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
        figures = figures[_to_tell(figures)].reset_index(drop=True)
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
    return _plot_figures(drawn, _title(drawn)) if len(drawn) else _nothing("Not measured yet.")


def show_terms(measurements: _Measurements, section: str) -> Fragment:
    """The data, what was tuned on what, and how the intervals were made."""
    rows = measurements.figures[measurements.figures["section"] == section]
    words = {name: [word for word in rows[name].unique() if word] for name in ("data", "tuned", "interval")}
    return fill("validation_terms", **{name: "; ".join(terms) for name, terms in words.items()})


def show_calibration(measurements: _Measurements, section: str) -> Fragment:
    """Table: how well the probabilities hold, where a system of the section gives any."""
    given = [row for row in measurements.calibration if row["section"] == section]
    return (
        _show_reliability(given, _calibration_title(given[0]))
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
    same = rows[_to_tell(rows) & (rows["measure"] == rows["measure"].iloc[0])]
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


def _plot_figures(rows: pd.DataFrame, title: str) -> Fragment:
    """How well does it do? A dot a system with its interval, by what is measured; filled for ours."""
    limit = max(1, math.ceil(float(rows[["value", "high"]].max().max())))
    blocks = [_block(same, limit) for _, same in rows.groupby("measure", sort=False)]
    ends, drawing = ("0", str(limit)), json.dumps({"blocks": blocks})
    return fill("dots", title=title, blocks=blocks, ends=ends, note=_note(rows), drawing=drawing)


def _block(same: pd.DataFrame, limit: int) -> dict[str, Any]:
    """One thing measured: its name, on what, and a line a system with its places in per cent of the axis."""
    drawn = _drawn_lines(same)
    lines = [
        {
            "name": row.system,
            "kind": row.kind,
            "at": _at(row.value, limit),
            "low": _at(row.value if math.isnan(row.low) else row.low, limit),
            "high": _at(row.value if math.isnan(row.high) else row.high, limit),
            "seen": [_at(value, limit) for value in seen],
            "told": numerals(row),
        }
        for row, seen in drawn
    ]
    return {"measure": drawn[0][0].measure, "units": units(drawn[0][0]), "lines": lines}


def _at(value: float, limit: int) -> float:
    return round(100 * max(value, 0.0) / limit, 2)


def _show_reliability(given: list[dict[str, Any]], title: str) -> Fragment:
    """Do the probabilities hold? The share that was right by the probability given, with Wilson intervals."""
    lines = []
    for row in given:
        bins = pd.DataFrame(row["reliability"])
        low, high = wilson_interval(bins["observed"] * bins["n"], bins["n"])
        for line in records(bins.assign(low=low, high=high)):
            sure = f"{percent(line.observed)} ({100 * line.low:.0f}–{100 * line.high:.0f})"
            lines.append((row["system"], percent(line.predicted), sure, f"{line.n:,}"))
    numbers = ("It says", "Right (95 %)", "Cases")
    return fill("coder", name="calibration", columns=("System", *numbers), rows=lines, numbers=numbers, noun="row",
                empty="", most=len(lines), title=title)  # fmt: skip


def _drawn_lines(same: pd.DataFrame) -> list[tuple[Any, list[float]]]:
    """The lines of one thing measured: ours, then the best of the others; each with its values on data looked at."""
    lines = []
    for _, own in same.groupby("system", sort=False):
        unseen = own["part"].isin(list(_UNSEEN))
        main = own[unseen] if unseen.any() else own
        lines.append(
            (records(main.head(1))[0], own.loc[~unseen, "value"].drop(main.index[0], errors="ignore").tolist())
        )
    return sorted(lines, key=lambda line: (line[0].kind != "ours", 0 if line[0].kind == "ours" else -line[0].value))


def _to_tell(rows: pd.DataFrame) -> pd.Series[bool]:
    """Figures on data not looked at, and those measured on no such data."""
    unseen = rows["part"].isin(list(_UNSEEN))
    return unseen | ~unseen.groupby([rows[name] for name in ("section", "measure", "system")]).transform("any")


def headlines(rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """What opens the validation notebook and the README: section and figures of each thing measured."""
    told = rows[_to_tell(rows)]
    heads = told.loc[(told["show"] == "finding") & (told["kind"] == "ours"), "measure"].unique()
    for section, inside in told.groupby("section", sort=False):
        for measure, same in inside.groupby("measure", sort=False):
            if measure in heads:
                yield str(section), same


def best_others(same: pd.DataFrame) -> Iterator[Any]:
    """The best baseline on the same part of the data, the best published figure and that of people."""
    first = same.loc[same["kind"] == "ours", "part"].head(1)
    for kind in _KINDS[1:]:
        elsewhere = ~same["part"].isin(first) & (kind == "baseline")
        own = same[(same["kind"] == kind) & ~elsewhere].sort_values("value", ascending=False, kind="stable")
        yield from records(own.head(1))


def units(row: Any) -> str:
    """How many of what, and of which part of the data: "1,293 snippets kept for the check"."""
    counted = "" if math.isnan(row.n) else f"{row.n:,.0f} {row.unit}"
    return f"{counted} {_FIGURE_PARTS[row.part]}".strip()


def numerals(row: Any) -> str:
    """The figure with its interval, "0.63 (0.61–0.65)"; what others state without one stays as they state it."""
    if math.isnan(row.low):
        return f"{row.value:.2f}" if row.kind in ("ours", "baseline") else f"{row.value:g}"
    return f"{row.value:.2f} ({row.low:.2f}–{row.high:.2f})"


def _note(rows: pd.DataFrame) -> str:
    words = ["Filled dot: Whose Words. Hollow: others. Line: 95 % interval."]
    if (rows["kind"] == "published").any():
        words.append("Square: published by others.")
    if (rows["kind"] == "people").any():
        words.append("Diamond: people.")
    if any(seen for _, same in rows.groupby("measure") for _, seen in _drawn_lines(same)):
        words.append("Upright mark: the same where the data, or a part of them, were looked at.")
    return " ".join(words)
