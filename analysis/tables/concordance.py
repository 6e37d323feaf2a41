"""Key words in context: for every finding, the words around it."""

from __future__ import annotations

from bisect import bisect_right

import pandas as pd

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import Category, Entry, Lexicon, Provenance
from analysis.tables.table import build_table, check_pair, covered_text
from analysis.text.document import Document
from analysis.text.matcher import find_terms

CONCORDANCE_COLUMNS = [
    "doc_id",
    "start",
    "end",
    "sentence_id",
    "left",
    "keyword",
    "right",
    "label",
    "voice",
    "speaker",
    "rule",
]


def concordance(document: Document, rows: pd.DataFrame | str, window: int = 8) -> pd.DataFrame:
    """Key words in context: ``doc_id, start, end, sentence_id, left, keyword, right, label, voice, speaker, rule``.

    Args:
        document: The segmented document.
        rows: Rows of its annotations table, or a word or phrase to look for (``*`` and ``?`` stand for letters).
        window: Tokens shown on each side, at least 0; contexts stop at the paragraph.

    Raises:
        ValueError: If ``window`` is negative, the document has no words yet, or ``rows`` belong to another one.

    >>> from analysis.text.segment import segment
    >>> document = segment(Document("d", "The troops must leave. All troops."))
    >>> concordance(document, "troop*", window=2)[["left", "keyword", "right"]].values.tolist()
    [['The ', 'troops', ' must leave'], ['. All ', 'troops', '.']]
    """
    if not isinstance(window, int) or window < 0:
        raise ValueError(f"window must be 0 or more, got {window!r}")
    check_pair(document, build_table("", []) if isinstance(rows, str) else rows, words=True)
    if isinstance(rows, str):
        rows = build_table(document.doc_id, _search(document, rows))
    spans = list(zip(rows["start"], rows["end"], strict=True))
    sides = [_sides(document, start, end, window) for start, end in spans]
    lines = rows.assign(
        sentence_id=[document.sentence_at(start) for start, _ in spans],
        left=[left for left, _ in sides],
        keyword=covered_text(document, rows),
        right=[right for _, right in sides],
    )
    return lines[CONCORDANCE_COLUMNS].reset_index(drop=True)


def _search(document: Document, pattern: str) -> list[Annotation]:
    provenance = Provenance(("the user",), 0, "none", "typed")
    entry = Entry(pattern, "search", "glob")
    lexicon = Lexicon("search", "1", "search", provenance, {"search": Category("search", "", "")}, (entry,))
    return [
        Annotation("search", "search", match.start, match.end, "term", rule=lexicon.rule_id(entry))
        for match in find_terms(document, lexicon)
    ]


def _sides(document: Document, start: int, end: int, window: int) -> tuple[str, str]:
    paragraph = next((p for p in document.paragraphs if p.start <= start < p.end), None)
    floor, ceiling = (paragraph.start, paragraph.end) if paragraph else (start, end)
    first = bisect_right(document.starts, start) - 1
    last = bisect_right(document.starts, end - 1)
    before = document.tokens[max(first - window, 0)].start if document.tokens else start
    after = document.tokens[min(last + window, len(document.tokens)) - 1].end if document.tokens else end
    return document.text[max(before, floor) : start], document.text[end : max(min(after, ceiling), end)]
