"""Whose turn it is, where the page says so by its shape: transcripts, interviews, signatures, announcements.

Labels of a transcript or an interview, a name after a dash below a quotation, and a name before a colon and a quotation
are told by the text and its paragraphs alone; grammar, where there is any, only rules names of places and works out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.quotes.quotation_marks import find_quotations
from analysis.text.document import Document, Span
from analysis.text.furniture import is_outlet
from analysis.text.words import category_of, group

_LABEL_WORDS = 8  # of a label in capitals, with what stands after a comma: "TOM REED, HEAD OF THE HARBOUR TRUST"
_NAME_WORDS = 4  # of a label in ordinary capitals
_FEW = 3  # labelled paragraphs at least that make a transcript, unless a role or a question tells
_QUESTIONS = 3  # questions at least that make an interview without labels
_DENSE = {"capitals": 0.1, "ordinary": 0.3, "line": 0.1}  # share of labelled paragraphs between the first and the last
_OPENING = 5  # paragraphs in which an interview is announced
_ASKED = 0.15  # share of questions among the paragraphs of an interview without labels
_QUESTION_WORDS = 80
_SIGNATURE = 120  # characters of a signature at most
_DESCRIPTION = 15  # words after the comma of a signature
_CLAUSE = 160  # characters of an announcement at most
_NO_NAMES = frozenset(["DATE", "EVENT", "FAC", "GPE", "LANGUAGE", "LAW", "LOC", "PRODUCT", "TIME", "WORK_OF_ART"])

_MODIFIES = frozenset(["amod", "compound", "nmod", "poss"])

_DASH = r"(?:–|—|―|--?)"
_WORD = r"\p{Lu}[\p{L}\p{M}.'’‑-]*"
_PARTICLE = r"(?:al-|van |von |der |den |de |da |del |della |di |du |bin |ibn |el |la |le |ter |of the |of )"
_NAME = rf"(?:{_WORD})(?: (?:{_PARTICLE}){{0,2}}{_WORD}){{0,5}}"
_LABEL = regex.compile(
    r"(?:\[?\(?\d\d?:\d\d(?::\d\d)?\)?\]?\s+)?"  # a time
    r"(?P<label>[\p{Lu}\d][^:\n“”\"«»?!]{0,80}?)"
    r"(?P<aside>\s*[(\[][^()\[\]]{1,40}[)\]])?\s*(?P<mark>:|—|–)(?=\s|$)\s*"
)
_LETTER = regex.compile(r"(?P<label>[QA])(?:[.:)](?:\s*[—–-](?=\s))?|\s*[—–-](?=\s))\s*(?=\S)")
_PERSON_LABEL = regex.compile(
    rf"(?:The )?{_WORD}(?: (?:{_PARTICLE})?{_WORD}){{0,{_NAME_WORDS - 1}}}(?:, [^,]{{2,40}})?"
)
_FULL_NAME = regex.compile(rf"{_WORD}(?: (?:{_PARTICLE}){{0,1}}{_WORD}){{1,4}}")
_VISIBLE = regex.compile(r"\w")
_WORDS = regex.compile(r"[\p{L}\p{M}-]+")
_ON_ITS_LINE = regex.compile(r"[\p{L}\p{M} .'’-]+")
_SUFFIX = regex.compile(r"(?i)(?:jr|sr|of)\.?|[IVX]+")
_STAGE = regex.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")
_FIRST_OR_SECOND = regex.compile(r"\b(?:I|we|you|my|our|your|me|us|I['’]m|we['’]re|you['’]re)\b", regex.IGNORECASE)
_ABOUT_ITSELF = regex.compile(
    r"\b(?:interview|transcript|conversation|programme|program|broadcast|watch|listen)\b", regex.I
)

_SAID = regex.compile(r"[,?!.][\"”](?: \p{L}+){0,3} (?:said|says|added|told|asked)\b")  # told by a reporter

_SIGNED = regex.compile(
    rf"\s*(?:{_DASH}\s*)(?P<name>{_NAME}(?: (?:and|&) {_NAME})?)(?P<rest>(?:,|\s\()[^\n“”\"«»]{{2,100}})?\s*"
)
_BRACKETED = regex.compile(rf"\s*\((?P<name>{_NAME})(?P<rest>,[^\n“”\"«»()]{{2,100}})?\)\s*\.?\s*")
_UNMARKED = regex.compile(rf"(?P<name>{_FULL_NAME.pattern})(?P<rest>, [^\n“”\"«»]{{2,60}}[^\s.!?:;,])")

_DESCRIBED = r"(?:(?:[Tt]he |[Aa]n? |[Hh]er |[Hh]is |[Oo]ur )?(?:\p{Ll}[\p{L}-]* ){0,5})"
_BY = (
    r"(?:(?:and|then|but|next|or),? )?"
    r"(?:from|as|according to|in the words of|to quote|quoth|this from|here(?: is|['’]s))"
)
_BEFORE_NAME = regex.compile(
    rf"(?i:{_BY}) {_DESCRIBED}(?P<name>{_NAME})(?:, [^,:]{{2,60}},?)?(?: (?:put|puts|has|had|phrased|phrases) it)?"
)
_FOR_NAME = regex.compile(
    rf"(?:(?:And|But) )?[Ff]or (?:{_DESCRIBED}(?P<name>{_NAME})|(?P<pronoun>him|her|them)), [^:]{{2,80}}"
)
_OF_NAME = regex.compile(rf"(?P<name>{_NAME})['’]s?(?: \p{{Ll}}[\p{{L}}-]*){{0,3}}? (?P<noun>\p{{Ll}}[\p{{L}}-]*)")
_SUBJECT = regex.compile(
    r"(?:(?:[Aa]nd|[Bb]ut|[Ss]o|[Tt]hen|[Yy]et) )?"
    rf"(?:(?P<pronoun>[Hh]e|[Ss]he|[Tt]hey)|{_DESCRIBED}(?P<name>{_NAME}(?<!['’]s)))(?![’'\w-])"
)
_NAMED_NO_MORE = regex.compile(
    r"(?<!\b\p{Lu})\.|[;:?!“”\"()]|\b(?:about|after|at|before|by|during|for|from|in|of|on|over|who)\b"
)
_ROLE_FIRST = regex.compile(
    rf"\p{{Lu}}\p{{Ll}}+ (?:\p{{Ll}}+ ){{0,2}}?(?P<role>\p{{Ll}}+) (?P<name>{_NAME})(?![’'\w-])"
)
_PREPOSITION = regex.compile(r"(?i)\b(?:about|after|at|before|by|for|from|in|into|like|of|on|over|than|to|with)\b")
_CLAUSES = regex.compile(r"(?:, | [–—-] )")


@dataclass(frozen=True, slots=True)
class Turn:
    """Words that the shape of the page gives to somebody.

    Attributes:
        label: The name or role that says whose they are, without what stands around it; empty where only the shape of
            an interview says it.
        name: The speaker, in the fullest form that is known; a role as written; empty where the label is a pronoun or
            nobody is named.
        contents: What is said, in order, without labels and stage directions.
        rule: ``transcript``, ``question_and_answer``, ``interview``, ``signature`` or ``announcement``.
    """

    label: Span
    name: str
    contents: tuple[Span, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A paragraph that opens with a label: its number, the label, where its words begin."""

    number: int
    label: Span
    text: str
    start: int
    kind: str  # "capitals", "ordinary", "letter" or "line"


