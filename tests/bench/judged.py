"""Layers judged by reading: how many of the rows that ``tests.bench.sample`` draws were right, before and after.

``judged.toml`` holds the counts. Before: the first draw, whose errors showed what to mend. After: the same on articles
that nobody had looked at.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure, Measured, figure, share
from tests.bench.render import Table

FILE = Path(__file__).with_name("judged.toml")
JUDGEMENTS = ("right", "debatable", "wrong")
PARTS = {"before": "seen", "after": "kept"}  # of the data


def read_judged(path: Path = FILE) -> list[dict[str, Any]]:
    """The counts of each layer, those after its mending behind those before.

    Raises:
        ValueError: If the judgements of a layer do not add up to its rows, or a time is not one of ``PARTS``.
    """
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["judged"]
    for one in found:
        if sum(one[name] for name in JUDGEMENTS) != one["rows"] or one["when"] not in PARTS:
            raise ValueError(f"{path}: {one['layer']}, {one['when']}: the judgements must add up to the rows")
    return found


def judged_table(found: list[dict[str, Any]]) -> Table:
    """Counts a layer and time."""
    return {
        "title": "Layers judged by reading",
        "columns": ["layer", "when", "rows", *JUDGEMENTS, "share right"],
        "rows": [
            [one["layer"], one["when"], *(str(one[name]) for name in ("rows", *JUDGEMENTS)), f"{_share(one):.2f}"]
            for one in found
        ],
        "note": "Rows drawn by chance from news, at most four an article, each judged in its sentence by one reader.",
    }


def judged_figures(found: list[dict[str, Any]]) -> list[Figure]:
    """The share of rows that were right, debatable ones not counted as right."""
    return [
        figure(
            f"{one['layer'].capitalize()}, share right", _share(one), share(one["right"], one["rows"]),
            system="Whose Words", part=PARTS[one["when"]], n=one["rows"], unit="rows", interval="Wilson",
            data="news, judged row by row", tuned="The errors of the seen rows were mended; the kept ones are others.",
        )
        for one in found
    ]  # fmt: skip


def measure_judged(gold: Path) -> Measured:
    """What was judged; nothing is computed anew."""
    found = read_judged()
    return Measured(judged_table(found), judged_figures(found))


def _share(one: dict[str, Any]) -> float:
    return float(one["right"] / one["rows"])
