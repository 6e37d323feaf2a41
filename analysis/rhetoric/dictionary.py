"""A dictionary that a researcher brings: its words in the text, under the policies its readers state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.annotation import Annotation
from analysis.text.matcher import find_terms
from analysis.text.negation import Negation, term_rows

if TYPE_CHECKING:
    from analysis.lexicon.lexicon import Lexicon
    from analysis.text.document import Document


def match_dictionary(document: Document, lexicon: Lexicon, negation: Negation | None = None) -> Iterator[Annotation]:
    """Yield a ``term`` row for each entry found, its weight as the score, and a ``shifter`` row for what denies it.

    The label is ``name: category``, so that categories of two dictionaries never run together. Rule: longest match
    within a category; the other policies are ``analysis.lexicon.formats.POLICIES``.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from analysis.lexicon.formats import read_dictionary
    >>> from analysis.text.document import Document
    >>> from analysis.text.segment import segment
    >>> path = Path(tempfile.mkdtemp()) / "mine.csv"
    >>> _ = path.write_text("term,category,weight\\nsanction*,harm,-2\\n")
    >>> document = segment(Document("d", "They want no sanctions."))
    >>> for row in match_dictionary(document, read_dictionary(path).lexicon):
    ...     print(row.label, row.role, document.text[row.start : row.end], row.score)
    mine: harm term sanctions -2.0
    negation shifter no nan
    """
    negation = negation or Negation(document)
    for match in find_terms(document, lexicon):
        label, rule = label_of(lexicon, match.entry.category), lexicon.rule_id(match.entry)
        weight = float("nan") if match.entry.weight is None else match.entry.weight
        yield from term_rows("dictionary", label, "term", match, negation, rule, weight)


def label_of(lexicon: Lexicon, category: str) -> str:
    """The label of a category: ``name: category``."""
    return f"{lexicon.name}: {category}"
