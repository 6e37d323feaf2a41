"""Contexts: what the grammar around a term must be for the term to count. A lexicon names them with the term.

"about" is a hedge before a number and nowhere else; "suggest" is one where it takes a clause ("the figures suggest
that…"), not where somebody suggests a walk. Which term needs which context is data: ``contexts = ["number"]``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document, Word
from analysis.text.grammar import BESIDE_NOUN, VERBAL, subjects_of
from analysis.text.marks import MARKS
from analysis.text.matcher import Match

_COUNTED = frozenset(["CARDINAL", "MONEY", "PERCENT", "QUANTITY"])
_CLAUSAL = ("ccomp", "xcomp", "acomp", "oprd", "csubj")
_ADVERBIAL = frozenset(["advmod", "npadvmod", "prep", "cc", "preconj", "mark", "intj", "dep", "amod"])
_OPENS_SUBJECT = frozenset(["DT", "PRP", "PRP$", "NNP"])
_FIRST = frozenset(["i", "we"])
_NAMED = frozenset(["GPE", "NORP", "ORG", "PERSON"])
_PERSONAL = frozenset(["he", "she", "they", "you", "we", "who", "i"])
_OPENERS = frozenset(["and", "but", "so"])
_MARKS = frozenset("".join(MARKS))
_REACH = 7  # words between a superlative and what makes it boundless


def stands_in(document: Document, match: Match) -> bool:
    """Whether a match is no idiom, is in no name of a person or work, and in one of the contexts that its term names.

    A term that names no context needs none. Where there is no grammar only the contexts that need none can hold.

    Raises:
        ValueError: If a context is not one of ``_CONTEXTS``.

    >>> from analysis.lexicon.lexicon import Entry
    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "They talked about 40 minutes about peace.")))
    >>> about = Entry("about", "hedge", contexts=(("number",),))
    >>> [stands_in(document, Match(0, 0, at, at + 1, about)) for at in (2, 5)]
    [True, False]
    """
    entry, words = match.entry, document.words[match.first : match.last]
    if unknown := [name for group in entry.contexts for name in group if name not in _CONTEXTS]:
        raise ValueError(f"contexts of {entry.term!r} must be among {', '.join(sorted(_CONTEXTS))}, got {unknown[0]!r}")
    if entry.idiom or any(word.entity in {"PERSON", "WORK_OF_ART"} and word.text[:1].isupper() for word in words):
        return False
    return not entry.contexts or any(all(_CONTEXTS[name](words) for name in group) for group in entry.contexts)


def _after(words: Sequence[Word]) -> Word | None:
    """The next word."""
    last = words[-1]
    return next(iter(last.document.words[last.index + 1 : last.index + 2]), None)


def _number(words: Sequence[Word]) -> bool:
    """Right before a number or a sum of money."""
    after = _after(words)
    counted = after and (after.pos in {"NUM", "SYM"} or after.entity in _COUNTED)
    return after is not None and bool(counted or after.text[0].isdigit() or after.text in {"$", "£", "€"})


def _degree(words: Sequence[Word]) -> bool:
    """Before the adjective, adverb or past participle that it grades."""
    last, head = words[-1], words[-1].head
    near = 0 < head.index - last.index <= 2 and last.dep in {"advmod", "npadvmod", "amod"}
    return near and (head.pos in {"ADJ", "ADV"} or head.tag == "VBN")


def _clause(words: Sequence[Word]) -> bool:
    """It governs a clause or a predicate ("suggests that", "seems to", "looks tired")."""
    return any(word.children(*_CLAUSAL) for word in words)


def _that(words: Sequence[Word]) -> bool:
    """It governs a clause with a subject of its own ("proves that", "I know they did")."""
    return any(word.children("ccomp") for word in words)


def _first_person(words: Sequence[Word]) -> bool:
    """A verb whose subject is "I" or "we"."""
    return any(subject.lower in _FIRST for word in words for subject in subjects_of(word))


def _adverb(words: Sequence[Word]) -> bool:
    """An adverb of a verb or of the whole clause, before or after it."""
    first, last = words[0], words[-1]
    if first.dep not in _ADVERBIAL or first.head in words:
        return bool(first.dep) and first.head in words and last.dep in _ADVERBIAL
    return first.head.pos in VERBAL


def _start(words: Sequence[Word]) -> bool:
    """The first word of its sentence, marks and "and" or "but" not counted."""
    return all(not word.is_word or word.lower in {"and", "but"} for word in _before(words[0]))


def _before(word: Word) -> Sequence[Word]:
    """The words before a word in its sentence."""
    document = word.document
    return document.words[document.indices(document.sentences[word.sentence]).start : word.index]


def _modal(words: Sequence[Word]) -> bool:
    """A modal verb with its own verb, but not in the perfect ("must have left"), before the subject ("should they") or
    under "why" ("why they should")."""
    last, verb, after = words[-1], words[-1].head, _after(words)
    if last.dep != "aux" or _perfect(words) or any(word.lower == "why" for word in verb.children("advmod")):
        return False
    subjects = verb.children("nsubj", "nsubjpass", "expl")
    if not subjects and after:
        return after.tag not in _OPENS_SUBJECT
    return all(subject.index <= last.index for subject in subjects)


def _perfect(words: Sequence[Word]) -> bool:
    """A modal verb before a perfect ("should have left")."""
    last = words[-1]
    helpers = last.head.children("aux") if last.dep == "aux" else []
    return any(word.index > last.index and word.lower in {"have", "'ve", "of"} for word in helpers)


def _infinitive(words: Sequence[Word]) -> bool:
    """It governs an infinitive ("need to act", "time to act"), whose "to" may be its last word."""
    below = words[-1].children("xcomp", "acl", "relcl", "advcl", "ccomp")
    links = [words[-1], _after(words), *(word for verb in below for word in verb.children("aux"))]
    return any(word and word.tag == "TO" for word in links)


def _object(words: Sequence[Word]) -> bool:
    """A verb with an object, or in the passive, or a participle before its noun."""
    acting = any(word.children("dobj", "dative", "nsubjpass", "auxpass", "agent") for word in words)
    return acting or words[0].dep == "amod"


def _noun(words: Sequence[Word]) -> bool:
    """Before the noun that it describes."""
    last = words[-1]
    return last.dep in {"amod", "det", "predet", "quantmod", "nmod"} and last.head.index > last.index


def _predicate(words: Sequence[Word]) -> bool:
    """What something is said to be: after a form of "be" or another linking verb, alone or with its noun."""
    return any(word.dep in {"acomp", "attr", "oprd"} for word in [words[0], *islice(words[0].ancestors, 2)])


def _label(words: Sequence[Word]) -> bool:
    """A noun that puts a label on somebody: beside a name, said of a person, or after a verb of calling."""
    last, above = words[-1], words[-1].head
    if last.dep in BESIDE_NOUN and (above.pos == "PROPN" or above.entity in _NAMED):
        return True
    if any(word.entity in _NAMED for word in last.children("amod", "compound", "appos", "poss")):
        return True
    subjects = above.children("nsubj") if last.dep == "attr" else []
    said = any(subject.pos == "PROPN" or subject.lower in _PERSONAL for subject in subjects)
    return said or last.dep == "oprd" or (last.dep == "pobj" and above.lower == "as")


def _opening(words: Sequence[Word]) -> bool:
    """Among the first words of its sentence, or of a quotation; "and", "but" and "so" not counted."""
    first, document = words[0], words[0].document
    before = document.words[first.index - 1] if first.index else None
    if before and before.text in _MARKS and before.end == first.start:
        return True
    sentence = document.sentences[first.sentence]
    spoken = (word for word in document.words_in(sentence) if any(map(str.isalnum, word.text)))
    return next((word for word in spoken if word.lower not in _OPENERS), None) in words


def _superlative(words: Sequence[Word]) -> bool:
    """Soon after a superlative in its sentence ("the worst man on earth")."""
    return any(word.tag in {"JJS", "RBS"} for word in _before(words[0])[-_REACH:])


def _person(words: Sequence[Word]) -> bool:
    """A verb whose object, or whose subject in the passive, is a person."""
    persons = load_lexicon("devices").terms["person"]
    objects = [noun for word in words for noun in word.children("dobj", "nsubjpass")]
    return any(noun.entity == "PERSON" or noun.lemma in persons for noun in objects)


_CONTEXTS: dict[str, Callable[[Sequence[Word]], bool]] = {
    "adverb": _adverb,
    "clause": _clause,
    "degree": _degree,
    "first person": _first_person,
    "infinitive": _infinitive,
    "label": _label,
    "modal": _modal,
    "noun": _noun,
    "number": _number,
    "object": _object,
    "opening": _opening,
    "perfect": _perfect,
    "person": _person,
    "predicate": _predicate,
    "start": _start,
    "superlative": _superlative,
    "that": _that,
}
