"""Whose a quotation is: the attribution beside it, a verb that stands where a verb of saying would, who is introduced.

A quotation without a cue belongs to nobody rather than to whoever spoke last, unless the text carries on: right after
his words, with nobody else brought in between.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.quotes import arguments as grammar
from analysis.quotes import sources
from analysis.quotes.attributions import SPEECH_CLASSES, Attribution
from analysis.text.document import Document, Span, Word, overlaps
from analysis.text.grammar import SUBJECTS, ancestors
from analysis.text.marks import end_before, holder

_PHRASE = frozenset(["DET", "ADJ", "PROPN", "NOUN", "NUM", "PRON", "PART", "X"])  # parts of speech of a noun phrase
_FINITE = frozenset(["VBD", "VBZ", "VBP"])
_ENDS = (",", "?", "!", "…", "—", "–", "-", ",”", "?”", "!”")  # before the mark that closes a quotation with a tag
_PLACES_AND_TIMES = frozenset(["GPE", "LOC", "DATE", "TIME"])
_NAMED = frozenset(["PERSON", "ORG"])
_TAG = 12  # words after a quotation among which a verb and its subject stand
_OPENED, _LIKELY = 0.35, 0.6  # how likely a paragraph must be speech after a colon, and after such a paragraph
_NEAR = 20  # words climbed from a quotation to the verb of its clause
_Speaker = Callable[[Sequence[int]], str]


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
            place = document.tokens[attribution.cue[0]].start
            self._by_sentence.setdefault(document.sentence_at(place), []).append(attribution)
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
            if 2 * marked > block.end - block.start or likely < _OPENED:
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
        if saying := [a for a in here if a.source and a.category in SPEECH_CLASSES]:
            return saying[-1]
        if math.isnan(likely):
            return None
        words = [document.words[index] for index in document.indices(document.sentences[before])]
        named = [word.index for word in words if word.entity in _NAMED and self._name([word.index])]
        if not named and (owner := self._announced(block)):
            return owner
        return self._add(document.indices(block).start - 1, named[-1:], [], "quotes.block")

    def _owner(self, span: Span) -> Attribution | None:
        """The owner of a quotation, by the surest sign there is."""
        beside = self._beside(span)
        if beside and beside.source:
            return beside
        return (
            self._by_tag(span)
            or self._announced(span)
            or beside
            or (self._carried_on(span) or self._introduced(span) if grammar.is_alone(self._document, span) else None)
            or self._embedded(span)
        )

    def _add(self, head: int, source: list[int], cue: list[int], rule: str) -> Attribution:
        attribution = Attribution(head, source, cue, [], rule, rule)
        self._found.append(attribution)
        return attribution

    def _beside(self, span: Span) -> Attribution | None:
        """The attribution with the longest content among those that share the quotation, else the nearest without."""
        first, last = (self._document.sentence_at(place) for place in (span.start, span.end - 1))
        near = self._by_sentence.get(first, []) + (self._by_sentence.get(last, []) if last != first else [])
        if self._document.text[max(span.start - 5, 0) : span.start].rstrip().endswith(":"):
            near = near + self._by_sentence.get(first - 1, [])
        tokens = self._document.tokens
        outside = [a for a in near if not span.start <= tokens[a.cue[0]].start < span.end]
        sharing = [a for a in outside if any(overlaps(span, part) for part in a.content)]
        if sharing:
            told = [a for a in sharing if a.rule != "quotes.according_to"] or sharing  # who says, not who passes on
            named = [a for a in told if a.source] or told
            return max(named, key=lambda a: (a.is_report, a.size))
        bare = [a for a in outside if not a.content]
        return min(bare, key=lambda a: abs(tokens[a.cue[0]].start - span.start), default=None)

    def _by_tag(self, span: Span) -> Attribution | None:
        """The verb and its subject right after a quotation, in either order: “…,” sighed Ann Lee; “…,” Ann Lee went on.

        Any verb may stand there, known to the lexicon or not.
        """
        document = self._document
        inside = document.text[span.start : span.end].rstrip("”’\"'» ")
        after = document.text[span.end : span.end + 2].lstrip()
        if not (inside.endswith(_ENDS) or after.startswith((",", "—", "–"))):
            return None
        words = self._after(span)
        while words and (not words[0].is_word and words[0].lower in {",", "—", "–", "-"}):
            words = words[1:]
        tag = _inverted(words) or _plain(words)
        if not tag:
            return None
        verb, cue, source = tag
        known = [a for a in self._by_sentence.get(verb.sentence, []) if a.head == verb.index and a.source]
        if known and (known[0].rule == "quotes.quoted_as" or {word.index for word in source} & set(known[0].source)):
            return known[0]
        here = self._by_sentence.get(verb.sentence, [])
        for attribution in [a for a in here if verb.index in a.cue or a.head == verb.index]:
            attribution.content = []  # its source was taken for what it says
            here.remove(attribution)
        head = next((w for w in source if w.is_root or w.head not in source), source[-1])
        named = sources.named_source(document, head.index, verb.index)
        own = [index for index in named if index in {word.index for word in source}] or [w.index for w in source]
        return self._add(verb.index, own, [word.index for word in cue], "quotes.tag")

    def _after(self, span: Span) -> list[Word]:
        """The words after a quotation in its sentence."""
        words = self._document.words
        first = self._document.indices(Span(0, span.end)).stop
        sentence = self._document.sentence_at(span.end - 1)
        return [word for word in words[first : first + _TAG] if word.sentence == sentence]

    def _announced(self, span: Span) -> Attribution | None:
        """Who is named before a colon: the subject of the clause ("Ann Lee was blunt: “…”"), else the last one named in
        it ("And from Ann Lee: “…”"); nobody where it tells what is read, or names somebody else after the subject."""
        document = self._document
        end = end_before(document.text, span.start)
        colon = document.indices(Span(0, end)).stop - 1
        if colon < 0 or document.words[colon].lower != ":" or span.start - end > 4 or not self._is_whole(span):
            return None
        sentence = document.sentences[document.words[colon].sentence]
        clause = [document.words[i] for i in document.indices(sentence) if i < colon and not self._inside(i)]
        if (tag := _inverted(clause)) and tag[2][-1] == clause[-1]:  # Added Ann Lee: “…”
            verb, cue, phrase = tag
            return self._add(verb.index, [word.index for word in phrase], [word.index for word in cue], "quotes.tag")
        if any(word.lower in load_lexicon("turns").terms["title_verb"] for word in clause):
            return None
        named = {word.index: name for word in clause if word.entity in _NAMED and (name := self._name([word.index]))}
        for subject in clause:
            if subject.dep in SUBJECTS and subject.head.index < colon:
                source = sources.named_source(document, subject.index, subject.head.index)
                if source and (name := self._name(source)):
                    others = {named[index] for index in named if index > source[-1]} - {name}
                    return None if others else self._add(colon, source, [colon], "quotes.announced")
        return self._add(colon, [*named][-1:], [colon], "quotes.announced") if named else None

    def _is_whole(self, span: Span) -> bool:
        """Whether what is quoted ends as a sentence or clause, or its paragraph ends; not so in "Reed: “No” to tax"."""
        text = self._document.text
        rest = text[span.end :].partition("\n")[0]
        return text[span.start : span.end].rstrip("”’\"'»“ ")[-1:] in ".!?,…" or not any(map(str.isalnum, rest))

    def _carried_on(self, span: Span) -> Attribution | None:
        """Whoever's words stand right before, where the text carries on: nobody else is the subject in between."""
        document = self._document
        number = document.sentence_at(span.start)
        told = [(self._last[0].end, self._last[1])] if self._last else []
        for at in (number - 1, number - 2):
            for attribution in self._by_sentence.get(at, []):
                near = at == number - 1 and "\n" not in document.text[document.sentences[at].end : span.start]
                if attribution.is_report or (near and attribution.category not in SPEECH_CLASSES):
                    told.append((document.sentences[at].end, attribution))
        if not told:
            return None
        end, owner = max(told, key=lambda pair: (pair[0], len(pair[1].content)))
        between = document.text[end : span.start]
        if between.count("\n\n") + (between.count("\n") if "\n\n" not in between else 0) > 1:
            return None
        speaker = self._name(owner.source)
        for subject in self._subjects(range(max(0, document.sentence_at(end - 1)), number)):
            if subject.start >= end and self._name([subject.index]) not in ("", speaker):
                return None
        return owner

    def _introduced(self, span: Span) -> Attribution | None:
        """The subject of the sentence right before, in one paragraph: Ann Lee runs the ferry. “My boat is gone.”"""
        document = self._document
        number = document.sentence_at(span.start)
        if number < 1 or "\n" in document.text[document.sentences[number - 1].end : span.start]:
            return None
        for subject in self._subjects(range(number - 1, number)):
            if self._name([subject.index]) and (subject.entity == "PERSON" or subject.pos == "PRON"):
                source = sources.named_source(document, subject.index, subject.head.index)
                return self._add(subject.index, source, [], "quotes.introduced")
        return None

    def _embedded(self, span: Span) -> Attribution | None:
        """The subject of the clause that a quotation stands in, where its words are likely to be speech."""
        document = self._document
        if not self._spoken(span) >= 0.5:
            return None
        indices = document.indices(span)
        head = next((i for i in indices if document.tokens[i].head not in indices), -1)
        if head < 0:
            return None
        for above in [head, *ancestors(document, head)][:_NEAR]:
            word = document.words[above]
            judging = [a for a in self._by_sentence.get(word.sentence, []) if a.head == above and a.source]
            if judging:
                return judging[0]
            for subject in word.children("nsubj"):
                if subject.tag in {"WDT", "WP"} or self._inside(subject.index):
                    continue
                source = sources.named_source(document, subject.index, word.index)
                if source and self._name(source):
                    return self._add(word.index, source, [], "quotes.embedded")
        return None

    def _subjects(self, sentences: range) -> list[Word]:
        """The subjects of the verbs of some sentences, outside quotation marks."""
        document = self._document
        return [
            document.words[index]
            for number in sentences
            for index in document.indices(document.sentences[number])
            if document.tokens[index].dep == "nsubj" and not self._inside(index)
        ]

    def _inside(self, index: int) -> bool:
        return holder(self._quoted, self._document.tokens[index].start) >= 0


