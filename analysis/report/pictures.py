"""The pictures of a report: the ribbon of voices and the barcode of places above it; of many articles, when they were
written, and how shares, rates and scores change.

Each is HTML that takes the colours of the page around it and keeps its letters at one size on any screen; print draws
the same numbers, which the picture carries as JSON. A speaker has one colour through the whole report.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.report.fragments import Fragment, anchor, fill
from analysis.report.wording import counted, day, interval, label_name, listed, number, percent, voice_name
from analysis.tables.rates import PARTS, tabulate_speakers
from analysis.tables.table import NARRATOR, UNNAMED, holder_of, labels_by_count, records

if TYPE_CHECKING:
    import pandas as pd

_NAMED = 0.05  # share of the words from which a speaker has a name and a colour of its own
_COLOURS = 6  # in the style sheet: s0 to s5
_OTHERS, _UNKNOWN = "others", "unknown"
_NAMES = {NARRATOR: "the outlet", _OTHERS: "others", _UNKNOWN: "speaker not known"}
_LETTER, _GAP = 7 / 300, 0.02  # of the ribbon's length on the smallest screen: a letter of a name, between two names
_MOST_ROWS = 8  # of a barcode
_MOST_PERIODS, _MOST_DOTS = 8, 48  # of a course over time: from more, periods of one article go; that fit one page
_FENCE = 1.5  # interquartile ranges beyond the quartiles, from where on a date is put at the end of the line (Tukey)


def voice_classes(stretches: pd.DataFrame) -> dict[str, str]:
    """The style class of each holder, which gives its colour: ``narrator``, ``s0`` to ``s5``, ``others``, ``unknown``.

    Speakers with at least ``_NAMED`` of the words have a colour of their own, in the order of their words.

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
        elif row.share >= _NAMED and taken < _COLOURS:
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
        "ribbon", title=_state_speakers(stretches), strip=strip, names=names, words=total, drawing=json.dumps(drawing),
        unknown=sum(block["words"] for block in unknown), places=len(unknown),
        rows=1 + max((name["row"] for name in names), default=0),
    )  # fmt: skip


def plot_barcode(rows: pd.DataFrame, stretches: pd.DataFrame) -> Fragment:
    """Where do they fall? A line a label, a stroke a place in the colour of whose words it is, the ribbon beneath."""
    strip, classes = _strip(stretches), voice_classes(stretches)
    total = sum(block["words"] for block in strip)
    rows = rows.assign(at=100 * _word_positions(rows, stretches) / max(total, 1), holder=holder_of(rows))
    lines: list[dict[str, Any]] = [
        {
            "label": label_name(label),
            "marks": [
                {
                    "at": round(float(row.at), 2),
                    "class": classes.get(row.holder, _OTHERS),
                    "href": anchor("w", row.start),
                }
                for row in records(rows[rows["label"] == label])
            ],
        }
        for label in labels_by_count(rows)[:_MOST_ROWS]
    ]
    note = "Each stroke is a place, in the colour of its speaker."
    return _barcode(_spread(lines), lines, note, strip)


def _barcode(
    title: str, lines: list[dict[str, Any]], note: str, strip: list[dict[str, Any]], ends: Iterable[str] = ()
) -> Fragment:
    bare = [[line["label"], [[mark["at"], mark["class"]] for mark in line["marks"]]] for line in lines]
    ends = list(ends)
    drawing = json.dumps({"strip": _bare(strip), "lines": bare, "ends": ends})
    return fill("barcode", title=title, lines=lines, note=note, strip=strip, ends=ends, drawing=drawing)


def plot_dates(dates: pd.Series, groups: pd.Series, numbers: pd.Series) -> Fragment:
    """When was it written about? A line a group, a stroke an article.

    Args:
        dates: Of the articles, by doc_id; what is no whole date (2026-11-24) is left out.
        groups: The group of each, in the order in which they are to stand.
        numbers: The number of each in the list of articles.
    """
    known = dates[dates.str.fullmatch(r"\d{4}-\d{2}-\d{2}")].map(lambda iso: date.fromisoformat(iso).toordinal())
    if known.empty:
        return fill("barcode", title="No article has a date.", lines=[], note="", strip=[], ends=[], drawing="")
    low, high = known.quantile([0.25, 0.75])
    reach = max(_FENCE * (high - low), 1)
    begin, end = max(known.min(), math.floor(low - reach)), min(known.max(), math.ceil(high + reach))
    at = (100 * (known - begin) / max(end - begin, 1)).clip(0, 100)
    lines = [
        {
            "label": name,
            "marks": [
                {"at": round(float(at[one]), 2), "class": "s0", "href": anchor("article", numbers[one])}
                for one in groups.index[groups == name]
                if one in at
            ],
        }
        for name in dict.fromkeys(groups)
    ]
    outside = int(((known < begin) | (known > end)).sum())
    ends = [day(date.fromordinal(int(one)).isoformat()) for one in (begin, end)]
    inside = f"{len(known) - outside:,} of {counted(len(dates), 'article')} are of {ends[0]} to {ends[1]}."
    note = "Each stroke is an article." + (f" At the ends, {outside:,} that are earlier or later." if outside else "")
    return _barcode(inside, lines, note, [], ends)


