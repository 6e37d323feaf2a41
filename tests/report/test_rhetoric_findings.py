"""What the findings say of contrasts, functions, sureness and persuasion: the right way round, and only what is so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from analysis.annotate import annotate, prepare
from analysis.annotation import Annotation, counted_role
from analysis.report.highlight import mark_article
from analysis.report.plot_layout import FEW_WORDS
from analysis.report.rhetoric_findings import (
    ATTRIBUTING,
    TOLD,
    contrasted_layers,
    tell_contrasts,
    tell_functions,
    tell_persuasion,
    tell_sureness,
)
from analysis.tables.evidence import clear_contrasts
from analysis.tables.intervals import rate_ratio_interval
from analysis.tables.table import build_table
from analysis.text.document import Document
from analysis.text.read import document_from_text

if TYPE_CHECKING:
    import pandas as pd

SIZE = 1000  # characters of each side in a table made by hand
OWN, THEIRS = 0, SIZE  # where the words of the narrator and of Ann Lee begin


def table_of(counts: dict[tuple[str, str, int], int], narrator: float = 200, quoted: float = 200) -> pd.DataFrame:
    """A table in which each layer and label stands so many times from a place on."""
    rows = [Annotation("voice", "narrator", 0, SIZE, "stretch", score=narrator)]
    rows += [Annotation("voice", "direct", SIZE, 2 * SIZE, "stretch", actor="Ann Lee", score=quoted)]
    at = 0
    for (layer, label, start), n in counts.items():
        rows += [
            Annotation(layer, label, start + at + i, start + at + i + 1, counted_role(layer), rule="r")
            for i in range(n)
        ]
        at += n
    return build_table("d", rows)


def contrasts(table: pd.DataFrame) -> list[str]:
    return [BeautifulSoup(str(told), "html.parser").get_text() for told in tell_contrasts(table, 0.95)]


@pytest.mark.parametrize(
    ("more", "fewer", "start", "other"),
    [
        ("others’ words", "the narrator’s", THEIRS, OWN),
        ("the narrator’s words", "others’", OWN, THEIRS),
    ],
)
@pytest.mark.parametrize("few", [0, 2])
def test_a_contrast_is_told_the_right_way_round(more: str, fewer: str, start: int, other: int, few: int) -> None:
    """The side with more comes first, its n before the other's, and the ratio is above 1 either way."""
    told = contrasts(table_of({("frame", "conflict", start): 20, ("frame", "conflict", other): few}))
    low, high = (float(bound) for bound in rate_ratio_interval(20, 200, few, 200))
    assert len(told) == 1
    assert told[0].startswith(f"Conflict is more frequent in {more} than in {fewer}: n = 20 against {few}, rate ratio ")
    upper = "∞" if few == 0 else f"{high:.0f}"
    assert told[0].endswith(f"rate ratio {low:.1f} to {upper}.")


def test_a_contrast_leads_to_its_evidence() -> None:
    """The link is the id under which the label's places are listed."""
    (told,) = tell_contrasts(table_of({("technique", "name_calling", THEIRS): 20}), 0.95)
    assert BeautifulSoup(str(told), "html.parser").a["href"] == "#technique-name_calling"  # type: ignore[index]


def test_chance_is_divided_by_the_labels_compared() -> None:
    """Seven against none is beyond chance alone, but not among twenty labels that were looked at together."""
    one = {("frame", "conflict", OWN): 7}
    assert contrasts(table_of(one))[0].startswith("Conflict is more frequent in the narrator’s words")
    many = one | {("frame", f"other_{i}", start): 1 for i in range(19) for start in (OWN, THEIRS)}
    (told,) = contrasts(table_of(many))
    assert told == (
        "Nothing that was counted differs between the narrator’s words and others’ by more than chance allows "
        "(n = 200 against 200 words)."
    )


def test_equal_counts_in_unequal_words_are_no_equal_rates() -> None:
    """Ten each, but in 100 and 1,000 words: the rates differ, and the side with fewer words has the higher."""
    told = contrasts(table_of({("frame", "conflict", OWN): 10, ("frame", "conflict", THEIRS): 10}, 100, 1000))
    assert told[0].startswith("Conflict is more frequent in the narrator’s words than in others’: n = 10 against 10")


def test_the_clearest_are_told_first_and_no_more_than_a_few() -> None:
    """The order is by how far the interval lies from 1, whatever the layer."""
    counts = {("frame", f"f_{n}", THEIRS): n for n in (15, 30, 20, 25)}
    counts |= {("engagement", "hedge", OWN): 40}
    told = contrasts(table_of(counts, 300, 300))
    assert len(told) == TOLD
    assert [words.split(" is more")[0] for words in told] == ["Hedge", "F 30", "F 25"]


def test_what_only_one_side_can_hold_is_no_contrast() -> None:
    """Whoever attributes words is not who says them, so these labels differ by construction."""
    assert ATTRIBUTING
    for label in ATTRIBUTING:
        layer = "appeal" if label == "authority" else "engagement"
        assert contrasts(table_of({(layer, label, OWN): 40}))[0].startswith("Nothing that was counted differs")


def test_too_few_words_are_not_compared() -> None:
    """Below the limit the smaller side is named; without anybody else there is nothing to say."""
    counts = {("frame", "conflict", OWN): 30}
    assert contrasts(table_of(counts, 200, FEW_WORDS - 1)) == [
        f"Narrator and others’ words cannot be compared: too few words to tell (n = {FEW_WORDS - 1})."
    ]
    assert contrasts(table_of(counts, 200, 0)) == []
    assert contrasts(table_of(counts, 0, 200)) == []
    assert contrasts(table_of(counts, 200, FEW_WORDS)) != []


