"""The article that a report is about: the reports of one article that share a kernel read and annotate it once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analysis.annotate import Settings, annotate, prepare
from analysis.text.read import find_source, read_document

if TYPE_CHECKING:
    import pandas as pd

    from analysis.text.document import Document

_latest: list[tuple[Document, Settings, Document, pd.DataFrame]] = []  # as read, by what, and what came of it


def annotate_article(source: str | Path, settings: Settings, text_column: str = "") -> tuple[Document, pd.DataFrame]:
    """An article with its words, and its annotations: ``prepare(read_document(…))`` and ``annotate`` of that.

    The latest result is kept: the same text by the same settings is not annotated again.

    Args:
        source: Its path, as ``find_source`` takes it.
        settings: Loaded.
        text_column: Where its text stands, if it is in a table.

    Raises:
        ReadError, LexiconError, ModelError: As the functions named.
    """
    read = read_document(find_source(source), encoding=settings.encoding, text_column=text_column)
    if not _latest or _latest[0][:2] != (read, settings):
        document = prepare(read)
        _latest[:] = [(read, settings, document, annotate(document, settings))]
    *_, document, table = _latest[0]
    return document, table.copy()
