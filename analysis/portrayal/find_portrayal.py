"""Portrayal: how a sentence makes an actor look, by a small model that never sees the actor's name.

It is no stance: reported harm, praise by others and the outlet's own praise all count alike. The classes and the data
are those of target-dependent sentiment in news (Hamborg & Donnay 2021, EACL).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.annotation import Annotation
from analysis.reader.encoder import CLASSES
from analysis.text.document import Document, Span

_Model: TypeAlias = Callable[[Sequence[tuple[str, int, int]]], NDArray[np.float64]]
_SURE = 0.5  # a side less probable than this is none


def find_portrayal(document: Document, mentions: Iterable[Annotation], model: _Model) -> Iterator[Annotation]:
    """How each sentence makes each actor in it look.

    Args:
        document: Parsed.
        mentions: Rows of layer actor; those without an actor, and those outside the parsed sentences, are passed over.
        model: Gives probabilities (unfavorable, none, favorable) from ``(sentence, start, end)``; asked once.

    Yields:
        For each mention a ``target``: ``favorable`` or ``unfavorable`` where that has a probability of 0.5, else
        ``none``; score P(favorable) - P(unfavorable).

    Raises:
        ValueError: If the model does not give three numbers for each item.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> news = parse(segment(Document("d", "Iran won.")))
    >>> rows = find_portrayal(news, [Annotation("actor", "name", 0, 4, "mention", actor="Iran")], lambda _: [[0, 0, 1]])
    >>> [(row.label, row.score) for row in rows]
    [('favorable', 1.0)]
    """
    placed = [(row, sentence) for row in mentions if row.actor and (sentence := _sentence(document, row))]
    items = [_item(document, row, sentence) for row, sentence in placed]
    given = np.asarray(model(items), dtype=float).reshape(-1, 3) if items else np.zeros((0, 3))
    if len(given) != len(items):
        raise ValueError(f"model must give {(len(items), 3)} numbers, got {given.shape}")
    for (row, _), shares in zip(placed, given, strict=True):
        label = CLASSES[int(shares.argmax())] if shares.max() >= _SURE else "none"
        score, relation = round(float(shares[2] - shares[0]), 4), f"portrayal:{row.start}-{row.end}"
        yield Annotation(
            "portrayal", label, row.start, row.end, "target", relation, row.actor, score, "portrayal.model"
        )


def _sentence(document: Document, row: Annotation) -> Span | None:
    """The parsed sentence that a mention stands in."""
    number = document.sentence_at(row.start)
    if number < 0 or row.end > document.sentences[number].end:
        return None
    sentence = document.sentences[number]
    inside = document.indices(sentence)
    return sentence if inside and document.tokens[inside.start].head >= 0 else None


def _item(document: Document, row: Annotation, sentence: Span) -> tuple[str, int, int]:
    return document.covered(sentence), row.start - sentence.start, row.end - sentence.start
