"""Who does what to whom, as a sentence-like table: agent, act, patient, with what is said of whether it happened."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from analysis.tables.actor_tables import drop_article, list_events
from analysis.tables.groups import counted_by_article
from analysis.tables.table import check_pair, covered_text, holder_of, records, rows_of
from analysis.text.document import Document, Span

_COLUMNS = ["agent", "act", "patient", "form", "status", "holder"]


@counted_by_article("acts", ["agent", "act", "patient", "form", "status", "holder"])
def tabulate_acts(table: pd.DataFrame, document: Document) -> pd.DataFrame:
    """The acts of a document, the most telling first: ``agent, act, patient, form, status, holder, n, starts``.

    ``agent`` and ``patient`` are names of actors, or what else stands there in the words of the text, several joined
    by "and"; ``agent`` is empty where the text does not tell it, ``patient`` also where the act has none. ``act`` is
    the verb or noun as written where it is first met; acts of the same lemma, participants, status and holder are one
    row, ``n`` counts them and ``starts`` lists where they begin. ``form`` is active, passive, agentless or nominal,
    ``status`` happened, planned or denied, ``holder`` whose words they are.

    First come the acts between two actors, then those done to an actor by nobody named, then the rest; among these the
    ones told most often, then those of the actors mentioned most.

    Raises:
        ValueError: If the document has no words yet, or none of the table's rows are of it.

    >>> from analysis import annotate, document_from_text, prepare
    >>> news = prepare(document_from_text("Peru jailed Alan Ruiz. Chile may sue Bolivia.", "d"))
    >>> for row in tabulate_acts(annotate(news), news).itertuples():
    ...     print(row.agent or "–", "|", row.act, "|", row.patient, "|", row.status)
    Peru | jailed | Alan Ruiz | happened
    Chile | sue | Bolivia | planned
    """
    check_pair(document, table, words=True, many=True)
    rows = list_events(table)
    rows = rows[rows["doc_id"] == document.doc_id]
    rows = rows.assign(holder=holder_of(rows), words=covered_text(document, rows))
    named = Counter(rows_of(table, "actor", "mention")["actor"])
    found = []
    for _, own in rows.groupby("event", sort=False):
        action = records(own[own["role"] == "action"])[0]
        agents, patients = (own[own["role"] == role] for role in ("agent", "patient"))
        lemmas = [document.lemmas[i] for i in document.indices(Span(action.start, action.end))]
        told = [bool((part["actor"] != "").any()) for part in (agents, patients)]
        rank = 0 if all(told) else 1 if told[1] and agents.empty else 2
        weight = sum(named[actor] for actor in {*agents["actor"], *patients["actor"]} - {""})
        found.append(
            (_joined(agents), action.words, _joined(patients), action.label, action.status, action.holder,
             " ".join(lemmas), rank, weight, action.start)
        )  # fmt: skip
    acts = pd.DataFrame(found, columns=[*_COLUMNS, "lemma", "rank", "weight", "start"]).astype({"rank": "int64"})
    grouped = acts.groupby(["agent", "lemma", "patient", "status", "holder"], as_index=False, sort=False).agg(
        act=("act", "first"), form=("form", "first"), n=("start", "size"), starts=("start", list),
        rank=("rank", "min"), weight=("weight", "first"), first=("start", "min"),
    )  # fmt: skip
    order = ["rank", "n", "weight", "first"]
    grouped = grouped.sort_values(order, ascending=[True, False, False, True], ignore_index=True)
    return grouped[[*_COLUMNS, "n", "starts"]]


def _joined(rows: pd.DataFrame) -> str:
    """The participants of one role in words: "Peru, Chile and miners"."""
    names = list(dict.fromkeys(row.actor or drop_article(row.words) for row in records(rows)))
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
