"""Naming and agency, against examples worked out by hand, and on tables with nothing in them."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.annotate import prepare
from analysis.annotation import Annotation
from analysis.tables.actor_tables import (
    tabulate_agency,
    tabulate_naming,
)
from analysis.tables.table import build_table
from analysis.text.document import Document

TEXT = "The cruel regime fell. “The old regime lied,” Ann said. It was Baal."
DOCUMENT = prepare(Document("d", TEXT))


def place(words: str, after: int = 0) -> tuple[int, int]:
    """Where words stand in the text."""
    start = TEXT.index(words, after)
    return start, start + len(words)


def stretch(words: str, voice: str, speaker: str = "") -> Annotation:
    """A stretch of a voice."""
    return Annotation("voice", voice, *place(words), "stretch", f"sentence:{TEXT.index(words)}", speaker, 3.0)


VOICES = [
    stretch("The cruel regime fell.", "narrator"),
    stretch("“The old regime lied,”", "direct", "Ann"),
    stretch("Ann said.", "narrator"),
    stretch("It was Baal.", "narrator"),
]
SECOND = place("regime", 20)
MENTIONS = [
    Annotation("actor", "epithet", *place("regime"), "mention", "", "Baal"),
    Annotation("actor", "epithet", *SECOND, "mention", "", "Baal"),
    Annotation("actor", "name", *place("Ann"), "mention", "", "Ann"),
    Annotation("actor", "pronoun", *place("It"), "mention", "", "Baal"),
    Annotation("actor", "name", *place("Baal"), "mention", "", "Baal"),
    Annotation("actor", "name", *place("old"), "mention", "", ""),
]


def event(start: int, label: str, *roles: str, status: str = "") -> list[Annotation]:
    """An event in which each role is taken by the actor named after it: ``agent=Ann``."""
    relation = f"agency:{start}"
    rows = [Annotation("agency", label, start, start + 1, "action", relation, rule="agency.verb")]
    for role in roles:
        name, actor = role.split("=")
        rows.append(Annotation("agency", label, start, start + 1, name, relation, actor))
    if status:
        rows.append(Annotation("agency", status, start, start + 1, "shifter", relation))
    return rows


def test_naming_by_hand() -> None:
    """A form is the mention with its modifiers, in the words of who uses it, with the words inside it that evaluate."""
    cruel = Annotation("valence", "evaluation", *place("cruel"), "expression", score=-0.7)
    fell = Annotation("valence", "event", *SECOND, "expression", score=-0.7)
    naming = tabulate_naming(build_table("d", [*VOICES, *MENTIONS, cruel, fell]), DOCUMENT)
    rows = naming.set_index(["actor", "words"])
    assert list(naming["actor"]) == ["Baal"] * 4 + ["Ann"]
    assert rows.loc[("Baal", "cruel regime"), ["holder", "form", "n", "load"]].tolist() == [
        "narrator", "epithet", 1, -0.7
    ]  # fmt: skip
    assert rows.loc[("Baal", "old regime"), "holder"] == "Ann"
    assert rows.loc[("Baal", "old regime"), "starts"] == [SECOND[0]]
    assert math.isnan(rows.loc[("Baal", "old regime"), "load"])
    assert rows.loc[("Baal", "It"), "form"] == "pronoun"
    assert rows.loc[("Baal", "cruel regime"), "loaded"] == ["cruel"]
    assert rows.loc[("Baal", "old regime"), "loaded"] == []


def test_a_form_is_the_actor_s_own_phrase_and_nested_ones_count_once() -> None:
    """What goes before a name belongs to the head of the phrase: the captain is embattled, not Norway."""
    text = "The embattled Norwegian captain Ole Berg left."
    document = prepare(Document("d", text))

    def mention(words: str, label: str, actor: str) -> Annotation:
        return Annotation("actor", label, text.index(words), text.index(words) + len(words), "mention", "", actor)

    loaded = Annotation("technique", "loaded_language", 4, 13, "candidate", score=0.6)
    rows = [
        mention("Norwegian", "name", "Norway"), mention("Norwegian captain", "title", "Ole Berg"),
        mention("Norwegian captain Ole Berg", "name", "Ole Berg"), loaded,
    ]  # fmt: skip
    naming = tabulate_naming(build_table("d", rows), document)
    assert naming[["actor", "words", "n", "loaded", "load"]].values.tolist() == [
        ["Norway", "Norwegian", 1, [], pytest.approx(math.nan, nan_ok=True)],
        ["Ole Berg", "embattled Norwegian captain Ole Berg", 1, ["embattled"], -0.5],
    ]


def test_agency_by_hand() -> None:
    """Parts are counted by actor and holder, and what is planned or denied as such; denied goes before planned."""
    first, second = place("cruel")[0], place("lied")[0]
    table = build_table(
        "d",
        [
            *VOICES,
            *event(first, "active", "agent=Ann", "patient=Baal", status="denied"),
            *event(first + 1, "passive", "agent=", "patient=Baal"),
            *event(first + 2, "agentless", "patient=Baal"),
            *event(first + 3, "nominal", "agent=Baal"),
            *event(first + 4, "active", "agent=Ann", status="planned"),
            *event(second, "active", "agent=Baal"),
        ],
    )
    counted = tabulate_agency(table).set_index(["actor", "holder"])
    columns = ["agent", "patient", "passive", "agentless", "nominal", "planned", "denied", "n"]
    assert counted.loc[("Baal", "narrator"), columns].tolist() == [1, 3, 1, 1, 1, 0, 1, 4]
    assert counted.loc[("Baal", "Ann"), columns].tolist() == [1, 0, 0, 0, 0, 0, 0, 1]
    assert counted.loc[("Ann", "narrator"), columns].tolist() == [2, 0, 0, 0, 0, 1, 1, 2]


@pytest.mark.parametrize("rows", [[], VOICES, [*VOICES, MENTIONS[-1]]])
def test_nothing_found_gives_the_same_columns(rows: list[Annotation]) -> None:
    """A text in which nobody is named gives tables with their columns and their types."""
    table = build_table("d", rows)
    full = build_table("d", [*VOICES, *MENTIONS, *event(4, "active", "agent=Ann")])
    pairs = [
        (tabulate_naming(table, DOCUMENT), tabulate_naming(full, DOCUMENT)),
        (tabulate_agency(table), tabulate_agency(full)),
    ]
    for empty, some in pairs:
        assert list(empty.columns) == list(some.columns)
        assert empty.empty
        numeric = [name for name in some if pd.api.types.is_numeric_dtype(some[name]) and name != "load"]
        assert [name for name in numeric if not pd.api.types.is_numeric_dtype(empty[name])] == []
