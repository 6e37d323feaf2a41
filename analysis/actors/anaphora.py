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
from analysis.text.document import Document, Word

_PRONOUNS = {"he": "m", "she": "f", "it": "it", "they": "they"}
_LINKING = frozenset(["be", "seem", "appear", "take", "become", "turn"])
_NAMELESS = {"m": "person", "f": "person", "it": "thing", "they": "people"}  # the kind of somebody without a name


def _pronoun_of(word: Word) -> str:
    """The class of a pronoun (m, f, it, they, first_person); empty for other words and for "it" that means nothing."""
    if word.pos not in {"PRON", ""} or word.text == "US":
        return ""
    classes = {"first_person": "first_person", **_PRONOUNS}
    wanted = next((code for name, code in classes.items() if word.lower in words(name)), "")
    return "" if wanted == "it" and _is_empty(word) else wanted


def _is_empty(pronoun: Word) -> bool:
    """Whether "it" only fills the place of a subject: "it is clear that", "it is about", "it was Ali that"."""
    verb = pronoun.head
    if pronoun.dep != "nsubj":
        return pronoun.dep in {"expl", "attr"}
    links = {f"{verb.lemma} {link.lower}" for link in verb.children("prep")}
    cleft = verb.lemma == "be" and any(noun.children("relcl") for noun in verb.children("attr"))
    clausal = verb.lemma in _LINKING and verb.children("ccomp", "advcl", "xcomp", "acl")
    return bool(cleft or clausal or links & {"be about", "come to"})


def stand_ins(
    document: Document, mentions: Sequence[Mention], parties: dict[int, Party], view: Salience
) -> Iterator[tuple[Mention, Party | None]]:
    """The pronouns, titles and descriptions of a document with their actors, in order; None where nobody fits."""
    starts = {mention.first: at for at, mention in reversed(list(enumerate(mentions)))}
    view.states = {one.first: one.actor for one in mentions if one.kind == "state"}
    held = {index for mention in mentions for index in range(mention.first, mention.last)}
    reader = Nouns(document, mentions, starts, parties, view)
    for index, word in enumerate(document.words):
        if index in starts:
            mention, party = mentions[starts[index]], parties[starts[index]]
            yield from reader.titles(mention, party)
            if document.tokens[mention.last - 1].dep not in {"amod", "compound", "nmod"}:
                view.meet(mention, party)
        elif index not in held and (wanted := _pronoun_of(word)):
            yield _pronoun(index, wanted, view)
        elif index not in held and (word.pos == "NOUN" or (word.pos == "PROPN" and word.text.islower())):
            yield from reader.noun(word)  # also where the parser takes it for a name in small letters


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
