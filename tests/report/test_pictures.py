"""The pictures: each speaker with enough words is named once, in its colour, and nothing lies over anything else."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation import Annotation
from analysis.report.fragments import Fragment
from analysis.report.pictures import (
    _COLOURS,
    _GAP,
    _LETTER,
    _MOST_ROWS,
    _NAMED,
    _state_speakers,
    _word_positions,
    plot_barcode,
    plot_ribbon,
    voice_classes,
)
from analysis.tables.table import build_table, rows_of


def voices(*parts: tuple[str, int], voice: str = "direct") -> pd.DataFrame:
    """Stretches of so many words of whoever is named; the outlet is ``narrator``, the unknown speaker empty."""
    rows, at = [], 0
    for who, words in parts:
        label = "narrator" if who == "narrator" else voice
        actor = "" if who == "narrator" else who
        rows.append(Annotation("voice", label, at, at + 10 * words, "stretch", f"voice:{at}", actor, float(words)))
        at += 10 * words
    return rows_of(build_table("d", rows), "voice")


def page(piece: Fragment) -> BeautifulSoup:
    return BeautifulSoup(piece.html, "html.parser")


def drawing(piece: Fragment) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(str(page(piece).select_one(".drawing")["data-drawing"]))  # type: ignore[index]
    return found


def test_a_speaker_has_a_colour_from_five_per_cent() -> None:
    """Below, speakers share that of the others; the unknown have none of a speaker."""
    classes = voice_classes(voices(("narrator", 60), ("Ann", 5), ("Bob", 31), ("Cid", 4), ("", 0), ("", 2)))
    assert classes == {"narrator": "narrator", "Bob": "s0", "Ann": "others", "Cid": "others", "unnamed": "unknown"}
    assert voice_classes(voices(("narrator", 95), ("Ann", 5)))["Ann"] == "s0"


def test_no_more_colours_than_can_be_told_apart() -> None:
    """Of more speakers than colours, those with fewest words share that of the others."""
    classes = voice_classes(voices(*((f"S{n}", 20 - n) for n in range(_COLOURS + 2))))
    assert [classes[f"S{n}"] for n in range(_COLOURS)] == [f"s{n}" for n in range(_COLOURS)]
    assert {classes[f"S{n}"] for n in (_COLOURS, _COLOURS + 1)} == {"others"}


def test_the_ribbon_has_a_block_a_stretch() -> None:
    """As long as its words, in the class of its voice and speaker, leading to its place; none without words."""
    piece = plot_ribbon(voices(("narrator", 30), ("Ann", 20), ("narrator", 0), ("", 10)))
    blocks = page(piece).select(".strip a")
    assert [block["class"] for block in blocks] == [["narrator", "narrator"], ["direct", "s0"], ["direct", "unknown"]]
    assert [block["style"] for block in blocks] == ["flex-grow:30", "flex-grow:20", "flex-grow:10"]
    assert [block["href"] for block in blocks] == ["#v-0", "#v-300", "#v-500"]
    assert drawing(piece)["strip"] == [["narrator", "narrator", 30], ["s0", "direct", 20], ["unknown", "direct", 10]]


def test_unknown_speakers_are_counted() -> None:
    """With words and places; where everybody is known there is no word of it."""
    told = page(plot_ribbon(voices(("narrator", 30), ("", 3), ("Ann", 20), ("", 4)))).get_text()
    assert "Hatched: 7 words in 2 places whose speaker is not known." in told
    assert "Hatched" not in page(plot_ribbon(voices(("narrator", 30), ("Ann", 20)))).get_text()


@given(st.lists(st.tuples(st.sampled_from(["narrator", "Ann", "Bob Baker", "A very long name indeed", "Cy", ""]),
                          st.integers(1, 60)), min_size=1, max_size=30))  # fmt: skip
def test_every_speaker_is_named_once_and_no_name_lies_over_another(parts: list[tuple[str, int]]) -> None:
    """On the smallest screen no two names of a row meet, no name sticks out, and who has five per cent has one."""
    stretches = voices(*parts)
    names = drawing(plot_ribbon(stretches))["names"]
    total = sum(words for _, words in parts)
    for who in {who for who, _ in parts} - {"narrator", ""}:
        enough = sum(words for own, words in parts if own == who) >= _NAMED * total
        assert sum(name["text"].startswith(who) for name in names) == enough
    spans = {}
    for number, name in enumerate(names):
        width = len(name["text"]) * _LETTER
        left = name["at"] / 100 * (1 - width)
        spans[number] = (name["row"], left, left + width)
        assert left >= -0.001
        assert left + width <= 1.001
    for first, second in combinations(spans.values(), 2):
        if first[0] == second[0]:
            assert min(first[2], second[2]) + _GAP <= max(first[1], second[1]) + 0.001


def test_the_title_states_the_finding() -> None:
    """The speakers with a colour by their shares, then the outlet; odd articles have sentences of their own."""
    several = voices(("narrator", 50), ("Ann", 30), ("Bob", 20))
    assert _state_speakers(several) == "50 % of the words are the outlet’s own, 30 % by Ann and 20 % by Bob."
    few = voices(("narrator", 98), ("Ann", 2))
    assert _state_speakers(few) == "98 % of the words are the outlet’s own; nobody else has 5 %."
    assert _state_speakers(voices(("narrator", 9))).startswith("All words are the outlet’s own")
    assert _state_speakers(voices()) == "The article has no words to count."


def test_a_mark_of_the_barcode_is_where_its_words_are() -> None:
    """Its place is its share of the words before it, its colour that of whose words it is, its link the word."""
    table = build_table(
        "d",
        [
            Annotation("voice", "narrator", 0, 100, "stretch", score=10.0),
            Annotation("voice", "direct", 100, 300, "stretch", actor="Ann", score=30.0),
            Annotation("frame", "conflict", 50, 55, "term"),
            Annotation("frame", "conflict", 200, 205, "term"),
            Annotation("frame", "health_and_safety", 100, 105, "term"),
        ],
    )
    piece = plot_barcode(rows_of(table, "frame", "term"), rows_of(table, "voice"))
    assert drawing(piece)["lines"] == [
        ["conflict", [[12.5, "narrator"], [62.5, "s0"]]],
        ["health and safety", [[25.0, "s0"]]],
    ]
    assert [mark["href"] for mark in page(piece).select(".track a")] == ["#w-50", "#w-200", "#w-100"]
    assert page(piece).select_one("figcaption").get_text() == (  # type: ignore[union-attr]
        "Words of conflict are in 2 of 10 parts of the article."
    )


def test_the_barcode_draws_the_labels_with_most_places() -> None:
    """No more than fit, the most frequent first."""
    rows = [Annotation("frame", f"f{n:02d}", at, at + 1, "term") for n in range(_MOST_ROWS + 3) for at in range(n + 1)]
    table = build_table("d", [Annotation("voice", "narrator", 0, 100, "stretch", score=50.0), *rows])
    lines = drawing(plot_barcode(rows_of(table, "frame", "term"), rows_of(table, "voice")))["lines"]
    assert [label for label, _ in lines] == [f"f{n:02d}" for n in range(_MOST_ROWS + 2, 2, -1)]


@pytest.mark.parametrize("stretches", [voices(), voices(("narrator", 3))], ids=["no words", "the outlet alone"])
def test_nothing_to_draw_is_no_error(stretches: pd.DataFrame) -> None:
    """An empty article has its pictures, too."""
    nothing = rows_of(build_table("d", []), "frame", "term")
    assert page(plot_barcode(nothing, stretches)).figcaption.get_text() == "There is nothing to place."  # type: ignore[union-attr]
    assert page(plot_ribbon(stretches)).select_one("figcaption") is not None
    assert _word_positions(nothing, stretches).size == 0


def test_a_hostile_name_is_text() -> None:
    """In the page and in what print draws from."""
    name = '<b>Ann</b> "{{ 7*7 }}" #set $x$'
    piece = plot_ribbon(voices(("narrator", 30), (name, 20)))
    assert page(piece).select("b, script") == []
    assert name in page(piece).get_text()
    assert drawing(piece)["names"][1]["text"] == f"{name} 40 %"
