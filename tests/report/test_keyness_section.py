"""What is peculiar: a word planted in somebody's words is found there, and too few words are said to be too few."""

from __future__ import annotations

import base64
import io

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis.annotate import prepare
from analysis.annotation import Annotation
from analysis.report import keyness_section
from analysis.report.fragments import Fragment
from analysis.report.highlight import mark_article
from analysis.report.keyness_section import (
    _ARTICLE,
    _ENGLISH,
    _Contrast,
    _peculiar_words,
    compare_voices,
    key_places,
    show_contrasts,
)
from analysis.tables.keyness import LEAST_WORDS
from analysis.tables.table import NARRATOR, build_table
from analysis.text.document import Document
from analysis.text.read import document_from_text

PLAIN = "They walked along the river and looked at the grey water in the early light. "
OWN = "The ferry was late, and Reykjavik lay behind. "
THEIRS = "We lost the orchard by the wall. "
NO_WORDS = pd.DataFrame({"label": [], "start": []})
SPEAKERS = ("Mary Cole", "John Baker")


def made(*parts: tuple[str, str]) -> tuple[Document, pd.DataFrame]:
    """A document of parts, each with whose words it is; nobody quotes, so the table is as certain as it can be."""
    text = "".join(words for _, words in parts)
    document = prepare(document_from_text(text, "d"))
    rows, at = [], 0
    for who, words in parts:
        end = at + len(words)
        n = sum(token.is_word for token in document.tokens if at <= token.start < end)
        label = "narrator" if who == NARRATOR else "direct"
        actor = "" if who in (NARRATOR, "") else who
        rows.append(Annotation("voice", label, at, end, "stretch", f"voice:{at}", actor, float(n), "r"))
        at = end
    return document, build_table("d", rows)


@pytest.fixture(scope="module")
def article() -> tuple[Document, pd.DataFrame]:
    """Narrator and two speakers, each with words enough, and a word of their own each."""
    return made((NARRATOR, (PLAIN + OWN) * 15), (SPEAKERS[0], (PLAIN + THEIRS) * 14), (SPEAKERS[1], PLAIN * 16))


@pytest.fixture(scope="module")
def contrasts(article: tuple[Document, pd.DataFrame]) -> list[_Contrast]:
    return compare_voices(*article)


def page(piece: Fragment) -> BeautifulSoup:
    return BeautifulSoup(piece.html, "html.parser")


def sides(contrasts: list[_Contrast]) -> list[tuple[str, str]]:
    return [(one.focus, one.reference) for one in contrasts]


def test_a_planted_word_leads(contrasts: list[_Contrast]) -> None:
    """Each side's own word is peculiar to it and to no other side; what all say is peculiar to nobody."""
    voices, speakers, english = (_peculiar_words(one).set_index("term")["log_ratio"] for one in contrasts)
    assert voices["ferry"] > 0 > voices["orchard"]
    assert speakers["orchard"] > 0
    assert "ferry" not in speakers.index
    assert "river" not in {*voices.index, *speakers.index}
    assert english["orchard"] > 0
    assert english["ferry"] > 0


def test_nothing_is_peculiar_to_general_english() -> None:
    """ "the" may be rarer here than in general, yet the words of the list that are not here were never compared."""
    document, table = made((NARRATOR, ("Grey ferry boats come late, orchards bloom. " * 60) + "the a of you it to I."))
    (_, english) = compare_voices(document, table)
    rare = english.table[(english.table["q"] < keyness_section._RATE) & (english.table["high"] < 0)]
    assert len(rare), "the text must have a word rarer than in general, or this test tests nothing"
    assert (_peculiar_words(english)["log_ratio"] > 0).all()
    assert "eculiar to general English" not in show_contrasts(document, [english]).html


def test_names_are_compared_but_not_shown(article: tuple[Document, pd.DataFrame], contrasts: list[_Contrast]) -> None:
    """A name stands as often as the planted word; it is in the table and in the line on names, and nowhere else."""
    table = contrasts[0].table.set_index("term")
    assert table.loc["reykjavik", "q"] < keyness_section._RATE
    for one in contrasts:
        assert "reykjavik" not in set(_peculiar_words(one)["term"])
    piece = page(show_contrasts(article[0], contrasts))
    assert "reykjavik" not in [tag.get_text() for tag in piece.select("tbody th")]
    assert "reykjavik" in [tag.get_text() for tag in piece.select(".absent")][-1]


def test_speakers_are_compared_only_where_both_have_enough_words() -> None:
    """The two with most words are a pair; with one word too few there is none, and the unnamed are no speaker."""
    one = f"{'calm ' * (LEAST_WORDS - 1)}day. "
    fewer = f"{'calm ' * (LEAST_WORDS - 2)}day. "
    assert sides(compare_voices(*made((NARRATOR, one), (SPEAKERS[0], one + "No. "), (SPEAKERS[1], one)))) == [
        ("narrator", "quoted"), SPEAKERS, (_ARTICLE, _ENGLISH)
    ]  # fmt: skip
    always = [("narrator", "quoted"), (_ARTICLE, _ENGLISH)]
    assert sides(compare_voices(*made((NARRATOR, one), (SPEAKERS[0], one), (SPEAKERS[1], fewer)))) == always
    assert sides(compare_voices(*made((NARRATOR, one), (SPEAKERS[0], one), ("", one + one)))) == always


