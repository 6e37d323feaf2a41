"""Files as nobody should write them, and what each reader makes of them: a clean error or a right read, nothing else.

Each reader is given a good file that was damaged: bytes cut, doubled or changed, and put in what breaks parsers.
"""

from __future__ import annotations

import faulthandler
import json
import math
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st

from analysis.actors.known_actors import Actors, load_actors
from analysis.lexicon.formats import Dictionary, _read_dictionary
from analysis.lexicon.lexicon import Lexicon, LexiconError, load_lexicon
from analysis.report.output_files import ReportError
from analysis.report.render import _check_parameters, _find_notebook, _parameters_of
from analysis.text.document import Document
from analysis.text.read import ReadError, read_corpus, read_document

CLEAN = (ReadError, LexiconError, ReportError)
SECONDS = 20  # of processor time for one file
MESSAGE = 2_000, 6  # characters and lines of a clean error
NASTY = [
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\x81", b"\xed\xa0\x80", b"\r", b"\x85", "\u2028\u202e".encode(), b"\x1b[2J",
    b"9" * 5_000, b"-1e999", b"nan", b"inf", b"true", b"[" * 3_000, b"{" * 3_000, b"- " * 3_000, b"<b>" * 3_000,
    b'"', b"'", b"'''", b'"""', b"\\", b"\\ud800", b"\\u0000", b"+++", b"%", b"%\n", b"\n\n\n", b"\t", b",", b";",
    b"#", b"&#x110000;", b"&#0;", b"&a;", b"<!ENTITY a SYSTEM 'file:///etc/passwd'>", b"<!--", b"<script>",
    b"<![CDATA[", b"<p " + b"".join(b"a%d=1 " % n for n in range(2_000)) + b">", b"*a", b"&a ", b"---\n",
    b"!!python/object:os.system ", b"(?R)", b"(a+)+$", b"(?:a{99}){99}", b"\\b", b"[", b"*", b"?", b"=1+1", b"null",
    b"5", b"[]", b"{}", b"x = 5\n",
]  # fmt: skip

PLAIN = '+++\ntitle = "Harbour"\ndate = 2026-11-24\n+++\n\nGENEVA — The harbour reopens.\n\n“It hurt,” said Ann Lee.\n'
PARAGRAPH = "The harbour will reopen on Monday after two weeks without a single boat, the minister said in Geneva."
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Harbour</title></head><body>'
    f"<nav><a>Home</a></nav><article><h1>Harbour</h1><p>{PARAGRAPH}</p><blockquote><p>{PARAGRAPH}</p></blockquote></article></body></html>"
)
RECORDS = f'doc_id,title,text\na,One,"{PARAGRAPH}"\nb,Two,"He said ""no""."\n'
TABS = f"doc_id\ttitle\ttext\na\tOne\t{PARAGRAPH}\nb\tTwo\tHe said no.\n"
LINES = "".join(json.dumps({"id": name, "text": PARAGRAPH, "year": 2026, "tags": ["a"]}) + "\n" for name in "ab")
TRANSCRIPT = "ANCHOR: Good evening. What happened in Geneva?\n\nANN LEE, REPORTER: The harbour is open.\n\n" * 3
ARCHIVE = (
    'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html\n\n'
    f"{PAGE}\n--x--\n"
)
MANIFEST = '[[source]]\nfile = "x.txt"\noutlet = "The Example"\nyear = 2026\n'
LEXICON = (
    'name = "mine"\nversion = "1"\nkind = "frame"\nmatch = "lemma"\n[provenance]\ncreators = ["A"]\nyear = 2026\n'
    'licence = "MIT"\nchanges = "None."\n[categories.work]\ndefinition = "Work."\nreference = "A (2026)."\n[terms]\n'
    'work = [\n  "fishing boat",\n  { term = "strik(e|ing)", match = "regex", weight = -1.5, case = true },\n]\n'
)
ACTORS = '[[actor]]\nname = "Ann Lee"\naliases = ["Lee"]\nkind = "person"\ngroup = "us"\n[[actor]]\nname = "Orr"\n'
LIWC = "%\n1\tharm\n2\tcare\n%\nkill*\t1\nlook after\t2\n"
DICX = "DicTerm,Rest,Work\nnap*,X,\noffice,,0.5\n"
YAML = "harm:\n  kin:\n    - kill*\n    - 'hurt'\ncare: heal*\n"
LC3 = "+harm\nkill*\nhurt\n+care#FF0000\nheal*\n"
YKD = (
    '<?xml version="1.0" encoding="UTF-8"?><dictionary patternengine="regexp"><cnode name="All"><cnode name="harm" '
    'desc="Harm."><pnode name="kill(s|ed)?" score="-1"/></cnode></cnode></dictionary>'
)
TABLE = "term,category,weight,match\nkill*,harm,-2,\nheal(s|ed),care,1.5,regex\n"
NOTEBOOK = json.dumps({
    "cells": [
        {"cell_type": "code", "execution_count": None, "id": "a", "metadata": {"tags": ["parameters"]}, "outputs": [],
         "source": "source = ''\nwindow = 8"},
        {"cell_type": "markdown", "id": "b", "metadata": {}, "source": "# Title"},
    ],
    "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    "nbformat": 4, "nbformat_minor": 5,
})  # fmt: skip


class Reader(NamedTuple):
    """A good file, the name it has, how it is read, and what holds of what was read."""

    good: str
    name: str
    read: Callable[[Path], Any]
    check: Callable[[Any], None]


