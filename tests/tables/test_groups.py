"""Tables by groups: the same counts as without, intervals that hold over articles, none for one article."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from analysis.annotation import Annotation
from analysis.tables.actor_tables import tabulate_agency, tabulate_portrayal
from analysis.tables.groups import article_sums, groups_of
from analysis.tables.intervals import (
    ArticleSums,
    article_mean_interval,
    article_scale,
    poisson_interval,
    wilson_interval,
)
from analysis.tables.keyness import tabulate_keyness
from analysis.tables.rates import tabulate_cues, tabulate_rates, tabulate_speakers, tabulate_valence
from analysis.tables.stance_tables import tabulate_stance
from analysis.tables.table import build_table, concat_tables

DRAWS = 400


def article(name: str, terms: int, words: int = 100) -> pd.DataFrame:
    """An article of the outlet's words and a speaker's, with so many terms of a frame in the outlet's."""
    rows = [
        Annotation("voice", "narrator", 0, 500, "stretch", "s0", score=words),
        Annotation("voice", "direct", 500, 700, "stretch", "s1", "Ann Lee", score=words / 4),
        Annotation("frame", "conflict", 501, 502, "term"),
        *(Annotation("frame", "conflict", at, at + 1, "term") for at in range(terms)),
        *(Annotation("valence", "word", at, at + 1, "expression", score=0.3) for at in range(terms)),
        Annotation("agency", "active", 5, 9, "agent", "e", "Ann Lee"),
        Annotation("quote", "direct", 5, 9, "cue", "q", "Ann Lee", rule="reporting@1.1:say"),
        Annotation("portrayal", "unfavorable" if terms > 3 else "none", 5, 9, "target", "p", "Ann Lee", 0.9),
    ]
    return build_table(name, rows)


TABLE = concat_tables([article("a", 2), article("b", 9), article("c", 1), article("d", 4, 50)])
BY = {"a": "left", "b": "left", "c": "left", "d": "right"}


TABULATES = [
    tabulate_speakers,
    tabulate_rates,
    tabulate_valence,
    tabulate_agency,
    tabulate_cues,
    tabulate_portrayal,
]


@pytest.mark.parametrize("tabulate", TABULATES)
def test_counts_are_those_of_each_group_alone(tabulate: Callable[..., pd.DataFrame]) -> None:
    """What is no bound is the same as in a table of the group's articles; one article has no bounds."""
    both = tabulate(TABLE, by=BY)
    for name, docs in (("left", ["a", "b", "c"]), ("right", ["d"])):
        own = both[both["group"] == name].reset_index(drop=True)
        alone = tabulate(TABLE[TABLE["doc_id"].isin(docs)].reset_index(drop=True))
        bounds = [column for column in alone if column.endswith(("low", "high"))]
        pd.testing.assert_frame_equal(own[list(alone.columns)].drop(columns=bounds), alone.drop(columns=bounds))
        assert set(own["articles"]) == {len(docs)}
        if name == "right":
            assert own[bounds].isna().all(axis=None)


def test_uneven_articles_widen_a_rate() -> None:
    """The outlet's rate over articles of 2, 9 and 1 terms is less sure than 12 terms in one text would be."""
    rates = tabulate_rates(TABLE, by=BY).set_index(["group", "label", "holder"])
    left = rates.loc["left", "conflict", "narrator"]
    low, high = poisson_interval(12)
    assert left["n"] == 12
    assert left["low"] < low / 300 * 1000 / 1.5
    assert left["high"] > high / 300 * 1000 * 1.5


def test_by_needs_what_is_there() -> None:
    """A column that is not there, or a group for nobody, is refused by name."""
    with pytest.raises(ValueError, match="no column 'outlet'"):
        tabulate_rates(TABLE, by="outlet")
    with pytest.raises(ValueError, match="by: no article has group"):
        tabulate_rates(TABLE, by={"z": "left"})
    with pytest.raises(ValueError, match="by must be"):
        groups_of(TABLE, 7)


def test_stance_by_group() -> None:
    """Stances are counted by group, with bounds over its articles; without any the table is empty."""
    assert tabulate_stance(TABLE, by=BY).empty
    rows = [
        Annotation("stance", label, at, at + 1, "expression", f"x{at}", "Ann Lee", 1.0 if label == "favor" else -1.0)
        for at, label in ((10, "favor"), (30, "favor"), (50, "against"))
    ]
    voice = [Annotation("voice", "narrator", at, at + 20, "stretch", f"s{at}", score=5) for at in (0, 20, 40)]
    table = concat_tables([build_table(name, [*voice, *rows]) for name in "abd"])
    found = tabulate_stance(table, by=BY).set_index("group")
    assert found["n"].to_dict() == {"left": 6, "right": 3}
    left = found.loc["left"]
    assert [left["low"] < -0.9, round(left["score"], 3), left["high"] > 0.9] == [True, 0.333, True]  # of two articles
    assert found.loc["right", ["low", "high"]].isna().all()


