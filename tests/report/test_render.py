"""Rendering: the same source gives the same bytes anywhere, and a parameter changes what it should."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from analysis.report.kernel import Kernel
from analysis.report.render import ReportError, _check_parameters, _find_notebook, render_report

ARTICLE = "TEHRAN — The minister condemned the deadly attack.\n\n“The troops must leave,” he said on Monday.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "piece.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def settings(folder: Path) -> dict[str, str]:
    """A home whose settings for Python, IPython, Jupyter and matplotlib would each stop a report, and what names it."""
    home, bad = folder / "home", "raise SystemExit('read')"
    for name, content in {
        ".ipython/profile_default/startup/00.py": bad,
        ".ipython/profile_default/ipython_config.py": bad,
        ".ipython/profile_default/ipython_kernel_config.py": bad,
        ".jupyter/jupyter_config.py": bad,
        ".config/matplotlib/matplotlibrc": "figure.facecolor: red",
        ".local/share/jupyter/kernels/python3/kernel.json": '{"argv": ["false"], "display_name": "x"}',
        ".local/share/jupyter/nbconvert/templates/base/display_priority.j2": "read",
        ".local/share/pandoc/init.lua": "error('read')",
        "start.py": bad,
    }.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(content, encoding="utf-8")
    return {"HOME": str(home), "PYTHONSTARTUP": str(home / "start.py"), "PYTHONOPTIMIZE": "2", "MPLBACKEND": "none"}


def elsewhere(root: Path, folder: Path) -> dict[str, str]:
    """A copy of the project in another folder, and an environment as far from ours as can be."""
    for name in ("analysis", "notebooks", "seeds"):
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy(root / "pyproject.toml", folder)
    foreign = {
        "TZ": "Pacific/Kiritimati",
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "4711",
        "GOLD_DIR": str(folder / "nowhere"),
        **{f"{scheme}_proxy": "http://127.0.0.1:9" for scheme in ("http", "https")},  # where nobody answers
        **settings(folder),
    }
    return {**os.environ, **foreign, "PYTHONPATH": str(folder)}


def test_two_renders_give_the_same_bytes(
    seed_report: dict[str, Path], validation_report: dict[str, Path], root: Path, tmp_path: Path
) -> None:
    """Another folder, time zone, locale and hash seed, a user's settings and what lies in the working folder change no
    byte of any edition; neither network nor gold data is asked."""
    copy = tmp_path / "another folder"
    environment = elsewhere(root, copy)
    for name in ("analysis.py", "pandas.py", "IPython.py", "click.py", "matplotlibrc"):
        (tmp_path / name).write_text("raise SystemExit('read')", encoding="utf-8")
    where = "import analysis; print(analysis.__file__)"
    run = {"cwd": tmp_path, "env": environment, "capture_output": True, "text": True, "check": False}
    found = subprocess.run([sys.executable, "-P", "-c", where], **run)  # type: ignore[call-overload]
    assert found.stdout.startswith(str(copy)), "the second render must run the copy"
    report = [sys.executable, "-P", "-m", "analysis", "report", "--out"]
    source = f"seeds/{seed_report['ipynb'].stem}.txt"
    with ThreadPoolExecutor() as pool:  # side by side
        rendered = [
            pool.submit(subprocess.run, [*report, folder, *words], **run)
            for folder, words in (("second", [source]), ("validation", ["--notebook", "validation"]))
        ]
    for done in rendered:
        assert done.result().returncode == 0, done.result().stderr
    made = sorted(seed_report["ipynb"].parent.iterdir())
    assert len(made) == 9
    for path in made:
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes(), f"{path.name} differs"
    for path in validation_report.values():
        assert path.read_bytes() == (tmp_path / "validation" / path.name).read_bytes(), f"{path.name} differs"


def test_no_edition_knows_the_machine(
    seed_report: dict[str, Path], validation_report: dict[str, Path], root: Path
) -> None:
    """No edition holds the path of the project or the home folder."""
    for path in [*seed_report.values(), *validation_report.values()]:
        content = path.read_bytes()
        assert str(root).encode() not in content
        assert str(Path.home()).encode() + b"/" not in content


def test_the_executed_notebook_is_whole(seed_report: dict[str, Path]) -> None:
    """Every code cell ran, none failed, wrote to stderr, or kept a time or a random id."""
    notebook = json.loads(seed_report["ipynb"].read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    kinds = {(output["output_type"], output.get("name")) for cell in code for output in cell["outputs"]}
    assert kinds == {("execute_result", None)}
    assert "papermill" not in notebook["metadata"]
    assert [cell["id"] for cell in notebook["cells"]] == [f"cell-{i:03d}" for i in range(len(notebook["cells"]))]


def test_only_the_reports_are_left_in_the_folder(seed_report: dict[str, Path]) -> None:
    """The output folder holds both reports in three editions, what belongs beside them, and no half-written file."""
    folder, name = seed_report["ipynb"].parent, seed_report["ipynb"].stem
    reports = [f"{report}.{suffix}" for report in (name, f"{name}_codebook") for suffix in ("ipynb", "html", "pdf")]
    beside = [f"{name}_text.txt", f"{name}_annotations.csv", f"{name}_codebook_keyness.csv"]
    assert sorted(path.name for path in folder.iterdir()) == sorted([*reports, *beside])


def test_no_pdf_leaves_out_the_pdf(article: Path, tmp_path: Path, kernel: Kernel) -> None:
    """Without the PDF the others are made."""
    paths = render_report(str(article), out=tmp_path / "out", pdf=False, kernel=kernel)
    names = ["piece.ipynb", "piece.html", "piece_annotations.csv", "piece_text.txt"]
    assert [path.name for path in paths] == names


def test_parameters_take_the_type_of_the_default() -> None:
    """Text from a command line becomes the type of the notebook's default; values of that type pass."""
    given = {"lines": "3", "confidence": "0.9", "frames": "frames", "window": 5}
    checked = _check_parameters(_find_notebook("codebook"), given)
    assert checked == {"lines": 3, "confidence": 0.9, "frames": "frames", "window": 5}
    assert isinstance(checked["lines"], int)


