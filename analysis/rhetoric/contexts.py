"""Contexts: what the grammar around a term must be for the term to count. A lexicon names them with the term.

"about" is a hedge before a number and nowhere else; "suggest" is one where it takes a clause ("the figures suggest
that…"), not where somebody suggests a walk. Which term needs which context is data: ``contexts = ["number"]``.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document
from analysis.text.grammar import ancestors, children, subjects_of
from analysis.text.marks import MARKS
from analysis.text.matcher import Match

_COUNTED = frozenset(["CARDINAL", "MONEY", "PERCENT", "QUANTITY"])
_CLAUSAL = ("ccomp", "xcomp", "acomp", "oprd", "csubj")
_ADVERBIAL = frozenset(["advmod", "npadvmod", "prep", "cc", "preconj", "mark", "intj", "dep", "amod"])
_PREDICATES = frozenset(["VERB", "AUX"])
_OPENS_SUBJECT = frozenset(["DT", "PRP", "PRP$", "NNP"])
_FIRST = frozenset(["i", "we"])
_NAMED = frozenset(["GPE", "NORP", "ORG", "PERSON"])
_PERSONAL = frozenset(["he", "she", "they", "you", "we", "who", "i"])
_BESIDE = frozenset(["amod", "compound", "nmod", "appos"])
_OPENERS = frozenset(["and", "but", "so"])
_MARKS = frozenset("".join(MARKS))
_REACH = 7  # words between a superlative and what makes it boundless


def stands_in(document: Document, match: Match) -> bool:
    """Whether a match is no idiom, is in no name of a person or work, and in one of the contexts that its term names.

    A term that names no context needs none. Where there is no grammar only the contexts that need none can hold.

    Raises:
        ValueError: If a context is not one of ``CONTEXTS``.

    >>> from analysis.lexicon.lexicon import Entry
    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "They talked about 40 minutes about peace.")))
    >>> about = Entry("about", "hedge", contexts=(("number",),))
    >>> [stands_in(document, Match(0, 0, at, at + 1, about)) for at in (2, 5)]
    [True, False]
    """
    entry = match.entry
    if unknown := [name for group in entry.contexts for name in group if name not in CONTEXTS]:
        raise ValueError(f"contexts of {entry.term!r} must be among {', '.join(sorted(CONTEXTS))}, got {unknown[0]!r}")
    if entry.idiom or any(_is_name(document, index) for index in range(match.first, match.last)):
        return False
    groups = [all(CONTEXTS[name](document, match.first, match.last) for name in group) for group in entry.contexts]
    return not groups or any(groups)


def _is_name(document: Document, index: int) -> bool:
    """Whether a token is part of the name of a person or a work: Arlen Specter, Sin City."""
    return document.tokens[index].entity in {"PERSON", "WORK_OF_ART"} and document.forms[index][:1].isupper()


def _number(document: Document, first: int, last: int) -> bool:
    """Right before a number or a sum of money."""
    if last >= len(document.tokens):
        return False
    token, form = document.tokens[last], document.forms[last]
    return token.pos in {"NUM", "SYM"} or token.entity in _COUNTED or form[0].isdigit() or form in {"$", "£", "€"}


def _degree(document: Document, first: int, last: int) -> bool:
    """Before the adjective, adverb or past participle that it grades."""
    token = document.tokens[last - 1]
    head = token.head
    if not last - 1 < head <= last + 1 or token.dep not in {"advmod", "npadvmod", "amod"}:
        return False
    return document.tokens[head].pos in {"ADJ", "ADV"} or document.tokens[head].tag == "VBN"


def _clause(document: Document, first: int, last: int) -> bool:
    """It governs a clause or a predicate ("suggests that", "seems to", "looks tired")."""
    return any(children(document, index, *_CLAUSAL) for index in range(first, last))


def _that(document: Document, first: int, last: int) -> bool:
    """It governs a clause with a subject of its own ("proves that", "I know they did")."""
    return any(children(document, index, "ccomp") for index in range(first, last))


def _first_person(document: Document, first: int, last: int) -> bool:
    """A verb whose subject is "I" or "we"."""
    if document.tokens[first].head < 0:
        return False
    subjects = {document.lower_forms[one] for index in range(first, last) for one in subjects_of(document, index)}
    return bool(subjects & _FIRST)


def _adverb(document: Document, first: int, last: int) -> bool:
    """An adverb of a verb or of the whole clause, before or after it."""
    token = document.tokens[first]
    if token.head < 0 or token.dep not in _ADVERBIAL or token.head in range(first, last):
        return token.head in range(first, last) and document.tokens[last - 1].dep in _ADVERBIAL
    return document.tokens[token.head].pos in _PREDICATES


def _start(document: Document, first: int, last: int) -> bool:
    """The first word of its sentence, marks and "and" or "but" not counted."""
    sentence = document.sentences[document.sentence_at(document.tokens[first].start)]
    before = range(document.indices(sentence).start, first)
    return all(not document.tokens[i].is_word or document.lower_forms[i] in {"and", "but"} for i in before)


def _modal(document: Document, first: int, last: int) -> bool:
    """A modal verb with its own verb, but not in the perfect ("must have left"), before the subject ("should they") or
    under "why" ("why they should")."""
    token = document.tokens[last - 1]
    if token.dep != "aux" or _perfect(document, first, last) or _why(document, token.head):
        return False
    subjects = children(document, token.head, "nsubj", "nsubjpass", "expl")
    if not subjects and last < len(document.tokens):
        return document.tokens[last].tag not in _OPENS_SUBJECT
    return all(one < last for one in subjects)


def _why(document: Document, verb: int) -> bool:
    return any(document.lower_forms[one] == "why" for one in children(document, verb, "advmod"))


def _perfect(document: Document, first: int, last: int) -> bool:
    """A modal verb before a perfect ("should have left")."""
    token = document.tokens[last - 1]
    if token.dep != "aux" or token.head < 0:
        return False
    own = children(document, token.head, "aux")
    return any(one >= last and document.lower_forms[one] in {"have", "'ve", "of"} for one in own)


def _infinitive(document: Document, first: int, last: int) -> bool:
    """It governs an infinitive ("need to act", "time to act"), whose "to" may be its last word."""
    token = document.tokens[last - 1]
    if token.head < 0 or token.tag == "TO":
        return token.tag == "TO"
    below = children(document, last - 1, "xcomp", "acl", "relcl", "advcl", "ccomp")
    marked = any(document.tokens[one].tag == "TO" for verb in below for one in children(document, verb, "aux"))
    return marked or (last < len(document.tokens) and document.tokens[last].tag == "TO")


def _object(document: Document, first: int, last: int) -> bool:
    """A verb with an object, or in the passive, or a participle before its noun."""
    if document.tokens[first].dep == "amod":
        return True
    return any(children(document, i, "dobj", "dative", "nsubjpass", "auxpass", "agent") for i in range(first, last))


def _noun(document: Document, first: int, last: int) -> bool:
    """Before the noun that it describes."""
    token = document.tokens[last - 1]
    return token.dep in {"amod", "det", "predet", "quantmod", "nmod"} and token.head > last - 1


def _predicate(document: Document, first: int, last: int) -> bool:
    """What something is said to be: after a form of "be" or another linking verb, alone or with its noun."""
    links = {"acomp", "attr", "oprd"}
    above = [first, *islice(ancestors(document, first), 2)] if document.tokens[first].head >= 0 else []
    return any(document.tokens[one].dep in links for one in above)


def _nominal(document: Document, first: int, last: int) -> bool:
    """It stands for a thing: subject, object or after a preposition."""
    return document.tokens[last - 1].dep in {"nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj"}


def _label(document: Document, first: int, last: int) -> bool:
    """A noun that puts a label on somebody: beside a name, said of a person, or after a verb of calling."""
    token = document.tokens[last - 1]
    if token.head < 0:
        return False
    above = document.tokens[token.head]
    if token.dep in _BESIDE and (above.pos == "PROPN" or above.entity in _NAMED):
        return True
    beside = children(document, last - 1, "amod", "compound", "appos", "poss")
    if token.dep == "oprd" or any(document.tokens[index].entity in _NAMED for index in beside):
        return True
    if token.dep == "attr":
        subjects = children(document, token.head, "nsubj")
        return any(document.tokens[s].pos == "PROPN" or document.lower_forms[s] in _PERSONAL for s in subjects)
    return token.dep == "pobj" and document.lower_forms[token.head] == "as"


def _opening(document: Document, first: int, last: int) -> bool:
    """Among the first words of its sentence, or of a quotation; "and", "but" and "so" not counted."""
    before = first - 1
    if before >= 0 and document.forms[before] in _MARKS and document.tokens[before].end == document.tokens[first].start:
        return True
    number = document.sentence_at(document.tokens[first].start)
    return first <= _first_word(document, number) < last


def _first_word(document: Document, number: int) -> int:
    """The first word of a sentence after marks and "and", "but", "so"; -1 if there is none.

    >>> from analysis.text.segment import segment
    >>> _first_word(segment(Document("d", "“But why?”")), 0)
    2
    """
    for index in document.indices(document.sentences[number]):
        if any(map(str.isalnum, document.forms[index])) and document.lower_forms[index] not in _OPENERS:
            return index
    return -1


def _superlative(document: Document, first: int, last: int) -> bool:
    """Soon after a superlative in its sentence ("the worst man on earth")."""
    sentence = document.sentences[document.sentence_at(document.tokens[first].start)]
    before = range(max(document.indices(sentence).start, first - _REACH), first)
    return any(document.tokens[index].tag in {"JJS", "RBS"} for index in before)


def _person(document: Document, first: int, last: int) -> bool:
    """A verb whose object, or whose subject in the passive, is a person."""
    persons = load_lexicon("devices").terms["person"]
    objects = [one for index in range(first, last) for one in children(document, index, "dobj", "nsubjpass")]
    return any(document.tokens[one].entity == "PERSON" or document.lemmas[one] in persons for one in objects)


CONTEXTS: dict[str, Callable[[Document, int, int], bool]] = {
    "adverb": _adverb,
    "clause": _clause,
    "degree": _degree,
    "first person": _first_person,
    "infinitive": _infinitive,
    "label": _label,
    "modal": _modal,
    "nominal": _nominal,
    "noun": _noun,
    "number": _number,
    "object": _object,
    "opening": _opening,
    "perfect": _perfect,
    "person": _person,
    "predicate": _predicate,
    "start": _start,
    "superlative": _superlative,
    "that": _that,
}
