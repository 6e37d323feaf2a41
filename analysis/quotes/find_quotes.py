"""Who (source) says or thinks (cue) what (content), in direct, indirect and mixed speech.

What is said, written, stated or announced is *speech*; what is thought, wished, planned or judged is *attitude*. Both
are rows of the layer, and only speech changes the voice. Inside quotation marks every word is the quoted speaker's:
what is attributed there is a relation inside his words, and never another voice.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import Lexicon, load_lexicon
from analysis.quotes import arguments as grammar
from analysis.quotes import sources
from analysis.quotes.attributions import SPEECH_CLASSES, Attribution, find_attributions
from analysis.quotes.owners import Owners
from analysis.quotes.quotation_marks import find_quotations
from analysis.quotes.speakers import Speakers
from analysis.quotes.turns import Turn, find_turns
from analysis.reader.speech import SpeechReading
from analysis.text.document import Document, Span, Word, overlaps
from analysis.text.grammar import is_passive
from analysis.text.marks import holder

ATTITUDE = "attitude"  # the label of what is thought, wished or judged
MARKED_WORDS = "words"  # the label of what stands between marks and is nobody's speech
_SURE, _DOUBTED = 0.15, 0.5  # how likely speech must be where the class of the cue says speech, and where it does not
_HEARD, _SILENT = 0.4, 0.1  # how likely speech must be without an attribution, and how unlikely to be cut out of one
_SHORTEST = 5  # words of a stretch that is given or cut out by the reader alone
_POINTED = 0.3  # the reader's shares on all places of a name, from which the words are given to it where nothing else
_OVERRULES = 0.6  # tells, and whatever grammar tells
_CARRIED = 3  # sentences over which a pronoun carries on with whoever spoke
_GOING_ON = frozenset(["add", "continue", "go"])
_FURTHER = frozenset(["also", "further"])
_HUMAN = frozenset(["he", "she"])
_CARRIES = _HUMAN | {"they", "it"}
_RELAYED = 0.7  # of what somebody passes on, from which the words are theirs who said them
_BEFORE = 8  # words before a verb of saying among which a name is looked for, where grammar has no subject
_OWN = frozenset(["i", "we", "our", "my"])  # outside quotation marks: who writes, and no other voice
_SCARE = 4  # words from which a quotation of nobody is taken for speech where nothing else tells


def find_quotes(
    document: Document,
    mentions: Iterable[Annotation] = (),
    reading: SpeechReading | None = None,
    cues: Lexicon | None = None,
) -> Iterator[Annotation]:
    """Rows of source, cue and content of every attribution and every quotation.

    Rows of one attribution share a relation, ``quote:START`` of the cue's head word (of the content without a cue), or
    ``turn:START`` of what follows a label; a span in parts is several rows. Source and cue are labelled direct,
    indirect, mixed or attitude; content stretch by stretch: ``direct`` in quotation marks, else ``indirect`` or
    ``attitude``. A quotation of nobody keeps its row, with the rule ``quotes.no_source``; ``words`` labels what stands
    between marks and is nobody's speech: a title, a nickname, a scare quote. ``actor`` is the speaker's name, empty
    where the text does not tell; ``score`` how likely the content is speech, where the reader was asked.

    Args:
        document: With grammar; without it there are only quotations of nobody.
        mentions: Rows of the layer ``actor``.
        reading: Of the document's text, by the reader; without it the class of the cue tells what is speech.
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
    yield from _Finder(document, mentions, reading, lexicon).rows()


