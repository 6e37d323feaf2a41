"""Who is called what, and who does what to whom: counts of mentions and of events by holder."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from analysis.tables.table import check_pair, holder_of, records, rows_of
from analysis.text.document import Document, Span

SPEECH = "agency.speech"  # the rule of events that only say something
_BEFORE_HEAD = {"amod", "compound", "nmod", "nummod"}
_ARTICLES = ("the ", "a ", "an ")


def tabulate_naming(table: pd.DataFrame, document: Document) -> pd.DataFrame:
    """What each actor is called, and by whom: ``actor, form, words, holder, n, load, starts``.

    ``words`` are the mention and what precedes it in its noun phrase, without the article;
    ``form`` is name, title, epithet, pronoun or metonym. ``load`` is the mean of the valence inside these words, NaN
    where none of them has one; ``starts`` lists the place of each mention. Mentions of nobody known are left out.

    Raises:
        ValueError: If the document has no words yet, or none of the table's rows are of it.
    """
    check_pair(document, table, words=True, many=True)
    mentions = rows_of(table, "actor", "mention")
    mentions = mentions[(mentions["actor"] != "") & (mentions["doc_id"] == document.doc_id)]
    mentions = mentions.assign(holder=holder_of(mentions))
    valences = rows_of(table, "valence", "expression")
    valences = valences[valences["doc_id"] == document.doc_id]
    starts, ends, scores = (valences[name].to_numpy() for name in ("start", "end", "score"))

    def load(phrase: Span) -> float:
        first, last = starts.searchsorted([phrase.start, phrase.end])
        inside = scores[first:last][ends[first:last] <= phrase.end]
        return float(inside.mean()) if len(inside) else math.nan

    rows = [
        (row.actor, row.label, _called(document, phrase), row.holder, load(phrase), row.start)
        for row in records(mentions)
        for phrase in [_phrase(document, row)]
    ]
    named = pd.DataFrame(rows, columns=["actor", "form", "words", "holder", "load", "start"])
    keys = ["actor", "form", "words", "holder"]
    counted = named.groupby(keys, as_index=False, sort=False).agg(
        n=("start", "size"), load=("load", "mean"), starts=("start", list)
    )
    total = counted.groupby("actor")["n"].transform("sum")
    order = counted.assign(total=-total, fewer=-counted["n"])
    return order.sort_values(["total", "actor", "fewer", "words", "holder"], ignore_index=True)[
        [*keys, "n", "load", "starts"]
    ]


def list_events(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of the agency layer but those of events that only say something, with the ``event`` each belongs to."""
    rows = rows_of(table, "agency").assign(event=lambda rows: rows["doc_id"] + rows["relation"])
    return rows[~rows["event"].isin(rows.loc[rows["rule"] == SPEECH, "event"])]


def tabulate_agency(table: pd.DataFrame) -> pd.DataFrame:
    """In which part each actor is shown: ``actor, holder, agent, patient, passive, agentless, nominal, negated, n``.

    ``agent`` and ``patient`` count all events in which the actor acts or is acted upon; ``passive`` the patients of a
    passive whose agent is named, ``agentless`` those of events that leave the agent out, ``nominal`` the events told by
    a noun with its agent, ``negated`` those denied. Events of speech are left out: quotation has its own table.
    """
    rows = list_events(table)
    denied = rows["event"].isin(rows.loc[rows["role"] == "shifter", "event"])
    rows = rows.assign(holder=holder_of(rows), negated=denied)
    rows = rows[rows["role"].isin(["agent", "patient"]) & (rows["actor"] != "")]
    patient = rows["role"] == "patient"
    flags = rows[["actor", "holder", "negated"]].assign(
        agent=~patient,
        patient=patient,
        passive=patient & (rows["label"] == "passive"),
        agentless=patient & (rows["label"] == "agentless"),
        nominal=rows["label"] == "nominal",
        n=True,
    )
    counts = ["agent", "patient", "passive", "agentless", "nominal", "negated", "n"]
    counted = flags.groupby(["actor", "holder"], as_index=False)[counts].sum().astype(dict.fromkeys(counts, "int64"))
    return counted.sort_values(["n", "actor", "holder"], ascending=[False, True, True], ignore_index=True)


def _phrase(document: Document, row: Any) -> Span:
    """A mention with the modifiers before its head; a pronoun by itself."""
    indices = document.indices(Span(row.start, row.end))
    if row.label == "pronoun" or not indices:
        return Span(row.start, row.end)
    first = indices.start
    while first and document.tokens[first - 1].dep in _BEFORE_HEAD and document.tokens[first - 1].head >= first:
        first -= 1
    return Span(min(document.tokens[first].start, row.start), row.end)


def _called(document: Document, phrase: Span) -> str:
    words = " ".join(document.covered(phrase).split())
    lower = words.lower()
    return next((words[len(article) :] for article in _ARTICLES if lower.startswith(article)), words)
