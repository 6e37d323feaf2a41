"""What goes once to each worker of Dask."""

from __future__ import annotations

from typing import Any

from distributed import WorkerPlugin


class Shared(WorkerPlugin):
    """What the parts of a run have in common, under a name. Each worker has it once, one that starts later, too: sent
    with each part, it would be kept with each."""

    def __init__(self, name: str, *given: Any) -> None:
        self.name, self.given = name, given
