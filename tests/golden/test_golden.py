"""The seed article, row by row: whatever changes in its annotations shows as a difference.

What the encoder says is computed with 8 bits; a processor of another kind may move a score of its layers by ``NOISE``.
``WHOSE_WORDS_UPDATE=1 python -m pytest tests/golden`` writes the file anew; look at the difference before it is kept.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from analysis.annotate import annotate, prepare
from analysis.tables.table import covered_text
from analysis.text.read import read_document

GOLDEN = Path(__file__).parent / "seed.txt"
SEED = Path(__file__).parents[2] / "seeds" / "tehran-times_2020-03-08_shamkhani-baghdad.txt"
WIDEST = 120  # characters of the covered words: a whole body says no more than its ends
NOISE = 0.1
SCORE = slice(55, 61)  # of a line
COLUMNS = ["start", "end", "layer", "label", "role", "voice", "score", "rule"]


def lines() -> list[str]:
    """One line for each row of the seed article's table: offsets, what is said, and the words."""
    document = prepare(read_document(SEED))
    table = annotate(document, portrayal=True)
    written = table[COLUMNS].assign(score=table["score"].map("{:.2f}".format), words=covered_text(document, table))
    written["words"] = written["words"].str.split().str.join(" ").map(shorten)
    return sorted(
        (
            f"{start:5} {end:5}  {layer:8} {label:12} {role:10} {voice:8} {score:>6}  {rule:44} {words}"
            for start, end, layer, label, role, voice, score, rule, words in written.itertuples(index=False)
        ),
        key=lambda line: (int(line[:5]), line),
    )


def shorten(words: str) -> str:
    """The words, or where there are very many their beginning and end."""
    return words if len(words) <= WIDEST else f"{words[: WIDEST // 2]} … {words[-WIDEST // 2 :]}"


def differences(kept: Sequence[str], found: Sequence[str]) -> Iterator[str]:
    """The lines that are in one of both only, but for what noise moves."""
    changed = [line for line in difflib.ndiff(kept, found) if line[0] in "-+"]
    gone, new = ([line[2:] for line in changed if line[0] == sign] for sign in "-+")
    for line in list(gone):
        if (other := next((other for other in new if is_moved(line, other)), None)) is not None:
            gone.remove(line)
            new.remove(other)
    yield from (f"{sign} {line}" for sign, rest in (("-", gone), ("+", new)) for line in rest)


def is_moved(line: str, other: str) -> bool:
    """Whether both lines are of a layer that the encoder scores and are the same but for noise in the score, which may
    move the label with it."""
    same = all(line[part] == other[part] for part in (slice(22), slice(35, SCORE.start), slice(SCORE.stop, None)))
    return same and line[13:20] in ("stance ", "valence") and is_near(line, other)


def is_near(line: str, other: str) -> bool:
    """Whether both scores are the same but for noise."""
    return abs(float(line[SCORE]) - float(other[SCORE])) <= NOISE


def test_the_seed_article_is_annotated_as_before() -> None:
    """Every row of the seed article is the one that was looked at and kept; a missing file fails."""
    found = lines()
    if os.environ.get("WHOSE_WORDS_UPDATE") == "1":
        GOLDEN.write_text("\n".join([*found, ""]), encoding="utf-8")
    assert GOLDEN.is_file(), f"{GOLDEN.name} is missing: write it with WHOSE_WORDS_UPDATE=1"
    assert list(differences(GOLDEN.read_text(encoding="utf-8").splitlines(), found)) == []


@pytest.mark.parametrize(
    ("layer", "score", "other", "n"),
    [("valence", -0.29, -0.30, 0), ("valence", -0.29, -0.49, 2), ("agency", -0.29, -0.30, 2), ("stance", 1.0, 1.05, 0)],
)
def test_only_noise_is_passed_over(layer: str, score: float, other: float, n: int) -> None:
    """A score of the encoder may move a little, no other score at all."""
    line = "    1     9  {:8} positive     stretch    narrator {:6.2f}  rule words"
    assert len(list(differences([line.format(layer, score)], [line.format(layer, other)]))) == n
