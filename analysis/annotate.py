"""The only composition: runs the layers in order and gives the annotations table.

The package gives ``annotate`` at once, so what it needs is imported when it is used.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from importlib import import_module
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any, TypeAlias, overload

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    import pandas as pd

    from analysis.actors.known_actors import Actors
    from analysis.annotation import Annotation
    from analysis.corpus.store import AnnotatedCorpus
    from analysis.lexicon.formats import Dictionary
    from analysis.lexicon.lexicon import Lexicon
    from analysis.reader.speech import SpeechReading
    from analysis.text.document import Document

_Lexicons: TypeAlias = "str | Path | Lexicon | list[Lexicon]"
_KnownActors: TypeAlias = "str | Path | Actors | None"
Dictionaries: TypeAlias = "str | Path | list[Dictionary]"
_FRAMES, _VALENCE = "frames", "valence_news"
DOORS = [  # layers that need the text and what others found: a line a layer, its door and what it needs
    ("analysis.rhetoric.engagement.find_engagement", "quotes", "negation"),
    ("analysis.rhetoric.we_and_they.find_pronouns",),
    ("analysis.rhetoric.codebook.find_appeals", "quotes", "negation"),
    ("analysis.rhetoric.devices.find_devices.find_devices", "quotes"),
    ("analysis.rhetoric.techniques.find_techniques", "negation"),
]
_latest: list[tuple[Document, Settings, Document, pd.DataFrame]] = []  # as read, by what, and what came of it


def prepare(document: Document) -> Document:
    """The document with its paragraphs, sentences, words and grammar; one that is prepared is returned as it is.

    Raises:
        ValueError: If ``document`` is not a document.
    """
    from analysis.text.parse import parse
    from analysis.text.segment import segment

    _check_document(document, "document", "annotate_corpus takes several")
    return document if document.tokens else parse(segment(document))


@dataclass(frozen=True)
class Settings:
    """The choices by which a document is annotated.

    Attributes:
        frames: Frame lexicons: names of ours or paths, separated by commas; or lexicons already loaded.
        valence: Lexicons that override VADER's, likewise.
        actors: The known actors, as ``load_actors`` returns them, or the path of their file.
        dictionaries: Your own dictionaries, in any format of ``analysis.lexicon.formats``: paths separated by commas,
            or what ``read_dictionaries`` returns.
        encoding: The encoding of dictionaries that are not in UTF-8 and do not declare one.
        reader: Whether to ask the shipped network which words are speech, where their source is named, which words
            evaluate, and whom. Without it, grammar and the class of the cue decide what is speech, and no stance is
            found.
        portrayal: Whether to add the rows of ``add_portrayal``. Otherwise the portrayal model is asked only about
            sentences that may hold a stance, whose targets it helps to find.
    """

    frames: _Lexicons = _FRAMES
    valence: _Lexicons = _VALENCE
    actors: _KnownActors = None
    dictionaries: Dictionaries = ""
    encoding: str = ""
    reader: bool = True
    portrayal: bool = False

    def loaded(self) -> Settings:
        """The same settings with every lexicon, dictionary and file of actors read.

        Raises:
            LexiconError: If one of them cannot be read.
        """
        return replace(
            self,
            frames=load_lexicons(self.frames),
            valence=load_lexicons(self.valence),
            actors=load_known_actors(self.actors),
            dictionaries=_load_dictionaries(self.dictionaries, self.encoding),
        )


def annotate(document: Document, settings: Settings | None = None, **choices: Any) -> pd.DataFrame:
    """Every finding about a document, as one table with the columns of ``analysis.tables.table.SCHEMA``.

    Args:
        document: The document, prepared or not.
        settings: The settings; ``Settings()`` by default.
        choices: Single settings by name, which override ``settings``: ``frames="my-frames.toml"``.

    Raises:
        LexiconError: If a lexicon, a dictionary or the file of actors cannot be read.
        ModelError: If the model is asked for and is missing or damaged.
        ValueError: If ``document`` is not a document, or there is no such setting.

    >>> from analysis.text.read import document_from_text
    >>> table = annotate(document_from_text("“Troops must leave,” said Ann Lee.", "d"))
    >>> table[table["role"] == "content"][["label", "start", "end", "voice", "speaker"]].values.tolist()
    [['direct', 0, 20, 'direct', 'Ann Lee']]
    """
    _check_document(document, "document", "annotate_corpus takes several documents")
    chosen = _chosen(settings, choices).loaded()
    return annotated(document, chosen)[1]


def annotate_article(source: str | Path, settings: Settings, text_column: str = "") -> tuple[Document, pd.DataFrame]:
    """An article with its words, and its annotations: ``prepare(read_document(…))`` and ``annotate`` of that.

    The latest result is kept, for the reports of one article share a kernel: the same text by the same settings is not
    annotated again.

    Args:
        source: Its path, as ``find_source`` takes it.
        settings: Loaded.
        text_column: Where its text stands, if it is in a table.

    Raises:
        ReadError, LexiconError, ModelError: As the functions named.
    """
    from analysis.text.read import find_source, read_document

    read = read_document(find_source(source), encoding=settings.encoding, text_column=text_column)
    if not _latest or _latest[0][:2] != (read, settings):
        _latest[:] = [(read, settings, *annotated(read, settings))]
    *_, document, table = _latest[0]
    return document, table.copy()


@overload
def annotate_corpus(
    documents: Iterable[Document], settings: Settings | None = None, *, out: None = None, **choices: Any
) -> pd.DataFrame:
    """Without a folder, one table."""


@overload
def annotate_corpus(
    documents: Iterable[Document], settings: Settings | None = None, *, out: str | Path, **choices: Any
) -> AnnotatedCorpus:
    """With a folder, a corpus."""


def annotate_corpus(
    documents: Iterable[Document], settings: Settings | None = None, *, out: str | Path | None = None,
    workers: int | None = None, scheduler: str = "",
    failed: list[tuple[str, str]] | None = None, tell: Callable[[int, bool], None] | None = None, **choices: Any,
) -> pd.DataFrame | AnnotatedCorpus:  # fmt: skip
    """The annotations of several documents, one document after the other; none depends on the others.

    It raises what ``annotate`` raises, and with a folder what ``annotate_into`` does: Dask then annotates the documents
    that are not in the folder yet, and the result is ``open_annotations`` of the folder. A script that uses a folder
    must keep its own code under ``if __name__ == "__main__":``, since each worker loads the script, too.

    Args:
        documents: A list, or what ``read_corpus`` yields.
        settings, choices: As for ``annotate``.
        out: The folder to write to; without one, a single table is returned.
        workers: The number of processes on this machine; one for each core by default.
        scheduler: The address of a Dask scheduler, instead of workers on this machine.
        failed: A list that receives the name of each article that could not be annotated, with the reason.
        tell: Called with a number of articles that are done, and whether they are new.
    """
    from analysis.tables.table import concat_tables
    from analysis.text.document import Document

    if isinstance(documents, Document):
        raise ValueError("documents must be several documents, got one; annotate takes one")
    if isinstance(documents, str):
        raise ValueError(f"documents must be documents, got {documents!r:.100}; read_corpus reads them")
    chosen = _chosen(settings, choices).loaded()
    if out is not None:
        from analysis.corpus.engine import annotate_into
        from analysis.corpus.store import open_annotations

        annotate_into(
            Path(out), documents, annotated, chosen, _made_by(chosen), workers=workers or os.cpu_count() or 1,
            scheduler=scheduler, failed=failed, tell=tell or (lambda articles, new: None),
        )  # fmt: skip
        return open_annotations(out)
    return concat_tables(annotated(document, chosen)[1] for document in documents)


def annotated(document: Document, settings: Settings) -> tuple[Document, pd.DataFrame]:
    """A document with its words, and its table, by settings that are loaded."""
    from concurrent.futures import ThreadPoolExecutor

    from analysis.tables.table import build_table

    _check_document(document, "document", "annotate_corpus takes several")
    with ThreadPoolExecutor(1) as aside:  # the networks read while this thread parses and finds the rest
        reading = aside.submit(_read, document.text) if settings.reader else None
        document = prepare(document)
        table = build_table(document.doc_id, _annotations(document, settings, reading, aside))
    return document, add_portrayal(document, table) if settings.portrayal else table


def _made_by(settings: Settings) -> dict[str, Any]:
    """By what rows are made: the package, its code and models, and the settings, each lexicon with its sha256."""
    from hashlib import sha256
    from importlib.metadata import version

    from analysis.corpus.store import FORMAT, code_sha256

    def told(lexicon: Lexicon) -> str:
        held = repr((lexicon.kind, lexicon.categories, lexicon.entries))
        return f"{lexicon.name} {lexicon.version} {sha256(held.encode()).hexdigest()[:16]}"

    actors = load_known_actors(settings.actors)
    return {
        "format": FORMAT, "version": version("whose-words"), "code": code_sha256(),
        "frames": [told(lexicon) for lexicon in load_lexicons(settings.frames)],
        "valence": [told(lexicon) for lexicon in load_lexicons(settings.valence)],
        "dictionaries": [told(dictionary.lexicon) for dictionary in _load_dictionaries(settings.dictionaries)],
        "actors": actors.sha256 or sha256(repr(actors.actors).encode()).hexdigest(),
        "reader": settings.reader, "portrayal": settings.portrayal,
    }  # fmt: skip


def _chosen(settings: Settings | None, choices: Mapping[str, Any]) -> Settings:
    if settings is not None and not isinstance(settings, Settings):
        raise ValueError(f"settings must be Settings, got {settings!r}; give a single one by its name: frames=…")
    known = [field.name for field in fields(Settings)]
    if unknown := [name for name in choices if name not in known]:
        raise ValueError(f"there is no setting {unknown[0]!r}; settings: {', '.join(known)}")
    return replace(settings or Settings(), **choices)


def _check_document(document: object, argument: str, hint: str) -> None:
    from analysis.text.document import Document

    if not isinstance(document, Document):
        given = "a list" if isinstance(document, list) else f"{type(document).__name__} {shorten(str(document), 40)!r}"
        raise ValueError(
            f"{argument} must be a Document, got {given}; read_document and document_from_text make one, and {hint}"
        )


def load_lexicons(names: _Lexicons) -> list[Lexicon]:
    """The lexicons that a parameter names: shipped names or paths with commas between; lexicons as they are."""
    from analysis.lexicon.lexicon import Lexicon, load_lexicon

    if isinstance(names, Lexicon):
        return [names]
    if isinstance(names, list):
        return names
    return [load_lexicon(name.strip()) for name in str(names).split(",") if name.strip()]


def _load_dictionaries(names: Dictionaries, encoding: str = "") -> list[Dictionary]:
    """The dictionaries that a parameter names: paths with commas between; dictionaries as they are. ``encoding`` is
    that of files that are not UTF-8 and do not say theirs."""
    from analysis.lexicon.formats import read_dictionaries

    return names if isinstance(names, list) else read_dictionaries(names, encoding)


def load_known_actors(actors: _KnownActors = None, source: str | Path | None = None) -> Actors:
    """The known actors that a parameter names; where it names none, the ``actors.toml`` beside the source, if any.

    >>> load_known_actors().actors
    ()
    """
    from analysis.actors.known_actors import Actors, load_actors

    if isinstance(actors, Actors):
        return actors
    beside = Path(source).parent / "actors.toml" if source else None
    if actors:
        return load_actors(actors)
    return load_actors(beside) if beside and beside.is_file() else Actors()


def _read(text: str) -> SpeechReading:
    from analysis.reader.speech import load_speech_reader

    return load_speech_reader().read(text)


def add_portrayal(document: Document, table: pd.DataFrame) -> pd.DataFrame:
    """The table with the rows of the portrayal model: how each sentence makes each actor in it look, and how good or
    bad each stretch of a voice sounds.

    ``annotate(document, portrayal=True)`` returns the same.

    Args:
        document: A document as ``prepare`` returns it.
        table: Its annotations.

    Raises:
        ModelError: If the model is missing or damaged.
        ValueError: If the table is of another document, or the document is not prepared.

    >>> from analysis.text.read import document_from_text
    >>> document = prepare(document_from_text("Ann Lee is a disgrace.", "d"))
    >>> table = add_portrayal(document, annotate(document, reader=False))
    >>> {(row.label, row.actor) for row in table[table["layer"] == "portrayal"].itertuples()}
    {('unfavorable', 'Ann Lee')}
    """
    from analysis.reader.encoder import load_encoder
    from analysis.stance.tone import rate_tone
    from analysis.stance.valence import find_denied_harm
    from analysis.tables.table import annotations_of, build_table, check_pair

    check_pair(document, table, words=True)
    rows = annotations_of(table)
    mentions, stretches = ([row for row in rows if row.layer == layer] for layer in ("actor", "voice"))
    bad = [row for row in rows if row.layer == "valence" and row.role == "expression" and row.score < 0]
    denied = find_denied_harm(document, load_lexicons(_VALENCE))
    tones = rate_tone(document, stretches, lambda texts: load_encoder().valence(texts), bad, denied)
    return build_table(document.doc_id, [*rows, *_look(document, mentions), *tones])


def _look(document: Document, mentions: Iterable[Annotation]) -> list[Annotation]:
    """How the model of portrayal finds that actors look; it is loaded when it is asked."""
    from analysis.portrayal.find_portrayal import find_portrayal
    from analysis.reader.encoder import load_encoder

    return list(find_portrayal(document, mentions, lambda items: load_encoder().portrayal(items)))


def _beside_expressions(
    document: Document, mentions: Iterable[Annotation], stretches: Iterable[Annotation], reading: SpeechReading
) -> list[Annotation]:
    """The mentions in a sentence in which words may evaluate: only there it matters to a stance how somebody looks."""
    from analysis.stance.targets import find_expressions

    sentences = {document.sentence_at(one.span.start) for one in find_expressions(document, stretches, reading)}
    return [row for row in mentions if document.sentence_at(row.start) in sentences]


def _annotations(
    document: Document, settings: Settings, read: Future[SpeechReading] | None, aside: Executor
) -> Iterator[Annotation]:
    """All layers, in the order in which one needs what another found; ``settings`` are loaded."""
    from analysis.actors.described import find_described
    from analysis.actors.find_actors import find_actors
    from analysis.actors.find_sides import find_sides
    from analysis.agency.find_agency import find_agency
    from analysis.annotation import Annotation
    from analysis.lexicon.lexicon import load_lexicon
    from analysis.quotes.find_quotes import find_quotes
    from analysis.quotes.voices import name_first_persons, voice_stretches
    from analysis.rhetoric.codebook import match_lexicon
    from analysis.stance.find_stance import find_stance
    from analysis.stance.valence import score_valence
    from analysis.text.negation import Negation

    for section in document.sections:
        yield Annotation("section", section.label, section.start, section.end, "part", rule="read")
    negation = Negation(document)
    known_actors = load_known_actors(settings.actors)
    mentions = list(find_actors(document, known_actors))
    reading = read.result() if read else None
    quotes = list(find_quotes(document, mentions, reading))
    stretches = list(voice_stretches(document, quotes))
    mentions = list(name_first_persons(document, mentions, stretches))
    mentions += find_described(document, mentions)
    if reading:
        looked = aside.submit(_look, document, _beside_expressions(document, mentions, stretches, reading))
    valences = list(score_valence(document, load_lexicons(settings.valence), negation=negation))
    yield from (*mentions, *quotes, *stretches, *valences)
    yield from find_sides(document, mentions, known_actors, quotes)
    lexicons = [("function", load_lexicon("functions"))]
    lexicons += [("frame", lexicon) for lexicon in load_lexicons(settings.frames)]
    lexicons += [("dictionary", dictionary.lexicon) for dictionary in _load_dictionaries(settings.dictionaries)]
    for layer, lexicon in lexicons:
        yield from match_lexicon(document, lexicon, layer, negation)
    known = {"mentions": mentions, "quotes": quotes, "stretches": stretches, "negation": negation}
    for door, *needs in DOORS:
        yield from _open(door)(document, **{name: known[name] for name in needs})
    yield from find_agency(document, mentions, negation, reading=reading)
    if reading:
        yield from find_stance(document, mentions, stretches, reading, looked.result())


def _open(door: str) -> Callable[..., Iterator[Annotation]]:
    """The function of that name, in the module of that name."""
    module, _, name = door.rpartition(".")
    opened: Callable[..., Iterator[Annotation]] = getattr(import_module(module), name)
    return opened
