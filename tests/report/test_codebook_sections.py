"""The sections made of a codebook: what they say is counted, every word leads to its place, nothing is left out."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis.annotate import annotate, prepare
from analysis.annotation import LAYERS, Annotation, codebooks
from analysis.lexicon.dictionaries import Skipped
from analysis.lexicon.formats import Dictionary
from analysis.lexicon.lexicon import Category, Entry, Lexicon, Provenance
from analysis.lexicon.references import with_works
from analysis.report import codebook_sections
from analysis.report.applied_codebook import Scheme, apply_scheme, shipped_lexicons
from analysis.report.fragments import Fragment, anchor
from analysis.report.highlight import mark_article
from analysis.report.wording import interval, label_name
from analysis.tables.rates import tabulate_sides
from analysis.tables.table import build_table, records
from analysis.text.document import Document
from analysis.text.read import document_from_text
from analysis.text.segment import segment

TEXT = (
    "The drought was caused by greed, and the crisis grew because of it. Perhaps the council must act, perhaps not. "
    "We waited. We hoped. We prayed. The shameful plan was, frankly, a disaster. They never came.\n\n"
    "“This is clearly a crisis, and we must certainly act now,” said Mary Cole. “Experts agree that we must.”\n\n"
    "“Perhaps they will come,” said John Baker, who may know."
)
HOSTILE = "<script>alert(1)</script> \"q\" 'a' & {{ 7*7 }} {% raw %} #set page(width: 1cm) $x$ @who"


@pytest.fixture(scope="module")
def article() -> tuple[Document, pd.DataFrame]:
    """A short article in which each codebook finds something."""
    document = prepare(document_from_text(TEXT, "d"))
    return document, annotate(document, portrayal=False)


def page(piece: Fragment) -> BeautifulSoup:
    return BeautifulSoup(piece.html, "html.parser")


def text_of(piece: Fragment) -> str:
    return " ".join(page(piece).get_text(" ").split())


def scheme_of(article: tuple[Document, pd.DataFrame], layer: str) -> Scheme:
    return apply_scheme(*article, layer)


def made(rows: list[Annotation], words: str = "a " * 60) -> tuple[Document, pd.DataFrame]:
    """A document of ``words`` with rows of one's own; the narrator has the first half, Ann Lee the second."""
    half = len(words) // 2
    voices = [
        Annotation("voice", "narrator", 0, half, "stretch", score=half / 2),
        Annotation("voice", "direct", half, len(words), "stretch", actor="Ann Lee", score=half / 2),
    ]
    return segment(Document("d", words)), build_table("d", [*voices, *rows])


def cause(start: int, end: int = 0) -> Annotation:
    return Annotation("function", "cause", start, end or start + 1, "indicator", rule="f@1:a")


LAYERS_SHOWN = [layer for layer in codebooks() if layer != "dictionary"]


@pytest.mark.parametrize("layer", LAYERS_SHOWN)
def test_the_summary_shows_the_counts(article: tuple[Document, pd.DataFrame], layer: str) -> None:
    """Each cell gives n, rate and interval of its side as the table of counts has them."""
    scheme = scheme_of(article, layer)
    sides = tabulate_sides(article[1], signs=scheme.signs, labels=scheme.categories)
    shown = page(codebook_sections._show_summary(scheme, article[1])).select("tbody tr")
    found = [label for label in scheme.categories if label in scheme.order]
    assert found, "the text must have a sign, or this test tests nothing"
    for label, row in zip(found, shown, strict=True):
        for side, cell in zip(("narrator", "quoted"), row.select("td"), strict=True):
            (own,) = records(sides[(sides["label"] == label) & (sides["side"] == side)])
            told = cell.select_one(".range").get_text()  # type: ignore[union-attr]
            assert told.startswith(f"(n = {own.n}; ")
            assert told.endswith(f" per 1,000, {interval(own.low, own.high)})")
            assert len(cell.select("a")) == min(
                codebook_sections._WORDS, len({t.lower() for t in _words(scheme, label, side)})
            )
    assert sum(len(_words(scheme, label, side)) for label in scheme.categories for side in ("narrator", "quoted")) == (
        len(scheme.signs)
    )


def _words(scheme: Scheme, label: str, side: str) -> list[str]:
    own = scheme.signs[scheme.signs["label"] == label]
    return own.loc[(own["voice"] == "narrator") == (side == "narrator"), "text"].tolist()


def test_a_word_found_more_often_says_so_once() -> None:
    """One link to the first place, whatever the capitals, with the number of places; the frequent word first."""
    document, table = made([cause(6), cause(0), cause(2), cause(4)], "b " + "A a " * 40)
    (cell, other) = page(codebook_sections._show_summary(apply_scheme(document, table, "function"), table)).select("td")
    assert cell.get_text().startswith("A ×3, b (n = 4")
    assert [link["href"] for link in cell.select("a")] == ["#w-2", "#w-0"]
    assert other.get_text().startswith("none (n = 0")


