"""The command line: what is wrong is named, nothing is left behind, and no traceback is shown."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import Result

Command = Callable[..., Result]
TEXT = "The army attacked the town on Monday.\n"


def refused(result: Result, *named: str) -> None:
    """The command failed in words that name the thing, without a traceback."""
    assert result.exit_code not in (0, None)
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert "Traceback" not in result.output
    for words in named:
        assert words in result.output, result.output


def left(folder: Path = Path("out")) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def article(name: str = "piece.txt") -> Path:
    path = Path(name)
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_no_source_is_refused(whose_words: Command) -> None:
    """Without a SOURCE the command says what to name."""
    refused(whose_words(), "SOURCE")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t \n", ""),
        ("binary.txt", b"\x00\x01\x02\x89PNG\x00\xff", ""),
        ("latin.txt", "café à l’œil".encode("cp1252") + b"\x81\x8d", ""),
        ("long.txt", b"The army attacked. " * 263_000, "1,000,000"),
        ("picture.png", b"\x89PNG\r\n\x1a\n", ""),
    ],
)
def test_a_file_that_holds_no_article_is_refused(whose_words: Command, name: str, content: bytes, words: str) -> None:
    """An empty, blank, binary, undecodable or far too long file is named, and nothing is written."""
    Path(name).write_bytes(content)
    refused(whose_words(name), name, words)
    assert left() == []


def test_a_missing_file_is_refused(whose_words: Command) -> None:
    """A path that is not there is named."""
    refused(whose_words("nowhere.txt"), "nowhere.txt", "no such file")
    assert left() == []


def test_a_folder_is_refused(whose_words: Command) -> None:
    """A folder is not an article."""
    Path("articles").mkdir()
    refused(whose_words("articles"), "articles")
    assert left() == []


def test_an_unknown_notebook_is_refused(whose_words: Command) -> None:
    """The message lists the notebooks that there are."""
    refused(whose_words(article(), "-n", "artcle"), "artcle", "article")
    assert left() == []


def test_a_misspelt_parameter_is_refused(whose_words: Command) -> None:
    """The message suggests the nearest name and lists all."""
    refused(whose_words(article(), "-p", "windw", "3"), "'windw'", "did you mean 'window'?", "confidence")
    assert left() == []


def test_a_strange_parameter_is_refused(whose_words: Command) -> None:
    """With no name near, the list of names begins a sentence of its own."""
    result = whose_words(article(), "-p", "zzz", "3")
    refused(result, "'zzz'", ". Known: actors, confidence")


def test_an_ill_typed_parameter_is_refused(whose_words: Command) -> None:
    """The message names parameter, type and value."""
    refused(whose_words(article(), "-p", "window", "wide"), "'window'", "int", "'wide'")
    assert left() == []


def test_an_output_folder_in_whose_place_a_file_stands(whose_words: Command) -> None:
    """A file where the folder should be is named and left as it was."""
    Path("taken").write_text("mine", encoding="utf-8")
    refused(whose_words(article(), "--out", "taken"), "taken", "cannot be written")
    assert Path("taken").read_text(encoding="utf-8") == "mine"


def test_a_broken_lexicon_is_named_with_its_line(whose_words: Command) -> None:
    """The file and the line of the error are told."""
    Path("broken.toml").write_text('name = "b"\nversion = "1"\nkind = "frame"\n[terms\n', encoding="utf-8")
    refused(whose_words(article(), "-p", "frames", "broken.toml"), "broken.toml", "line 4")
    assert left() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("confidence", "1.5"), ("confidence", "95"), ("confidence", "nan"), ("window", "-1"), ("lines", "-1")],
)
def test_a_value_out_of_range_is_refused(whose_words: Command, name: str, value: str) -> None:
    """A value that makes no sense stops the report before it begins, and the message names the parameter."""
    result = whose_words(article(), "-p", name, value)
    refused(result, f"parameter '{name}' must be from", value)
    assert "running the notebook" not in result.output
    assert left() == []


def test_a_parameter_given_twice_is_refused(whose_words: Command) -> None:
    """The second would silently replace the first."""
    refused(whose_words(article(), "-p", "window", "3", "-p", "window", "4"), "'window' is given twice")


def test_the_source_is_no_parameter(whose_words: Command) -> None:
    """Two names for one article are one too many."""
    refused(whose_words(article(), "-p", "source", "other.txt"), "'source' is the SOURCE")


@pytest.mark.parametrize("name", ["/dev/zero", "pipe.txt", "x" * 300, "x/" * 3000])
def test_what_is_no_file_is_refused(whose_words: Command, name: str) -> None:
    """A device, a pipe or a name that no file can have never hangs, fills the memory or shows a traceback."""
    os.mkfifo("pipe.txt")
    refused(whose_words(name), name[:200])
    refused(whose_words(article(), "-p", "actors", name), name[:200])
    refused(whose_words("-n", name), name[:200])


CELL = {"cell_type": "code", "execution_count": None, "outputs": [], "id": "a", "metadata": {"tags": ["parameters"]}}
KIND = {"nbformat": 4, "nbformat_minor": 5}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "not JSON"),
        ("[1]", "no cells"),
        ("{}", "no cells"),
        ('{"cells": [5]}', "is no notebook"),
        ("[" * 100_000, "is no notebook"),
        ("9" * 5_000, "is no notebook"),
        (b"\xb9\x00", "not JSON"),
        (
            json.dumps({"cells": [{**CELL, "source": "ok = 1\nn = 1 + x"}], "metadata": {}, **KIND}),
            "line 2: must be NAME",
        ),
        (json.dumps({"cells": [{**CELL, "source": "%matplotlib"}], "metadata": {}, **KIND}), "line 1: must be NAME"),
        (
            json.dumps({"cells": [], "metadata": {"kernelspec": {"language": "R", "name": "ir"}}, **KIND}),
            "is no notebook",
        ),
    ],
)
def test_a_file_that_is_no_notebook_is_refused(whose_words: Command, content: str | bytes, words: str) -> None:
    """The message names the file, in a line."""
    Path("mine.ipynb").write_bytes(content if isinstance(content, bytes) else content.encode())
    result = whose_words("-n", "mine.ipynb")
    refused(result, "mine.ipynb", words)
    assert len(result.output) < 400
    assert left() == []


def test_a_source_is_never_overwritten(whose_words: Command) -> None:
    """Neither the source of the report, nor another of the same command, nor any file that is not a report of ours."""
    said = (
        "<p>The harbour will open on Monday after two weeks without a boat, the minister told reporters in Geneva.</p>"
    )
    page = f"<!DOCTYPE html><html><body><article>{said}{said.replace('Monday', 'Friday')}</article></body></html>"
    for name in ("page.html", "other.html"):
        Path(name).write_text(page, encoding="utf-8")
    before = Path("page.html").read_bytes()
    refused(whose_words("page.html", "--out", "."), "page.html", "would overwrite it")
    refused(whose_words(article("page.txt"), "--out", "."), "page.html", "no report of ours")
    refused(whose_words(article("other.txt"), "page.html", "--out", "."), "other.html")
    Path("linked").symlink_to(".")
    refused(whose_words("page.html", "--out", "linked"), "page.html", "would overwrite it")
    notebook = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    Path("mine.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    refused(whose_words("-n", "mine.ipynb", "--out", "."), "mine.ipynb", "would overwrite it")
    assert Path("page.html").read_bytes() == before
    assert json.loads(Path("mine.ipynb").read_text(encoding="utf-8")) == notebook


def test_one_of_several_that_fails_does_not_stop_the_rest(whose_words: Command, tmp_path: Path) -> None:
    """The others are made, and what was not is listed."""
    notebook = working(tmp_path)
    Path("bad.txt").write_bytes(b"A boat left the quay.\0\1")
    asked = ("bad.txt", article("good.txt"), "nowhere.txt", "-n", notebook, "--no-pdf")
    stopped = whose_words(*asked, "--stop")
    refused(stopped, "bad.txt: binary")
    assert "nowhere.txt" not in stopped.output
    assert left() == []
    result = whose_words(*asked, "--jobs", "2", "--keep-going")
    refused(result, "bad.txt: binary", "nowhere.txt: no such file", "2 of 3 not reported on: bad.txt, nowhere.txt")
    assert left() == ["good_mine.html", "good_mine.ipynb"]


def test_a_message_cannot_steer_the_terminal(whose_words: Command) -> None:
    """Control signs in a name are shown as what they are, and a message has a bound."""
    result = whose_words("a\x1b[2Jb\u202e.txt", "c" * 5_000)
    refused(result, "a\\x1b[2Jb\\x202e.txt")
    assert len(result.output) < 6_000


def test_a_kernel_that_dies_is_told(whose_words: Command, tmp_path: Path) -> None:
    """As where memory runs out: the message says so, without a traceback."""
    notebook = working(tmp_path, "import os; os.kill(os.getpid(), 9)")
    refused(whose_words(article(), "-n", notebook), "cell 2 of mine.ipynb failed", "there may not be enough memory")


SIGNALS = (signal.SIGINT, signal.SIGTERM)


def begin(folder: Path, *words: str) -> subprocess.Popen[str]:
    """A command on an article in a folder, and with temporary files there; it goes on meanwhile."""
    (folder / "t").mkdir(parents=True)
    (folder / "piece.txt").write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-P", "-m", "analysis", *words, "--out", "out"]
    environment = {**os.environ, "TMPDIR": str(folder / "t")}
    return subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True)


def interrupt(run: subprocess.Popen[str], number: signal.Signals) -> None:
    """The command ends with a word and without a traceback."""
    run.send_signal(number)
    _, said = run.communicate(timeout=120)
    assert (run.returncode, said.splitlines()[-1]) == (1, "Aborted!")
    assert "Traceback" not in said


def side_by_side(check: Callable[[Path, signal.Signals], None], folder: Path) -> None:
    """Check each signal in a folder of its own, all at a time, for most of it is waiting for Python to start."""
    with ThreadPoolExecutor(len(SIGNALS)) as pool:
        list(pool.map(check, [folder / number.name for number in SIGNALS], SIGNALS))


def leaves_nothing(folder: Path, number: signal.Signals) -> None:
    run = begin(folder, "report", "piece.txt", "-n", "mine.ipynb")
    pid = folder / "pid"
    wait_for(lambda: pid.exists() and pid.read_text())
    kernel = int(pid.read_text())
    interrupt(run, number)
    assert list((folder / "t").iterdir()) == left(folder / "out") == []
    wait_for(lambda: not Path(f"/proc/{kernel}").exists())


def test_a_signal_leaves_nothing(tmp_path: Path) -> None:
    """Ctrl-C, or a batch system's end: a word, no traceback, no file, no folder, no kernel left."""
    for number in SIGNALS:
        (tmp_path / number.name).mkdir()
        waits = f"import os, time\nopen('{tmp_path / number.name}/pid', 'w').write(str(os.getpid()))\ntime.sleep(600)"
        working(tmp_path / number.name, waits)
    side_by_side(leaves_nothing, tmp_path)


