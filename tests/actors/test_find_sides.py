"""Sides: a state with its organs and officials, a party with its people; each actor stays one of its own."""

from __future__ import annotations

import pytest

from analysis.actors.find_actors import find_actors
from analysis.actors.find_sides import find_sides
from analysis.actors.known_actors import Actor, Actors
from analysis.annotate import prepare
from analysis.text.document import Document


def sides_of(text: str, known: Actors | None = None) -> dict[str, str]:
    """The side of each actor of a text."""
    document, declared = prepare(Document("d", text)), known or Actors()
    return {row.actor: row.relation for row in find_sides(document, find_actors(document, declared), declared)}


@pytest.mark.parametrize(
    ("text", "actor", "side"),
    [
        ("Norway closed its embassy in Lima.", "Norway", "Norway"),
        ("Iranian Foreign Minister Ali Omid arrived on Sunday.", "Ali Omid", "Iran"),
        ("Peru's president, Ana Ruiz, spoke to the press.", "Ana Ruiz", "Peru"),
        ("Tom Lund, the defence minister of Norway, resigned.", "Tom Lund", "Norway"),
        ("Senator Ann Lee (R-Ky.) voted against the bill.", "Ann Lee", "Republican Party"),
        ("Ann Lee, D-Texas, voted against the bill.", "Ann Lee", "Democratic Party"),
        ("Democratic Rep. Joan Orr left the room.", "Joan Orr", "Democratic Party"),
        ("Iran's Health Ministry reported ten deaths.", "Health Ministry", "Iran"),
        ("The State Department declined to comment.", "State Department", "United States"),
        ("Republicans cheered in the hall.", "Republican Party", "Republican Party"),
    ],
)
def test_the_side_of_an_actor(text: str, actor: str, side: str) -> None:
    """One case of each rule."""
    assert sides_of(text).get(actor) == side


def test_who_has_no_office_has_no_side() -> None:
    """A nationality alone, a firm and a medium tell no side."""
    found = sides_of("The Norwegian singer Tom Lund met Ana Ruiz of Arvento Motors. Reuters was there.")
    assert not {"Tom Lund", "Ana Ruiz", "Arvento Motors", "Reuters"} & found.keys()


def test_one_side_hides_nobody() -> None:
    """A state, an administration and a president are three actors of one side."""
    found = sides_of("The United States left. The Trump administration said so. President Donald Trump was in Ohio.")
    assert found == dict.fromkeys(["United States", "Trump administration", "Donald Trump"], "United States")


def test_a_declared_group_is_the_last_to_be_asked() -> None:
    """Where neither a state nor a party is told, the analyst's group is the side."""
    known = Actors((Actor("Axis of Hope", group="us"), Actor("Norway", group="them")))
    assert sides_of("The Axis of Hope met in Oslo. Norway was glad.", known) == {
        "Axis of Hope": "us",
        "Norway": "Norway",
    }
