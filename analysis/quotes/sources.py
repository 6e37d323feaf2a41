"""Questions to the grammar about sources: who speaks or thinks, in which words."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Sequence
from itertools import dropwhile, islice

from analysis.quotes.arguments import trim
from analysis.text.document import Document, Word
from analysis.text.grammar import SUBJECTS, VERBAL, is_passive, subjects_of

_LABEL = 9  # words before a colon at most
_HEADLINE = 40  # words of a headline at most
_EMPTY = frozenset(["it", "there", "what", "this"])
_HOLDERS = frozenset(["by", "from", "among", "between", "within"])  # prepositions before the source of a noun
_GOVERNED = frozenset(["acomp", "attr", "dobj", "pobj"])  # of a word whose source is that of the verb above
_CAUSES = frozenset(["amid", "because", "despite", "given"])  # before a noun that is not the subject's
_ASKING = frozenset(["ask", "await", "demand", "expect", "need", "request", "seek", "want"])
_MADE = frozenset(["ccomp", "oprd"])  # of an adjective, too: "made it clear"
_RELATIVE = frozenset(["WDT", "WP"])
_FINITE = frozenset(["VBD", "VBP", "VBZ"])
_NOMINAL = frozenset(["NOUN", "PROPN", "PRON"])
_ADDRESSING = frozenset(["assure", "inform", "notify", "remind", "tell"])  # whose object is spoken to
_SPEAKING = frozenset(["interview", "say", "speak", "talk", "write"])
_TO = frozenset(["by", "on", "to", "with"])  # whoever is spoken to, or asks, or the medium that is spoken in
_REACH = 20  # words climbed


def source_of(word: Word, content: Collection[str] = ()) -> list[Word]:
    """The words of whoever speaks or thinks, the whole phrase; none where nobody is named.

    Of a verb: its subject, or who follows "by" in the passive. Of a noun: its possessor, or who follows "by", "from",
    "among"; else the subject of the verb it is the object of. Of an adjective: the subject of its verb. In a relative
    clause it is the pronoun ("Iraq, which demanded"), as PolNeAR marks it; ``Speakers`` finds whom it stands for. Where
    the subject is ``content`` ("the plan seems dead", "it shocked them") the source of a verb is its object.
    """
    if "subject" in content and word.pos == "VERB":
        heads = [] if "object" in content else word.children("dobj")
    else:
        heads = _source_heads(word)
    head = next((head for head in heads if head.lower not in _EMPTY and not _is_time(head)), None)
    return named_source(head, word) if head else []


def _is_time(head: Word) -> bool:
    """Whether a noun is a time, which says nothing: "last year", "Friday", but not "May"."""
    return head.entity in {"DATE", "TIME"} and (head.pos != "PROPN" or head.lower.endswith("day"))


def _source_heads(word: Word) -> list[Word]:
    if word.pos in VERBAL:
        return _heads_of_verb(word)
    links = (link for link in word.children("prep", "agent") if link.lower in _HOLDERS)
    if owners := word.children("poss"):
        return owners
    link = next(links, None)
    asked = word.dep == "dobj" and word.head.lemma in _ASKING
    if link and not (asked and link.lower == "from"):  # "demanded answers from the mayor" are not the mayor's
        return link.children("pobj")
    if word.pos == "ADJ" and word.dep == "amod" and word.head.index < word.index:
        return [word.head]  # farmers, angry about the dam
    verb = word.head.head if word.dep == "pobj" else word.head
    if not _CAUSES.isdisjoint([verb.lower, word.head.lower]):
        return []  # because of the perception that
    governed = word.dep in _GOVERNED or (word.pos == "ADJ" and word.dep in _MADE)
    return _heads_of_verb(verb) if governed and verb.pos in VERBAL else []


def _heads_of_verb(verb: Word) -> list[Word]:
    if is_passive(verb) and not _own_clause(verb):
        return [end for agent in verb.children("agent") for end in agent.children("pobj")]
    own = [word for word in verb.children("nsubj") if not _is_time(word)]
    if len(own) > 1 and own[-1].index < verb.index:  # a dateline and the subject
        return own[-1:]
    looked_for = (_own_clause, _relative_subject, _of_infinitive, subjects_of, _loose, _phrase_beside)
    return next(filter(None, (find(verb) for find in looked_for)), [])


def _own_clause(verb: Word) -> list[Word]:
    """The noun that opens a clause after a semicolon, which the parser has taken for a part of the clause before: "it
    rained; one voter called it a curse"."""
    noun = verb.head
    participle = verb.dep in {"acl", "relcl"} and verb.tag in {"VBD", "VBN"} and not verb.children(*SUBJECTS)
    if not participle or noun.dep not in {"appos", "conj", "dep"} or noun.index > verb.index:
        return []
    first = noun.subtree[0].index
    return [noun] if first and noun.document.words[first - 1].lower == ";" else []


