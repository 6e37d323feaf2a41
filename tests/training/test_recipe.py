"""The recipe on networks small enough to train in seconds; skipped where torch is not installed (extra train)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.reader.encoder import MODEL, read_card
from analysis.training.examples import Labelled, Rated

torch = pytest.importorskip("torch", reason="torch is in the extra 'train' only")
transformers = pytest.importorskip("transformers", reason="transformers is in the extra 'train' only")

from analysis.training import card, recipe  # noqa: E402 - only where torch is there

SPECIAL = ["<s>", "<pad>", "</s>", "[UNK]", "<mask>"]
WORDS = [*SPECIAL, "never", "Lee", "Ann", "praised", "blamed", "met", "they"]
VERBS = {"blamed": 0, "met": 1, "praised": 2}


def rows(names: list[str]) -> list[Labelled]:
    """Sentences whose verb is the label."""
    return [
        Labelled((f"they {verb} {name}", 6 + len(verb), 6 + len(verb) + len(name)), label, f"{name}{verb}")
        for name in names
        for verb, label in VERBS.items()
    ]


RATED = [
    Rated(f"they {verb}", value, article) for article in "ab" for verb, value in (("praised", 0.5), ("blamed", -0.5))
]
OTHERS = [("they met they", 9, 13), ("Ann blamed Lee", 0, 3)]
DATA = recipe.Data(rows(["Lee"] * 8), rows(["Ann"] * 4), rows(["Ann"]), RATED, RATED, OTHERS)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An MPNet of two layers, with a tokenizer that knows a dozen words."""
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({word: number for number, word in enumerate(WORDS)}, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.add_special_tokens(SPECIAL)
    folder = tmp_path_factory.mktemp("base")
    torch.manual_seed(0)
    config = transformers.MPNetConfig(
        vocab_size=40, hidden_size=64, num_hidden_layers=2, num_attention_heads=2, intermediate_size=128
    )
    transformers.MPNetModel(config, add_pooling_layer=False).save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


PLAN = replace(recipe.TEACHER, epochs=2, rate=3e-3, batch=8, half=False)


@pytest.fixture(scope="module")
def taught(base: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[recipe.Taught, recipe.Taught]:
    """What two small teachers say; asked twice, they are trained once."""
    folder = tmp_path_factory.mktemp("teachers")
    first = recipe.teach(DATA, base, folder, PLAN, teachers=2)
    written = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    again = recipe.teach(DATA, base, folder, PLAN, teachers=2)
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == written
    assert len(written) == 2
    for one, other in zip(first, again, strict=True):
        np.testing.assert_array_equal(one.stance, other.stance)
    return first


def test_teachers_judge_all(taught: tuple[recipe.Taught, recipe.Taught]) -> None:
    """Probabilities of each target, labelled or not, and one state a piece of each view."""
    known, guessed = taught
    assert (known.stance.shape, guessed.stance.shape) == ((24, 3), (2, 3))
    np.testing.assert_allclose(known.stance.sum(axis=1), 1)
    assert [len(states) for states in (*known.likeness, *guessed.likeness)] == [5] * 26
    assert known.likeness[0].dtype == np.float16


def test_student_ships_and_goes_on(base: Path, taught: tuple[recipe.Taught, recipe.Taught], tmp_path: Path) -> None:
    """It learns the verb, ships with a card, and another goes on from what shipped, its card naming it."""
    first = recipe.cut_student(DATA, base, tmp_path / "first", layers=1)
    plan = replace(recipe.STUDENT, epochs=12, rate=3e-3, head_rate=1e-2, batch=8, half=False, frozen=False)
    student = recipe.train_student(DATA, first, *taught, plan)
    made = card.ship(student, first / "tokenizer.json", DATA, tmp_path / "one", plan)
    assert made["measured"]["kept"] == {"n": 12, "macro_f1": 1.0, "accuracy": 1.0} | {
        "ece": made["measured"]["kept"]["ece"]
    }
    assert "start" not in made
    short = replace(plan, epochs=1, rate=1e-5, head_rate=1e-5)
    more = recipe.train_student(DATA, first, *taught, short, str(tmp_path / "one"))
    card.ship(more, first / "tokenizer.json", DATA, tmp_path / "two", short, str(tmp_path / "one"))
    found = read_card(tmp_path / "two")
    assert found["measured"]["kept"]["macro_f1"] == 1.0
    assert found["start"]["sha256"] == made["sha256"]
    assert found["measured"]["valence"]["r"] > 0.9

    renewed = card.renew(tmp_path / "two", first, DATA, "9.9")
    assert (renewed["version"], renewed["sha256"]) == ("9.9", found["sha256"])
    assert renewed["measured"]["kept"] == found["measured"]["kept"]
    assert read_card(tmp_path / "two") == renewed


def test_the_shipped_card_tells_the_recipe() -> None:
    """The card of the model that ships names the plans, the data and the licences."""
    found = read_card(MODEL)
    assert {"recipe", "examples", "data", "weights", "limits", "measured"} <= found.keys()
