"""Where things go in a picture, and in which colour: worked out from the tables, drawn by ``figures``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.report.style import NARRATOR, SPEAKERS
from analysis.report.wording import voice_name

if TYPE_CHECKING:
    import pandas as pd

LABELS = 8  # words named on the valence picture


def voice_colour(voice: str, speaker: str, speakers: tuple[str, ...] = ()) -> str:
    """Colour of a voice: grey for the narrator, one colour a speaker, in the order of ``speakers``.

    >>> voice_colour("narrator", ""), voice_colour("direct", "")
    ('#7a7a7a', '#0072b2')
    """
    if voice == "narrator":
        return NARRATOR
    return SPEAKERS[speakers.index(speaker) % len(SPEAKERS)] if speaker in speakers else SPEAKERS[0]


def name_runs(stretches: pd.DataFrame) -> dict[str, tuple[float, str]]:
    """Where to write each voice's name: over the middle of its longest run, with its colour."""
    change = (stretches[["voice", "speaker"]] != stretches[["voice", "speaker"]].shift()).any(axis=1).cumsum()
    ends = stretches["score"].cumsum()
    runs = stretches.assign(run=change, end=ends)
    longest: dict[str, tuple[float, float, str]] = {}
    for _, run in runs.groupby("run"):
        voice, speaker = run["voice"].iloc[0], run["speaker"].iloc[0]
        name, words = voice_name(voice, speaker), float(run["score"].sum())
        middle = float(run["end"].iloc[-1] - words / 2)
        if words > longest.get(name, (0.0,))[0]:
            longest[name] = (words, middle, voice_colour(voice, speaker))
    return {name: (middle, colour) for name, (_, middle, colour) in longest.items()}


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
