"""Antithesis: not X but Y; X, not Y; and opposites in like places (Leech 1969; Jones 2002)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from analysis.rhetoric.devices.members import Figure, clause_members, is_spoken
from analysis.text.document import Document, Span, Word
from analysis.text.grammar import VERBAL

_FAR = 30  # tokens between two opposites
_NEAR = 2  # tokens between those that name a whole: men and women, rose and fell
_LIKE = 4  # marks of a like place, of eleven, that two opposites share; two more where a sentence ends between
_BUT = 9  # words between not and but
_SHORT = 7  # words of "not Y" after a comma
_NOMINAL = {"ADJ": "NOUN", "PROPN": "NOUN"}  # the poor, in private: told apart by nothing but grammar
_KINDS = {"DET": "NOUN", "PROPN": "NOUN", "PART": "VERB", "NUM": "NOUN"}  # what a phrase that opens so mostly is
_WIDE = 8  # words of the phrase after "but"
_LATE = 5  # words at the end of a stretch among which a phrase of the same kind begins
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
        denial = None
        for word, after in pairwise(document.words[indices.start : indices.stop]):
            if word.lower == "not" and after.lower not in additive:
                denial = word
            elif word.lower == "but" and denial:
                if 1 < word.index - denial.index <= _BUT and _balanced(denial, word):
                    before = next(w for w in reversed(document.words[: word.index]) if is_spoken(w))
                    parts = Span(denial.start, before.end), Span(word.start, _phrase_end(after, indices.stop).end)
                    yield Figure(parts, "antithesis_not_but")
                denial = None
            elif word.lower in {";", ":"}:
                denial = None


def _balanced(denial: Word, but: Word) -> bool:
    """Whether what follows "not" and what follows "but" begin alike, and "but" opens no clause of its own."""
    one, other = (denial.document.words[word.index + 1] for word in (denial, but))
    kinds = {_KINDS.get(word.pos, word.pos) for word in (one, other)}
    if (len(kinds) > 1 and kinds != {"NOUN", "ADJ"}) or other.pos in {"SCONJ", "PRON"}:
        return False
    joined = [word for word in but.head.children("conj") if word.index > but.index]
    return not any(word.children(*_SUBJECTS) for word in joined[:1])


def _phrase_end(first: Word, stop: int) -> Word:
    """The last word of the phrase that a word begins: before the next mark or verb, eight words at most."""
    last = first
    for word in first.document.words[first.index : min(stop, first.index + _WIDE)]:
        verb = word != first and word.tag in {"VBZ", "VBP", "VBD", "MD"}
        if verb or not is_spoken(word):
            break
        last = word
    return last


def _comma_not(document: Document, additive: Collection[str]) -> Iterator[Figure]:
    """A short stretch that opens with "not", after one that ends with a phrase of the same kind."""
    for members in clause_members(document):
        for before, member in pairwise(members):
            denial, *rest = (document.words[index] for index in member.words)
            if denial.lower != "not" or not 0 < len(rest) < _SHORT or rest[0].lower in additive:
                continue
            same = _tail_like([document.words[index] for index in before.words], rest[0])
            if same is not None and not any(word.pos in VERBAL for word in rest):
                yield Figure((before.span(document, same), member.span(document)), "antithesis_comma_not")


def _tail_like(words: list[Word], opening: Word) -> int | None:
    """Where in the last words of a stretch a phrase begins as another does."""
    like = (w.pos == opening.pos and (w.pos != "ADP" or w.lower == opening.lower) for w in reversed(words[-_LATE:]))
    return next((len(words) - 1 - back for back, alike in enumerate(like) if alike), None)


def _opposites(document: Document, opposites: Mapping[str, Collection[str]]) -> Iterator[Figure]:
    """Two opposites near each other, in one sentence or in neighbours, in places built alike."""
    last: dict[str, Word] = {}
    for word in document.words:
        if word.lemma not in opposites:
            continue
        places = (last[other] for other in opposites[word.lemma] if other in last)
        one = max(places, key=lambda place: place.index, default=None)
        if one and _NEAR < word.index - one.index <= _FAR and _like_places(one, word):
            yield Figure((Span(one.start, one.end), Span(word.start, word.end)), "antithesis_opposites")
        last[word.lemma] = word


def _like_places(left: Word, right: Word) -> bool:
    """Whether two words of one kind have like neighbours and like places in the grammar."""
    apart, kinds = right.sentence - left.sentence, {_NOMINAL.get(word.pos, word.pos) for word in (left, right)}
    graded = left.pos == right.pos and left.pos in {"ADJ", "ADV"} and left.tag != right.tag  # the latest, early
    if not left.dep or len(kinds) > 1 or apart > 1 or graded or "PROPN" in {left.pos, right.pos}:
        return False
    before, after, verbs = _beside(left, right, -1), _beside(left, right, 1), left.pos == "VERB"
    same = [
        before.word,
        before.word and before.kind not in {"DET", "PUNCT", ""},
        _beside(left, right, -2).same_kind,
        after.word,
        before.same_kind,
        after.same_kind,
        left.dep == right.dep,
        left.head.pos == right.head.pos,
        left.head.lemma == right.head.lemma and left.head != right.head,
        verbs and _complements(left) == _complements(right) != set(),
        verbs and left.tag == right.tag and right.head == left,
    ]
    return sum(same) >= (_LIKE if not apart else _LIKE + 2)


class _Beside(NamedTuple):
    """Whether the neighbours of two words are the same word, and of the same part of speech; which the first one is."""

    word: bool
    same_kind: bool
    kind: str


def _beside(left: Word, right: Word, step: int) -> _Beside:
    words = left.document.words
    pair = [words[at] if 0 <= (at := word.index + step) < len(words) else None for word in (left, right)]
    forms, kinds = [word.lower if word else "" for word in pair], [word.pos if word else "" for word in pair]
    return _Beside(forms[0] == forms[1], kinds[0] == kinds[1], kinds[0])


def _complements(verb: Word) -> set[str]:
    return {word.dep for word in verb.children("dobj", "prep", "xcomp", "acomp", "advmod")}
