"""How much a function does, told without a clock: the lines of Python it runs, the same on any machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def lines_run(function: Callable[[], object]) -> int:
    """Lines of Python that run until the function returns; a loop on one line counts at each turn.

    >>> lines_run(lambda: [n for n in range(400)]) > 3 * lines_run(lambda: [n for n in range(100)])
    True
    """
    n, before = 0, sys.gettrace()

    def count(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal n
        n += event == "line"
        return count

    sys.settrace(count)
    try:
        function()
    finally:
        sys.settrace(before)
    return n
