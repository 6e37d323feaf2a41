"""What a codebook found, by category and by voice: the evidence for each question, and what was not found at all.

A codebook's lexicon may count rows of other layers as evidence: a term ``LAYER:LABEL`` names them.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.annotation import counted_role
from analysis.lexicon.lexicon import Lexicon
from analysis.tables.intervals import poisson_interval
from analysis.tables.table import NARRATOR, PER, QUOTED, of_side, rows_of

ALL = "all"
_SIDES = (ALL, NARRATOR, QUOTED)


def evidence_rows(table: pd.DataFrame, codebook: Lexicon) -> pd.DataFrame:
    """The rows of a table that are evidence for a category of a codebook, with the category as their label.

    They are the codebook's own indicators and the rows that its terms ``LAYER:LABEL`` name, in the role that counts in
    their layer (of a stance, the words that carry it). A row that serves two categories stands twice; of rows of one
    category on the same words only the first stays. How many there are does not answer a coder's question: the coder
    has to answer it.

    >>> from analysis.annotation import Annotation
    >>> from analysis.tables.table import build_table
    >>> rows = [Annotation("frame", "conflict", 0, 5, "term"), Annotation("question", "conflict_2", 9, 14, "indicator")]
    >>> from analysis.lexicon.lexicon import load_lexicon
    >>> evidence_rows(build_table("d", rows), load_lexicon("generic_frames"))[["label", "start"]].values.tolist()
    [['conflict_1', 0], ['conflict_2', 9]]
    """
    own = rows_of(table, codebook.kind, counted_role(codebook.kind))
    parts = [own[own["label"].isin(list(codebook.categories))]]
    usable = table[table["role"] == table["layer"].map(counted_role)]
    for layer, label, category in references(codebook):
        rows = usable[(usable["layer"] == layer) & (usable["label"] == label)]
        parts.append(rows.assign(label=category))
    rows = pd.concat(parts, ignore_index=True)
    rows = rows.sort_values(["doc_id", "start", "end", "label", "layer"], kind="stable")
    return rows.drop_duplicates(["doc_id", "start", "end", "label"], ignore_index=True)


def references(codebook: Lexicon) -> list[tuple[str, str, str]]:
    """The layers and labels that count as evidence, each with its category: ``[(layer, label, category), …]``.

    >>> from analysis.lexicon.lexicon import load_lexicon
    >>> ("frame", "conflict", "conflict_1") in references(load_lexicon("generic_frames"))
    True
    """
    named = ((entry.term.partition(":"), entry.category) for entry in codebook.entries)
    return [(layer, label, category) for (layer, colon, label), category in named if colon and " " not in layer + label]


def tabulate_sides(
    table: pd.DataFrame, *, signs: pd.DataFrame, labels: Iterable[str], confidence: float = 0.95
) -> pd.DataFrame:
    """Labels of a codebook in each document, those that are absent too: ``doc_id, side, label, n, words, rate, low,
    high, absent``.

    A side is ``all``, ``narrator`` or ``quoted``. rate = 1000 n / words with the exact
    Poisson interval of n scaled likewise, so the ``high`` of an ``absent`` label (n = 0) says how frequent it could
    still be: in a short text, absence means little. NaN where a side has no words.

    Args:
        table: Annotations with the layer ``voice``.
        signs: The rows that are counted, as ``signs_of`` or ``evidence_rows`` gives them.
        labels: In the order wanted, whether they were found or not.
        confidence: Of the interval.

    >>> from analysis.annotation import Annotation
    >>> from analysis.tables.table import build_table
    >>> rows = [Annotation("voice", "narrator", 0, 90, "stretch", score=20.0)]
    >>> rows.append(Annotation("function", "cause", 9, 16, "indicator"))
    >>> table = build_table("d", rows)
    >>> signs = signs_of(table, "function", "indicator")
    >>> sides = tabulate_sides(table, signs=signs, labels=["problem", "cause", "moral", "remedy"])
    >>> sides[(sides["side"] == "narrator") & sides["absent"]]["label"].tolist()
    ['problem', 'moral', 'remedy']
    """
    stretches = rows_of(table, "voice")
    words = pd.concat(
        [_by_side(stretches, side).groupby("doc_id")["score"].sum().rename(side) for side in _SIDES], axis=1
    )
    counted = pd.concat(
        [_by_side(signs, side).groupby(["doc_id", "label"]).size().rename(side) for side in _SIDES], axis=1
    )
    documents = pd.Index(table["doc_id"].unique(), name="doc_id")
    grid = pd.MultiIndex.from_product([documents, _SIDES, list(labels)], names=["doc_id", "side", "label"])
    sides = grid.to_frame(index=False)
    sides["n"] = [_at(counted, (doc_id, label), side) for doc_id, side, label in grid]
    sides["words"] = [_at(words, doc_id, side) for doc_id, side, _ in grid]
    sides = sides.astype({"n": "int64", "words": "int64"})
    return with_rates(sides, confidence).assign(absent=sides["n"] == 0)


def with_rates(counts: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Counts ``n`` among ``words``, with ``rate`` and its bounds ``low`` and ``high``; NaN where there are no words."""
    low, high = poisson_interval(counts["n"], confidence)
    scale = PER / counts["words"].where(counts["words"] > 0)
    return counts.assign(rate=counts["n"] * scale, low=low * scale, high=high * scale)


def signs_of(table: pd.DataFrame, layer: str, role: str) -> pd.DataFrame:
    """The rows of a layer and role, but where several share label and relation only the first: a repetition, or a cue
    in two parts, is one sign.

    >>> from analysis.annotation import Annotation
    >>> from analysis.tables.table import build_table
    >>> rows = [Annotation("device", "anaphora", at, at + 2, "part", "device:anaphora:0") for at in (0, 20)]
    >>> len(signs_of(build_table("d", rows), "device", "part"))
    1
    """
    rows = rows_of(table, layer, role)
    later = rows.duplicated(["doc_id", "label", "relation"]) & (rows["relation"] != "")
    return rows[~later].reset_index(drop=True)


def table_of(table: pd.DataFrame, signs: pd.DataFrame) -> pd.DataFrame:
    """The ``voice`` rows of a table, and some signs as rows of layer ``sign`` and role ``sign``, for the functions of
    ``tabulate`` that count a layer."""
    counted = signs.assign(layer="sign", role="sign")[list(table.columns)]
    return pd.concat([rows_of(table, "voice"), counted], ignore_index=True)


def _by_side(rows: pd.DataFrame, side: str) -> pd.DataFrame:
    return rows if side == ALL else of_side(rows, side)


def _at(counts: pd.DataFrame, key: object, side: str) -> float:
    """A count, 0 where there is none."""
    value = counts[side].get(key, 0) if side in counts else 0
    return 0 if pd.isna(value) else value
