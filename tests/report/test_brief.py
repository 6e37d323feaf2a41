"""The brief: every claim rests on its words, and says no more than its rows."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from analysis.annotate import annotate, prepare
from analysis.annotation import LAYERS, Annotation
from analysis.report import evidence_sections
from analysis.report.brief import MOST_CLAIMS, find_claims, show_brief
from analysis.report.claims import Claim
from analysis.report.fragments import Fragment
from analysis.report.highlight import places_of
from analysis.tables.table import build_table
from analysis.text.document import Document
from analysis.text.read import document_from_text
from analysis.text.segment import segment

WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # an article takes too long to read again and again
SECTIONS = ("show_speakers", "show_naming", "show_acts", "show_positions", "show_framing")


def squeezed(text: str) -> str:
    """On one line, all quotation marks alike: those within a quotation are single ones in a report."""
    return re.sub('[“”‘’"]', "'", " ".join(text.split()))


def check_links(html: str, document: Document, table: pd.DataFrame) -> int:
    """Each quoted word stands in the text where its link leads, and the marked article has the place; how many do."""
    places = {f"#{kind}-{start}" for start, kinds in places_of(table).items() for kind in kinds}
    links = BeautifulSoup(html, "html.parser").select("a[href] i")
    for words in links:
        href, told = str(words.parent["href"]), squeezed(words.get_text())  # type: ignore[index]
        at = int(href.rpartition("-")[2])
        assert href in places
        starts = range(max(0, at - 2 * len(told) - 20), at + 9)
        texts = {squeezed(document.text[start : start + 3 * len(told) + 20])[: len(told)] for start in starts}
        # What begins a sentence of the report has a capital there, wherever it stood in the article.
        assert told in texts | {text[:1].upper() + text[1:] for text in texts}, told
    return len(links)


def shown(document: Document, table: pd.DataFrame, claims: list[Claim] | None = None) -> list[Fragment]:
    """The brief and its evidence; with the claims given, which take longest, they are not found a second time."""
    with pytest.MonkeyPatch.context() as patch:
        if claims is not None:
            patch.setattr("analysis.report.brief.find_claims", lambda *_: claims)
        opening = show_brief(document, table)
    return [opening, *(getattr(evidence_sections, name)(document, table) for name in SECTIONS)]


def check_article(document: Document, table: pd.DataFrame) -> int:
    """All of the above for the brief and its evidence; how many words are quoted."""
    claims = find_claims(document, table)
    assert len(claims) <= MOST_CLAIMS
    for claim in claims:
        assert claim.n >= (1 if claim.plain else 2)
        assert list(claim.places) == sorted(claim.places)
        assert all(document.covered(place).strip() for place in claim.places)
        assert BeautifulSoup(str(claim.text), "html.parser").get_text().endswith(".")
    return sum(check_links(piece.html, document, table) for piece in shown(document, table, claims))


WHO = [
    "Ann Lee",
    "Tom Orr",
    "the harbour union",
    "Iran",
    "the Turkish government",
    "Chile’s army",
    "They",
    "a dozen dockers",
]
DOES = ["attacked", "praised", "arrested", "betrayed", "will not help", "was beaten by", "may sue", "killed", "mocked"]
BAD = ["brutal", "shameful", "heroic", "reckless", "", "criminal"]
SAYS = [
    "“{0},” {1} said.",
    "{1} said that {0}.",
    "{0}.",
    "According to {1}, {0}.",
    "{1} accused {2} of a {3} crime.",
    "The {3} regime of {2} was blamed.",
    "{2} was beaten and jailed.",
    "The <b>{3}</b> assassination of {2} led to a crisis\n because {0}.",
]


@st.composite
def articles(draw: st.DrawFn) -> str:
    """An invented article of a few paragraphs."""

    def sentence() -> str:
        one, other, speaker = (draw(st.sampled_from(WHO)) for _ in range(3))
        bad = draw(st.sampled_from(BAD))
        clause = f"{one} {draw(st.sampled_from(DOES))} {bad} {other}"
        told = draw(st.sampled_from(SAYS)).format(clause, speaker, other, bad)
        return told[:1].upper() + told[1:]

    lines = draw(st.integers(2, 6))
    return "\n\n".join(" ".join(sentence() for _ in range(draw(st.integers(1, 3)))) for _ in range(lines))


@settings(settings.get_profile("costly"), phases=WITHOUT_SHRINKING)
@given(articles())
def test_whatever_the_article_its_words_are_quoted(text: str) -> None:
    """Over many invented articles, each quoted word stands where its link leads."""
    document = prepare(document_from_text(text, "d"))
    check_article(document, annotate(document, portrayal=False, reader=False))


LONG = """\
Mayor Ann Lee said on Monday that the reckless union had blocked the harbour for nine days and must now go home.

