"""What a name may be the name of: votes of the recogniser and of the words around it, summed over the document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document, Word
from analysis.text.words import given_names

_KIND_OF_ENTITY = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
}
_HUMAN, _BODY = ("person", "man", "woman"), ("group", "firm", "newsroom")
_SURE = 3  # votes of a form of address, a title or a given name


@lru_cache
def words(category: str) -> frozenset[str]:
    """The words of one category of the lexicon ``mentions``, in small letters.

    >>> "ministry" in words("organisation")
    True
    """
    return load_lexicon("mentions").terms[category]


@lru_cache
def places(*categories: str) -> Mapping[str, str]:
    """The terms of some categories of the lexicon ``places``, each with the name by which its place is counted.

    >>> places("demonym")["Iranian"]
    'Iran'
    """
    entries = (entry for entry in load_lexicon("places").entries if entry.category in categories)
    return {entry.term: entry.stands_for or entry.term for entry in entries}


@lru_cache
def states() -> frozenset[str]:
    """The names by which states are counted."""
    return frozenset(places("state").values())


@dataclass(eq=False, slots=True)
class Mention:
    """Tokens ``[first, last)`` that speak of an actor: the form as in ``LAYERS``, a kind, a sex (m, f) where told.

    ``actor`` is the canonical name, empty until it is resolved; ``lead`` is the index of the first word of the title
    before a name; ``sure`` is false where the kind is only what the recogniser guessed, ``kin``
    true where the name is introduced by whose relative it is ("her son, Ali").
    """

    first: int
    last: int
    form: str = "name"
    kind: str = ""
    actor: str = ""
    rule: str = "actors.name"
    sex: str = ""
    lead: int = -1
    sure: bool = True
    kin: bool = False
    votes: dict[str, int] = field(default_factory=dict)


def is_acronym(form: str) -> bool:
    """Whether a word is written in capital letters alone.

    >>> is_acronym("NATO"), is_acronym("U.N.")
    (True, False)
    """
    return len(form) > 1 and form.isupper() and form.isalpha()


def without_article(word: str) -> str:
    """A name without the article that is joined to it.

    >>> without_article("al-Assad"), without_article("Jae-ho")
    ('Assad', 'Jae-ho')
    """
    head, _, tail = word.partition("-")
    return tail if tail and head.lower() in words("particle") else word


def read_name(document: Document, first: int, last: int, lead: int, sex: str) -> Mention:
    """A name with its votes: what the recogniser says counts one, what the words around it show counts ``_SURE``."""
    lower, votes = document.lower_forms, dict[str, int]()
    for token in document.tokens[first:last]:
        if token.entity:
            votes[_KIND_OF_ENTITY.get(token.entity, "other")] = 1
    head = document.words[last - 1]
    if kind := "organisation" if _is_institution(lower, first, last) else _kind_beside(lower, first, head, lead):
        votes[kind] = _SURE
    given = lower[first].partition("-")[0]
    if not sex and votes.get("person"):
        sex = "m" if given in words("male_name") else "f" if given in words("female_name") else ""
    return Mention(first, last, sex=sex, lead=lead, votes=votes, kin=_is_kin(head))


def _is_institution(lower: Sequence[str], first: int, last: int) -> bool:
    """Whether a name ends or begins with a word for an institution, or stands beside one for a newsroom."""
    edges = {lower[last - 1], lower[first]} if last - first > 1 else {lower[first]}
    beside = {*lower[max(0, first - 1) : first], *lower[last : last + 1]}
    return bool(edges & words("organisation") or beside & words("newsroom"))


def _kind_beside(lower: Sequence[str], first: int, head: Word, lead: int) -> str:
    """What the words of a name and those beside it show it to be: a title, a given name, an article, "who"."""
    long, after = head.index > first, lower[head.index + 1 : head.index + 3]
    named = long and (lower[first].partition("-")[0] in given_names() or "who" in after)
    parts = (part for form in lower[first : head.index + 1] if long or "-" in form for part in form.split("-")[:1])
    arabic = any(part in words("particle") for part in parts)
    if lead >= 0 or named or arabic or _is_called(head, _HUMAN):
        return "person"
    return "organisation" if _is_called(head, _BODY) else ""


def _is_called(head: Word, categories: tuple[str, ...]) -> bool:
    """Whether a noun in apposition to a name, on either side, is in one of some categories of the lexicon."""
    nouns = [*head.children("appos"), *([head.head] if head.dep == "appos" else [])]
    return any(noun.tag == "NN" and any(noun.lemma in words(name) for name in categories) for noun in nouns)


def _is_kin(head: Word) -> bool:
    """Whether a name is introduced by whose relative it is ("her son, Ali"), or only tells whose relative another is
    ("Ann Lee, mother of Ali Lee")."""
    first = min([head, *head.children("compound")], key=lambda word: word.index)
    before = head.document.words[first.index - 1] if first.index else head  # "mother of the sailor Ali Lee"
    of = next((word.head for word in (head, before) if word.dep == "pobj" and word.head.lower == "of"), None)
    noun = of.head if of else head.head
    relative = noun.lemma in words("man") or noun.lemma in words("woman")
    return relative and (of is not None or (head.dep == "appos" and bool(noun.children("poss"))))


def settle_kinds(document: Document, found: list[Mention]) -> None:
    """Give each name the kind that most of its mentions vote for; a part of a person's name is a person.

    The first word of the name of an institution counts a little for the institution. Where nothing votes, letters are
    an institution and another subject is a person.
    """
    open_ = [mention for mention in found if not mention.kind]
    totals = _count_votes(document, open_)
    for mention in open_:
        form = " ".join(document.forms[mention.first : mention.last])
        sums = totals.get(form, Counter())
        mention.sure = max(sums.values(), default=0) >= _SURE
        if sums["person"] >= _SURE and mention.votes.get("organisation", 0) < _SURE:
            mention.kind = "person"
        elif sums:
            mention.kind = max(sums, key=lambda kind: (sums[kind], kind))
        else:
            acts = document.tokens[mention.last - 1].dep == "nsubj" and not any(map(str.isdigit, form))
            mention.kind = "organisation" if is_acronym(form) else "person" if acts else "other"


def _count_votes(document: Document, mentions: Sequence[Mention]) -> Mapping[str, Counter[str]]:
    """The votes for each form of a name: those of the whole, and what they say of its first and last word."""
    totals: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        forms, votes = document.forms[mention.first : mention.last], Counter(mention.votes)
        totals[" ".join(forms)] += votes
        if len(forms) == 1:
            continue
        if "person" in votes:
            for surname in {forms[-1], without_article(forms[-1])}:
                totals[surname] += Counter({kind: _SURE * number for kind, number in votes.items()})
        if votes["person"] >= _SURE:
            totals[forms[0]] += votes
        if votes["organisation"] >= _SURE:
            totals[forms[0]]["organisation"] += 1
    return totals
