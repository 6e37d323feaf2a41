"""``python -m tests.bench.articles OUT`` runs the article notebook over every article of gold/event_soleimani and
tells how many reports were made.

The folder of gold data is ``GOLD_DIR``, or the one beside the project. The run ends with 1 if a report failed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from analysis.report.render import ReportError, render_report
from analysis.text.read import ReadError
from tests.bench.gold import gold_folder
from tests.bench.render import Table, as_text

FILE = Path("event_soleimani") / "articles.jsonl"
STATED = ("title", "outlet", "date")


@dataclass(frozen=True)
class Run:
    """One report: of which article, how long it took, and why it failed, if it did."""

    article: str
    outlet: str
    seconds: float
    failure: str = ""


def read_records(gold: Path, every: int = 1) -> list[dict[str, Any]]:
    """The articles of the gold data, or each ``every``-th of them."""
    lines = (gold / FILE).read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line][::every]


def as_article(record: dict[str, Any]) -> str:
    """An article as a text with front matter.

    >>> print(as_article({"title": 'The "deal"', "outlet": "", "text": "They met."}))
    +++
    title = "The \\"deal\\""
    +++
    They met.
    """
    stated = [f"{name} = {_quoted(record[name])}\n" for name in STATED if record.get(name)]
    return f"+++\n{''.join(stated)}+++\n{record['text']}"


def _quoted(value: str) -> str:
    """A TOML string: as in JSON, save that TOML wants DEL escaped, too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def render_all(records: Sequence[dict[str, Any]], out: Path, pdf: bool = False) -> Iterator[Run]:
    """Render the report of each article into ``out``, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        for record in records:
            path = Path(folder) / f"{record['id']}.txt"
            path.write_text(as_article(record), encoding="utf-8", newline="")
            start, failure = time.perf_counter(), ""
            try:
                render_report(str(path), out=out, pdf=pdf)
            except (ReportError, ReadError) as error:
                failure = str(error)
            yield Run(record["id"], record["outlet"], time.perf_counter() - start, failure)


def runs_table(runs: Sequence[Run]) -> Table:
    """How many reports were made, of how many outlets, how long one took, and which failed."""
    made = [run for run in runs if not run.failure]
    seconds = f"{median(run.seconds for run in made):.1f}" if made else ""
    row = [str(len(made)), str(len(runs) - len(made)), str(len({run.outlet for run in made})), seconds]
    return {
        "title": "Reports of the article notebook",
        "columns": ["made", "failed", "outlets", "seconds per report (median)"],
        "rows": [row],
        "note": "\n".join(f"{run.article} ({run.outlet}): {run.failure}" for run in runs if run.failure),
    }


def main(out: Path, pdf: bool = False, every: int = 1) -> int:
    """Render, print each article as it is done and the table at the end; 1 if a report failed."""
    runs = []
    for run in render_all(read_records(gold_folder([]), every), out, pdf):
        runs.append(run)
        print(f"{run.article}  {run.seconds:5.1f} s  {run.outlet}  {run.failure or 'made'}", flush=True)
    print(as_text(runs_table(runs)))
    return int(any(run.failure for run in runs))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.articles", description="Render every article.")
    parser.add_argument("out", type=Path, help="folder for the reports")
    parser.add_argument("--pdf", action="store_true", help="make the PDFs, too")
    parser.add_argument("--every", type=int, default=1, help="only each so-many-th article")
    given = parser.parse_args()
    sys.exit(main(given.out, given.pdf, given.every))
