"""What the encoder learns from: labelled sentences whose licence lets the weights be shipped, and their unlabelled kin.

NewsMTSC (Hamborg & Donnay 2021; MIT), editorial snippets with valence (Hutto & Gilbert 2014; MIT) and climate articles
(Frermann et al. 2023; MIT) are read from the folder of gold data; nothing of them is kept but the weights.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from analysis.reader.encoder import Matrix
from analysis.reader.views import TargetSpan, View

States = NDArray[np.float16]
N_CLASSES = 3
CLASS_OF = {2: 0, 4: 1, 6: 2}  # polarity of NewsMTSC -> against, none, favor
RATED_SHARE = 0.2  # of the articles with rated snippets, kept back to measure valence
_SHORTEST, _LONGEST = 40, 600  # characters of a sentence worth labelling
_NO_STATES = np.zeros((0, 0), np.float16)
_DOCUMENT = re.compile(r"(.+?_\d+)_")


@dataclass(frozen=True, slots=True)
class Labelled:
    """An item with its class, and the article it comes from."""

    item: TargetSpan
    label: int
    document: str


@dataclass(frozen=True, slots=True)
class Rated:
    """A text with its mean valence in [-1, 1], and the article it comes from."""

    text: str
    valence: float
    document: str


@dataclass(frozen=True)
class Examples:
    """Views with what is known of each: probabilities of the stance n x 3, valence n in [-1, 1]; NaN where unknown.

    ``likeness`` holds a teacher's states of each view, pieces x any one width; 0 x 0 where there are none.
    """

    views: Sequence[View]
    stance: Matrix
    valence: NDArray[np.float64]
    likeness: Sequence[States]

    def __post_init__(self) -> None:
        n = len(self.views)
        if self.stance.shape != (n, N_CLASSES) or self.valence.shape != (n,) or len(self.likeness) != n:
            got = f"{self.stance.shape}, {self.valence.shape}, {len(self.likeness)}"
            raise ValueError(f"stance, valence, likeness: must be ({n}, 3), ({n},) and {n}, got {got}")
        for number, (view, states) in enumerate(zip(self.views, self.likeness, strict=True)):
            if len(states) not in (0, len(view.ids)):
                raise ValueError(f"likeness[{number}]: must be of {len(view.ids)} pieces, got {len(states)}")

    @property
    def width(self) -> int:
        """The width of the teacher's states; 0 where there is no teacher."""
        return max((states.shape[1] for states in self.likeness), default=0)

    @classmethod
    def of_stance(cls, views: Sequence[View], stance: Matrix, likeness: Sequence[States] | None = None) -> Examples:
        """Examples without valence; classes as numbers are taken as certain."""
        known = np.eye(N_CLASSES)[stance.astype(int)] if stance.ndim == 1 else stance
        return cls(views, known, np.full(len(views), np.nan), likeness or [_NO_STATES] * len(views))

    @classmethod
    def of_valence(cls, views: Sequence[View], valence: NDArray[np.float64]) -> Examples:
        """Examples without stance."""
        return cls(views, np.full((len(views), N_CLASSES), np.nan), valence, [_NO_STATES] * len(views))

    def __add__(self, other: Examples) -> Examples:
        return Examples(
            [*self.views, *other.views],
            np.concatenate([self.stance, other.stance]),
            np.concatenate([self.valence, other.valence]),
            [*self.likeness, *other.likeness],
        )


def read_targets(path: Path) -> list[Labelled]:
    """The labelled targets of a file of NewsMTSC; targets without a clear label are left out."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        named = _DOCUMENT.match(row["primary_gid"])
        document = named.group(1) if named else row["primary_gid"]
        for target in row["targets"]:
            if (label := CLASS_OF.get(target["polarity"])) is not None:
                item = (row["sentence_normalized"], target["from"], target["to"])
                found.append(Labelled(item, label, document))
    return found


def read_ratings(path: Path) -> list[Rated]:
    """The rated snippets: valence divided by 4; the article is the part of the id before the underscore."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Rated(row["text"], float(row["mean_valence"]) / 4, row["id"].split("_")[0]) for row in rows]


def read_climate_articles(path: Path) -> list[str]:
    """The texts of the climate articles."""
    csv.field_size_limit(2**31 - 1)
    with path.open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file, delimiter="\t")]


Row = TypeVar("Row", Labelled, Rated)


def split(rows: Sequence[Row], share: float = 0.08) -> tuple[list[Row], list[Row]]:
    """Rows to learn from, and rows kept back to choose by or to measure with: whole articles, by their hash."""
    kept = [draw(row.document) < share for row in rows]
    return (
        [row for row, back in zip(rows, kept, strict=True) if not back],
        [row for row, back in zip(rows, kept, strict=True) if back],
    )


def find_targets(texts: Sequence[str], most: int = 8) -> Iterator[TargetSpan]:
    """Targets nobody has labelled, for a teacher to label: names, pronouns and nouns in the sentences of ``texts``.

    At most ``most`` a sentence, drawn by hash, so that the same texts always give the same targets.
    """
    from analysis.text.parse import parse
    from analysis.text.read import document_from_text
    from analysis.text.segment import segment

    for number, text in enumerate(texts):
        document = parse(segment(document_from_text(text, f"text-{number}")))
        for sentence in document.sentences:
            if not _SHORTEST <= sentence.end - sentence.start <= _LONGEST:
                continue
            spans = set()
            for index in document.indices(sentence):
                token = document.tokens[index]
                if token.pos in {"PROPN", "PRON", "NOUN"} and token.dep in {"nsubj", "nsubjpass", "dobj", "pobj"}:
                    spans.add((token.start - sentence.start, token.end - sentence.start))
            covered = document.covered(sentence)
            drawn = sorted(spans, key=lambda span: draw(f"{span}{covered}"))
            yield from ((covered, *span) for span in drawn[:most])


def macro_f1(found: NDArray[np.int64], truth: NDArray[np.int64]) -> float:
    """The mean over the classes of F1: twice the hits, of all that was found and all that is true.

    >>> round(macro_f1(np.array([0, 1, 1, 2]), np.array([0, 1, 2, 2])), 4)
    0.7778
    """
    scores = [
        2 * ((found == c) & (truth == c)).sum() / max(1, (found == c).sum() + (truth == c).sum())
        for c in range(N_CLASSES)
    ]
    return float(np.mean(scores))


def draw(text: str) -> float:
    """A number in [0, 1) that depends on the text alone."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) / 2**32
