"""What stands in for a name: pronouns, the titles beside a name, and descriptions that mean an actor of the text.

Who "he", "the secretary" and "the Iranian official" are is asked of ``actors.salience``; a title beside a name tells
its holder's office, and often the sex.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from analysis.actors.aliases import Party
from analysis.actors.kinds import Mention, words
from analysis.actors.salience import Salience
from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document
from analysis.text.grammar import children

_PRONOUNS = {"he": "m", "she": "f", "it": "it", "they": "they"}
_LEFT = frozenset(["amod", "compound", "nmod", "det", "poss", "case", "nummod", "advmod", "punct"])
_PHRASE = 30  # words of a noun phrase before its head
_ONE = frozenset(["NN", "NNP"])
_HUMAN = frozenset(["person", "man", "woman"])


def noun_phrase(document: Document, head: int) -> int:
    """The first token of the noun phrase that ends with a head: what hangs on it and stands before it, 30 words."""
    first = head
    while first > max(0, head - _PHRASE):
        token = document.tokens[first - 1]
        if token.dep not in _LEFT or not (first - 1 < token.head <= head) or token.pos in {"VERB", "SPACE"}:
            break
        if token.dep == "punct" and document.forms[first - 1] != "-":
            break
        first -= 1
    return first


def pronoun_of(document: Document, index: int) -> str:
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
        return token.dep == "expl"
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
    reader = _Nouns(document, mentions, starts, parties, view)
    for index in range(len(document.tokens)):
        if index in starts:
            mention, party = mentions[starts[index]], parties[starts[index]]
            yield from reader.titles(mention, party)
            if document.tokens[mention.last - 1].dep not in {"amod", "compound", "nmod"}:
                view.meet(mention, party)
        elif index not in held and (wanted := pronoun_of(document, index)):
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
    found = view.resolve(mention, wanted)
    mention.rule = "actors.pronoun" if found else "actors.unresolved"
    if found:
        if wanted in {"m", "f"}:
            found.kind, found.sex = "person", found.sex or wanted
        view.meet(mention, found)
        view.owners[index] = found
    return mention, found


class _Nouns:
    """What common nouns do: a title of the name they stand beside, or alone; else they may hide an actor from view."""

    def __init__(
        self, document: Document, mentions: Sequence[Mention], starts: dict[int, int], parties: dict[int, Party],
        view: Salience,
    ) -> None:  # fmt: skip
        self.document, self.mentions, self.starts, self.parties, self.view = document, mentions, starts, parties, view

    def titles(self, mention: Mention, party: Party) -> Iterator[tuple[Mention, Party | None]]:
        """The title before a name; its office and state are remembered of the actor."""
        if mention.lead < 0 or party.kind != "person":
            return
        first = noun_phrase(self.document, mention.lead)
        while first < mention.lead and self.document.tokens[first].dep in {"det", "poss", "case"}:
            first += 1
        self._remember(first, mention.first, party)
        yield Mention(first, mention.first, "title", "person", rule="actors.title"), party

    def _remember(self, first: int, last: int, party: Party) -> None:
        lemmas, states = self.document.lemmas[first:last], self.view.states
        party.offices.update(full for word in lemmas if (full := full_title(word)).isalpha())
        party.states.update(states[index] for index in range(first, last) if index in states)
        if not party.sex and party.kind == "person":
            party.sex = next((sex for word in reversed(lemmas) if (sex := sex_of(word))), "")

    def noun(self, index: int) -> Iterator[tuple[Mention, Party | None]]:
        """A title row for a noun beside a name, or one that means an actor alone; the noun comes into view."""
        document, view = self.document, self.view
        token, lemma = document.tokens[index], document.lemmas[index]
        if token.dep in {"compound", "npadvmod"} or token.entity in {"DATE", "TIME", "MONEY"}:
            return
        first = noun_phrase(document, index)
        human = any(lemma in words(name) for name in _HUMAN)
        if token.tag in _ONE and (named := self._beside(index, first)) >= 0:
            party, mention = self.parties[named], self.mentions[named]
            ahead = mention.first > index
            if party.kind == "person" and (human or token.dep == "appos" or ahead):
                yield self._title(index, first, party)
            elif party.kind in {"organisation", "group"}:
                self._remember(first, index + 1, party)
            if ahead:
                view.meet(mention, party, index)
            return
        states = {view.states[i] for i in range(first, index) if i in view.states}
        found = self._meant(index, first, human, states)
        if found:
            mention = Mention(first, index + 1, "title", found.kind, rule="actors.office")
            view.meet(mention, found, index)
            yield mention, found
            return
        owner = self._owner(index, first) if lemma in words("arm") else None
        if owner:
            view.meet(Mention(first, index + 1, "title", owner.kind), owner, index)
        else:
            self._hide(index, human)

    def _owner(self, index: int, first: int) -> Party | None:
        """The state that a ministry or an army acts for: "its ministry", "the Iraqi army"."""
        found = (self.view.owners.get(i) for i in range(first, index))
        return next((party for party in found if party and party.kind == "state"), None)

    def _meant(self, index: int, first: int, human: bool, states: set[str]) -> Party | None:
        """The actor that "the" and a noun in the singular mean."""
        document, lemma = self.document, self.document.lemmas[index]
        if document.tokens[index].tag not in _ONE or document.lower_forms[first] != "the":
            return None
        inside = (self.view.owners.get(i) for i in range(first, index))
        if any(party and party.kind != "state" for party in inside):
            return None
        if human or lemma in self.view.offices:
            rank = words("rank") & set(document.lemmas[first:index])
            return self.view.holder(lemma, states, sex_of(lemma), rank)
        if lemma in words("group") or lemma in words("organisation") or lemma in words("firm"):
            return self.view.body(lemma, states, index)
        return None

    def _hide(self, index: int, human: bool) -> None:
        token, lemma = self.document.tokens[index], self.document.lemmas[index]
        one = "person" if human else "body" if lemma in words("group") else "thing"
        kind = "things" if token.tag == "NNS" else one
        mention = Mention(index, index + 1, kind=kind, sex=sex_of(lemma))
        self.view.meet(mention, None)
        if self.document.lower_forms[noun_phrase(self.document, index)] in {"a", "an", "another", "one"}:
            self.view.others[lemma] = self.view.sentence(index)

    def _title(self, index: int, first: int, party: Party) -> tuple[Mention, Party]:
        start = first + (self.document.tokens[first].dep in {"det", "poss"} and first < index)
        end = _title_end(self.document, index)
        self._remember(start, end, party)
        self.view.offices.add(self.document.lemmas[index])
        return Mention(start, end, "title", "person", rule="actors.apposition"), party

    def _beside(self, index: int, first: int) -> int:
        """The mention that a title stands in apposition to or is said of; -1 if there is none."""
        document, token = self.document, self.document.tokens[index]
        name = -1
        ahead = [one for one in children(document, index, "appos") if one > index]
        if token.dep == "appos":
            name = token.head
        elif token.dep == "attr":
            name = next(iter(children(document, token.head, "nsubj")), -1)
        elif ahead:
            name = ahead[0]
        elif first > 1 and document.forms[first - 1] == ",":
            name = first - 2
        found = [at for start in range(max(0, name - 4), name + 1) if (at := self.starts.get(start, -1)) >= 0]
        return found[-1] if found and self.mentions[found[-1]].last > name >= 0 else -1


@lru_cache
def _short_titles() -> dict[str, str]:
    return {entry.term: entry.note for entry in load_lexicon("mentions").entries if entry.note}


def full_title(word: str) -> str:
    """A title in full, "senator" for "sen."; any other word as it is."""
    return _short_titles().get(word, word)


def sex_of(noun: str) -> str:
    """The sex that a noun tells: m, f, or empty."""
    return "m" if noun in words("man") else "f" if noun in words("woman") else ""


def _title_end(document: Document, index: int) -> int:
    """The end of a title with what it is of: "secretary of Iran's Supreme National Security Council"."""
    end = index + 1
    if document.lower_forms[end : end + 1] in {("of",), ("for",), ("at",)}:
        end += 1
        while end < len(document.tokens) and (
            document.forms[end][:1].isupper() or document.lower_forms[end] in {"the", "of", "and", "'s"}
        ):
            end += 1
        while document.lower_forms[end - 1] in {"the", "of", "and", "'s", "for", "at"}:
            end -= 1
    return end