def draws(kind: str, articles: int) -> tuple[float, ArticleSums]:
    """The true value, and the six sums of many corpora whose articles differ in it."""
    random = np.random.default_rng(1)
    words = random.integers(100, 400, (DRAWS, articles))
    if kind == "rate":
        x = random.poisson(words * random.gamma(2, 0.01, words.shape))
    else:
        x = random.binomial(words, random.beta(4, 12, words.shape))
    both = ArticleSums(
        x.sum(1), (x**2).sum(1), (x * words).sum(1), words.sum(1), (words**2).sum(1), np.full(DRAWS, articles)
    )
    return 0.02 if kind == "rate" else 0.25, both


@pytest.mark.parametrize("kind", ["rate", "share"])
@pytest.mark.parametrize("articles", [4, 12, 40])
def test_intervals_hold_the_truth(kind: str, articles: int) -> None:
    """Of corpora whose articles differ, about 95 % of the intervals hold the true value; those for one text do not."""
    truth, sums = draws(kind, articles)
    held = []
    for scale in (article_scale(sums, kind), 1):
        n, total = sums.x / scale, sums.y / scale
        low, high = wilson_interval(n, total) if kind == "share" else [bound / total for bound in poisson_interval(n)]
        held.append(float(((low <= truth) & (truth <= high)).mean()))
    assert held[0] >= 0.92
    assert held[1] < 0.85


def test_interval_of_a_mean_holds_the_truth() -> None:
    """The same of means, of articles that differ in theirs."""
    random = np.random.default_rng(2)
    n = random.integers(2, 9, (DRAWS, 12))
    x = n * random.normal(0.2, 0.2, n.shape)
    sums = ArticleSums(x.sum(1), (x**2).sum(1), (x * n).sum(1), n.sum(1), (n**2).sum(1), np.full(DRAWS, 12))
    low, high = article_mean_interval(sums)
    assert 0.92 <= ((low <= 0.2) & (high >= 0.2)).mean() <= 0.99


def test_a_zero_has_an_upper_bound() -> None:
    """A label that is found nowhere has 0 as its lower bound, and an upper one."""
    scale = article_scale(ArticleSums(*map(np.array, (0, 0, 0, 500, 50_000, 5))), "rate")
    assert 1.9 < scale < 2.1
    nothing, totals = pd.DataFrame({"doc_id": [], "term": [], "x": []}), pd.DataFrame({"doc_id": ["a", "b"], "y": 5})
    sums = article_sums(nothing, totals, ["term"], rows=pd.DataFrame({"term": ["war"]}))
    assert sums[["x", "y", "articles"]].values.tolist() == [[0, 10, 2]]


def test_keyness_over_articles() -> None:
    """A word of one article is less sure than one of all, and is left out where more articles are asked for."""

    def side(names: str, **terms: dict[str, int]) -> pd.DataFrame:
        rows = [(name, term, n) for term, own in terms.items() for name, n in own.items()]
        return pd.DataFrame([*rows, *((name, "the", 100) for name in names)], columns=["doc_id", "term", "n"])

    ours = side("abcd", spread={"a": 3, "b": 3, "c": 3, "d": 3}, lump={"a": 12})
    theirs = side("wxyz", spread={"w": 1}, lump={"x": 1})
    key = tabulate_keyness(ours, theirs).set_index("term")
    assert key["articles_focus"].to_dict() == {"spread": 4, "lump": 1, "the": 4}
    assert key.loc["spread", "log_ratio"] == key.loc["lump", "log_ratio"]
    assert key.loc["spread", "low"] > key.loc["lump", "low"]
    assert "lump" not in set(tabulate_keyness(ours, theirs, least_articles=2)["term"])
    alone = tabulate_keyness(ours[ours["doc_id"] == "a"], theirs, enough=50)
    assert alone["low"].isna().all()
    with pytest.raises(ValueError, match="columns doc_id, term and n"):
        tabulate_keyness(ours.drop(columns="n"), theirs)


def test_a_group_takes_a_position_where_it_keeps_its_sign_over_articles() -> None:
    """Six articles that blame are enough; blame in one of six is its own, not the group's."""

    def blaming(name: str, times: int) -> pd.DataFrame:
        rows = [Annotation("voice", "direct", 10 * at, 10 * at + 9, "stretch", f"s{at}", "Ann Lee") for at in range(9)]
        for at in range(9):
            label = "against" if at < times else "favor"
            rows.append(
                Annotation(
                    "stance",
                    label,
                    10 * at,
                    10 * at + 5,
                    "expression",
                    f"e{at}",
                    "Baal",
                    0.7 if label == "favor" else -0.7,
                )
            )
        return build_table(name, rows)

    even = tabulate_stance(concat_tables(blaming(f"d{i}", 8) for i in range(6)), by={f"d{i}": "x" for i in range(6)})
    assert even["position"].tolist() == ["against"]
    assert even["high"].iloc[0] < 0
    odd = concat_tables(blaming(f"d{i}", 9 if i else 0) for i in range(2))
    assert tabulate_stance(odd[odd["doc_id"] == "d1"].reset_index(drop=True))["position"].tolist() == ["against"]
    assert tabulate_stance(odd, by={"d0": "x", "d1": "x"})["position"].tolist() == ["mixed"]
