"""Values: spans, their predicates, and documents that point into an exact text."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.document import Document, Section, Span, Token, covers, fold, overlaps
from analysis.text.segment import segment

POINTS = st.integers(min_value=0, max_value=40)
SPANS = st.tuples(POINTS, POINTS).map(lambda ends: Span(min(ends), max(ends)))
FILLED = SPANS.filter(lambda span: span.start < span.end)


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 3), (-2, -1)])
def test_a_span_refuses_offsets_out_of_order(start: int, end: int) -> None:
    """A span that runs backwards or starts before the text cannot be made, and the message gives its offsets."""
    with pytest.raises(ValueError, match=f"start={start}, end={end}"):
        Span(start, end)
    with pytest.raises(ValueError, match="0 <= start <= end"):
        Token(start, end)


def test_values_cannot_be_changed() -> None:
    """Spans and documents are frozen."""
    with pytest.raises(FrozenInstanceError):
        Span(0, 1).start = 1  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        Document("d", "text").text = "other"  # type: ignore[misc]


@given(FILLED, FILLED)
def test_two_filled_spans_either_overlap_or_follow_each_other(one: Span, other: Span) -> None:
    """Of overlapping, preceding and following, exactly one holds for spans that are not empty."""
    assert [overlaps(one, other), one.end <= other.start, other.end <= one.start].count(True) == 1


@given(SPANS, SPANS)
def test_overlapping_is_sharing_a_character(one: Span, other: Span) -> None:
    """For filled spans, the predicates say what the sets of their characters say."""
    ours, theirs = set(range(one.start, one.end)), set(range(other.start, other.end))
    if ours and theirs:
        assert overlaps(one, other) == bool(ours & theirs)
        assert covers(one, other) == (theirs <= ours)


@given(SPANS, SPANS, SPANS)
def test_covering_is_an_order(one: Span, two: Span, three: Span) -> None:
    """Covering is reflexive, transitive, and mutual only between equal spans."""
    assert covers(one, one)
    assert not (covers(one, two) and covers(two, three)) or covers(one, three)
    assert not (covers(one, two) and covers(two, one)) or one == two


@given(st.text(), st.data())
def test_covered_text_is_the_slice(text: str, data: st.DataObject) -> None:
    """What a span covers is the slice of the text, by code points."""
    end = data.draw(st.integers(0, len(text)))
    start = data.draw(st.integers(0, end))
    assert Document("d", text).covered(Span(start, end)) == text[start:end]


@given(st.lists(st.integers(1, 4), max_size=12), SPANS)
def test_indices_are_the_tokens_that_start_inside(widths: list[int], span: Span) -> None:
    """The range found by bisection is the one found by looking at every token."""
    starts = [sum(widths[:index]) for index in range(len(widths))]
    tokens = tuple(Token(start, start + width) for start, width in zip(starts, widths, strict=True))
    expected = [index for index, token in enumerate(tokens) if span.start <= token.start < span.end]
    assert list(Document("d", "x" * sum(widths), tokens=tokens).indices(span)) == expected


def test_forms_are_folded_and_the_text_is_not() -> None:
    """Words are compared in one form, while the text keeps its decomposed, curly and invisible characters."""
    text = "Jose\u0301’s al‑Mu\u200chandis"
    tokens = (Token(0, 7), Token(8, 20))
    document = Document("d", text, tokens=tokens, sentences=(Span(0, 20),))
    assert document.forms == ("José's", "al-Muhandis")
    assert document.text == text
    assert (document.starts, document.sentence_starts) == ((0, 8), (0,))


@given(st.text())
def test_folding_twice_is_folding_once(word: str) -> None:
    """The folded form is a fixed point."""
    assert fold(fold(word)) == fold(word)


def test_a_section_knows_its_label_and_sorts_by_place() -> None:
    """Sections sort by where they stand, whatever their labels."""
    assert sorted([Section(5, 9, "body"), Section(0, 4, "headline")])[0].label == "headline"


def test_a_document_shows_a_short_card() -> None:
    """Title, outlet, date and size, whatever the length; in a notebook escaped."""
    meta = {"title": "Harbour <b>to</b> reopen", "outlet": "The\nExample", "date": "2026-11-24"}
    raw = Document("d", "The harbour reopens. " * 5000, meta)
    assert repr(raw) == (
        "<Document 'd': Harbour <b>to</b> reopen; The Example; 2026-11-24; 105,000 characters; not prepared yet>"
    )
    ready = segment(Document("d", "The harbour reopens. It is late.", meta))
    assert ready._repr_html_() == (
        "<p><b>Harbour &lt;b&gt;to&lt;/b&gt; reopen</b><br>"
        "The Example · 2026-11-24 · 6 words · 2 sentences · 1 paragraph</p>"
    )
    assert repr(Document("", "")) == "<Document '': 0 characters; not prepared yet>"
    assert len(repr(Document("d", "x" * 99_999))) < 300