def find_turns(document: Document) -> list[Turn]:
    """Whose words the page gives by its shape, in the order of the text.

    A *transcript* has labels before a colon, in capitals or as names, at the head of several paragraphs; at least one
    comes back, or a role ("HOST") is among them. A turn goes on over paragraphs without a label until the next one,
    or until one that names a speaker or the interview. *Questions and answers* are labelled Q and A. An *interview* is
    announced with one person's name, and has three questions or more with answers in the first person between them; its
    questions are the outlet's. A *signature* is a name after a dash or in brackets, behind or below a quotation. An
    *announcement* is a name before a colon and a quotation. In doubt there is no turn.

    >>> from analysis.text.segment import segment
    >>> document = segment(Document("d", "“Nobody warned us.” – Karl Renner, union leader"))
    >>> for turn in find_turns(document):
    ...     print(turn.name, [document.covered(span) for span in turn.contents], turn.rule)
    Karl Renner ['“Nobody warned us.”'] signature
    """
    labelled = _transcript(document)
    turns = list(_spoken(document, labelled)) if labelled else list(_interview(document))
    taken = sorted(span for turn in turns for span in turn.contents)
    quotations = _outermost(document)
    signed = list(_signatures(document, quotations))
    for turn in [*signed, *_announcements(document, quotations)]:
        if not any(_meets(taken, span) for span in turn.contents):
            turns.append(turn)
    held_twice = {span for turn in signed for span in turn.contents}
    kept = [turn for turn in turns if turn.rule != "announcement" or not held_twice & {*turn.contents}]
    return sorted(kept, key=lambda turn: (turn.contents[0], turn.label))


