"""Questions to the grammar about sources: who speaks or thinks, in which words, and which actor that is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from analysis.text.attribution import clause_above, trim
from analysis.text.document import Document
from analysis.text.grammar import after, children, is_passive, subjects_of, subtree

_LINKS = frozenset(["of", "for", "from", "at", "with"])  # a spokesman for the ministry
_NEAR = 20  # mentions looked at inside a source
_EMPTY = frozenset(["it", "there", "what", "this"])
_HOLDERS = frozenset(["by", "from", "among", "between", "within"])  # prepositions before the source of a noun


def source_of(document: Document, index: int) -> list[int]:
    """The tokens of whoever speaks or thinks, the whole phrase; none where nobody is named.

    Of a verb: its subject, or who follows "by" in the passive. Of a noun: its possessor, or who follows "by", "from",
    "among"; else the subject of the verb it is the object of. Of an adjective: the subject of its verb.
    """
    heads = [head for head in _source_heads(document, index) if document.lower_forms[head] not in _EMPTY]
    if not heads:
        return []
    first = heads[0]
    return named_source(document, first, index)


def _source_heads(document: Document, index: int) -> list[int]:
    token = document.tokens[index]
    if token.pos in {"VERB", "AUX"}:
        if is_passive(document, index):
            agents = children(document, index, "agent")
            return [end for agent in agents for end in children(document, agent, "pobj")]
        return subjects_of(document, index)
    owners = children(document, index, "poss")
    if owners:
        return owners
    for preposition in children(document, index, "prep", "agent"):
        if document.lower_forms[preposition] in _HOLDERS:
            return children(document, preposition, "pobj")
    if token.dep in {"acomp", "attr", "dobj", "pobj"} and token.head >= 0:
        verb = token.head if token.dep != "pobj" else document.tokens[token.head].head
        return _source_heads(document, verb) if document.tokens[verb].pos in {"VERB", "AUX"} else []
    return []


def named_source(document: Document, head: int, index: int) -> list[int]:
    """A noun phrase without the clauses that a comma sets off, and without the cue."""
    without = []
    for child in document.children[head]:
        token = document.tokens[child]
        if token.dep in {"relcl", "advcl", "acl"} and child > 0:
            before = subtree(document, child)[0] - 1
            if (before >= 0 and document.lower_forms[before] == ",") or index in subtree(document, child):
                without.append(child)
    dropped = {i for child in without for i in subtree(document, child)}
    phrase = [i for i in subtree(document, head) if i not in dropped and i != index]
    phrase = trim(document, phrase)
    after = phrase[-1] + 1 if phrase else len(document.tokens)
    paired = any(document.lower_forms[i] == "," for i in phrase) and children(document, head, "appos")
    return [*phrase, after] if paired and document.lower_forms[after : after + 1] == (",",) else phrase


def quoted_as(document: Document, index: int) -> tuple[int, list[int], list[int]] | None:
    """Of "quoted him as saying": who is quoted, the words from verb to participle, and the tokens of what is said."""
    for link in children(document, index, "prep"):
        ends = children(document, link, "pcomp", "pobj") if document.lower_forms[link] == "as" else []
        people = children(document, index, "dobj", "nsubjpass")
        if ends and people and document.tokens[ends[0]].tag == "VBG":
            cue = [index, link, ends[0]]
            said = [i for child in children(document, ends[0], "ccomp", "dobj") for i in subtree(document, child)]
            if not said:
                before = children(document, index, "ccomp", "parataxis")
                said = [i for child in before for i in subtree(document, child)]
            if not said:
                own = set(subtree(document, index))
                said = [i for a in clause_above(document, index) for i in subtree(document, a.head) if i not in own]
            return (people[0], cue, said) if said else None
    return None


def actor_of(document: Document, source: Sequence[int], places: Sequence[tuple[int, int, str]]) -> str:
    """The actor of the mention that holds the head of a source, else of one before it or joined by "of" or "for".

    ``places`` are mentions as start, -end and actor, sorted; empty where none is found.
    """
    inside = set(source)
    head = next((i for i in source if document.tokens[i].head not in inside), -1)
    if head < 0:
        return ""
    reach = document.tokens[head].start
    ends = {document.tokens[i].start for i in after(document, head, _LINKS)}
    at = bisect_right(places, (document.tokens[source[0]].start, -(10**12), ""))
    last = document.tokens[source[-1]].end
    known = [(start, -end, name) for start, end, name in places[at : at + _NEAR] if start < last]
    holding = [name for start, end, name in known if start <= reach < end]
    before = [name for start, _, name in known if start < reach]
    joined = [name for start, end, name in known if any(start <= place < end for place in ends)]
    return next(iter([*holding, *before, *joined]), "")
