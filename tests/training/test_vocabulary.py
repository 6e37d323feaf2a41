"""A smaller vocabulary: frequent pieces stay, the others are spelt with shorter ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.reader.views import Reader, load_tokenizer
from analysis.training.vocabulary import choose_pieces, cut_tokenizer

PIECES = ["<s>", "<pad>", "</s>", "[UNK]", "rain", "##fall", "##s", "s", "r", "##a", "##i", "##n", "中", "<mask>"]


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A tokenizer of a dozen pieces."""
    from tokenizers import Tokenizer, models, pre_tokenizers

    vocabulary = {piece: number for number, piece in enumerate(PIECES)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "[UNK]", "<mask>"])
    tokenizer.save(str(tmp_path / "whole.json"))
    return tmp_path / "whole.json"


def spelt(path: Path, text: str) -> list[str]:
    return list(load_tokenizer(path).encode(text, add_special_tokens=False).tokens)


def test_rare_pieces_go(whole: Path, tmp_path: Path) -> None:
    """What stands once goes, and is read by its letters; special pieces and ASCII letters stay."""
    pieces = choose_pieces(whole, ["rainfall rainfalls", "rainfall"])
    assert [PIECES[number] for number in pieces] == [piece for piece in PIECES if piece != "中"]
    pieces = choose_pieces(whole, ["rain 中", "s 中"])
    assert [PIECES[number] for number in pieces] == [piece for piece in PIECES if piece not in ("rain", "##fall")]
    cut_tokenizer(whole, pieces, tmp_path / "cut.json")
    assert spelt(whole, "rain 中") == ["rain", "中"]
    assert spelt(tmp_path / "cut.json", "rain 中") == ["r", "##a", "##i", "##n", "中"]


def test_numbers_follow_the_order(whole: Path, tmp_path: Path) -> None:
    """The new number of a piece is its place; a reader finds the special ones."""
    pieces = choose_pieces(whole, [])
    cut_tokenizer(whole, pieces, tmp_path / "cut.json")
    data = json.loads((tmp_path / "cut.json").read_text(encoding="utf-8"))
    assert data["model"]["vocab"] == {PIECES[old]: new for new, old in enumerate(pieces)}
    assert [one["id"] for one in data["added_tokens"]] == [0, 1, 2, 3, len(pieces) - 1]
    view = Reader(load_tokenizer(tmp_path / "cut.json")).target(("s Lee s", 2, 5))
    assert [PIECES[pieces[number]] for number in view.ids] == ["<s>", "s", "<mask>", "s", "</s>"]
