"""The marked article: no character of a text is lost, and overlapping marks stack."""

from functools import cache
from itertools import pairwise

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.annotate import annotate, prepare
from analysis.annotation import Annotation
from analysis.report.highlight import _FILTERS, _marked_rows, _Piece, _pieces, mark_article, places_of
from analysis.report.pictures import voice_classes
from analysis.tables.table import build_table, rows_of
from analysis.text.document import Document, Span
from analysis.text.read import document_from_text

TEXT = "Über <den> Fluß & “zurück” 👩‍👩‍👧 ging es\nnie."
SIZE = len(TEXT)
PREPARED = cache(lambda: prepare(Document("d", TEXT)))
spans = st.tuples(st.integers(0, SIZE - 1), st.integers(1, SIZE)).map(
    lambda pair: (min(pair), max(pair[1], pair[0] + 1))
)
marks = st.builds(
    lambda span, kind: Annotation(*kind[:2], span[0], span[1], kind[2], score=0.25, rule="lexicon@1:term"),
    spans,
    st.sampled_from(
        [
            ("frame", "military_action", "term"),
            ("frame", "negation", "shifter"),
            ("valence", "evaluation", "expression"),
            ("valence", "booster", "shifter"),
            ("technique", "doubt", "candidate"),
        ]
    ),
)
cut = st.lists(st.integers(1, SIZE - 1), max_size=4, unique=True).map(sorted)


def pieces_of(document: Document, table: pd.DataFrame, span: Span, places: dict[int, list[str]]) -> list[_Piece]:
    """The pieces of a stretch of the text, with what is marked and heard in it."""
    voices = rows_of(table, "voice")
    own, heard = (
        rows[(rows["start"] < span.end) & (rows["end"] > span.start)]
        for rows in (_marked_rows(prepare(document), table), voices)
    )
    return list(_pieces(document, span, own, heard, places, voice_classes(voices), ""))


def stretches(cuts: list[int]) -> list[Annotation]:
    """The text cut into stretches whose voices change in turn."""
    edges = [0, *cuts, SIZE]
    return [
        Annotation("voice", ("narrator", "direct")[i % 2], start, end, "stretch", score=1.0)
        for i, (start, end) in enumerate(pairwise(edges))
    ]


@given(st.lists(marks, max_size=8), cut, spans)
def test_pieces_join_to_the_text(rows: list[Annotation], cuts: list[int], span: tuple[int, int]) -> None:
    """Whatever overlaps, the pieces of a paragraph are its exact text, each cut where a mark begins or ends."""
    table = build_table("d", [*rows, *stretches(cuts)])
    pieces = pieces_of(PREPARED(), table, Span(*span), {span[0] + 1: ["q"]})
    assert "".join(piece.text for piece in pieces) == TEXT[slice(*span)]
    assert all(piece.text for piece in pieces)
    at = span[0]
    for piece in pieces:
        covering = [row for row in rows if row.start <= at and at + len(piece.text) <= row.end]
        assert bool(covering) == bool(piece.classes)
        at += len(piece.text)


@given(st.lists(marks, max_size=8), cut)
def test_each_mark_has_a_tag_and_one_place(rows: list[Annotation], cuts: list[int]) -> None:
    """Where a mark that is no shifter ends, a tag says so, once for all that say the same; each start is one anchor."""
    table = build_table("d", [*rows, *stretches(cuts)])
    pieces = pieces_of(PREPARED(), table, Span(0, SIZE), places_of(table))
    told = {(row.end, row.layer, row.label) for row in rows if row.role != "shifter"}
    assert sum(len(piece.tags) for piece in pieces) == len(told)
    places = [name for piece in pieces for name in piece.anchors if name.startswith("w-")]
    assert sorted(places) == sorted({f"w-{row.start}" for row in rows})


def test_overlapping_marks_stack() -> None:
    """Where a framing term and a bad word overlap, the shared words carry both lines."""
    rows = [
        Annotation("frame", "conflict", 0, 9, "term", rule="f@1:x"),
        Annotation("valence", "evaluation", 5, 14, "expression", score=-0.4, rule="v@1:y"),
        Annotation("voice", "narrator", 0, 20, "stretch", score=4.0),
    ]
    table = build_table("d", rows)
    document = Document("d", "word word word word.")
    pieces = pieces_of(document, table, Span(0, 20), places_of(table))
    assert [(piece.text, piece.classes) for piece in pieces] == [
        ("word ", ("frame",)),
        ("word", ("frame", "negative")),
        (" word", ("negative",)),
        (" word.", ()),
    ]
    assert [[tag.text for tag in piece.tags] for piece in pieces] == [[], ["conflict"], ["−"], []]


def test_a_word_of_a_dictionary_is_marked_with_its_category() -> None:
    """It has the solid line of frames, and its tag names the category and leads to where it is counted."""
    rows = [
        Annotation("dictionary", "mine: harm", 0, 4, "term", rule="mine@1:x"),
        Annotation("voice", "narrator", 0, 20, "stretch", score=4.0),
    ]
    table = build_table("d", rows)
    pieces = pieces_of(Document("d", "word word word word."), table, Span(0, 20), {})
    assert pieces[0].classes == ("frame",)
    assert [(tag.text, tag.href) for tag in pieces[0].tags] == [("harm", "#dictionary-mine-3a-20harm")]


