"""Events: the verb or noun of action at a token, and the phrases that act or are acted upon in it.

A clause is read by its subject, object and by-phrase (``grammar``), a noun of action by its possessor and prepositions;
what each word does with them is data, the lexicon ``nominals``. References: Dowty, D. (1991). Thematic proto-roles and
argument selection. Language, 67(3), 547-619; Grimshaw, J. (1990). Argument Structure. MIT Press.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from analysis.lexicon.lexicon import Lexicon
from analysis.text import grammar
from analysis.text.document import Document, Span, covers

NAMING = ("poss", "nmod", "compound", "amod")  # how a name stands before the noun it modifies
TIMES = frozenset(["DATE", "TIME", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY", "MONEY"])
_NOUNS = ("transitive", "affected", "intransitive", "undergone")
_NO_CLAUSE = frozenset(["aux", "auxpass", "amod", "compound", "nmod", "prep", "case", "mark"])


@dataclass(frozen=True, slots=True)
class Part:
    """A participant: head of its phrase, and how it was found."""

    head: int
    rule: str


@dataclass
class Event:
    """The verb or noun at a token, with its participants; ``rule`` is ``agency.…`` or the entry of the noun."""

    index: int
    label: str
    rule: str
    agents: list[Part] = field(default_factory=list)
    patients: list[Part] = field(default_factory=list)


class EventWords:
    """The lexicon of events by lemma: ``of[category]`` holds its terms, ``rules`` the rule of each noun."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.of = lexicon.terms
        self.rules = {entry.term: lexicon.rule_id(entry) for entry in lexicon.entries if entry.category in _NOUNS}


event_words = lru_cache(maxsize=4)(EventWords)  # a lexicon is hashed by identity


