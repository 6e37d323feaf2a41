"""The one matcher: finds the terms of a lexicon in a document.

Terms are compared token by token in a trie, from the words that open a term, so the time does not depend on how many
terms a lexicon holds; patterns with ``*``, ``?`` or a regex are looked up once for each distinct word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from time import process_time

import regex

from analysis.lexicon.globs import Globs
from analysis.lexicon.lexicon import Entry, Lexicon, LexiconError
from analysis.text.document import Document, Span, Token, fold
from analysis.text.segment import tokenise

_OVERLAPS = ("longest", "all")
_REGEX_SECONDS = 3.0  # of processor time for one regex in one document; an ordinary one takes 0.1 for 200,000 words
_DICTIONARY_SECONDS = 30.0  # of processor time for all regexes of a dictionary in one document
_SEEN = 50_000  # words kept at a place of the trie, which outlives a document
_STAR = regex.compile("[*?]")


@dataclass(frozen=True, slots=True)
class Match(Span):
    """An entry found: characters ``[start, end)``, tokens ``[first, last)``."""

    first: int
    last: int
    entry: Entry


@dataclass(slots=True)
class _Node:
    """A place in the trie: which words lead on, and which entries end here."""

    forms: dict[str, _Node] = field(default_factory=dict)  # lower case
    exact: dict[str, _Node] = field(default_factory=dict)  # capitals matter
    lemmas: dict[str, _Node] = field(default_factory=dict)
    globs: Globs[_Node] | None = None
    entries: list[Entry] = field(default_factory=list)
    seen: dict[str, list[_Node]] = field(default_factory=dict)  # globs that fit a word, looked up once

    def after(self, form: str, lower: str, lemma: str) -> list[_Node]:
        found = [self.forms[lower]] if lower in self.forms else []
        if form in self.exact:
            found.append(self.exact[form])
        if lemma in self.lemmas:
            found.append(self.lemmas[lemma])
        return [*found, *self.fitting(lower)] if self.globs else found

    def fitting(self, lower: str) -> list[_Node]:
        found = self.seen.get(lower)
        if found is None:
            if len(self.seen) >= _SEEN:
                self.seen.clear()
            found = self.seen[lower] = list(self.globs.fitting(lower)) if self.globs else []
        return found


def find_terms(document: Document, lexicon: Lexicon, overlap: str = "longest") -> Iterator[Match]:
    """Find the entries of a lexicon in a document, in text order.

    A term of several words matches consecutive tokens of one sentence. ``overlap="longest"`` keeps, of the matches of
    one category that overlap, the leftmost and longest; different categories never hide each other. ``"all"`` keeps
    every match.

    Raises:
        ValueError: If ``overlap`` is not one of ``_OVERLAPS``.
        LexiconError: If a regex is at work on the document for more than ``_REGEX_SECONDS``, or all of a lexicon for
            more than ``_DICTIONARY_SECONDS``; the message names its file and line.

    >>> from analysis.lexicon.lexicon import load_lexicon
    >>> from analysis.text.segment import segment
    >>> document = segment(Document("d", "They have not agreed; no longer."))
    >>> [document.covered(match) for match in find_terms(document, load_lexicon("negators"))]
    ['not', 'no longer']
    """
    if overlap not in _OVERLAPS:
        raise ValueError(f"overlap must be one of {', '.join(_OVERLAPS)}, got {overlap!r}")
    found = sorted(
        [*_trie_matches(document, lexicon), *_regex_matches(document, lexicon)],
        key=lambda match: (match.start, -match.end, match.entry.category, match.entry.term),
    )
    yield from _longest(found) if overlap == "longest" else found


@lru_cache(maxsize=128)
def _trie(lexicon: Lexicon) -> _Node:
    """The trie of all entries but regexes; a lexicon is hashed by identity, so each is built once."""
    root = _Node()
    for entry in (entry for entry in lexicon.entries if entry.match != "regex"):
        node = root
        for word in map(fold, _words(entry)):
            if entry.match == "glob" and _STAR.search(word):
                node.globs = node.globs or Globs(lambda _: _Node())
                node = node.globs.at(word.lower())
            elif entry.case:
                node = node.exact.setdefault(word, _Node())
            else:
                edges = node.lemmas if entry.match == "lemma" else node.forms
                node = edges.setdefault(word.lower(), _Node())
        node.entries.append(entry)
    return root


def _words(entry: Entry) -> list[str]:
    """The words of a term. In a glob, what holds a star is one word, since its stars are not punctuation; but where the
    star stands behind a clitic ("don't*"), it goes with the clitic."""
    if entry.match != "glob":
        return _cut(entry.term)
    words: list[str] = []
    for chunk in entry.term.split():
        stem = chunk.rstrip("*")
        if _STAR.search(stem) or ("'" not in fold(stem) and stem != chunk):
            words.append(chunk)
        elif cut := _cut(stem):
            words += [*cut[:-1], cut[-1] + chunk[len(stem) :]]
    return words


def _cut(term: str) -> list[str]:
    plain = term.isascii() and term.isalpha()  # most terms are one word
    return [term] if plain else [term[span.start : span.end] for span in tokenise(term)]


def _trie_matches(document: Document, lexicon: Lexicon) -> Iterator[Match]:
    root, forms, lower, lemmas = _trie(lexicon), document.forms, document.lower_forms, document.lemmas
    places = _places(forms, lower, lemmas)
    opening = (places.keys() & nodes.keys() for nodes in (root.forms, root.exact, root.lemmas))
    fitting = [word for word in dict.fromkeys(lower) if root.fitting(word)] if root.globs else ()
    begun = sorted({at for word in chain(*opening, fitting) for at in places[word]})
    for indices in map(document.indices, document.sentences):
        for first in begun[bisect_left(begun, indices.start) : bisect_left(begun, indices.stop)]:
            yield from _matches_at(document, root, range(first, indices.stop))


def _matches_at(document: Document, root: _Node, indices: range) -> Iterator[Match]:
    """What begins at the first of some words and ends at one of them."""
    forms, lower, lemmas = document.forms, document.lower_forms, document.lemmas
    nodes = [root]
    for at in indices:
        nodes = [longer for node in nodes for longer in node.after(forms[at], lower[at], lemmas[at])]
        if not nodes:
            return
        for entry in {id(e): e for node in nodes for e in node.entries}.values():
            if _fits(document.tokens[at], entry):
                yield _match(document, indices.start, at + 1, entry)


@lru_cache(maxsize=2)
def _places(*spelt: tuple[str, ...]) -> dict[str, list[int]]:
    """Where each word of a document stands, by its form, its small letters and its lemma; one lexicon is looked for
    after the other in the same document."""
    places = defaultdict[str, list[int]](list)
    for index, word in enumerate(zip(*spelt, strict=True)):
        for spelling in {*word}:
            places[spelling].append(index)
    return places


@lru_cache(maxsize=128)
def _regexes(lexicon: Lexicon) -> tuple[Entry, ...]:
    return tuple(entry for entry in lexicon.entries if entry.match == "regex")


def _regex_matches(document: Document, lexicon: Lexicon) -> Iterator[Match]:
    if not (entries := _regexes(lexicon)):
        return
    ends = {token.end: index for index, token in enumerate(document.tokens)}
    begins = {token.start: index for index, token in enumerate(document.tokens)}
    latest = process_time() + _DICTIONARY_SECONDS
    for entry in entries:
        try:
            spans = [*_regex_spans(document, entry, latest)]
        except TimeoutError as error:
            where, limit = f"{lexicon.path}:{entry.line}", f"{_REGEX_SECONDS:g} s on {document.doc_id}"
            if process_time() >= latest:
                raise LexiconError(
                    f"{where}: the regexes up to here need more than {_DICTIONARY_SECONDS:g} s on {document.doc_id}"
                ) from error
            why = "it tries too many ways to match, as where one repeat stands inside another"
            raise LexiconError(f"{where}: regex {entry.term!r} needs more than {limit}: {why}") from error
        for start, end in spans:
            first, last = begins.get(start), ends.get(end)
            if first is not None and last is not None and _fits(document.tokens[last], entry):
                yield _match(document, first, last + 1, entry)


def _regex_spans(document: Document, entry: Entry, latest: float) -> Iterator[tuple[int, int]]:
    """The characters that a regex finds, sentence by sentence; ``TimeoutError`` once all of them together take more
    than ``_REGEX_SECONDS``. Processor time counts, so that a busy machine refuses no more than an idle one."""
    pattern = regex.compile(entry.term, 0 if entry.case else regex.IGNORECASE)
    end = min(process_time() + _REGEX_SECONDS, latest)
    for sentence in document.sentences:
        if (left := end - process_time()) <= 0:
            raise TimeoutError
        for found in pattern.finditer(document.text, sentence.start, sentence.end, timeout=left):
            if found.start() < found.end():
                yield found.span()


def _fits(token: Token, entry: Entry) -> bool:
    return not entry.pos or not token.pos or token.pos == entry.pos


def _match(document: Document, first: int, last: int, entry: Entry) -> Match:
    return Match(document.tokens[first].start, document.tokens[last - 1].end, first, last, entry)


def _longest(found: list[Match]) -> list[Match]:
    kept: list[Match] = []
    reached: dict[str, int] = {}
    for match in found:
        if match.start >= reached.get(match.entry.category, 0):
            kept.append(match)
            reached[match.entry.category] = match.end
    return kept