def _meets(taken: Sequence[Span], span: Span) -> bool:
    """Whether a stretch shares a character with one of some, which are sorted and disjoint."""
    at = bisect_left(taken, span.end, key=lambda held: held.start) - 1
    return at >= 0 and taken[at].end > span.start


def _paragraph_at(document: Document, offset: int) -> int:
    """Number of the last paragraph that starts at an offset or before it; -1 before the first."""
    return bisect_right(document.paragraphs, offset, key=lambda paragraph: paragraph.start) - 1


# Transcripts


def _transcript(document: Document) -> list[_Labelled]:
    """The labelled paragraphs, if their shape is that of a transcript."""
    candidates = list(_candidates(document))
    letters = [found for found in candidates if found.kind == "letter"]
    asked = {_plain(found.text) for found in letters}
    if (
        letters
        and _among(asked, "question")
        and _among(asked, "answer")
        and _plain(letters[0].text) in _terms("question")
    ):
        return letters
    both = [found for found in candidates if found.kind != "letter"]
    capitals = [found for found in both if found.kind == "capitals"]
    ordinary = [found for found in both if found.kind == "ordinary"]
    for labelled in (both, capitals, ordinary, _own_lines(document)):
        if _is_transcript(document, labelled):
            return labelled
    return []


def _candidates(document: Document) -> Iterator[_Labelled]:
    for number, paragraph in enumerate(document.paragraphs):
        if letter := _LETTER.match(document.text, paragraph.start, paragraph.end):
            yield _Labelled(number, Span(*letter.span("label")), letter["label"], letter.end(), "letter")
            continue
        found = _LABEL.match(document.text, paragraph.start, min(paragraph.end, paragraph.start + 200))
        if not found or not (kind := _kind_of_label(found["label"], found["mark"])):
            continue
        start = found.start("label")
        label = Span(start, start + len(found["label"].rstrip()))
        yield _Labelled(number, label, document.covered(label), found.end(), kind)


@lru_cache(maxsize=4096)
def _kind_of_label(label: str, mark: str) -> str:
    """How a label is written: in capitals, as a name with ordinary ones, as Q or A; empty if it is none."""
    words, plain = label.split(), _plain(label)
    if not plain or plain in _terms("no_label") or regex.sub(r"[\d\s.#]+$", "", plain) in _terms("no_label"):
        return ""
    if plain in _terms("question") or plain in _terms("answer"):
        return "letter"
    if len(words) > _LABEL_WORDS or _months() & {*words}:
        return ""
    if label.isupper() and regex.search(r"\p{Lu}{2}", label):
        return "capitals"
    named = _PERSON_LABEL.fullmatch(label) and (words[0] != "The" or _is_role(label))
    return "ordinary" if named and mark == ":" else ""


def _own_lines(document: Document) -> list[_Labelled]:
    """Names or roles that stand alone on a line, again and again: ``lena ortiz``."""
    lines = [document.covered(paragraph) for paragraph in document.paragraphs]
    short = [line if len(line.split()) <= _NAME_WORDS and _ON_ITS_LINE.fullmatch(line) else "" for line in lines]
    times = Counter(line for line in short if line)
    found = []
    for number, line in enumerate(short):
        if times[line] < 2 or line.endswith(".") or number + 1 == len(lines):
            continue
        paragraph = document.paragraphs[number]
        found.append(_Labelled(number, paragraph, line, paragraph.end, "line"))
    return found


def _is_transcript(document: Document, labelled: Sequence[_Labelled]) -> bool:
    """Whether labels have the shape of a transcript: they come back, or a role is among them, and they are names."""
    speakers = Counter(_key(found.text) for found in labelled)
    if _distinct({_plain(found.text) if _is_role(found.text) else _full_key(found.text) for found in labelled}) < 2:
        return False
    capitals = sum(found.kind == "capitals" for found in labelled)
    kind = "capitals" if 2 * capitals >= len(labelled) else labelled[0].kind
    reach = labelled[-1].number - labelled[0].number + 1
    said = [document.covered(_first_words(document, found)) for found in labelled]
    addressed = sum(bool(_FIRST_OR_SECOND.search(words)) for words in said)
    asked = any(words.rstrip().endswith("?") for words in said)
    roles = any(_is_role(found.text) for found in labelled)
    named = all(_is_role(found.text) or len(found.text.split()) > 1 for found in labelled)
    if len(labelled) < _DENSE[kind] * reach:
        return False
    if kind == "line":
        return len(labelled) >= 2 * _FEW and named and 3 * addressed >= len(labelled)
    if len(labelled) < _FEW:
        return reach == len(labelled) and (roles or kind == "capitals") and (asked or addressed > 0)
    again = sum(times for times in speakers.values() if times > 1)
    if not again:
        return named and 2 * addressed > len(labelled)
    if 2 * max(again, addressed) < len(labelled):
        return False
    return kind == "capitals" or roles or _are_names(document, labelled, asked or addressed > 0)


