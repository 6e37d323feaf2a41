"""Interviews printed as questions and answers: whose words the answers are, where no label says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from analysis.actors.aliases import Party
from analysis.actors.kinds import words
from analysis.text.document import Document, Span, Word

_QUESTIONS = 2  # paragraphs that ask make an interview
_LABEL = 4  # words before a colon that may name who speaks


def find_answers(
    document: Document, quoted: Sequence[Span], owners: Mapping[int, Party]
) -> Iterator[tuple[Span, Party]]:
    """The paragraphs of an interview that are answers, with who answers; none where the text is no interview.

    An interview has two paragraphs or more that end with a question mark, and a word above the first of them that says
    so ("interviewed"), or two questions that say "you". Who is the object of that word answers, else who is named most
    often above the first question; where several were asked, only a paragraph that says who speaks ("I'm Ann Lee") has
    a speaker.

    Args:
        document: With grammar.
        quoted: The stretches between quotation marks.
        owners: The actor of each word of a name and of each pronoun that is resolved.

    >>> list(find_answers(Document("d", "Why?"), [], {}))
    []
    """
    questions = [paragraph for paragraph in document.paragraphs if _asks(document, paragraph)]
    lead = document.indices(Span(0, questions[0].start)) if questions else range(0)
    told = any(document.lemmas[index] in words("interview") for index in lead)
    if len(questions) < _QUESTIONS or not (told or _address(document, questions) >= _QUESTIONS):
        return
    asked = _asked(document, lead, owners)
    answers = [
        paragraph
        for paragraph in document.paragraphs
        if paragraph.start > questions[0].start and paragraph not in questions and not _is_labelled(document, paragraph)
    ]
    for answer in answers:
        speaker = asked or _introduced(document, answer, owners)
        if speaker:
            yield answer, speaker


def first_persons(document: Document, stretch: Span, quoted: Sequence[Span]) -> Iterator[Word]:
    """The words "I", "me", "my" of a stretch outside quotation marks.

    >>> from analysis.text.document import Token
    >>> document = Document("d", "I go", tokens=(Token(0, 1), Token(2, 4)))
    >>> list(first_persons(document, Span(0, 4), []))
    [Word(0, 'I')]
    """
    marks = [span for span in quoted if span.start < stretch.end and stretch.start < span.end]
    for index in document.indices(stretch):
        word = document.words[index]
        if word.lower in words("speaker") and not any(span.start <= word.start < span.end for span in marks):
            yield word


def _asks(document: Document, paragraph: Span) -> bool:
    return document.covered(paragraph).rstrip().endswith("?")


def _address(document: Document, questions: Sequence[Span]) -> int:
    """How many questions say "you"."""
    return sum(
        any(document.lower_forms[index] in words("addressed") for index in document.indices(question))
        for question in questions
    )


def _is_labelled(document: Document, paragraph: Span) -> bool:
    opening = document.indices(paragraph)[:_LABEL]
    return any(document.forms[index] == ":" for index in opening)


def _asked(document: Document, lead: range, owners: Mapping[int, Party]) -> Party | None:
    """Who is said to be interviewed, else who is named most often above the first question; None for several."""
    cues = [document.words[index] for index in lead if document.lemmas[index] in words("interview") | words("converse")]
    objects = [other for cue in cues for first in _objects(cue) for other in (first, *first.children("conj"))]
    if any(thing.tag == "NNS" for thing in objects):
        return None
    asked = Counter(party for thing in objects if (party := owners.get(thing.index)) and party.kind == "person")
    named = Counter(party for index in lead if (party := owners.get(index)) and party.kind == "person")
    (first, most), (_, next_most) = [*(asked or named).most_common(2), (None, 0), (None, 0)][:2]
    return first if most > next_most else None


def _objects(cue: Word) -> list[Word]:
    """Whom a word of interviewing has as its object: "interviews Ann", "spoke with Ann", "an interview with Ann"."""
    links = (link for link in cue.children("prep") if link.lower in words("beside"))
    return [
        *(cue.children("dobj") if cue.lemma in words("interview") else ()),
        *(thing for link in links for thing in link.children("pobj")),
    ]


def _introduced(document: Document, answer: Span, owners: Mapping[int, Party]) -> Party | None:
    """Who says "I'm Ann Lee" in a paragraph."""
    for index in document.indices(answer):
        word = document.words[index]
        if word.lemma == "be" and any(subject.lower == "i" for subject in word.children("nsubj")):
            for name in word.children("attr"):
                if (party := owners.get(name.index)) and party.kind == "person":
                    return party
    return None
