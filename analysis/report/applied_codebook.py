"""A codebook applied to an article: its categories, and the signs of each; how the report comes by both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from analysis.annotation import LAYERS, NEGATION, Codebook, codebooks
from analysis.lexicon.lexicon import Category, Lexicon, load_lexicon
from analysis.tables.rates import tabulate_rates
from analysis.tables.table import check_pair, covered_text, labels_by_count, rows_of, signs_of

if TYPE_CHECKING:
    from analysis.text.document import Document


@dataclass(frozen=True, eq=False)
class Scheme:
    """A codebook applied to an article.

    Attributes:
        layer: Of the annotations.
        categories: By label, in the order of the codebook.
        signs: One row a sign: the columns of the table, ``label`` being the category, and ``text``, its words.
        parts: The rows of the signs that have several parts, with their ``text``.
        table: The ``voice`` rows and the signs as layer ``sign``, for the functions that count.
    """

    layer: str
    categories: Mapping[str, Category]
    signs: pd.DataFrame
    parts: pd.DataFrame
    table: pd.DataFrame

    @property
    def order(self) -> list[str]:
        """The labels that have a sign, most signs first."""
        return labels_by_count(self.signs)

    @property
    def entry(self) -> Codebook:
        """How the report shows the layer."""
        return _codebook_of(self.layer)

    @property
    def noun(self) -> str:
        """What one sign is called."""
        return self.entry.sign or LAYERS[self.layer].counts

    def rates(self, confidence: float = 0.95) -> pd.DataFrame:
        """As ``tabulate_rates``."""
        return tabulate_rates(self.table, layer="sign", role="sign", confidence=confidence)


def _codebook_of(layer: str) -> Codebook:
    """How the report shows a layer as a codebook."""
    if layer not in codebooks():
        raise ValueError(f"layer must be one of {', '.join(codebooks())}, got {layer!r}")
    return codebooks()[layer]


def apply_scheme(
    document: Document, table: pd.DataFrame, layer: str, lexicons: Iterable[Lexicon] | None = None
) -> Scheme:
    """The signs of a codebook in an annotated article.

    Args:
        document, table: The article and its annotations.
        layer: One of ``codebooks()``.
        lexicons: Those that define the labels; the lexicon of the layer's entry if not given.
    """
    check_pair(document, table)
    entry, role = _codebook_of(layer), LAYERS[layer].counts
    own = [load_lexicon(entry.lexicon)] if lexicons is None and entry.lexicon else list(lexicons or ())
    categories = _categories(layer, own)
    signs = signs_of(table, layer, role)
    signs = signs[signs["label"].isin(list(categories))].reset_index(drop=True)
    rows = rows_of(table, layer, role)
    rows = rows.assign(text=covered_text(document, rows))
    parts = rows[(rows["relation"] != "") & rows.duplicated(["label", "relation"], keep=False)].reset_index(drop=True)
    joined = parts.groupby(["label", "relation"])["text"].agg(" … ".join)
    words = covered_text(document, signs)
    keys = zip(signs["label"], signs["relation"], words, strict=True)
    signs["text"] = [joined.get((label, relation), word) for label, relation, word in keys]
    signs = signs.astype({"text": "str"})  # where there is none, too
    counted = signs.assign(layer="sign", role="sign")[list(table.columns)]
    return Scheme(layer, categories, signs, parts, pd.concat([rows_of(table, "voice"), counted], ignore_index=True))


def _categories(layer: str, lexicons: list[Lexicon]) -> dict[str, Category]:
    """The categories that can be labels, in the order of the entry's labels, else of the lexicon.

    A label that no lexicon has is defined by the entry; one that a lexicon has under another name, by both.
    """
    entry, own = _codebook_of(layer), {name: text for name, text in LAYERS[layer].labels.items() if name != NEGATION}
    listed = {
        f"{lexicon.name}: {name}" if entry.prefixed else name: category
        for lexicon in lexicons
        for name, category in lexicon.categories.items()
        if name not in entry.helpers
    }
    if not own:
        return listed
    categories = {}
    for label, meaning in own.items():
        other = listed.get(entry.renamed.get(label, label), Category(label, meaning, ""))
        categories[label] = replace(other, name=label, definition=meaning) if label in entry.renamed else other
    return categories


def shipped_lexicons() -> list[Lexicon]:
    """The lexicons of the codebooks, but for those that the researcher brings."""
    entries = [entry for entry in codebooks().values() if not entry.brought]
    return [load_lexicon(name) for entry in entries for name in (entry.lexicon, *entry.others) if name]
