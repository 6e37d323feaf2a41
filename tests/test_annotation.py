"""Each layer once: a new one is a module, an entry and a line; and every rule there is says why a row is there."""

from __future__ import annotations

import ast
import importlib
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis.annotate import annotate, prepare
from analysis.annotation import LAYERS, WAVY, Annotation, Codebook, Layer, codebooks, explain, why
from analysis.lexicon.lexicon import DATA, Lexicon, load_lexicon
from analysis.quotes.attributions import _RULES
from analysis.report.article_sections import show_files
from analysis.report.codebook_sections import show_codebooks
from analysis.report.coder_tables import show_layers
from analysis.report.highlight import mark_article
from analysis.tables.rates import tabulate_rates
from analysis.tables.table import rows_of
from analysis.text.document import Document
from analysis.text.marks import MARKS
from analysis.text.read import document_from_text, read_document

composition = importlib.import_module("analysis.annotate")  # its name in the package is the function's
ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds" / "tehran-times_2020-03-08_shamkhani-baghdad.txt"
EVERY_LAYER = """GENEVA — The harbour will reopen on Monday, President Ann Lee said. “We cannot wait, and they
know it,” she added.

Critics condemned the brutal regime: “Never again,” sighed Bo Nash, the so-called king of the docks. The company was
accused of lying by the union. It failed to pay 4,000 dockers. Experts agree that the shameful lies, lies, lies must
end, because the danger grows. The killing of the dockers was not an accident but a crime. Who would not weep? According
to the ministry, half of them left. We doctors warned you. Let us stand together, you and we.

Norway sent help. They came. They saw. They stayed. The government, in her view, did nothing; the “victory” was clearly
a disaster.
"""
FAMILIES = {
    "actors",
    "agency",
    "appeals",
    "devices",
    "pronouns",
    "portrayal",
    "quotes",
    "stance",
    "techniques",
    "tone",
    "voices",
}
SIGHED = """
from analysis import annotate, document_from_text, explain, prepare
from analysis.report.codebook_sections import show_codebooks
from analysis.report.highlight import mark_article

document = prepare(document_from_text("They sighed.", "d"))
table = annotate(document)
print((table["layer"] == "sigh").sum())
print("sigh weary: A word of sighing." in mark_article(document, table).html)
print("Tired of it all." in show_codebooks(document, table, "").html)
print(explain("sighs.word"))
"""
NAMES_OF_RULES = re.compile(r"[a-z]+\.[a-z_]+")


@pytest.fixture
def sighs(monkeypatch: pytest.MonkeyPatch) -> Layer:
    """A layer made as CONTRIBUTING tells: a module with one door, an entry, and a line."""
    module = ModuleType("sighs")

    def find_sighs(document: Document) -> Iterator[Annotation]:
        for found in re.finditer(r"sigh\w*", document.text):
            yield Annotation("sigh", "weary", *found.span(), "sign", rule="sighs.word")

    module.find_sighs = find_sighs  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sighs", module)
    entry = Layer(
        "Who sighs.",
        {"sign": "The word."},
        {"weary": "Tired of it all."},
        counts="sign",
        mark=WAVY,
        codebook=Codebook(),
        rules={"sighs.word": "A word of sighing."},
    )
    monkeypatch.setitem(LAYERS, "sigh", entry)
    monkeypatch.setattr(composition, "DOORS", [*composition.DOORS, ("sighs.find_sighs",)])
    return entry


