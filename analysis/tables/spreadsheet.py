"""Tables as CSV that a spreadsheet can open without running what an article says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

STARTS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of a formula


def as_csv(table: pd.DataFrame) -> str:
    """The table as CSV; a text that a spreadsheet would run as a formula has an apostrophe before it. Numbers stay.

    >>> import pandas as pd
    >>> as_csv(pd.DataFrame({"text": ["=1+1", "war"], "score": [-0.5, 1.0]}))
    "text,score\\n'=1+1,-0.5\\nwar,1.0\\n"
    """
    guarded = {
        str(name): column if column.dtype.kind in "iufb" else column.astype(object).map(_guarded)
        for name, column in table.items()
    }
    csv: str = table.assign(**guarded).to_csv(index=False, lineterminator="\n")
    return csv


def from_csv(texts: pd.Series) -> pd.Series:
    """Texts of such a file as they were before it was written.

    >>> import pandas as pd
    >>> from_csv(pd.Series(["'=1+1", "'tis"])).tolist()
    ['=1+1', "'tis"]
    """
    return texts.mask(texts.str.startswith(tuple(f"'{one}" for one in STARTS)), texts.str[1:])


def _guarded(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(STARTS) else value
