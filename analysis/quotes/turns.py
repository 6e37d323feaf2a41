"""Whose turn it is, where the page says so by its shape: transcripts, interviews, signatures, announcements.

Labels of a transcript or an interview, a name after a dash below a quotation, and a name before a colon and a quotation
are told by the text and its paragraphs alone; grammar, where there is any, only rules names of places and works out.
"""

from __future__ import annotations

from bisect import bisect_right
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
from analysis.text.words import category_of

_LABEL_WORDS = 8  # of a label in capitals, with what stands after a comma: "TOM REED, HEAD OF THE HARBOUR TRUST"
_NAME_WORDS = 4  # of a label in ordinary capitals
_FEW = 3  # labelled paragraphs at least that make a transcript, unless a role or a question tells
_QUESTIONS = 3  # questions at least that make an interview without labels
_OPENING = 5  # paragraphs in which an interview is announced
_QUESTION_WORDS = 80
_SIGNATURE = 120  # characters of a signature at most
_DESCRIPTION = 15  # words after the comma of a signature
_CLAUSE = 160  # characters of an announcement at most
_NO_NAMES = frozenset(["DATE", "EVENT", "FAC", "GPE", "LANGUAGE", "LAW", "LOC", "PRODUCT", "TIME", "WORK_OF_ART"])

_DASH = r"(?:–|—|―|--?)"
_WORD = r"\p{Lu}[\p{L}\p{M}.'’‑-]*"
_PARTICLE = r"(?:al-|van |von |der |den |de |da |del |della |di |du |bin |ibn |el |la |le |ter |of the |of )"
_NAME = rf"(?:{_WORD})(?: (?:{_PARTICLE}){{0,2}}{_WORD}){{0,5}}"
_LABEL = regex.compile(
    r"(?:\[?\(?\d\d?:\d\d(?::\d\d)?\)?\]?\s+)?"  # a time
    r"(?P<label>[\p{Lu}\d][^:\n“”\"«»?!]{0,80}?)"
    r"(?P<aside>\s*[(\[][^()\[\]]{1,40}[)\]])?\s*(?P<mark>:|—|–)(?=\s|$)\s*"
)
_LETTER = regex.compile(r"(?P<label>[QA])\s*(?P<mark>[.:)—–-])\s*(?=\S)")
_PERSON_LABEL = regex.compile(
    rf"(?:The )?{_WORD}(?: (?:{_PARTICLE})?{_WORD}){{0,{_NAME_WORDS - 1}}}(?:, [^,]{{2,40}})?"
)
_FULL_NAME = regex.compile(rf"{_WORD}(?: (?:{_PARTICLE}){{0,1}}{_WORD}){{1,4}}")
_STAGE = regex.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")
_FIRST_OR_SECOND = regex.compile(r"\b(?:I|we|you|my|our|your|me|us|I['’]m|we['’]re|you['’]re)\b", regex.IGNORECASE)
_ABOUT_ITSELF = regex.compile(r"\b(?:interview|transcript|conversation|programme|program|broadcast|watch|listen)\b", regex.I)

_SIGNED = regex.compile(
    rf"\s*(?:{_DASH}\s*)(?P<name>{_NAME}(?: (?:and|&) {_NAME})?)(?P<rest>(?:,|\s\()[^\n“”\"«»]{{2,100}})?\s*"
)
_BRACKETED = regex.compile(rf"\s*\((?P<name>{_NAME})(?P<rest>,[^\n“”\"«»()]{{2,100}})?\)\s*\.?\s*")
_UNMARKED = regex.compile(rf"(?P<name>{_FULL_NAME.pattern})(?P<rest>, [^\n“”\"«»]{{2,60}}[^\s.!?:;,])")

