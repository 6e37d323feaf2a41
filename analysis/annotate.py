"""The only composition: runs the layers in order and gives the annotations table.

The package gives ``annotate`` at once, so what it needs is imported when it is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import pandas as pd

    from analysis.layers.annotation import Annotation
    from analysis.lexicon.actors import Actors
    from analysis.lexicon.lexicon import Lexicon
    from analysis.text.document import Document

Lexicons: TypeAlias = "str | Path | Lexicon | list[Lexicon]"
KnownActors: TypeAlias = "str | Path | Actors | None"
FRAMES, VALENCE, SCORER = "frames", "valence_news", "encoder"


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
    scorer: str = SCORER,
) -> pd.DataFrame:
    """Every finding about a document, as one table with the columns of ``analysis.tables.table.SCHEMA``.

    Args:
        document: As read, or as ``prepare`` gives it.
        frames: Frame lexicons: names of shipped ones or paths, with commas between; or lexicons.
        valence: Valence overlay lexicons, likewise.
        actors: Actors already known: as ``load_actors`` gives them, or the path of their file.
        scorer: Of stance: ``encoder`` (the shipped model; beside it stands what the lexicons say), or ``lexicon``.

    Raises:
        LexiconError: If a lexicon or the file of actors cannot be read.
        ModelError: If the model is asked for and is missing or damaged.
        ValueError: If there is no such scorer.

    >>> from analysis.text.read import document_from_text
    >>> table = annotate(document_from_text("“Troops must leave,” said Ann Lee.", "d"))
    >>> table[table["role"] == "content"][["label", "start", "end", "voice", "speaker"]].values.tolist()
    [['direct', 0, 20, 'direct', 'Ann Lee']]
    """
    return annotate_corpus([document], frames, valence, actors, scorer)


def annotate_corpus(
    documents: Iterable[Document],
    frames: Lexicons = FRAMES,
    valence: Lexicons = VALENCE,
    actors: KnownActors = None,
    scorer: str = SCORER,
) -> pd.DataFrame:
    """The tables of several documents, one after the other: annotate(a ++ b) is annotate(a) ++ annotate(b)."""
    from analysis.tables.table import build_table, concat_tables

    lexicons = load_lexicons(frames), load_lexicons(valence), load_known_actors(actors)
    return concat_tables(
        build_table(document.doc_id, _annotations(prepare(document), *lexicons, scorer)) for document in documents
    )


def load_lexicons(names: Lexicons) -> list[Lexicon]:
    """The lexicons that a parameter names: shipped names or paths with commas between; lexicons as they are."""
    from analysis.lexicon.lexicon import Lexicon, load_lexicon

    if isinstance(names, Lexicon):
        return [names]
    if isinstance(names, list):
        return names
    return [load_lexicon(name.strip()) for name in str(names).split(",") if name.strip()]


def load_known_actors(actors: KnownActors = None, source: str | Path | None = None) -> Actors:
    """The known actors that a parameter names; where it names none, the ``actors.toml`` beside the source, if any.

    >>> load_known_actors().actors
    ()
    """
    from analysis.lexicon.actors import Actors, load_actors

    if isinstance(actors, Actors):
        return actors
    beside = Path(source).parent / "actors.toml" if source else None
    if actors:
        return load_actors(actors)
    return load_actors(beside) if beside and beside.is_file() else Actors()


def _annotations(
    document: Document, frames: list[Lexicon], overlays: list[Lexicon], known: Actors, scorer: str
) -> Iterator[Annotation]:
    """All layers, in the order in which one needs what another found."""
    from analysis.encoder.scorers import load_scorer
    from analysis.layers.actors import find_actors
    from analysis.layers.agency import find_agency
    from analysis.layers.annotation import Annotation
    from analysis.layers.frames import match_frames
    from analysis.layers.quotations import find_quotations
    from analysis.layers.quotes import attribute_quotes
    from analysis.layers.stance import find_stance
    from analysis.layers.valence import score_valence
    from analysis.layers.voices import name_first_persons, voice_stretches
    from analysis.lexicon.lexicon import load_lexicon
    from analysis.text.document import Span

    for section in document.sections:
        yield Annotation("section", section.label, section.start, section.end, "part", rule="read")
    negators = load_lexicon("negators")
    mentions = list(find_actors(document, known))
    quotes = list(attribute_quotes(document, list(find_quotations(document)), mentions))
    stretches = list(voice_stretches(document, quotes))
    mentions = list(name_first_persons(document, mentions, stretches))
    valences = list(score_valence(document, overlays))
    yield from (*mentions, *quotes, *stretches, *valences)
    for lexicon in frames:
        yield from match_frames(document, lexicon, negators)
    events = list(find_agency(document, mentions, negators))
    patients = {Span(row.start, row.end) for row in events if row.role == "patient"}
    yield from events
    yield from find_stance(document, mentions, quotes, valences, *load_scorer(scorer), patients)
