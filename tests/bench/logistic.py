"""What the benchmarks of classes share: logistic regression, folds, macro-F1 with its interval, TF-IDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Matrix = NDArray[np.float64]
Labels = NDArray[np.int64]
FOLDS = 5


def fit(
    x: Matrix, y: Labels, shrink: float, classes: int, balanced: bool = False, standardised: bool = True
) -> Callable[[Matrix], Matrix]:
    """Multinomial logistic regression with a ridge penalty; gives the function from features to scores of classes.

    Features are ``standardised`` by the mean and spread of ``x``. The loss is Σ w (log Σ exp z - z of the class) +
    shrink / 2 · Σ weights²; ``balanced`` weighs each class as if it were as frequent as the others.
    """
    middle, spread = (x.mean(axis=0), x.std(axis=0) + 1e-9) if standardised else (np.zeros(x.shape[1]), np.ones(1))
    standard, wanted = (x - middle) / spread, np.eye(classes)[y]
    sizes = np.maximum(wanted.sum(axis=0), 1)
    weights = (len(y) / classes / sizes)[y] if balanced else np.ones(len(y))
    features = x.shape[1]

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        slopes, heights = flat[:-classes].reshape(features, classes), flat[-classes:]
        z = standard @ slopes + heights
        z -= z.max(axis=1, keepdims=True)
        total = np.exp(z).sum(axis=1)
        error = weights[:, None] * (np.exp(z) / total[:, None] - wanted)
        value = float((weights * (np.log(total) - z[np.arange(len(y)), y])).sum() + shrink / 2 * (slopes**2).sum())
        return value, np.concatenate([(standard.T @ error + shrink * slopes).ravel(), error.sum(axis=0)])

    found = minimize(loss, np.zeros((features + 1) * classes), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    slopes, heights = found[:-classes].reshape(features, classes), found[-classes:]
    return lambda other: np.asarray((other - middle) / spread @ slopes + heights)


def folds(y: Labels, seed: int) -> Labels:
    """The number of the fold of each item; every class is spread evenly over them."""
    draw, found = np.random.default_rng(seed), np.zeros(len(y), dtype=np.int64)
    for label in np.unique(y):
        members = draw.permutation(np.flatnonzero(y == label))
        found[members] = np.arange(len(members)) % FOLDS
    return found


def held_out(
    y: Labels, seed: int, learn: Callable[[NDArray[np.bool_]], Callable[[NDArray[np.bool_]], Labels]]
) -> Labels:
    """The class given to each item by what was learned on the other folds.

    ``learn`` takes a mask of the items to learn on, and gives a function from a mask of items to their classes.
    """
    found, of = np.zeros(len(y), dtype=np.int64), folds(y, seed)
    for fold in range(FOLDS):
        found[of == fold] = learn(of != fold)(of == fold)
    return found


def class_f1(y: Labels, found: Labels, classes: int) -> list[float]:
    """2 TP / (2 TP + FP + FN) of each class; 0 where it is neither given nor found."""
    both = [int(((y == label) & (found == label)).sum()) for label in range(classes)]
    sizes = [int((y == label).sum() + (found == label).sum()) for label in range(classes)]
    return [2 * one / max(1, size) for one, size in zip(both, sizes, strict=True)]


def macro_f1(y: Labels, found: Labels, classes: int) -> float:
    """Mean of the F1 of each class."""
    return float(np.mean(class_f1(y, found, classes)))


def interval(y: Labels, found: Labels, classes: int, draws: int = 1000) -> tuple[float, float]:
    """95 % interval of macro-F1 by a bootstrap over items."""
    draw = np.random.default_rng(1)
    chosen = (draw.integers(0, len(y), len(y)) for _ in range(draws))
    low, high = np.quantile([macro_f1(y[one], found[one], classes) for one in chosen], [0.025, 0.975])
    return float(low), float(high)


def best_threshold(scores: Matrix, y: Labels) -> float:
    """The threshold, of sixty quantiles of the scores, at which "score >= threshold" has the best macro-F1."""
    tried = np.unique(np.quantile(scores, np.linspace(0, 1, 60)))
    return float(max(tried, key=lambda one: macro_f1(y, (scores >= one).astype(np.int64), 2)))


def tf_idf(texts: Sequence[Sequence[str]], known: NDArray[np.bool_], least: int = 2) -> Matrix:
    """Words as features: (1 + log tf) · (1 + log(n / df)), rows of length 1; words and df of the ``known`` texts only.

    A word must stand in ``least`` of them.
    """
    spread = Counter(word for text, yes in zip(texts, known, strict=True) if yes for word in {*text})
    place = {word: at for at, word in enumerate(sorted(word for word, n in spread.items() if n >= least))}
    rows = np.zeros((len(texts), len(place)))
    for row, text in zip(rows, texts, strict=True):
        for word, count in Counter(text).items():
            if word in place:
                row[place[word]] = (1 + np.log(count)) * (1 + np.log(known.sum() / spread[word]))
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
