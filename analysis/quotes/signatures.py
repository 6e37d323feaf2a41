"""Whose words a signature gives: a name behind or below a quotation, a block, a post or a letter.

A signature is told by the text and its paragraphs alone, without grammar.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.quotes.quotation_marks import find_quotations
from analysis.text.document import Document, Span
from analysis.text.furniture import is_outlet
from analysis.text.marks import holder
from analysis.text.words import category_of

_SIGNATURE, _DESCRIPTION = 120, 15  # characters of a signature at most, and words after its comma
_BODIES = frozenset(["board", "editors", "staff"])  # whose outlet belongs to the name: "Editorial Board, The Example"
_HEADING = 4  # words of a line between two letters that heads a part, or says where a writer lives

CAPITAL = r"\p{Lu}[\p{L}\p{M}.'’‑-]*"
PARTICLE = r"(?:al-|van |von |der |den |de |da |del |della |di |du |bin |ibn |el |la |le |ter |of the |of )"
NAME = rf"(?:{CAPITAL})(?: (?:{PARTICLE}){{0,2}}{CAPITAL}){{0,5}}"
FULL_NAME = regex.compile(rf"{CAPITAL}(?: (?:{PARTICLE}){{0,1}}{CAPITAL}){{1,4}}")
_SUFFIX = regex.compile(r"(?i)(?:jr|sr|of)\.?|[IVX]+")
_SIGNED = regex.compile(
    rf"\s*(?:–|—|―|--?)\s*(?P<name>{NAME}(?: (?:and|&) {NAME})?)(?P<rest>(?:,|\s\()[^\n“”\"«»]{{2,100}})?\s*"
)
_LETTER_OR_DIGIT = r"[\p{L}\p{N}]"
_POSTED = regex.compile(  # https://t.co/abc — Ann Lee (@annlee) May 3, 2021
    r"(?:\s*(?:https?://|pic\.twitter\.com/)\S+)*\s*(?:–|—|―|--?)\s*(?P<name>[^—–\n]{1,60}?)\s*\(@\w{1,20}\)"
    r",?\s+\p{Lu}\p{L}{2,8}\.? \d{1,2}, \d{4}\W*$"
)
_WITHIN = regex.compile(  # “It will rain.” -AL @annlee: somebody's words in the post of another
    r"\s*(?P<words>[“\"][^“”\"]+[”\"])\s*(?:–|—|―|--?)\s*(?:\p{Lu}{2,3}\s+)?(?P<name>@\w{1,20})\s*"
)
_SHORTEST = 4  # letters of a surname that is known by a handle that ends in it
_SIGNER = regex.compile(rf"(?P<name>@\w{{1,20}}|{FULL_NAME.pattern})(?:, \p{{Lu}}[\p{{L}}. ,]{{2,40}})?\.?")
_BRACKETED = regex.compile(rf"\s*\((?P<name>{NAME})(?P<rest>,[^\n“”\"«»()]{{2,100}})?\)\s*\.?\s*")
_UNMARKED = regex.compile(rf"(?P<name>{FULL_NAME.pattern})(?P<rest>, [^\n“”\"«»]{{2,60}}[^\s.!?:;,])")


@dataclass(frozen=True, slots=True)
class Turn:
    """Words that the shape of the page gives to somebody.

    Attributes:
        label: The name or role that says whose they are, without what stands around it; empty where only the shape of
            an interview says it.
        name: The speaker, in the fullest form that is known; a role as written; empty where nobody is named.
        contents: What is said, in order, without labels and stage directions.
        rule: ``transcript``, ``question_and_answer``, ``interview`` or ``signature``.
    """

    label: Span
    name: str
    contents: tuple[Span, ...]
    rule: str


def find_signed(document: Document, people: Sequence[tuple[int, str]] = ()) -> Iterator[Turn]:
    """The words of posts, letters and quotations that are signed behind or below.

    A *post* closes with a name, a handle and a date after a dash; it has the paragraphs above it that a wider gap than
    the usual one joins to it; if it is a quotation that somebody's handle signs, it is his. On a page that says it has
    *letters*, a name or a handle on a line of its own closes one. A *quotation* has a name after a dash or in
    brackets behind it or on the next line, or any full name below it where nothing else stands in its paragraph.

    >>> from analysis.text.segment import segment
    >>> document = segment(Document("d", "Shut it. — Ann Lee (@annlee) May 3, 2021"))
    >>> for turn in find_signed(document):
    ...     print(turn.name, [document.covered(span) for span in turn.contents])
    Ann Lee ['Shut it.']
    """
    turns = [*_posts(document, people), *_letters(document)]
    yield from turns
    taken = sorted(span for turn in turns for span in turn.contents)
    yield from (turn for turn in _quotations(document) if holder(taken, turn.contents[0].start) < 0)


def _posts(document: Document, people: Sequence[tuple[int, str]]) -> Iterator[Turn]:
    text, paragraphs = document.text, document.paragraphs
    gaps = [text[one.end : other.start].count("\n") for one, other in pairwise(paragraphs)]
    usual = min(filter(None, gaps), default=0)  # what a page takes out leaves paragraphs without a gap
    first = 0
    for at, paragraph in enumerate(paragraphs):
        found = _POSTED.search(text, paragraph.start, paragraph.end)
        if not found:
            continue
        begin = at
        while begin > first and gaps[begin - 1] > usual:
            begin -= 1
        spans = [*paragraphs[begin:at], Span(paragraph.start, found.start())]
        contents = tuple(span for span in spans if regex.search(_LETTER_OR_DIGIT, text[span.start : span.end]))
        within = _WITHIN.fullmatch(text, contents[0].start, contents[0].end) if len(contents) == 1 else None
        if within:
            label, name = Span(*within.span("name")), _of_handle(within["name"], people)
            yield Turn(label, name, (Span(*within.span("words")),), "signature")
        elif contents:
            yield Turn(Span(*found.span("name")), bare_name(found["name"]), contents, "signature")
        first = at + 1


def _of_handle(handle: str, people: Sequence[tuple[int, str]]) -> str:
    """The person in whose surname a handle ends, else the handle."""
    plain = handle.casefold()
    ends = {
        name for _, name in people if len(last := name.split()[-1].casefold()) >= _SHORTEST and plain.endswith(last)
    }
    return ends.pop() if len(ends) == 1 else handle


def _letters(document: Document) -> Iterator[Turn]:
    spans = _lines(document, "sign_off", "furniture", "headline")
    lines = [document.covered(span) for span in spans]
    first = next((at + 1 for at, line in enumerate(lines) if plain_label(line) in turn_terms("letters")), len(lines))
    for at, line in enumerate(lines[first:], first):
        found = _SIGNER.fullmatch(line)
        if found and at > first and not is_outlet(line):
            written = spans[at - 1 : at] if line.startswith("@") else spans[first:at]  # a post is one paragraph
            label = Span(*(spans[at].start + place for place in found.span("name")))
            yield Turn(label, bare_name(found["name"]), tuple(written), "signature")
        words = line.split()
        if found or (len(words) <= _HEADING and all(word[0].isupper() for word in words)):
            first = at + 1


def _lines(document: Document, *labels: str) -> list[Span]:
    """The paragraphs, and the sections of some labels."""
    return sorted([*document.paragraphs, *(Span(s.start, s.end) for s in document.sections if s.label in labels)])


def _quotations(document: Document) -> Iterator[Turn]:
    text = document.text
    lines = _lines(document, "sign_off")
    starts = [line.start for line in lines]
    for parts in _outermost(document, lines):
        at = bisect_right(starts, parts[-1].start) - 1
        if at < 0:
            continue
        own, end = lines[at], parts[-1].end
        opens = not regex.search(_LETTER_OR_DIGIT, text[own.start : max(own.start, parts[0].start)])
        closes = regex.search(r"[.!?:…][”\"’')]*\s*$", text[max(0, parts[-1].start - 10) : parts[-1].start])
        signed: list[Span] = []
        if regex.search(_LETTER_OR_DIGIT, text[end : own.end]):
            if opens or closes:
                signed = _signature(text, Span(end, own.end), (_SIGNED, _BRACKETED))
        elif at + 1 < len(lines):
            signed = _signature(text, lines[at + 1], (_SIGNED, _BRACKETED, _UNMARKED) if opens else (_SIGNED,))
        contents = tuple(Span(part.start, part.end) for part in parts)
        for label in signed:
            name = bare_name(document.covered(label))
            if name.split()[-1].lower() in _BODIES:
                name = document.covered(lines[at + 1]).rstrip(" .") if label.start >= own.end else name
            yield Turn(label, name, contents, "signature")


def _outermost(document: Document, lines: Sequence[Span]) -> list[list[Annotation]]:
    """The quotations that stand in no other, each with its parts; those that fill a line together are one."""
    parts: dict[str, list[Annotation]] = {}
    end = 0
    for row in find_quotations(document):
        if row.start >= end:
            last = next(reversed(parts), row.relation)
            gap = document.text[end : row.start]
            filled = (
                parts and holder(lines, end - 1) == holder(lines, row.start) and not regex.search(_LETTER_OR_DIGIT, gap)
            )
            parts.setdefault(last if filled else row.relation, []).append(row)
            end = row.end
    return list(parts.values())


def _signature(text: str, span: Span, forms: Sequence[regex.Pattern[str]]) -> list[Span]:
    """Where the name, or the two names, of a signature stand, if a stretch is nothing else."""
    if span.end - span.start > _SIGNATURE:
        return []
    found = next((found for form in forms if (found := form.fullmatch(text, span.start, span.end))), None)
    if not found or not _may_sign(found):
        return []
    start, names = found.start("name"), regex.split(r"( (?:and|&) )", found["name"].rstrip("."))
    places = [start + sum(map(len, names[:number])) for number in range(len(names))]
    return [Span(place, place + len(name)) for place, name in zip(places[::2], names[::2], strict=True)]


def _may_sign(found: regex.Match[str]) -> bool:
    """Whether a name with a description may be a signature: no agency, no clause of reporting, no second sentence."""
    rest = (found["rest"] or "").strip(" ,()")
    words = {word.strip(".,").casefold() for word in rest.split()}
    if words & turn_terms("told") or len(rest.split()) > _DESCRIPTION or is_outlet(found["name"]):
        return False
    alone = found.re is _BRACKETED and not rest and " " not in found["name"]
    return not alone and not regex.search(r"\.\s+\p{Lu}\p{Ll}{3,}", rest)


@lru_cache(maxsize=4096)
def bare_name(label: str) -> str:
    """A name without what follows a comma or stands in brackets, and without titles before it."""
    words = regex.sub(r"^(?:The|THE) ", "", regex.split(r",|\s[(\[]", label, maxsplit=1)[0].strip(" .")).split()
    titles = [place for place, word in enumerate(words[:-1]) if _is_title(word)]
    if titles and not _SUFFIX.fullmatch(words[titles[-1] + 1]):
        words = words[titles[-1] + 1 :]
    return " ".join(words)


def _is_title(word: str) -> bool:
    plain = word.casefold().rstrip(".")
    return plain in _titles() | turn_terms("role") or category_of(f"{plain.capitalize()}.") == "title"


@lru_cache(maxsize=4096)
def plain_label(label: str) -> str:
    """A label in small letters, without article, number and marks."""
    words = regex.sub(r"^(?:the|an?) (?=\p{L})", "", label.replace("’", "'").strip(" .:-–—[]()").casefold())
    return str(regex.sub(r"\s*#?\d+$", "", words))


@lru_cache(maxsize=16)
def turn_terms(category: str) -> frozenset[str]:
    """The terms of a category of the lexicon ``turns``."""
    return load_lexicon("turns").terms[category]


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    """Every word of a title, so that "Deputy Prime Minister" goes word by word."""
    terms = (entry.term for entry in load_lexicon("titles").entries)
    return frozenset(word for term in terms for word in term.casefold().split() if word != "of")
