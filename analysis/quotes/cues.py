"""Cues: what the lexicon knows of a word that may attribute, and which words around it belong to the cue."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import lru_cache

from analysis.lexicon.lexicon import Lexicon
from analysis.text.document import Document
from analysis.text.grammar import children, subtree

_AUXILIARIES = ("aux", "auxpass", "neg", "prt")


@lru_cache(maxsize=8)
def constructions(lexicon: Lexicon) -> Mapping[tuple[str, str], tuple[str, str, Mapping[str, float]]]:
    """For each lemma and part of speech: rule, class, and the share of each construction."""
    return {(one.term, one.pos): (lexicon.rule_id(one), one.category, dict(one.shares)) for one in lexicon.entries}


def cue_of(document: Document, index: int, links: Iterable[int] = (), media: Container[str] = ()) -> list[int]:
    """The words of a cue: the head with auxiliaries, negation, particles and adverbs beside it; the preposition that
    links it to the content where it follows; the verb and the article before a noun. One stretch."""
    token = document.tokens[index]
    group = {index, *links}
    group |= set(children(document, index, *_AUXILIARIES))
    group |= {c for c in children(document, index, "advmod") if document.tokens[c].tag.startswith("RB")}
    if token.pos not in {"VERB", "AUX"}:
        group |= set(children(document, index, "det", "amod", "compound", "advmod"))
        if token.dep in {"acomp", "attr", "dobj", "ccomp", "oprd"} and document.tokens[token.head].pos in {
            "VERB",
            "AUX",
        }:
            group |= {token.head, *children(document, token.head, *_AUXILIARIES, "advmod")}
    link = document.tokens[token.head]
    if token.dep == "pobj" and token.lemma in media and link.dep == "prep" and document.tokens[link.head].pos == "VERB":
        group |= {token.head, link.head, *children(document, link.head, *_AUXILIARIES)}  # said in a statement that
    if token.dep == "xcomp" and token.head < index and document.tokens[token.head].pos == "VERB":
        group |= {token.head, *children(document, token.head, *_AUXILIARIES, "advmod")}
    if (noun := medium_of(document, index, media)) != index:
        group |= {i for i in subtree(document, noun) if i < index}
        group |= {document.tokens[noun].head, *children(document, document.tokens[noun].head, *_AUXILIARIES, "advmod")}
    for child in children(document, index, "npadvmod"):  # said Monday night
        group.update(subtree(document, child))
    first = last = index
    while first - 1 in group:
        first -= 1
    while last + 1 in group:
        last += 1
    last = _medium(document, index, last, media)
    if document.lower_forms[last + 1 : last + 2] == (":",):
        last += 1
    return list(range(first, last + 1))


def medium_of(document: Document, index: int, media: Container[str]) -> int:
    """The medium whose maker speaks in "issued a statement saying": the noun that the participle hangs on and that is
    an object; the word itself if there is none."""
    token = document.tokens[index]
    noun = token.head
    if token.dep != "acl" or token.tag != "VBG" or document.lemmas[noun] not in media:
        return index
    return noun if document.tokens[noun].dep == "dobj" else index


def _medium(document: Document, index: int, last: int, media: Container[str]) -> int:
    """The last token of a cue with the medium that follows it: "said in a statement"."""
    if last + 1 in children(document, index, "prep"):
        for end in children(document, last + 1, "pobj"):
            if document.lemmas[end] in media and document.tokens[end].pos == "NOUN":
                return end
    return last
