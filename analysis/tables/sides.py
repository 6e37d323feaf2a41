"""Sides in tables: who belongs to which, so that rows of a state and of its officials can be counted as one."""

from __future__ import annotations

import pandas as pd

from analysis.tables.table import rows_of


def side_of(table: pd.DataFrame) -> dict[str, str]:
    """The side of each actor that has one: actor → name of the side.

    Where documents differ, the side that the actor has in most of them is taken, the first of those that are equal.

    Args:
        table: Annotations with the layer ``side``, of one document or several.

    >>> from analysis.annotation import Annotation
    >>> from analysis.tables.table import build_table
    >>> row = Annotation("side", "member", 0, 8, "member", "Iran", "Ali Omid", rule="sides.office")
    >>> side_of(build_table("d", [row]))
    {'Ali Omid': 'Iran'}
    """
    counted = rows_of(table, "side", "member").groupby(["actor", "relation"], sort=False).size().reset_index(name="n")
    most = counted.sort_values("n", ascending=False, kind="stable").drop_duplicates("actor").sort_index()
    return dict(zip(most["actor"], most["relation"], strict=True))
