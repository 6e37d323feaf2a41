"""The one papermill door: a parameterised notebook becomes an executed notebook, a page and a PDF, whole or not at all.

Runs are normalised so that the same source gives the same bytes in any folder, time zone, locale and hash seed, and
whatever the user's settings are.
"""

from __future__ import annotations

import ast
import copy
import difflib
import json
import os
import re
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from analysis.lexicon.toml_files import LexiconError
from analysis.report.fragments import FILES_BESIDE
from analysis.report.inputs import check_inputs, check_ranges
from analysis.report.kernel import FORGET, Kernel
from analysis.report.output_files import ReportError as ReportError  # callers catch it by this module's name
from analysis.report.output_files import check_targets
from analysis.tables.write_files import write_files
from analysis.text.read import ReadError, find_source

if TYPE_CHECKING:
    from nbclient import NotebookClient
    from nbformat import NotebookNode

_HERE = Path(__file__).resolve().parents[1]
_NOTEBOOKS = (_HERE.parent / "notebooks", _HERE / "notebooks")  # the project's, or those inside an installed package
_FAILED = "failed"  # a folder beside the reports, for the notebooks of those that failed
_MAX_NOTEBOOK = 50_000_000  # bytes
_MAX_NAME = 200  # bytes, with room for what a table's name adds
_STARTS_WITHIN = 120  # seconds: the kernel, on a slow machine
MISTAKES = (ReportError, ReadError, LexiconError, OSError)  # of the user, or of what was given
Outcome: TypeAlias = tuple[list[Path], list[str]] | Exception
Asked: TypeAlias = tuple[str | None, Mapping[str, Mapping[str, Any]], Path, bool, Iterable[str]]  # of ``render_each``
_LONGEST = 300  # characters of a cell's error that a message repeats


def render_report(
    source: str | None,
    notebook: str = "article",
    parameters: Mapping[str, Any] | None = None,
    out: str | Path = "reports",
    pdf: bool = True,
    kernel: Kernel | None = None,
) -> list[Path]:
    """Render one report: ``out/NAME.ipynb``, ``.html``, ``.pdf`` and the files that its fragments carry, such as
    ``NAME_text.txt``. NAME is that of the source, or of the notebook if there is no source.

    Args:
        source: The article, which becomes the notebook's parameter ``source``; None for a notebook without one.
        notebook: The name of a notebook of the project, or the path of one of your own.
        parameters: Values for the notebook's parameters; a string is converted to the type of the default.
        out: The folder for the files, created if it does not exist.
        pdf: Whether to make the PDF.
        kernel: A kernel to run a notebook of the project in; by default, it gets one of its own.

    Raises:
        ReportError: If the notebook or a parameter is unknown, a source is missing or not wanted, a value has the wrong
            type or is out of range, the folder cannot be written or has a file of that name which is not a report of
            ours, or a cell fails (the notebook is then kept as ``out/failed/NAME.ipynb``).
        ReadError, LexiconError: If the source, or a lexicon, dictionary or file of actors, cannot be read.
    """
    return _executed(source, notebook, parameters, out, pdf, (), lambda words: None, kernel)()


def _executed(
    source: str | None, notebook: str, parameters: Mapping[str, Any] | None, out: str | Path, pdf: bool,
    keep: Iterable[str | Path], warn: Callable[[str], None], kernel: Kernel | None,
) -> Callable[[], list[Path]]:  # fmt: skip
    """As ``render_report``, up to where the notebook is executed; what is given back exports and writes it."""
    path, folder = _find_notebook(notebook), Path(out)
    asked = _read_notebook(path)
    values, known = dict(parameters or {}), _parameters(path, asked)
    article = _article(source, path, known, values)
    name = name_report(source, notebook)
    _check_kind(asked, path, article)
    if article is not None:
        values["source"] = source if Path(str(source)).is_absolute() or not Path(str(source)).exists() else str(article)
    if len(os.fsencode(name)) > _MAX_NAME:
        raise ReportError(f"{name}: too long a name for the files of its report, which may have {_MAX_NAME} bytes")
    values = _check_parameters(path, values, known)
    used = [*check_inputs(values, article, "actors" in known, warn), path, *map(Path, keep)]
    check_targets(folder, [f"{name}{suffix}" for suffix in (".ipynb", ".html", ".pdf")], name, used)
    check_targets(folder / _FAILED, [f"{name}.ipynb"], name, used)
    _make(folder)
    with nullcontext(kernel) if kernel and path.parent in _NOTEBOOKS else Kernel() as used_kernel:
        executed, reason = _execute(asked, path.name, used_kernel, values)
    if reason:
        _make(folder / _FAILED)
        kept = write_files({f"{name}.ipynb": _written(executed)}, folder / _FAILED)
        raise ReportError(f"{reason}\nThe notebook up to that point is kept: {kept[0]}")

    def finish() -> list[Path]:
        files = _export(executed, name, pdf)
        check_targets(folder, files, name, used)
        written = _write(files, folder)
        _forget_failure(folder / _FAILED, name)
        return written

    return finish


