"""Questions to the grammar about attribution: what a verb, noun or adjective can report, whose it is, in which words.

A word that may attribute (the cue's head) has *arguments*, each of a kind: ``clause`` (that he left), ``clause_to``
(him to leave), ``to`` (to leave), ``ing`` (leaving), ``small`` (him a liar), ``object``, ``subject`` (of "seems"),
``passive`` (the subject of a passive), ``is`` (what follows "is" after a noun), ``adverbial``, ``above`` (the clause it
is put into), ``within`` (the clause around "in her view"), ``prep_of`` and so on. Which kinds are content is a property
of the word, kept in the lexicon of cues, not here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.text.document import Document, Span, overlaps
from analysis.text.grammar import SUBJECTS, children, span_of, subtree

LEAST_SHARE = (
    0.33  # share from which a construction counts where somebody is named, and where nobody is; both chosen for the
)
LEAST_SHARE_UNNAMED = 0.5  # best F1 of cues and whole relations, each half of the training articles fitted on the other
_KINDS = {
    "dobj": "object", "nsubjpass": "passive", "oprd": "small", "advcl": "adverbial", "csubjpass": "passive",
    "nsubj": "subject", "csubj": "subject",
}  # fmt: skip
PREDICATES = frozenset(["VERB", "AUX", "NOUN", "ADJ", "PROPN", "ADV"])
_TIMES = frozenset(["DATE", "TIME"])
_REACH = 20  # words climbed from the end of a content
_QUESTION = frozenset(["WDT", "WP", "WRB"])
_STOPS = frozenset(",;:.-–—…")


@dataclass(frozen=True, slots=True)
class Argument:
    """What a cue may report: its kind, the token at its head, and the preposition that links it (-1 for none)."""

    kind: str
    head: int
    link: int = -1


def arguments(document: Document, index: int) -> list[Argument]:
    """The arguments of a word, in order of the text.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "They accused him of lying.")))
    >>> [(argument.kind, argument.head) for argument in arguments(document, 1)]
    [('subject', 0), ('object', 2), ('prep_of', 4)]
    """
    verbal = document.tokens[index].pos in {"VERB", "AUX"}
    found = [a for child in document.children[index] for a in _argument(document, index, child, verbal)]
    if not verbal:
        found += _beside(document, index)
    elif not any(a.kind.startswith("clause") for a in found):
        found += clause_above(document, index)
    return sorted(found, key=lambda argument: argument.head)


def _argument(document: Document, index: int, child: int, verbal: bool) -> Iterator[Argument]:
    token = document.tokens[child]
    dep = token.dep
    if dep == "ccomp" or (dep == "acl" and not verbal):
        own = children(document, child, *SUBJECTS)
        infinitive = any(document.tokens[c].tag == "TO" for c in children(document, child, "aux"))
        kind = ("clause_to" if own and verbal else "to") if infinitive else "clause"
        if dep == "acl" and not infinitive and not children(document, child, "mark"):
            return
        yield Argument(kind, child)
    elif (
        dep == "advcl" and not verbal and "that" in (document.lower_forms[c] for c in children(document, child, "mark"))
    ):
        yield Argument("clause", child)  # made it clear that
    elif dep == "xcomp":
        infinitive = any(document.tokens[c].tag == "TO" for c in children(document, child, "aux"))
        yield Argument("to" if infinitive else "ing" if token.tag == "VBG" else "small", child)
    elif (
        dep == "relcl"
        and not verbal
        and document.lower_forms[document.children[child][0] if document.children[child] else child] == "that"
    ):
        yield Argument("relative", child)
    elif dep == "prep":
        for end in children(document, child, "pobj", "pcomp", "prep"):
            fronted = child < index and document.tokens[end].tag not in _QUESTION  # for the first time, he says …
            if fronted or document.tokens[end].entity in _TIMES:
                continue
            yield Argument(f"prep_{document.lower_forms[child]}", end, child)
    elif verbal and dep in _KINDS:
        yield Argument(_KINDS[dep], child)


def _beside(document: Document, index: int) -> Iterator[Argument]:
    """What "is" joins to a noun ("the claim is that …"), and the subject an adjective or a noun is said of."""
    token = document.tokens[index]
    if token.dep in {"nsubj", "nsubjpass"} and document.lemmas[token.head] == "be":
        for child in children(document, token.head, "ccomp", "xcomp", "attr"):
            yield Argument("is", child)
    if token.dep in {"acomp", "attr", "dobj", "oprd"}:
        for child in children(document, token.head, "ccomp", "xcomp"):
            yield Argument("clause" if document.tokens[child].dep == "ccomp" else "to", child)
        if token.dep == "dobj":
            yield from _beyond(document, index)
        else:
            for child in children(document, token.head, "nsubj"):
                yield Argument("subject", child)
    if token.dep == "amod":
        yield Argument("modified", token.head)
    if token.pos == "ADV" and token.dep == "advmod":
        yield Argument("above", token.head)
    if token.dep == "pobj" and children(document, index, "poss") and document.tokens[token.head].dep == "prep":
        yield Argument("within", document.tokens[token.head].head)  # in her view


def _beyond(document: Document, index: int) -> Iterator[Argument]:
    """What follows an object but hangs on its verb: "cast doubt on the plan"."""
    for child in children(document, document.tokens[index].head, "prep"):
        if child == index + 1:
            for end in children(document, child, "pobj", "pcomp"):
                if document.tokens[end].entity not in _TIMES:
                    yield Argument(f"prep_{document.lower_forms[child]}", end, child)


def clause_above(document: Document, index: int) -> Iterator[Argument]:
    """The clause a reporting clause is put into: "The plan, he said, failed"."""
    token = document.tokens[index]
    joined = token.dep == "parataxis" or (token.dep == "ccomp" and not children(document, index, "mark"))
    if joined and 0 <= token.head != index:
        yield Argument("above", token.head)


def content_of(document: Document, index: int, argument: Argument) -> list[int]:
    """The tokens of an argument; those of the reporting clause itself are left out where it is put into the other."""
    whole = subtree(document, argument.head)
    if argument.kind in {"above", "within", "subject", "modified"} or argument.head > index:
        top = document.tokens[index].head if argument.kind == "within" else index
        own = set(subtree(document, top)) if argument.kind in {"above", "within"} else {index}
        whole = [i for i in whole if i not in own]
    return _without_aside(document, argument.head, whole)


def _without_aside(document: Document, head: int, whole: list[int]) -> list[int]:
    """A content without the relative clause that a comma sets off at its end: it may be the reporter's (PolNeAR)."""
    at = last = next(iter(trim(document, whole)[-1:]), head)
    for _ in range(_REACH):
        if at == head or document.tokens[at].head < 0:
            break
        if document.tokens[at].dep == "relcl":
            below = subtree(document, at)
            if trim(document, below)[-1:] != [last]:
                break
            if below[0] and document.lower_forms[below[0] - 1] == ",":
                return [i for i in whole if i < below[0] - 1]
        at = document.tokens[at].head
    return whole


