"""Tidy tables of counts, rates, shares and scores, all computed from the annotations table alone.

Denominators come from the ``voice`` layer, whose rows hold the number of words of each stretch.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import pandas as pd

from analysis.annotation import counted_role
from analysis.lexicon.lexicon import load_lexicon
from analysis.stance.valence import compound_of
from analysis.tables.groups import Measure, by_articles
from analysis.tables.intervals import mean_interval, poisson_interval, wilson_interval
from analysis.tables.table import (
    NARRATOR,
    PER,
    PLACES,
    QUOTED,
    UNNAMED,
    holder_of,
    locate,
    of_side,
    positions_in,
    rows_of,
    side_of,
)

_GROUPINGS = ["voice", "speaker"]
_QUOTED = ["direct", "indirect"]  # voices that are not the narrator's
_FAR = 1 << 32  # more than a document has characters
PARTS = 10  # equal parts of an article over which dispersion is judged


def _voiced(table: pd.DataFrame, kept: Sequence[str] = ("doc_id",)) -> pd.DataFrame:
    """The stretches that have words: the columns that are kept, ``voice``, ``speaker``, ``score`` and ``holder``."""
    worded = (table["layer"] == "voice") & (table["score"] > 0)
    stretches = table[[*kept, "voice", "speaker", "score"]][worded].reset_index(drop=True)
    return stretches.assign(holder=holder_of(stretches))


def _list_speech(table: pd.DataFrame, sides: bool = False, **_: Any) -> pd.DataFrame:
    """Of each holder in each article what ``tabulate_speakers`` counts: ``doc_id, holder, words, direct, indirect,
    sentences, cues``."""
    own, stretches = ["doc_id", "holder"], _voiced(table, ["doc_id", "relation"])
    cues = rows_of(table[["layer", "role", "doc_id", "relation", "label", "actor"]], "quote", "cue")
    cues = cues.drop_duplicates(["doc_id", "relation"])
    cues = cues[cues["label"] != "attitude"].rename(columns={"actor": "holder"})
    if sides:
        of = side_of(table)
        stretches, cues = (part.assign(holder=part["holder"].replace(of)) for part in (stretches, cues))
    said = stretches["score"]
    spoken = stretches[own].assign(
        words=said, **{voice: said.where(stretches["voice"] == voice, 0) for voice in _QUOTED}
    )
    spoken = spoken.groupby(own)[["words", *_QUOTED]].sum()
    sentences = stretches[[*own, "relation"]].drop_duplicates().groupby(own).size()
    counted = spoken.join([sentences.rename("sentences"), cues.groupby(own).size().rename("cues")], how="outer")
    return counted.fillna(0).astype("int64").reset_index()


def _speech(speech: pd.DataFrame, **_: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Words of each holder, and all words."""
    return speech.rename(columns={"words": "x"}), speech.rename(columns={"words": "y"})


def _list_labels(table: pd.DataFrame, layer: str = "frame", role: str = "", **_: Any) -> pd.DataFrame:
    """How often each label is in each holder's words in each article, and how many words these are, in rows without a
    label: ``doc_id, holder, label, n, words``."""
    rows, keys = rows_of(table, layer, role or counted_role(layer)), ["doc_id", "holder", "label"]
    found = rows.assign(holder=holder_of(rows), n=1, words=0)
    voiced = _voiced(table).assign(label="", n=0).rename(columns={"score": "words"})
    counts = pd.concat([part[[*keys, "n", "words"]] for part in (found, voiced)])
    return counts.groupby(keys, as_index=False).sum().astype({"n": "int64", "words": "int64"})