def _inverted(words: Sequence[Word]) -> tuple[Word, list[Word], list[Word]] | None:
    """Verb, cue and source of "sighed Ann Lee", "chimed in the mayor"."""
    at = 0
    while at < len(words) and words[at].pos == "ADV":
        at += 1
    if at >= len(words) or not (
        words[at].tag in _FINITE or (words[at].pos == "VERB" and words[at].lower.endswith("ed"))
    ):
        return None
    verb, cue = words[at], list(words[: at + 1])
    at += 1
    while at + 1 < len(words) and words[at].tag in {"RP", "RB", "IN"}:
        named = words[at + 1].pos == "PROPN" and words[at + 1].entity not in _PLACES_AND_TIMES
        if words[at].dep not in {"prt", "advmod"} and not named:  # chimed in Ann Lee; but: said in London
            break
        cue.append(words[at])
        at += 1
    source = _phrase(words[at:])
    named = any(word.pos in {"PROPN", "NOUN"} or word.tag == "PRP" for word in source)
    return (verb, cue, source) if source and named else None


def _plain(words: Sequence[Word]) -> tuple[Word, list[Word], list[Word]] | None:
    """Verb, cue and source of "Ann Lee went on", "the mayor ventured"."""
    source = _phrase(words)
    rest = words[len(source) :]
    if not source or not any(word.pos in {"PROPN", "NOUN"} or word.tag == "PRP" for word in source):
        return None
    at = 0
    while at < len(rest) and rest[at].pos == "ADV":
        at += 1
    if at >= len(rest) or rest[at].tag not in _FINITE:
        return None
    cue = list(rest[: at + 1])
    if at + 1 < len(rest) and (
        rest[at + 1].dep == "prt" or rest[at + 1].tag == "RP" or rest[at + 2 : at + 3] == rest[-1:]
    ):
        cue += rest[at + 1 : at + 2] if rest[at + 1].tag in {"RP", "RB", "IN"} else []
    after = rest[len(cue) :]
    if after and after[0].pos not in {"PUNCT", "ADP", "ADV", "SCONJ", "CCONJ", "PART"}:
        return None  # a clause of its own: “…,” but Ann Lee wants a bridge
    return rest[at], cue, source


def _phrase(words: Sequence[Word]) -> list[Word]:
    """The noun phrase at the beginning of some words, with "of" and what follows it."""
    phrase = list[Word]()
    for word in words:
        links = word.lower in {"of", "for"} and bool(phrase) and phrase[-1].pos in {"NOUN", "PROPN"}
        if word.pos not in _PHRASE and not links:
            break
        if word.tag == "PRP" and phrase:
            break
        phrase.append(word)
    while phrase and phrase[-1].pos not in {"NOUN", "PROPN", "PRON", "NUM"}:
        phrase.pop()
    return phrase
