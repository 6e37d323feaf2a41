"""Any dictionary: the files of LIWC, quanteda, Lexicoder and Yoshikoder and long tables, read into a ``Lexicon``.

What a file says is kept, and no more: a dictionary has no definitions, papers or grammar unless it states them. What
cannot be taken is refused with file and line; what is left out is listed with line and reason.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from analysis.lexicon.decode import check_encoding, decode
from analysis.lexicon.dictionaries import Found, Skipped, read_lc3, read_table
from analysis.lexicon.gather import Gathered
from analysis.lexicon.lexicon import Lexicon, LexiconError, Provenance, load_lexicon
from analysis.lexicon.liwc import read_dicx, read_liwc
from analysis.lexicon.marked import read_lexicoder, read_yaml, read_ykd
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
    "case": "Capitals do not matter, unless the dictionary is read with case=True or a row of a table says so.",
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


@dataclass(frozen=True)
class Dictionary:
    """A dictionary as read: its lexicon, the format it was in (a key of ``_FORMATS``), and what was left out."""

    lexicon: Lexicon
    format: str
    skipped: tuple[Skipped, ...] = ()


def _read_dictionary(path: str | Path, format: str = "", encoding: str = "", case: bool = False) -> Dictionary:  # noqa: A002
    """Read a dictionary in any of ``_FORMATS``, under the rules of ``POLICIES``.

    The lexicon is named as the file; its version is the first eight digits of the file's SHA-256. A category without an
    entry, an entry that stands there already, comments and whatever a format has that is not read are in ``skipped``.

    Args:
        path: The file.
        format: A key of ``_FORMATS``; told by the file's name if empty.
        encoding: Of a file that is neither UTF-8 nor UTF-16, and does not declare its own, as XML may.
        case: Whether capitals matter. A lexicon of this project says so itself, and is always in UTF-8.

    Raises:
        LexiconError: If the file cannot be read, is not in its format or encoding, declares a category twice, or holds
            no entry, an entry without a word, or two weights for one; the message names file and line.
        ValueError: If ``format`` is none of these, or Python does not know ``encoding``.

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
    if format not in ("", *_FORMATS):
        raise ValueError(f"format must be one of {', '.join(_FORMATS)}, got {format!r}")
    if not (found := format or _SUFFIXES.get(path.suffix.lower(), "")):
        known = ", ".join(_SUFFIXES)
        raise LexiconError(f"{path}: its name does not tell the format ({known}); name the format")
    if found == "lexicon":
        return Dictionary(load_lexicon(path), found)
    data = read_bytes(path)
    text = _decode(data, str(path), encoding)
    gathered = Gathered(str(path), case)
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


def _lexicon(path: Path, data: bytes, found: str, gathered: Gathered) -> Lexicon:
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
