"""Who is in view as a text is read, and which of them a pronoun or a description means.

In view is who was named in this sentence or one of the few before. What grammar forbids is asked of ``actors.binding``;
who is quoted is not "he". Of those that fit by kind and sex, the most likely is meant (``actors.antecedents``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, islice, takewhile

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
from analysis.text.document import Document, Span, Word
from analysis.text.grammar import SUBJECTS

_BACK = 3  # sentences back in which an actor stays in view
_RECENT = 60  # mentions looked through
_LEAD = 2  # sentences that open an article
RANKS = (1, 2, 4, 8)  # steps of how many others were met since
_TAG = 80  # characters between a quotation and its verb of saying
_AFTER = 40  # words after a pronoun among which a name stands below it
_NEST = frozenset(["poss", "compound", "nmod", "amod", "npadvmod"])  # inside a longer phrase or before it ("Ali, he …")
_NESTED = 3  # appositions climbed
_CLAUSE = 4  # words climbed from a reflexive to its verb
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

    def meet(self, mention: Mention, party: Party, head: Word | None = None) -> None:
        """A mention comes into view, in the role of ``head`` (its last word)."""
        head, sentence = head or self._head(mention), self.sentence(mention.first)
        clauses = frozenset(relative_verbs(head))
        verbs = clauses | ({head.head} if head.dep in SUBJECTS else set())
        if party.name and sentence < _LEAD:
            self.opening.add(id(party))
        self._last.pop(id(party), None)
        self._last[id(party)] = len(self.seen)
        quotation, told = self.quotation(mention.first), any(map(reports, verbs))
        self.seen.append(Seen(sentence, mention, party, quotation, head.dep, head, verbs, clauses, told))

    def _head(self, mention: Mention) -> Word:
        """The word of a mention whose role is the mention's: in apposition, what it is in apposition to."""
        head = self.document.words[mention.last - 1]
        for above in islice(head.ancestors, _NESTED):
            owner = self.owners.get(above.index)
            unlike = mention.kind == "person" and owner and owner.kind in {"state", "place"}
            if head.dep not in {"appos", "conj"} or above.index > head.index or (head.dep == "appos" and unlike):
                break
            head = above
        return head

    def latest(self, back: int) -> list[Seen]:
        """The last mention of everyone met in the last sentences, in order, of four times as many mentions as a pronoun
        looks through at most."""
        first, sentence = len(self.seen) - _RECENT * 4, self.seen[-1].sentence - back if self.seen else 0
        near = (self.seen[at] for at in takewhile(first.__le__, reversed(self._last.values())))
        return [seen for seen in near if seen.sentence >= sentence][::-1]

    def resolve(self, mention: Mention, wanted: str) -> Party | None:
        """The actor a pronoun stands for (``wanted``: m, f, it, they); none where a noun that is no actor fits best."""
        word = self.document.words[mention.first]
        near = [seen for seen in self.seen[-_RECENT:] if self.sentences_back(seen, word.index) <= _BACK]
        fitting = [seen for seen in near if fits(seen, wanted)]
        if word.lower.endswith(("self", "selves")):
            return self._reflexive(word, fitting)
        barred = self._barred(word, fitting, wanted)
        candidates = [seen for seen in fitting if seen.identity not in barred]
        if modified := [seen for seen in candidates if is_below(word, seen.clauses)]:  # "Ali, who said he"
            return modified[-1].party
        marks = [*self.describe(candidates, word, wanted), self._describe_nobody(candidates, word, wanted)]
        meant = self.choose(candidates, marks, word.index, wanted)
        if meant and self._gives_way(meant, candidates, word, wanted):
            return None
        return self._ahead(word, wanted, meant) or (meant.party if meant else None)

    def _barred(self, word: Word, near: Sequence[Seen], wanted: str) -> set[int]:
        """Who a pronoun is not, by grammar; whoever speaks is not "he" in his own words."""
        barred = {seen.identity for seen in near if self._clash(word, seen)} | self.named_below(word)
        if wanted in {"m", "f"} and (quotation := self.quotation(word.index)) >= 0:
            barred.add(id(self.speakers.get(quotation)))
        elif wanted in {"m", "f"} and word.dep in SUBJECTS and reports(word.head):
            barred |= self._only_quoted([seen for seen in near if fits(seen, wanted)])
        return barred

    @staticmethod
    def _only_quoted(near: Sequence[Seen]) -> set[int]:
        """Who is named in quotations alone since the narrator's last subject is not who speaks: in "Ali was blunt:
        “Omar failed.” … he said", "he" is not Omar."""
        last = max((at for at, seen in enumerate(near) if seen.quotation < 0 and seen.role in SUBJECTS), default=None)
        since = near[last:] if last is not None else ()
        told = {seen.identity for seen in since if seen.quotation < 0}
        return {seen.identity for seen in since if seen.quotation >= 0} - told

    def named_below(self, word: Word) -> set[int]:
        """Whoever is named in the clause of which a pronoun is the subject, or in the quotation beside it, is not the
        pronoun: in "He praised Ali" and "He said, “Ali is ill.”", "he" is not Ali (Principle C)."""
        if word.dep not in SUBJECTS:
            return set()
        document, verb = self.document, word.head
        after = document.words[word.index + 1 : word.index + _AFTER]
        inside = {below.index for below in after if below.index in self.owners and is_below(below, {verb})}
        if self.quotation(word.index) < 0 and reports(verb):
            at = bisect_right(self._opens, word.start) - 1
            for quotation in self._quoted[max(at, 0) : at + 2]:
                gap = document.text[min(quotation.end, verb.end) : max(quotation.start, word.start)]
                if len(gap) <= _TAG and not any(mark in gap for mark in ".!?\n"):
                    inside.update(document.indices(quotation))
        return {id(self.owners[below]) for below in inside if below in self.owners}

    def _gives_way(self, meant: Seen, candidates: Sequence[Seen], word: Word, wanted: str) -> bool:
        """Whether the subject of the sentence before is somebody or something without a name that fits a pronoun as
        subject better: in "The storm hit Norway. It killed two", "it" is not Norway."""
        if word.dep not in SUBJECTS or wanted == "they" or not meant.party.name:
            return False
        before = [s for s in candidates if self.sentences_back(s, word.index) == 1 and s.role in SUBJECTS]
        last = before[-1] if before else None
        if last is None or last.party.name or last.quotation != self.quotation(word.index):
            return False
        return meant.sentence < last.sentence or (meant.sentence == last.sentence and meant.role not in SUBJECTS)

    def choose(self, candidates: Sequence[Seen], marks: Sequence[list[str]], index: int, wanted: str) -> Seen | None:
        """The candidate that is meant, by the ``marks`` of each and, last, of nobody; None for nobody of the text."""
        return most_likely(candidates, marks, wanted)

    def describe(self, candidates: Sequence[Seen], word: Word, wanted: str) -> list[list[str]]:
        """The marks of each candidate for a pronoun."""
        since = count_since(candidates)
        most = max((seen.party.count for seen in candidates if seen.party.name), default=0)
        return [
            [
                *own_marks(
                    seen, wanted, id(seen.party) in self.opening, bool(seen.party.name) and seen.party.count == most > 1
                ),
                *(f"behind {step}" for step in RANKS if since[seen.identity] >= step),
                *self._between(seen, word),
            ]
            for seen in candidates
        ]

    def _between(self, seen: Seen, word: Word) -> list[str]:
        """The marks of how a candidate stands to a pronoun."""
        quotation, back = self.quotation(word.index), self.sentences_back(seen, word.index)
        subject, before, told = word.dep in SUBJECTS, seen.role in SUBJECTS, reports(word.head)
        pronoun = self.document.lower_forms[seen.mention.first] if seen.mention.form == "pronoun" else ""
        marks = {
            f"back {back}": True,
            "out of quotation": quotation >= 0 and seen.quotation != quotation,
            "into quotation": quotation < 0 and seen.quotation != quotation,
            "same quotation": seen.quotation == quotation >= 0,
            f"both subjects back {back}": subject and before,
            f"same pronoun back {min(back, 1)}": pronoun == word.lower,
            **(self._within(seen, word) if back == 0 else {}),
            f"acts kind {seen.party.kind}": subject and (told or word.head.lemma in words("verb")),
            "subject of what is told": not pronoun and self._opens_what_is_told(seen, word.head),
            "both report": subject and told and seen.reports,
        }
        return [mark for mark, holds in marks.items() if holds]

    def _within(self, seen: Seen, word: Word) -> dict[str, bool]:
        """The marks of a candidate in the sentence of the pronoun, and whether each holds."""
        owns, last = word.tag == "PRP$", seen.mention.last
        right_before = 0 < word.index - last <= _BESIDE and seen.mention.kind == "person"
        return {
            "subject of what owns": owns and seen.role in SUBJECTS,
            "subject above": is_below(word, seen.subject_of),
            "blamed for": is_blamed_for(self.document.words[last - 1], word),
            "both objects": word.dep == seen.role == "dobj",
            "right before": owns and right_before,
        }

    def _describe_nobody(self, candidates: Sequence[Seen], word: Word, wanted: str) -> list[str]:
        """The marks of the case that nobody in view is meant: none is near, or several persons together are."""
        here = self.sentence(word.index)
        marks = ["nobody", "nobody in quotation" if self.quotation(word.index) >= 0 else "nobody outside"]
        marks += ["none near"] * all(self.sentences_back(seen, word.index) > 1 for seen in candidates)
        if wanted == "they":
            people: dict[int, set[int]] = {}
            for seen in self.seen[-_RECENT:]:
                if seen.party.kind == "person" and here - seen.sentence <= 1:
                    people.setdefault(here - seen.sentence, set()).add(id(seen.party))
            marks += [f"several back {back}" for back, several in people.items() if len(several) > 1]
        return [*marks, f"nobody as {word.dep}"]

    def _reflexive(self, word: Word, fitting: Sequence[Seen]) -> Party | None:
        """The subject of the clause: "the bishop had buried three himself"."""
        above = {*islice(word.ancestors, _CLAUSE)}
        own = [one for one in fitting if one.subject_of & above]
        return (own or fitting)[-1].party if fitting else None

    def _ahead(self, word: Word, wanted: str, meant: Seen | None) -> Party | None:
        """The subject that follows and fits, for a pronoun in what stands before it; none where somebody in its own
        sentence is meant."""
        if meant and meant.sentence >= self.sentence(word.index):
            return None
        for party in (self.owners.get(subject.index) for subject in subjects_ahead(word)):
            if party and wanted == "it" and party.kind in {"state", "organisation"}:
                return party
            if party and wanted in {"m", "f"} and (party.kind == "person" or may_be_person(party)):
                return party if party.sex in {"", wanted} else None
        return None

    @cached_property
    def speakers(self) -> dict[int, Party]:
        """The actor who is named as speaker of each quotation, by the number of the quotation."""
        return named_speakers(self.document, self._quoted, self.owners)

    def _clash(self, word: Word, seen: Seen) -> bool:
        """Whether both hang on one verb: "Ali told him" is not Ali."""
        if word.tag == "PRP$" or not word.dep:
            return False
        name = self.document.words[seen.mention.last - 1]
        told = seen.mention.form != "pronoun" and not seen.reports and is_told_by(word.head, name)
        if told and (seen.quotation >= 0 or not self._opens_what_is_told(seen, word.head)):
            return True
        other = self._head(seen.mention)
        beside = word.head == other.head or (word.dep == "pobj" and word.head.head == other.head)
        return beside and other.dep not in _NEST

    def _opens_what_is_told(self, seen: Seen, verb: Word) -> bool:
        """Whether it is the subject of what a verb says: in "Ali will run again, he said" it may be Ali who says so."""
        return any(one.head == verb != one for one in seen.subject_of)
