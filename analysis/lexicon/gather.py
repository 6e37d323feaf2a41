"""What a dictionary's reader found becomes entries and categories; what cannot be taken is refused with its line."""

from __future__ import annotations

import unicodedata

from analysis.lexicon.dictionaries import NEST, PATTERNS, STARS, DictionaryItem, Found, Heading, Skipped
from analysis.lexicon.lexicon import Category, Entry, LexiconError, check_entry
from analysis.lexicon.patterns import is_widthless

_MAX_TERM = 1_000  # characters


class Gathered:
    """The entries and categories of a file, as its reader yields them, and what of them was skipped.

    An entry that stands in its category already is skipped; with another weight it is refused. So is a category that is
    opened twice or has no name, an entry without a word, and a file without an entry.

    >>> gathered = Gathered("x.csv", case=False)
    >>> gathered.take(iter([DictionaryItem(2, "kill*", "harm"), DictionaryItem(3, "Kill*", "harm")]))
    >>> [entry.term for entry in gathered.entries.values()], gathered.skipped[0].reason
    (['kill*'], "stands in 'harm' already, at line 2")
    """

    def __init__(self, where: str, case: bool) -> None:
        self.where, self.case = where, case
        self.entries: dict[tuple[object, ...], Entry] = {}
        self.headings: dict[str, Heading] = {}
        self.skipped: list[Skipped] = []

    def take(self, found: Found) -> None:
        for one in found:
            if isinstance(one, Skipped):
                self.skipped.append(one)
            elif isinstance(one, Heading):
                self._open(one)
            elif one.wild == STARS and not one.match and "*" in one.term and "?" in one.term:
                self.skipped.append(Skipped(one.line, one.term, "a question mark beside a star"))
            elif (one.match or _match(one.term, one.wild)) == "regex" and is_widthless(one.term):
                self.skipped.append(Skipped(one.line, one.term, "a regex that finds places only, no word"))
            else:
                self._add(one)
        if not self.entries:
            raise LexiconError(f"{self.where}:1: holds no entry")
        self._list_empty()

    def categories(self) -> dict[str, Category]:
        """The categories that hold an entry, in the order of the file."""
        used = dict.fromkeys(entry.category for entry in self.entries.values())
        names = [
            *(name for name in self.headings if name in used),
            *(name for name in used if name not in self.headings),
        ]
        definitions = {name: heading.definition for name, heading in self.headings.items()}
        return {name: Category(name, definitions.get(name, ""), "") for name in names}

    def _open(self, heading: Heading) -> None:
        before = self.headings.get(heading.category)
        if not heading.category or before:
            reason = f"stands at line {before.line} already" if before else "has no name"
            raise LexiconError(f"{self.where}:{heading.line}: category {heading.category!r} {reason}")
        self.headings[heading.category] = heading

    def _add(self, item: DictionaryItem) -> None:
        entry = self._entry(item)
        key = (_key(entry), entry.category, entry.match, entry.case, entry.pos)
        before = self.entries.setdefault(key, entry)
        if before.weight != entry.weight:
            reason = f"has the weight {before.weight} in {entry.category!r} at line {before.line}, and {entry.weight}"
            raise LexiconError(f"{self.where}:{item.line}: {entry.term!r} {reason} here")
        if before is not entry:
            reason = f"stands in {entry.category!r} already, at line {before.line}"
            self.skipped.append(Skipped(item.line, entry.term, reason))

    def _entry(self, item: DictionaryItem) -> Entry:
        at, term = f"{self.where}:{item.line}", " ".join(item.term.split())
        match = item.match or _match(term, item.wild)
        if len(term) > _MAX_TERM:
            raise LexiconError(f"{at}: an entry of {len(term)} characters ({term[:40]!r} …)")
        case = item.case or self.case
        entry = Entry(term, item.category, match, case, item.pos, item.weight, line=item.line)
        check_entry(entry, at)
        return entry

    def _list_empty(self) -> None:
        """Say which categories hold neither an entry nor a category that holds one."""
        used: set[str] = set()
        for category in {entry.category for entry in self.entries.values()}:
            names = category.split(NEST)
            used |= {NEST.join(names[:depth]) for depth in range(1, len(names) + 1)}
        for heading in self.headings.values():
            if heading.category not in used:
                self.skipped.append(Skipped(heading.line, heading.category, "a category without an entry"))


def _match(term: str, wild: str) -> str:
    if wild == PATTERNS:
        return "regex"
    return "glob" if any(sign in term for sign in wild) else "fixed"


def _key(entry: Entry) -> str:
    term = unicodedata.normalize("NFC", entry.term)
    return term if entry.case or entry.match == "regex" else term.lower()
