"""The table as a person reads it: the words of each row and why it is there; one row as a line."""

from __future__ import annotations

from textwrap import shorten
from typing import Any, overload

import pandas as pd

from analysis.annotation import why
from analysis.tables.table import check_pair, covered_text
from analysis.text.document import Document

_MOST_COVERED = 120  # characters of the words in a line
_QUOTED_ALREADY = tuple("“‘«„\"'")  # what words in quotation marks begin with
_FIRST = ["words", "layer", "label", "role", "voice", "speaker", "actor", "score", "why"]


@overload
def show(rows: pd.DataFrame, document: Document) -> pd.DataFrame:
    """Of a table, a table."""


@overload
def show(rows: pd.Series[Any], document: Document) -> str:
    """Of a row, a line."""


def show(rows: pd.DataFrame | pd.Series[Any], document: Document) -> pd.DataFrame | str:
    """The table with the words of each row and why the row is there; for a single row, a line that says all of it.

    Args:
        rows: A table of annotations, or some rows of it; or one row, ``table.iloc[0]``.
        document: The document that was annotated.

    Raises:
        ValueError: If the rows are of another document.

    >>> from analysis.annotation import Annotation
    >>> from analysis.tables.table import build_table
    >>> document = Document("d", "Talks failed.")
    >>> table = build_table("d", [Annotation("frame", "diplomacy", 0, 5, "term", rule="frames@1.0:talks")])
    >>> show(table, document)[["words", "layer", "label"]].values.tolist()
    [['Talks', 'frame', 'diplomacy']]
    >>> print(show(table.iloc[0], document))
    “Talks” (0–5): frame diplomacy, term, in the words of the narrator. “talks” is listed in the lexicon frames 1.0 ...
    """
    if isinstance(rows, pd.Series):
        return _line(rows, document)
    check_pair(document, rows)
    pairs = zip(rows["rule"], rows["label"], strict=True)
    shown = rows.assign(words=covered_text(document, rows), why=[why(rule, label) for rule, label in pairs])
    return shown[[*_FIRST, *(name for name in shown.columns if name not in _FIRST)]]


def _line(row: pd.Series[Any], document: Document) -> str:
    if not {"doc_id", "start", "end"} <= set(row.index):
        raise ValueError(f"rows must be a table of annotations or a row of one, got a Series of {list(row.index)[:5]}")
    words = covered_text(document, row.to_frame().T).iloc[0]
    what = " ".join(part for part in (row["layer"], str(row["label"]).replace("_", " ")) if part)
    whose = row["speaker"] or ("the narrator" if row["voice"] == "narrator" else "somebody unnamed")
    about = f", {row['actor']}" if row["actor"] else ""
    score = "" if pd.isna(row["score"]) else f", score {row['score']:z.2f}"
    covered = shorten(words, _MOST_COVERED, placeholder=" …")
    place = f"{covered if covered[:1] in _QUOTED_ALREADY else f'“{covered}”'} ({row['start']}–{row['end']})"
    reason = why(row["rule"], row["label"], reference=True)
    return f"{place}: {what}, {row['role']}{about}{score}, in the words of {whose}. {reason}"
