"""Where the gold data are."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def gold_folder() -> Path:
    """The folder named on the command line, else ``GOLD_DIR``, else the one beside the project."""
    named = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
    beside = Path(__file__).parents[2].parent / "shared" / "gold"
    return Path(named or os.environ.get("GOLD_DIR", beside))
