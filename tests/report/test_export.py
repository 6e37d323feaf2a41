"""The page and the PDF: complete, tagged, and safe from whatever a text holds."""

import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from bs4 import BeautifulSoup

from analysis.report import typeset
from analysis.report.export import ReportHTMLExporter
from analysis.report.render import render_report

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "</style></p></main>",
    "#set page(width: 1cm)",
    '#import "@preview/x:1.0.0": *',
    "$x^2$ and $$y$$",
    "@reference and <label>",
    "**bold** _low_ `code`",
    "{{ 7*7 }} {% raw %} {# gone #}",
    "C:\\new\\table \\(z\\)",
    "]]> --> <!-- &amp; &lt;",
    "'single' \"double\" “curly” it's ... a -- b --- c",
    "[link](javascript:alert(3))",
    "= Heading",
    "```\nfence\n```",
)
PRINTED = (*HOSTILE[:6], *HOSTILE[10:12], "<label>", "{{ 7*7 }} {% raw %} {# gone #}", "C:\\new\\table", "= Heading", "fence")
WORLD = "The attack in تهران and بغداد, Ελλάδα, Москва, 北京, 😀👩‍👩‍👧 and \U0001fae8 \ue000 \u0378 went on."


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report of an article whose text, title, outlet and name are hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    path = folder / "a'b <b>&$#.txt"
    title, outlet = "<b>T</b> {{ 7*7 }} #strong[x] $y$", "<i>O</i> @who \\ `o`"
    matter = f"+++\ntitle = {json.dumps(title)}\noutlet = {json.dumps(outlet)}\n+++\n"
    body = "\n\n".join(f"The attack {words} was deadly." for words in HOSTILE)
    path.write_text(matter + body + "\n", encoding="utf-8")
    made = {made.suffix[1:]: made for made in render_report(str(path), out=folder / "out")}
    return {**made, "source": path}


@pytest.fixture(scope="module")
def hostile_page(hostile: dict[str, Path]) -> BeautifulSoup:
    return BeautifulSoup(hostile["html"].read_text(encoding="utf-8"), "html.parser")


def words_of(page: BeautifulSoup) -> str:
    """The text of the marked article, without the labels that the report adds."""
    parts = []
    for paragraph in page.select(".article .text"):
        for tag in paragraph.select("sup.tag"):
            tag.extract()
        parts.append(paragraph.get_text())
    return "\n\n".join(parts)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_is_text_in_the_page(hostile_page: BeautifulSoup, words: str) -> None:
    """Markup, code and templates in an article come out as the characters they are."""
    shown = words_of(BeautifulSoup(str(hostile_page), "html.parser"))
    assert " ".join(f"The attack {words} was deadly.".split()) in " ".join(shown.split())


def test_hostile_text_makes_no_element(hostile_page: BeautifulSoup) -> None:
    """No script, image, handler or script address comes into the page from an article, its title or its outlet."""
    assert hostile_page.select("script, img, b, [onerror], .article code, h1 *") == []
    assert [link for link in hostile_page.select("a[href]") if "script" in str(link["href"]).split(":")[0]] == []


def test_hostile_title_and_outlet_are_text(hostile_page: BeautifulSoup) -> None:
    """Title and outlet are shown as given, in the heading and in the head of the page."""
    title = "<b>T</b> {{ 7*7 }} #strong[x] $y$"
    assert hostile_page.select_one("h1").get_text() == title  # type: ignore[union-attr]
    assert hostile_page.title.get_text() == title  # type: ignore[union-attr]
    assert "<i>O</i> @who \\ `o`" in hostile_page.select_one(".source").get_text()  # type: ignore[union-attr]


