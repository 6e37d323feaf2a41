"""Whose turn it is, where the page says so by its shape: transcripts, interviews, signatures.

Labels of a transcript or an interview and a name after a dash below a quotation are told by the text and its paragraphs
alone, without grammar; who answers an interview that names nobody where it announces itself, by who is named before it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

import regex

from analysis.lexicon.lexicon import load_lexicon
from analysis.quotes.signatures import (
    CAPITAL,
    FULL_NAME,
    NAME,
    PARTICLE,
    Turn,
    bare_name,
    find_signed,
    plain_label,
    turn_terms,
)
from analysis.text.document import Document, Span

_LABEL_WORDS = 8  # of a label in capitals, with what stands after a comma: "TOM REED, HEAD OF THE HARBOUR TRUST"
_NAME_WORDS = 4  # of a label in ordinary capitals
_FEW = 3  # labelled paragraphs at least that make a transcript, unless a role or a question tells
_DENSE = {"capitals": 0.1, "ordinary": 0.3, "line": 0.1}  # share of labelled paragraphs between the first and the last
_OPENING = 5  # paragraphs in which an interview is announced
_QUESTIONS, _ASKED = 2, 0.15  # questions that make an interview without labels, and their share of its paragraphs
_QUESTION_WORDS = 80
_CLAUSE = 160  # characters in which an interview is announced

_LABEL = regex.compile(
    r"(?:\[?\(?\d\d?:\d\d(?::\d\d)?\)?\]?\s+)?"  # a time
    r"(?P<label>[\p{Lu}\d][^:\n“”\"«»?!]{0,80}?)"
    r"(?:\s*[(\[][^()\[\]]{1,40}[)\]])?\s*(?P<mark>:|—|–)(?=\s|$)\s*"
)
_LETTER = regex.compile(r"(?P<label>[QA])(?:[.:)](?:\s*[—–-](?=\s))?|\s*[—–-](?=\s))\s*(?=\S)")
_PERSON_LABEL = regex.compile(
    rf"(?:The )?{CAPITAL}(?: (?:{PARTICLE})?{CAPITAL}){{0,{_NAME_WORDS - 1}}}(?:, [^,]{{2,40}})?"
)
_ON_ITS_LINE = regex.compile(r"[\p{L}\p{M} .'’-]+")
_STAGE = regex.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")
_FIRST_OR_SECOND = regex.compile(r"\b(?:I|we|you|my|our|your|me|us|I['’]m|we['’]re|you['’]re)\b", regex.I)
_ABOUT_ITSELF = regex.compile(
    r"\b(?:interview|transcript|conversation|programme|program|broadcast|watch|listen)\b", regex.I
)
_FIRST = regex.compile(r"(?i:\b(?:me|my|our|we|myself)\b)|\bI\b|\bus\b")
_SECOND = regex.compile(r"\b(?:you|your|yours|yourself)\b", regex.I)
_SELF = regex.compile(rf"\bI(?:['’]m| am) (?P<name>{NAME})")
_TOLD = regex.compile(r"[,?!.][\"”](?: \p{L}+){0,3} (?:said|says|added|told|asked)\b")  # by a reporter
_NAMED_NO_MORE = regex.compile(
    r"(?<!\b\p{Lu})\.|[;:?!“”\"()]|\b(?:about|after|at|before|by|during|for|from|in|of|on|over|who)\b"
)


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A paragraph that opens with a label: its number, the label, where its words begin."""

    number: int
    label: Span
    text: str
    start: int
    kind: str  # "capitals", "ordinary", "letter" or "line"


