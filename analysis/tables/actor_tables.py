"""Who is called what, and who does what to whom: counts of mentions and of events by holder."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.tables.groups import Measure, by_articles, counted_by_article
from analysis.tables.intervals import ArticleSums, article_mean_interval
from analysis.tables.table import CONTESTED, LOADED_LABELS, PLACES, check_pair, holder_of, records, rows_of
from analysis.text.document import Document, Span

_BEFORE_HEAD = {"amod", "compound", "nmod", "nummod"}
_MODIFIES = {"amod", "compound", "nmod", "poss"}  # a mention in such a place is no head: Iranian general
_UNRATED = -0.5  # the load of a loaded word that has no valence; most of them are bad
_ARTICLES = ("the ", "a ", "an ")


@counted_by_article("names", ["actor", "form", "words", "holder"])
def tabulate_naming(table: pd.DataFrame, document: Document) -> pd.DataFrame:
    """What each actor is called, and by whom: ``actor, form, words, holder, n, loaded, load, starts``.

    ``words`` are the mention and, where it heads its noun phrase, what goes before it there, without the article: "top
    Iranian general" is a form of the general and "Iranian" alone one of Iran. Of nested forms of one actor the longest
    counts. ``form`` is name, title, epithet, pronoun or metonym. ``loaded`` lists the words in it that evaluate (rows
    of valence with the label ``evaluation``) or are loaded or contested (``technique``); ``load`` is the mean of their
    valences, -0.5 for one that has none, NaN where no word is loaded; ``starts`` lists the place of each mention.
    Mentions of nobody known are left out.

    Raises:
        ValueError: If the document has no words yet, or none of the table's rows are of it.
    """
    check_pair(document, table, words=True, many=True)
    table = table[table["doc_id"] == document.doc_id]
    mentions = rows_of(table, "actor", "mention")
    mentions = mentions[mentions["actor"] != ""]
    mentions = mentions.assign(holder=holder_of(mentions))
    charged = _charged(table)
    starts = [span.start for span, _ in charged]
    rows = []
    for row, phrase in _outermost([(row, _phrase(document, row)) for row in records(mentions)]):
        at = bisect_left(starts, phrase.start)
        inside = [one for one in charged[at : bisect_left(starts, phrase.end)] if one[0].end <= phrase.end]
        words = [document.covered(span) for span, _ in inside] if row.label != "pronoun" else []
        load = sum(score for _, score in inside) / len(inside) if words else math.nan
        rows.append((row.actor, row.label, drop_article(document.covered(phrase)), row.holder, words, load, row.start))
    named = pd.DataFrame(rows, columns=["actor", "form", "words", "holder", "loaded", "load", "start"])
    keys = ["actor", "form", "words", "holder"]
    counted = named.groupby(keys, as_index=False, sort=False).agg(
        n=("start", "size"), loaded=("loaded", "first"), load=("load", "mean"), starts=("start", list)
    )
    total = counted.groupby("actor")["n"].transform("sum")
    order = counted.assign(total=-total, fewer=-counted["n"])
    return order.sort_values(["total", "actor", "fewer", "words", "holder"], ignore_index=True)[
        [*keys, "n", "loaded", "load", "starts"]
    ]


def list_events(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of the agency layer with the ``event`` each belongs to and its ``status``: happened, planned, alleged or
    denied.

    An event that the text says will, may or should happen is planned, one of which it says that others claim it is
    alleged, one that it says did not or will not happen is denied.
    """
    rows = rows_of(table, "agency")
    rows = rows.assign(event=rows.groupby(["doc_id", "relation"]).ngroup(), status="happened")
    for status in ("planned", "alleged", "denied"):  # "will not attack" is denied
        marked = rows.loc[(rows["role"] == "shifter") & (rows["label"] == status), "event"]
        rows.loc[rows["event"].isin(marked), "status"] = status
    return rows


@by_articles("agency", without=PLACES)
def tabulate_agency(table: pd.DataFrame) -> pd.DataFrame:
    """In which part each actor is shown: ``actor, holder, agent, patient``, and of these ``passive, agentless, nominal,
    planned, denied``; ``n`` is their sum.

    ``agent`` and ``patient`` count all events in which the actor acts or is acted upon; ``passive`` the patients of a
    passive whose agent is named, ``agentless`` those of events that leave the agent out, ``nominal`` the events told by
    a noun with its agent, ``planned`` those that may or should happen, ``denied`` those that did not.
    """
    rows = list_events(table)
    rows = rows.assign(holder=holder_of(rows))
    rows = rows[rows["role"].isin(["agent", "patient"]) & (rows["actor"] != "")]
    patient = rows["role"] == "patient"
    flags = rows[["actor", "holder"]].assign(
        agent=~patient,
        patient=patient,
        passive=patient & (rows["label"] == "passive"),
        agentless=patient & (rows["label"] == "agentless"),
        nominal=rows["label"] == "nominal",
        planned=rows["status"] == "planned",
        denied=rows["status"] == "denied",
        n=True,
    )
    counts = ["agent", "patient", "passive", "agentless", "nominal", "planned", "denied", "n"]
    counted = flags.groupby(["actor", "holder"], as_index=False)[counts].sum().astype(dict.fromkeys(counts, "int64"))
    return counted.sort_values(["n", "actor", "holder"], ascending=[False, True, True], ignore_index=True)


