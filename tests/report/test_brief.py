"""The brief: every claim rests on its words, and says no more than its rows."""

from __future__ import annotations

from bs4 import BeautifulSoup

from analysis.annotate import annotate, prepare
from analysis.report.brief import find_claims, show_brief
from analysis.report.claims import Claim
from analysis.text.document import Document
from analysis.text.read import document_from_text

TEXT = (
    "Mayor Ann Lee said on Monday that the reckless union had blocked the harbour for nine days and must now go home.\n\n"
    "“The brutal union attacked our guards,” Lee said. “We will not forgive these wreckers, and we will send the police "
    "to clear the gate before the week is over.”\n\nThree dockers were beaten at the gate. The police arrested Tom Orr.\n\n"
    "Orr said that the shameless mayor had sold the harbour."
)


def links(claim: Claim) -> list[tuple[str, int]]:
    """The words of each link of a claim, and the place it leads to."""
    page = BeautifulSoup(str(claim.text), "html.parser")
    return [(link.get_text(), int(str(link["href"]).rpartition("-")[2])) for link in page.select("a")]


def check(document: Document, claims: list[Claim]) -> None:
    """Each claim's words stand in the text where its links lead, and it rests on two places at least."""
    text = " ".join(document.text.split())
    for claim in claims:
        assert claim.n >= 2
        assert all(0 <= place.start < place.end <= len(document.text) for place in claim.places)
        for words, at in links(claim):
            assert words in text
            assert any(word in " ".join(document.text[at : at + 400].split()) for word in words.split())


def test_claims_quote_the_text() -> None:
    """The words of every claim are the article's."""
    document = prepare(document_from_text(TEXT, "d"))
    claims = find_claims(document, annotate(document, portrayal=False))
    assert claims
    check(document, claims)
    assert [claim.weight for claim in claims] == sorted((claim.weight for claim in claims), reverse=True)


def test_the_caution_says_what_is_unknown() -> None:
    """The brief ends with a line of caution."""
    document = prepare(document_from_text(TEXT, "d"))
    page = BeautifulSoup(show_brief(document, annotate(document, portrayal=False)).html, "html.parser")
    assert page.select_one(".caution").get_text().startswith("One article")  # type: ignore[union-attr]
