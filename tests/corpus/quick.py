"""Annotation in a moment, for tests of the engine: who speaks, by quotation marks alone; and articles that go wrong."""

import os
import re
import signal
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.annotation import Annotation
from analysis.tables.table import build_table
from analysis.text.document import Document
from analysis.text.segment import segment


def annotated_quickly(document: Document, settings: Any) -> tuple[Document, pd.DataFrame]:
    """A document in sentences, with a row of each voice; ``bad`` in its text fails, ``fatal`` kills the worker once."""
    if "bad" in document.text:
        raise ValueError("the article is bad")
    if "fatal" in document.text and not (mark := Path(settings["killed"])).exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    document = segment(document)
    rows = []
    for number, sentence in enumerate(document.sentences):
        words = len(re.findall(r"\w+", document.covered(sentence)))
        label = "direct" if "“" in document.covered(sentence) else "narrator"
        where = (sentence.start, sentence.end, "stretch", f"s{number}")
        rows.append(Annotation("voice", label, *where, score=words, rule="voices.rest"))
    return document, build_table(document.doc_id, rows)
