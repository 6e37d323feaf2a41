"""Who stands where: stances one by one, and the position of each holder toward each target over an article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.tables.groups import Measure, by_articles
from analysis.tables.intervals import wilson_interval
from analysis.tables.table import LOADED_LABELS, NARRATOR, holder_of, rows_of, side_of

_DECLARED = "declarations"  # the lexicon whose words take a position by themselves
_SURE = (
    0.5  # score that makes a position: on whole articles, three in four were then right (tests/bench/conclusions.py)
)
_SIGN = {"favor": 1, "against": -1}
_TIED = "stance.direct"
_STANCE = ["doc_id", "relation", "start", "end", "holder", "target", "label", "score"]
_COLUMNS = {
    "holder": "str", "target": "str", "n": "int64", "favor": "int64", "against": "int64", "sentences": "int64",
    "score": "float64", "low": "float64", "high": "float64", "position": "str",
}  # fmt: skip


def list_stances(table: pd.DataFrame, *, candidates: bool = False) -> pd.DataFrame:
    """Every stance: ``doc_id, relation, start, end, holder, target, label, score, declared, worded, direct,
    stretch``; with ``candidates`` also what may be one.

    ``start`` and ``end`` are those of the expression. The holder is whom the writer names, else whose words they are.
    ``declared`` says that the words take a position by themselves ("condemned"); ``worded`` that a lexicon lists one of
    them as evaluating to that side or as loaded, so that the stance does not rest on the network alone;
    ``direct`` that grammar ties the expression to the target; ``stretch`` is where the stretch of one voice in
    one sentence begins.
    """
    rows = rows_of(table, "stance")
    rows = rows[rows["role"].isin(["expression", "candidate"] if candidates else ["expression"])].reset_index(drop=True)
    rows = rows.assign(holder=holder_of(rows), declared=rows["rule"].str.startswith(f"{_DECLARED}@"))
    rows = rows.rename(columns={"actor": "target"})
    rows = rows.assign(stretch=_stretches(rows, table), worded=_listed(rows, table))
    targets = rows_of(table, "stance", "target")
    tied = targets.loc[targets["rule"] == _TIED, ["doc_id", "relation"]]
    rows = rows.merge(tied.drop_duplicates().assign(direct=True), on=["doc_id", "relation"], how="left")
    rows = rows.assign(direct=rows["direct"].notna())
    columns = [*_STANCE, "declared", "worded", "direct", "stretch"]
    return rows.loc[rows["holder"] != rows["target"], columns].reset_index(drop=True)


def _stretches(stances: pd.DataFrame, table: pd.DataFrame) -> pd.Series:
    """Where the stretch of one voice begins in which each expression stands; -1 outside of all."""
    stretches = rows_of(table, "voice", "stretch")[["doc_id", "start", "end"]].assign(begin=lambda rows: rows["start"])
    asked = stances[["doc_id", "start"]].assign(row=stances.index).sort_values("start")
    found = pd.merge_asof(asked, stretches.sort_values("start"), on="start", by="doc_id").set_index("row")
    inside = found["start"] < found["end"]
    return found["begin"].where(inside, -1).fillna(-1).astype("int64").reindex(stances.index)


def _listed(stances: pd.DataFrame, table: pd.DataFrame) -> pd.Series:
    """Whether a lexicon lists a word of each expression as evaluating to its side, or as loaded."""
    words = rows_of(table, "valence", "expression")
    words = words[words["label"] == "evaluation"].assign(side=lambda rows: rows["score"].map(_side).astype("str"))
    loaded = rows_of(table, "technique", "candidate")
    loaded = loaded[loaded["label"].isin(LOADED_LABELS)].assign(side="against")
    listed = pd.concat([words, loaded])[["doc_id", "side", "start", "end"]].rename(columns={"side": "label"})
    places = stances[["doc_id", "label", "start", "end"]].assign(row=stances.index)
    pairs = places.merge(listed, on=["doc_id", "label"], suffixes=("", "_listed"))
    met = pairs[(pairs["start_listed"] < pairs["end"]) & (pairs["start"] < pairs["end_listed"])]
    return pd.Series(stances.index.isin(met["row"]), index=stances.index, dtype=bool)


def _side(score: float) -> str:
    return "favor" if score > 0 else "against"


def _favoring(table: pd.DataFrame, sides: bool = False, **_: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What each stretch weighs in favour, and what it weighs."""
    likeliest = _likeliest(_held(table, sides, candidates=True))
    likeliest = likeliest.assign(y=likeliest["score"].abs())
    return likeliest.assign(x=likeliest["y"].where(likeliest["label"] == "favor", 0.0)), likeliest


def _surely(positions: pd.DataFrame) -> pd.DataFrame:
    """Positions of a group: where the score could have the other sign over articles, there is none. A group of one
    article has no bounds, and its position is the article's."""
    unsure = (positions["low"] <= 0) & (positions["high"] >= 0) & (positions["position"] != "mixed")
    return positions.assign(position=positions["position"].mask(unsure, "none"))


_ENDS = ["holder", "target"]


@by_articles("stance", "voice", "valence", "technique", "side", settle=_surely,
             measures=[Measure("low", "high", "score", _ENDS, _favoring, _ENDS)])  # fmt: skip
