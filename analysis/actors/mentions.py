"""Names in a text: where each begins and ends, and of what kind it is.

A name is what the entity recogniser or a run of proper nouns shows, cut where a title, a state or a known name shows a
seam ("Iraqi | President | Barham Salih"). A small model errs on names it has not seen, so the kind is a vote over the
whole document: what is a person once, with good reason, is a person everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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
    at = {one.first: one for one in sorted(given, key=_rank)}
    ends = dict(sorted(titles))
    found = [mention for first, last in find_stretches(document) for mention in _cut(document, first, last, at, ends)]
    inside = list(_inside(found, sorted(at.values(), key=lambda one: one.first)))
    inner = {(first, one.last) for one in inside for first in range(one.first + 1, one.last)}
    found = [mention for mention in found if mention.kind or (mention.first, mention.last) not in inner]
    found += map(_known, inside)
    settle_kinds(document, found)
    return sorted(found, key=lambda mention: (mention.first, -mention.last))


def _inside(found: Sequence[Mention], given: Sequence[Given]) -> Iterator[Given]:
    """The given names that are no names yet: those that stand in none; states and known names inside others, too."""
    held = {index for mention in found for index in range(mention.first, mention.last)}
    exact, reached = {(mention.first, mention.last) for mention in found}, 0
    for one in given:
        apart = one.first not in held or one.kind in {"state", "demonym"} or one.rule == "actors.known"
        if apart and one.first >= reached and (one.first, one.last) not in exact:
            yield one
            reached = one.last


def _rank(one: Given) -> tuple[bool, int]:
    return one.rule == "actors.known", one.last


def _known(one: Given) -> Mention:
    return Mention(one.first, one.last, kind=one.kind, actor=one.actor, rule=one.rule)


def _cut(document: Document, first: int, last: int, at: dict[int, Given], titles: dict[int, int]) -> Iterator[Mention]:
    """The names in a run, without the titles before them."""
    opened = (start for start in range(max(0, first - _TITLE), first) if first < titles.get(start, -1) < last)
    start = next(opened, -1)  # "secretary of State Ann Lee"
    lead, sex = start if start >= 0 else _title_before(document, first), ""
    for kind, begin, end in _parts(document, range(titles.get(start, first), last), lead >= 0, at, titles):
        if kind == "title":
            lower = document.lower_forms[begin]
            lead = begin if lead < 0 else lead
            sex = "m" if lower in words("honorific_man") else "f" if lower in words("honorific_woman") else sex
            continue
        if kind == "given":
            yield replace(_known(at[begin]), lead=lead)
        elif end > begin + 1 or document.tokens[begin].entity or document.lower_forms[begin] not in words("person"):
            yield read_name(document, begin, end, lead, sex)
        lead, sex = -1, ""


def _parts(
    document: Document, run: range, led: bool, at: dict[int, Given], titles: dict[int, int]
) -> Iterator[tuple[str, int, int]]:
    """What a run is made of: known names (``given``), titles and other names, each with its tokens ``[first, last)``;
    ``led`` tells whether a title goes before it."""
    index, last = run.start, run.stop
    institution = document.lower_forms[last - 1] in words("organisation")
    while index < last:
        lower, one = document.lower_forms[index], at.get(index)
        if one and one.last <= last and (one.rule == "actors.known" or _stands_alone(document, one, last, titles)):
            kind, end = "given", one.last
        elif not institution and (end := _title_end(document, index, last, titles)):
            kind = "title"
        else:
            named = institution or led or lower in given_names()
            end = next((i for i in range(index + 1, last) if _seam(document, i, last, at, titles, named)), last)
            alone = end == index + 1 < last and lower in given_names()  # a word of a title that looks like a given name
            kind = "title" if alone else "name"
        yield kind, index, end
        led, index = kind == "title", end


def _is_address(lower: str) -> bool:
    """Whether a word in small letters is a form of address or a short title.

    >>> _is_address("sen."), _is_address("table")
    (True, False)
    """
    return lower in words("honorific") | words("honorific_man") | words("honorific_woman")


def _seam(document: Document, index: int, last: int, at: dict[int, Given], titles: dict[int, int], named: bool) -> bool:
    """Whether a known name begins here, or the title of a person ("Republican Sen. Ann Lee").

    After a given name, a title or in an institution only a form of address is a title, not "King" or "Judge".
    """
    if index in at and at[index].rule == "actors.known":
        return True
    title = document.lower_forms[index] in words("honorific") if named else _is_title(document, index, titles) > index
    return title and index + 1 < last


def _title_end(document: Document, index: int, last: int, titles: dict[int, int]) -> int:
    """The end of the title that begins at a word and leaves a name in the run, or is all that is left; 0 if none is."""
    end = _is_title(document, index, titles)
    sure = index in titles or _is_address(document.lower_forms[index])
    return end if end < last or (end == last and sure) else 0


def _is_title(document: Document, index: int, titles: dict[int, int]) -> int:
    """The end of the title that begins at a word of a name with a capital; 0 if none does."""
    lower = document.lower_forms[index]
    if _is_address(lower) or index in titles:
        return max(titles.get(index, 0), index + 1)
    after = document.lower_forms[index + 1 : index + 2]
    several = lower.removesuffix("s") in words("person") and not given_names().isdisjoint(after)  # "Cardinals Peter …"
    return index + 1 if several or (lower in words("person") and lower not in given_names()) else 0


def _title_before(document: Document, index: int) -> int:
    """The word before a name where it is a title in small letters ("secretary Ali Shamkhani"); -1 if it is none."""
    return index - 1 if index and document.lower_forms[index - 1] in words("person") else -1


def _stands_alone(document: Document, one: Given, last: int, titles: dict[int, int]) -> bool:
    """Whether the name of a place ends a run or stands before a title or a person, and so is no part of a name."""
    if one.last == last:
        return True
    if one.last in titles or document.lower_forms[one.last] in words("honorific"):
        return True
    after = document.tokens[one.last].entity
    return after == "PERSON" != document.tokens[one.first].entity or (one.kind == "demonym" and after in {"", "GPE"})
