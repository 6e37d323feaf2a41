"""Whose a quotation is: the attribution beside it, a verb that stands where a verb of saying would, who is announced.

A quotation without a cue belongs to nobody rather than to whoever spoke last, unless the text carries on: right after
his words, with nobody else brought in between.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import dropwhile, islice, pairwise

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.quotes.arguments import is_alone
from analysis.quotes.attributions import Attribution
from analysis.quotes.sources import named_source, spoken_to
from analysis.text.document import Document, Span, Word, overlaps
from analysis.text.grammar import SUBJECTS
from analysis.text.marks import end_before, holder

_PHRASE = frozenset(["DET", "ADJ", "PROPN", "NOUN", "NUM", "PRON", "PART", "X"])  # parts of speech of a noun phrase
_FINITE = frozenset(["VBD", "VBZ", "VBP"])
_PARTICLES = frozenset(["RP", "RB", "IN"])
_AFTER_TAG = frozenset(["PUNCT", "ADP", "ADV", "SCONJ", "CCONJ", "PART"])
_ENDS = (",", "?", "!", "…", "—", "–", "-", ",”", "?”", "!”")  # before the mark that closes a quotation with a tag
_PLACES_AND_TIMES = frozenset(["GPE", "LOC", "DATE", "TIME"])
_NAMED = frozenset(["PERSON", "ORG"])
_TAG = 12  # words after a quotation among which a verb and its subject stand
_OPENED, _LIKELY = 0.35, 0.6  # how likely a paragraph must be speech after a colon, and after such a paragraph
_NEAR = 20  # words climbed from a quotation to the verb of its clause
_GAP = 4  # blanks between a colon and what it announces
_Speaker = Callable[[Sequence[Word]], str]


class Owners:
    """Gives each quotation of a document to an attribution, made where there is none yet.

    Args:
        document: With grammar.
        found: The attributions outside quotation marks; those made here are added to it.
        quoted: The outermost quotations, as spans, sorted.
        name: Names the speaker of a source.
        spoken: How likely the words of a span are speech, from 0 to 1; NaN where that is not known.
    """

    def __init__(
        self, document: Document, found: list[Attribution], quoted: Sequence[Span], name: _Speaker,
        spoken: Callable[[Span], float],
    ) -> None:  # fmt: skip
        self._document, self._found, self._quoted, self._name, self._spoken = document, found, quoted, name, spoken
        self._by_sentence: dict[int, list[Attribution]] = {}
        for attribution in found:
            self._by_sentence.setdefault(attribution.cue[0].sentence, []).append(attribution)
        self._relations: dict[str, Attribution] = {}
        self._last: tuple[Span, Attribution] | None = None

    def give(self, quotation: Annotation) -> bool:
        """Gives a quotation to its owner; false where it is nobody's. To be called in the order of the text."""
        span = Span(quotation.start, quotation.end)
        owner = self._relations.get(quotation.relation) or self._owner(span)
        if owner is None:
            return False
        self._relations[quotation.relation] = owner
        owner.quoted.append(quotation)
        self._last = (span, owner)
        return True

    def give_blocks(self) -> Iterator[Span]:
        """Gives a paragraph without quotation marks around it, after one that ends in a colon, to whoever is announced
        there, if its words may be speech; so are the next, as long as they are likely to be and nobody says anything
        there."""
        document = self._document
        owner: Attribution | None = None
        for before, block in pairwise(document.paragraphs):
            likely = self._spoken(block)
            marked = sum(mark.end - mark.start for mark in self._quoted if overlaps(mark, block))
            opens = holder(self._quoted, block.start) >= 0
            if opens or 2 * marked > block.end - block.start or likely < _OPENED:
                owner = None
            elif document.covered(before).rstrip().endswith(":"):
                owner = self._announces(block, likely)
            elif not likely >= _LIKELY or self._by_sentence.get(document.sentence_at(block.start)):
                owner = None
            if owner:
                relation = f"quote:{block.start}"
                owner.quoted.append(
                    Annotation("quote", "direct", block.start, block.end, "content", relation, rule="quotes.block")
                )
                yield block

    def _announces(self, block: Span, likely: float) -> Attribution | None:
        """Whoever says something in the sentence before a block, else the last one named there, else somebody unknown;
        None where what is said there is said already and the block is not likely to be speech."""
        document = self._document
        before = document.sentence_at(block.start) - 1
        here = self._by_sentence.get(before, [])
        if any(a.content for a in here) and not likely >= _LIKELY:
            return None
        if saying := [a for a in here if a.source and a.speaks]:
            return saying[-1]
        if math.isnan(likely):
            return None
        words = [document.words[index] for index in document.indices(document.sentences[before])]
        hearers = spoken_to(words)
        named = [w for w in words if w.entity in _NAMED and w not in hearers and self._name([w])]
        if not named and (owner := self._announced(block)):
            return owner
        return self._add(document.words[document.indices(block).start - 1], named[-1:], [], "quotes.block")

    def _owner(self, span: Span) -> Attribution | None:
        """The owner of a quotation, by the surest sign there is."""
        if tag := self._tagged(span):
            return tag
        beside = self._beside(span)
        if beside and beside.source:
            return beside
        return (
            self._by_tag(span)
            or self._announced(span)
            or beside
            or (self._carried_on(span) if is_alone(self._document, span) else None)
            or self._embedded(span)
        )

    def _add(self, head: Word, source: list[Word], cue: list[Word], rule: str) -> Attribution:
        attribution = Attribution(head, source, cue, [], rule, rule)
        self._found.append(attribution)
        return attribution

    def _beside(self, span: Span) -> Attribution | None:
        """The attribution with the longest content among those that share the quotation, else the nearest without."""
        first, last = (self._document.sentence_at(place) for place in (span.start, span.end - 1))
        announced = self._document.text[max(span.start - 5, 0) : span.start].rstrip().endswith(":")
        numbers = dict.fromkeys([first, last, *([first - 1] if announced else [])])
        near = [a for number in numbers for a in self._by_sentence.get(number, [])]
        outside = [a for a in near if not span.start <= a.cue[0].start < span.end]
        sharing = [a for a in outside if any(overlaps(span, part) or _follows(span, part) for part in a.content)]
        if not sharing:
            bare = [a for a in outside if not a.content]
            return min(bare, key=lambda a: abs(a.cue[0].start - span.start), default=None)
        # who says it, not who passes it on; and who is named
        return max(sharing, key=lambda a: (a.rule != "quotes.according_to", bool(a.source), a.is_report, a.size))

    def _tagged(self, span: Span) -> Attribution | None:
        """The attribution that a verb of saying makes with its subject right after a quotation, whoever else may be
        taken to say it: "when Reed said it was over (“Goodbye,” announced the Mail)"."""
        words = self._tag_after(span)
        tag = _inverted(words) or _plain(words)
        known = self._made_by(tag[0]) if tag else None
        return known if tag and known and known.speaks and not set(tag[2]).isdisjoint(known.source) else None

    def _by_tag(self, span: Span) -> Attribution | None:
        """The verb and its subject right after a quotation, in either order: “…,” sighed Ann Lee; “…,” Ann Lee went on.

        Any verb may stand there, known to the lexicon or not.
        """
        words = self._tag_after(span)
        tag = _inverted(words) or _plain(words)
        if not tag:
            return None
        verb, cue, source = tag
        known = self._made_by(verb)
        if known and not set(source).isdisjoint(known.source):
            return known
        here = self._by_sentence.get(verb.sentence, [])
        for attribution in [a for a in here if verb in a.cue]:
            attribution.content = []  # its source was taken for what it says
            here.remove(attribution)
        head = next((word for word in source if word.is_root or word.head not in source), source[-1])
        return self._add(verb, [word for word in named_source(head, verb) if word in source], cue, "quotes.tag")

    def _made_by(self, word: Word) -> Attribution | None:
        """The attribution that a word makes, if it has a source."""
        return next((a for a in self._by_sentence.get(word.sentence, []) if a.head == word and a.source), None)

    def _tag_after(self, span: Span) -> list[Word]:
        """The words after a quotation in its sentence, without the mark before them; none where the marks show that the
        sentence does not go on with a tag."""
        document = self._document
        inside, after = document.covered(span).rstrip("”’\"'» "), document.text[span.end : span.end + 2].lstrip()
        if not inside.endswith(_ENDS) and not after.startswith((",", "—", "–")):
            return []
        first, sentence = document.indices(Span(0, span.end)).stop, document.sentence_at(span.end - 1)
        words = [word for word in document.words[first : first + _TAG] if word.sentence == sentence]
        return [*dropwhile(lambda word: word.lower in {",", "—", "–", "-"}, words)]

    def _announced(self, span: Span) -> Attribution | None:
        """Who is named before a colon: the subject of the clause ("Ann Lee was blunt: “…”"), else the last one named in
        it ("And from Ann Lee: “…”"); nobody where it tells what is read, or names somebody else after the subject."""
        clause = self._announcement(span)
        if not clause:
            return None
        *clause, colon = clause
        tag = _inverted(clause)
        if tag and tag[2][-1] == clause[-1]:  # Added Ann Lee: “…”
            verb, cue, phrase = tag
            return self._add(verb, phrase, cue, "quotes.tag")
        hearers = spoken_to(clause)
        named = [w for w in clause if w.entity in _NAMED and w not in hearers and self._name([w])]
        source = self._first_named(word for word in clause if word.dep in SUBJECTS) or named[-1:]
        others = {self._name([word]) for word in named if word.index > source[-1].index} - {self._name(source)}
        return self._add(colon, source, [colon], "quotes.announced") if source and not others else None

    def _announcement(self, span: Span) -> Sequence[Word]:
        """The words of a sentence up to a colon right before a quotation; none where they tell what is read."""
        document, end = self._document, end_before(self._document.text, span.start)
        before = document.words[: document.indices(Span(0, end)).stop]
        if not before or before[-1].lower != ":" or span.start - end > _GAP:
            return ()
        clause = before[document.indices(document.sentences[before[-1].sentence]).start :]
        read = load_lexicon("turns").terms["title_verb"]
        return () if any(word.lower in read for word in clause) else clause

    def _carried_on(self, span: Span) -> Attribution | None:
        """Whoever's words stand right before, where the text carries on: nobody else is the subject in between."""
        document = self._document
        number = document.sentence_at(span.start)
        told = [(self._last[0].end, self._last[1])] if self._last else []
        for at in (number - 1, number - 2):
            for attribution in self._by_sentence.get(at, []):
                near = at == number - 1 and "\n" not in document.text[document.sentences[at].end : span.start]
                if attribution.is_report or (near and not attribution.speaks):
                    told.append((document.sentences[at].end, attribution))
        if not told:
            return None
        end, owner = max(told, key=lambda pair: (pair[0], len(pair[1].content)))
        paragraphs = len(re.findall(r"\n\s*", document.text[end : span.start]))
        sentences = range(max(0, document.sentence_at(end - 1)), number)
        since = [subject for subject in self._subjects(sentences) if subject.start >= end]
        speaker = self._name(owner.source)
        if paragraphs > 1:  # a paragraph about the speaker stands between: "Ann Lee also spoke about the bridge."
            since = [s for s in since if s.head.is_root and (s.entity == "PERSON" or s.pos == "PRON")]
            if paragraphs > 2 or not any(self._name([subject]) == speaker for subject in since[:1]):
                return None
        return owner if {self._name([subject]) for subject in since} <= {"", speaker} else None

    def _embedded(self, span: Span) -> Attribution | None:
        """The subject of the clause that a quotation stands in, where its words are likely to be speech."""
        inside = [self._document.words[index] for index in self._document.indices(span)]
        head = next((word for word in inside if word.head.index not in self._document.indices(span)), None)
        if head is None or not self._spoken(span) >= 0.5:
            return None
        for word in islice([head, *head.ancestors], _NEAR):
            if judging := self._made_by(word):
                return judging
            subjects = word.children("nsubj")
            source = self._first_named(s for s in subjects if s.tag not in {"WDT", "WP"} and not self._inside(s))
            if source:
                return self._add(word, source, [], "quotes.embedded")
        return None

    def _first_named(self, subjects: Iterable[Word]) -> list[Word]:
        """The phrase of the first of some subjects that names somebody; none where none does."""
        phrases = (named_source(subject, subject.head) for subject in subjects)
        return next((phrase for phrase in phrases if self._name(phrase)), [])

    def _subjects(self, sentences: range) -> list[Word]:
        """The subjects of the verbs of some sentences, outside quotation marks."""
        document = self._document
        words = (document.words[i] for number in sentences for i in document.indices(document.sentences[number]))
        return [word for word in words if word.dep == "nsubj" and not self._inside(word)]

    def _inside(self, word: Word) -> bool:
        return holder(self._quoted, word.start) >= 0


