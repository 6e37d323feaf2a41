"""Which words carry a side toward a target, by grammar and lexicons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.stance.word_values import SUFFERED, WRITTEN, WordValues
from analysis.text.document import Document, Span, covers
from analysis.text.grammar import children, is_passive, subjects_of

_MOST, _SHARE, _LEAST = 3, 0.4, 0.2  # words of a target; part of the strongest, and strength, that each must reach
_CARRYING = frozenset(["VERB", "NOUN", "ADJ", "ADV", "INTJ", "PROPN"])
_DEEP = frozenset(["predicate", "deed", "charge", "owned", "about"])  # paths that reach into phrases within phrases
_CALLING = frozenset(["oprd", "xcomp", "acomp"])
_FAR = 5  # words from a carrier up to what leads to the target


def find_carriers(
    values: WordValues, paths: Mapping[int, str], side: int, silent: Sequence[Span] = ()
) -> list[tuple[int, str, float]]:
    """The words that carry a side, strongest first, each with why (``connotation@1.0:hail``, ``stance.modifier``) and
    how strongly.

    At most three, each with a path to the target and a sense of its own in the lexicons. What the target says or judges
    is about others, what modifies another name is about that name, and what the target suffers is no blame.

    Args:
        values: The words of the document.
        paths: From words to the target, as ``paths_to`` gives them.
        side: 1 for favor, -1 for against.
        silent: Stretches that do not count: what the target itself says.
    """
    document = values.document
    if side < 0 and any(_is_gerund(values, index, path) for index, path in paths.items()):
        return []  # "killing leaders was a mistake" does not say that the leaders are one
    judge = any(path in WRITTEN["agent"] and judges(values, index) for index, path in paths.items())
    judged = any(path in WRITTEN["patient"] and judges(values, index) for index, path in paths.items())
    carriers = []
    for index, path in paths.items():
        strength, word = side * values.sense(index, path), document.words[index]
        if (
            strength < _LEAST
            or word.pos not in _CARRYING
            or any(covers(span, document.tokens[index]) for span in silent)
        ):
            continue
        if judge and (path == "deed" or (path in WRITTEN["agent"] and judges(values, index))):
            continue
        if not (side < 0 and _is_suffered(values, index, path)) and not _is_remote(values, index, path, judged):
            carriers.append((index, _reason(values, index, path, side), strength))
    carriers.sort(key=lambda carrier: (-carrier[2], carrier[0]))
    return [carrier for carrier in carriers[:_MOST] if carrier[2] >= _SHARE * carriers[0][2]]


def judges(values: WordValues, index: int) -> bool:
    """Whether a word is a verb or noun of praise or blame, so that who does it takes a side."""
    return bool(values.written("patient", index))


def judges_of(document: Document, index: int) -> list[int]:
    """Who does what a verb or noun of judgement names: its subject or by-phrase, or its possessor.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> news = parse(segment(Document("d", "Rome was condemned by Paris.")))
    >>> [news.forms[judge] for judge in judges_of(news, 2)]
    ['Paris']
    """
    by = [child for word in children(document, index, "agent", "prep") for child in children(document, word, "pobj")
          if document.tokens[word].dep == "agent" or document.lemmas[word] == "by"]  # fmt: skip
    if document.tokens[index].pos not in {"VERB", "AUX"}:
        return [*children(document, index, "poss"), *by]
    return by if is_passive(document, index) else [*subjects_of(document, index)]


def _is_suffered(values: WordValues, index: int, path: str) -> bool:
    """Whether a word says what is done to the target ("killed him", "the murdered mayor"), and does not judge it."""
    participle = path == "modifier" and values.document.words[index].tag in {"VBN", "VBG"}
    place = participle or path in SUFFERED
    return bool(place and values.written("victim", index) and not values.written("patient", index))


def _is_gerund(values: WordValues, index: int, path: str) -> bool:
    return values.document.words[index].tag == "VBG" and _is_suffered(values, index, path)


def _is_remote(values: WordValues, index: int, path: str, judged: bool) -> bool:
    """Whether a word below the verb or noun that leads to the target speaks of something else.

    It does where a name stands between ("the ouster of the dictator X" says nothing of who is the subject), where a
    word above it has the opposite sense ("enemy of peace"), where a verb with an object has it in an adjunct, and where
    a target that is neither judged nor called something stands beside it.
    """
    word, value = values.document.words[index], values.values.get(index, 0.0)
    if path not in _DEEP:
        return False
    for _ in range(_FAR):
        above = word.head
        if word.is_root or above.pos in {"VERB", "AUX"}:
            if path == "charge":
                return not (judged or word.dep in _CALLING or word.lemma == "as")
            return path == "deed" and word.dep == "prep" and bool(above.children("dobj"))
        if above.pos == "PROPN" or values.values.get(above.index, 0.0) * value < 0:
            return True
        word = above
    return True


def _reason(values: WordValues, index: int, path: str, side: int) -> str:
    sign = -1 if values.is_denied(index) else 1
    for kind, places in WRITTEN.items():
        if path in places and sign * side * values.written(kind, index) > 0:
            return values.known.rules[values.document.lemmas[index]]
    return f"stance.{path}"