def test_too_few_words_is_said() -> None:
    """Both numbers and the limit are told."""
    document, table = made((NARRATOR, PLAIN * 3), (SPEAKERS[0], THEIRS))
    contrasts = compare_voices(document, table)
    notes = [tag.get_text() for tag in page(show_contrasts(document, contrasts)).select(".absent")]
    assert notes[0] == (
        "The outlet’s words against others’ words: too few words to compare: 45 against 7; each side needs at least "
        f"{LEAST_WORDS}."
    )
    assert notes[1].startswith("This article against general English: too few words to compare: 52 against 1,000,000")


@pytest.mark.parametrize(("column", "value"), [("q", 0.2), ("low", -0.1), ("is_name", True)])
def test_each_condition_counts(column: str, value: object) -> None:
    """A term is peculiar only with a low q, an interval that leaves out 0, and no name."""
    row = {"term": "a", "q": 0.01, "low": 0.1, "high": 3.0, "log_ratio": 2.0, "is_name": False}
    assert len(_peculiar_words(_Contrast("a", "b", "", pd.DataFrame([row]), NO_WORDS))) == 1
    assert _peculiar_words(_Contrast("a", "b", "", pd.DataFrame([row | {column: value}]), NO_WORDS)).empty


def test_every_place_is_a_line_of_the_side_that_says_it(
    article: tuple[Document, pd.DataFrame], contrasts: list[_Contrast]
) -> None:
    """The lines of a word are as many as it is counted, all in that side's words."""
    piece = page(show_contrasts(article[0], contrasts, lines=3))
    found = dict(zip((tag.get_text() for tag in piece.select("h3")), piece.select("h3 ~ details.more"), strict=False))
    (name,) = [name for name in found if name.startswith("Peculiar to the outlet")]
    terms = [tag.get_text() for tag in found[name].find_previous_sibling("div").select("tbody th")]  # type: ignore[union-attr]
    counts = _peculiar_words(contrasts[0]).set_index("term")["n_focus"]
    assert "ferry" in terms
    assert len(found[name].select("td.keyword")) == sum(counts[terms])
    assert {tag.get_text() for tag in found[name].select(".who")} == {"the outlet"}
    (other,) = [fold for name, fold in found.items() if f"({SPEAKERS[0]} against {SPEAKERS[1]})" in name]
    assert {tag.get_text() for tag in other.select(".who")} == {SPEAKERS[0]}
    assert not [name for name in found if "eculiar to general English" in name]


def test_every_linked_place_is_in_the_marked_article(
    article: tuple[Document, pd.DataFrame], contrasts: list[_Contrast]
) -> None:
    """``key_places`` holds each start that is linked to, and the marked article then has its anchor."""
    places = key_places(contrasts)
    links = {str(link["href"]) for link in page(show_contrasts(article[0], contrasts)).select("a[href^='#']")}
    assert links
    assert {int(link.removeprefix("#w-")) for link in links} <= places
    marked = page(mark_article(*article, places))
    assert links <= {f"#{tag['id']}" for tag in marked.select("[id]")}
    assert not links & {f"#{tag['id']}" for tag in page(mark_article(*article)).select("[id]")}


def test_the_table_holds_every_term_compared(
    article: tuple[Document, pd.DataFrame], contrasts: list[_Contrast]
) -> None:
    """Names and terms that do not differ are there, too; the link in the page saves the same table."""
    piece = show_contrasts(article[0], contrasts)
    table = pd.read_csv(io.StringIO(piece.files["_keyness.csv"]), keep_default_na=False)
    assert len(table) == sum(len(one.table) for one in contrasts)
    for one in contrasts:
        own = table[(table["focus"] == one.focus) & (table["reference"] == one.reference)]
        assert own["term"].tolist() == one.table["term"].tolist()
    assert {"reykjavik", "river"} <= set(table["term"])
    link = page(piece).select_one("a[download]")
    assert base64.b64decode(str(link["href"]).partition("base64,")[2]).decode() == piece.files["_keyness.csv"]  # type: ignore[index]
    assert f"{len(table)} rows" in page(piece).select_one(".files").get_text()  # type: ignore[union-attr]


def test_hostile_words_are_text() -> None:
    """A word of the article or a speaker's name with markup in it makes no element."""
    name = "<b>Ann</b> {{ 7*7 }}"
    document, table = made((NARRATOR, PLAIN * 20), (name, "The x<i>y saw &amp; $q_{ #set. " * 60))
    contrasts = compare_voices(document, table)
    piece = page(show_contrasts(document, contrasts))
    assert piece.select("b, i, script") == []
    assert name in {tag.get_text() for tag in piece.select(".who")}


def test_an_empty_article_has_no_contrast_but_says_so() -> None:
    """Nothing is raised, and the table has its header only."""
    document, table = prepare(document_from_text("", "d")), build_table("d", [])
    contrasts = compare_voices(document, table)
    piece = show_contrasts(document, contrasts)
    assert "too few words to compare: 0 against 0" in page(piece).get_text()
    assert len(piece.files["_keyness.csv"].splitlines()) == 1
    assert key_places(contrasts) == set()
