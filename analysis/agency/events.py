"""Events: the verb or noun of an act at a word, and the phrases that act or are acted upon in it.

A clause is read by its subject, object and by-phrase (``grammar``), a noun of action by its possessor and prepositions;
what each word does with them is data, the lexicon ``nominals``. References: Dowty, D. (1991). Thematic proto-roles and
argument selection. Language, 67(3), 547-619; Grimshaw, J. (1990). Argument Structure. MIT Press.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import Lexicon, load_lexicon
from analysis.text import grammar
from analysis.text.document import Word

REFLEXIVE = ("self", "selves")  # how the pronouns end
TIMES = frozenset(["DATE", "TIME", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY", "MONEY"])
_NOUNS = ("transitive", "affected", "intransitive", "undergone")
_IDLE = ("speech", "mental", "stative")  # verbs of no act in the world
_PEOPLE = ("person", "man", "woman")
_FINITE = frozenset(["VBD", "VBP", "VBZ"])
_PLACES = frozenset(["GPE", "LOC", "FAC"])
_REACH = 12  # verbs climbed for a subject
_IN, _WHEN = ("by", "during", "in", "through", "with"), frozenset(["after", "as", "when"])
_NO_CLAUSE = frozenset(["aux", "auxpass", "amod", "compound", "nmod", "prep", "case", "mark"])


@dataclass(frozen=True, slots=True)
class Part:
    """A participant: head of its phrase, and how it was found."""

    head: Word
    rule: str


@dataclass
class Event:
    """The verb or noun of an event, with its participants; ``rule`` is ``agency.verb`` or the entry of the noun."""

    word: Word
    label: str
    rule: str
    agents: list[Part] = field(default_factory=list)
    patients: list[Part] = field(default_factory=list)

    @property
    def relation(self) -> str:
        """What binds its rows."""
        return f"agency:{self.word.start}"


class EventReader:
    """The lexicon of events, and the mention over each word of a document, by which a noun may be modified.

    >>> from analysis.text.document import Document
    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> news = parse(segment(Document("d", "Iraq was invaded by troops.")))
    >>> EventReader({}).event(news.words[2]).label
    'passive'
    """

    def __init__(self, names: Mapping[Word, Annotation]) -> None:
        lexicon = load_lexicon("nominals")
        self.terms, self.names = lexicon.terms, names
        known = load_lexicon("mentions").terms
        self.people = self.terms["people"].union(*(known[name] for name in _PEOPLE))
        self._source, self._nouns = f"{lexicon.name}@{lexicon.version}", _event_nouns(lexicon)

    def event(self, word: Word, told: bool = False) -> Event | None:
        """The event that a word names, or none; verbs of saying and thinking name none, those of being and having one
        only where it is ``told`` that they do."""
        if kind := self.kind(word):
            return self._noun_event(word, kind)
        talks = self.name(word) in self.terms["speech"] | self.terms["mental"]
        if self._is_idle(word) and (talks or not told):
            return None
        return self._verb_event(word) if word.pos == "VERB" and word.dep not in _NO_CLAUSE else None

    def name(self, word: Word) -> str:
        """The lemma of a word, with its particle."""
        return " ".join([word.lemma, *(one.lower for one in word.children("prt")[:1])])

    def may_act(self, word: Word) -> bool:
        """Whether a word of which grammar finds no event may tell one: no adjective, nor what somebody is, and no verb
        that says, thinks, is or has, or lends a clause to a noun."""
        if word.pos == "VERB":
            return not (self._is_idle(word) or self._is_plan(word) or self._lends(word) or self.is_(word, "aspect"))
        return word.pos == "NOUN" and word.dep != "attr"

    def is_(self, word: Word, *categories: str) -> bool:
        """Whether the lemma of a word is in one of some categories."""
        return any(word.lemma in self.terms[category] for category in categories)

    def _is_idle(self, verb: Word) -> bool:
        """Whether a verb says, thinks, is or has: by the lexicon, with its particle, or by what is below it."""
        name = self.name(verb)
        if any(name in self.terms[category] for category in _IDLE):
            return True
        if any(_is_content(clause) for clause in verb.children("ccomp")):
            return True
        held = [*verb.children("dobj", "nsubjpass"), *([verb.head] if verb.dep == "acl" else [])]
        if self.is_(verb, "light", "vague", "conveying") and any(self.is_(word, "told") for word in held):
            return True
        controls = verb.children("xcomp", "ccomp") if self.is_(verb, "object_control") else []
        return any(self._is_idle(one) for one in controls if one.start > verb.start and _is_bare(one))

    def _is_plan(self, verb: Word) -> bool:
        """Whether a verb only tells how the act below it begins or is planned: "began to shoot", "plotted to kill"."""
        plans = self.is_(verb, "aspect", "prospective")
        return plans and bool(verb.children("xcomp")) and not verb.children("dobj")

    def kind(self, word: Word) -> str:
        """The category of an event noun, or of a gerund with a possessor ("his killing"); empty for another word."""
        name = _name(word)
        found = self._nouns.get(name, "")
        if not found or word.dep in _NO_CLAUSE:
            return ""
        if word.pos != "NOUN" and not (word.tag == "VBG" and self._owners(word)):
            return ""
        compounds = (f"{modifier.lower} {name}" for modifier in word.children("compound", "amod"))
        return "" if any(one in self.terms["idle"] for one in compounds) else found

    def light(self, noun: Word) -> tuple[Word, str]:
        """The verb that lends an event noun a clause ("carried out an attack") and its voice, else the word above."""
        above = noun.head
        if self._lends(above) and noun.dep in {"dobj", "nsubjpass"}:
            return above, "passive" if noun.dep == "nsubjpass" or grammar.is_passive(above) else "active"
        for below in noun.children("relcl", "acl"):
            if self._lends(below):
                return below, "passive" if grammar.is_passive(below) else "active"
        return above, ""

    def after(self, word: Word, category: str, *more: str) -> list[Word]:
        """The phrases after the prepositions of a category, with conjuncts, without times and numbers."""
        links = self.terms[category] if category else more
        return self.joined(grammar.after(word, links))

    def _lends(self, verb: Word) -> bool:
        return verb.pos == "VERB" and verb.lemma in self.terms["light"]

    def joined(self, heads: Iterable[Word]) -> list[Word]:
        """Words with those joined to them, without times and numbers."""
        return [word for word in grammar.joined(heads) if word.entity not in TIMES]

    def _owners(self, noun: Word) -> list[Word]:
        """The possessors of a noun or gerund; the parser may call the possessor of a gerund its subject."""
        subjects = [word for word in noun.children("nsubj") if word.children("case")]
        return self.joined(noun.children("poss") + subjects)

    def _agents(self, verb: Word) -> list[Word]:
        """The by-phrases of a passive; of "by radar, Lee and Kell said", names before a verb of its own are not."""
        found = [word for word in grammar.agents_of(verb) if word.entity not in TIMES]
        above = verb.head if verb.dep == "ccomp" and not verb.head.children(*grammar.SUBJECTS) else verb
        return found[:1] if found and above.start > found[-1].end else found

    def _hurting(self, verb: Word) -> list[Word]:
        """By whose strike people were hurt ("killed in a U.S. strike"), or who did something as they were ("killed when
        a man opened fire")."""
        if not self.is_(verb, "harming"):
            return []
        strikes = [word for word in grammar.after(verb, _IN) if self.kind(word) or self.is_(word, "instrument")]
        clauses = [one for one in verb.children("advcl") if {w.lower for w in one.children("advmod", "mark")} & _WHEN]
        return strikes + [
            word
            for one in clauses
            if not (grammar.is_passive(one) or self._is_idle(one) or self.is_(one, "unaccusative", "undergoing"))
            for word in self.joined(one.children("nsubj"))
        ]

    def _verb_event(self, verb: Word) -> Event | None:
        """An event for a verb, unless it lends a clause to another verb or to a noun."""
        passive, objects, subjects = grammar.is_passive(verb), grammar.objects_of(verb), self._subjects(verb)
        held = subjects if passive else [word for word in objects if word.entity not in TIMES]
        if self._is_plan(verb) or self._only_lends(verb, held, subjects if not (passive or held) else []):
            return None
        obliques = _parts("agency.oblique", self._obliques(verb))
        if passive:
            return self._passive(verb, subjects, [word for word in objects if word not in subjects], obliques)
        if self.is_(verb, "undergoing"):
            agents, patients = (
                _parts("agency.giver", self.after(verb, "", "from")),
                _parts("agency.undergoer", subjects),
            )
        elif self.is_(verb, "unaccusative") and not (objects or obliques):
            agents, patients = [], _parts("agency.undergoer", subjects)
        else:
            agents = _parts("agency.subject", subjects)
            patients = _parts("agency.object", objects + self._controlled(verb)) + obliques
        return Event(verb, "active", "agency.verb", agents, patients)

    def _passive(self, verb: Word, subjects: list[Word], objects: list[Word], obliques: list[Part]) -> Event:
        by = self._agents(verb)
        agents = _parts("agency.by_phrase", by) or _parts("agency.means", self._hurting(verb))
        patients = _parts("agency.subject", subjects) + _parts("agency.object", objects) + obliques
        return Event(verb, "passive" if by else "agentless", "agency.verb", agents, patients)

    def _only_lends(self, verb: Word, held: Iterable[Word], going_on: Iterable[Word]) -> bool:
        """Whether a verb only lends a clause to the noun of an act: "carried out an attack", "the attack began"."""
        lent = [*(held if self._lends(verb) else ()), *(going_on if self.is_(verb, "aspect") else ())]
        return any(self.kind(word) for word in lent)

    def _subjects(self, verb: Word) -> list[Word]:
        """The subjects of a verb: who holds the plan below which it stands, whom a verb above it makes or asks to act,
        the people before it, or its own."""
        if plan := self._plan_above(verb):
            return self._holders(plan)
        if struck := self._struck(verb):
            return struck
        verb, asked = self._asked(verb)
        return asked or self._beside(verb) or self._own_subjects(verb)

    def _plan_above(self, verb: Word) -> Word | None:
        """The noun of a plan or an act to which a verb below belongs: "a plan to leave", "a war of killing"."""
        gerund = _is_gerund(verb)
        noun = verb.head.head if gerund else verb.head
        plan = self.is_(noun, "content") and (gerund or (verb.dep == "acl" and verb.tag == "VB"))
        return noun if plan or (gerund and self.kind(noun)) else None

    def _struck(self, verb: Word) -> list[Word]:
        """Who does what a gerund tells, by the object of the verb above: "condemned Iran for leaving", "for an attack
        on" whom."""
        if not (_is_gerund(verb) and self.is_(verb.head, "object_link")):
            return []
        above = verb.head.head
        objects = grammar.objects_of(above)
        return [word for noun in objects if self.kind(noun) for word in self._reached(noun, above)] or objects

    def _asked(self, verb: Word) -> tuple[Word, list[Word]]:
        """The verb whose subject an infinitive shares, and who is made or asked to act instead: "called on Iran to
        leave"; who "used the money to buy arms" bought them."""
        for _ in range(_REACH):
            if not _is_infinitive(verb):
                break
            above, control = verb.head, self.terms["object_control"]
            links = [link.lower for link in above.children("prep") if f"{above.lemma} {link.lower}" in control]
            if called := self.after(above, "", *links):
                return verb, called
            if not (objects := grammar.objects_of(above)):
                break
            if above.lemma in control:
                return verb, objects
            verb = above
        return verb, []

    def _own_subjects(self, verb: Word) -> list[Word]:
        """The subjects that a verb has or shares; what merely stands there for one, and can do nothing, is left out."""
        own = [word for word in verb.children("nsubj", "nsubjpass") if word.start < verb.start]
        if len(own) > 1:  # what was before is a dateline or set apart
            return self.joined(own[-1:])
        found = grammar.subjects_of(verb, self.terms["subject_control"])
        if found and all(word.lower.endswith(REFLEXIVE) for word in found) and not verb.is_root:
            found = grammar.subjects_of(verb.head)  # "found himself playing": who found plays
        stated = own and verb.dep != "relcl"
        return found if stated else [one for word in found if (one := self._able(word, verb))]

    def _able(self, noun: Word, verb: Word) -> Word | None:
        """What acts in a clause without a subject of its own, where the parser takes a noun for it: "a raid on a base
        that killed two" is about the raid; a goal or a ground that somebody has does nothing."""
        if self.is_(verb, "harming") and not self._acts(noun) and noun.dep == "pobj" and self.kind(noun.head.head):
            return noun.head.head
        loose = (verb.dep == "acl" or (verb.dep == "xcomp" and verb.head.lemma == "be")) and noun.pos != "PRON"
        idle = loose or (verb.dep != "relcl" and self.is_(noun, "content", "told"))
        return noun if not idle or self._acts(noun) else None

    def _acts(self, noun: Word) -> bool:
        """Whether a noun names people or bodies, an act of theirs, or a weapon."""
        return self.is_somebody(noun) or self.is_(noun, "partitive", "instrument") or bool(self.kind(noun))

    def is_somebody(self, noun: Word) -> bool:
        """Whether a noun names people or bodies."""
        return noun in self.names or bool({noun.lemma, noun.lower} & self.people)

    def _beside(self, verb: Word) -> list[Word]:
        """The people right before a participle that the parser hangs on the verb: "killed a man covering protests"."""
        if verb.tag != "VBG" or verb.dep != "advcl" or verb.children("mark", "advmod", *grammar.SUBJECTS):
            return []
        return [one for one in verb.head.children("dobj") if one.index == verb.index - 1 and self.is_somebody(one)]

    def _holders(self, noun: Word) -> list[Word]:
        """Who holds a plan: its possessor, else who makes it by the verb above; nobody where neither is named."""
        named = [word for word in noun.children("compound", "amod") if word in self.names]
        if owners := noun.children("poss") or named:
            return owners
        if noun.dep in {"dobj", "attr"}:
            return grammar.subjects_of(noun.head)
        return self._agents(noun.head) if noun.dep == "nsubjpass" else []

    def _controlled(self, verb: Word) -> list[Word]:
        """Who is made or let do something: the subject of the clause below a verb of control ("made Iran agree")."""
        if not self.is_(verb, "object_control"):
            return []
        clauses = [clause for clause in verb.children("ccomp") if not clause.children("mark") and _is_bare(clause)]
        return self.joined(subject for clause in clauses for subject in clause.children("nsubj", "nsubjpass"))

    def _obliques(self, verb: Word) -> list[Word]:
        """The phrases after a preposition that brings in whom the act reaches: "fired on the crowd"."""
        own, reaching = self.terms["oblique"], self.terms["reaching"]
        links = [link.lower for link in verb.children("prep")]
        return [
            word
            for link in dict.fromkeys(links)
            if link in reaching or f"{verb.lemma} {link}" in own
            for word in self.after(verb, "", link)
        ]

    def _noun_event(self, noun: Word, kind: str) -> Event:
        """An event for a noun, in the voice of the light verb that lends it a clause, if there is one."""
        event = Event(noun, "nominal", f"{self._source}:{_name(noun)}")
        of = self.after(noun, "", "of")
        agents = _parts("by", self.after(noun, "", "by")) + _parts("party", self.after(noun, "party_link"))
        acting, undergoing = self._modifiers(noun, "undergone" if kind == "affected" and not of else kind)
        if kind == "intransitive":
            agents = agents + acting or _parts("of", of)
        else:
            agents += acting
            undergoing += _parts("of", of)
        event.agents = [] if kind == "undergone" else agents
        event.agents = event.agents or _parts("agency.means", self._causing(noun))
        event.patients = undergoing
        verb, voice = self.light(noun)
        if kind != "undergone":
            links = self._reached(noun, verb) if voice == "active" else self.after(noun, "patient_link")
            event.patients += _parts("preposition", links)
        if voice:
            self._lend(event, verb, voice)
        elif not event.agents and self.is_(noun, "source"):
            event.agents = _parts("source", self.after(noun, "", "from") or self.after(verb, "", "from"))
        event.label = "agentless" if event.label == "nominal" and not event.agents else event.label
        return event

    def _causing(self, noun: Word) -> list[Word]:
        """What led to the death that a noun tells, or caused it: "the strike that led to his death"."""
        if not self.is_(noun, "killing"):
            return []
        link = f" {noun.head.lower}" if noun.dep == "pobj" else ""
        verb = noun.head.head if link else noun.head
        causes = f"{verb.lemma}{link}" in self.terms["causing"] and noun.dep in {"dobj", "pobj"}
        return [word for word in self._subjects(verb) if self._acts(word)] if causes else []

    def _reached(self, noun: Word, verb: Word) -> list[Word]:
        """Whom an event noun reaches by a preposition of its own or of its light verb ("imposed a tariff on X")."""
        links = self.after(noun, "patient_link") + self.after(verb, "patient_link")
        return [word for word in links if word != noun]

    def _modifiers(self, noun: Word, kind: str) -> tuple[list[Part], list[Part]]:
        """Who acts and who undergoes among possessors and the mentions that are compounds, adjectives, "-led" words."""
        owners, below = self._owners(noun), noun.children("compound", "amod", "nmod")
        names = [word for word in self.joined(below) if word in self.names and not is_scene(word)]
        names = [word for word in names if self.names[word] is not self.names.get(noun)]
        if kind != "undergone":
            return _parts("possessor", owners) or _parts("modifier", names), []
        led = tuple(self.terms["led"])
        acting = [word for word in names if word.dep == "amod" or word.lower.endswith(led)]
        return _parts("modifier", acting), _parts("possessor", owners + [word for word in names if word not in acting])

    def _lend(self, event: Event, verb: Word, voice: str) -> None:
        """Take voice and participants from the light verb of an event noun ("carried out an attack on X")."""
        if voice == "active":
            subjects = [word for word in self._subjects(verb) if word != event.word]
            event.agents, event.label = _parts("light_verb", subjects) or event.agents, "active"
            recipients = [word for word in verb.children("dative") if word.pos != "ADP"]
            event.patients += _parts("object", recipients + self.after(verb, "", "to"))
        else:
            event.agents += _parts("by_phrase", self._agents(verb))
            event.patients += _parts("preposition", self.after(verb, "patient_link"))
            event.label = "passive" if event.agents else "agentless"


@lru_cache(maxsize=8)
def _event_nouns(lexicon: Lexicon) -> Mapping[str, str]:
    """The category of each event noun."""
    return {name: category for category in reversed(_NOUNS) for name in lexicon.terms.get(category, ())}


def _name(word: Word) -> str:
    """What an event noun is called in the lexicon: a gerund by its form, another by its lemma."""
    return word.lower if word.tag == "VBG" else word.lemma


def is_scene(word: Word) -> bool:
    """Whether a place before a noun tells where it is ("the Paris attack"); letters do not: "the US attack"."""
    return word.entity in _PLACES and word.dep in {"compound", "nmod"} and not word.text.replace(".", "").isupper()


def _is_gerund(verb: Word) -> bool:
    """Whether a verb is a gerund after a preposition, with no subject."""
    return verb.dep == "pcomp" and not verb.children(*grammar.SUBJECTS)


def _is_infinitive(verb: Word) -> bool:
    """Whether a verb is an infinitive with "to" and no subject, below another verb."""
    below = verb.dep in {"advcl", "xcomp"} and not verb.children(*grammar.SUBJECTS)
    return below and any(auxiliary.tag == "TO" for auxiliary in verb.children("aux"))


def _is_content(clause: Word) -> bool:
    """Whether a clause is what the verb before it says or thinks: finite, or with a "that" or the like."""
    return clause.start > clause.head.start and bool(clause.tag in _FINITE or clause.children("mark"))


def _is_bare(verb: Word) -> bool:
    """Whether a verb is a participle or an infinitive, without a modal or finite auxiliary."""
    return verb.tag in {"VB", "VBG", "VBN"} and all(auxiliary.tag == "TO" for auxiliary in verb.children("aux"))


def _parts(rule: str, heads: Iterable[Word]) -> list[Part]:
    return [Part(head, rule) for head in heads]