def name_report(source: str | None, notebook: str) -> str:
    """What the files of a report are called: as its source, with the notebook unless it is ``article``.

    Raises:
        ReportError: If there is no such notebook.

    >>> name_report("texts/mine.txt", "article"), name_report("mine.txt", "codebook"), name_report(None, "validation")
    ('mine', 'mine_codebook', 'validation')
    """
    kind = _find_notebook(notebook).stem
    if source is None:
        return kind
    return Path(source).stem if kind == "article" else f"{Path(source).stem}_{kind}"


def render_each(
    source: str | None, notebooks: Mapping[str, Mapping[str, Any]], out: Path, pdf: bool, keep: Iterable[str],
    kernel: Kernel | None = None,
) -> Iterator[Outcome]:  # fmt: skip
    """The reports of a source by some notebooks, each with its parameters, made by ``render_report`` in one kernel.

    While the kernel works on a report, the one before is exported.

    Yields:
        Of each report its files and what is to be warned of, or one of ``MISTAKES``; if a notebook cannot be executed,
        those after it are left out.
    """
    begun: list[tuple[Future[list[Path]], list[str]]] = []
    stopped: Exception | None = None
    with nullcontext(kernel) if kernel else Kernel() as shared, ThreadPoolExecutor(1) as exporting:
        for notebook, parameters in notebooks.items():
            warnings: list[str] = []
            try:
                finish = _executed(source, notebook, parameters, out, pdf, keep, warnings.append, shared)
            except MISTAKES as error:
                stopped = error
                break
            begun.append((exporting.submit(finish), warnings))
        for report, warnings in begun:
            try:
                yield report.result(), warnings
            except MISTAKES as error:
                yield error
    if stopped:
        yield stopped


def render_apart(*asked: Any) -> list[Outcome]:
    """As ``render_each``, for another process."""
    return list(render_each(*asked))


