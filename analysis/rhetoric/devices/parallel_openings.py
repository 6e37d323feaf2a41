"""Anaphora and epistrophe: neighbours that open, or end, with the same words (Leech 1969, ch. 5)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from analysis.rhetoric.devices.members import Figure, Member, clause_members, runs_of, sentence_members
from analysis.text.document import Document

_MOST = 12  # words that are compared at the beginning or at the end
_NAMES = frozenset(["ADJ", "DET", "NOUN", "NUM", "PART", "PROPN"])  # with nothing else, only a thing is named
_CONTENT = frozenset(["NOUN", "VERB", "ADJ", "ADV", "PRON", "AUX"])
_LONG = 3  # words from which a clause may carry a figure that opens with a weak word


def anaphoras(
    document: Document, emphatic: Collection[str], weak: Collection[str], cues: Collection[int] = ()
) -> Iterator[Figure]:
    """Runs of sentences, then of clauses within one sentence, that open alike.

    Two openings of two words need a verb or a conjunction in them, and no weak word; of three words, more than the
    name of a thing. One word is enough for three openings if it is not weak, and in two clauses if it is emphatic.

    Args:
        document: With grammar; without it, only words are compared.
        emphatic: Words that carry the figure by themselves.
        weak: Words with which any sentence may open.
        cues: Indices of tokens that attribute words to a speaker.

    >>> from analysis.text.segment import segment
    >>> document = segment(Document("d", "No bread, no peace. They left."))
    >>> [[document.covered(part) for part in figure.parts] for figure in anaphoras(document, {"no"}, set())]
    [['No', 'no']]
    """
    taken: set[int] = set()
    for members, inside in _levels(document):
        shared = [_shared(document, one.words, other.words) for one, other in pairwise(members)]
        for least, fewest in ((1, 3), (2, 2), (1, 2)):
            for run in (run for run in runs_of(shared, least) if len(run) >= fewest):
                length = min(shared[run.start : run.stop - 1])
                found = [members[i] for i in run]
                if _opens(document, found, length, inside, emphatic, weak, cues) and not _taken(found, 0, taken):
                    taken.update(member.words[0] for member in found)
                    yield Figure(tuple(one.span(document, 0, length) for one in found), "anaphora")


def epistrophes(document: Document, weak: Collection[str], cues: Collection[int] = ()) -> Iterator[Figure]:
    """Runs of sentences, then of clauses within one sentence, that end alike.

    Three endings need a content word that is not weak and no name; two need a verb among at least two words, or words
    of the same kind before them, or that they open alike as well.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "When they shout, we laugh. When they shoot, we laugh.")))
    >>> [[document.covered(part) for part in figure.parts] for figure in epistrophes(document, set())]
    [['we laugh', 'we laugh']]
    """
    taken: set[int] = set()
    for members, _ in _levels(document):
        shared = [_shared(document, one.words[::-1], other.words[::-1], True) for one, other in pairwise(members)]
        for run in runs_of(shared, 1):
            length = min(shared[run.start : run.stop - 1])
            found = [members[i] for i in run]
            whole = any(len(one.words) <= length for one in found)  # "never, never, never" repeats, but ends nothing
            if not whole and _ends(document, found, length, weak, cues) and not _taken(found, -1, taken):
                taken.update(member.words[-1] for member in found)
                yield Figure(tuple(one.span(document, -length) for one in found), "epistrophe")


def _levels(document: Document) -> Iterator[tuple[list[Member], bool]]:
    yield sentence_members(document), False
    for members in clause_members(document):
        yield members, True


def _shared(document: Document, one: Sequence[int], other: Sequence[int], inflected: bool = False) -> int:
    """How many words two members share from where they begin; in any form of theirs where ``inflected``."""
    count, words = 0, document.lemmas if inflected else document.lower_forms
    for left, right in zip(one[:_MOST], other[:_MOST], strict=False):
        if words[left] != words[right]:
            break
        count += 1
    return count


def _taken(found: Sequence[Member], place: int, taken: Collection[int]) -> bool:
    return any(member.words[place] in taken for member in found)


def _opens(
    document: Document, found: Sequence[Member], length: int, inside: bool,
    emphatic: Collection[str], weak: Collection[str], cues: Collection[int],
) -> bool:  # fmt: skip
    opening, many = found[0].words[:length], len(found) > 2
    words = [document.lower_forms[one] for one in opening]
    kinds = {document.tokens[one].pos for one in opening}
    if length == _MOST or min(len(one.words) for one in found) <= length:  # said again, a repetition
        return False
    if any(one in cues for member in found for one in member.words[:length]) and not many:
        return False
    if words[0] in emphatic and (many or length > 1 or inside):
        return True
    if length == 1:
        long = inside and min(len(one.words) for one in found) >= _LONG
        strong = words[0] not in weak and "NOUN" not in kinds
        return many and not kinds & {"PROPN", "NUM"} and ((long and words[0] != "the") or strong)
    if kinds <= _NAMES or kinds <= {"ADP", "DET"}:
        return False
    if many or length > 2:
        return True
    return words[0] not in weak and bool(kinds & {"VERB", "AUX", "SCONJ", "ADV"})


def _ends(
    document: Document, found: Sequence[Member], length: int, weak: Collection[str], cues: Collection[int]
) -> bool:
    ending = found[0].words[-length:]
    if any(one in cues for one in ending):
        return False
    content = {i for i in ending if document.tokens[i].pos in _CONTENT and document.lemmas[i] not in weak}
    kinds = {document.tokens[one].pos for one in content}
    if not content or not kinds - {"PRON", "AUX"}:
        return False
    if len(found) > 2:
        return True
    before = {_kind(document, member, length) for member in found}
    opens_alike = _shared(document, found[0].words[:2], found[1].words[:2]) == 2
    return opens_alike or (length > 1 and ("VERB" in kinds or len(before) == 1))


def _kind(document: Document, member: Member, length: int) -> tuple[str, str]:
    """Part of speech and tag of the word before the ending."""
    if len(member.words) <= length:
        return "", ""
    token = document.tokens[member.words[-length - 1]]
    return token.pos, token.tag
