"""The composition: one law for corpora, the same table every time, and no text that it refuses."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.annotate import Settings, add_portrayal, annotate, annotate_corpus, load_lexicons, prepare
from analysis.annotation import LAYERS
from analysis.lexicon.lexicon import LexiconError, load_lexicon
from analysis.tables.concordance import concordance
from analysis.tables.rates import tabulate_speakers, tabulate_valence
from analysis.tables.table import SCHEMA, concat_tables, records, rows_of
from analysis.text.document import Document
from analysis.text.read import document_from_text

TEXTS = [
    "“We want no sanctions,” the minister said. Troops attacked the town.",
    "",
    "The talks failed badly.\n\nNobody was hurt, “they” said.",
    "… 🙂",
]
SLOW = settings.get_profile("costly")


def documents(texts: list[str], first: int = 0) -> list[Document]:
    """Documents numbered from ``first``."""
    return [document_from_text(text, f"d{first + number}") for number, text in enumerate(texts)]


@SLOW
@given(st.lists(st.sampled_from(TEXTS), max_size=3), st.lists(st.sampled_from(TEXTS), max_size=3))
def test_a_corpus_is_the_sum_of_its_parts(one: list[str], other: list[str]) -> None:
    """The table of two corpora together is the table of the one followed by that of the other."""
    a, b = documents(one), documents(other, len(one))
    pd.testing.assert_frame_equal(
        annotate_corpus(a + b), concat_tables([annotate_corpus(a), annotate_corpus(b)]), check_exact=True
    )


def test_the_same_document_gives_the_same_table() -> None:
    """Nothing that is kept between calls changes a later one."""
    first = annotate(documents(TEXTS[:1])[0])
    annotate_corpus(documents(TEXTS))
    pd.testing.assert_frame_equal(annotate(documents(TEXTS[:1])[0]), first)


def test_a_prepared_document_is_taken_as_it_is() -> None:
    """Preparing twice is preparing once, and a prepared document gives the table of the raw one."""
    raw = documents(TEXTS[:1])[0]
    ready = prepare(raw)
    assert prepare(ready) is ready
    pd.testing.assert_frame_equal(annotate(ready), annotate(raw))


def check(text: str) -> pd.DataFrame:
    """Annotate a text and ask of the table what must hold for every text."""
    document = prepare(document_from_text(text, "d"))
    table = annotate(document)
    assert list(table.columns) == list(SCHEMA)
    for row in records(table):
        assert 0 <= row.start <= row.end <= len(document.text)
        assert row.layer in LAYERS
        assert row.role in LAYERS[row.layer].roles
        assert row.rule
    words = sum(token.is_word for token in document.tokens)
    assert rows_of(table, "voice")["score"].sum() == words
    assert tabulate_speakers(table)["words"].sum() == words
    assert rows_of(table, "valence", "expression")["score"].between(-1, 1).all()
    tabulate_valence(table)
    assert len(concordance(document, table)) == len(table)
    return table


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\n\n\n", "“Go home.”", "“", "One sentence.", "12 345,6 %",
        "… — !?", "🙂🙂 🇮🇷 👩‍👩‍👧", "\u200b", "\ufeff\u00ad",
        "قال الوزير: «لا حرب».", "דובר צה\"ל אמר כך.", "他说：“不要战争。”", "NO WAR! NOT NOW!",
        "not", "Not. War", "a" * 5000,
    ],
)  # fmt: skip
def test_odd_texts_are_annotated(text: str) -> None:
    """Empty, one quotation, no letters, emoji, right-to-left, capitals only: the table keeps its laws."""
    check(text)


def test_only_a_quotation_has_no_narrator() -> None:
    """A text that is one quotation has no words of the narrator."""
    assert set(tabulate_speakers(check("“We will leave. Troops go home.”"))["holder"]) == {"unnamed"}


def test_three_hundred_paragraphs() -> None:
    """A long text gives a voice to each of its sentences."""
    table = check("\n\n".join(f"Troops attacked town {number}." for number in range(300)))
    assert rows_of(table, "voice")["relation"].nunique() == 300


@SLOW
@given(st.text(alphabet=st.sampled_from("ab W.,!“”‘’\"'\n\t\u200b\u202e🙂לא漢…-\u00ad\u0301"), max_size=80))
def test_no_text_is_refused(text: str) -> None:
    """Whatever the characters, nothing is raised and the table keeps its laws."""
    check(text)


def test_a_user_s_lexicon_is_given_by_path(tmp_path: Path) -> None:
    """A path beside a shipped name adds its terms; alone, only its terms are found."""
    path = tmp_path / "mine.toml"
    shutil.copy(load_lexicon("negators").path, path)
    path.write_text(path.read_text(encoding="utf-8").replace('name = "negators"', 'name = "mine"'), encoding="utf-8")
    document = prepare(documents(["They saw no sanctions."])[0])
    alone, both = (rows_of(annotate(document, frames=frames), "frame", "term") for frames in (path, f"frames, {path}"))
    assert alone["rule"].tolist() == ["mine@1.2:no"]
    assert len(both) > 1
    assert {rule.split("@")[0] for rule in both["rule"]} == {"mine", "frames"}


def test_lexicons_by_value_and_by_name() -> None:
    """A lexicon stands for itself, commas part names, nothing gives none, and an unknown name is refused."""
    frames = load_lexicon("frames")
    assert load_lexicons(frames) == [frames]
    assert [lexicon.name for lexicon in load_lexicons("frames, negators")] == ["frames", "negators"]
    assert load_lexicons("") == []
    with pytest.raises(LexiconError, match="frame: no such lexicon"):
        annotate_corpus([], frames="frame")


def test_settings_are_one_value() -> None:
    """Given whole, or by the name of one, or both: the name wins."""
    document = prepare(documents(["They want no sanctions."])[0])
    whole = annotate(document, Settings(frames="negators", portrayal=False))
    pd.testing.assert_frame_equal(annotate(document, frames="negators", portrayal=False), whole)
    pd.testing.assert_frame_equal(annotate(document, Settings(frames=""), frames="negators", portrayal=False), whole)
    pd.testing.assert_frame_equal(annotate_corpus([document], Settings(portrayal=False), frames="negators"), whole)
    assert set(rows_of(whole, "frame")["rule"]) == {"negators@1.2:no", "negators@1.2:want"}


def test_loaded_settings_give_the_same_table() -> None:
    """Reading the lexicons first changes nothing, and settings can be read again."""
    document = prepare(documents(TEXTS[:1])[0])
    loaded = Settings(portrayal=False).loaded()
    assert loaded.loaded() == loaded
    pd.testing.assert_frame_equal(annotate(document, loaded), annotate(document, portrayal=False))


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: annotate("text"), "document must be a Document, got str 'text'; read_document"),
        (lambda: annotate([Document("d", "")]), "got a list; .*annotate_corpus takes several"),
        (lambda: prepare("text"), "document must be a Document"),
        (lambda: annotate_corpus(Document("d", "")), "documents must be several documents, got one"),
        (lambda: annotate_corpus("text"), "documents must be documents, got 'text'"),
        (lambda: annotate(Document("d", ""), "frames"), "settings must be Settings, got 'frames'"),
        (lambda: annotate(Document("d", ""), frame="frames"), "there is no setting 'frame'; settings: frames, valence"),
    ],
)
def test_wrong_arguments_are_refused(call: Callable[[], object], told: str) -> None:
    """With what is right."""
    with pytest.raises(ValueError, match=told):
        call()


def test_portrayal_adds_rows_and_changes_none() -> None:
    """With the rows of the model of portrayal, all others stay: for their sake it is asked where it matters to them."""
    document = prepare(document_from_text("The brutal tyrant Lee met Orr. Orr praised him. It rained on Ann Poe.", "d"))
    table = annotate(document, portrayal=True)
    added = (table["layer"] == "portrayal") | (table["rule"] == "tone.encoder")
    assert set(table[added]["layer"]) == {"portrayal", "valence"}
    assert not table[table["layer"] == "stance"].empty
    plain = annotate(document)
    pd.testing.assert_frame_equal(table[~added].reset_index(drop=True), plain)
    pd.testing.assert_frame_equal(add_portrayal(document, plain), table)