def find_turns(document: Document, people: Sequence[tuple[int, str]] = ()) -> list[Turn]:
    """Whose words the page gives by its shape, in the order of the text.

    A *transcript* has labels before a colon, in capitals or as names, at the head of several paragraphs; at least one
    comes back, or a role ("HOST") is among them. A turn goes on over paragraphs without a label until the next one,
    or until one that names a speaker or the interview. The last turn, once it is as long as the longest before, also
    ends at a paragraph without "I", "we" or "you", and at any where more of the article stands before the exchange
    than in it. *Questions and answers* are labelled Q and A. An *interview* is
    announced with somebody's name, or says "you" in two questions; between them are answers in the first person. Its
    questions are the outlet's; an answer belongs to whoever is interviewed and not named in it. A *signature* is a name
    after a dash or in brackets, behind or below a quotation. In doubt there is no turn.

    Args:
        document: With paragraphs.
        people: Where persons are named, and who they are, in the order of the text.

    >>> from analysis.text.segment import segment
    >>> document = segment(Document("d", "“Nobody warned us.” – Karl Renner, union leader"))
    >>> for turn in find_turns(document):
    ...     print(turn.name, [document.covered(span) for span in turn.contents], turn.rule)
    Karl Renner ['“Nobody warned us.”'] signature
    """
    labelled = _transcript(document)
    turns = list(_spoken(document, labelled)) if labelled else list(_interview(document, people))
    taken = sorted(span for turn in turns for span in turn.contents)
    for turn in find_signed(document, people):
        first = turn.contents[0]
        at = bisect_left(taken, turn.contents[-1].end, key=lambda span: span.start) - 1
        if at < 0 or taken[at].end <= first.start:
            turns.append(turn)
    return sorted(turns, key=lambda turn: (turn.contents[0], turn.label))


# Transcripts


def _transcript(document: Document) -> list[_Labelled]:
    """The labelled paragraphs, if their shape is that of a transcript."""
    candidates = list(_candidates(document))
    letters = [found for found in candidates if found.kind == "letter"]
    asked = [plain_label(found.text) in turn_terms("question") for found in letters]
    if letters and asked[0] and not all(asked):
        return letters
    both = [found for found in candidates if found.kind != "letter"]
    of_kind = [[found for found in both if found.kind == kind] for kind in ("capitals", "ordinary")]
    return next((found for found in (both, *of_kind, _own_lines(document)) if _is_transcript(document, found)), [])


def _candidates(document: Document) -> Iterator[_Labelled]:
    for number, paragraph in enumerate(document.paragraphs):
        found = _LETTER.match(document.text, paragraph.start, paragraph.end)
        kind = "letter" if found else ""
        if not found:
            found = _LABEL.match(document.text, paragraph.start, min(paragraph.end, paragraph.start + 200))
            kind = _kind_of_label(found["label"].rstrip(), found["mark"]) if found else ""
        if found and kind:
            start, label = found.start("label"), found["label"].rstrip()
            yield _Labelled(number, Span(start, start + len(label)), label, found.end(), kind)


@lru_cache(maxsize=4096)
def _kind_of_label(label: str, mark: str) -> str:
    """How a label is written: in capitals, as a name with ordinary ones, as Q or A; empty if it is none."""
    words, plain = label.split(), plain_label(label)
    if not plain or {plain, regex.sub(r"[\d\s.#]+$", "", plain)} & turn_terms("no_label"):
        return ""
    if plain in turn_terms("question") | turn_terms("answer"):
        return "letter"
    if len(words) > _LABEL_WORDS or _months() & {*words}:
        return ""
    if label.isupper() and regex.search(r"\p{Lu}{2}", label):
        return "capitals"
    named = _PERSON_LABEL.fullmatch(label) and (words[0] != "The" or _is_role(label))
    return "ordinary" if named and mark == ":" else ""


def _own_lines(document: Document) -> list[_Labelled]:
    """Names or roles that stand alone on a line, again and again: ``lena ortiz``."""
    lines = [document.covered(paragraph) for paragraph in document.paragraphs[:-1]]
    times = Counter(line for line in lines if len(line.split()) <= _NAME_WORDS and _ON_ITS_LINE.fullmatch(line))
    return [
        _Labelled(number, document.paragraphs[number], line, document.paragraphs[number].end, "line")
        for number, line in enumerate(lines)
        if times[line] > 1 and not line.endswith(".")
    ]