_DESCRIBED = rf"(?:(?:[Tt]he |[Aa]n? )?(?:\p{{Ll}}[\p{{L}}-]* ){{0,5}})(?P<name>{_NAME})"
_BEFORE_NAME = regex.compile(
    r"(?:(?:[Aa]nd|[Tt]hen|[Bb]ut|[Nn]ext|[Oo]r),? )?"
    r"(?:[Ff]rom|[Aa]s|[Aa]ccording to|[Ii]n the words of|[Tt]o quote|[Qq]uoth|[Tt]his from|[Hh]ere is|[Hh]ere['’]s) "
    rf"{_DESCRIBED}(?:, [^,:]{{2,60}},?)?(?: (?:put|puts|has|had|phrased|phrases) it)?"
)
_FOR_NAME = regex.compile(rf"(?:(?:[Aa]nd|[Bb]ut) )?[Ff]or (?:{_DESCRIBED}|(?P<pronoun>him|her|them)), [^:]{{2,80}}")
_ALONE = regex.compile(rf"(?:[^:,]{{2,80}}, )?{_DESCRIBED}(?:, [^,:]{{2,60}},?)?")
_OF_NAME = regex.compile(rf"(?P<name>{_NAME})['’](?:s)?(?: \p{{Ll}}[\p{{L}}-]*){{0,3}}? (?P<noun>\p{{Ll}}[\p{{L}}-]*)")
_SUBJECT = regex.compile(
    rf"(?:[^:,]{{2,80}}, )?(?:{_DESCRIBED}|(?P<pronoun>[Hh]e|[Ss]he|[Tt]hey))(?:, [^,:]{{2,60}},)? (?P<clause>\p{{Ll}}[^:]{{1,100}})"
)


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
    comes back, or a role ("HOST") is among them. A turn goes on over paragraphs without a label until the next label, or
    until one that names the speaker or the interview. *Questions and answers* are labelled Q and A. An *interview* is
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
    taken = [span for turn in turns for span in turn.contents]
    quotations = _outermost(document)
    signed = list(_signatures(document, quotations))
    for turn in [*signed, *_announcements(document, quotations)]:
        if not any(span.start < held.end and held.start < span.end for span in turn.contents for held in taken):
            turns.append(turn)
    held_twice = {span for turn in signed for span in turn.contents}
    kept = [turn for turn in turns if turn.rule != "announcement" or not held_twice & {*turn.contents}]
    return sorted(kept, key=lambda turn: (turn.contents[0], turn.label))


# Transcripts


def _transcript(document: Document) -> list[_Labelled]:
    """The labelled paragraphs, if their shape is that of a transcript."""
    letters = [found for found in _candidates(document) if found.kind == "letter"]
    asked = {_plain(found.text) for found in letters}
    if letters and _among(asked, "question") and _among(asked, "answer") and _plain(letters[0].text) in _terms("question"):
        return letters
    by_kind: dict[str, list[_Labelled]] = defaultdict(list)
    for found in _candidates(document):
        by_kind[found.kind].append(found)
    for kind in ("capitals", "ordinary"):
        if _is_transcript(document, by_kind[kind]):
            return by_kind[kind]
    lines = _own_lines(document)
    return lines if _is_transcript(document, lines) else []


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


def _kind_of_label(label: str, mark: str) -> str:
    """How a label is written: in capitals, as a name with ordinary ones, as Q or A; empty if it is none."""
    words, plain = label.split(), _plain(label)
    if not plain or plain in _terms("no_label") or regex.sub(r"[\d\s.#]+$", "", plain) in _terms("no_label"):
        return ""
    if plain in _terms("question") or plain in _terms("answer"):
        return "letter"
    if label.isupper() and len(words) <= _LABEL_WORDS and regex.search(r"\p{Lu}{2}", label):
        return "capitals"
    named = len(words) <= _LABEL_WORDS and _PERSON_LABEL.fullmatch(label)
    return "ordinary" if named and mark == ":" else ""


