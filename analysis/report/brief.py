"""The brief: up to five claims about an article, each quoting its words, the most telling first.

One rule makes each claim from the rows of the table, and only from at least two places, unless a speaker declares it
plainly. A claim against an outlet rests on its own choice of words alone, never on events or on a model.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from markupsafe import Markup

from analysis.report.claims import LEAST_PLACES, AnnotatedArticle, Claim, cited, listed_markup
from analysis.report.claims_on_acts import claim_acts
from analysis.report.claims_on_gaps import claim_gaps
from analysis.report.claims_on_names import claim_naming
from analysis.report.claims_on_speech import claim_speech, list_unknown
from analysis.report.claims_on_stances import claim_stances
from analysis.report.claims_on_words import claim_colouring, claim_words
from analysis.report.fragments import Fragment, fill

if TYPE_CHECKING:
    import pandas as pd

    from analysis.text.document import Document

MOST_CLAIMS = 5
_FEW, _FEW_WORDS = 2, 6  # stretches without a known speaker that are quoted, and words of each
MOST_WORDS_SAID = 140  # of all claims, so that title, claims and caution are one screen of 180 words
RULES = (claim_speech, claim_words, claim_colouring, claim_stances, claim_naming, claim_gaps, claim_acts)


def find_claims(document: Document, table: pd.DataFrame) -> list[Claim]:
    """The claims that the rows of an article support, the most telling first: at most five, and no more than
    fit one screen.
    """
    article = AnnotatedArticle(document, table)
    claims = [claim for rule in RULES for claim in rule(article) if claim.n >= LEAST_PLACES or claim.plain]
    return _fitting(sorted(claims, key=lambda claim: -claim.weight))[:MOST_CLAIMS]


def _fitting(claims: Iterable[Claim]) -> list[Claim]:
    """The claims one after the other, but for those that would make the brief too long; the first always."""
    kept: list[Claim] = []
    left = MOST_WORDS_SAID
    for claim in claims:
        length = len(claim.text.striptags().split())
        if not kept or length <= left:
            kept.append(claim)
            left -= length
    return kept


def show_brief(document: Document, table: pd.DataFrame) -> Fragment:
    """The claims, and a line of caution that says how much is unknown."""
    article = AnnotatedArticle(document, table)
    return fill("brief", claims=find_claims(document, table), caution=_caution(article))


def _caution(article: AnnotatedArticle) -> Markup:
    """Which words have no known speaker, if any; and what the brief is."""
    unknown = list_unknown(article)
    if not unknown:
        return Markup("One article, read by rules that can be wrong. Each claim links to the words behind it.")
    quotes = [cited(article.quote(span.start, span.end, kind="q", longest=_FEW_WORDS)) for span in unknown[:_FEW]]
    more = f" and {len(unknown) - _FEW} more" if len(unknown) > _FEW else ""
    found = Markup("No speaker was found for {}{}.").format(listed_markup(quotes), more)
    return Markup("One article, read by rules that can be wrong. {} Each claim links to the words behind it.").format(
        found
    )
