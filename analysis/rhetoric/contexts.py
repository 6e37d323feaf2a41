"""Contexts: what the grammar around a term must be for the term to count. A lexicon names them in a term's note.

"about" is a hedge before a number and nowhere else; "suggest" is one where it takes a clause ("the figures suggest
that…"), not where somebody suggests a walk. Which term needs which context is data: ``note = "in number"``. A phrase
whose words mean something else inside it ("fit for duty") has the context ``idiom``: it holds those words and never
counts itself.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from analysis.text.document import Document
from analysis.text.grammar import ancestors, children, subjects_of

MARK = "in "  # opens a note that names contexts
_COUNTED = frozenset(["CARDINAL", "MONEY", "PERCENT", "QUANTITY"])
_CLAUSAL = ("ccomp", "xcomp", "acomp", "oprd", "csubj")
_ADVERBIAL = frozenset(["advmod", "npadvmod", "prep", "cc", "preconj", "mark", "intj", "dep", "amod"])
_PREDICATES = frozenset(["VERB", "AUX"])
_OPENS_SUBJECT = frozenset(["DT", "PRP", "PRP$", "NNP"])
_FIRST = frozenset(["i", "we"])


def named_contexts(note: str) -> tuple[tuple[str, ...], ...]:
    """The contexts that the note of a term names, as alternatives of which one must hold whole; none where it is prose.

    Raises:
        ValueError: If a context is not one of ``CONTEXTS``.

    >>> named_contexts("in number, first person and that"), named_contexts("Capital only.")
    ((('number',), ('first person', 'that')), ())
    """
    if not note.startswith(MARK):
        return ()
    found = tuple(tuple(map(str.strip, one.split(" and "))) for one in note.removeprefix(MARK).split(","))
    if unknown := [word for one in found for word in one if word not in CONTEXTS]:
        raise ValueError(f"note must name contexts among {', '.join(sorted(CONTEXTS))}, got {unknown[0]!r}")
    return found


def stands_in(document: Document, first: int, last: int, note: str) -> bool:
    """Whether tokens ``[first, last)`` stand in one of the contexts that the note of their term names, if any.

    Where there is no grammar only the contexts that need none can hold.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "They talked about 40 minutes about peace.")))
    >>> [stands_in(document, at, at + 1, "in number") for at in (2, 5)]
    [True, False]
    """
    alternatives = named_contexts(note)
    return not alternatives or any(all(CONTEXTS[c](document, first, last) for c in one) for one in alternatives)


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


def _idiom(document: Document, first: int, last: int) -> bool:
    """Nowhere: the phrase only keeps the words inside it from being found."""
    return False


CONTEXTS: dict[str, Callable[[Document, int, int], bool]] = {
    "adverb": _adverb,
    "clause": _clause,
    "degree": _degree,
    "first person": _first_person,
    "idiom": _idiom,
    "infinitive": _infinitive,
    "modal": _modal,
    "nominal": _nominal,
    "noun": _noun,
    "number": _number,
    "object": _object,
    "perfect": _perfect,
    "predicate": _predicate,
    "start": _start,
    "that": _that,
}
