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
from analysis.text.document import Document, Span, overlaps
from analysis.text.matcher import find_terms

_REACH = 8  # verbs above an event that may deny it, and links followed from a phrase to an actor
_MOST = 20  # participants of one role kept


def find_agency(
    document: Document, mentions: Iterable[Annotation], negators: Lexicon | None = None, nominals: Lexicon | None = None
) -> Iterator[Annotation]:
    """Find the events in which a mentioned actor acts or is acted upon.

    Rows of one event share the relation ``agency:START`` (START of its action): one ``action`` (verb with its particle,
    or noun), ``agent`` and ``patient`` (the mention that names the phrase, else the one that modifies its head: "Iraqi
    forces"), and ``shifter`` where the event is denied. An agent who is no mentioned actor has a row with no actor, so
    that the event is not called agentless. Labels: ``active``, ``passive``, ``agentless``, ``nominal``.

    Denied is what a negator governs by grammar, and what stands under "fail", "refuse" and the like; two denials cancel
    each other. To refuse is an act as well and counts itself, to fail is not. Verbs of saying have the rule
    ``agency.speech`` on all rows, states of mind ``agency.mental``; others say how the row was found
    (``agency.subject``, ``agency.by_phrase``, ...), a noun by its entry.

    Args:
        document: With grammar; without, nothing is found.
        mentions: Rows of layer ``actor``, role ``mention``; those without an actor do not make an event.
        negators: The lexicon ``negators`` if None.
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
    text = _Text(document, nominals or load_lexicon("nominals"), known, negators or load_lexicon("negators"))
    for sentence in document.sentences if text.inside else ():
        indices = document.indices(sentence)
        if any(index in text.inside for index in indices):
            for index in indices:
                if event := text.event(index):
                    yield from _rows(text, event)


class _Text(EventReader):
    """A document with its mentions by token and its denials by the token they govern."""

    def __init__(
        self, document: Document, nominals: Lexicon, mentions: Sequence[Annotation], negators: Lexicon
    ) -> None:
        self.inside: dict[int, Annotation] = {}
        for mention in sorted(mentions, key=lambda row: row.end - row.start):
            self.inside |= dict.fromkeys(document.indices(Span(mention.start, mention.end)), mention)
        spans = {index: Span(mention.start, mention.end) for index, mention in self.inside.items()}
        super().__init__(document, event_words(nominals), spans)
        self.denied: dict[int, tuple[Span, str]] = {}
        found = [*find_terms(document, negators)] if self.inside else []
        idle = [match for match in found if match.entry.category != "negation"]
        for match in found:
            if match.entry.category == "negation" and not any(overlaps(match, one) for one in idle):
                self._deny(
                    range(match.first, match.last), (Span(match.start, match.end), negators.rule_id(match.entry))
                )

    def _deny(self, indices: range, denial: tuple[Span, str]) -> None:
        """An adverb or determiner denies what it hangs on, a preposition or pronoun what stands in its place.

        "Hardly any ships" denies the ships; "Spain, not Portugal," nothing that Spain does.
        """
        root = next((i for i in indices if self.tokens[i].head not in indices), indices[0])
        if self.tokens[root].dep not in {"neg", "advmod", "preconj", "det", "cc"}:
            self.denied.setdefault(root, denial)
            return
        head = self.tokens[root].head
        if self.tokens[head].dep == "det":
            head = self.tokens[head].head
        if root < head or self.tokens[head].pos in {"VERB", "AUX"}:
            self.denied.setdefault(head, denial)

    def actor_of(self, head: int, role: str) -> tuple[Annotation | None, str]:
        """The mention of a phrase and how it was found: that covers its head, is in apposition, or modifies it.

        What an act does, who acts does ("the Israeli strike killed"): an event noun has only its own agents.
        """
        for _ in range(_REACH):
            if self.is_(head, "partitive") and (inner := self.after(head, "", "of")):
                head = inner[0]
                continue
            for index in (head, *self.kids(head, "appos")[:1]):
                if mention := self.inside.get(index):
                    return mention, ""
            kind = self.kind(head)
            acts = kind in {"transitive", "intransitive"} or self.is_(head, "standing")
            naming = self.kids(head, *NAMING) if acts or (role == "patient" and not kind) else []
            for dep in NAMING:
                for index in naming:
                    if self.tokens[index].dep == dep and index in self.inside:
                        return self.inside[index], "agency.modifier"
            inner = [] if kind else self.after(head, "", "of")
            if not inner or inner[0] not in self.inside:
                return None, ""
            head = inner[0]
        return None, ""


def _rows(text: _Text, event: Event) -> Iterator[Annotation]:
    """The rows of an event, none where no actor takes part in it."""
    tokens = text.tokens
    relation, found = f"agency:{tokens[event.index].start}", []
    for role, parts in (("agent", event.agents), ("patient", event.patients)):
        seen: set[tuple[int, str]] = set()
        for part in parts[:_MOST]:
            if tokens[part.head].pos in {"VERB", "AUX", "ADV", "ADP", "SCONJ"} or _is_number(text, part.head):
                continue
            mention, rule = text.actor_of(part.head, role)
            actor = mention.actor if mention else ""
            span = Span(mention.start, mention.end) if mention else _phrase(text, part.head)
            if (not actor and role == "patient") or (span.start, "") in seen or (-1, actor) in seen:
                continue
            seen |= {(span.start, "")} | ({(-1, actor)} if actor else set())
            why = event.rule if event.rule != "agency.verb" else rule or part.rule
            found.append(Annotation("agency", event.label, span.start, span.end, role, relation, actor, rule=why))
    if not any(row.actor for row in found):
        return
    token, last = tokens[event.index], event.index + 1
    end = tokens[last].end if last in text.kids(event.index, "prt") else token.end
    yield Annotation("agency", event.label, token.start, end, "action", relation, rule=event.rule)
    yield from found
    if denial := _denial(text, event):
        span, rule = denial
        yield Annotation("agency", event.label, span.start, span.end, "shifter", relation, rule=rule)


def _is_number(text: _Text, head: int) -> bool:
    """Whether a phrase is a time or an amount; "dozens of monks" are monks."""
    return text.tokens[head].entity in TIMES and not text.is_(head, "partitive")


def _phrase(text: _Text, head: int) -> Span:
    """A head with the words directly before it that hang on it."""
    first = head
    while first and text.tokens[first - 1].head == head and text.tokens[first - 1].dep in {*NAMING, "det", "nummod"}:
        first -= 1
    return Span(text.tokens[first].start, text.tokens[head].end)


def _denial(text: _Text, event: Event) -> tuple[Span, str] | None:
    """The denial of an event: an odd number of them on it, its participants, or a verb that passes its denial down."""
    places = [event.index, *(part.head for part in [*event.agents, *event.patients])]
    found = [text.denied[place] for place in dict.fromkeys(places) if place in text.denied]
    index = event.index
    for _ in range(_REACH):
        token, above = text.tokens[index], text.tokens[index].head
        if above == index or above < 0:
            break
        if token.dep in {"pcomp", "pobj"} and above in text.denied:
            found.append(text.denied[above])
        if token.dep not in {"xcomp", "dobj", "conj", "ccomp"} or text.tokens[above].pos not in {"VERB", "AUX"}:
            break
        if token.dep == "xcomp" and text.is_(above, "implicative"):
            verb = text.tokens[above]
            found.append((Span(verb.start, verb.end), "agency.implicative"))
        elif not _passes(text, index, above):
            break
        found += [text.denied[above]] if above in text.denied else []
        index = above
    return found[-1] if len(found) % 2 else None


def _passes(text: _Text, index: int, above: int) -> bool:
    """Whether a denial of a verb is one of what hangs on it: raising, wishing and light verbs, and "not ... or"."""
    dep = text.tokens[index].dep
    if dep == "conj":
        return any(text.document.lower_forms[one] in {"or", "nor"} for one in text.kids(above, "cc"))
    if dep == "dobj":
        return text.is_(above, "light")
    return dep == "xcomp" and (text.is_(above, "aspect") or text.is_(above, "mental"))
