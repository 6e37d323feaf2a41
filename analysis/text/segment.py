"""Paragraphs, sentences and words of an article's body, with NLTK and the lexicon ``abbreviations``.

A boundary of sentences lies between two chunks (stretches without a blank); whether it does is asked of the end of the
one and the first word of the other, so the time is linear in the text and nothing depends on what stands far away.
Rules of our own come first; NLTK decides the rest: Punkt after an abbreviation, the Treebank tokenizer in a word.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document, Span, Token, fold
from analysis.text.words import (
    INITIALS,
    category_of,
    divide_chunk,
    given_names,
    group,
    is_cued,
    is_word,
    runs_in,
    shadow_of,
)

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

_WIDEST = 120  # characters: a longer line was not wrapped by hand or by a mail program
_TAIL = 80  # characters looked at on either side of a possible boundary
_MOST_TOKENS = 500  # of a sentence: what grammar asks of one takes time that grows with the square of its length

_CHUNK = re.compile(r"\S+")
# where a blank was lost between two sentences: “slept.“We”, “home.”Nobody”, “safe?Nobody”, “left.The”, ““No.”He”
_GLUED = re.compile(
    r"""(?<=[“"‘][A-Z][^\W\d_A-Z])[.?!][”"’](?=[A-Z][a-z’']|[AI]\b) | (?<=[^\W\d_A-Z]{2})(?:
        [.?!…](?=[“‘][A-Z])
      | (?:\.{3}|…|[.?!…](?:[”"]|\[\w{1,3}\]))(?=[A-Z][a-z’']|[AI]\b)
      | [?!](?=[A-Z][a-z’'])
      | \.(?=[A-Z][a-z’']+\b(?![./@])|[AI]$)
    )
  | (?<=[\d)%\]a-z])[.?!](?=[A-Z][a-z]*(?:[’'].*)?$)  # “5.The”, “10 a.m.The”: before a word that opens sentences
    """,
    re.VERBOSE,
)
_LINKED = re.compile(r"[/@=\\_#]|www\.")  # an address or code keeps its marks
# glued to an end mark, even “ closes: it does in German, and where a program set it wrongly
_CLOSING = "”“’‘'»«›‹)\\]}\u200b-\u200f\u202a-\u202e\u2060\ufeff"
_END = re.compile(rf'([.?!…‽؟۔。！？]+)((?:["{_CLOSING}]|\[\w{{1,3}}\])*)$')
_OPENING = re.compile(r"[^\W_][\w-]*")
_QUOTED = re.compile(r"[\"”“’‘'»«›‹]")
_LAST_WORD = re.compile(r"\w[\w.&'’-]*")
_ENUMERATOR = re.compile(r"\d{1,2}|[^\W\d_]|[ivxIVX]{2,4}")
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_ADDRESS = re.compile(r"https?:|www\.|[\w-]+(?:\.[\w-]+)+/")
_NUMBERED = re.compile(r"\(\d")  # "Oklahoma! (1943)" is one thing
_GRADE = re.compile(r"[Aa] [BCD]\.|[Aa]n [AEF]\.")  # of a school, a bond, a class of goods
_ELLIPSIS = re.compile(r"\.{3}|…+")
_OPENERS = "“‘«‹„([{—–•·*#$€£§\\-"  # marks that open what follows; any other mark belongs to what stands before
# ``”``, ``…`` or ``[2]`` alone; ``"`` if one is open
_ATTACHED = {
    quoted: re.compile(rf"(?:\[\w{{1,3}}\]|[^\w\s{_OPENERS}{mark}])+") for quoted, mark in ((True, ""), (False, '"'))
}
_PIECE = re.compile(r"\S{1,512}")  # NLTK's patterns promise nothing on longer hostile text


@dataclass(frozen=True, slots=True)
class _End:
    """How a chunk ends: the word before, its own word and end marks; whether a quotation closes, whether it opens the
    sentence, whether it follows a comma."""

    before: str
    word: str
    mark: str
    quoted: bool
    first: bool
    apposed: bool


def segment(document: Document) -> Document:
    """The document with the paragraphs, sentences and tokens of its body sections (of all its text if it has none).

    A sentence lies inside a paragraph, a token inside a sentence; every character that is neither blank nor invisible
    is in exactly one token. A sentence of more than 500 tokens is cut: it is a list, or no prose.

    >>> iran = segment(Document("d", "“Why?” asked Gen. Soleimani. Iran’s U.S. envoy didn’t say."))
    >>> [iran.covered(sentence) for sentence in iran.sentences]
    ['“Why?” asked Gen. Soleimani.', 'Iran’s U.S. envoy didn’t say.']
    >>> [iran.covered(token) for token in iran.tokens if token.is_word][-5:]
    ['Iran', 'U.S.', 'envoy', 'did', 'say']
    """
    paragraphs: list[Span] = []
    sentences: list[Span] = []
    tokens: list[Token] = []
    for body in document.bodies:
        for paragraph in split_paragraphs(document.text, body):
            paragraphs.append(paragraph)
            for sentence in _sentences(document.text, paragraph):
                found = _tokens(document.text, sentence)
                pieces = [found[first : first + _MOST_TOKENS] for first in range(0, len(found), _MOST_TOKENS)]
                sentences += [Span(piece[0].start, piece[-1].end) for piece in pieces]
                tokens += found
    return replace(document, paragraphs=tuple(paragraphs), sentences=tuple(sentences), tokens=tuple(tokens))


def split_paragraphs(text: str, body: Span) -> tuple[Span, ...]:
    """The paragraphs of a stretch of text, without the blanks around them.

    A blank line ends a paragraph. So does the end of any other line, unless the next line goes on in small letters
    without an end mark between them, or the text is hard-wrapped. It is hard-wrapped if no line is longer than 120
    characters and most lines end without an end mark where the next word would not have fitted into the longest line;
    then a line ends a paragraph only if it has an end mark and the next word would have fitted.

    Raises:
        ValueError: If ``body`` reaches beyond the text.

    >>> split_paragraphs("One.\\nTwo.", Span(0, 9)), split_paragraphs("One\\ntwo.", Span(0, 8))
    ((Span(start=0, end=4), Span(start=5, end=9)), (Span(start=0, end=8),))
    """
    if body.end > len(text):
        raise ValueError(f"body must lie inside the text (0 to {len(text)}), got end={body.end}")
    lines = list(_lines(text, body))
    paragraphs: list[Span] = []
    for line, joins in zip(lines, [False, *_joins(text, lines)], strict=False):
        if joins:
            paragraphs[-1] = Span(paragraphs[-1].start, line.end)
        elif line.start < line.end:
            paragraphs.append(line)
    return tuple(paragraphs)


def _lines(text: str, body: Span) -> Iterator[Span]:
    """The lines without the blanks around them; a line of nothing visible is an empty span."""
    start = body.start
    for line in text[body.start : body.end].splitlines(keepends=True):
        first = start + len(line) - len(line.lstrip())
        yield Span(first, first + len(line.strip()) if fold(line).strip() else first)
        start += len(line)


def _joins(text: str, lines: Sequence[Span]) -> list[bool]:
    """For each line but the first, whether it goes on with the paragraph of the line before."""
    width = max((line.end - line.start for line in lines), default=0)
    breaks = [_line_break(text, line, after, width) for line, after in pairwise(lines)]
    seen = [found for found in breaks if found]
    wrapped = width <= _WIDEST and 2 * sum(found.full and not found.ended for found in seen) > len(seen)
    return [found is not None and found.joins(wrapped) for found in breaks]


class _LineBreak(NamedTuple):
    """Whether the next word would not have fitted into a line, the line has an end mark, the next goes on in small
    letters."""

    full: bool
    ended: bool
    small: bool

    def joins(self, wrapped: bool) -> bool:
        return (self.small and not self.ended) or (wrapped and (self.full or not self.ended))


def _line_break(text: str, line: Span, after: Span, width: int) -> _LineBreak | None:
    word = _CHUNK.match(text, after.start, after.end)
    if line.start == line.end or not word:
        return None
    ended = _END.search(text[max(line.start, line.end - _TAIL) : line.end]) is not None
    return _LineBreak(line.end - line.start + 1 + len(word[0]) > width, ended, word[0][0].islower())


def _sentences(text: str, paragraph: Span) -> Iterator[Span]:
    opening = last = paragraph.start
    end, quotes, before = None, 0, ""
    for start, stop in _pieces(text, paragraph):
        chunk = text[start:stop]
        attached = end is not None and _ATTACHED[quotes % 2 == 1].fullmatch(chunk[:_TAIL]) is not None
        head = text[start : min(start + _TAIL, paragraph.end)]
        if not attached and (_breaks(end, head) if end else runs_in(text[max(opening, last - _TAIL) : last], head)):
            yield Span(opening, last)
            opening = start
        end = _end(chunk[-_TAIL:], before, end if attached else None, start == opening, text[last - 1 : last])
        quotes += chunk.count('"')
        last, before = stop, chunk
    yield Span(opening, last)


def _pieces(text: str, paragraph: Span) -> Iterator[tuple[int, int]]:
    """The chunks of a paragraph, those cut in which a blank was lost after an end mark."""
    for found in _CHUNK.finditer(text, paragraph.start, paragraph.end):
        start = found.start()
        if not _LINKED.search(found[0]):
            for glued in _GLUED.finditer(text, found.start(), found.end()):
                if _is_glued(text[max(start, glued.start() - _TAIL) : glued.end()], text[glued.end() : found.end()]):
                    yield start, glued.end()
                    start = glued.end()
        yield start, found.end()


def _is_glued(before: str, after: str) -> bool:
    """Whether a sentence ends inside a chunk: not at an abbreviation, unless a word follows that opens sentences."""
    opening = _OPENING.match(after)
    starts = opening is not None and opening[0].lower() in group("starter")
    word = _LAST_WORD.findall(before.rstrip(".?!…"))
    category = category_of(f"{word[-1]}.") if word and before.endswith(".") else ""
    if category in ("title", "connective"):
        return False
    starts |= category == "ordinal" and after[:1] in "“‘"  # “She said no.‘Never.’”
    return starts or (category == "" and re.search(r"[^\W\d_A-Z]{2}[.?!…]+(?:[”\"]|\[\w{1,3}\])?$", before) is not None)


def _end(chunk: str, word_before: str, before: _End | None, first: bool, mark_before: str) -> _End | None:
    found = _END.search(chunk)
    if before:  # the chunk only adds marks: a parted closing quotation mark, ". . ."
        mark = before.mark + (found[1] if found else "")
        return replace(before, mark=mark, quoted=before.quoted or bool(_QUOTED.search(chunk)))
    if not found:
        return None
    word = _LAST_WORD.findall(chunk[: found.start()])
    return _End(
        word_before, word[-1] if word else "", found[1], bool(_QUOTED.search(found[2])), first, mark_before == ","
    )


def _breaks(end: _End, head: str) -> bool:
    """Whether a sentence that may end so does, given the text that follows."""
    opening = _OPENING.search(head)
    if not opening or _NUMBERED.match(head) or _runs_on(end, head[opening.start() :], opening[0]):
        return False
    if end.mark == "!" and f"{end.word}!" in group("exclaimed"):
        return opening[0].lower() in group("starter")  # "Yahoo! News"
    if _ELLIPSIS.fullmatch(end.mark):
        return end.word != "" or opening[0].lower() in group("starter")  # "word… Then", "word ... Then"
    if end.mark == ".":
        return _stops(end, opening[0], head[0])
    return set(end.mark) == {"."} or not (end.quoted and is_cued(head[opening.start() :]))


def _runs_on(end: _End, head: str, opening: str) -> bool:
    """Whether small letters go on with the sentence: always but for an address, or a careless writer's full stop.

    The stop is taken to be one after five letters that are no abbreviation: "We left. they stayed." In public news
    such a word is nearly always a sentence's last; a closing quotation mark after it makes it a quotation's last.
    """
    if not (opening[0].islower() and opening.islower()) or _ADDRESS.match(head):
        return False  # "iPhone" and "al-Abadi" open a sentence as capitals do
    return end.mark != "." or end.quoted or not _LONG_WORD.fullmatch(end.word) or category_of(f"{end.word}.") != ""


def _stops(end: _End, following: str, mark: str) -> bool:
    """Whether a full stop ends the sentence, or belongs to an abbreviation, an initial or the number of a list."""
    dotted = f"{end.word.rsplit('-', 1)[-1]}."
    category = category_of(dotted)
    if (end.first and _ENUMERATOR.fullmatch(end.word)) or category in ("title", "connective"):
        return False
    if (category or INITIALS.fullmatch(dotted)) and (following[0].isdigit() or mark in "([-–—"):
        return False  # "Jan. 3", "Concord, N.H. (AP) — The …"
    if (category == "state" and end.apposed) or _is_letter(end.before, dotted, following):
        return True
    if INITIALS.fullmatch(dotted) and category != "ordinal":
        return following.lower() in group("starter")  # Punkt takes every initial for part of a name
    return category in ("", "ordinal") or _punkt().text_contains_sentbreak(f"{dotted} {following}")


def _is_letter(before: str, dotted: str, following: str) -> bool:
    """Whether a letter is no initial ("an F. Scott Fitzgerald novel") but names a thing ("at Pier C. Workers left"), or
    is a grade ("got an A. Teachers cheered")."""
    if len(dotted) == 2 and dotted[0].isupper() and before.lower() in group("lettered"):
        return True
    is_grade = _GRADE.fullmatch(f"{before} {dotted}") is not None
    return is_grade and len(following) > 1 and following.lower() not in given_names()


def tokenise(text: str) -> list[Span]:
    """The words and marks of a sentence, nearly as in the Penn Treebank: clitics and marks stand apart.

    Hyphenated words, numbers, abbreviations, addresses and ``cannot`` stay whole. Nothing but a last full stop depends
    on where in a text a chunk stands: an initial ("J.") or "No." keeps its full stop only if more follows.

    Reference: Bies et al. (1995), Bracketing Guidelines for Treebank II Style.

    >>> text = "Iran’s al-Muhandis didn’t pay $6,566—“cannot,” he said."
    >>> " ".join(text[span.start : span.end] for span in tokenise(text))
    'Iran ’s al-Muhandis did n’t pay $ 6,566 — “ cannot , ” he said .'
    """
    shadow, origin = shadow_of(text)
    words, cuts = divide_chunk(shadow)
    for found in _PIECE.finditer(words):
        if "'" in found[0]:
            cuts.update(found.start() + cut for cut in _clitics(found[0]))
    return [Span(origin[a], origin[b - 1] + 1) for a, b in pairwise(sorted(cuts)) if not shadow[a].isspace()]


@lru_cache(maxsize=4096)
def _clitics(word: str) -> tuple[int, ...]:
    """Where NLTK divides a word at an apostrophe; its other divisions (``can not``, ``gon na``) are not taken."""
    starts = [start for start, _ in load_nltk("tokenize.destructive").NLTKWordTokenizer().span_tokenize(word)]
    return tuple(n for n in starts if n and ("'" in word[n - 1 : n + 1] or word[n : n + 3].lower() == "n't"))


def _tokens(text: str, sentence: Span) -> list[Token]:
    covered, start = text[sentence.start : sentence.end], sentence.start
    return [
        Token(start + span.start, start + span.end, is_word=is_word(covered[span.start : span.end]))
        for span in tokenise(covered)
    ]


def load_nltk(name: str) -> Any:
    """A module of NLTK, loaded without SciPy: that takes longer than the rest of NLTK, and only its parsers and its
    measures of collocations ask for it, which do without where it is missing."""
    left_out = "scipy" not in sys.modules and "nltk" not in sys.modules
    if left_out:
        sys.modules["scipy"] = None  # type: ignore[assignment]
    try:
        return import_module(f"nltk.{name}")
    finally:
        if left_out:
            del sys.modules["scipy"]


@lru_cache(maxsize=1)
def _punkt() -> PunktSentenceTokenizer:
    punkt = load_nltk("tokenize.punkt")
    parameters = punkt.PunktParameters()
    parameters.sent_starters = set(group("starter"))
    parameters.abbrev_types = {e.term[:-1].lower() for e in load_lexicon("abbreviations").entries if e.term[-1] == "."}
    tokenizer: PunktSentenceTokenizer = punkt.PunktSentenceTokenizer(parameters)
    return tokenizer
