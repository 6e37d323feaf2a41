"""Which names name the same: full and short forms, spellings of one name in another script, letters in brackets."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from analysis.text.document import Document
from analysis.text.mentions import Mention, words

_LONG = 5  # letters from which two spellings are compared; below, names differ by one letter too often
_SLIPS = 2  # letters by which two spellings of one name may differ
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

    def take(self, mention: Mention, parts: tuple[str, ...]) -> None:
        """Count a mention to the actor; the longest name met becomes the canonical one."""
        self.count, self.seen, self.sex = self.count + 1, mention.first, self.sex or mention.sex
        if not self.known and len(parts) > len(self.words):
            self.name, self.words = " ".join(parts), parts


@lru_cache(maxsize=20_000)
def skeleton(word: str) -> str:
    """The consonants of a name, without accents, article and doubling: what spellings of it have in common.

    >>> skeleton("Suleimani") == skeleton("Soleimani"), skeleton("al-Kazemi")
    (True, 'ksm')
    """
    plain = "".join(char for char in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(char))
    head, _, tail = plain.partition("-")
    plain = tail if tail and head in words("particle") else plain
    kept = plain.translate(str.maketrans("qcz", "kks", "aeiouywh'’.-"))
    return "".join(char for at, char in enumerate(kept) if at == 0 or char != kept[at - 1]) or plain


@lru_cache(maxsize=20_000)
def is_variant(one: str, other: str) -> bool:
    """Whether two words may be spellings of one name: five letters or more, and the same consonants or two slips.

    A slip is a letter too many, missing, wrong, or two that changed places (Damerau 1964).

    >>> is_variant("Qassem", "Qassemi"), is_variant("al-Muhandis", "al-Muahdis"), is_variant("Bush", "Bash")
    (True, True, False)
    """
    if one == other:
        return True
    if min(len(one), len(other)) < _LONG or abs(len(one) - len(other)) > _SLIPS or one[0].lower() != other[0].lower():
        return False
    return skeleton(one) == skeleton(other) or _slips(one.lower(), other.lower()) <= min(_SLIPS, len(one) // 4)


def _slips(one: str, other: str) -> int:
    rows = [list(range(len(other) + 1))]
    for i, char in enumerate(one, 1):
        rows.append([i])
        for j, against in enumerate(other, 1):
            least = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (char != against))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == against:
                least = min(least, rows[i - 2][j - 2] + 1)
            rows[i].append(least)
    return rows[-1][-1]


def same_person(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names of two words or more may name one person.

    The surnames agree and every given name of the shorter agrees with one of the longer, by spelling or initial; or
    all but the surname agree, and the surnames are spellings of one.

    >>> same_person(("Haj", "Qassem", "Soleimani"), ("Qassemi", "Soleimani"))
    True
    >>> same_person(("Hillary", "Clinton"), ("Bill", "Clinton"))
    False
    """
    short, long = sorted((one, other), key=len)
    if not is_variant(short[-1], long[-1]):
        return False
    if short[-1] != long[-1]:
        return tuple(short[:-1]) == tuple(long[:-1])
    return all(any(_agrees(word, against) for against in long[:-1]) for word in short[:-1])


def _agrees(one: str, other: str) -> bool:
    if len(one.rstrip(".")) == 1 or len(other.rstrip(".")) == 1:
        return one[0] == other[0]
    return is_variant(one, other) or (
        min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one))
    )


