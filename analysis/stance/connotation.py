"""What the lexicons say of a word toward a target, as plain tables: how good or bad it is, and for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from analysis.lexicon.lexicon import load_lexicon

CLASSES = ("against", "none", "favor")


@dataclass(frozen=True, eq=False)
class Connotations:
    """What is known of words.

    Attributes:
        written: Weight of a lemma, by category of ``connotation``; ``rules`` has the reason to cite for a lemma.
    """

    written: Mapping[str, Mapping[str, float]]
    rules: Mapping[str, str]


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
    rules = {entry.term: written.rule_id(entry) for entry in written.entries}
    return Connotations(tables, rules)
