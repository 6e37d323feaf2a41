"""Where a report comes from: source, lexicons, packages, parameters; what was measured; what was read."""

from __future__ import annotations

import json
import re
import shlex
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.report.applied_codebook import shipped_lexicons
from analysis.report.fragments import Fragment, fill
from analysis.text.parse import model_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analysis.lexicon.lexicon import Lexicon
    from analysis.text.document import Document

RESTS_ON = ("reading", "conclusions", "agency", "attribution")  # parts of the benchmark, what matters most first
MOST_FIGURES = 3
LOOKED_AT = ("seen", "dev", "all")  # parts of the data
MEASURED = Path(__file__).parent / "measured.json"  # written by `make bench`
PACKAGES = ("whose-words", "nltk", "spacy", "vaderSentiment", "pandas", "matplotlib", "papermill", "nbconvert")


def show_accuracy() -> Fragment:
    """How often what the brief rests on is right, by what `make bench` measured on unseen texts, and
    where the rest is to be read."""
    ours = [row for row in measured()["figures"] if (row["kind"], row["show"]) == ("ours", "finding")]
    unseen = {row["section"]: row for row in reversed(ours) if row["part"] not in LOOKED_AT}
    told = [unseen[section] for section in RESTS_ON if section in unseen]
    return fill("accuracy", figures=told[:MOST_FIGURES])


_BEGINNING = r"(?:[a-z]+ )?[A-Z][\w’'-]+, [A-Z]\.[^();]{0,150}(?: \(eds?\.\))? \(\d{4}\)"  # Meyer, M. (eds.) (2009)


_PLACE = re.compile(
    r",? (?:(?:chs?|vol|sect?|pp?)\. [^.]*(?:\([^()]*\))?|[IVX]+\.\d[\d-]*(?: and [IVX]+\.\d[\d-]*)?|\d+\.\d+)(?=[.,])"
)
_SHORT = re.compile(r"[^().]*(?: et al\.)?,? \(?\d{4}")


def show_references(lexicons: list[Lexicon]) -> Fragment:
    """The literature behind the lexicons and the measures used."""
    listed = {category.reference for lexicon in lexicons for category in lexicon.categories.values()}
    listed |= {lexicon.provenance.reference for lexicon in lexicons} | set(measured()["references"])
    return fill("references", references=distinct(work for text in sorted(listed) for work in works_in(text)))


def distinct(works: Iterable[str]) -> list[str]:
    """Works in order, each listed once, in its fullest form: a work cited by chapter or in short is the same work.

    >>> distinct(["Palmer, F. (2001). Mood and Modality, ch. 3.", "Palmer, F. et al. (2001). Mood and modality: A.",
    ...           "Palmer 2001.", "Palmer (2001), the classes.", "Palmer, F. (2001). Grammar."])
    ['Palmer, F. (2001). Grammar.', 'Palmer, F. et al. (2001). Mood and modality: A.']
    """
    full: dict[tuple[str, str, str], str] = {}
    short: dict[tuple[str, str], str] = {}
    for work in sorted({_PLACE.sub("", work).replace("..", ".") for work in works}):
        author, year, title = _signature(work)
        if _SHORT.match(work):
            short.setdefault((author, year), work)
        elif len(work) > len(full.get((author, year, title), "")):
            full[author, year, title] = work
    told = {(author, year) for author, year, _ in full}
    return sorted([*full.values(), *(work for key, work in short.items() if key not in told)])


def _signature(work: str) -> tuple[str, str, str]:
    """First author, year and beginning of the title, which identify a work however it is cited."""
    year = re.search(r"\d{4}", work)
    title = re.split(r"[.:,(]", work[year.end() if year else 0 :].lstrip("). "), maxsplit=1)[0]
    return re.split(r"[, ]", work, maxsplit=1)[0], year[0] if year else "", title.casefold()


def works_in(reference: str) -> list[str]:
    """The works that a reference names, without the remarks in brackets at their end.

    >>> works_in("Card, D. (2015). Frames (health); Nye, J. S. (2004). Soft Power. Atkinson, M. (1984). Our Masters.")
    ['Card, D. (2015). Frames.', 'Nye, J. S. (2004). Soft Power.', 'Atkinson, M. (1984). Our Masters.']
    """
    works = re.split(rf";\s+(?=(?:van |de )?[A-Z])|(?<=\.)\s+(?={_BEGINNING})", reference)
    bare = [re.sub(r"\s*\((?!eds?\.)[a-z][^()]*\)(?=\.)", "", f"{work.strip(' .')}.").strip(" .") for work in works]
    bare = [re.sub(r"(\s*\([^()]*\.?\))+$", "", work).strip(" .") for work in bare]
    return [f"{work}." for work in bare if work]


def show_provenance(
    document: Document, settings: Any, parameters: Mapping[str, Any], notebook: str = "codebook"
) -> Fragment:
    """Source and its sha256, lexicons and known actors, packages with versions, parameters, and the command that
    renders the report again.

    Args:
        document: The article.
        settings: What the analysis went by, its files read (``Settings.loaded``).
        parameters: Of the notebook.
        notebook: Its name.
    """
    known = settings.actors
    dictionaries = [dictionary.lexicon for dictionary in settings.dictionaries]
    given = {name: value for name, value in parameters.items() if name != "source"}
    options = [word for name, value in given.items() for word in ("-p", name, str(value))]
    command = ["python", "-m", "analysis", "report", str(parameters["source"]), "--notebook", notebook, *options]
    return fill(
        "provenance",
        meta=document.meta,
        lexicons=[*settings.frames, *settings.valence, *dictionaries, *shipped_lexicons()],
        known=known,
        known_file=Path(known.path).name,
        packages={name: version_of(name) for name in PACKAGES},
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
