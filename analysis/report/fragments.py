"""Pieces of a page: small Jinja templates filled with values, every value escaped."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analysis.annotation import why
from analysis.lexicon.references import with_works
from analysis.report import wording

_TEMPLATES = Path(__file__).parent / "template" / "fragments"


FILES_BESIDE = "application/vnd.whose-words.files+json"  # in a notebook, until the report has written them


@dataclass(frozen=True)
class Fragment:
    """A piece of HTML that a notebook shows; ``text/plain`` is its words.

    ``files`` are texts that the rendered report puts beside itself, by the end of their name: ``{"_words.csv": …}``.
    """

    html: str
    files: Mapping[str, str] = field(default_factory=dict, repr=False)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        shown: dict[str, Any] = {"text/html": self.html, "text/plain": self.markup().striptags()}
        return shown | ({FILES_BESIDE: dict(self.files)} if self.files else {})

    def markup(self) -> Markup:
        """Its HTML, for use inside another fragment."""
        return Markup(self.html)  # noqa: S704 - made by an escaping template


def fill(template: str, **values: Any) -> Fragment:
    """Fill a template of this package; text in ``values`` is escaped, ``Markup`` is not.

    >>> "&lt;script&gt;" in fill("references", references=["<script>"]).html
    True
    """
    html = _environment().get_template(f"{template}.html.j2").render(values)
    return Fragment(re.sub(r"\n\s*\n+", "\n", html).strip())


def encoded(text: str) -> str:
    """A text in base64, for a link that saves it from within the page."""
    return base64.b64encode(text.encode()).decode()


def anchor(kind: str, name: object) -> str:
    """The id of a place in the page, safe in HTML, CSS and Typst.

    >>> anchor("frame", "military_action"), anchor("w", 120), anchor("frame", "a b<c")
    ('frame-military_action', 'w-120', 'frame-a-20b-3cc')
    """
    return f"{kind}-" + "".join(c if c.isascii() and (c.isalnum() or c == "_") else f"-{ord(c):x}" for c in str(name))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for function in (
        wording.number,
        wording.interval,
        wording.percent,
        wording.counted,
        wording.listed,
        wording.day,
        anchor,
    ):
        environment.filters[function.__name__] = function
    environment.filters["label_name"] = wording.label_name
    environment.globals["voice_name"] = wording.voice_name
    environment.filters["holder_name"] = wording.holder_name
    environment.filters["why"] = why
    environment.filters["cited"] = with_works
    return environment
