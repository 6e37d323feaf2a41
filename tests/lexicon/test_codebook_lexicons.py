"""The codebooks: what must hold of them whatever terms are added or taken away."""

from __future__ import annotations

import re
import tomllib

import pytest

from analysis.annotation import LAYERS
from analysis.lexicon.lexicon import DATA, Lexicon, load_lexicon
from analysis.lexicon.references import with_works
from analysis.rhetoric.contexts import _CONTEXTS

NAMES = ["engagement", "pronouns", "functions", "appeals"]
POS = {"", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "NOUN", "PART", "PRON", "SCONJ", "VERB"}


@pytest.fixture(params=NAMES)
def lexicon(request: pytest.FixtureRequest) -> Lexicon:
    return load_lexicon(request.param)


def test_every_category_says_what_it_means_and_what_it_cannot_say(lexicon: Lexicon) -> None:
    """Each category has a definition and a limit in sentences, and a reference with a year."""
    for category in lexicon.categories.values():
        assert category.definition[-1] in ".?", category.name
        assert category.limits.endswith("."), category.name
        assert re.search(r"\b(19|20)\d\d\b", with_works(category.reference)), category.name


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
        assert {name for group in entry.contexts for name in group} <= set(_CONTEXTS), entry


def test_codebooks_name_their_layer() -> None:
    """The kind of a codebook is a layer with indicators and shifters."""
    for name in NAMES[2:]:
        kind = load_lexicon(name).kind
        assert set(LAYERS[kind].roles) == {"indicator", "shifter"}
    assert set(LAYERS["engagement"].labels) == set(load_lexicon("engagement").categories) - {"idle"}


def test_there_are_as_many_as_the_literature_has() -> None:
    """Four functions, several hundred markers."""
    assert set(load_lexicon("functions").categories) == {"problem", "cause", "moral", "remedy"}
    markers = [entry for entry in load_lexicon("engagement").entries if entry.category != "idle"]
    assert len(markers) > 500


def test_the_classes_of_cues_that_are_named_exist() -> None:
    """Engagement names only classes that the lexicon of cues has."""
    named = {cue for category in load_lexicon("engagement").categories.values() for cue in category.cues}
    assert named == {"neutral", "assertive", "belief", "distancing", "endorsing"}
    assert named <= set(load_lexicon("reporting").categories)
