"""The sections on actors: what they show is in the tables, and forms and events lead to their places."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure

from analysis.actors.known_actors import Actor, Actors
from analysis.annotate import annotate, prepare
from analysis.annotation import Annotation
from analysis.report import actor_sections, highlight
from analysis.report.actor_figures import LEAST_MENTIONS, plot_agency, plot_stance
from analysis.report.actor_sections import agency_by_actor, state_stance
from analysis.tables.actor_tables import tabulate_stance
from analysis.tables.table import build_table
from analysis.text.document import Document
from analysis.text.read import document_from_text
from analysis.text.segment import segment

TEXT = (
    "John Baker said that Iran had attacked the port. The brutal regime of Iran was condemned by Mary Cole. "
    "“Iran is a cruel aggressor,” Cole said."
)


@pytest.fixture(scope="module")
def article() -> tuple[Document, pd.DataFrame]:
    """A short article with two speakers."""
    document = prepare(document_from_text(TEXT, "d"))
    return document, annotate(document)


def page(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def test_each_attribution_is_a_line(article: tuple[Document, pd.DataFrame]) -> None:
    """Source, cue and content stand in their columns, and the cue leads to its place in the article."""
    document, table = article
    rows = page(actor_sections.show_attributions(document, table).html).select("tbody tr")
    first = [cell.get_text(" ", strip=True) for cell in rows[0].select("td")]
    assert first == ["John Baker", "said neutral", "that Iran had attacked the port"]
    places = {tag["id"] for tag in page(highlight.mark_article(document, table).html).select("[id]")}
    links = {a["href"] for row in rows for a in row.select("a")}
    assert links <= {f"#{place}" for place in places}
    assert f"#m-{TEXT.index('said')}" in links
    assert rows[0].a["title"] == "The clause under a word of saying or thinking is what is attributed."


def test_forms_lead_to_their_places(article: tuple[Document, pd.DataFrame]) -> None:
    """Who calls whom what is told, and every place linked is a place of the marked article."""
    document, table = article
    naming = page(actor_sections.show_naming(document, table).html)
    places = {f"#{tag['id']}" for tag in page(highlight.mark_article(document, table).html).select("[id]")}
    assert {a["href"] for a in naming.select("a")} <= places
    assert "Cole" in naming.get_text()
    assert "narrator:" in naming.get_text()


def test_lines_beyond_the_limit_are_folded(article: tuple[Document, pd.DataFrame]) -> None:
    """No line is lost: the rest stands in a folded part that says how many there are."""
    document, table = article
    every = page(actor_sections.show_attributions(document, table).html).select("tbody tr")
    some = page(actor_sections.show_attributions(document, table, lines=1).html)
    assert len(some.select("tbody tr")) == len(every)
    assert some.select_one("details summary").get_text() == f"{len(every) - 1} more attribution{'s'[: len(every) > 2]}"


def test_events_name_who_and_whom(article: tuple[Document, pd.DataFrame]) -> None:
    """The attack has its agent and no speech verb is listed."""
    document, table = article
    rows = [[c.get_text(" ", strip=True) for c in row.select("td")] for row in
            page(actor_sections.show_events(document, table).html).select("tbody tr")]  # fmt: skip
    assert ["Iran", "attacked"] in [row[:2] for row in rows]
    assert "said" not in [row[1] for row in rows]


def test_agency_is_added_up_over_who_tells_it() -> None:
    """One row an actor, whoever the holder."""
    rows = [Annotation("voice", "direct", 0, 9, "stretch", actor="Ann", score=3.0)]
    for start in (1, 20):
        rows.append(Annotation("agency", "active", start, start + 1, "action", f"agency:{start}"))
        rows.append(Annotation("agency", "active", start, start + 1, "agent", f"agency:{start}", "Iran"))
    counts = agency_by_actor(build_table("d", rows))
    assert counts[["actor", "agent", "n"]].values.tolist() == [["Iran", 2, 2]]


def stances(scores: list[float], label: str, rule: str = "connotation@1.0:brutal") -> pd.DataFrame:
    """The narrator's stances toward one actor."""
    rows = []
    for n, score in enumerate(scores):
        rows.append(Annotation("stance", label, n, n + 1, "target", f"stance:{n}", "Iran", score))
        rows.append(Annotation("stance", label, n, n + 1, "expression", f"stance:{n}", "Iran", rule=rule))
    return build_table("d", rows)