def test_a_mark_across_paragraphs_is_marked_in_both() -> None:
    """A quotation over two paragraphs is quoted in each, and each keeps its own text."""
    text = "“They must leave. \n\n“They must go,” he said.\n"
    document = prepare(document_from_text(text, "d"))
    page = BeautifulSoup(mark_article(document, annotate(document)).html, "html.parser")
    assert len(page.select(".block")) == 2
    assert all(block.select_one(".voice.direct") for block in page.select(".block"))


def shown(text: str) -> BeautifulSoup:
    document = prepare(document_from_text(text, "d"))
    return BeautifulSoup(mark_article(document, annotate(document)).html, "html.parser")


@given(st.text(alphabet="ab .,“”\"'<>&{}%\n\t😀م", max_size=60))
@settings.get_profile("costly")
def test_no_text_is_lost_in_the_page(text: str) -> None:
    """Every visible character of any text is in the page, in order, and none is added."""
    page = shown(text)
    for tag in page.select("sup.tag"):
        tag.decompose()
    words = "".join(paragraph.get_text() for paragraph in page.select(".text"))
    assert "".join(words.split()) == "".join(text.split())


def test_uncounted_parts_are_named() -> None:
    """Dateline and date are shown, and said to be such."""
    page = shown("date 2020-03-08 TEHRAN — Troops attacked the town on Sunday and left it.\n")
    assert {who.get_text() for who in page.select(".block:not(.body) .who")} == {"date", "dateline"}


def test_the_margin_bar_tells_the_shares() -> None:
    """The bar of a paragraph has one part a voice, which add up to the whole."""
    page = shown("He said: “The troops must leave the land at once.”\n")
    shares = [float(str(part["style"]).partition("flex-grow:")[2]) for part in page.select(".bar span")]
    assert len(shares) == 2
    assert abs(sum(shares) - 1) < 0.01


def test_an_empty_table_marks_nothing() -> None:
    """A document without findings is shown plainly."""
    document = prepare(document_from_text("Plain words.", "d"))
    page = BeautifulSoup(mark_article(document, build_table("d", [])).html, "html.parser")
    assert page.select_one(".text").get_text() == "Plain words."  # type: ignore[union-attr]


def test_each_quotation_has_a_place_in_the_article() -> None:
    """Where quotations touch, nest or lie within one stretch of a voice, each start is an anchor, once."""
    text = '"The link" \'single\' "double" “curly”“twice” was here, “he said “no” to it.”\n'
    document = prepare(document_from_text(text, "d"))
    table = annotate(document)
    page = BeautifulSoup(mark_article(document, table).html, "html.parser")
    starts = {f"q-{start}" for start in rows_of(table, "quote", "content")["start"]}
    places = [str(mark["id"]) for mark in page.select(".at[id^='q-']")]
    assert len(starts) > 2
    assert sorted(places) == sorted(starts)


def test_furniture_is_shown_and_not_counted() -> None:
    """Furniture stands in its own block without a voice, and the margin says that it is not counted."""
    page = shown("The harbour was shut on Monday.\n\nRead more: A strike\n\nThe crews went home.")
    assert [text.get_text() for text in page.select(".block.furniture .text")] == ["Read more: A strike"]
    assert {who.get_text() for who in page.select(".block:not(.body) .who")} == {"not counted"}


def test_stance_and_loaded_names_are_marked_first() -> None:
    """Words of a stance have the sign of its side and lead to the stances; a name with a judgement leads to the names;
    framing is there, but leads to the page of the codebooks."""
    text = "The brutal gang hailed the raid."
    document = prepare(document_from_text(text, "d"))
    rows = [
        Annotation("voice", "narrator", 0, len(text), "stretch", score=6.0),
        Annotation("actor", "epithet", 11, 15, "mention", actor="Gang", rule="r"),
        Annotation("valence", "evaluation", 4, 10, "expression", score=-0.6, rule="r"),
        Annotation("stance", "favor", 16, 22, "expression", "stance:1", "Raid", 1.0, "r"),
        Annotation("frame", "conflict", 27, 31, "term", rule="r"),
    ]
    page = BeautifulSoup(mark_article(document, build_table("d", rows), codebook="c.html").html, "html.parser")
    signs = {tag.get_text(): tag.a["href"] for tag in page.select("sup.tag.stance")}  # type: ignore[index]
    assert signs == {"•": "#naming", "+": "#positions"}
    assert page.select_one(".block .mark.naming").get_text() == "gang"  # type: ignore[union-attr]
    assert page.select_one(".block .mark.favor").get_text() == "hailed"  # type: ignore[union-attr]
    assert page.select_one(".tag.frame a")["href"] == "c.html#frame-conflict"  # type: ignore[index]
    assert page.select_one("input[checked]")["value"] == "stance"  # type: ignore[index]
    assert not [sign for sign in page.select(".block sup") if any(map(str.isdigit, sign.get_text()))]


def test_an_unknown_filter_is_refused() -> None:
    """The message names those there are."""
    document = prepare(document_from_text("Plain words.", "d"))
    with pytest.raises(ValueError, match=f"shown must be one of {', '.join(_FILTERS)}, got 'all'"):
        mark_article(document, build_table("d", []), shown="all")


def test_the_outlet_alone_has_no_name_in_the_margin() -> None:
    """The margin names who else speaks; a paragraph of the outlet's own words has its grey bar only."""
    page = shown("He said: “The troops must leave the land at once.”\n\nIt rained on the town.\n")
    assert [bool(who.get_text()) for who in page.select(".block .who")] == [True, False]