def _is_transcript(document: Document, labelled: Sequence[_Labelled]) -> bool:
    """Whether labels have the shape of a transcript: they come back, or a role is among them, and they are names."""
    roles = [_is_role(found.text) for found in labelled]
    if (
        len(
            {
                plain_label(f.text) if role else f"{_honorific(f.text)} {bare_name(f.text)}"
                for f, role in zip(labelled, roles, strict=True)
            }
        )
        < 2
    ):
        return False
    kind = "capitals" if 2 * sum(found.kind == "capitals" for found in labelled) >= len(labelled) else labelled[0].kind
    reach = labelled[-1].number - labelled[0].number + 1
    said = [document.covered(_first_words(document, found)) for found in labelled]
    addressed = sum(bool(_FIRST_OR_SECOND.search(words)) for words in said)
    spoken = addressed > 0 or any(words.rstrip().endswith("?") for words in said)
    named = all(role or len(found.text.split()) > 1 for found, role in zip(labelled, roles, strict=True))
    if len(labelled) < _DENSE[kind] * reach:
        return False
    if kind == "line":
        return len(labelled) >= 2 * _FEW and named and 3 * addressed >= len(labelled)
    if len(labelled) < _FEW:
        return reach == len(labelled) and (any(roles) or kind == "capitals") and spoken
    again = sum(times for times in Counter(_key(found.text) for found in labelled).values() if times > 1)
    if not again:
        return named and 2 * addressed > len(labelled)
    if 2 * max(again, addressed) < len(labelled):
        return False
    return kind == "capitals" or any(roles) or (_are_names(document, labelled) and (spoken or reach == len(labelled)))


def _first_words(document: Document, found: _Labelled) -> Span:
    """The words of a labelled paragraph; of a label on a line of its own, the next paragraph."""
    own = document.paragraphs[found.number]
    return document.paragraphs[found.number + 1] if found.kind == "line" else Span(found.start, own.end)


def _are_names(document: Document, labelled: Sequence[_Labelled]) -> bool:
    """Whether labels in ordinary capitals are people: no places, and no words that the text has in small letters."""
    labels = {plain_label(found.text) for found in labelled}
    small = set(regex.findall(r"(?<![\p{L}’'-])\p{Ll}[\p{L}\p{M}]*(?![\p{L}-])", document.text))
    return not any(label in _places() or label.split()[0] in small for label in labels)


def _spoken(document: Document, labelled: Sequence[_Labelled]) -> Iterator[Turn]:
    """Each labelled paragraph with those that go on with it."""
    names = _Names(document, labelled)
    people = [names.of(found) for found in labelled if not _is_role(found.text) and found.kind != "letter"]
    surnames = {name.split()[-1] for name in people if name}
    rule = "question_and_answer" if labelled[0].kind == "letter" else "transcript"
    ends = [*(found.number for found in labelled[1:]), len(document.paragraphs)]
    within = labelled[0].number > labelled[-1].number - labelled[0].number  # an exchange that an article quotes
    longest = 1  # paragraphs of a turn so far
    for found, last in zip(labelled, ends, strict=True):
        spans = [Span(found.start, max(found.start, document.paragraphs[found.number].end))]
        for paragraph in document.paragraphs[found.number + 1 : last]:
            opens = spans == [Span(found.start, found.start)]  # the label has a line of its own
            is_last, words = last == len(document.paragraphs), document.covered(paragraph)
            beyond = is_last and len(spans) >= longest and (within or not _FIRST_OR_SECOND.search(words))
            if not opens and (beyond or _leaves(words, surnames, is_last=is_last)):
                break
            spans.append(paragraph)
        longest = max(longest, len(spans))
        if contents := tuple(part for span in spans for part in _without_stage(document.text, span)):
            yield Turn(found.label, names.of(found), contents, rule)


def _leaves(words: str, surnames: set[str], is_last: bool) -> bool:
    """Whether a paragraph without a label is the narrator's: it names a speaker, or speaks of the interview itself."""
    if surnames.intersection(regex.findall(r"[\p{L}\p{M}-]+", words)):
        return True
    return is_last and bool(_ABOUT_ITSELF.search(words) or regex.match(r"[“\"].*[”\"],? \p{L}+", words))


def _without_stage(text: str, span: Span) -> Iterator[Span]:
    """A stretch without stage directions: (laughter), (END VIDEO CLIP)."""
    directions = [
        found.span()
        for found in _STAGE.finditer(text, span.start, span.end)
        if found[1].isupper() or plain_label(found[1]) in turn_terms("stage")
    ]
    starts, ends = [span.start, *(end for _, end in directions)], [*(start for start, _ in directions), span.end]
    for start, end in zip(starts, ends, strict=True):
        words = text[start:end]
        if regex.search(r"\w", words):
            first = start + len(words) - len(words.lstrip())
            yield Span(first, first + len(words.strip()))


