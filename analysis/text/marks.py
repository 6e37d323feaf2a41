"""Pairs of quotation marks: which marks open, which close, and which are apostrophes, inches or code.

A mark is judged by its neighbours, not by counting, so that one missing mark spoils one paragraph at most.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from analysis.text.document import Span

# Mark: the kind it pairs with, the side its shape says (o opens, c closes, "" says nothing), the rule named after it.
MARKS = {
    "“": ("double", "o", "curly"), "”": ("double", "c", "curly"), '"': ("double", "", "straight"),
    "‘‘": ("double", "o", "curly"), "’’": ("double", "c", "curly"), "„": ("double", "o", "low"),
    "``": ("double", "o", "straight"), "''": ("double", "", "straight"), "‚": ("single", "o", "single"),
    "‘": ("single", "o", "single"), "’": ("single", "c", "single"), "'": ("single", "", "single"),
    "«": ("guillemet", "o", "guillemets"), "»": ("guillemet", "c", "guillemets"), "`": ("single", "o", "single"),
    "‹": ("thin", "o", "guillemets"), "›": ("thin", "c", "guillemets"), "「": ("corner", "o", "corner"),
    "」": ("corner", "c", "corner"), "『": ("hollow", "o", "corner"), "』": ("hollow", "c", "corner"),
    "《": ("title", "o", "corner"), "》": ("title", "c", "corner"), "““": ("double", "o", "curly"),
    "””": ("double", "c", "curly"),
}  # fmt: skip
_TWICE = [rf"{mark}(?!{mark[0]}(?!\w))" for mark in MARKS if len(mark) == 2]  # of three that close, one is single
_MARK = re.compile("|".join(["</?[a-zA-Z][^<>]*>", *_TWICE, *(mark for mark in MARKS if len(mark) == 1)]))  # or a tag
_BEFORE = {*MARKS, *"([{¿¡—–-/"}  # what may stand before an opening mark, besides a blank
_DEEPEST = 20  # stretches inside one another: no writer goes so far, and each word would be looked at for each of them
_ALONE = re.compile(r"\d\ds?\b|\w['’](?!\w)")  # after an apostrophe: ’90s, the class of ’16, rock ’n’ roll
_ELIDED = re.compile(r"(?:\b\w{1,2}|[sS]|[iI]n)$")  # soldiers’, n’, o’, goin’


class Mark(NamedTuple):
    """A mark that may open (``sides`` has o), close (c), or close, elide or mean inches (d); or a stretch it opens."""

    start: int
    end: int
    kind: str
    rule: str
    sides: str


def pair_marks(text: str, paragraph: Span) -> Iterator[Mark]:
    """The stretches between marks, each as its opening mark with the end of the stretch; they nest, but not deeper than
    twenty, or are disjoint."""
    end = end_before(text, paragraph.end)
    stack: list[Mark] = []
    opened: Counter[str] = Counter()
    for mark in _settled(_marks(text, paragraph)):
        paired = opened[mark.kind] and (mark.kind != "single" or stack[-1].kind == "single")
        if "c" in mark.sides and paired:
            while (opener := stack.pop()).kind != mark.kind:
                opened[opener.kind] -= 1
                yield from _unclosed(text, opener, min(opener.end, mark.start), paragraph)
            opened[opener.kind] -= 1
            yield opener._replace(end=mark.end)
        elif "o" in mark.sides and len(stack) < _DEEPEST:
            if stack and stack[-1].kind == mark.kind and text[end_before(text, mark.start) - 1] in ".!?…":
                stack[-1] = stack[-1]._replace(end=min(stack[-1].end, mark.start))
            stack.append(mark._replace(end=end))
            opened[mark.kind] += 1
    for opener in stack:
        yield from _unclosed(text, opener, opener.end, paragraph)


def _unclosed(text: str, opener: Mark, end: int, paragraph: Span) -> Iterator[Mark]:
    """An opening mark left alone; a single one counts only where it opens the paragraph, else it elides (’em)."""
    if opener.kind != "single" or opener.start == paragraph.start:
        yield opener._replace(end=end_before(text, end), rule="unclosed")


def _settled(marks: Iterable[Mark]) -> list[Mark]:
    """Doubtful marks close, unless the next sure mark of their kind does: ‘the soldiers’ families’."""
    settled: list[Mark] = []
    after: dict[str, str] = {}
    for mark in reversed(list(marks)):
        if mark.sides != "d":
            after[mark.kind] = mark.sides
            settled.append(mark)
        elif after.get(mark.kind) != "c":
            settled.append(mark._replace(sides="c"))
    return settled[::-1]


def _marks(text: str, paragraph: Span) -> Iterator[Mark]:
    """The marks of a paragraph that may quote, judged by the characters beside them."""
    for found in _MARK.finditer(text, paragraph.start, paragraph.end):
        start, end = found.span()
        left = text[start - 1] if start > paragraph.start else ""
        right = text[end] if end < paragraph.end else ""
        kind, shape, rule = MARKS.get(found[0], ("tag", "", ""))
        if kind == "tag" or (left.isalnum() and right.isalnum() and (kind == "single" or not shape)):
            continue  # <a href="…">, Iran’s, 5'10", צה"ל
        if sides := _sides(text, start, end, kind, shape, _beside(left, right)):
            yield Mark(start, end, kind, rule, sides)


def _beside(left: str, right: str) -> str:
    """Whether the neighbours of a mark say that it opens (o), closes (c) or nothing; empty at an end of the text."""
    opens = not left or ((is_blank(left) or left in _BEFORE) and not is_blank(right))
    closes = not right or not (is_blank(left) or right.isalnum())
    return "" if opens == closes else "o" if opens else "c"


def _sides(text: str, start: int, end: int, kind: str, shape: str, beside: str) -> str:
    """What a mark of this shape may do between neighbours that say it opens (o), closes (c) or say nothing.

    A single mark follows its neighbours and may be an apostrophe. A double one follows its shape; where the neighbours
    gainsay it, as in »Wort«, it may do either.
    """
    if kind == "single":
        side = beside or shape
        if side == "o" and (shape == "c" or _ALONE.match(text, end)):
            return ""
        elides = _ELIDED.search(text, max(0, start - 4), start) is not None
        doubtful = side == "c" and elides and text[end : end + 1].isspace()
    else:
        side = "oc" if shape and beside not in ("", shape) else shape or beside or "oc"
        doubtful = beside == "c" and text[start - 1].isdigit()
    return "d" if doubtful else side


def holder(outer: Sequence[Span], place: int) -> int:
    """Which of some stretches, sorted and disjoint, holds a place; -1 if none.

    >>> holder([Span(2, 5), Span(7, 9)], 8)
    1
    """
    at = bisect_right(outer, place, key=lambda span: span.start) - 1
    return at if at >= 0 and place < outer[at].end else -1


def is_blank(character: str) -> bool:
    """Whether nothing is seen of a character: blanks, controls, zero-width marks."""
    return character <= " " or not character.isprintable()


def end_before(text: str, end: int) -> int:
    """Where the text before ``end`` ends, without blanks."""
    while end and is_blank(text[end - 1]):
        end -= 1
    return end
