"""A smaller vocabulary: the word pieces that texts are made of, so that a small file has room for layers instead.

What stood in a piece that is left out is read in shorter pieces; every ASCII character stays one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from analysis.reader.views import load_tokenizer


def choose_pieces(tokenizer: Path, texts: Sequence[str], least: int = 2) -> list[int]:
    """The numbers of the pieces that stand at least ``least`` times in the texts, of special ones, and of single ASCII
    characters."""
    reader = load_tokenizer(tokenizer)
    seen = Counter(piece for text in texts for piece in reader.encode(text, add_special_tokens=False).ids)
    special = {one["id"] for one in json.loads(tokenizer.read_text(encoding="utf-8"))["added_tokens"]}
    return sorted(
        number
        for piece, number in reader.get_vocab().items()
        if seen[number] >= least or number in special or (len(bare := piece.removeprefix("##")) == 1 and bare.isascii())
    )


def cut_tokenizer(tokenizer: Path, pieces: Sequence[int], path: Path) -> None:
    """Write a tokenizer with those pieces only, numbered in their order."""
    data = json.loads(tokenizer.read_text(encoding="utf-8"))
    new = {old: number for number, old in enumerate(pieces)}
    vocabulary = sorted(data["model"]["vocab"].items(), key=lambda pair: int(pair[1]))
    data["model"]["vocab"] = {piece: new[old] for piece, old in vocabulary if old in new}
    data["added_tokens"] = [one | {"id": new[one["id"]]} for one in data["added_tokens"] if one["id"] in new]
    data["post_processor"] = None
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
