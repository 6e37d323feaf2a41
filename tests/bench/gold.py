"""Where the gold data are."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path


def gold_folder(words: Sequence[str] | None = None) -> Path:
    """The folder named among the words of the command line, else ``GOLD_DIR``, else the one beside the project."""
    given = sys.argv[1:] if words is None else words
    named = next((word for word in given if not word.startswith("-")), None)
    beside = Path(__file__).parents[2].parent / "shared" / "gold"
    return Path(named or os.environ.get("GOLD_DIR", beside))
