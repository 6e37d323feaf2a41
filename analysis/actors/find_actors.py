"""Actors: every mention of a person, group, place or institution, resolved to a canonical actor.

The names come first (``actors.mentions``), then which of them name the same (``actors.aliases``), then what stands in
for a name (``actors.descriptions``, ``actors.salience``). A canonical name is the known actor's, a state's, or the full
form met most often, without titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from analysis.actors.aliases import Party, parties_of
from analysis.actors.descriptions import Nouns
from analysis.actors.kinds import Mention, words
from analysis.actors.known_actors import Actors
from analysis.actors.mentions import Given, find_mentions
from analysis.actors.salience import Salience
from analysis.annotation import Annotation
from analysis.lexicon.lexicon import Entry, Lexicon, Provenance, load_lexicon
from analysis.text.document import Document, Span, Word
from analysis.text.marks import pair_marks
from analysis.text.matcher import find_terms

_NOBODY = Actors()
_PART = frozenset(["amod", "compound", "nmod"])  # of a noun: "French officials"
_WHERE = frozenset(
    ["across", "around", "at", "from", "in", "inside", "into", "near", "outside", "through", "throughout", "within"]
)
_ROW = 30  # names in a row that are looked through
_PRONOUNS = {"he": "m", "she": "f", "it": "it", "they": "they"}
_LINKING = frozenset(["be", "seem", "appear", "take", "become", "turn"])
_NAMELESS = {"m": "person", "f": "person", "it": "thing", "they": "people"}  # the kind of somebody without a name


def find_actors(document: Document, known: Actors = _NOBODY) -> Iterator[Annotation]:
    """Yield a ``mention`` row for every name, title, pronoun and metonym, in text order; rows may lie in one another.

    ``actor`` is the canonical name; rows of one actor share the relation ``actor:NAME``. It is empty for pronouns that
    nobody fits (rule ``actors.unresolved``) and for the first person (``actors.first_person``), which is the speaker's.
    The possessive 's is outside a mention. Adjectives and inhabitants count as their state. A capital or seat is its
    state (``metonym``) where it acts: as subject of a verb of intent, as owner of a demand or the like, or in dealings
    ("talks with Tehran"); elsewhere a capital is a place of its own name. "The Trump administration" is an actor of
    its own with Trump inside it.

    Args:
        document: As ``parse`` gives it; without grammar, names are found by capitals and no pronoun is resolved.
        known: Actors the analyst declares; their names go before all that is found.

    >>> from analysis.text.document import Document
    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> news = parse(segment(Document("d", "Angela Merkel met Iran's envoy. Merkel said she was glad.")))
    >>> [(news.text[row.start : row.end], row.label, row.actor) for row in find_actors(news)]
    [('Angela Merkel', 'name', 'Angela Merkel'), ('Iran', 'name', 'Iran'), ('Merkel', 'name', 'Angela Merkel'),
     ('she', 'pronoun', 'Angela Merkel')]
    """
    pairs = _resolve_mentions(document, known)
    yield from sorted(_rows(document, pairs), key=lambda row: (row.start, -row.end, row.label))


def _resolve_mentions(
    document: Document, known: Actors = _NOBODY, reader: type[Salience] = Salience
) -> list[tuple[Mention, Party | None]]:
    """Every mention with its actor, as ``find_actors`` finds them; ``reader`` decides whom a pronoun means.

    >>> _resolve_mentions(Document("d", ""))
    []
    """
    given, titles = [*_known(document, known), *_places(document)], find_terms(document, load_lexicon("titles"))
    mentions = find_mentions(document, given, [(term.first, term.last) for term in titles])
    mentions = list(_without_namesakes(document, mentions))
    for mention in mentions:
        _place(document, mention)
    mentions = list(_outside_known(mentions))
    mentions = sorted([*mentions, *_governments(document, mentions)], key=lambda one: (one.first, -one.last))
    parties = parties_of(document, mentions)
    pairs: list[tuple[Mention, Party | None]] = [(mention, parties[at]) for at, mention in enumerate(mentions)]
    owners = {index: parties[at] for at, one in enumerate(mentions) for index in range(one.first, one.last)}
    return [*pairs, *_stand_ins(document, mentions, parties, reader(document, _quoted(document), owners))]


def _rows(document: Document, pairs: Sequence[tuple[Mention, Party | None]]) -> Iterator[Annotation]:
    for mention, party in pairs:
        start, end = document.tokens[mention.first].start, document.tokens[mention.last - 1].end
        name = party.name if party else ""
        relation = "actor:" + re.sub(r"\W+", "-", name).strip("-").lower() if name else ""
        form = "epithet" if document.text[start:end] != name and _describes(document, mention) else mention.form
        yield Annotation("actor", form, start, end, "mention", relation, name, rule=mention.rule)


def _describes(document: Document, mention: Mention) -> bool:
    """Whether a name that is declared or listed is a description ("the Zionist regime"): a common noun is in it."""
    indices = range(mention.first, mention.last)
    return mention.rule.startswith(("actors.known", "places")) and any(
        document.tokens[i].pos == "NOUN" and document.forms[i].islower() for i in indices
    )


def _without_namesakes(document: Document, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions, without places and peoples that are part of a person's name ("Jordan Peterson").

    The surname of somebody named in full is his where it may mean a person: "French said".
    """
    full = [m for m in mentions if m.kind == "person" and m.last - m.first > 1 and not m.actor]
    inside = {index for mention in full for index in range(mention.first, mention.last)}
    surnames = {document.forms[mention.last - 1] for mention in full}
    for mention in mentions:
        if not mention.rule.startswith("places") or mention.last > mention.first + 1:
            yield mention
        elif mention.first not in inside:
            word = document.words[mention.first]
            his = word.text in surnames and _stands_for_somebody(word)
            yield Mention(mention.first, mention.last, kind="person") if his else mention