“The brutal union attacked our guards,” Lee said. “We will not forgive these wreckers, and we will send the police to
clear the gate before the week is over.”

Three dockers were beaten at the gate. The police arrested Tom Orr.

The dockers had marched through the old town in the morning.

Orr said that the shameless mayor had sold the harbour.
"""


@pytest.fixture(scope="module")
def annotated_long() -> tuple[Document, pd.DataFrame]:
    """That article with its table."""
    document = prepare(document_from_text(LONG, "d"))
    return document, annotate(document, portrayal=False)


def test_claims_are_found_and_ordered(annotated_long: tuple[Document, pd.DataFrame]) -> None:
    """An article that has something to tell has claims with quoted words, the heaviest first."""
    document, table = annotated_long
    weights = [claim.weight for claim in find_claims(document, table)]
    assert weights
    assert weights == sorted(weights, reverse=True)
    assert check_article(document, table) > 5


WHOLE = {"agency": "action", "stance": "expression"}


@st.composite
def tables(draw: st.DrawFn) -> tuple[Document, pd.DataFrame]:
    """A text of any characters, and rows of any layer on it, as no analyser would make them."""
    words = draw(
        st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9), min_size=4, max_size=40)
    )
    document = segment(document_from_text("War " + " ".join(words) + " ends.", "d"))
    size, rows = len(document.text), []
    names = st.sampled_from(["", "Ann <b>Lee</b>", "United States", "the Union", "iran’s army"])
    kinds = [(layer, role) for layer, entry in LAYERS.items() for role in entry.roles if layer != "section"]

    def add(layer: str, role: str, relation: str) -> None:
        start = draw(st.integers(0, size - 1))
        end = draw(st.integers(start + 1, size))
        label = draw(st.sampled_from([*LAYERS[layer].labels] or ["conflict"]))
        score = draw(st.sampled_from([-0.9, 0.8, 30.0]))
        rows.append(Annotation(layer, label, start, end, role, relation, draw(names), score, "agency.verb"))

    for layer, role in draw(st.lists(st.sampled_from(kinds), max_size=30)):
        relation = f"{layer}:{draw(st.integers(0, 4))}"
        if layer in WHOLE:  # what binds the others is always there
            add(layer, WHOLE[layer], relation)
        add(layer, role, relation)
    return document, build_table("d", rows)


@settings(settings.get_profile("costly"), phases=WITHOUT_SHRINKING)
@given(tables())
def test_whatever_the_rows_nothing_breaks(given: tuple[Document, pd.DataFrame]) -> None:
    """Rows in any disorder raise nothing, and no word of the text becomes markup."""
    document, table = given
    for piece in shown(document, table):
        check_links(piece.html, document, table)
        assert "<b>Lee" not in piece.html


@pytest.mark.parametrize("text", ["War", "?", "— — …", "The army attacked the town.", "هجوم مرگبار در تهران."])
def test_small_and_odd_articles(text: str) -> None:
    """Where there is nothing to tell there is no claim; ``test_article_sections`` shows the sections of the same."""
    document = prepare(document_from_text(text, "d"))
    assert find_claims(document, annotate(document, portrayal=False)) == []


def test_the_caution_says_what_is_unknown(annotated_long: tuple[Document, pd.DataFrame]) -> None:
    """The brief ends with a line of caution that counts the attributions without a known speaker."""
    page = BeautifulSoup(show_brief(*annotated_long).html, "html.parser")
    assert page.select_one(".caution").get_text().startswith("One article")  # type: ignore[union-attr]


def test_a_wrong_pair_is_refused(annotated_long: tuple[Document, pd.DataFrame]) -> None:
    """A table of another document, or a document without words, is named in the error."""
    _, table = annotated_long
    for wrong in (prepare(document_from_text(LONG, "e")), document_from_text(LONG, "d")):
        with pytest.raises(ValueError, match=r"'d'|'e'"):
            find_claims(wrong, table)
