"""Questions to the grammar about attribution: what a verb, noun or adjective can report, whose it is, in which words.

A word that may attribute (the cue's head) has *arguments*, each of a kind: ``clause`` (that he left), ``clause_to``
(him to leave), ``to`` (to leave), ``ing`` (leaving), ``small`` (him a liar), ``object``, ``subject`` (of "seems"),
``passive`` (the subject of a passive), ``is`` (what follows "is" after a noun), ``adverbial``, ``above`` (the clause it
is put into), ``prep_of`` and so on. Which kinds are content is a property of the word, kept in the lexicon of cues.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from analysis.text.document import Document, Span, Word, overlaps
from analysis.text.grammar import SUBJECTS, VERBAL

# Shares from which a construction counts where somebody is named, and where nobody is; both chosen for the best F1 of
# cues and whole relations, each half of the training articles fitted on the other.
LEAST_SHARE, LEAST_SHARE_UNNAMED = 0.33, 0.5
_KINDS = {
    "dobj": "object", "nsubjpass": "passive", "oprd": "small", "advcl": "adverbial", "csubjpass": "passive",
    "nsubj": "subject", "csubj": "subject",
}  # fmt: skip
PREDICATES = frozenset(["VERB", "AUX", "NOUN", "ADJ", "PROPN", "ADV"])
_TIMES = frozenset(["DATE", "TIME"])
_REACH = 20  # words climbed from the end of a content
_QUESTION = frozenset(["WDT", "WP", "WRB"])
_BESIDE = frozenset(["although", "though", "whereas", "while"])
_STOPS = frozenset(",;:.-–—…")


@dataclass(frozen=True, slots=True)
class Argument:
    """What a cue may report: its kind, the word at its head, and the preposition that links it, if one does."""

    kind: str
    head: Word
    link: Word | None = None


def arguments(word: Word) -> list[Argument]:
    """The arguments of a word, in order of the text.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "They accused him of lying.")))
    >>> [(argument.kind, argument.head.index) for argument in arguments(document.words[1])]
    [('subject', 0), ('object', 2), ('prep_of', 4)]
    """
    if word.pos in VERBAL:
        found = [argument for child in word.children() for argument in _of_verb(word, child)]
        if not any(argument.kind.startswith("clause") for argument in found):
            found += clause_above(word)
    else:
        found = [argument for child in word.children() for argument in _of_noun(word, child)]
        found += _beside(word)
    return sorted(found, key=lambda argument: argument.head.index)


def _of_verb(verb: Word, child: Word) -> Iterator[Argument]:
    if _is_clause_before(verb, child):
        return
    if child.dep == "ccomp":
        bare = "clause_to" if child.children(*SUBJECTS) else "to"
        yield Argument(bare if _is_infinitive(child) else "clause", child)
    elif child.dep in _KINDS:
        yield Argument(_KINDS[child.dep], child)
    else:
        yield from _open(verb, child)


def _is_clause_before(verb: Word, child: Word) -> bool:
    """Whether a clause before a verb is beside it, and not in it: it ends at a semicolon ("it rained; voters called it
    a curse"), or opens with a word for contrast ("while Lee left, Reed said so")."""
    if child.dep != "ccomp" or child.index > verb.index:
        return False
    between = verb.document.words[child.index : verb.index]
    apart = any(word.lower == ";" and word.head in {verb, child} for word in between)
    return apart or child.subtree[0].lower in _BESIDE


def _of_noun(noun: Word, child: Word) -> Iterator[Argument]:
    """The arguments of a noun, an adjective or an adverb."""
    marks = [word.lower for word in child.children("mark")]
    if child.dep == "ccomp" or (child.dep == "acl" and (marks or _is_infinitive(child))):
        yield Argument("to" if _is_infinitive(child) else "clause", child)
    elif child.dep == "advcl" and "that" in marks:
        yield Argument("clause", child)  # made it clear that
    else:
        yield from _open(noun, child)


def _open(word: Word, child: Word) -> Iterator[Argument]:
    """A phrase without subject, or after a preposition; not a time, nor what is put first: "For the first time, he" """
    if child.dep == "xcomp":
        yield Argument("to" if _is_infinitive(child) else "ing" if child.tag == "VBG" else "small", child)
    elif child.dep == "prep":
        for end in child.children("pobj", "pcomp", "prep"):
            fronted = child.index < word.index and end.tag not in _QUESTION
            if not fronted and end.entity not in _TIMES:
                yield Argument(f"prep_{child.lower}", end, child)


def _is_infinitive(verb: Word) -> bool:
    return any(word.tag == "TO" for word in verb.children("aux"))


def _beside(word: Word) -> Iterator[Argument]:
    """What hangs on the verb of a noun, an adjective or an adverb: the clause that "is" joins to a noun ("the claim is
    that …"), what follows an object ("cast doubt on the plan"), the subject that an adjective is said of."""
    above = word.head
    if word.dep in {"nsubj", "nsubjpass"} and above.lemma == "be":
        yield from (Argument("is", child) for child in above.children("ccomp", "xcomp", "attr"))
    elif word.dep == "advmod" and word.pos == "ADV":
        yield Argument("above", above)
    elif word.dep in {"acomp", "attr", "dobj", "oprd"}:
        yield from (Argument("clause", child) for child in above.children("ccomp") if child.index > above.index)
        yield from (Argument("to", child) for child in above.children("xcomp"))
        if word.dep != "dobj":
            yield from (Argument("subject", child) for child in above.children("nsubj"))
        for link in above.children("prep") if word.dep == "dobj" else ():
            yield from _open(word, link) if link.index == word.index + 1 else ()


def clause_above(verb: Word) -> Iterator[Argument]:
    """The clause a reporting clause is put into: "The plan, he said, failed"."""
    if verb.dep == "parataxis" or (verb.dep == "ccomp" and not verb.children("mark")):
        yield Argument("above", verb.head)


def content_of(word: Word, argument: Argument) -> list[Word]:
    """The words of an argument; those of the reporting clause itself are left out where it is put into the other."""
    whole = argument.head.subtree
    if argument.kind == "above":
        own = set(word.subtree)
        whole = [part for part in whole if part not in own]
    return _without_aside(argument.head, [part for part in whole if part != word])


def _without_aside(head: Word, whole: list[Word]) -> list[Word]:
    """A content without the relative clause that a comma sets off at its end: it may be the reporter's (PolNeAR)."""
    word = last = next(iter(trim(whole)[-1:]), head)
    for _ in range(_REACH):
        if word == head or word.is_root:
            break
        if word.dep == "relcl":
            below = word.subtree
            if trim(below)[-1:] != [last]:
                break
            before = below[0].index - 1
            if before >= 0 and head.document.words[before].lower == ",":
                return [part for part in whole if part.index < before]
        word = word.head
    return whole


def trim(words: list[Word]) -> list[Word]:
    """Words without the stops, commas and dashes at both ends."""
    first, last = 0, len(words)
    while first < last and words[first].lower in _STOPS:
        first += 1
    while first < last and words[last - 1].lower in {*_STOPS, "?", "!"}:
        last -= 1
    return words[first:last]


def runs(words: Iterable[Word], trimmed: bool = True) -> list[Span]:
    """Stretches of consecutive words, without stops and commas at their ends and none of marks alone unless told."""
    found: list[list[Word]] = []
    for word in words:
        if found and found[-1][-1].index == word.index - 1:
            found[-1].append(word)
        else:
            found.append([word])
    if trimmed:
        found = [run for run in map(trim, found) if any(word.is_word for word in run)]
    return [Span(run[0].start, run[-1].end) for run in found]


def is_alone(document: Document, span: Span) -> bool:
    """Whether a stretch takes up whole sentences but for stops."""
    if (first := document.sentence_at(span.start)) < 0:
        return False
    last = document.sentences[document.sentence_at(span.end - 1)]
    around = document.text[document.sentences[first].start : span.start] + document.text[span.end : last.end]
    return not any(map(str.isalnum, around))


def _strip(document: Document, span: Span) -> Span:
    """The stretch without blanks at both ends, and without the comma before a quotation."""
    text = document.covered(span)
    return Span(span.start + len(text) - len(text.lstrip(" ,.;\n")), span.end - len(text) + len(text.rstrip(" ,;\n")))


def outside_quotations(document: Document, content: Sequence[Span], quoted: Sequence[Span]) -> list[Span]:
    """The words of a content outside the quotations it shares; ``quoted`` is sorted."""
    outside = []
    for part in content:
        at = part.start
        for mark in (one for one in quoted if overlaps(one, part)):
            outside.append(Span(at, max(at, mark.start)))
            at = max(at, mark.end)
        outside.append(Span(min(at, part.end), part.end))
    return [_strip(document, span) for span in outside if any(map(str.isalnum, document.covered(span)))]
