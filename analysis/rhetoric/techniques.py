"""Candidates of persuasion techniques: words on the surface that may be a sign of one, for a reader to judge."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import Lexicon, load_lexicon
from analysis.rhetoric.contexts import stands_in
from analysis.text.document import Document, covers
from analysis.text.matcher import Match, find_terms
from analysis.text.negation import Negation

_LOADED_LANGUAGE = "loaded_language"
_NAME_CALLING = "name_calling"
_GRADED = frozenset(["exaggeration_minimisation"])  # "not merely" makes nothing smaller


def find_techniques(document: Document, negation: Negation | None = None) -> Iterator[Annotation]:
    """Yield a ``candidate`` row for each surface cue of a technique, in the order of the text.

    The labels are those of SemEval-2020 task 11 and SemEval-2023 task 3 that words show; definition, reference, unit
    and limits of each are in the lexicon's categories. Of loaded words that overlap, the longest counts; words inside a
    name (the Revolutionary Guard) do not, nor does a loaded word that labels somebody, which is name-calling. ``score``
    is set for loaded language only: how hard it is to use the word plainly, from 0 to 1.

    >>> from analysis.text.document import Document
    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "The coward Smith lied about this disgraceful sale.")))
    >>> for row in find_techniques(document):
    ...     print(row.label, document.text[row.start : row.end], row.score)
    name_calling coward nan
    loaded_language lied 0.5
    loaded_language disgraceful 1.0
    """
    techniques, loaded = load_lexicon("techniques"), load_lexicon("loaded")
    negation = negation or Negation(document)
    cues = [match for match in find_terms(document, techniques) if _counts(document, match, negation)]
    labels = [match for match in cues if match.entry.category == _NAME_CALLING]
    rows = [_row(match, match.entry.category, techniques.rule_id(match.entry), float("nan")) for match in cues]
    for match in _outermost(document, loaded):
        if not any(covers(label, match) for label in labels):
            score = 1.0 if match.entry.weight is None else float(match.entry.weight)
            rows.append(_row(match, _LOADED_LANGUAGE, loaded.rule_id(match.entry), score))
    yield from sorted(rows, key=lambda row: (row.start, row.end, row.label))


def _row(match: Match, label: str, rule: str, score: float) -> Annotation:
    return Annotation("technique", label, match.start, match.end, "candidate", score=score, rule=rule)


def _counts(document: Document, match: Match, negation: Negation) -> bool:
    graded = match.entry.category in _GRADED and (negation.of(match) or negation.is_idle(match))
    return not graded and stands_in(document, match)


def _outermost(document: Document, lexicon: Lexicon) -> Iterator[Match]:
    """The loaded words that stand in no longer one, no idiom and no name."""
    reached = -1
    for match in sorted(find_terms(document, lexicon), key=lambda match: (match.start, -match.end)):
        if match.start >= reached and not _is_named(document, match):
            reached = match.end
            if stands_in(document, match):
                yield match


def _is_named(document: Document, match: Match) -> bool:
    """Whether a word is part of a name: the Revolutionary Guard."""
    sentence = document.sentences[document.sentence_at(match.start)]
    inside = range(match.first, match.last)
    capital = all(document.forms[index][:1].isupper() for index in inside) and match.start > sentence.start
    named = any(document.tokens[index].entity or document.tokens[index].pos == "PROPN" for index in inside)
    return capital and named and not document.forms[match.first].isupper()
