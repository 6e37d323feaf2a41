"""Many articles: time and memory that do not grow with their number, a second worker, resuming, and Parquet.

``python -m tests.bench.corpus [ARTICLES]`` prints the figures; ``BENCH_ARTICLES`` says how many in ``make bench``,
10,000 if it is not set. The articles are those of a gold folder, each with an ending of its own, annotated by rules
alone: what is measured is the engine, and the model's time is in the part ``speed``. Whatever the number, tables are
made of 10,000 articles, whose rows are copies of those annotated, and the engine alone passes on 1,000 short articles
that are hardly annotated at all.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import psutil
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis.annotate import annotate_corpus
from analysis.corpus.engine import annotate_into
from analysis.corpus.store import FORMAT, MADE_BY, open_annotations
from analysis.tables.actor_tables import tabulate_naming
from analysis.tables.acts import tabulate_acts
from analysis.tables.rates import tabulate_cues, tabulate_rates, tabulate_speakers, tabulate_valence
from analysis.text.document import Document
from analysis.text.read import document_from_text, read_corpus
from tests.bench.figures import Figure, Measured, figure, table_of
from tests.bench.gold import gold_folder
from tests.corpus.quick import annotated_quickly

FILE = Path("event_soleimani") / "articles.jsonl"
SETTINGS = {"portrayal": False, "reader": False}
FEW = 100  # articles, with which all are compared: not so few that starting is all there is
MANY = 10_000  # articles of which tables are made
PASSED, SHORT = 1_000, 400  # articles that are passed on, and characters of each
TABLES = {
    "speakers": tabulate_speakers,
    "rates": tabulate_rates,
    "cues": tabulate_cues,
    "valence": tabulate_valence,
    "naming": tabulate_naming,
    "acts": tabulate_acts,
}


def articles(gold: Path, n: int) -> Iterator[Document]:
    """So many articles: the gold texts over and over, each with an ending of its own."""
    texts = [(document.text, document.meta.get("outlet", "")) for document in read_corpus(gold / FILE)]
    for number, (text, outlet) in enumerate(islice(cycle(texts), n)):
        ending = " ".join(f"Ending {number} has a word w{number}x{i}." for i in range(40))
        yield document_from_text(f"{text}\n\n{ending}", f"a{number:06}", outlet=outlet)


def _cpu() -> float:
    """The seconds that processors worked for this process and those it started that have ended."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


class Watch:
    """Time, time of the processors and the most memory, in bytes, of this process and all it started; kills a worker
    half-way if asked."""

    def __init__(self, kill_at: int = 0) -> None:
        self.seconds, self.cpu, self.peak, self._kill_at, self._done = 0.0, 0.0, 0, kill_at, threading.Event()

    def __enter__(self) -> Watch:
        self._began, self._used = time.perf_counter(), _cpu()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds, self.cpu = time.perf_counter() - self._began, _cpu() - self._used
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        me = psutil.Process()
        while not self._done.wait(0.5):
            own = [me, *me.children(recursive=True)]
            self.peak = max(self.peak, sum(process.memory_info().rss for process in own if process.is_running()))

    def tell(self, done: int, new: bool) -> None:
        """Count what is done, and kill the busiest worker when half is."""
        if self._kill_at and new:
            self._kill_at -= done
            if self._kill_at <= 0:
                workers = psutil.Process().children(recursive=True)
                os.kill(max(workers, key=lambda one: one.memory_info().rss).pid, signal.SIGKILL)
                self._kill_at = 0


