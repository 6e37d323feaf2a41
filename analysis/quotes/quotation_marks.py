"""Direct quotation by its marks: what stands between them, and which parts make one quotation."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from analysis.annotation import Annotation
from analysis.text.document import Document, Span
from analysis.text.marks import MARKS, Mark, is_blank, pair_marks

_WORD = re.compile(r"\w+")
_LINE = re.compile(r"\S.*")
_DASHES = ("—", "–", "-", "--")
_LONG_INTERRUPTION = 60  # words at most between two parts of a quotation in one sentence,
_BEFORE_CAPITAL = 3  # or so many where what follows opens with a capital and may be a sentence of its own


def find_quotations(document: Document, tags: Sequence[Span] = ()) -> Iterator[Annotation]:
    """Every stretch between quotation marks, with its marks, in order; one row for each part of a quotation.

    The role is PARC3's Content (Pareti 2016); names in quotation marks and scare quotes are rows as well. Parts share a
    relation where an attribution between commas interrupts a sentence, and where each paragraph opens again and only
    the last closes. A quotation inside another has a row and a relation of its own. One that is never closed ends with
    its paragraph, or before the next that opens after an end mark; a single mark never closed is taken for an
    apostrophe unless it opens the paragraph. Marks without a word between them give no row. Without paragraphs, the
    lines of the body are taken; without sentences, nothing counts as an interruption.

    Args:
        document: With paragraphs and sentences, or without.
        tags: Words that tell who speaks, in order, in front of which a quotation that is never closed ends.

    >>> for row in find_quotations(Document("d", "“We go,” he said. “And ‘soon’, too.")):
    ...     print(row.start, row.end, row.relation, row.rule)
    0 8 quote:0 quotes.curly
    18 35 quote:18 quotes.unclosed
    23 29 quote:23 quotes.nested
    """
    text, words = document.text, [word.start() for word in _WORD.finditer(document.text)]
    found = (part for paragraph in _paragraphs(document) for part in _pairs(text, paragraph, tags))
    outer: list[Mark] = []
    rows: list[tuple[Mark, int, str]] = []
    for part in sorted(part for part in found if bisect_left(words, part.start) < bisect_left(words, part.end)):
        if outer and part.start < outer[-1].end:
            rows.append((part, part.start, part.rule if part.rule == "unclosed" else "nested"))
        else:
            outer.append(part)
    for part, first, rule in sorted([*rows, *_turns(document, outer)]):
        yield Annotation("quote", "direct", part.start, part.end, "content", f"quote:{first}", rule=f"quotes.{rule}")


def _pairs(text: str, paragraph: Span, tags: Sequence[Span]) -> Iterator[Mark]:
    """The stretches between marks; one that is never closed ends in front of the first tag in it."""
    parts = list(pair_marks(text, paragraph))
    left_open = [part for part in parts if part.rule == "unclosed"]
    tag = next((tag for tag in tags if any(part.start < tag.start and tag.end <= part.end for part in left_open)), None)
    if tag is None:
        yield from parts
    else:
        yield from pair_marks(text, Span(paragraph.start, tag.start))
        yield from pair_marks(text, Span(tag.end, paragraph.end))


def _paragraphs(document: Document) -> Iterable[Span]:
    """The paragraphs, or where there are none the lines of the body (of all the text if it has no sections)."""
    if document.paragraphs:
        return document.paragraphs
    lines = (_LINE.finditer(document.text, body.start, body.end) for body in document.bodies)
    return [Span(*line.span()) for body in lines for line in body]


def _turns(document: Document, outer: Sequence[Mark]) -> Iterator[tuple[Mark, int, str]]:
    """Each outermost stretch with the start of the first part of its quotation, and its rule."""
    again = [False, *(_reopens(document.text, *pair) for pair in pairwise(outer)), False]
    first = 0
    for n, part in enumerate(outer):
        if not (n and (again[n] or _resumes(document, outer[n - 1], part))):
            first = part.start
        continued = again[n + 1] or (again[n] and part.rule != "unclosed")
        yield part, first, "continued" if continued else part.rule


def _reopens(text: str, one: Mark, other: Mark) -> bool:
    """Whether the one is left open and the next paragraph opens with the same mark."""
    gap = text[one.end : other.start]
    same = one.rule == "unclosed" and text[one.start] == text[other.start]
    return same and "\n" in gap and all(map(is_blank, gap))


def _resumes(document: Document, one: Mark, other: Mark) -> bool:
    """Whether only an attribution between two commas, or words between two dashes, part the two in one sentence."""
    sentence = document.sentence_at(other.start)
    apart = sentence < 0 or document.sentences[sentence].start >= one.end
    if apart or one.rule == "unclosed" or one.kind != other.kind:
        return False
    gap, marks = document.text[one.end : other.start], "".join(MARKS)
    before, after = (document.text[part.start : part.end].strip(marks) for part in (one, other))
    return 1 <= len(_WORD.findall(gap)) <= _longest(before, gap.strip(), after)


def _longest(before: str, gap: str, after: str) -> int:
    """How many words may interrupt a quotation between two of its parts; 0 where no commas or dashes set them off."""
    comma, dash = before.endswith(",") or gap.startswith(","), before.endswith(_DASHES) or gap.startswith(_DASHES)
    goes_on, ended = after[:1].islower(), before.rstrip("-—– ").endswith((".", "?", "!"))
    dashed = gap.endswith(_DASHES) and ((dash and not ended) or (comma and goes_on))
    if not dashed and not (comma and gap.endswith(",")):
        return 0
    return _LONG_INTERRUPTION if goes_on or dashed else _BEFORE_CAPITAL
