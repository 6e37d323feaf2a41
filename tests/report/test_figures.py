"""Pictures: they hold what the tables hold, say it in words, and leave matplotlib as they found it."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis.annotation import Annotation
from analysis.report.figures import plot_dispersion, plot_rates, plot_ribbon, plot_valence
from analysis.report.findings import frame_order
from analysis.report.fragments import Picture
from analysis.report.plot_layout import holder_colours, name_runs
from analysis.report.style import NARRATOR_COLOUR, SPEAKER_COLOURS
from analysis.tables.rates import tabulate_rates, tabulate_sentences
from analysis.tables.table import build_table, rows_of

ROWS = [
    Annotation("voice", "narrator", 0, 100, "stretch", score=20.0),
    Annotation("voice", "direct", 100, 150, "stretch", score=10.0),
    Annotation("voice", "narrator", 150, 200, "stretch", score=10.0),
    Annotation("frame", "conflict", 10, 16, "term", rule="f@1:a"),
    Annotation("frame", "conflict", 110, 116, "term", rule="f@1:a"),
    Annotation("frame", "health", 160, 166, "term", rule="f@1:b"),
    Annotation("valence", "negative", 10, 16, "expression", score=-0.5, rule="v@1:a"),
    Annotation("valence", "positive", 160, 166, "expression", score=0.4, rule="v@1:b"),
]
TABLE = build_table("d", ROWS)
WORDS = rows_of(TABLE, "valence", "expression").assign(text=["attack", "hope"])


def axes() -> mpl.axes.Axes:
    return Figure().add_subplot()


def colours(collection: LineCollection | PathCollection) -> list[str]:
    return [to_hex(colour) for colour in np.atleast_2d(collection.get_edgecolor())]


def drawn(kind: str, ax: mpl.axes.Axes | None = None) -> Picture:
    voices, order = rows_of(TABLE, "voice"), frame_order(TABLE)
    if kind == "ribbon":
        return plot_ribbon(voices, "The finding.", ax)
    if kind == "rates":
        return plot_rates(tabulate_rates(TABLE), order, "The finding.", ax=ax)
    if kind == "dispersion":
        return plot_dispersion(rows_of(TABLE, "frame", "term"), voices, order, "The finding.", ax)
    return plot_valence(tabulate_sentences(TABLE), WORDS, "The finding.", ax)


KINDS = ("ribbon", "rates", "dispersion", "valence")


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_says_what_it_shows(kind: str) -> None:
    """Title, note and alternative text are words; the alternative text begins with the finding."""
    picture = drawn(kind)
    assert picture.title == "The finding."
    assert picture.alt.startswith("The finding. ")
    assert picture.note in picture.alt
    data, about = picture._repr_mimebundle_()
    assert set(data) == {"image/svg+xml", "image/png", "text/plain"}
    assert about["image/svg+xml"]["alt"] == about["image/png"]["alt"] == data["text/plain"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_always_the_same(kind: str) -> None:
    """Drawn twice, a picture has the same bytes, and no date, comment or script."""
    first, second = drawn(kind), drawn(kind)
    assert (first.svg, first.png) == (second.svg, second.png)
    assert first.svg.startswith("<svg")
    assert "<!--" not in first.svg
    assert "<metadata" not in first.svg
    assert "<script" not in first.svg


@pytest.mark.parametrize("kind", KINDS)
def test_settings_are_left_alone(kind: str) -> None:
    """matplotlib's settings and pyplot's figures are as before."""
    before = dict(mpl.rcParams)
    drawn(kind)
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_can_be_drawn_into_axes_given(kind: str) -> None:
    """With ``ax`` the artists come into that one."""
    ax = axes()
    drawn(kind, ax)
    assert ax.collections or ax.patches


def test_the_ribbon_has_a_block_a_stretch() -> None:
    """Blocks are as wide as their words, lie end to end, and have the colour of their voice."""
    ax = axes()
    drawn("ribbon", ax)
    blocks = sorted((patch.get_x(), patch.get_width(), to_hex(patch.get_facecolor())) for patch in ax.patches)
    assert blocks == [(0, 20, NARRATOR_COLOUR), (20, 10, SPEAKER_COLOURS[0]), (30, 10, NARRATOR_COLOUR)]
    assert {"narrator", "unnamed sources"} <= {text.get_text() for text in ax.texts}


def test_the_rates_have_a_dot_a_voice_and_frame() -> None:
    """Each dot stands at its rate, each with its count beside it; frames stand top down in the order given."""
    ax = axes()
    drawn("rates", ax)
    dots = [np.asarray(c.get_offsets()) for c in ax.collections if isinstance(c, PathCollection)]
    rates = sorted(float(x) for group in dots for x, _ in group)
    assert rates == pytest.approx(sorted(tabulate_rates(TABLE)["rate"]))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["conflict", "health"]
    assert ax.get_ylim()[0] > ax.get_ylim()[1]
    assert sorted(text.get_text() for text in ax.texts if text.get_text().isdigit()) == ["0", "1", "1", "1"]


def test_the_barcode_has_a_mark_a_term() -> None:
    """One mark a term, in the colour of its voice, between the first and the last word."""
    ax = axes()
    drawn("dispersion", ax)
    lines = [c for c in ax.collections if isinstance(c, LineCollection)]
    marks = [float(segment[0][0]) for collection in lines for segment in collection.get_segments()]
    assert len(marks) == 3
    assert sorted(marks) == pytest.approx([2.0, 22.0, 32.0])
    assert [colours(collection) for collection in lines] == [[NARRATOR_COLOUR, SPEAKER_COLOURS[0]], [NARRATOR_COLOUR]]


def test_the_valence_picture_has_a_stem_a_scored_sentence() -> None:
    """Two of three stretches have valence words: two stems, each named by its word."""
    ax = axes()
    drawn("valence", ax)
    dots = next(c for c in ax.collections if isinstance(c, PathCollection))
    heights = np.ma.filled(np.ma.asarray(dots.get_offsets())[:, 1].astype(float), np.nan)
    assert sorted(heights[~np.isnan(heights)]) == pytest.approx(sorted(tabulate_sentences(TABLE)["valence"].dropna()))
    assert {text.get_text() for text in ax.texts} == {"attack", "hope"}


def test_a_word_with_dollars_is_not_read_as_mathematics() -> None:
    """matplotlib takes text between dollar signs for a formula; a word of an article is not one."""
    words = WORDS.assign(text=["$x_{", "$\\frac$"])
    assert plot_valence(tabulate_sentences(TABLE), words, "T").svg.startswith("<svg")


def test_empty_tables_give_a_picture() -> None:
    """Nothing to draw is drawn as nothing."""
    empty = build_table("d", [])
    voices = rows_of(empty, "voice")
    for picture in (
        plot_ribbon(voices, "T"),
        plot_rates(tabulate_rates(empty), [], "T"),
        plot_dispersion(rows_of(empty, "frame"), voices, [], "T"),
        plot_valence(tabulate_sentences(empty), WORDS.head(0), "T"),
    ):
        assert picture.png.startswith(b"\x89PNG")


def test_holders_have_colours_of_their_own() -> None:
    """The narrator is grey; each speaker has one colour in the order of their words; the last colour is shared."""
    names = [f"speaker {letter}" for letter in "abcdefgh"]
    words = pd.Series([9, *range(80, 0, -10)])
    given = holder_colours(pd.Series(["narrator", *names]), words)
    assert given["narrator"] == NARRATOR_COLOUR
    assert [given[name] for name in names[: len(SPEAKER_COLOURS)]] == list(SPEAKER_COLOURS)
    assert {given[name] for name in names[len(SPEAKER_COLOURS) :]} == {SPEAKER_COLOURS[-1]}


def test_names_do_not_lie_over_each_other() -> None:
    """Of two short runs side by side only the longer is named; the others keep their colour."""
    speakers = [
        ("narrator", "", 50.0),
        ("direct", "Ann of the Long Name", 3.0),
        ("direct", "Bob of the Long Name", 2.0),
    ]
    rows = [
        Annotation("voice", voice, 10 * n, 10 * n + 9, "stretch", actor=speaker, score=words)
        for n, (voice, speaker, words) in enumerate(speakers)
    ]
    assert list(name_runs(rows_of(build_table("d", rows), "voice"))) == ["narrator", "Ann of the Long Name"]


def test_reported_words_are_hatched() -> None:
    """In the ribbon a block of reported words has the speaker's colour and a pattern, a quoted one no pattern."""
    rows = [
        Annotation("voice", "direct", 0, 9, "stretch", actor="Ann", score=5.0),
        Annotation("voice", "indirect", 10, 19, "stretch", actor="Ann", score=5.0),
    ]
    ax = axes()
    plot_ribbon(rows_of(build_table("d", rows), "voice"), "T", ax)
    assert [(to_hex(p.get_facecolor()), bool(p.get_hatch())) for p in ax.patches] == [
        (SPEAKER_COLOURS[0], False), (SPEAKER_COLOURS[0], True)
    ]  # fmt: skip
