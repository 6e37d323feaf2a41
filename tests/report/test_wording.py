"""How numbers, names and places are written."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.fragments import Fragment, anchor, fill
from analysis.report.wording import counted, interval, label_name, listed, number, percent, voice_name

NAN = math.nan


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (0.004, "0.00"),
        (0.994, "0.99"),
        (1.04, "1.0"),
        (12.5, "12"),
        (1234.0, "1,234"),
        (-3.21, "−3.2"),
        (-math.inf, "−∞"),
    ],
)
def test_numbers_have_the_places_they_deserve(value: float, written: str) -> None:
    """Two places below one, one below ten, none above and for nothing; a true minus sign."""
    assert number(value) == written


def test_what_is_undefined_is_a_dash() -> None:
    """NaN is never written as a word."""
    assert number(NAN) == interval(NAN, 1.0) == interval(0.0, NAN) == percent(NAN) == "–"


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9))
def test_a_number_is_read_back_near_itself(value: float) -> None:
    """What is written differs from the value by half of its last place at most."""
    written = number(value)
    places = len(written.partition(".")[2])
    read = float(written.replace("−", "-").replace(",", ""))
    assert abs(read - value) <= 0.5 * 10**-places * (1 + 1e-9) + 1e-9
    assert "-" not in written


@given(st.floats(-99, 99), st.floats(0, 99))
def test_an_interval_has_both_bounds(low: float, width: float) -> None:
    """Both bounds are there, and never a dash beside a minus."""
    written = interval(low, low + width)
    assert written.startswith(number(low))
    assert written.endswith(number(low + width))
    assert "–−" not in written


@pytest.mark.parametrize(
    ("share", "written"), [(0.0, "0 %"), (1.0, "100 %"), (0.5, "50 %"), (0.0049, "0.5 %"), (0.0101, "1 %")]
)
def test_shares_are_per_cent(share: float, written: str) -> None:
    """A small share keeps a decimal place, so that it does not become nothing."""
    assert percent(share) == written


def test_counts_take_their_noun() -> None:
    """One is singular; none and many are plural; thousands are grouped."""
    assert [counted(n, "word") for n in (0, 1, 2, 1234)] == ["0 words", "1 word", "2 words", "1,234 words"]
    assert [counted(n, "entry", "entries") for n in (1, 3)] == ["1 entry", "3 entries"]


def test_lists_read_as_a_sentence() -> None:
    """Commas, and an *and* before the last."""
    assert [listed(list(items)) for items in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]


def test_voices_have_names() -> None:
    """Each voice of the table has a name; a speaker's own name goes before."""
    assert [voice_name(voice) for voice in ("narrator", "direct", "indirect")] == [
        "the outlet",
        "quoted words",
        "reported words",
    ]
    assert (voice_name("direct", "X"), voice_name("indirect", "X")) == ("X", "X, reported")
    assert label_name("health_and_safety") == "health and safety"


names = st.text(max_size=8)


@given(names, names)
def test_anchors_differ_where_names_do(one: str, other: str) -> None:
    """Two names never share a place in the page, and a place is always a safe id."""
    assert (anchor("f", one) == anchor("f", other)) == (one == other)
    assert re.fullmatch(r"[A-Za-z0-9_-]+", anchor("f", one))


def test_values_are_escaped_and_words_kept() -> None:
    """A value goes into the page as text, and the plain form has its words."""
    piece = fill("references", references=["<b>& “x”</b>"])
    assert piece.html == '<ul class="references">\n<li>&lt;b&gt;&amp; “x”&lt;/b&gt;</li>\n</ul>'
    assert Fragment(piece.html)._repr_mimebundle_()["text/plain"] == "<b>& “x”</b>"


def test_a_value_that_a_template_lacks_is_an_error() -> None:
    """A missing value is told, not left blank."""
    with pytest.raises(Exception, match="references"):
        fill("references")
