"""Acts as sentences, against examples worked out by hand."""

from __future__ import annotations

import pytest

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
        ["Peru", "burn", "old gate", "active", "denied", "narrator", 1, [burn]],
    ]


def test_several_participants_are_joined() -> None:
    """By commas and "and", each once."""
    acts = rows("strike", TEXT.index("strike"), "active", agent=["Miners"], patient=["Peru", "the old gate"])
    assert tabulate_acts(build_table("d", acts), DOCUMENT)["patient"].tolist() == ["Peru and old gate"]


def test_no_act_gives_the_columns_and_another_document_an_error() -> None:
    """Without acts the table is empty; rows of another document are refused."""
    empty = tabulate_acts(build_table("d", []), DOCUMENT)
    assert list(empty.columns) == ["agent", "act", "patient", "form", "status", "holder", "n", "starts"]
    assert empty.empty
    with pytest.raises(ValueError, match="must belong to document"):
        tabulate_acts(build_table("e", [Annotation("agency", "active", 0, 4, "action", "agency:0")]), DOCUMENT)
