"""Questions to the grammar of a parsed document: children, subtrees, subjects, passives, conjuncts, phrases.

Everything is an index of ``Document.tokens``; dependency labels are those of spaCy's English models (ClearNLP style).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.text.document import Document, Span

SUBJECTS = frozenset(["nsubj", "nsubjpass", "csubj", "csubjpass"])
CLAUSES = frozenset(["relcl", "ccomp", "advcl", "acl", "parataxis", "xcomp", "pcomp", "csubj", "csubjpass"])


def children(document: Document, index: int, *deps: str) -> list[int]:
    """The tokens that hang on a token, in order; only those with one of the labels where any is given.

    >>> from analysis.text.document import Token
    >>> tokens = (Token(0, 4, head=1, dep="nsubj"), Token(5, 9, head=1, dep="ROOT"))
    >>> children(Document("d", "Iran said", tokens=tokens), 1, "nsubj")
    [0]
    """
    found = document.children[index]
    return [child for child in found if document.tokens[child].dep in deps] if deps else list(found)


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
    """A token and those joined to it by "and", "or" or a comma, below it."""
    found = [index]
    for one in found:
        found.extend(children(document, one, "conj"))
    return found


def is_passive(document: Document, verb: int) -> bool:
    """Whether a verb is in the passive: it has a passive auxiliary or subject, or is a reduced relative participle."""
    token = document.tokens[verb]
    if children(document, verb, "auxpass", "nsubjpass", "csubjpass"):
        return True
    return token.tag == "VBN" and token.dep == "acl" and not children(document, verb, "dobj", "aux")


def subjects_of(document: Document, verb: int) -> list[int]:
    """The subjects of a verb with their conjuncts; an unstated one is taken from the verb it is joined to or hangs on.

    A joined verb (conj) shares the subject of the first, unless one is passive and the other is not; an open complement
    (xcomp) has the object of the verb above as subject, or its subject where there is no object; a relative clause has
    what it modifies where its own subject is a relative pronoun or missing.
    """
    token = document.tokens[verb]
    own = children(document, verb, *SUBJECTS)
    if own:
        if token.dep == "relcl" and document.tokens[own[0]].tag in {"WDT", "WP"}:
            return [token.head]
        return [index for subject in own for index in conjuncts(document, subject)]
    if token.head == verb or token.head < 0:
        return []
    if token.dep == "conj" and document.tokens[token.head].pos in {"VERB", "AUX"}:
        return subjects_of(document, token.head) if is_passive(document, verb) == is_passive(document, token.head) else []
    if token.dep == "xcomp":
        return children(document, token.head, "dobj") or subjects_of(document, token.head)
    if token.dep in {"acl", "relcl"}:
        return [token.head]
    return subjects_of(document, token.head) if token.dep == "advcl" and token.tag == "VBG" else []
