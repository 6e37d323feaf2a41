"""Who (source) says or thinks (cue) what (content), in direct, indirect and mixed speech.

What is said, written, stated or announced is *speech*; what is thought, wished, planned or judged is *attitude*. Both
are rows of the layer, and only speech changes the voice. Inside quotation marks every word is the quoted speaker's:
what is attributed there is a relation inside his words, and never another voice.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.quotes.arguments import is_alone, outside_quotations, runs
from analysis.quotes.attributions import Attribution, find_attributions
from analysis.quotes.owners import Owners
from analysis.quotes.quotation_marks import find_quotations
from analysis.quotes.signatures import Turn
from analysis.quotes.sources import outside, spoken_to
from analysis.quotes.speakers import Speakers
from analysis.quotes.turns import find_turns
from analysis.reader.speech import SpeechReading
from analysis.text.document import Document, Span, Word, overlaps
from analysis.text.grammar import is_passive
from analysis.text.marks import holder

ATTITUDE = "attitude"  # the label of what is thought, wished or judged
MARKED_WORDS = "words"  # the label of what stands between marks and is nobody's speech
_SURE, _DOUBTED = 0.15, 0.5  # how likely speech must be where the class of the cue says speech, and where it does not
_HEARD, _SILENT = 0.4, 0.1  # how likely speech must be without an attribution, and how unlikely to be cut out of one
_HEARD_ALONE = 0.6  # and how likely where no attribution is near
_SHORTEST = 5  # words of a stretch that is given or cut out by the reader alone
_POINTED = 0.3  # the reader's shares on all places of a name, from which the words are given to it where nothing else
_OVERRULES = 0.6  # tells, and whatever grammar tells
_CARRIED = 3  # sentences over which a pronoun carries on with whoever spoke
_NEXT = 2  # sentences between a description of a speaker and his name
_GOING_ON = frozenset(["add", "continue", "go"])
_FURTHER = frozenset(["also", "further"])
_HUMAN = frozenset(["he", "she"])
_CARRIES = [[pronoun] for pronoun in (*_HUMAN, "they", "it")]
_RELAYED = 0.7  # of what somebody passes on, from which the words are theirs who said them
_BEFORE = 8  # words before a verb of saying among which a name is looked for, where grammar has no subject
_INDEFINITE = frozenset(["a", "an"])
_OWN = frozenset(["i", "we", "our", "my"])  # outside quotation marks: who writes, and no other voice
_SCARE = 4  # words from which a quotation of nobody is taken for speech where nothing else tells


def find_quotes(
    document: Document, mentions: Iterable[Annotation] = (), reading: SpeechReading | None = None
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

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "Kerry said that the talks had failed.")))
    >>> for row in find_quotes(document):
    ...     print(row.role, row.label, document.text[row.start : row.end], row.actor, row.rule)
    source indirect Kerry Kerry quotes.clausal_complement
    cue indirect said Kerry reporting@1.1:say
    content indirect that the talks had failed Kerry quotes.clausal_complement
    """
    yield from _Finder(document, mentions, reading).rows()


