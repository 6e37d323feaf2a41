"""A claim on framing: which of Entman's four functions no word carries."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from markupsafe import Markup

from analysis.report.claims import LEAST_PLACES, AnnotatedArticle, Claim, lead, listed_markup
from analysis.report.claims_on_words import loaded_words
from analysis.tables.table import records, signs_of
from analysis.text.document import Span

FUNCTIONS = {"problem": "a problem", "cause": "a cause", "moral": "a moral judgement", "remedy": "a remedy"}
OFTEN = 6  # signs of the others from which it does
WORDS_OF_EACH = 2  # words quoted of each


def claim_frame(article: AnnotatedArticle) -> Iterator[Claim]:
    """The one function of framing that an article has no word for, if it has several for each other one."""
    signs = signs_of(article.table, "function", "indicator")
    signs = signs[signs["label"].isin([*FUNCTIONS])]
    counts = signs["label"].value_counts()
    absent = [label for label in FUNCTIONS if label not in counts]
    if len(absent) != 1 or counts.sum() < OFTEN or counts.min() < LEAST_PLACES:
        return
    if absent == ["moral"] and len(loaded_words(article)):
        return  # they judge, too
    named = [
        Markup("{} ({})").format(name, _quotes(article, signs[signs["label"] == label]))
        for label, name in FUNCTIONS.items()
        if label in counts
    ]
    missing = Markup("{} There are words for {}, but none for {}.")
    text = missing.format(lead("What is missing."), listed_markup(named), FUNCTIONS[absent[0]])
    yield Claim("frame", text, tuple(sorted({Span(row.start, row.end) for row in records(signs)})), 60)


def _quotes(article: AnnotatedArticle, signs: pd.DataFrame) -> Markup:
    """The first different words of some signs."""
    forms = [article.document.covered(Span(row.start, row.end)).lower() for row in records(signs)]
    first = signs.assign(form=forms).drop_duplicates("form").head(WORDS_OF_EACH)
    return listed_markup(article.quote(row.start, row.end, kind="w") for row in records(first))