def tabulate_stance(table: pd.DataFrame, *, sides: bool = False) -> pd.DataFrame:
    """Where each holder stands: ``holder, target, n, favor, against, sentences, score, low, high, position``.

    ``n`` counts expressions, candidates among them, ``favor`` and ``against`` those of each side, ``sentences`` the
    stretches of one voice in one sentence that they stand in. Each stretch weighs what its likeliest expression does,
    its probability, below 0 for ``against``; score is the sum, as a part of the sum without signs. ``low`` is the least
    that is left when any one stretch is left out, or the sum less 0.5, if that is less, as the same part; ``high``
    likewise. The ``position`` is ``favor`` where low is above 0, ``against`` where high is below it, or where a word
    declares it and none speaks for the other side; ``mixed`` where each side alone reaches 0.5; else ``none``. So
    it needs two sentences, or one declaration. The outlet has a position only with 1.0, by expressions that
    are ``worded``, if in two sentences one is ``direct``, and never by one that declares it: such a word in its own
    voice mostly reports another's stance.

    With ``by``, score is the weight for without that against, divided by both, from -1 to 1; its bounds are over
    articles and must have the sign of the position, too.

    Args:
        table: Annotations.
        sides: Whether holders and targets are taken together by their side (``side_of``): a state with its government
            and officials, a party with its people.
    """
    rows = [[*pair, *_position(own)] for pair, own in _held(table, sides, candidates=True).groupby(_ENDS)]
    told = pd.DataFrame(rows, columns=[*_COLUMNS]).astype(_COLUMNS)
    return told.sort_values(["n", "holder", "target"], ascending=[False, True, True], ignore_index=True)


def _held(table: pd.DataFrame, sides: bool, candidates: bool = False) -> pd.DataFrame:
    """The stances, their ends taken together by side where asked."""
    stances = list_stances(table, candidates=candidates)
    if sides:
        of = side_of(table)
        stances = stances.assign(**{name: stances[name].map(lambda one: of.get(one, one)) for name in _ENDS})
        stances = stances[stances["holder"] != stances["target"]]
    return stances


def _position(own: pd.DataFrame) -> list[object]:
    favor, against = int((own["label"] == "favor").sum()), int((own["label"] == "against").sum())
    outlet = bool((own["holder"] == NARRATOR).all())
    tied = own.loc[own["direct"], "stretch"].nunique() > 1
    firm = own[own["worded"] & tied] if outlet else own
    weights = _weights(firm)
    every = _weights(own)
    net, total = float(weights.sum()), float(every.abs().sum()) or 1.0
    left = [net - float(weight) for weight in weights] if len(weights) > 1 else [0.0]
    sure = 2 * _SURE if outlet else _SURE
    low, high = min(*left, net - sure), max(*left, net + sure)
    if not outlet and own["declared"].any() and not favor * against:
        low = high = net
    both = min(_weights(firm[firm["label"] == label]).abs().sum() for label in _SIGN)
    position = "favor" if low > 0 else "against" if high < 0 else "mixed" if both >= sure else "none"
    sentences = len(own[["doc_id", "stretch"]].drop_duplicates())
    score = float(every.sum()) / total
    return [len(own), favor, against, sentences, score, low / total, high / total, position]


def _weights(stances: pd.DataFrame) -> pd.Series:
    """What each stretch weighs, below 0 for ``against``."""
    likeliest = _likeliest(stances)
    return likeliest["score"].abs() * likeliest["label"].map(_SIGN).astype("float64")


def _likeliest(stances: pd.DataFrame) -> pd.DataFrame:
    """Of each holder, target and stretch the likeliest expression."""
    stretches = [stances[name] for name in (*_ENDS, "doc_id", "stretch")]
    return stances.loc[stances["score"].abs().groupby(stretches).idxmax()]


def _praising(table: pd.DataFrame, groups: Mapping[str, str], **_: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The stances in favour of actors of a declared group, and all about them."""
    rows = _grouped(table, groups)
    return rows.assign(x=rows["praise"].astype("int64")), rows.assign(y=1)


def _grouped(table: pd.DataFrame, groups: Mapping[str, str]) -> pd.DataFrame:
    """The stances toward actors of a declared group."""
    rows = list_stances(table)
    rows = rows.assign(group=rows["target"].map(lambda name: groups.get(name, "")))
    rows = rows[rows["group"] != ""]
    return rows.assign(praise=rows["label"] == "favor", blame=rows["label"] == "against", n=True)


_SQUARE = ["holder", "group"]


@by_articles("stance", "voice", "valence", "technique",
             measures=[Measure("low", "high", "share", _SQUARE, _praising, _SQUARE)])  # fmt: skip
def tabulate_square(table: pd.DataFrame, *, groups: Mapping[str, str], confidence: float = 0.95) -> pd.DataFrame:
    """The ideological square (van Dijk 1998): ``holder, group, n, praise, blame, share_praise, low, high``.

    ``n`` counts the expressions about the actors of a declared group, ``praise`` and ``blame`` those of each side;
    share_praise = praise / n with Wilson's interval. Actors without a group are left out.
    """
    counts = ["n", "praise", "blame"]
    counted = (
        _grouped(table, groups).groupby(_SQUARE, as_index=False)[counts].sum().astype(dict.fromkeys(counts, "int64"))
    )
    low, high = wilson_interval(counted["praise"], counted["n"].to_numpy(dtype=float), confidence)
    return counted.assign(share_praise=counted["praise"] / counted["n"], low=low, high=high)