@pytest.mark.parametrize(
    ("name", "value"), [("lines", "many"), ("lines", "2.5"), ("lines", True), ("confidence", "high"), ("window", "")]
)
def test_a_value_of_another_type_is_refused(name: str, value: object) -> None:
    """A value that is not of the default's type is named, with the type that is wanted."""
    with pytest.raises(ReportError, match=f"{name}.*must be of type (int|float)"):
        _check_parameters(_find_notebook("codebook"), {name: value})


def test_parameters_change_the_report(article: Path, tmp_path: Path, kernel: Kernel) -> None:
    """A narrower window shows fewer words, fewer lines fold the rest, a lexicon of one's own brings its own frame."""
    lexicon = tmp_path / "mine.toml"
    lexicon.write_text(
        'name = "mine"\nversion = "1"\nkind = "frame"\n[provenance]\ncreators = ["A"]\nyear = 2026\nlicence = "MIT"\n'
        'changes = "None."\n[categories.ministry]\ndefinition = "Offices."\nreference = "A (2026)."\n'
        '[terms]\nministry = ["minister"]\n',
        encoding="utf-8",
    )
    article.write_text(ARTICLE + "\nThe minister met the minister.\n", encoding="utf-8")
    given = {"frames": str(lexicon), "window": "1", "lines": "1"}
    made = render_report(str(article), "codebook", given, tmp_path / "out", pdf=False, kernel=kernel)
    html = made[1].read_text("utf-8")
    assert 'id="frame-ministry"' in html
    assert 'id="frame-military_action"' not in html
    page = BeautifulSoup(html, "html.parser")
    assert [cell.contents[0].strip() for cell in page.select("#frames td.right")] == ["condemned", "met", "."]
    folded = [summary.get_text() for summary in page.select("details.more summary")]
    assert "2 more lines" in folded  # type: ignore[union-attr]
