"""Which names name the same: full and short forms, spellings of one name in another script, letters in brackets."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from analysis.actors.kinds import Mention, places, without_article, words
from analysis.actors.spelling import is_variant, plain_name, same_person, skeleton, without_suffix
from analysis.text.document import Document

_WORDS = 12  # words of a name that is cut to find its short forms
_SHORT = 2  # consonants that too many names have in common
_NAMESAKES = 12  # actors of one surname that are looked through


@dataclass(eq=False, slots=True)
class Party:
    """An actor of one document: what it is called, its kind and sex, the offices and states told of it."""

    name: str
    kind: str
    words: tuple[str, ...] = ()
    sex: str = ""
    known: bool = False
    offices: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    count: int = 0
    seen: int = -1
    soft: bool = False
    bare: int = 0
    kin: bool = False
    address: str = ""
    forms: dict[tuple[str, ...], int] = field(default_factory=dict)

    @property
    def surname(self) -> str:
        """The last word of the name, without what tells namesakes apart."""
        return without_suffix(self.words)[-1]

    def take(self, mention: Mention, parts: tuple[str, ...]) -> None:
        """Count a mention to the actor; the fullest name, or of several such the most frequent, is the canonical one.

        A name of many words that is met once may have a word of a headline in it: of names of two words or more the
        one met most often is taken, and the longer one where they are met alike.
        """
        self.count, self.seen, self.sex = self.count + 1, mention.first, self.sex or mention.sex
        self.kin = self.kin or mention.kin
        self.bare += len(parts) == 1 and not mention.sex
        self.forms[parts] = self.forms.get(parts, 0) + 1
        if not self.known:
            self.words = max(self.forms, key=lambda one: (min(len(plain_name(one)), 2), self.forms[one], len(one)))
            self.name = " ".join(self.words)


class _Parties:
    """The actors of a document as they are met, found again by any word of a name."""

    def __init__(self) -> None:
        self.all: list[Party] = []
        self._by_word: dict[str, list[Party]] = {}
        self._by_name: dict[str, Party] = {}
        self._pieces: dict[tuple[str, ...], dict[int, Party]] = {}

    def named(self, name: str, kind: str) -> Party:
        """The actor of a canonical name; a new one where none is called so."""
        if name not in self._by_name:
            party = self._by_name[name] = self._new(Party(name, kind, tuple(name.split()), known=True))
            self._cut(party, party.words)
        return self._by_name[name]

    def _new(self, party: Party) -> Party:
        self.all.append(party)
        self._index(party, without_suffix(party.words))
        return party

    def _index(self, party: Party, parts: Sequence[str]) -> None:
        for word in {parts[-1], skeleton(parts[-1]), parts[0]} if parts else ():
            found = self._by_word.setdefault(word, [])
            if party not in found[-_NAMESAKES:]:
                found.append(party)

    def person(self, mention: Mention, parts: tuple[str, ...]) -> Party:
        """The person of a name of one or more words: of namesakes the one of that sex who was named last."""
        full, parts = parts, without_suffix(parts)
        near = [*self._near(parts[-1]), *(self._near(parts[0]) if len(parts) > 1 else ())]
        fitting = [party for party in near if party.kind == "person" and self._fits(party, mention, full)]
        by_surname = [party for party in fitting if without_article(party.surname) == without_article(parts[-1])]
        usual = len(parts) == 1 and not mention.sex  # who has been called by that name alone goes on to be called so
        party = max(
            by_surname or fitting, key=lambda one: (usual * one.bare, usual and not one.kin, one.seen), default=None
        )
        if party is None:
            party = self._new(Party(" ".join(full), "person", full))
        party.take(mention, full)
        self._index(party, parts)
        return party

    def _near(self, word: str) -> Iterator[Party]:
        for key in dict.fromkeys((word, skeleton(word))):  # in one order in every run
            yield from self._by_word.get(key, ())[-_NAMESAKES:]

    @staticmethod
    def _fits(party: Party, mention: Mention, parts: tuple[str, ...]) -> bool:
        if mention.sex and party.sex and mention.sex != party.sex:
            return False
        known = without_suffix(party.words)
        if len(without_suffix(parts)) > 1 and len(known) > 1:
            return same_person(parts, party.words)
        parts = without_suffix(parts)
        if len(parts) == 1:
            return parts[0] == known[0] or is_variant(parts[0], known[-1])
        return known[-1] == parts[-1]

    def institution(self, mention: Mention, parts: tuple[str, ...]) -> Party:
        """The institution, place or group of a name: the same words in any order but small ones ("Ministry of …")."""
        key = " ".join(sorted(places("state").get(word, word) for word in parts if word.lower() not in words("link")))
        if key not in self._by_name:
            short = self._whole(parts) if mention.kind in {"organisation", "other"} else None
            self._by_name[key] = short or self._new(Party(" ".join(parts), mention.kind, parts, soft=not mention.sure))
        party = self._by_name[key]
        party.take(mention, parts)
        self._cut(party, parts)
        return party

    def _cut(self, party: Party, parts: tuple[str, ...]) -> None:
        """Let an institution be found by the beginning and the end of its name, and by its initials."""
        if party.kind == "organisation" and 1 < len(parts) <= _WORDS:
            pieces = [
                (_initials(parts),),
                (_initials(parts, small=True),),
                *((parts[:at], parts[at:])[end] for at in range(1, len(parts)) for end in (0, 1)),
            ]
            for piece in pieces:
                self._pieces.setdefault(piece, {})[id(party)] = party

    def _whole(self, parts: tuple[str, ...]) -> Party | None:
        """The institution whose name begins or ends with some words, or has these initials, if only one does."""
        letters = tuple(word.replace(".", "") for word in parts)
        found = list({**self._pieces.get(parts, {}), **self._pieces.get(letters, {})}.values())
        return found[0] if len(found) == 1 else None

    def abbreviate(self, letters: str, party: Party) -> None:
        """Let letters in brackets name the institution before them."""
        self._by_name[letters] = party


def _initials(parts: Sequence[str], small: bool = False) -> str:
    """The first letters of a name, with those of the small words in it where asked."""
    return "".join(word[0] for word in parts if word[0].isalnum() and (small or word.lower() not in words("link")))


def parties_of(document: Document, mentions: Sequence[Mention]) -> dict[int, Party]:
    """The actor of every name, by the place of the mention in the list: full names first, so that short ones find them.

    Persons are met in text order, full names before single ones; a single name means the namesake named last before
    it, or the first after it. Sets ``seen`` as it goes.
    """
    parties, found = _Parties(), dict[int, Party]()
    parts = {at: _words_of(document, mention) for at, mention in enumerate(mentions)}
    letters = {at for at in range(1, len(mentions)) if _in_brackets(document, mentions[at - 1], mentions[at])}
    kinds = {parts[at]: mentions[at - 1].kind for at in letters}
    for at, mention in enumerate(mentions):
        mention.kind = kinds.get(parts[at], mention.kind)
        if mention.actor:
            found[at] = parties.named(mention.actor, mention.kind)
            found[at].take(mention, parts[at])
    _spellings(mentions, parts)
    persons = [at for at in parts if at not in found and mentions[at].kind == "person"]
    for at in persons:
        if len(parts[at]) > 1:
            found[at] = parties.person(mentions[at], parts[at])
    for party in parties.all:
        party.seen = -1
    for at in persons:  # in text order, so that of two namesakes the one named last is meant
        if at in found:
            found[at].seen = mentions[at].first
        else:
            found[at] = parties.person(mentions[at], parts[at])
    _institutions(mentions, parts, letters, parties, found)
    _tell_apart(document, mentions, found)
    return found


def _spellings(mentions: Sequence[Mention], parts: Mapping[int, tuple[str, ...]]) -> None:
    """A name that is only guessed to be an institution's, and is a spelling of a surname, is the person's."""
    full = [name[-1] for at, name in parts.items() if mentions[at].kind == "person" and len(name) > 1]
    surnames = {(name[0], skeleton(name)) for name in full if len(skeleton(name)) > _SHORT}
    for at, name in parts.items():
        one = mentions[at]
        if len(name) == 1 and one.kind in {"organisation", "other", "place"} and not (one.sure or one.actor):
            one.kind = "person" if (name[0][0], skeleton(name[0])) in surnames else one.kind


def _words_of(document: Document, mention: Mention) -> tuple[str, ...]:
    """The words of a name, each with the apostrophe after it: "Farmers' Alliance"."""
    parts: list[str] = []
    for form in document.forms[mention.first : mention.last]:
        if form == "'" and parts:
            parts[-1] += form
        else:
            parts.append(form)
    return tuple(parts)


def _tell_apart(document: Document, mentions: Sequence[Mention], found: dict[int, Party]) -> None:
    """Call persons of one name by their form of address, too: "Mrs. Holt" and "Mr. Holt"."""
    for at, party in found.items():
        mention = mentions[at]
        if party.kind == "person" and mention.sex and mention.lead >= 0 and not party.address:
            titles = document.forms[mention.lead : mention.first]
            party.address = next((word for word in titles if word.lower() in _addresses()), "")
    named: dict[str, list[Party]] = {}
    for party in dict.fromkeys(found.values()):
        named.setdefault(party.name, []).append(party)
    for namesakes in named.values():
        for party in namesakes if len(namesakes) > 1 else ():
            party.name = f"{party.address} {party.name}" if party.address else party.name


@lru_cache
def _addresses() -> frozenset[str]:
    return words("honorific_man") | words("honorific_woman")


def _institutions(
    mentions: Sequence[Mention], parts: dict[int, tuple[str, ...]], letters: Collection[int], parties: _Parties,
    found: dict[int, Party],
) -> None:  # fmt: skip
    """The names that are no person's: long ones first, then letters in brackets, then the short ones that mean them."""
    rest = [at for at in parts if at not in found]
    for at in sorted(rest, key=lambda at: (at not in letters and len(parts[at]) == 1, at in letters, -len(parts[at]))):
        if at in letters and at - 1 in found:
            found[at] = found[at - 1]
            parties.abbreviate(" ".join(parts[at]), found[at])
        else:
            found[at] = parties.institution(mentions[at], parts[at])


def _in_brackets(document: Document, before: Mention, mention: Mention) -> bool:
    """Whether a mention is letters in brackets after a name: "Supreme National Security Council (SNSC)"."""
    letters = "".join(document.forms[mention.first : mention.last])
    gap = document.forms[before.last : mention.first]
    name = document.forms[before.first : before.last]
    spelled = len(letters) > 1 and letters.lower() in {_initials(name).lower(), _initials(name, small=True).lower()}
    return gap == ("(",) and (letters.isupper() or spelled) and before.kind != "person"
