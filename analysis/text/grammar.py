"""Questions to the grammar of a parsed document: children, subtrees, subjects, passives, conjuncts, phrases.

Everything is an index of ``Document.tokens``; dependency labels are those of spaCy's English models (ClearNLP style).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from analysis.text.document import MOST_CHILDREN, Document, Span

SUBJECTS = frozenset(["nsubj", "nsubjpass", "csubj", "csubjpass"])
_RELATIVE = frozenset(["WDT", "WP"])
_FINITE = frozenset(["MD", "VBD", "VBP", "VBZ"])
_LIKE_SUBJECT = frozenset(["acomp", "oprd"])  # "ready to leave": who is ready leaves
_PARTICIPLES = frozenset(["acl", "advcl", "relcl", "ccomp", "xcomp", "pcomp"])
_REACH = 20  # verbs climbed for a subject
CLAUSES = frozenset(["relcl", "ccomp", "advcl", "acl", "parataxis", "xcomp", "pcomp", "csubj", "csubjpass"])


def children(document: Document, index: int, *deps: str) -> list[int]:
    """The tokens that hang on a token, in order; only those with one of the labels where any is given.

    Of each label a hundred at most are given: where thousands hang on one word, each of them may ask for the others,
    and the work must stay linear.

    >>> from analysis.text.document import Token
    >>> tokens = (Token(0, 4, head=1, dep="nsubj"), Token(5, 9, head=1, dep="ROOT"))
    >>> children(Document("d", "Iran said", tokens=tokens), 1, "nsubj")
    [0]
    """
    return [*document.below(index, *deps)]


def subtree(document: Document, index: int, without: Sequence[str] = ()) -> list[int]:
    """A token and all that hangs on it, in order; branches under the token whose label is in ``without`` are left."""
    found, waiting = [index], [c for c in document.children[index] if document.tokens[c].dep not in without]
    while waiting:
        child = waiting.pop()
        found.append(child)
        waiting.extend(document.children[child])
    return sorted(found)


def span_of(document: Document, indices: Sequence[int]) -> Span:
    """The stretch from the first to the last of some tokens."""
    return Span(document.tokens[min(indices)].start, document.tokens[max(indices)].end)


def ancestors(document: Document, index: int) -> Iterator[int]:
    """The tokens above a token, nearest first."""
    seen = {index}
    while 0 <= (head := document.tokens[index].head) < len(document.tokens) and head not in seen:
        seen.add(head)
        yield head
        index = head


def conjuncts(document: Document, index: int) -> list[int]:
    """A token and those joined to it by "and", "or" or a comma, below it; a hundred at most."""
    found = [index]
    for one in found:
        found.extend(children(document, one, "conj")[: MOST_CHILDREN - len(found)])
    return found


def is_passive(document: Document, verb: int) -> bool:
    """Whether a verb is in the passive: by a passive auxiliary or subject, or as a participle without an auxiliary.

    A participle alone is passive as a reduced relative clause ("the man arrested in Cairo"), as an adverbial clause
    ("backed by Iran, ..."), below another verb ("had him arrested"), in a headline ("Two killed by mob"), and where
    it is joined to a passive ("was arrested and charged").
    """
    for _ in range(_REACH):
        token = document.tokens[verb]
        if children(document, verb, "auxpass", "nsubjpass", "csubjpass"):
            return True
        if token.tag != "VBN" and not (token.tag == "VBD" and token.dep == "acl"):
            return False
        if children(document, verb, "dobj", "aux"):
            return False
        if token.dep != "conj":
            return token.dep in _PARTICIPLES or (token.dep == "ROOT" and bool(after(document, verb, ["by"])))
        if children(document, verb, "nsubj"):
            return False
        verb = token.head
    return False


def subjects_of(document: Document, verb: int, promises: Collection[str] = ()) -> list[int]:
    """The subjects of a verb with their conjuncts; an unstated one is taken from the verb it is joined to or hangs on.

    A joined verb (conj) shares the subject of the first; an open complement (xcomp) has the object of the verb above
    as subject, or its subject where there is no object or the verb's lemma is one of ``promises``; a participle or an
    infinitive that hangs on a verb has the subject of that verb; a relative clause has what it modifies where its own
    subject is a relative pronoun or missing.
    """
    for _ in range(_REACH):
        found, verb = _subjects_or_above(document, verb, promises)
        if found or verb < 0:
            return found
    return []


def _subjects_or_above(document: Document, verb: int, promises: Collection[str]) -> tuple[list[int], int]:
    """The subjects of a verb, or the index of the verb that shares its subject with it, or neither (-1)."""
    token = document.tokens[verb]
    if own := children(document, verb, *SUBJECTS):
        return _own_subjects(document, verb, own), -1
    if token.head == verb or token.head < 0:
        return [], -1
    if token.dep in {"acl", "relcl"}:
        return [token.head], -1
    if token.dep == "xcomp" and document.lemmas[token.head] not in promises:
        return _with_conjuncts(document, children(document, token.head, "dobj")), token.head
    return [], _sharing(document, verb)


def _sharing(document: Document, verb: int) -> int:
    """The index of the verb that shares its subject with a verb below it; -1 if there is none."""
    token = document.tokens[verb]
    if token.dep == "pcomp":
        above = document.tokens[token.head].head
        return above if _is_verb(document, above) or document.tokens[above].dep in _LIKE_SUBJECT else -1
    shares = token.dep == "conj" and _is_verb(document, token.head)
    hangs = token.dep in {"advcl", "ccomp"} and is_nonfinite(document, verb)
    return token.head if shares or hangs or token.dep == "xcomp" or token.dep in _LIKE_SUBJECT else -1


def _own_subjects(document: Document, verb: int, own: Sequence[int]) -> list[int]:
    token, tag = document.tokens[verb], document.tokens[own[0]].tag
    if token.dep == "relcl" and tag in _RELATIVE:
        return [token.head]
    if token.dep == "ccomp" and tag == "WDT" and (attributes := children(document, token.head, "attr")):
        return attributes  # "it was Denmark that sold"
    return _with_conjuncts(document, own)


def _with_conjuncts(document: Document, indices: Sequence[int]) -> list[int]:
    return [one for index in indices for one in conjuncts(document, index)]


def is_nonfinite(document: Document, verb: int) -> bool:
    """Whether a verb is a participle ("having left", "backed by") or an infinitive with "to"."""
    tags = {document.tokens[one].tag for one in children(document, verb, "aux", "auxpass")}
    tag = document.tokens[verb].tag
    return not tags & _FINITE and tag not in _FINITE and (tag != "VB" or "TO" in tags)


def objects_of(document: Document, verb: int) -> list[int]:
    """The objects of a verb, direct and indirect, with their conjuncts.

    An object that is a relative pronoun, or is left out of a relative clause ("the men Iraq arrested"), is what the
    clause modifies; a verb without an object that is joined to the next one shares its object ("arrested and jailed
    the men").
    """
    token = document.tokens[verb]
    own = children(document, verb, "dobj", "dative")
    own = [pobj for one in own for pobj in (children(document, one, "pobj") or [one])]
    own = [one for one in own if document.tokens[one].pos != "ADP"]
    if own and token.dep == "relcl" and document.tokens[own[0]].tag in _RELATIVE | {"IN"}:
        return [token.head]
    if own:
        return _with_conjuncts(document, own)
    if token.dep == "relcl" and _lacks_object(document, verb):
        return [token.head]
    for joined in [] if is_passive(document, verb) else children(document, verb, "conj"):
        if _shares_object(document, verb, joined):
            return _with_conjuncts(document, children(document, joined, "dobj"))
    return []


def _shares_object(document: Document, verb: int, joined: int) -> bool:
    """Whether two verbs have nothing between them but "and" and the like, and the second no subject of its own."""
    between = document.tokens[verb + 1 : joined]
    near = len(between) <= 2 and all(token.pos in {"CCONJ", "ADV", "PUNCT"} for token in between)
    return near and not children(document, joined, *SUBJECTS)


def _lacks_object(document: Document, verb: int) -> bool:
    """Whether a relative clause has a subject of its own and a gap where its object would stand."""
    below = document.children[verb][:MOST_CHILDREN]
    subject = any(document.tokens[one].tag not in _RELATIVE for one in children(document, verb, "nsubj"))
    other = children(document, verb, "ccomp", "xcomp", "acomp", "attr") or any(
        document.tokens[one].tag in {"WRB", "WP$"} for one in below
    )
    preps = children(document, verb, "prep")
    stranded = any(not document.children[one] for one in preps)
    linked = any(_has_relative(document, one) for one in preps)
    return subject and not other and not stranded and not linked


def _has_relative(document: Document, preposition: int) -> bool:
    return any(document.tokens[one].tag in _RELATIVE for one in children(document, preposition, "pobj"))


def agents_of(document: Document, verb: int) -> list[int]:
    """Who acts in a passive clause: the phrases after "by", shared with the next verb where two are joined."""
    for _ in range(_REACH):
        found = after(document, verb, ["by"])
        if found:
            return _with_conjuncts(document, found)
        joined = [one for one in children(document, verb, "conj") if is_passive(document, one)]
        if not joined or children(document, joined[0], *SUBJECTS):
            return []
        verb = joined[0]
    return []


def after(document: Document, index: int, prepositions: Collection[str]) -> list[int]:
    """The phrases that a word governs through one of some prepositions, in small letters; without their conjuncts."""
    links = (one for one in children(document, index, "prep", "agent") if document.lower_forms[one] in prepositions)
    return [pobj for link in links for pobj in children(document, link, "pobj")]


def _is_verb(document: Document, index: int) -> bool:
    return document.tokens[index].pos in {"VERB", "AUX"}