class EventReader:
    """A document with the words of the lexicon and the mention, by token, that a noun may be modified by.

    >>> from analysis.lexicon.lexicon import load_lexicon
    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> news = parse(segment(Document("d", "Iraq was invaded by troops.")))
    >>> EventReader(news, event_words(load_lexicon("nominals")), {}).event(2).label
    'passive'
    """

    def __init__(self, document: Document, words: EventWords, names: Mapping[int, Span]) -> None:
        self.document, self.words, self.names = document, words, names
        self.tokens, self.lemmas, self.forms = document.tokens, document.lemmas, document.lower_forms

    def event(self, index: int) -> Event | None:
        """The event that a token names, or none."""
        if kind := self.kind(index):
            return self._noun_event(index, kind)
        token = self.tokens[index]
        return self._verb_event(index) if token.pos == "VERB" and token.dep not in _NO_CLAUSE else None

    def kids(self, index: int, *deps: str) -> list[int]:
        """The children of a token with one of the labels."""
        return grammar.children(self.document, index, *deps)

    def is_(self, index: int, category: str) -> bool:
        """Whether the lemma of a token is in a category."""
        return self.lemmas[index] in self.words.of.get(category, ())

    def kind(self, index: int) -> str:
        """The category of an event noun, or of a gerund with a possessor ("his killing"); empty for another token."""
        token = self.tokens[index]
        if token.dep in _NO_CLAUSE or (name := self._name(index)) not in self.words.rules:
            return ""
        if token.pos != "NOUN" and not (token.tag == "VBG" and self._owners(index)):
            return ""
        if any(
            f"{self.forms[one]} {name}" in self.words.of.get("idle", ()) for one in self.kids(index, "compound", "amod")
        ):
            return ""
        return next(category for category in _NOUNS if name in self.words.of.get(category, ()))

    def _name(self, index: int) -> str:
        """What an event noun is called in the lexicon: a gerund by its form, another by its lemma."""
        return self.forms[index] if self.tokens[index].tag == "VBG" else self.lemmas[index]

    def _owners(self, noun: int) -> list[int]:
        """The possessors of a noun or gerund; the parser may call the possessor of a gerund its subject."""
        found = self.kids(noun, "poss") + [one for one in self.kids(noun, "nsubj") if self.kids(one, "case")]
        return [i for one in found for i in grammar.conjuncts(self.document, one) if self.tokens[i].entity not in TIMES]

    def after(self, index: int, category: str, *more: str) -> list[int]:
        """The phrases after the prepositions of a category, with conjuncts, without times and numbers."""
        found = grammar.after(self.document, index, self.words.of.get(category, ()) if category else more)
        return [i for one in found for i in grammar.conjuncts(self.document, one) if self.tokens[i].entity not in TIMES]

    def _verb_event(self, verb: int) -> Event | None:
        """An event for a verb, unless it is, has or means nothing, or lends a clause to another verb or to a noun."""
        below = bool(self.kids(verb, "xcomp"))
        passive = grammar.is_passive(self.document, verb)
        state = "speech" if self.is_(verb, "speech") else "mental" if self.is_(verb, "mental") else "verb"
        aspect = self.is_(verb, "aspect")
        if self.is_(verb, "stative") or (below and aspect):
            return None
        if below and passive and state != "verb" and not self.is_(verb, "object_control"):  # "is said to plan"
            return None
        objects, subjects = grammar.objects_of(self.document, verb), self._subjects(verb)
        held = subjects if passive else [one for one in objects if self.tokens[one].entity not in TIMES]
        if self.is_(verb, "light") and any(self.kind(one) for one in held):
            return None
        if aspect and not passive and not held and any(self.kind(one) for one in subjects):
            return None
        event = Event(verb, "active", f"agency.{state}")
        if passive:
            by = [i for i in grammar.agents_of(self.document, verb) if self.tokens[i].entity not in TIMES]
            event.agents = _parts("agency.by_phrase", by)
            event.patients = _parts("agency.subject", subjects)
            event.patients += _parts("agency.object", [one for one in objects if one not in subjects])
            event.label = "passive" if by else "agentless"
            return event
        objects += self._controlled(verb) + self._obliques(verb)
        if self.is_(verb, "undergoing") or (self.is_(verb, "unaccusative") and not objects):
            event.patients = _parts("agency.undergoer", subjects)
        else:
            event.agents, event.patients = _parts("agency.subject", subjects), _parts("agency.object", objects)
        return event

    def _subjects(self, verb: int) -> list[int]:
        """The subjects of a verb; of a gerund after a preposition and an infinitive after a noun by the lexicon."""
        token, document = self.tokens[verb], self.document
        if token.dep == "pcomp" and not self.kids(verb, *grammar.SUBJECTS):
            above = self.tokens[token.head].head
            if self.kind(above) or self.is_(above, "content"):
                return self._holders(above)
            if self.is_(token.head, "object_link") and (objects := grammar.objects_of(document, above)):
                return objects
        if token.dep == "acl" and token.tag == "VB" and self.is_(token.head, "content"):
            return self._holders(token.head)
        return grammar.subjects_of(document, verb, self.words.of.get("subject_control", ()))

    def _holders(self, noun: int) -> list[int]:
        """Who holds a plan: its possessor, else who makes it by the verb above; nobody where neither is named."""
        if owners := self.kids(noun, "poss") or [i for i in self.kids(noun, "compound", "amod") if i in self.names]:
            return owners
        if self.tokens[noun].dep in {"dobj", "attr"}:
            return grammar.subjects_of(self.document, self.tokens[noun].head)
        passive = self.tokens[noun].dep == "nsubjpass"
        return grammar.agents_of(self.document, self.tokens[noun].head) if passive else []

    def _controlled(self, verb: int) -> list[int]:
        """Who is made or let do something: the subject of the clause below a verb of control ("made Iran agree")."""
        if not self.is_(verb, "object_control"):
            return []
        below = [one for one in self.kids(verb, "ccomp") if not self.kids(one, "mark") and self._is_bare(one)]
        subjects = [one for clause in below for one in self.kids(clause, "nsubj", "nsubjpass")]
        return [one for subject in subjects for one in grammar.conjuncts(self.document, subject)]

    def _is_bare(self, verb: int) -> bool:
        """Whether a verb is a participle or an infinitive, without a modal or finite auxiliary."""
        auxiliaries = self.kids(verb, "aux")
        return self.tokens[verb].tag in {"VB", "VBG", "VBN"} and all(self.tokens[i].tag == "TO" for i in auxiliaries)

    def _obliques(self, verb: int) -> list[int]:
        """The phrases after a preposition that belongs to the verb ("fired on the crowd")."""
        pairs = self.words.of.get("oblique", ())
        links = [self.forms[link] for link in self.kids(verb, "prep")]
        return [one for link in links if f"{self.lemmas[verb]} {link}" in pairs for one in self.after(verb, "", link)]

    def _noun_event(self, noun: int, kind: str) -> Event:
        """An event for a noun, in the voice of the light verb that lends it a clause, if there is one."""
        event = Event(noun, "nominal", self.words.rules[self._name(noun)])
        of = self.after(noun, "", "of")
        agents = _parts("by", self.after(noun, "", "by")) + _parts("party", self.after(noun, "party_link"))
        acting, undergoing = self._modifiers(noun, "undergone" if kind == "affected" and not of else kind)
        if kind == "intransitive":
            agents = agents + acting or _parts("of", of)
        else:
            agents += acting
            undergoing += _parts("of", of)
        event.agents = [] if kind == "undergone" else agents
        event.patients = undergoing
        verb, light = self._light(noun)
        if kind != "undergone":
            links = self.after(noun, "patient_link") + (self.after(verb, "patient_link") if light == "object" else [])
            event.patients += _parts("preposition", [one for one in links if one != noun])
        if light:
            self._lend(event, verb, light)
        elif not event.agents and self.is_(noun, "source"):
            event.agents = _parts("source", self.after(noun, "", "from") or self.after(verb, "", "from"))
        event.label = "agentless" if event.label == "nominal" and not event.agents else event.label
        return event

    def _modifiers(self, noun: int, kind: str) -> tuple[list[Part], list[Part]]:
        """Who acts and who undergoes among possessors and the mentions that are compounds, adjectives, "-led" words."""
        owners, below = self._owners(noun), self.kids(noun, "compound", "amod", "nmod")
        names = [i for one in below for i in grammar.conjuncts(self.document, one)]
        names = [i for i in names if i in self.names and not covers(self.names[i], self.tokens[noun])]
        if kind != "undergone":
            return _parts("possessor", owners) or _parts("modifier", names), []
        led = tuple(self.words.of.get("led", ()))
        acting = [i for i in names if self.tokens[i].dep == "amod" or self.forms[i].endswith(led)]
        return _parts("modifier", acting), _parts("possessor", owners + [i for i in names if i not in acting])

    def _light(self, noun: int) -> tuple[int, str]:
        """The light verb of a noun and what the noun is to it, or the word above it and nothing."""
        above, dep = self.tokens[noun].head, self.tokens[noun].dep
        if self.is_(above, "light") and self.tokens[above].pos == "VERB" and dep in {"dobj", "nsubjpass"}:
            return above, "object" if dep == "dobj" and not grammar.is_passive(self.document, above) else "passive"
        for below in self.kids(noun, "relcl", "acl"):
            if self.is_(below, "light"):
                return below, "passive" if grammar.is_passive(self.document, below) else "object"
        return above, ""

    def _lend(self, event: Event, verb: int, light: str) -> None:
        """Take voice and participants from the light verb of an event noun ("carried out an attack on X")."""
        if light == "object":
            subjects = [one for one in self._subjects(verb) if one != event.index]
            event.agents, event.label = _parts("light_verb", subjects) or event.agents, "active"
            recipients = [i for i in self.kids(verb, "dative") if self.tokens[i].pos != "ADP"]
            event.patients += _parts("object", recipients + self.after(verb, "", "to"))
        else:
            event.agents += _parts("by_phrase", grammar.agents_of(self.document, verb))
            event.patients += _parts("preposition", self.after(verb, "patient_link"))
            event.label = "passive" if event.agents else "agentless"


def _parts(rule: str, heads: Sequence[int]) -> list[Part]:
    return [Part(head, rule) for head in heads]
