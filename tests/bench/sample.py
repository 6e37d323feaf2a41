"""Rows of one layer to judge by reading: ``python -m tests.bench.sample LAYER [--n 60] [--seed 1] [--articles 40]``.

Draws articles of ``gold/event_soleimani`` and ``open_news``, half of each, and from them rows of the role that the
layer counts, at most four an article; ``naming`` draws loaded forms of ``tabulate_naming``. Each row is printed with
its words marked in their sentence and the reason why it was found. The counts of what was judged stand in
``judged.toml``.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.annotate import annotate, prepare
from analysis.annotation import counted_role, why
from analysis.tables.actor_tables import tabulate_naming
from analysis.tables.table import records, rows_of
from analysis.text.document import Document, Span
from analysis.text.read import document_from_text
from tests.bench.gold import gold_folder

NAMING = "naming"
FILES = (Path("event_soleimani/articles.jsonl"), Path("../open_news/wikinews.jsonl"))
MOST = 4  # rows of one article


class Row(NamedTuple):
    """A row to judge: its label, the words of each of its parts in their sentences, and why it was found."""

    label: str
    words: str
    reason: str


def draw_articles(gold: Path, n: int, seed: int) -> list[Document]:
    """The ``seed``-th ``n`` articles in an order by chance, as many of each file: two seeds share no article."""
    drawn, each = [], n // len(FILES)
    for file in FILES:
        lines = [line for line in (gold / file).read_text(encoding="utf-8").split("\n") if line]
        random.Random(0).shuffle(lines)  # noqa: S311 - no secret
        for line in lines[(seed - 1) * each : seed * each]:
            record = json.loads(line)
            drawn.append(prepare(document_from_text(record["text"], record["id"])))
    return drawn


def rows_to_judge(document: Document, table: pd.DataFrame, layer: str) -> Iterator[Row]:
    """Everything of a layer in an article; the parts of one figure are one row."""
    if layer == NAMING:
        for form in records(tabulate_naming(table, document)):
            if form.loaded:
                spans = [Span(form.starts[0], form.starts[0] + 1)]
                yield Row(
                    form.actor, marked(document, spans), f"“{form.words}” ({form.form}): {', '.join(form.loaded)}"
                )
        return
    rows = rows_of(table, layer, counted_role(layer))
    joined = rows["relation"].where(rows["relation"] != "", rows["start"].astype(str))
    for _, parts in rows.groupby([joined, "label"], sort=False):
        first = parts.iloc[0]
        spans = [Span(row.start, row.end) for row in records(parts)]
        yield Row(first["label"], marked(document, spans), why(first["rule"], first["label"]))


def marked(document: Document, spans: Sequence[Span]) -> str:
    """The sentences that hold some stretches, with each stretch in double brackets."""
    numbers = sorted({document.sentence_at(span.start) for span in spans})
    pieces, at = [], document.sentences[numbers[0]].start
    for span in spans:
        pieces += [document.text[at : span.start], "⟦", document.text[span.start : span.end], "⟧"]
        at = span.end
    return " ".join("".join([*pieces, document.text[at : max(at, document.sentences[numbers[-1]].end)]]).split())


def draw(documents: Sequence[Document], layer: str, n: int, seed: int) -> list[Row]:
    """Rows by chance, at most ``MOST`` of an article."""
    chance, drawn = random.Random(seed), []  # noqa: S311 - no secret
    for document in documents:
        found = list(rows_to_judge(document, annotate(document, portrayal=False), layer))
        drawn += chance.sample(found, min(MOST, len(found)))
    return chance.sample(drawn, min(n, len(drawn)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.sample", description="Draw rows to judge.")
    parser.add_argument("layer")
    parser.add_argument("--n", type=int, default=60, help="rows")
    parser.add_argument("--seed", type=int, default=1, help="of the draw")
    parser.add_argument("--articles", type=int, default=40, help="from how many articles")
    given = parser.parse_args()
    drawn_articles = draw_articles(gold_folder([]), given.articles, given.seed)
    for number, row in enumerate(draw(drawn_articles, given.layer, given.n, given.seed), 1):
        print(f"{number}. [{row.label}] {row.words}\n   {row.reason}")
