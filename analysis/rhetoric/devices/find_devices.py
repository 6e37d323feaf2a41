"""Devices by form: figures of speech that words, grammar and marks show. What they are for, form cannot tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import Lexicon, load_lexicon
from analysis.rhetoric.devices import alliteration as sounds
from analysis.rhetoric.devices import antithesis as contrasts
from analysis.rhetoric.devices import nominalised_violence as violence
from analysis.rhetoric.devices import parallel_openings as repeats
from analysis.rhetoric.devices import presupposition as presupposed
from analysis.rhetoric.devices import rhetorical_questions as questions
from analysis.rhetoric.devices import scare_quotes as distance
from analysis.rhetoric.devices import tricolon as threes
from analysis.rhetoric.devices.members import Figure
from analysis.text.document import Span
from analysis.text.matcher import Match, find_terms
from analysis.text.negation import Negation

if TYPE_CHECKING:
    from analysis.text.document import Document

Matches: TypeAlias = Mapping[str, list[Match]]
DEVICES = (
    "alliteration", "anaphora", "antithesis", "epistrophe", "euphemism", "nominalised_violence", "presupposition",
    "rhetorical_question", "scare_quotes", "tricolon",
)  # fmt: skip
_TRIGGERS = {"trigger_factive": "factive", "trigger_change": "change", "trigger_implicative": "implicative"}
_LOOKED_FOR = frozenset([
    "euphemism", "naming", "nominalised_violence", "other_sense", "presupposition", "rhetorical_question",
    "scare_quotes", *_TRIGGERS,
])  # fmt: skip
_ASKING = frozenset(["ask", "inquire", "enquire", "query", "question", "wonder"])


def find_devices(
    document: Document,
    quotes: Iterable[Annotation] = (),
    lexicon: Lexicon | None = None,
    negation: Negation | None = None,
) -> Iterator[Annotation]:
    """Yield a ``part`` row for each part of each device, in the order of the text; the parts of one share a relation.

    The label is the device, and ``rule`` names the form (``devices.antithesis_not_but``) or the term of the lexicon
    that found it; definition, reference, unit and limits of each are in the lexicon's categories. Without grammar, only
    what words and marks show is found.

    Args:
        document: With sentences and tokens.
        quotes: Rows of the layer ``quote``, which tell quotations from scare quotes, and reporting from repetition.
            Without them no words in quotation marks are looked at.
        lexicon: Of devices, ``load_lexicon("devices")`` if not given.
        negation: What the document denies; looked for if not given.

    Raises:
        ValueError: If ``quotes`` holds a row of another layer.

    >>> from analysis.text.document import Document
    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "It was a crime, not a mistake.")))
    >>> for row in find_devices(document):
    ...     print(row.label, row.role, document.text[row.start : row.end], row.relation)
    antithesis part a crime device:antithesis:7
    antithesis part not a mistake device:antithesis:7
    """
    rows = list(quotes)
    for row in rows:
        if row.layer != "quote":
            raise ValueError(f"quotes must hold rows of layer quote, got {row.layer!r}")
    lexicon = load_lexicon("devices") if lexicon is None else lexicon
    speech = _speech_rules()
    said = [row for row in rows if row.role == "cue" and (row.rule in speech or row.rule.startswith("quotes."))]
    cues = [index for row in said for index in document.indices(Span(row.start, row.end))]
    words = _matches(document, lexicon)
    found = [
        *_formed(document, lexicon, frozenset(cues)),
        *_worded(document, lexicon, words, negation or Negation(document)),
        *_asking(document, words, cues),
        *_distancing(document, words, rows, cues),
    ]
    yield from _rows(found)


def _rows(found: Iterable[tuple[str, Figure]]) -> Iterator[Annotation]:
    """The parts of each figure as rows, each figure once."""
    seen: set[tuple[str, int]] = set()
    for label, figure in sorted(found, key=lambda pair: (pair[1].parts[0], pair[0])):
        first = figure.parts[0].start
        if (label, first) in seen:
            continue
        seen.add((label, first))
        rule = figure.rule if "@" in figure.rule else f"devices.{figure.rule}"
        for part in figure.parts:
            yield Annotation("device", label, part.start, part.end, "part", f"device:{label}:{first}", rule=rule)


def _matches(document: Document, lexicon: Lexicon) -> Matches:
    """The words and phrases of each category that stand in the text; found in one go."""
    found: defaultdict[str, list[Match]] = defaultdict(list)
    for match in find_terms(document, _looked_for(lexicon)):
        found[match.entry.category].append(match)
    return found


@lru_cache(maxsize=8)
def _looked_for(lexicon: Lexicon) -> Lexicon:
    """The lexicon without the words that only serve a form."""
    return replace(lexicon, entries=tuple(entry for entry in lexicon.entries if entry.category in _LOOKED_FOR))


@lru_cache(maxsize=64)
def _terms(lexicon: Lexicon, category: str, note: str | None = None) -> frozenset[str]:
    """The terms of a category, those with one note where it is given."""
    return frozenset(e.term for e in lexicon.entries if e.category == category and note in (None, e.note))


@lru_cache(maxsize=16)
def _notes(lexicon: Lexicon, category: str) -> dict[str, str]:
    return {entry.term: entry.note for entry in lexicon.entries if entry.category == category}


def _formed(document: Document, lexicon: Lexicon, cues: frozenset[int]) -> Iterator[tuple[str, Figure]]:
    """What form alone shows."""
    emphatic, weak = _terms(lexicon, "anaphora", ""), _terms(lexicon, "anaphora", "weak")
    opposites = {term: note.split(", ") for term, note in _notes(lexicon, "antithesis").items()}
    yield from (("anaphora", one) for one in repeats.anaphoras(document, emphatic, weak, cues))
    yield from (("epistrophe", one) for one in repeats.epistrophes(document, _terms(lexicon, "epistrophe"), cues))
    yield from (("tricolon", one) for one in threes.tricola(document, _terms(lexicon, "tricolon"), cues))
    additive = _terms(lexicon, "additive")
    yield from (("antithesis", one) for one in contrasts.antitheses(document, opposites, additive))
    yield from (
        ("alliteration", one) for one in sounds.alliterations(document, _notes(lexicon, "alliteration"), cues=cues)
    )
    yield from (("presupposition", one) for one in presupposed.clefts(document))
    yield from (("presupposition", one) for one in presupposed.unreal_conditions(document))


def _worded(document: Document, lexicon: Lexicon, words: Matches, negation: Negation) -> Iterator[tuple[str, Figure]]:
    """What words show: euphemisms, nouns of violence that leave the agent out, triggers of presupposition."""
    persons = _terms(lexicon, "person")
    for match in words["euphemism"]:
        if match.entry.note != "person" or _concerns_person(document, match, persons):
            yield "euphemism", Figure((Span(match.start, match.end),), lexicon.rule_id(match.entry))
    yield from (("nominalised_violence", one) for one in _violence(document, lexicon, words, persons, negation))
    for match in words["presupposition"]:
        if not _is_aside(document, match) and _is_aspect(document, match):
            yield "presupposition", Figure((Span(match.start, match.end),), lexicon.rule_id(match.entry))
    events = _terms(lexicon, "nominalised_violence") | _event_nouns()
    for match in (match for kind in _TRIGGERS for match in words[kind]):
        head = match.first if document.tokens[match.first].pos in {"VERB", "ADJ"} else match.last - 1
        kind = match.entry.note or _TRIGGERS[match.entry.category]
        content = presupposed.complement_of(document, head, kind, events)
        trigger = Span(match.start, match.end)
        if match.entry.match == "fixed":  # the fact that
            yield "presupposition", Figure((trigger,), lexicon.rule_id(match.entry))
        elif content and content.start >= match.end:
            yield "presupposition", Figure((trigger, content), lexicon.rule_id(match.entry))


@lru_cache(maxsize=1)
def _speech_rules() -> frozenset[str]:
    """The rules of the cues that tell what is said, not what is meant or wanted."""
    cues = load_lexicon("reporting")
    return frozenset(cues.rule_id(e) for e in cues.entries if e.category not in {"belief", "intention", "evaluative"})


@lru_cache(maxsize=1)
def _event_nouns() -> frozenset[str]:
    nominals = load_lexicon("nominals")
    return frozenset().union(*(_terms(nominals, kind) for kind in ("transitive", "affected", "intransitive")))


def _concerns_person(document: Document, match: Match, persons: frozenset[str]) -> bool:
    """Whether the object of a verb, or its subject in the passive, is a person."""
    for index in range(match.first, match.last):
        for child in document.children[index]:
            token = document.tokens[child]
            if token.dep in {"dobj", "nsubjpass"} and (token.entity == "PERSON" or document.lemmas[child] in persons):
                return True
    return False


def _is_aside(document: Document, match: Match) -> bool:
    """Whether "again" or "still" only opens a sentence: Still, the road was open."""
    first = document.indices(document.sentences[document.sentence_at(match.start)])[0]
    after = document.forms[match.last] if match.last < len(document.forms) else ""
    before = document.forms[match.first - 1] if match.first > first else ","
    return before == after == ","


def _is_aspect(document: Document, match: Match) -> bool:
    """Whether "still" says that it goes on: it stands before its verb or behind a form of be, unlike in "lie still"."""
    token = document.tokens[match.first]
    if match.entry.term != "still" or token.head < 0:
        return True
    return token.pos == "ADV" and (match.first < token.head or document.tokens[token.head].pos == "AUX")


def _violence(
    document: Document, lexicon: Lexicon, words: Matches, persons: frozenset[str], negation: Negation
) -> Iterator[Figure]:
    nominals = load_lexicon("nominals")
    affected, led = _terms(nominals, "affected"), _terms(nominals, "led")
    suffered = affected | _terms(nominals, "transitive") | _terms(nominals, "undergone")
    light = _terms(nominals, "light") | _terms(lexicon, "ordering")
    elsewhere = {index for match in words["other_sense"] for index in range(match.first, match.last)}
    intangible = _terms(lexicon, "intangible")
    for match in words["nominalised_violence"]:
        noun = match.last - 1
        if elsewhere & set(range(match.first, match.last)) or document.tokens[noun].dep == "compound":
            continue
        if negation.of(match):
            continue  # what did not happen hides nobody
        patient = violence.sufferers(document, noun, suffered)
        if any(document.lemmas[i] in intangible for i in violence.sufferer_heads(document, noun, suffered)):
            continue
        if not violence.names_agent(document, noun, affected, light, led, persons):
            word = Span(match.start, match.end)
            yield Figure((word, patient) if patient else (word,), lexicon.rule_id(match.entry))


def _asking(document: Document, words: Matches, cues: Sequence[int]) -> Iterator[tuple[str, Figure]]:
    """Rhetorical questions; a question in a sentence in which somebody asks is none."""
    asked = {document.sentence_at(document.tokens[i].start) for i in cues if document.lemmas[i] in _ASKING}
    openings = set()
    for match in words["rhetorical_question"]:
        opens = match.first <= questions.first_word(document, document.sentence_at(match.start)) < match.last
        if match.entry.note == "anywhere" or opens:
            openings.add(Span(match.start, match.end))
    yield from (("rhetorical_question", one) for one in questions.rhetorical_questions(document, openings, asked))


def _distancing(
    document: Document, words: Matches, rows: Sequence[Annotation], cues: Sequence[int]
) -> Iterator[tuple[str, Figure]]:
    """Scare quotes, and so-called."""
    sourced = {row.relation for row in rows if row.role in {"cue", "source"}}
    contents = [row for row in rows if row.role == "content" and row.label in {"direct", "words"}]
    marked = {Span(row.start, row.end): row.rule for row in contents if row.relation not in sourced}
    nested = {span for span, rule in marked.items() if rule == "quotes.nested"}
    naming = {Span(match.start, match.end) for match in words["naming"]}
    called = [Span(match.start, match.end) for match in words["scare_quotes"]]
    taken: set[int] = set()
    for one in distance.so_called(document, called, marked):
        taken.update(document.indices(one.parts[0]))
        yield "scare_quotes", one
    for one in distance.scare_quotes(document, marked, nested, cues, naming):
        if taken.isdisjoint(document.indices(one.parts[0])):
            yield "scare_quotes", one
