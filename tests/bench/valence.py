"""Valence against rated editorials: Pearson's r of VADER by itself, in both its programs, and of this package.

``python -m tests.bench.valence [FOLDER]`` prints the table; the folder of gold data is ``GOLD_DIR``, or the one beside
the project. The snippets come from whole articles; half of the articles, by a hash of their number, were looked at
while the overlay was written, the other half was kept for the check.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.lexicon.lexicon import Lexicon, load_lexicon
from analysis.reader.encoder import load_encoder
from analysis.stance.valence import _vader, compound, score_valence
from analysis.text.document import Document
from analysis.text.parse import parse
from analysis.text.segment import segment
from analysis.training.examples import RATED_SHARE, read_ratings, split
from tests.bench.figures import bootstrap
from tests.bench.gold import gold_folder
from tests.bench.render import as_text, valence_table

FILE = Path("valence_nyt") / "snippets.tsv"
Vector = NDArray[np.float64]


def measure(gold: Path) -> dict[str, float | int]:
    """Correlation of each scorer with the mean rating: on all snippets, on the half that was kept for the check of the
    lexicon (``held``), and on the fifth that the encoder did not learn from (``fresh``).

    Args:
        gold: Folder of gold data, with ``valence_nyt/snippets.tsv``: id, mean valence, text.

    Returns:
        ``n``, ``n_held`` and ``n_fresh``; for ``nltk`` (its ``polarity_scores``), ``vader`` (the program in
        ``vaderSentiment``), ``bare`` (ours without an overlay) and ``ours``: ``r_NAME``, ``r_NAME_held`` and
        ``r_NAME_fresh``, each with a 95 % interval in ``…_low`` and ``…_high`` (bootstrap over articles, since the
        snippets of one are no independent draws), and ``zero_NAME``, the share of snippets at exactly 0; for
        ``encoder`` only ``r_encoder_fresh``.
    """
    rows = read_ratings(gold / FILE)
    rated = np.array([row.valence for row in rows])
    articles = np.array([row.document for row in rows])
    held = np.array([is_held(article) for article in articles])
    fresh = np.isin(articles, [row.document for row in split(rows, RATED_SHARE)[1]])
    figures: dict[str, float | int] = {"n": len(rows), "n_held": int(held.sum()), "n_fresh": int(fresh.sum())}
    for name, scores in _scores([row.text for row in rows]).items():
        for end, part in (("", np.full(len(rows), True)), ("_held", held), ("_fresh", fresh)):
            figures |= _correlation(f"r_{name}{end}", scores[part], rated[part], articles[part])
        figures[f"zero_{name}"] = float(np.mean(scores == 0))
    scores = load_encoder().valence([row.text for row, new in zip(rows, fresh, strict=True) if new])
    return figures | _correlation("r_encoder_fresh", scores, rated[fresh], articles[fresh])


def is_held(article: str) -> bool:
    """Whether an article, by its number, belongs to the half that was kept for the check."""
    return hashlib.sha256(article.encode()).digest()[-1] % 2 == 1


def _scores(texts: list[str]) -> dict[str, Vector]:
    from nltk.sentiment.vader import VaderConstants
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # type: ignore[import-untyped]

    own, shipped = SentimentIntensityAnalyzer(), copy.copy(_vader())
    shipped.constants = VaderConstants()
    overlays = [load_lexicon("valence_news")]
    documents = [parse(segment(Document(str(number), text))) for number, text in enumerate(texts)]
    return {
        "nltk": np.array([shipped.polarity_scores(text)["compound"] for text in texts]),
        "vader": np.array([own.polarity_scores(text)["compound"] for text in texts]),
        "bare": np.array([_ours(document, []) for document in documents]),
        "ours": np.array([_ours(document, overlays) for document in documents]),
    }


def _ours(document: Document, overlays: list[Lexicon]) -> float:
    scores = [row.score for row in score_valence(document, overlays) if row.role == "expression"]
    return compound(scores) if scores else 0.0


def _correlation(name: str, scores: Vector, rated: Vector, articles: NDArray[np.str_]) -> dict[str, float]:
    """Pearson's r with its interval by a bootstrap that draws whole articles."""

    def r(places: Sequence[NDArray[np.intp]]) -> float:
        chosen = np.concatenate(places)
        return float(np.corrcoef(scores[chosen], rated[chosen])[0, 1])

    members = [np.flatnonzero(articles == article) for article in np.unique(articles)]
    low, high = bootstrap(members, r)
    return {name: r(members), f"{name}_low": low, f"{name}_high": high}


if __name__ == "__main__":
    print(as_text(valence_table(measure(gold_folder()))))