def _relative_subject(verb: Word) -> list[Word]:
    """The pronoun that is the subject of a relative clause, also of a verb joined to its verb."""
    for _ in range(_REACH):
        own = verb.children(*SUBJECTS)
        joined = verb.dep == "conj" or (verb.dep == "xcomp" and not verb.head.children("dobj"))
        if own or not joined:
            return [word for word in own if word.tag in _RELATIVE] if verb.dep == "relcl" else []
        verb = verb.head
    return []


def _of_infinitive(verb: Word) -> list[Word]:
    """Whose effort it is in "their effort to calm voters": the possessor of the noun that an infinitive hangs on, else
    the subject of the verb that has the noun as its object."""
    if verb.dep != "acl" or verb.tag != "VB":
        return []
    noun = verb.head
    governed = noun.dep == "dobj" and noun.head.pos in VERBAL
    return noun.children("poss") or (subjects_of(noun.head) if governed else [])


def _loose(verb: Word) -> list[Word]:
    """The noun before a finite verb that a relative clause has torn from it: "Lee, whose plan failed, then said"."""
    nouns = (word for word in verb.children("advcl") if word.pos in _NOMINAL and word.index < verb.index)
    return [noun for noun in nouns if verb.tag in _FINITE and noun.children("relcl")]


def _phrase_beside(verb: Word) -> list[Word]:
    """The head of the noun phrase that ends right before a finite verb without a subject, where the grammar failed."""
    if verb.tag not in _FINITE:
        return []
    before = (word for word in reversed(verb.document.words[: verb.index]) if word.pos not in {"ADV", "AUX"})
    last = next(before, None)
    if last is None or last.pos not in _NOMINAL or last.sentence != verb.sentence:
        return []
    head = _head_of_phrase(last, range(verb.index))
    return [] if verb in head.subtree else [head]


def _head_of_phrase(word: Word, inside: Container[int]) -> Word:
    """The highest noun above a word that is reached by nouns alone, all at places inside."""
    for above in islice(word.ancestors, _REACH):
        if above.index not in inside or above.pos not in _NOMINAL:
            break
        word = above
    return word


def outside(cue: Sequence[Word], head: Word) -> list[Word]:
    """The noun phrase beside a cue, where its source was looked for inside the quotation: after it, or before."""
    words = head.document.words
    after = range(cue[-1].index + 1, len(words))
    first = next((words[index] for index in after if words[index].pos not in {"DET", "ADJ"}), None)
    if first and head.lemma not in _ADDRESSING and first.pos in _NOMINAL:
        return [word for word in named_source(_head_of_phrase(first, after), head) if word.index in after]
    before = _phrase_beside(head)
    return named_source(before[0], head) if before else []


def named_source(head: Word, cue: Word) -> list[Word]:
    """A noun phrase without the clauses that a comma sets off, and without the cue."""
    words, dropped = head.document.words, {cue}
    for clause in head.children("relcl", "advcl", "acl"):
        below = clause.subtree
        if cue in below or (below[0].index and words[below[0].index - 1].lower == ","):
            dropped.update(below)
    phrase = trim([word for word in head.subtree if word not in dropped])
    if head.index < cue.index:  # and what follows the cue is not who speaks
        phrase = [word for word in phrase if word.index < cue.index]
    phrase = [*dropwhile(lambda word: word.tag == "''", phrase)]  # which closes the quotation before it
    if phrase and phrase[0] != head and phrase[0].tag == "VBG" and words[phrase[0].index - 1].lower == ",":
        phrase = phrase[1:]  # "…, leading officials to ask"
    paired = any(word.lower == "," for word in phrase) and head.children("appos")
    after = words[phrase[-1].index + 1 :][:1] if paired else ()
    return [*phrase, *(word for word in after if word.lower == ",")]


def spoken_to(words: Iterable[Word]) -> set[Word]:
    """The words for whoever is spoken to, and for the medium in which somebody speaks, as verbs and nouns among some
    words tell: "told Sky News", "was informed", "spoke to Ann Lee", "in an interview by the Mail"."""
    heads = list[Word]()
    for word in words:
        if word.lemma in _ADDRESSING:
            heads += word.children("nsubjpass" if is_passive(word) else "dobj", "dative")
        elif word.lemma in _SPEAKING:
            links = (link for link in word.children("prep") if link.lower in _TO)
            heads += [end for link in links for end in link.children("pobj")]
    return {part for head in heads for part in head.subtree}


def announced(document: Document) -> tuple[list[Word], Word, list[Word]] | None:
    """Whoever is named before a colon in a headline ("Kerry: talks failed"), the colon, and the rest."""
    indices = document.indices(document.paragraphs[0]) if document.paragraphs else range(0)
    line = document.words[indices.start : indices.stop]
    at = next((place for place, word in enumerate(line[1:_LABEL], 1) if word.lower == ":"), -1)
    label, rest = line[:at], line[at + 1 :]
    if at < 0 or not rest or len(line) > _HEADLINE:
        return None
    shouted = document.text[label[0].start : label[-1].end].isupper()  # of a transcript
    return None if shouted or any(word.pos in VERBAL for word in label) else ([*label], line[at], [*rest])
