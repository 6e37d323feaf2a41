"""Pairs of quotation marks, judged by their neighbours: each shape, and what only looks like a mark."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.document import Span, covers
from analysis.text.marks import MARKS, end_before, is_blank, pair_marks


def pairs(text: str, paragraph: Span | None = None) -> list[tuple[str, str]]:
    """The stretches of a text, in order, each with its rule."""
    marks = sorted(pair_marks(text, paragraph or Span(0, len(text))))
    return [(text[mark.start : mark.end], mark.rule) for mark in marks]


@pytest.mark.parametrize(
    ("quote", "rule"),
    [
        ('"Rain fell."', "straight"),
        ("``Rain fell.''", "straight"),
        ("“Rain fell.”", "curly"),
        ("‘‘Rain fell.’’", "curly"),
        ("““Rain fell.””", "curly"),
        ("„Rain fell.“", "low"),
        ("‘Rain fell.’", "single"),
        ("'Rain fell.'", "single"),
        ("‚Rain fell.‘", "single"),
        ("«Rain fell.»", "guillemets"),
        ("»Rain fell.«", "guillemets"),
        ("‹Rain fell.›", "guillemets"),
        ("「Rain fell.」", "corner"),
        ("『Rain fell.』", "corner"),
        ("《Rain fell.》", "corner"),
    ],
)
def test_each_shape_pairs(quote: str, rule: str) -> None:
    """The stretch has both marks in it and is named after the opening one."""
    assert pairs(f"{quote} So she wrote.") == [(quote, rule)]
    assert pairs(f"She wrote: {quote}") == [(quote, rule)]


def test_a_mark_tells_its_kind_and_place() -> None:
    """Offsets are those of the text, not of the paragraph."""
    text = "One line.\n\nShe wrote “rain” twice."
    (mark,) = pair_marks(text, Span(11, len(text)))
    assert (mark.kind, mark.start, mark.end) == ("double", 21, 27)


def test_several_quotes_in_a_row() -> None:
    """A straight mark opens or closes by its neighbours, also where two quotes touch a comma or each other."""
    assert pairs('"Rain," she wrote, "fell."') == [('"Rain,"', "straight"), ('"fell."', "straight")]
    assert pairs("“Rain” “fell”") == [("“Rain”", "curly"), ("“fell”", "curly")]
    assert pairs('("Rain"—"snow")') == [('"Rain"', "straight"), ('"snow"', "straight")]


def test_a_mark_turned_the_wrong_way_is_mended() -> None:
    """A closing mark where only one can open opens."""
    assert pairs("”Rain” fell") == [("”Rain”", "curly")]


@pytest.mark.parametrize(
    "text",
    [
        "Oman’s envoy didn’t go; it’s late.",
        "Oman's envoy didn't go; it's late.",
        "The miners’ wives met the bakers’ sons.",
        "The miners' wives met the bakers' sons.",
        "Rock ’n’ roll of the ’90s, class of ’16.",
        "Rock 'n' roll of the '90s, class of '16.",
        "They were goin’ to get ’em.",
        "Tell ’em.",
        "Tell ’em the miners’ wives left.",
        "Since the '90s the miners' wives met.",
        'It was a 6" pipe, and he was 5\'10" tall.',
        'The band צה"ל played.',
        '<a href="x.html" title="Rain">rain</a>',
        "Nothing is quoted here.",
        " ",
        "",
    ],
)
def test_what_only_looks_like_a_mark(text: str) -> None:
    """Apostrophes, elisions, inches, acronyms and tags quote nothing."""
    assert pairs(text) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("He wrote ‘Oman’s envoy didn’t go’ there.", "‘Oman’s envoy didn’t go’"),
        ("He wrote 'Oman's envoy didn't go' there.", "'Oman's envoy didn't go'"),
        ("He wrote ‘the miners’ wives met’ there.", "‘the miners’ wives met’"),
        ("He wrote ‘the miners’ and left.", "‘the miners’"),
        ('He wrote "a 6" pipe broke" there.', '"a 6" pipe broke"'),
        ('He wrote "all of the 6" there.', '"all of the 6"'),
        ('<b title="x">He wrote "yes" there.</b>', '"yes"'),
        ('He wrote "<i class="x">yes</i>" there.', '"<i class="x">yes</i>"'),
    ],
)
def test_a_quote_around_what_only_looks_like_a_mark(text: str, quote: str) -> None:
    """A doubtful mark closes only where no surer one follows, and a tag neither opens nor closes."""
    assert [found for found, _ in pairs(text)] == [quote]


def test_quotes_nest() -> None:
    """A quote in a quote is found beside the outer one, three deep as well."""
    assert pairs("She wrote “he wrote ‘no’ twice” then.") == [("“he wrote ‘no’ twice”", "curly"), ("‘no’", "single")]
    assert pairs("\"He wrote 'no' twice.\"") == [("\"He wrote 'no' twice.\"", "straight"), ("'no'", "single")]
    assert [text for text, _ in pairs("«a “b ‘no’ d” e»")] == ["«a “b ‘no’ d” e»", "“b ‘no’ d”", "‘no’"]


def test_an_apostrophe_in_an_inner_quote_does_not_close_the_outer() -> None:
    """A single mark closes only a single quote that nothing else was opened in."""
    outer, inner = "‘He wrote “the miners’, no” then’", "“the miners’, no”"
    assert pairs(f"{outer} again.") == [(outer, "single"), (inner, "curly")]


def test_of_three_marks_that_close_one_is_single() -> None:
    """Doubled single marks count as one double mark beside a single one."""
    assert pairs("‘‘He wrote ‘no’’’ then.") == [("‘‘He wrote ‘no’’’", "curly"), ("‘no’", "single")]
    assert pairs("''He wrote 'no''' then.") == [("''He wrote 'no'''", "straight"), ("'no'", "single")]


def test_an_unclosed_mark_reaches_to_the_end_of_the_paragraph() -> None:
    """Blanks at the end are left out, and the next paragraph is not touched."""
    text = "She wrote “rain fell. \n\nSnow fell.” So."
    assert pairs(text, Span(0, 24)) == [("“rain fell.", "unclosed")]
    assert pairs('"Rain" and "snow') == [('"Rain"', "straight"), ('"snow', "unclosed")]


def test_an_unclosed_mark_ends_where_a_new_sentence_is_quoted() -> None:
    """The missing mark is taken to stand before the next opening one; within a sentence the two nest."""
    assert pairs("“Rain fell. “Snow fell.” So.") == [("“Rain fell.", "unclosed"), ("“Snow fell.”", "curly")]
    assert pairs("“Rain fell, “snow fell.” So.") == [
        ("“Rain fell, “snow fell.” So.", "unclosed"),
        ("“snow fell.”", "curly"),
    ]


def test_an_unclosed_mark_inside_a_quote_ends_with_it() -> None:
    """The outer mark closes what was left open in it; a closing mark without an opening one is nothing."""
    assert pairs("“one «two” three»") == [("“one «two”", "curly"), ("«two", "unclosed")]
    assert pairs("“one ‘two” three’") == [("“one ‘two”", "curly")]
    assert pairs("rain” fell") == []


def test_a_single_mark_left_open_counts_only_at_the_opening_of_a_paragraph() -> None:
    """Elsewhere it elides."""
    assert pairs("‘Rain fell and fell.") == [("‘Rain fell and fell.", "unclosed")]
    assert pairs("She wrote ‘rain fell.") == []
    text = "She left.\n‘Rain fell."
    assert pairs(text, Span(10, len(text))) == [("‘Rain fell.", "unclosed")]


def test_a_paragraph_hides_its_neighbours() -> None:
    """A mark is judged by what is beside it in the paragraph alone, and no mark outside is paired."""
    text = 'x"rain"x'
    assert pairs(text, Span(1, 7)) == [('"rain"', "straight")]
    assert pairs(text) == []


@given(st.lists(st.sampled_from([*"ab s.5\n<>", *MARKS]), max_size=40).map("".join))
def test_no_text_breaks_it(text: str) -> None:
    """Whatever the marks, stretches are inside the paragraph, are not empty, and nest or are disjoint."""
    spans = [Span(mark.start, mark.end) for mark in pair_marks(text, Span(0, len(text)))]
    assert all(span.start < span.end <= len(text) for span in spans)
    assert len({span.start for span in spans}) == len(spans)
    for one, other in combinations(spans, 2):
        assert one.end <= other.start or other.end <= one.start or covers(one, other) or covers(other, one)


@pytest.mark.parametrize("piece", ["“a ", "‘a ", '"a ', "“‘«", "s’ ", "<a ", "”"])
def test_a_long_paragraph_of_marks_is_read(piece: str) -> None:
    """Thousands of marks that never close give a mark at most for each."""
    text = piece * 5000
    assert len(pairs(text)) <= len(text)


@pytest.mark.parametrize("character", [" ", "\t", "\n", "\x00", "\xa0", "\xad", "\u200b", "\u2009", "\u3000", "\ufeff"])
def test_blanks(character: str) -> None:
    """Blanks of any width, controls and marks that are not seen."""
    assert is_blank(character)


@pytest.mark.parametrize("character", ["a", "é", "9", ".", "“", "’", "—", "語", "😀"])
def test_what_is_seen_is_not_blank(character: str) -> None:
    """Letters, digits, punctuation and pictures."""
    assert not is_blank(character)


@pytest.mark.parametrize(
    ("text", "end", "expected"),
    [("Rain. \n\u200b", 8, 5), ("Rain.", 5, 5), ("Rain fell", 5, 4), (" \n ", 3, 0), ("", 0, 0), ("Rain", 0, 0)],
)
def test_end_before(text: str, end: int, expected: int) -> None:
    """Blanks before the end are left out, those inside are kept, and blanks alone leave nothing."""
    assert end_before(text, end) == expected
