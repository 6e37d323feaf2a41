"""Pictures of accuracy: how well the package does beside others, and whether its probabilities hold."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.report.figures import canvas, picture, side_by_side
from analysis.report.style import FAVOR, GRID, INK, MUTED, PAPER, SPEAKER_COLOURS
from analysis.tables.intervals import wilson_interval
from analysis.tables.table import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

    from analysis.report.fragments import Picture

UNSEEN = {"kept": "kept for the check", "test": "of the test part", "train-cv": "by cross-validation"}
FIGURE_PARTS = UNSEEN | {"seen": "looked at", "dev": "of the development part", "all": ""}
MARKERS = {"ours": "o", "baseline": "o", "published": "s", "people": "D"}
HEADING, LINE, MORE, GAP, NUMERALS = 0.25, 0.19, 0.14, 0.1, 1.35  # inches; MORE: for each further line of a name
LETTERS_A_LINE = 42  # of a name on one line


def plot_figures(rows: pd.DataFrame, title: str, ax: Axes | None = None) -> Picture:
    """How well does it do? A dot a system with its interval, filled for ours, hollow for others, by what is measured.

    Args:
        rows: Figures of one section.
        title: The finding that the picture shows.
        ax: Draw here; a new figure otherwise.
    """
    blocks = [drawn_lines(same) for _, same in rows.groupby("measure", sort=False)]
    names = [line for block in blocks for row, _ in block for line in _name(row).split("\n")]
    total = sum(HEADING + GAP + sum(_height(row) for row, _ in block) for block in blocks)
    with canvas(total + 0.45, side_by_side(names), ax) as (figure, ax):
        place = ax.get_position()
        width = figure.get_size_inches()[0]
        ax.set_position((place.x0, place.y0, place.width - (NUMERALS - 0.15) / width, 1 - place.y0))
        limit = max(1.0, float(rows[["value", "high"]].max().max()))
        ticks, y = [0, 0.25, 0.5, 0.75, 1] if limit == 1 else list(range(math.ceil(limit) + 1)), 0.0
        for block in blocks:
            first, where = block[0][0], ("figure fraction", "data")
            style: Any = {"xycoords": where, "annotation_clip": False}
            ax.annotate(first.measure, (0.005, y + HEADING - 0.07), fontweight="bold", **style)
            ax.annotate(units(first), (0.995, y + HEADING - 0.07), ha="right", color=MUTED, fontsize=9.5, **style)
            y += HEADING
            ax.vlines(ticks, y - 0.02, y + sum(_height(row) for row, _ in block) - 0.02, colors=GRID, linewidth=0.6)
            for row, seen in block:
                _dot(ax, y + _height(row) / 2, row, seen)
                y += _height(row)
            y += GAP
        ax.set(
            xlim=(min(0.0, float(rows["value"].min())) - 0.01, ticks[-1] + 0.01), ylim=(y, 0), yticks=[], xticks=ticks
        )
        ax.set_xticklabels([f"{tick:g}" for tick in ticks])
        return picture(figure, title, _note(rows))


def _name(row: Any) -> str:
    return textwrap.fill(row.system, LETTERS_A_LINE)


def _height(row: Any) -> float:
    return LINE + MORE * _name(row).count("\n")


def _dot(ax: Axes, y: float, row: Any, seen: list[float]) -> None:
    """One system: name, interval, dot, what it had on data looked at, and the numbers."""
    ours = row.kind == "ours"
    colour = FAVOR if ours else MUTED
    ax.hlines([y], [row.low], [row.high], colors=colour, linewidth=1.6, alpha=0.55, clip_on=False)
    ax.scatter(seen, [y] * len(seen), c=colour, s=46, marker="|", linewidths=1.2, zorder=3, clip_on=False)
    ax.scatter([row.value], [y], s=30, marker=MARKERS[row.kind], zorder=4, facecolors=colour if ours else PAPER,
               edgecolors=colour, linewidths=1.2, clip_on=False)  # fmt: skip
    style: Any = {"textcoords": "offset points", "va": "center", "annotation_clip": False, "fontsize": 9.5}
    side, weight = (INK if ours else MUTED), ("bold" if ours else "normal")
    where = ("axes fraction", "data")
    ax.annotate(_name(row), (0, y), (-7, 0), where, ha="right", color=side, fontweight=weight, **style)
    ax.annotate(numerals(row), (1, y), (9, 0), where, ha="left", color=side, fontweight=weight, **style)


def plot_calibration(given: list[dict[str, Any]], title: str, ax: Axes | None = None) -> Picture:
    """Do the probabilities hold? Share that was right against probability given, with Wilson intervals.

    Args:
        given: Calibrations: ``system, part, ece, reliability``.
        title: The finding that the picture shows.
        ax: Draw here; a new figure otherwise.
    """
    with canvas(3.9, 0.8, ax) as (figure, ax):
        width, height = figure.get_size_inches()
        ax.set_position((0.8 / width, 0.55 / height, 3.2 / width, 3.2 / height))
        ax.plot([0, 1], [0, 1], color=MUTED, linewidth=0.8)
        ax.annotate(
            "as often right as it says", (0.04, 0.07), rotation=45, rotation_mode="anchor", color=MUTED, fontsize=9
        )
        ax.grid(axis="both")
        ax.set_axisbelow(True)
        for place, (row, colour) in enumerate(zip(given, SPEAKER_COLOURS, strict=False)):
            bins = pd.DataFrame(row["reliability"])
            low, high = wilson_interval(bins["observed"] * bins["n"], bins["n"])
            ax.vlines(bins["predicted"], low, high, colors=colour, linewidth=1.6, alpha=0.55)
            ax.plot(bins["predicted"], bins["observed"], color=colour, linewidth=0.8)
            ax.scatter(bins["predicted"], bins["observed"], c=colour, s=30, zorder=3)
            words = f"● {row['system']}\nmean error {row['ece']:.3f}"
            ax.annotate(words, (1, 1 - 0.15 * place), (12, 0), "axes fraction", "offset points", va="top", color=colour)
        ax.set(xlim=(0, 1), ylim=(0, 1), xlabel="probability it gives", ylabel="share that was right")
        note = "Dot: cases of about this probability. Line: 95 % interval. Mean error: distance from the diagonal."
        return picture(figure, title, note)


def drawn_lines(same: pd.DataFrame) -> list[tuple[Any, list[float]]]:
    """The lines of one thing measured: ours, then the best of the others; each with its values on data looked at."""
    lines = []
    for _, own in same.groupby("system", sort=False):
        unseen = own["part"].isin(list(UNSEEN))
        main = own[unseen] if unseen.any() else own
        lines.append(
            (records(main.head(1))[0], own.loc[~unseen, "value"].drop(main.index[0], errors="ignore").tolist())
        )
    return sorted(lines, key=lambda line: (line[0].kind != "ours", 0 if line[0].kind == "ours" else -line[0].value))


def to_tell(rows: pd.DataFrame) -> pd.Series[bool]:
    """Figures on data not looked at, and those measured on no such data."""
    unseen = rows["part"].isin(list(UNSEEN))
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
    for kind in list(MARKERS)[1:]:
        elsewhere = ~same["part"].isin(first) & (kind == "baseline")
        own = same[(same["kind"] == kind) & ~elsewhere].sort_values("value", ascending=False, kind="stable")
        yield from records(own.head(1))


def units(row: Any) -> str:
    """How many of what, and of which part of the data: "1,293 snippets kept for the check"."""
    counted = "" if math.isnan(row.n) else f"{row.n:,.0f} {row.unit}"
    return f"{counted} {FIGURE_PARTS[row.part]}".strip()


def numerals(row: Any, places: int = 2) -> str:
    """The figure with its interval, "0.63 (0.61–0.65)"; what others state without one stays as they state it."""
    if math.isnan(row.low):
        return f"{row.value:.{places}f}" if row.kind in ("ours", "baseline") else f"{row.value:g}"
    return f"{row.value:.{places}f} ({row.low:.{places}f}–{row.high:.{places}f})"


def _note(rows: pd.DataFrame) -> str:
    words = ["Filled dot: Whose Words. Hollow: others. Line: 95 % interval."]
    if (rows["kind"] == "published").any():
        words.append("Square: published by others.")
    if (rows["kind"] == "people").any():
        words.append("Diamond: people.")
    if any(seen for _, same in rows.groupby("measure") for _, seen in drawn_lines(same)):
        words.append("Upright mark: the same where the data, or a part of them, were looked at.")
    return " ".join(words)
