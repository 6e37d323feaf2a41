"""Which side each actor stands on: a state with its government, ministers and forces, or a party with its people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from analysis.actors.kinds import places, states, words
from analysis.actors.known_actors import Actors
from analysis.annotation import Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document, Span, Word, fold
from analysis.text.grammar import after

_NOBODY = Actors()
_BEFORE = frozenset(["amod", "compound", "nmod", "poss"])
_JOINT = "; "  # between those who say something together
_OFFICES = ("head", "minister", "officer", "office")  # categories of titles whose holders act for a state


def find_sides(
    document: Document, mentions: Iterable[Annotation], known: Actors = _NOBODY, quotes: Iterable[Annotation] = ()
) -> Iterator[Annotation]:
    """The side of each actor that has one, as a row at his first mention; every actor stays an actor of its own.

    A state or a party is its own side. An organ is its state's: by its own name ("State Department"), or by a state in
    its name or beside it ("Iran's Health Ministry"). A person is on the side of the state or organ that is named with
    an office of his ("Iranian Foreign Minister Ali Omid", "Ali Omid, secretary of Iran's Security Council"), else on
    that of his party ("Ann Lee (R-Ky.)", "Republican Ann Lee"). An administration is on the side of whose it is; where
    that is not told, a person who has one is on that of the United States, if they are named, since only there is a
    government usually called so. Whoever is left is on the side of the group the analyst declared, if any.

    Args:
        document: With grammar.
        mentions: Rows of the layer ``actor``.
        known: Actors the analyst declared.
        quotes: Rows of the layer ``quote``; speakers who are no actors ("Peruvian officials", "one Republican") have
            sides too, by what stands in their name.

    >>> rows = find_sides(Document("d", "Iran"), [Annotation("actor", "name", 0, 4, "mention", actor="Iran")])
    >>> [(row.actor, row.relation, row.rule) for row in rows]
    [('Iran', 'Iran', 'sides.name')]
    """
    sides = _Sides(document, mentions, quotes)
    sides.add({actor: _side_by_name(actor) for actor in sides.first}, "sides.name")
    sides.add(sides.elected(_states_beside, lambda place: place.label == "name" and _is_organ(place.actor)))
    sides.add(sides.elected(_offices_of, lambda place: place.label in {"name", "title"}))
    sides.add(_of_administrations(sides.first, sides.found), "sides.administration")
    declared = {actor: entry.group for actor in sides.first if (entry := known.named(actor))}
    sides.add({actor: group for actor, group in declared.items() if actor not in sides.found}, "sides.declared")
    for actor, row in sides.first.items():
        if side := sides.found.get(actor):
            yield Annotation("side", "member", row.start, row.end, "member", side, actor, rule=sides.rules[actor])


class _Place(NamedTuple):
    """A mention: its actor, the indices of its words, and its label."""

    actor: str
    indices: range
    label: str


class _Sides:
    """The first mention of each actor and speaker, all their places, and the sides found so far with their rules."""

    def __init__(self, document: Document, mentions: Iterable[Annotation], quotes: Iterable[Annotation]) -> None:
        rows = [row for row in mentions if row.actor]
        actors = {row.actor for row in rows}
        named = {(row.start, row.end) for row in rows}
        sources = [row for row in quotes if row.role == "source" and row.actor]
        described = [
            replace(row, label="title") for row in sources if row.actor in actors and (row.start, row.end) not in named
        ]
        rows += [replace(row, label="title") for row in sources if not actors.issuperset(row.actor.split(_JOINT))]
        self.document, self.found, self.rules = document, dict[str, str](), dict[str, str]()
        self.first: dict[str, Annotation] = {}
        for row in rows:
            if _JOINT not in row.actor:
                self.first.setdefault(row.actor, row)
        rows += described  # "Iran's ambassador said", where that is somebody named elsewhere
        self.places = [_Place(row.actor, document.indices(Span(row.start, row.end)), row.label) for row in rows]

    def add(self, found: Mapping[str, str], rule: str = "") -> None:
        """Keep sides and why; without a rule, that of an office or of a party."""
        for actor, side in found.items():
            if side:
                self.found[actor] = side
                self.rules[actor] = rule or ("sides.office" if side in states() else "sides.party")

    def elected(self, votes_of: _Votes, counts: Callable[[_Place], bool]) -> dict[str, str]:
        """The side that is named most often with each actor who has none yet, at the places that count; a state goes
        before a party where both are so alike."""
        votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for place in self.places:
            if place.actor in self.first and place.actor not in self.found and counts(place):
                votes[place.actor].update(votes_of(self, place))
        return {
            actor: max(sides, key=lambda side: (sides[side], side in states()))
            for actor, sides in votes.items()
            if sides
        }


_Votes = Callable[[_Sides, _Place], Iterator[str]]


@lru_cache
def _owners(category: str) -> dict[str, str]:
    return {
        entry.term.lower(): entry.stands_for for entry in load_lexicon("sides").entries if entry.category == category
    }


@lru_cache
def _terms(category: str) -> frozenset[str]:
    return load_lexicon("sides").terms[category]


@lru_cache
def _office_words() -> frozenset[str]:
    titles = load_lexicon("titles").terms
    return frozenset(term.split()[-1].lower() for category in _OFFICES for term in titles[category])


def _side_by_name(actor: str) -> str:
    """The side that a name alone tells: a state, a party, an organ known by its name."""
    lower = actor.lower()
    if actor in states() or lower in _terms("party") or lower.endswith(" party"):
        return actor
    return _owners("organ").get(lower.removeprefix("the "), "")


def _is_organ(actor: str) -> bool:
    return not _terms("organ_noun").isdisjoint(fold(word).lower().removesuffix("'s") for word in actor.split())


def _states_beside(sides: _Sides, place: _Place) -> Iterator[str]:
    """The states in the name of an organ or right before it."""
    document, indices = sides.document, place.indices
    owner = indices.start - 1 - (document.lower_forms[indices.start - 1 : indices.start] == ("'s",))
    near = {*indices, owner, *(word.index for word in _head(document, indices).children(*_BEFORE))}
    forms = [form.removesuffix("'s") for form in document.forms[indices.start : indices.stop]]
    nations = places("state", "demonym")
    yield from (nations[form] for form in forms if form in nations)
    yield from (other.actor for other in sides.places if other.actor in states() and other.indices.stop - 1 in near)


def _offices_of(sides: _Sides, place: _Place) -> Iterator[str]:
    """The sides that are named with an office or a name: before it, or in what the office is of."""
    document, indices = sides.document, place.indices
    yield from _party_marks(document, indices)
    phrase = [*_phrase(_head(document, indices))]
    around = {word.index for word in phrase if word.index not in indices or place.label == "title"}
    offices = {*(word.lemma for word in phrase), *document.lemmas[indices.start : indices.stop]}
    official = not (offices.isdisjoint(_office_words()) and offices.isdisjoint(_terms("servant")))
    for other in sides.places:
        side = sides.found.get(other.actor) if other.indices.stop - 1 in around else None
        if side and (official or side not in states()):
            yield side


def _phrase(head: Word) -> Iterator[Word]:
    """A noun with what stands before it and what it is of; in apposition, also the title that it is beside."""
    yield head
    for word in head.children(*_BEFORE):
        yield word
        yield from word.children(*_BEFORE)
    for part in after(head, words("of_office")):
        yield from (part, *part.children(*_BEFORE))


def _party_marks(document: Document, indices: range) -> Iterator[str]:
    """The party of a mark after a name: "Ann Lee (R-Ky.)", "Ann Lee, D-Texas,"."""
    opening, mark, closing = (*document.forms[indices.stop : indices.stop + 3], "", "", "")[:3]
    letters, hyphen, _ = mark.partition("-")
    if opening in {"(", ","} and letters[:1].isupper() and (hyphen or closing == ")"):
        yield from filter(None, [_owners("letters").get(letters.lower())])


def _of_administrations(actors: Iterable[str], sides: Mapping[str, str]) -> dict[str, str]:
    """The sides of administrations and of those whose they are."""
    actors, found = list(actors), dict[str, str]()
    for actor in actors:
        owner, _, noun = actor.rpartition(" ")
        if noun.lower() == "administration" and owner:
            people = [other for other in actors if f" {other}".endswith(f" {owner}")]
            usual = "United States" if "United States" in actors else ""
            side = next((sides[person] for person in people if sides.get(person) in states()), usual)
            found |= dict.fromkeys([actor, *people], side)
    return found


def _head(document: Document, indices: range) -> Word:
    """The word of a mention that governs the others."""
    inside = [document.words[index] for index in indices]
    return next((word for word in inside if word.is_root or word.head.index not in indices), inside[-1])