def _stands_for_somebody(word: Word) -> bool:
    """Whether a name may mean a person where it stands: not in "French officials", "the French" or "in London"."""
    return word.dep not in _PART and word.head.lower not in _WHERE and not word.children("det")


def _outside_known(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions without names that are only found inside a declared alias ("Zionist" in "Zionist regime")."""
    known = {i for one in mentions if one.rule == "actors.known" for i in range(one.first, one.last)}
    for one in mentions:
        if one.rule != "actors.name" or not known.issuperset(range(one.first, one.last)):
            yield one


@lru_cache(maxsize=8)
def _lexicon_of(known: tuple[tuple[str, str, str], ...]) -> Lexicon:
    """The names and aliases of known actors as a lexicon, so that the one matcher finds them."""
    entries = [
        Entry(alias, kind, case=not alias.islower(), stands_for=name)
        for alias, kind, name in known
        if any(char.isalnum() for char in alias)
    ]
    return Lexicon("known", "", "actors", Provenance((), 0, "", ""), {}, tuple(entries))


def _known(document: Document, known: Actors) -> Iterator[Given]:
    names = tuple((alias, one.kind, one.name) for one in known.actors for alias in (one.name, *one.aliases))
    if not names:
        return
    reached = 0
    found = find_terms(document, _lexicon_of(names), overlap="all")
    for term in sorted(found, key=lambda term: (term.first, -term.last)):
        if term.first >= reached:
            yield Given(term.first, term.last, term.entry.stands_for, term.entry.category, "actors.known")
            reached = term.last


def _places(document: Document) -> Iterator[Given]:
    places = load_lexicon("places")
    for term in find_terms(document, places):
        name = term.entry.stands_for or term.entry.term
        yield Given(term.first, term.last, name, term.entry.category, places.rule_id(term.entry))


def _place(document: Document, mention: Mention) -> None:
    """Make a capital or seat the state where it acts, and a place of its own where it does not."""
    if mention.kind not in {"capital", "seat"}:
        mention.kind = {"region": "place", "people": "group"}.get(mention.kind, mention.kind)
        mention.kind = "state" if mention.kind == "demonym" else mention.kind
        return
    if mention.kind == "seat" or _acts(document, mention):
        mention.form, mention.kind = "metonym", "state"
    else:
        mention.actor, mention.kind = " ".join(document.forms[mention.first : mention.last]), "place"


def _governments(document: Document, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """ "The Iraqi government" is Iraq; "the Trump administration" is an actor of its own."""
    spans = {(one.first, one.last) for one in mentions}
    for one in mentions:
        if (one.first, one.last + 1) in spans:
            continue
        noun = document.lower_forms[one.last] if one.last < len(document.tokens) else ""
        if one.kind == "state" and noun in words("government"):
            yield Mention(one.first, one.last + 1, kind="state", actor=one.actor, rule="actors.government")
        elif one.kind == "person" and noun == "administration":
            name = " ".join(document.forms[one.first : one.last + 1])
            yield Mention(one.first, one.last + 1, kind="organisation", actor=name, rule="actors.government")


def _acts(document: Document, mention: Mention) -> bool:
    """Whether the place of a mention stands for those who act there, by the word it hangs on; a row acts alike."""
    word = document.words[mention.last - 1]
    for _ in range(_ROW):
        if word.dep != "conj" or word.head.index >= word.index:
            break
        word = word.head
    return _is_actor(word)


def _is_actor(word: Word) -> bool:
    """Whether a place stands for those who act there, by the word it hangs on."""
    above = word.head
    if word.dep in {"pobj", "dative"}:
        kind = {"between": "tie", "with": "tie", "against": "tie", "on": "tie", "to": "recipient"}.get(above.lemma)
        return kind is not None and above.head.lemma in words(kind)
    kinds = {"nsubj": "verb", "agent": "verb", "poss": "act", "compound": "act"}
    return word.dep in kinds and above.lemma in words(kinds[word.dep])


def _quoted(document: Document) -> list[Span]:
    """The outermost stretches between quotation marks, in order."""
    spans: list[Span] = []
    for paragraph in document.paragraphs:
        for mark in sorted(pair_marks(document.text, paragraph)):
            if not spans or mark.start >= spans[-1].end:
                spans.append(Span(mark.start, mark.end))
    return spans


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


def _stand_ins(
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