def _own_lines(document: Document) -> list[_Labelled]:
    """Names or roles that stand alone on a line, again and again: ``lena ortiz``."""
    lines = [document.covered(paragraph) for paragraph in document.paragraphs]
    short = [line if len(line.split()) <= _NAME_WORDS and regex.fullmatch(r"[\p{L}\p{M} .'’-]+", line) else "" for line in lines]
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
    roles = [found for found in labelled if _is_role(found.text)]
    words = [document.text[found.start : document.paragraphs[found.number].end] for found in labelled]
    if len(speakers) < 2 or (labelled[0].kind == "line" and len(labelled) < 2 * _FEW - 1):
        return False
    again = sum(times for times in speakers.values() if times > 1)
    addressed = sum(bool(_FIRST_OR_SECOND.search(said)) for said in words)
    asked = any(said.rstrip().endswith("?") for said in words)
    if len(labelled) < _FEW:
        adjoining = labelled[1].number == labelled[0].number + 1
        return adjoining and bool(roles or labelled[0].kind == "capitals") and (asked or bool(addressed))
    if again:
        if 2 * again < len(labelled) and 2 * addressed < len(labelled):
            return False
        return labelled[0].kind == "capitals" or bool(roles) or _are_names(document, labelled, bool(asked or addressed))
    return 2 * addressed > len(labelled) and all(_is_role(found.text) or _FULL_NAME.match(found.text) for found in labelled)


def _are_names(document: Document, labelled: Sequence[_Labelled], addressed: bool) -> bool:
    """Whether labels in ordinary capitals are people: no common words of the text, and no table of positions."""
    text = document.text
    for plain in {_plain(found.text) for found in labelled}:
        first = plain.split()[0]
        if regex.search(rf"(?<![\p{{L}}’'-]){regex.escape(first)}(?![\p{{L}}-])", text):
            return False  # the word stands in the text in small letters
        if plain in _terms_of_places():
            return False
    return addressed or labelled[-1].number - labelled[0].number < len(labelled)


def _spoken(document: Document, labelled: Sequence[_Labelled]) -> Iterator[Turn]:
    """Each labelled paragraph with those that go on with it."""
    names = _Names(document, labelled)
    surnames = {word for found in labelled if not _is_role(found.text) for word in [names.of(found).split()[-1:]] for word in word}
    heads = {found.number: found for found in labelled}
    rule = "question_and_answer" if labelled[0].kind == "letter" else "transcript"
    for found, after in zip(labelled, [*labelled[1:], None], strict=True):
        last = after.number if after else len(document.paragraphs)
        spans = [Span(found.start, max(found.start, document.paragraphs[found.number].end))]
        for number in range(found.number + 1, last):
            paragraph = document.paragraphs[number]
            if number in heads or _leaves(document, paragraph, surnames, is_last=after is None):
                break
            spans.append(paragraph)
        contents = tuple(part for span in spans for part in _without_stage(document.text, span))
        if contents:
            yield Turn(found.label, names.of(found), contents, rule)


def _leaves(document: Document, paragraph: Span, surnames: Iterable[str], is_last: bool) -> bool:
    """Whether a paragraph without a label is the narrator's: it names a speaker, or speaks of the interview itself."""
    words = document.covered(paragraph)
    if any(regex.search(rf"\b{regex.escape(surname)}\b", words) for surname in surnames if len(surname) > 1):
        return True
    return is_last and (_ABOUT_ITSELF.search(words) is not None or regex.match(r"[“\"].*[”\"],? \p{L}+", words) is not None)


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
    if regex.search(r"\w", words):
        first = start + len(words) - len(words.lstrip())
        yield Span(first, first + len(words.strip()))


class _Names:
    """What the labels of a transcript stand for: the full form of a short label, from labels and from the prose."""

    def __init__(self, document: Document, labelled: Sequence[_Labelled]) -> None:
        self.document = document
        self.interviewee = _interviewee(document)
        first = document.paragraphs[labelled[0].number].start
        heads = [_bare(found.text) for found in labelled]
        self.full = [name for name in dict.fromkeys(heads) if len(name.split()) > 1]
        self.prose = _full_names(document.text[:first])
        self.titles: dict[str, set[str]] = defaultdict(set)
        for found in labelled:
            self.titles[_last(found.text)].add(_honorific(found.text))

    def of(self, found: _Labelled) -> str:
        """The speaker's name."""
        plain = _plain(found.text)
        if found.kind == "letter":
            return self.interviewee if plain in _terms("answer") and self.interviewee else found.text
        if _is_role(found.text):
            return found.text
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
    names = dict.fromkeys(_bare(found[0]) for found in _FULL_NAME.finditer(text))
    return [name for name in names if len(name.split()) > 1 and not name.isupper()]