def leaves_no_worker(folder: Path, number: signal.Signals) -> None:
    run = begin(folder, "annotate", "piece.txt", "--workers", "2")
    wait_for(lambda: [*(folder / "t").glob("whose-words-*/*")])
    interrupt(run, number)
    assert not [*(folder / "t").glob("whose-words-*")]


def test_a_signal_leaves_no_worker(tmp_path: Path) -> None:
    """It comes while the workers start, of which Dask cannot clear away half."""
    side_by_side(leaves_no_worker, tmp_path)


def wait_for(condition: Callable[[], object]) -> None:
    for _ in range(1_200):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come in two minutes")


def test_a_long_path_for_temporary_files(whose_words: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket's path has a bound, which the folder for temporary files may pass."""
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    assert whose_words(article(), "-n", working(tmp_path), "--no-pdf").exit_code == 0
    assert list(deep.iterdir()) == []


def failing(folder: Path) -> Path:
    """A notebook whose second cell fails."""
    return working(folder, "1 / 0")


def working(folder: Path, code: str = "1 / 1") -> Path:
    """A notebook of two cells, the parameters and some code."""
    cell = {"cell_type": "code", "execution_count": None, "outputs": []}
    notebook = {
        "cells": [
            {**cell, "id": "a", "metadata": {"tags": ["parameters"]}, "source": "source = ''"},
            {**cell, "id": "b", "metadata": {}, "source": code},
        ],
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path = folder / "mine.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def test_a_failing_cell_is_named_and_its_notebook_kept(whose_words: Command, tmp_path: Path) -> None:
    """Cell, error and the kept notebook are told; a later success takes the failed notebook away."""
    notebook = failing(tmp_path)
    refused(whose_words(article(), "-n", notebook), "mine.ipynb", "ZeroDivisionError", "failed/piece_mine.ipynb")
    assert left() == ["failed"]
    kept = json.loads(Path("out/failed/piece_mine.ipynb").read_text(encoding="utf-8"))
    assert "ZeroDivisionError" in json.dumps(kept)
    notebook.write_text(notebook.read_text(encoding="utf-8").replace("1 / 0", "1 / 1"), encoding="utf-8")
    assert whose_words(article(), "-n", notebook, "--no-pdf").exit_code == 0
    assert left() == ["piece_mine.html", "piece_mine.ipynb"]


def test_two_sources_of_one_name(whose_words: Command, tmp_path: Path) -> None:
    """Two articles whose files bear one name do not silently overwrite each other."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        article(f"{folder}/piece.txt")
    result = whose_words("a/piece.txt", "b/piece.txt", "--no-pdf")
    refused(result, "two reports are called piece")
    assert left() == []


def test_a_parameter_goes_to_the_notebooks_that_have_it(whose_words: Command) -> None:
    """Without a notebook named, a source gets the report and the codebook, whose parameters the report has not."""
    result = whose_words(article(), "--no-pdf", "-p", "window", "3")
    assert result.exit_code == 0, result.output
    beside = ["piece_text.txt", "piece_annotations.csv", "piece_codebook_keyness.csv"]
    pages = ["piece.html", "piece.ipynb", "piece_codebook.html", "piece_codebook.ipynb"]
    assert left() == sorted([*beside, *pages])
    assert "window = 3" in Path("out/piece_codebook.ipynb").read_text(encoding="utf-8")
    assert "window" not in Path("out/piece.ipynb").read_text(encoding="utf-8")


def test_papermill_without_a_source_fails(root: Path, tmp_path: Path) -> None:
    """Papermill only warns of a parameter it does not know: the notebook has no article then, and says so."""
    papermill, notebook = Path(sys.executable).parent / "papermill", root / "notebooks" / "article.ipynb"
    command = [papermill, notebook, "out.ipynb", "-p", "souce", "piece.txt", "--no-progress-bar"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "no source was given" in done.stderr


@pytest.mark.parametrize("name", ["click", "json", "pandas", "tqdm"])
def test_what_pythonpath_names_stands_in_for_nothing(name: str, root: Path, tmp_path: Path) -> None:
    """Another version of a package, as clusters put it there, changes no report."""
    (tmp_path / f"{name}.py").write_text("raise RuntimeError('taken from PYTHONPATH')", encoding="utf-8")
    named = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (root, tmp_path)))}
    code = f"from analysis.__main__ import main; import {name}; print({name}.__file__)"
    done = subprocess.run([sys.executable, "-P", "-c", code], env=named, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) not in done.stdout


def test_workers_find_the_package_in_the_working_folder(root: Path, tmp_path: Path) -> None:
    """Though no other module is taken from there."""
    (tmp_path / "piece.txt").write_text(TEXT, encoding="utf-8")
    words = ["annotate", str(tmp_path / "piece.txt"), "--out", str(tmp_path / "out"), "--workers", "1"]
    done = subprocess.run(
        [sys.executable, "-m", "analysis", *words], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_help_tells_the_options() -> None:
    """`python -m analysis report --help` works without loading what renders."""
    code = (
        "import sys; from analysis.__main__ import main\n"
        "try: main(['report', '--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'pandas', 'spacy', 'matplotlib', 'papermill'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "--no-pdf" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
