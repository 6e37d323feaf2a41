"""What the findings say of contrasts between voices, framing functions, sureness and persuasion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import Markup

from analysis.annotation import LAYERS, codebooks
from analysis.report.applied_codebook import SIDES, Scheme, apply_scheme
from analysis.report.fragments import anchor
from analysis.report.plot_layout import FEW_WORDS
from analysis.report.wording import holder_name, label_name, listed, number
from analysis.tables.evidence import clear_contrasts
from analysis.tables.rates import tabulate_speakers, tabulate_voices
from analysis.tables.table import NARRATOR, holder_of, of_side, records, rows_of

if TYPE_CHECKING:
    from analysis.text.document import Document

LINKS = 12  # places linked one by one; more are linked as a list
ATTRIBUTING = ("acknowledge", "distance", "endorse", "authority")  # whoever attributes words is not who says them
TOLD = 3  # contrasts told, and words quoted of each
FUNCTIONS = {"problem": "a problem", "cause": "a cause", "moral": "a moral judgement", "remedy": "a remedy"}


def places(rows: pd.DataFrame, evidence: str) -> Markup:
    """``n = 3: 1 2 3``, each number a link to a marked place; beyond ``LINKS`` one link to the list of evidence."""
    n = len(rows)
    if n > LINKS:
        return Markup('<a href="#{}">n = {}</a>').format(evidence, n)
    links = [Markup('<a href="#{}">{}</a>').format(anchor("w", start), i) for i, start in enumerate(rows["start"], 1)]
    return Markup("n = {}: {}").format(n, Markup(" ").join(links))


def contrasted_layers() -> dict[str, str]:
    """The layers whose labels are compared between narrator and others, each with the role that counts."""
    return {layer: LAYERS[layer].counts for layer, entry in codebooks().items() if entry.contrasted}


def tell_contrasts(table: pd.DataFrame, confidence: float) -> Iterator[Markup]:
    """Where narrator and others differ most, over all codebooks; or that they do not, or cannot be compared."""
    narrator, quoted = _words(table)
    if not narrator or not quoted:
        return
    if min(narrator, quoted) < FEW_WORDS:
        yield Markup("Narrator and others’ words cannot be compared: too few words to tell (n = {}).").format(
            min(narrator, quoted)
        )
        return
    clear = clear_contrasts(table, contrasted_layers(), confidence, ATTRIBUTING)
    for row in records(clear.head(TOLD)):
        more, fewer = ("others’ words", "the narrator’s") if row.low > 1 else ("the narrator’s words", "others’")
        n, m = (row.n_quoted, row.n_narrator) if row.low > 1 else (row.n_narrator, row.n_quoted)
        bounds = (row.low, row.high) if row.low > 1 else (1 / row.high, 1 / row.low if row.low else float("inf"))
        yield Markup(
            "<i>{}</i> is more frequent in {} than in {}: "
            '<a href="#{}">n = {} against {}</a>, rate ratio {} to {}.'
        ).format(
            label_name(row.label).capitalize(), more, fewer, anchor(row.layer, row.label), n, m, number(bounds[0]),
            number(bounds[1]),
        )  # fmt: skip
    if clear.empty:
        yield Markup(
            "Nothing that was counted differs between the narrator’s words and others’ by more than chance allows "
            "(n = {} against {} words)."
        ).format(f"{narrator:,}", f"{quoted:,}")


def tell_functions(document: Document, table: pd.DataFrame) -> Iterator[Markup]:
    """Which of the four functions of framing each side carries, and which are absent where it has enough words."""
    signs = apply_scheme(document, table, "function").signs
    told = []
    for (whose, own), words in zip(_sides(signs), _words(table), strict=True):
        counts = own.groupby("label").size()
        named = [f"{name} (n = {counts[label]})" for label, name in FUNCTIONS.items() if label in counts]
        lacking = [name for label, name in FUNCTIONS.items() if label not in counts and words >= FEW_WORDS]
        parts = [*(["name " + listed(named)] if named else []), *(["lack " + listed(lacking)] if lacking else [])]
        told += [f"{whose} {' and '.join(parts)}"] if parts else []
    if told and len(signs):
        yield Markup('<a href="#functions">Framing</a>: {}.').format("; ".join(told))


def tell_sureness(table: pd.DataFrame) -> Iterator[Markup]:
    """Hedges and boosters of each voice with enough words."""
    rows = rows_of(table, "engagement", "marker")
    counts = rows.groupby([holder_of(rows), "label"]).size()
    speakers = tabulate_speakers(table)
    enough = speakers[speakers["words"] >= FEW_WORDS].head(TOLD)
    told = [
        f"{holder_name(row.holder)} {counts.get((row.holder, 'hedge'), 0)} and "
        f"{counts.get((row.holder, 'booster'), 0)} in {row.words:,} words"
        for row in records(enough)
    ]
    if told and rows["label"].isin(["hedge", "booster"]).any():
        yield Markup('<a href="#engagements">Hedges and boosters</a>: {}.').format("; ".join(told))


def tell_persuasion(document: Document, table: pd.DataFrame) -> Iterator[Markup]:
    """Candidates of persuasion techniques on each side, quoted."""
    scheme = apply_scheme(document, table, "technique")
    told = [
        Markup("{} {} (n = {})").format(whose, _quoted(scheme, own), len(own))
        for whose, own in _sides(scheme.signs)
        if len(own)
    ]
    if told:
        yield Markup('<a href="#techniques">Candidates of persuasion techniques</a>: {}.').format(
            Markup("; ").join(told)
        )


def _words(table: pd.DataFrame) -> tuple[int, int]:
    """Words of the narrator, and of others."""
    voices = tabulate_voices(table)
    narrator = int(voices.loc[voices["voice"] == NARRATOR, "words"].sum())
    return narrator, int(voices["words"].sum()) - narrator


def _sides(signs: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    for side, words in SIDES.items():
        yield words, of_side(signs, side)


def _quoted(scheme: Scheme, signs: pd.DataFrame) -> Markup:
    """The first different words of some signs, each with a link to its place."""
    first = signs.assign(form=signs["text"].str.lower()).drop_duplicates("form").head(TOLD)
    return Markup(", ").join(
        Markup('<a href="#{}"><i>{}</i></a>').format(anchor("w", row.start), row.text) for row in records(first)
    )
