"""The README and the pages round it: every command, example, link and name in them holds."""

import ast
import doctest
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml

import analysis
from analysis.__main__ import report
from analysis.lexicon.lexicon import load_lexicon
from tests import third_party
from tests.bench.figures import figure
from tests.bench.readme import as_markdown, with_figures

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "CONTRIBUTING.md")
EDITIONS = ("build/my-article.ipynb", "build/my-article.html", "build/my-article.pdf")
LEFT_OUT = shutil.ignore_patterns(".*", "build", "dist", "*.lock")
BIN = Path(sys.prefix) / "bin"


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / page).read_text(encoding="utf-8"), re.M | re.S)


def section(heading: str) -> str:
    """The text under a heading of the README."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.split(r"^## ", text.partition(f"\n## {heading}\n")[2], maxsplit=1, flags=re.M)[0]


def example(name: str) -> str:
    """The block that the README gives as the content of a file: the first one after its name."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.search(r"^```\w+\n(.*?)^```$", text.partition(f"is `{name}`")[2], re.M | re.S)[1]


COMMANDS = [line for page in PAGES for block in blocks(page, "sh") for line in block.splitlines()]
MAKE = sorted({line for line in COMMANDS if line.startswith("make ")})
OTHERS = [block for page in PAGES for block in blocks(page, "sh") if not block.startswith("make ")]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the README's example files, on the environment that runs the tests."""
    copy = tmp_path_factory.mktemp("copy") / "whose words"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    for lock in ROOT.glob("*.lock"):
        (copy / lock.name).touch()  # make looks at their dates only
    (copy / ".venv").symlink_to(sys.prefix)
    for name in ("my-article.txt", "my-frames.toml", "my-words.dic"):
        (copy / name).write_text(example(name), encoding="utf-8")
    return copy


