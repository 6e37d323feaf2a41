"""The one door to pandas: annotations become a table with a fixed schema.

One row is one annotation. The words under a row are not stored; ``covered_text`` derives them from the document.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import namedtuple
from collections.abc import Hashable, Iterable
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

import numpy as np
import pandas as pd

from analysis.annotation import Annotation
from analysis.text.document import Document

SCHEMA = {
    "doc_id": "str",
    "layer": "str",
    "label": "str",
    "start": "int64",
    "end": "int64",
    "role": "str",
    "relation": "str",
    "actor": "str",
    "score": "float64",
    "rule": "str",
    "voice": "str",
    "speaker": "str",
}
LOADED_LABELS = ("loaded_language", "name_calling")  # of the layer technique: words with a judgement in them
CONTESTED = "contested_word"  # of that layer, too: a word that one side of a conflict uses and the other rejects
PER = 1000  # rates are per so many words
PLACES = ("start", "end")
NARRATOR, UNNAMED, QUOTED = "narrator", "unnamed", "quoted"  # the last: everybody but the narrator
_STARTS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of a formula
ORDER = ["doc_id", "start", "end", "layer", "label", "role", "relation", "rule"]
_NAMES = [field.name for field in fields(Annotation)]
_VALUES = attrgetter(*_NAMES)


def build_table(doc_id: str, annotations: Iterable[Annotation]) -> pd.DataFrame:
    """The annotations of one document as a table: columns and dtypes of ``SCHEMA``, sorted by ``ORDER``.

    ``voice`` is the voice of the stretch (``voice`` layer) that holds the row's first character, ``narrator`` outside
    every stretch. ``speaker`` is the actor of that stretch; empty where nobody is named. Rows of a stance have those of
    its expression, and where a row ``holder`` names its holder, they are ``indirect`` and his.

    >>> rows = [Annotation("voice", "direct", 0, 9, "stretch"), Annotation("frame", "conflict", 3, 6, "term")]
    >>> build_table("d", rows)[["layer", "start", "voice"]].values.tolist()
    [['voice', 0, 'direct'], ['frame', 3, 'direct']]
    """
    rows = sorted(annotations, key=attrgetter(*ORDER[1:]))
    stretches = [row for row in rows if row.layer == "voice"]
    starts = [row.start for row in stretches]

    def whose(row: Annotation) -> tuple[str, str]:
        at = bisect_right(starts, row.start) - 1
        inside = at >= 0 and row.start < stretches[at].end
        return (stretches[at].label, stretches[at].actor) if inside else (NARRATOR, "")

    stances = [row for row in rows if row.layer == "stance"]
    held = {row.relation: whose(row) for row in stances if row.role in {"expression", "candidate"}}
    held |= {row.relation: ("indirect", row.actor) for row in stances if row.role == "holder"}
    voices = (held.get(row.relation) if row.layer == "stance" else None for row in rows)
    told = [(doc_id, *_VALUES(row), *(voice or whose(row))) for row, voice in zip(rows, voices, strict=True)]
    return pd.DataFrame(told, columns=["doc_id", *_NAMES, "voice", "speaker"]).astype(SCHEMA)


def annotations_of(table: pd.DataFrame) -> list[Annotation]:
    """The rows of a table as the annotations that it was built from.

    >>> row = Annotation("frame", "conflict", 3, 6, "term", score=1.0)
    >>> annotations_of(build_table("d", [row])) == [row]
    True
    """
    return [Annotation(*values) for values in table[_NAMES].itertuples(index=False, name=None)]


def concat_tables(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The tables one after the other, with the same schema; an empty table where there are none."""
    parts = list(tables)
    return pd.concat(parts, ignore_index=True) if parts else build_table("", [])


def rows_of(table: pd.DataFrame, layer: str, role: str | None = None) -> pd.DataFrame:
    """The rows of a layer, and of a role where one is given, numbered anew.

    >>> rows_of(build_table("d", [Annotation("frame", "conflict", 3, 6, "term")]), "valence").empty
    True
    """
    wanted = (table["layer"] == layer) & ((table["role"] == role) if role else True)
    return table[wanted].reset_index(drop=True)


def signs_of(table: pd.DataFrame, layer: str, role: str) -> pd.DataFrame:
    """The rows of a layer and role, but where several share label and relation only the first: a repetition, or a cue
    in two parts, is one sign.

    >>> rows = [Annotation("device", "anaphora", at, at + 2, "part", "device:anaphora:0") for at in (0, 20)]
    >>> len(signs_of(build_table("d", rows), "device", "part"))
    1
    """
    rows = rows_of(table, layer, role)
    later = rows.duplicated(["doc_id", "label", "relation"]) & (rows["relation"] != "")
    return rows[~later].reset_index(drop=True)


def records(table: pd.DataFrame) -> list[Any]:
    """The rows as named tuples, without the index; their fields are whatever the columns hold.

    >>> [row.label for row in records(build_table("d", [Annotation("frame", "conflict", 3, 6, "term")]))]
    ['conflict']
    """
    return list(map(_record(*table.columns)._make, table.itertuples(index=False, name=None)))


@lru_cache(maxsize=256)
def _record(*columns: Hashable) -> Any:
    """The class of rows with those columns, as pandas names it and its fields: it takes longer to make than a row."""
    return namedtuple("Pandas", map(str, columns), rename=True)


