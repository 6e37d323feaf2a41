"""Tricolon: three members in a row of the same kind and the same shape."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from analysis.rhetoric.devices.members import Figure, Member, alike, clause_members, sentence_members, shape
from analysis.text.document import Document, Span
from analysis.text.grammar import conjuncts, span_of

_KINDS = frozenset(["ADJ", "ADP", "ADV", "NOUN", "VERB"])
_LEFT_OUT = frozenset(["conj", "cc", "punct", "nsubj", "nsubjpass", "aux", "auxpass", "preconj", "advcl", "mark"])
_COMPLEMENTS = frozenset(["dobj", "prep", "attr", "acomp", "xcomp", "ccomp", "agent", "prt"])
_WORDS = 12  # of the longest member
_LEAST = 2  # words of a member that grammar does not join
_REPORT = 3  # tokens of "he said"
_SENTENCE = 9  # words of a sentence that may be a member


def tricola(document: Document, plain: Collection[str], cues: Collection[int] = ()) -> Iterator[Figure]:
    """Three joined words or phrases, three clauses between commas, or three short sentences, alike in shape.

    Names and figures are no members; nor are bare nouns that follow "of" and a noun in ``plain`` (the minister of
    trade, health and labour); nor is what only reports (``cues``: he said). Of four or more members none are taken.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "The plan is cruel, costly and useless.")))
    >>> [[document.covered(part) for part in figure.parts] for figure in tricola(document, set())]
    [['cruel', 'costly', 'useless']]
    """
    taken = -1
    found = [*_joined(document, plain), *_in_a_row(document), *_by_marks(document)]
    for figure in sorted(found, key=lambda figure: (figure.parts[0].start, -figure.parts[-1].end)):
        if figure.parts[0].start >= taken and not any(_reports(document, part, cues) for part in figure.parts):
            taken = figure.parts[-1].end
            yield figure


def _reports(document: Document, part: Span, cues: Collection[int]) -> bool:
    inside = document.indices(part)
    verbs = (index for index in inside if document.tokens[index].pos in {"AUX", "VERB"})
    return 1 < len(inside) <= _REPORT and any(index in cues for index in verbs)


def _joined(document: Document, plain: Collection[str]) -> Iterator[Figure]:
    """Words or phrases joined by grammar."""
    for index, token in enumerate(document.tokens):
        if token.pos not in _KINDS or token.dep == "conj" or not document.children[index]:
            continue
        heads = conjuncts(document, index)
        if len(heads) != 3 or {document.tokens[one].pos for one in heads} != {token.pos}:
            continue
        members = [_phrase(document, one) for one in heads]
        if all(members) and _same(document, heads, members) and not _is_plain(document, index, members, plain):
            yield Figure(tuple(span_of(document, member) for member in members), "tricolon_joined")


def _phrase(document: Document, head: int) -> list[int]:
    """The words of a member: what hangs on its head, without the other members; nothing if it is too long."""
    found, waiting = [head], [c for c in document.children[head] if document.tokens[c].dep not in _LEFT_OUT]
    while waiting and len(found) <= _WORDS:
        one = waiting.pop()
        found.append(one)
        waiting.extend(c for c in document.children[one] if document.tokens[c].dep != "punct")
    return sorted(found) if len(found) <= _WORDS else []


def _same(document: Document, heads: Sequence[int], members: Sequence[Sequence[int]]) -> bool:
    if any(document.tokens[one].entity and document.forms[one][:1].isupper() for one in heads):
        return False
    if document.tokens[heads[0]].pos == "VERB":
        kinds = {frozenset(document.tokens[c].dep for c in document.children[h]) & _COMPLEMENTS for h in heads}
        lengths = [len(member) for member in members]
        tags = {document.tokens[one].tag for one in heads}
        return len(kinds) == 1 and max(lengths) - min(lengths) <= 2 and len(tags) == 1
    shapes = [shape(document, member) for member in members]
    return shapes[0] == shapes[1] == shapes[2] or (
        len(shapes[0]) > 1 and alike(shapes[0], shapes[1]) and alike(shapes[1], shapes[2])
    )


def _is_plain(document: Document, head: int, members: Sequence[Sequence[int]], plain: Collection[str]) -> bool:
    """Whether bare nouns only list what another noun is of, or stand before it."""
    token = document.tokens[head]
    if token.pos != "NOUN" or max(map(len, members)) > 1:
        return False
    if token.dep in {"compound", "nmod"}:
        return True
    if token.dep != "pobj":
        return False
    above = document.tokens[token.head].head
    return document.lemmas[above] in plain or document.tokens[above].pos == "NOUN"


def _in_a_row(document: Document) -> Iterator[Figure]:
    """Clauses between commas, and short sentences."""
    sentences = [one if len(one.words) <= _SENTENCE else None for one in sentence_members(document)]
    yield from _alike(document, sentences, "tricolon_sentences")
    for members in clause_members(document):
        yield from _alike(document, list(members), "tricolon_clauses")


def _by_marks(document: Document) -> Iterator[Figure]:
    """Phrases of two words or more, A, B and C, where the grammar has joined other words."""
    for members in clause_members(document):
        for at, (one, rest) in enumerate(pairwise(members)):
            joint = next((n for n, i in enumerate(rest.words) if document.tokens[i].pos == "CCONJ"), 0)
            if joint < _LEAST or len(rest.words) < 2 * joint + 1 or len(one.words) < joint:
                continue
            parts = rest.words[:joint], rest.words[joint + 1 : 2 * joint + 1]
            wanted, longer = shape(document, parts[0]), len(one.words) > joint
            more = not longer and at > 0 and shape(document, members[at - 1].words[-joint:]) == wanted
            trio = (Member(one.words[-joint:], one.sentence), *(Member(part, rest.sentence) for part in parts))
            if not more and all(shape(document, m.words) == wanted for m in trio) and not _names(document, trio):
                yield Figure(tuple(member.span(document) for member in trio), "tricolon_phrases")


def _alike(document: Document, members: Sequence[Member | None], rule: str) -> Iterator[Figure]:
    """Runs of exactly three members of one shape; the first and the last may be the end and the beginning of more."""
    shapes = [shape(document, one.words) if one else () for one in members]
    at = 0
    while at + 2 < len(members):
        parts = _three(document, members[at : at + 3], shapes[at : at + 3])
        more = at + 3 < len(members) and alike(shapes[at + 2], shapes[at + 3]) and len(shapes[at + 3]) >= _LEAST
        if parts and not more:
            yield Figure(parts, rule)
        at += 4 if parts and more else 3 if parts else 1


def _three(document: Document, members: Sequence[Member | None], shapes: Sequence[tuple[str, ...]]) -> tuple[Span, ...]:
    middle = len(shapes[1])
    first, second, third = members
    if middle < _LEAST or not (first and second and third) or _names(document, members):
        return ()
    if alike(shapes[1], shapes[2]):
        rest = second.span(document), third.span(document)
    elif shapes[2][:middle] == shapes[1] and document.tokens[third.words[0] - 1].pos == "CCONJ":
        rest = second.span(document), third.span(document, 0, middle)
    else:
        return ()
    if alike(shapes[0], shapes[1]):
        return (first.span(document), *rest)
    if len(shapes[0]) > middle and shapes[0][-middle:] == shapes[1]:
        return (first.span(document, -middle), *rest)
    return ()


def _names(document: Document, members: Sequence[Member | None]) -> bool:
    """Whether a member is mostly names or figures."""
    for one in members:
        named = [i for i in one.words if document.tokens[i].pos in {"PROPN", "NUM"}] if one else []
        if one and 2 * len(named) >= len(one.words):
            return True
    return False