def run(command: str, folder: Path) -> str:
    """What a command prints; it must end well."""
    bash = ["bash", "-euo", "pipefail", "-c", command]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}  # `make test` runs us
    done = subprocess.run(bash, cwd=folder, env=clean, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_every_command_is_tried() -> None:
    """The blocks hold make commands or others, never both, so that the two tests below see every line."""
    assert {"make report", "make test", "make lab", "make bench", "make reproduce"} <= set(MAKE)
    assert sum(len(block.splitlines()) for block in OTHERS) + len([c for c in COMMANDS if c in MAKE]) == len(COMMANDS)


@pytest.mark.parametrize("command", MAKE)
def test_make_knows_its_commands(command: str, project: Path) -> None:
    """Make has a recipe for each command, and each tool of .venv that it calls is installed."""
    recipe = run(f"{command} --dry-run", project)
    tools = set(re.findall(r"\.venv/bin/(\S+)", recipe))
    assert recipe.strip()
    assert {tool for tool in tools if not (BIN / tool).exists()} == set()


@pytest.mark.parametrize("command", [command for command in MAKE if command.startswith("make report")])
def test_make_report_calls_the_command_line(command: str, project: Path) -> None:
    """What make calls is a command that the command line takes, with the source and notebook that were named."""
    recipe = run(f"{command} --dry-run", project)
    called = next(line for line in recipe.splitlines() if "-m analysis report" in line)
    given = report.make_context("report", shlex.split(called.partition(" report ")[2])).params
    named = dict(word.split("=") for word in command.split()[2:])
    assert given["notebooks"] == ((named["NOTEBOOK"],) if "NOTEBOOK" in named else ("article", "codebook"))
    assert [(project / source).is_file() for source in given["sources"]] == [True]
    assert given["sources"] == (named.get("SOURCE", given["sources"][0]),)


@pytest.fixture(scope="module")
def begun(project: Path) -> Iterator[dict[str, Future[str]]]:
    """What the commands of each block print; the blocks run side by side, for they do not need each other."""
    with ThreadPoolExecutor(len(OTHERS)) as pool:
        yield {block: pool.submit(run, block, project) for block in OTHERS}


@pytest.mark.parametrize("block", OTHERS, ids=lambda block: " ".join(block.split()[:2]))
def test_other_commands_run(block: str, project: Path, begun: dict[str, Future[str]]) -> None:
    """The commands end well one after the other, what they should write is there, and own frames are in the page."""
    printed = begun[block].result().splitlines()
    wanted = EDITIONS if "papermill" in block else [line for line in printed if line.startswith("reports/")]
    assert wanted
    assert [
        name for name in wanted if (project / name).stat().st_size < 10_000 and not name.endswith((".csv", ".txt"))
    ] == []
    pages = [(project / name).read_text(encoding="utf-8") for name in wanted if name.endswith(".html")]
    for own in ("livelihood", "my-words: hardship"):
        assert [own in page for page in pages] == ["my-frames.toml" in block] * len(pages)
    if "papermill" in block:  # without our command the page is whole, too
        assert '<div class="article"' in pages[0]
        assert "<h1>Harbour to reopen</h1>" in pages[0]


def test_python_example_holds(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The README's Python gives what it says."""
    monkeypatch.chdir(project)
    (block,) = blocks("README.md", "python")
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    assert runner.run(doctest.DocTestParser().get_doctest(block, {}, "README", "README.md", 0)).failed == 0
    assert runner.tries >= 5


def test_toml_examples_load(project: Path) -> None:
    """The README's lexicon can be read, and each TOML block is one of its example files."""
    assert blocks("README.md", "toml") == [example("my-frames.toml")]
    terms = [entry.term for entry in load_lexicon(project / "my-frames.toml").entries]
    assert terms == ["fishing boat", "harbour", "wage"]


def test_article_example_is_read_as_told(project: Path) -> None:
    """Front matter of the README's article reaches the document, and the dateline is not counted."""
    document = analysis.read_document(project / "my-article.txt")
    assert (document.meta["title"], document.meta["outlet"]) == ("Harbour to reopen", "The Example")
    assert "dateline" in {part.label for part in document.sections}


def test_public_names_are_all_named() -> None:
    """The list of names under "In Python" is the public one."""
    listed = [
        name for line in re.findall(r"^- .*$", section("In Python"), re.M) for name in re.findall(r"`(\w+)`", line)
    ]
    assert sorted(listed) == sorted(analysis.__all__)


def test_parameters_are_the_notebook_s() -> None:
    """The table of parameters has the names and defaults of the first cell of the notebook that has most."""
    rows = re.findall(r"^\| `(\w+)` \| (?:`(.*?)`|.*?) \|", section("Your own lexicon and parameters"), re.M)
    cells = json.loads((ROOT / "notebooks" / "codebook.ipynb").read_text(encoding="utf-8"))["cells"]
    first = next(cell for cell in cells if "parameters" in cell["metadata"].get("tags", []))
    assignments = [line for line in ast.parse("".join(first["source"])).body if isinstance(line, ast.Assign)]
    defaults = {line.targets[0].id: str(ast.literal_eval(line.value)) for line in assignments}
    assert [name for name, _ in rows] == list(defaults)
    assert {name: default for name, default in rows if default} == {k: v for k, v in defaults.items() if v}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """Each relative link and picture is a file or folder of the project."""
    targets = re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text(encoding="utf-8"))
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def listed_paths() -> list[str]:
    """The paths of the README's folder listing."""
    listing = next(block for block in blocks("README.md", "text") if block.startswith("seeds/"))
    folders, paths = {}, []
    for line in listing.splitlines():
        depth, name = (len(line) - len(line.lstrip())) // 2, line.split()[0]
        folders[depth] = name
        paths.append("".join(folders[level] for level in range(depth)) + name)
    return paths


def test_folder_listing_is_the_project() -> None:
    """What the listing names exists, and each folder with modules of the package stands in it."""
    listed = listed_paths()
    assert [path for path in listed if not (ROOT / path).exists()] == []
    wings = {f"analysis/{wing.parent.name}/" for wing in (ROOT / "analysis").glob("*/__init__.py")}
    assert wings <= set(listed)


def test_figures_are_the_measured_ones() -> None:
    """The README's figures are those of the benchmark's file."""
    measured = json.loads((ROOT / "analysis" / "report" / "measured.json").read_text(encoding="utf-8"))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme == with_figures(readme, measured), "run python -m tests.bench.readme"


def given(system: str, value: float, kind: str = "ours", **others: Any) -> dict[str, Any]:
    """A figure as the benchmark writes it."""
    about = {"part": "kept", "n": 9, "unit": "words", "data": "GUM", "show": "finding"}
    row = figure("F1 | news", value, (value - 0.1, value + 0.1), system=system, kind=kind, **about)
    return {"section": "stance", **row, **others}


def test_figures_in_markdown() -> None:
    """A line a thing measured, ours beside the best of each kind; a better one of ours has a line of its own."""
    rows = [
        given("Whose Words", 0.5), given("Whose Words, model", 0.7), given("Whose Words, other", 0.6),
        given("one", 0.3, "baseline"), given("two", 0.4, "baseline"), given("people", 0.9, "people"),
        given("Whose Words", 0.8, part="seen"), given("Whose Words", 0.2, measure="Drawn only", show="picture"),
    ]  # fmt: skip
    lines = as_markdown({"tables": [], "figures": rows}).splitlines()
    assert lines[2:] == [
        "| F1 \\| news | 9 words kept for the check, GUM | 0.50 (0.40–0.60) | two 0.40 | people 0.90 |",
        "| F1 \\| news | 9 words kept for the check, GUM | Model: 0.70 (0.60–0.80) | two 0.40 | people 0.90 |",
    ]
    assert as_markdown({"tables": [], "figures": []}) == "Nothing is measured yet."
    (alone,) = as_markdown({"tables": [], "figures": rows[:1]}).splitlines()[2:]
    assert alone.endswith("| – | – |")


@pytest.mark.parametrize(
    "readme", ["", "<!-- /measured --><!-- measured -->", "<!-- measured -->" * 2 + "<!-- /measured -->"]
)
def test_a_readme_without_its_marks_is_refused(readme: str) -> None:
    """Figures are never put into a page that does not say where."""
    with pytest.raises(ValueError, match="readme must hold"):
        with_figures(readme, {"tables": [], "figures": []})


def read_yaml(name: str) -> Any:
    """A YAML file of the project."""
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_citation_is_of_this_version() -> None:
    """CITATION.cff has the keys that its format asks for, and name, version and licence of pyproject.toml."""
    cited, project = read_yaml("CITATION.cff"), tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert {"cff-version", "message", "title", "authors"} <= set(cited)
    assert (cited["cff-version"], cited["title"]) == ("1.2.0", "Whose Words")
    assert [cited[key] for key in ("version", "license")] == [project[key] for key in ("version", "license")]
    assert cited["authors"] == [{"name": author["name"]} for author in project["authors"]]
    assert str(cited["date-released"]) == "2026-11-24"


def test_hooks_call_installed_tools() -> None:
    """Each pre-commit hook is local and calls a tool of .venv that is there; nbstripout has the Makefile's keys."""
    (repo,) = read_yaml(".pre-commit-config.yaml")["repos"]
    assert repo["repo"] == "local"
    assert {hook["language"] for hook in repo["hooks"]} == {"system"}
    called = [shlex.split(hook["entry"]) for hook in repo["hooks"]]
    assert [tool for tool, *_ in called if not (BIN / tool.removeprefix(".venv/bin/")).exists()] == []
    keys = next(words[-1] for words in called if words[0].endswith("nbstripout"))
    assert f'"{keys}"' in (ROOT / "Makefile").read_text()


def test_workflow_runs_what_make_knows(project: Path) -> None:
    """The CI example compares with the committed reports before it renders over them, and its commands are make's."""
    steps = read_yaml(".github/workflows/reports.yml")["jobs"]["reports"]["steps"]
    commands = [step["run"] for step in steps if "run" in step]
    assert commands == ["make reproduce", "make report"]
    for command in [*commands, "make .venv/installed"]:
        run(f"{command} --dry-run", project)


def test_actions_are_pinned() -> None:
    """The CI example runs actions by their commit: a tag can be moved."""
    steps = read_yaml(".github/workflows/reports.yml")["jobs"]["reports"]["steps"]
    used = [step["uses"] for step in steps if "uses" in step]
    assert used
    assert [action for action in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action)] == []


def test_licences_of_others_are_listed() -> None:
    """THIRD_PARTY.md has a line for each locked package and is what its script writes, as far as we see from here."""
    written = third_party.PAGE.read_text(encoding="utf-8")
    listed = re.findall(r"^\| ([\w.-]+) \| (.+) \|$", written, re.MULTILINE)
    assert [name for name, _ in listed] == ["package", *third_party.locked()]
    assert written.startswith(third_party.page().partition("## Packages")[0])
    for named in ("GPL-2.0-or-later", "CC-BY-SA-4.0", "OFL-1.1"):
        assert named in written


def test_no_page_names_a_place_of_ours() -> None:
    """No page holds a path of a machine or an address of a registry."""
    pages = [*PAGES, "CITATION.cff", ".pre-commit-config.yaml", ".github/workflows/reports.yml"]
    text = "\n".join((ROOT / page).read_text() for page in pages)
    assert re.findall(r"https?://|/(?:home|work|tmp|Users)/", text) == []