def plot_course(
    title: str, courses: Mapping[str, pd.DataFrame], columns: tuple[str, str, str], units: str, scale: float = 1,
    axis: tuple[float, float] | None = None,
) -> Fragment:  # fmt: skip
    """How does it change? For each course a dot a period, with its interval over articles.

    Of many periods those of one article are left out, and of many dots the last courses, so that all fit one page.

    Args:
        title: The finding.
        courses: By name, the periods in order: the first column is the period, the others are those named.
        columns: Those of the value and of its bounds, which are shown times ``scale``.
        units: What they are counted in.
        axis: Least and greatest value; if not given from 0 to a round number above all.
    """
    courses, note = _fitting(courses, columns[1])
    top = max((scale * float(rows[columns[0]].max()) for rows in courses.values()), default=1.0)
    least, greatest = axis or (0.0, _round_above(top))

    def at(value: float) -> float:
        return round(min(max(100 * (value - least) / (greatest - least), 0.0), 100.0), 2)

    blocks = []
    for name, rows in courses.items():
        lines = []
        for row in records(rows):
            value, low, high = (scale * getattr(row, column) for column in columns)
            told = number(value) if math.isnan(low) else f"{number(value)} ({interval(low, high)})"
            places = {"at": at(value), "low": at(value if math.isnan(low) else low)}
            places["high"] = at(value if math.isnan(high) else high)
            lines.append({"name": day(row[0]), "kind": "ours", **places, "seen": [], "told": told})
        blocks.append({"measure": name, "units": units, "lines": lines})
    note = f"Dot: the articles of the period. Line: 95 % interval over them; {note}."
    ends = [number(least), number(greatest)]
    return fill("dots", title=title, blocks=blocks, ends=ends, note=note, drawing=json.dumps({"blocks": blocks}))


def _fitting(courses: Mapping[str, pd.DataFrame], low: str) -> tuple[Mapping[str, pd.DataFrame], str]:
    """The courses that fit one page, without periods of one article where there are many; and what is said of these."""
    periods = {row[0] for rows in courses.values() for row in records(rows)}
    known = {row[0] for rows in courses.values() for row in records(rows) if not math.isnan(getattr(row, low))}
    single = "one article has none"
    if len(periods) > _MOST_PERIODS and known and known != periods:
        courses = {name: rows[rows.iloc[:, 0].isin(known)] for name, rows in courses.items()}
        single, periods = f"{counted(len(periods - known), 'period')} of one article left out", known
    fits = max(1, _MOST_DOTS // max(len(periods), 1))
    return dict(list(courses.items())[:fits]), single


def _round_above(value: float) -> float:
    """The next of 1, 2, 5, 10, 20 … above a value.

    >>> _round_above(0.13), _round_above(7.2), _round_above(0)
    (0.2, 10, 1)
    """
    if value <= 0:
        return 1
    power: float = 10 ** math.floor(math.log10(value))
    return next(round(step * power, 9) for step in (1, 2, 5, 10) if step * power >= value)


def _spread(lines: list[dict[str, Any]]) -> str:
    """The finding of the barcode: the label that is in most parts of the article."""
    if not lines:
        return "There is nothing to place."
    parts = [len({int(mark["at"] * PARTS / 100) for mark in line["marks"]}) for line in lines]
    widest = parts.index(max(parts))
    return f"Words of {lines[widest]['label']} are in {parts[widest]} of {PARTS} parts of the article."


def _state_speakers(stretches: pd.DataFrame) -> str:
    """The finding of the ribbon: the shares of the outlet and of the speakers with most words."""
    speakers = tabulate_speakers(stretches)
    if speakers.empty:
        return "The article has no words to count."
    if set(speakers["holder"]) == {NARRATOR}:
        return "All words are the outlet’s own: nobody is quoted or reported."
    classes = voice_classes(stretches)
    named = [row for row in records(speakers) if classes[row.holder].startswith("s")]
    told = [f"{percent(row.share)} by {row.holder}" for row in named]
    own = percent(speakers.loc[speakers["holder"] == NARRATOR, "share"].sum())
    others = f", {listed(told)}" if told else f"; nobody else has {percent(_NAMED)}"
    return f"{own} of the words are the outlet’s own{others}."


def _word_positions(rows: pd.DataFrame, stretches: pd.DataFrame) -> np.ndarray:
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
    told = {
        key: f"{_NAMES.get(key, key)} {percent(round(words / total, 2))}"
        for key, words in shares.items()
        if words >= _NAMED * total or key not in _NAMES
    }
    for key, text in sorted(
        told.items(), key=lambda pair: (len(pair[1]), pair)
    ):  # lines seldom cross a short one below
        at = runs[key][1]
        width = min(len(text) * _LETTER, 1.0)
        left = at * (1 - width)  # the style sheet draws it back by as much, so that it never sticks out
        span, line = (left - _GAP, left + width + _GAP), (at - _GAP / 4, at + _GAP / 4)
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
