"""The only composition: runs the layers in order and gives the annotations table.

The package gives ``annotate`` at once, so what it needs is imported when it is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import pandas as pd

    from analysis.actors.known_actors import Actors
    from analysis.annotation import Annotation
    from analysis.lexicon.formats import Dictionary
    from analysis.lexicon.lexicon import Lexicon
    from analysis.text.document import Document
    from analysis.text.negation import Negation

Lexicons: TypeAlias = "str | Path | Lexicon | list[Lexicon]"
KnownActors: TypeAlias = "str | Path | Actors | None"
Dictionaries: TypeAlias = "str | Path | list[Dictionary]"
FRAMES, VALENCE = "frames", "valence_news"
CODEBOOKS = ("functions", "generic_frames", "policy_frames")


def prepare(document: Document) -> Document:
    """The document with paragraphs, sentences, tokens and grammar; one that has its tokens already is kept as it is."""
    from analysis.text.parse import parse
    from analysis.text.segment import segment

    return document if document.tokens else parse(segment(document))


def annotate(
    document: Document,
    frames: Lexicons = FRAMES,
    valence: Lexicons = VALENCE,
    actors: KnownActors = None,
    portrayal: bool = True,
    dictionaries: Dictionaries = "",
    reasons: bool = True,
) -> pd.DataFrame:
    """Every finding about a document, as one table with the columns of ``analysis.tables.table.SCHEMA``.

    Args:
        document: As read, or as ``prepare`` gives it.
        frames: Frame lexicons: names of shipped ones or paths, with commas between; or lexicons.
        valence: Valence overlay lexicons, likewise.
        actors: Actors already known: as ``load_actors`` gives them, or the path of their file.
        portrayal: Whether the model is asked how a sentence makes an actor look, and how good or bad a voice sounds;
            without it, a side rests on the words that grammar and lexicons name.
        dictionaries: Of your own, in any format of ``analysis.lexicon.formats``: paths with commas between, or as
            ``read_dictionaries`` gives them.
        reasons: Whether the words that the model's sides rest on are looked for. Most of the time goes into it: for a
            large corpus it can be left out. What grammar and lexicons name is named all the same.

    Raises:
        LexiconError: If a lexicon, a dictionary or the file of actors cannot be read.
        ModelError: If the model is asked for and is missing or damaged.

    >>> from analysis.text.read import document_from_text
    >>> table = annotate(document_from_text("“Troops must leave,” said Ann Lee.", "d"))
    >>> table[table["role"] == "content"][["label", "start", "end", "voice", "speaker"]].values.tolist()
    [['direct', 0, 20, 'direct', 'Ann Lee']]
    """
    return annotate_corpus([document], frames, valence, actors, portrayal, dictionaries, reasons)


def annotate_corpus(
    documents: Iterable[Document],
    frames: Lexicons = FRAMES,
    valence: Lexicons = VALENCE,
    actors: KnownActors = None,
    portrayal: bool = True,
    dictionaries: Dictionaries = "",
    reasons: bool = True,
) -> pd.DataFrame:
    """The tables of several documents, one after the other: annotate(a ++ b) is annotate(a) ++ annotate(b)."""
    from analysis.tables.table import build_table, concat_tables

    lexicons = load_lexicons(frames), load_lexicons(valence), load_known_actors(actors)
    brought = load_dictionaries(dictionaries)
    return concat_tables(
        build_table(document.doc_id, _annotations(prepare(document), *lexicons, portrayal, brought, reasons))
        for document in documents
    )


def load_lexicons(names: Lexicons) -> list[Lexicon]:
    """The lexicons that a parameter names: shipped names or paths with commas between; lexicons as they are."""
    from analysis.lexicon.lexicon import Lexicon, load_lexicon

    if isinstance(names, Lexicon):
        return [names]
    if isinstance(names, list):
        return names
    return [load_lexicon(name.strip()) for name in str(names).split(",") if name.strip()]


def load_dictionaries(names: Dictionaries) -> list[Dictionary]:
    """The dictionaries that a parameter names: paths with commas between; dictionaries as they are."""
    from analysis.lexicon.formats import read_dictionaries

    return names if isinstance(names, list) else read_dictionaries(names)


def load_known_actors(actors: KnownActors = None, source: str | Path | None = None) -> Actors:
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


def _annotations(
    document: Document, frames: list[Lexicon], overlays: list[Lexicon], known: Actors, portrayal: bool,
    brought: list[Dictionary], reasons: bool,
) -> Iterator[Annotation]:  # fmt: skip
    """All layers, in the order in which one needs what another found."""
    from analysis.actors.find_actors import find_actors
    from analysis.agency.find_agency import find_agency
    from analysis.annotation import Annotation
    from analysis.quotes.find_quotes import attribute_quotes
    from analysis.quotes.quotation_marks import find_quotations
    from analysis.quotes.voices import name_first_persons, voice_stretches
    from analysis.reader.encoder import load_encoder
    from analysis.reader.reasons import explain_stance
    from analysis.rhetoric.dictionary import match_dictionary
    from analysis.rhetoric.frames import match_frames
    from analysis.stance.find_stance import find_stance
    from analysis.stance.tone import rate_tone
    from analysis.stance.valence import score_valence
    from analysis.text.document import Span
    from analysis.text.negation import Negation

    for section in document.sections:
        yield Annotation("section", section.label, section.start, section.end, "part", rule="read")
    negation = Negation(document)
    mentions = list(find_actors(document, known))
    quotes = list(attribute_quotes(document, list(find_quotations(document)), mentions))
    stretches = list(voice_stretches(document, quotes))
    mentions = list(name_first_persons(document, mentions, stretches))
    valences = list(score_valence(document, overlays, negation=negation))
    yield from (*mentions, *quotes, *stretches, *valences, *_rhetoric(document, quotes, negation))
    for lexicon in frames:
        yield from match_frames(document, lexicon, negation)
    for dictionary in brought:
        yield from match_dictionary(document, dictionary.lexicon, negation)
    events = list(find_agency(document, mentions, negation))
    patients = {Span(row.start, row.end) for row in events if row.role == "patient"}
    yield from events
    if not portrayal:
        yield from find_stance(document, mentions, quotes, valences, negation=negation)
        return
    encoder = load_encoder()
    explain = partial(explain_stance, encoder) if reasons else None
    yield from find_stance(document, mentions, quotes, valences, encoder.stance, explain, patients, negation)
    yield from rate_tone(document, stretches, encoder.valence)


def _rhetoric(document: Document, quotes: list[Annotation], negation: Negation) -> Iterator[Annotation]:
    """The layers of the rhetoric codebook: each reads the text, and some need to know what is quoted."""
    from analysis.lexicon.lexicon import load_lexicon
    from analysis.rhetoric.codebook import find_appeals, match_codebook
    from analysis.rhetoric.devices.find_devices import find_devices
    from analysis.rhetoric.engagement import find_engagement
    from analysis.rhetoric.techniques import find_techniques
    from analysis.rhetoric.we_and_they import find_pronouns

    yield from find_engagement(document, quotes, negation=negation)
    yield from find_pronouns(document)
    for name in CODEBOOKS:
        yield from match_codebook(document, load_lexicon(name), negation)
    yield from find_appeals(document, quotes, negation=negation)
    yield from find_devices(document, quotes, negation=negation)
    yield from find_techniques(document, negation=negation)
