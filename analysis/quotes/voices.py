"""Whose voice each sentence is in, and who speaks: cut where the voice or the speaker changes."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from analysis.annotation import Annotation
from analysis.text.document import Document, Span


class _Voice(NamedTuple):
    label: str
    speaker: str


_NARRATOR = _Voice("narrator", "")
_SINGULAR = frozenset(["i", "me", "my", "mine", "myself"])
_BODIES = frozenset(["ORG", "GPE", "NORP"])  # entities of names whose "we" is their own


def voice_stretches(document: Document, quotes: Iterable[Annotation]) -> Iterator[Annotation]:
    """Every sentence, cut where the voice changes; ``score`` is the number of words, ``actor`` the speaker.

    A token is in the voice of the longest attribution whose content holds its start, for what is attributed inside
    speech is a relation there and no voice of its own: ``direct`` between quotation marks, else ``indirect``, with the
    source as its speaker; the narrator's where no content holds it. Each token stands in one stretch, so the scores add
    up to the words of the document. Marks belong to what they enclose. Points in a voice without a word go with what
    precedes them, at the start of a sentence with what follows.

    >>> from analysis.text.document import Token
    >>> tokens = (Token(0, 1, is_word=False), Token(1, 3), Token(3, 4, is_word=False), Token(5, 9))
    >>> go = Annotation("quote", "direct", 0, 4, "content", actor="Ann")
    >>> document = Document("d", "“Go” they", sentences=(Span(0, 9),), tokens=tokens)
    >>> [(row.label, row.actor, row.start, row.end, row.score) for row in voice_stretches(document, [go])]
    [('direct', 'Ann', 0, 4, 1.0), ('narrator', '', 5, 9, 1.0)]
    """
    voices = _voices(document, quotes)
    for number, sentence in enumerate(document.sentences):
        for voice, indices in _runs(document, voices, document.indices(sentence)):
            tokens = document.tokens[indices.start : indices.stop]
            words = float(sum(token.is_word for token in tokens))
            start, end, relation = tokens[0].start, tokens[-1].end, f"sentence:{number}"
            yield Annotation(
                "voice", voice.label, start, end, "stretch", relation, voice.speaker, words, "voices.sentence"
            )


def name_first_persons(
    document: Document, mentions: Iterable[Annotation], stretches: Iterable[Annotation]
) -> Iterator[Annotation]:
    """The mentions, with the speaker as the actor of "I", "me", "my" in the words of a speaker who is named.

    "We" in the words of a state or a body is that body; a person's "we" is left open, for whom it takes in is not told
    by grammar.

    >>> said = [Annotation("voice", "direct", 0, 7, "stretch", actor="Ann")]
    >>> mention = Annotation("actor", "pronoun", 1, 2, "mention", rule="actors.first_person")
    >>> [row.actor for row in name_first_persons(Document("d", "“I go”"), [mention], said)]
    ['Ann']
    """
    mentions = list(mentions)
    bodies = _bodies(document, mentions)
    spoken = sorted((row.start, row.end, row.actor) for row in stretches if row.label != "narrator" and row.actor)
    starts = [start for start, _, _ in spoken]
    for mention in mentions:
        at = bisect_right(starts, mention.start) - 1
        speaker = spoken[at][2] if at >= 0 and mention.start < spoken[at][1] else ""
        one = document.text[mention.start : mention.end].lower() in _SINGULAR
        own = speaker and mention.rule == "actors.first_person" and (one or speaker in bodies)
        yield replace(mention, actor=speaker) if own else mention


def _bodies(document: Document, mentions: Sequence[Annotation]) -> set[str]:
    """The actors whose names are mostly those of states or bodies."""
    votes: dict[str, Counter[bool]] = {}
    for row in mentions:
        indices = document.indices(Span(row.start, row.end))
        if row.label == "name" and row.actor and indices:
            votes.setdefault(row.actor, Counter())[document.tokens[indices[-1]].entity in _BODIES] += 1
    return {actor for actor, counts in votes.items() if counts[True] > counts[False]}


def _voices(document: Document, quotes: Iterable[Annotation]) -> list[_Voice]:
    """The voice of each token: contents are laid over the narrator's words, those of the longest attribution last; what
    stands between quotation marks stays direct."""
    voices = [_NARRATOR] * len(document.tokens)
    contents = [row for row in quotes if row.role == "content" and row.label in {"direct", "indirect"}]
    sizes: Counter[str] = Counter()
    for row in contents:
        sizes[row.relation] += row.end - row.start
    quoted = set[int]()
    for row in sorted(contents, key=lambda row: (sizes[row.relation], row.start, row.label)):
        indices = document.indices(Span(row.start, row.end))
        if row.label == "direct":
            quoted.update(indices)
        for index in indices:
            voices[index] = _Voice("direct" if index in quoted else "indirect", row.actor)
    return voices


def _runs(document: Document, voices: Sequence[_Voice], indices: range) -> Iterator[tuple[_Voice, range]]:
    """Token indices of a sentence, cut where a word is in another voice than the word before."""
    runs = [list(run) for _, run in groupby(indices, key=voices.__getitem__)]
    spoken = [run for run in runs if any(document.tokens[index].is_word for index in run)] or runs[:1]
    turns = [next(turn)[0] for _, turn in groupby(spoken, key=lambda run: voices[run[0]])]
    for first, start, stop in zip(turns, [indices.start, *turns[1:]], [*turns[1:], indices.stop], strict=True):
        yield voices[first], range(start, stop)
