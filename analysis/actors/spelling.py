"""Spellings of a name: two words, or two names of persons, that may be the same, also in another script."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from analysis.actors.kinds import without_article, words
from analysis.text.words import given_names

_LONG = 5  # letters from which two spellings are compared; below, names differ by one letter too often
_SLIPS = 2  # letters by which two spellings of one name may differ


@lru_cache(maxsize=20_000)
def skeleton(word: str) -> str:
    """The consonants of a name, without accents, article and doubling: what spellings of it have in common.

    >>> skeleton("Suleimani") == skeleton("Soleimani"), skeleton("al-Kazemi")
    (True, 'ksm')
    """
    plain = "".join(char for char in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(char))
    plain = without_article(plain)
    kept = plain.translate(str.maketrans("qcz", "kks", "aeiouywh'’.-"))
    return "".join(char for at, char in enumerate(kept) if at == 0 or char != kept[at - 1]) or plain


@lru_cache(maxsize=20_000)
def is_variant(one: str, other: str) -> bool:
    """Whether two words may be spellings of one name: five letters or more, and the same consonants or two slips.

    A slip is a letter too many, missing, wrong, or two that changed places (Damerau 1964).

    >>> is_variant("Qassem", "Qassemi"), is_variant("al-Muhandis", "al-Muahdis"), is_variant("Bush", "Bash")
    (True, True, False)
    """
    one, other = without_article(one), without_article(other)
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
    if _suffix_of(one) and _suffix_of(other) and _suffix_of(one) != _suffix_of(other):
        return False
    short, long = sorted((plain_name(tuple(one)), plain_name(tuple(other))), key=len)
    if not short or not is_variant(short[-1], long[-1]):
        return False
    if short[-1] != long[-1] and tuple(short[:-1]) != tuple(long[:-1]):
        return False
    return all(any(_agrees(word, against) for against in long[:-1]) for word in short[:-1])


@lru_cache(maxsize=20_000)
def plain_name(name: tuple[str, ...]) -> tuple[str, ...]:
    """A name without the small words in it and without what follows a surname; a given name stays.

    >>> plain_name(("Ann", "de", "Boer")), plain_name(("Martin", "Kell", "Jr.")), plain_name(("Ben", "Orr"))
    (('Ann', 'Boer'), ('Martin', 'Kell'), ('Ben', 'Orr'))
    """
    lower = [word.lower() for word in name]
    given = {0} if lower and lower[0] in given_names() and name[0][:1].isupper() else set[int]()
    small = words("particle") | words("suffix")
    return tuple(word for at, word in enumerate(name) if at in given or lower[at] not in small)


def _suffix_of(name: Sequence[str]) -> str:
    """What follows the surname to tell namesakes apart, in small letters without a full stop; empty where nothing does.

    >>> _suffix_of(("Martin", "Kell", "Jr.")), _suffix_of(("Martin", "Kell"))
    ('jr', '')
    """
    last = name[-1].lower() if len(name) > 1 else ""
    return last.rstrip(".") if last in words("suffix") else ""


def without_suffix(name: tuple[str, ...]) -> tuple[str, ...]:
    """A name without what follows the surname.

    >>> without_suffix(("Martin", "Kell", "Jr."))
    ('Martin', 'Kell')
    """
    return name[:-1] if _suffix_of(name) else name


def _agrees(one: str, other: str) -> bool:
    if len(one.rstrip(".")) == 1 or len(other.rstrip(".")) == 1:
        return one[0] == other[0]
    return is_variant(one, other) or (
        min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one))
    )
