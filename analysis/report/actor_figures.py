"""More pictures on the canvas of ``figures``: who does what to whom, who stands where, how sure, what is peculiar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.report.figures import canvas, picture, side_by_side
from analysis.report.style import AGAINST, FAVOR, GRID, INK, MUTED, PAPER
from analysis.report.wording import holder_name, shortened
from analysis.tables.table import records

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from analysis.report.fragments import Picture

LEAST_MENTIONS = 3  # mentions below which a cell of the stance matrix stays empty


def plot_agency(counts: pd.DataFrame, title: str, ax: Axes | None = None) -> Picture:
    """Who does what to whom? A dumbbell an actor: times agent against times patient, a ring for agentless events.

    Args:
        counts: ``actor, agent, patient, agentless``, from top to bottom.
        title: The finding that the picture shows.
        ax: Draw here; a new figure otherwise.
    """
    names = counts["actor"].tolist()
    with canvas(0.85 + 0.32 * len(names), side_by_side(names), ax) as (figure, ax):
        y = np.arange(len(names))
        ax.grid(axis="x")
        ax.set_axisbelow(True)
        ax.hlines(y, counts[["agent", "patient"]].min(axis=1), counts[["agent", "patient"]].max(axis=1), colors=MUTED)
        ax.scatter(counts["agent"], y - 0.08, c=FAVOR, s=46, zorder=3, marker="o")
        ax.scatter(counts["patient"], y + 0.08, c=AGAINST, s=42, zorder=3, marker="s")
        some = counts["agentless"].to_numpy() > 0
        ax.scatter(counts["patient"][some], y[some] + 0.08, facecolors="none", edgecolors=INK, s=130, zorder=4)
        for row, n, at in zip(y[some], counts["agentless"][some], counts["patient"][some], strict=True):
            ax.annotate(f"{n} without agent", (at, row + 0.08), (9, 0), textcoords="offset points", va="center",
                        fontsize=8.5, color=MUTED)  # fmt: skip
        most = max(4.0, float(counts[["agent", "patient"]].max().max()) if len(counts) else 0.0)
        ax.set(xlim=(-0.3, most + 0.5), ylim=(len(names) - 0.4, -0.6), yticks=y)
        ax.set_yticklabels([shortened(name) for name in names])
        ax.set_xlabel("events")
        note = "Dot: times agent. Square: times patient. Ring: some of these leave the agent out."
        return picture(figure, title, note)


def plot_pairs(rates: pd.DataFrame, pair: tuple[str, str], title: str, ax: Axes | None = None,
               confidence: float = 0.95) -> Picture:  # fmt: skip
    """How sure does it sound? Two dots a voice, one for each label of a pair, with their intervals.

    Args:
        rates: ``label, holder, n, rate, low, high``; the holders from top to bottom.
        pair: The two labels; the first is drawn hollow.
        title: The finding that the picture shows.
        ax: Draw here; a new figure otherwise.
        confidence: Level of the intervals, for the note.
    """
    holders = list(dict.fromkeys(rates["holder"]))
    names = [holder_name(holder) for holder in holders]
    with canvas(0.95 + 0.5 * len(names), side_by_side(names), ax) as (figure, ax):
        ax.grid(axis="x")
        ax.set_axisbelow(True)
        limit = max(1.0, float(rates["rate"].max() if len(rates) else 0) * 2)
        for number, (label, colour) in enumerate(zip(pair, (AGAINST, FAVOR), strict=True)):
            own = rates[rates["label"] == label].set_index("holder").reindex(holders)
            y = np.arange(len(holders)) + (0.17 if number else -0.17)
            ax.hlines(y, own["low"], own["high"].clip(upper=limit), colors=colour, linewidth=1.6, alpha=0.5)
            ax.scatter(own["rate"], y, s=42, zorder=3, edgecolors=colour, facecolors=colour if number else PAPER,
                       marker="s" if number else "o")  # fmt: skip
            for n, rate, at in zip(own["n"], own["rate"], y, strict=True):
                ax.annotate(f"{n:.0f}", (rate, at), (5, 1), textcoords="offset points", va="bottom", fontsize=8,
                            color=colour)  # fmt: skip
            ax.annotate(f"{'■' if number else '○'} {label}s", (0.12 * number, 1), (0, 5), "axes fraction",
                        "offset points", color=colour, fontweight="bold")  # fmt: skip
        ax.set(xlim=(-limit / 60, limit), ylim=(len(names) - 0.4, -0.6), yticks=range(len(names)))
        ax.set_yticklabels([shortened(name) for name in names])
        ax.set_xlabel("per 1,000 words of the voice")
        note = f"Line: {100 * confidence:g} % exact Poisson interval, cut at the edge. n beside the mark."
        return picture(figure, title, note)


def plot_keyness(rows: pd.DataFrame, sides: tuple[str, str], title: str, ax: Axes | None = None,
                 confidence: float = 0.95) -> Picture:  # fmt: skip
    """What is peculiar here? A bar a term, as long as its log ratio, to the side it belongs to, with its interval.

    Args:
        rows: ``term, n_focus, n_reference, log_ratio, low, high``, from top to bottom.
        sides: Names of focus (to the right) and reference (to the left).
        title: The finding that the picture shows.
        ax: Draw here; a new figure otherwise.
        confidence: Level of the intervals, for the note.
    """
    terms = rows["term"].tolist()
    with canvas(1.0 + 0.26 * len(terms), side_by_side(terms), ax) as (figure, ax):
        y = np.arange(len(terms))
        limit = max(4.0, float(rows["log_ratio"].abs().max() if len(rows) else 0) * 1.25)
        colours = [FAVOR if ratio > 0 else AGAINST for ratio in rows["log_ratio"]]
        ax.grid(axis="x")
        ax.set_axisbelow(True)
        ax.barh(y, rows["log_ratio"], height=0.62, color=colours)
        ax.hlines(y, rows["low"].clip(lower=-limit), rows["high"].clip(upper=limit), colors=INK, linewidth=1.1)
        ax.axvline(0, color=MUTED, linewidth=0.8)
        for at, row in zip(y, records(rows), strict=True):
            ax.annotate(f"{row.n_focus:.0f} : {row.n_reference:.0f}", (1, at), (-2, 0), ax.get_yaxis_transform(),
                        "offset points", va="center", ha="right", fontsize=8, color=MUTED)  # fmt: skip
        left = -limit if (rows["log_ratio"] < 0).any() else -limit / 50
        ax.set(xlim=(left, limit * 1.12), ylim=(len(terms) - 0.4, -0.6), yticks=y)
        ax.set_yticklabels([shortened(term) for term in terms])
        above = ax.get_xaxis_transform()
        ax.annotate(f"{sides[0]} →", (0, 1), (6, 5), above, "offset points", color=FAVOR, fontweight="bold")
        if left == -limit:
            ax.annotate(f"← {sides[1]}", (0, 1), (-6, 5), above, "offset points", color=AGAINST, ha="right",
                        fontweight="bold")  # fmt: skip
        ax.set_xlabel("log ratio: 1 is twice as often, 2 four times")
        note = (
            f"Line: {100 * confidence:g} % exact interval, cut at the edge. At the right: n in {sides[0]} : {sides[1]}."
        )
        return picture(figure, title, note)


def plot_stance(stances: pd.DataFrame, holders: list[str], targets: list[str], title: str,
                ax: Axes | None = None) -> Picture:  # fmt: skip
    """Who stands where? A matrix of holder by target: sign by colour and glyph, strength by size, n beneath.

    Args:
        stances: As ``tabulate_stance`` gives them.
        holders: From top to bottom.
        targets: From left to right.
        title: The finding that the picture shows.
        ax: Draw here; a new figure otherwise.
    """
    names = [holder_name(holder) for holder in holders]
    with canvas(1.75 + 0.5 * len(names), side_by_side(names), ax) as (figure, ax):
        for line in range(len(holders)):
            ax.axhline(line + 0.5, color=GRID, linewidth=0.6)
        for cell in records(stances[(stances["n"] >= LEAST_MENTIONS) & stances["target"].isin(targets)]):
            if cell.holder in holders:
                _cell(ax, targets.index(cell.target), holders.index(cell.holder), cell)
        ax.set(xlim=(-0.6, max(len(targets), 3) - 0.4), ylim=(len(names) - 0.4, -0.6))
        ax.set(xticks=range(len(targets)), yticks=range(len(names)))
        ax.set_yticklabels([shortened(name) for name in names])
        ax.xaxis.tick_top()
        ax.tick_params(axis="x", length=0)
        ax.set_xticklabels([shortened(target, 24) for target in targets], rotation=35, ha="left", color=INK)
        ax.spines["bottom"].set_visible(False)
        place = ax.get_position()
        ax.set_position((place.x0, 0.06, place.width * 0.9, 1 - 0.06 - 1.25 / figure.get_size_inches()[1]))
        note = "Rows: who speaks. Columns: of whom. + for, − against, ○ no side; size: strength; below it n, from 3. "
        note += "Hollow: by the model alone."
        return picture(figure, title, note)


def _cell(ax: Axes, x: int, y: int, cell: Any) -> None:
    """A stance: a disc with its sign, hollow where only the model takes it, or a ring where no word takes a side."""
    if cell.favor or cell.against:
        colour, sign = (FAVOR, "+") if cell.score > 0 else (AGAINST, "−")
        full = colour if cell.agreed else "none"
        ax.scatter([x], [y], s=70 + 500 * abs(cell.score), facecolors=full, edgecolors=colour)
        ax.text(x, y, sign, color="white" if cell.agreed else colour, ha="center", va="center", fontweight="bold")
    else:
        ax.scatter([x], [y], s=40, facecolors="none", edgecolors=MUTED)
    ax.annotate(
        f"n = {cell.n}", (x, y), (0, -12), textcoords="offset points", ha="center", va="top", fontsize=8, color=MUTED
    )