def test_what_is_absent_is_named_beneath() -> None:
    """Without rows of their own the absent categories are listed, all of them and no other."""
    document, table = made([cause(0)])
    piece = page(codebook_sections._show_summary(apply_scheme(document, table, "function"), table))
    assert [row.th.get_text() for row in piece.select("tbody tr")] == ["cause"]
    assert piece.select_one(".absent").get_text() == (  # type: ignore[union-attr]
        "Without a sign in this article: problem, moral and remedy."
    )


def test_a_side_without_words_has_no_rate() -> None:
    """Where nobody else speaks, others have no rate and no interval."""
    document = Document("d", "a b")
    table = build_table("d", [Annotation("voice", "narrator", 0, 3, "stretch", score=2.0), cause(0)])
    cells = page(codebook_sections._show_summary(apply_scheme(document, table, "function"), table)).select("td")
    assert "per 1,000" in cells[0].get_text()
    assert cells[1].get_text().strip() == "none (n = 0)"


def test_a_device_of_three_parts_counts_once() -> None:
    """Its parts stand together, each a link to its place, in the summary with … between."""
    parts = [Annotation("device", "anaphora", at, at + 1, "part", "device:anaphora:0", rule="r") for at in (0, 4, 8)]
    other = [Annotation("device", "antithesis", 70, 73, "part", "device:antithesis:70", rule="r")]
    document, table = made([*parts, *other], "a b c d e f " * 10)
    scheme = apply_scheme(document, table, "device")
    assert scheme.signs["label"].value_counts().to_dict() == {"anaphora": 1, "antithesis": 1}
    row = page(codebook_sections._show_summary(scheme, table)).select_one("tbody tr")
    assert row.td.get_text().startswith("a … c … e (n = 1;")  # type: ignore[union-attr]
    places = page(codebook_sections._show_places(scheme, document))
    figure = places.select("#device-anaphora .figures li")
    assert len(figure) == 1
    assert [link["href"] for link in figure[0].select("a")] == ["#w-0", "#w-4", "#w-8"]
    assert not places.select("#device-antithesis .figures"), "one part is no figure of several"
    assert "1 device: the outlet" in places.select_one("#device-anaphora summary").get_text()  # type: ignore[union-attr]


def every_piece(document: Document, table: pd.DataFrame) -> list[Fragment]:
    """Every piece that holds links to words, of every codebook."""
    pieces = []
    for layer in LAYERS_SHOWN:
        scheme = apply_scheme(document, table, layer)
        pieces.append(codebook_sections._show_summary(scheme, table))
        pieces.append(codebook_sections._show_places(scheme, document))
    return pieces


def test_every_word_leads_to_a_place_of_the_article(article: tuple[Document, pd.DataFrame]) -> None:
    """Of ``#w-…`` none is without an anchor in the marked article, and category names lead to their places."""
    pieces = [page(piece) for piece in every_piece(*article)]
    ids = {tag["id"] for tag in page(mark_article(*article)).select("[id]")}
    ids |= {tag["id"] for piece in pieces for tag in piece.select("[id]")}
    links = {str(link["href"]) for piece in pieces for link in piece.select("a")}
    assert len({link for link in links if link.startswith("#w-")}) > 20
    assert {link[1:] for link in links} <= ids


def test_every_sign_is_a_line_of_its_category(article: tuple[Document, pd.DataFrame]) -> None:
    """No place is lost, and what is beyond the limit is folded with its number."""
    scheme = scheme_of(article, "engagement")
    piece = page(codebook_sections._show_places(scheme, article[0], lines=1))
    for label in scheme.order:
        part = piece.select_one(f"#{anchor('engagement', label)}")
        n = int((scheme.signs["label"] == label).sum())
        assert len(part.select("td.keyword")) == n  # type: ignore[union-attr]
        folded = [fold.get_text() for fold in part.select(":scope > details.more > summary")]  # type: ignore[union-attr]
        assert folded == ([f"{n - 1} more line{'s' if n > 2 else ''}"] if n > 1 else [])


def test_places_are_folded(article: tuple[Document, pd.DataFrame]) -> None:
    """All categories are inside one closed part, the most frequent first; where nothing was found there is none."""
    scheme = scheme_of(article, "engagement")
    folded = page(codebook_sections._show_places(scheme, article[0]))
    assert folded.select("details[open]") == []
    assert len(folded.select("details.codebook > details.category")) == len(scheme.order)
    assert [tag.get_text() for tag in folded.select("h4")] == [label_name(label) for label in scheme.order]
    counts = [int((scheme.signs["label"] == label).sum()) for label in scheme.order]
    assert all(more >= fewer for more, fewer in pairwise(counts))
    document, table = made([])
    assert codebook_sections._show_places(apply_scheme(document, table, "function"), document).html == ""


