"""Devices by form against passages labelled for this project: precision and recall of each.

``python -m tests.bench.devices [seen|kept] [-v]`` prints the table; ``-v`` lists what was missed and what was wrong.

A device found is right if it has a part on every labelled part of an occurrence that is still free; whatever else is
found is wrong, since all devices of a passage are labelled. Quotations are found and attributed by this package.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.quotes.find_quotes import find_quotes
from analysis.rhetoric.devices.find_devices import DEVICES, find_devices
from analysis.tables.intervals import wilson_interval
from analysis.text.document import Document, Span, overlaps
from analysis.text.parse import parse
from analysis.text.segment import segment
from tests.bench.render import Table

FILE = Path(__file__).with_name("devices.toml")
HALVES = ("seen", "kept")
Occurrence = tuple[str, tuple[Span, ...]]


@dataclass(frozen=True)
class Passage:
    """A passage and the devices in it."""

    text: str
    half: str
    devices: tuple[Occurrence, ...]


@dataclass
class Counts:
    """Right, wrong and missed occurrences of each device, with what was wrong or missed."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


def read_passages(path: Path = FILE) -> list[Passage]:
    """The labelled passages; a label that is unknown or not in the text raises ValueError."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Passage(one["text"], half, tuple(_occurrence(one["text"], label) for label in one["devices"]))
        for half in HALVES
        for one in data[half]
    ]


def _occurrence(text: str, label: str) -> Occurrence:
    """A label, ``device: part & part``, as spans, each part searched after the one before it."""
    device, _, words = label.partition(": ")
    parts, at = [], 0
    for word in words.split(" & "):
        found = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search(text, at)
        if device not in DEVICES or not found:
            raise ValueError(f"label {label!r} does not fit {text!r}; devices: {', '.join(DEVICES)}")
        parts.append(Span(*found.span()))
        at = found.end()
    return device, tuple(parts)


def find(text: str) -> list[Occurrence]:
    """The devices that the package finds in a passage."""
    document = parse(segment(Document("d", text)))
    quotes = list(find_quotes(document))
    found: dict[tuple[str, str], list[Span]] = {}
    for row in find_devices(document, quotes):
        found.setdefault((row.label, row.relation), []).append(Span(row.start, row.end))
    return [(label, tuple(parts)) for (label, _), parts in found.items()]


def count(passages: Sequence[Passage]) -> Counts:
    """Right, wrong and missed over passages."""
    counts = Counts()
    for passage in passages:
        left = list(passage.devices)
        for device, parts in find(passage.text):
            hit = next((one for one in left if one[0] == device and _fits(one[1], parts)), None)
            if hit:
                left.remove(hit)
                counts.right[device] += 1
            else:
                counts.wrong[device] += 1
                counts.notes.append(f"wrong  {device}: {_words(passage.text, parts)} | {passage.text}")
        for device, parts in left:
            counts.missed[device] += 1
            counts.notes.append(f"missed {device}: {_words(passage.text, parts)} | {passage.text}")
    return counts


def _fits(labelled: Sequence[Span], found: Sequence[Span]) -> bool:
    return all(any(overlaps(one, other) for other in found) for one in labelled)


def _words(text: str, parts: Sequence[Span]) -> str:
    return " & ".join(text[part.start : part.end] for part in parts)


def measure(half: str = "") -> dict[str, dict[str, float | int]]:
    """For each device and for all: labelled and found occurrences, precision and recall with Wilson's intervals."""
    counts = count([one for one in read_passages() if half in ("", one.half)])
    table = {device: _figures(*(c[device] for c in (counts.right, counts.wrong, counts.missed))) for device in DEVICES}
    table["all"] = _figures(*(c.total() for c in (counts.right, counts.wrong, counts.missed)))
    return table


def _figures(right: int, wrong: int, missed: int) -> dict[str, float | int]:
    figures: dict[str, float | int] = {"n": right + missed, "found": right + wrong}
    for name, total in (("precision", right + wrong), ("recall", right + missed)):
        low, high = wilson_interval(right, total)
        figures |= {name: right / total if total else float("nan"), f"{name}_low": low, f"{name}_high": high}
    return figures


def devices_table(seen: Mapping[str, Mapping[str, float]], kept: Mapping[str, Mapping[str, float]]) -> Table:
    """The figures of ``measure`` for both halves as a table of the report."""
    halves = {"seen": seen, "kept": kept}
    return {
        "title": "Devices by form, precision and recall",
        "columns": ["Device", "Kept: labelled", "Precision", "Recall", "Seen: labelled", "Precision", "Recall"],
        "rows": [
            [
                device.replace("_", " ").capitalize(),
                *(cell for half in ("kept", "seen") for cell in _cells(halves[half][device])),
            ]
            for device in (*DEVICES, "all")
        ],
        "note": "Passages written for this project, with and without each device, labelled before the rules ran on "
        "them. The rules were mended on the seen half; the kept half was only measured. With 95 % Wilson intervals.",
    }


def _cells(row: Mapping[str, float]) -> list[str]:
    shares = (f"{row[k]:.2f} ({row[k + '_low']:.2f} to {row[k + '_high']:.2f})" for k in ("precision", "recall"))
    return [f"{row['n']:.0f}", *shares]


def report(half: str, verbose: bool = False) -> Iterator[str]:
    """The table of one half as lines, with what went wrong where asked."""
    passages = [one for one in read_passages() if one.half == half]
    yield f"{half}: {len(passages)} passages, {sum(not one.devices for one in passages)} without a device"
    yield f"{'':22}{'n':>4}{'found':>6}{'precision':>22}{'recall':>22}"
    for device, row in measure(half).items():
        cells = [f"{row[k]:8.2f} [{row[k + '_low']:.2f}, {row[k + '_high']:.2f}]" for k in ("precision", "recall")]
        yield f"{device:22}{row['n']:4}{row['found']:6}{cells[0]:>22}{cells[1]:>22}"
    if verbose:
        yield from count(passages).notes


if __name__ == "__main__":
    for chosen in [half for half in HALVES if half in sys.argv[1:]] or HALVES:
        print("\n".join(report(chosen, "-v" in sys.argv)))
