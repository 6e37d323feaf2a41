"""The codebooks of a coder's report: categories by voice, their definitions and limits, and every place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.annotation import LAYERS, codebooks
from analysis.lexicon.formats import POLICIES
from analysis.report.applied_codebook import Scheme, apply_scheme
from analysis.report.fragments import Fragment, fill
from analysis.tables.concordance import concordance
from analysis.tables.rates import tabulate_dispersion, tabulate_sides
from analysis.tables.table import holder_of, of_side, records

if TYPE_CHECKING:
    import pandas as pd

    from analysis.lexicon.formats import Dictionary
    from analysis.lexicon.lexicon import Lexicon
    from analysis.text.document import Document

_WORDS = 6  # different words named in a cell


def show_codebooks(
    document: Document,
    table: pd.DataFrame,
    section: str,
    brought: Mapping[str, list[Lexicon]] | None = None,
    window: int = 8,
    lines: int = 8,
    confidence: float = 0.95,
) -> Fragment:
    """The codebooks of a section, each with its summary and its places; empty where the section has none.

    A layer whose entry in ``LAYERS`` names no section is in the section ``""``, so that a new one is shown at once.
    """
    parts = [
        {
            "name": layer,
            "meaning": LAYERS[layer].meaning,
            "summary": _show_summary(scheme, table, confidence).markup(),
            "places": _show_places(scheme, document, window, lines, confidence).markup(),
        }
        for layer, entry in codebooks().items()
        if entry.section == section
        for scheme in [apply_scheme(document, table, layer, (brought or {}).get(layer))]
    ]
    return fill("codebooks", parts=parts, added=not section)


def _show_summary(scheme: Scheme, table: pd.DataFrame, confidence: float = 0.95) -> Fragment:
    """Each category that has a sign, how often in the outlet's words and in others', and in which words; beneath, those
    that have none."""
    sides = tabulate_sides(table, signs=scheme.signs, labels=scheme.categories, confidence=confidence)
    found = set(scheme.signs["label"])
    rows = [
        {
            "label": label,
            "category": category,
            "sides": [
                {"counts": row, "words": _words(scheme, label, row.side)}
                for row in records(sides[sides["label"] == label])
            ],
        }
        for label, category in scheme.categories.items()
        if label in found
    ]
    return fill("sides", rows=rows, missing=[label for label in scheme.categories if label not in found], scheme=scheme)


def _show_places(
    scheme: Scheme, document: Document, window: int = 8, lines: int = 8, confidence: float = 0.95
) -> Fragment:
    """Each category that has a sign: definition, reference, limits, rates by voice, dispersion, and every place."""
    rates = scheme.rates(confidence)
    spread = tabulate_dispersion(scheme.table, layer="sign", role="sign").set_index("label")
    kwic = concordance(document, scheme.signs, window)
    found = [
        {
            "label": label,
            "category": scheme.categories[label],
            "rates": records(rates[rates["label"] == label]),
            "spread": spread.loc[label],
            "lines": records(kwic[kwic["label"] == label]),
            "figures": list(_figures(scheme, label)),
        }
        for label in scheme.order
    ]
    return fill("places", found=found, lines=lines, scheme=scheme)


def show_dictionaries(
    document: Document, table: pd.DataFrame, dictionaries: Sequence[Dictionary], window: int = 8, lines: int = 8,
    confidence: float = 0.95,
) -> Fragment:  # fmt: skip
    """The section on your own dictionaries: categories by voice, places, policies, and what could not be read.

    Empty where no dictionary was brought.
    """
    if not dictionaries:
        return Fragment("")
    scheme = apply_scheme(document, table, "dictionary", [dictionary.lexicon for dictionary in dictionaries])
    pieces = {
        "summary": _show_summary(scheme, table, confidence).markup(),
        "places": _show_places(scheme, document, window, lines, confidence).markup(),
    }
    weights = scheme.signs.assign(holder=holder_of(scheme.signs)).dropna(subset="score")
    means = weights.groupby(["label", "holder"])["score"].agg(["mean", "size"]).reset_index()
    return fill(
        "dictionaries", dictionaries=dictionaries, policies=POLICIES, lines=lines, means=records(means),
        names=[dictionary.lexicon.name for dictionary in dictionaries], **pieces,
    )  # fmt: skip


def _words(scheme: Scheme, label: str, side: str) -> list[Any]:
    """The different words of a category on one side, the most frequent first, each at its first place."""
    own = of_side(scheme.signs[scheme.signs["label"] == label], side)
    own = own.assign(form=own["text"].str.lower())
    grouped = own.groupby("form", sort=False).agg(
        n=("start", "size"), start=("start", "first"), text=("text", "first"), rule=("rule", "first")
    )
    return records(grouped.sort_values(["n", "start"], ascending=[False, True]).head(_WORDS))


def _figures(scheme: Scheme, label: str) -> Iterator[dict[str, Any]]:
    """The signs of a category that have several parts, each with its parts."""
    own = scheme.parts[scheme.parts["label"] == label]
    for _, parts in own.groupby("relation", sort=False):
        first = parts.iloc[0]
        yield {"parts": records(parts), "voice": first["voice"], "speaker": first["speaker"]}
