"""Claims on framing: which of Entman's four functions no word carries, and who is left to judge."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from markupsafe import Markup

from analysis.report.claims import LEAST_PLACES, AnnotatedArticle, Claim, lead, listed_markup
from analysis.report.claims_on_words import loaded_words
from analysis.tables.table import NARRATOR, UNNAMED, holder_of, records, signs_of
from analysis.text.document import Span

_FUNCTIONS = {"problem": "a problem", "cause": "a cause", "moral": "a moral judgement", "remedy": "a remedy"}
_LONG = 400  # words from which it tells something that a function is absent
_OFTEN = 6  # signs of the others from which it does
_JUDGED = 3  # moral judgements from which it tells something who makes them
_WORDS_OF_EACH = 2  # words quoted of each


def claim_frame(article: AnnotatedArticle) -> Iterator[Claim]:
    """The one function of framing that a long article has no word for; and moral judgement that only speakers make."""
    signs = signs_of(article.table, "function", "indicator")
    signs = signs[signs["label"].isin([*_FUNCTIONS])]
    signs = signs.assign(holder=holder_of(signs))
    for text, used in (*_absent(article, signs), *_left_to_speakers(article, signs)):
        places = {Span(row.start, row.end) for row in records(used)}
        yield Claim("frame", text, tuple(sorted(places)), 50)


def _absent(article: AnnotatedArticle, signs: pd.DataFrame) -> Iterator[tuple[Markup, pd.DataFrame]]:
    counts = signs["label"].value_counts()
    absent = [label for label in _FUNCTIONS if label not in counts]
    if (
        len(absent) != 1
        or article.speakers["words"].sum() < _LONG
        or counts.sum() < _OFTEN
        or counts.min() < LEAST_PLACES
    ):
        return
    named = [
        Markup("{} ({})").format(name, _quotes(article, signs[signs["label"] == label]))
        for label, name in _FUNCTIONS.items()
        if label in counts
    ]
    if absent == ["moral"] and len(loaded_words(article)):
        return  # they judge, too
    missing = Markup("{} There are words for {}, but none for {}.")
    yield missing.format(lead("What is missing."), listed_markup(named), _FUNCTIONS[absent[0]]), signs


def _left_to_speakers(article: AnnotatedArticle, signs: pd.DataFrame) -> Iterator[tuple[Markup, pd.DataFrame]]:
    moral = signs[signs["label"] == "moral"]
    judging = {*moral["holder"], *loaded_words(article)["holder"]}
    if len(moral) < _JUDGED or judging & {NARRATOR, UNNAMED}:
        return
    parts = [
        Markup("{} ({})").format(article.who(str(holder)), _quotes(article, own))
        for holder, own in moral.groupby("holder", sort=False)
    ]
    yield Markup("{} {}.").format(lead("Moral judgement is left to the speakers:"), listed_markup(parts[:3])), moral


def _quotes(article: AnnotatedArticle, signs: pd.DataFrame) -> Markup:
    """The first different words of some signs."""
    forms = [article.document.covered(Span(row.start, row.end)).lower() for row in records(signs)]
    first = signs.assign(form=forms).drop_duplicates("form").head(_WORDS_OF_EACH)
    return listed_markup(article.quote(row.start, row.end, kind="w") for row in records(first))