def test_a_new_layer_is_in_the_table_the_article_the_report_and_explain(sighs: Layer) -> None:
    """One module, one entry, one line: nothing else has to know of it."""
    document = prepare(document_from_text(EVERY_LAYER, "d"))
    table = annotate(document)
    (start,) = rows_of(table, "sigh")["start"]
    assert tabulate_rates(table, layer="sigh")["n"].sum() == 1

    marked = BeautifulSoup(mark_article(document, table).html, "html.parser")
    assert marked.select_one(f"#w-{start}") is not None
    (tag,) = marked.select("a[href='#sigh-weary']")
    assert tag["title"] == "sigh weary: A word of sighing."
    assert tag.parent["class"] == ["tag", "rhetoric"]  # type: ignore[index]

    codebook = BeautifulSoup(show_codebooks(document, table, "").html, "html.parser")
    assert sighs.meaning in codebook.get_text()
    assert codebook.select_one("#sigh-weary .definition").get_text().startswith("Tired of it all.")  # type: ignore[union-attr]
    assert codebook.select(f"a[href='#w-{start}']")

    assert explain("sigh") == "Who sighs."
    assert explain("weary") == "Tired of it all."
    assert explain("sighs.word") == "A word of sighing."
    assert "Who sighs." in show_layers(table).html
    assert "A word of sighing." in show_files(document, table).files["_annotations.csv"]


def added_layers() -> set[str]:
    """Layers that a section of the report does not name yet."""
    return {name for name, codebook in codebooks().items() if not codebook.section}


def test_without_new_layers_there_is_no_section_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every other codebook has its place in the report."""
    for name in added_layers():
        monkeypatch.delitem(LAYERS, name)
    document = prepare(document_from_text("Talks failed.", "d"))
    assert show_codebooks(document, annotate(document), "").html == ""


def test_entries_are_whole() -> None:
    """The role that counts is a role, a codebook counts one, and its lexicons have the categories that are named."""
    for name, layer in LAYERS.items():
        assert layer.counts in layer.roles, name
    for name, codebook in codebooks().items():
        if codebook.lexicon:
            categories = set(load_lexicon(codebook.lexicon).categories)
            assert {*codebook.helpers, *codebook.renamed.values()} <= categories, name
            assert set(codebook.renamed) <= set(LAYERS[name].labels), name


def test_contributing_is_right_word_by_word(tmp_path: Path) -> None:
    """Its three edits, made in a copy as it tells, put a layer into the table, the article, the report and explain."""
    shutil.copytree(ROOT / "analysis", tmp_path / "analysis", ignore=shutil.ignore_patterns("training"))
    pages = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## A layer")[2]
    door, entry, line = (
        textwrap.dedent(block) for block in re.findall(r"^   ```text\n(.*?)^   ```$", pages, re.M | re.S)
    )
    (path,) = re.findall(r"this is `(analysis/\S+\.py)`", pages)
    home = tmp_path / path
    home.parent.mkdir()
    (home.parent / "__init__.py").touch()
    home.write_text(door, encoding="utf-8")
    for name, opening, added in (
        ("annotation", "LAYERS: dict[str, Layer] = {\n", entry),
        ("annotate", "DOORS = [", line),
    ):
        module = tmp_path / "analysis" / f"{name}.py"
        before, found, after = module.read_text(encoding="utf-8").partition(opening)
        first, _, rest = after.partition("\n") if name == "annotate" else ("", "", after)
        module.write_text(f"{before}{found}{first}\n{textwrap.indent(added, '    ')}{rest}", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", SIGHED], cwd=tmp_path, env={"PATH": "", "PYTHONPATH": str(tmp_path)},
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.stdout.splitlines() == ["1", "True", "True", "A word of sighing."], done.stderr


def test_doors_are_functions() -> None:
    """Each line of the list of doors leads to a function."""
    for door, *_ in composition.DOORS:
        assert callable(composition._open(door))


@pytest.fixture(scope="module")
def tables() -> list[pd.DataFrame]:
    """The seed article, and a text in which every layer finds something."""
    return [annotate(read_document(SEED)), annotate(document_from_text(EVERY_LAYER, "d"), portrayal=True)]


def test_the_text_exercises_every_layer(tables: list[pd.DataFrame]) -> None:
    """Or else the next test would be worth less than it looks."""
    assert set(tables[1]["layer"]) >= set(LAYERS) - {"dictionary"} - added_layers()


def test_every_rule_of_a_table_is_explained(tables: list[pd.DataFrame]) -> None:
    """Whatever found a row, it says so in a sentence: not by its name alone, and not as if it were a stranger's."""
    for table in tables:
        rules = table[["rule", "label"]].drop_duplicates()
        assert len(rules) > 50
        for rule, label in rules.itertuples(index=False):
            sentence = explain(rule, label)
            assert sentence.endswith((".", "?")), sentence
            assert sentence[:1] in "“" or sentence[:1].isupper(), sentence
            assert rule not in sentence, sentence
            assert "not one of our own" not in sentence, sentence
            assert "is no term of" not in sentence, sentence


