"""Devices by form: figures of speech that words, grammar and marks show. What they are for, form cannot tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import Lexicon, load_lexicon
from analysis.rhetoric.contexts import stands_in
from analysis.rhetoric.devices.antithesis import antitheses
from analysis.rhetoric.devices.members import Figure, is_spoken
from analysis.rhetoric.devices.parallel_openings import anaphoras
from analysis.text.document import Span, Word
from analysis.text.grammar import VERBAL
from analysis.text.matcher import Match, find_terms

if TYPE_CHECKING:
    from analysis.text.document import Document

_Matches: TypeAlias = Mapping[str, list[Match]]
DEVICES = ("anaphora", "antithesis", "euphemism", "rhetorical_question")
_LOOKED_FOR = frozenset(["euphemism", "rhetorical_question"])
_OPENERS = frozenset(["and", "but", "so"])  # before a question that is answered at once
_FEW = 8  # tokens of such an answer


def find_devices(document: Document, quotes: Iterable[Annotation] = ()) -> Iterator[Annotation]:
    """Yield a ``part`` row for each part of each device, in the order of the text; the parts of one share a relation.

    The label is the device, and ``rule`` names the form (``devices.antithesis_not_but``) or the term of the lexicon
    that found it; definition, reference, unit and limits of each are in the lexicon's categories. Without grammar, only
    what words and marks show is found.

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
    lexicon = load_lexicon("devices")
    speech = _speech_rules()
    said = [row for row in rows if row.role == "cue" and (row.rule in speech or row.rule.startswith("quotes."))]
    cues = frozenset(index for row in said for index in document.indices(row))
    words = _matches(document, lexicon)
    emphatic, weak = lexicon.terms["anaphora"], lexicon.terms["weak_opening"]
    found = [
        *(("anaphora", one) for one in anaphoras(document, emphatic, weak, cues)),
        *(("antithesis", one) for one in antitheses(document, _opposites(lexicon), lexicon.terms["additive"])),
        *(("euphemism", _figure(match, lexicon)) for match in words["euphemism"]),
        *_asking(document, words, cues, lexicon.terms["asking"]),
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


def _matches(document: Document, lexicon: Lexicon) -> _Matches:
    """The words and phrases of each category that stand in the text, in a context of theirs."""
    found: defaultdict[str, list[Match]] = defaultdict(list)
    for match in find_terms(document, _looked_for(lexicon)):
        if stands_in(document, match):
            found[match.entry.category].append(match)
    return found


@lru_cache(maxsize=1)
def _looked_for(lexicon: Lexicon) -> Lexicon:
    """The lexicon without the words that only serve a form."""
    return replace(lexicon, entries=tuple(entry for entry in lexicon.entries if entry.category in _LOOKED_FOR))


def _figure(match: Match, lexicon: Lexicon) -> Figure:
    return Figure((Span(match.start, match.end),), lexicon.rule_id(match.entry))


@lru_cache(maxsize=1)
def _opposites(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    return {entry.term: entry.opposites for entry in lexicon.entries if entry.opposites}


@lru_cache(maxsize=1)
def _speech_rules() -> frozenset[str]:
    """The rules of the cues that tell what is said, not what is meant or wanted."""
    cues = load_lexicon("reporting")
    return frozenset(cues.rule_id(e) for e in cues.entries if e.category not in {"belief", "intention", "evaluative"})


def _asking(
    document: Document, words: _Matches, cues: Collection[int], verbs: Collection[str]
) -> Iterator[tuple[str, Figure]]:
    """Rhetorical questions (Han 2002; Ilie 1994): those that open with words that assert, or hold a word of disbelief,
    and those that are answered at once; one in a sentence in which somebody asks is none."""
    asked = {document.words[index].sentence for index in cues if document.lemmas[index] in verbs}
    opened = {document.sentence_at(match.start) for match in words["rhetorical_question"]}
    sentences = [document.words[place.start : place.stop] for place in map(document.indices, document.sentences)]
    for number, (sentence, after) in enumerate(pairwise([*sentences, ()])):
        marks, spoken = [word for word in sentence[-3:] if "?" in word.text], [*filter(is_spoken, sentence)]
        rule = "opening" if number in opened else "answered" if _is_answered(spoken, after) else ""
        if marks and spoken and rule and number not in asked:
            parts = (Span(spoken[0].start, marks[-1].end),)
            yield "rhetorical_question", Figure(parts, f"rhetorical_question_{rule}")


def _is_answered(question: Sequence[Word], after: Sequence[Word]) -> bool:
    """Whether the one who asks, after "and", "but" or "so", gives the answer at once in a few words without a verb."""
    opens = [word.lower in _OPENERS for word in question[:1]] == [True]
    return opens and 0 < len(after) <= _FEW and all(word.pos not in VERBAL for word in after)