def _distinct(names: set[str]) -> int:
    """How many names there are, a short one that ends or opens a longer one not counted."""
    return sum(not any(o != n and (o.endswith(f" {n}") or o.startswith(f"{n} ")) for o in names) for n in names)


def _first_words(document: Document, found: _Labelled) -> Span:
    """The words of a labelled paragraph; of a label on a line of its own, the next paragraph."""
    own = document.paragraphs[found.number]
    return document.paragraphs[found.number + 1] if found.kind == "line" else Span(found.start, own.end)


def _are_names(document: Document, labelled: Sequence[_Labelled], addressed: bool) -> bool:
    """Whether labels in ordinary capitals are people: no common words of the text, and no table of positions."""
    text = document.text
    for plain in {_plain(found.text) for found in labelled if found.kind == "ordinary"}:
        first = plain.split()[0]
        if regex.search(rf"(?<![\p{{L}}’'-]){regex.escape(first)}(?![\p{{L}}-])", text):
            return False  # the word stands in the text in small letters
        if plain in _terms_of_places():
            return False
    return addressed or labelled[-1].number - labelled[0].number < len(labelled)


def _spoken(document: Document, labelled: Sequence[_Labelled]) -> Iterator[Turn]:
    """Each labelled paragraph with those that go on with it."""
    names = _Names(document, labelled)
    people = {names.of(found) for found in labelled if not _is_role(found.text) and found.kind != "letter"}
    surnames = {name.split()[-1] for name in people if name}
    heads = {found.number: found for found in labelled}
    rule = "question_and_answer" if labelled[0].kind == "letter" else "transcript"
    for found, after in zip(labelled, [*labelled[1:], None], strict=True):
        last = after.number if after else len(document.paragraphs)
        spans = [Span(found.start, max(found.start, document.paragraphs[found.number].end))]
        for number in range(found.number + 1, last):
            paragraph = document.paragraphs[number]
            opens = spans == [Span(found.start, found.start)]  # the label has a line of its own
            if number in heads or (not opens and _leaves(document, paragraph, surnames, is_last=after is None)):
                break
            spans.append(paragraph)
        contents = tuple(part for span in spans for part in _without_stage(document.text, span))
        if contents:
            yield Turn(found.label, names.of(found), contents, rule)


def _leaves(document: Document, paragraph: Span, surnames: set[str], is_last: bool) -> bool:
    """Whether a paragraph without a label is the narrator's: it names a speaker, or speaks of the interview itself."""
    words = document.covered(paragraph)
    if surnames.intersection(_WORDS.findall(words)):
        return True
    return is_last and (
        _ABOUT_ITSELF.search(words) is not None or regex.match(r"[“\"].*[”\"],? \p{L}+", words) is not None
    )


