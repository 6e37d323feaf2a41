"""Where a report may be written: never over a file that it reads, or in place of one that is not ours."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from analysis.lexicon.toml_files import brief

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
