"""Any dictionary: the files of LIWC, quanteda, Lexicoder and Yoshikoder and long tables, read into a ``Lexicon``.

What a file says is kept, and no more: a dictionary has no definitions, papers or grammar unless it states them. What
cannot be taken is refused with file and line; what is left out is listed with line and reason.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from analysis.lexicon.decode import check_encoding, decode
from analysis.lexicon.dictionaries import (
    NEST,
    PATTERNS,
    STARS,
    DictionaryItem,
    Found,
    Heading,
    Skipped,
    read_lc3,
    read_table,
)
from analysis.lexicon.lexicon import Category, Entry, Lexicon, LexiconError, Provenance, check_entry, load_lexicon
from analysis.lexicon.liwc import read_dicx, read_liwc
from analysis.lexicon.marked import read_lexicoder, read_yaml, read_ykd
from analysis.lexicon.patterns import is_widthless
from analysis.lexicon.toml_files import as_path, read_bytes

_DECLARED = re.compile(rb"\s*<\?xml\b[^>]{0,100}\bencoding\s*=\s*[\"']([A-Za-z][\w.:-]*)")
_DictionaryReader = Callable[[str, str], Found]

_FORMATS = {
    "liwc": "LIWC 2001 to 2015 (.dic)",
    "liwc22": "LIWC-22 (.dicx)",
    "quanteda": "quanteda YAML (.yml, .yaml)",
    "lexicoder": "Lexicoder (.lc3, .lcd)",
    "yoshikoder": "Yoshikoder (.ykd)",
    "table": "long table (.csv, .tsv, .tab)",
    "lexicon": "a lexicon of this project (.toml)",
}
POLICIES = {
    "case": "Capitals do not matter, unless a row of a table says so.",
    "wildcards": "A star stands for any letters of a word, or none; in YAML and tables ? stands for one letter. In "
    "LIWC, Lexicoder and Yoshikoder ? is a question mark.",
    "words": "An entry of several words stands for these words in a row, in one sentence; clitics are words of their "
    "own, so don't is found as do + n't.",
    "nesting": "A category inside another is named 'outer > inner'. An entry counts in the category in which it "
    "stands, and not in those around it.",
    "overlap": "Of the entries of one category that overlap, the leftmost and longest counts; categories never hide "
    "each other.",
    "negation": "An entry under a negator counts, and its match names the negator, so that it can be left out or "
    "turned round.",
    "weights": "Weights are kept on the dictionary's own scale; an entry without one has none.",
}
_SUFFIXES = {
    ".dic": "liwc", ".dicx": "liwc22", ".yml": "quanteda", ".yaml": "quanteda", ".lc3": "lexicoder",
    ".lcd": "lexicoder", ".ykd": "yoshikoder", ".csv": "table", ".tsv": "table", ".tab": "table", ".toml": "lexicon",
}  # fmt: skip
_READERS: dict[str, _DictionaryReader] = {
    "liwc": read_liwc, "liwc22": read_dicx, "quanteda": read_yaml, "yoshikoder": read_ykd, "table": read_table,
}  # fmt: skip
_MAX_TERM = 1_000  # characters


class _Gathered:
    """The entries and categories of a file, as its reader yields them, and what of them was skipped.

    An entry that stands in its category already is skipped; with another weight it is refused. So is a category that is
    opened twice or has no name, an entry without a word, and a file without an entry.

    >>> gathered = _Gathered("x.csv")
    >>> gathered.take(iter([DictionaryItem(2, "kill*", "harm"), DictionaryItem(3, "Kill*", "harm")]))
    >>> [entry.term for entry in gathered.entries.values()], gathered.skipped[0].reason
    (['kill*'], "stands in 'harm' already, at line 2")
    """

    def __init__(self, where: str) -> None:
        self.where = where
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
        entry = Entry(term, item.category, match, item.case, item.pos, item.weight, line=item.line)
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


@dataclass(frozen=True)
class Dictionary:
    """A dictionary as read: its lexicon, the format it was in (a key of ``_FORMATS``), and what was left out."""

    lexicon: Lexicon
    format: str
    skipped: tuple[Skipped, ...] = ()


def _read_dictionary(path: str | Path, encoding: str = "") -> Dictionary:
    """Read a dictionary in any of ``_FORMATS``, under the rules of ``POLICIES``.

    The lexicon is named as the file; its version is the first eight digits of the file's SHA-256. A category without an
    entry, an entry that stands there already, comments and whatever a format has that is not read are in ``skipped``.

    Args:
        path: The file; the end of its name tells the format.
        encoding: Of a file that is neither UTF-8 nor UTF-16, and does not declare its own, as XML may. A lexicon of
            this project is always in UTF-8.

    Raises:
        LexiconError: If the file cannot be read, is not in its format or encoding, declares a category twice, or holds
            no entry, an entry without a word, or two weights for one; the message names file and line.
        ValueError: If Python does not know ``encoding``.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "mine.dic"
    >>> _ = path.write_text("%\\n1\\tharm\\n2\\tcare\\n%\\nkill*\\t1\\nlook after\\t2\\nKILL*\\t1\\n")
    >>> mine = _read_dictionary(path)
    >>> [(entry.term, entry.match, entry.category) for entry in mine.lexicon.entries]
    [('kill*', 'glob', 'harm'), ('look after', 'fixed', 'care')]
    >>> mine.skipped
    (Skipped(line=7, text='KILL*', reason="stands in 'harm' already, at line 5"),)
    """
    path = as_path(path)
    check_encoding(encoding)
    if not (found := _SUFFIXES.get(path.suffix.lower(), "")):
        raise LexiconError(f"{path}: its name does not tell the format ({', '.join(_SUFFIXES)})")
    if found == "lexicon":
        return Dictionary(load_lexicon(path), found)
    data = read_bytes(path)
    text = _decode(data, str(path), encoding)
    gathered = _Gathered(str(path))
    gathered.take(_reader(found, text)(text, str(path)))
    skipped = tuple(sorted(gathered.skipped, key=lambda skipped: skipped.line))
    return Dictionary(_lexicon(path, data, found, gathered), found, skipped)


def read_dictionaries(paths: str | Path | Iterable[str | Path], encoding: str = "") -> list[Dictionary]:
    """Read several dictionaries: paths, or one text with commas between them, as a notebook's parameter gives it.

    ``encoding`` is that of ``_read_dictionary``, for those that are in it.

    Raises:
        LexiconError: As ``_read_dictionary``, and if two files have one name, so that what is cited would not tell them
            apart.

    >>> [dictionary.lexicon.name for dictionary in read_dictionaries("")]
    []
    """
    if isinstance(paths, str) or not isinstance(paths, Iterable):
        as_path(paths, "dictionaries")
        paths = str(paths).split(",")
    read = [_read_dictionary(str(path).strip(), encoding=encoding) for path in paths if str(path).strip()]
    named: dict[str, str] = {}
    for lexicon in (dictionary.lexicon for dictionary in read):
        if lexicon.name in named:
            raise LexiconError(f"{lexicon.path}: named as {named[lexicon.name]}; rename one of them")
        named[lexicon.name] = lexicon.path
    return read


def _lexicon(path: Path, data: bytes, found: str, gathered: _Gathered) -> Lexicon:
    provenance = Provenance(("the user",), 0, "not stated", "None.")
    version = hashlib.sha256(data).hexdigest()[:8]
    return Lexicon(
        path.stem, version, "dictionary", provenance, gathered.categories(), tuple(gathered.entries.values()),
        f"{_FORMATS[found]}: {path.name}", str(path),
    )  # fmt: skip


def _reader(found: str, text: str) -> _DictionaryReader:
    if found == "lexicoder":
        return read_lexicoder if text.lstrip().startswith("<") else read_lc3
    return _READERS[found]


def _decode(data: bytes, where: str, encoding: str) -> str:
    declared = _DECLARED.match(data[:200])
    try:
        text = decode(data, encoding or (declared[1].decode() if declared else ""))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        at = f"byte {data[error.start]:#04x} at offset {error.start}"
        raise LexiconError(
            f"{where}:{line}: not text in {error.encoding} ({at}); save it as UTF-8, or name its encoding "
            "(-p encoding cp1252 for many files from Windows)"
        ) from error
    except ValueError as error:
        raise LexiconError(f"{where}:1: {error}") from error
    if (at_nul := text.find("\0")) >= 0:
        raise LexiconError(f"{where}:{text.count(chr(10), 0, at_nul) + 1}: binary, not text (it holds a NUL)")
    return text
