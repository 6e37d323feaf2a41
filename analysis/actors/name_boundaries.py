"""Stretches of words that make a name: what belongs to it, where capitals and the parser mislead, what joins parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from analysis.actors.kinds import is_acronym, words
from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document
from analysis.text.names import find_names
from analysis.text.words import given_names

_TIMES = frozenset(["DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "LANGUAGE"])
_WHOLE = frozenset(["ORG", "FAC", "EVENT", "LAW", "WORK_OF_ART"])  # entities that small words may stand inside
_ACTS = frozenset(["nsubj", "nsubjpass", "poss"])
_SMALL = frozenset(["ADP", "ADV", "AUX", "CCONJ", "DET", "NUM", "PART", "PRON", "PUNCT", "SCONJ", "SPACE", "SYM"])
_LONGEST = 25  # words of one name; odd text may be all capitals
_ROW = 6  # words of a list of names that is looked through
_EDGE = re.compile(r"[a-z](?=[A-Z])")  # where two words ran together
_SHOUT = 4  # words in capitals in a row that make a headline


def find_stretches(document: Document) -> Iterator[tuple[int, int]]:
    """The tokens ``[first, last)`` of each stretch of words of names, in order.

    >>> from analysis.text.segment import segment
    >>> news = segment(Document("d", "We met Ann Okoro of the Bank of Lagos."))
    >>> list(find_stretches(news))
    [(2, 4), (6, 9)]
    """
    inside = _with_openings(document, find_names(document)) - _shouted(document)
    inside -= _glued(document, inside)
    for sentence in document.sentences:
        yield from _runs(document, document.indices(sentence), inside)


def _with_openings(document: Document, names: frozenset[int]) -> frozenset[int]:
    """The words of names, with those that a capital at the opening of a sentence or a bad guess of the parser hides.

    These are proper nouns that are part of a name elsewhere in the document, and the proper noun that opens a sentence
    as its subject or an owner.
    """
    forms = {document.forms[index] for index in names if document.forms[index][:1].isupper()}
    small = set(document.forms)  # "Will" is no name where "will" is a word
    openings = {index for sentence in document.sentences for index in document.indices(sentence)[:2]}
    more = set()
    for index, token in enumerate(document.tokens):
        form = document.forms[index]
        lower = document.lower_forms[index]
        if index in names or not form[:1].isupper() or lower in _common():
            continue
        if token.pos in _SMALL and (lower in small or token.pos != "ADV"):
            continue
        known = form in forms and (index in openings or bool(token.pos)) and len(form) > 2
        if known or (index in openings and token.dep in _ACTS and token.tag == "NNP"):
            more.add(index)
    return names | more


@lru_cache
def _common() -> frozenset[str]:
    """Words that are no names though they open a sentence."""
    return words("person") | words("group") | words("organisation") | words("calendar") | words("government")


def _shouted(document: Document) -> set[int]:
    """The words of a headline in capitals: four or more such words in a row, where capitals show no name."""
    found, row = set[int](), list[int]()
    for index, form in enumerate((*document.forms, "")):
        if form.isupper():
            row.append(index)
        elif form[:1].isalnum() or not form:
            found.update(row if len([i for i in row if len(document.forms[i]) > 1]) >= _SHOUT else ())
            row = []
    return found


def _glued(document: Document, names: frozenset[int]) -> set[int]:
    """The words of a list that ran together: in "Orr Samuel OrrDem" the last word opens with one before it."""
    glued = set[int]()
    for index in names:
        edge = _EDGE.search(document.forms[index])
        before = range(max(0, index - _ROW), index)
        start = next((at for at in before if edge and document.forms[at] == document.forms[index][: edge.end()]), -1)
        if start >= 0:
            glued.update(range(start, index + 1))
    return glued


def _runs(document: Document, indices: range, names: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Stretches of words of names, joined by the small words that stand inside one."""
    first = last = -1
    for index in indices:
        if not _is_part(document, index, names, last == index):
            continue
        if first >= 0 and index - first < _LONGEST and (last == index or _joins(document, first, last, index)):
            last = index + 1
        else:
            if first >= 0:
                yield first, last
            first, last = index, index + 1
    if first >= 0:
        yield first, last


def _is_part(document: Document, index: int, names: frozenset[int], follows: bool) -> bool:
    token, form, lower = document.tokens[index], document.forms[index], document.lower_forms[index]
    if lower in words("calendar") or token.entity in _TIMES or not token.is_word or token.tag == "DT":
        return False
    if lower in words("first_person") or token.pos == "PRON":
        return False
    stem = form.split("-")
    if len(stem) == 2 and stem[0] in {"D", "I", "R"}:
        return False  # "R-Texas": party and state of a member of Congress
    if lower in words("degree") or (lower in words("suffix") and not follows):
        return False  # "Ann Lee, M.D.", "Tom Orr, Jr."
    if len(stem) > 1 and (stem[0].lower() in words("before") or all(part.lower() in _nations() for part in stem)):
        return False  # "pro-Israel", "Russian-Iranian"
    arabic = len(stem) > 1 and stem[0].lower() in words("particle") and stem[1][:1].isupper()
    if len(stem) > 1 and stem[-1].islower() and len(stem[-1]) > 2 and _is_joined(stem[-1], token.tag):
        return False  # "Iran-backed"
    return (
        arabic
        or (index in names and lower not in {"the", "a", "an"})
        or (is_acronym(form) and (follows or document.forms[index - 1] == "("))
    )


def _is_joined(tail: str, tag: str) -> bool:
    return tail.endswith("ed") or tag.startswith(("JJ", "VB")) or tail in words("joined")


@lru_cache
def _nations() -> frozenset[str]:
    terms = load_lexicon("places").terms
    return frozenset(term.lower() for category in ("state", "demonym", "people") for term in terms[category])


def _joins(document: Document, first: int, last: int, index: int) -> bool:
    """Whether what stands between two parts keeps them one name: "van", "bin"; "of" in an office or institution;
    an apostrophe in that of many ("Farmers' Alliance"). "Ann Lee of Oxfam" are two names."""
    gap = range(last, index)
    if len(gap) > 2:
        return False
    lower = [document.lower_forms[i] for i in gap]
    if lower == ["'"]:
        return document.lower_forms[index] in words("organisation") and document.lower_forms[last - 1] not in _nations()
    if lower[0] == "of" and last - first > 1 and document.lower_forms[first] in given_names():
        return False
    if all(word in words("particle") for word in lower):
        return True
    if not all(word in words("link") for word in lower):
        return False
    kinds = {document.tokens[i].entity for i in range(last - 1, index + 1)}
    if len(kinds) == 1 and kinds & _WHOLE:
        return True
    return lower[0] == "of" and document.lower_forms[last - 1] in words("organisation")
