"""Which side each actor stands on: a state with its government, ministers and forces, or a party with its people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from analysis.actors.kinds import words
from analysis.actors.known_actors import Actors
from analysis.annotation import Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document, Span, Word, fold

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
    rows = [row for row in mentions if row.actor]
    actors = {row.actor for row in rows}
    sources = (row for row in quotes if row.role == "source" and row.actor)
    rows += [replace(row, label="title") for row in sources if not actors.issuperset(row.actor.split(_JOINT))]
    first: dict[str, Annotation] = {}
    for row in rows:
        if _JOINT not in row.actor:
            first.setdefault(row.actor, row)
    spans = [(row.actor, document.indices(Span(row.start, row.end)), row.label) for row in rows]
    sides = {actor: side for actor in first if (side := _side_by_name(actor))}
    rules = dict.fromkeys(sides, "sides.name")
    organs = [place for place in spans if place[0] not in sides and place[2] == "name" and _is_organ(place[0])]
    _add(_elected((actor, _states_beside(document, at, spans, sides)) for actor, at, _ in organs), sides, rules)
    people = [place for place in spans if place[0] in first and place[0] not in sides and place[2] in {"name", "title"}]
    _add(_elected((actor, _offices_of(document, at, label, spans, sides)) for actor, at, label in people), sides, rules)
    _add(_of_administrations(first, sides), sides, rules, "sides.administration")
    declared = {actor: entry.group for actor in first if actor not in sides and (entry := known.named(actor))}
    _add(declared, sides, rules, "sides.declared")
    for actor, row in first.items():
        if sides.get(actor):
            yield Annotation("side", "member", row.start, row.end, "member", sides[actor], actor, rule=rules[actor])


_Placed = list[tuple[str, range, str]]  # of each row the actor, the indices of its words, and its label


def _add(found: Mapping[str, str], sides: dict[str, str], rules: dict[str, str], rule: str = "") -> None:
    """Keep the sides that were found and why; without a rule, that of an office or of a party."""
    sides |= found
    rules |= {actor: rule or ("sides.office" if side in _states() else "sides.party") for actor, side in found.items()}


@lru_cache
def _owners(category: str) -> dict[str, str]:
    return {
        entry.term.lower(): entry.stands_for for entry in load_lexicon("sides").entries if entry.category == category
    }


@lru_cache
def _terms(category: str) -> frozenset[str]:
    return load_lexicon("sides").terms[category]


@lru_cache
def _states() -> frozenset[str]:
    return frozenset(
        entry.stands_for or entry.term for entry in load_lexicon("places").entries if entry.category == "state"
    )


@lru_cache
def _nations() -> dict[str, str]:
    """The names, adjectives and inhabitants of a state → the state."""
    entries = (entry for entry in load_lexicon("places").entries if entry.category in {"state", "demonym"})
    return {entry.term: entry.stands_for or entry.term for entry in entries}


@lru_cache
def _office_words() -> frozenset[str]:
    titles = load_lexicon("titles").terms
    return frozenset(term.split()[-1].lower() for category in _OFFICES for term in titles[category])


def _side_by_name(actor: str) -> str:
    """The side that a name alone tells: a state, a party, an organ known by its name."""
    lower = actor.lower()
    if actor in _states() or lower in _terms("party") or lower.endswith(" party"):
        return actor
    return _owners("organ").get(lower.removeprefix("the "), "")


def _is_organ(actor: str) -> bool:
    return not _terms("organ_noun").isdisjoint(word.lower() for word in _words(actor))


def _words(name: str) -> list[str]:
    """The words of a name, without possessive endings."""
    return [fold(word).removesuffix("'s") for word in name.split()]


def _elected(votes: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """The side of each actor that is named with him most often; a state goes before a party where both are so alike."""
    counted: dict[str, Counter[str]] = {}
    for actor, sides in votes:
        counted.setdefault(actor, Counter()).update(sides)
    return {
        actor: max(sides, key=lambda side: (sides[side], side in _states()))
        for actor, sides in counted.items()
        if sides
    }


def _states_beside(document: Document, indices: range, spans: _Placed, sides: Mapping[str, str]) -> Iterator[str]:
    """The states in the name of an organ or right before it."""
    head = _head(document, indices)
    owner = indices.start - 1 - (document.lower_forms[indices.start - 1 : indices.start] == ("'s",))
    near = {*indices, owner, *(word.index for word in head.children(*_BEFORE))}
    yield from (_nations()[word] for word in _words(document.covered(_span(document, indices))) if word in _nations())
    for actor, inside, _ in spans:
        if actor in _states() and inside.stop - 1 in near:
            yield sides.get(actor, actor)


def _offices_of(
    document: Document, indices: range, label: str, spans: _Placed, sides: Mapping[str, str]
) -> Iterator[str]:
    """The sides that are named with an office or a name: before it, or in what the office is of."""
    head = _head(document, indices)
    yield from _party_marks(document, indices)
    phrase = [*_phrase(head)]
    around = {word.index for word in phrase if word.index not in indices or label == "title"}
    offices = {*(word.lemma for word in phrase), *document.lemmas[indices.start : indices.stop]}
    official = not (offices.isdisjoint(_office_words()) and offices.isdisjoint(_terms("servant")))
    for actor, inside, _ in spans:
        if actor in sides and inside.stop - 1 in around:
            side = sides[actor]
            if official or side not in _states():
                yield side


def _phrase(head: Word) -> Iterator[Word]:
    """A noun with what stands before it and what it is of; in apposition, also the title that it is beside."""
    yield head
    for word in head.children(*_BEFORE):
        yield word
        yield from word.children(*_BEFORE)
    for link in head.children("prep"):
        if link.lower in words("of_office"):
            for part in link.children("pobj"):
                yield from (part, *part.children(*_BEFORE))


def _party_marks(document: Document, indices: range) -> Iterator[str]:
    """The party of a mark after a name: "Ann Lee (R-Ky.)", "Ann Lee, D-Texas,"."""
    after = indices.stop
    if document.forms[after : after + 1] in {("(",), (",",)} and after + 1 < len(document.forms):
        mark = document.forms[after + 1].split("-")[0]
        closed = "-" in document.forms[after + 1] or document.forms[after + 2 : after + 3] == (")",)
        if closed and mark[:1].isupper() and (party := _owners("letters").get(mark.lower())):
            yield party


def _of_administrations(actors: Iterable[str], sides: Mapping[str, str]) -> dict[str, str]:
    """The sides of administrations and of those whose they are."""
    actors, found = list(actors), dict[str, str]()
    for actor in actors:
        owner, _, noun = actor.rpartition(" ")
        if noun.lower() != "administration" or not owner:
            continue
        people = [other for other in actors if other == owner or other.endswith(f" {owner}")]
        side = next((sides[person] for person in people if sides.get(person) in _states()), "")
        if not side and "United States" in actors:
            side = "United States"
        if side:
            found |= {actor: side, **dict.fromkeys(people, side)}
    return found


def _span(document: Document, indices: range) -> Span:
    return Span(document.tokens[indices.start].start, document.tokens[indices.stop - 1].end)


def _head(document: Document, indices: range) -> Word:
    """The word of a mention that governs the others."""
    inside = [document.words[index] for index in indices]
    return next((word for word in inside if word.is_root or word.head.index not in indices), inside[-1])
