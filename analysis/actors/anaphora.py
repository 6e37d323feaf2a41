"""What stands in for a name: pronouns, the titles beside a name, and descriptions that mean an actor of the text.

Who "he", "the secretary" and "the Iranian official" are is asked of ``actors.salience``; a title beside a name tells
its holder's office, and often the sex.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.actors.aliases import Party
from analysis.actors.descriptions import Nouns
from analysis.actors.kinds import Mention, words
from analysis.actors.salience import Salience
from analysis.text.document import Document
from analysis.text.grammar import children

_PRONOUNS = {"he": "m", "she": "f", "it": "it", "they": "they"}
_NAMELESS = {"m": "person", "f": "person", "it": "thing", "they": "people"}  # the kind of somebody without a name


def _pronoun_of(document: Document, index: int) -> str:
    """The class of a pronoun (m, f, it, they, first_person); empty for other words and for "it" that means nothing."""
    lower, token = document.lower_forms[index], document.tokens[index]
    if token.pos not in {"PRON", ""} or (lower == "us" and document.forms[index] == "US"):
        return ""
    if lower in words("first_person"):
        return "first_person"
    wanted = next((code for name, code in _PRONOUNS.items() if lower in words(name)), "")
    return "" if wanted == "it" and _is_empty(document, index) else wanted


def _is_empty(document: Document, index: int) -> bool:
    """Whether "it" only fills the place of a subject: "it is clear that", "it is about", "it was Ali that"."""
    token = document.tokens[index]
    if token.dep != "nsubj" or not 0 <= token.head < len(document.tokens):
        return token.dep in {"expl", "attr"}
    lemma = document.tokens[token.head].lemma
    links = {document.lower_forms[one] for one in children(document, token.head, "prep")}
    if (lemma == "be" and "about" in links) or (lemma == "come" and "to" in links):
        return True
    if lemma == "be" and any(children(document, one, "relcl") for one in children(document, token.head, "attr")):
        return True
    clauses = children(document, token.head, "ccomp", "advcl", "xcomp", "acl")
    return lemma in {"be", "seem", "appear", "take", "become", "turn"} and bool(clauses)


def stand_ins(
    document: Document, mentions: Sequence[Mention], parties: dict[int, Party], view: Salience
) -> Iterator[tuple[Mention, Party | None]]:
    """The pronouns, titles and descriptions of a document with their actors, in order; None where nobody fits."""
    starts = {mention.first: at for at, mention in reversed(list(enumerate(mentions)))}
    view.states = {one.first: one.actor for one in mentions if one.kind == "state"}
    held = {index for mention in mentions for index in range(mention.first, mention.last)}
    reader = Nouns(document, mentions, starts, parties, view)
    for index in range(len(document.tokens)):
        if index in starts:
            mention, party = mentions[starts[index]], parties[starts[index]]
            yield from reader.titles(mention, party)
            if document.tokens[mention.last - 1].dep not in {"amod", "compound", "nmod"}:
                view.meet(mention, party)
        elif index not in held and (wanted := _pronoun_of(document, index)):
            yield _pronoun(index, wanted, view)
        elif index not in held and _is_noun(document, index):
            yield from reader.noun(index)


def _is_noun(document: Document, index: int) -> bool:
    """Whether a word is a common noun, also where the parser takes it for a name in small letters."""
    pos = document.tokens[index].pos
    return pos == "NOUN" or (pos == "PROPN" and document.forms[index].islower())


def _pronoun(index: int, wanted: str, view: Salience) -> tuple[Mention, Party | None]:
    mention = Mention(index, index + 1, "pronoun", wanted, rule="actors.first_person")
    if wanted == "first_person":
        return mention, None
    party = view.resolve(mention, wanted) or Party("", _NAMELESS[wanted])
    mention.rule = "actors.pronoun" if party.name else "actors.unresolved"
    if wanted in {"m", "f"}:
        party.kind, party.sex = "person", party.sex or wanted
    view.meet(mention, party)
    view.owners[index] = party
    return mention, party if party.name else None
