"""Whether an act is told as one that will, may or should happen, or that others say happened, and by which word.

A modal, a condition, an infinitive or a subjunctive says so of a verb, unless the verb above implies that it came about
("managed to leave"); an adjective or what it is the object of says so of a noun ("a possible strike", "called for a
strike"). Reference: Saurí, R. & Pustejovsky, J. (2009). FactBank: a corpus annotated with event factuality. Language
Resources and Evaluation, 43(3), 227-268.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from analysis.agency.events import EventReader
from analysis.text.document import Word
from analysis.text.grammar import SUBJECTS, VERBAL, is_passive

_REACH = 12  # words climbed above an act
_MEANWHILE = frozenset(["after", "before", "by", "since", "upon", "while"])  # "asked upon leaving": they left
_OPENING, _CLOSING = frozenset("\"'“‘") | {"``", "''"}, frozenset("\"'”’") | {"''"}
_BELOW = frozenset([("ccomp", "VB"), ("xcomp", "VBG"), ("pcomp", "VBG")])  # what a verb of planning makes no fact
_Found: TypeAlias = "tuple[Word | None, Word | None]"


def prospect_of(word: Word, reader: EventReader) -> Word | None:
    """The word by which an act is planned, possible or demanded; None where it is told as a fact.

    >>> from analysis.text.document import Document
    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> news = parse(segment(Document("d", "Peru may leave. Chile managed to stay. Cuba plans to attack.")))
    >>> reader = EventReader({})
    >>> [prospect_of(word, reader) for word in news.words if word.lower in ("leave", "stay", "attack")]
    [Word(1, 'may'), None, Word(10, 'plans')]
    """
    return _decided(word, reader, _of_plan)


def _decided(word: Word, reader: EventReader, by: Callable[[Word, EventReader], _Found]) -> Word | None:
    """The word that decides by a rule, which gives that, or the word above from which to go on, or neither."""
    for _ in range(_REACH):
        said, above = by(word, reader)
        if said or above is None:
            return said
        word = above
    return None


def _of_plan(word: Word, reader: EventReader) -> _Found:
    return _of_verb(word, reader) if word.pos in VERBAL else _of_noun(word, reader)


def _of_verb(verb: Word, reader: EventReader) -> _Found:
    """The word that makes a verb no fact, or the word above it that decides, or neither."""
    auxiliaries, above, kind = verb.children("aux"), verb.head, (verb.dep, verb.tag)
    for one in [*auxiliaries, *verb.children("mark")]:
        if one.lemma in reader.terms["modal"] or one.lower in reader.terms["condition"]:
            return one, None
    if verb.dep in {"ROOT", "relcl", "parataxis"}:
        return None, None
    if verb.dep == "conj":
        return None, _joined_to(verb)
    if kind == ("xcomp", "VB") or any(one.tag == "TO" for one in auxiliaries):
        return (None, above) if reader.is_(above, "achieved") else (above, None)
    if verb.dep == "pcomp":
        if above.lower in _MEANWHILE:
            return None, None
        above = above.head
    if kind in _BELOW and reader.is_(above, "prospective"):
        return above, None
    return None, above if kind == ("xcomp", "VBG") else None


def _joined_to(verb: Word) -> Word | None:
    """The verb of the same form to which one without a subject is joined: "meant to cut the wire, burn the gate" joins
    it to "cut"."""
    first = [verb.head, *(verb.head.children("xcomp") if verb.tag == "VB" else ())]
    return None if verb.children(*SUBJECTS) else next((one for one in first if one.tag == verb.tag), None)


def _of_noun(noun: Word, reader: EventReader) -> _Found:
    """The word that makes a noun no fact, or the verb that lends it a clause."""
    for one in noun.children("amod"):
        if reader.is_(one, "prospective"):
            return one, None
    verb, voice = reader.light(noun)
    if voice:
        return None, verb
    if noun.dep == "conj":
        return None, noun.head
    above, link = noun.head, ""
    if noun.dep == "pobj" and above.lower in {"for", "of", "to"}:
        above, link = above.head, f"{above.head.lemma} {above.lower}"
    if noun.dep in {"dobj", "nsubjpass", "pobj"} and {above.lemma, link} & reader.terms["prospective"]:
        return above, None
    return None, above if noun.dep == "nsubj" and reader.is_(above, "aspect") else None


def claim_of(word: Word, reader: EventReader) -> Word | None:
    """The word by which it is left to others whether an act happened; None where the writer tells it as a fact.

    An adverb or adjective of hearsay says so ("allegedly"), quotation marks around a verb, a noun for what is claimed
    or believed above the clause, or a verb of accusing, or in the passive of saying, above the gerund or infinitive.

    >>> from analysis.text.document import Document
    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> news = parse(segment(Document("d", "Peru accused Ruiz of killing Lee. Chile is said to have fled. Cuba fled.")))
    >>> reader = EventReader({})
    >>> [claim_of(word, reader) for word in news.words if word.lower in ("killing", "fled")]
    [Word(1, 'accused'), Word(9, 'said'), None]
    """
    return _doubted(word) or _decided(word, reader, _of_claim)


def _of_claim(word: Word, reader: EventReader) -> _Found:
    """The word that leaves an act to others, or the word above it that decides, or neither."""
    for one in word.children("advmod", "amod"):
        if one.lower in reader.terms["hearsay"]:
            return one, None
    above, dep = word.head, word.dep
    if dep == "pcomp" or (dep == "pobj" and word.pos == "NOUN"):
        link, above = above.lower, above.head
        return above if _charges(above, link, reader) else None, None
    content = dep in {"acl", "ccomp"} or (dep == "relcl" and word.children("mark"))
    kind = "claimed" if content else "claiming" if dep == "xcomp" and is_passive(above) else ""
    if kind and reader.is_(above, kind):
        return above, None
    return None, above if dep in {"xcomp", "conj", "dobj"} else None


def _charges(above: Word, link: str, reader: EventReader) -> bool:
    """Whether a word only claims what follows its preposition: "accused of", "the claim of"."""
    return f"{above.lemma} {link}" in reader.terms["claiming"] or (link == "of" and reader.is_(above, "claimed"))


def _doubted(verb: Word) -> Word | None:
    """The mark before a verb that stands alone in quotation marks."""
    before, after = (verb.document.words[max(0, index) : index + 1] for index in (verb.index - 1, verb.index + 1))
    alone = verb.pos == "VERB" and before and after and before[0].text in _OPENING and after[0].text in _CLOSING
    return before[0] if alone else None
