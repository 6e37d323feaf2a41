"""What common nouns do: a title of the name they stand beside, or a description that means an actor of the text.

A noun that stands in a name or was said of somebody is his. Of the others a regression on marks of each actor named
before decides (``actors.antecedents``, class ``description``): its kind, how far back it was, how often it is named. A
noun that means no actor is kept in view as somebody without a name, since a pronoun may mean it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from analysis.actors.aliases import Party
from analysis.actors.antecedents import Seen, is_medium, own_marks
from analysis.actors.kinds import Mention, words
from analysis.actors.salience import RANKS, Salience, count_since
from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document, Word
from analysis.text.grammar import children

_LEFT = frozenset(["amod", "compound", "nmod", "det", "poss", "case", "nummod", "advmod", "punct"])
_PHRASE = 30  # words of a noun phrase before its head
_SINGULAR = frozenset(["NN", "NNP"])
_HUMAN = ("person", "man", "woman")
_BODIES = ("firm", "group", "organisation", "newsroom")
_FAR = 60  # sentences back in which a description finds its actor
_SEAT = 3  # words of the name of a seat before its last
_NEAR = 3  # sentences back in which "the woman" and "the company" are found
_GAPS = (1, 2, 4, 8, 16)  # steps of sentences since an actor was last met
_FIT = {  # the kinds of actor that a noun of each class may mean
    "human": {"person"},
    "humans": {"group", "organisation"},
    "country": {"state", "place"},
    "settlement": {"place"},
    "body": {"organisation", "group", "other"},
}


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


class Nouns:
    """The common nouns of a document, read in order."""

    def __init__(
        self, document: Document, mentions: Sequence[Mention], starts: Mapping[int, int], parties: Mapping[int, Party],
        view: Salience,
    ) -> None:  # fmt: skip
        self.document, self.mentions, self.starts, self.parties, self.view = document, mentions, starts, parties, view
        self.nameless: dict[str, Party] = {}  # noun → whom it last brought in
        self.brought: dict[str, int] = {}  # noun → the last sentence that brought in somebody new by it

    def titles(self, mention: Mention, party: Party) -> Iterator[tuple[Mention, Party | None]]:
        """The title before a name; its office and state are remembered of the actor."""
        if mention.lead < 0 or party.kind != "person":
            return
        first = noun_phrase(self.document, mention.lead)
        while first < mention.lead and self.document.tokens[first].dep in {"det", "poss", "case"}:
            first += 1
        self._remember(first, mention.first, party)
        yield Mention(first, mention.first, "title", "person", rule="actors.title"), party

    def noun(self, index: int) -> Iterator[tuple[Mention, Party | None]]:
        """A title row for a noun beside a name, or one that means an actor alone; the noun comes into view."""
        word, view = self.document.words[index], self.view
        if word.dep in {"compound", "npadvmod"} or word.entity in {"DATE", "TIME", "MONEY"}:
            return
        first = noun_phrase(self.document, index)
        human = any(word.lemma in words(name) for name in _HUMAN)
        if (named := self._beside(word, first)) >= 0 and word.tag in _SINGULAR:
            party, mention = self.parties[named], self.mentions[named]
            ahead = mention.first > index
            if party.kind == "person" and (human or word.dep == "appos" or ahead):
                yield self._title(index, first, party)
            elif party.kind in {"organisation", "group"} or word.dep in {"appos", "attr"} or ahead:
                self._remember(first, index + 1, party)
                if word.dep == "appos" or (ahead and self.document.lower_forms[first] in words("definite")):
                    yield Mention(first, index + 1, "title", party.kind, rule="actors.apposition"), party
            if ahead:
                view.meet(mention, party, index)
            return
        if class_of_noun(word, human) in _FIT and (seat := self._seat_of(word)):
            opening = self.document.tokens[first].dep == "det" and first < index
            yield (
                Mention(first + opening, seat.last, "epithet", "state", rule="actors.seat"),
                self.parties[self.starts[seat.first]],
            )
            return
        meant = self._meant(word, first, human)
        if meant and meant.name:
            mention = Mention(first, index + 1, "title", meant.kind, rule="actors.office")
            view.meet(mention, meant, index)
            yield mention, meant
            return
        owner = self._owner(index, first) if word.lemma in words("arm") else None
        if owner:
            view.meet(Mention(first, index + 1, "title", owner.kind), owner, index)
        else:
            self._bring_in(word, first, human, meant)

    def _seat_of(self, word: Word) -> Mention | None:
        """The seat of a government that people are in: "the hawks in the Kremlin"."""
        for link in word.children("prep"):
            for place in link.children("pobj") if link.lower in words("within") else ():
                starts = range(max(0, place.index - _SEAT), place.index + 1)
                near = [self.mentions[self.starts[start]] for start in starts if start in self.starts]
                for mention in near:
                    if mention.form == "metonym" and mention.first <= place.index < mention.last:
                        return mention
        return None

    def _meant(self, word: Word, first: int, human: bool) -> Party | None:
        """Whom a definite noun phrase means, of those who were named and those whom the same noun brought in."""
        opening = self.document.lower_forms[first]
        possessed = [owner for owner in word.children("poss") if owner.index >= first]
        if not (opening in words("definite") or possessed):
            return None
        kind = class_of_noun(word, human)
        pronouns = {owner.index for owner in possessed if owner.pos == "PRON"}
        adjectives = {part.index for part in word.children("amod")}  # "the Salafist group" belongs to nobody
        naming = {*range(first, word.index)} - pronouns - adjectives
        inside = [self.view.owners[i] for i in naming if i in self.view.owners]
        loose = word.lemma in words("group")  # a word met once there may be an adjective
        if any(party.kind not in {"state", "group"} and not (loose and party.count < 2) for party in inside):
            return None  # "the Okoro plant" says itself whose it is
        owned = {id(self.view.owners[i]) for i in pronouns if i in self.view.owners}
        candidates = [seen for seen in self._candidates(word, kind, first) if id(seen.party) not in owned]
        if not candidates:
            return None
        if opening == "the" and word.tag in _SINGULAR and (sure := self._told(candidates, word, first)):
            return sure
        if word.children("relcl", "acl") or any(link.lower == "of" for link in word.children("prep")):
            return None  # "the head of a bank" says itself who is meant
        since = count_since(candidates)
        most = max(seen.party.count for seen in candidates)
        marks = [
            [
                *own_marks(seen, "description", id(seen.party) in self.view.opening, seen.party.count == most > 1),
                *(f"behind {step}" for step in RANKS if since[seen.identity] >= step),
                *self._between(seen, word, first, kind),
            ]
            for seen in candidates
        ]
        meant = self.view.choose(candidates, [*marks, self._nobody(word, first, kind)], word.index, "description")
        return meant.party if meant else None

    def _told(self, candidates: Sequence[Seen], word: Word, first: int) -> Party | None:
        """Who was last met of those in whose name the noun is or of whom it was said, if nobody came in by it since.

        Who is told to be of the state goes before whose state is not told; of another state is nobody.
        """
        states = {self.view.states[i] for i in range(first, word.index) if i in self.view.states}
        told = [
            seen.party
            for seen in reversed(candidates)
            if seen.party.name and seen.sentence >= self.brought.get(word.lemma, -1)
            and self._is_called(seen.party, word)
            and (not states or not seen.party.states or states & seen.party.states)
        ]  # fmt: skip
        agreeing = (party for party in told if not states or states & party.states)
        party = next(agreeing, next(iter(told), None)) or self._last_person(candidates, word, states)
        return party or self._last_firm(candidates, word, first, states) or self._only_state(candidates, word)

    def _only_state(self, candidates: Sequence[Seen], word: Word) -> Party | None:
        """Which state "the country" is where a single one was named a little before."""
        here = self.view.sentence(word.index)
        near = {id(seen.party): seen.party for seen in candidates if here - seen.sentence <= _NEAR}
        states = [party for party in near.values() if party.name and party.kind == "state"]
        return states[0] if len(states) == 1 and word.lemma in words("country") else None

    def _last_firm(self, candidates: Sequence[Seen], word: Word, first: int, states: set[str]) -> Party | None:
        """Who "the company" or "the militant group" is: the last firm or group named a little before.

        A medium or a public body is no firm, and who does something to the company is not the company.
        """
        here = self.view.sentence(word.index)
        for seen in reversed(candidates):
            party, name = seen.party, {part.lower() for part in seen.party.words}
            firm = word.lemma in words("firm") and party.kind == "organisation" and not is_medium(party)
            firm = firm and not name & (words("organisation") - words("firm"))
            firm = firm and not (party.soft and self._modifiers(word, first))
            group = word.lemma in words("group") and party.kind == "group"
            elsewhere = states and party.states and not states & party.states
            apart = seen.sentence < here or self.document.tokens[seen.head].head != word.head.index
            late = seen.sentence >= self.brought.get(word.lemma, -1) and here - seen.sentence <= _NEAR
            if party.name and (firm or group) and apart and late and not elsewhere:
                return party
        return None

    def _last_person(self, candidates: Sequence[Seen], word: Word, states: set[str]) -> Party | None:
        """Who "the Iraqi official" or "the woman" is: the last person of that state, or of that sex a little before."""
        sex, here = sex_of(word.lemma), self.view.sentence(word.index)
        for seen in reversed(candidates if states or sex else ()):
            party = seen.party
            told = bool(states & party.states) if states else party.sex == sex and here - seen.sentence <= _NEAR
            late = seen.sentence >= self.brought.get(word.lemma, -1)
            if party.name and party.kind == "person" and late and told:
                return party
        return None

    @staticmethod
    def _is_called(party: Party, word: Word) -> bool:
        return word.lemma in party.offices or (party.kind != "person" and _heads_name(party, word.lemma))

    def _candidates(self, word: Word, kind: str, first: int) -> Iterator[Seen]:
        """The last mention of everyone in view who may be called by a noun, the last of all at the end: its kind fits,
        or the noun is in its name or was said of it."""
        lemma, fitting = word.lemma, _FIT.get(kind, ())
        sex, nameless = sex_of(lemma), self.nameless.get(lemma)
        ranks = words("rank").intersection(self.document.lemmas[first : word.index])
        for seen in self.view.latest(_FAR):
            party = seen.party
            if not party.name:
                if party is nameless:
                    yield seen
            elif sex and party.sex and party.sex != sex:
                continue
            elif party.kind == "person" and party.offices & words("rank") != ranks:
                continue
            elif kind != "human" and _heads_name(party, lemma):
                yield seen
            elif lemma in party.offices:
                if word.tag in _SINGULAR or party.kind != "person":
                    yield seen
            elif party.kind in fitting:
                yield seen

    def _between(self, seen: Seen, word: Word, first: int, kind: str) -> Iterator[str]:
        """The marks of how an actor stands to a description."""
        party, here = seen.party, self.view.sentence(word.index)
        gap = here - seen.sentence
        yield from (f"gap {step}" for step in _GAPS if gap >= step)
        yield f"{kind or 'noun'} means {party.kind}"
        if not party.name:
            yield "same noun"
            return
        name = {part.lower() for part in party.words}
        if _heads_name(party, word.lemma):
            yield "noun in name"
        if word.lemma in party.offices:
            yield "noun said of it"
        if seen.sentence < self.brought.get(word.lemma, -1):
            yield "another since"
        states = {self.view.states[i] for i in range(first, word.index) if i in self.view.states}
        if states:
            yield (
                "state agrees"
                if states & {*party.states, party.name}
                else "state differs"
                if party.states
                else "state open"
            )
        told = name | party.offices
        for lemma in self._modifiers(word, first):
            yield "modifier told" if lemma in told else "modifier new"

    def _modifiers(self, word: Word, first: int) -> list[str]:
        before = (part for part in word.children("amod", "compound", "nmod") if part.index >= first)
        return [part.lemma for part in before if part.index not in self.view.states]

    def _nobody(self, word: Word, first: int, kind: str) -> list[str]:
        """The marks of the case that a description means no actor of the text."""
        opening = self.document.lower_forms[first]
        marks = [
            "nobody",
            f"nobody by {kind or 'noun'}",
            f"nobody after {opening if opening in words('definite') else 'owner'}",
        ]
        marks += [f"nobody as {word.dep}"] * (word.dep in {"attr", "appos", "pobj", "nsubj", "poss"})
        return marks

    def _bring_in(self, word: Word, first: int, human: bool, known: Party | None) -> None:
        """Keep in view whom or what a noun speaks of, without a name."""
        one = "person" if human else "body" if class_of_noun(word, human) == "body" else "thing"
        many = "people" if human else "things"
        if known is None:
            known = Party("", many if word.tag == "NNS" else one, sex=sex_of(word.lemma))
            self.nameless[word.lemma] = known
            if self.document.lower_forms[first] in words("indefinite"):
                self.brought[word.lemma] = self.view.sentence(word.index)
        known.count += 1
        self.view.meet(Mention(word.index, word.index + 1, "title", known.kind), known)

    def _owner(self, index: int, first: int) -> Party | None:
        """The state that a ministry or an army acts for: "its ministry", "the Iraqi army"."""
        found = (self.view.owners.get(i) for i in range(first, index))
        return next((party for party in found if party and party.kind == "state"), None)

    def _remember(self, first: int, last: int, party: Party) -> None:
        lemmas, states = self.document.lemmas[first:last], self.view.states
        party.offices.update(full for word in lemmas if (full := full_title(word)).isalpha())
        party.states.update(states[index] for index in range(first, last) if index in states)
        if not party.sex and party.kind == "person":
            party.sex = next((sex for word in reversed(lemmas) if (sex := sex_of(word))), "")

    def _title(self, index: int, first: int, party: Party) -> tuple[Mention, Party]:
        start = first + (self.document.tokens[first].dep in {"det", "poss"} and first < index)
        end = _title_end(self.document, index)
        self._remember(start, end, party)
        return Mention(start, end, "title", "person", rule="actors.apposition"), party

    def _beside(self, word: Word, first: int) -> int:
        """The mention that a title stands in apposition to or is said of; -1 if there is none."""
        document, index, name = self.document, word.index, -1
        ahead = [one for one in children(document, index, "appos") if one > index]
        if word.dep == "appos":
            name = word.head.index
        elif word.dep == "attr":
            name = next((subject.index for subject in word.head.children("nsubj")), -1)
        elif ahead:
            name = ahead[0]
        elif first > 1 and document.forms[first - 1] == ",":
            name = first - 2
        found = [at for start in range(max(0, name - 4), name + 1) if (at := self.starts.get(start, -1)) >= 0]
        return found[-1] if found and self.mentions[found[-1]].last > name >= 0 else -1


def _heads_name(party: Party, lemma: str) -> bool:
    """Whether a noun is the last word of a name, or one for a body of people anywhere in it: "Court of Appeal"."""
    lower = [part.lower() for part in party.words]
    return lower[-1:] == [lemma] or (lemma in lower and any(lemma in words(name) for name in _BODIES))


def class_of_noun(word: Word, human: bool) -> str:
    """What a noun may stand for: ``human``, ``humans``, ``country``, ``settlement``, ``body``, or empty.

    >>> from analysis.text.document import Token
    >>> class_of_noun(Document("d", "city", tokens=(Token(0, 4),)).words[0], human=False)
    'settlement'
    """
    if human:
        return "humans" if word.tag == "NNS" else "human"
    if word.tag == "NNS":
        return ""
    for name in ("country", "settlement"):
        if word.lemma in words(name):
            return name
    return "body" if any(word.lemma in words(name) for name in _BODIES) else ""


@lru_cache
def _short_titles() -> dict[str, str]:
    return {entry.term: entry.stands_for for entry in load_lexicon("mentions").entries if entry.stands_for}


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
