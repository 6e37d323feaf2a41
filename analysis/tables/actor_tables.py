"""Who is called what, who does what to whom, who stands where: counts of mentions, events and stances by holder."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.tables.groups import Measure, by_articles, counted_by_article
from analysis.tables.intervals import mean_interval, wilson_interval
from analysis.tables.table import check_pair, holder_of, records, rows_of
from analysis.text.document import Document, Span

_MODEL = "stance-model"  # how the rule of a word begins that only the model names
_BEFORE_HEAD = {"amod", "compound", "nmod", "nummod"}
_MODIFIES = {"amod", "compound", "nmod", "poss"}  # a mention in such a place is no head: Iranian general
_LOADED = {"loaded_language", "name_calling"}
_UNRATED = -0.5  # the load of a loaded word that has no valence; most of them are bad
_SIDE = {"favor": 1, "against": -1, "none": 0}
_ARTICLES = ("the ", "a ", "an ")


@counted_by_article("names", ["actor", "form", "words", "holder"])
def tabulate_naming(table: pd.DataFrame, document: Document) -> pd.DataFrame:
    """What each actor is called, and by whom: ``actor, form, words, holder, n, loaded, load, starts``.

    ``words`` are the mention and, where it heads its noun phrase, what goes before it there, without the article: "top
    Iranian general" is a form of the general and "Iranian" alone one of Iran. Of nested forms of one actor the longest
    counts. ``form`` is name, title, epithet, pronoun or metonym. ``loaded`` lists the words in it that evaluate (rows
    of valence with the label ``evaluation``) or are loaded (``technique``); ``load`` is the mean of their valences,
    -0.5 for one that has none, NaN where no word is loaded; ``starts`` lists the place of each mention. Mentions of
    nobody known are left out.

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
        rows.append((row.actor, row.label, _called(document, phrase), row.holder, words, load, row.start))
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
    """The rows of the agency layer with the ``event`` each belongs to and its ``status``: happened, planned or denied.

    An event that the text says will, may or should happen is planned, one that it says did not or will not is denied.
    """
    rows = rows_of(table, "agency")
    rows = rows.assign(event=rows["doc_id"] + rows["relation"], status="happened")
    for status in ("planned", "denied"):  # "will not attack" is denied
        marked = rows.loc[(rows["role"] == "shifter") & (rows["label"] == status), "event"]
        rows.loc[rows["event"].isin(marked), "status"] = status
    return rows


@by_articles("agency")
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


def list_stances(table: pd.DataFrame) -> pd.DataFrame:
    """Every stance toward an actor: ``doc_id, relation, start, end, holder, target, label, score, worded``.

    The holder is the source that the attribution names, else whose words they are. What people say of themselves is
    left out. ``worded`` says whether it rests on a word that grammar and lexicons name, and not on the model alone.
    """
    rows = rows_of(table, "stance", "target")
    named = rows_of(table, "stance", "holder").drop_duplicates(["doc_id", "relation"])
    named = named.loc[named["actor"] != "", ["doc_id", "relation", "actor"]].rename(columns={"actor": "source"})
    rows = rows.merge(named, on=["doc_id", "relation"], how="left")
    rows["holder"] = rows["source"].where(rows["source"].notna(), holder_of(rows))
    words = rows_of(table, "stance", "expression")
    words = words.loc[~words["rule"].str.startswith(_MODEL), ["doc_id", "relation"]].drop_duplicates()
    rows = rows.merge(words.assign(worded=True), on=["doc_id", "relation"], how="left")
    rows = rows.assign(worded=rows["worded"].notna()).rename(columns={"actor": "target"})
    columns = ["doc_id", "relation", "start", "end", "holder", "target", "label", "score", "worded"]
    return rows.loc[rows["holder"] != rows["target"], columns].reset_index(drop=True)


def _positions(table: pd.DataFrame, **_: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The score of each stance, and the stances."""
    rows = list_stances(table)
    return rows.rename(columns={"score": "x"}), rows.assign(y=1)


_OF_STANCES = Measure("low", "high", "mean", ["holder", "target"], _positions, ["holder", "target"])


@by_articles("stance", measures=[_OF_STANCES])
def tabulate_stance(table: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Who stands where: ``holder, target, n, favor, against, none, score, low, high, agreed``.

    ``n`` counts the holder's mentions of the target; ``score`` is their mean stance, from -1 (against) to 1 (favor),
    with Student's t interval cut at those ends (NaN below two mentions). ``agreed`` says whether the words that grammar
    and lexicons name take the same side on the whole.
    """
    rows = []
    for (holder, target), own in list_stances(table).groupby(["holder", "target"]):
        labels = [int((own["label"] == label).sum()) for label in ("favor", "against", "none")]
        agreed = bool(own["score"].mean() * own.loc[own["worded"], "label"].map(_SIDE).astype("float64").sum() > 0)
        rows.append([holder, target, len(own), *labels, *mean_interval(own["score"], confidence, limit=1.0), agreed])
    types = {"holder": "str", "target": "str"} | dict.fromkeys(["n", "favor", "against", "none"], "int64")
    types |= dict.fromkeys(["score", "low", "high"], "float64") | {"agreed": "bool"}
    stances = pd.DataFrame(rows, columns=[*types]).astype(types)
    return stances.sort_values(["n", "holder", "target"], ascending=[False, True, True], ignore_index=True)


def tabulate_square(table: pd.DataFrame, *, groups: Mapping[str, str], confidence: float = 0.95) -> pd.DataFrame:
    """The ideological square (van Dijk 1998): ``holder, group, n, praise, blame, share_praise, low, high``.

    ``n`` counts the mentions of the actors of a declared group, ``praise`` and ``blame`` those in favor and against;
    share_praise = praise / (praise + blame) with Wilson's interval. Actors without a group are left out.
    """
    rows = list_stances(table)
    rows = rows.assign(group=rows["target"].map(lambda name: groups.get(name, "")))
    rows = rows[rows["group"] != ""]
    rows = rows.assign(praise=rows["label"] == "favor", blame=rows["label"] == "against", n=True)
    counts = ["n", "praise", "blame"]
    counted = rows.groupby(["holder", "group"], as_index=False)[counts].sum().astype(dict.fromkeys(counts, "int64"))
    told = (counted["praise"] + counted["blame"]).to_numpy(dtype=float)
    low, high = wilson_interval(counted["praise"], told, confidence)
    share = counted["praise"] / pd.Series(told, index=counted.index).where(told > 0)
    return counted.assign(share_praise=share, low=low, high=high)


def _charged(table: pd.DataFrame) -> list[tuple[Span, float]]:
    """The words that evaluate or are loaded, in order, each once, with its valence."""
    valences = rows_of(table, "valence", "expression")
    found = {Span(row.start, row.end): row.score for row in records(valences[valences["label"] == "evaluation"])}
    for row in records(rows_of(table, "technique")):
        if row.label in _LOADED and not any(span.start < row.end and row.start < span.end for span in found):
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
    indices = document.indices(Span(row.start, row.end))
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


def _called(document: Document, phrase: Span) -> str:
    words = " ".join(document.covered(phrase).split())
    lower = words.lower()
    return next((words[len(article) :] for article in _ARTICLES if lower.startswith(article)), words)
