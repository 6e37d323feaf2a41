"""How well attributions agree with those that people marked: by character and by whole relation."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

ROLES = ("source", "cue", "content")
COLUMNS = ("doc_id", "relation", "role", "start", "end")
JACCARD = 0.5  # share of common characters from which two contents are the same
_RESAMPLES = 1000

Parts = Mapping[str, frozenset[int]]  # characters of each role
Counts = NDArray[np.int64]  # rows: source, cue, content, relation; columns: right, found, gold


def score_attributions(gold: pd.DataFrame, found: pd.DataFrame, seed: int = 0) -> pd.DataFrame:
    """Precision, recall and F1 of attributions against those people marked.

    Source, cue and content are compared by character: right = characters in both. Relations are compared whole: one
    found and one gold match if the Jaccard index of their content characters is at least 0.5 and their sources share
    a character or both have none; each matches once, the best first. Intervals of F1 are 95 % percentile
    bootstrap over documents (1,000 resamples).

    Args:
        gold, found: A row for each stretch, columns ``doc_id, relation, role, start, end``; others are ignored.
        seed: Of the bootstrap.

    Returns:
        Rows ``source``, ``cue``, ``content``, ``relation``; columns ``unit, precision, recall, f1, low, high, right,
        found, gold``. A share of nothing is NaN.

    Raises:
        ValueError: If a table lacks a column.

    >>> rows = [("d", "1", "source", 0, 5), ("d", "1", "cue", 6, 10), ("d", "1", "content", 11, 20)]
    >>> table = pd.DataFrame(rows, columns=list(COLUMNS))
    >>> score_attributions(table, table)[["unit", "f1", "right"]].values.tolist()
    [['source', 1.0, 5], ['cue', 1.0, 4], ['content', 1.0, 9], ['relation', 1.0, 1]]
    """
    sides = [_by_document(name, table) for name, table in (("gold", gold), ("found", found))]
    documents = sorted(sides[0].keys() | sides[1].keys())
    pairs = [_counts(sides[0].get(document, {}), sides[1].get(document, {})) for document in documents]
    counts = np.array(pairs, dtype=np.int64).reshape(-1, 4, 3)
    total = counts.sum(axis=0)
    low, high = _interval(counts, seed)
    precision, recall = _share(total[:, 0], total[:, 1]), _share(total[:, 0], total[:, 2])
    scores = {"precision": precision, "recall": recall, "f1": _f1(total), "low": low, "high": high}
    numbers = {name: total[:, place] for place, name in enumerate(("right", "found", "gold"))}
    return pd.DataFrame({"unit": [*ROLES, "relation"], **scores, **numbers})


def _by_document(name: str, table: pd.DataFrame) -> dict[str, dict[str, Parts]]:
    """The characters of each role of each relation of each document."""
    if missing := sorted(set(COLUMNS) - set(table.columns)):
        raise ValueError(f"{name} lacks columns {', '.join(missing)}; needed: {', '.join(COLUMNS)}")
    documents: dict[str, dict[str, dict[str, set[int]]]] = {}
    for document, relation, role, start, end in table[list(COLUMNS)].itertuples(index=False):
        if role in ROLES:
            parts = documents.setdefault(str(document), {}).setdefault(str(relation), {name: set() for name in ROLES})
            parts[role].update(range(start, end))
    return {
        document: {key: {role: frozenset(parts[role]) for role in ROLES} for key, parts in relations.items()}
        for document, relations in documents.items()
    }


def _counts(gold: Mapping[str, Parts], found: Mapping[str, Parts]) -> list[list[int]]:
    """Right, found and gold of each unit in one document."""
    rows = []
    for role in ROLES:
        wanted, had = (frozenset().union(*(p[role] for p in side.values())) for side in (gold, found))
        rows.append([len(wanted & had), len(had), len(wanted)])
    return [*rows, [len(match_relations(gold, found)), len(found), len(gold)]]


def match_relations(gold: Mapping[str, Parts], found: Mapping[str, Parts]) -> list[tuple[str, str]]:
    """Pairs of a gold and a found relation that are the same; each is in one pair at most, the best first."""
    where: dict[int, list[str]] = {}
    for key, parts in gold.items():
        for place in parts["content"]:
            where.setdefault(place, []).append(key)
    scored = []
    for key, parts in found.items():
        for other in sorted({name for place in parts["content"] for name in where.get(place, ())}):
            one, two = gold[other]["content"], parts["content"]
            jaccard = len(one & two) / len(one | two)
            if jaccard >= JACCARD and _same_source(gold[other]["source"], parts["source"]):
                scored.append((-jaccard, other, key))
    pairs: list[tuple[str, str]] = []
    used: set[tuple[str, str]] = set()
    for _, one_key, other_key in sorted(scored):
        if not used & {("gold", one_key), ("found", other_key)}:
            used |= {("gold", one_key), ("found", other_key)}
            pairs.append((one_key, other_key))
    return pairs


def _same_source(one: frozenset[int], other: frozenset[int]) -> bool:
    return bool(one & other) or not (one or other)


def _share(part: Counts, whole: Counts) -> NDArray[np.float64]:
    shares: NDArray[np.float64] = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
    return shares


def _f1(counts: Counts) -> NDArray[np.float64]:
    return _share(2 * counts[..., 0], counts[..., 1] + counts[..., 2])


def _interval(counts: Counts, seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bounds of F1 when whole documents are drawn again with replacement; NaN where there is nothing to score."""
    if not len(counts):
        nothing = np.full(4, np.nan)
        return nothing, nothing
    draws = np.random.default_rng(seed).integers(len(counts), size=(_RESAMPLES, len(counts)))
    f1 = np.array([_f1(counts[draw].sum(axis=0)) for draw in draws])
    bounds = [
        np.array([np.quantile(c[~np.isnan(c)], q) if (~np.isnan(c)).any() else np.nan for c in f1.T])
        for q in (0.025, 0.975)
    ]
    return bounds[0], bounds[1]
