"""Where things go in a picture, and in which colour: worked out from the tables, drawn by ``figures``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.report.style import NARRATOR_COLOUR, SPEAKER_COLOURS
from analysis.report.wording import holder_name
from analysis.tables.table import NARRATOR, holder_of

if TYPE_CHECKING:
    import pandas as pd

FEW_WORDS = 50  # below so many words nothing is said of a voice, and it is not drawn where others are
LABELS = 8  # words named on the valence picture
NAME_WIDTH = 0.013  # share of the ribbon's length that a letter of a name takes


def holder_colours(holders: pd.Series, words: pd.Series) -> dict[str, str]:
    """One colour a holder: grey for the narrator, the others in the order of their words; the last colour is shared.

    >>> import pandas as pd
    >>> holder_colours(pd.Series(["narrator", "Ann", "Bob"]), pd.Series([9, 1, 5]))
    {'narrator': '#7a7a7a', 'Bob': '#0072b2', 'Ann': '#d55e00'}
    """
    total = words.groupby(holders).sum().rename_axis("holder").reset_index(name="words")
    order = total[total["holder"] != NARRATOR].sort_values(["words", "holder"], ascending=[False, True])
    last = len(SPEAKER_COLOURS) - 1
    return {NARRATOR: NARRATOR_COLOUR} | {str(h): SPEAKER_COLOURS[min(n, last)] for n, h in enumerate(order["holder"])}


def name_runs(stretches: pd.DataFrame) -> dict[str, tuple[float, str]]:
    """Where to write each holder's name: over the middle of its longest run, with its colour; those that would lie
    over a longer run's name are left out."""
    holders = holder_of(stretches)
    colours = holder_colours(holders, stretches["score"])
    runs = stretches.assign(holder=holders, run=(holders != holders.shift()).cumsum(), end=stretches["score"].cumsum())
    long_runs = []
    for _, run in runs.groupby("run"):
        words = float(run["score"].sum())
        long_runs.append((words, float(run["end"].iloc[-1]) - words / 2, str(run["holder"].iloc[0])))
    named: dict[str, tuple[float, str]] = {}
    width = max(float(stretches["score"].sum()), 1.0) * NAME_WIDTH
    for _, middle, holder in sorted(long_runs, key=lambda run: (-run[0], run[1])):
        name = holder_name(holder)
        if name not in named and all(
            abs(middle - at) > width * (len(name) + len(other)) / 2 for other, (at, _) in named.items()
        ):
            named[name] = (middle, colours[holder])
    return named


def word_positions(rows: pd.DataFrame, stretches: pd.DataFrame) -> np.ndarray:
    """Words before each row: within its stretch, the share of characters stands for the share of words."""
    starts, ends = stretches["start"].to_numpy(), stretches["end"].to_numpy()
    before = (stretches["score"].cumsum() - stretches["score"]).to_numpy()
    at = (starts.searchsorted(rows["start"].to_numpy(), side="right") - 1).clip(0)
    inside = (rows["start"].to_numpy() - starts[at]) / np.maximum(ends[at] - starts[at], 1)
    return np.asarray(before[at] + inside * stretches["score"].to_numpy()[at])


def place_labels(sentences: pd.DataFrame, words: pd.DataFrame, total: float) -> list[tuple[float, float, str]]:
    """The strongest word of the longest stems: place, valence, word; one that would lie over another is left out."""
    placed: list[tuple[float, float, str]] = []
    for index in sentences["valence"].abs().sort_values(ascending=False, kind="stable").dropna().index:
        row = sentences.loc[index]
        own = words[(words["start"] >= row["start"]) & (words["start"] < row["end"])]
        own = own[np.sign(own["score"]) == np.sign(row["valence"])]
        if own.empty or len(placed) == LABELS:
            continue
        text = str(own.loc[own["score"].abs().idxmax(), "text"])
        width = total * 0.0125
        if all(
            abs(row["middle"] - at) > width * (len(text) + len(other)) / 2 or abs(row["valence"] - valence) > 0.3
            for at, valence, other in placed
        ):
            placed.append((float(row["middle"]), float(row["valence"]), text))
    return placed
