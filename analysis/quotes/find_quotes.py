"""Who (source) says or thinks (cue) what (content), in direct, indirect and mixed speech.

What is said, written, stated or announced is *speech*; what is thought, wished, planned or judged is *attitude*. Both
are rows of the layer, and only speech changes the voice. Inside quotation marks every word is the quoted speaker's:
what is attributed there is a relation inside his words, and never another voice.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import Lexicon, load_lexicon
from analysis.quotes import arguments as grammar
from analysis.quotes import sources
from analysis.quotes.attributions import SPEECH_CLASSES, Attribution, find_attributions
from analysis.quotes.owners import Owners
from analysis.quotes.quotation_marks import find_quotations
from analysis.quotes.speakers import Speakers
from analysis.text.document import Document, Span, overlaps
from analysis.text.marks import holder

ATTITUDE = "attitude"  # the label of what is thought, wished or judged
WORDS = "words"  # the label of what stands between marks and is nobody's speech
_SURE, _DOUBTED = 0.25, 0.6  # how likely speech must be where the class of the cue says speech, and where it does not
_HEARD, _SILENT = 0.6, 0.2  # how likely speech must be without an attribution, and how unlikely to be cut out of one
_SHORTEST = 2  # words of a stretch that is given or cut out by the reader alone
_SCARE = 4  # words from which a quotation of nobody is taken for speech where nothing else tells


def find_quotes(
    document: Document,
    mentions: Iterable[Annotation] = (),
    speech: Sequence[float] | None = None,
    cues: Lexicon | None = None,
) -> Iterator[Annotation]:
    """Rows of source, cue and content of every attribution and every quotation.

    Rows of one attribution share a relation, ``quote:START`` of the cue's head word (of the content without a cue); a
    span in parts is several rows. Source and cue are labelled direct, indirect, mixed or attitude; content stretch by
    stretch: ``direct`` in quotation marks, else ``indirect`` or ``attitude``. A quotation of nobody keeps its row, with
    the rule ``quotes.no_source``; ``words`` labels what stands between marks and is nobody's speech: a title, a
    nickname, a scare quote. ``actor`` is the speaker's name, empty where the text does not tell; ``score`` how likely
    the content is speech, where the reader was asked.

    Args:
        document: With grammar; without it there are only quotations of nobody.
        mentions: Rows of the layer ``actor``.
        speech: For each token, how likely it is speech (``analysis.reader``); without it the class of the cue tells.
        cues: Lexicon of cues, ``load_lexicon("reporting")`` if not given.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "Kerry said that the talks had failed.")))
    >>> for row in find_quotes(document):
    ...     print(row.role, row.label, document.text[row.start : row.end], row.actor, row.rule)
    source indirect Kerry Kerry quotes.clausal_complement
    cue indirect said Kerry reporting@1.1:say
    content indirect that the talks had failed Kerry quotes.clausal_complement
    """
    lexicon = load_lexicon("reporting") if cues is None else cues
    yield from _Finder(document, mentions, speech, lexicon).rows()


class _Finder:
    """The attributions and quotations of one document, brought together."""

    def __init__(
        self, document: Document, mentions: Iterable[Annotation], speech: Sequence[float] | None, lexicon: Lexicon
    ) -> None:
        self._document, self._speech = document, speech
        quotations = list(find_quotations(document))
        self._outermost = [row for row in quotations if row.rule != "quotes.nested"]
        self._nested = [row for row in quotations if row.rule == "quotes.nested"]
        self._marked = sorted(Span(row.start, row.end) for row in self._outermost)
        media = {e.term for e in lexicon.entries if e.pos == "NOUN" and e.category in SPEECH_CLASSES}
        self._speakers = Speakers(document, mentions, media)
        everything = list(find_attributions(document, lexicon)) if document.tokens else []
        self._inner = [a for a in everything if holder(self._marked, document.tokens[a.head].start) >= 0]
        self._outer = [a for a in everything if holder(self._marked, document.tokens[a.head].start) < 0]

    def rows(self) -> Iterator[Annotation]:
        """All rows, attribution by attribution."""
        owners = Owners(self._document, self._outer, self._marked, self._speakers.name, self.likely)
        nobodys = [self._nobodys(row) for row in self._outermost if not owners.give(row)]
        told = [a for a in self._outer if (a.content or a.quoted) and self._is_speech(a)]
        thought = [a for a in self._outer if a.content and a not in told]
        if self._speech is not None:
            told += self._follow_reader(told, thought, nobodys)
        for attribution in told:
            yield from self._rows(attribution, True)
        for attribution in thought:
            yield from self._rows(attribution, False)
        for attribution in self._inner:
            if attribution.content:
                yield from self._rows(attribution, attribution.category in SPEECH_CLASSES)
        yield from nobodys
        for row in self._nested:
            yield Annotation("quote", WORDS, row.start, row.end, "content", row.relation, rule=row.rule)

    def likely(self, span: Span) -> float:
        """How likely the words of a span are speech, on average; NaN where the reader was not asked."""
        if self._speech is None:
            return math.nan
        tokens = self._document.tokens
        values = [self._speech[index] for index in self._document.indices(span) if tokens[index].is_word]
        return sum(values) / len(values) if values else math.nan

    def _is_speech(self, attribution: Attribution) -> bool:
        """Whether something is said, by the reader and by the class of the cue; what is quoted always is."""
        told = attribution.is_report
        values = [value for span in attribution.content if not math.isnan(value := self.likely(span))]
        if not values:
            return attribution.category in SPEECH_CLASSES or not attribution.content
        sizes = [span.end - span.start for span in attribution.content]
        mean = sum(v * n for v, n in zip(values, sizes, strict=False)) / sum(sizes[: len(values)])
        return mean >= (_SURE if told else _DOUBTED)

    def _follow_reader(
        self, told: Sequence[Attribution], thought: Sequence[Attribution], nobodys: Sequence[Annotation]
    ) -> list[Attribution]:
        """Takes out of each content what the reader is sure is narration, and gives what it hears as speech, where no
        content has it, to the attribution of its sentence, else to whoever spoke in the sentence before; what is then
        left is made an attribution without a cue."""
        for attribution in told:
            attribution.content = [part for span in attribution.content for part in self._heard(span, _SILENT)]
        taken = {
            index
            for span in [
                *(span for a in told for span in a.content),
                *(Span(row.start, row.end) for a in told for row in a.quoted),
                *(Span(row.start, row.end) for row in nobodys),
                *self._marked,
            ]
            for index in self._document.indices(span)
        }
        taken |= {index for a in told for index in (*a.cue, *a.source)}
        made = list[Attribution]()
        for number, sentence in enumerate(self._document.sentences):
            free = self._heard(sentence, _HEARD, taken)
            if free:
                owner = self._here(told, number) or self._before([*told, *made], number)
                if owner:
                    owner.content += free
                else:
                    made.append(self._uncued(free, thought, number))
        return made

    def _heard(self, span: Span, least: float, taken: Container[int] = ()) -> list[Span]:
        """The stretches of a span whose words are speech with at least this likelihood, of ``_SHORTEST`` words on."""
        assert self._speech is not None  # noqa: S101 - asked only where the reader was
        tokens, runs = self._document.tokens, list[list[int]]()
        gap = True
        for index in self._document.indices(span):
            if not tokens[index].is_word and index not in taken:
                continue
            speaks = index not in taken and self._speech[index] >= least
            if speaks and gap:
                runs.append([])
            if speaks:
                runs[-1].append(index)
            gap = not speaks
        return [
            Span(tokens[run[0]].start, tokens[run[-1]].end)
            for run in runs
            if len(run) >= (_SHORTEST if len(runs) > 1 or taken else 1)
        ]

    def _here(self, told: Sequence[Attribution], number: int) -> Attribution | None:
        """The attribution of a sentence that has most content."""
        document = self._document
        here = [a for a in told if document.sentence_at(document.tokens[a.head].start) == number and a.is_report]
        return max(here, key=lambda a: sum(span.end - span.start for span in a.content), default=None)

    def _before(self, told: Sequence[Attribution], number: int) -> Attribution | None:
        """Whoever spoke last in the sentence before, in the same paragraph."""
        document = self._document
        if number < 1 or "\n" in document.text[document.sentences[number - 1].end : document.sentences[number].start]:
            return None
        ends = [
            (span.end, a)
            for a in told
            for span in [*a.content, *(Span(row.start, row.end) for row in a.quoted)]
            if document.sentence_at(span.end - 1) == number - 1
        ]
        return max(ends, key=lambda pair: pair[0])[1] if ends else None

    def _uncued(self, content: list[Span], thought: Sequence[Attribution], number: int) -> Attribution:
        """An attribution of what is heard as speech: of whoever thinks or judges there, else of nobody known."""
        document = self._document
        head = document.indices(content[0]).start
        here = [a for a in thought if document.sentence_at(document.tokens[a.head].start) == number and a.source]
        shared = [a for a in here if any(overlaps(span, part) for span in content for part in a.content)]
        source = (shared or [Attribution(head, [], [], [], "", "")])[0].source
        return Attribution(head, source, [], content, "quotes.reader", "quotes.reader")

    def _nobodys(self, row: Annotation) -> Annotation:
        """A quotation without an owner: speech of somebody unknown, or words in marks that nobody says."""
        span = Span(row.start, row.end)
        likely = self.likely(span)
        words = sum(self._document.tokens[index].is_word for index in self._document.indices(span))
        alone = grammar.is_alone(self._document, span)
        spoken = likely >= 0.5 if not math.isnan(likely) else alone or words >= _SCARE or not self._document.tokens
        rule = "quotes.no_source" if spoken else row.rule
        label = "direct" if spoken else WORDS
        return Annotation("quote", label, row.start, row.end, "content", row.relation, "", likely, rule)

    def _rows(self, attribution: Attribution, is_speech: bool) -> Iterator[Annotation]:
        """The rows of an attribution."""
        document, marked = self._document, self._marked
        direct = sorted({Span(row.start, row.end) for row in attribution.quoted})
        plain = [part for span in attribution.content for part in self._within(attribution, span)]
        unquoted = grammar.outside_quotations(document, plain, direct)
        said = [span for span in unquoted if (at := holder(marked, span.start)) >= 0 and span.end <= marked[at].end]
        direct, unquoted = (
            direct + said,
            [span for span in unquoted if span not in said and not self._parts(attribution, span)],
        )
        kind = "indirect" if is_speech else ATTITUDE
        label = kind if not direct else "mixed" if unquoted and is_speech else "direct"
        relation = f"quote:{document.tokens[attribution.head].start}"
        source = self._unquoted(attribution)
        actor = self._speakers.name(source) if source else ""
        for span in grammar.runs(document, source, trimmed=False):
            yield Annotation("quote", label, span.start, span.end, "source", relation, actor, rule=attribution.rule)
        for span in grammar.runs(document, attribution.cue, trimmed=False):
            yield Annotation("quote", label, span.start, span.end, "cue", relation, actor, rule=attribution.cue_rule)
        for span, part in sorted([(span, "direct") for span in direct] + [(span, kind) for span in unquoted]):
            rule, score = attribution.rule, self.likely(span)
            yield Annotation("quote", part, span.start, span.end, "content", relation, actor, score, rule)

    def _parts(self, attribution: Attribution, span: Span) -> bool:
        """Whether a stretch lies between two parts of one quotation: there the narrator interrupts."""
        return any(
            before.relation == after.relation and before.end <= span.start and span.end <= after.start
            for before, after in pairwise(sorted(attribution.quoted, key=lambda row: row.start))
        )

    def _within(self, attribution: Attribution, span: Span) -> list[Span]:
        """A content cut at the outer quotation mark that its cue stands in, or that the content would run into."""
        at = holder(self._marked, self._document.tokens[attribution.head].start)
        if at >= 0:
            inside = self._marked[at]
            start, end = max(span.start, inside.start), min(span.end, inside.end)
            return [Span(start, end)] if start < end else []
        return [span]

    def _unquoted(self, attribution: Attribution) -> list[int]:
        """The source; the noun phrase beside the cue where it was found inside a quotation that lacks the cue."""
        if not attribution.source:
            return attribution.source
        tokens = self._document.tokens
        inside, around = (holder(self._marked, tokens[i].start) for i in (attribution.source[0], attribution.head))
        if inside in (-1, around) or not attribution.cue:
            return attribution.source
        return sources.outside(self._document, attribution.head, attribution.cue)
