"""The frame lexicon: what must hold of it whatever terms are added or taken away."""

import tomllib
from collections import Counter
from functools import lru_cache

import pytest

from analysis.lexicon.lexicon import DATA, Lexicon, load_lexicon
from analysis.lexicon.references import with_works
from analysis.text.document import Document
from analysis.text.matcher import find_terms
from analysis.text.parse import parse
from analysis.text.segment import segment

POS = {"", "ADJ", "NOUN", "VERB"}


@pytest.fixture(scope="module")
def frames() -> Lexicon:
    return load_lexicon("frames")


@lru_cache(maxsize=1)
def _arrays() -> dict[str, list[str]]:
    """The terms of each category in the order of the file."""
    terms = tomllib.loads((DATA / "frames.toml").read_text(encoding="utf-8"))["terms"]
    return {name: [item if isinstance(item, str) else item["term"] for item in items] for name, items in terms.items()}


def _found(text: str, frames: Lexicon) -> set[tuple[str, str]]:
    document = parse(segment(Document("d", text)))
    return {(match.entry.category, document.covered(match)) for match in find_terms(document, frames)}


def test_it_is_large_enough_and_every_frame_has_terms(frames: Lexicon) -> None:
    """There are at least ten frames and 250 entries, and every declared frame has a fair number of terms."""
    counts = Counter(entry.category for entry in frames.entries)
    assert frames.kind == "frame"
    assert len(frames.categories) >= 10
    assert len(frames.entries) >= 250
    assert set(counts) == set(frames.categories)
    assert min(counts.values()) >= 20


def test_every_frame_says_what_it_means_and_who_says_so(frames: Lexicon) -> None:
    """Each frame has a definition and a limit in sentences, and a reference with a year."""
    for category in frames.categories.values():
        assert len(category.definition) >= 40
        assert category.definition.endswith(".")
        assert category.limits.endswith(".")
        assert any(f"({year})" in with_works(category.reference) for year in range(1950, 2027)), category.name


def test_terms_stand_in_order() -> None:
    """Within a category the terms are sorted without regard to capitals, so that a change shows as one line."""
    for name, terms in _arrays().items():
        assert terms == sorted(terms, key=str.casefold), name


def test_no_term_is_a_short_or_bare_common_word(frames: Lexicon) -> None:
    """A single word of three letters or fewer is named here, or it keeps its capitals; short words mislead most."""
    known = {"foe", "law", "sin", "sob", "spy", "tax", "war"}
    short = {entry.term for entry in frames.entries if len(entry.term) <= 3 and not entry.case}
    assert short <= known


def test_terms_are_written_so_that_they_can_match(frames: Lexicon) -> None:
    """No stray blanks; a star only in a glob, and with at least four letters; a part of speech the parser gives."""
    for entry in frames.entries:
        assert entry.term == " ".join(entry.term.split()), entry
        assert entry.pos in POS, entry
        if entry.match != "regex":
            assert ("*" in entry.term) == (entry.match == "glob"), entry
        if entry.match == "glob":
            assert sum(letter.isalpha() for letter in entry.term) >= 4, entry


def test_a_frame_says_nothing_of_good_or_bad(frames: Lexicon) -> None:
    """Valence is another layer: no term carries a weight."""
    assert all(entry.weight is None for entry in frames.entries)


def test_a_regex_says_in_words_what_it_finds(frames: Lexicon) -> None:
    """A reader of the lexicon need not read a regular expression."""
    assert all(entry.note for entry in frames.entries if entry.match == "regex")


def test_a_term_may_open_two_frames(frames: Lexicon) -> None:
    """The same term stands in two categories where it belongs to both."""
    where = {entry.category for entry in frames.entries if entry.term == "genocide"}
    assert where == {"human_cost", "rights_and_oppression"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister called the raid a breach of international law.", ("legality", "international law")),
        ("Both capitals agreed to resume negotiations in Muscat.", ("diplomacy", "negotiations")),
        (
            "They vowed to drive the foreign army out of the valley.",
            ("sovereignty_and_occupation", "drive the foreign army out of"),
        ),
        ("The general was praised as a martyr of the resistance.", ("resistance_and_martyrdom", "martyr")),
        ("Parliament asked that the troops leave within a year.", ("sovereignty_and_occupation", "troops leave")),
        ("New sanctions hit the central bank.", ("sanctions_and_pressure", "sanctions")),
        ("Rebels backed away as Syrian-backed militias moved in.", ("proxies_and_covert_action", "Syrian-backed")),
    ],
)
def test_inflected_and_discontinuous_terms_are_found(text: str, expected: tuple[str, str], frames: Lexicon) -> None:
    """Terms match inflected forms in sentences of our own; the regex terms reach over the words between."""
    assert expected in _found(text, frames)


def test_names_and_idioms_do_not_count(frames: Lexicon) -> None:
    """A party's name is not democracy, and leaving a treaty is not leaving a land."""
    found = _found("A Democratic senator regretted the withdrawal from the nuclear accord.", frames)
    labels = {label for label, _ in found}
    assert "rights_and_oppression" not in labels
    assert "sovereignty_and_occupation" not in labels