class _Finder:
    """The attributions and quotations of one document, brought together."""

    def __init__(
        self, document: Document, mentions: Iterable[Annotation], reading: SpeechReading | None, lexicon: Lexicon
    ) -> None:
        self._document, self._reading = document, reading
        self._speech = reading.likely(document) if reading else None
        quotations = list(find_quotations(document))
        self._speakers = Speakers(document, mentions, load_lexicon("documents").terms["document"])
        self._turns = find_turns(document, self._speakers.people)
        turns = sorted(span for turn in self._turns for span in turn.contents)
        outermost = [row for row in quotations if row.rule != "quotes.nested"]
        self._outermost = [row for row in outermost if holder(turns, row.start) < 0]
        self._nested = [row for row in quotations if row.rule == "quotes.nested"]
        self._marked = sorted([*turns, *(Span(row.start, row.end) for row in self._outermost)])
        everything = list(find_attributions(document, lexicon)) if document.tokens else []
        self._inner = [a for a in everything if holder(self._marked, document.tokens[a.head].start) >= 0]
        self._outer = [a for a in everything if holder(self._marked, document.tokens[a.head].start) < 0]

    def rows(self) -> Iterator[Annotation]:
        """All rows, attribution by attribution."""
        owners = Owners(self._document, self._outer, self._marked, self._speakers.name, self.likely)
        nobodys = [made for row in self._outermost if not owners.give(row) for made in self._nobodys(row)]
        self._take_in(list(owners.give_blocks()))
        told, thought = list[Attribution](), list[Attribution]()
        for attribution in self._outer:
            if attribution.content or attribution.quoted:
                (told if self._is_speech(attribution) else thought).append(attribution)
        self._leave_relays(told)
        if self._speech is not None:
            told += self._follow_reader(told, thought, nobodys)
        self._name(told)
        for turn in self._turns:
            yield from self._turn(turn)
        for attribution in told:
            yield from self._rows(attribution, True)
        for attribution in thought:
            yield from self._rows(attribution, False)
        for attribution in self._inner:
            if attribution.content:
                yield from self._rows(attribution, attribution.category in SPEECH_CLASSES)
        yield from nobodys
        for row in self._nested:
            yield Annotation("quote", MARKED_WORDS, row.start, row.end, "content", row.relation, rule=row.rule)

    def _take_in(self, blocks: Sequence[Span]) -> None:
        """Counts blocks among what stands between marks: what is attributed there is a relation inside them."""
        self._marked = sorted([*self._marked, *blocks])
        inside = [holder(blocks, self._document.tokens[a.head].start) >= 0 for a in self._outer]
        self._inner += [a for a, is_inside in zip(self._outer, inside, strict=True) if is_inside]
        self._outer = [a for a, is_inside in zip(self._outer, inside, strict=True) if not is_inside]

    def _leave_relays(self, told: Sequence[Attribution]) -> None:
        """Takes the words of whoever only passes them on: in "…, Lee said, according to Mehr" they are Lee's."""
        says = (a for a in told if a.rule != "quotes.according_to" and self._speakers.is_actor(self._unquoted(a)))
        said = self._by_sentence(says)
        for relay in told:
            if relay.rule != "quotes.according_to" or not relay.content:
                continue
            for attribution in said.get(self._document.words[relay.head].sentence, []):
                frame = [self._document.tokens[i] for i in (*attribution.source, *attribution.cue)]
                parts = [*attribution.content, *frame, *(Span(row.start, row.end) for row in attribution.quoted)]
                shared = {place for part in parts for place in range(part.start, part.end)}
                own = {place for span in relay.content for place in range(span.start, span.end)}
                if len(shared & own) >= _RELAYED * len(own) and self._speakers.name(self._unquoted(attribution)):
                    relay.content = []

    def _name(self, told: Sequence[Attribution]) -> None:
        """Names the speakers in the order of the text; a pronoun that nobody has resolved carries on with whoever spoke
        a few sentences before."""
        words, last, at = self._document.words, "", -_CARRIED
        for attribution in sorted(told, key=lambda attribution: attribution.head):
            if not attribution.source:
                attribution.source = self._named_before(words[attribution.head])
            source, sentence = self._unquoted(attribution), words[attribution.head].sentence
            name = self._speakers.name(source) if source else ""
            if len(source) == 1 and words[source[0]].lower in _CARRIES and sentence - at <= _CARRIED:
                fits = last and (words[source[0]].lower not in _HUMAN or self._speakers.is_person(last))
                name = last if fits and (not name or self._goes_on(words[attribution.head])) else name
            attribution.speaker = name = self._overruled(attribution) or name
            if name:
                last, at = name, sentence

    def _overruled(self, attribution: Attribution) -> str:
        """Whom the reader is sure of as the speaker, where grammar has found nobody by name; but nobody within the
        words for the speaker, as Iran in "Iran's state television", nor who only passes them on ("quoted him as")."""
        source = [self._document.tokens[index] for index in self._unquoted(attribution)]
        if attribution.rule == "quotes.quoted_as" or (source and self._speakers.is_named(source[-1])):
            return ""
        said = [*attribution.content, *(Span(row.start, row.end) for row in attribution.quoted)]
        name, places = self._pointed(said, _OVERRULES)
        return "" if any(overlaps(place, token) for place in places for token in source) else name

    def _goes_on(self, verb: Word) -> bool:
        """Whether a verb says that somebody goes on to speak: "he continued", "she also said"."""
        return verb.lemma in _GOING_ON or any(word.lower in _FURTHER for word in verb.children("advmod"))

    def _named_before(self, verb: Word) -> list[int]:
        """The words of the name nearest before a finite verb of saying that the parser left without a subject."""
        if verb.tag not in {"VBD", "VBZ", "VBP"} or is_passive(self._document, verb.index):
            return []
        for word in reversed(self._document.words[max(0, verb.index - _BEFORE) : verb.index]):
            if word.sentence == verb.sentence and word.text != word.lower:
                name, place = self._speakers.at(Span(word.start, word.end))
                if name and place.end <= verb.start:
                    return list(self._document.indices(place))
        return []

    def _turn(self, turn: Turn) -> Iterator[Annotation]:
        """The rows of a turn: its label is the source, and its words are given as the speaker's own."""
        actor = self._speakers.labelled(turn.label, turn.name)
        relation, rule = f"turn:{turn.contents[0].start}", f"quotes.{turn.rule}"
        if turn.label.start < turn.label.end:
            yield Annotation("quote", "direct", turn.label.start, turn.label.end, "source", relation, actor, rule=rule)
        for span in turn.contents:
            yield Annotation(
                "quote", "direct", span.start, span.end, "content", relation, actor, self.likely(span), rule
            )

    def likely(self, span: Span) -> float:
        """How likely the words of a span are speech, on average; NaN where the reader was not asked."""
        if self._speech is None:
            return math.nan
        tokens = self._document.tokens
        values = [self._speech[index] for index in self._document.indices(span) if tokens[index].is_word]
        return sum(values) / len(values) if values else math.nan

    def _is_speech(self, attribution: Attribution) -> bool:
        """Whether something is said, by the reader and by the class of the cue; what is quoted always is."""
        if any(self._document.words[index].lower in _OWN for index in attribution.source) and not attribution.quoted:
            return False  # the outlet's own: "we found that", "our examination showed that"
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
                *(Span(row.start, row.end) for row in nobodys if row.role == "content"),
                *self._marked,
                *(turn.label for turn in self._turns),
            ]
            for index in self._document.indices(span)
        }
        taken |= {index for a in told for index in (*a.cue, *a.source)}
        here = self._by_sentence(told)
        judged = self._by_sentence(thought)
        made = list[Attribution]()
        for number, sentence in enumerate(self._document.sentences):
            free = self._heard(sentence, _HEARD, taken)
            if not free:
                continue
            owner = max(here.get(number, []), key=lambda a: a.size, default=None) or self._before(here, number)
            if owner:
                owner.content += free
            else:
                owner = self._uncued(free, judged.get(number, []))
                if not owner.source and not self._pointed(free)[0]:
                    continue  # nobody to give them to
                made.append(owner)
            here.setdefault(number, []).append(owner)
        return made

    def _by_sentence(self, attributions: Iterable[Attribution]) -> dict[int, list[Attribution]]:
        """The attributions of each sentence in which they have words: head, content or quotation."""
        document, found = self._document, dict[int, list[Attribution]]()
        for attribution in attributions:
            places = [document.tokens[attribution.head].start, *(span.end - 1 for span in attribution.content)]
            for number in {
                document.sentence_at(place) for place in [*places, *(q.end - 1 for q in attribution.quoted)]
            }:
                found.setdefault(number, []).append(attribution)
        return found

    def _heard(self, span: Span, least: float, taken: Container[int] = ()) -> list[Span]:
        """The stretches of a span whose words are speech with at least this likelihood, of ``_SHORTEST`` words on."""
        tokens, speech = self._document.tokens, self._speech or []
        runs, apart = list[list[int]](), True
        for index in self._document.indices(span):
            if not tokens[index].is_word and index not in taken:
                continue
            speaks = index not in taken and speech[index] >= least
            if speaks and apart:
                runs.append([])
            if speaks:
                runs[-1].append(index)
            apart = not speaks
        long = [run for run in runs if len(run) >= _SHORTEST or (len(runs) == 1 and not taken)]
        return [Span(tokens[run[0]].start, tokens[run[-1]].end) for run in long]

    def _before(self, here: Mapping[int, Sequence[Attribution]], number: int) -> Attribution | None:
        """Whoever spoke last in the sentence before, in the same paragraph."""
        document = self._document
        if number < 1 or "\n" in document.text[document.sentences[number - 1].end : document.sentences[number].start]:
            return None
        return max(here.get(number - 1, []), key=_last, default=None)

    def _uncued(self, content: list[Span], judged: Sequence[Attribution]) -> Attribution:
        """An attribution of what is heard as speech: of whoever thinks or judges there, else of nobody known."""
        head = self._document.indices(content[0]).start
        sharing = (a for a in judged if any(overlaps(span, part) for span in content for part in a.content))
        source = next((a.source for a in sharing if a.source), [])
        return Attribution(head, source, [], content, "quotes.reader", "quotes.reader")

    def _nobodys(self, row: Annotation) -> list[Annotation]:
        """A quotation without an owner: speech of whoever the reader points to, or of somebody unknown, or words in
        marks that nobody says."""
        span = Span(row.start, row.end)
        likely = self.likely(span)
        words = sum(self._document.tokens[index].is_word for index in self._document.indices(span))
        alone = grammar.is_alone(self._document, span)
        spoken = likely >= 0.5 if not math.isnan(likely) else alone or words >= _SCARE or not self._document.tokens
        rule = "quotes.no_source" if spoken else row.rule
        label = "direct" if spoken else MARKED_WORDS
        actor, source = self._pointed([span]) if spoken else ("", [])
        if not actor:
            return [Annotation("quote", label, row.start, row.end, "content", row.relation, "", likely, rule)]
        rows = [(place, "source", math.nan) for place in source] + [(span, "content", likely)]
        return [
            Annotation("quote", label, place.start, place.end, role, row.relation, actor, score, "quotes.reader")
            for place, role, score in rows
        ]

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
        source = grammar.runs(document, indices := self._unquoted(attribution), trimmed=False)
        actor = attribution.speaker or (self._speakers.name(indices) if indices else "")
        if not actor:
            open_ = indices or not attribution.cue  # a passive without an agent names nobody
            actor, places = self._pointed([*direct, *unquoted], _POINTED if open_ else _OVERRULES)
            source = source or places
        for span in source:
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

    def _pointed(self, content: Sequence[Span], least: float = _POINTED) -> tuple[str, list[Span]]:
        """Who is named where the reader points to for the source of some words, and that place; nobody where it is not
        sure: a name's places have at least that much of its shares together."""
        if self._reading is None:
            return "", []
        shares: dict[str, float] = defaultdict(float)
        places: dict[str, Span] = {}
        for place, share in self._reading.pointed(content).items():
            name, span = self._speakers.at(place)
            if name:
                shares[name] += share
                places.setdefault(name, span)
        name, share = max(shares.items(), key=lambda pair: pair[1], default=("", 0.0))
        return (name, [places[name]]) if share >= least else ("", [])

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


def _last(attribution: Attribution) -> int:
    ends = [span.end for span in attribution.content] + [row.end for row in attribution.quoted]
    return max(ends, default=-1)
