"""Persuasion techniques as candidates: each cue with its near miss, scores, hostile text, linear time."""

from __future__ import annotations

import math
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.lexicon.lexicon import load_lexicon
from analysis.lexicon.references import with_works
from analysis.rhetoric.techniques import find_techniques
from analysis.text.document import Document
from analysis.text.parse import parse
from analysis.text.segment import segment
from tests.work import lines_run

TECHNIQUES = load_lexicon("techniques").categories


@lru_cache(maxsize=256)
def prepared(text: str) -> Document:
    return parse(segment(Document("d", text)))


def candidates(text: str, label: str) -> list[str]:
    return [text[row.start : row.end] for row in find_techniques(prepared(text)) if row.label == label]


CUES = [
    ("loaded_language", "The mayor whined about a laughable plan.", ["whined", "laughable"]),
    ("name_calling", "The mayor is a coward.", ["coward"]),
    ("name_calling", "They toppled the Garcia regime.", ["regime"]),
    ("name_calling", "He is an extremist.", ["extremist"]),
    ("slogan", "The crowd sang “no justice, no peace” at noon.", ["no justice, no peace"]),
    ("slogan", "They wrote #StopTheDam on it.", ["#StopTheDam"]),
    ("flag_waving", "They fought for the motherland.", ["for the motherland"]),
    ("exaggeration_minimisation", "It was the worst flood in history.", ["in history"]),
    ("exaggeration_minimisation", "It was a mere slap on the wrist.", ["a mere", "slap on the wrist"]),
    ("doubt", "They would have us believe that the dam is safe.", ["would have us believe"]),
]

NEAR_MISSES = [
    ("loaded_language", "The mayor spoke about a plan for the dam."),
    ("loaded_language", "Officers of the Revolutionary Guard met in Qom."),
    ("name_calling", "A new tax regime begins in May."),
    ("name_calling", "The extremist left the room."),
    ("slogan", "They wrote #dam on it."),
    ("flag_waving", "The motherland of the tulip is Turkey."),
    ("exaggeration_minimisation", "She has a degree in history."),
    ("exaggeration_minimisation", "He was not merely late."),
    ("doubt", "She was supposed to come."),
    ("slogan", "The judge was asked for death to Lord Ash."),
    ("loaded_language", "The sanctions regime was lifted."),
    ("loaded_language", "The answers lie in the archive."),
    ("loaded_language", "The trouble lies ahead."),
]


@pytest.mark.parametrize(("label", "text", "found"), CUES, ids=[f"{one[0]}-{n}" for n, one in enumerate(CUES)])
def test_a_cue_is_a_candidate(label: str, text: str, found: list[str]) -> None:
    """Each technique has surface cues, and the candidate is the cue."""
    assert candidates(text, label) == found


@pytest.mark.parametrize(("label", "text"), NEAR_MISSES, ids=[f"{a}-{n}" for n, (a, _) in enumerate(NEAR_MISSES)])
def test_a_near_miss_is_left(label: str, text: str) -> None:
    """The same words in plain use give nothing."""
    assert candidates(text, label) == []


def test_rows_are_of_the_layer_and_sorted() -> None:
    """Layer, role and labels are fixed; only loaded language has a score, from 0 to 1; rules name term or form."""
    rows = list(find_techniques(prepared("The thug lied, lied, lied for the motherland.")))
    assert {row.layer for row in rows} == {"technique"}
    assert {row.role for row in rows} == {"candidate"}
    assert {row.label for row in rows} <= set(TECHNIQUES)
    assert all((0 < row.score <= 1) == (row.label == "loaded_language") for row in rows)
    assert all(math.isnan(row.score) for row in rows if row.label != "loaded_language")
    assert all("@" in row.rule and row.relation == "" for row in rows)
    assert [row.start for row in rows] == sorted(row.start for row in rows)


def test_a_loaded_label_is_one_row() -> None:
    """What calls somebody names is no loaded word besides."""
    rows = list(find_techniques(prepared("They toppled the Garcia regime.")))
    assert [row.label for row in rows] == ["name_calling"]


def test_every_technique_is_explained() -> None:
    """Each technique has a definition with its unit, a reference and limits."""
    for technique in TECHNIQUES.values():
        assert "Unit:" in technique.definition
        assert any(source in with_works(technique.reference) for source in ("SemEval", "JRC", "BBC"))
        assert technique.limits.endswith(".")


def test_loaded_words_have_weights_and_no_word_has_two() -> None:
    """Weights lie between 0.4 and 1; a term in one part of speech stands in one category only."""
    entries = load_lexicon("loaded").entries
    assert all(entry.weight is not None and 0.4 <= entry.weight <= 1 for entry in entries)
    places = [(entry.term, entry.pos) for entry in entries]
    assert len(places) == len(set(places))


@pytest.mark.parametrize(
    "text", ["", " ", "?", "“", "no, no", "#", "What about", "ever", "not merely", "\n\n", "regime"]
)
def test_odd_text_raises_nothing(text: str) -> None:
    """Nothing raises on text without words, without sentences or without grammar."""
    list(find_techniques(prepared(text)))
    list(find_techniques(Document("d", text)))
    list(find_techniques(segment(Document("d", text))))


@given(st.text(alphabet="no whatbuevrlis,.?!#“”'\n", max_size=120))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    """Every row lies within the text and holds something."""
    for row in find_techniques(segment(Document("d", text))):
        assert 0 <= row.start < row.end <= len(text)


@pytest.mark.parametrize("unit", ["lies, ", "what about freedom? ", "in the name of ", "evil "])
def test_time_is_linear(unit: str) -> None:
    """Eight times the words take about eight times the work."""
    list(find_techniques(prepared("They left.")))  # lexicons are read once
    spent = []
    for size in (1000, 8000):
        document = segment(Document("d", unit * (size // len(unit.split()))))
        spent.append(lines_run(lambda document=document: list(find_techniques(document))))  # type: ignore[misc]
    assert spent[1] < 10 * spent[0]
