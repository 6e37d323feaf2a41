"""Framing terms: one row for each term, and one for what denies it."""

from __future__ import annotations

from analysis.annotation import LAYERS, Annotation
from analysis.lexicon.lexicon import Category, Entry, Lexicon, Provenance
from analysis.rhetoric.frames import match_frames
from analysis.text.document import Document
from analysis.text.segment import segment

FRAMES = Lexicon(
    "own",
    "2",
    "frame",
    Provenance(("us",), 2026, "MIT", ""),
    {name: Category(name, "", "") for name in ("conflict", "law")},
    (Entry("war", "conflict"), Entry("war crime", "law"), Entry("war crime", "conflict")),
)


def rows(text: str) -> list[Annotation]:
    """The rows of a text by the small lexicon above."""
    return list(match_frames(segment(Document("d", text)), FRAMES))


def test_a_term_serves_every_frame_that_holds_it() -> None:
    """The same words give a row in each frame, with the entry as the reason; the longest hides the shorter."""
    assert [(row.label, row.start, row.end, row.role, row.rule) for row in rows("A war crime.")] == [
        ("conflict", 2, 11, "term", "own@2:war crime"),
        ("law", 2, 11, "term", "own@2:war crime"),
    ]


def test_a_denied_term_stays_beside_its_negator() -> None:
    """A negator gives a row of its own with the relation of its term, whose row stays."""
    term, shifter = rows("There is no war.")
    assert (term.label, term.role, shifter.label, shifter.role) == ("conflict", "term", "negation", "shifter")
    assert (shifter.start, shifter.end) == (9, 11)
    assert term.relation == shifter.relation != ""
    assert rows("There is war.")[0].relation == ""


def test_labels_are_the_lexicon_s_and_roles_the_layer_s() -> None:
    """No row has a role that the layer does not explain, nor a frame that the lexicon does not define."""
    for row in rows("No war. No war crime. War."):
        assert row.role in LAYERS["frame"].roles
        assert row.label in {*FRAMES.categories, *LAYERS["frame"].labels}


def test_nothing_in_nothing_out() -> None:
    """A text without words has no framing term."""
    assert rows("") == rows("… 🙂") == []
