"""The pictures of a report: the ribbon of voices, and the barcode of places above it.

Each is HTML that takes the colours of the page around it and keeps its letters at one size on any screen; print draws
the same numbers, which the picture carries as JSON. A speaker has one colour through the whole report.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.report.fragments import Fragment, anchor, fill
from analysis.report.wording import counted, label_name, listed, percent, voice_name
from analysis.tables.rates import PARTS, tabulate_speakers
from analysis.tables.table import NARRATOR, UNNAMED, holder_of, labels_by_count, records

if TYPE_CHECKING:
    import pandas as pd

NAMED = 0.05  # share of the words from which a speaker has a name and a colour of its own
COLOURS = 6  # in the style sheet: s0 to s5
_OTHERS, _UNKNOWN = "others", "unknown"
_NAMES = {NARRATOR: "the outlet", _OTHERS: "others", _UNKNOWN: "speaker not known"}
LETTER, GAP = 7 / 300, 0.02  # of the ribbon's length on the smallest screen: a letter of a name, and between two names
MOST_ROWS = 8  # of a barcode


def voice_classes(stretches: pd.DataFrame) -> dict[str, str]:
    """The style class of each holder, which gives its colour: ``narrator``, ``s0`` to ``s5``, ``others``, ``unknown``.

    Speakers with at least ``NAMED`` of the words have a colour of their own, in the order of their words.

    >>> from analysis.annotation import Annotation
    >>> from analysis.tables.table import build_table
    >>> rows = [Annotation("voice", "narrator", 0, 9, "stretch", score=9),
    ...         Annotation("voice", "direct", 9, 19, "stretch", actor="Ann", score=5),
    ...         Annotation("voice", "direct", 19, 29, "stretch", score=5)]
    >>> voice_classes(build_table("d", rows))
    {'narrator': 'narrator', 'Ann': 's0', 'unnamed': 'unknown'}
    """
    classes, taken = {}, 0
    for row in records(tabulate_speakers(stretches)):
        if row.holder in (NARRATOR, UNNAMED):
            classes[row.holder] = NARRATOR if row.holder == NARRATOR else _UNKNOWN
        elif row.share >= NAMED and taken < COLOURS:
            classes[row.holder], taken = f"s{taken}", taken + 1
        else:
            classes[row.holder] = _OTHERS
    return classes


def plot_ribbon(stretches: pd.DataFrame) -> Fragment:
    """Who speaks, and where? The article as a ribbon: one block a stretch, as long as its words, high where they are
    quoted, lower where they are reported, a low line where they are the outlet's own.
    """
    strip = _strip(stretches)
    total = sum(block["words"] for block in strip)
    names = _place_names(strip, total)
    drawing = {"strip": _bare(strip), "names": names, "words": total}
    unknown = [block for block in strip if block["class"] == _UNKNOWN]
    return fill(
        "ribbon", title=state_speakers(stretches), strip=strip, names=names, words=total, drawing=json.dumps(drawing),
        unknown=sum(block["words"] for block in unknown), places=len(unknown),
        rows=1 + max((name["row"] for name in names), default=0),
    )  # fmt: skip


def plot_barcode(rows: pd.DataFrame, stretches: pd.DataFrame) -> Fragment:
    """Where do they fall? A line a label, a stroke a place in the colour of whose words it is, the ribbon beneath."""
    strip, classes = _strip(stretches), voice_classes(stretches)
    total = sum(block["words"] for block in strip)
    rows = rows.assign(at=100 * word_positions(rows, stretches) / max(total, 1), holder=holder_of(rows))
    lines: list[dict[str, Any]] = [
        {
            "label": label_name(label),
            "marks": [
                {"at": round(float(row.at), 2), "class": classes.get(row.holder, _OTHERS), "start": row.start}
                for row in records(rows[rows["label"] == label])
            ],
        }
        for label in labels_by_count(rows)[:MOST_ROWS]
    ]
    bare = [[line["label"], [[mark["at"], mark["class"]] for mark in line["marks"]]] for line in lines]
    drawing = {"strip": _bare(strip), "lines": bare, "words": total}
    return fill("barcode", title=_spread(lines), strip=strip, lines=lines, drawing=json.dumps(drawing))


def _spread(lines: list[dict[str, Any]]) -> str:
    """The finding of the barcode: the label that is in most parts of the article."""
    if not lines:
        return "There is nothing to place."
    parts = [len({int(mark["at"] * PARTS / 100) for mark in line["marks"]}) for line in lines]
    widest = parts.index(max(parts))
    return f"Words of {lines[widest]['label']} are in {parts[widest]} of {PARTS} parts of the article."


def state_speakers(stretches: pd.DataFrame) -> str:
    """The finding of the ribbon: the shares of the outlet and of the speakers with most words."""
    speakers = tabulate_speakers(stretches)
    if speakers.empty:
        return "The article has no words to count."
    if set(speakers["holder"]) == {NARRATOR}:
        return "All words are the outlet’s own: nobody is quoted or reported."
    classes = voice_classes(stretches)
    named = [row for row in records(speakers) if classes[row.holder].startswith("s")]
    told = [f"{row.holder} {'has ' if row is named[0] else ''}{percent(row.share)}" for row in named]
    first = f"{listed(told)} of the words" if told else f"Nobody else has {percent(NAMED)} of the words"
    own = speakers.loc[speakers["holder"] == NARRATOR, "share"].sum()
    return f"{first}; the outlet itself has {percent(own)}."


def word_positions(rows: pd.DataFrame, stretches: pd.DataFrame) -> np.ndarray:
    """Words before each row: within its stretch, the share of characters stands for the share of words."""
    starts, ends = stretches["start"].to_numpy(), stretches["end"].to_numpy()
    before = (stretches["score"].cumsum() - stretches["score"]).to_numpy()
    at = (starts.searchsorted(rows["start"].to_numpy(), side="right") - 1).clip(0)
    if not len(starts):
        return np.zeros(len(rows))
    inside = (rows["start"].to_numpy() - starts[at]) / np.maximum(ends[at] - starts[at], 1)
    return np.asarray(before[at] + inside * stretches["score"].to_numpy()[at])


def _strip(stretches: pd.DataFrame) -> list[dict[str, Any]]:
    """The blocks of the ribbon, in the order of the text."""
    stretches = stretches[stretches["score"] > 0]
    classes = voice_classes(stretches)
    holders = holder_of(stretches)
    return [
        {
            "class": classes[holder],
            "holder": holder,
            "voice": row.label,
            "words": int(row.score),
            "told": f"{voice_name(row.label, row.actor)}, {counted(int(row.score), 'word')}",
            "href": anchor("v", row.start),
        }
        for row, holder in zip(records(stretches), holders, strict=True)
    ]


def _bare(strip: list[dict[str, Any]]) -> list[list[Any]]:
    return [[block["class"], block["voice"], block["words"]] for block in strip]


def _place_names(strip: list[dict[str, Any]], total: int) -> list[dict[str, Any]]:
    """Each name over the longest run of its colour, in the first row of names where it lies over no other."""
    runs: dict[str, tuple[int, float]] = {}
    shares: dict[str, int] = {}
    begin = before = 0
    last = ""
    for block in strip:
        key = block["holder"] if block["class"][0] == "s" else block["class"]
        begin = begin if key == last else before
        before, last = before + block["words"], key
        runs[key] = max(runs.get(key, (0, 0.0)), (before - begin, (before + begin) / 2 / total))
        shares[key] = shares.get(key, 0) + block["words"]
    classes = {block["holder"]: block["class"] for block in strip}
    rows: list[list[tuple[float, float]]] = []  # taken in each row, by names and lines down from them
    placed = []
    for key in sorted(runs, key=lambda key: (-shares[key], key)):
        if shares[key] < NAMED * total and key in _NAMES:
            continue
        text, at = f"{_NAMES.get(key, key)} {percent(round(shares[key] / total, 2))}", runs[key][1]
        width = min(len(text) * LETTER, 1.0)
        left = at * (1 - width)  # the style sheet draws it back by as much, so that it never sticks out
        span, line = (left - GAP, left + width + GAP), (at - GAP / 4, at + GAP / 4)
        free = (n for n, taken in enumerate(rows) if _free(span, taken) and all(_free(line, low) for low in rows[:n]))
        row = next(free, len(rows))
        rows += [[]] * (row == len(rows))
        rows[row].append(span)
        for below in rows[:row]:
            below.append(line)
        placed.append({"text": text, "at": round(100 * at, 2), "row": row, "class": classes.get(key, key)})
    return placed


def _free(span: tuple[float, float], taken: list[tuple[float, float]]) -> bool:
    return all(span[1] <= left or right <= span[0] for left, right in taken)
