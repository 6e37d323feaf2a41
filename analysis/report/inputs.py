"""What a report is given, checked before it is made, so that a broken file or value gives a clear error at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from analysis.actors.known_actors import load_actors
from analysis.lexicon.decode import check_encoding
from analysis.lexicon.formats import read_dictionaries
from analysis.lexicon.lexicon import load_lexicon
from analysis.report.output_files import ReportError
from analysis.text.language import language_note
from analysis.text.read import read_document

_LEXICONS = ("frames", "valence")
_RANGES: dict[str, tuple[float, float]] = {  # least and most, both included
    "confidence": (0.5, 0.999),
    "window": (0, 1_000),
    "lines": (0, 1_000_000),
}


def check_ranges(values: Mapping[str, Any]) -> None:
    """Make sure that a parameter has a value that makes sense; names other than those here are ignored.

    Raises:
        ReportError: If a value is out of its range, or none of its choices.

    >>> check_ranges({"confidence": 0.9, "window": 8})
    >>> check_ranges({"confidence": 95.0})
    Traceback (most recent call last):
    analysis.report.output_files.ReportError: parameter 'confidence' must be from 0.5 to 0.999, got 95.0
    """
    for name, (least, most) in _RANGES.items():
        if isinstance(values.get(name), int | float) and not least <= values[name] <= most:
            raise ReportError(f"parameter {name!r} must be from {least:g} to {most:,}, got {values[name]!r}")
    if "parts" in values:
        from analysis.report.validation_sections import CHOICES  # it loads what draws

        if values["parts"] not in CHOICES:
            raise ReportError(f"parameter 'parts' must be one of {', '.join(CHOICES)}, got {values['parts']!r}")


def check_inputs(
    values: Mapping[str, Any],
    source: Path | None = None,
    beside: bool = True,
    warn: Callable[[str], None] = lambda words: None,
) -> list[Path]:
    """Read the article and every lexicon, dictionary and file of actors that the parameters name; gives their paths.

    Args:
        values: Parameters of a notebook: ``frames`` and ``valence`` name lexicons, ``dictionaries`` dictionaries of
            your own, separated by commas; ``actors`` a file of actors; ``encoding`` how they and the article are
            written, and ``text_column`` where in a table its text stands. Other names, and values that are no text, are
            ignored.
        source: The article.
        beside: Whether an ``actors.toml`` beside the article is read where no other file of actors is named.
        warn: Told if the article is not in English.

    Raises:
        ReadError: If the article cannot be read.
        LexiconError: If another file cannot be read; the message names it, and the line where there is one.

    >>> [path.name for path in check_inputs({"frames": "frames", "dictionaries": "", "lines": 8})]
    ['frames.toml']
    >>> check_inputs({"frames": "frame"})
    Traceback (most recent call last):
    analysis.lexicon.toml_files.LexiconError: frame: no such lexicon (shipped: ...
    """
    used = [source] if source else []
    named = {name: value for name, value in values.items() if isinstance(value, str)}
    encoding, column = named.get("encoding", ""), named.get("text_column", "")
    if source and _is_annotated(source, named.get("actors")):
        return used
    try:
        check_encoding(encoding)
    except ValueError as error:
        raise ReportError(f"parameter {error}") from error
    if source and (foreign := language_note(read_document(source, encoding=encoding, text_column=column))):
        warn(foreign)
    actors = named.get("actors") or (str(source.parent / "actors.toml") if source and beside else "")
    if named.get("actors") or Path(actors).is_file():
        used.append(Path(load_actors(actors).path))
    return [*used, *_word_lists(named, encoding)]


def _word_lists(named: Mapping[str, str], encoding: str) -> list[Path]:
    """The lexicons and dictionaries that parameters name, read."""
    names = [name.strip() for parameter in _LEXICONS for name in named.get(parameter, "").split(",")]
    lexicons = [load_lexicon(name) for name in names if name]
    lexicons += [dictionary.lexicon for dictionary in read_dictionaries(named.get("dictionaries", ""), encoding)]
    return [Path(lexicon.path) for lexicon in lexicons]


def _is_annotated(source: Path, actors: str | None) -> bool:
    """Whether a source is a folder of annotations, which must hold an article."""
    if not source.is_dir():
        return False
    from analysis.corpus.store import MADE_BY, open_annotations  # it loads pandas

    annotated = (source / MADE_BY).is_file()
    if annotated and open_annotations(source, actors).articles.empty:
        raise ReportError(f"{source}: holds no article")
    return annotated
