"""The command line: what is wrong is named, nothing is left behind, and no traceback is shown."""

import json
import subprocess
import sys
from collections.abc import Callable
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
    assert [name for name in left() if not name.endswith(".failed.ipynb")] == []


@pytest.mark.parametrize(("name", "value"), [("confidence", "1.5")])
def test_a_value_out_of_range_is_refused(whose_words: Command, name: str, value: str) -> None:
    """A value that makes no sense stops the report, and the message names the parameter."""
    refused(whose_words(article(), "--no-pdf", "-p", name, value), name, value)


def failing(folder: Path) -> Path:
    """A notebook whose second cell fails."""
    cell = {"cell_type": "code", "execution_count": None, "outputs": []}
    notebook = {
        "cells": [
            {**cell, "id": "a", "metadata": {"tags": ["parameters"]}, "source": "source = ''"},
            {**cell, "id": "b", "metadata": {}, "source": "1 / 0"},
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
    refused(whose_words(article(), "-n", notebook), "mine.ipynb", "ZeroDivisionError", "piece_mine.failed.ipynb")
    assert left() == ["piece_mine.failed.ipynb"]
    kept = json.loads(Path("out/piece_mine.failed.ipynb").read_text(encoding="utf-8"))
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
    refused(result, "two sources are called piece")
    assert left() == []


def test_plain_papermill_and_nbconvert(root: Path, tmp_path: Path) -> None:
    """Without our command, papermill's own and `jupyter nbconvert --to whose_words_html` make the page."""
    (tmp_path / "piece.txt").write_text(TEXT, encoding="utf-8")
    scripts = Path(sys.executable).parent
    notebook = root / "notebooks" / "article.ipynb"
    for command in (
        [scripts / "papermill", notebook, "out.ipynb", "-p", "source", "piece.txt", "--no-progress-bar"],
        [scripts / "jupyter", "nbconvert", "--to", "whose_words_html", "out.ipynb"],
    ):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    html = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert '<div class="article">' in html
    assert "<h1>piece</h1>" in html


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
