"""Many articles to a folder of Parquet, by Dask: on the cores of this machine, or on any cluster by its address.

A part is some articles. A worker annotates one and hands back its files as bytes; only this process writes, each file
whole, under a name that is made of the articles' own sha256. So a worker that is killed is asked again and nothing is
written twice, workers need no disk in common, and a run that was broken off does only what is missing.
"""

from __future__ import annotations

import hashlib
import pickle
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache
from itertools import chain, islice, repeat
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pandas as pd

from analysis.corpus.copies import find_copies
from analysis.corpus.store import (
    COPIES,
    CorpusError,
    check_folder,
    code_sha256,
    key_of,
    keys_in,
    signatures_in,
    write_failed,
    write_file,
    written_part,
)
from analysis.tables.table import as_csv
from analysis.text.document import Document

if TYPE_CHECKING:
    from distributed import Client

PART = 8  # articles of each of the first files, so that few articles, too, are work for all cores
_FILES, _LARGER = 64, (1, 4, 16)  # so many files of each size, since a table opens every file; the rest are of the last
_AHEAD = 2  # parts that wait for each worker, so that none is idle and few texts are in memory
PATIENCE = 20  # seconds in which a scheduler must answer and have a worker
_Failures = list[tuple[str, str]]
_Annotate = Callable[[Document, Any], tuple[Document, pd.DataFrame]]


def annotate_into(
    out: Path, documents: Iterable[Document], annotate: _Annotate, settings: Any, made_by: Mapping[str, Any], *,
    workers: int, scheduler: str = "", part: int = PART, failed: _Failures | None = None,
    tell: Callable[[int, bool], None] = lambda articles, new: None,
) -> None:  # fmt: skip
    """Annotate what is missing in a folder, and list copies and failures there; ``failed`` is added to.

    ``annotate`` gives the prepared document and its table; it must be a function of a module, so that workers find it.

    Raises:
        CorpusError: If the folder is of other settings or cannot be written, or the scheduler does not answer.
        ReadError: If an article cannot be read, where ``documents`` raise it. What was done by then is kept.
    """
    check_folder(out, made_by)
    failed = [] if failed is None else failed
    try:
        blocks = _missing(documents, keys_in(out), part, failed, tell)
        if (first := next(blocks, None)) is not None:
            from analysis.corpus.shared_task import Shared  # it loads Dask

            with _client(workers, scheduler) as client:
                task = Shared(
                    f"whose-words-{uuid4().hex}", annotate, pickle.dumps(settings), dict(made_by), code_sha256()
                )
                client.register_plugin(task, name=task.name)
                try:
                    _run(client, chain([first], blocks), task.name, out, failed, tell)
                finally:
                    with suppress(OSError, ValueError):  # the scheduler may be gone
                        client.unregister_worker_plugin(task.name)
    finally:
        write_failed(out, failed)
        copies = find_copies(signatures_in(out))
        write_file(out / COPIES, as_csv(copies).encode())


def file_sizes(part: int) -> Iterator[int]:
    """How many articles each file holds, one after the other; they hang on nothing that was done before.

    >>> sizes = [*islice(file_sizes(8), 1000)]
    >>> sizes[63:65], sizes[127:129], sizes[-1]
    ([8, 32], [32, 128], 128)
    """
    smaller = (repeat(times * part, _FILES) for times in _LARGER)
    return chain(*smaller, repeat(_LARGER[-1] * part))


def _missing(
    documents: Iterable[Document], known: Mapping[str, str], part: int, failed: _Failures,
    tell: Callable[[int, bool], None],
) -> Iterator[list[Document]]:  # fmt: skip
    """The articles that are not there yet, in blocks that hang on their order only, not on what was done before."""
    rest, seen = iter(documents), set()
    sizes = file_sizes(part)
    while block := list(islice(rest, next(sizes))):
        missing = []
        for document in block:
            key = key_of(document)
            if known.get(document.doc_id, key) != key:
                failed.append((document.doc_id, "the folder holds another text of this name; name another folder"))
            elif document.doc_id in seen:
                failed.append((document.doc_id, "two articles bear this name"))
            elif document.doc_id not in known:
                missing.append(document)
            seen.add(document.doc_id)
        tell(len(block) - len(missing), False)
        if missing:
            yield missing


