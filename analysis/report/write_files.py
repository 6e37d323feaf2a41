"""Writing: the files of a report reach their folder together or not at all, and never in place of what is not ours."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock

from analysis.lexicon.toml_files import brief

_LOCK = ".whose-words.lock"
_MARKS = {  # what the beginning of a file of ours holds
    ".html": b'<style id="fonts">',
    ".ipynb": b'"id": "cell-0',
    ".pdf": b"",  # a PDF and a table have no such mark, but the page or notebook of their report beside them
    ".csv": b"",
}
_HEAD = 65_536  # bytes, a long title included


class ReportError(Exception):
    """A report that cannot be made; the message names the file, argument or cell and says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(brief(message))


def check_targets(folder: Path, names: Iterable[str], report: str, inputs: Iterable[Path]) -> None:
    """Make sure that nothing is lost by writing files of these names into a folder.

    Args:
        folder: The folder.
        names: The files.
        report: The name of the report to which they belong.
        inputs: Files that are read, whether they are there or not.

    Raises:
        ReportError: If a file of such a name is one of ``inputs``, is a folder, or was not written by us.
    """
    kept = [path for path in inputs if path.exists()]
    for target in (folder / name for name in names):
        if not os.path.lexists(target):
            continue
        if any(target.exists() and target.samefile(path) for path in kept):
            raise ReportError(
                f"{target}: is read for the report, which would overwrite it: name another folder (--out)"
            )
        if not target.is_file() or not _is_ours(target, folder / report):
            raise ReportError(
                f"{target}: stands where the report goes, and no report of ours is there: move it, or name another "
                "folder (--out)"
            )


def _is_ours(path: Path, report: Path) -> bool:
    mark = _MARKS.get(path.suffix, b"")
    marked = [path] if mark else [report.with_name(report.name + suffix) for suffix, held in _MARKS.items() if held]
    for file in marked:
        with suppress(OSError), file.open("rb") as beginning:
            if _MARKS[file.suffix] in beginning.read(_HEAD):
                return True
    return False


def write_files(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write files into a folder, all or none: what stood there before comes back if one of them cannot be written.

    Each is written in a folder of our own inside, then moved to its place; two writers of one folder wait for each
    other.

    Raises:
        OSError: If a file cannot be written; nothing has changed then.
    """
    with tempfile.TemporaryDirectory(prefix=".whose-words-", dir=folder) as ours:
        new, old = Path(ours, "new"), Path(ours, "old")
        new.mkdir()
        old.mkdir()
        for name, content in files.items():
            (new / name).write_bytes(content)
        with _alone_in(folder):
            _move(files, new, old, folder)
    return [folder / name for name in files]


def _move(names: Iterable[str], new: Path, old: Path, folder: Path) -> None:
    before = [name for name in names if (folder / name).is_file()]
    for name in before:
        shutil.copy2(folder / name, old / name)
    moved = []
    try:
        for name in names:
            moved.append(name)  # first, for it may end between the two
            (new / name).replace(folder / name)
    except BaseException:
        for name in moved:
            if name in before:
                (old / name).replace(folder / name)
            else:
                (folder / name).unlink(missing_ok=True)
        raise


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """No other run writes into the folder meanwhile. The lock's file goes while it is held, so it never stays."""
    lock = folder / _LOCK
    with FileLock(lock):
        try:
            yield
        finally:
            with suppress(OSError):  # on Windows it goes with the lock
                lock.unlink()
