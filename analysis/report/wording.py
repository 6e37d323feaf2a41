"""How numbers and names are written for readers."""

from __future__ import annotations

import math
from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def label_name(label: str) -> str:
    """A label as words.

    >>> label_name("military_action")
    'military action'
    """
    return label.replace("_", " ")


def voice_name(voice: str, speaker: str = "") -> str:
    """A voice as a reader calls it.

    >>> voice_name("narrator"), voice_name("direct"), voice_name("direct", "Ann"), voice_name("indirect", "Ann")
    ('the outlet', 'quoted words', 'Ann', 'Ann, reported')
    """
    if speaker and voice == "indirect":
        return f"{speaker}, reported"
    return speaker or {"narrator": "the outlet", "direct": "quoted words", "indirect": "reported words"}[voice]


def holder_name(holder: str) -> str:
    """A holder as a reader calls it.

    >>> holder_name("narrator"), holder_name("unnamed"), holder_name("Ali Shamkhani")
    ('the outlet', 'unnamed sources', 'Ali Shamkhani')
    """
    return {"narrator": "the outlet", "unnamed": "unnamed sources"}.get(holder, holder)


def number(value: float) -> str:
    """A figure with as many places as it deserves; a dash where it is undefined.

    >>> number(22.46), number(3.14159), number(0.234), number(float("nan")), number(-0.5), number(0)
    ('22', '3.1', '0.23', '–', '−0.50', '0')
    """
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    places = 0 if abs(value) >= 10 or value == 0 else 1 if abs(value) >= 1 else 2
    return f"{value:,.{places}f}".replace("-", "−")


def interval(low: float, high: float) -> str:
    """Two bounds.

    >>> interval(1.2, 6.5), interval(-0.6, 0.1), interval(float("nan"), float("nan"))
    ('1.2–6.5', '−0.60 to 0.10', '–')
    """
    if math.isnan(low) or math.isnan(high):
        return "–"
    return f"{number(low)} to {number(high)}" if low < 0 else f"{number(low)}–{number(high)}"


def percent(share: float) -> str:
    """A share in per cent.

    >>> percent(0.1426), percent(0.004)
    ('14 %', '0.4 %')
    """
    if math.isnan(share):
        return "–"
    return f"{100 * share:.{1 if 0 < share < 0.0095 else 0}f} %"


def counted(n: int, noun: str, plural: str = "") -> str:
    """A count with its noun.

    >>> counted(1, "term"), counted(2, "term"), counted(0, "entry", "entries")
    ('1 term', '2 terms', '0 entries')
    """
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def listed(items: list[str]) -> str:
    """Items as a list in a sentence.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def day(iso: str) -> str:
    """A date or a month as people write it; what is neither by ISO stays as it is.

    >>> day("2020-03-08"), day("2020-03"), day("spring 2020")
    ('8 March 2020', 'March 2020', 'spring 2020')
    """
    month = len(iso) == len("2020-03")
    try:
        parsed = date.fromisoformat(f"{iso}-01" if month else iso)
    except ValueError:
        return iso
    return f"{'' if month else f'{parsed.day} '}{_MONTHS[parsed.month - 1]} {parsed.year}"
