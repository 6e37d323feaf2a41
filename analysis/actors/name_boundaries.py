"""Stretches of words that make a name: what belongs to it, where capitals and the parser mislead, what joins parts."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Sequence
from functools import lru_cache

from analysis.actors.kinds import is_acronym, places, words
from analysis.text.document import Document, Span, Word
from analysis.text.marks import pair_marks
from analysis.text.names import find_names
from analysis.text.words import english_frequency, given_names

_TIMES = frozenset(["DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "LANGUAGE"])
_WHOLE = frozenset(["ORG", "FAC", "EVENT", "LAW", "WORK_OF_ART"])  # entities that small words may stand inside
_ACTS = frozenset(["nsubj", "nsubjpass", "poss"])
_SMALL = frozenset(["ADP", "ADV", "AUX", "CCONJ", "DET", "NUM", "PART", "PRON", "PUNCT", "SCONJ", "SPACE", "SYM"])
_LONGEST = 25  # words of one name; odd text may be all capitals
_SHORT = 5  # letters of a word in "ing" that may be no verb ("King")
_USUAL = 1e-6  # share of all words that a verb has which many know, as "impeach"
_SHOUT = 4  # words in capitals in a row that make a headline


def find_stretches(document: Document) -> Iterator[tuple[int, int]]:
    """The tokens ``[first, last)`` of each stretch of words of names, in order.

    >>> from analysis.text.segment import segment
    >>> news = segment(Document("d", "We met Ann Okoro of the Bank of Lagos."))
    >>> list(find_stretches(news))
    [(2, 4), (6, 9)]
    """
    names = find_names(document)
    inside = _with_openings(document, names) - _shouted(document) - _opening_words(document, names)
    inside -= _words_of_headlines(document, inside)
    for sentence in document.sentences:
        yield from _runs(document, document.indices(sentence), inside)


def _with_openings(document: Document, names: frozenset[int]) -> frozenset[int]:
    """The words of names, with those that a capital at the opening of a sentence or a bad guess of the parser hides.

    These are proper nouns that are part of a name elsewhere in the document, and the proper noun that opens a sentence
    as its subject or an owner.
    """
    forms = {document.forms[index] for index in names if document.forms[index][:1].isupper()}
    small = set(document.forms)  # "Will" is no name where "will" is a word
    openings = {index for sentence in document.sentences for index in document.indices(sentence)[:2]}
    more = set()
    for word in document.words:
        opens = word.index in openings
        known = (opens or word.pos) and word.text in forms and len(word.text) > 2
        acts = opens and word.dep in _ACTS and word.tag == "NNP"
        if (known or acts) and _may_be_name(word, small):
            more.add(word.index)
    return names | more


def _opening_words(document: Document, names: frozenset[int]) -> set[int]:
    """Words with a capital only because they open a sentence, before a name that is met elsewhere, too: adverbs and
    verbs in "ing" ("Impeaching Trump"); none that is a given name or has a capital elsewhere."""
    firsts = set[int]()
    for sentence in document.sentences:
        firsts.update(next(([i] for i in document.indices(sentence) if document.tokens[i].is_word), ()))
    elsewhere = {document.forms[index] for index in names if index not in firsts and index - 1 not in firsts}
    inside = {document.forms[index] for index in range(len(document.forms)) if index not in firsts}
    return {
        index
        for index in firsts
        if document.forms[index] not in inside
        and elsewhere.intersection(document.forms[index + 1 : index + 2])
        and _opens_only(document.lower_forms[index])
    }


def _words_of_headlines(document: Document, names: Collection[int]) -> set[int]:
    """Words that have a capital as all in their headline do, in a line of its own or between quotation marks, beside
    the name of somebody whom the text names elsewhere, too: "Lee Addresses Voters"."""
    marks = (mark for paragraph in document.paragraphs for mark in pair_marks(document.text, paragraph))
    spans = [*document.paragraphs, *(Span(mark.start, mark.end) for mark in marks)]
    lines = map(document.indices, spans)
    titles = [line for line in lines if _is_title_case([document.forms[index] for index in line])]
    within = {index for line in titles for index in line}
    known = {document.forms[index] for index in names if index not in within}
    return {
        index
        for line in titles
        for index in line
        if document.forms[index] not in known
        and any(document.forms[near] in known for near in (index - 1, index + 1) if near in line and near in names)
    }


def _is_title_case(forms: Sequence[str]) -> bool:
    """Whether the words of a line have a capital each, but short ones."""
    long = [form for form in forms if form.isalpha() and len(form) > _SHORT - 1]
    return len(long) > 1 and all(form[0].isupper() for form in long) and len(forms) <= _LONGEST


def _opens_only(word: str) -> bool:
    """Whether a word is an adverb that opens sentences, or a verb in "ing"; no given name.

    >>> [_opens_only(word) for word in ("meanwhile", "impeaching", "stopping", "irving", "beijing")]
    [True, True, True, False, False]
    """
    stem = word.removesuffix("ing")
    forms = (stem, f"{stem}e", stem[:-1] if stem[-2:-1] == stem[-1:] else stem)
    verb = len(stem) + 3 == len(word) > _SHORT and max(map(english_frequency, forms)) >= _USUAL
    return word not in given_names() and (verb or word in words("opening"))


def _may_be_name(word: Word, small: Container[str]) -> bool:
    """Whether a word with a capital is no small word, and none of the text or of those that open sentences."""
    opens = word.text[:1].isupper() and word.lower not in _common()
    return opens and (word.pos not in _SMALL or (word.pos == "ADV" and word.lower not in small))


@lru_cache
def _common() -> frozenset[str]:
    """Words that are no names though they open a sentence."""
    return words("person") | words("group") | words("organisation") | words("calendar") | words("government")


def _shouted(document: Document) -> set[int]:
    """The words of a headline in capitals: four or more such words in a row, where capitals show no name."""
    found, row = set[int](), list[int]()
    for index, form in enumerate((*document.forms, "")):
        if form.isupper():
            row.append(index)
        elif form[:1].isalnum() or not form:
            found.update(row if len([i for i in row if len(document.forms[i]) > 1]) >= _SHOUT else ())
            row = []
    return found


def _runs(document: Document, indices: range, names: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Stretches of words of names, joined by the small words that stand inside one."""
    first = last = -1
    for index in indices:
        if not _is_part(document.words[index], names, last == index):
            continue
        if first >= 0 and index - first < _LONGEST and (last == index or _joins(document, first, last, index)):
            last = index + 1
        else:
            if first >= 0:
                yield first, last
            first, last = index, index + 1
    if first >= 0:
        yield first, last


