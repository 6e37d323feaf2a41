"""The sections of the report on small and odd articles: nothing raises, nothing warns, nothing is made up."""

import hashlib
import io
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis.actors.known_actors import Actor, Actors
from analysis.annotate import Settings, annotate, load_lexicons, prepare
from analysis.annotation import codebooks
from analysis.report import (
    article_sections,
    brief,
    codebook_sections,
    coder_tables,
    evidence_sections,
    highlight,
    keyness_section,
    pictures,
    provenance,
)
from analysis.report.fragments import FILES_BESIDE, Fragment
from analysis.report.kernel import Kernel
from analysis.report.render import render_report
from analysis.tables.table import build_table, rows_of
from analysis.text.document import Document
from analysis.text.read import document_from_text

SMALL = {
    "one sentence": "The army attacked the town.",
    "one word": "War",
    "one mark": "?",
    "no letter": "— — …",
    "no quotation": "The army attacked the town. The people wept. They left.",
    "only a quotation": "“The troops must leave this land.”",
    "no framing term": "The blue bird sat on a green twig and sang.",
    "no valence word": "The clerk put the paper on the table.",
    "only good": "A great victory. A wonderful day.",
    "dollars": "The attack cost $5 and the horrible raid $6, $: $:.",
    "other script": "هجوم مرگبار در تهران.",
    "unbalanced": "He said “the deadly attack and never closed it.",
}


@pytest.fixture(scope="module", params=SMALL, ids=str)
def small(request: pytest.FixtureRequest) -> tuple[Document, pd.DataFrame]:
    """A small article with its table."""
    document = prepare(document_from_text(SMALL[request.param], "d"))
    return document, annotate(document)


def pieces(document: Document, table: pd.DataFrame) -> list[Fragment]:
    """Every piece that the notebooks on an article show; codebooks and dictionaries only where there is something."""
    known = Actors((Actor("Iran", group="us"),), name="sides", version="1.0")
    settings = Settings(actors=known).loaded()
    stretches, contrasts = rows_of(table, "voice"), keyness_section.compare_voices(document, table)
    evidence = ("show_speakers", "show_naming", "show_acts", "show_positions", "show_framing")
    on_document = ("show_attributions", "show_quotations", "show_names", "show_events", "show_stances")
    sections = {entry.section for entry in codebooks().values()} - {"dictionaries"}
    return [
        article_sections.show_front(document, table, "codebook"),
        brief.show_brief(document, table),
        pictures.plot_ribbon(stretches),
        pictures.plot_barcode(rows_of(table, "frame", "term"), stretches),
        highlight.mark_article(document, table, codebook="c.html"),
        *(getattr(evidence_sections, name)(document, table) for name in evidence),
        *(getattr(coder_tables, name)(document, table) for name in on_document),
        coder_tables.show_voices(table),
        coder_tables.show_square(table, known),
        coder_tables.show_portrayal(table),
        coder_tables.show_valence(table),
        coder_tables.show_valence_words(document, table),
        coder_tables.show_layers(table),
        *(codebook_sections.show_codebooks(document, table, section) for section in sorted(sections)),
        keyness_section.show_contrasts(document, contrasts),
        provenance.show_accuracy(),
        provenance.show_references(load_lexicons("frames")),
        provenance.show_provenance(document, settings, {"source": "x"}),
        article_sections.show_files(document, table),
    ]


def test_every_section_of_a_small_article_is_shown(small: tuple[Document, pd.DataFrame]) -> None:
    """Each section gives a piece of the page, and no number that is not one."""
    for piece in pieces(*small):
        words = BeautifulSoup(piece.html, "html.parser").get_text(" ")
        assert piece.html.startswith("<")
        assert "nan" not in words.replace("Entman", "").lower().split()


def test_an_empty_table_is_shown() -> None:
    """A document without any finding still gives every section."""
    document = prepare(document_from_text("", "d"))
    assert len(pieces(document, build_table("d", []))) > 25