def check_pair(document: Document, table: pd.DataFrame, words: bool = False, many: bool = False) -> None:
    """Refuse a table that is not of this document, and anything else that is no such pair.

    Args:
        document, table: The two.
        words: Whether the document must have its words, which ``prepare`` gives it.
        many: Whether the table may have rows of other documents beside those of this one.

    Raises:
        ValueError: If ``document`` is no document or has no words, or ``table`` is no table or of another document.
    """
    if not isinstance(document, Document):
        raise ValueError(f"document must be a Document, got {type(document).__name__}")
    if not isinstance(table, pd.DataFrame) or not {"doc_id", "start", "end"} <= set(table.columns):
        raise ValueError(f"table must be a table of annotations, as annotate gives it, got {type(table).__name__}")
    own = table["doc_id"] == document.doc_id
    if not (own.any() if many and len(table) else own.all()):
        strange = table.loc[~own, "doc_id"].iloc[0]
        raise ValueError(f"table must belong to document {document.doc_id!r}, got rows of {strange!r}")
    if own.any() and (last := int(table.loc[own, "end"].max())) > len(document.text):
        raise ValueError(
            f"table must belong to document {document.doc_id!r}: a row ends at {last}, and the text has "
            f"{len(document.text)} characters"
        )
    parts = table[own & (table["layer"] == "section")] if "layer" in table else table[:0]
    if strange := {*zip(parts["start"], parts["end"], strict=True)} - {(s.start, s.end) for s in document.sections}:
        raise ValueError(f"table must belong to document {document.doc_id!r}, which has no section {min(strange)}")
    if words and not document.tokens and any(map(str.isalnum, "".join(map(document.covered, document.bodies)))):
        raise ValueError(f"document {document.doc_id!r} must be prepared: prepare(document) gives it its words")


def covered_text(document: Document, table: pd.DataFrame) -> pd.Series:
    """The words under each row, read from the document.

    Raises:
        ValueError: If the table is of another document.
    """
    check_pair(document, table)
    spans = zip(table["start"], table["end"], strict=True)
    return pd.Series([document.text[start:end] for start, end in spans], index=table.index, dtype="str")


def holder_of(rows: pd.DataFrame) -> pd.Series:
    """Whose words each row is: ``narrator``, the speaker, or ``unnamed`` where others' words name nobody.

    >>> rows = build_table("d", [Annotation("voice", "direct", 0, 9, "stretch"), Annotation("quote", "", 2, 3, "cue")])
    >>> holder_of(rows).tolist()
    ['unnamed', 'unnamed']
    """
    named = rows["speaker"].where(rows["speaker"] != "", UNNAMED)
    return named.where(rows["voice"] != "narrator", NARRATOR)


def of_side(rows: pd.DataFrame, side: str) -> pd.DataFrame:
    """The rows in the narrator's own words (``narrator``), or in anybody else's (any other side)."""
    own = holder_of(rows) == NARRATOR
    return rows[own] if side == NARRATOR else rows[~own]


def labels_by_count(rows: pd.DataFrame) -> list[str]:
    """The labels of some rows, the most frequent first.

    >>> rows = [Annotation("frame", label, at, at + 1, "term") for at, label in enumerate("bab")]
    >>> labels_by_count(build_table("d", rows))
    ['b', 'a']
    """
    counts = rows.groupby("label").size().reset_index(name="n")
    return counts.sort_values(["n", "label"], ascending=[False, True])["label"].tolist()


def locate(rows: pd.DataFrame, stretches: pd.DataFrame) -> pd.Series:
    """For each row, the position (0, 1, …) in ``stretches`` of the one that holds its start, -1 where none does."""
    starts = stretches["start"].to_numpy()
    at = starts.searchsorted(rows["start"].to_numpy(), side="right") - 1
    inside = (
        (at >= 0) & (rows["start"].to_numpy() < stretches["end"].to_numpy()[at.clip(0)]) if len(starts) else at >= 0
    )
    return pd.Series(at, index=rows.index).where(inside, -1)


def positions_in(index: pd.Index, doc_ids: pd.Series) -> np.ndarray:
    """The place of each of many doc_ids in an index of articles, -1 where it is not there.

    >>> positions_in(pd.Index(["a", "b"]), pd.Series(["b", "b", "c"])).tolist()
    [1, 1, -1]
    """
    docs = pd.Categorical(doc_ids)
    places: np.ndarray = np.append(index.get_indexer(docs.categories), -1)[docs.codes]
    return places


def side_of(table: pd.DataFrame) -> dict[str, str]:
    """The side of each actor that has one: actor → name of the side.

    Where documents differ, the side that the actor has in most of them is taken, the first of those that are equal.

    >>> row = Annotation("side", "member", 0, 8, "member", "Iran", "Ali Omid", rule="sides.office")
    >>> side_of(build_table("d", [row]))
    {'Ali Omid': 'Iran'}
    """
    counted = rows_of(table, "side", "member").groupby(["actor", "relation"], sort=False).size().reset_index(name="n")
    most = counted.sort_values("n", ascending=False, kind="stable").drop_duplicates("actor").sort_index()
    return dict(zip(most["actor"], most["relation"], strict=True))


def as_csv(table: pd.DataFrame) -> str:
    """The table as CSV; a text that a spreadsheet would run as a formula has an apostrophe before it. Numbers stay.

    >>> as_csv(pd.DataFrame({"text": ["=1+1", "war"], "score": [-0.5, 1.0]}))
    "text,score\\n'=1+1,-0.5\\nwar,1.0\\n"
    """
    guarded = {
        str(name): column if column.dtype.kind in "iufb" else column.astype(object).map(_guarded)
        for name, column in table.items()
    }
    csv: str = table.assign(**guarded).to_csv(index=False, lineterminator="\n")
    return csv


def from_csv(texts: pd.Series) -> pd.Series:
    """Texts of such a file as they were before it was written.

    >>> from_csv(pd.Series(["'=1+1", "'tis"])).tolist()
    ['=1+1', "'tis"]
    """
    return texts.mask(texts.str.startswith(tuple(f"'{one}" for one in _STARTS)), texts.str[1:])


def _guarded(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_STARTS) else value