def _follows(quotation: Span, content: Span) -> bool:
    """Whether a quotation goes on with a content: "called Lee “a fool”"."""
    return 0 <= quotation.start - content.end <= 1


_Tag = tuple[Word, list[Word], list[Word]]  # verb, cue and source


def _inverted(words: Sequence[Word]) -> _Tag | None:
    """Verb, cue and source of "sighed Ann Lee", "chimed in the mayor"."""
    at = _adverbs(words)
    verb = words[at] if at < len(words) else None
    if verb is None or not (verb.tag in _FINITE or (verb.pos == "VERB" and verb.lower.endswith("ed"))):
        return None
    at += 1
    while at + 1 < len(words) and words[at].tag in _PARTICLES:
        named = words[at + 1].pos == "PROPN" and words[at + 1].entity not in _PLACES_AND_TIMES
        if words[at].dep not in {"prt", "advmod"} and not named:  # chimed in Ann Lee; but: said in London
            break
        at += 1
    source = _phrase(words[at:])
    return (verb, [*words[:at]], source) if source else None


def _plain(words: Sequence[Word]) -> _Tag | None:
    """Verb, cue and source of "Ann Lee went on", "the mayor ventured"."""
    source = _phrase(words)
    rest = words[len(source) :]
    at = _adverbs(rest)
    if not source or at >= len(rest) or rest[at].tag not in _FINITE:
        return None
    cue, after = [*rest[: at + 1]], rest[at + 1 :]
    if after and after[0].tag in _PARTICLES and (after[0].dep == "prt" or after[0].tag == "RP" or len(after) == 2):
        cue, after = [*cue, after[0]], after[1:]
    if after and after[0].pos not in _AFTER_TAG:
        return None  # a clause of its own: “…,” but Ann Lee wants a bridge
    return rest[at], cue, source


def _adverbs(words: Sequence[Word]) -> int:
    """How many adverbs open some words."""
    return next((at for at, word in enumerate(words) if word.pos != "ADV"), len(words))


def _phrase(words: Sequence[Word]) -> list[Word]:
    """The noun phrase at the beginning of some words, with "of" and what follows it; none if it names nobody."""
    phrase = list[Word]()
    for word in words:
        links = word.lower in {"of", "for"} and bool(phrase) and phrase[-1].pos in {"NOUN", "PROPN"}
        if (word.pos not in _PHRASE and not links) or (word.tag == "PRP" and phrase):
            break
        phrase.append(word)
    while phrase and phrase[-1].pos not in {"NOUN", "PROPN", "PRON", "NUM"}:
        phrase.pop()
    return phrase if any(word.pos in {"PROPN", "NOUN"} or word.tag == "PRP" for word in phrase) else []
