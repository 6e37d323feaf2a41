"""The nbconvert exporters: a self-contained page, and a tagged PDF of the same content."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup
from nbconvert.exporters.html import HTMLExporter
from traitlets import default

from analysis.report.style import font_faces
from analysis.report.typeset import typeset

if TYPE_CHECKING:
    from nbformat import NotebookNode

PAGE_TEMPLATE = Path(__file__).parent / "template"


class ReportHTMLExporter(HTMLExporter):
    """``jupyter nbconvert --to whose_words_html``: one file, no script, no request to any network."""

    export_from_notebook = "Whose Words report (HTML)"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "whose_words"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(PAGE_TEMPLATE)]

    @default("exclude_input")
    def _exclude_input_default(self) -> bool:
        return True

    def page(self, nb: NotebookNode, resources: dict[str, Any] | None, **kw: Any) -> tuple[BeautifulSoup, Any]:
        """The page as a tree, still without its fonts."""
        html, resources = super().from_notebook_node(nb, resources, **kw)
        return _complete(BeautifulSoup(html, "html.parser")), resources

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        soup, resources = self.page(nb, resources, **kw)
        return finished(soup), resources


class ReportPDFExporter(ReportHTMLExporter):
    """``jupyter nbconvert --to whose_words_pdf``: PDF/UA-1 and PDF/A-2a, by pandoc and Typst."""

    export_from_notebook = "Whose Words report (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    @default("template_extension")
    def _template_extension_default(self) -> str:
        return ".html.j2"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        soup, resources = self.page(nb, resources, **kw)
        return typeset(soup), resources


def _complete(soup: BeautifulSoup) -> BeautifulSoup:
    """Title and contents made from the headings."""
    for surplus in soup.select("a.anchor-link, main style"):  # the style is JupyterLab's; the page has its own
        surplus.decompose()
    title, contents = soup.select_one("main h1"), soup.select_one("#contents ol")
    if title and soup.title:
        soup.title.string = title.get_text(" ", strip=True)
    if contents is None:
        return soup
    for heading in soup.select("main h2[id]"):
        item, link = soup.new_tag("li"), soup.new_tag("a", href=f"#{heading['id']}")
        link.string = heading.get_text(" ", strip=True)
        item.append(link)
        contents.append(item)
    return soup


def finished(soup: BeautifulSoup) -> str:
    """The page as text, with its fonts inside it."""
    if fonts := soup.select_one("style#fonts"):
        fonts.string = font_faces()
    return str(soup)