def run(gold: Path, n: int, out: Path, workers: int = 1, kill: bool = False) -> Watch:
    """Annotate so many articles into a folder."""
    with Watch(n // 2 if kill else 0) as watch:
        annotate_corpus(articles(gold, n), out=out, workers=workers, tell=watch.tell, **SETTINGS)
    return watch


def pass_on(gold: Path, n: int, out: Path) -> Watch:
    """The engine alone: so many short articles, by an annotator that only finds quotation marks."""
    short = (document_from_text(document.text[-SHORT:], document.doc_id, outlet="") for document in articles(gold, n))
    with Watch() as watch:
        annotate_into(out, short, annotated_quickly, {}, {"format": FORMAT}, workers=1)
    return watch


def multiply(folder: Path, out: Path, n: int) -> Path:
    """A corpus of so many articles, whose parts are copies of those of another, under other names."""
    parts = sorted((folder / "articles").glob("*.parquet"))
    (out / "articles").mkdir(parents=True)
    (out / MADE_BY).write_bytes((folder / MADE_BY).read_bytes())
    made = 0
    for number, part in enumerate(cycle(parts)):
        for kind in ("annotations", "words", "names", "acts", "articles"):
            (out / kind).mkdir(exist_ok=True)
            file, path = pq.ParquetFile(folder / kind / part.name), out / kind / f"{number:06}.parquet"
            with pq.ParquetWriter(path, file.schema_arrow, compression="zstd") as writer:
                for group in range(file.num_row_groups):
                    rows = file.read_row_group(group)
                    names = pc.binary_join_element_wise(rows["doc_id"], f"x{number}", "-")
                    writer.write_table(rows.set_column(rows.schema.get_field_index("doc_id"), "doc_id", names))
        made += file.metadata.num_rows
        if made >= n:
            return out
    raise ValueError(f"{folder}: holds no article")


def time_tables(folder: Path) -> dict[str, float]:
    """The seconds that each table takes by outlet, the folder opened anew."""
    taken = {}
    for name, tabulate in TABLES.items():
        began = time.perf_counter()
        tabulate(open_annotations(folder), by="outlet")
        taken[name] = time.perf_counter() - began
    return taken


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def measure(gold: Path, n: int) -> Iterator[tuple[str, float]]:
    """Each figure as soon as it is known; the time to start workers, which a run of one article has, is taken off.

    Times that are compared are those of the processors, so that others at work on the machine count little.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder, few = Path(scratch), min(FEW, n // 4)
        start, small, whole = (run(gold, many, folder / name) for many, name in ((1, "one"), (few, "few"), (n, "all")))
        an_article = (whole.cpu - start.cpu) / (n - 1)
        yield "processor’s seconds an article", an_article
        yield f"the same, {n:,} ÷ {few}", an_article * (few - 1) / (small.cpu - start.cpu)
        yield f"peak memory, {n:,} ÷ {few}", whole.peak / small.peak
        size = sum(len(data) for name, data in contents(folder / "all").items() if name.endswith(".parquet"))
        yield "bytes an article", size / n
        yield "second run ÷ first", run(gold, n, folder / "all").cpu / whole.cpu
        none, some, passed = (pass_on(gold, many, folder / f"passed{many}") for many in (1, PASSED // 10, PASSED))
        passing = (passed.cpu - none.cpu) / (PASSED - 1) * (PASSED // 10 - 1) / (some.cpu - none.cpu)
        yield f"engine alone, processor’s seconds an article, {PASSED:,} ÷ {PASSED // 10:,}", passing
        yield f"engine alone, peak memory, {PASSED:,} ÷ {PASSED // 10:,}", passed.peak / some.peak
        run(gold, n, folder / "killed", workers=2, kill=True)
        yield "killed worker, same bytes", float(contents(folder / "killed") == contents(folder / "all"))
        tables = time_tables(multiply(folder / "all", folder / "many", MANY))
        yield from ((f"seconds of the table of {name}, {MANY:,} articles", taken) for name, taken in tables.items())
        two = run(gold, n, folder / "two", workers=2)
        yield "two workers ÷ one, by the clock", (whole.seconds - start.seconds) / (two.seconds - start.seconds)
        yield "days, 1,000,000 articles on one machine of two cores", an_article * 1e6 / 2 / 86_400
        yield "days, 1,000,000 articles on 32 such machines", an_article * 1e6 / 64 / 86_400


def measure_corpus(gold: Path) -> Measured:
    """The part of the benchmark."""
    n = int(os.environ.get("BENCH_ARTICLES", "10000"))
    about: dict[str, Any] = {
        "system": "Whose Words",
        "part": "all",
        "n": n,
        "unit": "articles",
        "data": "made of event",
    }
    shown: list[Figure] = [figure(name, value, show="table", **about) for name, value in measure(gold, n)]
    note = "Articles of the gold folder over and over, each with an ending of its own; rules alone, without the models."
    return Measured(table_of("Many articles", shown, note), shown)


if __name__ == "__main__":
    for name, value in measure(gold_folder([]), int((sys.argv[1:] or ["10000"])[0])):
        print(f"{name}: {value:.3f}", flush=True)
