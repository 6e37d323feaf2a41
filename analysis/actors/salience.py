"""Who is in view as a text is read, and which of them a pronoun or a description means.

In view is who was named in this sentence or one of the few before. Of those that fit by kind and sex, the one with the
highest sum of weights is meant: near before far, subjects before others, who reported before who did not (Lappin &
Leass 1994, Computational Linguistics 20(4), 535-561, made much simpler). What grammar forbids is asked of
``actors.binding``. Between quotation marks and outside them different people are in view; who is quoted is not "he".
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

from analysis.actors.aliases import Party
from analysis.actors.binding import (
    is_below,
    is_blamed_for,
    is_told_by,
    named_speakers,
    relative_verbs,
    reports,
    subjects_ahead,
)
from analysis.actors.candidates import NO_CANDIDATE, Seen, fits, is_medium, may_be_person, prior
from analysis.actors.kinds import Mention, words
from analysis.text.document import Document, Span
from analysis.text.grammar import SUBJECTS, ancestors

_BACK = 3  # sentences back in which an actor stays in view
_RECENT = 60  # mentions looked through
_FAR = 60  # sentences back in which the holder of an office is looked for
_ROLES = {"nsubj": 1.0, "nsubjpass": 1.0, "dobj": 0.4, "pobj": 0.4, "dative": 0.4, "agent": 0.4, "poss": 0.3}
_AWAY, _ACROSS, _SPEAKS = 1.2, 1.5, 0.6  # a sentence away, over a quotation mark, reports too
_ABOVE, _BLAMED, _PARALLEL, _OWN = 0.5, 0.9, 0.5, 0.8  # subject above it, treated for it, both objects, right before it
_NEST = frozenset(["poss", "compound", "nmod", "amod"])  # a name inside a longer phrase
_WHO = 1.5  # in a clause about it ("Ali, who said he")
_TOLD = 1.0  # subject of what the pronoun says
_BESIDE = 2  # words from a name to a pronoun that follows it ("Ali, for his part")


class Salience:
    """Who is in view as a text is read from left to right; ``owners`` is the actor of each token of a name."""

    def __init__(self, document: Document, quoted: Sequence[Span], owners: dict[int, Party] | None = None) -> None:
        self.document, self.owners = document, owners or {}
        self.states: dict[int, str] = {}  # token → the state it names
        self.offices: set[str] = set()  # nouns that were said of somebody
        self.others: dict[str, int] = {}  # noun → the last sentence that brought in somebody by it
        self.seen: list[Seen] = []
        self._opens, self._quoted = [span.start for span in quoted], quoted

    def quotation(self, index: int) -> int:
        """Number of the quotation a token stands in; -1 outside."""
        start = self.document.tokens[index].start
        at = bisect_right(self._opens, start) - 1
        return at if at >= 0 and start < self._quoted[at].end else -1

    def sentence(self, index: int) -> int:
        """Number of the sentence of a token."""
        return self.document.sentence_at(self.document.tokens[index].start)

    def meet(self, mention: Mention, party: Party | None, head: int = -1) -> None:
        """A mention comes into view, in the role of ``head`` (its last word); ``party`` is None for a mere noun."""
        head = head if head >= 0 else self._head(mention)
        token = self.document.tokens[head]
        verbs = {token.head} if token.dep in SUBJECTS else set()
        clauses = frozenset(relative_verbs(self.document, head))
        verbs |= clauses
        self.seen.append(
            Seen(
                self.sentence(mention.first), mention, party, self.quotation(mention.first) >= 0,
                _ROLES.get(token.dep, 0.0), frozenset(verbs), clauses,
                any(reports(self.document, verb) for verb in verbs),
            )
        )  # fmt: skip

    def _head(self, mention: Mention) -> int:
        """The word of a mention whose role is the mention's: in apposition, what it is in apposition to."""
        head = mention.last - 1
        for _ in range(3):
            token = self.document.tokens[head]
            owner = self.owners.get(token.head)
            unlike = token.dep == "appos" and mention.kind == "person" and owner and owner.kind in {"state", "place"}
            if token.dep not in {"appos", "conj"} or not 0 <= token.head < head or unlike:
                break
            head = token.head
        return head

    def resolve(self, mention: Mention, wanted: str) -> Party | None:
        """The actor a pronoun stands for (``wanted``: m, f, it, they); none where a noun that is no actor fits best."""
        here, index = self.sentence(mention.first), mention.first
        near = [one for one in self.seen[-_RECENT:] if here - one.sentence <= _BACK]
        if self.document.lower_forms[index].endswith(("self", "selves")):
            return self._reflexive(index, near, wanted)
        barred = {id(one.party or one) for one in near if self._clash(mention, one)}
        if (quotation := self.quotation(index)) >= 0 and wanted in {"m", "f"}:
            barred.add(id(self.speakers.get(quotation)))
        best, found, sentence = self._several(near, here) if wanted == "they" else -9.0, None, -1
        for one in near:
            if id(one.party or one) in barred or not fits(one, wanted):
                continue
            score = self._score(one, mention, here, wanted)
            if score >= best:
                best, found, sentence = score, one.party, one.sentence
        if sentence < here and wanted != "they" and (ahead := self._ahead(index, wanted)):
            return ahead
        return found

    @staticmethod
    def _several(near: Sequence[Seen], here: int) -> float:
        """The weight of two persons or more together, who are "they" and no actor of ours."""
        people: dict[int, set[int]] = {}
        for one in near:
            if one.party and one.party.kind == "person":
                people.setdefault(here - one.sentence, set()).add(id(one.party))
        return max((1.2 - 1.2 * back for back, found in people.items() if len(found) > 1), default=-9.0)

    def _score(self, one: Seen, mention: Mention, here: int, wanted: str) -> float:
        index = mention.first
        token = self.document.tokens[index]
        score = one.role - _AWAY * (here - one.sentence)
        score -= _ACROSS if one.quoted != (self.quotation(index) >= 0) else 0.0
        if one.sentence == here:
            score += _ABOVE if one.subject_of and is_below(self.document, index, one.subject_of) else 0.0
            score += _WHO if one.clauses and is_below(self.document, index, one.clauses) else 0.0
            score += _BLAMED if is_blamed_for(self.document, one.mention.last - 1, index) else 0.0
            score += _PARALLEL if wanted == "it" and token.dep == "dobj" and one.role == _ROLES["dobj"] else 0.0
        if one.mention.form != "pronoun" and self._opens_what_is_told(one, token.head):
            score -= _TOLD
        if token.dep in SUBJECTS and one.reports and reports(self.document, token.head):
            score += _SPEAKS
        if token.tag == "PRP$" and 0 < index - one.mention.last <= _BESIDE and one.mention.kind == "person":
            score += _OWN
        return score + (prior(one.party, wanted, one.reports) if one.party else 0.0)

    def _reflexive(self, index: int, near: Sequence[Seen], wanted: str) -> Party | None:
        """The subject of the clause: "the bishop had buried three himself"."""
        above = set(islice(ancestors(self.document, index), 4))
        fitting = [one for one in near if fits(one, wanted)]
        own = [one for one in fitting if one.subject_of & above]
        return (own or fitting or [NO_CANDIDATE])[-1].party

    def _ahead(self, index: int, wanted: str) -> Party | None:
        """The subject that follows and fits, for a pronoun in what stands before it."""
        for party in (self.owners.get(subject) for subject in subjects_ahead(self.document, index)):
            if party and wanted == "it" and party.kind in {"state", "organisation"}:
                return party
            if party and wanted in {"m", "f"} and (party.kind == "person" or may_be_person(party)):
                return party if party.sex in {"", wanted} else None
        return None

    @cached_property
    def speakers(self) -> dict[int, Party]:
        """The actor who is named as speaker of each quotation, by the number of the quotation."""
        return named_speakers(self.document, self._quoted, self.owners)

    def _clash(self, mention: Mention, seen: Seen) -> bool:
        """Whether both hang on one verb: "Ali told him" is not Ali."""
        tokens, other = self.document.tokens, seen.mention
        one, two = tokens[mention.last - 1], tokens[self._head(other)]
        if one.tag == "PRP$" or one.head < 0:
            return False
        told = other.form != "pronoun" and not seen.reports and is_told_by(self.document, one.head, other.last - 1)
        if told and (seen.quoted or not self._opens_what_is_told(seen, one.head)):
            return True
        if two.dep in _NEST:
            return False
        return one.head == two.head or (two.head >= 0 and tokens[one.head].head == two.head and one.dep == "pobj")

    def _opens_what_is_told(self, seen: Seen, verb: int) -> bool:
        """Whether it is the subject of what a verb says: in "Ali will run again, he said" it may be Ali who says so."""
        return any(self.document.tokens[one].head == verb != one for one in seen.subject_of)

    def holder(self, office: str, states: set[str], sex: str, rank: frozenset[str] = frozenset()) -> Party | None:
        """The person last named who holds an office; for a bare noun of a person, the one most in view.

        ``rank`` are the words that make another office of it ("vice"). Who is told to be of the state goes before whose
        state is not told. Nobody, where the text has brought in somebody else by the same noun since ("an official").
        """
        here, nearest, unknown = self.seen[-1].sentence if self.seen else 0, None, None
        for party, sentence in self._latest():
            if here - sentence > _FAR or sentence < self.others.get(office, -1):
                break
            if party.kind != "person" or (sex and party.sex != sex):
                continue
            if states and party.states and not states & party.states:
                continue
            if office in party.offices and party.offices & words("rank") == rank:
                if not states or states & party.states:
                    return party
                unknown = unknown or party
            if nearest is None and (bool(states & party.states) if states else here - sentence <= _BACK):
                nearest = party
        return unknown or (nearest if (states or sex or office == "official") and not rank else None)

    def body(self, noun: str, states: set[str], index: int) -> Party | None:
        """The institution last named that a noun fits: it stands in its name, was said of it, or suits any firm."""
        here = self.sentence(index)
        for party, sentence in self._latest():
            if here - sentence > _FAR or sentence < self.others.get(noun, -1):
                break
            if party.kind not in {"organisation", "group", "other"}:
                continue
            lower = {word.lower() for word in party.words}
            if noun in lower or noun in party.offices:
                return party
            loose = (
                noun in words("firm") and not lower & (words("organisation") - words("firm")) and not is_medium(party)
            )
            elsewhere = states and party.states and not states & party.states
            if loose and 0 < here - sentence <= _BACK and party.kind == "organisation" and not elsewhere:
                return party
        return None

    def _latest(self) -> Iterator[tuple[Party, int]]:
        for one in reversed(self.seen[-_RECENT * 4 :]):
            if one.party is not None:
                yield one.party, one.sentence