class _Names:
    """What the labels of a transcript stand for: the full form of a short label, from labels and from the prose."""

    def __init__(self, document: Document, labelled: Sequence[_Labelled]) -> None:
        self.document = document
        interviewees = _interviewees(document)
        self.interviewee = interviewees[0] if len(interviewees) == 1 else ""
        before = document.text[: document.paragraphs[labelled[0].number].start]
        heads = (bare_name(found.text) for found in labelled)
        prose = (bare_name(regex.sub(r"^.*['’]s? (?=\p{Lu})", "", found[0])) for found in FULL_NAME.finditer(before))
        self.known = (
            [name for name in dict.fromkeys(heads) if " " in name],
            [name for name in dict.fromkeys(prose) if " " in name and not name.isupper()],
        )
        self.titles: dict[str, set[str]] = defaultdict(set)
        for found in labelled:
            self.titles[_last(found.text)].add(_honorific(found.text))

    def of(self, found: _Labelled) -> str:
        """The speaker's name."""
        if found.kind == "letter":
            return (
                self.interviewee if plain_label(found.text) in turn_terms("answer") and self.interviewee else found.text
            )
        if _is_role(found.text):
            return found.text.capitalize() if found.text.isupper() else found.text
        bare = bare_name(found.text)
        if len(self.titles[_last(found.text)] - {""}) > 1:  # Mr. and Mrs. Holt
            return _as_written(self.document.text, f"{_honorific(found.text)} {bare}".strip())
        return _as_written(self.document.text, self._fullest(bare))

    def _fullest(self, bare: str) -> str:
        """The one longer name that a short one opens or ends, or whose initials it is; labels go before the prose."""
        key = f" {bare.casefold()} "
        for known in self.known:
            folded = {name.casefold(): name for name in known}
            longer = [n for n in folded if key != f" {n} " and (f" {n} ".startswith(key) or f" {n} ".endswith(key))]
            if len(longer) == 1:
                return folded[longer[0]]
            initials = {"".join(word[0] for word in name.split()).upper(): name for name in known}
            if 1 < len(bare) < 4 and bare in initials:
                return initials[bare]
        return bare


# Interviews


def _interviewees(document: Document) -> list[str]:
    """Whose interview a text says it is, by the first line that says so; none if no line does."""
    headline = [document.covered(section) for section in document.sections if section.label == "headline"]
    opening = [document.covered(paragraph) for paragraph in document.paragraphs[:_OPENING]]
    for line in (document.meta.get("title", ""), *headline, *opening):
        if named := {name.split()[-1]: name for name in sorted(_announced_for_interview(line), key=len)}:
            return list(named.values())
    return []


def _announced_for_interview(line: str) -> Iterator[str]:
    """Names of two words or more that follow a word for an interview, before any other preposition."""
    for start in _interview_words().finditer(line):
        rest = line[start.end() : start.end() + _CLAUSE]
        stop = _NAMED_NO_MORE.search(rest)
        for found in FULL_NAME.finditer(rest, 0, stop.start() if stop else len(rest)):
            name = " ".join(word for word in bare_name(found[0]).split() if word.rstrip(",.") not in _months())
            if " " in name and not name.isupper() and not regex.search(r" of |['’](?= |$)", name):
                yield name


@lru_cache(maxsize=1)
def _interview_words() -> regex.Pattern[str]:
    words = "|".join(regex.escape(term) for term in sorted(turn_terms("interview"), key=len, reverse=True))
    nouns = r"(?:interview|talk|conversation|session|discussion)\b[^.“”\"]{0,80}?\bwith"
    return regex.compile(rf"\b(?:{words}|{nouns})\s", regex.IGNORECASE)


