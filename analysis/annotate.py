"""The only composition: runs the layers in order and gives the annotations table.

The package gives ``annotate`` at once, so what it needs is imported when it is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import pandas as pd

    from analysis.layers.annotation import Annotation
    from analysis.lexicon.lexicon import Lexicon
    from analysis.text.document import Document

Lexicons: TypeAlias = "str | Path | Lexicon | list[Lexicon]"
FRAMES, VALENCE = "frames", "valence_news"


def prepare(document: Document) -> Document:
    """The document with paragraphs, sentences, tokens and grammar; one that has its tokens already is kept as it is."""
    from analysis.text.parse import parse
    from analysis.text.segment import segment

    return document if document.tokens else parse(segment(document))


def annotate(document: Document, frames: Lexicons = FRAMES, valence: Lexicons = VALENCE) -> pd.DataFrame:
    """Every finding about a document, as one table with the columns of ``analysis.tables.table.SCHEMA``.

    Args:
        document: As read, or as ``prepare`` gives it.
        frames: Frame lexicons: names of shipped ones or paths, with commas between; or lexicons.
        valence: Valence overlay lexicons, likewise.

    Raises:
        LexiconError: If a lexicon cannot be read.

    >>> from analysis.text.read import document_from_text
    >>> table = annotate(document_from_text("“Troops must leave,” he said.", "d"))
    >>> table[table["layer"] == "quote"][["label", "start", "end", "voice"]].values.tolist()
    [['direct', 0, 20, 'direct']]
    """
    return annotate_corpus([document], frames, valence)


def annotate_corpus(
    documents: Iterable[Document], frames: Lexicons = FRAMES, valence: Lexicons = VALENCE
) -> pd.DataFrame:
    """The tables of several documents, one after the other: annotate(a ++ b) is annotate(a) ++ annotate(b)."""
    from analysis.lexicon.lexicon import load_lexicon
    from analysis.tables.table import build_table, concat_tables

    lexicons = load_lexicons(frames), load_lexicons(valence), load_lexicon("negators")
    return concat_tables(
        build_table(document.doc_id, _annotations(prepare(document), *lexicons)) for document in documents
    )


def load_lexicons(names: Lexicons) -> list[Lexicon]:
    """The lexicons that a parameter names: shipped names or paths with commas between; lexicons as they are."""
    from analysis.lexicon.lexicon import Lexicon, load_lexicon

    if isinstance(names, Lexicon):
        return [names]
    if isinstance(names, list):
        return names
    return [load_lexicon(name.strip()) for name in str(names).split(",") if name.strip()]


def _annotations(
    document: Document, frames: list[Lexicon], overlays: list[Lexicon], negators: Lexicon
) -> Iterator[Annotation]:
    from analysis.layers.annotation import Annotation
    from analysis.layers.frames import match_frames
    from analysis.layers.quotations import find_quotations
    from analysis.layers.valence import score_valence
    from analysis.layers.voices import voice_stretches

    for section in document.sections:
        yield Annotation("section", section.label, section.start, section.end, "part", rule="read")
    quotations = list(find_quotations(document))
    yield from quotations
    yield from voice_stretches(document, quotations)
    for lexicon in frames:
        yield from match_frames(document, lexicon, negators)
    yield from score_valence(document, overlays)
