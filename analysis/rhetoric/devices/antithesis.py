"""Antithesis: not X but Y; X, not Y; and opposites in like places (Leech 1969; Jones 2002)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from analysis.rhetoric.devices.members import Figure, clause_members, is_spoken
from analysis.text.document import Document, Span
from analysis.text.grammar import children

_FAR = 30  # tokens between two opposites
_NEAR = 2  # tokens between those that name a whole: men and women, rose and fell
_LIKE = 4  # marks of a like place, of eleven, that two opposites share; two more where a sentence ends between
_BUT = 9  # words between not and but
_SHORT = 7  # words of "not Y" after a comma
_NOMINAL = {"ADJ": "NOUN", "PROPN": "NOUN"}  # the poor, in private: told apart by nothing but grammar
_VERBS = frozenset(["VERB", "AUX"])
_SUBJECTS = ("nsubj", "nsubjpass", "expl")


def antitheses(
    document: Document, opposites: Mapping[str, Collection[str]], additive: Collection[str]
) -> Iterator[Figure]:
    """Contraries set against each other, from left to right; pairs in the same two clauses are one.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "This is not a rescue but a robbery.")))
    >>> [[document.covered(part) for part in figure.parts] for figure in antitheses(document, {}, set())]
    [['not a rescue', 'but a robbery']]
    """
    kept: list[Figure] = []
    found = [*_not_but(document, additive), *_comma_not(document, additive), *_opposites(document, opposites)]
    for figure in sorted(found, key=lambda figure: figure.parts[0].start):
        if not kept or figure.parts[0].start >= kept[-1].parts[-1].end:
            kept.append(figure)
        elif _interleave(kept[-1], figure):
            parts = zip(kept[-1].parts, figure.parts, strict=True)
            kept[-1] = Figure(tuple(Span(a.start, max(a.end, b.end)) for a, b in parts), figure.rule)
    yield from kept


def _interleave(one: Figure, other: Figure) -> bool:
    """Whether two pairs of opposites stand in the same two clauses: what began in hope ended in despair."""
    (first, second), (third, fourth) = one.parts, other.parts
    same = one.rule == other.rule == "antithesis_opposites"
    return same and first.end <= third.start and third.end <= second.start and second.end <= fourth.start


def _not_but(document: Document, additive: Collection[str]) -> Iterator[Figure]:
    """Not, and after a few words "but" with words of the same kind and no clause of its own."""
    for sentence in document.sentences:
        indices = document.indices(sentence)
        start = None
        for index in indices:
            word = document.lower_forms[index]
            if word == "not" and index + 1 < indices.stop and document.lower_forms[index + 1] not in additive:
                start = index
            elif word == "but" and start is not None:
                if 1 < index - start <= _BUT and index + 1 < indices.stop and _balanced(document, start, index):
                    last = _phrase_end(document, index + 1, indices.stop)
                    begin, end = document.tokens[start].start, document.tokens[_back(document, index - 1)].end
                    yield Figure(
                        (Span(begin, end), Span(document.tokens[index].start, document.tokens[last].end)),
                        "antithesis_not_but",
                    )
                start = None
            elif word in {";", ":"}:
                start = None


def _balanced(document: Document, denial: int, but: int) -> bool:
    """Whether what follows "not" and what follows "but" begin alike, and "but" opens no clause of its own."""
    one, other = document.tokens[denial + 1], document.tokens[but + 1]
    if document.lower_forms[but + 1] in {"also", "even", "still"} or other.pos in {"SCONJ", "PRON"}:
        return False
    kinds = {"DET": "NOUN", "PROPN": "NOUN", "PART": "VERB", "NUM": "NOUN"}
    if kinds.get(one.pos, one.pos) != kinds.get(other.pos, other.pos):
        nominal = {"NOUN", "ADJ"}
        if not {kinds.get(one.pos, one.pos), kinds.get(other.pos, other.pos)} <= nominal:
            return False
    if one.tag == "VB" and document.tokens[denial].dep == "neg":  # did not say ... but said: two acts, no contrast
        return False
    joined = [c for c in children(document, document.tokens[but].head, "conj") if c > but]
    return not any(children(document, c, *_SUBJECTS) for c in joined[:1])


def _phrase_end(document: Document, first: int, stop: int) -> int:
    """The last word of the phrase that begins at a token: before the next mark or verb, eight words at most."""
    last = first
    for index in range(first, min(stop, first + 8)):
        if not is_spoken(document, index) or (
            index > first and document.tokens[index].tag in {"VBZ", "VBP", "VBD", "MD"}
        ):
            break
        last = index
    return last


def _back(document: Document, index: int) -> int:
    return index if is_spoken(document, index) else index - 1


def _comma_not(document: Document, additive: Collection[str]) -> Iterator[Figure]:
    """A short stretch that opens with "not", after one that ends with a phrase of the same kind."""
    for members in clause_members(document):
        for before, member in pairwise(members):
            words = member.words
            if document.lower_forms[words[0]] != "not" or not 1 < len(words) <= _SHORT:
                continue
            if document.lower_forms[words[1]] in additive or any(document.tokens[i].pos in _VERBS for i in words[1:]):
                continue
            same = _tail_like(document, before.words, words[1])
            if same is not None:
                yield Figure((before.span(document, same), member.span(document)), "antithesis_comma_not")


def _tail_like(document: Document, words: tuple[int, ...], opening: int) -> int | None:
    """Where in the last words of a stretch a phrase begins as another does."""
    wanted = document.tokens[opening]
    for place in range(len(words) - 1, max(-1, len(words) - 6), -1):
        token = document.tokens[words[place]]
        if token.pos == wanted.pos and (
            wanted.pos != "ADP" or document.lower_forms[words[place]] == document.lower_forms[opening]
        ):
            return place
    return None


def _opposites(document: Document, opposites: Mapping[str, Collection[str]]) -> Iterator[Figure]:
    """Two opposites near each other, in one sentence or in neighbours, in places built alike."""
    last: dict[str, int] = {}
    for index, lemma in enumerate(document.lemmas):
        if lemma not in opposites:
            continue
        places = [last[other] for other in opposites[lemma] if other in last]
        at = max(places, default=-1)
        if at >= 0 and _NEAR < index - at <= _FAR and _like_places(document, at, index):
            spans = tuple(Span(document.tokens[i].start, document.tokens[i].end) for i in (at, index))
            yield Figure(spans, "antithesis_opposites")
        last[lemma] = index


def _like_places(document: Document, one: int, other: int) -> bool:
    """Whether two words of one kind have like neighbours and like places in the grammar."""
    left, right = document.tokens[one], document.tokens[other]
    if left.head < 0 or _NOMINAL.get(left.pos, left.pos) != _NOMINAL.get(right.pos, right.pos):
        return False
    if left.pos == right.pos and left.pos in {"ADJ", "ADV"} and left.tag != right.tag:  # the latest, early
        return False
    apart = document.sentence_at(right.start) - document.sentence_at(left.start)
    if apart > 1 or "PROPN" in {left.pos, right.pos}:
        return False
    before = _word(document, one - 1) == _word(document, other - 1)
    same = [
        before,
        before and _kind(document, one - 1) not in {"DET", "PUNCT", ""},
        _kind(document, one - 2) == _kind(document, other - 2),
        _word(document, one + 1) == _word(document, other + 1),
        _kind(document, one - 1) == _kind(document, other - 1),
        _kind(document, one + 1) == _kind(document, other + 1),
        left.dep == right.dep,
        document.tokens[left.head].pos == document.tokens[right.head].pos,
        document.lemmas[left.head] == document.lemmas[right.head] and left.head != right.head,
        left.pos == "VERB" and _complements(document, one) == _complements(document, other) != set(),
        left.pos == "VERB" and left.tag == right.tag and right.head == one,
    ]
    return sum(same) >= (_LIKE if not apart else _LIKE + 2)


def _complements(document: Document, verb: int) -> set[str]:
    return {document.tokens[c].dep for c in children(document, verb, "dobj", "prep", "xcomp", "acomp", "advmod")}


def _word(document: Document, index: int) -> str:
    return document.lower_forms[index] if 0 <= index < len(document.tokens) else ""


def _kind(document: Document, index: int) -> str:
    return document.tokens[index].pos if 0 <= index < len(document.tokens) else ""