def test_hostile_text_is_text_in_print(
    hostile: dict[str, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A hostile article keeps the standards, and each of its lines is in the Typst source, every command escaped."""
    sources: list[str] = []
    original = typeset._to_typst

    def spy(soup: BeautifulSoup, root: Path) -> None:
        original(soup, root)
        sources.append((root / "report.typ").read_text(encoding="utf-8"))

    monkeypatch.setattr(typeset, "_to_typst", spy)
    from analysis.report.export import ReportPDFExporter

    pdf = ReportPDFExporter().from_filename(str(hostile["ipynb"]))[0]
    assert pdf[:5] == b"%PDF-"
    assert "so it is plain" not in capsys.readouterr().err
    body = sources[0].partition("The article, marked")[2]
    for command in ("\\#set page", "\\#import", "\\$y\\$", "\\@reference", "\\`code\\`", "\\<label"):
        assert command in body, command
    assert re.findall(r"(?<!\\)#(?:set|import)\b", body) == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed: the PDF's text is not read")
@pytest.mark.parametrize("words", PRINTED)
def test_hostile_text_can_be_read_in_print(hostile: dict[str, Path], words: str) -> None:
    """What a reader copies out of the PDF is what the article says."""
    done = subprocess.run(["pdftotext", str(hostile["pdf"]), "-"], capture_output=True, text=True, check=True)
    assert "".join(words.split()) in "".join(done.stdout.split())


def test_any_script_and_unknown_glyph_renders(tmp_path: Path) -> None:
    """Arabic, Persian, Greek, Chinese, emoji and unassigned characters never stop a report, and stay in its page."""
    path = tmp_path / "تهران.txt"
    path.write_text(WORLD + "\n", encoding="utf-8")
    made = render_report(str(path), out=tmp_path / "out")
    page = BeautifulSoup(made[1].read_text(encoding="utf-8"), "html.parser")
    assert WORLD in words_of(page)
    assert made[2].read_bytes()[:5] == b"%PDF-"


def test_a_glyph_that_no_font_has_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """The PDF is then made without the standard, and stderr says so."""
    page = '<html lang="en"><head><title>T</title></head><body><main><h1>T</h1><p>\ue000</p></main></body></html>'
    assert typeset.typeset(BeautifulSoup(page, "html.parser"))[:5] == b"%PDF-"
    assert "cannot keep to a-2a and ua-1" in capsys.readouterr().err


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
    """The four pictures are figures with alternative text; headings, lists and tables are tagged."""
    found = list(elements(pdf.Root.StructTreeRoot))
    figures = [element for element in found if str(element.S) == "/Figure"]
    assert len(figures) >= 4
    assert [str(figure.get("/Alt", ""))[:40] for figure in figures if len(str(figure.get("/Alt", ""))) < 20] == []
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/LI", "/Link", "/P"} <= {str(element.S) for element in found}


def test_headings_are_words_only(seed_report: dict[str, Path]) -> None:
    """No heading, and no line of the contents, ends in a paragraph sign."""
    page = BeautifulSoup(seed_report["html"].read_text(encoding="utf-8"), "html.parser")
    assert [part.get_text() for part in page.select("h1, h2, h3, #contents a") if "¶" in part.get_text()] == []


def test_the_page_is_one_file(seed_report: dict[str, Path]) -> None:
    """No script, no style sheet or picture from elsewhere; pictures are inside and carry a text."""
    page = BeautifulSoup(seed_report["html"].read_text(encoding="utf-8"), "html.parser")
    assert page.select("script, link[rel=stylesheet], iframe, img:not([src^='data:'])") == []
    assert "url(http" not in str(page)
    pictures = page.select("svg[role=img]")
    assert len(pictures) == 4
    assert all(len(str(picture["aria-label"])) > 20 for picture in pictures)


def test_every_number_of_the_findings_has_a_place(seed_report: dict[str, Path]) -> None:
    """Each finding links to its evidence, and a link to a word leads to that word in the article."""
    page = BeautifulSoup(seed_report["html"].read_text(encoding="utf-8"), "html.parser")
    findings = page.select("ul.findings li")
    assert findings
    places = {str(link["href"])[1:] for link in page.select("ul.findings a[href^='#w-']")}
    assert places <= {str(mark["id"]) for mark in page.select(".article .at[id]")}


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
    assert f"{len(rows):,} rows" in page.select_one(".download").get_text()  # type: ignore[union-attr]
    assert {row["layer"] for row in rows} == {"section", "voice", "quote", "frame", "valence"}
    assert all(row["text"] == text[int(row["start"]) : int(row["end"])] for row in rows)


def test_pictures_have_ids_of_their_own() -> None:
    """Two pictures with the same ids inside get different ones, and keep their references."""
    import base64

    svg = '<svg width="9pt" height="9pt"><defs><path id="a"/></defs><use href="#a" style="fill: #7a7a7a"/></svg>'
    data = base64.b64encode(svg.encode()).decode()
    from analysis.report.export import _inline_pictures

    images = f'<img alt="&lt;x&gt;" src="data:image/svg+xml;base64,{data}">' * 2
    html = _inline_pictures(BeautifulSoup(images, "html.parser"))
    page = BeautifulSoup(html, "html.parser")
    ids = [str(path["id"]) for path in page.select("path")]
    assert len(set(ids)) == 2
    assert [str(use["href"]) for use in page.select("use")] == [f"#{name}" for name in ids]
    assert [str(picture["aria-label"]) for picture in page.select("svg")] == ["<x>", "<x>"]
    assert "var(--narrator)" in html


def test_the_exporter_gives_any_notebook_a_title(tmp_path: Path) -> None:
    """A notebook without a heading is titled by its file."""
    path = tmp_path / "plain.ipynb"
    path.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', encoding="utf-8")
    html = ReportHTMLExporter().from_filename(str(path))[0]
    assert BeautifulSoup(html, "html.parser").title.get_text() == "plain"  # type: ignore[union-attr]