def _run(
    client: Client, blocks: Iterator[list[Document]], task: str, out: Path, failed: _Failures,
    tell: Callable[[int, bool], None],
) -> None:  # fmt: skip
    from distributed import as_completed

    waiting: dict[str, list[Document]] = {}
    finished = as_completed()

    def take() -> None:
        future = next(finished)
        block = waiting.pop(future.key)
        if future.cancelled():
            raise CorpusError("the scheduler does not answer any more; what was done before is kept")
        if isinstance(error := future.exception(), CorpusError):
            raise error
        if error:
            failed.extend((document.doc_id, _reason(error)) for document in block)
        else:
            files, unread = future.result()
            for kind, data in files.items():
                write_file(out / kind / f"{future.key}.parquet", data)
            failed.extend(unread)
        future.release()
        tell(len(block), True)

    def take_rest() -> None:
        while waiting and client.status == "running":
            take()

    try:
        for block in blocks:
            name = hashlib.sha256("".join(map(key_of, block)).encode()).hexdigest()[:24]
            waiting[name] = block
            finished.add(client.submit(_annotate_part, block, task, key=name, pure=False))
            while len(waiting) >= _AHEAD * max(1, sum(client.nthreads().values())):
                take()
    except Exception:  # what is under way is kept; a user who stops the run does not wait for it
        take_rest()
        raise
    take_rest()


def _annotate_part(documents: Sequence[Document], task: str) -> tuple[dict[str, bytes], _Failures]:
    """What a worker does: the files of a part, and the articles that failed, with the reason."""
    from distributed import get_worker

    shared: Any = get_worker().plugins[task]
    annotate, settings, made_by, code = shared.given
    if code != code_sha256():
        raise CorpusError("a worker has another version of Whose Words, its models or its word lists")
    failed: _Failures = []

    def annotated() -> Iterator[tuple[Document, pd.DataFrame]]:
        for document in documents:
            try:
                one = annotate(document, _unpacked(settings))
            except Exception as error:  # whatever it is: one article must not end the others
                failed.append((document.doc_id, _reason(error)))
            else:
                yield one

    return written_part(annotated(), made_by), failed


@lru_cache(maxsize=1)
def _unpacked(settings: bytes) -> Any:
    """The settings, read once in each worker, since matchers are kept by the lexicon they are made of."""
    return pickle.loads(settings)  # noqa: S301 - our own, from this run


def _reason(error: BaseException) -> str:
    if type(error).__name__ == "KilledWorker":
        return "its workers were killed again and again, perhaps for want of memory"
    return f"{type(error).__name__}: {error}"


@contextmanager
def _deferred() -> Iterator[None]:
    """An interrupt waits: Dask cannot clear away workers that are half there."""
    told: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, lambda n, _: told.append(n)) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if told:
        signal.raise_signal(told[0])


@contextmanager
def _workers_here(workers: int) -> Iterator[Client]:
    """Processes of this machine, which leave nothing in the folder for temporary files."""
    import dask
    from distributed import Client, LocalCluster

    own, running = TemporaryDirectory(prefix="whose-words-", ignore_cleanup_errors=True), ExitStack()
    quiet = {
        "distributed.worker.profile.enabled": False,  # what each thread does at all times, kept for an hour
        "distributed.admin.tick.interval": "1s",  # 50 looks a second in each process are a twentieth of a core in all
    }
    with own as scratch, dask.config.set(quiet, temporary_directory=scratch):
        environment = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), scratch)
        kept = {"threads_per_worker": 1, "dashboard_address": ":0", "memory_limit": 0, "silence_logs": 50}
        try:
            try:
                with _deferred():
                    cluster = running.enter_context(LocalCluster(n_workers=workers, env=environment, **kept))
                    client = running.enter_context(Client(cluster))
            except RuntimeError as error:
                guard = "a script of your own must call it below if __name__ == '__main__'"
                raise CorpusError(f"the workers did not start: {error}; {guard}") from error
            yield client
        finally:
            with _deferred():
                running.close()


@contextmanager
def _client(workers: int, scheduler: str) -> Iterator[Client]:
    from distributed import Client

    if not scheduler:
        with _workers_here(workers) as client:
            yield client
        return
    try:
        client = Client(scheduler, timeout=PATIENCE)
    except (OSError, ValueError, TypeError) as error:
        raise CorpusError(f"scheduler {scheduler}: does not answer: {error}") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except OSError as error:
            raise CorpusError(f"scheduler {scheduler}: has no worker") from error
        yield client
