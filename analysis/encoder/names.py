"""Where the name of a target stands again in its sentence, so that a view can cover it there too.

By the words alone, as they are spelt: the whole name, or its last word ("Ann Lee … Mr. Lee"). A word within another
name ("Lee Enterprises", "South Korea" for "North Korea") is not the target's.
"""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.lexicon.lexicon import load_lexicon

WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_BEFORE, _AFTER = re.compile(r"(?<!\S)(\S+) $"), re.compile(r" ([^\W\d_]\S*)")
_FUNCTION = ("first_person", "he", "she", "it", "they", "link", "particle")
_HONORIFIC = ("honorific", "honorific_man", "honorific_woman", "rank")


def is_name(word: str) -> bool:
    """Whether a word of a mention is part of a name: not all in small letters, no article, no pronoun.

    >>> [is_name(word) for word in ("Lee", "al-Nour", "lawyer", "The", "She")]
    [True, True, False, False, False]
    """
    return not word.islower() and not is_function(word)


def is_function(word: str) -> bool:
    """Whether a word is an article, a pronoun or a particle, which names nobody.

    >>> is_function("The"), is_function("lawyer")
    (True, False)
    """
    return word.lower() in _function_words()


def find_again(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The other places, from left to right, where the name of the target ``text[start:end]`` stands, with its article.

    A mention without a name ("the minister", "she") has none. Titles that open a name are left out of it.

    >>> text = "Ann Lee and South Korea: Mr. Lee, and Lee’s firm Lee Ltd, on Ann Lee."
    >>> [text[first:last] for first, last in find_again(text, 0, 7)]
    ['Lee', 'Lee', 'Ann Lee']
    >>> find_again("North Korea left South Korea.", 0, 11)
    []
    """
    name = _name(text[start:end])
    if not name:
        return []
    last = _POSSESSIVE.sub("", WORD.findall(name)[-1])
    found = []
    for match in re.finditer(rf"(?<!\w)(?:[Tt]he )?(?P<name>{re.escape(name)}|{re.escape(last)})(?!\w)", text):
        first, stop = match.span()
        outside = stop <= start or first >= end
        if outside and _stands_alone(text, match.start("name"), stop):
            found.append((first, stop))
    return found


def _name(mention: str) -> str:
    """The name in a mention, from its first to its last word, without the titles before it."""
    words = [match for match in WORD.finditer(mention) if is_name(match[0])]
    while len(words) > 1 and words[0][0].lower() in _titles():
        del words[0]
    return _POSSESSIVE.sub("", mention[words[0].start() : words[-1].end()]) if words else ""


def _stands_alone(text: str, first: int, last: int) -> bool:
    """Whether no other name runs into that place: a capital right before (but for a title), or right after."""
    before, after = _BEFORE.search(text, max(0, first - 80), first), _AFTER.match(text, last)
    if before and before.start() > 0 and before[1][0].isupper() and not _is_title(before[1]):
        return False
    return not (after and after[1][0].isupper())


def _is_title(word: str) -> bool:
    return word.lower() in _titles() or word.lower().rstrip(".") in _titles() or not word[-1].isalnum()


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    mentions, titles = load_lexicon("mentions").terms, load_lexicon("titles").terms
    terms = [*(mentions[category] for category in _HONORIFIC), *titles.values()]
    return frozenset(word for group in terms for term in group for word in term.lower().split())


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    terms = load_lexicon("mentions").terms
    return frozenset({"a", "an", "the"}.union(*(terms[category] for category in _FUNCTION)))
