"""The one papermill door: a parameterised notebook becomes an executed notebook, a page and a PDF, whole or not at all.

Runs are normalised so that the same source gives the same bytes in any folder, time zone, locale and hash seed.
"""

from __future__ import annotations

import ast
import copy
import difflib
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.report.fragments import FILES
from analysis.report.inputs import check_inputs
from analysis.report.style import EPOCH
from analysis.text.read import find_source

if TYPE_CHECKING:
    from nbformat import NotebookNode

HERE = Path(__file__).resolve().parents[1]
NOTEBOOKS = (HERE.parent / "notebooks", HERE / "notebooks")  # the project's, or those inside an installed package
FIXED = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(EPOCH), "TZ": "UTC", "LC_ALL": "C.UTF-8"}


class ReportError(Exception):
    """A report that cannot be made; the message names the file, argument or cell and says what to do."""


def render_report(
    source: str | None,
    notebook: str = "article",
    parameters: Mapping[str, Any] | None = None,
    out: str | Path = "reports",
    pdf: bool = True,
    tell: Callable[[str], None] = lambda step: None,
) -> list[Path]:
    """Render one report: ``out/NAME.ipynb``, ``.html``, ``.pdf`` and the files that its fragments
    carry, such as ``NAME.txt``; NAME is the source's, else the notebook's.

    Args:
        source: The article; goes to the notebook's parameter ``source``. None for a notebook that has none.
        notebook: Name of a notebook of the project, or the path of one.
        parameters: Values for the notebook's parameters; text is turned into the type of the default.
        out: Folder for the files, made if it is not there.
        pdf: Whether to make the PDF.
        tell: Called with the name of each step.

    Raises:
        ReportError: For an unknown notebook or parameter, a source that is missing or not wanted, a value of the wrong
            type, a folder that cannot be written, or a cell that fails (the failed notebook is kept as
            ``out/NAME.failed.ipynb``).
        ReadError, LexiconError: If the source, or a lexicon, dictionary or file of actors, cannot be read.
    """
    path, folder = find_notebook(notebook), _writable(Path(out))
    values, known = dict(parameters or {}), parameters_of(path)
    name = path.stem
    if source is None and "source" in known:
        raise ReportError(f"{path.name} reports on an article: name at least one SOURCE")
    if source is not None and "source" not in known:
        raise ReportError(f"{path.name} takes no SOURCE, got {source}: leave it out")
    article = None if source is None else find_source(source)
    if source is not None and article:
        values["source"] = source if Path(source).is_absolute() or not Path(source).exists() else str(article)
        name = article.stem if path.stem == "article" else f"{article.stem}_{path.stem}"
    values = check_parameters(path, values, known)
    check_inputs(values, article, "actors" in known)
    with tempfile.TemporaryDirectory(prefix="whose-words-") as scratch, _fixed_environment():
        tell("running the notebook")
        executed = _execute(path, Path(scratch), values, folder / f"{name}.failed.ipynb")
        return _write(_export(executed, name, pdf, tell), folder)


def find_notebook(name: str) -> Path:
    """The path of a notebook given by name or path.

    Raises:
        ReportError: If there is none; the message lists the names.
    """
    for path in [Path(name), *(folder / f"{name}.ipynb" for folder in NOTEBOOKS)]:
        if path.suffix == ".ipynb" and path.is_file():
            return path
    known = sorted({path.stem for folder in NOTEBOOKS for path in folder.glob("*.ipynb")})
    raise ReportError(f"{name}: no such notebook; known: {', '.join(known)}, or the path of an .ipynb file")


def parameters_of(notebook: Path) -> dict[str, Any]:
    """The parameters of a notebook by name, as papermill sees them."""
    import papermill

    parameters: dict[str, Any] = papermill.inspect_notebook(str(notebook))
    return parameters


