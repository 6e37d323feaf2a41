"""The one matcher: finds the terms of a lexicon in a document.

Terms are compared token by token in a trie, so the time does not depend on how many terms a lexicon holds; patterns
with ``*``, ``?`` or a regex are looked up once for each distinct word.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.text.document import Document, Span, fold
from analysis.text.segment import tokenise

if TYPE_CHECKING:
    from analysis.lexicon.lexicon import Entry, Lexicon

OVERLAPS = ("longest", "all")
NEGATION_WINDOW = 3  # words before a term in which a negator governs it where there is no grammar to ask
_CLAUSES = {"relcl", "ccomp", "advcl", "acl", "parataxis", "conj"}


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found: characters ``[start, end)``, tokens ``[first, last)``, and the negator that governs it."""

    start: int
    end: int
    first: int
    last: int
    entry: Entry
    negator: Span | None = None


@dataclass
class _Node:
    """A place in the trie: which words lead on, and which entries end here."""

    forms: dict[str, _Node] = field(default_factory=dict)  # lower case
    exact: dict[str, _Node] = field(default_factory=dict)  # capitals matter
    lemmas: dict[str, _Node] = field(default_factory=dict)
    globs: dict[str, _Node] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    seen: dict[str, list[_Node]] = field(default_factory=dict)  # globs that fit a word, looked up once

    def after(self, form: str, lower: str, lemma: str) -> Iterator[_Node]:
        if lower in self.forms:
            yield self.forms[lower]
        if form in self.exact:
            yield self.exact[form]
        if lemma in self.lemmas:
            yield self.lemmas[lemma]
        if self.globs:
            if lower not in self.seen:
                self.seen[lower] = [node for glob, node in self.globs.items() if fnmatch.fnmatchcase(lower, glob)]
            yield from self.seen[lower]
