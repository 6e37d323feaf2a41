"""What the lexicons say of each word of a document, and what a word says of a target by its path to it."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.stance.connotation import load_connotations
from analysis.text.document import Document
from analysis.text.negation import Negation

_DONE_BY, _DONE_TO = frozenset(["agent", "owned_agent"]), frozenset(["patient", "owned_patient", "about"])
WRITTEN = {  # a category of connotation that takes a side, and the paths on which it does
    "agent": _DONE_BY,
    "patient": _DONE_TO,
    "epithet": frozenset(["modifier", "predicate", "charge"]),
}
SUFFERED = _DONE_TO
# On these paths the plain valence of a word was the side taken in six of ten places of NewsMTSC's training part.
_PLAIN = frozenset(["modifier", "predicate", "deed", "charge", "owned"])
_FIRM = 0.5  # below it a verb only leans: "visit", "remember"
FLIP = -0.74  # VADER: what a negator makes of a valence


class WordValues:
    """A document with the value of each word.

    Args:
        document: Parsed.
        scores: Valence of tokens by index, -1 to 1, negation taken in.
        negation: What the document denies.
    """

    def __init__(self, document: Document, scores: Mapping[int, float], negation: Negation) -> None:
        self.document, self.known, self._negation = document, load_connotations(), negation
        epithets = self.known.written["epithet"]
        # an epithet is worth what it says of its bearer: "martyr" is no bad word
        self.values = {
            i: v for i, v in scores.items() if v * epithets.get(document.lemmas[i], 0.0) >= 0 or self.is_denied(i)
        }

    def is_denied(self, index: int) -> bool:
        """Whether a word is denied."""
        return self._negation.of(self.document.words[index]) is not None

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
        if weight and self.is_denied(index):
            return FLIP * weight if self.written("epithet", index) else 0.0
        plain = path in _PLAIN or (path == "about" and self.document.words[index].pos == "ADJ")
        return weight or (self.values.get(index, 0.0) if plain else 0.0)