def _without_stage(text: str, span: Span) -> Iterator[Span]:
    """A stretch without stage directions: (laughter), (END VIDEO CLIP)."""
    start = span.start
    for found in _STAGE.finditer(text, span.start, span.end):
        if found[1].isupper() or _plain(found[1]) in _terms("stage"):
            yield from _trimmed(text, start, found.start())
            start = found.end()
    yield from _trimmed(text, start, span.end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    words = text[start:end]
    if _VISIBLE.search(words):
        first = start + len(words) - len(words.lstrip())
        yield Span(first, first + len(words.strip()))


class _Names:
    """What the labels of a transcript stand for: the full form of a short label, from labels and from the prose."""

    def __init__(self, document: Document, labelled: Sequence[_Labelled]) -> None:
        self.document = document
        interviewees = _interviewees(document)
        self.interviewee = interviewees[0] if len(interviewees) == 1 else ""
        first = document.paragraphs[labelled[0].number].start
        heads = [_bare(found.text) for found in labelled]
        self.full = [name for name in dict.fromkeys(heads) if len(name.split()) > 1]
        self.prose = _full_names(document.text[:first])
        self.known: dict[str, str] = {}
        self.titles: dict[str, set[str]] = defaultdict(set)
        for found in labelled:
            self.titles[_last(found.text)].add(_honorific(found.text))

    def of(self, found: _Labelled) -> str:
        """The speaker's name."""
        if found.text not in self.known:
            self.known[found.text] = self._name(found)
        return self.known[found.text]

    def _name(self, found: _Labelled) -> str:
        plain = _plain(found.text)
        if found.kind == "letter":
            return self.interviewee if plain in _terms("answer") and self.interviewee else found.text
        if _is_role(found.text):
            return found.text.capitalize() if found.text.isupper() else found.text
        bare = _bare(found.text)
        if len(self.titles[_last(found.text)] - {""}) > 1:  # Mr. and Mrs. Holt
            return _as_written(self.document.text, f"{_honorific(found.text)} {bare}".strip())
        return _as_written(self.document.text, self._fullest(bare))

    def _fullest(self, bare: str) -> str:
        key = bare.casefold()
        for known in (self.full, self.prose):
            longer = {
                name.casefold(): name for name in known
                if name.casefold().endswith(f" {key}") or name.casefold().startswith(f"{key} ")
            }  # fmt: skip
            if len(longer) == 1:
                return next(iter(longer.values()))
            initials = {"".join(word[0] for word in name.split()).casefold(): name for name in known}
            if len(bare) in (2, 3) and bare.isupper() and key in initials:
                return initials[key]
        return bare


def _full_names(text: str) -> list[str]:
    """Names of two words or more in a text, without titles, in order."""
    found = (regex.sub(r"^.*['’]s? (?=\p{Lu})", "", name[0]) for name in _FULL_NAME.finditer(text))
    names = dict.fromkeys(map(_bare, found))
    return [name for name in names if len(name.split()) > 1 and not name.isupper()]


def _interviewees(document: Document) -> list[str]:
    """Whose interview a text says it is, by the first line that says so; none if no line does."""
    headline = [document.covered(section) for section in document.sections if section.label == "headline"]
    opening = [document.covered(paragraph) for paragraph in document.paragraphs[:_OPENING]]
    for line in (document.meta.get("title", ""), *headline, *opening):
        named = dict.fromkeys(_announced_for_interview(line))
        if by_surname := {name.split()[-1]: name for name in sorted(named, key=len)}:
            return [name for name in named if name in by_surname.values()]
    return []


def _announced_for_interview(line: str) -> Iterator[str]:
    """Names of two words or more that follow a word for an interview, before any other preposition."""
    for start in _interview_words().finditer(line):
        rest = line[start.end() : start.end() + _CLAUSE]
        stop = _NAMED_NO_MORE.search(rest)
        for found in _FULL_NAME.finditer(rest, 0, stop.start() if stop else len(rest)):
            words = _bare(found[0]).split()
            while words and words[-1].rstrip(",.") in _months():
                words.pop()
            name = " ".join(words)
            if len(words) > 1 and not name.isupper() and not regex.search(r" of |['’](?= |$)", name):
                yield name


@lru_cache(maxsize=1)
def _interview_words() -> regex.Pattern[str]:
    words = "|".join(regex.escape(term) for term in sorted(_terms("interview"), key=len, reverse=True))
    nouns = r"(?:interview|talk|conversation|session|discussion)\b[^.“”\"]{0,80}?\bwith"
    return regex.compile(rf"\b(?:{words}|{nouns})\s", regex.IGNORECASE)


# Interviews without labels


def _interview(document: Document) -> Iterator[Turn]:
    """The answers of an announced interview whose questions are paragraphs of their own."""
    names = _interviewees(document)
    if not names:
        return
    lines = [document.covered(paragraph) for paragraph in document.paragraphs]
    asked = [number for number, line in enumerate(lines) if _asks(line)]
    told = sum(_SAID.search(line) is not None for line in lines)
    if len(asked) < _QUESTIONS or told > 1 or len(asked) < _ASKED * (len(lines) - asked[0]):
        return
    blocks = []
    for number, after in zip(asked, [*asked[1:], len(lines)], strict=True):
        block = [other for other in range(number + 1, after) if not _is_subhead(lines[other])]
        blocks.append(block[: _until(document, block, names)])
    answered = [block for block in blocks if block]
    personal = [block for block in answered if any(_FIRST_OR_SECOND.search(lines[other]) for other in block)]
    if 2 * len(personal) < len(asked) or 3 * len(answered) < 2 * len(asked):
        return
    for block in answered:
        contents = tuple(part for other in block for part in _without_stage(document.text, document.paragraphs[other]))
        if contents:
            place = Span(contents[0].start, contents[0].start)
            yield Turn(place, names[0] if len(names) == 1 else "", contents, "interview")


def _asks(line: str) -> bool:
    return line.rstrip(" ”\"’'").endswith("?") and len(line.split()) <= _QUESTION_WORDS and line[:1] not in "“\"‘'"


def _is_subhead(line: str) -> bool:
    return len(line.split()) <= _LABEL_WORDS and not regex.search(r"[.!?…”\"]\s*$", line)


def _until(document: Document, block: Sequence[int], names: Sequence[str]) -> int:
    """How many paragraphs of an answer there are before one that names who answers."""
    surnames = "|".join(regex.escape(name.split()[-1]) for name in names)
    for count, number in enumerate(block):
        if len(names) == 1 and regex.search(rf"\b(?:{surnames})\b", document.covered(document.paragraphs[number])):
            return count
    return len(block)


# Signatures


def _outermost(document: Document) -> list[list[Annotation]]:
    """The quotations that stand in no other, each with its parts."""
    parts: dict[str, list[Annotation]] = {}
    end = 0
    for row in find_quotations(document):
        if row.start >= end:
            parts.setdefault(row.relation, []).append(row)
            end = row.end
    return list(parts.values())


def _signatures(document: Document, quotations: Sequence[Sequence[Annotation]]) -> Iterator[Turn]:
    """Quotations with a name after a dash, or in brackets, behind them or on the next line."""
    lines = sorted([*document.paragraphs, *(Span(s.start, s.end) for s in document.sections if s.label == "sign_off")])
    starts = [line.start for line in lines]
    for parts in quotations:
        at = bisect_right(starts, parts[-1].start) - 1
        if at < 0:
            continue
        line, end = lines[at], parts[-1].end
        opens = not _VISIBLE.search(document.text, line.start, parts[-1].start)
        own = Span(end, line.end)
        if _VISIBLE.search(document.text, own.start, own.end):
            found = _signature(document, own, (_SIGNED, _BRACKETED)) if opens or _ends(document, parts[-1]) else None
        elif at + 1 < len(lines):
            forms = (_SIGNED, _BRACKETED, _UNMARKED) if opens else (_SIGNED,)
            found = _signature(document, lines[at + 1], forms)
        else:
            found = None
        contents = tuple(Span(part.start, part.end) for part in parts)
        for label in found or ():
            yield Turn(label, _bare(document.covered(label)), contents, "signature")


def _ends(document: Document, part: Annotation) -> bool:
    """Whether what stands before a quotation ends a sentence or announces it."""
    return regex.search(r"[.!?:…][”\"’')]*\s*$", document.text[max(0, part.start - 10) : part.start]) is not None


def _signature(document: Document, span: Span, forms: Iterable[regex.Pattern[str]]) -> list[Span] | None:
    """Where the name, or the two names, of a signature stand, if a stretch is nothing else."""
    if span.end - span.start > _SIGNATURE:
        return None
    for form in forms:
        found = form.fullmatch(document.text, span.start, span.end)
        if found and _may_sign(found):
            name, start = found["name"].rstrip("."), found.start("name")
            cut = regex.search(r" (?:and|&) ", name)
            pieces = [(0, cut.start()), (cut.end(), len(name))] if cut else [(0, len(name))]
            return [Span(start + first, start + last) for first, last in pieces]
    return None


def _may_sign(found: regex.Match[str]) -> bool:
    rest = (found["rest"] or "").strip(" ,()")
    words = rest.split()
    said = {word.strip(".,").casefold() for word in words} & _saying()
    if said or len(words) > _DESCRIPTION or is_outlet(found["name"]) or regex.search(r"\.\s+\p{Lu}\p{Ll}{3,}", rest):
        return False
    bracketed = found.re is _BRACKETED
    return not bracketed or bool(rest) or len(found["name"].split()) > 1


@lru_cache(maxsize=1)
def _saying() -> frozenset[str]:
    """Forms by which a description after a name would be a clause: "— Renner, who left, said …"."""
    return frozenset(
        ["said", "says", "told", "tells", "added", "adds", "asked", "asks", "replied", "explained", "wrote"]
    )


# Announcements


def _announcements(document: Document, quotations: Sequence[Sequence[Annotation]]) -> Iterator[Turn]:
    """Quotations after a colon, and a name before it that is all that may speak."""
    for parts in quotations:
        if (clause := _clause_before(document, parts[0].start)) is None:
            continue
        if (label := _announced_by(document, clause)) is None:
            continue
        name = document.covered(label)
        if not _is_whole(document, parts[-1]):
            continue
        contents = tuple(Span(part.start, part.end) for part in parts)
        yield Turn(label, _bare(name) if name[0].isupper() and not _is_pronoun(name) else "", contents, "announcement")


def _is_whole(document: Document, part: Annotation) -> bool:
    """Whether a quotation ends as a sentence or a clause or ends its paragraph; not so in "Reed: “No” to tax"."""
    at = _paragraph_at(document, part.start)
    inner = document.text[part.start : part.end].rstrip("”’\"'»“ ")
    return inner[-1:] in ".!?,…" or at < 0 or part.end >= document.paragraphs[at].end - 1


def _clause_before(document: Document, start: int) -> Span | None:
    """The sentence that ends in a colon right before a quotation, on its line or the one before; without the colon."""
    text = document.text
    colon = start - len(text[max(0, start - _CLAUSE) : start]) + len(text[max(0, start - _CLAUSE) : start].rstrip())
    first = _paragraph_at(document, start)
    if not colon or text[colon - 1] != ":" or first < 0:
        return None
    at = _paragraph_at(document, colon - 1)
    if at < first - 1:
        return None
    begin = max(document.paragraphs[at].start, colon - 1 - _CLAUSE)
    stops = [
        m.end()
        for m in regex.finditer(r"(?<!\b\p{Lu}\p{Ll}{0,3})[.!?…][”\"’')]*\s+(?=\p{Lu})", text[begin : colon - 1])
    ]
    begin += stops[-1] if stops else 0
    return Span(begin, colon - 1) if text[begin : colon - 1].strip() else None


def _announced_by(document: Document, clause: Span) -> Span | None:
    """The name in a clause before a colon that says whose the quotation is."""
    for form in (_BEFORE_NAME, _FOR_NAME, _OF_NAME):
        found = form.fullmatch(document.text, clause.start, clause.end)
        if found and (span := _speaker(document, found)):
            return span
    return _subject(document, clause)


def _subject(document: Document, clause: Span) -> Span | None:
    """The name that opens a clause: "Tom Reed was blunt", "On Sunday, Tom Reed", "Tom Reed, a sailor, was blunt"."""
    text, starts = document.text, [clause.start]
    starts += [joint.end() for joint in _CLAUSES.finditer(text, clause.start, clause.end)]
    for start in starts:
        found = _ROLE_FIRST.match(text, start, clause.end)
        if not found or found["role"] not in _persons():
            found = _SUBJECT.match(text, start, clause.end)
        if not found or _PREPOSITION.search(text, start, found.start(_kind(found))):
            continue
        if span := _speaker(document, found):
            return None if _says_otherwise(document, Span(found.end(), clause.end)) else span
    return None


def _says_otherwise(document: Document, rest: Span) -> bool:
    """Whether what follows a subject names somebody else, a title, or a verb of saying, which the cues read."""
    words = document.covered(rest)
    if regex.search(r"(?<!^, )(?<!^)\b(?!I\b)\p{Lu}\p{Ll}", words):
        return not regex.match(r", [^,]+, \p{Ll}|, [^,]+$", words)
    if {word.casefold() for word in regex.findall(r"\p{L}+", words)} & _terms("title_verb"):
        return True
    verbs = [document.words[index] for index in document.indices(rest) if document.tokens[index].pos == "VERB"]
    saying = [verb for verb in verbs if verb.lemma in _verbs_of_saying() and not verb.children("auxpass")]
    return bool(saying) and not words.rstrip().endswith("to say")


def _kind(found: regex.Match[str]) -> str:
    return "name" if found.groupdict().get("name") else "pronoun"


def _speaker(document: Document, found: regex.Match[str]) -> Span | None:
    """Where the name or pronoun of an announcement stands, if it may be somebody who speaks."""
    kind, noun = _kind(found), found.groupdict().get("noun")
    span = Span(*found.span(kind))
    if noun and noun.casefold() not in _terms("of_words"):
        return None
    if kind == "name" and (not _may_speak(document, span) or (not noun and _modifies(document, span))):
        return None
    return span


def _modifies(document: Document, span: Span) -> bool:
    """Whether grammar says that a name only tells whose something is: "the Reed campaign"."""
    indices = document.indices(span)
    last = document.words[indices[-1]] if indices else None
    return last is not None and last.dep in _MODIFIES and last.head.start >= span.end


@lru_cache(maxsize=1)
def _verbs_of_saying() -> frozenset[str]:
    return frozenset(entry.term for entry in load_lexicon("reporting").entries)


def _may_speak(document: Document, span: Span) -> bool:
    """Whether a name may be that of a person or an institution: no place, date or work, as far as is known."""
    words = document.covered(span)
    bare = _bare(words)
    first = bare.casefold().split()[0].rstrip("’'") if bare else ""
    if not bare or bare.casefold() in _terms_of_places() or _months() & {*bare.split()}:
        return False
    if first in group("starter") or _plain(words) in _terms("no_label") or first in _terms("no_label"):
        return False
    if (bare.isupper() and len(bare.split()) >= _NAME_WORDS) or category_of(words.split()[-1]) in ("state", "month"):
        return False
    after = regex.match(r"\s+([\p{L}\d-]+)", document.text[span.end : span.end + 40])
    if after and (after[1][0].isdigit() or after[1] in _persons()):
        return False  # "Article 33", "a Reed supporter"
    entities = {document.tokens[index].entity for index in document.indices(span)}
    if entities & {"PERSON", "ORG"}:
        return True
    alone = words == bare and len(bare.split()) == 1  # "Asked", "Along": a capital of the sentence, not of a name
    known = not alone or _times(document.text)[bare] > 1
    return known and not entities & _NO_NAMES


@lru_cache(maxsize=1)
def _times(text: str) -> Counter[str]:
    return Counter(regex.findall(r"\p{Lu}[\p{L}\p{M}'’-]*(?<!['’]s)", text))


@lru_cache(maxsize=1)
def _persons() -> frozenset[str]:
    return load_lexicon("mentions").terms["person"]


@lru_cache(maxsize=1)
def _months() -> frozenset[str]:
    return frozenset(term.rstrip(".").title() for term in load_lexicon("mentions").terms["calendar"])


# Labels and names


def _is_pronoun(words: str) -> bool:
    return words.casefold() in {"he", "she", "they", "him", "her", "them"}


@lru_cache(maxsize=4096)
def _plain(label: str) -> str:
    """A label in small letters, without article, number and marks."""
    words = regex.sub(r"^(?:the|an?) (?=\p{L})", "", label.replace("’", "'").strip(" .:-–—[]()").casefold())
    return str(regex.sub(r"\s*#?\d+$", "", words))


@lru_cache(maxsize=4096)
def _is_role(label: str) -> bool:
    plain = _plain(label)
    return any(plain in _terms(kind) for kind in ("role", "question", "answer"))


@lru_cache(maxsize=4096)
def _bare(label: str) -> str:
    """A name without what follows a comma or stands in brackets, and without titles before it."""
    name = regex.split(r",|\s[(\[]", label, maxsplit=1)[0].strip(" .")
    words = regex.sub(r"^(?:The|THE) ", "", name).split()
    titles = [place for place, word in enumerate(words[:-1]) if _is_title(word)]
    if titles and not _SUFFIX.fullmatch(words[titles[-1] + 1]):
        words = words[titles[-1] + 1 :]
    return " ".join(words)


def _is_title(word: str) -> bool:
    plain = word.casefold().rstrip(".")
    return plain in _titles() or plain in _terms("role") or category_of(f"{word.capitalize().rstrip('.')}.") == "title"


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    """Every word of a title, so that "Deputy Prime Minister" goes word by word."""
    terms = (entry.term for entry in load_lexicon("titles").entries)
    return frozenset(word for term in terms for word in term.casefold().split() if word != "of")


@lru_cache(maxsize=4096)
def _honorific(label: str) -> str:
    """Mr., Mrs., Ms., as written; empty without one."""
    found = regex.match(r"(?i)(mr|mrs|ms|miss)\b\.?", label)
    return found[0] if found else ""


def _last(label: str) -> str:
    return (_bare(label).split() or [""])[-1].casefold()


def _full_key(label: str) -> str:
    return f"{_honorific(label)} {_bare(label)}".strip().casefold()


def _key(label: str) -> str:
    """What tells one speaker from another: the last word of a name, with its honorific; a role."""
    return _plain(label) if _is_role(label) else f"{_honorific(label).casefold()} {_last(label)}".strip()


def _as_written(text: str, name: str) -> str:
    """A name in capitals as the text writes it elsewhere, else with one capital a word."""
    if not name.isupper() and not name.islower():
        return name
    found = regex.compile(rf"\b{regex.escape(name)}\b", regex.IGNORECASE).finditer(text)
    written = next((match[0] for match in found if not match[0].isupper() and not match[0].islower()), "")
    return written or regex.sub(r"\p{L}+", lambda match: match[0].capitalize(), name)


@lru_cache(maxsize=16)
def _terms(category: str) -> frozenset[str]:
    return load_lexicon("turns").terms[category]


def _among(labels: Iterable[str], category: str) -> bool:
    return bool({*labels} & _terms(category))


@lru_cache(maxsize=1)
def _terms_of_places() -> frozenset[str]:
    terms = load_lexicon("places").terms
    return frozenset(term.casefold() for kind in ("state", "capital", "region") for term in terms[kind])