def test_every_contrast_told_is_one_of_the_table() -> None:
    """The roles looked through are those that count in each layer."""
    counts = {(layer, f"x_{layer}", THEIRS): 30 for layer in contrasted_layers()}
    found = clear_contrasts(table_of(counts), contrasted_layers())
    assert set(found["layer"]) == set(contrasted_layers())


def functions(table: pd.DataFrame) -> list[str]:
    document = Document("d", "a " * SIZE)
    return [BeautifulSoup(str(told), "html.parser").get_text() for told in tell_functions(document, table)]


def test_functions_are_named_and_what_lacks_is_named() -> None:
    """Each side has its own counts; all four functions are on one of the two lists."""
    counts = {("function", "cause", OWN): 3, ("function", "problem", OWN): 1, ("function", "remedy", THEIRS): 2}
    (told,) = functions(table_of(counts))
    assert told == (
        "Framing: the narrator’s words name a problem (n = 1) and a cause (n = 3) and lack a moral judgement and a "
        "remedy; others’ words name a remedy (n = 2) and lack a problem, a cause and a moral judgement."
    )


def test_few_words_lack_nothing() -> None:
    """What a side of a few words does not hold says nothing, and a side without words is not spoken of."""
    counts = {("function", "cause", OWN): 1}
    own = "the narrator’s words name a cause (n = 1)"
    lacking = " and lack a problem, a moral judgement and a remedy"
    assert functions(table_of(counts, 200, FEW_WORDS - 1)) == [f"Framing: {own}{lacking}."]
    assert functions(table_of(counts, 200, 0)) == [f"Framing: {own}{lacking}."]
    assert functions(table_of(counts, FEW_WORDS - 1, 0)) == [f"Framing: {own}."]
    assert functions(table_of(counts, 20, 200)) == [
        f"Framing: {own}; others’ words lack a problem, a cause, a moral judgement and a remedy."
    ]


def test_without_a_function_nothing_is_said() -> None:
    """Nor where only a negator is there."""
    table = build_table("d", [
        Annotation("voice", "narrator", 0, 9, "stretch", score=200.0),
        Annotation("function", "negation", 0, 2, "shifter", "function:cause:3"),
    ])  # fmt: skip
    assert functions(table) == []


def test_sureness_counts_each_voice() -> None:
    """Hedges come first, boosters second, then the words they are among; other markers do not count."""
    counts = {
        ("engagement", "hedge", OWN): 2, ("engagement", "booster", OWN): 1, ("engagement", "booster", THEIRS): 3,
        ("engagement", "deny", THEIRS): 9,
    }  # fmt: skip
    (told,) = tell_sureness(table_of(counts, 1200, 60))
    assert BeautifulSoup(str(told), "html.parser").get_text() == (
        "Hedges and boosters: narrator 2 and 1 in 1,200 words; Ann Lee 0 and 3 in 60 words."
    )


def test_sureness_leaves_out_voices_of_few_words() -> None:
    """Nothing is said of a voice below the limit, nor where there is neither hedge nor booster."""
    (told,) = tell_sureness(table_of({("engagement", "hedge", OWN): 2}, 200, FEW_WORDS - 1))
    assert "Ann Lee" not in told
    assert list(tell_sureness(table_of({("engagement", "hedge", OWN): 2}, FEW_WORDS - 1, 0))) == []
    assert list(tell_sureness(table_of({("engagement", "deny", OWN): 2}))) == []


TEXT = (
    "The shameful plan was a disaster. A disaster! It was dropped in May. “You traitors, you cowards,” said Mary Cole. "
    "“A <b>vile</b> lie.”"
)


def test_quotes_of_persuasion_lead_to_their_places() -> None:
    """The words told are those of the text at the place linked, each once, and the marked article has the place."""
    document = prepare(document_from_text(TEXT, "d"))
    table = annotate(document, portrayal=False)
    (told,) = tell_persuasion(document, table)
    page = BeautifulSoup(str(told), "html.parser")
    places = {tag["id"] for tag in BeautifulSoup(mark_article(document, table).html, "html.parser").select("[id^=w-]")}
    links = page.select("a[href^='#w-']")
    assert len(links) >= 2
    for link in links:
        start = int(str(link["href"])[3:])
        assert TEXT[start:].startswith(link.get_text())
        assert str(link["href"])[1:] in places
    words = [link.get_text().lower() for link in links]
    assert len(set(words)) == len(words)
    assert page.get_text().startswith("Candidates of persuasion techniques: the narrator’s words ")
    assert "; others’ words " in page.get_text()
    assert page.select("b") == []


def test_each_side_is_quoted_up_to_a_few_words_and_counted_in_full() -> None:
    """n is of all candidates, not of those quoted."""
    table = table_of({("technique", "loaded_language", OWN): 5})
    (told,) = tell_persuasion(Document("d", "".join(chr(97 + n) for n in range(26)) * 100), table)
    page = BeautifulSoup(str(told), "html.parser")
    assert [link.get_text() for link in page.select("i")] == ["a", "b", "c"]
    assert page.get_text().endswith("the narrator’s words a, b, c (n = 5).")


def test_nothing_is_said_of_nothing() -> None:
    """An empty table gives no sentence and raises nothing."""
    document, table = Document("d", ""), build_table("d", [])
    for told in (tell_contrasts(table, 0.95), tell_functions(document, table), tell_sureness(table),
                 tell_persuasion(document, table)):  # fmt: skip
        assert list(told) == []
