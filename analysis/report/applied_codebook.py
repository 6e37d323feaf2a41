"""A codebook applied to an article: its categories, and the signs of each; how the report comes by both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.annotation import LAYERS
from analysis.lexicon.lexicon import Category, Lexicon, load_lexicon
from analysis.rhetoric.devices.find_devices import DEVICES
from analysis.rhetoric.dictionary import label_of
from analysis.rhetoric.techniques import TECHNIQUES
from analysis.tables.evidence import evidence_rows, signs_of, table_of
from analysis.tables.rates import tabulate_rates
from analysis.tables.table import NARRATOR, QUOTED, covered_text, labels_by_count, rows_of

if TYPE_CHECKING:
    import pandas as pd

    from analysis.text.document import Document

ROLE_OF_LAYER = {  # the role that counts in each layer
    "frame": "term", "function": "indicator", "question": "indicator", "policy": "indicator", "appeal": "indicator",
    "engagement": "marker", "technique": "candidate", "device": "part", "pronoun": "pronoun", "dictionary": "term",
}  # fmt: skip
SHIPPED = {
    "function": "functions", "question": "generic_frames", "policy": "policy_frames", "appeal": "appeals",
    "engagement": "engagement", "technique": "techniques", "device": "devices", "pronoun": "pronouns",
}  # fmt: skip
SIDES = {NARRATOR: "the narrator’s words", QUOTED: "others’ words"}
_IN_WORDS = {"in_group": "we", "others": "they"}  # labels of pronouns that grammar gives, and whose words they are


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
    def noun(self) -> str:
        """What one sign is called."""
        return "device" if self.layer == "device" else ROLE_OF_LAYER[self.layer]

    def rates(self, confidence: float = 0.95) -> pd.DataFrame:
        """As ``tabulate_rates``."""
        return tabulate_rates(self.table, "sign", "sign", confidence)


def apply_scheme(document: Document, table: pd.DataFrame, layer: str, lexicons: Iterable[Lexicon] = ()) -> Scheme:
    """The signs of a codebook in an annotated article.

    Args:
        document, table: The article and its annotations.
        layer: A key of ``ROLE_OF_LAYER``.
        lexicons: Those of a layer ``frame`` or ``dictionary``; the other layers have a shipped one.
    """
    categories, role = _categories(layer, list(lexicons)), ROLE_OF_LAYER[layer]
    signs = evidence_rows(table, load_lexicon(SHIPPED[layer])) if layer == "question" else signs_of(table, layer, role)
    signs = signs[signs["label"].isin(list(categories))].reset_index(drop=True)
    rows = rows_of(table, layer, role)
    rows = rows.assign(text=covered_text(document, rows))
    parts = rows[(rows["relation"] != "") & rows.duplicated(["label", "relation"], keep=False)].reset_index(drop=True)
    joined = parts.groupby(["label", "relation"])["text"].agg(" … ".join)
    words = covered_text(document, signs)
    keys = zip(signs["label"], signs["relation"], words, strict=True)
    signs["text"] = [joined.get((label, relation), word) for label, relation, word in keys]
    signs = signs.astype({"text": "str"})  # where there is none, too
    return Scheme(layer, categories, signs, parts, table_of(table, signs))


def _categories(layer: str, lexicons: list[Lexicon]) -> dict[str, Category]:
    """The categories that can be labels; those that only serve a rule are left out."""
    if layer == "dictionary":
        return {label_of(lexicon, name): one for lexicon in lexicons for name, one in lexicon.categories.items()}
    if layer == "frame":
        return {name: category for lexicon in lexicons for name, category in lexicon.categories.items()}
    shipped = load_lexicon(SHIPPED[layer]).categories
    labels: Iterable[str] = LAYERS[layer].labels
    if layer == "pronoun":
        known = {label: shipped.get(label) or shipped[_IN_WORDS[label]] for label in labels}
        return {label: Category(label, LAYERS[layer].labels[label], one.reference, one.limits)
                for label, one in known.items()}  # fmt: skip
    if layer in ("device", "technique"):
        labels = DEVICES if layer == "device" else TECHNIQUES
    elif layer != "engagement":
        labels = [name for name in shipped if name != "source"]
    return {label: shipped[label] for label in labels}


def shipped_lexicons() -> list[Lexicon]:
    """The lexicons of the codebooks that come with the package, in the order of ``SHIPPED``; loaded language too."""
    return [load_lexicon(name) for name in [*SHIPPED.values(), "loaded"]]
