"""Valence against rated editorials: Pearson's r of VADER by itself, in both its programs, and of this package.

``python -m tests.bench.valence [FOLDER]`` prints the table; the folder of gold data is ``GOLD_DIR``, or the one beside
the project. The snippets come from whole articles; half of the articles, by a hash of their number, were looked at
while the overlay was written, the other half was kept for the check.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.encoder.encoder import load_encoder
from analysis.encoder.examples import RATED_SHARE, read_ratings, split
from analysis.layers.valence import _vader, compound, score_valence
from analysis.lexicon.lexicon import Lexicon, load_lexicon
from analysis.text.document import Document
from analysis.text.parse import parse
from analysis.text.segment import segment
from tests.bench.figures import bootstrap
from tests.bench.gold import gold_folder

FILE = Path("valence_nyt") / "snippets.tsv"
Vector = NDArray[np.float64]


def measure(gold: Path) -> dict[str, float | int]:
    """Correlation of each scorer with the mean rating, on all snippets and on the half that was kept for the check.

    Args:
        gold: Folder of gold data, with ``valence_nyt/snippets.tsv``: id, mean valence, text.

    Returns:
        ``n`` and ``n_held``; for ``nltk`` (its ``polarity_scores``), ``vader`` (the program in ``vaderSentiment``),
        ``bare`` (ours without an overlay) and ``ours``: ``r_NAME`` and ``r_NAME_held``, each with a 95 % interval in
        ``…_low`` and ``…_high`` (bootstrap over articles, since the snippets of one are no independent draws), and
        ``zero_NAME``, the share of snippets at exactly 0; ``r_encoder``, of the ``n_encoder`` snippets in articles that
        the model did not learn from.
    """
    rows = [line.split("\t") for line in (gold / FILE).read_text(encoding="utf-8").splitlines()[1:]]
    rated = np.array([float(row[1]) for row in rows])
    held = np.array([is_held(row[0]) for row in rows])
    articles = np.array([row[0].split("_")[0] for row in rows])
    figures: dict[str, float | int] = {"n": len(rows), "n_held": int(held.sum())}
    for name, scores in _scores([row[2] for row in rows]).items():
        figures |= _correlation(f"r_{name}", scores, rated, articles)
        figures |= _correlation(f"r_{name}_held", scores[held], rated[held], articles[held])
        figures[f"zero_{name}"] = float(np.mean(scores == 0))
    _, kept = split(read_ratings(gold / FILE), RATED_SHARE)
    scores, wanted = load_encoder().valence([one.text for one in kept]), np.array([one.valence for one in kept])
    figures["n_encoder"] = len(kept)
    return figures | _correlation("r_encoder", scores, wanted, np.array([one.document for one in kept]))


def is_held(snippet: str) -> bool:
    """Whether a snippet (``article_sentence``) belongs to the half of the articles that was kept for the check."""
    return hashlib.sha256(snippet.split("_")[0].encode()).digest()[-1] % 2 == 1


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


def _report(figures: dict[str, float | int]) -> Iterable[str]:
    yield f"{'':7}{'r, all':>8} {'95 %':^13}{'r, held':>8} {'95 %':^13}{'exactly 0':>10}"
    for name in ("nltk", "vader", "bare", "ours"):
        cells = [
            f"{figures[key]:8.3f} [{figures[key + '_low']:.3f}, {figures[key + '_high']:.3f}]"
            for key in (f"r_{name}", f"r_{name}_held")
        ]
        yield f"{name:7}{''.join(cells)}{figures[f'zero_{name}']:10.1%}"
    yield f"n = {figures['n']}, held {figures['n_held']}"


if __name__ == "__main__":
    print("\n".join(_report(measure(gold_folder()))))
