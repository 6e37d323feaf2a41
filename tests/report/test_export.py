"""The page and the PDF: complete, tagged, accessible, and one file each."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from bs4 import BeautifulSoup

from analysis.annotation import LAYERS
from analysis.report.export import ReportHTMLExporter
from tests.test_annotation import added_layers


@pytest.fixture(scope="module")
def pdf(seed_report: dict[str, Path]) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(seed_report["pdf"].read_bytes())) as document:
        yield document


def elements(node: Any) -> Iterator[Any]:
    """Every structure element below a node, each once."""
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


def test_the_pdf_declares_its_standards(pdf: pikepdf.Pdf) -> None:
    """PDF/UA-1 and PDF/A-2a stand in the metadata, with title and language."""
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["dc:title"] == "Shamkhani in Baghdad on the expulsion of U.S. forces"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == "en"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_the_pdf_has_an_outline_of_its_headings(pdf: pikepdf.Pdf, seed_report: dict[str, Path]) -> None:
    """Each section of the page is in the PDF's outline."""
    with pdf.open_outline() as outline:
        titles = [child.title for top in outline.root for child in (top, *top.children)]
    page = BeautifulSoup(seed_report["html"].read_text(encoding="utf-8"), "html.parser")
    headings = [heading.get_text() for heading in page.select("main h2")]
    assert len(headings) >= 6
    assert [heading for heading in headings if heading not in titles] == []


def test_every_figure_of_the_pdf_says_what_it_shows(pdf: pikepdf.Pdf) -> None:
    """The two pictures are figures whose alternative text states the finding; headings and tables are tagged."""
    found = list(elements(pdf.Root.StructTreeRoot))
    figures = [element for element in found if str(element.S) == "/Figure"]
    assert len(figures) == 2
    assert [str(figure.get("/Alt", ""))[:40] for figure in figures if len(str(figure.get("/Alt", ""))) < 20] == []
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Link", "/P"} <= {str(element.S) for element in found}


def test_headings_are_words_only(seed_report: dict[str, Path]) -> None:
    """No heading, and no line of the contents, ends in a paragraph sign."""
    page = BeautifulSoup(seed_report["html"].read_text(encoding="utf-8"), "html.parser")
    assert [part.get_text() for part in page.select("h1, h2, h3, #contents a") if "¶" in part.get_text()] == []


def test_the_page_is_one_file(seed_report: dict[str, Path]) -> None:
    """No script, no style sheet or picture from elsewhere; pictures are inside and carry a text."""
    page = BeautifulSoup(seed_report["html"].read_text(encoding="utf-8"), "html.parser")
    assert page.select("script, link[rel=stylesheet], iframe, img:not([src^='data:'])") == []
    assert "url(http" not in str(page)
    titles = [picture.get_text() for picture in page.select("figure.picture figcaption")]
    assert len(titles) == 2
    assert all(len(title) > 20 for title in titles)


def test_the_reports_of_an_article_lead_to_each_other(seed_report: dict[str, Path]) -> None:
    """Each begins with a link to the other; a mark of a codebook leads to its category on the other page."""
    pages = {
        kind: BeautifulSoup(seed_report[kind].read_text(encoding="utf-8"), "html.parser")
        for kind in ("html", "codebook")
    }
    there = {kind: str(page.select_one(".front a")["href"]) for kind, page in pages.items()}  # type: ignore[index]
    assert there == {"html": seed_report["codebook"].name, "codebook": seed_report["html"].name}
    ids = {str(tag["id"]) for tag in pages["codebook"].select("[id]")}
    links = {str(link["href"]) for link in pages["html"].select(f"a[href^='{seed_report['codebook'].name}#']")}
    assert len(links) > 5
    assert {link.partition("#")[2] for link in links} <= ids


def test_the_report_is_short(pdf: pikepdf.Pdf, seed_report: dict[str, Path]) -> None:
    """At most six pages for 600 words, and a first screen of at most 180 words."""
    assert len(pdf.pages) <= 6
    page = BeautifulSoup(seed_report["html"].read_text(encoding="utf-8"), "html.parser")
    told = " ".join(tag.get_text() for tag in page.select(".front h1, .front p, .brief p"))
    assert 60 <= len(told.split()) <= 180


def test_the_table_inside_the_page_is_the_annotations_table(seed_report: dict[str, Path]) -> None:
    """The CSV that the page carries has every row of the table, with the words its offsets cover."""
    import base64
    import csv

    page = BeautifulSoup(seed_report["html"].read_text(encoding="utf-8"), "html.parser")
    link = page.select_one("a[download]")
    assert link is not None
    content = base64.b64decode(str(link["href"]).partition("base64,")[2]).decode()
    rows = list(csv.DictReader(io.StringIO(content)))
    text = (Path(__file__).parents[2] / "seeds" / f"{seed_report['html'].stem}.txt").read_text(encoding="utf-8")
    assert f"{len(rows):,} annotations" in page.select_one(".files").get_text()  # type: ignore[union-attr]
    assert {row["layer"] for row in rows} >= {*LAYERS} - {"dictionary", "device", "portrayal"} - added_layers()
    assert all(row["text"] == text[int(row["start"]) : int(row["end"])] for row in rows)


def test_the_exporter_gives_any_notebook_a_title(tmp_path: Path) -> None:
    """A notebook without a heading is titled by its file."""
    path = tmp_path / "plain.ipynb"
    path.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', encoding="utf-8")
    html = ReportHTMLExporter().from_filename(str(path))[0]
    assert BeautifulSoup(html, "html.parser").title.get_text() == "plain"  # type: ignore[union-attr]


def test_print_says_how_many_lines_it_leaves_out(tmp_path: Path) -> None:
    """Folded lines count among those that print leaves out; another fold leaves its number."""
    from bs4 import BeautifulSoup

    from analysis.report.typeset import _LINES, _simplify

    row = "<tr><td>word</td></tr>"
    lines = f'<table class="kwic"><tbody>{row * 8}</tbody></table>'
    fold = f'<details class="more"><summary>3 more lines</summary><table><tbody>{row * 3}</tbody></table></details>'
    other = '<details class="more"><summary>2 more quotations</summary><ol><li>one</li><li>two</li></ol></details>'
    printed = _simplify(BeautifulSoup(f"<div>{lines}{fold}</div><div>{other}</div>", "html.parser"), tmp_path)
    assert len(printed.select("table.kwic tbody tr")) == _LINES
    assert {note.get_text() for note in printed.select("p.cut")} == {
        f"{11 - _LINES} more in the HTML edition and in the table of annotations.",
        "2 more quotations in the HTML edition.",
    }
