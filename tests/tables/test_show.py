"""The table as a person reads it; and pairs of a table and a document that do not belong together."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import analysis
from analysis.annotate import annotate, annotate_corpus, prepare
from analysis.annotation import Annotation
from analysis.report.applied_codebook import apply_scheme
from analysis.report.highlight import mark_article
from analysis.tables.actor_tables import tabulate_naming
from analysis.tables.concordance import concordance
from analysis.tables.counts import list_words
from analysis.tables.show import show
from analysis.tables.table import SCHEMA, build_table, covered_text
from analysis.text.document import Document
from analysis.text.read import document_from_text

RAW = document_from_text("Talks failed, said Ann Lee.", "one")
ONE = prepare(RAW)
OTHER = prepare(document_from_text("Nobody came to the harbour that day, and all was calm.", "other"))
PAIRED: dict[str, Callable[[Any, Any], object]] = {
    "covered_text": covered_text,
    "concordance": concordance,
    "list_words": list_words,
    "tabulate_naming": lambda document, table: tabulate_naming(table, document),
    "show": lambda document, table: show(table, document),
    "mark_article": mark_article,
    "apply_scheme": lambda document, table: apply_scheme(document, table, "function"),
}
NEEDS_WORDS = ["concordance", "list_words", "tabulate_naming"]


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return annotate(ONE, portrayal=False)


def test_the_table_shows_its_words_and_why_each_row_is_there(table: pd.DataFrame) -> None:
    """Words first, the reason after what is said of them, and no column is lost."""
    shown = show(table, ONE)
    assert shown.columns[0] == "words"
    assert shown["words"].tolist() == covered_text(ONE, table).tolist()
    assert {*SCHEMA, "words", "why"} == set(shown.columns)
    assert shown.set_index("words").loc["said", "why"].str.startswith("“say” is listed in the lexicon").any()
    assert show(table.head(0), ONE).empty


def test_a_row_is_a_line() -> None:
    """What, where, of whom, in whose words, and why."""
    said = Annotation("voice", "direct", 0, 12, "stretch", actor="Ann Lee", score=2)
    row = Annotation("portrayal", "none", 0, 5, "target", actor="Talks", score=-0.001, rule="portrayal.model")
    rows = build_table("one", [row, said])
    assert show(rows.iloc[0], ONE) == (
        "“Talks” (0–5): portrayal none, target, Talks, score 0.00, in the words of Ann Lee. The model, which does not "
        "see the name, says how the sentence makes the actor look, events included (Hamborg, F. & Donnay, K. (2021). "
        "NewsMTSC: A dataset for (multi-)target-dependent sentiment classification in political news articles. "
        "Proceedings of EACL, 1663-1675)."
    )


@pytest.mark.parametrize("name", PAIRED)
def test_a_table_of_another_document_is_refused(name: str, table: pd.DataFrame) -> None:
    """Instead of showing other words."""
    with pytest.raises(ValueError, match="table must belong to document 'other', got rows of 'one'"):
        PAIRED[name](OTHER, table)


@pytest.mark.parametrize("name", PAIRED)
def test_a_table_of_another_text_of_the_same_name_is_refused(name: str, table: pd.DataFrame) -> None:
    """Two files may have one name; the table's parts of the article are not this one's."""
    namesake = prepare(document_from_text(OTHER.text, "one"))
    with pytest.raises(ValueError, match="table must belong to document 'one', which has no section"):
        PAIRED[name](namesake, table)


@pytest.mark.parametrize("name", PAIRED)
def test_what_is_no_document_or_no_table_is_refused(name: str, table: pd.DataFrame) -> None:
    """A text for a document, a document for a table, and the two in the wrong order."""
    with pytest.raises(ValueError, match="document must be a Document, got str"):
        PAIRED[name](ONE.text, table)
    with pytest.raises(ValueError, match=r"must be a (Document|table of annotations)"):
        PAIRED[name](table, ONE)
    with pytest.raises(ValueError, match="table must be a table of annotations"):
        PAIRED[name](ONE, [1])


def test_a_row_that_ends_after_the_text_is_refused() -> None:
    """Another document of the same name cannot be told by it, unless it is too short."""
    rows = build_table("one", [Annotation("frame", "conflict", 90, 99, "term")])
    with pytest.raises(ValueError, match="a row ends at 99, and the text has 27 characters"):
        covered_text(ONE, rows)


@pytest.mark.parametrize("name", NEEDS_WORDS)
def test_an_unprepared_document_is_refused(name: str, table: pd.DataFrame) -> None:
    """Where its words are needed; otherwise it would seem to have none."""
    with pytest.raises(ValueError, match="document 'one' must be prepared"):
        PAIRED[name](RAW, table)


def test_a_table_of_many_documents_has_names_of_each() -> None:
    """Naming takes the rows of the document out of a corpus."""
    both = annotate_corpus([ONE, OTHER], portrayal=False)
    assert tabulate_naming(both, ONE)["actor"].tolist() == ["Ann Lee"]


def test_an_empty_text_needs_no_words() -> None:
    """Nothing is to be found in it."""
    empty = prepare(Document("e", " "))
    assert concordance(empty, build_table("e", [])).empty


@pytest.mark.parametrize("path", sorted((Path(analysis.__file__).parent / "tables").glob("*.py")), ids=lambda p: p.stem)
def test_tabulate_functions_have_one_shape(path: Path) -> None:
    """What is counted comes first, then options by their name; the level of an interval is 0.95 unless given."""
    module = importlib.import_module(f"analysis.tables.{path.stem}")
    for name, function in vars(module).items():
        if not name.startswith("tabulate_"):
            continue
        for parameter in inspect.signature(function).parameters.values():
            counted = parameter.name in {"table", "document", "focus", "reference"}
            assert counted == (parameter.kind is parameter.POSITIONAL_OR_KEYWORD), f"{name}: {parameter.name}"
            assert parameter.name != "confidence" or parameter.default == 0.95, name
        first = next(iter(inspect.signature(function).parameters))
        assert first in {"table", "focus", "document"}, name
