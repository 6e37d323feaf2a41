"""The speech reader: plain cases, odd text, the same on each run; a damaged file is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.annotate import prepare
from analysis.reader.encoder import ModelError
from analysis.reader.speech import SPEECH_FILES, SPEECH_MODEL, SpeechReader, load_speech_reader
from analysis.text.document import Span
from analysis.text.read import document_from_text

REPORT = (
    "The mayor of Norland said on Monday that the harbour would stay shut until the lights were mended.\n\n"
    "Two weeks ago a storm tore the lamps from the quay, and fishing boats have been moored since then."
)


@pytest.fixture(scope="module")
def reader() -> SpeechReader:
    return load_speech_reader()


def heard(reader: SpeechReader, text: str, words: str) -> float:
    """How likely some words of a text are speech, on average."""
    document = prepare(document_from_text(text, "d"))
    likely = reader.read(text).likely(document)
    start = text.index(words)
    return float(np.mean([likely[i] for i in document.indices(Span(start, start + len(words)))]))


def test_speech_and_narration_are_told_apart(reader: SpeechReader) -> None:
    """What somebody is reported to have said, and what the outlet tells."""
    assert heard(reader, REPORT, "the harbour would stay shut") > 0.8
    assert heard(reader, REPORT, "Two weeks ago a storm tore the lamps") < 0.2


def test_it_points_to_the_source(reader: SpeechReader) -> None:
    """The words of speech point to whoever says them, most of all."""
    reading = reader.read(REPORT)
    start = REPORT.index("the harbour would")
    places = reading.pointed([Span(start, start + 60)])
    assert 0 < sum(places.values()) <= 1 + 1e-6
    best = next(iter(places))
    assert REPORT[best.start : best.end] in ("mayor", "The", "of", "nor", "##land", "norland", "Norland")
    assert reading.pointed([Span(0, 0)]) == {}


def test_a_line_is_read_alike_whatever_stands_after_its_window(reader: SpeechReader) -> None:
    """Pieces of the first window do not change when the text grows beyond it."""
    lines = "\n".join(f"On day {n} the boats of the town lay in the harbour and nobody came." for n in range(40))
    short, long = reader.read(lines), reader.read(lines + "\n" + lines)
    np.testing.assert_array_equal(short.likelihoods["speech"][:200], long.likelihoods["speech"][:200])
    np.testing.assert_array_equal(short.likelihoods["speech"], reader.read(lines).likelihoods["speech"])


@settings.get_profile("costly")
@given(st.text(max_size=200))
def test_odd_text(text: str) -> None:
    """Anything can be read; likelihoods lie between 0 and 1, and each token of the document has one."""
    reading = load_speech_reader().read(text)
    assert ((reading.likelihoods["speech"] >= 0) & (reading.likelihoods["speech"] <= 1)).all()
    document = prepare(document_from_text(text, "d"))
    assert len(reading.likely(document)) == len(document.tokens)
    assert all(0 <= start <= end <= len(text) for start, end in reading.offsets)


def test_long_words_and_long_texts(reader: SpeechReader) -> None:
    """A word of ten thousand letters, and three thousand words in a line."""
    for text in ("a" * 10_000, "word " * 3_000):
        assert len(reader.read(text).likelihoods["speech"]) > 0


@pytest.mark.parametrize("name", SPEECH_FILES)
def test_damaged_reader_is_refused(tmp_path: Path, name: str) -> None:
    """The message names the file and the sha256 that it should have."""
    folder = tmp_path / "model"
    shutil.copytree(SPEECH_MODEL, folder)
    path = folder / name
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    expected = json.loads((folder / "card.json").read_text())["sha256"][name]
    with pytest.raises(ModelError, match=rf"{name}: damaged: sha256 is .*, should be {expected}"):
        load_speech_reader(folder)


def test_the_card_credits_its_data() -> None:
    """Whoever made what was learned from is named, with the licence."""
    card = json.loads((SPEECH_MODEL / "card.json").read_text(encoding="utf-8"))
    assert {row["licence"] for row in card["data"]} <= {"CC BY 2.5", "CC BY 4.0", "MIT", "CC BY 2.5, labels CC BY 4.0"}
    assert any("Wikinews" in row["name"] for row in card["data"])