def _interview(document: Document, people: Sequence[tuple[int, str]]) -> Iterator[Turn]:
    """The answers of an interview whose questions are paragraphs of their own."""
    lines = [document.covered(paragraph) for paragraph in document.paragraphs]
    asked = [number for number, line in enumerate(lines) if _asks(line)]
    told = sum(_TOLD.search(line) is not None for line in lines)
    if len(asked) < _QUESTIONS or told > 1 or len(asked) < _ASKED * (len(lines) - asked[0]):
        return
    names = _interviewees(document)
    if not names and sum(_SECOND.search(lines[number]) is not None for number in asked) > 1:
        names = _most_named(people, document.paragraphs[asked[0]].start)
    asked = [number for number in range(len(lines)) if number in asked or _addresses(lines, number, asked)]
    blocks = [
        list(_answer(lines, range(at + 1, end), names)) for at, end in zip(asked, [*asked[1:], len(lines)], strict=True)
    ]
    answered = [block for block in blocks if block]
    personal = [block for block in answered if any(_FIRST_OR_SECOND.search(lines[number]) for number, _ in block)]
    if not names or 2 * len(personal) < len(asked) or 3 * len(answered) < 2 * len(asked):
        return
    for block in answered:
        for name, part in groupby(block, key=itemgetter(1)):
            spans = [span for number, _ in part for span in _without_stage(document.text, document.paragraphs[number])]
            if spans:
                yield Turn(Span(spans[0].start, spans[0].start), name, tuple(spans), "interview")


def _most_named(people: Sequence[tuple[int, str]], end: int) -> list[str]:
    """Whose full name is met most often before a place; nobody's where two are."""
    named = Counter(name for at, name in people if at < end and " " in name).most_common(2)
    return [name for name, times in named[:1] if len(named) < 2 or times > named[1][1]]


def _asks(line: str) -> bool:
    return line.rstrip(" ”\"’'").endswith("?") and len(line.split()) <= _QUESTION_WORDS and line[:1] not in "“\"‘'"


def _addresses(lines: Sequence[str], number: int, asked: Sequence[int]) -> bool:
    """Whether a paragraph that is no answer says "you" and never "I", and the next one says "I": "You live alone." """
    line, answer = lines[number], lines[number + 1] if number + 1 < len(lines) else ""
    spoken = _SECOND.search(line) and not _FIRST.search(line) and _FIRST.search(answer)
    return bool(spoken) and number - 1 not in asked and len(line.split()) <= _QUESTION_WORDS


def _answer(lines: Sequence[str], numbers: range, names: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The paragraphs of an answer, without subheads, with whoever gives it: the one who is interviewed and not named in
    it, or says "I'm Ann Lee"; up to a paragraph that names all and has no "I"."""
    for number in numbers:
        line = lines[number]
        own = [name for name in names if any(_shares(name, found["name"]) for found in _SELF.finditer(line))]
        others = own or [name for name in names if not _shares(name, line)]
        if not others and not _FIRST.search(line):
            return
        if len(line.split()) > _LABEL_WORDS or regex.search(r"[.!?…”\"]\s*$", line):
            speakers = others or names
            yield number, speakers[0] if len(speakers) == 1 else ""


def _shares(name: str, words: str) -> bool:
    """Whether the first or the last word of a name is among some words."""
    return any(regex.search(rf"\b{regex.escape(part)}\b", words) for part in {name.split()[0], name.split()[-1]})


# Labels and names


def _is_role(label: str) -> bool:
    return plain_label(label) in turn_terms("role") | turn_terms("question") | turn_terms("answer")


@lru_cache(maxsize=4096)
def _honorific(label: str) -> str:
    """Mr., Mrs., Ms., as written; empty without one."""
    found = regex.match(r"(?i)(mr|mrs|ms|miss)\b\.?", label)
    return found[0] if found else ""


def _last(label: str) -> str:
    return (bare_name(label).split() or [""])[-1].casefold()


def _key(label: str) -> str:
    """What tells one speaker from another: the last word of a name, with its honorific; a role."""
    return plain_label(label) if _is_role(label) else f"{_honorific(label).casefold()} {_last(label)}".strip()


def _as_written(text: str, name: str) -> str:
    """A name in capitals as the text writes it elsewhere, else with one capital a word."""
    if not name.isupper() and not name.islower():
        return name
    found = regex.compile(rf"\b{regex.escape(name)}\b", regex.IGNORECASE).finditer(text)
    written = next((match[0] for match in found if not match[0].isupper() and not match[0].islower()), "")
    return written or regex.sub(r"\p{L}+", lambda match: match[0].capitalize(), name)


@lru_cache(maxsize=1)
def _months() -> frozenset[str]:
    return frozenset(term.rstrip(".").title() for term in load_lexicon("mentions").terms["calendar"])


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    terms = load_lexicon("places").terms
    return frozenset(term.casefold() for kind in ("state", "capital", "region") for term in terms[kind])
