"""The contrasts of one article: whose words against whose, or against general English, in one call."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.tables.counts import count_words, general_english, name_terms
from analysis.tables.keyness import LEAST_WORDS, tabulate_keyness, too_few_words
from analysis.tables.table import NARRATOR, QUOTED
from analysis.text.document import Document

ARTICLE, ENGLISH, OTHERS = "article", "english", "others"
ENGLISH_WORDS = 1_000_000  # so large that the article, not the reference, is what limits the interval


@dataclass(frozen=True, eq=False)
class Contrast:
    """Two sides and the words that are distinctive of each.

    Attributes:
        focus, reference: The sides as they were named.
        words_focus, words_reference: Their words.
        note: Why there is no table, where there are too few words; empty otherwise.
        table: As ``tabulate_keyness``, with ``is_name``: whether the term is mostly a proper noun, so that names can be
            shown apart from other words.
    """

    focus: str
    reference: str
    words_focus: int
    words_reference: int
    note: str
    table: pd.DataFrame


def contrast_words(
    document: Document, table: pd.DataFrame, focus: str = NARRATOR, reference: str = QUOTED, minimum: int = 2,
    order: str = "effect", unit: str = "form", enough: int = LEAST_WORDS,
) -> Contrast:  # fmt: skip
    """Keyness of one side of an article against another (``tabulate_keyness``).

    Args:
        document: The document, with grammar if names are to be told.
        table: Its annotations.
        focus: ``narrator``, ``quoted`` (all words but the narrator's), ``article`` (all words), or a speaker.
        reference: As ``focus``, or ``others`` (all but the focus), or ``english`` (``general_english``).
        minimum, order, enough: As for ``tabulate_keyness``.
        unit: ``form`` or ``lemma``; general English counts forms.

    Raises:
        ValueError: If a side is none of these, both are the same, or another argument is out of its range.

    >>> from analysis.tables.table import build_table
    >>> from analysis.text.segment import segment
    >>> contrast_words(segment(Document("d", "War.")), build_table("d", [])).note
    'Too few words to compare: 1 against 0; each side needs at least 200.'
    """
    if focus == reference:
        raise ValueError(f"reference must be a side other than the focus, got {reference!r} for both")
    sides = _sides(document, table, unit)
    ours = _side(sides, focus, "focus")
    words = float(ENGLISH_WORDS) if reference == ENGLISH else None
    if reference == ENGLISH:
        theirs = general_english(ours.index, ENGLISH_WORDS)
    elif reference == OTHERS:
        theirs = sides[ARTICLE] - ours.reindex(sides[ARTICLE].index, fill_value=0)
    else:
        theirs = _side(sides, reference, "reference")
    keyness = tabulate_keyness(ours, theirs, minimum=minimum, order=order, words=words, enough=enough)
    names = name_terms(document, unit)
    return Contrast(
        focus, reference, int(ours.sum()), int(theirs.sum() if words is None else words),
        too_few_words(ours, theirs, enough, words), keyness.assign(is_name=keyness["term"].isin(names)),
    )  # fmt: skip


def _sides(document: Document, table: pd.DataFrame, unit: str) -> dict[str, pd.Series]:
    """The counts of every side that can be named, but general English."""
    holders = count_words(document, table, "holder", unit)
    whole = count_words(document, table, "document", unit).get(document.doc_id, pd.Series(dtype="int64"))
    return {**holders, **count_words(document, table, "side", unit), ARTICLE: whole}


def _side(sides: dict[str, pd.Series], name: str, argument: str) -> pd.Series:
    if name not in sides:
        more = [OTHERS, ENGLISH] if argument == "reference" else []
        raise ValueError(f"{argument} must be one of {', '.join([*sides, *more])}, got {name!r}")
    return sides[name]
