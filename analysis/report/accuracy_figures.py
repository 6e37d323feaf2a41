"""Pictures of accuracy: how well the package does beside others, and whether its probabilities hold."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.report.fragments import Fragment, fill
from analysis.report.wording import percent
from analysis.tables.intervals import wilson_interval
from analysis.tables.table import records

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNSEEN = {"kept": "kept for the check", "test": "of the test part", "train-cv": "by cross-validation"}
_FIGURE_PARTS = _UNSEEN | {"seen": "looked at", "dev": "of the development part", "all": ""}
_KINDS = ("ours", "baseline", "published", "people")


def plot_figures(rows: pd.DataFrame, title: str) -> Fragment:
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


def show_reliability(given: list[dict[str, Any]], title: str) -> Fragment:
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


def to_tell(rows: pd.DataFrame) -> pd.Series[bool]:
    """Figures on data not looked at, and those measured on no such data."""
    unseen = rows["part"].isin(list(_UNSEEN))
    return unseen | ~unseen.groupby([rows[name] for name in ("section", "measure", "system")]).transform("any")


def headlines(rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """What opens the validation notebook and the README: section and figures of each thing measured."""
    told = rows[to_tell(rows)]
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
