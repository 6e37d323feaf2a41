"""Where the name of a target stands again in its sentence, so that a view can cover it there too.

By the words alone, as they are spelt: the whole name, or its last word ("Ann Lee … Ms. Lee"). A word within another
name ("Lee Enterprises", "South Korea" for "North Korea") and a name of the other sex ("Mr. Lee … Mrs. Lee") are not the
target's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import takewhile

from analysis.lexicon.lexicon import load_lexicon

WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_BEFORE, _AFTER = re.compile(r"(?<!\S)(\S+) $"), re.compile(r" ([^\W\d_]\S*)")
_FUNCTION = ("first_person", "he", "she", "it", "they", "link", "particle")
_SEXES = ("honorific_man", "honorific_woman")
_HONORIFIC = ("honorific", "rank", *_SEXES)


def is_name(word: str) -> bool:
    """Whether a word of a mention is part of a name: not all in small letters, no article, no pronoun.

    >>> [is_name(word) for word in ("Lee", "al-Nour", "Al", "lawyer", "The", "She")]
    [True, True, True, False, False, False]
    """
    return not word.islower() and (not is_function(word) or word.lower() in load_lexicon("mentions").terms["particle"])


def is_function(word: str) -> bool:
    """Whether a word is an article, a pronoun or a particle, which names nobody.

    >>> is_function("The"), is_function("lawyer")
    (True, False)
    """
    return word.lower() in _function_words()


def find_again(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The other places, from left to right, where the name of the target ``text[start:end]`` stands, with its article.

    A mention without a name ("the minister", "she") has none. A title that opens a name may be missing elsewhere.

    >>> text = "Ann Lee and South Korea: Mr. Lee, and Lee’s firm Lee Ltd, on Ann Lee."
    >>> [text[first:last] for first, last in find_again(text, 0, 7)]
    ['Lee', 'Lee', 'Ann Lee']
    >>> find_again("North Korea left South Korea.", 0, 11)
    []
    """
    names = _names(text[start:end])
    if not names:
        return []
    own = _sexes([_word_before(text, start), *text[start:end].split()])
    found = []
    for match in re.finditer(rf"(?<!\w)(?:[Tt]he )?(?P<name>{'|'.join(map(re.escape, names))})(?!\w)", text):
        first, stop = match.span()
        before = _word_before(text, match.start("name"))
        outside, other = stop <= start or first >= end, own and _sexes([before]) - own
        if outside and not other and not _runs_on(before, _AFTER.match(text, stop)):
            found.append((first, stop))
    return found


def _names(mention: str) -> list[str]:
    """The name in a mention, from its first to its last word, then without each title before it, and its last word."""
    words = [match for match in WORD.finditer(mention) if is_name(match[0])]
    titles = len(list(takewhile(lambda match: match[0].lower() in _titles(), words[:-1])))
    return [
        _POSSESSIVE.sub("", mention[word.start() : words[-1].end()])
        for word in dict.fromkeys([*words[: titles + 1], *words[-1:]])
    ]


def _word_before(text: str, place: int) -> str:
    """The word right before a place, but for the first of the text, whose capital tells nothing."""
    found = _BEFORE.search(text, max(0, place - 80), place)
    return found[1] if found and found.start() > 0 else ""


def _runs_on(before: str, after: re.Match[str] | None) -> bool:
    """Whether another name runs into a place: a capital right before (but for a title), or right after."""
    led = before[:1].isupper() and before[-1].isalnum() and before.lower() not in _titles()
    return led or bool(after and after[1][0].isupper())


def _sexes(words: Iterable[str]) -> set[str]:
    """What the honorifics among the words tell: ``honorific_man``, ``honorific_woman``."""
    terms = load_lexicon("mentions").terms
    return {sex for sex in _SEXES for word in words if word.lower() in terms[sex]}


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    mentions, titles = load_lexicon("mentions").terms, load_lexicon("titles").terms
    terms = [*(mentions[category] for category in _HONORIFIC), *titles.values()]
    return frozenset(word for group in terms for term in group for word in term.lower().split())


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    terms = load_lexicon("mentions").terms
    return frozenset({"a", "an", "the"}.union(*(terms[category] for category in _FUNCTION)))
