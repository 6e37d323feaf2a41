"""Agency: who does what to whom, by the grammar of verbs and of nouns of action.

A clause is read by its subject, object and by-phrase, a noun of action by its possessor and prepositions; which of them
acts is data, the lexicon ``nominals``. Modal, conditional and planned events count like real ones ("may attack"), being
and having are no events. References: Dowty, D. (1991). Thematic proto-roles and argument selection. Language, 67(3);
Grimshaw, J. (1990). Argument Structure; van Dijk, T. A. (1988). News as Discourse (agency and the passive in news).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from analysis.agency.events import NAMING, TIMES, Event, EventReader, event_words
from analysis.annotation import Annotation
from analysis.lexicon.lexicon import Lexicon, load_lexicon
from analysis.text.document import Document, Span, Word
from analysis.text.negation import Negation

_REACH = 8  # links followed from a phrase to an actor
_MOST = 20  # participants of one role kept


def find_agency(
    document: Document,
    mentions: Iterable[Annotation],
    negation: Negation | None = None,
    nominals: Lexicon | None = None,
) -> Iterator[Annotation]:
    """Find the events in which a mentioned actor acts or is acted upon.

    Rows of one event share the relation ``agency:START`` (START of its action): one ``action`` (verb with its particle,
    or noun), ``agent`` and ``patient`` (the mention that names the phrase, else the one that modifies its head: "Iraqi
    forces"), and ``shifter`` where the event is denied. An agent who is no mentioned actor has a row with no actor, so
    that the event is not called agentless. Labels: ``active``, ``passive``, ``agentless``, ``nominal``.

    Denied is what ``analysis.text.negation`` says; to refuse is an act as well and counts itself, to fail is not. Verbs
    of saying have the rule
    ``agency.speech`` on all rows, states of mind ``agency.mental``; others say how the row was found
    (``agency.subject``, ``agency.by_phrase``, ...), a noun by its entry.

    Args:
        document: With grammar; without, nothing is found.
        mentions: Rows of layer ``actor``, role ``mention``; those without an actor do not make an event.
        negation: What the document denies; looked for if None.
        nominals: The lexicon ``nominals`` if None.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> news = parse(segment(Document("d", "Iraq was invaded by American troops.")))
    >>> actors = [Annotation("actor", "name", 0, 4, "mention", actor="Iraq")]
    >>> for row in find_agency(news, actors):
    ...     print(f"{news.covered(row):15} {row.role:8} {row.label:8} {row.actor:5} {row.rule}")
    invaded         action   passive        agency.verb
    American troops agent    passive        agency.by_phrase
    Iraq            patient  passive  Iraq  agency.subject
    """
    parsed = any(token.dep for token in document.tokens[:1])
    known = [*mentions] if parsed else []
    text = _Text(document, nominals or load_lexicon("nominals"), known)
    if not text.inside:
        return
    negation = negation or Negation(document)
    for sentence in document.sentences:
        words = [document.words[index] for index in document.indices(sentence)]
        if any(word in text.inside for word in words):
            for word in words:
                if event := text.event(word):
                    yield from _rows(text, event, negation)


class _Text(EventReader):
    """A document with its mentions by word."""

    def __init__(self, document: Document, nominals: Lexicon, mentions: Sequence[Annotation]) -> None:
        self.inside: dict[Word, Annotation] = {}
        for mention in sorted(mentions, key=lambda row: row.end - row.start):
            words = (document.words[index] for index in document.indices(Span(mention.start, mention.end)))
            self.inside |= dict.fromkeys(words, mention)
        spans = {word: Span(mention.start, mention.end) for word, mention in self.inside.items()}
        super().__init__(document, event_words(nominals), spans)

    def actor_of(self, head: Word, role: str) -> tuple[Annotation | None, str]:
        """The mention of a phrase and how it was found: that covers its head, is in apposition, or modifies it.

        What an act does, who acts does ("the Israeli strike killed"): an event noun has only its own agents.
        """
        for _ in range(_REACH):
            if self.is_(head, "partitive") and (inner := self.after(head, "", "of")):
                head = inner[0]
                continue
            for word in (head, *head.children("appos")[:1]):
                if mention := self.inside.get(word):
                    return mention, ""
            kind = self.kind(head)
            acts = kind in {"transitive", "intransitive"} or self.is_(head, "standing")
            naming = head.children(*NAMING) if acts or (role == "patient" and not kind) else []
            for word in sorted(naming, key=lambda modifier: NAMING.index(modifier.dep)):
                if word in self.inside:
                    return self.inside[word], "agency.modifier"
            inner = [] if kind else self.after(head, "", "of")
            if not inner or inner[0] not in self.inside:
                return None, ""
            head = inner[0]
        return None, ""


def _rows(text: _Text, event: Event, negation: Negation) -> Iterator[Annotation]:
    """The rows of an event, none where no actor takes part in it."""
    relation, rows = f"agency:{event.word.start}", []
    for role, parts in (("agent", event.agents), ("patient", event.patients)):
        seen: set[tuple[int, str]] = set()
        for part in parts[:_MOST]:
            if part.head.pos in {"VERB", "AUX", "ADV", "ADP", "SCONJ"} or _is_number(text, part.head):
                continue
            mention, rule = text.actor_of(part.head, role)
            actor = mention.actor if mention else ""
            span = Span(mention.start, mention.end) if mention else _phrase(part.head)
            if (not actor and role == "patient") or (span.start, "") in seen or (-1, actor) in seen:
                continue
            seen |= {(span.start, "")} | ({(-1, actor)} if actor else set())
            why = event.rule if event.rule != "agency.verb" else rule or part.rule
            rows.append(Annotation("agency", event.label, span.start, span.end, role, relation, actor, rule=why))
    if not any(row.actor for row in rows):
        return
    particles = [word.end for word in event.word.children("prt") if word.index == event.word.index + 1]
    end = particles[0] if particles else event.word.end
    yield Annotation("agency", event.label, event.word.start, end, "action", relation, rule=event.rule)
    yield from rows
    if denial := negation.of(event.word):
        yield Annotation("agency", event.label, denial.start, denial.end, "shifter", relation, rule=denial.rule)


def _is_number(text: _Text, head: Word) -> bool:
    """Whether a phrase is a time or an amount; "dozens of monks" are monks."""
    return head.entity in TIMES and not text.is_(head, "partitive")


def _phrase(head: Word) -> Span:
    """A head with the words directly before it that hang on it."""
    words, below, first = head.document.words, head.children(*NAMING, "det", "nummod"), head
    while first.index and words[first.index - 1] in below:
        first = words[first.index - 1]
    return Span(first.start, head.end)