def _portrayed(table: pd.DataFrame, **_: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """How each sentence makes an actor look, from -1 to 1, and these sentences."""
    rows = rows_of(table, "portrayal", "target")
    signs = rows["label"].map({"favorable": 1, "unfavorable": -1}).fillna(0).astype("int64")
    return rows.assign(holder=holder_of(rows), x=signs), rows.assign(holder=holder_of(rows), y=1)


_SHOWN = ["actor", "holder"]


@by_articles("portrayal", without=PLACES, measures=[Measure("low", "high", "mean", _SHOWN, _portrayed, _SHOWN)])
def tabulate_portrayal(table: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """How sentences make each actor look: ``actor, holder, n, favorable, unfavorable, score, low, high``.

    score = (favorable - unfavorable) / n over the ``n`` places the model was asked about, with Student's t interval.
    It tells how somebody looks in what is reported, harm included: it is nobody's stance.

    >>> from analysis.annotation import Annotation
    >>> from analysis.tables.table import build_table
    >>> rows = [Annotation("portrayal", label, 0, at, "target", actor="Peru") for at, label in
    ...         enumerate(["favorable", "none", "unfavorable", "unfavorable"], 1)]
    >>> tabulate_portrayal(build_table("d", rows)).iloc[0].to_dict()["score"]
    -0.25
    """
    signs = _portrayed(table)[0]
    flags = signs.assign(n=1, favorable=signs["x"] > 0, unfavorable=signs["x"] < 0)
    counts = ["n", "favorable", "unfavorable"]
    shown = flags.groupby(_SHOWN, as_index=False)[counts].sum().astype(dict.fromkeys(counts, "int64"))
    n, above, both = shown["n"], shown["favorable"] - shown["unfavorable"], shown["favorable"] + shown["unfavorable"]
    sums = ArticleSums(*(column.to_numpy(dtype=float) for column in (above, both, above, n, n, n)))
    low, high = article_mean_interval(sums, confidence, limit=1.0)
    shown = shown.assign(score=above / n, low=low, high=high)
    return shown.sort_values(["n", *_SHOWN], ascending=[False, True, True], ignore_index=True)


def _charged(table: pd.DataFrame) -> list[tuple[Span, float]]:
    """The words that evaluate or are loaded, in order, each once, with its valence."""
    valences = rows_of(table, "valence", "expression")
    found = {Span(row.start, row.end): row.score for row in records(valences[valences["label"] == "evaluation"])}
    for row in records(rows_of(table, "technique")):
        if row.label in {*LOADED_LABELS, CONTESTED} and not any(
            span.start < row.end and row.start < span.end for span in found
        ):
            found[Span(row.start, row.end)] = _UNRATED
    return sorted(found.items())


def _outermost(mentions: list[tuple[Any, Span]]) -> Iterator[tuple[Any, Span]]:
    """The mentions whose phrase is in no other of the same actor."""
    reached: dict[str, int] = {}
    for row, phrase in sorted(mentions, key=lambda pair: (pair[1].start, -pair[1].end)):
        if phrase.end > reached.get(row.actor, -1):
            reached[row.actor] = phrase.end
            yield row, phrase


def _phrase(document: Document, row: Any) -> Span:
    """A mention with the modifiers before its head, if it is the head of its phrase; a pronoun by itself."""
    indices = document.indices(row)
    if row.label == "pronoun" or not indices:
        return Span(row.start, row.end)
    outside = [index for index in indices if document.tokens[index].head not in indices]
    first = indices.start
    if not any(document.tokens[index].dep in _MODIFIES for index in outside):
        while first and _modifies(document, first - 1, indices.stop):
            first -= 1
    return Span(min(document.tokens[first].start, row.start), row.end)


def _modifies(document: Document, index: int, stop: int) -> bool:
    """Whether a token goes before a word of the phrase that ends at ``stop`` and modifies it."""
    token = document.tokens[index]
    return token.dep in _BEFORE_HEAD and index < token.head < stop


def drop_article(words: str) -> str:
    """Words in one line, without the article at the beginning.

    >>> drop_article("The  old guard")
    'old guard'
    """
    words = " ".join(words.split())
    return next((words[len(article) :] for article in _ARTICLES if words.lower().startswith(article)), words)
