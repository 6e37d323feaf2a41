"""The one matplotlib door: each function draws one picture that answers one question, from tidy tables.

A picture is given as SVG (for the rendered reports) and PNG (for JupyterLab), with a title that states its finding, a
note, and the same as alternative text. Nothing here changes matplotlib's global settings.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from analysis.report.fragments import Picture
from analysis.report.plot_layout import FEW_WORDS, holder_colours, name_runs, place_labels, word_positions
from analysis.report.style import GRID, INK, MUTED, PAPER, SANS, font_folder
from analysis.report.wording import holder_name, label_name, shortened
from analysis.tables.table import NARRATOR, holder_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

HOLDERS = 3  # drawn in the picture of the rates, most words first
WIDTH = 7.2  # inches: the text column
STYLE = {
    "font.family": ["Source Sans Pro", "DejaVu Sans"],
    "font.size": 10.5,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "ytick.left": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "text.parse_math": False,  # a dollar sign in an article is a dollar sign
    "svg.fonttype": "path",
    "svg.hashsalt": "whose-words",
    "savefig.transparent": True,
}


def plot_ribbon(stretches: pd.DataFrame, title: str, ax: Axes | None = None) -> Picture:
    """Who speaks, and where? The article as a ribbon: each sentence as long as its words, in the colour of its voice.

    Args:
        stretches: Rows of the ``voice`` layer, in text order.
        title: The finding that the picture shows.
        ax: Draw here; a new figure otherwise.
    """
    with canvas(1.2, 0.15, ax) as (figure, ax):
        _ribbon(ax, stretches, 0.0, 1.0)
        total = stretches["score"].sum()
        ax.set(xlim=(0, max(total, 1)), ylim=(-0.05, 1.75), yticks=[])
        for name, (at, colour) in name_runs(stretches).items():
            ax.text(at, 1.12, name, color=colour, va="bottom", ha="center", fontweight="bold")
        ax.set_xlabel("words from the start of the article")
        note = "One block a sentence and voice, as long as it has words; hatched where words are reported, not quoted."
        return picture(figure, title, note)


def plot_rates(
    rates: pd.DataFrame, order: list[str], title: str, ax: Axes | None = None, confidence: float = 0.95,
    noun: str = "term",
) -> Picture:  # fmt: skip
    """Which frames, in whose voice? A dot a voice, with its interval, one line a frame.

    Args:
        rates: As ``tabulate_rates`` gives them.
        order: Labels from top to bottom.
        title: The finding that the picture shows.
        ax: Draw here; a new figure otherwise.
        confidence: Level of the intervals of ``rates``, for the note.
        noun: What is counted.
    """
    with canvas(0.85 + 0.46 * len(order), side_by_side(order), ax) as (figure, ax):
        words = rates.drop_duplicates("holder")
        colours = holder_colours(words["holder"], words["words"])
        enough = set(words.loc[(words["words"] >= FEW_WORDS) | (words["holder"] == NARRATOR), "holder"])
        shown = enough if len(enough) > 1 else set(words["holder"])
        drawn = [holder for holder in colours if holder in shown][:HOLDERS]
        ax.grid(axis="x")
        ax.set_axisbelow(True)
        limit = max(1.0, float(rates.loc[rates["holder"].isin(drawn), "rate"].max() if drawn else 0) * 1.6)
        for number, holder in enumerate(drawn):
            own = rates[rates["holder"] == holder].set_index("label").reindex(order)
            y = np.arange(len(order)) + 0.72 / len(drawn) * (number - (len(drawn) - 1) / 2)
            _dots(ax, own, y, colours[holder], limit)
        _key(ax, [(holder, colours[holder]) for holder in drawn])
        ax.set(xlim=(-limit / 100, limit), ylim=(len(order) - 0.4, -0.6), yticks=range(len(order)))
        ax.set_yticklabels([shortened(label_name(label)) for label in order])
        ax.set_xlabel(f"{noun}s per 1,000 words of the voice")
        note = f"Dot: rate. Line: {100 * confidence:g} % exact Poisson interval, cut at the edge. n beside the dot."
        return picture(figure, title, note)


def plot_dispersion(
    rows: pd.DataFrame, stretches: pd.DataFrame, order: list[str], title: str, ax: Axes | None = None
) -> Picture:
    """Where do they fall? A barcode a frame, one mark a term, with the voice ribbon beneath.

    Args:
        rows: Rows of the layer drawn: ``label, start, voice, speaker``.
        stretches: Rows of the ``voice`` layer.
        order: Labels from top to bottom.
        title: The finding that the picture shows.
        ax: Draw here; a new figure otherwise.
    """
    with canvas(0.9 + 0.28 * len(order), side_by_side(order), ax) as (figure, ax):
        at, palette = word_positions(rows, stretches), holder_colours(holder_of(stretches), stretches["score"])
        for line, label in enumerate(order):
            own = (rows["label"] == label).to_numpy()
            colours = [palette.get(holder, MUTED) for holder in holder_of(rows[own])]
            ax.vlines(at[own], line - 0.36, line + 0.36, colors=colours, linewidth=2)
            ax.axhline(line + 0.5, color=GRID, linewidth=0.6)
        _ribbon(ax, stretches, len(order) - 0.3, 0.6)
        ax.set(xlim=(0, max(stretches["score"].sum(), 1)), ylim=(len(order) + 0.45, -0.6), yticks=range(len(order) + 1))
        ax.set_yticklabels([*(shortened(label_name(label)) for label in order), "voice"])
        ax.set_xlabel("words from the start of the article")
        note = "One mark a place, in the colour of whose words they are; grey is the narrator."
        return picture(figure, title, note)


def plot_valence(sentences: pd.DataFrame, words: pd.DataFrame, title: str, ax: Axes | None = None) -> Picture:
    """Where is the text warm or cold? A stem a sentence and voice, with the words that made the longest.

    Args:
        sentences: As ``tabulate_sentences`` gives them.
        words: ``start, text, score`` of each valence expression.
        title: The finding that the picture shows.
        ax: Draw here; a new figure otherwise.
    """
    with canvas(3.3, 0.7, ax) as (figure, ax):
        total = max(sentences["words"].sum(), 1)
        middle = sentences["words"].cumsum() - sentences["words"] / 2
        colours = sentences["holder"].map(holder_colours(sentences["holder"], sentences["words"])).tolist()
        ax.axhline(0, color=MUTED, linewidth=0.8)
        ax.vlines(middle, 0, sentences["valence"], colors=colours, linewidth=2)
        ax.scatter(middle, sentences["valence"], c=colours, s=26, zorder=3)
        for at, valence, text in place_labels(sentences.assign(middle=middle), words, total):
            side, offset = ("bottom", 7) if valence > 0 else ("top", -7)
            ax.annotate(
                text, (at, valence), (0, offset), textcoords="offset points", ha="center", va=side, fontsize=8.5
            )
        ax.set(xlim=(-total / 40, total), ylim=(-1.28, 1.28), yticks=[-1, 0, 1])
        ax.set_yticklabels(["bad −1", "0", "good +1"])
        ax.set_xlabel("words from the start of the article")
        note = "Grey stems: the narrator. Coloured: others’ words. Sentences without a valence word have no stem."
        return picture(figure, title, note)


@contextmanager
def canvas(height: float, left: float, ax: Axes | None = None) -> Iterator[tuple[Figure, Axes]]:
    """Figure and axes in the house style, ``height`` inches high, with ``left`` inches for labels."""
    with mpl.rc_context(_style()):
        yield _axes(height, left, ax)


def _style() -> Any:
    _register_fonts()
    return STYLE


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    from matplotlib.font_manager import fontManager

    for weight in ("Regular", "Bold", "It"):
        fontManager.addfont(font_folder(SANS) / f"SourceSansPro-{weight}.ttf")


def side_by_side(labels: list[str]) -> float:
    """Inches that the longest label takes beside the axes, shortened."""
    return 0.3 + 0.075 * max((len(shortened(label)) for label in labels), default=0)


def _axes(height: float, left: float, ax: Axes | None) -> tuple[Figure, Axes]:
    """Axes with margins in inches, so that letters have one size in every picture; measuring them would be slow."""
    if ax is not None:
        figure = ax.get_figure(root=True)
        if not isinstance(figure, Figure):
            raise ValueError("ax must belong to a figure")
        return figure, ax
    figure = Figure(figsize=(WIDTH, height))
    bottom, top = 0.45 / height, 1 - 0.28 / height
    return figure, figure.add_axes((left / WIDTH, bottom, 1 - (left + 0.15) / WIDTH, top - bottom))


def _ribbon(ax: Axes, stretches: pd.DataFrame, bottom: float, height: float) -> None:
    ends = stretches["score"].cumsum()
    holders = holder_of(stretches)
    colours = holders.map(holder_colours(holders, stretches["score"])).tolist()
    ax.bar(
        ends - stretches["score"], height, stretches["score"], bottom, align="edge", color=colours,
        edgecolor=PAPER, linewidth=0.8, hatch=["///" if voice == "indirect" else "" for voice in stretches["voice"]],
    )  # fmt: skip


def _key(ax: Axes, holders: list[tuple[str, str]]) -> None:
    """The names of the holders in their colours, above the picture."""
    at = 0.0
    for holder, colour in holders:
        name = holder_name(holder)
        ax.annotate(f"● {name}", (at, 1), (0, 5), "axes fraction", "offset points", color=colour, fontweight="bold")
        at += 0.05 + 0.022 * len(name)


def _dots(ax: Axes, own: pd.DataFrame, y: np.ndarray, colour: str, limit: float) -> None:
    ax.hlines(y, own["low"], own["high"].clip(upper=limit), colors=colour, linewidth=1.6, alpha=0.55)
    ax.scatter(own["rate"], y, c=colour, s=30, zorder=3)
    for n, rate, at in zip(own["n"], own["rate"], y, strict=True):
        ax.annotate(f"{n:.0f}", (rate, at), (4, 1), textcoords="offset points", va="bottom", fontsize=8, color=colour)


def picture(figure: Figure, title: str, note: str) -> Picture:
    """The finished picture as SVG and PNG, with its title, its note and both as alternative text."""
    svg, png = io.StringIO(), io.BytesIO()
    width, height = figure.get_size_inches()
    whole = Bbox([[0, 0], [width, height + 0.4]])
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)  # any script may be in an article
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
        figure.text(0.01, 1 + 0.1 / height, title, fontweight="bold")
        figure.savefig(png, format="png", dpi=110, metadata={"Software": None}, facecolor="white", bbox_inches=whole)
    plain = re.sub(r"<!--.*?-->|<\?xml.*?\?>|<!DOCTYPE.*?>|<metadata>.*?</metadata>", "", svg.getvalue(), flags=re.S)
    return Picture(plain.strip(), png.getvalue(), title, note, f"{title} {note}".strip())
