"""Whether a word is spread over an article or clusters in one part of it, compared with chance.

A part i of the article holds the share sᵢ of its words and the share vᵢ of a term's n places.

* dp = ½ Σ |vᵢ - sᵢ| (Gries 2008): 0 is as even as the parts allow, towards 1 is all in one small part;
* dp_norm = dp / (1 - min sᵢ) (Lijffijt & Gries 2012), which can reach 1; NaN where there is one part;
* a term of few places cannot be even over many parts, so dp is judged by what chance does: the article's words are
  shuffled and the parts keep their lengths. ``expected`` is the mean dp of the shuffles, p = (1 + k) / (1 + shuffles)
  with k the number of them in which dp is at least as high; q is p after Benjamini & Hochberg over the terms listed.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.tables.counts import UNITS, term_of
from analysis.tables.keyness import adjust
from analysis.tables.table import build_table, check_pair
from analysis.text.document import Document

DISPERSION_PARTS = ("sentences", "paragraphs")
_TYPES = {
    "term": "str", "n": "int64", "parts": "int64", "dp": "float64", "dp_norm": "float64", "expected": "float64",
    "p": "float64", "q": "float64",
}  # fmt: skip


def tabulate_term_dispersion(
    document: Document, *, terms: Iterable[str] | None = None, parts: str = "sentences", permutations: int = 999,
    seed: int = 0, minimum: int = 3, unit: str = "form",
) -> pd.DataFrame:  # fmt: skip
    """How unevenly each term is spread: ``term, n, parts, dp, dp_norm, expected, p, q``; the most bunched first.

    ``parts`` counts the parts that contain the term; the formulas are at the top of this module.

    Args:
        document: The segmented document.
        terms: Terms as ``count_words`` writes them; all that stand ``minimum`` times or more if None.
        parts: ``sentences`` or ``paragraphs``.
        permutations: Shuffles; p is never below 1 / (1 + permutations).
        seed: Of the shuffles, so that the table is the same each time.
        minimum: Places that a term needs, at least 1.
        unit: ``form`` or ``lemma``.

    Raises:
        ValueError: If an argument is out of its range.

    >>> from analysis.text.segment import segment
    >>> document = segment(Document("d", "War, war and war. Peace came late. Peace held on. Peace now."))
    >>> tabulate_term_dispersion(document)[["term", "parts", "dp", "dp_norm"]].round(2).values.tolist()
    [['war', 1, 0.67, 0.8], ['peace', 3, 0.33, 0.4]]
    """
    _check(parts, permutations, minimum, unit)
    check_pair(document, build_table("", []), words=True)
    places, part_of = _places(document, parts, unit)
    wanted = places if terms is None else set(terms)
    listed = {term: np.array(at) for term, at in places.items() if term in wanted and len(at) >= minimum}
    sizes = np.bincount(part_of) if len(part_of) else np.zeros(1, dtype=int)
    shares = sizes / max(sizes.sum(), 1)
    null = _null(part_of, shares, sorted({len(at) for at in listed.values()}), permutations, seed)
    span = 1 - shares.min()
    rows = []
    for term, at in listed.items():
        dp, chance = _dp(at, shares), null[len(at)]
        p = (1 + int((chance >= dp - 1e-12).sum())) / (1 + permutations)
        norm = dp / span if span > 0 else np.nan
        rows.append([term, len(at), len(np.unique(at)), dp, norm, chance.mean(), p])
    table = pd.DataFrame(rows, columns=[*_TYPES][:-1])
    table = table.assign(q=adjust(table["p"].astype("float64"))).astype(_TYPES)
    keyed = table.assign(more=table["expected"] - table["dp"])
    return keyed.sort_values(["p", "more", "term"], ignore_index=True)[[*_TYPES]]


def _places(document: Document, parts: str, unit: str) -> tuple[dict[str, list[int]], np.ndarray]:
    """For each term, the parts in which it stands, once for each place; and the part of each word. Parts without a word
    are passed over."""
    places: dict[str, list[int]] = {}
    part_of: list[int] = []
    number = 0
    for span in document.sentences if parts == "sentences" else document.paragraphs:
        words = [index for index in document.indices(span) if document.tokens[index].is_word]
        for index in words:
            places.setdefault(term_of(document, index, unit), []).append(number)
        part_of += [number] * len(words)
        number += bool(words)
    return places, np.array(part_of, dtype=int)


def _dp(at: np.ndarray, shares: np.ndarray) -> float:
    return float(0.5 * np.abs(np.bincount(at, minlength=len(shares)) / len(at) - shares).sum())


def _null(
    part_of: np.ndarray, shares: np.ndarray, numbers: list[int], permutations: int, seed: int
) -> dict[int, np.ndarray]:
    """The dp of so many words drawn without return, for each number of words; one shuffle serves them all."""
    draw = np.random.default_rng(seed)
    null = {number: np.empty(permutations) for number in numbers}
    for round_ in range(permutations if numbers else 0):
        shuffled = draw.permutation(part_of)
        for number in numbers:
            null[number][round_] = _dp(shuffled[:number], shares)
    return null


def _check(parts: str, permutations: int, minimum: int, unit: str) -> None:
    if parts not in DISPERSION_PARTS:
        raise ValueError(f"parts must be one of {', '.join(DISPERSION_PARTS)}, got {parts!r}")
    if unit not in UNITS:
        raise ValueError(f"unit must be one of {', '.join(UNITS)}, got {unit!r}")
    if permutations < 1 or minimum < 1:
        raise ValueError(f"permutations and minimum must be 1 or more, got {permutations} and {minimum}")
