"""Writing: files that belong together reach their folder together or not at all, whatever ends the run."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock

_LOCK = ".whose-words.lock"
_OURS = ".whose-words-"  # how the names of our folders begin
_NAMES = "names"  # the list of what is being moved, there from when all is ready until it is done


def write_files(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write files into a folder, all or none: what stood there before comes back if one of them cannot be written.

    Each is written in a folder of our own inside, then moved to its place; two writers of one folder wait for each
    other. What a writer left that was killed between two moves is put right by the next one.

    Raises:
        OSError: If a file cannot be written; nothing has changed then.
    """
    with _alone_in(folder):
        for left in folder.glob(f"{_OURS}*"):
            if left.is_dir() and not left.is_symlink():  # its writer is dead: else it would hold the lock
                _take_back(left, folder)
                shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=_OURS, dir=folder) as ours:
            _move(files, Path(ours), folder)
    return [folder / name for name in files]


def _move(files: Mapping[str, bytes], ours: Path, folder: Path) -> None:
    new, old = ours / "new", ours / "old"
    new.mkdir()
    old.mkdir()
    for name, content in files.items():
        (new / name).write_bytes(content)
        if (folder / name).is_file():
            shutil.copy2(folder / name, old / name)
    try:
        (ours / _NAMES).write_text(json.dumps([*files]), encoding="utf-8")
        for name in files:
            (new / name).replace(folder / name)
    except BaseException:
        _take_back(ours, folder)
        raise


def _take_back(ours: Path, folder: Path) -> None:
    """Undo moves that are not all done: what was moved goes, and what stood there before comes back."""
    try:
        names = [Path(str(name)).name for name in json.loads((ours / _NAMES).read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return  # none was moved
    waiting = [name for name in names if (ours / "new" / name).exists()]
    for name in names if waiting else ():
        if (ours / "old" / name).exists():
            (ours / "old" / name).replace(folder / name)
        elif name not in waiting:
            (folder / name).unlink(missing_ok=True)


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
