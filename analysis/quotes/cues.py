"""Cues: what the lexicon knows of a word that may attribute, and which words around it belong to the cue."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import lru_cache

from analysis.lexicon.lexicon import Lexicon
from analysis.text.document import Word
from analysis.text.grammar import VERBAL

_AUXILIARIES = ("aux", "auxpass", "neg", "prt")
_PREDICATIVE = frozenset(["acomp", "attr", "dobj", "ccomp", "oprd"])


@lru_cache(maxsize=8)
def constructions(lexicon: Lexicon) -> Mapping[tuple[str, str], tuple[str, str, Mapping[str, float]]]:
    """For each lemma and part of speech: rule, class, and the share of each construction."""
    return {(one.term, one.pos): (lexicon.rule_id(one), one.category, dict(one.shares)) for one in lexicon.entries}


def cue_of(word: Word, links: Iterable[Word] = (), media: Container[str] = ()) -> list[Word]:
    """The words of a cue: the head with auxiliaries, negation, particles and adverbs beside it; the preposition that
    links it to the content where it follows; the verb and the article before a noun. One stretch."""
    group = {word, *links, *word.children(*_AUXILIARIES)}
    group.update(adverb for adverb in word.children("advmod") if adverb.tag.startswith("RB"))
    if word.pos not in VERBAL:
        group.update(word.children("det", "amod", "compound", "advmod"))
    if noun := medium_of(word, media):
        group.update(before for before in noun.subtree if before.index < word.index)
    if verb := _carrier(word, noun, media):
        group.update([word.head, verb, *verb.children(*_AUXILIARIES, "advmod")])
    for time in word.children("npadvmod"):  # said Monday night
        group.update(time.subtree)
    words, cue = word.document.words, word.stretch(group)
    end = _medium(word, cue[-1].index, media) + 1
    colon = [after.lower for after in words[end : end + 1]] == [":"]
    return [*words[cue[0].index : end + colon]]


def _carrier(word: Word, noun: Word | None, media: Container[str]) -> Word | None:
    """The verb above that a word attributes with: "made it clear", "issued a statement saying", "said in a statement
    that", "seems to say"."""
    above = word.head
    if noun:
        return noun.head
    if word.dep == "pobj" and word.lemma in media and above.dep == "prep" and above.head.pos == "VERB":
        return above.head
    if word.dep == "xcomp" and above.index < word.index and above.pos == "VERB":
        return above
    return above if word.pos not in VERBAL and word.dep in _PREDICATIVE and above.pos in VERBAL else None


def medium_of(word: Word, media: Container[str]) -> Word | None:
    """The medium whose maker speaks in "issued a statement saying": the noun that the participle hangs on and that is
    an object."""
    noun = word.head
    said = word.dep == "acl" and word.tag == "VBG" and noun.dep == "dobj" and noun.lemma in media
    return noun if said else None


def _medium(word: Word, last: int, media: Container[str]) -> int:
    """The place of the last word of a cue with the medium that follows it: "said in a statement"."""
    links = (link for link in word.children("prep") if link.index == last + 1)
    ends = (end.index for link in links for end in link.children("pobj") if end.lemma in media and end.pos == "NOUN")
    return next(ends, last)
