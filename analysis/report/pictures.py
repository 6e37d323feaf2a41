"""The pictures of a report: the ribbon of voices, and the barcode of places above it.

Each is HTML that takes the colours of the page around it and keeps its letters at one size on any screen; print draws the
same numbers, which the picture carries as JSON. One colour a speaker holds through the whole report.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.report.fragments import Fragment, anchor, fill
from analysis.report.wording import counted, holder_name, label_name, listed, percent, voice_name
from analysis.tables.rates import tabulate_dispersion, tabulate_speakers
from analysis.tables.table import NARRATOR, UNNAMED, holder_of, labels_by_count, records, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

NAMED = 0.05  # share of the words from which a speaker has a name and a colour of its own
COLOURS = 6  # in the style sheet: s0 to s5
OTHERS, UNKNOWN = "others", "unknown"
NAMES = {NARRATOR: "the outlet", OTHERS: "others", UNKNOWN: "speaker not known"}
LETTER, GAP = 7 / 300, 0.02  # of the ribbon's length on the smallest screen: a letter of a name, and between two names
MOST_LINES = 8  # of a barcode


def voice_classes(table: pd.DataFrame) -> dict[str, str]:
    """The style class of each holder, which gives its colour: ``narrator``, ``s0`` to ``s5``, ``others``, ``unknown``.

    Speakers with at least ``NAMED`` of the words have a colour of their own, in the order of their words.

    >>> from analysis.annotation import Annotation
    >>> from analysis.tables.table import build_table
    >>> rows = [Annotation("voice", "narrator", 0, 9, "stretch", score=9), Annotation("voice", "direct", 9, 19, "stretch",
    ...         actor="Ann", score=5), Annotation("voice", "direct", 19, 29, "stretch", score=5)]
    >>> voice_classes(build_table("d", rows))
    {'narrator': 'narrator', 'Ann': 's0', 'unnamed': 'unknown'}
    """
    classes, taken = {}, 0
    for row in records(tabulate_speakers(table)):
        if row.holder in (NARRATOR, UNNAMED):
            classes[row.holder] = NARRATOR if row.holder == NARRATOR else UNKNOWN
        elif row.share >= NAMED and taken < COLOURS:
            classes[row.holder], taken = f"s{taken}", taken + 1
        else:
            classes[row.holder] = OTHERS
    return classes


def plot_ribbon(table: pd.DataFrame) -> Fragment:
    """Who speaks, and where? The article as a ribbon: one block a stretch, as long as its words, high where they are
    quoted, lower where they are reported, a low line where they are the outlet's own.

    Args:
        table: The annotations of one article.
    """
    strip = _strip(table)
    total = sum(block["words"] for block in strip)
    names = _place_names(strip, total)
    drawing = {"strip": _bare(strip), "names": names, "words": total}
    unknown = [block for block in strip if block["class"] == UNKNOWN]
    return fill(
        "ribbon", title=state_speakers(table), strip=strip, names=names, words=total, drawing=json.dumps(drawing),
        unknown=sum(block["words"] for block in unknown), places=len(unknown),
        rows=1 + max((name["row"] for name in names), default=0),
    )  # fmt: skip


def plot_barcode(table: pd.DataFrame, layer: str = "frame", role: str = "") -> Fragment:
    """Where do they fall? A line a label, a stroke a place in the colour of whose words it is, the ribbon beneath.

    Args:
        table: The annotations of one article.
        layer: Whose labels are drawn, those with most places.
        role: Of the rows that are drawn; the one that counts in the layer if empty.
    """
    spread = tabulate_dispersion(table, layer=layer, role=role).head(MOST_LINES)
    rows, strip, classes = rows_of(table, layer, role or None), _strip(table), voice_classes(table)
    rows = rows[rows["label"].isin(spread["label"])]
    if role == "":
        from analysis.annotation import counted_role

        rows = rows[rows["role"] == counted_role(layer)]
    total = sum(block["words"] for block in strip)
    rows = rows.assign(at=100 * word_positions(rows, rows_of(table, "voice")) / max(total, 1), holder=holder_of(rows))
    lines = [
        {
            "label": label_name(label),
            "marks": [
                {"at": round(float(row.at), 2), "class": classes.get(row.holder, OTHERS), "start": row.start}
                for row in records(rows[rows["label"] == label])
            ],
        }
        for label in labels_by_count(rows)
    ]
    drawing = {
        "strip": _bare(strip),
        "lines": [{"label": line["label"], "marks": [[m["at"], m["class"]] for m in line["marks"]]} for line in lines],
    }
    title = f"No {layer} to place."
    if len(spread):
        widest = records(spread.sort_values(["parts", "n"], ascending=False, kind="stable"))[0]
        title = f"Words of {label_name(widest.label)} are in {widest.parts} of ten parts of the article."
    return fill("barcode", title=title, strip=strip, lines=lines, drawing=json.dumps(drawing))


def state_speakers(table: pd.DataFrame) -> str:
    """The finding of the ribbon: the shares of the outlet and of the speakers with most words."""
    speakers = tabulate_speakers(table)
    if speakers.empty:
        return "The article has no words to count."
    if set(speakers["holder"]) == {NARRATOR}:
        return "All words are the outlet’s own: nobody is quoted or reported."
    classes = voice_classes(table)
    told = [
        f"{holder_name(row.holder)} {percent(row.share)}"
        for row in records(speakers)
        if classes[row.holder][0] == "s"
    ]
    own = speakers.loc[speakers["holder"] == NARRATOR, "share"].sum()
    others = f"{listed(told)} of the words" if told else f"nobody as much as {percent(NAMED)} of the words"
    return f"{others[0].upper()}{others[1:]}; the outlet’s own voice has {percent(own)}."


def word_positions(rows: pd.DataFrame, stretches: pd.DataFrame) -> np.ndarray:
    """Words before each row: within its stretch, the share of characters stands for the share of words."""
    starts, ends = stretches["start"].to_numpy(), stretches["end"].to_numpy()
    before = (stretches["score"].cumsum() - stretches["score"]).to_numpy()
    at = (starts.searchsorted(rows["start"].to_numpy(), side="right") - 1).clip(0)
    if not len(starts):
        return np.zeros(len(rows))
    inside = (rows["start"].to_numpy() - starts[at]) / np.maximum(ends[at] - starts[at], 1)
    return np.asarray(before[at] + inside * stretches["score"].to_numpy()[at])


def _strip(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The blocks of the ribbon, in the order of the text."""
    stretches = rows_of(table, "voice")
    stretches = stretches[stretches["score"] > 0]
    classes = voice_classes(table)
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
    rows: list[list[tuple[float, float]]] = []
    placed = []
    for key in sorted(runs, key=lambda key: (-shares[key], key)):
        text, at = f"{NAMES.get(key, key)} {percent(shares[key] / total)}", runs[key][1]
        width = min(len(text) * LETTER, 1.0)
        left = at * (1 - width)  # the style sheet draws it back by as much, so that it never sticks out
        span = (left - GAP, left + width + GAP)
        row = next((n for n, taken in enumerate(rows) if _free(span, taken)), len(rows))
        rows[row:] = [[*rows[row], span]] if row < len(rows) else [[span]]
        placed.append({"text": text, "at": round(100 * at, 2), "row": row, "class": classes.get(key, key)})
    return placed


def _free(span: tuple[float, float], taken: list[tuple[float, float]]) -> bool:
    return all(span[1] <= left or right <= span[0] for left, right in taken)
