"""The files that a report is given, read once before it is made, so that a broken file gives a clear error."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.actors.known_actors import load_actors
from analysis.lexicon.formats import read_dictionaries
from analysis.lexicon.lexicon import load_lexicon
from analysis.text.read import read_document

LEXICONS = ("frames", "valence")


def check_inputs(values: Mapping[str, Any], source: Path | None = None, beside: bool = True) -> None:
    """Read the article and every lexicon, dictionary and file of actors that the parameters name.

    Args:
        values: Parameters of a notebook: ``frames`` and ``valence`` name lexicons, ``dictionaries`` dictionaries of
            your own, separated by commas; ``actors`` a file of actors. Other names, and values that are no text, are
            ignored.
        source: The article.
        beside: Whether an ``actors.toml`` beside the article is read where no other file of actors is named.

    Raises:
        ReadError: If the article cannot be read.
        LexiconError: If another file cannot be read; the message names it, and the line where there is one.

    >>> check_inputs({"frames": "frames", "dictionaries": "", "lines": 8})
    >>> check_inputs({"frames": "frame"})
    Traceback (most recent call last):
    analysis.lexicon.lexicon.LexiconError: frame: no such lexicon (shipped: ...
    """
    if source:
        read_document(source)
    named = {name: value for name, value in values.items() if isinstance(value, str)}
    for name in LEXICONS:
        for lexicon in filter(None, map(str.strip, named.get(name, "").split(","))):
            load_lexicon(lexicon)
    read_dictionaries(named.get("dictionaries", ""))
    if actors := named.get("actors"):
        load_actors(actors)
    elif source and beside and (own := source.parent / "actors.toml").is_file():
        load_actors(own)
