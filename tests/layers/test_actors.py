"""Actors: who is mentioned, in what form, and who is meant."""

from __future__ import annotations

import time

import pytest

from analysis.annotate import prepare
from analysis.layers.actors import find_actors
from analysis.layers.annotation import LAYERS
from analysis.lexicon.actors import Actor, Actors
from analysis.text.document import Document
from analysis.text.parse import parse
from analysis.text.segment import segment


def mentions(text: str, known: Actors | None = None) -> list[tuple[str, str, str]]:
    """Words, label and actor of every row."""
    document = parse(segment(Document("d", text)))
    rows = list(find_actors(document, known or Actors()))
    return [(text[row.start : row.end], row.label, row.actor) for row in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Angela Merkel spoke. Merkel left.", ("Merkel", "name", "Angela Merkel")),
        ("Prime Minister Imran Khan spoke in Lahore.", ("Prime Minister", "title", "Imran Khan")),
        ("Maria Silva, minister of trade, resigned.", ("minister", "title", "Maria Silva")),
        ("The French president spoke to Ghana's envoy.", ("French", "name", "France")),
        ("Moscow rejected the proposal.", ("Moscow", "metonym", "Russia")),
        ("The delegates met in Moscow.", ("Moscow", "name", "Moscow")),
        ("They discussed relations between Ankara and Athens.", ("Ankara", "metonym", "Turkey")),
        ("The Kremlin said nothing.", ("Kremlin", "metonym", "Russia")),
        ("The Iraqi government fell.", ("Iraqi government", "name", "Iraq")),
        ("The Obama administration refused.", ("Obama administration", "name", "Obama administration")),
        ("Narendra Modi spoke. He was tired.", ("He", "pronoun", "Narendra Modi")),
        ("“We will win,” Narendra Modi said.", ("We", "pronoun", "")),
    ],
)
def test_who_is_meant(text: str, expected: tuple[str, str, str]) -> None:
    """One case of each form."""
    assert expected in mentions(text)


def test_possessive_is_outside() -> None:
    """The clitic is no part of a name."""
    assert ("Iran", "name", "Iran") in mentions("Iran’s parliament met.")


def test_two_spellings_of_one_name() -> None:
    """Names of another script differ by a letter or two where the rest agrees."""
    found = mentions("Qassem Haddadi died. Hundreds mourned Qassemi Haddadi in Beirut on Monday.")
    assert len({actor for words, _, actor in found if "Haddadi" in words}) == 1


def test_husband_and_wife_are_two() -> None:
    """One surname and two given names are two people, told apart by the form of address."""
    found = mentions("Hillary Clinton met Bill Clinton. Mrs. Clinton smiled. Mr. Clinton left.")
    assert [actor for words, _, actor in found if words == "Clinton"] == ["Hillary Clinton", "Bill Clinton"]


def test_known_actors_go_first() -> None:
    """A declared alias is found as written, and its canonical name is the declared one."""
    known = Actors(
        (Actor("Israel", ("Zionist regime",), "state"), Actor("Daesh", ("the so-called caliphate",), "group"))
    )
    found = mentions("The Zionist regime and the so-called caliphate were named.", known)
    assert ("Zionist regime", "epithet", "Israel") in found
    assert ("the so-called caliphate", "epithet", "Daesh") in found


def test_letters_in_brackets() -> None:
    """Letters in brackets name the institution before them, there and later."""
    found = mentions("The National Harbour Board (NHB) met. Later the NHB closed.")
    assert {actor for words, _, actor in found if words == "NHB"} == {"National Harbour Board"}


@pytest.mark.parametrize(
    "text", ["", "…", "?", "Hello", "it It IT", "He said she said.", "(((", "“I", "Mr.", "the the"]
)
@pytest.mark.parametrize("grammar", [True, False])
def test_odd_text_gives_rows_or_none(text: str, grammar: bool) -> None:
    """Nothing raises on text, with grammar or without; labels are the layer's, and rows stand in order."""
    document = segment(Document("d", text))
    rows = list(find_actors(parse(document) if grammar else document))
    assert all(row.label in LAYERS["actor"].labels and row.start < row.end for row in rows)
    assert rows == sorted(rows, key=lambda row: row.start)


def test_hundreds_of_actors_take_little_time() -> None:
    """Three hundred people in a text without grammar: the time stays in seconds."""
    text = " ".join(f"We met Jo{chr(97 + i % 26)} Ma{chr(97 + i // 26)}rin of Iran in Rome." for i in range(300)) * 4
    document = segment(Document("d", text))
    began = time.perf_counter()
    assert len(list(find_actors(document))) > 300
    assert time.perf_counter() - began < 5


def test_who_is_told_of_is_not_who_tells() -> None:
    """A pronoun above a clause is none of the names in it: "Baker left, he said" is not said by Baker."""
    text = "John Smith met the press. The reforms have failed since the fall of Peter Baker, he said."
    document = prepare(Document("d", text))
    at = text.index("he said")
    assert [row.actor for row in find_actors(document) if row.start == at] == ["John Smith"]


def test_a_declared_description_is_an_epithet() -> None:
    """An alias with a common noun in it is an epithet, and no part of it is an actor of its own."""
    known = Actors((Actor("Ruritania", ("Elphbergist regime",), "state"),))
    document = prepare(Document("d", "Troops of the Elphbergist regime left. Ruritania fell."))
    rows = [(document.text[row.start : row.end], row.label, row.actor) for row in find_actors(document, known)]
    assert rows == [("Elphbergist regime", "epithet", "Ruritania"), ("Ruritania", "name", "Ruritania")]