def test_a_stance_is_clear_only_where_its_interval_leaves_out_zero() -> None:
    """Like scores are clear, mixed ones are leanings, two are too few, and none without a word that carries it."""
    assert "narrator against Iran" in state_stance(tabulate_stance(stances([-0.8, -0.7, -0.8], "against")))
    by_the_model = stances([-0.8, -0.7, -0.8], "against", "stance-model@2.3:removal")
    assert "No stance is clear" in state_stance(tabulate_stance(by_the_model))
    assert "No stance is clear" in state_stance(tabulate_stance(stances([-0.8, 0.7, -0.1], "against")))
    assert "No stance is clear" in state_stance(tabulate_stance(stances([-0.8, -0.8], "against")))
    assert "No stance is clear" in state_stance(tabulate_stance(stances([-0.1, -0.1, -0.1], "none")))


def test_the_matrix_is_empty_below_three_mentions() -> None:
    """Cells with fewer mentions are not drawn; the number stands under the others."""
    found = pd.concat([tabulate_stance(stances([-0.8] * LEAST_MENTIONS, "against")), tabulate_stance(
        stances([0.5] * (LEAST_MENTIONS - 1), "favor")).assign(target="Iraq")])  # fmt: skip
    ax = Figure(figsize=(7, 3)).add_subplot()
    plot_stance(found, ["narrator"], ["Iran", "Iraq"], "T", ax)
    dots = [np.asarray(c.get_offsets()) for c in ax.collections if isinstance(c, PathCollection)]
    assert [tuple(point) for group in dots for point in group] == [(0, 0)]
    assert {text.get_text() for text in ax.texts} == {"−", f"n = {LEAST_MENTIONS}"}


def test_the_dumbbell_has_a_ring_only_for_events_without_agent() -> None:
    """A dot for the agent, a square for the patient, a ring where the agent is left out."""
    counts = pd.DataFrame({"actor": ["A", "B"], "agent": [3, 0], "patient": [1, 2], "agentless": [0, 1]})
    ax = Figure().add_subplot()
    picture = plot_agency(counts, "T", ax)
    groups = [np.asarray(c.get_offsets())[:, 0].tolist() for c in ax.collections if isinstance(c, PathCollection)]
    assert groups == [[3, 0], [1, 2], [2]]
    assert [text.get_text() for text in ax.texts] == ["1 without agent"]
    assert picture.alt.startswith("T ")


def test_the_square_says_where_no_group_is_declared(article: tuple[Document, pd.DataFrame]) -> None:
    """Without groups a sentence asks for them; with groups praise and blame are counted."""
    _, table = article
    assert "No groups are declared" in actor_sections.show_square(table, Actors()).html
    declared = page(actor_sections.show_square(table, Actors((Actor("Iran", group="them"),))).html)
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in declared.select("tbody tr")]
    assert rows
    assert all(row[1] == "them" and row[2] == "0" for row in rows)


def test_names_of_actors_are_escaped() -> None:
    """A name with markup in it stays text in every section."""
    rows = [
        Annotation("voice", "direct", 0, 9, "stretch", actor="<b>X</b>", score=3.0),
        Annotation("actor", "name", 0, 3, "mention", actor="<i>Y</i>"),
        Annotation("stance", "against", 0, 3, "target", "stance:0", "<i>Y</i>", -0.9),
        Annotation("stance", "against", 4, 5, "expression", "stance:0"),
        Annotation("agency", "active", 0, 3, "agent", "agency:4", "<i>Y</i>"),
        Annotation("agency", "active", 4, 5, "action", "agency:4"),
        Annotation("quote", "direct", 4, 5, "cue", "quote:4", "<b>X</b>"),
    ]
    document, table = segment(Document("d", "<u>A</u> <s>")), build_table("d", rows)
    for piece in (
        actor_sections.show_attributions(document, table), actor_sections.show_naming(document, table),
        actor_sections.show_events(document, table), actor_sections.show_stance_words(document, table),
        actor_sections.show_square(table, Actors((Actor("<i>Y</i>", group="<p>"),))),
    ):  # fmt: skip
        assert not page(piece.html).select("b, s, u"), piece.html
        assert all(tag.get_text() for tag in page(piece.html).select("i"))
        assert "<i>Y" not in piece.html
