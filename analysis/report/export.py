"""The nbconvert exporters: a self-contained page, and a tagged PDF of the same content."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup
from jupyter_core.paths import ENV_JUPYTER_PATH
from nbconvert.exporters.html import HTMLExporter
from traitlets import default

from analysis.report.style import font_faces
from analysis.report.typeset import typeset

if TYPE_CHECKING:
    from nbformat import NotebookNode

_PAGE_TEMPLATE = Path(__file__).parent / "template"
_LONG = re.compile(r"\S{21}")  # a word that would widen the column of a table: it may break
_PART = re.compile(r"\S{1,12}\s*|\s+")


class ReportHTMLExporter(HTMLExporter):
    """``jupyter nbconvert --to whose_words_html``: one file, no script, no request to any network."""

    export_from_notebook = "Whose Words report (HTML)"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "whose_words"

    def get_prefix_root_dirs(self) -> list[str]:
        """Where nbconvert's own templates are: those it was installed with go before any in the user's folder."""
        return sorted(super().get_prefix_root_dirs(), key=lambda folder: folder not in ENV_JUPYTER_PATH)

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(_PAGE_TEMPLATE)]

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
    """Title and contents made from the headings; very long words in tables may break."""
    for surplus in soup.select("a.anchor-link, main style"):  # the style is JupyterLab's; the page has its own
        surplus.decompose()
    for words in [words for cell in soup.select("td, th") for words in cell.find_all(string=_LONG)]:
        words.replace_with(*(part for piece in _PART.findall(words) for part in (piece, soup.new_tag("wbr"))))
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
    if coding := soup.select_one("head > meta"):
        coding.insert_after(
            soup.new_tag("meta", attrs={"http-equiv": "Content-Security-Policy", "content": _policy(soup)})
        )
    return str(soup)


def _policy(soup: BeautifulSoup) -> str:
    """What a browser lets the page do: show what it holds. No script runs but those in its head, which come from the
    template and never from a cell; nothing is fetched, sent or framed.

    >>> _policy(BeautifulSoup("<head></head><body><script>alert(1)</script></body>", "html.parser"))
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    """
    own = [hashlib.sha256(script.get_text().encode()).digest() for script in soup.select("head > script:not([src])")]
    scripts = "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in own)
    allowed = {"default": "'none'", "style": "'unsafe-inline'", "img": "data:", "font": "data:"}
    directives = [f"{kind}-src {source}" for kind, source in allowed.items()] + (
        [f"script-src{scripts}"] if own else []
    )
    return "; ".join([*directives, "base-uri 'none'", "form-action 'none'"])
