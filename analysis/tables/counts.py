"""How often each word occurs in whose words, where, and how common it is in general English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from analysis.annotation import Annotation
from analysis.tables.table import NARRATOR, QUOTED, build_table, check_pair, holder_of, locate, records, rows_of
from analysis.text.document import Document

HOLDER_GROUPINGS = ("holder", "side", "document")
UNITS = ("form", "lemma")


def count_words(
    document: Document, table: pd.DataFrame, by: str = "holder", unit: str = "form"
) -> dict[str, pd.Series]:
    """How often each word occurs in the words of each holder: for each, a count by term, the most frequent first.

    A holder is the narrator, a named speaker, or ``unnamed`` (``holder_of``). Words are those of ``Token.is_word``, in
    small letters, but for words of two or more capitals, so that ``US`` is not ``us``.

    Args:
        document: The segmented document.
        table: Its annotations; the ``voice`` layer says whose words are whose.
        by: ``holder``; ``side``, which is the narrator against all others (``narrator`` and ``quoted``, both always
            there); or ``document``, which is all words under its name.
        unit: ``form`` as written, or ``lemma``.

    Raises:
        ValueError: If ``by`` or ``unit`` is none of these, or the table is not of this document.

    >>> from analysis.text.segment import segment
    >>> document = segment(Document("d", "Talks, talks and US talks."))
    >>> count_words(document, build_table("d", []))["narrator"].to_dict()
    {'talks': 3, 'US': 1, 'and': 1}
    """
    if by not in HOLDER_GROUPINGS:
        raise ValueError(f"by must be one of {', '.join(HOLDER_GROUPINGS)}, got {by!r}")
    counts: dict[str, Counter[str]] = {NARRATOR: Counter(), QUOTED: Counter()} if by == "side" else {}
    for _, term, holder in _words(document, table, by, unit):
        counts.setdefault(holder, Counter())[term] += 1
    return {holder: _series(count) for holder, count in counts.items()}


def name_terms(document: Document, unit: str = "form") -> frozenset[str]:
    """Terms that are names in more than half of their places, so that they can be kept apart from other key words.

    A word is part of a name where grammar calls it a proper noun, or where it has a capital after another word (as
    "al-Fayadh").

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> sorted(name_terms(parse(segment(Document("d", "Iran wants talks in Baghdad.")))))
    ['baghdad', 'iran']
    """
    places: dict[str, list[bool]] = {}
    for index, token in enumerate(document.tokens):
        if token.is_word:
            form = document.forms[index]
            within = index > 0 and document.tokens[index - 1].is_word
            capital = within and len(form) > 1 and form != form.lower()
            places.setdefault(term_of(document, index, unit), []).append(token.pos == "PROPN" or capital)
    return frozenset(term for term, proper in places.items() if 2 * sum(proper) > len(proper))


def word_rows(
    document: Document, table: pd.DataFrame, terms: Iterable[str], holder: str = "", by: str = "holder",
    unit: str = "form",
) -> pd.DataFrame:  # fmt: skip
    """Where terms occur, as rows for ``concordance``: one row of layer ``keyness`` for each, labelled with the term.

    Args:
        document, table, by, unit: As for ``count_words``, whose counts these rows add up to.
        terms: Terms as ``count_words`` writes them.
        holder: Whose words are looked through; everybody's if empty.

    >>> from analysis.tables.concordance import concordance
    >>> from analysis.text.segment import segment
    >>> document = segment(Document("d", "They want talks, not war."))
    >>> concordance(document, word_rows(document, build_table("d", []), ["talks"]), 2)[["left", "keyword"]].values
    array([['They want ', 'talks']], dtype=object)
    """
    wanted = set(terms)
    places = [
        Annotation("keyness", term, document.tokens[index].start, document.tokens[index].end, "term", rule="keyness")
        for index, term, whose in _words(document, table, by, unit)
        if term in wanted and holder in ("", whose)
    ]
    voices = [
        Annotation("voice", row.label, row.start, row.end, "stretch", actor=row.actor)
        for row in records(rows_of(table, "voice"))
    ]
    return rows_of(build_table(document.doc_id, [*voices, *places]), "keyness")


def general_english(terms: Iterable[str], words: int = 1_000_000) -> pd.Series:
    """How often each term would occur in so many words of general English, by the list of ``wordfreq``.

    The list joins books, news, subtitles, encyclopedia, web and social media up to 2021 (Speer 2022), its frequencies
    rounded to three digits. A term it does not know has 0, a term of several words an estimate. Capitals are ignored,
    so ``US`` is given what ``us`` has, too.

    Args:
        terms: The terms.
        words: Size of the reference. The list's own corpus is far larger; a million lets the article, not the
            reference, be what limits the interval.

    Raises:
        ValueError: If ``words`` is not positive.
    """
    if words <= 0:
        raise ValueError(f"words must be positive, got {words}")
    from wordfreq import word_frequency  # type: ignore[import-not-found, unused-ignore]

    known = {term: word_frequency(term, "en") * words for term in dict.fromkeys(terms)}
    return pd.Series(known, dtype="float64", name="n").rename_axis("term")


def _words(document: Document, table: pd.DataFrame, by: str, unit: str) -> Iterator[tuple[int, str, str]]:
    """Index, term and holder of each word of a document."""
    check_pair(document, table, words=True)
    if unit not in UNITS:
        raise ValueError(f"unit must be one of {', '.join(UNITS)}, got {unit!r}")
    indices = [index for index, token in enumerate(document.tokens) if token.is_word]
    stretches = rows_of(table, "voice").sort_values("start", ignore_index=True)
    starts = pd.DataFrame({"start": [document.tokens[index].start for index in indices]}, dtype="int64")
    holders = [*holder_of(stretches), NARRATOR]  # the last for words outside every stretch
    for index, at in zip(indices, locate(starts, stretches), strict=True):
        holder = document.doc_id if by == "document" else holders[at]
        if by == "side" and holder != NARRATOR:
            holder = QUOTED
        yield index, term_of(document, index, unit), holder


def term_of(document: Document, index: int, unit: str = "form") -> str:
    """A word as it is counted: in small letters, but for two or more capitals; its lemma where asked.

    >>> from analysis.text.segment import segment
    >>> us = segment(Document("d", "The US told us."))
    >>> [term_of(us, index) for index in range(4)]
    ['the', 'US', 'told', 'us']
    """
    form = document.forms[index]
    if len(form) > 1 and form.isupper():
        return form
    return document.lemmas[index] if unit == "lemma" else document.lower_forms[index]


def _series(counts: Mapping[str, int]) -> pd.Series:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return pd.Series(dict(ordered), dtype="int64", name="n").rename_axis("term")
