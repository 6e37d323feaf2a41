"""What surrounds an article and is not its prose: captions, credits, adverts, links, notes (lexicon ``furniture``).

A paragraph is furniture as a whole or not; of a paragraph of prose, only what a page has glued in between two of its
sentences is. Each rule is narrow: where there is doubt, a line is prose, because what is furniture is not counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import regex

from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Section, Span
from analysis.text.segment import split_paragraphs

_LONGEST = 500  # characters; a longer paragraph is prose as a whole
_MOST_WORDS = 60
_CAPTION_WORDS = 45  # a longer paragraph with a credit at its end is prose, and only the credit is furniture
_SHOUT = 5  # words in capitals at least that are a headline between two paragraphs
_SHOUTED = 0.3  # share of paragraphs in capitals above which a text is written so
_LAST = 6  # paragraphs at the end of a text among which an author is introduced
_PLACED = {"biography", "inside", "outlet", "section_label"}  # not told by the line alone
_PLAIN = str.maketrans({"\n": " ", "\r": " ", "“": '"', "”": '"', "’": "'", "‘": "'", "\u00a0": " ", "\ufeff": " "})

_ENDED = regex.compile(r"[.!?…][\"')\]]*$")
_NAME = r"\p{Lu}[\p{L}\p{M}.'-]*"
_NAMES = rf"{_NAME}(?: (?:and |de |bin |al-|van |von )?{_NAME}){{0,5}}"
_IN_BRACKETS = regex.compile(r"[(\[]([^()\[\]]{2,120})[)\]]\.?$")
_SAYS_PHOTO = regex.compile(
    r"(?:File ?)?(?:Photo|Image|Picture|Photograph|Illustration|Screenshot|File|Credit)s?\b"
    r"(?::| by| courtesy| credit|/| via|$).*",
    regex.IGNORECASE,
)
_FOR_OUTLET = regex.compile(rf"{_NAME}(?: {_NAME}){{1,2}} for (?:[Tt]he )?{_NAMES}")
_JOINTS = regex.compile(r"\s*/\s*|\s+via\s+|\s+-\s+|\s*\|\s*")
_CREDIT_FIRST = regex.compile(rf"{_NAMES}/(\p{{Lu}}[\p{{L}}-]*(?: Images| Press| Photo)?) (?=\p{{Lu}})")
_INTRODUCED = regex.compile(
    rf"(?P<name>{_NAME}(?: {_NAME}){{1,3}})(?:, [^,.]+,)?"
    r" (?:(?P<verb>is|was)|(?:edits|covers|writes|reports|teaches|hosts)\b.* (?:for|at)) (?P<role>[^.!?]+)"
)
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’-]*")


def find_furniture(text: str, *bodies: Span) -> Iterator[Section]:
    """The furniture in the stretches of a text that are its body, in order, each without blanks at its ends.

    >>> text = "The crews left.\\n\\nRead more: Harbour to open on Monday\\n\\nThey had waited (Photo: Ada Stone/AP)"
    >>> [text[part.start : part.end] for part in find_furniture(text, Span(0, len(text)))]
    ['Read more: Harbour to open on Monday', 'They had waited (Photo: Ada Stone/AP)']
    """
    paragraphs = [paragraph for body in bodies for paragraph in split_paragraphs(text, body)]
    lines = [text[paragraph.start : paragraph.end].translate(_PLAIN) for paragraph in paragraphs]
    kinds = _kinds(lines)
    for paragraph, line, is_furniture in zip(paragraphs, lines, kinds, strict=True):
        if is_furniture:
            yield Section(paragraph.start, paragraph.end, "furniture")
        elif inside := list(_glued(line)):
            for start, end in inside:
                yield Section(paragraph.start + start, paragraph.start + end, "furniture")


def is_furniture_line(line: str, categories: Sequence[str] = ()) -> bool:
    """Whether a line alone is furniture, whatever stands around it; ``categories`` are further ones of the lexicon.

    >>> is_furniture_line("Advertisement"), is_furniture_line("News"), is_furniture_line("News", ["section_label"])
    (True, False, True)
    """
    words = line.translate(_PLAIN).strip()
    return _is_whole(words) or any(_matches(category, words) for category in categories)


def is_outlet(line: str) -> bool:
    """Whether a line is nothing but the name of an agency or an outlet of the lexicon.

    >>> is_outlet("USA TODAY"), is_outlet("The harbour")
    (True, False)
    """
    return _matches("outlet", line.translate(_PLAIN).strip())


def _kinds(lines: Sequence[str]) -> list[bool]:
    """For each paragraph, whether it is furniture."""
    found = [_is_whole(line) for line in lines]
    shouted = [_is_shouted(line) for line in lines]
    if sum(shouted) <= max(1, _SHOUTED * len(lines)):
        for place, shout in enumerate(shouted):
            found[place] |= shout and _stands_between(lines, place)
    return _with_authors(lines, found)


def _with_authors(lines: Sequence[str], found: list[bool]) -> list[bool]:
    """The marks, with those who are introduced at the end and named nowhere above: the authors."""
    prose = [place for place, furniture in enumerate(found) if not furniture]
    for place in reversed(prose[-_LAST:]):
        if place == prose[0] or not _is_author(lines[place], lines[:place]):
            break
        found[place] = True
    return found


def _is_author(line: str, before: Sequence[str]) -> bool:
    introduced = _INTRODUCED.match(line) if len(line) <= _LONGEST else None
    if not introduced or _has_quotation(line):
        return False
    roles = {role.casefold() for role in load_lexicon("furniture").terms["biography"]}
    said = regex.findall(r"[\p{L}-]+", introduced["role"].casefold())
    if introduced["verb"] and not roles & {word.removesuffix("s") for word in said}:
        return False
    surname = regex.compile(rf"\b{regex.escape(introduced['name'].split()[-1])}\b")
    return not any(surname.search(other) for other in before)


@lru_cache(maxsize=4096)
def _is_whole(line: str) -> bool:
    """Whether a paragraph is furniture by its own words."""
    if len(line) > _LONGEST or len(words := line.split()) > _MOST_WORDS or not words:
        return False
    if line[0] in "\"'":
        return False
    categories = [name for name in load_lexicon("furniture").categories if name not in _PLACED]
    return any(_matches(name, line) for name in categories) or _is_credit(line) or _is_caption(line)


def _is_credit(line: str) -> bool:
    """A line of names with an agency: ``Ada Stone/AP``, ``Ada Stone via Getty Images``, ``(Reuters)``."""
    return len(line) <= 120 and _names_agency(line.strip(" ()[].—–-"))


def _names_agency(words: str) -> bool:
    parts = _JOINTS.split(words)
    agencies = [_matches("outlet", part) for part in parts]
    return any(agencies) and all(a or regex.fullmatch(_NAMES, p) for a, p in zip(agencies, parts, strict=True))


def _is_caption(line: str) -> bool:
    """A short paragraph with the credit of a picture at its end, or with a name and an agency at its head."""
    if len(line.split()) > _CAPTION_WORDS:
        return False
    if (first := _CREDIT_FIRST.match(line)) and _matches("outlet", first[1]):
        return True
    last = line[max(line.rfind(". "), line.rfind('" ')) + 2 :].strip(" )/")
    if len(last) < len(line) and len(_JOINTS.split(last)) > 1 and _names_agency(last):
        return True
    credit = _IN_BRACKETS.search(line)
    return credit is not None and _credits(line, line[: credit.start()].rstrip(), credit[1])


def _credits(line: str, before: str, credit: str) -> bool:
    """Whether what stands in brackets at the end of a line is the credit of a picture that the line describes."""
    if _has_quotation(before) and not before.endswith(('"', ".", "'")):
        return False
    if _SAYS_PHOTO.fullmatch(credit) or _is_joint_credit(credit):
        return True
    open_ended = not _ENDED.search(before) and not line.endswith(".")
    return open_ended and (_matches("outlet", credit) or _FOR_OUTLET.fullmatch(credit) is not None)


def _is_joint_credit(words: str) -> bool:
    """Names and an agency: ``File photo: Ada Stone/AP``."""
    return len(_JOINTS.split(words)) > 1 and _names_agency(_without_file(words))


def _without_file(words: str) -> str:
    return str(regex.sub(r"^(?:File|Courtesy)(?: photo)?:? ", "", words, flags=regex.IGNORECASE))


def _is_shouted(line: str) -> bool:
    words = _WORD.findall(line) if len(line) <= _LONGEST else []
    return len(words) >= _SHOUT and line.isupper() and not regex.search(r"[.:,;…]\W*$", line)


def _stands_between(lines: Sequence[str], place: int) -> bool:
    """Whether the prose goes on over a line: a sentence ends above it, and it is not the last."""
    return 0 < place < len(lines) - 1 and _ENDED.search(lines[place - 1][-10:]) is not None


def _has_quotation(line: str) -> bool:
    return '"' in line


def _glued(line: str) -> Iterator[tuple[int, int]]:
    """Where furniture stands between two sentences of a paragraph, start and end."""
    places = [place.span() for pattern in _patterns("inside") for place in pattern.finditer(line)]
    credit = _IN_BRACKETS.search(line[-130:])
    if credit and _is_joint_credit(credit[1]):
        shift = max(0, len(line) - 130)
        places.append((shift + credit.start(), shift + credit.end()))
    last = 0
    for start, end in sorted(places):
        start += len(line[start:end]) - len(line[start:end].lstrip())
        end -= len(line[start:end]) - len(line[start:end].rstrip())
        if start >= last and end - start < len(line) and _parts(line[:start].rstrip(), line[end:].lstrip()):
            yield start, end
            last = end


def _parts(before: str, after: str) -> bool:
    """Whether one sentence ends where the other may begin."""
    ends = not before or regex.search(r"[.!?…:][\"')\]]*$", before[-10:]) is not None
    return ends and (not after or after[0].isupper() or after[0].isdigit() or after[0] in "\"'(")


@lru_cache(maxsize=32)
def _fixed(category: str) -> frozenset[str]:
    entries = load_lexicon("furniture").entries
    return frozenset(e.term.casefold() for e in entries if (e.category, e.match) == (category, "fixed"))


@lru_cache(maxsize=32)
def _patterns(category: str) -> tuple[regex.Pattern[str], ...]:
    entries = [e for e in load_lexicon("furniture").entries if e.category == category and e.match == "regex"]
    shape = "{}" if category == "inside" else r"[\s(\[*_>»|•–—-]*(?:{})[\s)\]*_|»]*"
    return tuple(regex.compile(shape.format(e.term), 0 if e.case else regex.IGNORECASE) for e in entries)


@lru_cache(maxsize=4096)
def _matches(category: str, line: str) -> bool:
    plain = line.strip(" ()[]*_|•–—-.:!…»>").casefold()
    return plain in _fixed(category) or any(pattern.fullmatch(line) for pattern in _patterns(category))
