"""Engagement and graduation: how sure a voice sounds, what room it leaves for others, how far it turns things up.

Engagement is open to other views (hedge, acknowledge, distance) or closes on them (booster, endorse, deny, counter);
graduation raises (intensifier) or lowers (minimiser). Martin & White (2005), *The Language of Evaluation*; hedges and
boosters after Hyland (2005), *Metadiscourse*.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import Lexicon, load_lexicon
from analysis.rhetoric.contexts import stands_in
from analysis.text.document import Document, Span, covers
from analysis.text.matcher import Match, find_terms
from analysis.text.negation import Negation

_TURNED = {"booster": "hedge", "intensifier": "minimiser"}  # "not certain", "not very"
_IDLE = "idle"
_COUNTED = frozenset(["NOUN", "NUM"])
_WARY = frozenset(["hedge", "distance"])


def find_engagement(
    document: Document, quotes: Iterable[Annotation] = (), negation: Negation | None = None
) -> Iterator[Annotation]:
    """Yield a ``marker`` row for each marker of engagement or graduation, in text order.

    Rules: a marker counts where its part of speech and its context fit (``analysis.rhetoric.contexts``) and no longer
    marker or ``idle`` phrase holds it. Each negator is a ``deny``, unless it denies nothing ("not only"). A booster
    that is denied is a hedge ("not certain"), an intensifier a minimiser ("not very"); both rows share a
    relation. The cue of a quote is an ``acknowledge``, ``distance`` or ``endorse`` by its class, and shares the quote's
    relation; a marker of our own at the same place wins ("I think" is a hedge).

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> text = "In May 2020 it may have been very cold, but not damp."
    >>> for row in find_engagement(parse(segment(Document("d", text)))):
    ...     print(row.label, text[row.start : row.end])
    hedge may
    intensifier very
    counter but
    deny not
    """
    lexicon, negation = load_lexicon("engagement"), negation or Negation(document)
    markers = list(_outermost(match for match in find_terms(document, lexicon) if stands_in(document, match)))
    rows = [_row(document, lexicon, match, negation) for match in markers]
    rows += _denied(negation, markers, {row.relation for row in rows})
    rows += _attributed(document, quotes, markers, negation)
    yield from sorted(rows, key=lambda row: (row.start, row.end, row.label))


def _denied(negation: Negation, markers: Sequence[Match], turned: Container[str]) -> Iterator[Annotation]:
    """A row for each negator that stands in no marker ("by no means"); with a relation where it turns one round."""
    for match in negation.negators:
        if not _is_inside(match, markers):
            relation = f"engagement:{match.start}" if f"engagement:{match.start}" in turned else ""
            rule = negation.rule_of(match)
            yield Annotation("engagement", "deny", match.start, match.end, "marker", relation, rule=rule)


def _outermost(matches: Iterable[Match]) -> Iterator[Match]:
    """The matches that no longer one holds, and no idle one; two labels may share the same words."""
    last: Match | None = None
    for match in sorted(matches, key=lambda match: (match.start, -match.end, match.entry.category != _IDLE)):
        if last and covers(last, match) and (last.entry.category == _IDLE or not covers(match, last)):
            continue
        last = match
        if match.entry.category != _IDLE:
            yield match


def _is_inside(span: Span, spans: Sequence[Span]) -> bool:
    """Whether one of some spans, which are in order, holds the start of a span."""
    at = bisect_right(spans, span.start, key=lambda one: one.start) - 1
    return at >= 0 and span.start < spans[at].end


def _row(document: Document, lexicon: Lexicon, match: Match, negation: Negation) -> Annotation:
    label, relation = match.entry.category, ""
    counted = document.tokens[match.first].pos in _COUNTED  # "need no billions" makes nothing smaller
    if label in _TURNED and not counted and (denial := negation.of(match)):
        label, relation = _TURNED[label], f"engagement:{denial.start}"
    return Annotation(
        "engagement", label, match.start, match.end, "marker", relation, rule=lexicon.rule_id(match.entry)
    )


@lru_cache(maxsize=1)
def _classes() -> Mapping[str, tuple[str, frozenset[str]]]:
    """For each cue, by its rule, the label of its class and the constructions in which it has it (none: in all)."""
    cues = load_lexicon("reporting")
    named = {cue: category for category in load_lexicon("engagement").categories.values() for cue in category.cues}
    return {
        cues.rule_id(cue): (label.name, frozenset(label.constructions))
        for cue in cues.entries
        if (label := named.get(cue.category))
    }


def _attributed(
    document: Document, quotes: Iterable[Annotation], markers: Sequence[Match], negation: Negation
) -> Iterator[Annotation]:
    """A row for the cue of each quote, at the words its relation names; a cue in parts counts once.

    None for a cue that is denied ("this is not to say"); and what is only wished or supposed is not vouched for ("needs
    to show", "may prove").
    """
    quotes, classes = [row for row in quotes if row.layer == "quote"], _classes()
    built = {row.relation: row.rule for row in quotes if row.role == "content"}
    for row in quotes:
        if row.role != "cue" or row.rule not in classes:
            continue
        (label, constructions), head = classes[row.rule], _head(row)
        if constructions and built.get(row.relation, "") not in constructions:
            continue
        if not row.start <= head < row.end or _is_inside(Span(head, head), markers):
            continue
        if negation.of(Span(head, head + 1)) is None and (label != "endorse" or _is_asserted(document, head, markers)):
            yield Annotation("engagement", label, row.start, row.end, "marker", row.relation, rule=row.rule)


def _is_asserted(document: Document, start: int, markers: Sequence[Match]) -> bool:
    """Whether the verb at a place is under no modal, no infinitive and no word that keeps away from it ("purportedly
    shows")."""
    wary = {at for one in markers if one.entry.category in _WARY for at in range(one.first, one.last)}
    below = (one for at in document.indices(Span(start, start + 1)) for one in document.children[at])
    return not any(one in wary or document.tokens[one].tag in {"MD", "TO"} for one in below)


def _head(row: Annotation) -> int:
    """Where the word stands from which a quote's relation has its name; the row's own start if it names none."""
    place = row.relation.rpartition(":")[2]
    return int(place) if place.isdecimal() else row.start
