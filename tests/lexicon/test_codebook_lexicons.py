"""The codebooks: what must hold of them whatever terms are added or taken away."""

from __future__ import annotations

import re
import tomllib

import pytest

from analysis.annotation import LAYERS
from analysis.lexicon.lexicon import DATA, Lexicon, load_lexicon
from analysis.rhetoric.codebook import CODEBOOK_LAYERS
from analysis.rhetoric.contexts import CONTEXTS
from analysis.tables.evidence import references

NAMES = ["engagement", "pronouns", "functions", "appeals", "generic_frames", "policy_frames"]
POS = {"", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "NOUN", "PART", "PRON", "SCONJ", "VERB"}


@pytest.fixture(params=NAMES)
def lexicon(request: pytest.FixtureRequest) -> Lexicon:
    return load_lexicon(request.param)


def test_every_category_says_what_it_means_and_what_it_cannot_say(lexicon: Lexicon) -> None:
    """Each category has a definition and a limit in sentences, and a reference with a year."""
    for category in lexicon.categories.values():
        assert category.definition[-1] in ".?", category.name
        assert category.limits.endswith("."), category.name
        assert re.search(r"\b(19|20)\d\d\b", category.reference), category.name


def test_terms_stand_in_order(lexicon: Lexicon) -> None:
    """Within a category the terms are sorted without regard to capitals, so that a change shows as one line."""
    for name, items in tomllib.loads((DATA / f"{lexicon.name}.toml").read_text(encoding="utf-8"))["terms"].items():
        terms = [item if isinstance(item, str) else item["term"] for item in items]
        assert terms == sorted(terms, key=str.casefold), name


def test_terms_can_match(lexicon: Lexicon) -> None:
    """No stray blanks, stars only in globs, parts of speech the parser gives, contexts that exist."""
    for entry in lexicon.entries:
        assert entry.term == " ".join(entry.term.split()), entry
        assert entry.pos in POS, entry
        assert ("*" in entry.term) == (entry.match == "glob"), entry
        assert entry.weight is None, entry
        assert {name for group in entry.contexts for name in group} <= set(CONTEXTS), entry


def test_codebooks_name_their_layer() -> None:
    """The kind of a codebook is a layer with indicators and shifters."""
    for name in NAMES[2:]:
        kind = load_lexicon(name).kind
        assert kind in CODEBOOK_LAYERS
        assert set(LAYERS[kind].roles) == {"indicator", "shifter"}
    assert set(LAYERS["engagement"].labels) == set(load_lexicon("engagement").categories) - {"idle"}


def test_references_name_labels_that_exist() -> None:
    """A term LAYER:LABEL names a layer of the table, and a label which that layer or its lexicon has."""
    lexicons = {"frame": "frames", "function": "functions", "appeal": "appeals", "engagement": "engagement"}
    for name in NAMES[2:]:
        for layer, label, category in references(load_lexicon(name)):
            own = load_lexicon(lexicons[layer]).categories if layer in lexicons else LAYERS[layer].labels
            assert label in own, (name, layer, label, category)


def test_policy_frames_do_not_repeat_the_frames() -> None:
    """What a referenced frame has already is not listed again."""
    frames = load_lexicon("frames").terms
    policy = load_lexicon("policy_frames")
    for layer, label, category in references(policy):
        assert layer == "frame"
        assert not {term.casefold() for term in frames[label]} & {t.casefold() for t in policy.terms[category]}


def test_there_are_as_many_as_the_literature_has() -> None:
    """Four functions, fourteen policy frames (the last is "other"), twenty questions, several hundred markers."""
    assert set(load_lexicon("functions").categories) == {"problem", "cause", "moral", "remedy"}
    assert len(load_lexicon("policy_frames").categories) == 14
    questions = load_lexicon("generic_frames").categories
    counts = {name: sum(one.startswith(name) for one in questions) for name in ("conflict", "human", "economic")}
    assert (len(questions), counts) == (20, {"conflict": 4, "human": 5, "economic": 3})
    markers = [entry for entry in load_lexicon("engagement").entries if entry.category != "idle"]
    assert len(markers) > 500


def test_the_classes_of_cues_that_are_named_exist() -> None:
    """Engagement names only classes that the lexicon of cues has."""
    named = {entry.term for entry in load_lexicon("engagement").entries if ":" in entry.term}
    assert named == {f"reporting:{name}" for name in ("neutral", "assertive", "belief", "distancing", "endorsing")}
    assert {name.removeprefix("reporting:") for name in named} <= set(load_lexicon("reporting").categories)