def _articles(documents: list[Document]) -> None:
    assert documents
    for document in documents:
        assert document.text.strip()
        assert document.doc_id
        assert all(isinstance(value, str) and value.encode() for value in document.meta.values())
        assert all(0 <= s.start <= s.end <= len(document.text) for s in document.sections)


def _lexicon(read: Lexicon | Dictionary) -> None:
    lexicon = read.lexicon if isinstance(read, Dictionary) else read
    assert {entry.category for entry in lexicon.entries} <= {*lexicon.categories}
    for entry in lexicon.entries:
        assert entry.term.strip()
        assert entry.weight is None or math.isfinite(entry.weight)
        assert entry.line > 0


def _actors(actors: Actors) -> None:
    names = [actor.name for actor in actors.actors]
    assert len({*names}) == len(names)
    assert all(name.strip() for name in names)


def _parameters(parameters: dict[str, Any]) -> None:
    assert all(name.isidentifier() for name in parameters)


def _manifest(path: Path) -> list[Document]:
    text = path.with_name("x.txt")
    text.write_text(PLAIN, encoding="utf-8")
    return [read_document(text)]


def _settings(path: Path) -> dict[str, Any]:
    given = path.read_bytes().decode(errors="surrogateescape").split(",")
    return _check_parameters(
        _find_notebook("codebook"), dict(zip(["window", "confidence", "frames"], given, strict=False))
    )


READERS = {
    "plain text": Reader(PLAIN, "x.txt", lambda path: [read_document(path)], _articles),
    "web page": Reader(PAGE, "x.html", lambda path: [read_document(path)], _articles),
    "CSV of articles": Reader(RECORDS, "x.csv", lambda path: list(read_corpus(path)), _articles),
    "JSON lines": Reader(LINES, "x.jsonl", lambda path: list(read_corpus(path)), _articles),
    "TSV of articles": Reader(TABS, "x.tsv", lambda path: list(read_corpus(path)), _articles),
    "JSON list": Reader(
        f"[{LINES.replace(chr(10), ',', 1)}]", "x.json", lambda path: list(read_corpus(path)), _articles
    ),
    "transcript": Reader(TRANSCRIPT, "x.txt", lambda path: [read_document(path)], _articles),
    "web archive": Reader(ARCHIVE, "x.mht", lambda path: [read_document(path)], _articles),
    "manifest": Reader(MANIFEST, "manifest.toml", _manifest, _articles),
    "lexicon": Reader(LEXICON, "x.toml", load_lexicon, _lexicon),
    "known actors": Reader(ACTORS, "actors.toml", load_actors, _actors),
    "LIWC": Reader(LIWC, "x.dic", _read_dictionary, _lexicon),
    "LIWC-22": Reader(DICX, "x.dicx", _read_dictionary, _lexicon),
    "quanteda": Reader(YAML, "x.yml", _read_dictionary, _lexicon),
    "Lexicoder": Reader(LC3, "x.lc3", _read_dictionary, _lexicon),
    "Yoshikoder": Reader(YKD, "x.ykd", _read_dictionary, _lexicon),
    "table": Reader(TABLE, "x.csv", _read_dictionary, _lexicon),
    "notebook": Reader(NOTEBOOK, "x.ipynb", _parameters_of, _parameters),
    "parameters": Reader("8,0.95,frames", "x.txt", _settings, _parameters),
}


@st.composite
def damaged(draw: st.DrawFn, good: str) -> bytes:
    """A good file with up to four of its places damaged, or in another encoding."""
    coding = draw(st.sampled_from(["utf-8"] * 15 + ["utf-16", "utf-16-le", "cp1252"]))
    data = good.encode(coding, "replace")
    for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2, 4]))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 60)))
        kind = draw(st.sampled_from(["nasty", "nasty", "cut", "double", "bytes", "end", "swap"]))
        if kind == "nasty":
            data = data[:start] + draw(st.sampled_from(NASTY)) + data[draw(st.sampled_from([start, end])) :]
        elif kind == "cut":
            data = data[:start] + data[end:]
        elif kind == "double":
            data = data[:end] + data[start:end] * draw(st.integers(1, 50)) + data[end:]
        elif kind == "bytes":
            data = data[:start] + draw(st.binary(max_size=8)) + data[end:]
        elif kind == "end":
            data = data[:start]
        else:
            data = data[end:] + data[:start]
    return data


class Hang(Exception):  # noqa: N818 - it is no error of the reader's own
    """A reader took more than ``SECONDS`` of processor time."""


@contextmanager
def bounded() -> Iterator[None]:
    """A bound on processor time, so that a busy machine makes no hang."""

    def stop(number: int, frame: object) -> None:
        raise Hang

    faulthandler.dump_traceback_later(30 * SECONDS, exit=True)  # where no signal comes through
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
        faulthandler.cancel_dump_traceback_later()


def try_reader(reader: Reader, folder: Path, data: bytes) -> str:
    """``right`` or ``clean``, as the reader reads the file or refuses it; any other end is an exception.

    The file is as it was, whatever the end.
    """
    path = folder / reader.name
    path.write_bytes(data)
    try:
        with bounded():
            read = reader.read(path)
        reader.check(read)
        return "right"
    except CLEAN as error:
        said = str(error)
        assert len(said) <= MESSAGE[0], said[:300]
        assert said.count("\n") < MESSAGE[1], said[:300]
        assert reader.name in said or "parameter" in said, said[:300]
        return "clean"
    finally:
        assert path.read_bytes() == data, "the source was changed"
