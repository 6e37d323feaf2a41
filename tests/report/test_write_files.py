"""Writing a report's files: together or not at all, whatever goes wrong, and whoever else writes there."""

import os
import threading
from pathlib import Path

import pytest

from analysis.report import write_files
from analysis.report.write_files import ReportError, check_targets

SETS = [{name: bytes([number]) * 50_000 for name in ("r.ipynb", "r.html", "r.pdf")} for number in range(8)]


def inside(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_all_files_are_written(tmp_path: Path) -> None:
    """The paths are given in order, and nothing else is left."""
    assert [path.name for path in write_files.write_files(SETS[0], tmp_path)] == [*SETS[0]]
    assert inside(tmp_path) == SETS[0]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", range(4))
@pytest.mark.parametrize("before", [{}, SETS[1]], ids=["empty", "older"])
def test_none_is_written_where_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, step: int, before: dict[str, bytes]
) -> None:
    """A full disk or Ctrl-C, while the files are written or moved, leaves the folder as it was."""
    write_files.write_files(before, tmp_path)
    kind = "write_bytes" if step == 3 else "replace"
    original, calls = getattr(Path, kind), []

    def fails(self: Path, *given: object) -> object:
        calls.append(self)
        if len(calls) == (step % 3) + 1:
            raise error
        return original(self, *given)

    monkeypatch.setattr(Path, kind, fails)
    with pytest.raises(type(error)):
        write_files.write_files(SETS[0], tmp_path)
    assert inside(tmp_path) == before


def test_a_name_too_long_leaves_nothing(tmp_path: Path) -> None:
    """The other files of the set are not written either."""
    with pytest.raises(OSError, match="too long"):
        write_files.write_files({"a.html": b"1", "b" * 300: b"2"}, tmp_path)
    assert inside(tmp_path) == {}


def test_two_writers_never_mix(tmp_path: Path) -> None:
    """What stands there at the end is one writer's whole set, and no error comes from the other."""
    errors: list[BaseException] = []

    def write(files: dict[str, bytes]) -> None:
        try:
            for _ in range(20):
                write_files.write_files(files, tmp_path)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=[files]) for files in SETS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert inside(tmp_path) in SETS


def test_only_reports_of_ours_are_replaced(tmp_path: Path) -> None:
    """A page by its mark; a PDF or a table by the page or notebook of its report; a folder never."""
    names = ["r.html", "r.pdf", "r_words.csv"]
    for name in names:
        (tmp_path / name).write_bytes(b"mine")
        with pytest.raises(ReportError, match=f"{name}: stands where the report goes"):
            check_targets(tmp_path, [name], "r", [])
    (tmp_path / "r.html").write_bytes(b'<title>R</title><style id="fonts">')
    check_targets(tmp_path, names, "r", [])
    (tmp_path / "r.ipynb").mkdir()
    with pytest.raises(ReportError, match=r"r\.ipynb: stands"):
        check_targets(tmp_path, ["r.ipynb"], "r", [])


def test_no_input_is_overwritten(tmp_path: Path) -> None:
    """Whatever path leads there: another spelling, a link, a second name of the file."""
    page = tmp_path / "r.html"
    page.write_bytes(b'<style id="fonts">')
    (tmp_path / "link").symlink_to(tmp_path)
    os.link(page, tmp_path / "second.html")
    for source in (page, tmp_path / "link" / "r.html", tmp_path / "link" / ".." / tmp_path.name / "r.html"):
        for folder in (tmp_path, tmp_path / "link"):
            with pytest.raises(ReportError, match="would overwrite it"):
                check_targets(folder, ["r.html"], "r", [source])
    with pytest.raises(ReportError, match="would overwrite it"):
        check_targets(tmp_path, ["second.html"], "second", [page])
