"""Persuasion techniques with surface cues, as candidates: what a coder should look at, never a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import Lexicon, load_lexicon
from analysis.rhetoric.devices.rhetorical_questions import first_word
from analysis.rhetoric.labelling import labels_somebody
from analysis.rhetoric.repeated_words import repetitions
from analysis.text.document import Span
from analysis.text.marks import MARKS
from analysis.text.matcher import Match, find_terms
from analysis.text.negation import Negation

if TYPE_CHECKING:
    from analysis.text.document import Document

TECHNIQUES = (
    "appeal_to_authority", "appeal_to_fear", "appeal_to_values", "causal_oversimplification", "doubt",
    "exaggeration_minimisation", "flag_waving", "loaded_language", "name_calling", "repetition", "slogan",
    "whataboutism",
)  # fmt: skip
_IDIOM = "idiom"  # the note of a phrase that only keeps the words inside it from being found
_BETWEEN = 3  # words between what links to a value and the value
_GRADED = frozenset(["exaggeration_minimisation"])  # "not merely" makes nothing smaller
_REACH = 7  # words between a superlative and what makes it boundless
_SUPERLATIVES = frozenset(["JJS", "RBS"])
_MARKS = frozenset("".join(MARKS))
_CHARGED = 0.5  # weight from which a loaded word is charged enough for its repetition to count


def find_techniques(
    document: Document,
    techniques: Lexicon | None = None,
    loaded: Lexicon | None = None,
    negation: Negation | None = None,
) -> Iterator[Annotation]:
    """Yield a ``candidate`` row for each surface cue of a technique, in the order of the text.

    The labels are those of SemEval-2020 task 11 and SemEval-2023 task 3; definition, reference, unit and limits of each
    are in the lexicon's categories. ``score`` is set for loaded language only: how hard it is to use the word plainly,
    from 0 to 1. The places of one repetition share a relation. Techniques that no rule finds are told by
    ``undetected_techniques``.

    Args:
        document: With sentences and tokens; without grammar, cues that need it are not found.
        techniques: Cues, ``load_lexicon("techniques")`` if not given.
        loaded: Loaded words, ``load_lexicon("loaded")`` if not given.
        negation: What the document denies; looked for if not given.

    >>> from analysis.text.document import Document
    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "They fight in the name of freedom, the thug lied.")))
    >>> for row in find_techniques(document):
    ...     print(row.label, document.text[row.start : row.end], row.score)
    appeal_to_values in the name of freedom nan
    name_calling thug nan
    loaded_language thug 1.0
    loaded_language lied 0.5
    """
    techniques = load_lexicon("techniques") if techniques is None else techniques
    loaded = load_lexicon("loaded") if loaded is None else loaded
    negation = negation or Negation(document)
    words = list(_loaded(document, loaded))
    matches = list(find_terms(document, _looked_for(techniques)))
    found = [
        *_cues(document, techniques, matches, negation),
        *_values(document, techniques, matches),
        *(r for _, r in words),
    ]
    weak = techniques.terms.get("repetition", frozenset())
    charged = [match.last - 1 for match, row in words if row.score >= _CHARGED]
    for number, figure in enumerate(repetitions(document, weak, charged)):
        relation = f"technique:repetition:{figure.parts[0].start}:{number}"
        rule = f"techniques.{figure.rule}"
        found += [_row("repetition", part, rule, relation) for part in figure.parts]
    yield from sorted(found, key=lambda row: (row.start, row.end, TECHNIQUES[::-1].index(row.label)))


def undetected_techniques(techniques: Lexicon | None = None) -> dict[str, str]:
    """Techniques of the standard lists that no rule finds, each with what it is and why.

    >>> undetected_techniques()["straw man"]
    'An argument is replaced by a weaker one and that is refuted: both must be known.'
    """
    techniques = load_lexicon("techniques") if techniques is None else techniques
    return {entry.term: entry.note for entry in techniques.entries if entry.category == "undetected"}


@lru_cache(maxsize=8)
def _looked_for(lexicon: Lexicon) -> Lexicon:
    """The lexicon without the words that are not to be found in a text."""
    left_out = {"repetition", "undetected"}
    return replace(lexicon, entries=tuple(entry for entry in lexicon.entries if entry.category not in left_out))


def _row(label: str, span: Span, rule: str, relation: str = "", score: float = float("nan")) -> Annotation:
    return Annotation("technique", label, span.start, span.end, "candidate", relation, score=score, rule=rule)


def _cues(document: Document, lexicon: Lexicon, matches: Iterable[Match], negation: Negation) -> Iterator[Annotation]:
    """Words and phrases that are cues by themselves, or in the place that their note asks for."""
    for match in matches:
        if match.entry.category in TECHNIQUES and _fits(document, match, negation):
            score = match.entry.weight if match.entry.category == "loaded_language" else None
            span = Span(match.start, match.end)
            rule = lexicon.rule_id(match.entry)
            yield _row(match.entry.category, span, rule, score=float("nan") if score is None else score)


def _fits(document: Document, match: Match, negation: Negation) -> bool:
    note = match.entry.note
    if note == _IDIOM:
        return False
    if match.entry.category in _GRADED and (negation.of(match) or negation.is_idle(match)):
        return False
    if note == "person":
        return labels_somebody(document, match.last - 1)
    if note in {"first", "argument"}:
        at = document.sentence_at(match.start)
        opens = match.first <= first_word(document, at) < match.last or _opens_quote(document, match)
        return opens and not (note == "argument" and _stands_alone(document, document.sentences[at]))
    if note == "superlative":
        sentence = document.sentences[document.sentence_at(match.start)]
        before = range(max(document.indices(sentence)[0], match.first - _REACH), match.first)
        return any(document.tokens[index].tag in _SUPERLATIVES for index in before)
    return True


def _opens_quote(document: Document, match: Match) -> bool:
    before = match.first - 1
    return before >= 0 and document.forms[before] in _MARKS and document.tokens[before].end == match.start


def _stands_alone(document: Document, sentence: Span) -> bool:
    """Whether a sentence is a paragraph of its own with another below it, as a heading is."""
    return any(sentence.start <= one.start and one.end <= sentence.end for one in document.paragraphs[:-1])


def _values(document: Document, lexicon: Lexicon, matches: Sequence[Match]) -> Iterator[Annotation]:
    """A value soon after a word that makes it the ground of an act."""
    links = {match.last: match for match in matches if match.entry.category == "linking"}
    for match in (match for match in matches if match.entry.category == "value"):
        for last in range(match.first, match.first - _BETWEEN - 1, -1):
            link = links.get(last)
            if link and document.sentence_at(link.start) == document.sentence_at(match.start):
                yield _row("appeal_to_values", Span(link.start, match.end), lexicon.rule_id(link.entry))
                break


def _is_named(document: Document, match: Match) -> bool:
    """Whether a word is part of a name: the Revolutionary Guard."""
    sentence = document.sentences[document.sentence_at(match.start)]
    inside = range(match.first, match.last)
    capital = all(document.forms[index][:1].isupper() for index in inside) and match.start > sentence.start
    named = any(document.tokens[index].entity or document.tokens[index].pos == "PROPN" for index in inside)
    return capital and named and not document.forms[match.first].isupper()


def _loaded(document: Document, lexicon: Lexicon) -> Iterator[tuple[Match, Annotation]]:
    """Loaded words; of those that overlap in two categories, the longest, and of equals the first."""
    reached = -1
    for match in sorted(find_terms(document, lexicon), key=lambda match: (match.start, -match.end)):
        if match.start >= reached and not _is_named(document, match):
            reached = match.end
            if match.entry.note == _IDIOM:
                continue
            score = 1.0 if match.entry.weight is None else float(match.entry.weight)
            rule = lexicon.rule_id(match.entry)
            yield match, _row("loaded_language", Span(match.start, match.end), rule, score=score)