def _interviewee(document: Document) -> str:
    """The one person whose interview a text says it is; empty if it names none or several."""
    headline = [section for section in document.sections if section.label == "headline"]
    opening = [*headline, *document.paragraphs[:_OPENING]]
    words = "|".join(regex.escape(term) for term in sorted(_terms("interview"), key=len, reverse=True))
    pattern = regex.compile(
        rf"(?i:\b(?:{words}|(?:interview|talk|conversation|session|discussion)\b[^.“”\"]{{0,80}}?\bwith))"
        rf"\s+(?:(?:the |an? |our )?(?:\p{{Ll}}[\p{{L}}’'-]* ){{0,6}})(?P<name>{_NAME})"
    )
    found = [_bare(match["name"]) for span in opening for match in pattern.finditer(document.covered(span))]
    named = list(dict.fromkeys(name for name in found if len(name.split()) > 1))
    known = {name.split()[-1] for name in named}
    return max(named, key=len) if len(known) == 1 else ""


# Interviews without labels


def _interview(document: Document) -> Iterator[Turn]:
    """The answers of an announced interview whose questions are paragraphs of their own."""
    name = _interviewee(document)
    if not name:
        return
    lines = [document.covered(paragraph) for paragraph in document.paragraphs]
    asked = [number for number, line in enumerate(lines) if _asks(line)]
    if len(asked) < _QUESTIONS:
        return
    blocks = []
    for number, after in zip(asked, [*asked[1:], len(lines)], strict=True):
        block = [other for other in range(number + 1, after) if not _is_subhead(lines[other])]
        blocks.append(block[: _until(document, block, name)])
    answered = [block for block in blocks if block]
    personal = [block for block in answered if any(_FIRST_OR_SECOND.search(lines[other]) for other in block)]
    if 2 * len(personal) < len(asked) or 3 * len(answered) < 2 * len(asked):
        return
    for block in answered:
        contents = tuple(part for other in block for part in _without_stage(document.text, document.paragraphs[other]))
        if contents:
            yield Turn(Span(contents[0].start, contents[0].start), name, contents, "interview")


def _asks(line: str) -> bool:
    return line.rstrip(" ”\"’'").endswith("?") and len(line.split()) <= _QUESTION_WORDS and line[:1] not in "“\"‘'"


def _is_subhead(line: str) -> bool:
    return len(line.split()) <= _LABEL_WORDS and not regex.search(r"[.!?…”\"]\s*$", line)


def _until(document: Document, block: Sequence[int], name: str) -> int:
    """How many paragraphs of an answer there are before one that names who answers."""
    surname = name.split()[-1]
    for count, number in enumerate(block):
        if regex.search(rf"\b{regex.escape(surname)}\b", document.covered(document.paragraphs[number])):
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
    lines = sorted(
        [*document.paragraphs, *(Span(s.start, s.end) for s in document.sections if s.label == "sign_off")]
    )
    starts = [line.start for line in lines]
    for parts in quotations:
        at = bisect_right(starts, parts[-1].start) - 1
        if at < 0:
            continue
        line, end = lines[at], parts[-1].end
        opens = not regex.search(r"\w", document.text[line.start : parts[-1].start])
        own = Span(end, line.end)
        if regex.search(r"\w", document.covered(own)):
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
    return frozenset(["said", "says", "told", "tells", "added", "adds", "asked", "asks", "replied", "explained", "wrote"])


# Announcements


def _announcements(document: Document, quotations: Sequence[Sequence[Annotation]]) -> Iterator[Turn]:
    """Quotations after a colon, and a name before it that is all that may speak."""
    for parts in quotations:
        if (clause := _clause_before(document, parts[0].start)) is None:
            continue
        if (label := _announced_by(document, clause)) is None:
            continue
        name = document.covered(label)
        contents = tuple(Span(part.start, part.end) for part in parts)
        yield Turn(label, _bare(name) if name[0].isupper() and not _is_pronoun(name) else "", contents, "announcement")


