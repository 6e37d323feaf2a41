"""Where a report comes from: source, lexicons, packages, parameters; what was measured; what was read."""

from __future__ import annotations

import json
import shlex
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.lexicon.references import cited_keys, works
from analysis.report.applied_codebook import shipped_lexicons
from analysis.report.fragments import Fragment, fill
from analysis.text.parse import model_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.lexicon.lexicon import Lexicon
    from analysis.text.document import Document

_RESTS_ON = ("reading", "conclusions", "agency", "attribution")  # parts of the benchmark, what matters most first
_MOST_FIGURES = 3
_LOOKED_AT = ("seen", "dev", "all")  # parts of the data
MEASURED = Path(__file__).parent / "measured.json"  # written by `make bench`
_PACKAGES = ("whose-words", "nltk", "spacy", "vaderSentiment", "pandas", "matplotlib", "papermill", "nbconvert")


def show_accuracy() -> Fragment:
    """How often what the brief rests on is right, by what `make bench` measured on unseen texts, and
    where the rest is to be read."""
    ours = [row for row in measured()["figures"] if (row["kind"], row["show"]) == ("ours", "finding")]
    unseen = {row["section"]: row for row in reversed(ours) if row["part"] not in _LOOKED_AT}
    told = [unseen[section] for section in _RESTS_ON if section in unseen]
    return fill("accuracy", figures=told[:_MOST_FIGURES])


def show_references(lexicons: list[Lexicon]) -> Fragment:
    """The literature behind the lexicons and the measures used; what cites no work of ours stands as it is."""
    named = {category.reference for lexicon in lexicons for category in lexicon.categories.values()}
    named |= {lexicon.provenance.reference for lexicon in lexicons} | set(measured()["references"])
    keys = {key for reference in named for key in cited_keys(reference)}
    own = {reference for reference in named if reference and not cited_keys(reference)}
    return fill("references", references=sorted([*(f"{works()[key]}." for key in keys), *own]))


def show_provenance(document: Document, settings: Any, parameters: Mapping[str, Any]) -> Fragment:
    """Source and its sha256, lexicons and known actors, packages with versions, parameters, and the command that
    renders the report again.
    """
    known = settings.actors
    dictionaries = [dictionary.lexicon for dictionary in settings.dictionaries]
    given = {name: value for name, value in parameters.items() if name != "source"}
    options = [word for name, value in given.items() for word in ("-p", name, str(value))]
    command = ["python", "-m", "analysis", "report", str(parameters["source"]), "--notebook", "codebook", *options]
    return fill(
        "provenance",
        meta=document.meta,
        lexicons=[*settings.frames, *settings.valence, *dictionaries, *shipped_lexicons()],
        known=known,
        known_file=Path(known.path).name,
        packages={name: version_of(name) for name in _PACKAGES},
        model=model_name(),
        parameters=parameters,
        command=shlex.join(command),
    )


@lru_cache(maxsize=1)
def measured() -> dict[str, Any]:
    """The file that the benchmark writes: ``tables`` (title, columns, rows, note) and ``references``."""
    content: dict[str, Any] = json.loads(MEASURED.read_text(encoding="utf-8"))
    return content


def version_of(package: str) -> str:
    """The installed version of a package, or that it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
