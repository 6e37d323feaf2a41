"""Agency: who does what to whom, by the grammar of verbs and of nouns of action.

Acts in the world only: to say, think, be or have is none. A clause is read by its subject, object and by-phrase, a noun
of action by its possessor and prepositions; which of them acts is data, the lexicon ``nominals``. References: Dowty, D.
(1991). Thematic proto-roles and argument selection. Language, 67(3); Grimshaw, J. (1990). Argument Structure; van Dijk,
T. A. (1988). News as Discourse (agency and the passive in news).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from analysis.agency.events import NAMING, TIMES, Event, EventReader, Part, is_scene
from analysis.agency.parties import ROLES, ReadActs
from analysis.agency.prospects import prospect_of
from analysis.annotation import Annotation
from analysis.lexicon.lexicon import Lexicon, load_lexicon
from analysis.lexicon.weights import load_weights, probability
from analysis.reader.speech import SpeechReading
from analysis.text.document import Document, Span, Word
from analysis.text.grammar import is_passive
from analysis.text.negation import Negation

_TOLD = 0.17  # probability from which an actor takes part whom grammar finds in the role,
_NAMED = 0.25  # one whom only the reader finds, if the sentence names him,
_UNDERSTOOD = 0.4  # and if it does not
_PLANNED = 0.6  # share of the likelihood of an act from which it is planned, where grammar has no word for that
_REACH = 8  # links followed from a phrase to an actor
_MOST = 20  # participants of one role kept
_PEOPLE = ("person", "man", "woman")


def find_agency(
    document: Document,
    mentions: Iterable[Annotation],
    negation: Negation | None = None,
    nominals: Lexicon | None = None,
    reading: SpeechReading | None = None,
) -> Iterator[Annotation]:
    """Find the acts in which somebody acts or is acted upon.

    Rows of one act share the relation ``agency:START`` (START of its action): one ``action`` (verb with its particle,
    or noun), each ``agent`` and each ``patient``, labelled by the form: ``active``, ``passive``, ``agentless``,
    ``nominal``. Whoever takes part is the actor mentioned there; people and bodies that are only described ("armed
    police") are called by these words, things have no actor. An act without any actor is left out. A row ``shifter``
    with the label ``planned`` marks the word by which an act will, may or should happen, one with the label
    ``denied`` the word that says that it did or will not (``analysis.text.negation``).

    With a reading, an actor takes part where a regression on what network and grammar find gives it the probability
    ``_TOLD``, ``_NAMED`` or ``_UNDERSTOOD`` (``parties``), which is the row's score; whoever is named in another
    sentence stands at the act itself.

    Args:
        document: With grammar; without, nothing is found.
        mentions: Rows of layer ``actor``, role ``mention``.
        negation: What the document denies; looked for if None.
        nominals: The lexicon ``nominals`` if None.
        reading: What the network reads in the text; without it grammar decides.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> news = parse(segment(Document("d", "Iraq was invaded by American troops.")))
    >>> actors = [Annotation("actor", "name", 0, 4, "mention", actor="Iraq")]
    >>> for row in find_agency(news, actors):
    ...     print(f"{news.covered(row):15} {row.role:8} {row.label:8} {row.actor:15} {row.rule}")
    invaded         action   passive                  agency.verb
    American troops agent    passive  American troops agency.by_phrase
    Iraq            patient  passive  Iraq            agency.subject
    """
    if not any(token.dep for token in document.tokens[:1]):
        return
    mentions = list(mentions)
    cast = _Cast(document, nominals or load_lexicon("nominals"), mentions)
    negation = negation or Negation(document)
    acts = {word.index: _by_grammar(cast, event) for word in document.words if (event := cast.reader.event(word))}
    read = ReadActs(document, mentions, reading) if reading else None
    if read:
        acts |= {index: _unknown(document.words[index]) for index in read.words(acts) if index not in acts}
        acts = {index: _weighed(act, read) for index, act in sorted(acts.items())}
    for act in acts.values():
        yield from _rows(cast, act, negation, read)


class _Cast:
    """Who a phrase of a document names, by its mentions and the nouns for people and bodies."""

    def __init__(self, document: Document, nominals: Lexicon, mentions: Iterable[Annotation]) -> None:
        self.document = document
        self.inside: dict[Word, Annotation] = {}
        for mention in sorted(mentions, key=lambda row: row.end - row.start):
            words = (document.words[index] for index in document.indices(Span(mention.start, mention.end)))
            self.inside |= dict.fromkeys(words, mention)
        self.reader = EventReader(document, nominals, self.inside)
        known = load_lexicon("mentions").terms
        self._people = nominals.terms["people"].union(*(known[name] for name in _PEOPLE))

    def find(self, head: Word, role: str) -> tuple[Span, str, str]:
        """The words that name whoever a phrase means, the actor, and the rule where it is not the phrase itself.

        What an act does, who acts does ("the Israeli strike killed"); what belongs to somebody is done to him.
        """
        reader, phrase = self.reader, head
        for _ in range(_REACH):
            if not reader.is_(head, "partitive") or not (inner := reader.after(head, "", "of")):
                break
            head = phrase = inner[0]
        if found := self._who(head):
            return *found, ""
        kind = reader.kind(head)
        acts = role == "agent" and (kind in {"transitive", "intransitive"} or reader.is_(head, "instrument"))
        owners = head.children(*NAMING) if acts else head.children("poss") if role == "patient" and not kind else []
        inner = [] if kind else reader.after(head, "", "of")[:1]
        for word in [*sorted(owners, key=lambda one: NAMING.index(one.dep)), *inner]:
            if (found := self._who(word)) and found[1] and not (is_scene(word) or self._is_kind(word)):
                return *found, "agency.modifier"
        return _phrase(phrase), "", ""

    def _is_kind(self, word: Word) -> bool:
        """Whether people without a name before a noun tell what kind it is ("a student protest")."""
        return word.dep == "compound" and word not in self.inside

    def unfold(self, part: Part) -> list[Part]:
        """The names after a description, each apart ("the producers Ann Lee and Bo Kell"); else itself."""
        beside = [one for one in part.head.children("appos")[:1] if one in self.inside and part.head not in self.inside]
        return [Part(one, part.rule) for one in self.reader.joined(beside)] or [part]

    def _who(self, head: Word) -> tuple[Span, str] | None:
        """The words and the name of the actor that a noun means: by the mention that covers it or follows it as its
        name, else by what it says of people."""
        after = head.document.words[head.index + 1 : head.index + 2]
        title = [word for word in after if word.pos == "PROPN" and head.pos == "NOUN"]  # "the footballer Ann Lee"
        for word in (head, *title):
            if mention := self.inside.get(word):
                return Span(mention.start, mention.end), mention.actor
        return (_phrase(head), self._described(head)) if {head.lemma, head.lower} & self._people else None

    def _described(self, head: Word) -> str:
        """What people without a name are called: their noun with what stands before it, but articles and numbers."""
        words = [
            word
            for word in head.document.words[_first(head).index : head.index + 1]
            if word.dep not in {"det", "nummod", "predet", "case"} and word.pos != "PRON"
        ]
        return " ".join(word.text for word in words)


@dataclass(frozen=True, slots=True)
class _Act:
    """An event with the rows of who acts and who is acted upon; ``told`` says that grammar finds it an act."""

    event: Event
    parties: list[Annotation]
    told: bool = True

    def named(self, role: str) -> dict[str, Annotation]:
        return {row.actor: row for row in self.parties if row.role == role and row.actor}


def _by_grammar(cast: _Cast, event: Event) -> _Act:
    agents = [*_participants(cast, event, "agent", event.agents)]
    patients = [*_participants(cast, event, "patient", event.patients, {row.actor for row in agents})]
    vague = event.rule == "agency.verb" and cast.reader.is_(event.word, "vague")
    return _Act(event, [*agents, *patients], any(row.actor for row in (patients if vague else [*agents, *patients])))


def _unknown(word: Word) -> _Act:
    """A word that grammar knows as no act."""
    passive = word.pos in {"VERB", "AUX"} and is_passive(word)
    label = "nominal" if word.pos in {"NOUN", "PROPN"} else "passive" if passive else "active"
    return _Act(Event(word, label, "agency.reader"), [], told=False)


def _weighed(act: _Act, read: ReadActs) -> _Act:
    """The act with those who take part in it by what network and grammar find together; none, none at all."""
    word = act.event.word
    known = {role: act.named(role) for role in ROLES} if act.told else None
    kept = []
    for role, parties in read.parties(word.index, known).items():
        for party in parties:
            chance = round(probability(party.marks, load_weights("rankers", "party")), 4)
            row = known[role].get(party.actor) if known else None
            if chance >= (_TOLD if row else _NAMED if party.mention else _UNDERSTOOD):
                place, rule = party.mention or word, "agency.reader"
                kept.append(
                    replace(row, score=chance) if row
                    else Annotation("agency", act.event.label, place.start, place.end, role, act.event.relation,
                                    party.actor, chance, rule)
                )  # fmt: skip
    agents = any(row.role == "agent" for row in kept)
    label = {"passive": "passive" if agents else "agentless", "nominal": "nominal" if agents else "agentless"}
    label["agentless"] = ("nominal" if word.pos == "NOUN" else "passive") if agents else "agentless"
    event = replace(act.event, label=label.get(act.event.label, act.event.label))
    things = [row for row in act.parties if not row.actor]
    rows = [replace(row, label=event.label) for row in [*kept, *things]] if kept else []
    return _Act(event, sorted(rows, key=lambda row: (row.role, row.start)), told=bool(kept))


def _rows(cast: _Cast, act: _Act, negation: Negation, read: ReadActs | None) -> Iterator[Annotation]:
    """The rows of an act, none where no actor takes part in it."""
    if not act.told:
        return
    event = act.event
    particles = [word.end for word in event.word.children("prt") if word.index == event.word.index + 1]
    end = particles[0] if particles else event.word.end
    yield Annotation("agency", event.label, event.word.start, end, "action", event.relation, rule=event.rule)
    yield from act.parties
    if prospect := prospect_of(event.word, cast.reader):
        start, end = prospect.start, prospect.end
        yield Annotation("agency", "planned", start, end, "shifter", event.relation, rule="agency.prospect")
    elif read and read.is_planned(event.word.index, _PLANNED):
        yield Annotation(
            "agency", "planned", event.word.start, end, "shifter", event.relation, rule="agency.reader"
        )  # fmt: skip
    if denial := negation.of(event.word):
        yield Annotation("agency", "denied", denial.start, denial.end, "shifter", event.relation, rule=denial.rule)


def _participants(
    cast: _Cast, event: Event, role: str, parts: Iterable[Part], acting: Collection[str] = ()
) -> Iterator[Annotation]:
    """The rows of one role, each actor and each phrase once; what belongs to those ``acting`` is a thing of theirs."""
    seen: set[str | int] = set()
    for part in [one for each in parts for one in cast.unfold(each)][:_MOST]:
        if part.head.pos in {"VERB", "AUX", "ADV", "ADP", "SCONJ"} or _is_number(cast, part.head):
            continue
        span, actor, rule = cast.find(part.head, role)
        if rule and actor in acting:
            span, actor, rule = _phrase(part.head), "", ""
        if span.start in seen or actor in seen or (not actor and _is_idle(part, role)):
            continue
        seen |= {span.start} | ({actor} if actor else set())
        why = rule or part.rule if event.rule == "agency.verb" else event.rule
        yield Annotation("agency", event.label, span.start, span.end, role, event.relation, actor, rule=why)


def _is_idle(part: Part, role: str) -> bool:
    """Whether a phrase that names no actor tells nothing: a pronoun or an oblique phrase that is acted upon."""
    return role == "patient" and (part.head.pos == "PRON" or part.rule == "agency.oblique")


def _is_number(cast: _Cast, head: Word) -> bool:
    """Whether a phrase is a time or an amount; "dozens of monks" are monks."""
    return head.entity in TIMES and not cast.reader.is_(head, "partitive")


def _phrase(head: Word) -> Span:
    return Span(_first(head).start, head.end)


def _first(head: Word) -> Word:
    """The first of the words directly before a head that hang on it."""
    words, below, first = head.document.words, head.children(*NAMING, "det", "nummod"), head
    while first.index and words[first.index - 1] in below:
        first = words[first.index - 1]
    return first
