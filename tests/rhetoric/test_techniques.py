"""Persuasion techniques as candidates: each cue with its near miss, scores, relations, hostile text, linear time."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.lexicon.lexicon import load_lexicon
from analysis.rhetoric.techniques import TECHNIQUES, find_techniques, undetected_techniques
from analysis.text.document import Document
from analysis.text.parse import parse
from analysis.text.segment import segment
from tests.work import lines_run


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
    ("repetition", "It was lies, lies, lies.", ["lies", "lies", "lies"]),
    ("repetition", "A cruel tax. A cruel law. A cruel mayor.", ["cruel", "cruel", "cruel"]),
    ("slogan", "The crowd sang “no justice, no peace” at noon.", ["no justice, no peace"]),
    ("slogan", "They wrote #StopTheDam on it.", ["#StopTheDam"]),
    ("flag_waving", "They fought for the motherland.", ["for the motherland"]),
    ("appeal_to_fear", "The dam is an existential threat.", ["existential threat"]),
    ("appeal_to_authority", "Experts agree that the dam is safe.", ["Experts agree"]),
    ("appeal_to_values", "They flooded it in the name of freedom.", ["in the name of freedom"]),
    ("appeal_to_values", "It is our moral duty to stay.", ["moral duty"]),
    ("exaggeration_minimisation", "It was the worst flood in history.", ["in history"]),
    ("exaggeration_minimisation", "It was a mere slap on the wrist.", ["a mere", "slap on the wrist"]),
    ("doubt", "They would have us believe that the dam is safe.", ["would have us believe"]),
    ("whataboutism", "What about their own dams?", ["What about"]),
    ("whataboutism", "They were silent when the other dam broke.", ["silent when"]),
    ("causal_oversimplification", "The only reason for the flood is greed.", ["The only reason"]),
]

NEAR_MISSES = [
    ("loaded_language", "The mayor spoke about a plan for the dam."),
    ("loaded_language", "Officers of the Revolutionary Guard met in Qom."),
    ("name_calling", "A new tax regime begins in May."),
    ("name_calling", "The extremist left the room."),
    ("repetition", "They said that that dam was old."),
    ("repetition", "The dam, the dam keeper said, was old."),
    ("slogan", "They wrote #dam on it."),
    ("flag_waving", "The motherland of the tulip is Turkey."),
    ("appeal_to_values", "The minister of justice spoke."),
    ("appeal_to_values", "Freedom is the name of a town."),
    ("exaggeration_minimisation", "She has a degree in history."),
    ("exaggeration_minimisation", "He was not merely late."),
    ("doubt", "She was supposed to come."),
    ("whataboutism", "They talked about what about to do."),
    ("causal_oversimplification", "The flood came because the dam was old."),
    ("whataboutism", "The mayor fell.\n\nWhat about the bridge?\n\nIt was mended."),
    ("whataboutism", "He was silent when it comes to the dam."),
    ("repetition", "It is the state of -- of the dam."),
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
    rows = list(find_techniques(prepared("The thug lied, lied, lied in the name of freedom. What about us?")))
    assert {row.layer for row in rows} == {"technique"}
    assert {row.role for row in rows} == {"candidate"}
    assert {row.label for row in rows} <= set(TECHNIQUES)
    assert all((0 < row.score <= 1) == (row.label == "loaded_language") for row in rows)
    assert all(math.isnan(row.score) for row in rows if row.label != "loaded_language")
    assert all("@" in row.rule or row.rule.startswith("techniques.repetition") for row in rows)
    assert [row.start for row in rows] == sorted(row.start for row in rows)


def test_the_places_of_a_repetition_share_a_relation() -> None:
    """One repetition is one relation; other candidates stand alone."""
    rows = list(find_techniques(prepared("It was lies, lies, lies. And no, no, no.")))
    relations = [row.relation for row in rows if row.label == "repetition"]
    assert len(relations) == 6
    assert len(set(relations)) == 2
    assert all(row.relation == "" for row in rows if row.label != "repetition")


def test_every_technique_is_explained_and_the_others_are_listed() -> None:
    """Each technique has a definition with its unit, a reference and limits; those no rule finds say why."""
    categories = load_lexicon("techniques").categories
    for technique in TECHNIQUES:
        assert "Unit:" in categories[technique].definition
        assert "SemEval" in categories[technique].reference or "JRC" in categories[technique].reference
        assert categories[technique].limits.endswith(".")
    others = undetected_techniques()
    assert {"straw man", "red herring", "guilt by association"} <= set(others)
    assert all(len(why) > 20 for why in others.values())


def test_loaded_words_have_weights_and_no_word_has_two() -> None:
    """Weights lie between 0.4 and 1; a term in one part of speech stands in one category only."""
    entries = load_lexicon("loaded").entries
    assert all(entry.weight is not None and 0.4 <= entry.weight <= 1 for entry in entries)
    places = [(entry.term, entry.pos) for entry in entries]
    assert len(places) == len(set(places))


def test_a_lexicon_of_ones_own_is_used() -> None:
    """Another lexicon of loaded words brings its own."""
    loaded = load_lexicon("loaded")
    none = replace(loaded, entries=())
    rows = find_techniques(prepared("The mayor whined."), None, none)
    assert [row.label for row in rows] == []


@pytest.mark.parametrize(
    "text", ["", " ", "?", "“", "no, no", "#", "What about", "ever", "not merely", "\n\n", "regime"]
)
def test_odd_text_raises_nothing(text: str) -> None:
    """Nothing raises on text without words, without sentences or without grammar."""
    list(find_techniques(prepared(text)))
    list(find_techniques(Document("d", text)))
    list(find_techniques(segment(Document("d", text))))


@settings(max_examples=60)
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
