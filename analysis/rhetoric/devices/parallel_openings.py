"""Anaphora: neighbours that open with the same words (Leech 1969, ch. 5)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from analysis.rhetoric.devices.members import Figure, Member, clause_members, runs_of, sentence_members
from analysis.text.document import Document, Word

_MOST = 12  # words that are compared at the beginning
_NAMES = frozenset(["ADJ", "DET", "NOUN", "NUM", "PART", "PROPN"])  # with nothing else, only a thing is named
_PAIR = 2  # members that need more than a subject with "be"
_LONG = 3  # words from which a clause may carry a figure that opens with a weak word


def anaphoras(
    document: Document, emphatic: Collection[str], weak: Collection[str], cues: Collection[int] = ()
) -> Iterator[Figure]:
    """Runs of sentences, then of clauses within one sentence, that open alike.

    Two openings of two words need a verb or a conjunction in them, no weak word, and more than a subject with "be" ("it
    is"); of three words, more than the name of a thing. One word is enough for three openings if it is not weak, and in
    two clauses if it is emphatic.

    >>> from analysis.text.segment import segment
    >>> document = segment(Document("d", "No bread, no peace. They left."))
    >>> [[document.covered(part) for part in figure.parts] for figure in anaphoras(document, {"no"}, set())]
    [['No', 'no']]
    """
    taken: set[int] = set()
    for members, inside in _levels(document):
        for found, length in _alike(document, members):
            said = len(found) <= _PAIR and any(i in cues for member in found for i in member.words[:length])
            free = taken.isdisjoint(member.words[0] for member in found)
            opening = [document.words[index] for index in found[0].words[:length]]
            if free and not said and _opens(found, opening, inside, emphatic, weak):
                taken.update(member.words[0] for member in found)
                yield Figure(tuple(member.span(document, 0, length) for member in found), "anaphora")


def _alike(document: Document, members: list[Member]) -> Iterator[tuple[list[Member], int]]:
    """Runs of members that open alike, with how many words they share; what is said again whole is a repetition."""
    shared = [_shared(document, member.words, after.words) for member, after in pairwise(members)]
    for least, fewest in ((1, 3), (2, 2), (1, 2)):
        for run in runs_of(shared, least):
            length, found = min(shared[run.start : run.stop - 1]), [members[i] for i in run]
            if len(run) >= fewest and length < min(_MOST, *(len(member.words) for member in found)):
                yield found, length


def _levels(document: Document) -> Iterator[tuple[list[Member], bool]]:
    yield sentence_members(document), False
    for members in clause_members(document):
        yield members, True


def _shared(document: Document, before: Sequence[int], after: Sequence[int]) -> int:
    """How many words two members share from their beginning."""
    count = 0
    for left, right in zip(before[:_MOST], after[:_MOST], strict=False):
        if document.lower_forms[left] != document.lower_forms[right]:
            break
        count += 1
    return count


def _opens(
    found: Sequence[Member], opening: Sequence[Word], inside: bool, emphatic: Collection[str], weak: Collection[str]
) -> bool:
    """Whether what some members share at their beginning is a figure, and no word said again by chance."""
    kinds, many, first = {word.pos for word in opening}, len(found) > _PAIR, opening[0].lower
    strong = first not in weak and _is_more(opening, kinds)
    if len(opening) > 1:
        return first in emphatic or ((many or len(opening) > _PAIR or strong) and not kinds <= _NAMES)
    if first in emphatic:
        return many or inside
    listed = inside and first != "the" and _are_long(found)
    return many and (listed or strong) and not kinds & {"PROPN", "NUM"}


def _are_long(members: Sequence[Member]) -> bool:
    """Whether clauses may carry a figure that opens with a weak word."""
    return all(len(member.words) >= _LONG for member in members)


def _is_more(opening: Sequence[Word], kinds: set[str]) -> bool:
    """Whether an opening is more than a thing, or a subject with "be"."""
    if len(opening) == 1:
        return "NOUN" not in kinds
    plain = opening[-1].lemma == "be" and kinds & {"PRON", "PROPN"}
    return not plain and bool(kinds & {"VERB", "AUX", "SCONJ", "ADV"})
