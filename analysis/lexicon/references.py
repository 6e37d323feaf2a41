"""The works that lexicons and rules rest on: entries of BibTeX in ``data/references.bib``, cited by key.

A reference is prose in which ``@key`` stands for a work, as in ``@huddleston2002, ch. 9; @karttunen1971``; without a
key it is taken as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

_BIBLIOGRAPHY = Path(__file__).parent / "data" / "references.bib"
_ENTRY = re.compile(r"^@\w+\{(\w+),\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"^\s*(\w+) = \{(.*)\},$", re.MULTILINE)
_KEY = re.compile(r"(?<!\w)@(\w+)")


def cited_keys(reference: str) -> list[str]:
    """The keys of the works that a reference cites.

    >>> cited_keys("@huddleston2002, ch. 9; @karttunen1971")
    ['huddleston2002', 'karttunen1971']
    """
    return [key for key in _KEY.findall(reference) if key in works()]


def with_works(reference: str) -> str:
    """A reference with its works written out.

    >>> with_works("@jones2002, ch. 2")
    'Jones, S. (2002). Antonymy: A Corpus-based Perspective. Routledge, ch. 2.'
    >>> with_works("Your codebook, page 1.")
    'Your codebook, page 1.'
    """
    written = _KEY.sub(lambda key: works().get(key[1], key[0]), reference)
    return written if written == reference else f"{written.rstrip('.')}."


@lru_cache(maxsize=1)
def works() -> Mapping[str, str]:
    """Every work by its key, written out without the full stop at its end."""
    text = _BIBLIOGRAPHY.read_text(encoding="utf-8")
    return {key: _written(dict(_FIELD.findall(fields))) for key, fields in _ENTRY.findall(text)}


def _written(work: Mapping[str, str]) -> str:
    year = f" ({work['year']})" if "year" in work else ""
    who = _people(work["author"]) if "author" in work else f"{_people(work['editor'])} (eds.)"
    title = ", ".join(work[name] for name in ("title", "edition") if name in work)
    number = f"({work['number']})" if "number" in work else ""
    volume = f" {work['volume']}{number}" if "volume" in work else ""
    inside = work.get("journal", "") + volume or work.get("booktitle", "")
    if "booktitle" in work and "editor" in work:
        inside = f"In {_people(work['editor'])} (ed{'s' * (' and ' in work['editor'])}.), {inside}"
    place = ", ".join(part for part in (inside, work.get("pages", "")) if part)
    rest = (place, *(work.get(name, "") for name in ("publisher", "school", "note", "url")))
    return ". ".join(part.rstrip(".") for part in (f"{who}{year}", title, *rest) if part).replace("?.", "?")


def _people(names: str) -> str:
    *others, last = [name.strip("{}") for name in names.split(" and ")]
    if last == "others":
        return f"{', '.join(others)} et al."
    return f"{', '.join(others)} & {last}" if others else last