def test_a_section_shows_its_codebooks(article: tuple[Document, pd.DataFrame]) -> None:
    """Each layer of the section with its meaning, in the order of the entries; an unknown section is empty."""
    piece = page(codebook_sections.show_codebooks(*article, "persuasion"))
    layers = [layer for layer, entry in codebooks().items() if entry.section == "persuasion"]
    assert [tag.get_text() for tag in piece.select("h3")] == [layer.capitalize() for layer in layers]
    assert [tag.get_text() for tag in piece.select("h3 + .definition")] == [LAYERS[layer].meaning for layer in layers]
    assert page(codebook_sections.show_codebooks(*article, "sureness")).select("h3") == [], "one needs no heading"
    assert codebook_sections.show_codebooks(*article, "nowhere").html == ""


def test_a_category_is_explained(article: tuple[Document, pd.DataFrame]) -> None:
    """Definition, paper and limits stand with the places."""
    scheme = scheme_of(article, "appeal")
    told = text_of(codebook_sections._show_places(scheme, article[0]))
    for label in scheme.order:
        category = scheme.categories[label]
        for words in (category.definition, with_works(category.reference), category.limits):
            assert " ".join(words.split()) in told


def test_the_shipped_codebooks_are_the_ones_applied() -> None:
    """Every codebook is cited once, and what it cites exists."""
    names = [lexicon.name for lexicon in shipped_lexicons()]
    assert len(names) == len(set(names))
    assert {"functions", "engagement"} <= set(names)


def own_dictionary(name: str, category: str, term: str, weight: float | None = None) -> Dictionary:
    categories, entries = {category: Category(category, HOSTILE, "")}, (Entry(term, category, weight=weight),)
    provenance = Provenance((HOSTILE,), 0, HOSTILE, HOSTILE)
    lexicon = Lexicon(name, "1", "dictionary", provenance, categories, entries, HOSTILE, HOSTILE)
    return Dictionary(lexicon, "table", (Skipped(3, HOSTILE, HOSTILE),))


def dictionaries(text: str, *given: Dictionary) -> Fragment:
    document = prepare(document_from_text(text, "d"))
    table = annotate(document, portrayal=False, dictionaries=list(given))
    return codebook_sections.show_dictionaries(document, table, list(given))


def test_a_hostile_dictionary_makes_no_element() -> None:
    """Name, category, definition, description, skipped line and word stay the characters they are."""
    piece = dictionaries(f"A {HOSTILE} came.", own_dictionary(HOSTILE, HOSTILE, HOSTILE, 1.5))
    found = page(piece)
    assert found.select("script, b, [onerror]") == []
    assert "49" not in found.get_text()
    assert HOSTILE in [cell.get_text() for cell in found.select("td")]
    assert HOSTILE in [link.get_text() for link in found.select("td a")], "the word that was found"
    assert f"{HOSTILE}: {HOSTILE}" in [tag.get_text() for tag in found.select("h4")]
    ids = [tag["id"] for tag in found.select("[id]")]
    assert len(ids) == len(set(ids))
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") for name in ids)


def test_weights_have_their_mean_by_voice() -> None:
    """Only words with a weight count; without any there is no table of weights."""
    text = "A storm and a storm. “A storm,” said Ann Lee."
    piece = page(dictionaries(text, own_dictionary("mine", "sky", "storm", -1.5)))
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in piece.select("caption ~ tbody tr")]
    assert sorted(rows) == [["mine: sky", "Ann Lee", "−1.5", "1"], ["mine: sky", "the outlet", "−1.5", "2"]]
    assert page(dictionaries(text, own_dictionary("mine", "sky", "storm"))).select("caption") == []


@pytest.mark.parametrize("name", ["long" * 40, "扶起 😀", "$x_{"])
def test_any_name_is_shown(name: str) -> None:
    """A very long name, one in another script, or like a formula stops nothing."""
    piece = page(dictionaries("A storm came.", own_dictionary(name, name, "storm")))
    assert piece.h4.get_text() == f"{name}: {name}".replace("_", " ")  # type: ignore[union-attr]


def test_a_dictionary_that_finds_nothing_says_so() -> None:
    """The section stands, with what was looked for; without a dictionary there is none."""
    piece = page(dictionaries("A calm day.", own_dictionary("mine", "sky", "storm")))
    assert "Without a sign in this article: mine: sky." in piece.get_text()
    assert dictionaries("A storm came.").html == ""
