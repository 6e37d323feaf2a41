"""Many articles: time and memory that do not grow with their number, a second worker, resuming, and Parquet.

``python -m tests.bench.corpus`` prints the figures. ``BENCH_ARTICLES`` says how many articles (10,000 if it is not
set), ``BENCH_WORDS`` how many words of each text are taken (all, if it is not set). The articles are those of a gold
folder over and over, each with an ending of its own, annotated by rules alone: what is measured is the engine, and the
models' time is in the part ``speed``. Tables are made of 10,000 whole articles, copies of a few.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from itertools import accumulate, cycle, islice
from pathlib import Path
from typing import Any

import pandas as pd
import psutil

from analysis.annotate import annotate_corpus
from analysis.corpus.engine import PART, file_sizes
from analysis.corpus.store import MADE_BY, STORED, as_parquet, open_annotations, write_file
from analysis.tables.actor_tables import tabulate_naming
from analysis.tables.acts import tabulate_acts
from analysis.tables.rates import tabulate_cues, tabulate_rates, tabulate_speakers, tabulate_valence
from analysis.text.document import Document
from analysis.text.read import document_from_text, read_corpus
from analysis.text.segment import segment
from tests.bench.figures import Figure, Measured, figure, table_of
from tests.bench.gold import gold_folder

FILE = Path("event_soleimani") / "articles.jsonl"
SETTINGS = {"portrayal": False, "reader": False}
TEXTS = 20  # that articles are made of; runs of so many, or twice as many, and so on, are alike but for their length
FEW = 100  # articles, with which the time of all is compared: not so few that starting is all there is
FEW_SHORT = 5 * FEW
MANY = 10_000  # articles of which tables are made
WORKERS = 2
SENTENCES = 40  # of an ending; of the endings of texts that are cut, 4
TABLES = {
    "speakers": tabulate_speakers,
    "rates": tabulate_rates,
    "cues": tabulate_cues,
    "valence": tabulate_valence,
    "naming": tabulate_naming,
    "acts": tabulate_acts,
}


def articles(gold: Path, n: int, words: int = 0) -> Iterator[Document]:
    """So many articles: the gold texts over and over, or as many words of each, with an ending of its own."""
    texts = [
        (_beginning(document.text, words), document.meta.get("outlet", ""))
        for document in islice(read_corpus(gold / FILE), TEXTS)
    ]
    for number, (text, outlet) in enumerate(islice(cycle(texts), n)):
        sentences = SENTENCES // 10 if words else SENTENCES
        ending = " ".join(f"Ending {number} has a word w{number}x{i}." for i in range(sentences))
        yield document_from_text(f"{text}\n\n{ending}", f"a{number:06}", outlet=outlet)


def _beginning(text: str, words: int) -> str:
    """The first sentences of a text, until there are so many words; the whole if that is 0."""
    if not words:
        return text
    document = segment(Document("", text))
    counted = accumulate(sum(document.tokens[i].is_word for i in document.indices(s)) for s in document.sentences)
    reached = (s.end for s, so_far in zip(document.sentences, counted, strict=True) if so_far >= words)
    return text[: next(reached, len(text))]


def _cpu() -> float:
    """The seconds that processors worked for this process and those it started that have ended."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


class Watch:
    """Time, time of the processors and the most memory, in bytes, of this process and all it started: in the end, and
    when a number of articles was done. Kills a worker when another number is, if asked."""

    def __init__(self, mark: int = 0, kill_at: int = 0) -> None:
        self.seconds, self.cpu, self.peak, self.peak_at_mark = 0.0, 0.0, 0, 0
        self._done, self._mark, self._kill_at, self._over = 0, mark, kill_at, threading.Event()

    def __enter__(self) -> Watch:
        self._began, self._used = time.perf_counter(), _cpu()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds, self.cpu = time.perf_counter() - self._began, _cpu() - self._used
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        me = psutil.Process()
        while not self._over.wait(0.5):
            own = [me, *me.children(recursive=True)]
            self.peak = max(self.peak, sum(process.memory_info().rss for process in own if process.is_running()))

    def tell(self, done: int, new: bool) -> None:
        """Count what is done; note the memory, or kill the busiest worker, when enough is."""
        before, self._done = self._done, self._done + done
        if before < self._mark <= self._done:
            self.peak_at_mark = self.peak
        if before < self._kill_at <= self._done:
            workers = psutil.Process().children(recursive=True)
            os.kill(max(workers, key=lambda one: one.memory_info().rss).pid, signal.SIGKILL)


