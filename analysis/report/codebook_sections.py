"""The sections on framing, sureness and persuasion: each codebook as a picture, a table by voice, and its places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.annotation import LAYERS
from analysis.lexicon.formats import POLICIES
from analysis.report.actor_figures import plot_pairs
from analysis.report.applied_codebook import SIDES, Scheme, apply_scheme, apply_section
from analysis.report.figures import plot_dispersion, plot_rates
from analysis.report.fragments import Fragment, Picture, fill
from analysis.report.plot_layout import FEW_WORDS
from analysis.report.wording import counted, holder_name, label_name, listed
from analysis.tables.concordance import concordance
from analysis.tables.evidence import tabulate_sides, with_rates
from analysis.tables.rates import tabulate_contrasts, tabulate_dispersion, tabulate_speakers
from analysis.tables.table import NARRATOR, QUOTED, holder_of, labels_by_count, of_side, records, rows_of

if TYPE_CHECKING:
    from analysis.lexicon.formats import Dictionary
    from analysis.text.document import Document

PAIR = ("hedge", "booster")
WORDS = 6  # different words named in a cell
MOST_CATEGORIES = 12  # labels in a picture


def show_rates(scheme: Scheme, confidence: float = 0.95, most: int = MOST_CATEGORIES) -> Picture:
    """Picture: which categories, in whose voice; the ``most`` frequent ones, from the others' to the narrator's."""
    frequent = scheme.order[:most]
    contrasts = tabulate_contrasts(scheme.table, layer="sign", role="sign")
    contrasts = contrasts[contrasts["label"].isin(frequent)]
    order = contrasts.sort_values(["ratio", "label"], ascending=[False, True])["label"].tolist()
    return plot_rates(scheme.rates(confidence), order, state_sides(scheme), confidence=confidence, noun=scheme.noun)


def state_sides(scheme: Scheme) -> str:
    """What is most frequent in the narrator's words, and in others': the title of a picture.

    Labels that share the first place are named up to three.
    """
    if scheme.signs.empty:
        return f"No {scheme.noun} was found."
    told = []
    for side, words in SIDES.items():
        counts = of_side(scheme.signs, side).groupby("label").size()
        first = counts[counts == counts.max()].index.tolist()
        names = listed([label_name(label) for label in first[:3]])
        each = " each" if len(first) > 1 else ""
        told.append(f"{words}: {names} (n = {counts.max()}{each})" if first else f"{words}: none")
    return f"Most frequent in {'; in '.join(told)}."


def show_summary(
    scheme: Scheme, table: pd.DataFrame, confidence: float = 0.95, absent: bool = False, folded: bool = False
) -> Fragment:
    """Table: each category, how often it occurs in the narrator's words and in others', and in which words.

    Categories without a sign are named beneath; with ``absent`` they have a row of their own, whose rate has an upper
    bound, since what is left out is part of the finding. ``folded`` shows a line that opens the table.
    """
    sides = tabulate_sides(table, signs=scheme.signs, labels=scheme.categories, confidence=confidence)
    shown = [label for label in scheme.categories if absent or label in set(scheme.signs["label"])]
    rows = [
        {
            "label": label,
            "category": scheme.categories[label],
            "sides": [
                {"counts": row, "words": _words(scheme, label, row.side)}
                for row in records(sides[(sides["label"] == label) & (sides["side"] != "all")])
            ],
        }
        for label in shown
    ]
    missing = [label for label in scheme.categories if label not in shown]
    return fill("sides", rows=rows, missing=missing, scheme=scheme, level=confidence, folded=folded and bool(rows))


def show_places(
    scheme: Scheme, document: Document, window: int = 8, lines: int = 8, confidence: float = 0.95, opened: int = 0
) -> Fragment:
    """Each category that has a sign: definition, reference, limits, rates by voice, dispersion, and every place.

    The first ``opened`` categories are open; with 0 all are folded into one.
    """
    rates = scheme.rates(confidence)
    spread = tabulate_dispersion(scheme.table, layer="sign", role="sign").set_index("label")
    kwic = concordance(document, scheme.signs, window)
    categories = [
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
    absent = [name for name in scheme.categories if name not in spread.index]
    return fill("places", found=categories, absent=absent, lines=lines, scheme=scheme, opened=opened)


def show_sureness(scheme: Scheme, confidence: float = 0.95) -> Picture:
    """Picture: hedges and boosters of each voice, side by side."""
    speakers = tabulate_speakers(scheme.table)
    enough = speakers[(speakers["words"] >= FEW_WORDS) | (speakers["holder"] == NARRATOR)]["holder"].tolist()
    rates = scheme.rates(confidence)
    grid = pd.MultiIndex.from_product([enough, PAIR], names=["holder", "label"])
    rates = rates.set_index(["holder", "label"]).reindex(grid).reset_index()
    words = rates["holder"].map(speakers.set_index("holder")["words"])
    rates = with_rates(
        rates.assign(n=rates["n"].fillna(0).astype(int), words=words), confidence
    )  # a zero has its bound
    told = [
        f"{holder_name(str(holder))} {own['hedge']} and {own['booster']}"
        for holder, own in (
            (holder, group.set_index("label")["n"]) for holder, group in rates.groupby("holder", sort=False)
        )
    ]
    title = f"Hedges and boosters: {'; '.join(told)}." if told else "No voice has enough words to tell how sure it is."
    return plot_pairs(rates, PAIR, title, confidence=confidence)


def show_persuasion(schemes: Sequence[Scheme]) -> Picture:
    """Picture: where appeals, candidates of techniques and devices stand, and in whose voice."""
    signs = pd.concat([scheme.signs for scheme in schemes], ignore_index=True)
    order, others = labels_by_count(signs)[:MOST_CATEGORIES], len(of_side(signs, QUOTED))
    title = "No sign of an appeal, a technique or a device was found."
    if order:
        title = f"{counted(len(signs), 'sign')}: {len(signs) - others} in the narrator’s words, {others} in others’."
    return plot_dispersion(signs, rows_of(schemes[0].table, "voice"), order, title)


def show_further_codebooks(
    document: Document, table: pd.DataFrame, window: int = 8, lines: int = 8, confidence: float = 0.95
) -> Fragment:
    """The codebooks that no other section shows, each with its summary and its places; empty where there is none.

    A layer whose entry names no section is shown here, so that a new one is in the report at once.
    """
    parts = [
        {
            "meaning": LAYERS[layer].meaning,
            "name": layer,
            "summary": show_summary(scheme, table, confidence).markup(),
            "places": show_places(scheme, document, window, lines, confidence).markup(),
        }
        for layer, scheme in apply_section(document, table, "").items()
    ]
    return fill("further_codebooks", parts=parts) if parts else Fragment("")


def show_dictionaries(
    document: Document, table: pd.DataFrame, dictionaries: list[Dictionary], window: int = 8, lines: int = 8,
    confidence: float = 0.95,
) -> Fragment:  # fmt: skip
    """The section on your own dictionaries: rates by voice, table, places, policies, and what could not be read.

    Empty where no dictionary was brought.
    """
    if not dictionaries:
        return Fragment("")
    scheme = apply_scheme(document, table, "dictionary", [dictionary.lexicon for dictionary in dictionaries])
    pieces = {
        "picture": show_rates(scheme, confidence).markup(),
        "summary": show_summary(scheme, table, confidence).markup(),
        "places": show_places(scheme, document, window, lines, confidence).markup(),
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
    return records(grouped.sort_values(["n", "start"], ascending=[False, True]).head(WORDS))


def _figures(scheme: Scheme, label: str) -> Iterator[dict[str, Any]]:
    """The signs of a category that have several parts, each with its parts."""
    own = scheme.parts[scheme.parts["label"] == label]
    for _, parts in own.groupby("relation", sort=False):
        first = parts.iloc[0]
        yield {"parts": records(parts), "voice": first["voice"], "speaker": first["speaker"]}
