"""Presupposition triggers that need grammar: what a trigger takes for granted, clefts, unreal conditions (Levinson)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from analysis.rhetoric.devices.members import Figure, words_below
from analysis.text.document import Document, Span
from analysis.text.grammar import children, span_of

_PERFECT = frozenset(["could", "might", "should", "would"])
_IS = frozenset(["be"])
_WH = frozenset(["WDT", "WP", "WP$", "WRB"])
_LONGEST = 60  # tokens of what is presupposed


def complement_of(document: Document, trigger: int, kind: str, events: Collection[str] = ()) -> Span | None:
    """What a verb or adjective takes for granted: its clause, infinitive or event; none where it has none.

    Args:
        document: With grammar.
        trigger: Index of the trigger's head word.
        kind: ``factive`` (a clause), ``change`` (an infinitive, an -ing form or an event noun as object, but none that
            is new: "to stop a war" may keep it from beginning),
            ``implicative`` (an infinitive) or ``ing`` (an -ing form).
        events: Lemmas of event nouns.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "They stopped hiding the figures.")))
    >>> document.covered(complement_of(document, 1, "change"))
    'hiding the figures'
    """
    for child in document.children[trigger]:
        if child > trigger and _fits(document, child, kind, events):
            whole = [i for i in words_below(document, child, _LONGEST) if i > trigger]
            return span_of(document, whole)
    return None


def _fits(document: Document, child: int, kind: str, events: Collection[str]) -> bool:
    token = document.tokens[child]
    infinitive = token.tag == "VB" and any(document.tokens[c].tag == "TO" for c in document.children[child])
    if kind == "factive":
        return token.dep == "ccomp" and not infinitive and token.tag != "VBG" and not _asks(document, child)
    if kind == "ing":
        return token.tag == "VBG" and token.dep in {"xcomp", "dobj", "pcomp"}
    if kind == "implicative":
        return token.dep == "xcomp" and infinitive
    clause = token.dep == "xcomp" and (infinitive or token.tag == "VBG")
    event = token.dep == "dobj" and (token.tag == "VBG" or document.lemmas[child] in events)
    return clause or (event and not _is_new(document, child))


def _is_new(document: Document, noun: int) -> bool:
    """Whether a noun is brought in by "a": what it names is not taken for granted."""
    return any(document.lower_forms[one] in {"a", "an", "another"} for one in children(document, noun, "det"))


def _asks(document: Document, clause: int) -> bool:
    """Whether a clause is an indirect question: know whether, know who."""
    first = min([clause, *document.children[clause]])
    below = [first, *document.children[first]]
    return any(document.lower_forms[i] in {"if", "whether"} or document.tokens[i].tag in _WH for i in below)


def clefts(document: Document) -> Iterator[Figure]:
    """It was X that did it, and what X wants is: somebody did it, X wants something."""
    for index, token in enumerate(document.tokens):
        if document.lemmas[index] not in _IS or token.head < 0:
            continue
        if parts := _it_cleft(document, index) or _what_cleft(document, index):
            yield Figure(parts, "presupposition_cleft")


def _it_cleft(document: Document, verb: int) -> tuple[Span, ...]:
    subjects = children(document, verb, "nsubj", "expl")
    if not subjects or document.lower_forms[subjects[0]] != "it":
        return ()
    for attribute in children(document, verb, "attr", "npadvmod", "prep"):
        if _is_rated(document, attribute):
            continue
        below = [*children(document, attribute, "relcl"), *children(document, verb, "relcl", "advcl", "ccomp")]
        for clause in below:
            opener = _clause_opener(document, clause)
            relative = document.tokens[opener].tag in {"WDT", "WP"} or document.tokens[attribute].pos == "ADP"
            if relative and opener > attribute and document.lower_forms[opener] in {"that", "who", "which"}:
                content = [i for i in words_below(document, clause, _LONGEST) if i > opener]
                if content and document.tokens[attribute].pos in {"NOUN", "PROPN", "PRON", "ADP"}:
                    return span_of(document, [subjects[0], opener]), span_of(document, content)
    return ()


def _is_rated(document: Document, noun: int) -> bool:
    """Whether a noun is rated and not picked out: it was the worst thing that happened, it was no accident that."""
    below = children(document, noun, "amod", "det")
    return any(document.tokens[one].tag == "JJS" or document.lower_forms[one] == "no" for one in below)


def _clause_opener(document: Document, clause: int) -> int:
    return min([clause, *document.children[clause]])


def _what_cleft(document: Document, verb: int) -> tuple[Span, ...]:
    for subject in children(document, verb, "csubj"):
        words = words_below(document, subject, _LONGEST)
        opens = document.lower_forms[words[0]] == "what" and words[-1] < verb
        if opens and children(document, subject, "nsubj", "nsubjpass"):
            return span_of(document, [words[0], verb]), span_of(document, words[1:])
    return ()


def unreal_conditions(document: Document) -> Iterator[Figure]:
    """If it had been so, it would have been otherwise: it was not so."""
    for index, token in enumerate(document.tokens):
        if token.dep != "advcl":
            continue
        helpers = [c for c in document.children[index] if c < index and document.tokens[c].dep in {"aux", "auxpass"}]
        had = next((c for c in helpers if document.lower_forms[c] in {"had", "'d"}), -1)
        if document.lower_forms[index] == "been" or had >= 0:
            had = had if had >= 0 else index
        else:
            continue
        openers = [c for c in children(document, index, "mark") if document.lower_forms[c] == "if"]
        words = words_below(document, index, _LONGEST)
        if not (openers or words[0] == had) or not _would_have(document, token.head):
            continue
        yield Figure((span_of(document, [words[0], had]), span_of(document, words)), "presupposition_unreal")


def _would_have(document: Document, verb: int) -> bool:
    helpers = {document.lower_forms[c] for c in children(document, verb, "aux")}
    return bool(helpers & _PERFECT) and "have" in helpers
