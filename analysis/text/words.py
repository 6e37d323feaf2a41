"""What marks do inside and beside words: which are set apart, and which belong to a number, address or abbreviation.

All patterns are matched against the shadow of a text, a plain character for each visible one, so that they need not
know every quotation mark, dash, combining accent and emoji there is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import fold

INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\.")
_CHUNK = re.compile(r"\S+")
_DOTTED = re.compile(r"(?<![\w.&])(?<!\w-)\w[\w.&-]*\.")
_CAPITAL_ALONE = re.compile(r"([A-Z][a-z]+) [a-z]+ ")
_NUMBER_NEXT = re.compile(r"\s*\d")
_ELIDED = re.compile(r"(?<!\w)'\w+")
_WHOLE = re.compile(
    r"""(?:https?://|www\.)[^\s;"<>—]*[\w/]                        # address of a page
      | (?<![\w.-])[\w-]{1,40}(?:\.[\w-]{2,40})+/[^\s;"<>—]*[\w/]  # pic.example.com/a
      | (?<![\w.+-])[\w.+-]{1,64}@\w[\w-]*(?:\.\w[\w-]*)+          # e-mail
      | (?<!\w)[#@]\w+
      | (?:(?<![\w.)-])[-+])?(?<!\w)\.?\d+(?:[.,:/]\d+)*           # 6,566  3.5  9/11  10:30  -.5
      | \b[A-Z]{1,4}&[A-Z]{1,4}\b                                  # AT&T
      | (?<!\w)'\d\ds?\b                                           # '90s""",
    re.VERBOSE,
)
_APART = re.compile(
    r"""\.{2,} | …+ | -{2,} | —+ | ☺+ | [?!]+ | [*=~+]+ | '{2,} | `{2,}
      | (?<!\w)\. | \.(?!-?\w) | (?<=[a-z])\.(?=[A-Z][a-z])     # not inside 3.5, U.S.-led; but in "end.Then"
      | (?<![\w.])- | -(?!\w)                                      # not inside al-Muhandis
      | [^\w\s'.-]""",
    re.VERBOSE,
)
_LIKE = {"ʼ": "'", "’": "'", "‛": "'", "′": "'", "׳": "'", "‐": "-", "‑": "-", "−": "-", "٬": ",", "٫": "."}
_KINDS = {"Mn": "x", "Mc": "x", "Me": "☺", "Pd": "—", "Sc": "$", "Sm": "+", "So": "☺", "Sk": "☺"}


def shadow_of(text: str) -> tuple[str, Sequence[int]]:
    """The text with one plain character for each visible one, and where in the text each of them stands.

    >>> shadow_of("“Iran’s\u200f” – café 👍")[0]
    ";Iran's; — café ☺"
    """
    if text.isascii():
        return text, range(len(text))
    table = {ord(char): _plain(char) for char in set(text)}
    shadow = text.translate(table)
    if "‘" in shadow:
        shadow = re.sub(r"(?<=\w)‘(?=\w)", "'", shadow)  # a wrong apostrophe
    if "" in table.values():
        return shadow, [index for index, char in enumerate(text) if table[ord(char)]]
    return shadow, range(len(text))


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    if char.isascii() or char.isspace() or char in "…‘":
        return char
    kind = unicodedata.category(char)
    if not fold(char):
        return ""
    if char in _LIKE or "\ufe00" <= char <= "\ufe0f":
        return _LIKE.get(char, "☺")
    return _KINDS.get(kind) or (";" if kind[0] == "P" else char if char.isalnum() else "x")


def _masked(shadow: str) -> str:
    """The shadow with everything that stays whole written as ``xxx``."""
    last = next((index for index in range(len(shadow) - 1, -1, -1) if shadow[index].isalnum()), 0)
    shadow = _DOTTED.sub(lambda found: "x" * len(found[0]) if _is_dotted(found, last) else found[0], shadow)
    shadow = _ELIDED.sub(lambda found: "x" * len(found[0]) if found[0] in group("elision") else found[0], shadow)
    return _WHOLE.sub(lambda found: "x" * len(found[0]), shadow)


def _is_dotted(found: re.Match[str], last: int) -> bool:
    """Whether a full stop belongs to the word before it; ``last`` is where the last letter of the sentence stands."""
    word = found[0].rsplit("-", 1)[-1]
    category = category_of(word)
    after = found.string[found.end() : found.end() + 1]
    if category == "ordinal":
        return _NUMBER_NEXT.match(found.string, found.end()) is not None
    if after.isalnum():
        return False  # "Gen.Smith"
    if category or not INITIALS.fullmatch(word):
        return category != ""
    return len(word) > 2 or (found.end() <= last and word.isupper() and found.string[found.start() - 1 :][:1] != "'")


def divide_chunk(shadow: str) -> tuple[str, set[int]]:
    """What is left of a shadow when its marks are blanked and what stays whole is ``xxx``, and where it is cut so far.

    >>> words, cuts = divide_chunk("U.S.-led, 6,566's")
    >>> words, sorted(cuts)
    ("xxxx-led  xxxxx's", [0, 8, 9, 10, 17])
    """
    masked = _masked(shadow)
    cuts = {edge for found in _CHUNK.finditer(shadow) for edge in found.span()}
    cuts.update(edge for found in _APART.finditer(masked) for edge in found.span())
    return _APART.sub(lambda found: " " * len(found[0]), masked), cuts


def is_word(token: str) -> bool:
    """Whether a token is a word of the orthography: it has a letter or digit, and is no clitic.

    >>> [token for token in ("Iran", "’s", "n’t", "—", "3", "%") if is_word(token)]
    ['Iran', '3']
    """
    return (token.isalnum() or any(map(str.isalnum, token))) and fold(token).lower() not in group("clitic")


def is_cued(text: str) -> bool:
    """Whether a text opens with a name and a reporting verb, as after “Why?” and the like.

    >>> is_cued("Mr. Smith asked."), is_cued("Smith left.")
    (True, False)
    """
    for count, word in enumerate(text.split()[:5]):
        bare = word.strip(",.;:")
        if count and bare in group("cue"):
            return True
        if not word[0].isupper() or bare.lower() in group("starter"):
            return False
    return False


def runs_in(before: str, after: str) -> bool:
    """Whether an end mark was lost between two texts: a caption or heading that runs in, with the next capital to show.

    >>> runs_in("Guards at the gate", "In the square they met."), runs_in("the man", "In Black")
    (True, False)
    """
    found = _CAPITAL_ALONE.match(after)
    return found is not None and found[1].lower() in group("run_in") and before[-1:].isalpha() and " " in before


@lru_cache
def group(name: str) -> frozenset[str]:
    """The terms of one category of the lexicon ``abbreviations``.

    >>> "n't" in group("clitic")
    True
    """
    return load_lexicon("abbreviations").terms[name]


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """The given names of men and women, in small letters.

    >>> "ada" in given_names()
    True
    """
    terms = load_lexicon("mentions").terms
    return terms["male_name"] | terms["female_name"]


def english_frequency(term: str) -> float:
    """The share of the words of general English that are a term, by the list of ``wordfreq`` (Speer 2022).

    The list joins books, news, subtitles, encyclopedia, web and social media up to 2021, its frequencies rounded to
    three digits. A term it does not know has 0, a term of several words an estimate. Capitals are ignored.

    >>> english_frequency("the") > english_frequency("harbour") > english_frequency("qwrtz") == 0
    True
    """
    from wordfreq import word_frequency  # type: ignore[import-not-found, unused-ignore]

    return float(word_frequency(term, "en"))


@lru_cache(maxsize=1)
def _categories() -> dict[tuple[str, bool], str]:
    """Category by term and whether its capitals matter; in small letters where they do not."""
    entries = load_lexicon("abbreviations").entries
    return {(entry.term if entry.case else entry.term.lower(), entry.case): entry.category for entry in entries}


def category_of(dotted: str) -> str:
    """The category of an abbreviation, given with its full stop; empty if it is none.

    >>> category_of("INC."), category_of("Sat."), category_of("sat.")
    ('company', 'ordinal', '')
    """
    categories = _categories()
    return categories.get((dotted, True)) or categories.get((dotted.lower(), False), "")