def run(made: Iterable[Document], out: Path, workers: int = WORKERS, mark: int = 0, kill_at: int = 0) -> Watch:
    """Annotate articles into a folder."""
    with Watch(mark, kill_at) as watch:
        annotate_corpus(made, out=out, workers=workers, tell=watch.tell, **SETTINGS)
    return watch


def multiply(folder: Path, out: Path, n: int) -> Path:
    """A corpus of so many articles: copies of those of another under other names, in files as they would be written."""
    made_by = json.loads((folder / MADE_BY).read_text())
    whole = {kind: [own for _, own in pd.read_parquet(folder / kind).groupby("doc_id")] for kind in STORED}
    out.mkdir()
    write_file(out / MADE_BY, (folder / MADE_BY).read_bytes())
    numbers, made = cycle(range(len(whole["articles"]))), 0
    for size in file_sizes(PART):
        taken = [*islice(numbers, min(size, n - made))]
        for kind, own in whole.items():
            rows = (own[at].assign(doc_id=f"m{made + i:06}") for i, at in enumerate(taken))
            write_file(out / kind / f"{made:06}.parquet", as_parquet(rows, kind, made_by))
        if (made := made + len(taken)) == n:
            break
    return out


def time_tables(folder: Path) -> dict[str, float]:
    """The processor's seconds that each table takes by outlet, the folder opened anew."""
    taken = {}
    for name, tabulate in TABLES.items():
        began = time.process_time()
        tabulate(open_annotations(folder), by="outlet")
        taken[name] = time.process_time() - began
    return taken


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def measure(gold: Path, n: int, words: int = 0) -> Iterator[tuple[str, float]]:
    """Each figure as soon as it is known.

    Times that are compared are those of the processors, so that others at work on the machine count little, and of an
    article more: what starting takes, and the first of each text, is in the run of ``TEXTS`` that is taken off.
    """
    few, mark = max(2 * TEXTS, min(FEW_SHORT if words else FEW, n // 4 // TEXTS * TEXTS)), n // 10
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        runs = ((TEXTS, "start"), (few, "few"), (n, "all"))
        start, small, whole = (run(articles(gold, many, words), folder / name, mark=mark) for many, name in runs)
        an_article = (whole.cpu - start.cpu) / (n - TEXTS)
        yield "processor’s seconds an article", an_article
        yield f"the same, {n:,} ÷ {few}", an_article * (few - TEXTS) / (small.cpu - start.cpu)
        yield f"peak memory, {n:,} ÷ {mark:,}", whole.peak / whole.peak_at_mark
        size = sum(len(data) for name, data in contents(folder / "all").items() if name.endswith(".parquet"))
        yield "bytes of Parquet an article", size / n
        yield "second run ÷ first", run(articles(gold, n, words), folder / "all").cpu / whole.cpu
        run(articles(gold, few, words), folder / "killed", kill_at=few // 2)
        yield "killed worker, same bytes", float(contents(folder / "killed") == contents(folder / "few"))
        alone = [run(articles(gold, many, words), folder / f"one{many}", workers=1) for many in (TEXTS, few)]
        taken = [last.seconds - first.seconds for first, last in (alone, (start, small))]
        yield f"two workers ÷ one, {few} articles by the clock", taken[0] / taken[1]
        run(articles(gold, TEXTS), folder / "texts")
        tables = time_tables(multiply(folder / "texts", folder / "many", MANY))
        yield from (
            (f"processor’s seconds of the table of {name}, {MANY:,} whole articles", taken)
            for name, taken in tables.items()
        )
        yield "days, 1,000,000 such articles on one machine of two cores", an_article * 1e6 / 2 / 86_400
        yield "days, 1,000,000 such articles on 32 such machines", an_article * 1e6 / 64 / 86_400


def _asked() -> tuple[int, int]:
    """How many articles are to be made, and of how many words each."""
    return int(os.environ.get("BENCH_ARTICLES", "10000")), int(os.environ.get("BENCH_WORDS", "0"))


def measure_corpus(gold: Path) -> Measured:
    """The part of the benchmark."""
    n, words = _asked()
    about: dict[str, Any] = {
        "system": "Whose Words",
        "part": "all",
        "n": n,
        "unit": "short articles" if words else "articles",
        "data": f"made of event, the first {words} words of each" if words else "made of event",
    }
    shown: list[Figure] = [figure(name, value, show="table", **about) for name, value in measure(gold, n, words)]
    cut = f"{n:,} short articles: the first {words} words of" if words else f"{n:,} articles:"
    note = f"{cut} texts of the gold folder over and over, each with an ending of its own; rules alone, without models."
    return Measured(table_of("Many articles", shown, note), shown)


if __name__ == "__main__":
    for name, value in measure(gold_folder([]), *_asked()):
        print(f"{name}: {value:.3f}", flush=True)