def test_no_section_holds_markup_of_the_text() -> None:
    """A text of tags gives no element in any section."""
    text = "“<b>The attack</b> <script>x</script> is horrible,” said <i>he</i>. <b>War</b>."
    document = prepare(document_from_text(text, "<u>d</u>", title="<b>t</b>", outlet="<b>o</b>"))
    for piece in pieces(document, annotate(document)):
        page = BeautifulSoup(piece.html, "html.parser")
        assert page.select("script, u, main") == [], piece.html
        assert {tag.get_text() for tag in page.select("b")}.isdisjoint({"The attack", "War", "t", "o"})


def test_the_quotations_beyond_the_first_rows_are_not_lost() -> None:
    """An article with more quotations than are shown folds the rest and says how many they are."""
    text = "\n\n".join(f"“The town number {i} must be free,” he said." for i in range(coder_tables._FIRST_ROWS + 4))
    document = prepare(document_from_text(text, "d"))
    page = BeautifulSoup(coder_tables.show_quotations(document, annotate(document)).html, "html.parser")
    assert len(page.select("tbody tr")) == coder_tables._FIRST_ROWS + 4
    assert [fold.get_text() for fold in page.select("summary")] == ["4 more quotations"]


def test_the_level_of_the_intervals_is_told() -> None:
    """A table with intervals names the level asked for, not another."""
    document = prepare(document_from_text(SMALL["no quotation"] + " “No,” she said.", "d"))
    table = annotate(document)
    assert "80 % interval" in coder_tables.show_voices(table, 0.8).html
    assert "95 % interval" in coder_tables.show_voices(table).html


def test_the_files_fit_together() -> None:
    """Every row of the table covers its words in the text beside it, and names outlet, date, unit and checksum."""
    text = "Über “alles” 😀: the deadly attack.\n\nThe end.\n"
    document = prepare(document_from_text(text, "d", outlet="The Example", date="2026-11-24"))
    piece = article_sections.show_files(document, annotate(document))
    rows = pd.read_csv(io.StringIO(piece.files["_annotations.csv"]), keep_default_na=False)
    saved = piece.files["_text.txt"]
    assert saved == document.text
    assert [saved[row.start : row.end] for row in rows.itertuples()] == rows["text"].tolist()
    assert set(rows["text_sha256"]) == {hashlib.sha256(saved.encode()).hexdigest()}
    assert (set(rows["outlet"]), set(rows["date"])) == ({"The Example"}, {"2026-11-24"})
    assert set(rows["offset_unit"]) == {"code points, half-open"}


def test_a_one_sentence_article_renders(tmp_path: Path, kernel: Kernel) -> None:
    """The whole report of one sentence is made, in three editions, with table and text beside them."""
    path = tmp_path / "short.txt"
    path.write_text("The clerk put the paper on the table.\n", encoding="utf-8")
    made = render_report(str(path), out=tmp_path / "out", kernel=kernel)
    page = BeautifulSoup(made[1].read_text(encoding="utf-8"), "html.parser")
    names = ["short.ipynb", "short.html", "short.pdf", "short_annotations.csv", "short_text.txt"]
    assert [path.name for path in made] == names
    assert FILES_BESIDE not in made[0].read_text(encoding="utf-8")
    assert made[4].read_text(encoding="utf-8") == "The clerk put the paper on the table.\n"
    assert "8 words" in page.select_one(".kicker").get_text()  # type: ignore[union-attr]


def test_a_headline_is_the_title() -> None:
    """Of a text without a title in its metadata, the first line that stands as a headline."""
    document = prepare(
        document_from_text("Harbour to reopen\n\nThe harbour will reopen on Monday, the mayor said.", "d")
    )
    page = article_sections.show_front(document, annotate(document, portrayal=False, reader=False)).html
    assert "<h1>Harbour to reopen</h1>" in page
