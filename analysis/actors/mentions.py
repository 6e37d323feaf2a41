"""Names in a text: where each begins and ends, and of what kind it is.

A name is what the entity recogniser or a run of proper nouns shows, cut where a title, a state or a known name shows a
seam ("Iraqi | President | Barham Salih"). A small model errs on names it has not seen, so the kind is a vote over the
whole document: what is a person once, with good reason, is a person everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.actors.kinds import Mention, read_name, settle_kinds, words
from analysis.actors.name_boundaries import find_stretches
from analysis.text.document import Document
from analysis.text.words import given_names

_TITLE = 4  # words of a title that are looked through


@dataclass(frozen=True, slots=True)
class Given:
    """A name that a lexicon or the analyst's own list gives: tokens ``[first, last)``, whose, of what kind, and why."""

    first: int
    last: int
    actor: str
    kind: str
    rule: str


def find_mentions(document: Document, given: list[Given], titles: list[tuple[int, int]]) -> list[Mention]:
    """Every mention by name, in order; a state or known name inside a longer name has a row of its own.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> news = parse(segment(Document("d", "They met General Ann Okoro of the Lagos Port Authority.")))
    >>> [" ".join(news.forms[m.first : m.last]) for m in find_mentions(news, [], [(2, 3)])]
    ['Ann Okoro', 'Lagos Port Authority']
    """
    at: dict[int, Given] = {}
    for one in given:
        if one.first not in at or _rank(one) > _rank(at[one.first]):
            at[one.first] = one
    ends = dict(sorted(titles))
    found: list[Mention] = []
    for first, last in find_stretches(document):
        found.extend(_cut(document, first, last, at, ends))
    held: set[int] = set()
    for mention in found:
        held.update(range(mention.first, mention.last))
    exact = {(mention.first, mention.last) for mention in found}
    reached, inner = 0, set[tuple[int, int]]()
    for one in sorted(at.values(), key=lambda one: one.first):
        if one.first < reached or (one.first, one.last) in exact:
            continue
        loose = one.first not in held
        if loose or one.kind in {"state", "demonym"} or one.rule == "actors.known":
            found.append(_known(one))
            reached = one.last
            inner.update((first, one.last) for first in range(one.first + 1, one.last))
    found = [mention for mention in found if mention.kind or (mention.first, mention.last) not in inner]
    settle_kinds(document, found)
    return sorted(found, key=lambda mention: (mention.first, -mention.last))


def _rank(one: Given) -> tuple[bool, int]:
    return one.rule == "actors.known", one.last


def _known(one: Given) -> Mention:
    return Mention(one.first, one.last, kind=one.kind, actor=one.actor, rule=one.rule)


def _cut(document: Document, first: int, last: int, at: dict[int, Given], titles: dict[int, int]) -> Iterator[Mention]:
    """The names in a run, without the titles before them."""
    institution = document.lower_forms[last - 1] in words("organisation")
    lead, sex, index = -1, "", first
    opened = next((start for start in range(max(0, first - _TITLE), first) if titles.get(start, -1) > first), -1)
    if opened >= 0 and titles[opened] < last:  # "secretary of State Ann Lee"
        lead, index = opened, titles[opened]
    while index < last:
        lower, one = document.lower_forms[index], at.get(index)
        title = 0 if institution else _is_title(document, index, titles)
        if one and one.last <= last and (one.rule == "actors.known" or _stands_alone(document, one, last, titles)):
            mention = _known(one)
            mention.lead, lead = lead, -1
            yield mention
            index = one.last
        elif index < title < last or (title == last and (index in titles or is_address(lower))):
            lead = index if lead < 0 else lead
            sex = "m" if lower in words("honorific_man") else "f" if lower in words("honorific_woman") else sex
            index = title
        else:
            named = institution or lead >= 0 or lower in given_names()
            seams = (i for i in range(index + 1, last) if _seam(document, i, last, at, titles, named))
            end = next(seams, last)
            lead = _title_before(document, index) if lead < 0 and index == first else lead
            alone = end == index + 1
            if alone and end < last and lower in given_names():  # a word of the title that looks like a given name
                lead, index = index, end
                continue
            if not alone or document.tokens[index].entity or lower not in words("person"):
                yield read_name(document, index, end, lead, sex)
            lead, sex, index = -1, "", end


def is_address(lower: str) -> bool:
    """Whether a word in small letters is a form of address or a short title, also of one elected or named to be it.

    >>> is_address("sen."), is_address("speaker-designate"), is_address("table")
    (True, True, False)
    """
    address = words("honorific") | words("honorific_man") | words("honorific_woman")
    return lower in address or lower.endswith(("-designate", "-elect"))


def _seam(document: Document, index: int, last: int, at: dict[int, Given], titles: dict[int, int], named: bool) -> bool:
    """Whether a known name begins here, or the title of a person ("Republican Sen. Ann Lee").

    After a given name, a title or in an institution only a form of address is a title, not "King" or "Judge".
    """
    if index in at and at[index].rule == "actors.known":
        return True
    title = document.lower_forms[index] in words("honorific") if named else _is_title(document, index, titles) > index
    return title and index + 1 < last


def _is_title(document: Document, index: int, titles: dict[int, int]) -> int:
    """The end of the title that begins at a word of a name with a capital; 0 if none does."""
    lower = document.lower_forms[index]
    if is_address(lower) or index in titles:
        return max(titles.get(index, 0), index + 1)
    after = document.lower_forms[index + 1 : index + 2]
    several = lower.removesuffix("s") in words("person") and after and after[0] in given_names()  # "Cardinals Peter …"
    return index + 1 if (lower in words("person") and lower not in given_names()) or several else 0


def _title_before(document: Document, index: int) -> int:
    """The word before a name where it is a title in small letters ("secretary Ali Shamkhani"); -1 if it is none."""
    before = index - 1
    if before >= 0 and document.lower_forms[before] in words("person") and document.tokens[before].end < (
        document.tokens[index].start
    ):  # fmt: skip
        return before
    return -1


def _stands_alone(document: Document, one: Given, last: int, titles: dict[int, int]) -> bool:
    """Whether the name of a place ends a run or stands before a title or a person, and so is no part of a name."""
    if one.last == last:
        return True
    if one.last in titles or document.lower_forms[one.last] in words("honorific"):
        return True
    after = document.tokens[one.last].entity
    return after == "PERSON" != document.tokens[one.first].entity or (one.kind == "demonym" and after in {"", "GPE"})
