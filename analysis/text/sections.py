"""Parts of an article that are not its prose: headline, date stamp, dateline, credits, furniture.

What is labelled here is kept out of the counts, so each rule is narrow: where there is doubt, a line is body.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import regex

from analysis.text.document import Section, Span, fold
from analysis.text.furniture import find_furniture, is_furniture_line, is_outlet

_HEADLINE_WORDS = 20  # longest first line, in words, that is taken for a headline
_LINE_LIMIT = 300  # characters; a longer line is prose, and the patterns below need not be tried on it

_STAMP = regex.compile(r"date:?\s+(\d{4}-\d{2}-\d{2})(?!\S)", regex.IGNORECASE)
_DATE = regex.compile(
    r"(?:[\p{L} ]{1,20}:\s*)?(?:\p{L}{3,9},\s*)?"  # "Published:", "Sunday,"
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<day>\d{1,2})\s+(?P<month>\p{L}{3,9})\.?,?\s+(?P<year>\d{4})"
    r"|(?P<month>\p{L}{3,9})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4}))"
)
_BYLINE = regex.compile(
    r"(?:By|BY)\s+\p{Lu}[^!?\r\n]*(?<![.!?])|[Ff]rom our [^.!?\r\n]*correspondent\b[^.!?\r\n]*|(?i:staff writer)"
)

_NAME = r"\p{Lu}[\p{L}\p{M}.&'’‑-]*"
_NAMES = rf"{_NAME}(?:(?:[,;/]\s*|\s+)(?:\p{{Ll}}{{2,3}}\s+)?{_NAME})*"  # small words: "and", "in", "of"
_PERSON = regex.compile(rf"{_NAME}(?: {_NAME}){{1,3}}")
_CREDIT = regex.compile(
    r"(?:\p{L}{1,4}[/-])*\p{L}{1,4}/\p{L}{1,4}(?:\s+\([^()]+\))?"  # MH/PA; ab/cd (AP, Reuters)
    rf"|[(\[](?:[\p{{L}} ]{{0,30}}\bby\s[^()]+|{_NAMES})[)\]]\.?"  # (Reporting by …; editing by …), (AFP)
    rf"|(?:—|–|--?)\s*(?:[\p{{L}} ]{{3,30}}\bby\s+)?{_NAMES}(?<!\.)"  # — Reuters
    rf"|(?:\p{{Lu}}\p{{Ll}}+\s+)?\p{{L}}+ing\s+by\s+{_NAMES}(?:;\s*\p{{L}}+ing\s+by\s+{_NAMES})*\.?"
    rf"|{_NAMES}\s+contributed(?:\s+reporting|\s+to\s+this\s+\p{{Ll}}+)?\.?"
)

_PLACE = r"\p{Lu}[\p{L}\p{M}.'’‑-]*(?:[ \u00a0/]\p{Lu}[\p{L}\p{M}.'’‑-]*){0,3}"
_WIDER = r"[\p{L}\d][\p{L}\d.'’]{0,15}(?: [\p{L}\d.'’]{1,15}){0,2}"  # "Calif.", "United Arab Emirates", "Jan. 3"
_DATELINE = regex.compile(
    rf"(?P<place>{_PLACE})?(?P<wider>,\s?{_WIDER}){{0,3}}(?P<agency>\s?\([^()\r\n]{{2,30}}\))?"
    r"(?:\s*[—―]\s*|\s*--\s+|\s+[–-]\s+)(?=[\p{Cf}\"“”‘'«(]*(?:[\p{Lu}\p{Lo}\p{N}]|\p{Ll}{2}[‑-]\p{Lu}))"
)
_DATELINE_LIMIT = 70  # characters up to and with the dash
_PARTS = 8  # labelled lines at most above the body, and below it
_LEADS = 3  # lines of prose of which one may open with a dateline: a standfirst may stand above it
_LEAD_WORDS = (
    8  # fewer words after a dash without an agency are a kicker and its headline, unless they end as a sentence
)
_NAME_WORDS = 4  # of a speaker's name on a line of its own
_TOP = ("section_label", "outlet")  # what is furniture above an article alone


def find_sections(text: str, start: int = 0, title: str = "", known: Sequence[Section] = ()) -> tuple[Section, ...]:
    """The labelled parts of an article, in order, disjoint, each without blanks at its ends.

    From the top: date stamps, one headline and bylines, each a line of its own (``date YYYY-MM-DD`` may stand before
    other words), then a dateline: a place in capitals or a place with an agency in brackets, then a dash. From the
    bottom: initials and credits. Bylines and credits are both ``sign_off``. Anywhere: ``furniture``, as
    ``find_furniture`` tells it; above the article, the name of a section of the newspaper or of an outlet, too. A
    headline is a first line of at most 20 words that does not end as a sentence and stands apart; where ``title`` is
    known, only a line that repeats it. ``known`` are lines that the source itself labels. The rest is ``body``, in
    pieces where furniture or a dateline stands in it. If nothing would be left of it, all of the text is body; a blank
    text has no section.

    >>> [section.label for section in find_sections("Talks resume\\n\\nROME (XYZ) — Both sides came.\\n\\nAB/CD")]
    ['headline', 'dateline', 'body', 'sign_off']
    """
    whole = _trimmed(text, start, len(text))
    if not is_visible(text[start:]):
        return ()
    lines = {section.start: section for section in known}
    above = tuple(_above(text, whole, title, lines))
    below = tuple(_below(text, above[-1].end if above else whole.start, whole.end, lines))
    labelled = sorted({*above, *below, *known})
    labelled = sorted([*labelled, *find_furniture(text, *_gaps(text, whole, labelled))])
    parts = sorted((*labelled, *_gaps(text, whole, labelled)))
    return tuple(parts) if any(part.label == "body" for part in parts) else (whole,)


def is_visible(text: str) -> bool:
    """Whether a text holds anything but blanks and invisible characters.

    >>> is_visible("\\u200b \\n"), is_visible("a")
    (False, True)
    """
    return bool(fold(text).strip())


def read_date(stamp: str) -> str:
    """The ISO date that a date stamp states; empty if the stamp is not one, or its date does not exist.

    >>> read_date("date 2020-03-08"), read_date("March 8, 2020"), read_date("8 Smarch 2020")
    ('2020-03-08', '2020-03-08', '')
    """
    found = _DATE.fullmatch(stamp)
    inline = _STAMP.fullmatch(stamp)
    iso = inline[1] if inline else found["iso"] if found else None
    day, month, year = (found["day"], found["month"], found["year"]) if found else ("", "", "")
    written, form = (iso, "%Y-%m-%d") if iso else (f"{day} {month[:3]} {year}", "%d %b %Y")
    try:
        return datetime.strptime(written, form).date().isoformat()
    except ValueError:
        return ""


def _trimmed(text: str, start: int, end: int, label: str = "body") -> Section:
    end = start + len(text[start:end].rstrip())
    return Section(end - len(text[start:end].lstrip()), end, label)


def _line(text: str, start: int, end: int) -> Span:
    """The first line from ``start`` on that is not blank, or what is left of it."""
    rest = _trimmed(text, start, end)
    stop = regex.compile(r"[\r\n]").search(text, rest.start, end)
    return _trimmed(text, rest.start, stop.start() if stop else end)


def _above(text: str, whole: Section, title: str, known: Mapping[int, Section]) -> Iterator[Section]:
    line, seen = _line(text, whole.start, whole.end), {"date"}
    for _ in range(_PARTS):
        part = known.get(line.start) or (
            _date(text, line) or _byline(text, line) or _signed(text, line, whole.end) or _furniture(text, line, _TOP)
        )
        if not part and seen <= {"date", "furniture"}:
            part = _headline(text, line, whole.end, title)
        if not part:
            break
        yield part
        seen.add(part.label)
        line = _line(text, part.end, whole.end)
    for _ in range(_LEADS):
        dateline = None if line.start in known or _furniture(text, line) else _dateline(text, line)
        if dateline:
            yield dateline
            return
        line = _line(text, line.end, whole.end)


def _gaps(text: str, whole: Section, parts: Sequence[Section]) -> Iterator[Section]:
    """What is left between the labelled parts: the body."""
    starts = (whole.start, *(part.end for part in parts))
    ends = (*(part.start for part in parts), whole.end)
    for start, end in zip(starts, ends, strict=True):
        if is_visible(text[start:end]):
            yield _trimmed(text, start, end)


def _date(text: str, line: Span) -> Section | None:
    if line.end - line.start <= _LINE_LIMIT and read_date(text[line.start : line.end]):
        return Section(line.start, line.end, "date")
    stamp = _STAMP.match(text, line.start, line.end)
    return Section(line.start, stamp.end(), "date") if stamp and read_date(stamp[0]) else None


def _byline(text: str, line: Span) -> Section | None:
    words = text[line.start : min(line.end, line.start + _LINE_LIMIT)]
    return Section(line.start, line.end, "sign_off") if len(words.split()) <= 12 and _BYLINE.fullmatch(words) else None


def _signed(text: str, line: Span, end: int) -> Section | None:
    """A line of a name above a line of an outlet: ``Ada Stone``, then ``The Example``."""
    if not _PERSON.fullmatch(text, line.start, min(line.end, line.start + _LINE_LIMIT)):
        return None
    after = _line(text, line.end, end)
    is_signed = after.end - after.start <= _LINE_LIMIT and is_outlet(text[after.start : after.end])
    return Section(line.start, line.end, "sign_off") if is_signed else None


def _furniture(text: str, line: Span, categories: Sequence[str] = ()) -> Section | None:
    short = line.end - line.start <= _LINE_LIMIT
    is_furniture = short and is_furniture_line(text[line.start : line.end], categories)
    return Section(line.start, line.end, "furniture") if is_furniture else None


def _headline(text: str, line: Span, end: int, title: str) -> Section | None:
    words = text[line.start : line.end]
    section = Section(line.start, line.end, "headline")
    if title:
        return section if _key(words) == _key(title) != "" else None
    after = _line(text, line.end, end)
    apart = regex.compile(r"[^\S\r\n]*(?:\r\n?|\n)[^\S\r\n]*[\r\n]").match(text, line.end, end)
    ended = regex.search(r"[.,:;…][\"“”‘’'»)\]]*$", words[-10:])
    if len(words) > _LINE_LIMIT or len(words.split()) > _HEADLINE_WORDS or ended or not _key(words):
        return None
    if _dateline(text, line) or not (apart or _date(text, after) or _byline(text, after)):
        return None
    if _comes_back(text, words, line.end, end):
        return None
    return section if regex.compile(r"[.!?…。؟۔]").search(text, line.end, end) else None


def _comes_back(text: str, words: str, start: int, end: int) -> bool:
    """Whether a line is a label of a transcript: it, or what stands before its colon, opens a later line as well."""
    label = regex.match(r"[^:\n]{1,60}:(?=\s)", words)
    if not label and len(words.split()) > _NAME_WORDS:
        return False
    again = regex.compile(rf"[\r\n]\s*{regex.escape(label[0] if label else words)}" + ("" if label else r"\s*[\r\n]"))
    return again.search(text, start, end) is not None


def _key(words: str) -> str:
    return "".join(character for character in fold(words).casefold() if character.isalnum())


def _dateline(text: str, line: Span) -> Section | None:
    found = _DATELINE.match(text, line.start, line.end)
    if not found or found.end() - found.start() > _DATELINE_LIMIT:
        return None
    lead = text[found.end() : line.end]
    if not found["agency"] and not (_in_capitals(found) and _is_prose(found["place"], lead[:_LINE_LIMIT])):
        return None
    return _trimmed(text, found.start(), found.end(), "dateline") if regex.search(r"\p{Ll}|\p{Lo}", lead) else None


def _is_prose(place: str, lead: str) -> bool:
    """Whether what follows the dash of a dateline is prose, and not the headline below a kicker ("EXCLUSIVE – …")."""
    if len(lead.split()) >= _LEAD_WORDS:
        return True
    ended = regex.search(r"[.!?…][\"”’'»)]*\s*$", lead) is not None
    return ended and ":" not in lead and not is_furniture_line(place, ["section_label"])


def _in_capitals(dateline: regex.Match[str]) -> bool:
    """Whether the place is in capitals and no mere abbreviation: ``ROME``, ``RYE, N.H.``, not ``U.S.``."""
    place = dateline["place"] or ""
    longest = max(map(len, regex.findall(r"\p{Lu}+", place)), default=0)
    return place.isupper() and longest >= (3 if dateline["wider"] else 4)


def _below(text: str, start: int, end: int, known: Mapping[int, Section]) -> Iterator[Section]:
    """Credits and furniture that close the text, the last one first."""
    for _ in range(_PARTS):
        end = _trimmed(text, start, end).end
        line = _trimmed(text, 1 + max(start - 1, text.rfind("\n", start, end), text.rfind("\r", start, end)), end)
        is_credit = line.end - line.start <= _LINE_LIMIT and _CREDIT.fullmatch(text, line.start, line.end)
        credit = Section(line.start, line.end, "sign_off") if is_credit else _furniture(text, line)
        part = known.get(line.start) or credit
        if not part:
            return
        yield part
        end = line.start
