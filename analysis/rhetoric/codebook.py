"""Codebooks: categories whose indicators are words, some of them only in a context of grammar.

One rule serves Entman's framing functions, the appeals, the questions of the generic frames and the policy frames:
each is a lexicon, and the lexicon's ``kind`` names the layer. An indicator is evidence for a reader, never a verdict.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from analysis.annotation import LAYERS, Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.rhetoric.contexts import stands_in
from analysis.text.document import Document, Span
from analysis.text.matcher import find_terms
from analysis.text.negation import Negation, term_rows

if TYPE_CHECKING:
    from analysis.lexicon.lexicon import Lexicon

_ASIDE = frozenset(["poss", "relcl", "acl"])
CODEBOOK_LAYERS = tuple(name for name, layer in LAYERS.items() if layer.counts == "indicator")
_NUMBERS = frozenset(["MONEY", "PERCENT", "CARDINAL"])
_SHARES = frozenset(["MONEY", "PERCENT"])
_LARGE = re.compile(r"\d,\d{3}|\d{5}|\b(?:thousand|million|billion|trillion)", re.IGNORECASE)


def match_codebook(document: Document, lexicon: Lexicon, negation: Negation | None = None) -> Iterator[Annotation]:
    """Yield an ``indicator`` row for each term of a codebook, and a ``shifter`` row for what denies it.

    Rule: longest match within a category, in the term's part of speech and in one of the contexts it names
    ("should" is a remedy before a verb, a reproach before a perfect). One word may serve several categories. A denied
    indicator stays, with what denies it beside it ("no crime" still speaks of crime).

    Args:
        document: With sentences and tokens; without grammar what needs a context is not found.
        lexicon: A codebook; its ``kind`` is one of ``CODEBOOK_LAYERS``. Terms ``LAYER:LABEL`` are no words: they name
            rows of other layers that count as evidence (``analysis.tables.evidence``).
        negation: What the document denies; looked for if not given.

    Raises:
        ValueError: If the lexicon is of another kind, or a term names an unknown context.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> text = "The dam should have been mended. Now the town must act, because the danger grows."
    >>> document = parse(segment(Document("d", text)))
    >>> for row in match_codebook(document, load_lexicon("functions")):
    ...     print(row.label, text[row.start : row.end])
    moral should
    remedy must
    cause because
    problem danger
    """
    if lexicon.kind not in CODEBOOK_LAYERS:
        raise ValueError(f"lexicon must be of kind {', '.join(CODEBOOK_LAYERS)}, got {lexicon.kind!r} ({lexicon.name})")
    negation = negation or Negation(document)
    for match in find_terms(document, lexicon):
        if not stands_in(document, match):
            continue
        label, rule = match.entry.category, lexicon.rule_id(match.entry)
        yield from term_rows(lexicon.kind, label, "indicator", match, negation, rule)


def find_appeals(
    document: Document,
    quotes: Iterable[Annotation] = (),
    lexicon: Lexicon | None = None,
    negation: Negation | None = None,
) -> Iterator[Annotation]:
    """Yield an ``indicator`` row for each sign of an appeal: to authority, evidence, numbers, emotions, religion.

    Rules: those of ``match_codebook``; what is more, an expert (category ``source``) is an appeal to authority where
    the words are the source of a quote, but not of a plan or a wish; and a share, a sum of money or a count of a
    thousand or more is an appeal to numbers. Officials who speak for themselves are parties and no authorities.

    Args:
        document: With grammar, which tells numbers from dates.
        quotes: Rows of the layer ``quote``; without them nobody is an authority by what he says.
        lexicon: ``load_lexicon("appeals")`` if not given.
        negation: What the document denies; looked for if not given.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> text = "By God, 40 percent of the three villages fled in dread, a study found."
    >>> rows = find_appeals(parse(segment(Document("d", text))))
    >>> [(row.label, text[row.start : row.end]) for row in rows]
    [('religion', 'By God'), ('number', '40 percent'), ('fear', 'dread'), ('evidence', 'study found')]
    """
    lexicon = load_lexicon("appeals") if lexicon is None else lexicon
    sources = _sources(quotes)
    rows = list(_numbers(document))
    counted = {index for row in rows for index in document.indices(Span(row.start, row.end))}
    heard: set[int] = set()
    for row in match_codebook(document, lexicon, negation):
        if row.label == "number" and counted.intersection(document.indices(Span(row.start, row.end))):
            continue  # "percent" in "40 percent"
        at = bisect_right(sources, (row.start, len(document.text))) - 1
        if row.label != "source":
            rows.append(row)
            continue
        inside = row.role == "indicator" and at >= 0 and row.start < sources[at][1]
        if inside and at not in heard and _speaks(document, row, sources[at]):
            heard.add(at)  # "the ministry's spokesman" is one authority
            rows.append(Annotation("appeal", "authority", row.start, row.end, "indicator", rule=row.rule))
    bound = {row.relation for row in rows if row.role == "indicator"}
    kept = (row for row in rows if row.role == "indicator" or row.relation in bound)
    yield from sorted(kept, key=lambda row: (row.start, row.end, row.label))


def _speaks(document: Document, row: Annotation, source: tuple[int, int]) -> bool:
    """Whether a noun in a source is who speaks, not whose ("the president's critics") nor in a clause about him."""
    index, below = document.indices(Span(row.start, row.end))[-1], -1
    while 0 <= index != below and source[0] <= document.tokens[index].start < source[1]:
        if document.tokens[index].dep in _ASIDE:
            return False
        index, below = document.tokens[index].head, index
    return True


def _sources(quotes: Iterable[Annotation]) -> list[tuple[int, int]]:
    """Where those stand who say, think or feel something; who only means to do it is no authority."""
    rows = [row for row in quotes if row.layer == "quote"]
    wishes = {row.relation for row in rows if row.role == "cue" and row.rule in _intentions()}
    return sorted((row.start, row.end) for row in rows if row.role == "source" and row.relation not in wishes)


@lru_cache(maxsize=1)
def _intentions() -> frozenset[str]:
    cues = load_lexicon("reporting")
    return frozenset(cues.rule_id(entry) for entry in cues.entries if entry.category == "intention")


def _numbers(document: Document) -> Iterator[Annotation]:
    """A row for each share, sum of money, and count of a thousand or more."""
    first = 0
    while first < len(document.tokens):
        entity, last = document.tokens[first].entity, first + 1
        if entity in _NUMBERS:
            while last < len(document.tokens) and document.tokens[last].entity == entity:
                last += 1
            start, end = document.tokens[first].start, document.tokens[last - 1].end
            if entity in _SHARES or _LARGE.search(document.text[start:end]):
                rule = "appeals.share" if entity in _SHARES else "appeals.count"
                yield Annotation("appeal", "number", start, end, "indicator", rule=rule)
        first = last
