"""Events: the verb or noun of action at a word, and the phrases that act or are acted upon in it.

A clause is read by its subject, object and by-phrase (``grammar``), a noun of action by its possessor and prepositions;
what each word does with them is data, the lexicon ``nominals``. References: Dowty, D. (1991). Thematic proto-roles and
argument selection. Language, 67(3), 547-619; Grimshaw, J. (1990). Argument Structure. MIT Press.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from analysis.lexicon.lexicon import Lexicon
from analysis.text import grammar
from analysis.text.document import Document, Span, Word, covers

NAMING = ("poss", "nmod", "compound", "amod")  # how a name stands before the noun it modifies
TIMES = frozenset(["DATE", "TIME", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY", "MONEY"])
_NOUNS = ("transitive", "affected", "intransitive", "undergone")
_NO_CLAUSE = frozenset(["aux", "auxpass", "amod", "compound", "nmod", "prep", "case", "mark"])


@dataclass(frozen=True, slots=True)
class Part:
    """A participant: head of its phrase, and how it was found."""

    head: Word
    rule: str


@dataclass
class Event:
    """The verb or noun of an event, with its participants; ``rule`` is ``agency.…`` or the entry of the noun."""

    word: Word
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
    """A document with the words of the lexicon and the mention, by word, that a noun may be modified by.

    >>> from analysis.lexicon.lexicon import load_lexicon
    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> news = parse(segment(Document("d", "Iraq was invaded by troops.")))
    >>> EventReader(news, event_words(load_lexicon("nominals")), {}).event(news.words[2]).label
    'passive'
    """

    def __init__(self, document: Document, known: EventWords, names: Mapping[Word, Span]) -> None:
        self.document, self.known, self.names = document, known, names

    def event(self, word: Word) -> Event | None:
        """The event that a word names, or none."""
        if kind := self.kind(word):
            return self._noun_event(word, kind)
        return self._verb_event(word) if word.pos == "VERB" and word.dep not in _NO_CLAUSE else None

    def is_(self, word: Word, category: str) -> bool:
        """Whether the lemma of a word is in a category."""
        return word.lemma in self.known.of.get(category, ())

    def kind(self, word: Word) -> str:
        """The category of an event noun, or of a gerund with a possessor ("his killing"); empty for another word."""
        if word.dep in _NO_CLAUSE or (name := _name(word)) not in self.known.rules:
            return ""
        if word.pos != "NOUN" and not (word.tag == "VBG" and self._owners(word)):
            return ""
        compounds = (f"{modifier.lower} {name}" for modifier in word.children("compound", "amod"))
        if any(compound in self.known.of.get("idle", ()) for compound in compounds):
            return ""
        return next(category for category in _NOUNS if name in self.known.of.get(category, ()))

    def _at(self, indices: Iterable[int]) -> list[Word]:
        return [self.document.words[index] for index in indices]

    def _joined(self, heads: Iterable[Word]) -> list[Word]:
        """Words with those joined to them, without times and numbers."""
        joined = self._at(index for head in heads for index in grammar.conjuncts(self.document, head.index))
        return [word for word in joined if word.entity not in TIMES]

    def _owners(self, noun: Word) -> list[Word]:
        """The possessors of a noun or gerund; the parser may call the possessor of a gerund its subject."""
        subjects = [word for word in noun.children("nsubj") if word.children("case")]
        return self._joined(noun.children("poss") + subjects)

    def after(self, word: Word, category: str, *more: str) -> list[Word]:
        """The phrases after the prepositions of a category, with conjuncts, without times and numbers."""
        links = self.known.of.get(category, ()) if category else more
        return self._joined(self._at(grammar.after(self.document, word.index, links)))

    def _verb_event(self, verb: Word) -> Event | None:
        """An event for a verb, unless it is, has or means nothing, or lends a clause to another verb or to a noun."""
        below = bool(verb.children("xcomp"))
        passive = grammar.is_passive(self.document, verb.index)
        state = "speech" if self.is_(verb, "speech") else "mental" if self.is_(verb, "mental") else "verb"
        aspect = self.is_(verb, "aspect")
        if self.is_(verb, "stative") or (below and aspect):
            return None
        if below and passive and state != "verb" and not self.is_(verb, "object_control"):  # "is said to plan"
            return None
        objects, subjects = self._at(grammar.objects_of(self.document, verb.index)), self._subjects(verb)
        held = subjects if passive else [word for word in objects if word.entity not in TIMES]
        if self.is_(verb, "light") and any(self.kind(word) for word in held):
            return None
        if aspect and not passive and not held and any(self.kind(word) for word in subjects):
            return None
        event = Event(verb, "active", f"agency.{state}")
        if passive:
            agents = self._at(grammar.agents_of(self.document, verb.index))
            by = [word for word in agents if word.entity not in TIMES]
            event.agents = _parts("agency.by_phrase", by)
            event.patients = _parts("agency.subject", subjects)
            event.patients += _parts("agency.object", [word for word in objects if word not in subjects])
            event.label = "passive" if by else "agentless"
            return event
        objects += self._controlled(verb) + self._obliques(verb)
        if self.is_(verb, "undergoing") or (self.is_(verb, "unaccusative") and not objects):
            event.patients = _parts("agency.undergoer", subjects)
        else:
            event.agents, event.patients = _parts("agency.subject", subjects), _parts("agency.object", objects)
        return event

    def _subjects(self, verb: Word) -> list[Word]:
        """The subjects of a verb; of a gerund after a preposition and an infinitive after a noun by the lexicon."""
        if verb.dep == "pcomp" and not verb.children(*grammar.SUBJECTS):
            above = verb.head.head
            if self.kind(above) or self.is_(above, "content"):
                return self._holders(above)
            if self.is_(verb.head, "object_link") and (objects := grammar.objects_of(self.document, above.index)):
                return self._at(objects)
        if verb.dep == "acl" and verb.tag == "VB" and self.is_(verb.head, "content"):
            return self._holders(verb.head)
        promises = self.known.of.get("subject_control", ())
        return self._at(grammar.subjects_of(self.document, verb.index, promises))

    def _holders(self, noun: Word) -> list[Word]:
        """Who holds a plan: its possessor, else who makes it by the verb above; nobody where neither is named."""
        named = [word for word in noun.children("compound", "amod") if word in self.names]
        if owners := noun.children("poss") or named:
            return owners
        if noun.dep in {"dobj", "attr"}:
            return self._at(grammar.subjects_of(self.document, noun.head.index))
        passive = noun.dep == "nsubjpass"
        return self._at(grammar.agents_of(self.document, noun.head.index)) if passive else []

    def _controlled(self, verb: Word) -> list[Word]:
        """Who is made or let do something: the subject of the clause below a verb of control ("made Iran agree")."""
        if not self.is_(verb, "object_control"):
            return []
        clauses = [clause for clause in verb.children("ccomp") if not clause.children("mark") and _is_bare(clause)]
        subjects = [subject for clause in clauses for subject in clause.children("nsubj", "nsubjpass")]
        return self._at(index for subject in subjects for index in grammar.conjuncts(self.document, subject.index))

    def _obliques(self, verb: Word) -> list[Word]:
        """The phrases after a preposition that belongs to the verb ("fired on the crowd")."""
        pairs = self.known.of.get("oblique", ())
        links = [link.lower for link in verb.children("prep")]
        return [word for link in links if f"{verb.lemma} {link}" in pairs for word in self.after(verb, "", link)]

    def _noun_event(self, noun: Word, kind: str) -> Event:
        """An event for a noun, in the voice of the light verb that lends it a clause, if there is one."""
        event = Event(noun, "nominal", self.known.rules[_name(noun)])
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
            event.patients += _parts("preposition", [word for word in links if word != noun])
        if light:
            self._lend(event, verb, light)
        elif not event.agents and self.is_(noun, "source"):
            event.agents = _parts("source", self.after(noun, "", "from") or self.after(verb, "", "from"))
        event.label = "agentless" if event.label == "nominal" and not event.agents else event.label
        return event

    def _modifiers(self, noun: Word, kind: str) -> tuple[list[Part], list[Part]]:
        """Who acts and who undergoes among possessors and the mentions that are compounds, adjectives, "-led" words."""
        owners, below = self._owners(noun), noun.children("compound", "amod", "nmod")
        joined = self._at(index for word in below for index in grammar.conjuncts(self.document, word.index))
        place = self.document.tokens[noun.index]
        names = [word for word in joined if word in self.names and not covers(self.names[word], place)]
        if kind != "undergone":
            return _parts("possessor", owners) or _parts("modifier", names), []
        led = tuple(self.known.of.get("led", ()))
        acting = [word for word in names if word.dep == "amod" or word.lower.endswith(led)]
        return _parts("modifier", acting), _parts("possessor", owners + [word for word in names if word not in acting])

    def _light(self, noun: Word) -> tuple[Word, str]:
        """The light verb of a noun and what the noun is to it, or the word above it and nothing."""
        above = noun.head
        if self.is_(above, "light") and above.pos == "VERB" and noun.dep in {"dobj", "nsubjpass"}:
            passive = noun.dep == "nsubjpass" or grammar.is_passive(self.document, above.index)
            return above, "passive" if passive else "object"
        for below in noun.children("relcl", "acl"):
            if self.is_(below, "light"):
                return below, "passive" if grammar.is_passive(self.document, below.index) else "object"
        return above, ""

    def _lend(self, event: Event, verb: Word, light: str) -> None:
        """Take voice and participants from the light verb of an event noun ("carried out an attack on X")."""
        if light == "object":
            subjects = [word for word in self._subjects(verb) if word != event.word]
            event.agents, event.label = _parts("light_verb", subjects) or event.agents, "active"
            recipients = [word for word in verb.children("dative") if word.pos != "ADP"]
            event.patients += _parts("object", recipients + self.after(verb, "", "to"))
        else:
            event.agents += _parts("by_phrase", self._at(grammar.agents_of(self.document, verb.index)))
            event.patients += _parts("preposition", self.after(verb, "patient_link"))
            event.label = "passive" if event.agents else "agentless"


def _name(word: Word) -> str:
    """What an event noun is called in the lexicon: a gerund by its form, another by its lemma."""
    return word.lower if word.tag == "VBG" else word.lemma


def _is_bare(verb: Word) -> bool:
    """Whether a verb is a participle or an infinitive, without a modal or finite auxiliary."""
    return verb.tag in {"VB", "VBG", "VBN"} and all(auxiliary.tag == "TO" for auxiliary in verb.children("aux"))


def _parts(rule: str, heads: Iterable[Word]) -> list[Part]:
    return [Part(head, rule) for head in heads]
