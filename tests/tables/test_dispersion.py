"""Dispersion of words over the parts of an article, and the shuffles beside it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.tables.dispersion import tabulate_term_dispersion
from analysis.text.document import Document
from analysis.text.segment import segment

FILLER = "Every man here went home early."


def read(*sentences: str) -> Document:
    """The sentences as a segmented document."""
    return segment(Document("d", " ".join(sentences)))


def table_of(*sentences: str, **arguments: object) -> pd.DataFrame:
    """The table by term."""
    return tabulate_term_dispersion(read(*sentences), **arguments).set_index("term")


def test_dp_is_half_the_difference_of_shares() -> None:
    """Three of three places in four of sixteen words: dp is 1 - 4/16, and 1 once it is divided by 1 - 4/16."""
    table = table_of("War war war now.", "He went home early.", "She went home early.", "They went home early.")
    assert table.loc["war", "dp"] == pytest.approx(0.75)
    assert table.loc["war", "dp_norm"] == pytest.approx(1)
    assert table.loc["went", "dp"] == pytest.approx(0.25)
    assert table.loc[["war", "went"], "parts"].tolist() == [1, 3]


def test_bunched_words_stand_out_and_even_ones_do_not() -> None:
    """Six places in one sentence of twenty are beyond chance; one in every sentence is not."""
    table = table_of("War war war war war war.", *[FILLER] * 19)
    assert table.loc["war", "p"] == pytest.approx(0.001)
    assert table.loc["war", "q"] < 0.05
    assert table.loc["war", "dp"] > table.loc["war", "expected"]
    assert table.loc["home", "p"] > 0.9
    assert table.loc["home", "dp"] < table.loc["home", "expected"]
    assert table.index[0] == "war"


def test_the_null_holds_its_level() -> None:
    """Of words thrown into sentences at random, about one in twenty has p below 0.05."""
    draw = np.random.default_rng(3)
    low = []
    for _ in range(60):
        words = draw.permutation(["war"] * 12 + ["talks"] * 15 + ["and"] * 73)
        sentences = [" ".join(["Then", *words[at : at + 5]]) + "." for at in range(0, 100, 5)]
        table = table_of(*sentences, terms=["war", "talks"], permutations=199)
        low += (table["p"] < 0.05).tolist()
    assert 0 < np.mean(low) < 0.12


def test_the_same_seed_gives_the_same_table() -> None:
    """Shuffles are seeded; another seed differs in p at most."""
    sentences = ["War now.", "Talks and war.", *[FILLER] * 5, "War again."]
    one, same, other = (table_of(*sentences, seed=seed, minimum=2) for seed in (1, 1, 2))
    assert one.equals(same)
    assert one["dp"].sort_index().equals(other["dp"].sort_index())


def test_parts_may_be_paragraphs() -> None:
    """A term in every sentence of one paragraph is even over sentences and bunched over paragraphs."""
    text = "War one. War two. War three.\n\n" + "\n\n".join([FILLER] * 3)
    document = segment(Document("d", text))
    over = {
        parts: tabulate_term_dispersion(document, terms=["war"], parts=parts) for parts in ("sentences", "paragraphs")
    }
    assert over["sentences"]["parts"].tolist() == [3]
    assert over["paragraphs"]["parts"].tolist() == [1]


@pytest.mark.parametrize("text", ["", "War.", "War war war.", "…", "?!"])
def test_odd_texts_give_a_typed_table(text: str) -> None:
    """No word, or one part: nothing raises, and one part has no normed dp."""
    table = tabulate_term_dispersion(segment(Document("d", text)), minimum=1)
    assert table["n"].dtype == "int64"
    assert table["dp_norm"].isna().all()
    assert (table["dp"] == 0).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"parts": "lines"}, "parts must be one of sentences, paragraphs, got 'lines'"),
        ({"unit": "stem"}, "unit must be one of form, lemma, got 'stem'"),
        ({"permutations": 0}, "permutations and minimum must be 1 or more, got 0"),
        ({"minimum": 0}, "permutations and minimum must be 1 or more, got 999 and 0"),
    ],
)
def test_bad_arguments_are_named(arguments: dict[str, object], message: str) -> None:
    """Each is told with its value and what it may be."""
    with pytest.raises(ValueError, match=message):
        table_of("War.", **arguments)


@settings(max_examples=50)
@given(st.lists(st.lists(st.sampled_from(["war", "talks", "now"]), min_size=1, max_size=6), max_size=8))
def test_measures_stay_in_their_ranges(sentences: list[list[str]]) -> None:
    """dp lies in [0, 1), dp_norm in [0, 1], p in (0, 1]; places add up to the words."""
    document = read(*(" ".join(words).capitalize() + "." for words in sentences))
    table = tabulate_term_dispersion(document, minimum=1, permutations=19)
    assert table["dp"].between(0, 1, inclusive="left").all()
    assert table["dp_norm"].dropna().between(0, 1 + 1e-9).all()
    assert table["p"].between(0.05 - 1e-9, 1).all()
    assert table["n"].sum() == sum(map(len, sentences))
