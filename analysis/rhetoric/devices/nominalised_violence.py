"""Nominalised violence: whether the phrase of a noun names who does it, and who suffers it (Fowler 1991)."""

from __future__ import annotations

from collections.abc import Collection

from analysis.rhetoric.devices.members import words_below
from analysis.text.document import Document, Span
from analysis.text.grammar import after, children, span_of

_LINKS = ("against", "among", "on")
_GROUPS = frozenset(["GPE", "NORP", "ORG", "PERSON"])
_TIMES = frozenset(["DATE", "TIME"])
_LONGEST = 12


def names_agent(
    document: Document, noun: int, affected: Collection[str], light: Collection[str], led: Collection[str],
    persons: Collection[str],
) -> bool:  # fmt: skip
    """Whether the words about a noun of violence say who does it.

    They do by a phrase with "by" or "from"; by a possessor, unless the noun is one of ``affected``, whose possessor
    suffers it; by an adjective of nationality or the name of a group before it; by an ending such as "-led"; and by a
    verb of ``light`` that takes it as object (carry out, order, plan an attack), or an adjective of it (responsible for
    an attack), or by being behind it.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "The attack by rebels failed. The attack failed.")))
    >>> [names_agent(document, noun, (), (), (), ()) for noun in (1, 7)]
    [True, False]
    """
    if after(document, noun, ["by", "from"]):
        return True
    for child in children(document, noun, "poss", "amod", "compound", "nmod"):
        token, lemma = document.tokens[child], document.lemmas[child]
        if token.dep == "poss":
            if lemma not in affected and document.lemmas[noun] not in affected:
                return True
        elif token.entity in _GROUPS or lemma in persons or document.lower_forms[child].endswith(tuple(led)):
            return True
    return _of_a_verb(document, noun, light)


def _of_a_verb(document: Document, noun: int, light: Collection[str]) -> bool:
    """Whether the noun is what somebody carries out, or who does so is said by a participle behind it."""
    token = document.tokens[noun]
    above = document.tokens[token.head].head if token.dep == "pobj" else token.head
    governed = token.dep == "dobj" or (token.dep == "pobj" and document.tokens[above].pos == "ADJ")
    if governed and document.lemmas[above] in light:
        return True
    if token.dep == "pobj" and document.lower_forms[token.head] == "behind" and document.lemmas[above] == "be":
        return True
    return any(after(document, one, ["by"]) for one in children(document, noun, "acl", "relcl"))


def sufferers(document: Document, noun: int, suffered: Collection[str]) -> Span | None:
    """The phrase of those who suffer it, where one stands behind the noun; with "of" behind a noun of ``suffered``.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "The killing of three fishermen went unexplained.")))
    >>> document.covered(sufferers(document, 1, {"killing"}))
    'three fishermen'
    """
    for phrase in sufferer_heads(document, noun, suffered):
        return span_of(document, words_below(document, phrase, _LONGEST))
    return None


def sufferer_heads(document: Document, noun: int, suffered: Collection[str]) -> list[int]:
    """The head words of the phrases of those who suffer it."""
    links = (*_LINKS, "of") if document.lemmas[noun] in suffered else _LINKS
    return [one for one in after(document, noun, links) if document.tokens[one].entity not in _TIMES]
