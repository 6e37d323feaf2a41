"""What common nouns do: a title of the name they stand beside, or a description that means an actor of the text.

A noun beside a name, and one that is said of somebody ("she is a hero"), is his. Of the others a regression on marks of
each actor named before decides (``actors.antecedents``, class ``description``): whether its kind fits, whether the noun
is in its name or was said of it, how far back it was. A noun that means no actor is kept in view as somebody without a
name, since a pronoun may mean it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from analysis.actors.aliases import Party
from analysis.actors.antecedents import Seen, is_medium, own_marks
from analysis.actors.kinds import Mention, words
from analysis.actors.salience import RANKS, Salience, count_since
from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document, Word
from analysis.text.grammar import SUBJECTS

_LEFT = frozenset(["amod", "compound", "nmod", "det", "poss", "case", "nummod", "advmod", "punct"])
_PHRASE = 30  # words of a noun phrase before its head
_SINGULAR = frozenset(["NN", "NNP"])
_HUMAN = ("person", "man", "woman")
_BODIES = ("firm", "newsroom", "group", "organisation")
_FAR = 60  # sentences back in which a description finds its actor
_NAME = 4  # words of a name before its last
_GAPS = (1, 2, 4, 8, 16)  # steps of sentences since an actor was last met
_BODY = frozenset(["organisation", "group", "other"])
_LAND = frozenset(["state", "place"])
_FIT = {  # the kinds of actor that a noun of each class may mean
    "human": {"person"}, "humans": {"group", "organisation"},
    "country": _LAND, "region": _LAND, "settlement": _LAND,
    "firm": _BODY, "newsroom": _BODY, "group": _BODY, "organisation": _BODY,
}  # fmt: skip
_SAID = {"attr": "nsubj", "nsubj": "attr"}  # where who is said to be a noun stands, by the place of the noun
_WITHIN = frozenset(["at", "in", "inside", "within"])
_CALLED = frozenset(["named", "called", "dubbed"])


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

    def noun(self, word: Word) -> Iterator[tuple[Mention, Party | None]]:
        """A title row for a noun beside a name, or one that means an actor alone; the noun comes into view."""
        if word.dep in {"compound", "npadvmod"} or word.entity in {"DATE", "TIME", "MONEY"}:
            return
        view, index = self.view, word.index
        first = noun_phrase(self.document, index)
        human = any(word.lemma in words(name) for name in _HUMAN)
        kind = class_of_noun(word, human)
        if word.tag in _SINGULAR and (beside := self._beside(word, first, kind) or self._said_of(word)):
            mention, party, rule = beside
            yield self._title(index, first, party, rule)
            if mention and mention.first > index:
                view.meet(mention, party, word)
        elif kind in _FIT and (seat := self._seat_of(word)):
            opening = self.document.tokens[first].dep == "det" and first < index
            people = Mention(first + opening, seat.last, "epithet", "state", rule="actors.seat")
            yield people, self.parties[self.starts[seat.first]]
        elif (meant := self._meant(word, first, kind)) and meant.name:
            mention = Mention(first, index + 1, "title", meant.kind, rule="actors.office")
            view.meet(mention, meant, word)
            yield mention, meant
        elif word.lemma in words("arm") and (owner := self._owner(index, first)):
            view.meet(Mention(first, index + 1, "title", owner.kind), owner, word)
        else:
            self._bring_in(word, first, human, meant)

    def _named(self, name: Word) -> Mention | None:
        """The name that a word stands in."""
        near = (
            self.mentions[self.starts[at]]
            for at in range(max(0, name.index - _NAME), name.index + 1)
            if at in self.starts
        )
        return next((mention for mention in reversed([*near]) if mention.last > name.index), None)

    def _seat_of(self, word: Word) -> Mention | None:
        """The seat of a government that people are in: "the hawks in the Kremlin"."""
        inside = (link for link in word.children("prep") if link.lower in _WITHIN)
        named = (self._named(place) for link in inside for place in link.children("pobj"))
        return next((mention for mention in named if mention and mention.form == "metonym"), None)

    def _meant(self, word: Word, first: int, kind: str) -> Party | None:
        """Whom a definite noun phrase means, of those who were named and those whom the same noun brought in."""
        possessed = [owner for owner in word.children("poss") if owner.index >= first]
        if not (self.document.lower_forms[first] in words("definite") or possessed):
            return None
        pronouns = {owner.index for owner in possessed if owner.pos == "PRON"}
        if self._says_whose(word, {*range(first, word.index)} - pronouns):
            return None
        owned = {id(self.view.owners[index]) for index in pronouns if index in self.view.owners}
        candidates = [seen for seen in self._candidates(word, kind, first) if id(seen.party) not in owned]
        if not candidates:
            return None
        marks = self._describe(candidates, word, first, kind)
        meant = self.view.choose(candidates, [*marks, self._nobody(word, first, kind)], word.index, "description")
        return meant.party if meant else None

    def _says_whose(self, word: Word, before: set[int]) -> bool:
        """Whether a noun itself says whose it is: "the Okoro plant", but neither "the Iraqi army" nor "the Salafist
        group", where a word met once may be an adjective."""
        naming = before - {part.index for part in word.children("amod")}
        inside = [self.view.owners[index] for index in naming if index in self.view.owners]
        loose = word.lemma in words("group")
        return any(party.kind not in {"state", "group"} and not (loose and party.count < 2) for party in inside)

    def _describe(self, candidates: Sequence[Seen], word: Word, first: int, kind: str) -> list[list[str]]:
        """The marks of each candidate for a description."""
        since = count_since(candidates)
        most = max(seen.party.count for seen in candidates)
        usual = Counter(seen.party.kind for seen in candidates if seen.party.name)
        nearest = {seen.party.kind: seen.identity for seen in candidates if seen.party.name}
        return [
            [
                *own_marks(seen, "description", id(seen.party) in self.view.opening, seen.party.count == most > 1),
                *(f"behind {step}" for step in RANKS if since[seen.identity] >= step),
                *[f"nearest {kind or 'noun'}"] * (nearest.get(seen.party.kind) == seen.identity),
                *["only of its kind"] * (bool(seen.party.name) and usual[seen.party.kind] == 1),
                *self._between(seen, word, first, kind),
            ]
            for seen in candidates
        ]

    def _candidates(self, word: Word, kind: str, first: int) -> Iterator[Seen]:
        """The last mention of everyone in view who may be called by a noun, the last of all at the end: its kind fits,
        or the noun is in its name or was said of it."""
        ranks = words("rank").intersection(self.document.lemmas[first : word.index])
        nameless = self.nameless.get(word.lemma)
        for seen in self.view.latest(_FAR):
            if seen.party is nameless or (seen.party.name and self._may_be(seen.party, word, kind, ranks)):
                yield seen

    @staticmethod
    def _may_be(party: Party, word: Word, kind: str, ranks: Collection[str]) -> bool:
        """Whether an actor may be called by a noun, of some ranks."""
        sex, person = sex_of(word.lemma), party.kind == "person"
        if (sex and party.sex and party.sex != sex) or (person and party.offices & words("rank") != ranks):
            return False
        if (kind != "human" and _heads_name(party, word.lemma)) or is_guessed(party, kind):
            return True
        if word.lemma in party.offices:
            return word.tag in _SINGULAR or not person
        return party.kind in _FIT.get(kind, ())

    def _between(self, seen: Seen, word: Word, first: int, kind: str) -> list[str]:
        """The marks of how an actor stands to a description."""
        party, gap = seen.party, self.view.sentence(word.index) - seen.sentence
        opening = "the" if self.document.lower_forms[first] == "the" else "other"
        marks = {
            **{f"gap {step}": gap >= step for step in _GAPS},
            f"{kind or 'noun'} means {'guess' if is_guessed(party, kind) else party.kind}": True,
            "other quotation": seen.quotation != self.view.quotation(word.index),
            f"subject {gap} back": seen.role in SUBJECTS and gap < 2,
            "of one verb": gap == 0 and seen.head.head == word.head,
            f"gap {min(gap, 1)} {opening}": True,
            "same noun": not party.name,
        }
        own = self._of_named(seen, word, first, kind) if party.name else []
        return [*(mark for mark, holds in marks.items() if holds), *own]

    def _of_named(self, seen: Seen, word: Word, first: int, kind: str) -> list[str]:
        """The marks of how an actor with a name stands to a description."""
        party, sex = seen.party, sex_of(word.lemma)
        name, inside = {part.lower() for part in party.words}, _heads_name(party, word.lemma)
        like = any(word.lemma in words(one) and name & words(one) for one in ("firm", "newsroom"))
        states = {self.view.states[i] for i in range(first, word.index) if i in self.view.states}
        marks = {
            "noun in name": inside,
            "noun like name": like and not inside,
            "may be a firm": kind == "firm"
            and not is_medium(party)
            and not name & words("organisation") - words("firm"),
            f"sex {'agrees' if sex == party.sex else 'open'}": bool(sex),
            "noun said of it": word.lemma in party.offices,
            "another since": seen.sentence < self.brought.get(word.lemma, -1),
            f"state {'agrees' if states & {*party.states, party.name} else 'open'}": bool(states),
        }
        told = name | party.offices
        modifiers = [f"modifier {'told' if lemma in told else 'new'}" for lemma in self._modifiers(word, first)]
        return [*(mark for mark, holds in marks.items() if holds), *modifiers]

    def _modifiers(self, word: Word, first: int) -> list[str]:
        before = (part for part in word.children("amod", "compound", "nmod") if part.index >= first)
        return [part.lemma for part in before if part.index not in self.view.states]

    def _nobody(self, word: Word, first: int, kind: str) -> list[str]:
        """The marks of the case that a description means no actor of the text."""
        opening = self.document.lower_forms[first]
        links = [link.lower for link in word.children("prep")]
        marks = {
            "nobody": True,
            f"nobody by {kind or 'noun'}": True,
            f"nobody after {opening if opening in words('definite') else 'owner'}": True,
            f"nobody as {word.dep}": word.dep in {"attr", "appos", "pobj", "nsubj", "poss"},
            "nobody told": bool(word.children("relcl", "acl")),
            "nobody of": "of" in links,
            "nobody with": any(link != "of" for link in links),
            "nobody modified": bool(self._modifiers(word, first)),
            "nobody many": word.tag == "NNS",
        }
        return [mark for mark, holds in marks.items() if holds]

    def _bring_in(self, word: Word, first: int, human: bool, known: Party | None) -> None:
        """Keep in view whom or what a noun speaks of, without a name."""
        one = "person" if human else "body" if class_of_noun(word, human) in _BODIES else "thing"
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

    def _title(self, index: int, first: int, party: Party, rule: str) -> tuple[Mention, Party]:
        start = first + (self.document.tokens[first].dep in {"det", "poss"} and first < index)
        end = _title_end(self.document, index)
        self._remember(start, end, party)
        return Mention(start, end, "title", party.kind, rule=rule), party

    def _beside(self, word: Word, first: int, kind: str) -> tuple[Mention, Party, str] | None:
        """The name that a title stands in apposition to, or that it gives: "a man named Ali Reza", "the city of Oslo",
        "the Okoro company"."""
        ahead = [
            *(one for one in word.children("appos") if one.index > word.index),
            *(name for verb in word.children("acl") if verb.lower in _CALLED for name in verb.children("oprd")),
            *(name for name in self._given(word, first) if self._fits(name, kind)),
        ]
        if word.dep == "appos":
            name = word.head
        elif ahead:
            name = ahead[0]
        elif first > 1 and word.dep != "attr" and self.document.forms[first - 1] == ",":
            name = self.document.words[first - 2]
        else:
            return None
        mention = self._named(name)
        return (mention, self.parties[self.starts[mention.first]], "actors.apposition") if mention else None

    @staticmethod
    def _given(word: Word, first: int) -> list[Word]:
        """The names in a phrase that may be that of its noun: "the city of Oslo", "the Okoro company"."""
        places = [name for link in word.children("prep") if link.lower == "of" for name in link.children("pobj")]
        return [*places, *(name for name in word.children("compound", "nmod") if name.index >= first)]

    def _fits(self, name: Word, kind: str) -> bool:
        """Whether a name may be that of a place or of a group, and so is no part of what a noun speaks of."""
        party = self.view.owners.get(name.index)
        if party is None or not (mention := self._named(name)):
            return False
        if kind in {"settlement", "country", "region"}:
            return name.dep == "pobj" and mention.form == "name" and party.kind in {"place", "state"}
        return name.dep != "pobj" and kind == "firm" and (party.kind in _BODY or is_guessed(party, kind))

    def _said_of(self, word: Word) -> tuple[Mention | None, Party, str] | None:
        """Who is said to be a noun: "Ann Lee is a hero", "the winner was Ann Lee"; not who is not, or may be."""
        first = word.head if word.dep == "conj" and word.head.dep == "attr" else word  # "an artist and a singer"
        verb, other = first.head, _SAID.get(first.dep, "")
        if not other or verb.lemma not in {"be", "become", "remain"} or _is_doubted(verb):
            return None
        shared = verb.head.children("nsubj") if verb.dep == "conj" else []
        for named in (verb.children(other) or shared)[:1]:
            if mention := self._named(named):
                return mention, self.parties[self.starts[mention.first]], "actors.predicate"
            party = self.view.owners.get(named.index) if named.pos == "PRON" else None
            return (None, party, "actors.predicate") if party and party.name else None
        return None


def _is_doubted(verb: Word) -> bool:
    """Whether a verb is denied, or what may be."""
    return bool(verb.children("neg")) or any(helper.tag == "MD" for helper in verb.children("aux"))


def _heads_name(party: Party, lemma: str) -> bool:
    """Whether a noun is the last word of a name, or one for a body of people anywhere in it: "Court of Appeal"."""
    lower = [part.lower() for part in party.words]
    return lower[-1:] == [lemma] or (lemma in lower and any(lemma in words(name) for name in _BODIES))


def class_of_noun(word: Word, human: bool) -> str:
    """What a noun may stand for: the names in ``_FIT``, or empty.

    >>> from analysis.text.document import Token
    >>> class_of_noun(Document("d", "city", tokens=(Token(0, 4),)).words[0], human=False)
    'settlement'
    """
    if human:
        return "humans" if word.tag == "NNS" else "human"
    if word.tag == "NNS":
        return ""
    return next((name for name in _FIT if not name.startswith("human") and word.lemma in words(name)), "")


def is_guessed(party: Party, kind: str) -> bool:
    """Whether a name is a place's only by the guess of the recogniser, and may be a body's: "Scientology"."""
    return kind in _BODIES and party.kind == "place" and not party.known


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
