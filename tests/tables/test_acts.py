"""Acts as sentences, against examples worked out by hand."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from analysis.agency.find_agency import find_agency
from analysis.annotate import prepare
from analysis.annotation import Annotation
from analysis.tables.acts import tabulate_acts
from analysis.tables.table import build_table
from analysis.text.document import Document

TEXT = "Peru jailed Ruiz. Ruiz was beaten. Peru jailed Ruiz again. Miners may strike. Peru did not burn the old gate."
DOCUMENT = prepare(Document("d", TEXT))


def rows(act: str, start: int, label: str, status: str = "", **roles: list[str]) -> list[Annotation]:
    """An act at a place, with the words of each role; a word with a capital is an actor of that name."""
    relation, found = f"agency:{start}", []
    for role, words in (("action", [act]), *roles.items()):
        for word in words:
            at = TEXT.index(word, start if role == "action" else max(0, start - 20))
            actor = word if word[0].isupper() and role != "action" else ""
            found.append(Annotation("agency", label, at, at + len(word), role, relation, actor))
    return [*found, Annotation("agency", status, start, start + 1, "shifter", relation)] if status else found


def test_acts_by_hand() -> None:
    """Acts between actors come first, those of untold agents next; the same act is counted once, with its places."""
    first, again = TEXT.index("jailed"), TEXT.rindex("jailed")
    beaten, strike, burn = (TEXT.index(word) for word in ("beaten", "strike", "burn"))
    acts = [
        *rows("strike", strike, "active", "planned", agent=["Miners"]),
        *rows("burn", burn, "active", "denied", agent=["Peru"], patient=["the old gate"]),
        *rows("beaten", beaten, "agentless", patient=["Ruiz"]),
        *rows("jailed", first, "active", agent=["Peru"], patient=["Ruiz"]),
        *rows("jailed", again, "active", agent=["Peru"], patient=["Ruiz"]),
    ]
    told = tabulate_acts(build_table("d", acts), DOCUMENT)
    assert told.values.tolist() == [
        ["Peru", "jailed", "Ruiz", "active", "happened", "narrator", 2, [first, again]],
        ["", "beaten", "Ruiz", "agentless", "happened", "narrator", 1, [beaten]],
        ["Miners", "strike", "", "active", "planned", "narrator", 1, [strike]],
        ["Peru", "burn", "the old gate", "active", "denied", "narrator", 1, [burn]],
    ]


def test_several_participants_are_joined() -> None:
    """By commas and "and", each once."""
    acts = rows("strike", TEXT.index("strike"), "active", agent=["Miners"], patient=["Peru", "the old gate"])
    assert tabulate_acts(build_table("d", acts), DOCUMENT)["patient"].tolist() == ["Peru and the old gate"]


def test_no_act_gives_the_columns_and_another_document_an_error() -> None:
    """Without acts the table is empty; rows of another document are refused."""
    empty = tabulate_acts(build_table("d", []), DOCUMENT)
    assert list(empty.columns) == ["agent", "act", "patient", "form", "status", "holder", "n", "starts"]
    assert empty.empty
    with pytest.raises(ValueError, match="must belong to document"):
        tabulate_acts(build_table("e", [Annotation("agency", "active", 0, 4, "action", "agency:0")]), DOCUMENT)


def told(text: str, *names: str, status: str = "") -> list[str]:
    """The acts of a text as sentences, where these names are actors, each called by its first word."""
    document = prepare(Document("d", text))
    found = [Annotation("actor", "name", place.start(), place.end(), "mention", actor=name.split()[0])
             for name in names for place in re.finditer(re.escape(name), text)]  # fmt: skip
    acts = tabulate_acts(build_table("d", [*found, *find_agency(document, found)]), document)
    acts = acts[acts["status"] == status] if status else acts
    return [" ".join(filter(None, words)) for words in zip(acts["agent"], acts["act"], acts["patient"], strict=True)]


@pytest.mark.parametrize(
    ("text", "names", "acts"),
    [
        ("Peru scrapped Ruiz's treaty.", ["Peru", "Ruiz"], ["Peru scrapped Ruiz's treaty"]),
        ("Peru stormed the Cuban embassy.", ["Peru", "Cuban"], ["Peru stormed the Cuban embassy"]),
        ("Peru stormed the embassy of Cuba.", ["Peru", "Cuba"], ["Peru stormed the embassy of Cuba"]),
        ("Peru fired two rockets at Cuba.", ["Peru", "Cuba"], ["Peru fired two rockets at Cuba"]),
        ("Peru pulled Cuba out of the deal.", ["Peru", "Cuba"], ["Peru pulled Cuba out of the deal"]),
        ("Peru forced Cuba to leave.", ["Peru", "Cuba"], ["Peru forced Cuba to leave", "Cuba leave"]),
        ("Peru made Cuba pay attention.", ["Peru", "Cuba"], []),
        ("Peru blew Cuba up.", ["Peru", "Cuba"], ["Peru blew up Cuba"]),
        ("Peru plotted to kill Ruiz.", ["Peru", "Ruiz"], ["Peru kill Ruiz"]),
        ("Cuba mourned Peru's decision to arrest Ruiz.", ["Peru", "Ruiz", "Cuba"], ["Peru arrest Ruiz"]),
        ("Cuba received help from Peru.", ["Cuba", "Peru"], ["Peru help"]),
        ("They jailed Ruiz.", ["Ruiz"], []),
        ("Peru gave a map to Cuba.", ["Peru", "Cuba"], ["Peru gave a map to Cuba"]),
        ("Peru gave Cuba a ship.", ["Peru", "Cuba"], ["Peru gave Cuba a ship"]),
        ("Cuba shot four Americans.", ["Cuba", "Americans"], ["Cuba shot four Americans"]),
        ("Peru sent Ruiz to Cuba.", ["Peru", "Ruiz", "Cuba"], ["Peru sent Ruiz to Cuba"]),
        ("Ruiz shot himself.", ["Ruiz"], ["Ruiz shot himself"]),
    ],
)  # fmt: skip
def test_acts_read_like_sentences(text: str, names: list[str], acts: list[str]) -> None:
    """With the whole phrase of whom it is done to, the particle, and what completes it; who suffers does not act."""
    assert told(text, *names) == acts


def test_what_is_done_once_is_one_act() -> None:
    """A killing by its many names, told by anybody, planned before and done by somebody named elsewhere."""
    text = "Peru killed Alan Ruiz. Crowds mourned the killing of Alan Ruiz. Peru had vowed to kill Alan Ruiz."
    assert told(text, "Peru", "Alan Ruiz") == ["Peru killed Alan"]
    assert told(text.replace("Alan Ruiz", "three miners"), "Peru")[:2] == [
        "Peru killed miners",
        "Peru kill miners",
    ]


def test_a_thing_that_kills_is_told_once() -> None:
    """Where only a strike is said to have done it, a killing without a doer is no other act."""
    text = "A drone strike killed Alan Ruiz. The killing of Alan Ruiz stunned Peru."
    assert told(text, "Alan Ruiz")[:1] == ["A drone strike killed Alan"]
    assert len([act for act in told(text, "Alan Ruiz") if "kill" in act]) == 1


def test_what_others_claim_is_no_fact() -> None:
    """It has a status of its own."""
    assert told("Peru accused Cuba of jailing Ruiz.", "Peru", "Cuba", "Ruiz", status="alleged") == ["Cuba jailing Ruiz"]
    assert told('Cuba "jailed" Ruiz.', "Cuba", "Ruiz", status="alleged") == ["Cuba jailed Ruiz"]
    assert told("Cuba made a failed attempt to arrest Ruiz.", "Cuba", "Ruiz", status="denied") == ["Cuba arrest Ruiz"]


def test_who_hardly_takes_part_makes_no_act() -> None:
    """Where the network is not sure of anybody."""
    acts = [replace(row, score=0.2) for row in rows("jailed", TEXT.index("jailed"), "active", agent=["Peru"])]
    assert tabulate_acts(build_table("d", acts), DOCUMENT).empty
