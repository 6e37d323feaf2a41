"""The sections of the report on small and odd articles: nothing raises, nothing warns, nothing is made up."""

from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis.actors.known_actors import Actor, Actors
from analysis.annotate import annotate, load_lexicons, prepare
from analysis.annotation import codebooks
from analysis.report import (
    actor_sections,
    article_sections,
    codebook_sections,
    findings,
    highlight,
    keyness_section,
    provenance,
)
from analysis.report.applied_codebook import apply_scheme
from analysis.report.fragments import Fragment, Picture
from analysis.report.render import render_report
from analysis.tables.table import build_table
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


def rhetoric(document: Document, table: pd.DataFrame) -> list[Fragment | Picture]:
    """Every piece on framing, sureness, persuasion and what is peculiar; places only where something was found."""
    schemes = {layer: apply_scheme(document, table, layer) for layer in codebooks() if layer != "dictionary"}
    contrasts = keyness_section.compare_voices(document, table)
    found = [codebook_sections.show_places(scheme, document) for scheme in schemes.values()]
    return [
        *(codebook_sections.show_summary(scheme, table, absent=True) for scheme in schemes.values()),
        *(codebook_sections.show_rates(scheme) for scheme in schemes.values()),
        *(piece for piece in found if piece.html),
        codebook_sections.show_sureness(schemes["engagement"]),
        codebook_sections.show_persuasion([schemes[layer] for layer in ("appeal", "technique", "device")]),
        keyness_section.show_keyness(contrasts, "narrator"),
        keyness_section.show_keyness(contrasts, "article"),
        keyness_section.show_contrasts(document, table, contrasts),
        keyness_section.show_bunched(document),
    ]


def pieces(document: Document, table: pd.DataFrame) -> list[Fragment | Picture]:
    """Every piece of the report that the article notebook shows."""
    lexicons, known = load_lexicons("frames"), Actors((Actor("Iran", group="us"),), name="sides", version="1.0")
    return [
        article_sections.show_front(document, table),
        findings.state_findings(document, table),
        article_sections.show_ribbon(table),
        highlight.mark_article(document, table),
        article_sections.show_table(document, table),
        article_sections.show_voices(table),
        article_sections.show_quotations(document, table),
        article_sections.show_frames(table),
        article_sections.show_dispersion(table),
        *rhetoric(document, table),
        article_sections.show_valence(document, table),
        article_sections.show_valence_table(table),
        article_sections.show_valence_words(document, table),
        actor_sections.show_attributions(document, table),
        actor_sections.show_naming(document, table),
        actor_sections.show_agency(table),
        actor_sections.show_events(document, table),
        actor_sections.show_stance(table),
        actor_sections.show_stance_words(document, table),
        actor_sections.show_square(table, known),
        article_sections.show_layers(table),
        provenance.show_references(lexicons),
        provenance.show_provenance(document, lexicons, known, {"source": "x"}),
    ]


def test_every_section_of_a_small_article_is_shown(small: tuple[Document, pd.DataFrame]) -> None:
    """Each section gives a page piece or a picture with a title, and no number that is not one."""
    for piece in pieces(*small):
        if isinstance(piece, Picture):
            assert piece.svg.startswith("<svg")
            assert piece.png.startswith(b"\x89PNG")
            assert piece.title
        else:
            words = BeautifulSoup(piece.html, "html.parser").get_text(" ")
            assert piece.html.startswith("<")
            assert "nan" not in words.replace("Entman", "").lower().split()


def test_an_empty_table_is_shown() -> None:
    """A document without any finding still gives every section."""
    document = prepare(document_from_text("", "d"))
    assert len(pieces(document, build_table("d", []))) >= 23 + 24


def test_no_section_holds_markup_of_the_text() -> None:
    """A text of tags gives no element in any section."""
    text = "“<b>The attack</b> <script>x</script> is horrible,” said <i>he</i>. <b>War</b>."
    document = prepare(document_from_text(text, "<u>d</u>", title="<b>t</b>", outlet="<b>o</b>"))
    for piece in pieces(document, annotate(document)):
        if isinstance(piece, Fragment):
            page = BeautifulSoup(piece.html, "html.parser")
            assert page.select("b, script, u") == [], piece.html


def test_absent_frames_are_named() -> None:
    """A frame without a term is not silently left out."""
    document = prepare(document_from_text(SMALL["no framing term"], "d"))
    table = annotate(document)
    scheme = apply_scheme(document, table, "frame", load_lexicons("frames"))
    html = codebook_sections.show_places(scheme, document, opened=3).html
    assert "Without a term in this article" in html
    for name in load_lexicons("frames")[0].categories:
        assert name.replace("_", " ") in html


def test_the_quotations_beyond_lines_are_not_lost() -> None:
    """An article with more quotations than ``lines`` folds the rest and says how many they are."""
    text = "\n\n".join(f"“The town number {i} must be free,” he said." for i in range(6))
    document = prepare(document_from_text(text, "d"))
    page = article_sections.show_quotations(document, annotate(document), lines=2).html
    assert page.count("<li>") == 6
    assert "4 more quotations" in page


def test_lines_below_zero_are_refused() -> None:
    """The message names the argument and its value, where a slice would quietly drop the last lines."""
    document = prepare(document_from_text(SMALL["only a quotation"], "d"))
    with pytest.raises(ValueError, match="lines must be 0 or more, got -1"):
        article_sections.show_quotations(document, annotate(document), lines=-1)


def test_the_level_of_the_intervals_is_told() -> None:
    """A page piece or picture with intervals names the level asked for, not another."""
    document = prepare(document_from_text(SMALL["no quotation"] + " “No,” she said.", "d"))
    table = annotate(document)
    assert "80 % interval" in article_sections.show_voices(table, 0.8).html
    assert "80 % interval" in article_sections.show_valence_table(table, 0.8).html
    assert "80 % exact" in article_sections.show_frames(table, 0.8).note


def test_a_one_sentence_article_renders(tmp_path: Path) -> None:
    """The whole report of one sentence is made, in three editions, with its tables beside them."""
    path = tmp_path / "short.txt"
    path.write_text("The clerk put the paper on the table.\n", encoding="utf-8")
    made = render_report(str(path), out=tmp_path / "out")
    page = BeautifulSoup(made[1].read_text(encoding="utf-8"), "html.parser")
    names = ["short.ipynb", "short.html", "short.pdf", "short_annotations.csv", "short_keyness.csv"]
    assert [path.name for path in made] == names
    assert '"text/csv"' not in made[0].read_text(encoding="utf-8")
    assert "Nothing stands in quotation marks" in page.get_text()
    assert "1 sentence," in page.select_one(".source").get_text()  # type: ignore[union-attr]
