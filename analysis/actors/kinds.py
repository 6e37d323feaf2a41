"""What a name may be the name of: votes of the recogniser and of the words around it, summed over the document."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document
from analysis.text.grammar import children
from analysis.text.words import given_names

KIND_OF_ENTITY = {
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
            votes[KIND_OF_ENTITY.get(token.entity, "other")] = 1
    given = lower[first].partition("-")[0]
    arabic = any(form.split("-")[0] in words("particle") for form in lower[first:last])
    relative = "who" in {*lower[last : last + 1], *lower[last + 1 : last + 2]} and last - first > 1
    named = last - first > 1 and given in given_names()
    institution = lower[last - 1] in words("organisation") or (
        lower[first] in words("organisation") and last - first > 1
    )
    beside = {*lower[max(0, first - 1) : first], *lower[last : last + 1]}
    if institution or beside & words("newsroom"):
        votes["organisation"] = _SURE
    elif lead >= 0 or named or arabic or relative or _is_called(document, last - 1, _HUMAN):
        votes["person"] = _SURE
    elif _is_called(document, last - 1, _BODY):
        votes["organisation"] = _SURE
    if not sex and votes.get("person"):
        sex = "m" if given in words("male_name") else "f" if given in words("female_name") else ""
    return Mention(first, last, sex=sex, lead=lead, votes=votes, kin=_is_kin(document, last - 1))


def _is_called(document: Document, head: int, categories: tuple[str, ...]) -> bool:
    """Whether a noun in apposition to a name, on either side, is in one of some categories of the lexicon."""
    nouns = children(document, head, "appos") if document.children[head] else []
    if document.tokens[head].dep == "appos" and document.tokens[head].head >= 0:
        nouns.append(document.tokens[head].head)
    return any(
        document.lemmas[noun] in words(category) and document.tokens[noun].tag == "NN"
        for noun in nouns
        for category in categories
    )


def _is_kin(document: Document, head: int) -> bool:
    above = document.tokens[head].head if document.tokens[head].dep == "appos" else -1
    owned = above >= 0 and bool(children(document, above, "poss"))
    return owned and any(document.lemmas[above] in words(category) for category in ("man", "woman"))


def settle_kinds(document: Document, found: list[Mention]) -> None:
    """Give each name the kind that most of its mentions vote for; a part of a person's name is a person.

    The first word of the name of an institution counts a little for the institution. Where nothing votes, letters are
    an institution and another subject is a person.
    """
    totals: dict[str, dict[str, int]] = {}
    for mention in (mention for mention in found if not mention.kind):
        forms, votes = document.forms[mention.first : mention.last], mention.votes
        _count(totals, " ".join(forms), votes, 1)
        if len(forms) > 1 and "person" in votes:
            for surname in {forms[-1], without_article(forms[-1])}:
                _count(totals, surname, votes, _SURE)
        if len(forms) > 1 and votes.get("person", 0) >= _SURE:
            _count(totals, forms[0], votes, 1)
        if len(forms) > 1 and votes.get("organisation", 0) >= _SURE:
            _count(totals, forms[0], {"organisation": 1}, 1)
    for mention in (mention for mention in found if not mention.kind):
        form = " ".join(document.forms[mention.first : mention.last])
        sums = totals.get(form, {})
        mention.kind = max(sums, key=lambda kind: (sums[kind], kind), default="other")
        mention.sure = max(sums.values(), default=0) >= _SURE
        if sums.get("person", 0) >= _SURE and mention.votes.get("organisation", 0) < _SURE:
            mention.kind = "person"
        elif not sums and is_acronym(form):
            mention.kind = "organisation"
        elif not sums and document.tokens[mention.last - 1].dep == "nsubj" and not any(map(str.isdigit, form)):
            mention.kind = "person"


def _count(totals: dict[str, dict[str, int]], form: str, votes: dict[str, int], weight: int) -> None:
    sums = totals.setdefault(form, {})
    for kind, number in votes.items():
        sums[kind] = sums.get(kind, 0) + number * weight
