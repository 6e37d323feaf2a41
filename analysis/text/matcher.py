"""The one matcher: finds the terms of a lexicon in a document.

Terms are compared token by token in a trie, so the time does not depend on how many terms a lexicon holds; patterns
with ``*``, ``?`` or a regex are looked up once for each distinct word.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from time import process_time

import regex

from analysis.annotation import Annotation
from analysis.lexicon.globs import Globs
from analysis.lexicon.lexicon import Entry, Lexicon, LexiconError
from analysis.text.document import Document, Span, Token, fold, overlaps
from analysis.text.segment import tokenise

OVERLAPS = ("longest", "all")
REGEX_SECONDS = 3.0  # of processor time for one regex in one document; an ordinary one takes 0.1 for 200,000 words
NEGATION_WINDOW = 3  # words before a term in which a negator governs it where there is no grammar to ask
_SEEN = 50_000  # words kept at a place of the trie, which outlives a document
_STAR = regex.compile("[*?]")
_CLAUSES = {"relcl", "ccomp", "advcl", "acl", "parataxis", "conj"}


@dataclass(frozen=True, slots=True)
class Match(Span):
    """An entry found: characters ``[start, end)``, tokens ``[first, last)``, and the negator that governs it."""

    first: int
    last: int
    entry: Entry
    negator: Span | None = None


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
        pairs = ((self.forms, lower), (self.exact, form), (self.lemmas, lemma))
        found = [nodes[word] for nodes, word in pairs if word in nodes]
        return [*found, *self._fitting(self.globs, lower)] if self.globs else found

    def _fitting(self, globs: Globs[_Node], lower: str) -> list[_Node]:
        found = self.seen.get(lower)
        if found is None:
            if len(self.seen) >= _SEEN:
                self.seen.clear()
            found = self.seen[lower] = list(globs.fitting(lower))
        return found


def find_terms(
    document: Document, lexicon: Lexicon, negators: Lexicon | None = None, overlap: str = "longest"
) -> Iterator[Match]:
    """Find the entries of a lexicon in a document, in text order.

    A term of several words matches consecutive tokens of one sentence. ``overlap="longest"`` keeps, of the matches of
    one category that overlap, the leftmost and longest; different categories never hide each other. ``"all"`` keeps
    every match. With ``negators``, a match carries the negator that governs it: by grammar the negator hangs on the
    term's head word, or on a word above it within the clause; without grammar it stands among the
    ``NEGATION_WINDOW`` words before the term.

    Raises:
        ValueError: If ``overlap`` is not one of ``OVERLAPS``.
        LexiconError: If a regex is at work on the document for more than ``REGEX_SECONDS``; the message names its file
            and line.

    >>> from analysis.lexicon.lexicon import load_lexicon
    >>> from analysis.text.segment import segment
    >>> document = segment(Document("d", "They have not agreed; no longer."))
    >>> [document.covered(match) for match in find_terms(document, load_lexicon("negators"))]
    ['not', 'no longer']
    """
    if overlap not in OVERLAPS:
        raise ValueError(f"overlap must be one of {', '.join(OVERLAPS)}, got {overlap!r}")
    found = sorted(
        [*_trie_matches(document, lexicon), *_regex_matches(document, lexicon)],
        key=lambda match: (match.start, -match.end, match.entry.category, match.entry.term),
    )
    kept = _longest(found) if overlap == "longest" else found
    if negators is None:
        yield from kept
        return
    denials = _denials(document, negators)
    for match in kept:
        yield replace(match, negator=_governor(document, match, denials))


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
    return [term[span.start : span.end] for span in tokenise(term)]


def _trie_matches(document: Document, lexicon: Lexicon) -> Iterator[Match]:
    root = _trie(lexicon)
    lower, lemmas = document.lower_forms, document.lemmas
    for sentence in document.sentences:
        indices = document.indices(sentence)
        for first in indices:
            nodes = [root]
            for at in range(first, indices.stop):
                nodes = [n for node in nodes for n in node.after(document.forms[at], lower[at], lemmas[at])]
                if not nodes:
                    break
                for entry in {id(e): e for node in nodes for e in node.entries}.values():
                    if _fits(document.tokens[at], entry):
                        yield _match(document, first, at + 1, entry)


@lru_cache(maxsize=128)
def _regexes(lexicon: Lexicon) -> tuple[Entry, ...]:
    return tuple(entry for entry in lexicon.entries if entry.match == "regex")


def _regex_matches(document: Document, lexicon: Lexicon) -> Iterator[Match]:
    if not (entries := _regexes(lexicon)):
        return
    ends = {token.end: index for index, token in enumerate(document.tokens)}
    begins = {token.start: index for index, token in enumerate(document.tokens)}
    for entry in entries:
        try:
            spans = [*_regex_spans(document, entry)]
        except TimeoutError as error:
            where, limit = f"{lexicon.path}:{entry.line}", f"{REGEX_SECONDS:g} s on {document.doc_id}"
            why = "it tries too many ways to match, as where one repeat stands inside another"
            raise LexiconError(f"{where}: regex {entry.term!r} takes over {limit}: {why}") from error
        for start, end in spans:
            first, last = begins.get(start), ends.get(end)
            if first is not None and last is not None and _fits(document.tokens[last], entry):
                yield _match(document, first, last + 1, entry)


def _regex_spans(document: Document, entry: Entry) -> Iterator[tuple[int, int]]:
    """The characters that a regex finds, sentence by sentence; ``TimeoutError`` once all of them together take more
    than ``REGEX_SECONDS``. Processor time counts, so that a busy machine refuses no more than an idle one."""
    pattern = regex.compile(entry.term, 0 if entry.case else regex.IGNORECASE)
    end = process_time() + REGEX_SECONDS
    for sentence in document.sentences:
        if (left := end - process_time()) <= 0:
            raise TimeoutError
        for found in pattern.finditer(document.text, sentence.start, sentence.end, timeout=left):
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


def _denials(document: Document, negators: Lexicon) -> list[Match]:
    """The negators of a document, less those inside a phrase that denies nothing ("not only", "no doubt")."""
    found = list(find_terms(document, negators))
    idle = [match for match in found if match.entry.category != "negation"]
    return [m for m in found if m.entry.category == "negation" and not any(overlaps(m, other) for other in idle)]


def _governor(document: Document, match: Match, denials: list[Match]) -> Span | None:
    """The nearest negator that governs a match, or none."""
    sentence = document.sentences[document.sentence_at(match.start)]
    before = [d for d in denials if sentence.start <= d.start and d.end <= match.start]
    grammar = document.tokens[match.first].head >= 0
    test = _hangs_together if grammar else _stands_near
    for denial in reversed(before):
        if test(document, match, denial):
            return Span(denial.start, denial.end)
    return None


def _stands_near(document: Document, match: Match, denial: Match) -> bool:
    between = document.tokens[denial.last : match.first]
    return len(between) < NEGATION_WINDOW and all(token.is_word for token in between)


def _hangs_together(document: Document, match: Match, denial: Match) -> bool:
    """Whether the negator depends on the term, or on a word above the term in the same clause."""
    inside = set(range(match.first, match.last))
    root = next((i for i in inside if document.tokens[i].head not in inside), match.first)
    above, deniers = set(_clause_above(document, root)), set(range(denial.first, denial.last))
    heads = {document.tokens[i].head for i in deniers}
    return bool(heads & (inside | above) or deniers & above)


def _clause_above(document: Document, index: int) -> Iterator[int]:
    """The words above a word, up to the verb of its clause."""
    while document.tokens[index].dep not in _CLAUSES and document.tokens[index].head != index:
        if document.tokens[index].pos in {"VERB", "AUX"}:
            return
        index = document.tokens[index].head
        yield index


def term_rows(
    layer: str, label: str, role: str, term: Span, negator: Span | None, rule: str, score: float = math.nan
) -> Iterator[Annotation]:
    """The row of a term that was found, and, bound to it by a relation, the ``shifter`` row of its negator, if any.

    >>> [row.role for row in term_rows("frame", "conflict", "term", Span(3, 6), Span(0, 2), "frames@1:war")]
    ['term', 'shifter']
    """
    relation = f"{layer}:{label}:{term.start}" if negator else ""
    yield Annotation(layer, label, term.start, term.end, role, relation, score=score, rule=rule)
    if negator:
        yield Annotation(layer, "negation", negator.start, negator.end, "shifter", relation, rule=rule)
