"""Whether an act is told as one that will, may or should happen, or that others say happened, and by which word.

A modal, a condition, an infinitive or a subjunctive says so of a verb, unless the verb above implies that it came about
("managed to leave"); an adjective or what it is the object of says so of a noun ("a possible strike", "called for a
strike"). Reference: Saurí, R. & Pustejovsky, J. (2009). FactBank: a corpus annotated with event factuality. Language
Resources and Evaluation, 43(3), 227-268.
"""

from __future__ import annotations

from analysis.agency.events import EventReader
from analysis.text.document import Word
from analysis.text.grammar import SUBJECTS, is_passive

_REACH = 12  # words climbed above an act
_MEANWHILE = frozenset(["after", "before", "by", "since", "upon", "while"])  # "asked upon leaving": they left
_OPENING, _CLOSING = frozenset("\"'“‘") | {"``", "''"}, frozenset("\"'”’") | {"''"}
_CLAUSAL = frozenset(["VERB", "AUX"])


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
        bare = verb.tag == "VB" and verb.tag != above.tag  # "meant to cut the wire, burn the gate": joined to "cut"
        joined = next((one for one in above.children("xcomp") if one.tag == "VB"), None) if bare else above
        alike = joined is not None and verb.tag == joined.tag and not verb.children(*SUBJECTS)
        return None, joined if alike else None
    infinitive = any(one.tag == "TO" for one in auxiliaries)
    if infinitive or (verb.dep == "xcomp" and verb.tag == "VB"):
        return (None, above) if reader.is_(above, "achieved") else (above, None)
    if verb.dep == "pcomp":
        if above.lower in _MEANWHILE:
            return None, None
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
    if mark := _doubted(word):
        return mark
    for _ in range(_REACH):
        beside = word.children("advmod", "amod")
        if found := next((one for one in beside if one.lower in reader.terms["hearsay"]), None):
            return found
        above, dep = word.head, word.dep
        if word.is_root:
            return None
        if dep == "pcomp" or (dep == "pobj" and word.pos == "NOUN"):
            link, above = above.lower, above.head
            charged = f"{above.lemma} {link}" in reader.terms["claiming"]
            return above if charged or (link == "of" and reader.is_(above, "claimed")) else None
        content = dep in {"acl", "ccomp"} or (dep == "relcl" and word.children("mark"))
        if content and reader.is_(above, "claimed"):
            return above
        if dep == "xcomp" and is_passive(above) and reader.is_(above, "claiming"):
            return above
        if dep not in {"xcomp", "conj", "dobj"}:
            return None
        word = above
    return None


def _doubted(verb: Word) -> Word | None:
    """The mark before a verb that stands alone in quotation marks."""
    before, after = (verb.document.words[max(0, index) : index + 1] for index in (verb.index - 1, verb.index + 1))
    alone = verb.pos == "VERB" and before and after and before[0].text in _OPENING and after[0].text in _CLOSING
    return before[0] if alone else None