def share_parameters(notebooks: Iterable[str], given: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """For each notebook those of the parameters given that it has; one that none has goes to that with most, which will
    say so.

    Raises:
        ReportError: If there is no such notebook, or it is none.

    >>> share_parameters(["article", "codebook"], {"window": "4"})
    {'article': {}, 'codebook': {'window': '4'}}
    """
    known = {notebook: _parameters_of(_find_notebook(notebook)) for notebook in notebooks}
    most = max(known, key=lambda notebook: len(known[notebook]))
    homes = {name: [notebook for notebook in known if name in known[notebook]] or [most] for name in given}
    return {notebook: {name: given[name] for name in given if notebook in homes[name]} for notebook in known}


def check_settings(notebook: str, parameters: Mapping[str, Any]) -> None:
    """Make sure that a notebook and its parameters can be used, whatever the source.

    Raises:
        ReportError, LexiconError: As ``render_report``.

    >>> check_settings("codebook", {"window": "-1"})
    Traceback (most recent call last):
    analysis.report.output_files.ReportError: parameter 'window' must be from 0 to 1,000, got -1
    """
    path = _find_notebook(notebook)
    check_inputs(_check_parameters(path, parameters))


def _article(source: str | None, path: Path, known: Mapping[str, Any], values: Mapping[str, Any]) -> Path | None:
    """The path of the source that a notebook reports on; None for a notebook that has none."""
    if source is None and "source" in known:
        raise ReportError(f"{path.name} reports on an article: name at least one SOURCE")
    if source is not None and "source" not in known:
        raise ReportError(f"{path.name} takes no SOURCE, got {source}: leave it out")
    if "source" in values:
        raise ReportError("parameter 'source' is the SOURCE of the report: give it as that")
    return None if source is None else find_source(source)


def _check_kind(notebook: NotebookNode, path: Path, article: Path | None) -> None:
    """Make sure that a notebook which reads an annotated folder is given one, and one that reads an article is not."""
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    many, one = "open_annotations(" in code, any(call in code for call in ("read_document(", "annotate_article("))
    is_corpus = article is not None and _is_corpus(article)
    if article is not None and many and not (one or is_corpus):
        raise ReportError(f"{path.name} reports on an annotated folder (whose-words annotate makes one), not {article}")
    if is_corpus and one and not many:
        raise ReportError(f"{path.name} reports on one article, and {article} holds many: see --notebook comparison")


def _is_corpus(article: Path) -> bool:
    if not article.is_dir():
        return False
    from analysis.corpus.store import MADE_BY  # it loads pandas

    return (article / MADE_BY).is_file()


def _find_notebook(name: str) -> Path:
    """The path of a notebook given by name or path.

    Raises:
        ReportError: If there is none; the message lists the names.
    """
    for path in [Path(name), *(folder / f"{name}.ipynb" for folder in _NOTEBOOKS)]:
        with suppress(OSError, ValueError):  # a name no file can have
            if path.suffix == ".ipynb" and path.is_file():
                return path
    known = sorted({path.stem for folder in _NOTEBOOKS for path in folder.glob("*.ipynb")})
    raise ReportError(f"{name}: no such notebook; known: {', '.join(known)}, or the path of an .ipynb file")


def _read_notebook(path: Path) -> NotebookNode:
    """A notebook, checked to be one that Python can run."""
    import nbformat

    if path.stat().st_size > _MAX_NOTEBOOK:
        raise ReportError(f"{path}: more than {_MAX_NOTEBOOK:,} bytes")
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = json.loads(text)
        if not isinstance(content, dict) or not isinstance(content.get("cells", content.get("worksheets")), list):
            raise ReportError(f"{path}: is no notebook: it has no cells")
        with warnings.catch_warnings(action="ignore"):  # of cells without an id, which get one
            notebook: NotebookNode = nbformat.reads(text, as_version=4)
        for number, cell in enumerate(notebook.cells):
            cell["id"] = f"cell-{number:03d}"
            cell.metadata.setdefault("tags", [])  # papermill looks for them
        notebook.nbformat_minor = 5
        nbformat.validate(notebook)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ReportError(f"{path}:{getattr(error, 'lineno', 1)}: is no notebook: not JSON: {error}") from error
    except (nbformat.ValidationError, RecursionError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise ReportError(f"{path}: is no notebook: {str(error).partition(chr(10))[0][:_LONGEST]}") from error
    language = notebook.metadata.get("kernelspec", {}).get("language", "python")
    if str(language).lower() != "python":
        raise ReportError(f"{path}: a notebook in {language}; reports are made by notebooks in Python")
    return notebook


def _parameters_of(notebook: Path) -> dict[str, Any]:
    """The parameters of a notebook by name, with their defaults: what its cell tagged ``parameters`` assigns.

    Raises:
        ReportError: If the file is no notebook, or a default is not a plain value.

    >>> _parameters_of(_find_notebook("validation"))
    {'parts': 'all'}
    """
    return _parameters(notebook, _read_notebook(notebook))


def _parameters(path: Path, notebook: NotebookNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type != "code" or "parameters" not in cell.metadata.get("tags", []):
            continue
        line = 1
        try:
            for node in ast.parse(cell.source).body:
                line = node.lineno
                own = getattr(node, "target", None) if isinstance(node, ast.AnnAssign) else None
                targets = node.targets if isinstance(node, ast.Assign) else [own]
                found |= {target.id: ast.literal_eval(node.value) for target in targets}  # type: ignore[union-attr]
        except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError, AttributeError) as error:
            line = getattr(error, "lineno", None) or line
            said = "".join(cell.source.splitlines()[line - 1 : line]).strip()
            where = f"{path}: cell {number}, the parameters, line {line}"
            raise ReportError(f"{where}: must be NAME = a plain value, got {said!r:.100}") from error
        break
    return found


def _check_parameters(
    notebook: Path, values: Mapping[str, Any], known: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The values, each in the type of the notebook's default; ``known`` are its parameters, if they are at hand.

    Papermill only logs a parameter it does not know and never checks a type, so a misspelt one would silently run the
    default (papermill issue 818).

    Raises:
        ReportError: For an unknown name, or a value that is not of the default's type or out of its range.
    """
    known = _parameters_of(notebook) if known is None else known
    checked = {}
    for name, value in values.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else "."
            raise ReportError(
                f"parameter {name!r} is unknown to {notebook.name}{hint} Known: {', '.join(sorted(known)) or 'none'}"
            )
        checked[name] = _typed(name, value, known[name])
    check_ranges(checked)
    return checked


def _typed(name: str, value: Any, default: Any) -> Any:
    kind = type(default)
    if default is None or (isinstance(value, kind) and not (kind is int and isinstance(value, bool))):
        return _encodable(name, value)
    try:
        if kind is bool:
            return {"true": True, "false": False}[str(value).lower()]
        if kind in (int, float, str):
            return _encodable(name, kind(str(value)))
        parsed = ast.literal_eval(str(value))
        if isinstance(parsed, kind):
            return parsed
    except (ValueError, KeyError, SyntaxError, RecursionError, MemoryError):
        pass
    raise ReportError(f"parameter {name!r} must be of type {kind.__name__} (default {default!r}), got {value!r:.100}")


def _encodable(name: str, value: Any) -> Any:
    if isinstance(value, str) and (not value.isascii()) and value != value.encode(errors="replace").decode():
        raise ReportError(f"parameter {name!r}: {value!r:.100} is not text in UTF-8")
    return value


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as error:
        raise ReportError(f"{folder}: the output folder cannot be written: {error.strerror}") from error


def _execute(asked: NotebookNode, name: str, kernel: Kernel, values: dict[str, Any]) -> tuple[NotebookNode, str]:
    """The executed notebook, and the reason why it stopped early, if it did; the kernel then ends."""
    from jupyter_core.utils import run_sync
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError
    from papermill.parameterize import parameterize_notebook

    asked.metadata["papermill"] = {}  # its record, which it expects and `_normalise` takes out
    notebook = parameterize_notebook(asked, values, kernel_name="python3", language="python") if values else asked
    reason, index = "", 0
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_warm_up)  # while the kernel works, this process would only wait
        client = NotebookClient(notebook, km=kernel.manager(), timeout=None, startup_timeout=_STARTS_WITHIN)
        try:
            with client.setup_kernel(cleanup_kc=False):
                forget: Any = client.kc  # mypy takes it for another class of clients
                run_sync(forget.execute_interactive)(
                    FORGET.format(folder=str(Path.cwd())), silent=True, store_history=False
                )
                for index, cell in enumerate(notebook.cells):
                    client.execute_cell(cell, index)
        except CellExecutionError as error:
            said = re.sub(r"\x1b\[[0-9;]*m", "", f"{error.ename}: {error.evalue}")
            reason = f"cell {index} of {name} failed: {said if len(said) <= _LONGEST else said[:_LONGEST] + ' …'}"
        except (DeadKernelError, RuntimeError) as error:
            died = isinstance(error, DeadKernelError)
            said = "Python died: there may not be enough memory" if died else f"Python did not start: {error}"
            reason = f"cell {index} of {name} failed: {said}"
        finally:
            _leave(client)
    if reason:
        kernel.end()
    return _normalise(notebook), reason


def _leave(client: NotebookClient) -> None:
    """Close what was opened, in silence also where a signal came between."""
    import asyncio

    from jupyter_core.utils import ensure_event_loop

    if client.kc:
        client.kc.stop_channels()
    loop = ensure_event_loop()
    if not loop.is_running() and (left := asyncio.all_tasks(loop)):
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))


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


def _export(notebook: NotebookNode, name: str, pdf: bool) -> dict[str, bytes]:
    """The files. The page is made once, for both editions, as each exporter would make it."""
    from analysis.report.export import ReportHTMLExporter, finished
    from analysis.report.typeset import typeset

    beside = dict(_files(notebook, name))  # first, since they leave the notebook
    files = {f"{name}.ipynb": _written(notebook)}
    page, _ = ReportHTMLExporter().page(notebook, {"metadata": {"name": name}})
    printed = copy.copy(page)
    files[f"{name}.html"] = finished(page).encode()
    if pdf:
        try:
            files[f"{name}.pdf"] = typeset(printed)
        except RuntimeError as error:  # also too deep a structure
            said = str(error)[:_LONGEST]
            raise ReportError(f"the PDF of {name} cannot be made (--no-pdf leaves it out): {said}") from error
    return files | beside


def _files(notebook: NotebookNode, name: str) -> Iterator[tuple[str, bytes]]:
    """The texts that fragments carry, which so leave the notebook: each is a file of its own."""
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        for end, text in output.get("data", {}).pop(FILES_BESIDE, {}).items():
            yield f"{name}{end}", text.encode()


def _written(notebook: NotebookNode) -> bytes:
    import nbformat

    text: str = nbformat.writes(notebook)
    return text.encode(errors="backslashreplace") + b"\n"


def _write(files: dict[str, bytes], folder: Path) -> list[Path]:
    try:
        return write_files(files, folder)
    except OSError as error:
        raise ReportError(f"{folder}: the report cannot be written, and none of it was: {error.strerror}") from error


def _forget_failure(folder: Path, name: str) -> None:
    """The notebook of an earlier failure goes once its report is made, and so does its folder if it is empty."""
    with suppress(OSError):
        (folder / f"{name}.ipynb").unlink(missing_ok=True)
        folder.rmdir()
