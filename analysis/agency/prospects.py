"""Whether an act is told as one that will, may or should happen, and by which word.

A modal, a condition, an infinitive or a subjunctive says so of a verb, unless the verb above implies that it came about
("managed to leave"); an adjective or what it is the object of says so of a noun ("a possible strike", "called for a
strike"). Reference: Saurí, R. & Pustejovsky, J. (2009). FactBank: a corpus annotated with event factuality. Language
Resources and Evaluation, 43(3), 227-268.
"""

from __future__ import annotations

from analysis.agency.events import EventReader
from analysis.text.document import Word
from analysis.text.grammar import SUBJECTS

_REACH = 12  # words climbed above an act
_CLAUSAL = frozenset(["VERB", "AUX"])


def prospect_of(word: Word, reader: EventReader) -> Word | None:
    """The word by which an act is planned, possible or demanded; None where it is told as a fact.

    >>> from analysis.lexicon.lexicon import load_lexicon
    >>> from analysis.text.document import Document
    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> news = parse(segment(Document("d", "Peru may leave. Chile managed to stay. Cuba plans to attack.")))
    >>> reader = EventReader(news, load_lexicon("nominals"), {})
    >>> [prospect_of(word, reader) for word in news.words if word.lower in ("leave", "stay", "attack")]
    [Word(1, 'may'), None, Word(10, 'plans')]
    """
    for _ in range(_REACH):
        said, above = _of_verb(word, reader) if word.pos in _CLAUSAL else _of_noun(word, reader)
        if said or above is None:
            return said
        word = above
    return None


def _of_verb(verb: Word, reader: EventReader) -> tuple[Word | None, Word | None]:
    """The word that makes a verb no fact, or the word above it that decides, or neither."""
    auxiliaries, above = verb.children("aux"), verb.head
    for one in [*auxiliaries, *verb.children("mark")]:
        if one.lemma in reader.terms["modal"] or one.lower in reader.terms["condition"]:
            return one, None
    if verb.is_root or verb.dep in {"relcl", "parataxis"}:
        return None, None
    if verb.dep == "conj":
        return None, above if verb.tag == above.tag and not verb.children(*SUBJECTS) else None
    infinitive = any(one.tag == "TO" for one in auxiliaries)
    if infinitive or (verb.dep == "xcomp" and verb.tag == "VB"):
        return (None, above) if reader.is_(above, "achieved") else (above, None)
    if verb.dep == "pcomp":
        above = above.head
    prospective = reader.is_(above, "prospective")
    if verb.dep == "ccomp":
        return (above, None) if verb.tag == "VB" and prospective else (None, None)
    if verb.tag == "VBG" and verb.dep in {"xcomp", "pcomp"}:
        return (above, None) if prospective else (None, above if verb.dep == "xcomp" else None)
    return None, None


def _of_noun(noun: Word, reader: EventReader) -> tuple[Word | None, Word | None]:
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
