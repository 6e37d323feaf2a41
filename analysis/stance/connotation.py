"""What the lexicons say of a word toward a target, as plain tables: how good or bad it is, and for whom.

``connotation`` is written by hand: a weight of a verb or noun toward its agent and its patient. ``stance_words`` is
learned: weights of lemmas by their path to the target. ``stance_weights`` weighs the features of a target.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis.lexicon.lexicon import LexiconError, load_lexicon
from analysis.stance.vader import LIMIT, MERGED, vader_text

CLASSES = ("against", "none", "favor")


@dataclass(frozen=True, eq=False)
class Connotations:
    """What is known of words.

    Attributes:
        written: Weight of a lemma, by category of ``connotation``; ``rules`` has the reason to cite for a lemma.
        learned: Of a lemma, by path: its leaning (above 0 to favor) and how far it takes a side at all.
        valences: Plain valence of a form or lemma with a part of speech or none.
        negators: Words that turn the sense round.
    """

    written: Mapping[str, Mapping[str, float]]
    rules: Mapping[str, str]
    learned: Mapping[str, Mapping[str, tuple[float, float]]]
    valences: Mapping[tuple[str, str], float]
    negators: frozenset[str]

    def valence(self, form: str, lemma: str, pos: str) -> float:
        """Valence of a word from -1 to 1, by form before lemma and by part of speech first; 0 where it is unknown."""
        pos, known = MERGED.get(pos, pos), self.valences
        for key in ((form, pos), (form, ""), (lemma, pos), (lemma, "")):
            if key in known:
                return known[key]
        return 0.0


@lru_cache(maxsize=1)
def load_connotations() -> Connotations:
    """The shipped lexicons of stance, read once.

    >>> load_connotations().written["patient"]["praise"] > 0 > load_connotations().written["patient"]["condemn"]
    True
    """
    written = load_lexicon("connotation")
    tables: dict[str, dict[str, float]] = {name: {} for name in written.categories}
    for entry in written.entries:
        tables[entry.category][entry.term] = entry.weight or 0.0
    learned: dict[str, dict[str, tuple[float, float]]] = {}
    for entry in load_lexicon("stance_words").entries:
        path, _, side = entry.category.partition("_")
        leaning, taking = learned.setdefault(path, {}).get(entry.term, (0.0, 0.0))
        weight = entry.weight or 0.0
        learned[path][entry.term] = (leaning, weight) if side else (weight, taking)
    rules = {entry.term: written.rule_id(entry) for entry in written.entries}
    return Connotations(tables, rules, learned, _valences(), load_lexicon("negators").terms["negation"])


def _valences() -> dict[tuple[str, str], float]:
    """Valence of single words: the news lexicon before VADER's, both on VADER's scale, here from -1 to 1."""
    found: dict[tuple[str, str], float] = {}
    for line in vader_text().splitlines():
        word, _, rest = line.partition("\t")
        if word.isalpha():
            found[word, ""] = float(rest.split("\t")[0]) / LIMIT
    for entry in load_lexicon("valence_news").entries:
        if entry.weight is not None and " " not in entry.term:
            found[entry.term.lower(), entry.pos] = entry.weight / LIMIT
    return found


@lru_cache(maxsize=4)
def load_weights(features: tuple[str, ...]) -> NDArray[np.float64]:
    """The weights of features for each class, features x ``CLASSES``.

    Raises:
        LexiconError: If the lexicon names a feature that is not among those given, or leaves one out.
    """
    lexicon = load_lexicon("stance_weights")
    table = {(entry.term, entry.category): entry.weight or 0.0 for entry in lexicon.entries}
    named = {term for term, _ in table}
    if named != set(features):
        raise LexiconError(f"{lexicon.path}: features differ from the module's: {sorted(named ^ set(features))}")
    return np.array([[table.get((feature, label), 0.0) for label in CLASSES] for feature in features])
