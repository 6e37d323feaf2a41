"""Reading: files to documents, whose text is never altered.

A file holds one article (plain text, with or without TOML front matter; a saved web page) or many (tables and lists).
A ``manifest.toml`` beside a file, with ``[[source]]`` tables, says where the file comes from.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path

from analysis.lexicon.toml_files import as_path
from analysis.text.document import Document, Section
from analysis.text.files import READABLE, Article, Reading, as_strings, decode_text, read_articles, read_toml
from analysis.text.language import recognise
from analysis.text.records import COLUMNS, Told
from analysis.text.records import ReadError as ReadError  # callers catch it by this module's name
from analysis.text.sections import find_sections, is_visible, read_date

_MAX_CHARACTERS = 1_000_000  # of one document: the most that the parser takes


def read_document(path: str | Path, *, encoding: str = "", text_column: str = "", **meta: str) -> Document:
    """The only article in a file.

    The text is that of the file without a byte order mark; of a saved page, it is the article that ``pages.read_page``
    finds there. ``encoding`` is for a file that is not in UTF-8 and does not declare its encoding; ``text_column`` is
    the column of the text in a table, if its name is not one of ``records.COLUMNS``. The ``doc_id`` is the one given
    or stated, or else the stem of the file's name. The ``meta`` of the document comes from these sources, of which a
    later one overrides an earlier one: the ``language`` recognised in the text (of a short text, the one that the page
    declares, or "en"), the date stamp in the text, ``manifest.toml`` beside the file, the headline in the text, what
    the file states (front matter, page or record), facts about the file (``path``: its name, ``sha256``: of its bytes,
    ``characters``: of the text), and what is given.

    Raises:
        ReadError: If the file is missing, a folder, empty, not text, too long, not as the manifest describes it, not
            in its format, or holds several articles.
        ValueError: If a value of ``meta`` is not a string, or Python does not know ``encoding``.

    >>> seed = find_source("seeds/tehran-times_2020-03-08_shamkhani-baghdad.txt")
    >>> document = read_document(seed)
    >>> document.meta["outlet"], [document.covered(s) for s in document.sections if s.label != "body"]
    ('Tehran Times', ['date 2020-03-08', 'TEHRAN —', 'MH/PA'])
    """
    reading = Reading(encoding, {"text": text_column} if text_column else {})
    documents = [document for _, document in islice(_documents(as_path(path), _given(meta), reading), 2)]
    if len(documents) > 1:
        raise ReadError(f"{path}: holds several articles; read them with read_corpus")
    return documents[0]


def document_from_text(text: str, doc_id: str, **meta: str) -> Document:
    """A document made from a string, with its sections labelled; ``title`` and ``date`` are read from the text unless
    they are given in ``meta``.

    Raises:
        ReadError: If the text has more than a million characters, or half of a surrogate pair in it.
        ValueError: If the text, the name or a value of ``meta`` is not a string, or the name is blank.

    >>> document_from_text("8 March 2020\\n\\nIran said so.", "d").meta["date"]
    '2020-03-08'
    """
    if not isinstance(text, str):
        raise ValueError(f"text must be a string, got {text!r}")
    if not isinstance(doc_id, str) or not is_visible(doc_id):
        raise ValueError(f"doc_id must be a string that is not blank, got {doc_id!r}")
    article = Article(doc_id, doc_id, text, {})
    sha256 = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
    return _document(article, {}, {"sha256": sha256}, {**_given(meta), "doc_id": doc_id})


def read_corpus(
    paths: Iterable[str | Path] | str | Path, *, encoding: str = "", columns: Mapping[str, str] | None = None,
    told: Told | None = None,
) -> Iterator[Document]:  # fmt: skip
    """Every article in some files and folders, in the order given. In a folder, all ``READABLE`` files are read, sorted
    by path, except those of an annotated folder inside it.

    A record of a table or list must have a text. Columns are recognised by their usual names (``records.COLUMNS``);
    otherwise ``columns`` says what a column is for: ``{"text": "lead", "date": "when"}``. The name of an article is its
    ``doc_id``, or else the stem of the file and the line. Other fields that are not empty go to ``meta`` as strings;
    the items of a list are joined by semicolons.

    Args:
        paths: Files and folders.
        encoding: The encoding of files that are not in UTF-8 and do not declare one.
        columns: What each column is for, where its name does not tell.
        told: Called with the error of each file or record that cannot be read, and the rest is read; without it, the
            first such error is raised.

    Raises:
        ReadError: As ``read_document``, and if two articles have the same ``doc_id``; the message names both places.
        ValueError: If Python does not know ``encoding``, or a key of ``columns`` is no such use.

    >>> [document.doc_id for document in read_corpus([find_source("seeds/corpus")])][:2]
    ['wire-1', 'post-1']
    """
    if unknown := [name for name in columns or {} if name not in COLUMNS]:
        raise ValueError(f"columns: there is no {unknown[0]!r}; columns are for {', '.join(COLUMNS)}")
    reading = Reading(encoding, {name: column for name, column in (columns or {}).items() if column}, told)
    places: dict[str, str] = {}
    for path in paths if isinstance(paths, Iterable) and not isinstance(paths, str) else [paths]:
        for file in _files(as_path(path)):
            try:
                for where, document in _documents(file, {}, reading):
                    if earlier := places.get(document.doc_id):
                        _tell(told, ReadError(f"{where}: doc_id {document.doc_id!r} stands already at {earlier}"))
                        continue
                    places[document.doc_id] = where
                    yield document
            except ReadError as error:
                _tell(told, error)


def _tell(told: Told | None, error: ReadError) -> None:
    if not told:
        raise error
    told(error)


def find_source(name: str | Path) -> Path:
    """The path as given if it exists, else the same path under the project folder.

    Raises:
        ReadError: If there is neither, or no name.

    >>> find_source("seeds/manifest.toml").name
    'manifest.toml'
    """
    if not str(name):
        raise ReadError("no source was given: name an article")
    project = Path(__file__).parents[2]
    for path in (Path(name), project / name):
        with suppress(OSError, ValueError):  # a name no file can have
            if path.exists():
                return path
    raise ReadError(f"{name}: no such file (looked in the current folder and in {project})")


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    inside = sorted(file for file in path.rglob("*") if file.suffix.lower() in READABLE and file.is_file())
    annotated = {file.parent for file in inside if file.name == "corpus.json"}  # it holds what was read, once more
    shown = [file for file in inside if not any(part.startswith(".") for part in file.relative_to(path).parts)]
    shown = [file for file in shown if annotated.isdisjoint(file.parents)]
    if not shown:
        raise ReadError(f"{path}: a folder without a file to read ({', '.join(READABLE)})")
    return shown


def _documents(path: Path, given: Mapping[str, str], reading: Reading) -> Iterator[tuple[str, Document]]:
    """Each article of a file as a document, with its place."""
    articles = read_articles(path, reading)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    listed = _listed(path, sha256)
    is_empty = True
    for article in articles:
        is_empty = False
        try:
            document = _document(article, listed, {"path": path.name, "sha256": sha256}, given)
        except ReadError as error:
            _tell(reading.told, error)
        else:
            yield article.where, document
    if is_empty:
        raise ReadError(f"{path}: holds no text")


def _document(
    article: Article, listed: Mapping[str, str], facts: Mapping[str, str], given: Mapping[str, str]
) -> Document:
    if len(article.text) > _MAX_CHARACTERS:
        raise ReadError(
            f"{article.where}: {len(article.text):,} characters; a document may have {_MAX_CHARACTERS:,} at most: "
            "cut it into articles and read them with read_corpus"
        )
    known = given.get("title") or article.stated.get("title", "")
    sections = find_sections(article.text, article.start, known, article.labels)
    stamp, headline = (_first(article.text, sections, label) for label in ("date", "headline"))
    date = {"date": dated} if stamp and (dated := read_date(stamp)) else {}
    title = {"title": headline} if headline else {}
    body = "\n".join(article.text[section.start : section.end] for section in sections if section.label == "body")
    size = {"characters": str(len(article.text))}
    stated = dict(article.stated)
    written_in = stated.pop("lang", "")  # what a page says of itself, and often wrongly
    language = {"language": recognise(body) or written_in or "en"}
    meta = {**language, **date, **listed, **title, **stated, **facts, **size, **given}
    doc_id = meta.pop("doc_id", "") or meta.pop("id", "") or article.name
    document = Document(doc_id, article.text, meta, sections)
    _check_characters(article.where, {"text": document.text, "doc_id": document.doc_id, **meta})
    return document


def _first(text: str, sections: tuple[Section, ...], label: str) -> str:
    """The words of the first section with a label; empty if there is none."""
    return next((text[section.start : section.end] for section in sections if section.label == label), "")


def _check_characters(where: str, fields: Mapping[str, str]) -> None:
    for name, value in fields.items():
        if half := re.search("[\ud800-\udfff]", value):
            raise ReadError(f"{where}: {name}: U+{ord(half[0]):X} at offset {half.start()} is half of a surrogate pair")


def _given(meta: Mapping[str, str]) -> dict[str, str]:
    for key, value in meta.items():
        if not isinstance(value, str):
            raise ValueError(f"{key} must be a string, got {value!r}")
    return {key: value for key, value in meta.items() if value}


def _listed(path: Path, sha256: str) -> dict[str, str]:
    """What the manifest beside a file says of it; nothing if there is none or the file is not in it."""
    manifest = path.parent / "manifest.toml"
    if not manifest.is_file():
        return {}
    sources = read_toml(decode_text(manifest.read_bytes(), str(manifest)), manifest, "manifest").get("source", [])
    if not isinstance(sources, list):
        raise ReadError(f"{manifest}:1: source must be [[source]] tables, got {sources!r:.60}")
    for entry in sources:
        if not isinstance(entry, dict) or not isinstance(entry.get("file", ""), str):
            raise ReadError(f"{manifest}:1: a [[source]] must be a table whose file is text, got {entry!r:.60}")
    entries = [entry for entry in sources if entry.get("file") == path.name]
    entry = dict(entries[0]) if entries else {}
    if entry.get("sha256", sha256) != sha256:
        raise ReadError(f"{path}: not the file that {manifest} lists: sha256 {sha256}, listed {entry['sha256']}")
    return as_strings({key: value for key, value in entry.items() if key not in {"file", "sha256"}})
