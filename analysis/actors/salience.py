"""Who is in view as a text is read, and which of them a pronoun or a description means.

In view is who was named in this sentence or one of the few before. What grammar forbids is asked of ``actors.binding``;
who is quoted is not "he". Of those that fit by kind and sex, the most likely is meant (``actors.antecedents``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, islice

from analysis.actors.aliases import Party
from analysis.actors.antecedents import Seen, fits, may_be_person, most_likely, own_marks
from analysis.actors.binding import (
    is_below,
    is_blamed_for,
    is_told_by,
    named_speakers,
    relative_verbs,
    reports,
    subjects_ahead,
)
from analysis.actors.kinds import Mention, words
from analysis.text.document import Document, Span
from analysis.text.grammar import SUBJECTS, ancestors

_BACK = 3  # sentences back in which an actor stays in view
_RECENT = 60  # mentions looked through
_LEAD = 2  # sentences that open an article
RANKS = (1, 2, 4, 8)  # steps of how many others were met since
_TAG = 80  # characters between a quotation and its verb of saying
_AFTER = 40  # words after a pronoun among which a name stands below it
_NEST = frozenset(["poss", "compound", "nmod", "amod", "npadvmod"])  # inside a longer phrase or before it ("Ali, he …")
_BESIDE = 2  # words from a name to a pronoun that follows it ("Ali, for his part", "Ali, he")


def count_since(candidates: Sequence[Seen]) -> dict[int, int]:
    """How many other actors were met since each was last met, by identity."""
    since = dict[int, int]()
    for seen in reversed(candidates):
        since.setdefault(seen.identity, len(since))
    return since


class Salience:
    """Who is in view as a text is read from left to right; ``owners`` is the actor of each token of a name."""

    def __init__(self, document: Document, quoted: Sequence[Span], owners: dict[int, Party] | None = None) -> None:
        self.document, self.owners = document, owners or {}
        self.states: dict[int, str] = {}  # token → the state it names
        self.seen: list[Seen] = []
        self._last: dict[int, int] = {}  # of each actor, the place of the last mention in ``seen``; the last one last
        self.opening: set[int] = set()  # the actors of the first sentences
        self._opens, self._quoted = [span.start for span in quoted], quoted
        self._sentences = [document.sentence_at(start) for start in document.starts]
        self._quotations = [*map(self._quotation_at, document.starts)]
        self._told = list(accumulate(map(self._is_spoken, document.sentences), initial=0))

    def quotation(self, index: int) -> int:
        """Number of the quotation a token stands in; -1 outside."""
        return self._quotations[index]

    def _quotation_at(self, start: int) -> int:
        at = bisect_right(self._opens, start) - 1
        return at if at >= 0 and start < self._quoted[at].end else -1

    def _is_spoken(self, sentence: Span) -> bool:
        """Whether all the words of a sentence stand in one quotation."""
        inside = [index for index in self.document.indices(sentence) if self.document.tokens[index].is_word]
        return bool(inside) and self.quotation(inside[0]) == self.quotation(inside[-1]) >= 0

    def sentences_back(self, seen: Seen, index: int) -> int:
        """How many sentences ago something was met; for a word outside quotation marks, what is quoted is no way."""
        here = self.sentence(index)
        between = self._told[here] - self._told[min(seen.sentence + 1, here)] if self.quotation(index) < 0 else 0
        return here - seen.sentence - between

    def sentence(self, index: int) -> int:
        """Number of the sentence of a token."""
        return self._sentences[index]

    def meet(self, mention: Mention, party: Party, head: int = -1) -> None:
        """A mention comes into view, in the role of ``head`` (its last word)."""
        head = head if head >= 0 else self._head(mention)
        token, sentence = self.document.tokens[head], self.sentence(mention.first)
        verbs = {token.head} if token.dep in SUBJECTS else set()
        clauses = frozenset(relative_verbs(self.document, head))
        verbs |= clauses
        if party.name and sentence < _LEAD:
            self.opening.add(id(party))
        self._last.pop(id(party), None)
        self._last[id(party)] = len(self.seen)
        self.seen.append(
            Seen(
                sentence, mention, party, self.quotation(mention.first), token.dep, head, frozenset(verbs), clauses,
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

    def latest(self, back: int) -> list[Seen]:
        """The last mention of everyone met in the last sentences, in order, of four times as many mentions as a pronoun
        looks through at most."""
        first, sentence = len(self.seen) - _RECENT * 4, self.seen[-1].sentence - back if self.seen else 0
        near = (self.seen[at] for at in self._last.values() if at >= first)
        return [seen for seen in near if seen.sentence >= sentence]

    def resolve(self, mention: Mention, wanted: str) -> Party | None:
        """The actor a pronoun stands for (``wanted``: m, f, it, they); none where a noun that is no actor fits best."""
        here, index = self.sentence(mention.first), mention.first
        near = [seen for seen in self.seen[-_RECENT:] if self.sentences_back(seen, index) <= _BACK]
        if self.document.lower_forms[index].endswith(("self", "selves")):
            return self._reflexive(index, near, wanted)
        barred = {seen.identity for seen in near if self._clash(mention, seen)}
        if (quotation := self.quotation(index)) >= 0 and wanted in {"m", "f"}:
            barred.add(id(self.speakers.get(quotation)))
        barred |= self._named_below(index)
        candidates = [seen for seen in near if seen.identity not in barred and fits(seen, wanted)]
        modified = [seen for seen in candidates if seen.clauses and is_below(self.document, index, seen.clauses)]
        if modified:  # "Ali, who said he"
            return modified[-1].party
        if candidates and self._is_set_before(candidates[-1], index):
            return candidates[-1].party
        marks = [*self.describe(candidates, index, wanted), self._describe_nobody(candidates, index, wanted)]
        meant = self.choose(candidates, marks, index, wanted)
        if meant and meant.party.name and self._gives_way(meant, candidates, index, wanted):
            return None
        if (meant is None or meant.sentence < here) and wanted != "they" and (ahead := self._ahead(index, wanted)):
            return ahead
        return meant.party if meant else None

    def _is_set_before(self, seen: Seen, index: int) -> bool:
        """Whether a person is named right before the clause that goes on with the pronoun: "Ali, he is coming"."""
        role, token = self.document.tokens[seen.head], self.document.tokens[index]
        return (
            role.dep == "npadvmod"
            and role.head == token.head
            and token.dep in SUBJECTS
            and 0 < index - seen.head <= _BESIDE
        )

    def _named_below(self, index: int) -> set[int]:
        """Whoever is named in the clause of which a pronoun is the subject, or in the quotation beside it, is not the
        pronoun: in "He praised Ali" and "He said, “Ali is ill.”", "he" is not Ali (Principle C)."""
        document, token = self.document, self.document.tokens[index]
        if token.dep not in SUBJECTS:
            return set()
        after, above = range(index + 1, min(index + _AFTER, len(document.tokens))), frozenset([token.head])
        inside = {below for below in after if below in self.owners and is_below(document, below, above)}
        verb = document.tokens[token.head]
        if self.quotation(index) < 0 and reports(document, token.head):
            at = bisect_right(self._opens, token.start) - 1
            for quotation in self._quoted[max(at, 0) : at + 2]:
                gap = document.text[min(quotation.end, verb.end) : max(quotation.start, token.start)]
                if len(gap) <= _TAG and not any(mark in gap for mark in ".!?\n"):
                    inside.update(document.indices(quotation))
        return {id(self.owners[below]) for below in inside if below in self.owners}

    def _gives_way(self, meant: Seen, candidates: Sequence[Seen], index: int, wanted: str) -> bool:
        """Whether the subject of the sentence before is somebody or something without a name that fits a pronoun as
        subject better: in "The storm hit Norway. It killed two", "it" is not Norway."""
        if self.document.tokens[index].dep not in SUBJECTS or wanted == "they":
            return False
        before = [seen for seen in candidates if self.sentences_back(seen, index) == 1 and seen.role in SUBJECTS]
        last = before[-1] if before else None
        if last is None or last.party.name or last.quotation != self.quotation(index):
            return False
        return meant.sentence < last.sentence or (meant.sentence == last.sentence and meant.role not in SUBJECTS)

    def choose(self, candidates: Sequence[Seen], marks: Sequence[list[str]], index: int, wanted: str) -> Seen | None:
        """The candidate that is meant, by the ``marks`` of each and, last, of nobody; None for nobody of the text."""
        return most_likely(candidates, marks, wanted)

    def describe(self, candidates: Sequence[Seen], index: int, wanted: str) -> list[list[str]]:
        """The marks of each candidate for a pronoun."""
        since = count_since(candidates)
        most = max((seen.party.count for seen in candidates if seen.party.name), default=0)
        return [
            [
                *own_marks(
                    seen, wanted, id(seen.party) in self.opening, bool(seen.party.name) and seen.party.count == most > 1
                ),
                *(f"behind {step}" for step in RANKS if since[seen.identity] >= step),
                *self._between(seen, index),
            ]
            for seen in candidates
        ]

    def _between(self, seen: Seen, index: int) -> Iterator[str]:
        """The marks of how a candidate stands to a pronoun."""
        document, token = self.document, self.document.tokens[index]
        quotation, back = self.quotation(index), self.sentences_back(seen, index)
        yield f"back {back}"
        if seen.quotation != quotation:
            yield "out of quotation" if quotation >= 0 else "into quotation"
        elif quotation >= 0:
            yield "same quotation"
        subject = token.dep in SUBJECTS
        if subject and seen.role in SUBJECTS:
            yield f"both subjects back {back}"
        if seen.mention.form == "pronoun" and document.lower_forms[seen.mention.first] == document.lower_forms[index]:
            yield f"same pronoun back {min(back, 1)}"
        if token.tag == "PRP$" and seen.role in SUBJECTS and not back:
            yield "subject of what owns"
        if back == 0:
            yield from self._within(seen, index)
        if subject and (document.lemmas[token.head] in words("verb") or reports(document, token.head)):
            yield f"acts kind {seen.party.kind}"
        if seen.mention.form != "pronoun" and self._opens_what_is_told(seen, token.head):
            yield "subject of what is told"
        if subject and seen.reports and reports(document, token.head):
            yield "both report"

    def _within(self, seen: Seen, index: int) -> Iterator[str]:
        """The marks of a candidate in the sentence of the pronoun."""
        document, token = self.document, self.document.tokens[index]
        if seen.subject_of and is_below(document, index, seen.subject_of):
            yield "subject above"
        if is_blamed_for(document, seen.mention.last - 1, index):
            yield "blamed for"
        if token.dep == "dobj" and seen.role == "dobj":
            yield "both objects"
        if token.tag == "PRP$" and 0 < index - seen.mention.last <= _BESIDE and seen.mention.kind == "person":
            yield "right before"

    def _describe_nobody(self, candidates: Sequence[Seen], index: int, wanted: str) -> list[str]:
        """The marks of the case that nobody in view is meant: none is near, or several persons together are."""
        here = self.sentence(index)
        marks = ["nobody", "nobody in quotation" if self.quotation(index) >= 0 else "nobody outside"]
        marks += ["none near"] * all(self.sentences_back(seen, index) > 1 for seen in candidates)
        if wanted == "they":
            people: dict[int, set[int]] = {}
            for seen in self.seen[-_RECENT:]:
                if seen.party.kind == "person" and here - seen.sentence <= 1:
                    people.setdefault(here - seen.sentence, set()).add(id(seen.party))
            marks += [f"several back {back}" for back, several in people.items() if len(several) > 1]
        marks.append(f"nobody as {self.document.tokens[index].dep}")
        return marks

    def _reflexive(self, index: int, near: Sequence[Seen], wanted: str) -> Party | None:
        """The subject of the clause: "the bishop had buried three himself"."""
        above = set(islice(ancestors(self.document, index), 4))
        fitting = [one for one in near if fits(one, wanted)]
        own = [one for one in fitting if one.subject_of & above]
        return (own or fitting)[-1].party if fitting else None

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
        one = tokens[mention.last - 1]
        if one.tag == "PRP$" or one.head < 0:
            return False
        told = other.form != "pronoun" and not seen.reports and is_told_by(self.document, one.head, other.last - 1)
        if told and (seen.quotation >= 0 or not self._opens_what_is_told(seen, one.head)):
            return True
        two = tokens[self._head(other)]
        if two.dep in _NEST:
            return False
        return one.head == two.head or (two.head >= 0 and tokens[one.head].head == two.head and one.dep == "pobj")

    def _opens_what_is_told(self, seen: Seen, verb: int) -> bool:
        """Whether it is the subject of what a verb says: in "Ali will run again, he said" it may be Ali who says so."""
        return any(self.document.tokens[one].head == verb != one for one in seen.subject_of)
