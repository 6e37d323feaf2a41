"""What frames a report: its title, its link to the other report of the article, the files beside it."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from analysis.report.fragments import Fragment, encoded, fill
from analysis.tables.show import show
from analysis.tables.table import as_csv, rows_of

if TYPE_CHECKING:
    import pandas as pd

    from analysis.text.document import Document
from analysis.text.language import language_note

_STYLES = Path(__file__).parent / "template" / "whose_words"
_UNIT = "code points, half-open"  # of the offsets


def show_front(document: Document, table: pd.DataFrame, other: str = "") -> Fragment:
    """Title, outlet, date and size of the article, and a link to its other report.

    Args:
        document, table: The article and its annotations.
        other: ``article`` or ``codebook``, the report to link to; no link if empty.
    """
    pages = {"article": f"{document.doc_id}.html", "codebook": codebook_page(document), "": ""}
    headlines = (" ".join(document.covered(part).split()) for part in document.sections if part.label == "headline")
    return fill(
        "front",
        style=style(),
        meta=document.meta,
        foreign=language_note(document),
        title=document.meta.get("title") or next(headlines, document.doc_id),
        words=int(rows_of(table, "voice")["score"].sum()),
        other=other,
        page=pages[other],
    )


def style() -> Markup:
    """What fragments look like, for JupyterLab; a page has it in its head."""
    return Markup((_STYLES / "fragments.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file


def codebook_page(document: Document) -> str:
    """Name of the page that has the codebooks of an article, beside its report."""
    return f"{document.doc_id}_codebook.html"


def show_files(document: Document, table: pd.DataFrame) -> Fragment:
    """Where the report comes from, the annotations as CSV and the very text that their offsets count in.

    Links save them from within the page; a rendered report has both beside it, too. Beside the columns of the table
    stand the words of each row (``text``), ``why`` it is there, and in every row what is needed to join it with its
    text: ``outlet``, ``date``, ``offset_unit`` and ``text_sha256``, the checksum of the text file.
    """
    checksum = hashlib.sha256(document.text.encode()).hexdigest()
    shown = show(table, document).rename(columns={"words": "text"})[[*table.columns, "text", "why"]]
    shown = shown.assign(
        outlet=document.meta.get("outlet", ""),
        date=document.meta.get("date", ""),
        offset_unit=_UNIT,
        text_sha256=checksum,
    )
    files = {"_annotations.csv": as_csv(shown), "_text.txt": document.text}
    links = [(f"{document.doc_id}{end}", encoded(text)) for end, text in files.items()]
    piece = fill(
        "files", links=links, rows=len(table), unit=_UNIT, checksum=checksum, meta=document.meta,
        version=version("whose-words"),
    )  # fmt: skip
    return Fragment(piece.html, files)