def _found(listed: pd.DataFrame, **_: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Places of each label in each holder's words, and these words."""
    return listed[listed["n"] > 0].rename(columns={"n": "x"}), listed.rename(columns={"words": "y"})


def _list_valences(table: pd.DataFrame, **_: Any) -> pd.DataFrame:
    """Stretches that have words, and stretches that the model rated: ``doc_id, holder, valence, model``, of which one
    is missing where it is not known, and ``words``, which the latter do not have."""
    scored, rated = _scored_stretches(table, ["doc_id"]), rows_of(table, "valence", "stretch")
    rated = rated.assign(holder=holder_of(rated), model=rated["score"], valence=math.nan, words=0)
    columns = ["doc_id", "holder", "words", "valence", "model"]
    return pd.concat([scored[scored["words"] > 0].assign(model=math.nan)[columns], rated[columns]], ignore_index=True)


def _scored(valences: pd.DataFrame, **_: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Stretches that hold a valence word, and all that have words."""
    worded = valences[valences["words"] > 0]
    return worded[worded["valence"].notna()].assign(x=1), worded.assign(y=1)


def _valued(valences: pd.DataFrame, name: str = "valence", **_: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Valence of the stretches that have one, and these."""
    known = valences[valences[name].notna()]
    return known.assign(x=known[name]), known.assign(y=1)


@by_articles("voice", "quote/cue", "side", listed=_list_speech, without=[*PLACES, "rule"],
             measures=[Measure("low", "high", "share", ["holder"], _speech)])  # fmt: skip
def tabulate_speakers(table: pd.DataFrame, *, sides: bool = False, confidence: float = 0.95) -> pd.DataFrame:
    """Words of each holder: ``holder, words, direct, indirect, sentences, cues, share, low, high``.

    A holder is the narrator, a named speaker, or ``unnamed``: others' words without a name. ``direct`` and ``indirect``
    are words inside and outside quotation marks, ``cues`` the reports of what the speaker said. Wilson interval of the
    share; most words first, the narrator before all. With ``sides``, speakers of a side (``side_of``) are one holder.
    """
    counts = ["words", *_QUOTED, "sentences", "cues"]
    counted = table.groupby("holder", as_index=False)[counts].sum()
    counted = counted[counted["words"] > 0]
    low, high = wilson_interval(counted["words"], counted["words"].sum(), confidence)
    counted = counted.assign(share=counted["words"] / counted["words"].sum(), low=low, high=high)
    order = counted.assign(own=counted["holder"] != NARRATOR, fewer=-counted["words"])
    order = order.sort_values(["own", "fewer", "holder"], ignore_index=True)
    return order[["holder", *counts, "share", "low", "high"]]


def _cued(table: pd.DataFrame, **_: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The cues of each speaker, and all of them."""
    cues = list_cues(table)
    return cues.assign(x=1), cues.assign(y=1)


def cue_sorts() -> dict[str, str]:
    """The class of each cue by its rule: ``reporting@1.1:claim`` is distancing."""
    lexicon = load_lexicon("reporting")
    return {lexicon.rule_id(entry): entry.category for entry in lexicon.entries}


def list_cues(table: pd.DataFrame) -> pd.DataFrame:
    """The words that attribute, an attribution a row: ``doc_id, relation, start, end, speaker, cue, sort, holder``.

    The ``cue`` is the word as the lexicon ``reporting`` lists it, ``sort`` its class there: neutral, distancing,
    endorsing and so on. The holder is whose word it is, the narrator or somebody who reports another.
    """
    cues = rows_of(table, "quote", "cue").drop_duplicates(["doc_id", "relation"])
    cues = cues.assign(holder=holder_of(cues), speaker=cues["actor"].where(cues["actor"] != "", UNNAMED),
                       cue=cues["rule"].str.replace("^[^:]*:", "", regex=True),
                       sort=cues["rule"].map(cue_sorts()))  # fmt: skip
    columns = ["doc_id", "relation", "start", "end", "speaker", "cue", "sort", "holder"]
    return cues.dropna(subset="sort")[columns].reset_index(drop=True)


_TOLD = ["speaker", "holder"]


@by_articles("quote/cue", measures=[Measure("low", "high", "share", ["cue", "sort", *_TOLD], _cued, _TOLD)])
def tabulate_cues(table: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """With which words each speaker is quoted and reported: ``speaker, cue, sort, holder, n, share, low, high``.

    ``n`` counts attributions by the word (``list_cues``); share = n / all attributions of the speaker in the holder's
    words, with Wilson's interval.

    >>> from analysis.annotation import Annotation
    >>> from analysis.tables.table import build_table
    >>> cue = Annotation("quote", "indirect", 4, 11, "cue", "quote:4", "Ann Lee", rule="reporting@1.1:claim")
    >>> tabulate_cues(build_table("d", [cue]))[["speaker", "cue", "sort", "n", "share"]].values.tolist()
    [['Ann Lee', 'claim', 'distancing', 1, 1.0]]
    """
    cues = list_cues(table)
    counted = cues.groupby([*_TOLD, "cue", "sort"], as_index=False).size().rename(columns={"size": "n"})
    total = counted.groupby(_TOLD)["n"].transform("sum")
    low, high = wilson_interval(counted["n"], total, confidence)
    counted = counted.assign(share=counted["n"] / total, low=low, high=high, fewer=-counted["n"], total=-total)
    order = counted.sort_values(["total", *_TOLD, "fewer", "cue"], ignore_index=True)
    return order[["speaker", "cue", "sort", "holder", "n", "share", "low", "high"]]


@by_articles("voice", listed=_list_labels, without=[*PLACES, "rule", "relation", "actor"],
             measures=[Measure("low", "high", "rate", ["label", "holder"], _found, ["holder"])])  # fmt: skip
def tabulate_rates(
    table: pd.DataFrame, *, layer: str = "frame", role: str = "", confidence: float = 0.95
) -> pd.DataFrame:
    """Rate of each label in the words of each holder: ``label, holder, n, words, rate, low, high``.

    rate = 1000 n / words, with the exact Poisson interval of n scaled likewise. A label found in one holder's words has
    a row for every holder, so a zero is stated with its upper bound. Without a role, the one that counts in the layer
    is counted (``LAYERS``).
    """
    found = table[table["n"] > 0]
    counted = found.groupby(["label", "holder"], as_index=False)[["n"]].sum()
    words = table.groupby("holder", as_index=False)[["words"]].sum()
    grid = found[["label"]].drop_duplicates().merge(words[words["words"] > 0], how="cross")
    rates = grid.merge(counted, on=["label", "holder"], how="left").fillna({"n": 0}).astype({"n": "int64"})
    low, high = poisson_interval(rates["n"], confidence)
    scale = PER / rates["words"]
    rates = rates.assign(rate=rates["n"] * scale, low=low * scale, high=high * scale)
    columns = ["label", "holder", "n", "words", "rate", "low", "high"]
    return rates.sort_values(["label", "holder"], ignore_index=True)[columns]


def tabulate_sides(
    table: pd.DataFrame, *, signs: pd.DataFrame, labels: Iterable[str], confidence: float = 0.95
) -> pd.DataFrame:
    """Labels in the words of the narrator and of all others, found or not: ``side, label, n, words, rate, low, high``.

    A side is ``narrator`` or ``quoted``. rate = 1000 n / words with the exact Poisson interval of n scaled likewise, so
    the ``high`` of a label that was not found says how frequent it could still be: in a short text, absence means
    little. NaN where a side has no words.

    >>> from analysis.annotation import Annotation
    >>> from analysis.tables.table import build_table
    >>> rows = [Annotation("voice", "narrator", 0, 90, "stretch", score=20)]
    >>> table = build_table("d", [*rows, Annotation("function", "cause", 9, 16, "indicator")])
    >>> tabulate_sides(table, signs=rows_of(table, "function"), labels=["cause", "moral"])["n"].tolist()
    [1, 0, 0, 0]
    """
    labels, counted = list(labels), []
    for side in (NARRATOR, QUOTED):
        words = int(of_side(rows_of(table, "voice"), side)["score"].sum())
        found = of_side(signs, side)["label"].value_counts()
        counted += [(side, label, int(found.get(label, 0)), words) for label in labels]
    sides = pd.DataFrame(counted, columns=["side", "label", "n", "words"])
    low, high = poisson_interval(sides["n"], confidence)
    scale = PER / sides["words"].where(sides["words"] > 0)
    return sides.assign(rate=sides["n"] * scale, low=low * scale, high=high * scale)


def tabulate_sentences(table: pd.DataFrame) -> pd.DataFrame:
    """Valence of each stretch of each sentence: ``doc_id, start, end, relation, voice, speaker, holder, words, hits,
    valence``.

    valence = s / √(s² + 15), s the sum of four times the contributions in the stretch (``compound``); NaN where no
    word of the stretch has a valence.
    """
    return _scored_stretches(table, ["doc_id", "start", "end", "relation", *_GROUPINGS])


def _scored_stretches(table: pd.DataFrame, kept: Sequence[str]) -> pd.DataFrame:
    """As ``tabulate_sentences``; of the columns before ``holder``, those that are kept."""
    stretches, hits = rows_of(table, "voice"), rows_of(table, "valence", "expression")
    docs = pd.Index(stretches["doc_id"].unique())
    own = _in_a_row(stretches, docs).sort_values("start", kind="stable")
    grouped = hits["score"].groupby(locate(_in_a_row(hits, docs), own))
    sums = grouped.sum()
    values = pd.Series(compound_of(sums), sums.index)
    scored = stretches[[*kept]].assign(holder=holder_of(stretches), words=stretches["score"]).astype({"words": "int64"})
    scored = scored.take(own.index.to_numpy()).reset_index(drop=True)
    hit = grouped.size().reindex(scored.index, fill_value=0)
    return scored.assign(hits=hit, valence=values.reindex(scored.index).astype("float64"))


def _in_a_row(rows: pd.DataFrame, docs: pd.Index) -> pd.DataFrame:
    """Where the rows start and end as if the documents stood one after the other: one search serves them all."""
    before = positions_in(docs, rows["doc_id"]) * _FAR
    return pd.DataFrame({"start": rows["start"] + before, "end": rows["end"] + before})


@by_articles(
    "voice", "valence", listed=_list_valences, without=["rule", "label", "actor", "relation"],
    measures=[
        Measure("coverage_low", "coverage_high", "share", ["holder"], _scored, ["holder"]),
        Measure("low", "high", "mean", ["holder"], _valued, ["holder"]),
        Measure("model_low", "model_high", "mean", ["holder"], partial(_valued, name="model"), ["holder"]),
    ],
)  # fmt: skip
def tabulate_valence(table: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Valence of each holder's words: ``holder, sentences, scored, coverage, coverage_low, coverage_high, valence, low,
    high, rated, model, model_low, model_high``.

    valence is the mean over the stretches that hold a valence word, with Student's t interval, cut at ±1; coverage is
    their share, with Wilson's interval. model is the mean of what the model makes of the ``rated`` stretches, likewise;
    NaN where it was not asked.
    """
    grouped = table.assign(sentences=table["words"] > 0).groupby("holder")
    counted = pd.DataFrame({"sentences": grouped["sentences"].sum(), "scored": grouped["valence"].count()})
    counted = counted.assign(rated=grouped["model"].count())
    low, high = wilson_interval(counted["scored"], counted["sentences"], confidence)
    coverage: dict[str, Any] = {
        "coverage": counted["scored"] / counted["sentences"],
        "coverage_low": low,
        "coverage_high": high,
    }
    means: dict[str, Any] = {}
    for name, n, *bounds in (("valence", "scored", "low", "high"), ("model", "rated", "model_low", "model_high")):
        of, sd = grouped[name].mean(), grouped[name].std()
        means |= zip((name, *bounds), (of, *mean_interval(of, sd, counted[n], confidence, limit=1.0)), strict=True)
    types = {"holder": "str", "sentences": "int64", "scored": "int64"}
    types |= dict.fromkeys([*coverage, "valence", "low", "high"], "float64") | {"rated": "int64"}
    types |= dict.fromkeys(["model", "model_low", "model_high"], "float64")
    found = counted.assign(**coverage, **means)[counted["sentences"] > 0].rename_axis("holder").reset_index()
    return found[[*types]].astype(types)  # an empty table has its types too


def tabulate_dispersion(table: pd.DataFrame, *, layer: str = "frame", role: str = "") -> pd.DataFrame:
    """How evenly each label is spread over an article: ``label, n, parts, dp``.

    The text of each document is cut into ten parts of equal length in characters; ``parts`` counts those that hold the
    label. dp = ½ Σ |share of the label's places in part i - 1/10| (Gries 2008): 0 is even, towards 1 is one place.
    """
    rows, stretches = rows_of(table, layer, role or counted_role(layer)), rows_of(table, "voice")
    ends = stretches.groupby("doc_id")["end"].max()
    begins = stretches.groupby("doc_id")["start"].min()
    begin, end = (rows["doc_id"].map(edges).astype("float64") for edges in (begins, ends))  # numbers, also of no row
    rows["part"] = ((rows["start"] - begin) * PARTS // (end - begin).clip(lower=1)).clip(0, PARTS - 1)
    counts = rows.groupby(["label", "part"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=range(PARTS), fill_value=0)
    shares = counts.div(counts.sum(axis=1), axis=0)
    return pd.DataFrame(
        {
            "label": counts.index,
            "n": counts.sum(axis=1).to_numpy(),
            "parts": (counts > 0).sum(axis=1).to_numpy(),
            "dp": (0.5 * (shares - 1 / PARTS).abs().sum(axis=1)).to_numpy(),
        }
    ).sort_values(["n", "label"], ascending=[False, True], ignore_index=True)
