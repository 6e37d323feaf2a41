"""What common nouns do: a title of the name they stand beside, or a description that means an actor of the text.

A noun beside a name, and one that is said of somebody ("she is a hero"), is his. Of the others a regression on marks of
each actor named before decides (``actors.antecedents``, class ``description``): whether its kind fits, whether the noun
is in its name or was said of it, how far back it was. A noun that means no actor is kept in view as somebody without a
name, since a pronoun may mean it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile

from analysis.actors.aliases import Party
from analysis.actors.antecedents import Seen, is_medium, own_marks
from analysis.actors.kinds import Mention, words
from analysis.actors.salience import RANKS, Salience, count_since
from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document, Word
from analysis.text.grammar import SUBJECTS, after

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
    "country": {"state"}, "settlement": _LAND,
    "firm": _BODY, "newsroom": _BODY, "group": _BODY, "organisation": _BODY,
}  # fmt: skip
_SAID = {"attr": "nsubj", "nsubj": "attr"}  # where who is said to be a noun stands, by the place of the noun
_WITHIN = frozenset(["at", "in", "inside", "within"])
_AMONG_OTHERS = frozenset(["especially", "including", "mainly", "mostly", "notably", "particularly"])
_SUPPOSING = frozenset(["if", "unless", "whether"])
_CALLED = frozenset(["named", "called", "dubbed"])


@dataclass(frozen=True, slots=True)
class _NounPhrase:
    """A common noun with the words before it that hang on it; its class is a name in ``_FIT``, or empty."""

    head: Word
    before: tuple[Word, ...]
    human: bool
    kind: str

    @property
    def first(self) -> Word:
        """The first word."""
        return self.before[0] if self.before else self.head

    @property
    def places(self) -> range:
        """The indices of what stands before the noun."""
        return range(self.first.index, self.head.index)

    def children(self, *deps: str) -> list[Word]:
        """What hangs on the noun within the phrase."""
        return [word for word in self.head.children(*deps) if word.index >= self.first.index]


def _noun_phrase(head: Word) -> _NounPhrase:
    """The phrase that ends with a noun, of 30 words before it at most.

    >>> from analysis.text.document import Token
    >>> _noun_phrase(Document("d", "city", tokens=(Token(0, 4),)).words[0]).kind
    'settlement'
    """
    before, words_before = list[Word](), head.document.words[max(0, head.index - _PHRASE) : head.index]
    for word in reversed(words_before):
        apart = word.dep == "punct" and word.text != "-"
        if (
            word.dep not in _LEFT
            or not word.index < word.head.index <= head.index
            or word.pos in {"VERB", "SPACE"}
            or apart
        ):
            break
        before.insert(0, word)
    human, many = any(head.lemma in words(name) for name in _HUMAN), head.tag == "NNS"
    kinds = (name for name in _FIT if not name.startswith("human") and head.lemma in words(name))
    kind = ("humans" if many else "human") if human else "" if many else next(kinds, "")
    return _NounPhrase(head, tuple(before), human, kind)


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
        lead = self.document.words[mention.lead]
        opening = dropwhile(lambda word: word.dep in {"det", "poss", "case"}, _noun_phrase(lead).before)
        first = next(opening, lead).index
        self._remember(first, mention.first, party)
        yield Mention(first, mention.first, "title", "person", rule="actors.title"), party

    def noun(self, word: Word) -> Iterator[tuple[Mention, Party | None]]:
        """A title row for a noun beside a name, or one that means an actor alone; the noun comes into view."""
        if word.dep in {"compound", "npadvmod"} or word.entity in {"DATE", "TIME", "MONEY"}:
            return
        noun, view = _noun_phrase(word), self.view
        self._remember_president(noun)
        first, last = noun.first.index, word.index + 1
        beside = self._beside(noun) or self._said_of(word) if word.tag in _SINGULAR else None
        if beside:
            mention, party, rule = beside
            yield self._title(noun, party, rule)
            if mention and mention.first > word.index:
                view.meet(mention, party, word)
        elif seat := self._seat_of(noun):
            first += noun.first.dep == "det"
            people = Mention(first, seat.last, "epithet", "state", rule="actors.seat")
            yield people, self.parties[self.starts[seat.first]]
        elif (meant := self._meant(noun)) and meant.name:
            mention = Mention(first, last, "title", meant.kind, rule="actors.office")
            view.meet(mention, meant, word)
            yield mention, meant
        elif owner := self._owner(noun):
            view.meet(Mention(first, last, "title", owner.kind), owner, word)
        else:
            self._bring_in(noun, meant)

    def _named(self, name: Word) -> Mention | None:
        """The name that a word stands in."""
        near = (
            self.mentions[self.starts[at]]
            for at in range(max(0, name.index - _NAME), name.index + 1)
            if at in self.starts
        )
        return next((mention for mention in reversed([*near]) if mention.last > name.index), None)

    def _seat_of(self, noun: _NounPhrase) -> Mention | None:
        """The seat of a government that people are in: "the hawks in the Kremlin"."""
        named = map(self._named, after(noun.head, _WITHIN) if noun.kind else ())
        return next((mention for mention in named if mention and mention.form == "metonym"), None)

    def _meant(self, noun: _NounPhrase) -> Party | None:
        """Whom a definite noun phrase means, of those who were named and those whom the same noun brought in."""
        possessed = noun.children("poss")
        if noun.head.dep == "oprd":
            return None  # what somebody is called: "called Lee the king of hot air"
        if not (noun.first.lower in words("definite") or possessed):
            return None
        if any(owner.lower in words("first_person") for owner in possessed):
            return None  # the speaker's: "our country"
        pronouns = {owner.index for owner in possessed if owner.pos == "PRON"}
        if self._says_whose(noun, {*noun.places} - pronouns):
            return None
        owned = {id(self.view.owners[index]) for index in pronouns if index in self.view.owners}
        barred = owned | self.view.named_below(noun.head)  # in "the mayor blamed Lee", Lee is not the mayor
        candidates = [seen for seen in self._candidates(noun) if id(seen.party) not in barred]
        marks = [*self._describe(candidates, noun), self._nobody(noun)]
        meant = self.view.choose(candidates, marks, noun.head.index, "description") if candidates else None
        return meant.party if meant else None

    def _says_whose(self, noun: _NounPhrase, before: set[int]) -> bool:
        """Whether a noun itself says whose it is: "the Okoro plant", but neither "the Iraqi army" nor "the Salafist
        group", where a word met once may be an adjective."""
        naming = before - {part.index for part in noun.head.children("amod")}
        inside = [self.view.owners[index] for index in naming if index in self.view.owners]
        loose = noun.head.lemma in words("group")
        return any(party.kind not in {"state", "group"} and not (loose and party.count < 2) for party in inside)

    def _describe(self, candidates: Sequence[Seen], noun: _NounPhrase) -> list[list[str]]:
        """The marks of each candidate for a description."""
        since = count_since(candidates)
        most = max((seen.party.count for seen in candidates), default=0)
        usual = Counter(seen.party.kind for seen in candidates if seen.party.name)
        nearest = {seen.party.kind: seen.identity for seen in candidates if seen.party.name}
        return [
            [
                *own_marks(seen, "description", id(seen.party) in self.view.opening, seen.party.count == most > 1),
                *(f"behind {step}" for step in RANKS if since[seen.identity] >= step),
                *[f"nearest {noun.kind or 'noun'}"] * (nearest.get(seen.party.kind) == seen.identity),
                *["only of its kind"] * (bool(seen.party.name) and usual[seen.party.kind] == 1),
                *self._between(seen, noun),
            ]
            for seen in candidates
        ]

    def _candidates(self, noun: _NounPhrase) -> Iterator[Seen]:
        """The last mention of everyone in view who may be called by a noun, the last of all at the end: its kind fits,
        or the noun is in its name or was said of it."""
        ranks = words("rank").intersection(word.lemma for word in noun.before)
        nameless = self.nameless.get(noun.head.lemma)
        for seen in self.view.latest(_FAR):
            if seen.party is nameless or (seen.party.name and self._may_be(seen.party, noun, ranks)):
                yield seen

    @staticmethod
    def _may_be(party: Party, noun: _NounPhrase, ranks: Collection[str]) -> bool:
        """Whether an actor may be called by a noun, of some ranks."""
        lemma, person = noun.head.lemma, party.kind == "person"
        if _is_other_sex(party, lemma) or (person and party.offices & words("rank") != ranks):
            return False
        if noun.first.lower in words("he") | words("she") | words("they") and _is_relative(noun):
            return lemma in party.offices  # "his wife" is who was called a wife
        if noun.kind == "country" and noun.children("poss"):
            return False
        if (noun.kind != "human" and _heads_name(party, noun.head.lower)) or _is_guessed(party, noun.kind):
            return True
        if lemma in words("government") or (noun.kind == "organisation" and lemma in words("thing")):
            return False  # "the administration", "the post": nobody but who is called so
        if lemma in party.offices:
            return noun.head.tag in _SINGULAR or not person
        return party.kind in _FIT.get(noun.kind, ())

    def _between(self, seen: Seen, noun: _NounPhrase) -> list[str]:
        """The marks of how an actor stands to a description."""
        party, gap = seen.party, self.view.sentence(noun.head.index) - seen.sentence
        kind = "guess" if _is_guessed(party, noun.kind) else party.kind
        marks = {
            **{f"gap {step}": gap >= step for step in _GAPS},
            f"{noun.kind or 'noun'} means {kind}": True,
            "other quotation": seen.quotation != self.view.quotation(noun.head.index),
            f"subject {gap} back": seen.role in SUBJECTS and gap < 2,
            "of one verb": gap == 0 and seen.head.head == noun.head.head,
            f"gap {min(gap, 1)} {'the' if noun.first.lower == 'the' else 'other'}": True,
            "same noun": not party.name,
        }
        own = self._of_named(seen, noun) if party.name else []
        return [*(mark for mark, holds in marks.items() if holds), *own]

    def _of_named(self, seen: Seen, noun: _NounPhrase) -> list[str]:
        """The marks of how an actor with a name stands to a description."""
        party, lemma, sex = seen.party, noun.head.lemma, _sex_of(noun.head.lemma)
        name, inside = {part.lower() for part in party.words}, _heads_name(party, noun.head.lower)
        like = any(lemma in words(one) and name & words(one) for one in ("firm", "newsroom"))
        other = is_medium(party) or name & (words("organisation") - words("firm"))
        states = {self.view.states[index] for index in noun.places if index in self.view.states}
        marks = {
            "noun in name": inside,
            "noun like name": like and not inside,
            "may be a firm": noun.kind == "firm" and not other,
            f"sex {'agrees' if sex == party.sex else 'open'}": bool(sex),
            "noun said of it": lemma in party.offices,
            "another office": lemma in _offices() - party.offices and not _offices().isdisjoint(party.offices),
            "another since": seen.sentence < self.brought.get(lemma, -1),
            f"state {'agrees' if states & {*party.states, party.name} else 'open'}": bool(states),
        }
        told = name | party.offices
        modifiers = [f"modifier {'told' if lemma in told else 'new'}" for lemma in self._modifiers(noun)]
        return [*(mark for mark, holds in marks.items() if holds), *modifiers]

    def _modifiers(self, noun: _NounPhrase) -> list[str]:
        before = noun.children("amod", "compound", "nmod")
        return [part.lemma for part in before if part.index not in self.view.states]

    def _nobody(self, noun: _NounPhrase) -> list[str]:
        """The marks of the case that a description means no actor of the text."""
        opening, head = noun.first.lower, noun.head
        links = [link.lower for link in head.children("prep")]
        marks = {
            "nobody": True,
            f"nobody by {noun.kind or 'noun'}": True,
            f"nobody after {opening if opening in words('definite') else 'owner'}": True,
            f"nobody as {head.dep}": head.dep in {"attr", "appos", "pobj", "nsubj", "poss"},
            "nobody told": bool(head.children("relcl", "acl")),
            "nobody of": "of" in links,
            "nobody with": any(link != "of" for link in links),
            "nobody modified": bool(self._modifiers(noun)),
            "nobody many": head.tag == "NNS",
        }
        return [mark for mark, holds in marks.items() if holds]

    def _bring_in(self, noun: _NounPhrase, known: Party | None) -> None:
        """Keep in view whom or what a noun speaks of, without a name."""
        head = noun.head
        if known is None:
            one, many = ("person", "people") if noun.human else ("body" if noun.kind in _BODIES else "thing", "things")
            known = Party("", many if head.tag == "NNS" else one, sex=_sex_of(head.lemma))
            self.nameless[head.lemma] = known
            if noun.first.lower in words("indefinite"):
                self.brought[head.lemma] = self.view.sentence(head.index)
        known.count += 1
        self.view.meet(Mention(head.index, head.index + 1, "title", known.kind), known)

    def _owner(self, noun: _NounPhrase) -> Party | None:
        """The state that a ministry or an army acts for: "its ministry", "the Iraqi army"."""
        found = (self.view.owners.get(index) for index in noun.places if noun.head.lemma in words("arm"))
        return next((party for party in found if party and party.kind == "state"), None)

    def _remember(self, first: int, last: int, party: Party) -> None:
        lemmas, states = self.document.lemmas[first:last], self.view.states
        party.offices.update(full for word in lemmas if (full := _full_titles().get(word, word)).isalpha())
        party.states.update(states[index] for index in range(first, last) if index in states)
        if not party.sex and party.kind == "person":
            party.sex = next((sex for word in reversed(lemmas) if (sex := _sex_of(word))), "")

    def _remember_president(self, noun: _NounPhrase) -> None:
        """Whose presidency a noun tells of, holds that office: "the Orr administration"."""
        if noun.head.lemma in words("presidency"):
            named = map(self._named, noun.children("compound", "nmod", "poss"))
            for mention in filter(None, named):
                if (party := self.parties[self.starts[mention.first]]).kind == "person":
                    party.offices.add("president")

    def _title(self, noun: _NounPhrase, party: Party, rule: str) -> tuple[Mention, Party]:
        start = noun.first.index + (noun.first.dep in {"det", "poss"} and len(noun.before) > 0)
        end = _title_end(self.document, noun.head.index)
        self._remember(start, end, party)
        return Mention(start, end, "title", party.kind, rule=rule), party

    def _beside(self, noun: _NounPhrase) -> tuple[Mention, Party, str] | None:
        """The name that a title stands in apposition to, or that it gives: "a man named Ali Reza", "the city of Oslo",
        "the Okoro company"."""
        word, first = noun.head, noun.first.index
        given = [*after(word, ["of"]), *noun.children("compound", "nmod")]
        ahead = [
            *(name for name in word.children("appos") if name.index > word.index),
            *(name for verb in word.children("acl") if verb.lower in _CALLED for name in verb.children("oprd")),
            *(name for name in given if self._fits(name, noun.kind)),
        ]
        set_off = first > 1 and word.dep != "attr" and self.document.forms[first - 1] == ","
        beside = [word.head] if word.dep == "appos" else []
        names = [*beside, *ahead, *(self.document.words[first - 2 : first - 1] if set_off else ())]
        mention = self._named(names[0]) if names else None
        if not mention or any(adverb.lower in _AMONG_OTHERS for adverb in names[0].children("advmod")):
            return None
        party = self.parties[self.starts[mention.first]]
        if word.lemma in event_nouns() and party.kind in _LAND | {"person"}:  # "the attack in Rye, Iowa"
            return None
        before = not beside and not ahead  # "in Rye, the crowd" is not Rye
        if before and party.kind not in (_FIT.get(noun.kind, ()) if noun.kind else {"person"}):
            return None
        return mention, party, "actors.apposition"

    def _fits(self, name: Word, kind: str) -> bool:
        """Whether a name may be that of a place or of a group, and so is no part of what a noun speaks of."""
        party = self.view.owners.get(name.index)
        if party is None or not (mention := self._named(name)):
            return False
        if kind in {"settlement", "country", "region"}:
            return name.dep == "pobj" and mention.form == "name" and party.kind in {"place", "state"}
        return name.dep != "pobj" and kind == "firm" and (party.kind in _BODY or _is_guessed(party, kind))

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
            noun = _noun_phrase(word)
            said = party and (party.kind == "person" or party.kind in _FIT.get(noun.kind, ()))
            return (None, party, "actors.predicate") if party and party.name and said else None
        return None


