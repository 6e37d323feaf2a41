"""The house rules that a machine can see."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.bench.structure import public_names

ROOT = Path(__file__).parents[1]
ROOMS = [  # in the order in which data flows; an import points up this list
    "lexicon", "annotation", "text", "reader",
    "actors", "quotes", "agency", "stance", "portrayal", "rhetoric",
    "tables", "corpus", "report", "training",
]  # fmt: skip
NO_ANALYSERS = {"lexicon", "annotation", "text", "reader", "tables", "corpus", "report", "training"}
DOORS = {  # each heavy package is opened in the modules named, and nowhere else
    "spacy": {"text/parse.py"},
    "en_core_web_sm": {"text/parse.py"},
    "nltk": {"text/segment.py", "stance/valence.py"},
    "trafilatura": {"text/pages.py"},
    "onnxruntime": {"reader/encoder.py"},
    "tokenizers": {"reader/views.py"},
    "yaml": {"lexicon/marked.py"},
    "wordfreq": {"text/words.py"},
    "torch": {"training/*"},
    "transformers": {"training/*"},
    "pandas": {"tables/*", "corpus/*", "report/*"},
    "pyarrow": {"text/records.py", "corpus/store.py"},
    "distributed": {"corpus/engine.py", "corpus/shared_task.py"},
    "datasketch": {"corpus/copies.py"},
    "scipy": {"tables/intervals.py", "corpus/align.py"},
    "matplotlib": {"report/kernel.py"},
    "papermill": {"report/render.py"},
    "nbconvert": {"report/export.py"},
    "pypandoc": {"report/typeset.py"},
    "typst": {"report/typeset.py"},
}
MODULES = sorted((ROOT / "analysis").rglob("*.py"))


@cache
def parsed(path: Path) -> ast.Module:
    """A module as Python reads it."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path, runtime_only: bool = False) -> set[str]:
    """Full names of the modules a file imports; those only for types are left out where asked."""
    return imports_of(parsed(path), runtime_only)


def imports_of(tree: ast.Module, runtime_only: bool = False) -> set[str]:
    """Full names of the modules that a piece of Python imports."""
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if runtime_only and id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def place(room: str) -> int:
    """Where a room stands; one that is not in the list is an analyser."""
    return ROOMS.index(room if room in ROOMS else "rhetoric")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_up(path: Path) -> None:
    """A module imports only from its own room or one above it, and no analyser's room imports another's."""
    room = path.relative_to(ROOT / "analysis").with_suffix("").parts[0]
    if room in {"annotate", "__main__", "__init__"}:  # the composition, the command line and the public names
        return
    for name in imports(path):
        other = name.split(".")[1] if name.startswith("analysis.") else room
        assert other not in {"annotate", "__main__"}, f"{path} imports {name}, which stands above the rooms"
        assert place(other) <= place(room), f"{path} imports {name}, which is below it"
        assert other == room or {other, room} & NO_ANALYSERS, f"{path} imports another analyser: {name}"


def test_the_law_can_fail() -> None:
    """The check sees each kind of import: of a module, from a module, and of a name in a package."""
    given = "import analysis.report.style\nfrom analysis.tables import rates\nfrom analysis.quotes.voices import NAME\n"
    seen = imports_of(ast.parse(given))
    assert {"analysis.report.style", "analysis.tables.rates", "analysis.quotes.voices"} <= seen


@pytest.mark.parametrize("package", DOORS)
def test_one_door(package: str) -> None:
    """A heavy package is imported only in the modules that own it."""
    for path in MODULES:
        inside = path.relative_to(ROOT / "analysis")
        if any(inside.match(pattern) for pattern in DOORS[package]):
            continue
        for name in imports(path, runtime_only=True):
            assert name.split(".")[0] != package, f"{inside} imports {name}"


def test_import_has_no_side_effect() -> None:
    """Importing the package loads no heavy package."""
    heavy = ", ".join(repr(name) for name in DOORS)
    code = f"import sys, analysis; print([m for m in ({heavy}) if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_public_names() -> None:
    """Not many public names, each of which exists and has a docstring with its rule."""
    import analysis

    assert len(analysis.__all__) <= 28
    for name in analysis.__all__:
        assert getattr(analysis, name).__doc__


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_documented(path: Path) -> None:
    """Public functions and classes say what they do."""
    for node in parsed(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{path}:{node.lineno} {node.name} has no docstring"


def test_no_two_things_of_one_name() -> None:
    """A public name stands for one thing in the whole package, and so does the name of a module."""
    homes: dict[str, set[str]] = {}
    for path in MODULES:
        inside = str(path.relative_to(ROOT / "analysis"))
        if path.stem != "__init__":
            homes.setdefault(f"module {path.stem}", set()).add(inside)
        for name in public_names(parsed(path)):
            homes.setdefault(name, set()).add(inside)
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}


def test_notebooks_are_thin() -> None:
    """A notebook defines nothing and loops over nothing; it has a parameters cell of plain literals and no outputs."""
    import nbformat

    for path in (ROOT / "notebooks").glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
        assert len(tagged) == 1
        for node in ast.parse(tagged[0].source).body:
            assert isinstance(node, ast.Assign)
            ast.literal_eval(node.value)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                kinds = {type(node) for node in ast.walk(ast.parse(cell.source))}
                assert not kinds & {ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Lambda}
                assert not cell.outputs
                imports_only = kinds <= {ast.Module, ast.Import, ast.ImportFrom, ast.alias}
                assert len(cell.source.splitlines()) <= 7 or cell in tagged or imports_only  # a line a name
