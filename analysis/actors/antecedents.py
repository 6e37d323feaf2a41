"""Whom a pronoun means, of all who are in view: a regression on marks of each candidate, whose weights are data.

A candidate is a mention met before: of an actor, or a noun that names nobody and may be meant all the same. Its marks
are those of Lappin & Leass (1994, Computational Linguistics 20(4), 535-561) and of mention ranking (Denis & Baldridge
2008, EMNLP, 660-669). The weights are the lexicon ``antecedents``, fitted by ``tests/bench/antecedents.py``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from analysis.actors.aliases import Party
from analysis.actors.kinds import Mention, words
from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Word

_PRONOUN_CLASSES = ("any", "person", "it", "they", "description")  # weights of all pronouns, and what each class adds
_ROLES = {
    "nsubj": "subject", "nsubjpass": "subject", "dobj": "object", "pobj": "oblique", "dative": "oblique",
    "agent": "oblique", "poss": "owner", "appos": "beside", "conj": "joined", "attr": "predicate",
}  # fmt: skip
_NAMELESS = 0.75  # taken off who has no name and off nobody, where no person is meant (by cross-validation)
_OFTEN = (2, 4, 8)  # steps of how often an actor is named


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention in view: its sentence, whose it is, and its place in the grammar.

    The party of a noun that names nobody has no name.
    """

    sentence: int
    mention: Mention
    party: Party
    quotation: int  # -1 outside quotation marks
    role: str
    head: Word
    subject_of: frozenset[Word] = frozenset()  # its verbs
    clauses: frozenset[Word] = frozenset()  # the verbs of its relative clauses
    reports: bool = False

    @property
    def identity(self) -> int:
        """What the mentions of one actor share."""
        return id(self.party)


def _class_of(wanted: str) -> str:
    """The class of weights for a pronoun: person for m and f, else as it is.

    >>> _class_of("f"), _class_of("description")
    ('person', 'description')
    """
    return "person" if wanted in {"m", "f"} else wanted


def own_marks(seen: Seen, wanted: str, lead: bool, focus: bool) -> list[str]:
    """The marks a candidate has wherever the pronoun stands: role, form, kind, sex, how often it is named.

    Args:
        seen: The candidate.
        wanted: The class: m, f, it, they, or description.
        lead: Whether it is named in the first two sentences.
        focus: Whether no actor that fits is named more often.
    """
    party = seen.party
    form = seen.mention.form if party.name else "noun"
    marks = [f"role {_ROLES.get(seen.role, 'other')}", f"form {form}", f"kind {party.kind}"]
    marks += [f"{'named' if party.name else 'told'} {step}" for step in _OFTEN if party.count >= step]
    marks += ["in lead"] * lead + ["in focus"] * focus + ["medium"] * is_medium(party)
    if wanted in {"m", "f"}:
        marks.append("sex told" if party.sex == wanted else "sex open")
        marks += ["guessed person"] * (party.kind != "person")
    return marks


def is_medium(party: Party) -> bool:
    """Whether a word of the name is one of news media: who reports is seldom who is meant."""
    return any(word.lower() in words("medium") for word in party.words)


def may_be_person(party: Party) -> bool:
    """Whether a name is an institution's only by the guess of the recogniser."""
    if not party.soft or len(party.words) > 2 or party.kind == "person":
        return False
    return not is_medium(party) and all(word.isalpha() and not word.isupper() for word in party.words)


def fits(seen: Seen, wanted: str) -> bool:
    """Whether kind and sex of what is in view may fit a pronoun of the class m, f, it or they."""
    kind, sex = seen.party.kind, seen.party.sex
    if wanted in {"m", "f"}:
        return (kind == "person" and sex in {"", wanted}) or may_be_person(seen.party)
    if wanted == "it":
        return kind not in {"person", "people", "things"}
    return kind not in {"person", "thing", "place"} or sex == "plural"


@lru_cache(maxsize=1)
def _load_antecedent_weights() -> Mapping[str, Mapping[str, float]]:
    """The weight of each mark, by class of pronoun.

    >>> sorted(_load_antecedent_weights()) == sorted(_PRONOUN_CLASSES)
    True
    """
    weights: dict[str, dict[str, float]] = {name: {} for name in _PRONOUN_CLASSES}
    for entry in load_lexicon("antecedents").entries:
        weights[entry.category][entry.term] = entry.weight or 0.0
    return _joined(weights)


def _joined(weights: Mapping[str, Mapping[str, float]]) -> Mapping[str, Mapping[str, float]]:
    """The weights of each class of pronoun with those of all; a description has only its own."""
    shared = weights["any"]
    pronouns = [name for name in weights if name not in {"any", "description"}]
    return {**weights} | {
        name: {mark: shared.get(mark, 0.0) + weights[name].get(mark, 0.0) for mark in shared.keys() | weights[name]}
        for name in pronouns
    }


def _weigh(marks: Iterable[str], wanted: str) -> float:
    """The sum of the weights of some marks.

    >>> _weigh(["role subject"], "it") > _weigh(["role oblique"], "it")
    True
    """
    weights = _load_antecedent_weights()[_class_of(wanted)]
    return sum(weights.get(mark, 0.0) for mark in marks)


def most_likely(candidates: Sequence[Seen], marks: Sequence[Sequence[str]], wanted: str) -> Seen | None:
    """The candidate whose mentions together are the most likely; None where nobody is more likely.

    Args:
        candidates: Who is in view.
        marks: Of each candidate and, last, of nobody.
        wanted: The class: m, f, it, they, or description.

    >>> most_likely([], [["nobody"]], "it") is None
    True
    """
    less = 0.0 if wanted in {"m", "f"} else _NAMELESS
    shares: dict[int, float] = {}
    last: dict[int, Seen] = {}
    for seen, own in zip(candidates, marks, strict=False):
        weight = _weigh(own, wanted) - (0.0 if seen.party.name else less)
        shares[seen.identity] = shares.get(seen.identity, 0.0) + math.exp(weight)
        last[seen.identity] = seen
    best = max(reversed(last), key=lambda identity: shares[identity], default=0)
    return last[best] if shares.get(best, 0.0) > math.exp(_weigh(marks[-1], wanted) - less) else None