@lru_cache
def event_nouns() -> frozenset[str]:
    """Nouns of what happens: nobody is one, and no place."""
    nouns = load_lexicon("nominals").terms
    return frozenset(nouns["affected"] | nouns["intransitive"] | nouns["transitive"] | nouns["undergone"])


def _is_doubted(verb: Word) -> bool:
    """Whether a verb is denied, or what may be or is supposed ("if he were a bigot")."""
    supposed = any(mark.lower in _SUPPOSING for mark in verb.children("mark"))
    return supposed or bool(verb.children("neg")) or any(helper.tag == "MD" for helper in verb.children("aux"))


def _is_relative(noun: _NounPhrase) -> bool:
    """Whether a noun tells who somebody is to whom it belongs: "his wife", "her predecessor", "their own minister"."""
    kin = words("man") | words("woman") | words("relative")
    return noun.human and (noun.head.lemma in kin or any(word.lower == "own" for word in noun.before))


def _heads_name(party: Party, lemma: str) -> bool:
    """Whether a noun is the last word of a name, or one for a body of people anywhere in it: "Court of Appeal"."""
    lower = [part.lower() for part in party.words]
    return lower[-1:] == [lemma] or (lemma in lower and any(lemma in words(name) for name in _BODIES))


def _is_other_sex(party: Party, noun: str) -> bool:
    """Whether a noun tells a sex that is not the actor's."""
    return bool(party.sex) and _sex_of(noun) not in {"", party.sex}


