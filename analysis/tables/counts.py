"""How often each word occurs in whose words, where, and how common it is in general English."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.tables.table import NARRATOR, check_pair, holder_of, locate, rows_of
from analysis.text.document import Document
from analysis.text.words import english_frequency


def list_words(document: Document, table: pd.DataFrame) -> pd.DataFrame:
    """The words of a document in order: ``doc_id, start, end, label, voice, speaker, holder, rule``, as ``concordance``
    takes them.

    The ``label`` is the word as it is counted: in small letters, but for words of two or more capitals, so that ``US``
    is not ``us``. The holder is the narrator, a named speaker, or ``unnamed`` (``holder_of``).

    Raises:
        ValueError: If the document has no words yet, or the table is not of this document.

    >>> from analysis.tables.table import build_table
    >>> from analysis.text.segment import segment
    >>> document = segment(Document("d", "The US told us."))
    >>> list_words(document, build_table("d", []))["label"].tolist()
    ['the', 'US', 'told', 'us']
    """
    check_pair(document, table, words=True)
    found = [
        (token.start, token.end, form if len(form) > 1 and form.isupper() else lower)
        for token, form, lower in zip(document.tokens, document.forms, document.lower_forms, strict=True)
        if token.is_word
    ]
    words = pd.DataFrame(found, columns=["start", "end", "label"]).astype({"start": "int64", "end": "int64"})
    words = words.assign(doc_id=document.doc_id, voice=NARRATOR, speaker="", rule="keyness")
    stretches = rows_of(table, "voice").sort_values("start", ignore_index=True)
    at = locate(words, stretches)
    inside = at >= 0
    for column in ("voice", "speaker"):
        words.loc[inside, column] = stretches[column].take(at[inside].to_numpy()).to_numpy()
    return words.assign(holder=holder_of(words))


def count_words(words: pd.DataFrame) -> pd.Series:
    """How often each of some words (``list_words``) occurs, by term, the most frequent first.

    >>> count_words(pd.DataFrame({"label": ["talks", "and", "talks"]})).to_dict()
    {'talks': 2, 'and': 1}
    """
    counts = words.groupby("label").size().rename("n").rename_axis("term")
    return counts.sort_index().sort_values(ascending=False, kind="stable")


def name_terms(document: Document, words: pd.DataFrame) -> frozenset[str]:
    """Terms that are names in more than half of their places, so that they can be kept apart from other key words.

    A word is part of a name where grammar calls it a proper noun, or where it has a capital after another word (as
    "al-Fayadh").
    """
    proper, after_word = [], False
    for token, form in zip(document.tokens, document.forms, strict=True):
        if token.is_word:
            proper.append(token.pos == "PROPN" or (after_word and len(form) > 1 and form != form.lower()))
        after_word = token.is_word
    shares = pd.Series(proper, index=words.index, dtype=float).groupby(words["label"]).mean()
    return frozenset(shares[shares > 0.5].index)


def general_english(terms: Iterable[str], words: int = 1_000_000) -> pd.Series:
    """How often each term would occur in so many words of general English, by ``english_frequency``.

    Capitals are ignored, so ``US`` is given what ``us`` has, too. The list's own corpus is far larger than a million
    words; that size lets the article, not the reference, be what limits an interval.
    """
    known = {term: english_frequency(term) * words for term in dict.fromkeys(terms)}
    return pd.Series(known, dtype="float64", name="n").rename_axis("term")
