"""Which words carry a side toward a target, and what each adds to it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from analysis.stance.features import CONTENT, NEAR, WRITTEN, Reading
from analysis.text.document import Document, Span, covers
from analysis.text.grammar import children, is_passive, subjects_of

_MOST, _SHARE, _LEAST = 3, 0.4, 0.2  # words of a target; part of the strongest, and log odds, each must reach
_OF_OTHERS = frozenset(["said", "above", "joint"])
_DEEP = frozenset(["predicate", "deed", "charge", "owned", "about"])  # paths that reach into phrases within phrases
_CALLING = frozenset(["oprd", "xcomp", "acomp"])
_FAR = 5  # words from a carrier up to what leads to the target
_CARRYING = CONTENT | {"PROPN"}
_FIRM = 0.6  # from this weight, a verb or noun of judgement decides


def find_carriers(
    reading: Reading,
    inside: range,
    paths: Mapping[int, str],
    side: int,
    weights: Mapping[str, float],
    silent: Sequence[Span] = (),
) -> list[tuple[int, str]]:
    """The words that carry a side, strongest first, each with why: ``connotation@1.0:hail``, ``stance.modifier``.

    At most three, each with a path to the target and a sense of its own in the lexicons. What the target says or judges
    is about others, what modifies another name is about that name, and what the target suffers is no blame.

    Args:
        reading, inside, paths: As for and from ``Reading.describe``.
        side: 1 for favor, -1 for against.
        weights: For each feature, its weight toward favor less its weight toward against.
        silent: Stretches that do not count: what the target itself says.
    """
    document, found = reading.document, []
    if side < 0 and any(_is_gerund(reading, index, path) for index, path in paths.items()):
        return []  # "killing leaders was a mistake": the small model takes it for leaders who kill
    judge = any(path in WRITTEN["agent"] and judges(reading, index) for index, path in paths.items())
    judged = any(path in WRITTEN["patient"] and judges(reading, index) for index, path in paths.items())
    for index, leaning in word_leanings(reading, inside, paths, weights).items():
        path, token = paths[index], document.tokens[index]
        if side * leaning < _LEAST or token.pos not in _CARRYING or path in _OF_OTHERS:
            continue
        if judge and (path == "deed" or (path in WRITTEN["agent"] and judges(reading, index))):
            continue
        if (side < 0 and _is_suffered(reading, index, path)) or _is_remote(reading, index, path, judged):
            continue
        written = any(path in places and reading.written(kind, index) for kind, places in WRITTEN.items())
        if (written or index in reading.values) and not any(covers(span, token) for span in silent):
            found.append((side * leaning, index))
    found.sort(reverse=True)
    kept = [index for strength, index in found[:_MOST] if strength >= _SHARE * found[0][0]]
    return [(index, _reason(reading, index, paths[index], side)) for index in kept]


def firm_side(reading: Reading, paths: Mapping[int, str]) -> int:
    """1 or -1 where a verb or noun of praise or blame has the target as its object, and none says the opposite."""
    found = {
        math.copysign(1, weight)
        for index, path in paths.items()
        if path in WRITTEN["patient"] and index not in reading.negated
        and abs(weight := reading.written("patient", index)) >= _FIRM
    }  # fmt: skip
    return int(found.pop()) if len(found) == 1 else 0


def judges(reading: Reading, index: int) -> bool:
    """Whether a word is a verb or noun of praise or blame, so that who does it takes a side."""
    return bool(reading.written("patient", index))


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


def _is_suffered(reading: Reading, index: int, path: str) -> bool:
    """Whether a word says what is done to the target ("killed him", "the murdered mayor"), and does not judge it."""
    participle = path == "modifier" and reading.document.tokens[index].tag in {"VBN", "VBG"}
    place = participle or path in WRITTEN["victim"]
    return bool(place and reading.written("victim", index) and not reading.written("patient", index))


def _is_gerund(reading: Reading, index: int, path: str) -> bool:
    return reading.document.tokens[index].tag == "VBG" and _is_suffered(reading, index, path)


def _is_remote(reading: Reading, index: int, path: str, judged: bool) -> bool:
    """Whether a word below the verb or noun that leads to the target speaks of something else.

    It does where a name stands between ("the ouster of the dictator X" says nothing of who is the subject), where a
    word above it has the opposite sense ("enemy of peace"), where a verb with an object has it in an adjunct, and where
    a target that is neither judged nor called something stands beside it.
    """
    tokens, value = reading.document.tokens, reading.values.get(index, 0.0)
    if path not in _DEEP:
        return False
    for _ in range(_FAR):
        above = tokens[index].head
        if above == index or tokens[above].pos in {"VERB", "AUX"}:
            if path == "charge":
                return not (judged or tokens[index].dep in _CALLING or reading.document.lemmas[index] == "as")
            return path == "deed" and tokens[index].dep == "prep" and bool(children(reading.document, above, "dobj"))
        if tokens[above].pos == "PROPN" or reading.values.get(above, 0.0) * value < 0:
            return True
        index = above
    return True


def _reason(reading: Reading, index: int, path: str, side: int) -> str:
    sign = -1 if index in reading.negated else 1
    for kind, places in WRITTEN.items():
        if path in places and sign * side * reading.written(kind, index) > 0:
            return reading.known.rules[reading.document.lemmas[index]]
    return f"stance.{path}"


def word_leanings(
    reading: Reading, inside: range, paths: Mapping[int, str], weights: Mapping[str, float]
) -> dict[int, float]:
    """What each word with a path to a target adds to the log odds of favor to against.

    Args:
        reading, inside, paths: As for and from ``Reading.describe``.
        weights: For each feature, its weight toward favor less its weight toward against.
    """
    document, learned = reading.document, reading.known.learned
    near = range(inside.start - NEAR, inside.stop + NEAR)
    clause = reading.clauses[next((i for i in inside if document.tokens[i].head not in inside), inside.start)]
    found: dict[int, float] = {}
    for index in sorted(paths):
        features: dict[str, float] = defaultdict(float)
        reading.add_paths(features, {index: paths[index]})
        scopes = ["sentence", "clause"] if reading.clauses[index] == clause else ["sentence"]
        if value := reading.values.get(index, 0.0):
            for scope in scopes:
                features[f"{scope}_{'positive' if value > 0 else 'negative'}"] += abs(value)
        token = document.tokens[index]
        if token.pos in CONTENT and not reading.is_name(index):
            for scope in scopes:
                features[f"learned_{scope}"] += learned.get(scope, {}).get(document.lemmas[index], (0.0, 0.0))[0]
        reading.add_near(features, inside, (index,) if index in near else ())
        found[index] = math.fsum(weights[name] * amount for name, amount in features.items())
    return found
