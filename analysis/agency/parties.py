"""Acts as the shipped network reads them, and who may take part in each, with the marks by which that is decided.

The network tells how likely a word tells an act, and points to its agent and its patient; grammar (``events``) tells
what it can. A regression on the marks of both decides on each actor; its weights are the lexicon ``rankers``, fitted by
``tests/bench/rankers.py``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from analysis.annotation import Annotation
from analysis.reader.speech import SpeechReading
from analysis.text.document import Document, Span

ROLES = ("agent", "patient")
_MAY_ACT = 0.08  # likelihood from which a word may tell an act
_SHARE = 0.05  # of the pointer, from which somebody may take part
_NO_ACTS = frozenset(["ADP", "AUX", "DET", "PART", "PRON", "PUNCT"])
_STATUS = ("happened", "planned", "denied")


@dataclass(frozen=True, slots=True)
class Participant:
    """Who may take part in an act: the marks of that, and his mention in the sentence, if any: of several the one to
    which the network points most, else the nearest."""

    actor: str
    marks: Mapping[str, float]
    mention: Annotation | None


class ReadActs:
    """The acts that a network reads in a document."""

    def __init__(self, document: Document, mentions: Iterable[Annotation], reading: SpeechReading) -> None:
        self._document, self._reading = document, reading
        self._status = np.array([reading.likely(document, status) for status in _STATUS])
        self._likely = np.minimum(self._status.sum(axis=0), 1.0)
        named = sorted((row for row in mentions if row.actor), key=lambda row: row.start - row.end)
        self._at = {place: row for row in named for place in range(row.start, row.end)}
        self._named: dict[int, dict[str, list[Annotation]]] = defaultdict(lambda: defaultdict(list))
        for row in named:
            self._named[document.sentence_at(row.start)][row.actor].append(row)

    def words(self, known: Collection[int]) -> Iterator[int]:
        """The words that may tell an act: of neighbouring ones in a sentence those that grammar knows, else the
        likeliest."""
        words, likely, at = self._document.words, self._likely, 0
        while at < len(words):
            run = [at]
            if likely[at] >= _MAY_ACT and words[at].pos not in _NO_ACTS:
                least = max(_MAY_ACT, likely[at] / 2)
                while (after := run[-1] + 1) < len(words) and likely[after] >= least:
                    if words[after].sentence != words[at].sentence:
                        break
                    run.append(after)
                yield from [index for index in run if index in known] or [max(run, key=likely.__getitem__)]
            at = run[-1] + 1

    def likely(self, index: int) -> float:
        """How likely a word tells an act."""
        return float(self._likely[index])

    def is_planned(self, index: int, least: float) -> bool:
        """Whether a word tells an act that will, may or should happen, with that share of its likelihood."""
        return bool(self._status[1, index] >= least * max(self._likely[index], _MAY_ACT))

    def parties(self, index: int, grammar: Mapping[str, Collection[str]]) -> dict[str, list[Participant]]:
        """For each role, who may have it in the act told by a word, where grammar finds those of ``grammar`` in each
        role (empty where it finds no act).

        Marks of the act: ``likely``, the logit of its likelihood, or ``alone``, the likelihood, where grammar knows of
        no act; ``known``: it does; ``noun``; ``planned``, its likelihood to be. Of the actor: ``told``: grammar gives
        him this role; ``share``, of the pointer of this role, and ``other``, of that of the other one; ``both``:
        ``share`` where ``told``; ``sure``: ``share`` by the likelihood; ``here``: the mention is in the sentence.
        ``agent``: the role; ``open``: it is that, and grammar finds nobody in it.
        """
        word = self._document.words[index]
        span, likely = Span(word.start, word.end), self.likely(index)
        shares, best = self._shares(span)
        told = {role: set(grammar.get(role, ())) for role in ROLES}
        found: dict[str, list[Participant]] = {}
        for role, other in zip(ROLES, reversed(ROLES), strict=True):
            own = {
                "likely": math.log((likely + 0.01) / (1.01 - likely)), "alone": 0.0 if grammar else likely,
                "known": float(bool(grammar)), "noun": float(word.pos == "NOUN"),
                "planned": float(self._status[1, index]), "agent": float(role == "agent"),
                "open": float(role == "agent" and not told[role]),
            }  # fmt: skip
            found[role] = []
            for actor in sorted({name for name, share in shares[role].items() if share >= _SHARE} | told[role]):
                share, mention = shares[role].get(actor, 0.0), best[role].get(actor)
                beside = self._named[word.sentence].get(actor, [])
                if mention not in beside:
                    mention = min(beside, key=lambda row: abs(row.start - word.start), default=None)
                marks = {
                    **own, "told": float(actor in told[role]), "share": share, "other": shares[other].get(actor, 0.0),
                    "both": share * (actor in told[role]), "sure": share * likely,
                    "here": float(mention is not None or actor in told[role]),
                }  # fmt: skip
                found[role].append(Participant(actor, marks, mention))
        return found

    def _shares(self, span: Span) -> tuple[dict[str, dict[str, float]], dict[str, dict[str, Annotation]]]:
        """For each role the share of each actor, and his mention with most of it."""
        shares: dict[str, dict[str, float]] = {role: defaultdict(float) for role in ROLES}
        best: dict[str, dict[str, Annotation]] = {role: {} for role in ROLES}
        for role in ROLES:
            for place, share in self._reading.pointed([span], role).items():  # the largest first
                if row := self._at.get(place.start):
                    shares[role][row.actor] += share
                    best[role].setdefault(row.actor, row)
        return shares, best