class Parties:
    """The actors of a document as they are met, found again by any word of a name."""

    def __init__(self) -> None:
        self.all: list[Party] = []
        self._by_word: dict[str, list[Party]] = {}
        self._by_name: dict[str, Party] = {}

    def named(self, name: str, kind: str, known: bool = True) -> Party:
        """The actor of a canonical name; a new one where none is called so."""
        if name not in self._by_name:
            self._by_name[name] = self._new(Party(name, kind, tuple(name.split()), known=known))
        return self._by_name[name]

    def _new(self, party: Party) -> Party:
        self.all.append(party)
        self._index(party, party.words)
        return party

    def _index(self, party: Party, parts: Sequence[str]) -> None:
        for word in {parts[-1], skeleton(parts[-1]), parts[0]} if parts else ():
            found = self._by_word.setdefault(word, [])
            if party not in found[-_NAMESAKES:]:
                found.append(party)

    def person(self, mention: Mention, parts: tuple[str, ...]) -> Party:
        """The person of a name of one or more words: of namesakes the one of that sex who was named last."""
        near = [*self._near(parts[-1]), *(self._near(parts[0]) if len(parts) > 1 else ())]
        fitting = [party for party in near if party.kind == "person" and self._fits(party, mention, parts)]
        by_surname = [party for party in fitting if party.words[-1] == parts[-1]]
        party = max(by_surname or fitting, key=lambda one: one.seen, default=None)
        if party is None:
            party = self._new(Party(" ".join(parts), "person", parts))
        party.take(mention, parts)
        self._index(party, parts)
        return party

    def _near(self, word: str) -> Iterator[Party]:
        for key in {word, skeleton(word)}:
            yield from self._by_word.get(key, ())[-_NAMESAKES:]

    @staticmethod
    def _fits(party: Party, mention: Mention, parts: tuple[str, ...]) -> bool:
        if mention.sex and party.sex and mention.sex != party.sex:
            return False
        if len(parts) > 1 and len(party.words) > 1:
            return same_person(parts, party.words)
        if len(parts) == 1:
            return parts[0] == party.words[-1] or parts[0] == party.words[0] or (
                is_variant(parts[0], party.words[-1])
            )  # fmt: skip
        return party.words[-1] == parts[-1]

    def institution(self, mention: Mention, parts: tuple[str, ...]) -> Party:
        """The institution, place or group of a name: the same words in any order but small ones ("Ministry of …")."""
        key = " ".join(sorted(word for word in parts if word.lower() not in words("link")))
        if key not in self._by_name:
            self._by_name[key] = self._new(Party(" ".join(parts), mention.kind, parts))
        party = self._by_name[key]
        party.take(mention, parts)
        return party

    def abbreviate(self, letters: str, party: Party) -> None:
        """Let letters in brackets name the institution before them."""
        self._by_name[letters] = party


def parties_of(document: Document, mentions: Sequence[Mention]) -> dict[int, Party]:
    """The actor of every name, by the place of the mention in the list: full names first, so that short ones find them.

    Persons are met in text order, full names before single ones; a single name means the namesake named last before
    it, or the first after it. Sets ``seen`` as it goes.
    """
    parties, found = Parties(), dict[int, Party]()
    parts = {at: document.forms[mention.first : mention.last] for at, mention in enumerate(mentions)}
    for at, mention in enumerate(mentions):
        if mention.actor:
            found[at] = parties.named(mention.actor, mention.kind)
            found[at].take(mention, parts[at])
    letters = {
        parts[at]: mentions[at - 1].kind
        for at in range(1, len(mentions))
        if _in_brackets(document, mentions[at - 1], mentions[at])
    }
    for at, mention in enumerate(mentions):
        mention.kind = letters.get(parts[at], mention.kind)
    persons = [at for at in parts if at not in found and mentions[at].kind == "person"]
    late: list[int] = []
    for at in [at for at in persons if len(parts[at]) > 1]:
        found[at] = parties.person(mentions[at], parts[at])
    for party in parties.all:
        party.seen = -1
    for at in persons:  # in text order, so that of two namesakes the one named last is meant
        if len(parts[at]) > 1:
            found[at].seen = mentions[at].first
        else:
            late.append(at)
            found[at] = parties.person(mentions[at], parts[at])
    for at, mention in enumerate(mentions):
        if at and at not in found and _in_brackets(document, mentions[at - 1], mention):
            found[at] = found[at - 1]
            parties.abbreviate(" ".join(parts[at]), found[at])
        elif at not in found:
            found[at] = parties.institution(mention, parts[at])
    return found


def _in_brackets(document: Document, before: Mention, mention: Mention) -> bool:
    """Whether a mention is letters in brackets after a name: "Supreme National Security Council (SNSC)"."""
    letters = "".join(document.forms[mention.first : mention.last])
    gap = document.forms[before.last : mention.first]
    return gap == ("(",) and letters.isupper() and before.kind != "person"
