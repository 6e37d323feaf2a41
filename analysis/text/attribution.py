"""Questions to the grammar about attribution: what a verb, noun or adjective can report, whose it is, in which words.

A word that may attribute (the cue's head) has *arguments*, each of a kind: ``clause`` (that he left), ``clause_to``
(him to leave), ``to`` (to leave), ``ing`` (leaving), ``small`` (him a liar), ``object``, ``passive`` (the subject of a
passive), ``is`` (what follows "is" after a noun), ``adverbial``, ``above`` (the clause it is put into), ``prep_of`` and
so on. Which kinds are content is a property of the word, kept in the lexicon of cues, not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis.text.document import Document, Span
from analysis.text.grammar import SUBJECTS, children, span_of, subtree

ENOUGH = 0.42  # share from which a construction counts; the best F1 of whole relations on dev lies at 0.35 to 0.42
_KINDS = {
    "dobj": "object", "nsubjpass": "passive", "oprd": "small", "advcl": "adverbial", "csubjpass": "passive"
}  # fmt: skip
PREDICATES = frozenset(["VERB", "AUX", "NOUN", "ADJ", "PROPN"])
_AUXILIARIES = ("aux", "auxpass", "neg", "prt")
_TIMES = frozenset(["DATE", "TIME"])
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
    [('object', 2), ('prep_of', 4)]
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
            if document.tokens[end].entity in _TIMES:
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
    if token.dep in {"acomp", "attr", "dobj"}:
        for child in children(document, token.head, "ccomp", "xcomp"):
            yield Argument("clause" if document.tokens[child].dep == "ccomp" else "to", child)
        if token.dep != "dobj":
            for child in children(document, token.head, "nsubj"):
                yield Argument("subject", child)
    if token.dep == "amod":
        yield Argument("modified", token.head)


def clause_above(document: Document, index: int) -> Iterator[Argument]:
    """The clause a reporting clause is put into: "The plan, he said, failed"."""
    token = document.tokens[index]
    joined = token.dep == "parataxis" or (token.dep == "ccomp" and not children(document, index, "mark"))
    if joined and 0 <= token.head != index:
        yield Argument("above", token.head)


def content_of(document: Document, index: int, argument: Argument) -> list[int]:
    """The tokens of an argument; those of the reporting clause itself are left out where it is put into the other."""
    whole = subtree(document, argument.head)
    if argument.kind in {"above", "subject", "modified"} or argument.head > index:
        own = set(subtree(document, index)) if argument.kind == "above" else {index}
        whole = [i for i in whole if i not in own]
    return whole


def trim(document: Document, indices: list[int]) -> list[int]:
    """Tokens without the stops, commas and dashes at both ends."""
    first, last = 0, len(indices)
    while first < last and document.lower_forms[indices[first]] in _STOPS:
        first += 1
    while first < last and document.lower_forms[indices[last - 1]] in {*_STOPS, "?", "!"}:
        last -= 1
    return indices[first:last]


def cue_of(document: Document, index: int, links: Iterable[int] = ()) -> list[int]:
    """The words of a cue: the head with auxiliaries, negation, particles and adverbs beside it; the preposition that
    links it to the content where it follows; the verb and the article before a noun. One stretch."""
    token = document.tokens[index]
    group = {index, *links}
    group |= set(children(document, index, *_AUXILIARIES))
    group |= {c for c in children(document, index, "advmod") if document.tokens[c].tag.startswith("RB")}
    if token.pos not in {"VERB", "AUX"}:
        group |= set(children(document, index, "det", "amod", "compound", "advmod"))
        if token.dep in {"acomp", "attr", "dobj"} and document.tokens[token.head].pos in {"VERB", "AUX"}:
            group |= {token.head, *children(document, token.head, *_AUXILIARIES, "advmod")}
    if token.dep == "xcomp" and token.head < index and document.tokens[token.head].pos == "VERB":
        group |= {token.head, *children(document, token.head, *_AUXILIARIES, "advmod")}
    for child in children(document, index, "npadvmod"):  # said Monday night
        group.update(subtree(document, child))
    first = last = index
    while first - 1 in group:
        first -= 1
    while document.tokens[first].tag == "TO" and first < index:
        first += 1
    while last + 1 in group:
        last += 1
    if document.lower_forms[last + 1 : last + 2] == (":",):
        last += 1
    return list(range(first, last + 1))


def runs(document: Document, indices: list[int], trimmed: bool = True) -> list[Span]:
    """Stretches of consecutive tokens, without stops and commas at their ends unless told; none without a word."""
    found: list[list[int]] = []
    for index in indices:
        if found and found[-1][-1] == index - 1:
            found[-1].append(index)
        else:
            found.append([index])
    parts = [
        part
        for part in (trim(document, one) if trimmed else one for one in found)
        if any(document.tokens[i].is_word for i in part)
    ]
    return [span_of(document, part) for part in parts]


def is_alone(document: Document, span: Span) -> bool:
    """Whether a stretch takes up whole sentences but for stops."""
    if (first := document.sentence_at(span.start)) < 0:
        return False
    last = document.sentences[document.sentence_at(span.end - 1)]
    around = document.text[document.sentences[first].start : span.start] + document.text[span.end : last.end]
    return not any(map(str.isalnum, around))


def strip(document: Document, span: Span) -> Span:
    """The stretch without blanks at both ends, and without the comma before a quotation."""
    text = document.covered(span)
    return Span(span.start + len(text) - len(text.lstrip(" ,.;\n")), span.end - len(text) + len(text.rstrip(" ,;\n")))
