"""Framing terms: words that may open a frame, found by lexicon. Candidates for a reader to judge, never a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.annotation import Annotation
from analysis.rhetoric.contexts import stands_in
from analysis.text.matcher import find_terms
from analysis.text.negation import Negation, term_rows

if TYPE_CHECKING:
    from analysis.lexicon.lexicon import Lexicon
    from analysis.text.document import Document


def match_frames(document: Document, lexicon: Lexicon, negation: Negation | None = None) -> Iterator[Annotation]:
    """Yield a ``term`` row for each framing term, and a ``shifter`` row for what denies it.

    Rule: longest match within each frame; one word may serve several frames (Entman 1993: a frame is made present by
    keywords and stock phrases). A term in the name of a person or work does not count, nor does an idiom ("heart
    attack"). A denied term still evokes its frame, so it stays, with what denies it beside it.

    >>> from analysis.lexicon.lexicon import load_lexicon
    >>> from analysis.text.document import Document
    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "They want no sanctions.")))
    >>> rows = list(match_frames(document, load_lexicon("frames")))
    >>> sorted({(row.role, document.text[row.start:row.end]) for row in rows})
    [('shifter', 'no'), ('term', 'sanctions')]
    """
    negation = negation or Negation(document)
    for match in find_terms(document, lexicon):
        if stands_in(document, match):
            yield from term_rows("frame", match.entry.category, "term", match, negation, lexicon.rule_id(match.entry))
