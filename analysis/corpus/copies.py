"""Near-duplicates and wire copy, found by MinHash (Broder 1997), so that each article is counted once.

Two texts are as alike as the share of runs of five words that they have in common among all that either has; MinHash
estimates it, and its tables find those above a threshold without comparing all with all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from datasketch import MinHash

COPY_COLUMNS = ["doc_id", "copy_of", "likeness"]
_RUN = 5  # words
_HASHES, _SCHEME = 128, "affine32"
_LIKE = 0.7  # from this likeness on, an article is a copy of another


def signature(text: str) -> str:
    """The MinHash of a text, in hexadecimal; empty where it has too few words to be compared.

    >>> signature("Too short.")
    ''
    """
    words = re.findall(r"\w+", text.casefold())
    runs = {" ".join(words[at : at + _RUN]).encode() for at in range(len(words) - _RUN + 1)}
    if not runs:
        return ""
    from datasketch import MinHash

    found = MinHash(_HASHES, permutations=_permutations(), scheme=_SCHEME)
    found.update_batch(sorted(runs))
    written: str = found.hashvalues.astype("<u4").tobytes().hex()
    return written


@lru_cache(maxsize=1)
def _permutations() -> np.ndarray:
    from datasketch import MinHash

    permutations: np.ndarray = MinHash(_HASHES, scheme=_SCHEME).permutations
    return permutations


def find_copies(articles: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """The articles that are near-duplicates of an earlier one: ``doc_id, copy_of, likeness``.

    Args:
        articles: The date (as 2026-11-24, empty if unknown) and the ``signature`` of each, by doc_id. Of articles that
            are alike the earliest is the original, and of one date the first by doc_id.

    >>> text = "the ferry to the island will not sail after dark until the company finds a crew"
    >>> pages = {"a": ("2026-02-03", signature(text)), "b": ("2026-02-04", signature(text))}
    >>> find_copies(pages).values.tolist()
    [['b', 'a', 1.0]]
    """
    from datasketch import MinHashLSH

    near, hashes = MinHashLSH(_LIKE, _HASHES), {}
    rows = []
    order = sorted(articles, key=lambda name: (articles[name][0] or "9", name))
    for name in order:
        if not articles[name][1]:
            continue
        own = hashes[name] = _minhash(articles[name][1])
        found = [(own.jaccard(hashes[other]), other) for other in near.query(own)]
        found = [(likeness, other) for likeness, other in found if likeness >= _LIKE]
        if found:
            likeness, original = min(found, key=lambda pair: (-pair[0], pair[1]))
            rows.append((name, original, round(float(likeness), 2)))
            del hashes[name]
        else:
            near.insert(name, own)
    return pd.DataFrame(rows, columns=COPY_COLUMNS)


def _minhash(written: str) -> MinHash:
    from datasketch import MinHash

    values = np.frombuffer(bytes.fromhex(written), dtype="<u4")
    return MinHash(_HASHES, hashvalues=values, permutations=_permutations(), scheme=_SCHEME)
