"""Words that a lexicon lists: framing terms, indicators of a codebook, words of a dictionary that a researcher brings.

A word found is evidence for a reader, never a verdict: Entman (1993) calls a frame present by its keywords and stock
phrases, and only a reader can tell whether the article uses it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from analysis.annotation import LAYERS, NEGATION, Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.rhetoric.contexts import stands_in
from analysis.text.document import Document, Span
from analysis.text.matcher import find_terms
from analysis.text.negation import Negation

if TYPE_CHECKING:
    from analysis.lexicon.lexicon import Lexicon

_NUMBERS = frozenset(["MONEY", "PERCENT", "CARDINAL"])
_SHARES = frozenset(["MONEY", "PERCENT"])
_LARGE = re.compile(r"\d,\d{3}|\d{5}|\b(?:thousand|million|billion|trillion)", re.IGNORECASE)


def match_lexicon(
    document: Document, lexicon: Lexicon, layer: str, negation: Negation | None = None
) -> Iterator[Annotation]:
    """Yield a row of the layer for each term of a lexicon, in the role that counts there, and a ``shifter`` row for
    what denies it.

    Rule: longest match within a category, in the term's part of speech and in one of the contexts it names ("should" is
    a remedy before a verb, a reproach before a perfect); not in the name of a person or work, and not in an idiom
    ("heart attack"). One word may serve several categories. A denied term stays ("no crime" still speaks of crime). In
    the layer ``dictionary`` the label is ``NAME: CATEGORY``, the score is the entry's weight, and only the policies of
    ``analysis.lexicon.formats`` hold.

    Args:
        document: With sentences and tokens; without grammar what needs a context is not found.
        lexicon: Its categories are the labels.
        layer: ``frame``, ``dictionary``, or one of the codebooks.
        negation: What the document denies; looked for if not given.

    Raises:
        ValueError: If a term names an unknown context.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> text = "The dam should have been mended. Now the town must act, because the danger grows."
    >>> document = parse(segment(Document("d", text)))
    >>> for row in match_lexicon(document, load_lexicon("functions"), "function"):
    ...     print(row.label, text[row.start : row.end])
    moral should
    remedy must
    cause because
    problem danger
    """
    negation, role, codebook = negation or Negation(document), LAYERS[layer].counts, LAYERS[layer].codebook
    brought = codebook is not None and codebook.prefixed
    for match in find_terms(document, lexicon):
        entry = match.entry
        if not brought and not stands_in(document, match):
            continue
        label = f"{lexicon.name}: {entry.category}" if brought else entry.category
        weight = math.nan if entry.weight is None or not brought else entry.weight
        denial = negation.of(match)
        relation = f"{layer}:{label}:{match.start}" if denial else ""
        rule = lexicon.rule_id(entry)
        yield Annotation(layer, label, match.start, match.end, role, relation, score=weight, rule=rule)
        if denial:
            yield Annotation(layer, NEGATION, denial.start, denial.end, "shifter", relation, rule=denial.rule)


def find_appeals(
    document: Document, quotes: Iterable[Annotation] = (), negation: Negation | None = None
) -> Iterator[Annotation]:
    """Yield an ``indicator`` row for each sign of an appeal: to authority, evidence, numbers, emotions, religion.

    Rules: those of ``match_lexicon``; what is more, an expert (category ``source``) is an appeal to authority where
    the words are the source of a quote, but not of a plan or a wish; and a share, a sum of money or a count of a
    thousand or more is an appeal to numbers. Officials who speak for themselves are parties and no authorities.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> text = "By God, 40 percent of the three villages fled in dread, a study found."
    >>> rows = find_appeals(parse(segment(Document("d", text))))
    >>> [(row.label, text[row.start : row.end]) for row in rows]
    [('religion', 'By God'), ('number', '40 percent'), ('fear', 'dread'), ('evidence', 'study found')]
    """
    found = list(match_lexicon(document, load_lexicon("appeals"), "appeal", negation))
    numbers = list(_numbers(document))
    counted = {index for row in numbers for index in document.indices(row)}
    rows = [*numbers, *_authorities(found, _sources(quotes))]
    for row in found:
        in_number = row.label == "number" and not counted.isdisjoint(document.indices(row))
        if row.label != "source" and not in_number:  # "percent" in "40 percent"
            rows.append(row)
    bound = {row.relation for row in rows if row.role == "indicator"}
    kept = (row for row in rows if row.role == "indicator" or row.relation in bound)
    yield from sorted(kept, key=lambda row: (row.start, row.end, row.label))


def _authorities(found: Iterable[Annotation], sources: list[Span]) -> Iterator[Annotation]:
    """The first expert in each source who speaks: "the ministry's spokesman" is one authority."""
    heard: set[Span] = set()
    for row in found:
        if row.label != "source":
            continue
        source = next((span for span in reversed(sources) if span.start <= row.start < span.end), None)
        if source and source not in heard:
            heard.add(source)
            yield replace(row, label="authority", relation="")


def _sources(quotes: Iterable[Annotation]) -> list[Span]:
    """Where those stand who say, think or feel something; who only means to do it is no authority."""
    rows = [row for row in quotes if row.layer == "quote"]
    wishes = {row.relation for row in rows if row.role == "cue" and row.rule in _intentions()}
    return sorted(Span(row.start, row.end) for row in rows if row.role == "source" and row.relation not in wishes)


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