def trim(document: Document, indices: list[int]) -> list[int]:
    """Tokens without the stops, commas and dashes at both ends."""
    first, last = 0, len(indices)
    while first < last and document.lower_forms[indices[first]] in _STOPS:
        first += 1
    while first < last and document.lower_forms[indices[last - 1]] in {*_STOPS, "?", "!"}:
        last -= 1
    return indices[first:last]


def runs(document: Document, indices: list[int], trimmed: bool = True) -> list[Span]:
    """Stretches of consecutive tokens, without stops and commas at their ends and none without a word unless told."""
    found: list[list[int]] = []
    for index in indices:
        if found and found[-1][-1] == index - 1:
            found[-1].append(index)
        else:
            found.append([index])
    parts = [
        part
        for part in (trim(document, one) if trimmed else one for one in found)
        if not trimmed or any(document.tokens[i].is_word for i in part)
    ]
    return [span_of(document, part) for part in parts]


def is_alone(document: Document, span: Span) -> bool:
    """Whether a stretch takes up whole sentences but for stops."""
    if (first := document.sentence_at(span.start)) < 0:
        return False
    last = document.sentences[document.sentence_at(span.end - 1)]
    around = document.text[document.sentences[first].start : span.start] + document.text[span.end : last.end]
    return not any(map(str.isalnum, around))


def _strip(document: Document, span: Span) -> Span:
    """The stretch without blanks at both ends, and without the comma before a quotation."""
    text = document.covered(span)
    return Span(span.start + len(text) - len(text.lstrip(" ,.;\n")), span.end - len(text) + len(text.rstrip(" ,;\n")))


def outside_quotations(document: Document, content: Sequence[Span], quoted: Sequence[Span]) -> list[Span]:
    """The words of a content outside the quotations it shares; ``quoted`` is sorted."""
    outside = []
    for part in content:
        at = part.start
        for mark in (one for one in quoted if overlaps(one, part)):
            outside.append(Span(at, max(at, mark.start)))
            at = max(at, mark.end)
        outside.append(Span(min(at, part.end), part.end))
    return [_strip(document, span) for span in outside if any(map(str.isalnum, document.covered(span)))]
