"""Whether a noun puts a label on somebody: beside a name, said of a person, or after a verb of calling."""

from __future__ import annotations

from analysis.text.document import Document
from analysis.text.grammar import children

_NAMED = frozenset(["GPE", "NORP", "ORG", "PERSON"])
_PERSONAL = frozenset(["he", "she", "they", "you", "we", "who", "i"])
_BESIDE = frozenset(["amod", "compound", "nmod", "appos"])


def labels_somebody(document: Document, index: int) -> bool:
    """Whether a noun stands before or behind a name, holds one, or is said of a person.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "He is a radical. The radical left.")))
    >>> [labels_somebody(document, place) for place in (3, 6)]
    [True, False]
    """
    token = document.tokens[index]
    if token.head < 0:
        return False
    above = document.tokens[token.head]
    if token.dep in _BESIDE and (above.pos == "PROPN" or above.entity in _NAMED):
        return True
    if any(document.tokens[c].entity in _NAMED for c in children(document, index, "amod", "compound", "appos", "poss")):
        return True
    if token.dep in {"oprd"} or (token.dep == "attr" and _is_of_a_person(document, token.head)):
        return True
    return token.dep == "pobj" and document.lower_forms[token.head] == "as"


def _is_of_a_person(document: Document, verb: int) -> bool:
    subjects = children(document, verb, "nsubj")
    return any(document.tokens[s].pos == "PROPN" or document.lower_forms[s] in _PERSONAL for s in subjects)