def rule_names(tree: ast.AST) -> set[str]:
    """The rules that a module names in full: string literals such as ``quotes.object``."""
    strings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in strings if NAMES_OF_RULES.fullmatch(text) and text.partition(".")[0] in FAMILIES}


def figures(tree: ast.AST) -> set[str]:
    """The rules of figures of speech, which a module gives without the name of their layer."""
    return {
        argument.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Figure"
        for argument in node.args[1:]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def test_every_rule_named_in_an_analyser_is_explained() -> None:
    """Also those that no text of ours happens to use, and those whose name is put together from two parts."""
    modules = [
        path
        for room in ("actors", "agency", "portrayal", "quotes", "rhetoric", "stance")
        for path in (ROOT / "analysis" / room).rglob("*.py")
    ]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in modules}
    rules = {rule for tree in trees.values() for rule in rule_names(tree)}
    devices = {f"devices.{name}" for path, tree in trees.items() if "devices" in path.parts for name in figures(tree)}
    assert len(rules) > 30
    assert len(devices) > 3
    rules |= devices
    rules |= {f"quotes.{rule}" for _, _, rule in MARKS.values()} | {f"quotes.{name}" for name in _RULES.values()}
    assert {rule: why(rule) for rule in rules if why(rule) == rule} == {}


def test_every_term_of_every_lexicon_is_explained() -> None:
    """By its category and the work behind it."""
    for path in DATA.glob("*.toml"):
        lexicon = load_lexicon(path.stem)
        for entry in lexicon.entries[:: max(1, len(lexicon.entries) // 50)]:
            sentence = explain(lexicon.rule_id(entry), entry.category)
            assert f"“{entry.term}” is listed in the lexicon {lexicon.name}" in sentence
            assert sentence.endswith((".", "?"))


def test_a_term_of_one_s_own_lexicon_is_explained_by_it(tmp_path: Path) -> None:
    """Given the lexicon, its definition is told; without it, whose it is not."""
    path = tmp_path / "mine.toml"
    text = (DATA / "negators.toml").read_text(encoding="utf-8").replace('name = "negators"', 'name = "mine"')
    path.write_text(text, encoding="utf-8")
    mine: Lexicon = load_lexicon(path)
    assert "under negation: Adverbs, determiners" in explain("mine@1.2:no", lexicons=[mine])
    assert explain("mine@1.2:no") == "“no” is a term of mine (version 1.2), which is not one of our own lexicons."


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("vader@3.3.2:evil", "“evil” is listed in the VADER lexicon 3.3.2"),
        ("negators@0.1:nonesuch", "“nonesuch” is no term of the lexicon negators 1.2; the row names version 0.1."),
        ("frames@1.0:talks", "under diplomacy: Presents events as a matter of talks and settlement"),
        ("search@1:war*", "“war*” is what you searched for."),
    ],
)
def test_what_is_said_of_a_rule(rule: str, told: str) -> None:
    """Models, lists that are not ours, versions that are gone, and the reader's own search."""
    assert told in explain(rule)


def test_what_is_unknown_is_refused() -> None:
    """With the terms that are known."""
    with pytest.raises(ValueError, match=r"'nonesuch' is neither a rule nor a layer.*dateline"):
        explain("nonesuch")
    assert why("nonesuch") == "nonesuch"
