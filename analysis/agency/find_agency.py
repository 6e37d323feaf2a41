"""Agency: who does what to whom, by the grammar of verbs and of nouns of action.

Acts in the world only: to say, think, be or have is none. A clause is read by its subject, object and by-phrase, a noun
of action by its possessor and prepositions; which of them acts is data, the lexicon ``nominals``. References: Dowty, D.
(1991). Thematic proto-roles and argument selection. Language, 67(3); Grimshaw, J. (1990). Argument Structure; van Dijk,
T. A. (1988). News as Discourse (agency and the passive in news).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from analysis.agency.events import REFLEXIVE, TIMES, Event, EventReader, Part, is_scene
from analysis.agency.parties import ROLES, Participant, ReadActs
from analysis.agency.prospects import claim_of, prospect_of
from analysis.annotation import Annotation
from analysis.lexicon.weights import load_weights, probability
from analysis.reader.speech import SpeechReading
from analysis.text.document import Document, Span, Word
from analysis.text.grammar import BEFORE_NOUN, VERBAL, is_passive, phrase_head
from analysis.text.negation import Negation

_TOLD = 0.1  # probability from which an actor takes part whom grammar finds in the role,
_NAMED = 0.3  # one whom only the reader finds, if the sentence names him,
_UNDERSTOOD = 0.4  # and if it does not
_PLANNED = 0.6  # share of the likelihood of an act from which it is planned, where grammar has no word for that
_SURELY = 0.5  # likelihood from which a verb tells an act, whatever its sense mostly is, or who does it elsewhere, too
_REACH = 8  # links followed from a phrase to an actor
_MOST = 20  # participants of one role kept


def find_agency(
    document: Document,
    mentions: Iterable[Annotation],
    negation: Negation | None = None,
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
    cast = _Cast(document, mentions)
    negation = negation or Negation(document)
    read = ReadActs(document, mentions, reading) if reading else None
    acts = _acts_read(cast, read) if read else _acts(cast)
    for act in _completed(cast, list(acts.values())):
        yield from _rows(cast, act, negation, read)


class _Cast:
    """Who a phrase of a document names, by its mentions and the nouns for people and bodies."""

    def __init__(self, document: Document, mentions: Iterable[Annotation]) -> None:
        self.document = document
        self.inside: dict[Word, Annotation] = {}
        for mention in sorted(mentions, key=lambda row: row.end - row.start):
            self.inside |= dict.fromkeys(document.words_in(mention), mention)
        self.persons = {mention.actor for word, mention in self.inside.items() if word.entity == "PERSON"}
        self.reader = EventReader(self.inside)

    def find(self, head: Word, role: str) -> tuple[Span, str, str]:
        """The words that name whoever a phrase means, the actor, and the rule where it is not the phrase itself."""
        for _ in range(_REACH):
            if not self.reader.is_(head, "partitive") or not (inner := self.reader.after(head, "", "of")):
                break
            head = inner[0]
        if found := self._who(head):
            return *found, ""
        for word in self._owners(head, role):
            if (found := self._who(word)) and found[1] and not (is_scene(word) or self._is_kind(word)):
                return *found, "agency.modifier"
        return _phrase(head), "", ""

    def _owners(self, noun: Word, role: str) -> list[Word]:
        """The words beside a noun that may tell whose it is: what an act does, who acts does ("the Israeli strike
        killed"); what belongs to somebody is done to him."""
        kind = self.reader.kind(noun)
        if role == "agent" and (kind in {"transitive", "intransitive"} or self.reader.is_(noun, "instrument")):
            owners = sorted(noun.children(*BEFORE_NOUN), key=lambda one: BEFORE_NOUN.index(one.dep))
        else:
            owners = noun.children("poss") if role == "patient" and not kind else []
        return owners if kind else owners + self.reader.after(noun, "", "of")[:1]

    def once(self, word: Word) -> str:
        """The kind of an act that is done to somebody once; empty for another."""
        name = self.reader.name(word)
        return next((kind for kind in ("killing", "dismissing") if name in self.reader.terms[kind]), "")

    def _is_kind(self, word: Word) -> bool:
        """Whether people without a name before a noun tell what kind it is ("a student protest")."""
        return word.dep == "compound" and word not in self.inside

    def unfold(self, part: Part) -> list[Part]:
        """The names after a description, each apart ("the producers Ann Lee and Bo Kell"); else itself."""
        told = part.head in self.inside or not self.reader.is_somebody(part.head)
        beside = [one for one in part.head.children("appos")[:1] if one in self.inside and not told]
        return [Part(one, part.rule) for one in self.reader.joined(beside)] or [part]

    def _who(self, head: Word) -> tuple[Span, str] | None:
        """The words and the name of the actor that a noun means: by the mention that covers it or follows it as its
        name, else by what it says of people."""
        after = head.document.words[head.index + 1 : head.index + 2]
        title = [word for word in after if word.pos == "PROPN" and head.pos == "NOUN"]  # "the footballer Ann Lee"
        for word in (head, *title):
            if mention := self.inside.get(word):
                return Span(mention.start, mention.end), mention.actor
        return (_phrase(head), self._described(head)) if {head.lemma, head.lower} & self.reader.people else None

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


def _acts(cast: _Cast, surely: Collection[int] = ()) -> dict[int, _Act]:
    """The acts that grammar finds, by the index of their words; of those that ``surely`` are one, whatever their
    sense mostly is."""
    events = (cast.reader.event(word, word.index in surely) for word in cast.document.words)
    return {event.word.index: _by_grammar(cast, event) for event in events if event}


def _acts_read(cast: _Cast, read: ReadActs) -> dict[int, _Act]:
    """The acts that network and grammar find together."""
    words = cast.document.words
    acts = _acts(cast, {word.index for word in words if read.likely(word.index) >= _SURELY})
    more = (words[index] for index in read.words(acts) if index not in acts)
    acts |= {word.index: _unknown(word) for word in more if cast.reader.may_act(word)}
    return {index: _weighed(act, read) for index, act in sorted(acts.items())}


def _by_grammar(cast: _Cast, event: Event) -> _Act:
    agents = [*_participants(cast, event, "agent", event.agents)]
    patients = [*_participants(cast, event, "patient", event.patients, {row.actor for row in agents})]
    vague = event.rule == "agency.verb" and cast.reader.is_(event.word, "vague")
    return _Act(event, [*agents, *patients], any(row.actor for row in (patients if vague else [*agents, *patients])))


def _completed(cast: _Cast, acts: Sequence[_Act]) -> Iterator[_Act]:
    """The acts, those that are done to a person once with who did it where another place tells it: "Lee was killed"."""
    doers: dict[tuple[str, str], Annotation] = {}
    for act in acts:
        word = act.event.word
        if cast.once(word) and not (prospect_of(word, cast.reader) or claim_of(word, cast.reader)):
            for whom, who in product(cast.persons & {*act.named("patient")}, act.named("agent").values()):
                if not who.score < _SURELY:  # nor where it is not a number: by grammar alone
                    doers.setdefault((cast.once(word), whom), who)
    for act in acts:
        at, event = act.event.word, act.event
        found = [doers[key] for whom in act.named("patient") if (key := (cast.once(at), whom)) in doers]
        if found and not act.named("agent"):
            name, sure = found[0].actor, found[0].score
            doer = Annotation("agency", event.label, at.start, at.end, "agent", event.relation, name, sure,
                              "agency.same_act")  # fmt: skip
            act = replace(act, parties=[doer, *(row for row in act.parties if row.role == "patient")])
        yield act


def _unknown(word: Word) -> _Act:
    """A word that grammar knows as no act."""
    passive = word.pos in VERBAL and is_passive(word)
    label = "nominal" if word.pos in {"NOUN", "PROPN"} else "passive" if passive else "active"
    return _Act(Event(word, label, "agency.reader"), [], told=False)


def _weighed(act: _Act, read: ReadActs) -> _Act:
    """The act with those who take part in it by what network and grammar find together; none, none at all."""
    event, word = act.event, act.event.word
    known = {role: act.named(role) for role in ROLES} if act.told else {}
    kept = []
    for role, parties in read.parties(word.index, known).items():
        told = known.get(role, {})
        likely = (_chosen(event, role, party, told.get(party.actor)) for party in parties)
        kept += _of_one_phrase(word.document, [row for row in likely if row])
    kept = [row for row in kept if not (_is_both(row, kept, word) or _is_outside(row, event))]
    if not kept:
        return _Act(event, [], told=False)
    event = replace(event, label=_form(event, any(row.role == "agent" for row in kept)))
    rows = [replace(row, label=event.label) for row in [*kept, *_things(word.document, act.parties, kept)]]
    return _Act(event, sorted(rows, key=lambda row: (row.role, row.start)))


def _form(event: Event, agents: bool) -> str:
    """The form of an act of which it is known now whether anybody acts."""
    if event.label == "active" or not agents:
        return "active" if event.label == "active" else "agentless"
    return event.label if event.label != "agentless" else "nominal" if event.word.pos == "NOUN" else "passive"


def _chosen(event: Event, role: str, party: Participant, known: Annotation | None) -> Annotation | None:
    """The row of somebody who may take part in an act, ``known`` where grammar has one; None if he likely does not."""
    chance = round(probability(party.marks, load_weights("rankers", "party")), 4)
    if chance < (_TOLD if known else _NAMED if party.mention else _UNDERSTOOD):
        return None
    if known:
        return replace(known, score=chance)
    at = party.mention or event.word
    return Annotation(
        "agency", event.label, at.start, at.end, role, event.relation, party.actor, chance, "agency.reader"
    )


def _things(document: Document, rows: Iterable[Annotation], kept: Collection[Annotation]) -> Iterator[Annotation]:
    """The phrases without an actor that take part: no pronoun beside an actor, and none that acts where only the
    network knows who does."""
    named, told = ({row.role for row in kept if row.rule != "agency.reader" or every} for every in (True, False))
    for row in rows:
        mistaken = row.role == "agent" and "agent" in named - told
        pronoun = all(word.pos == "PRON" for word in document.words_in(row))
        if not (row.actor or mistaken or (pronoun and row.role in named)):
            yield row


def _of_one_phrase(document: Document, rows: Collection[Annotation]) -> list[Annotation]:
    """Of those who may have one role in an act the likeliest, and who stands in the same phrase: two whom nothing
    joins do not act together. Those whom grammar finds are of one phrase, or of phrases of one verb."""
    if not rows:
        return []
    first = max(rows, key=lambda row: (row.score, -row.start))
    told = [row for row in rows if row.rule != "agency.reader"]
    kept = told if first in told else [first]
    phrases = {_joint(document, row) for row in kept}
    beside = [row for row in rows if row not in kept and _joint(document, row) in phrases]
    return [*kept, *beside]


def _is_both(row: Annotation, rows: Iterable[Annotation], word: Word) -> bool:
    """Whether an actor has the other role more surely; nobody acts upon himself, but where a reflexive says so."""
    others = [one for one in rows if one.actor == row.actor and one.role != row.role]
    reflexive = any(one.lower.endswith(REFLEXIVE) for one in word.children("dobj"))
    return not reflexive and any(_sureness(one) > _sureness(row) for one in others)


def _sureness(row: Annotation) -> tuple[bool, float, bool]:
    return row.rule != "agency.reader", row.score, row.role == "patient"


def _is_outside(row: Annotation, event: Event) -> bool:
    """Whether only the network gives an actor a role for which the verb has a phrase of its own, without him in it."""
    verb, passive = event.word, is_passive(event.word)
    stated = [word for word in verb.children("nsubjpass" if passive else "nsubj") if word.tag != "PRP"]
    held = {"agent": event.agents, "patient": event.patients}[row.role] if stated or row.role == "patient" else []
    own = [part.head for part in held if part.rule in {"agency.subject", "agency.object"} and part.head.tag != "PRP"]
    if row.rule != "agency.reader" or not own:
        return False
    inside = {below.index for one in own for below in one.subtree}
    return inside.isdisjoint(verb.document.indices(row))


def _joint(document: Document, row: Annotation) -> int:
    """The place of the first of the nouns that are joined to the one that a row names."""
    head = phrase_head(document.words_in(row))
    for _ in range(_REACH):
        if head is None or head.dep != "conj" or head.pos == "VERB":
            break
        head = head.head
    return head.start if head else row.start


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
    if claim := claim_of(event.word, cast.reader):
        yield Annotation("agency", "alleged", claim.start, claim.end, "shifter", event.relation, rule="agency.claim")
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
    """Whether a phrase that names no actor tells nothing: a pronoun or an oblique phrase that is acted upon, and a
    strike or a meanwhile that is nobody's."""
    if role == "patient":
        pronoun = part.head.pos == "PRON" and not part.head.lower.endswith(REFLEXIVE)
        return pronoun or part.rule == "agency.oblique"
    return part.rule == "agency.means"


def _is_number(cast: _Cast, head: Word) -> bool:
    """Whether a phrase is a time or an amount; "dozens of monks" are monks."""
    return head.entity in TIMES and not cast.reader.is_(head, "partitive")


def _phrase(head: Word) -> Span:
    return Span(_first(head).start, head.end)


def _first(head: Word) -> Word:
    """The first of the words directly before a head that hang on it."""
    words, below, first = head.document.words, head.children(*BEFORE_NOUN, "det", "nummod"), head
    while first.index and words[first.index - 1] in below:
        first = words[first.index - 1]
    return first
