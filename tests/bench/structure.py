"""How the code is built, in figures, beside packages of the field where they are installed.

``python -m tests.bench.structure`` prints, for this package without what is not shipped and for ``RIVALS``: lines and
modules, median and longest function, cyclomatic complexity (McCabe 1976: one, and one more for each branch, loop,
condition of a comprehension, handler and joined condition), how many functions are over 10 and over 15, the share of
public functions and classes with a docstring, public names at the top level, and the longest chain of imports.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from statistics import mean, median

RIVALS = ("textdescriptives", "textacy", "papermill")
NOT_SHIPPED = frozenset(["training"])
_BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.comprehension, ast.match_case, ast.Assert)


@dataclass(frozen=True)
class Structure:
    """The figures of a package."""

    lines: int
    modules: int
    median_function: float
    longest_function: int
    mean_complexity: float
    largest_complexity: int
    over_10: int
    over_15: int
    documented: float
    public_names: int
    import_chain: int


def measure(package: str, folder: Path, without: frozenset[str] = frozenset()) -> Structure:
    """The figures of the modules in a folder, which are imported by the name of the package."""
    paths = [path for path in sorted(folder.rglob("*.py")) if without.isdisjoint(path.relative_to(folder).parts)]
    texts = {_module(package, folder, path): path.read_text(encoding="utf-8") for path in paths}
    trees = {name: ast.parse(text) for name, text in texts.items()}
    functions = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    sizes = [(node.end_lineno or node.lineno) - node.lineno + 1 for node in functions]
    complexities = [complexity(node) for node in functions]
    public = [node for tree in trees.values() for node in public_definitions(tree)]
    return Structure(
        lines=sum(text.count("\n") for text in texts.values()),
        modules=len(trees),
        median_function=median(sizes),
        longest_function=max(sizes),
        mean_complexity=mean(complexities),
        largest_complexity=max(complexities),
        over_10=sum(value > 10 for value in complexities),
        over_15=sum(value > 15 for value in complexities),
        documented=sum(ast.get_docstring(node) is not None for node in public) / max(1, len(public)),
        public_names=sum(len(public_names(tree)) for tree in trees.values()),
        import_chain=longest_chain({name: imports(name, tree, trees) for name, tree in trees.items()}),
    )


def complexity(function: ast.FunctionDef) -> int:
    """McCabe's number of a function, those inside it left out.

    >>> complexity(ast.parse("def f(x):\\n    return 1 if x and x > 2 else 0").body[0])
    3
    """
    count = 1
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            continue
        count += isinstance(node, _BRANCHES)
        count += len(node.ifs) if isinstance(node, ast.comprehension) else 0
        count += len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0
        waiting += ast.iter_child_nodes(node)
    return count


def public_definitions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Public functions and classes at the top level, and public methods of the classes."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            inner = node.body if isinstance(node, ast.ClassDef) else []
            yield from (n for n in inner if isinstance(n, ast.FunctionDef) and not n.name.startswith("_"))


def public_names(tree: ast.Module) -> set[str]:
    """The public names that a module gives at its top level.

    >>> sorted(public_names(ast.parse("A, _B = 1, 2\\nc: int = 3\\ndef d(): ...")))
    ['A', 'c', 'd']
    """
    names = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}
    return {name for name in names if not name.startswith("_")}


def imports(name: str, tree: ast.Module, modules: Mapping[str, object]) -> set[str]:
    """The modules of the package that a module imports when it is imported."""
    package = name.rpartition(".")[0]
    found = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return {module for module in found if module in modules and module != name}


def longest_chain(graph: Mapping[str, set[str]]) -> int:
    """The number of modules in the longest chain of imports; a circle counts once."""

    @cache
    def depth(name: str, seen: frozenset[str] = frozenset()) -> int:
        below = [depth(other, seen | {name}) for other in graph[name] - seen - {name}]
        return 1 + max(below, default=0)

    sys.setrecursionlimit(10_000)
    return max(depth(name) for name in graph) if len(graph) < 400 else 0


def _module(package: str, folder: Path, path: Path) -> str:
    parts = path.relative_to(folder).with_suffix("").parts
    return ".".join([package, *(parts[:-1] if parts[-1] == "__init__" else parts)])


def main(names: Sequence[str] = RIVALS) -> None:
    """Print a line for each package that is installed."""
    found = {"analysis": measure("analysis", Path(__file__).parents[2] / "analysis", NOT_SHIPPED)}
    for name in names:
        spec = find_spec(name)
        if spec and spec.origin:
            found[name] = measure(name, Path(spec.origin).parent)
        else:
            print(f"{name}: not installed")
    for field in Structure.__dataclass_fields__:
        cells = "".join(f"{getattr(row, field):>18.4g}" for row in found.values())
        print(f"{field:20}{cells}")
    print(f"{'':20}" + "".join(f"{name:>18}" for name in found))


if __name__ == "__main__":
    main()