def _is_part(word: Word, names: Container[int], follows: bool) -> bool:
    """Whether a word may be part of a name; ``follows`` tells that the word before it is."""
    if word.index not in names and word.text == word.lower:
        return False
    stem = word.text.split("-")
    several = len(stem) > 1
    if (several and _is_joined(stem, word.tag)) or _is_apart(word) or (word.lower in words("suffix") and not follows):
        return False
    arabic = several and stem[0].lower() in words("particle") and stem[1][:1].isupper()
    named = word.index in names and word.lower not in {"the", "a", "an"}
    letters = is_acronym(word.text) and (follows or word.document.forms[word.index - 1] == "(")
    return arabic or named or letters


def _is_apart(word: Word) -> bool:
    """Whether a word is in no name: a time, a pronoun, a mark, an article, a degree ("Ann Lee, M.D.")."""
    plain = word.tag == "DT" or word.pos == "PRON" or not word.is_word or word.entity in _TIMES
    return plain or word.lower in _no_names()


@lru_cache
def _no_names() -> frozenset[str]:
    return words("calendar") | words("first_person") | words("degree")


def _is_joined(stem: Sequence[str], tag: str) -> bool:
    """Whether a word with a hyphen is made of a name: "R-Texas", "pro-Israel", "Russian-Iranian", "Iran-backed"."""
    tail = stem[-1]
    party = len(stem) == 2 and stem[0] in {"D", "I", "R"}
    nations = stem[0].lower() in words("before") or all(part.lower() in _nations() for part in stem)
    verbal = tail.endswith("ed") or tag.startswith(("JJ", "VB")) or tail in words("joined")
    return party or nations or (tail.islower() and len(tail) > 2 and verbal)


@lru_cache
def _nations() -> frozenset[str]:
    return frozenset(map(str.lower, places("state", "demonym", "people")))


def _joins(document: Document, first: int, last: int, index: int) -> bool:
    """Whether what stands between two parts keeps them one name: "van", "bin"; "of" in an office or institution;
    an apostrophe in that of many ("Farmers' Alliance"). "Ann Lee of Oxfam" are two names."""
    gap, before = document.lower_forms[last:index], document.lower_forms[last - 1]
    person = last - first > 1 and document.lower_forms[first] in given_names()
    if len(gap) > 2 or (gap[0] == "of" and person):
        return False
    if gap == ("'",):
        return document.lower_forms[index] in words("organisation") and before not in _nations()
    kinds = {token.entity for token in document.tokens[last - 1 : index + 1]}
    body = (len(kinds) == 1 and not kinds.isdisjoint(_WHOLE)) or (gap[0] == "of" and before in words("organisation"))
    return words("particle").issuperset(gap) or (words("link").issuperset(gap) and body)
