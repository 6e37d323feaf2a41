"""The features of a target: the evaluations around it, summed by the path of the grammar that leads from each to it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from analysis.stance.connotation import load_connotations
from analysis.stance.paths import PATHS, clauses_of, paths_to
from analysis.text.document import Document, Span
from analysis.text.marks import MARKS

_DONE_BY, _DONE_TO = frozenset(["agent", "owned_agent"]), frozenset(["patient", "owned_patient", "about"])
WRITTEN = {  # a category of connotation, and the paths on which it counts
    "agent": _DONE_BY,
    "patient": _DONE_TO,
    "victim": _DONE_TO,
    "beneficiary": _DONE_TO,
    "epithet": frozenset(["modifier", "predicate", "charge"]),
}
_SIGNED = [path for path in PATHS if path != "joint"]
_SCOPES = ("near", "clause", "sentence")
_MARKS = {"is_agent": "agent", "is_patient": "patient", "is_owner": "owned", "is_source": "said"}
_ENTITIES = {
    "is_person": {"PERSON"},
    "is_place": {"GPE", "LOC", "NORP", "FAC"},
    "is_quantity": {"DATE", "TIME", "CARDINAL", "PERCENT", "MONEY", "ORDINAL"},
    "is_organisation": {"ORG"},
}
FEATURES = (
    "bias",
    *(f"{path}_{sign}" for path in (*_SIGNED, *_SCOPES) for sign in ("positive", "negative")),
    *(f"written_{kind}" for kind in WRITTEN),
    *(f"learned_{scope}" for scope in ("path", "path_side", "clause", "clause_side", "sentence", "sentence_side")),
    *_MARKS, *_ENTITIES,
    "is_pronoun", "is_noun", "is_joined", "is_listed", "is_quoted", "is_subordinate", "is_negated", "is_asked",
    "words", "place", "persons",
)  # fmt: skip
_MERGED = {"owned_agent": "agent", "owned_patient": "patient", "predicate": "modifier"}  # learned as one
CONTENT = frozenset(["VERB", "NOUN", "ADJ", "ADV", "INTJ"])
_POINTING = frozenset(["PRON", "DET", "NUM"])
_DENYING = frozenset(["neg", "det", "advmod", "preconj"])
NEAR = 12  # words to either side
FLIP = -0.74  # VADER: what a negator makes of a valence
_DOUBLE = frozenset(mark for mark, (kind, _, _) in MARKS.items() if kind == "double")


class Reading:
    """A document with the value of each word, and what is summed once for each sentence and each clause.

    Args:
        document: Parsed.
        scores: Valence of tokens by index, -1 to 1, negation taken in; by default the lexicons are looked up.
    """

    def __init__(self, document: Document, scores: Mapping[int, float] | None = None) -> None:
        self.document, self.known = document, load_connotations()
        self.negated = self._negated()
        epithets, lemmas = self.known.written["epithet"], document.lemmas
        found = scores if scores is not None else self._looked_up()
        # an epithet is worth what it says of its bearer: "martyr" is no bad word
        self.values = {i: v for i, v in found.items() if i in self.negated or v * epithets.get(lemmas[i], 0.0) >= 0}
        self.clauses = clauses_of(document)

    def _negated(self) -> set[int]:
        """Words that a negator hangs on, and what hangs on those as predicate or open complement."""
        tokens, known = self.document.tokens, self.known.negators
        lower = self.document.lower_forms
        found = {t.head for i, t in enumerate(tokens) if t.dep in _DENYING and (t.dep == "neg" or lower[i] in known)}
        below = {i for i, token in enumerate(tokens) if token.head in found and token.dep in {"acomp", "attr", "xcomp"}}
        return found | below

    def _looked_up(self) -> dict[int, float]:
        document, found = self.document, {}
        for index, token in enumerate(document.tokens):
            if token.is_word and token.pos != "PROPN":
                value = self.known.valence(document.lower_forms[index], document.lemmas[index], token.pos)
                if value:
                    found[index] = value * FLIP if index in self.negated else value
        return found

    @cached_property
    def scopes(self) -> tuple[list[dict[str, float]], dict[int, dict[str, float]]]:
        """The features that all targets of a sentence share, by its number, and of a clause, by its head."""
        document, sentences = self.document, []
        clauses: dict[int, list[int]] = defaultdict(list)
        for index, clause in enumerate(self.clauses):
            clauses[clause].append(index)
        for sentence in document.sentences:
            indices = document.indices(sentence)
            found = self._scope("sentence", indices)
            persons = {document.tokens[i].head for i in indices if document.tokens[i].entity == "PERSON"}
            found["persons"], found["words"] = len(persons) / 5, math.log1p(len(indices)) / 4
            found["is_asked"] = float(bool(indices) and "?" in document.forms[indices.start : indices.stop])
            sentences.append(found)
        return sentences, {head: self._scope("clause", indices) for head, indices in clauses.items()}

    def _scope(self, scope: str, indices: range | list[int]) -> dict[str, float]:
        values = [self.values[index] for index in indices if index in self.values]
        learned = self.known.learned.get(scope, {})
        weights = [learned[lemma] for lemma in sorted(self.content(indices)) if lemma in learned]
        found = {
            f"{scope}_positive": math.fsum(value for value in values if value > 0),
            f"{scope}_negative": -math.fsum(value for value in values if value < 0),
            f"learned_{scope}": math.fsum(leaning for leaning, _ in weights),
            f"learned_{scope}_side": math.fsum(side for _, side in weights),
        }
        if scope == "clause":
            found["is_negated"] = float(any(self.document.tokens[index].dep == "neg" for index in indices))
        return found

    def content(self, indices: Iterable[int]) -> set[str]:
        """The lemmas of the words of content in a stretch, less the names."""
        tokens, lemmas = self.document.tokens, self.document.lemmas
        return {lemmas[i] for i in indices if tokens[i].pos in CONTENT and not self.is_name(i)}

    def is_name(self, index: int) -> bool:
        """Whether a word may be a name: nothing is learned of it, so no actor has a side of its own."""
        token = self.document.tokens[index]
        return bool(token.entity) or token.pos == "PROPN" or self.document.forms[index][:1].isupper()

    @cached_property
    def quoted(self) -> list[bool]:
        """Whether a token stands between double quotation marks that open in its own sentence."""
        found = []
        for sentence in self.document.sentences:
            inside = False
            for index in self.document.indices(sentence):
                inside ^= self.document.forms[index] in _DOUBLE
                found.append(inside)
        return found

    def tokens_of(self, span: Span) -> range:
        """The tokens of a target; with the one it begins in, where it begins inside a word."""
        inside = self.document.indices(span)
        first = inside.start
        if first and self.document.tokens[first - 1].end > span.start:
            first -= 1
        return range(first, inside.stop)

    def terms(self, paths: Mapping[int, str]) -> dict[tuple[str, str], float]:
        """What can be learned of a target: (path, lemma) with 1, or ``FLIP`` under a negator; no names or pronouns."""
        tokens, lemmas = self.document.tokens, self.document.lemmas
        return {
            (_MERGED.get(path, path), lemmas[index]): FLIP if index in self.negated else 1.0
            for index, path in paths.items()
            if tokens[index].is_word and tokens[index].pos not in _POINTING and not self.is_name(index)
        }

    def describe(self, inside: range) -> tuple[dict[str, float], dict[int, str]]:
        """The features (``FEATURES``, those not 0) of the target in some tokens, and the paths to it."""
        found: dict[str, float] = defaultdict(float, bias=1.0)
        if not inside or self.document.tokens[inside.start].head < 0:
            return found, {}
        tokens = self.document.tokens
        paths = paths_to(self.document, inside.start, inside.stop)
        number = self.document.sentence_at(tokens[inside.start].start)
        head = next((i for i in inside if tokens[i].head not in inside), inside.start)
        clause = self.clauses[head]
        sentences, clauses = self.scopes
        found.update(sentences[number])
        found.update(clauses[clause])
        self.add_paths(found, paths)
        words = self.document.indices(self.document.sentences[number])
        found["place"] = (inside.start - words.start) / max(1, len(words))
        self.add_near(found, inside, range(max(words.start, inside.start - NEAR), min(words.stop, inside.stop + NEAR)))
        kinds, token = set(paths.values()), tokens[head]
        found |= {name: 1.0 for name, path in _MARKS.items() if path in kinds}
        found |= {name: 1.0 for name, entities in _ENTITIES.items() if token.entity in entities}
        found["is_pronoun"], found["is_noun"] = float(token.pos == "PRON"), float(token.pos == "NOUN")
        found["is_joined"], found["is_listed"] = float(token.dep == "pobj"), float(token.dep == "conj")
        found["is_quoted"], found["is_subordinate"] = float(self.quoted[head]), float(tokens[clause].head != clause)
        return found, paths

    def written(self, kind: str, index: int) -> float:
        """The weight that ``connotation`` gives a word in a category; of acts only to verbs and nouns ("to back")."""
        if kind != "epithet" and self.document.tokens[index].pos not in {"VERB", "NOUN"}:
            return 0.0
        return self.known.written[kind].get(self.document.lemmas[index], 0.0)

    def add_paths(self, found: dict[str, float], paths: Mapping[int, str]) -> None:
        """Add what words say of a target by their paths: valences, and the weights written and learned."""
        for index, path in paths.items():
            if (value := self.values.get(index)) and path != "joint":
                found[f"{path}_positive" if value > 0 else f"{path}_negative"] += abs(value)
            sign = FLIP if index in self.negated else 1.0
            for kind, places in WRITTEN.items():
                if path in places and (weight := self.written(kind, index)):
                    found[f"written_{kind}"] += sign * weight
        for (path, lemma), sign in self.terms(paths).items():
            leaning, side = self.known.learned.get(path, {}).get(lemma, (0.0, 0.0))
            found["learned_path"] += sign * leaning
            found["learned_path_side"] += sign * side

    def add_near(self, found: dict[str, float], inside: range, window: Iterable[int]) -> None:
        """Add the valences of some words, the less the farther they stand from the target."""
        for index in window:
            if value := self.values.get(index):
                far = 0 if index in inside else min(abs(index - inside.start), abs(index - inside.stop + 1))
                found["near_positive" if value > 0 else "near_negative"] += abs(value) / (1 + far / 4)


def feature_row(found: Mapping[str, float]) -> list[float]:
    """The features as numbers in the order of ``FEATURES``; sums of valences squeezed: x / (1 + x / 2).

    >>> feature_row({"bias": 1.0, "near_positive": 2.0})[FEATURES.index("near_positive")]
    1.0
    """
    return [
        value if name.startswith("learned") or not value else value / (1 + 0.5 * abs(value))
        for name in FEATURES
        for value in (found.get(name, 0.0),)
    ]
