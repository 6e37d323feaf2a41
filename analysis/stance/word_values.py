"""What the lexicons say of each word of a document, and what a word says of a target by its path to it."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.stance.connotation import load_connotations
from analysis.text.document import Document

_DONE_BY, _DONE_TO = frozenset(["agent", "owned_agent"]), frozenset(["patient", "owned_patient", "about"])
WRITTEN = {  # a category of connotation that takes a side, and the paths on which it does
    "agent": _DONE_BY,
    "patient": _DONE_TO,
    "epithet": frozenset(["modifier", "predicate", "charge"]),
}
SUFFERED = _DONE_TO
# On these paths the plain valence of a word was the side taken in six of ten places of NewsMTSC's training part.
_PLAIN = frozenset(["modifier", "predicate", "deed", "charge", "owned"])
_DENYING = frozenset(["neg", "det", "advmod", "preconj"])
_FIRM = 0.5  # below it a verb only leans: "visit", "remember"
FLIP = -0.74  # VADER: what a negator makes of a valence


class WordValues:
    """A document with the value of each word.

    Args:
        document: Parsed.
        scores: Valence of tokens by index, -1 to 1, negation taken in.
    """

    def __init__(self, document: Document, scores: Mapping[int, float]) -> None:
        self.document, self.known = document, load_connotations()
        self.negated = self._negated()
        epithets, lemmas = self.known.written["epithet"], document.lemmas
        # an epithet is worth what it says of its bearer: "martyr" is no bad word
        self.values = {i: v for i, v in scores.items() if i in self.negated or v * epithets.get(lemmas[i], 0.0) >= 0}

    def _negated(self) -> set[int]:
        """Words that a negator hangs on, and what hangs on those as predicate or open complement."""
        tokens, known = self.document.tokens, self.known.negators
        lower = self.document.lower_forms
        found = {t.head for i, t in enumerate(tokens) if t.dep in _DENYING and (t.dep == "neg" or lower[i] in known)}
        below = {i for i, token in enumerate(tokens) if token.head in found and token.dep in {"acomp", "attr", "xcomp"}}
        return found | below

    def written(self, kind: str, index: int) -> float:
        """The weight that ``connotation`` gives a word in a category; of acts only to verbs and nouns ("to back")."""
        word = self.document.words[index]
        if kind != "epithet" and word.pos not in {"VERB", "NOUN"}:
            return 0.0
        return self.known.written[kind].get(word.lemma, 0.0)

    def sense(self, index: int, path: str) -> float:
        """What a word says of a target by its path: above 0 it speaks well, below 0 ill, 0 where it takes no side.

        What ``connotation`` says of the word on that path; else its plain valence, on a path on which that is told of
        the target. A negator turns it round ("no hero"), but to deny praise is no blame, nor the reverse.
        """
        weight = sum(self.written(kind, index) for kind, paths in WRITTEN.items() if path in paths)
        weight = weight if abs(weight) >= _FIRM else 0.0
        if weight and index in self.negated:
            return FLIP * weight if self.written("epithet", index) else 0.0
        plain = path in _PLAIN or (path == "about" and self.document.words[index].pos == "ADJ")
        return weight or (self.values.get(index, 0.0) if plain else 0.0)
