"""Questions to the grammar about sources: who speaks or thinks, in which words, and which actor that is."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from analysis.quotes.arguments import clause_above, trim
from analysis.text.document import Document
from analysis.text.grammar import SUBJECTS, children, is_passive, span_of, subjects_of, subtree

_LINKS = frozenset(["of", "for", "from", "at", "with"])  # a spokesman for the ministry
_LABEL = 9  # tokens before a colon at most
_HEADLINE = 40  # tokens of a headline at most
_NEAR = 20  # mentions looked at inside a source
_EMPTY = frozenset(["it", "there", "what", "this"])
_HOLDERS = frozenset(["by", "from", "among", "between", "within"])  # prepositions before the source of a noun
_RELATIVE = frozenset(["WDT", "WP"])
_FINITE = frozenset(["VBD", "VBP", "VBZ"])
_NOMINAL = frozenset(["NOUN", "PROPN", "PRON"])
_DASHES = frozenset(["-", "–", "—", "--"])
_REACH = 20  # joined verbs climbed to the relative clause they stand in


def source_of(document: Document, index: int, content: Collection[str] = ()) -> list[int]:
    """The tokens of whoever speaks or thinks, the whole phrase; none where nobody is named.

    Of a verb: its subject, or who follows "by" in the passive. Of a noun: its possessor, or who follows "by", "from",
    "among"; else the subject of the verb it is the object of. Of an adjective: the subject of its verb. In a relative
    clause it is the pronoun ("Iraq, which demanded"), as PolNeAR marks it; ``actor_of`` finds whom it stands for. Where
    the subject is ``content`` ("the plan seems dead", "it shocked them") the source of a verb is its object.
    """
    if "subject" in content and document.tokens[index].pos == "VERB":
        found = [] if "object" in content else children(document, index, "dobj")
    else:
        found = _source_heads(document, index)
    heads = [head for head in found if document.lower_forms[head] not in _EMPTY]
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
        own = children(document, index, "nsubj")
        if len(own) > 1 and own[-1] < index:  # a dateline and the subject
            return own[-1:]
        named = _relative_subject(document, index) or _of_infinitive(document, index) or subjects_of(document, index)
        return named or _phrase_beside(document, index)
    owners = children(document, index, "poss")
    if owners:
        return owners
    for preposition in children(document, index, "prep", "agent"):
        if document.lower_forms[preposition] in _HOLDERS:
            return children(document, preposition, "pobj")
    if token.pos == "ADJ" and token.dep == "amod" and 0 <= token.head < index:
        return [token.head]  # farmers, angry about the dam
    made = token.pos == "ADJ" and token.dep in {"ccomp", "oprd"}  # made it clear
    if made or (token.dep in {"acomp", "attr", "dobj", "pobj"} and token.head >= 0):
        verb = token.head if token.dep != "pobj" else document.tokens[token.head].head
        return _source_heads(document, verb) if document.tokens[verb].pos in {"VERB", "AUX"} else []
    return []


def _relative_subject(document: Document, verb: int) -> list[int]:
    """The pronoun that is the subject of a relative clause, also of a verb joined to its verb."""
    for _ in range(_REACH):
        own = children(document, verb, *SUBJECTS)
        token = document.tokens[verb]
        if own or token.dep not in {"conj", "xcomp"} or token.head == verb:
            return [one for one in own if document.tokens[one].tag in _RELATIVE] if token.dep == "relcl" else []
        if token.dep == "xcomp" and children(document, token.head, "dobj"):
            return []
        verb = token.head
    return []


def _of_infinitive(document: Document, verb: int) -> list[int]:
    """Whose effort it is in "their effort to calm voters": the possessor of the noun that an infinitive hangs on, else
    the subject of the verb that has the noun as its object."""
    noun = document.tokens[verb].head
    if document.tokens[verb].dep != "acl" or document.tokens[verb].tag != "VB" or noun in (verb, -1):
        return []
    owners = children(document, noun, "poss")
    above = document.tokens[noun].head
    governs = document.tokens[noun].dep == "dobj" and document.tokens[above].pos in {"VERB", "AUX"}
    return owners or (subjects_of(document, above) if governs else [])


def _phrase_beside(document: Document, verb: int) -> list[int]:
    """The head of the noun phrase that ends right before a finite verb without a subject, where the grammar failed."""
    if document.tokens[verb].tag not in _FINITE:
        return []
    at = verb - 1
    while at > 0 and document.tokens[at].pos in {"ADV", "AUX"}:
        at -= 1
    if (
        at < 0
        or document.tokens[at].pos not in _NOMINAL
        or document.sentence_at(document.tokens[at].start) != document.sentence_at(document.tokens[verb].start)
    ):
        return []
    for _ in range(_REACH):
        above = document.tokens[at].head
        if above in (at, -1) or above > verb or above == verb or document.tokens[above].pos not in _NOMINAL:
            break
        at = above
    return [at] if verb not in subtree(document, at) else []


def outside(document: Document, index: int, cue: Sequence[int]) -> list[int]:
    """The noun phrase beside a cue, where its source was looked for inside the quotation: after it, or before."""
    at = cue[-1] + 1
    while at < len(document.tokens) and document.tokens[at].pos in {"DET", "ADJ"}:
        at += 1
    if at < len(document.tokens) and document.tokens[at].pos in _NOMINAL:
        for _ in range(_REACH):
            above = document.tokens[at].head
            if above <= cue[-1] or document.tokens[above].pos not in _NOMINAL:
                break
            at = above
        return [i for i in named_source(document, at, index) if i > cue[-1]]
    before = _phrase_beside(document, index)
    return named_source(document, before[0], index) if before else []


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
    phrase = trim(document, _without_dateline(document, phrase, head))
    after = phrase[-1] + 1 if phrase else len(document.tokens)
    paired = any(document.lower_forms[i] == "," for i in phrase) and children(document, head, "appos")
    return [*phrase, after] if paired and document.lower_forms[after : after + 1] == (",",) else phrase


def _without_dateline(document: Document, phrase: list[int], head: int) -> list[int]:
    """A phrase that opens a sentence, without what stands before a dash: "BAGHDAD (AP) — Iraqi officials"."""
    sentence = document.sentence_at(document.tokens[phrase[0]].start) if phrase else -1
    if sentence < 0 or document.sentences[sentence].start < document.tokens[phrase[0]].start:
        return phrase
    dashes = [n for n, i in enumerate(phrase) if i < head and document.lower_forms[i] in _DASHES]
    return phrase[dashes[-1] + 1 :] if dashes else phrase


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


def announced(document: Document) -> list[tuple[list[int], int, list[int]]]:
    """Whoever is named before a colon in a headline ("Kerry: talks failed"), the colon, and the rest."""
    if not document.paragraphs:
        return []
    indices = document.indices(document.paragraphs[0])
    colon = next((i for i in indices[1:_LABEL] if document.lower_forms[i] == ":" and i + 1 < indices.stop), -1)
    if colon < 0 or len(indices) > _HEADLINE:
        return []
    label, rest = [*range(indices.start, colon)], [*range(colon + 1, indices.stop)]
    named = document.tokens[label[-1]].pos in {"NOUN", "PROPN"} or document.forms[label[-1]][:1].isupper()
    verbless = all(document.tokens[i].pos not in {"VERB", "AUX"} for i in label)
    capitals = document.covered(span_of(document, label)).isupper()
    return [(label, colon, rest)] if named and verbless and not capitals else []