def _clause_before(document: Document, start: int) -> Span | None:
    """The sentence that ends in a colon right before a quotation, on its line or the one before; without the colon."""
    text = document.text
    colon = len(text[:start].rstrip())
    first = bisect_right([paragraph.start for paragraph in document.paragraphs], start) - 1
    if not colon or text[colon - 1] != ":" or first < 0:
        return None
    at = bisect_right([paragraph.start for paragraph in document.paragraphs], colon - 1) - 1
    if at < first - 1:
        return None
    begin = max(document.paragraphs[at].start, colon - 1 - _CLAUSE)
    stops = [m.end() for m in regex.finditer(r"(?<!\b\p{Lu}\p{Ll}{0,3})[.!?…][”\"’')]*\s+(?=\p{Lu})", text[begin : colon - 1])]
    begin += stops[-1] if stops else 0
    return Span(begin, colon - 1) if text[begin : colon - 1].strip() else None


def _announced_by(document: Document, clause: Span) -> Span | None:
    for form in (_BEFORE_NAME, _FOR_NAME, _OF_NAME, _ALONE, _SUBJECT):
        found = form.fullmatch(document.text, clause.start, clause.end)
        if found and (span := _speaker(document, form, found)):
            return span
    return None


def _speaker(document: Document, form: regex.Pattern[str], found: regex.Match[str]) -> Span | None:
    groups = found.groupdict()
    kind = "name" if groups.get("name") else "pronoun"
    span = Span(*found.span(kind))
    words = document.covered(span)
    if form is _OF_NAME and groups["noun"].casefold() not in _terms("of_words"):
        return None
    if kind == "name" and (_plain(words) in _terms("no_label") or not _may_speak(document, span)):
        return None
    if form is _SUBJECT:
        clause = groups["clause"]
        others = regex.search(r"\p{Lu}\p{L}", clause.replace("I", ""))
        if others or {word.casefold() for word in regex.findall(r"\p{L}+", clause)} & _terms("title_verb"):
            return None
    return span


def _may_speak(document: Document, span: Span) -> bool:
    """Whether a name may be that of a person or an institution: no place, date or work, as far as is known."""
    bare = _bare(document.covered(span))
    if not bare or bare.casefold() in _terms_of_places() or bare in _months():
        return False
    entities = {document.tokens[index].entity for index in document.indices(span)}
    return not entities & _NO_NAMES or bool(entities & {"PERSON", "ORG"})


@lru_cache(maxsize=1)
def _months() -> frozenset[str]:
    return frozenset(term.rstrip(".").title() for term in load_lexicon("mentions").terms["calendar"])


# Labels and names


def _is_pronoun(words: str) -> bool:
    return words.casefold() in {"he", "she", "they", "him", "her", "them"}


def _plain(label: str) -> str:
    """A label in small letters, without article, number and marks."""
    words = regex.sub(r"^(?:the|an?) (?=\p{L})", "", label.replace("’", "'").strip(" .:-–—[]()").casefold())
    return regex.sub(r"\s*#?\d+$", "", words)


def _is_role(label: str) -> bool:
    plain = _plain(label)
    return any(plain in _terms(kind) for kind in ("role", "question", "answer"))


def _bare(label: str) -> str:
    """A name without what follows a comma or stands in brackets, and without titles before it."""
    name = regex.split(r",|\s[(\[]", label, maxsplit=1)[0].strip(" .")
    words = regex.sub(r"^(?:The|THE) ", "", name).split()
    while len(words) > 1 and _is_title(words[0]):
        words = words[1:]
        if len(words) > 2 and words[0].casefold() == "of":
            words = words[1:]
    return " ".join(words)


def _is_title(word: str) -> bool:
    plain = word.casefold().rstrip(".")
    return plain in _titles() or category_of(f"{word.capitalize().rstrip('.')}.") == "title"


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    """Every word of a title, so that "Deputy Prime Minister" goes word by word."""
    terms = (entry.term for entry in load_lexicon("titles").entries)
    return frozenset(word for term in terms for word in term.casefold().split() if word != "of")


def _honorific(label: str) -> str:
    """Mr., Mrs., Ms., as written; empty without one."""
    found = regex.match(r"(?i)(mr|mrs|ms|miss)\b\.?", label)
    return found[0] if found else ""


def _last(label: str) -> str:
    return (_bare(label).split() or [""])[-1].casefold()


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
