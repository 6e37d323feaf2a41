"""Writing a report's files: together or not at all, whatever goes wrong, and whoever else writes there."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from analysis.tables import write_files

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


KILLED = """
import os, signal, sys
from pathlib import Path
from analysis.tables.write_files import write_files
replace, moves = Path.replace, []
def dies(self, target):
    moves.append(target)
    if len(moves) > int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(self, target)
Path.replace = dies
write_files({"r.ipynb": b"new", "r.html": b"new", "r.pdf": b"new"}, Path(sys.argv[1]))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills otherwise")
@pytest.mark.parametrize("moves", range(4))
@pytest.mark.parametrize("before", [{}, {"r.html": b"old"}, SETS[1]], ids=["empty", "part", "older"])
def test_what_a_killed_writer_left_is_put_right(tmp_path: Path, moves: int, before: dict[str, bytes]) -> None:
    """Killed between two moves, a writer leaves a mixture; the next one takes it back before it writes."""
    write_files.write_files(before, tmp_path)
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(moves)], check=moves == 3)
    write_files.write_files({"x.txt": b"x"}, tmp_path)
    expected = dict.fromkeys(SETS[0], b"new") if moves == 3 else before
    assert inside(tmp_path) == {**before, **expected, "x.txt": b"x"}


def test_a_folder_left_by_somebody_else_harms_nothing(tmp_path: Path) -> None:
    """What is listed in it is a name, never a path; what is no list is passed over."""
    outside = tmp_path / "mine.txt"
    outside.write_bytes(b"mine")
    for number, listed in enumerate(['["../mine.txt", "x"]', "5", "[[1]]", "{"]):
        left = tmp_path / "out" / f".whose-words-{number}"
        (left / "new").mkdir(parents=True)
        (left / "new" / "x").write_bytes(b"x")
        (left / "names").write_text(listed, encoding="utf-8")
    write_files.write_files({"a": b"a"}, tmp_path / "out")
    assert outside.read_bytes() == b"mine"
    assert inside(tmp_path / "out") == {"a": b"a"}


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
