"""Speed, as ratios: annotating beside spaCy's bare parse, and a whole report beside a trivial notebook with a parse.

``python -m tests.bench.speed [FOLDER]`` prints the figures; the folder of gold data is ``GOLD_DIR``, or the one beside
the project. Both sides of a ratio are timed in turn in one run, so that a busy machine slows both.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from analysis.annotate import annotate
from analysis.reader.encoder import load_encoder
from analysis.text.document import Document
from analysis.text.parse import _model
from analysis.text.read import document_from_text
from tests.bench.gold import gold_folder

FILE = Path("event_soleimani") / "articles.jsonl"
ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "tehran-times_2020-03-08_shamkhani-baghdad.txt"
SETTINGS: dict[str, dict[str, Any]] = {
    "": {"reader": False},
    "reader_": {},
    "encoder_": {"portrayal": True},
}
TRIVIAL = """
import sys, nbformat, papermill
code = "from analysis.text.read import read_document; from analysis.annotate import prepare; "
code += "len(prepare(read_document(%r)).tokens)"
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code % sys.argv[1])])
notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
nbformat.write(notebook, sys.argv[2])
papermill.execute_notebook(sys.argv[2], sys.argv[2], progress_bar=False)
"""


def measure(gold: Path, articles: int = 5, runs: int = 5) -> dict[str, float | int]:
    """``measure_words``, ``measure_report`` and ``told_targets`` together."""
    return measure_words(gold, articles, runs) | measure_report(runs) | told_targets()


def told_targets() -> dict[str, Any]:
    """Targets a second by the shipped model (``small``) and by the same encoder of 32 bits, which does not ship
    (``plain``): measured in one run when it was made."""
    told = load_encoder().card["measured"]["speed"]
    shown = {name: told[name] for name in ("small", "plain", "processor")}
    return {"targets": told["n"], "targets_ratio": told["ratio"], **shown}


def measure_words(gold: Path, articles: int = 5, runs: int = 5) -> dict[str, float | int]:
    """Words per second of ``annotate`` from the plain text (segmentation and parse included), and of spaCy alone.

    Args:
        gold: Folder of gold data, with ``event_soleimani/articles.jsonl``.
        articles: How many of its articles, from the first.
        runs: How often the articles are gone through; of the times, the median counts.

    Returns:
        ``articles``, ``words``, ``runs``, ``annotate`` and ``parse`` in words per second, and ``ratio``, the median
        time of the one over that of the other, between ``ratio_low`` and ``ratio_high``: without
        any network; where the name begins with ``reader_``, as by default; with ``encoder_``, with all rows of
        portrayal too.
    """
    lines = (gold / FILE).read_text(encoding="utf-8").splitlines()[:articles]
    documents = [document_from_text(json.loads(line)["text"], str(number)) for number, line in enumerate(lines)]
    words = sum(len(document.text.split()) for document in documents)
    model = _model()

    def parse_all() -> None:
        for document in documents:
            model(document.text)

    found: dict[str, float | int] = {"articles": len(documents), "words": words, "runs": runs}
    for name, settings in SETTINGS.items():
        ours, theirs = in_turn(lambda settings=settings: annotate_all(documents, **settings), parse_all, runs)
        found |= {f"{name}annotate": words / median(ours), f"{name}parse": words / median(theirs)}
        found |= compared(f"{name}ratio", ours, theirs)
    return found


def annotate_all(documents: list[Document], **settings: Any) -> None:
    """Annotate each document by itself, as a report does."""
    for document in documents:
        annotate(document, **settings)


def measure_report(runs: int = 5) -> dict[str, float | int]:
    """Seconds of ``python -m analysis report`` on the seed article, beside a notebook of one cell that parses it.

    Both are whole processes. Returns ``report``, ``trivial`` (seconds, medians), and ``report_ratio`` with its range.
    """
    with tempfile.TemporaryDirectory() as folder:
        page = [sys.executable, "-m", "analysis", "report", str(SEED), "--out", folder]
        bare = [sys.executable, "-c", TRIVIAL, str(SEED), str(Path(folder) / "trivial.ipynb")]
        ours, theirs = in_turn(lambda: call(page), lambda: call(bare), runs)
    return {"report": median(ours), "trivial": median(theirs), **compared("report_ratio", ours, theirs)}


def compared(name: str, ours: list[float], theirs: list[float]) -> dict[str, float]:
    """The ratio of the medians, and the smallest and largest ratio of a pair of runs, between which it lies.

    The range of five runs is an exact interval for the median at 94 % (of n runs at 1 - 2 / 2ⁿ).

    >>> compared("ratio", [2.0, 3.0, 4.0], [1.0, 2.0, 2.0])
    {'ratio': 1.5, 'ratio_low': 1.5, 'ratio_high': 2.0}
    """
    pairs = [one / other for one, other in zip(ours, theirs, strict=True)]
    return {name: median(ours) / median(theirs), f"{name}_low": min(pairs), f"{name}_high": max(pairs)}


def call(command: list[str]) -> None:
    """Run a command from the project's folder; its output is kept for the error, if there is one."""
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def in_turn(one: Callable[[], None], other: Callable[[], None], runs: int) -> tuple[list[float], list[float]]:
    """Seconds of each run of two calls that take turns, after one call each that does not count."""
    times: dict[Callable[[], None], list[float]] = {one: [], other: []}
    for run in range(runs + 1):
        for work, spent in times.items():
            start = time.perf_counter()
            work()
            if run:
                spent.append(time.perf_counter() - start)
    return times[one], times[other]


if __name__ == "__main__":
    for name, value in measure(gold_folder()).items():
        print(f"{name:14}{value:10.2f}")