def check_parameters(
    notebook: Path, values: Mapping[str, Any], known: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The values, each in the type of the notebook's default; ``known`` are its parameters, if they are at hand.

    Papermill only logs a parameter it does not know and never checks a type, so a misspelt one would silently run the
    default (papermill issue 818).

    Raises:
        ReportError: For an unknown name or a value that is not of the default's type.
    """
    known = parameters_of(notebook) if known is None else known
    checked = {}
    for name, value in values.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else "."
            raise ReportError(
                f"parameter {name!r} is unknown to {notebook.name}{hint} Known: {', '.join(sorted(known)) or 'none'}"
            )
        checked[name] = _typed(name, value, ast.literal_eval(known[name]["default"]))
    return checked


def _typed(name: str, value: Any, default: Any) -> Any:
    kind = type(default)
    if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
        return value
    try:
        if kind is bool:
            return {"true": True, "false": False}[str(value).lower()]
        if kind in (int, float, str):
            return kind(str(value))
        parsed = ast.literal_eval(str(value))
        if isinstance(parsed, kind):
            return parsed
    except (ValueError, KeyError, SyntaxError):
        pass
    raise ReportError(f"parameter {name!r} must be of type {kind.__name__} (default {default!r}), got {value!r}")


def _writable(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        raise ReportError(f"{folder}: the output folder cannot be written: {error.strerror}") from error


@contextmanager
def _fixed_environment() -> Iterator[None]:
    """What a run could differ by, held fixed for the kernel, and put back afterwards."""
    before = {name: os.environ.get(name) for name in FIXED}
    os.environ.update({name: value for name, value in FIXED.items() if name != "SOURCE_DATE_EPOCH" or not before[name]})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _execute(notebook: Path, scratch: Path, values: dict[str, Any], failed: Path) -> NotebookNode:
    import nbformat
    import papermill
    from traitlets.config import Config

    output = scratch / "executed.ipynb"
    # One private folder of sockets a kernel: no race for ports between parallel runs (papermill issue 511).
    config = Config({"KernelManager": {"transport": "ipc", "ip": str(scratch / "s")}})
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_warm_up)  # while the kernel works, this process would only wait
        try:
            papermill.execute_notebook(
                str(notebook), str(output), parameters=values, kernel_name="python3", progress_bar=False,
                request_save_on_cell_execute=False, autosave_cell_every=0, config=config,
            )  # fmt: skip
        except papermill.PapermillExecutionError as error:
            failed.write_bytes(output.read_bytes())
            where = f"cell {error.cell_index} of {notebook.name} failed"
            reason = re.sub(r"\x1b\[[0-9;]*m", "", f"{error.ename}: {error.evalue}")
            raise ReportError(f"{where}: {reason}\nThe notebook up to there is kept: {failed}") from error
    failed.unlink(missing_ok=True)
    return _normalise(nbformat.read(output, as_version=4))


def _warm_up() -> None:
    from analysis.report.export import ReportHTMLExporter
    from analysis.report.style import font_faces

    font_faces()
    ReportHTMLExporter()
    for module in ("pypandoc", "typst"):
        import_module(module)


def _normalise(notebook: NotebookNode) -> NotebookNode:
    """Take out what differs from run to run: times, paths, random ids, addresses of objects."""
    for name in ("papermill", "widgets"):
        notebook.metadata.pop(name, None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number:03d}"
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        for output in cell.get("outputs", []):
            plain = output.get("data", {}).get("text/plain")
            if plain:
                output["data"]["text/plain"] = re.sub(r" at 0x[0-9a-f]+", " at 0x0", plain)
    return notebook


def _export(notebook: NotebookNode, name: str, pdf: bool, tell: Callable[[str], None]) -> dict[str, bytes]:
    """The files. The page is made once, for both editions, as each exporter would make it."""
    import nbformat

    from analysis.report.export import ReportHTMLExporter, finished
    from analysis.report.typeset import typeset

    beside = dict(_files(notebook, name))  # first, since they leave the notebook
    files = {f"{name}.ipynb": nbformat.writes(notebook).encode() + b"\n"}
    tell("making the page")
    page, _ = ReportHTMLExporter().page(notebook, {"metadata": {"name": name}})
    printed = copy.copy(page)
    files[f"{name}.html"] = finished(page).encode()
    if pdf:
        tell("making the PDF")
        files[f"{name}.pdf"] = typeset(printed)
    return files | beside


def _files(notebook: NotebookNode, name: str) -> Iterator[tuple[str, bytes]]:
    """The texts that fragments carry, which so leave the notebook: each is a file of its own."""
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        for end, text in output.get("data", {}).pop(FILES, {}).items():
            yield f"{name}{end}", text.encode()


def _write(files: dict[str, bytes], folder: Path) -> list[Path]:
    """Each file is written beside its place and moved there, so that none is ever seen half-written."""
    paths = []
    for name, content in files.items():
        part = folder / f".{name}.part"
        part.write_bytes(content)
        paths.append(part.replace(folder / name))
    return paths
