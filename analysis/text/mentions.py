"""Names in a text: where each begins and ends, and of what kind it is.

A name is what the entity recogniser or a run of proper nouns shows, cut where a title, a state or a known name shows a
seam ("Iraqi | President | Barham Salih"). A small model errs on names it has not seen, so the kind is a vote over the
whole document: what is a person once, with good reason, is a person everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document
from analysis.text.names import find_names

KINDS = {"PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "group"}
_TIMES = frozenset(["DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "LANGUAGE"])
_WHOLE = frozenset(["ORG", "FAC", "EVENT", "LAW", "WORK_OF_ART"])  # entities that small words may stand inside
_SURE = 3  # votes of a form of address, a title or a given name


@lru_cache
def words(category: str) -> frozenset[str]:
    """The words of one category of the lexicon ``mentions``, in small letters.

    >>> "ministry" in words("organisation")
    True
    """
    return load_lexicon("mentions").terms[category]


@dataclass(frozen=True, slots=True)
class Given:
    """A name that a lexicon or the analyst's own list gives: tokens ``[first, last)``, whose, of what kind, and why."""

    first: int
    last: int
    actor: str
    kind: str
    rule: str


@dataclass(eq=False, slots=True)
class Mention:
    """Tokens ``[first, last)`` that speak of an actor: the form as in ``LAYERS``, a kind, a sex (m, f) where told.

    ``actor`` is the canonical name, empty until it is resolved; ``lead`` is the index of the first word of the title
    before a name.
    """

    first: int
    last: int
    form: str = "name"
    kind: str = ""
    actor: str = ""
    rule: str = "actors.name"
    sex: str = ""
    lead: int = -1
    votes: dict[str, int] = field(default_factory=dict)


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
    inside = _with_openings(document, find_names(document))
    found: list[Mention] = []
    for sentence in document.sentences:
        for first, last in _runs(document, document.indices(sentence), inside):
            found.extend(_cut(document, first, last, at, ends))
    held: set[int] = set()
    for mention in found:
        held.update(range(mention.first, mention.last))
    exact = {(mention.first, mention.last) for mention in found}
    reached = 0
    for one in sorted(at.values(), key=lambda one: one.first):
        if one.first < reached or (one.first, one.last) in exact:
            continue
        loose = one.first not in held
        if loose or one.kind in {"state", "demonym"} or one.rule == "actors.known":
            found.append(_known(one))
            reached = one.last
    _settle(document, found)
    return sorted(found, key=lambda mention: (mention.first, -mention.last))


def _with_openings(document: Document, names: frozenset[int]) -> frozenset[int]:
    """The words of names, with the words that open a sentence and are part of a name elsewhere in the document."""
    forms = {document.forms[index] for index in names if document.forms[index][:1].isupper()}
    openings = (document.indices(sentence)[:2] for sentence in document.sentences)
    proper = (i for pair in openings for i in pair if document.tokens[i].pos in {"PROPN", ""})
    return names | {index for index in proper if document.forms[index] in forms}


def _rank(one: Given) -> tuple[bool, int]:
    return one.rule == "actors.known", one.last


def _known(one: Given) -> Mention:
    return Mention(one.first, one.last, kind=one.kind, actor=one.actor, rule=one.rule)


