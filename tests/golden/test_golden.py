"""The seed article, row by row: whatever changes in its annotations shows as a difference.

``WHOSE_WORDS_UPDATE=1 python -m pytest tests/golden`` writes the file anew; look at the difference before it is kept.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

from analysis.annotate import annotate, prepare
from analysis.tables.table import covered_text
from analysis.text.read import read_document

GOLDEN = Path(__file__).parent / "seed.txt"
SEED = Path(__file__).parents[2] / "seeds" / "tehran-times_2020-03-08_shamkhani-baghdad.txt"
WIDEST = 120  # characters of the covered words: a whole body says no more than its ends
COLUMNS = ["start", "end", "layer", "label", "role", "voice", "score", "rule"]


def lines() -> list[str]:
    """One line for each row of the seed article's table: offsets, what is said, and the words."""
    document = prepare(read_document(SEED))
    table = annotate(document)
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


def test_the_seed_article_is_annotated_as_before() -> None:
    """Every row of the seed article is the one that was looked at and kept; a missing file fails."""
    found = lines()
    if os.environ.get("WHOSE_WORDS_UPDATE") == "1":
        GOLDEN.write_text("\n".join([*found, ""]), encoding="utf-8")
    assert GOLDEN.is_file(), f"{GOLDEN.name} is missing: write it with WHOSE_WORDS_UPDATE=1"
    kept = GOLDEN.read_text(encoding="utf-8").splitlines()
    difference = "\n".join(difflib.unified_diff(kept, found, "kept", "found", lineterm="", n=0))
    assert not difference, f"\n{difference}"
