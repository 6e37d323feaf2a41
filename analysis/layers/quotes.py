"""Direct quotation by its marks, and whose voice each sentence is in.

A mark is judged by its neighbours, not by counting, so that one missing mark spoils one paragraph at most.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from analysis.layers.annotation import Annotation
from analysis.text.document import Document, Span

# Mark: the kind it pairs with, the side its shape says (o opens, c closes, "" says nothing), the rule named after it.
_MARKS = {
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
_TWICE = [rf"{mark}(?!{mark[0]}(?!\w))" for mark in _MARKS if len(mark) == 2]  # of three that close, one is single
_MARK = re.compile("|".join(["</?[a-zA-Z][^<>]*>", *_TWICE, *(mark for mark in _MARKS if len(mark) == 1)]))  # or a tag
_BEFORE = {*_MARKS, *"([{¿¡—–-/"}  # what may stand before an opening mark, besides a blank
_ALONE = re.compile(r"\d\ds?\b|\w['’](?!\w)")  # after an apostrophe: ’90s, the class of ’16, rock ’n’ roll
_ELIDED = re.compile(r"(?:\b\w{1,2}|[sS]|[iI]n)$")  # soldiers’, n’, o’, goin’
_WORD = re.compile(r"\w+")
_LINE = re.compile(r"\S.*")
_INTERRUPTION = 15  # words at most between two parts of a quotation,
_BEFORE_CAPITAL = 3  # or so many where what follows opens with a capital and may be a sentence of its own


class _Mark(NamedTuple):
    """A mark that may open (``sides`` has o), close (c), or close, elide or mean inches (d); or a stretch it opens."""

    start: int
    end: int
    kind: str
    rule: str
    sides: str


def find_quotations(document: Document) -> Iterator[Annotation]:
    """Every stretch between quotation marks, with its marks, in order; one row for each part of a quotation.

    The role is PARC3's Content (Pareti 2016); names in quotation marks and scare quotes are rows as well. Parts share a
    relation where an attribution between commas interrupts a sentence, and where each paragraph opens again and only
    the last closes. A quotation inside another has a row and a relation of its own. One that is never closed ends with
    its paragraph, or before the next that opens after an end mark; a single mark never closed is taken for an
    apostrophe unless it opens the paragraph. Marks without a word between them give no row. Without paragraphs, the
    lines of the body are taken; without sentences, nothing counts as an interruption.

    >>> for row in find_quotations(Document("d", "“We go,” he said. “And ‘soon’, too.")):
    ...     print(row.start, row.end, row.relation, row.rule)
    0 8 quote:0 quotes.curly
    18 35 quote:18 quotes.unclosed
    23 29 quote:23 quotes.nested
    """
    text, words = document.text, [word.start() for word in _WORD.finditer(document.text)]
    found = (part for paragraph in _paragraphs(document) for part in _paired(text, paragraph))
    outer: list[_Mark] = []
    rows: list[tuple[_Mark, int, str]] = []
    for part in sorted(part for part in found if bisect_left(words, part.start) < bisect_left(words, part.end)):
        if outer and part.start < outer[-1].end:
            rows.append((part, part.start, part.rule if part.rule == "unclosed" else "nested"))
        else:
            outer.append(part)
    for part, first, rule in sorted([*rows, *_turns(document, outer)]):
        yield Annotation("quote", "direct", part.start, part.end, "content", f"quote:{first}", rule=f"quotes.{rule}")


def voice_stretches(document: Document, quotations: Iterable[Annotation]) -> Iterator[Annotation]:
    """Every sentence, cut where the voice changes; ``score`` is the number of words in the stretch.

    Each token stands in one stretch, so the scores add up to the words of the document. Marks belong to what they
    enclose. Points in a voice without a word go with what precedes them, at the start of a sentence with what follows.

    >>> from analysis.text.document import Token
    >>> tokens = (Token(0, 1, is_word=False), Token(1, 3), Token(3, 4, is_word=False), Token(5, 9))
    >>> document = Document("d", "“Go” they", sentences=(Span(0, 9),), tokens=tokens)
    >>> [(row.label, row.start, row.end, row.score) for row in voice_stretches(document, find_quotations(document))]
    [('direct', 0, 4, 1.0), ('narrator', 5, 9, 1.0)]
    """
    voices = _voices(document, quotations)
    for number, sentence in enumerate(document.sentences):
        for voice, indices in _runs(document, voices, document.indices(sentence)):
            tokens = document.tokens[indices.start : indices.stop]
            words = float(sum(token.is_word for token in tokens))
            start, end, relation = tokens[0].start, tokens[-1].end, f"sentence:{number}"
            yield Annotation("voice", voice, start, end, "stretch", relation, score=words, rule="voices.sentence")


def _paragraphs(document: Document) -> Iterable[Span]:
    """The paragraphs, or where there are none the lines of the body (of all the text if it has no sections)."""
    if document.paragraphs:
        return document.paragraphs
    lines = (_LINE.finditer(document.text, body.start, body.end) for body in document.bodies)
    return [Span(*line.span()) for body in lines for line in body]


def _paired(text: str, paragraph: Span) -> Iterator[_Mark]:
    """The stretches between marks, each as its opening mark with the end of the stretch; they nest or are disjoint."""
    end = _before(text, paragraph.end)
    stack: list[_Mark] = []
    opened: Counter[str] = Counter()
    for mark in _settled(_marks(text, paragraph)):
        paired = opened[mark.kind] and (mark.kind != "single" or stack[-1].kind == "single")
        if "c" in mark.sides and paired:
            while (opener := stack.pop()).kind != mark.kind:
                opened[opener.kind] -= 1
                yield from _unclosed(text, opener, min(opener.end, mark.start), paragraph)
            opened[opener.kind] -= 1
            yield opener._replace(end=mark.end)
        elif "o" in mark.sides:
            if stack and stack[-1].kind == mark.kind and text[_before(text, mark.start) - 1] in ".!?…":
                stack[-1] = stack[-1]._replace(end=min(stack[-1].end, mark.start))
            stack.append(mark._replace(end=end))
            opened[mark.kind] += 1
    for opener in stack:
        yield from _unclosed(text, opener, opener.end, paragraph)


def _unclosed(text: str, opener: _Mark, end: int, paragraph: Span) -> Iterator[_Mark]:
    """An opening mark left alone; a single one counts only where it opens the paragraph, else it elides (’em)."""
    if opener.kind != "single" or opener.start == paragraph.start:
        yield opener._replace(end=_before(text, end), rule="unclosed")


def _settled(marks: Iterable[_Mark]) -> list[_Mark]:
    """Doubtful marks close, unless the next sure mark of their kind does: ‘the soldiers’ families’."""
    settled: list[_Mark] = []
    after: dict[str, str] = {}
    for mark in reversed(list(marks)):
        if mark.sides != "d":
            after[mark.kind] = mark.sides
            settled.append(mark)
        elif after.get(mark.kind) != "c":
            settled.append(mark._replace(sides="c"))
    return settled[::-1]


def _marks(text: str, paragraph: Span) -> Iterator[_Mark]:
    """The marks of a paragraph that may quote, judged by the characters beside them."""
    for found in _MARK.finditer(text, paragraph.start, paragraph.end):
        start, end = found.span()
        left = text[start - 1] if start > paragraph.start else ""
        right = text[end] if end < paragraph.end else ""
        kind, shape, rule = _MARKS.get(found[0], ("tag", "", ""))
        if kind == "tag" or (left.isalnum() and right.isalnum() and (kind == "single" or not shape)):
            continue  # <a href="…">, Iran’s, 5'10", צה"ל
        opens = not left or ((_blank(left) or left in _BEFORE) and not _blank(right))
        closes = not right or not (_blank(left) or right.isalnum())
        beside = "" if opens == closes else "o" if opens else "c"
        if sides := _sides(text, start, end, kind, shape, beside):
            yield _Mark(start, end, kind, rule, sides)


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


def _blank(character: str) -> bool:
    """Whether nothing is seen of a character: blanks, controls, zero-width marks."""
    return character <= " " or not character.isprintable()


def _before(text: str, end: int) -> int:
    """Where the text before ``end`` ends, without blanks."""
    while end and _blank(text[end - 1]):
        end -= 1
    return end


def _turns(document: Document, outer: Sequence[_Mark]) -> Iterator[tuple[_Mark, int, str]]:
    """Each outermost stretch with the start of the first part of its quotation, and its rule."""
    again = [False, *(_reopens(document.text, *pair) for pair in pairwise(outer)), False]
    first = 0
    for n, part in enumerate(outer):
        if not (n and (again[n] or _resumes(document, outer[n - 1], part))):
            first = part.start
        continued = again[n + 1] or (again[n] and part.rule != "unclosed")
        yield part, first, "continued" if continued else part.rule


def _reopens(text: str, one: _Mark, other: _Mark) -> bool:
    """Whether the one is left open and the next paragraph opens with the same mark."""
    gap = text[one.end : other.start]
    same = one.rule == "unclosed" and text[one.start] == text[other.start]
    return same and "\n" in gap and all(map(_blank, gap))


def _resumes(document: Document, one: _Mark, other: _Mark) -> bool:
    """Whether only an attribution between two commas parts the two in one sentence."""
    gap, marks = document.text[one.end : other.start], "".join(_MARKS)
    before, after = (document.text[part.start : part.end].strip(marks) for part in (one, other))
    sentence = bisect_right(document.sentences, other.start, key=lambda span: span.start) - 1
    longest = _INTERRUPTION if after[:1].islower() else _BEFORE_CAPITAL
    return (
        (one.rule != "unclosed" and one.kind == other.kind)
        and (before.endswith(",") or gap.startswith(",")) and gap.rstrip().endswith(",")
        and 1 <= len(_WORD.findall(gap)) <= longest
        and sentence >= 0 and document.sentences[sentence].start < one.end
    )  # fmt: skip


def _voices(document: Document, quotations: Iterable[Annotation]) -> list[str]:
    """The voice of each token: direct where it starts inside a quotation."""
    waiting = sorted((row.start, row.end) for row in quotations if (row.label, row.role) == ("direct", "content"))
    voices: list[str] = []
    reach, waiting = 0, waiting[::-1]
    for token in document.tokens:
        while waiting and waiting[-1][0] <= token.start:
            reach = max(reach, waiting.pop()[1])
        voices.append("direct" if token.start < reach else "narrator")
    return voices


def _runs(document: Document, voices: Sequence[str], indices: range) -> Iterator[tuple[str, range]]:
    """Token indices of a sentence, cut where a word is in another voice than the word before."""
    runs = [list(run) for _, run in groupby(indices, key=voices.__getitem__)]
    spoken = [run for run in runs if any(document.tokens[index].is_word for index in run)] or runs[:1]
    turns = [next(turn)[0] for _, turn in groupby(spoken, key=lambda run: voices[run[0]])]
    for first, start, stop in zip(turns, [indices.start, *turns[1:]], [*turns[1:], indices.stop], strict=True):
        yield voices[first], range(start, stop)
