"""Portrayal from a model made by hand, and from the shipped one."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.annotate import annotate, prepare
from analysis.annotation import Annotation
from analysis.portrayal.find_portrayal import find_portrayal
from analysis.text.read import document_from_text

TEXT = "Lee won. Police beat Orr badly."
LEE, ORR = ((TEXT.index(name), TEXT.index(name) + 3) for name in ("Lee", "Orr"))
DOCUMENT = prepare(document_from_text(TEXT, "d"))
MENTIONS = [Annotation("actor", "name", *span, "mention", actor=TEXT[slice(*span)]) for span in (LEE, ORR)]


def model(items: Sequence[tuple[str, int, int]]) -> NDArray[np.float64]:
    """Whoever wins looks good, whoever is beaten bad, by the sentence alone."""
    return np.array([[0.1, 0.2, 0.7] if "won" in text else [0.8, 0.15, 0.05] for text, _, _ in items])


def test_each_mention_has_a_side_and_a_score() -> None:
    """The most probable class from a half on; the score is P(favorable) - P(unfavorable)."""
    rows = list(find_portrayal(DOCUMENT, MENTIONS, model))
    assert [(row.actor, row.label, row.score) for row in rows] == [
        ("Lee", "favorable", 0.6),
        ("Orr", "unfavorable", -0.75),
    ]
    unsure = list(find_portrayal(DOCUMENT, MENTIONS, lambda items: np.full((len(items), 3), 1 / 3)))
    assert {row.label for row in unsure} == {"none"}


def test_nothing_is_asked_in_vain() -> None:
    """No mentions, mentions of nobody, and a document without grammar give no rows."""
    assert list(find_portrayal(DOCUMENT, [], model)) == []
    assert list(find_portrayal(DOCUMENT, [Annotation("actor", "name", 0, 3, "mention")], model)) == []
    assert list(find_portrayal(document_from_text(TEXT, "d"), MENTIONS, model)) == []


def test_a_model_that_answers_wrongly_is_refused() -> None:
    """Three numbers for each item."""
    with pytest.raises(ValueError, match="model must give"):
        list(find_portrayal(DOCUMENT, MENTIONS, lambda items: np.zeros((1, 3))))


def test_the_shipped_model() -> None:
    """What it says is asked for, and never called a stance."""
    table = annotate(document_from_text("Ann Lee is a disgrace.", "d"), reader=False, portrayal=True)
    rows = table[table["layer"] == "portrayal"]
    assert set(rows["label"]) == {"unfavorable"}
    assert set(rows["actor"]) == {"Ann Lee"}
    assert all(-1 <= score <= 1 and not math.isnan(score) for score in rows["score"])
    assert table[table["layer"] == "stance"].empty