class _Finder:
    """The attributions and quotations of one document, brought together."""

    def __init__(self, document: Document, mentions: Iterable[Annotation], reading: SpeechReading | None) -> None:
        self._document, self._reading = document, reading
        self._speech = reading.likely(document) if reading else None
        self._speakers = Speakers(document, mentions, load_lexicon("documents").terms["document"])
        self._spoken_to = {word.start for word in spoken_to(document.words)}
        self._outer = list(find_attributions(document, load_lexicon("reporting")))
        quotations = list(find_quotations(document, self._tags()))
        found = find_turns(document, self._speakers.people)
        self._turns = [replace(turn, name=self._announced(turn, quotations) or turn.name) for turn in found]
        turns = sorted(span for turn in self._turns for span in turn.contents)
        outermost = [row for row in quotations if row.rule != "quotes.nested"]
        self._outermost = [row for row in outermost if holder(turns, row.start) < 0]
        self._nested = [row for row in quotations if row.rule == "quotes.nested"]
        self._marked = sorted([*turns, *map(_span, self._outermost)])
        self._inner: list[Attribution] = []
        self._take_in(self._marked)

    def rows(self) -> Iterator[Annotation]:
        """All rows, attribution by attribution."""
        owners = Owners(self._document, self._outer, self._marked, self._speakers.name, self.likely)
        nobodys = [made for row in self._outermost if not owners.give(row) for made in self._nobodys(row)]
        self._take_in(list(owners.give_blocks()))
        outside, inside = [a for a in self._outer if a.said], [a for a in self._inner if a.content]
        supposed = sorted(span for a in outside if a.supposed for span in a.content)
        for attribution in outside:
            within = holder(supposed, attribution.head.start) >= 0
            attribution.is_speech = attribution.is_report if within else self._is_speech(attribution)
        for attribution in inside:
            attribution.is_speech = attribution.speaks
        told, thought = [a for a in outside if a.is_speech], [a for a in outside if not a.is_speech]
        self._leave_relays(told)
        self._leave_reports(told)
        told += self._follow_reader(told, thought, nobodys)
        self._name(told)
        rows = [*map(self._turn, self._turns), *map(self._rows, [*told, *thought, *inside])]
        yield from chain.from_iterable(rows)
        yield from nobodys
        for row in self._nested:
            yield Annotation("quote", MARKED_WORDS, row.start, row.end, "content", row.relation, rule=row.rule)

    def _announced(self, turn: Turn, quotations: Sequence[Annotation]) -> str:
        """Who is told in the paragraph above a post to have said or written it, whoever's account signs it: the
        paragraph ends with a colon, or quotes words of the post."""
        document, first = self._document, turn.contents[0].start
        at = bisect_left(document.paragraphs, first, key=lambda paragraph: paragraph.end) - 1
        if at < 0 or not document.text[turn.label.end :].lstrip().startswith("(@"):
            return ""
        above, post = document.paragraphs[at], " ".join(map(document.covered, turn.contents))
        shared = (document.covered(_span(row)).strip('“”".,?! ') for row in quotations if overlaps(_span(row), above))
        if not document.covered(above).rstrip().endswith(":") and not any(" " in s and s in post for s in shared):
            return ""
        last = document.sentence_at(above.end - 1)
        saying = (a for a in reversed(self._outer) if a.head.sentence == last and a.speaks and a.source)
        names = (self._speakers.name(attribution.source) for attribution in saying)
        return next((name for name in names if name and self._speakers.is_person(name)), "")

    def _tags(self) -> list[Span]:
        """Where somebody is named with a verb of saying between commas, or before a stop: ", said Ann Lee,"."""
        words, tags = self._document.words, list[Span]()
        for attribution in self._outer:
            if not attribution.source or not attribution.is_report or len(attribution.cue) > 1:
                continue
            tag = sorted([*attribution.source, *attribution.cue], key=lambda word: word.index)
            before, after = words[tag[0].index - 1], words[tag[-1].index + 1 : tag[-1].index + 2]
            beside = tag[0].index and before.lower == "," and after and after[0].lower in {",", "."}
            joined = tag[-1].index - tag[0].index < len(tag)
            if beside and joined and self._speakers.is_named(Span(attribution.source[-1].start, tag[-1].end)):
                tags.append(Span(tag[0].start, tag[-1].end))
        return tags

    def _take_in(self, marked: Sequence[Span]) -> None:
        """What is attributed between such marks is a relation inside them."""
        self._marked = sorted({*self._marked, *marked})
        inside = [holder(marked, a.head.start) >= 0 for a in self._outer]
        self._inner += [a for a, is_inside in zip(self._outer, inside, strict=True) if is_inside]
        self._outer = [a for a, is_inside in zip(self._outer, inside, strict=True) if not is_inside]

    def _leave_relays(self, told: Sequence[Attribution]) -> None:
        """Takes the words of whoever only passes them on: in "…, Lee said, according to Mehr" they are Lee's."""
        says = (a for a in told if a.rule != "quotes.according_to" and self._speakers.is_actor(self._unquoted(a)))
        said = self._by_sentence(says)
        for relay in (a for a in told if a.rule == "quotes.according_to"):
            for attribution in said.get(relay.head.sentence, []):
                parts: list[Span | Word] = [*attribution.said, *attribution.source, *attribution.cue]
                shared = {place for part in parts for place in range(part.start, part.end)}
                own = {place for span in relay.content for place in range(span.start, span.end)}
                if len(shared & own) >= _RELAYED * len(own) and self._speakers.name(self._unquoted(attribution)):
                    relay.content = []

    def _leave_reports(self, told: Sequence[Attribution]) -> None:
        """Takes from a tag behind a quotation what somebody else says before that: of "Lee said that it rained, “all
        day,” Reed said" only the quotation is Reed's."""
        here = self._by_sentence(told)
        for tag in told:
            first = min([*tag.cue, *tag.source], key=lambda word: word.index, default=tag.head)
            behind = any(row.end <= first.start <= row.end + 1 for row in tag.quoted)
            near = here.get(tag.head.sentence, []) if behind else []
            others = (a for a in near if a is not tag and a.is_report and a.source and a.content)
            if any(overlaps(_place(other.head), span) for other in others for span in tag.content):
                tag.content = []

    def _name(self, told: Sequence[Attribution]) -> None:
        """Names the speakers in the order of the text; a pronoun that nobody has resolved carries on with whoever spoke
        a few sentences before."""
        last, at, said, spokesman = "", -_CARRIED, list[Span](), ""
        ordered = sorted(told, key=lambda attribution: attribution.head.index)
        for attribution in ordered:
            if not attribution.source:
                attribution.source = self._named_before(attribution.head)
            source, sentence = self._unquoted(attribution), attribution.head.sentence
            name = self._speakers.name(source)
            if [word.lower for word in source] in _CARRIES and last and sentence - at <= _CARRIED:
                who = self._carried(last, spokesman, source[0].lower)
                name = who if who and (not name or self._goes_on(attribution.head)) else name
            if last and name != last and self._is_within(source, name, said, last):
                name = last
            attribution.speaker = name = self._overruled(attribution) or name
            if name:
                last, at, said = name, sentence, attribution.said
                spokesman = self._speakers.spokesman(attribution.head)
        called = dict[str, str]()
        for place, attribution in enumerate(ordered):
            sentence = attribution.head.sentence
            before = next((a for a in reversed(ordered[:place]) if a.head.sentence < sentence), None)
            after = next((a for a in ordered[place + 1 :] if a.head.sentence > sentence), None)
            attribution.speaker = self._described(before, attribution, after) or attribution.speaker
            words = self._unquoted(attribution)
            if noun := self._speakers.group_or_person(words):
                bare = len(words) == 2 and words[0].lower == "the"
                known = called.get(noun.lower) if bare else None
                attribution.speaker = called[noun.lower] = known or attribution.speaker

    def _carried(self, last: str, spokesman: str, pronoun: str) -> str:
        """Whom a pronoun means that carries on: whoever spoke last, else the person by whom a body spoke."""
        if pronoun not in _HUMAN:
            return last
        return next((name for name in (last, spokesman) if name and self._speakers.may_be_he(name, pronoun)), "")

    def _is_within(self, source: Sequence[Word], name: str, said: Sequence[Span], last: str) -> bool:
        """Whether a pronoun is given to somebody whom whoever spoke last has only named, in his words: "Lee said Reed
        must act, “or it is late,” he said" is Lee's."""
        if [word.lower for word in source] not in ([pronoun] for pronoun in _HUMAN):
            return False
        place = self._speakers.place_before(name, source[0].start)
        within = place is not None and any(overlaps(place, span) for span in said)
        return within and self._speakers.may_be_he(last, source[0].lower)

    def _described(self, before: Attribution | None, here: Attribution, after: Attribution | None) -> str:
        """The person whom a description of a speaker means: who has just spoken ("the envoy said"), or who speaks next
        and is named there for the first time ("Peru's envoy said …. Ann Lee added")."""
        noun = self._speakers.description(self._unquoted(here))
        if noun is None or noun.children("appos"):
            return ""
        if titled := self._speakers.titled(noun):
            return titled
        owned = bool(noun.children("poss")) or self._opens(before, noun)
        near = after if owned else before
        if near is None or abs(near.head.sentence - here.head.sentence) > _NEXT:
            return ""
        return near.speaker if self._speakers.may_be(near.speaker, noun, first=owned) else ""

    def _opens(self, before: Attribution | None, noun: Word) -> bool:
        """Whether somebody is described in the lead whom the text names only then: "A voter has called it a farce.
        “It is,” Ann Lee said"."""
        return before is None and any(word.lower in _INDEFINITE for word in noun.children("det"))

    def _overruled(self, attribution: Attribution) -> str:
        """Whom the reader is sure of as the speaker, where grammar has found nobody by name; but nobody within the
        words for the speaker, as Iran in "Iran's state television", nor who only passes them on ("quoted him as")."""
        source = [Span(word.start, word.end) for word in self._unquoted(attribution)]
        if attribution.rule == "quotes.quoted_as" or (source and self._speakers.is_named(source[-1])):
            return ""
        name, places = self._pointed_for(attribution, attribution.said, _OVERRULES)
        return "" if any(overlaps(place, word) for place in places for word in source) else name

    def _goes_on(self, verb: Word) -> bool:
        """Whether a verb says that somebody goes on to speak: "he continued", "she also said"."""
        return verb.lemma in _GOING_ON or any(word.lower in _FURTHER for word in verb.children("advmod"))

    def _named_before(self, verb: Word) -> list[Word]:
        """The words of the name nearest before a finite verb of saying that the parser left without a subject."""
        if verb.tag not in {"VBD", "VBZ", "VBP"} or is_passive(verb):
            return []
        words = self._document.words
        begins = self._document.indices(self._document.sentences[verb.sentence]).start
        torn = begins > 0 and words[begins - 1].is_word  # by what a page has put in between
        near = words[max(0, verb.index - _BEFORE) : verb.index]
        before = (word for word in reversed(near) if verb.sentence - word.sentence <= torn)
        named = (self._speakers.at(Span(word.start, word.end)) for word in before if word.text != word.lower)
        place = next((place for name, place in named if name and place.end <= verb.start), None)
        return self._words_at(place) if place else []

    def _turn(self, turn: Turn) -> Iterator[Annotation]:
        """The rows of a turn: its label is the source, and its words are given as the speaker's own."""
        actor = self._speakers.labelled(turn.name)
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
        if any(word.lower in _OWN for word in attribution.source) and not attribution.quoted:
            return False  # the outlet's own: "we found that", "our examination showed that"
        if attribution.supposed:
            return any(self._words_in(_span(row)) >= _SCARE for row in attribution.quoted)
        heard = [(likely, s.end - s.start) for s in attribution.content if not math.isnan(likely := self.likely(s))]
        if not heard:
            return attribution.speaks or not attribution.content
        mean = sum(likely * size for likely, size in heard) / sum(size for _, size in heard)
        return mean >= (_SURE if attribution.is_report else _DOUBTED)

    def _follow_reader(
        self, told: Sequence[Attribution], thought: Sequence[Attribution], nobodys: Sequence[Annotation]
    ) -> list[Attribution]:
        """Takes out of each content what the reader is sure is narration, and gives what it hears as speech, where no
        content has it, to the attribution of its sentence, else to whoever spoke in the sentence before; what is then
        left is made an attribution without a cue. Without the reader it does nothing."""
        if self._speech is None:
            return []
        for attribution in told:
            attribution.content = [part for span in attribution.content for part in self._heard(span, _SILENT)]
        taken = self._taken(told, nobodys) | self._places(span for a in thought if a.supposed for span in a.content)
        here, judged, made = self._by_sentence(told), self._by_sentence(thought), list[Attribution]()
        for number, sentence in enumerate(self._document.sentences):
            free = [span for span in self._heard(sentence, _HEARD, taken) if not self._is_own(span)]
            if not free:
                continue
            owner = max(here.get(number, []), key=lambda a: a.size, default=None) or self._before(here, number)
            if owner:
                owner.content += free
            else:
                if all(self.likely(span) < _HEARD_ALONE for span in free):
                    continue
                owner = self._uncued(free, judged.get(number, []))
                if not owner.source and not self._may_tell(free):
                    continue  # nobody to give them to
                made.append(owner)
            here.setdefault(number, []).append(owner)
        return made

    def _is_own(self, span: Span) -> bool:
        """Whether the subject before some words is the outlet itself: "We | cannot judge that"."""
        subjects = (subject for word in self._words_at(span) for subject in word.children("nsubj"))
        return any(subject.lower in _OWN and subject.end <= span.start for subject in subjects)

    def _taken(self, told: Sequence[Attribution], nobodys: Sequence[Annotation]) -> set[int]:
        """The places of words that have a speaker, or are his name or the cue."""
        spans = [span for attribution in told for span in attribution.said]
        spans += [*map(_span, (row for row in nobodys if row.role == "content")), *self._marked]
        spans += [turn.label for turn in self._turns]
        return self._places(spans) | {
            word.index for attribution in told for word in (*attribution.cue, *attribution.source)
        }

    def _places(self, spans: Iterable[Span]) -> set[int]:
        return {index for span in spans for index in self._document.indices(span)}

    def _by_sentence(self, attributions: Iterable[Attribution]) -> dict[int, list[Attribution]]:
        """The attributions of each sentence in which they have words: head, content or quotation."""
        found = dict[int, list[Attribution]]()
        for attribution in attributions:
            ends = {self._document.sentence_at(span.end - 1) for span in attribution.said}
            for number in {attribution.head.sentence, *ends}:
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
        return max((a for a in here.get(number - 1, []) if a.is_report), key=_last, default=None)

    def _uncued(self, content: list[Span], judged: Sequence[Attribution]) -> Attribution:
        """An attribution of what is heard as speech: of whoever thinks or judges there, else of nobody known."""
        head = self._document.words[self._document.indices(content[0]).start]
        sharing = (a for a in judged if any(overlaps(span, part) for span in content for part in a.content))
        source = next((a.source for a in sharing if a.source), [])
        return Attribution(head, source, [], content, "quotes.reader", "quotes.reader")

    def _words_in(self, span: Span) -> int:
        return sum(self._document.tokens[index].is_word for index in self._document.indices(span))

    def _may_tell(self, content: Sequence[Span]) -> bool:
        """Whether the reader points to somebody for the source of some words who is not gainsaid by grammar: a verb
        that has them as its clause has no other subject."""
        name, _ = self._pointed(content)
        words = self._words_at(content[0])
        heads = (word for word in words if word.dep == "ccomp" and word.head not in words)
        subjects = [subject for head in heads for subject in head.head.children("nsubj")]
        return bool(name) and all(self._speakers.name([subject]) == name for subject in subjects)

    def _nobodys(self, row: Annotation) -> list[Annotation]:
        """A quotation without an owner: speech of whoever the reader points to, or of somebody unknown, or words in
        marks that nobody says."""
        span = _span(row)
        likely = self.likely(span)
        if math.isnan(likely):
            spoken = self._words_in(span) >= _SCARE or is_alone(self._document, span) or not self._document.tokens
        else:
            spoken = likely >= 0.5
        actor, source = self._pointed([span]) if spoken else ("", [])
        if any("\n" in self._document.text[span.end : place.start] for place in source):
            actor, source = "", []  # who is named in a paragraph below has not been read yet
        rule = "quotes.reader" if actor else "quotes.no_source" if spoken else row.rule
        label = "direct" if spoken else MARKED_WORDS
        rows = [(place, "source", math.nan) for place in source] + [(span, "content", likely)]
        return [
            Annotation("quote", label, place.start, place.end, role, row.relation, actor, score, rule)
            for place, role, score in rows
        ]

    def _rows(self, attribution: Attribution) -> Iterator[Annotation]:
        """The rows of an attribution."""
        (direct, unquoted), is_speech = self._divided(attribution), attribution.is_speech
        kind = "indirect" if is_speech else ATTITUDE
        supposed = attribution.supposed and not is_speech
        label = kind if not direct or supposed else "mixed" if unquoted and is_speech else "direct"
        words = self._unquoted(attribution)
        source, actor = runs(words, trimmed=False), attribution.speaker or self._speakers.name(words)
        if not actor:
            open_ = words or not attribution.cue  # a passive without an agent names nobody
            least = _POINTED if open_ else _OVERRULES
            actor, places = self._pointed_for(attribution, [*direct, *unquoted], least)
            if any(overlaps(place, span) for place in places for span in source):  # "one Lee aide" is not Lee
                actor = self._speakers.called(words)
            source = source or places
        relation, rule = f"quote:{attribution.head.start}", attribution.rule
        for span in source:
            yield Annotation("quote", label, span.start, span.end, "source", relation, actor, rule=rule)
        for span in runs(attribution.cue, trimmed=False):
            yield Annotation("quote", label, span.start, span.end, "cue", relation, actor, rule=attribution.cue_rule)
        marked = MARKED_WORDS if supposed else "direct"
        contents = dict.fromkeys(direct, marked) | dict.fromkeys(unquoted, kind)
        for span, part in sorted(contents.items()):
            yield Annotation("quote", part, span.start, span.end, "content", relation, actor, self.likely(span), rule)

    def _divided(self, attribution: Attribution) -> tuple[list[Span], list[Span]]:
        """What of an attribution stands between quotation marks, and what does not."""
        direct = sorted(set(map(_span, attribution.quoted)))
        plain = [part for span in attribution.content for part in self._within(attribution, span)]
        unquoted = outside_quotations(self._document, plain, direct)
        said = [s for s in unquoted if (at := holder(self._marked, s.start)) >= 0 and s.end <= self._marked[at].end]
        return [*direct, *said], [s for s in unquoted if s not in said and not self._parts(attribution, s)]

    def _parts(self, attribution: Attribution, span: Span) -> bool:
        """Whether a stretch lies between two parts of one quotation: there the narrator interrupts."""
        return any(
            before.relation == after.relation and before.end <= span.start and span.end <= after.start
            for before, after in pairwise(sorted(attribution.quoted, key=lambda row: row.start))
        )

    def _pointed(self, content: Sequence[Span], least: float = _POINTED) -> tuple[str, list[Span]]:
        """Who is named where the reader points to for the source of some words, and that place; nobody where it is not
        sure: a name's places have at least that much of its shares together. Who is spoken to is not the source."""
        if self._reading is None:
            return "", []
        shares: dict[str, float] = defaultdict(float)
        places: dict[str, Span] = {}
        for place, share in self._reading.pointed(content).items():
            name, span = self._speakers.at(place)
            if name and place.start not in self._spoken_to:
                shares[name] += share
                places.setdefault(name, span)
        name, share = max(shares.items(), key=lambda pair: pair[1], default=("", 0.0))
        return (name, [places[name]]) if share >= least else ("", [])

    def _pointed_for(self, attribution: Attribution, content: Sequence[Span], least: float) -> tuple[str, list[Span]]:
        """Whom the reader points to, where the words for the source may mean him: no thing says what a person does,
        "she" is nobody called "he", and who is accused does not accuse."""
        source = self._unquoted(attribution)
        name, places = self._pointed(content, least)
        pronoun = source[0].lower if len(source) == 1 else ""
        other = bool(name) and pronoun in _HUMAN and not self._speakers.may_be_he(name, pronoun)
        blamed = attribution.head.children("nsubjpass") if attribution.rule != "quotes.quoted_as" else ()
        other |= any(self._speakers.name([subject]) == name for subject in blamed)
        return ("", []) if name and (other or self._speakers.is_thing(source)) else (name, places)

    def _within(self, attribution: Attribution, span: Span) -> list[Span]:
        """A content cut at the outer quotation mark that its cue stands in, or that the content would run into."""
        at = holder(self._marked, attribution.head.start)
        if at < 0:
            return [span]
        start, end = max(span.start, self._marked[at].start), min(span.end, self._marked[at].end)
        return [Span(start, end)] if start < end else []

    def _unquoted(self, attribution: Attribution) -> list[Word]:
        """The source; the noun phrase beside the cue where it was found inside a quotation that lacks the cue."""
        if not attribution.source or not attribution.cue:
            return attribution.source
        inside, around = (holder(self._marked, word.start) for word in (attribution.source[0], attribution.head))
        if inside in (-1, around):
            return attribution.source
        marked = [word for word in self._words_at(self._marked[inside]) if word.is_word]
        named = set(marked) <= set(attribution.source)  # a name between marks: ‘The Mail’ reported
        return marked if named else outside(attribution.cue, attribution.head)

    def _words_at(self, span: Span) -> list[Word]:
        return [self._document.words[index] for index in self._document.indices(span)]


def _span(row: Annotation) -> Span:
    return Span(row.start, row.end)


def _place(word: Word) -> Span:
    return Span(word.start, word.end)


def _last(attribution: Attribution) -> int:
    return max((span.end for span in attribution.said), default=-1)
