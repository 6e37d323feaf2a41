"""The shipped model: offline, the same on each run, fair to names; a damaged one is refused with its sha256."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.reader import encoder as module
from analysis.reader.encoder import FILES, MODEL, Encoder, ModelError, load_encoder, run_view
from analysis.reader.views import TargetSpan

HARSH, WARM, DRY = (
    "Critics condemned {} as corrupt and cruel.",
    "Thousands thanked {} for saving their homes.",
    "The two sides met {} on Tuesday.",
)


def item(text: str, name: str = "Lee") -> TargetSpan:
    start = text.index("{")
    return text.format(name), start, start + len(name)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def test_plain_cases(encoder: Encoder) -> None:
    """Blame, praise and a bare report are told apart."""
    found = encoder.portrayal([item(HARSH), item(DRY), item(WARM)])
    assert found.argmax(axis=1).tolist() == [0, 1, 2]
    np.testing.assert_allclose(found.sum(axis=1), 1)


def test_who_it_is_does_not_matter(encoder: Encoder) -> None:
    """The same sentence about anybody gets the very same score, also where the name stands again."""
    for text in (HARSH, WARM, DRY, "They blamed {0} for the flood, and {0}’s lies for the rest."):
        found = encoder.portrayal(
            [item(text, name) for name in ("Lee", "Hezbollah", "the United States", "Omar Haddad")]
        )
        assert (found == found[0]).all()


def test_a_score_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    """Alone or with others, once or twice: the same numbers."""
    items = [item(HARSH), item("{} " + "spoke of many things and then " * 40), item(WARM)]
    together = encoder.portrayal(items)
    assert (together == replace(encoder).portrayal(items)).all()  # another one remembers nothing
    for number, one in enumerate(items):
        assert (replace(encoder).portrayal([one])[0] == together[number]).all()
    assert encoder.portrayal([]).shape == (0, 3)


def test_a_view_is_read_once(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in several articles, and under several names, is read once."""
    asked = []
    monkeypatch.setattr(module, "run_view", lambda session, view: asked.append(view) or run_view(session, view))
    fresh = replace(encoder)
    first = fresh.portrayal([item(HARSH), item(DRY)])
    assert (fresh.portrayal([item(DRY, "Orr"), item(HARSH, "Orr")])[::-1] == first).all()
    assert len(asked) == 2


def test_valence_has_a_sign(encoder: Encoder) -> None:
    """Good news lies above bad news, within [-1, 1]."""
    good, bad = encoder.valence(["It was a wonderful and happy day.", "It was a terrible and bloody disaster."])
    assert -1 <= bad < 0 < good <= 1


def test_sentence_of_ten_thousand_words(encoder: Encoder) -> None:
    """It is read round the target."""
    words = ["word"] * 10_000
    words[5_000] = "Lee"
    text = " ".join(words)
    start = text.index("Lee")
    assert encoder.portrayal([(text, start, start + 3)]).shape == (1, 3)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(MODEL, tmp_path / "model")
    return tmp_path / "model"


@pytest.mark.parametrize("name", FILES)
def test_damaged_file_is_refused(copy: Path, name: str) -> None:
    """The message names the file and the sha256 that it should have."""
    path = copy / name
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    expected = json.loads((copy / "card.json").read_text())["sha256"][name]
    with pytest.raises(ModelError, match=rf"{name}: damaged: sha256 is .*, should be {expected}"):
        load_encoder(copy)
    path.unlink()
    with pytest.raises(ModelError, match=rf"{name}: no such file; its sha256 should be {expected}"):
        load_encoder(copy)


@pytest.mark.parametrize("card", ["", "[]", "{}", '{"sha256": {}, "temperature": 1}', '{"temperature": 0}'])
def test_bad_card_is_refused(copy: Path, card: str) -> None:
    """A card that is no card is named."""
    (copy / "card.json").write_text(card)
    with pytest.raises(ModelError, match=r"card\.json: not a card of a model"):
        load_encoder(copy)


def test_the_model_is_small() -> None:
    """What ships stays within 25 MB."""
    assert sum(path.stat().st_size for path in MODEL.iterdir()) <= 25_000_000
