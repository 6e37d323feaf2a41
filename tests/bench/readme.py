"""The README's figures, made from the file that the benchmark writes.

``python -m tests.bench.readme`` puts them in; ``make bench`` does so at its end.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.report.provenance import MEASURED

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
OPENING, CLOSING = "<!-- measured -->", "<!-- /measured -->"


def as_markdown(measured: Mapping[str, Any]) -> str:
    """The tables in Markdown: title, one line a row with the numbers to the right, note.

    >>> table = {"title": "F1", "columns": ["system", "F1"], "rows": [["a|b", 0.5]], "note": ""}
    >>> print(as_markdown({"tables": [table]}))
    **F1**
    <BLANKLINE>
    | system | F1 |
    |---|--:|
    | a\\|b | 0.5 |
    """
    tables = [_table(table) for table in measured["tables"]]
    return "\n\n".join(tables) or "Nothing is measured yet."


def _table(table: Mapping[str, Any]) -> str:
    rule = "|".join(["", "---", *["--:"] * (len(table["columns"]) - 1), ""])
    lines = [_line(table["columns"]), rule, *map(_line, table["rows"])]
    return "\n\n".join(part for part in (f"**{table['title']}**", "\n".join(lines), table.get("note", "")) if part)


def _line(cells: list[Any]) -> str:
    return "| " + " | ".join(" ".join(str(cell).replace("|", "\\|").split()) for cell in cells) + " |"


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