def _runs(document: Document, indices: range, names: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Stretches of words of names, joined by the small words that stand inside one."""
    first = last = -1
    for index in indices:
        if not _is_part(document, index, names, last == index):
            continue
        if first >= 0 and (last == index or _joins(document, last, index)):
            last = index + 1
        else:
            if first >= 0:
                yield first, last
            first, last = index, index + 1
    if first >= 0:
        yield first, last


def _is_part(document: Document, index: int, names: frozenset[int], follows: bool) -> bool:
    token, form, lower = document.tokens[index], document.forms[index], document.lower_forms[index]
    if lower in words("calendar") or token.entity in _TIMES or not token.is_word or token.tag == "DT":
        return False
    if lower in words("first_person") or token.pos == "PRON":
        return False
    stem = form.split("-")
    arabic = len(stem) > 1 and stem[0].lower() in words("particle") and stem[1][:1].isupper()
    return (
        arabic
        or (index in names and lower not in {"the", "a", "an"})
        or (_is_acronym(form) and (follows or document.forms[index - 1] == "("))
    )


def _is_acronym(form: str) -> bool:
    return len(form) > 1 and form.isupper() and form.isalpha()


def _joins(document: Document, last: int, index: int) -> bool:
    """Whether what stands between two parts keeps them one name: "van", "bin"; "of" in an office or institution."""
    gap = range(last, index)
    if len(gap) > 2:
        return False
    lower = [document.lower_forms[i] for i in gap]
    if all(word in words("particle") for word in lower):
        return True
    if not all(word in words("link") for word in lower):
        return False
    kinds = {document.tokens[i].entity for i in range(last - 1, index + 1)}
    if len(kinds) == 1 and kinds & _WHOLE:
        return True
    return lower[0] == "of" and document.lower_forms[last - 1] in words("organisation")


def _cut(document: Document, first: int, last: int, at: dict[int, Given], titles: dict[int, int]) -> Iterator[Mention]:
    """The names in a run, without the titles before them."""
    institution = document.lower_forms[last - 1] in words("organisation")
    lead, sex, index = -1, "", first
    while index < last:
        lower, one = document.lower_forms[index], at.get(index)
        address = lower in words("honorific") | words("honorific_man") | words("honorific_woman")
        if one and one.last <= last and (one.rule == "actors.known" or _stands_alone(document, one, last, titles)):
            mention = _known(one)
            mention.lead, lead = lead, -1
            yield mention
            index = one.last
        elif not institution and (address or index in titles) and max(titles.get(index, 0), index + 1) <= last:
            lead = index if lead < 0 else lead
            sex = "m" if lower in words("honorific_man") else "f" if lower in words("honorific_woman") else sex
            index = max(titles.get(index, 0), index + 1)
        else:
            end = next((i for i in range(index + 1, last) if i in at and at[i].rule == "actors.known"), last)
            lead = _title_before(document, index) if lead < 0 and index == first else lead
            bare = end == index + 1 and not document.tokens[index].entity and lower in words("person")
            if not bare:
                yield _name(document, index, end, lead, sex)
            lead, sex, index = -1, "", end


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


def _name(document: Document, first: int, last: int, lead: int, sex: str) -> Mention:
    lower, votes = document.lower_forms, dict[str, int]()
    for token in document.tokens[first:last]:
        if token.entity:
            votes[KINDS.get(token.entity, "other")] = 1
    given = lower[first].partition("-")[0]
    arabic = any(form.split("-")[0] in words("particle") for form in lower[first:last])
    relative = "who" in {*lower[last : last + 1], *lower[last + 1 : last + 2]} and last - first > 1
    if lower[last - 1] in words("organisation") or (lower[first] in words("organisation") and last - first > 1):
        votes["organisation"] = _SURE
    elif lead >= 0 or (last - first > 1 and given in words("male_name") | words("female_name")) or arabic or relative:
        votes["person"] = _SURE
    if not sex and votes.get("person"):
        sex = "m" if given in words("male_name") else "f" if given in words("female_name") else ""
    return Mention(first, last, sex=sex, lead=lead, votes=votes)


def _settle(document: Document, found: list[Mention]) -> None:
    """Give each name the kind that most of its mentions vote for; a part of a person's name is a person."""
    totals: dict[str, dict[str, int]] = {}
    for mention in (mention for mention in found if not mention.kind):
        form = " ".join(document.forms[mention.first : mention.last])
        for key in {form, *([document.forms[mention.last - 1]] if "person" in mention.votes else [])}:
            sums = totals.setdefault(key, {})
            for kind, votes in mention.votes.items():
                weight = 1 if key == form else _SURE  # the surname of a full name
                sums[kind] = sums.get(kind, 0) + votes * weight
    for mention in (mention for mention in found if not mention.kind):
        sums = totals.get(" ".join(document.forms[mention.first : mention.last]), {})
        mention.kind = max(sums, key=lambda kind: (sums[kind], kind), default="other")
        sure = sums.get("person", 0) >= _SURE and mention.votes.get("organisation", 0) < _SURE
        if sure or (not sums and document.tokens[mention.last - 1].dep == "nsubj"):
            mention.kind = "person"
