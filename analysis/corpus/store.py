"""A folder of Parquet that holds an annotated corpus: what is written there, and how it is read.

``articles/``, ``annotations/``, ``words/`` and ``names/`` hold a file for each part, which is some articles that were
annotated together; a part counts once its file in ``articles`` is there, which is written last. ``corpus.json`` says
by what the folder was made, and so does the schema of each file; ``copies.csv`` lists near-duplicates; ``actors.toml``,
if there is one, says which names are one actor's; ``failed.csv`` lists what could not be annotated.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.actors.known_actors import Actors, load_actors
from analysis.lexicon.csvs import write_rows
from analysis.tables.actor_tables import tabulate_naming
from analysis.tables.counts import count_voiced_words
from analysis.tables.groups import groups_of
from analysis.tables.table import SCHEMA, check_pair, concat_tables, rows_of
from analysis.text.document import Document, Section

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = 1  # raised when a folder made before can no longer be read
KINDS = ("annotations", "words", "names", "articles")  # in the order of writing
MADE_BY, COPIES, ACTORS, FAILED = "corpus.json", "copies.csv", "actors.toml", "failed.csv"
_STRINGS = {
    "articles": ("doc_id", "sha256", "text", "meta", "sections"),
    "words": ("doc_id", "voice", "speaker", "term"),
    "names": ("doc_id", "actor", "form", "words", "holder"),
}
Annotated = tuple[Document, pd.DataFrame]


class CorpusError(ValueError):
    """A corpus that cannot be written or read; the message names the folder or file and the reason."""
