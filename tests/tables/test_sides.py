"""Sides as tables read them."""

from __future__ import annotations

from analysis.annotate import annotate
from analysis.annotation import Annotation, explain
from analysis.tables.table import build_table, concat_tables, records, rows_of, side_of
from analysis.text.read import document_from_text


def test_of_an_article() -> None:
    """The layer reaches the table: a row a member, at the first mention, with a rule that is explained."""
    text = "Iranian Foreign Minister Ali Omid arrived. Iran welcomed him. Ali Omid met the singer Tom Lund."
    table = annotate(document_from_text(text, "d"), reader=False, portrayal=False)
    assert side_of(table) == {"Iran": "Iran", "Ali Omid": "Iran"}
    state, official = records(rows_of(table, "side", "member"))
    assert (state.start, official.start) == (0, text.index("Foreign Minister"))
    assert "office" in explain(official.rule)


def test_speakers_without_a_name() -> None:
    """A government, officials and members of a party have its side; the people of a state have not."""
    text = (
        "The Norwegian government said it was late. Peruvian officials said that it rained. One Republican said he "
        "knew. The Chileans said nobody asked them. Union leaders said that it was cold."
    )
    sides = side_of(annotate(document_from_text(text, "d"), reader=False, portrayal=False))
    assert sides["Norwegian government"] == "Norway"
    assert sides["Peruvian officials"] == "Peru"
    assert sides["One Republican"] == "Republican Party"
    assert not {"Chileans", "Union leaders"} & sides.keys()


def test_documents_that_differ() -> None:
    """The side of most documents is the actor's; of as many, the first."""

    def of(*sides: str) -> dict[str, str]:
        rows = ([Annotation("side", "member", 0, 3, "member", side, "Lee")] for side in sides)
        return side_of(concat_tables(build_table(str(number), row) for number, row in enumerate(rows)))

    assert of("Peru", "Norway", "Norway") == {"Lee": "Norway"}
    assert of("Peru", "Norway") == {"Lee": "Peru"}


def test_nobody() -> None:
    """A table without sides has none."""
    assert side_of(build_table("d", [])) == {}