def _is_guessed(party: Party, kind: str) -> bool:
    """Whether a name is a place's only by the guess of the recogniser, and may be a body's: "Scientology"."""
    return kind in _BODIES and kind != "group" and party.kind == "place" and not party.known


@lru_cache
def _full_titles() -> Mapping[str, str]:
    """A short title in full, "senator" for "sen."."""
    return {entry.term: entry.stands_for for entry in load_lexicon("mentions").entries if entry.stands_for}


@lru_cache(maxsize=1)
def _offices() -> frozenset[str]:
    """Nouns for offices and ranks: "president", "general"."""
    titles = load_lexicon("titles").terms
    named = (term for category, terms in titles.items() if category != "address" for term in terms)
    return frozenset(term.split()[-1].lower() for term in named)


@lru_cache(maxsize=4096)
def _sex_of(noun: str) -> str:
    """The sex that a noun tells: m, f, or empty."""
    return "m" if noun in words("man") else "f" if noun in words("woman") else ""


def _title_end(document: Document, index: int) -> int:
    """The end of a title with what it is of: "secretary of Iran's Supreme National Security Council"."""
    end, small = index + 1, {"the", "of", "and", "'s"}
    if document.lower_forms[end : end + 1] in {("of",), ("for",), ("at",)}:
        end += 1
        while end < len(document.words) and (document.forms[end][:1].isupper() or document.lower_forms[end] in small):
            end += 1
        while document.lower_forms[end - 1] in {*small, "for", "at"}:
            end -= 1
    return end
