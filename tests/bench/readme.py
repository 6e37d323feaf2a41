"""The README's figures, made from the file that the benchmark writes.

``python -m tests.bench.readme`` puts them in; ``make bench`` does so at its end.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.report.provenance import MEASURED
from analysis.report.validation_sections import best_others, headlines, load_measurements, numerals, units
from analysis.tables.table import records

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
NOTHING = "Nothing is measured yet."
OPENING, CLOSING = "<!-- measured -->", "<!-- /measured -->"


COLUMNS = ("What", "Data", "Whose Words", "Best baseline", "Published, or people")


def as_markdown(measured: Mapping[str, Any]) -> str:
    """The headlines in Markdown: a line a thing measured, ours beside the best of the others.

    Where another of our systems does better than the first, it has a line of its own.
    """
    lines = [line for _, same in headlines(load_measurements(given=measured).figures) for line in _lines(same)]
    return "\n".join([_line(COLUMNS), "|---|---|---|---|---|", *map(_line, lines)]) if lines else NOTHING


def _lines(same: pd.DataFrame) -> list[list[str]]:
    ours = same[same["kind"] == "ours"]
    shown = pd.concat([ours.head(1), ours.nlargest(1, "value")]).drop_duplicates("system")
    others = {row.kind: f"{row.system} {numerals(row).partition(' ')[0]}" for row in best_others(same)}
    end = [others.get("baseline", "–"), "; ".join(others[kind] for kind in ("published", "people") if kind in others)]
    return [
        [row.measure, f"{units(row)}, {row.data}", f"{_named(row.system)}{numerals(row)}", end[0], end[1] or "–"]
        for row in records(shown)
    ]


def _named(system: str) -> str:
    """Which of our systems it is, before its figure, where it is not the whole of it."""
    return system.removeprefix("Whose Words").removeprefix(", ").capitalize() + ": " if "," in system else ""


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |"


def with_figures(readme: str, measured: Mapping[str, Any]) -> str:
    """The README with the figures between its two marks.

    Raises:
        ValueError: If the text does not hold each mark once, in order.
    """
    before, opening, rest = readme.partition(OPENING)
    _, closing, after = rest.partition(CLOSING)
    if not closing or OPENING in rest or CLOSING in before + after:
        raise ValueError(f"readme must hold {OPENING} and then {CLOSING}, each once")
    return f"{before}{opening}\n{as_markdown(measured)}\n{closing}{after}"


def main() -> None:
    """Put the figures into the README."""
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))
    README.write_text(with_figures(README.read_text(encoding="utf-8"), measured), encoding="utf-8")


if __name__ == "__main__":
    main()
