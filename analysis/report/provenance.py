"""Where a report comes from: source, lexicons, packages, parameters; what was measured; what was read."""

from __future__ import annotations

import json
import re
import shlex
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.report.fragments import Fragment, fill
from analysis.text.parse import model_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analysis.lexicon.actors import Actors
    from analysis.lexicon.lexicon import Lexicon
    from analysis.text.document import Document

MEASURED = Path(__file__).parent / "measured.json"  # written by `make bench`
PACKAGES = ("whose-words", "nltk", "spacy", "vaderSentiment", "pandas", "matplotlib", "papermill", "nbconvert")


def show_measured() -> Fragment:
    """What `make bench` measured, with its baseline."""
    return fill("measured", tables=measured()["tables"])


def show_references(lexicons: list[Lexicon]) -> Fragment:
    """The literature behind the lexicons and the measures used."""
    listed = {category.reference for lexicon in lexicons for category in lexicon.categories.values()}
    listed |= {lexicon.provenance.reference for lexicon in lexicons} | set(measured()["references"])
    return fill("references", references=distinct(work for text in sorted(listed) for work in works_in(text)))


def distinct(works: Iterable[str]) -> list[str]:
    """Works in order, each once: by chapters or short, a work is still one.

    >>> distinct(["Palmer, F. (2001). Mood and Modality, ch. 3. CUP.", "Palmer, F. (2001). Mood and Modality. CUP.",
    ...           "Palmer 2001."])
    ['Palmer, F. (2001). Mood and Modality. CUP.']
    """
    whole = {
        re.sub(r",? (?:chs?|vol|sect?|pp?)\. [^.]*(?:\([^()]*\))?(?=[.,])", "", work).replace("..", ".")
        for work in works
    }
    known = {re.sub(r"\W", "", work).lower(): work for work in sorted(whole)}
    short = {work for work in known.values() if re.fullmatch(r"[^().]+? \(?\d{4}\)?\.", work)}
    long = {_author_and_year(work) for work in known.values() if work not in short}
    return sorted(work for work in known.values() if work not in short or _author_and_year(work) not in long)


def _author_and_year(work: str) -> tuple[str, str]:
    year = re.search(r"\d{4}", work)
    return re.split(r"[, ]", work, maxsplit=1)[0], year[0] if year else ""


def works_in(reference: str) -> list[str]:
    """The works that a reference names, without the remarks in brackets at their end.

    >>> works_in("Boydstun, A. E. (2014). Tracking frames (health); Nye, J. S. (2004). Soft Power. PublicAffairs.")
    ['Boydstun, A. E. (2014). Tracking frames.', 'Nye, J. S. (2004). Soft Power. PublicAffairs.']
    """
    works = re.split(r";\s+(?=[A-Z])", reference)
    bare = [re.sub(r"(\s*\([^()]*\.?\))+$", "", work.strip(" .")).strip(" .") for work in works]
    return [f"{work}." for work in bare if work]


def show_provenance(
    document: Document,
    lexicons: list[Lexicon],
    known: Actors,
    parameters: Mapping[str, Any],
    notebook: str = "article",
) -> Fragment:
    """Source and its sha256, lexicons and known actors, packages with versions, parameters, and the command that
    renders it again."""
    given = {name: value for name, value in parameters.items() if name != "source"}
    options = [word for name, value in given.items() for word in ("-p", name, str(value))]
    command = shlex.join(
        ["python", "-m", "analysis", "report", str(parameters["source"]), "--notebook", notebook, *options]
    )
    return fill(
        "provenance",
        meta=document.meta,
        lexicons=lexicons,
        known=known,
        known_file=Path(known.path).name,
        packages={name: _version(name) for name in PACKAGES},
        model=model_name(),
        parameters=parameters,
        command=command,
    )


@lru_cache(maxsize=1)
def measured() -> dict[str, Any]:
    """The file that the benchmark writes: ``tables`` (title, columns, rows, note) and ``references``."""
    found: dict[str, Any] = json.loads(MEASURED.read_text(encoding="utf-8"))
    return found


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
