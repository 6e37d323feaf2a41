"""The same happening in the words of each: sentences of different groups about the same, quotations left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from analysis.corpus.store import AnnotatedCorpus
from analysis.tables.groups import groups_of

_ABOUT_THE_SAME, _SAME = 0.3, 0.9  # likeness from which on two sentences are about the same, or the same
_FEWEST = 6  # words of a sentence
_ENDED = r"[.!?…][”’\"'»)\]]*$"  # so that it is one, not the line under a post
_ROWS = 500  # sentences compared at a time
_COMMON = 0.2  # a word in so large a share of the sentences tells nothing


def align_sentences(corpus: AnnotatedCorpus, by: Any = "outlet") -> pd.DataFrame:
    """Pairs of sentences of two groups that tell the same in other words, the most alike first: ``likeness``, and of
    each ``group, doc_id, start, sentence`` with ``_a`` and ``_b``.

    The likeness is the cosine of the sentences' words, each weighed by ln(N / n) where n of N sentences have it; a pair
    is listed where each is the other's nearest in the other group. Sentences that are the same to a few words
    (likeness .9) are copies and left out.
    """
    groups = groups_of(corpus, by).agg(" · ".join, axis=1)
    sentences = _sentences(corpus)
    sentences = sentences.assign(group=sentences["doc_id"].map(groups))
    sentences = sentences[sentences["group"].notna()].reset_index(drop=True)
    matrix, rows = _weighed(sentences["sentence"]), []
    places = {str(name): index.to_numpy() for name, index in sentences.groupby("group").groups.items()}
    names = sorted(places)
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            ours, theirs = places[one], places[other]
            found = _nearest(matrix[ours], matrix[theirs])
            rows += [(alike, ours[i], theirs[j]) for alike, i, j in found if _ABOUT_THE_SAME <= alike < _SAME]
    pairs = pd.DataFrame(rows, columns=["likeness", "a", "b"]).astype({"a": "int64", "b": "int64"})
    shown = sentences[["group", "doc_id", "start", "sentence"]]
    for side in ("a", "b"):
        pairs = pairs.join(shown.add_suffix(f"_{side}"), on=side)
    order = pairs.sort_values(["likeness", "a", "b"], ascending=[False, True, True], ignore_index=True)
    return order.drop(columns=["a", "b"]).round({"likeness": 2})


def _nearest(one: Any, other: Any) -> Iterator[tuple[float, int, int]]:
    """Each pair of rows that are each other's nearest, with its likeness; some rows at a time, to bound memory."""
    nearest, alike = [], []  # of each row of one
    back, best = np.zeros(other.shape[0], dtype=int), np.zeros(other.shape[0])  # of each row of the other
    for at in range(0, one.shape[0], _ROWS):
        block = (one[at : at + _ROWS] @ other.T).tocsr()
        nearest += np.asarray(block.argmax(axis=1)).ravel().tolist()
        alike += block.max(axis=1).toarray().ravel().tolist()
        high = block.max(axis=0).toarray().ravel()
        back = np.where(high > best, np.asarray(block.argmax(axis=0)).ravel() + at, back)
        best = np.maximum(high, best)
    yield from ((near, i, j) for i, (j, near) in enumerate(zip(nearest, alike, strict=True)) if back[j] == i)


def _sentences(corpus: AnnotatedCorpus) -> pd.DataFrame:
    """The sentences of every article that are not for the most part quoted: ``doc_id, start, sentence``."""
    stretches = corpus.table("voice")
    stretches = stretches.assign(quoted=stretches["score"].where(stretches["label"] == "direct", 0.0))
    columns = {"start": ("start", "min"), "end": ("end", "max"), "words": ("score", "sum"), "quoted": ("quoted", "sum")}
    spans = stretches.groupby(["doc_id", "relation"], as_index=False).agg(**columns)
    spans = spans[2 * spans["quoted"] <= spans["words"]]
    spans = spans.sort_values(["doc_id", "start"], ignore_index=True)
    told = spans[["doc_id", "start"]].assign(sentence=corpus.covered(spans).map(lambda words: " ".join(words.split())))
    return told[told["sentence"].str.contains(_ENDED)]


def _weighed(sentences: pd.Series) -> Any:
    """A row of unit length for each sentence, a column for each word."""
    from scipy.sparse import csr_matrix, diags

    words = [sorted(set(re.findall(r"\w+", sentence.casefold()))) for sentence in sentences]
    known = {word: at for at, word in enumerate(sorted({word for own in words for word in own}))}
    ends = np.cumsum([0, *(len(own) for own in words)])
    columns = np.array([known[word] for own in words for word in own], dtype=int)
    matrix = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(words), max(len(known), 1)))
    found = np.asarray(matrix.sum(axis=0)).ravel()
    weight = np.where(found <= max(_COMMON * len(words), 2), np.log(max(len(words), 1) / np.maximum(found, 1)), 0)
    weighed = matrix @ diags(weight)
    long = np.array([len(own) >= _FEWEST for own in words], dtype=float)
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    return diags(long / np.where(length > 0, length, 1)) @ weighed
