"""Who is meant by pronouns and descriptions, against the news and interviews of GUM (Zeldes 2017).

``python -m tests.bench.coreference [FOLDER] [--errors KIND] [--documents]`` prints the table; the folder of gold data
is ``GOLD_DIR``, or the one beside the project. Measured are the persons, organisations and places that the text calls
by name: a pronoun or description is *right* where the actor it is given is the one that the text's names of that entity
have, *wrong* where it is another actor, and *open* where it is none. The documents fall in two halves by the hash of
their names: errors were read in ``seen`` only, ``kept`` checks. Intervals: bootstrap over documents.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.actors.find_actors import find_actors
from analysis.actors.kinds import words
from analysis.annotation import Annotation
from analysis.quotes.find_quotes import find_quotes
from analysis.quotes.voices import name_first_persons, voice_stretches
from analysis.text.document import Document
from analysis.text.parse import parse
from analysis.text.segment import segment
from tests.bench.gold import gold_folder

FILE = Path("coreference_gum") / "documents.jsonl"
KINDS = ("pronoun", "first person", "description")
TYPES = frozenset(["person", "organization", "place"])
HALVES = ("seen", "kept")
RESAMPLES = 1000
_SECOND = frozenset(["you", "your", "yours", "yourself", "yourselves"])


@dataclass(frozen=True)
class Case:
    """A pronoun or description of gold, its entity, the actor we give it, and whether that is right."""

    document: str
    kind: str
    start: int
    end: int
    text: str
    entity: str
    actor: str
    right: bool


@dataclass(frozen=True)
class GoldMention:
    """A mention of gold with the index of its head word."""

    start: int
    end: int
    entity: str
    type: str
    head: int


def read_records(gold: Path) -> list[dict[str, Any]]:
    """The documents of GUM: ``doc_id``, ``text``, ``mentions``."""
    return [json.loads(line) for line in (gold / FILE).read_text(encoding="utf-8").splitlines() if line]


def half_of(name: str) -> str:
    """The half a document is in, by the hash of its name.

    >>> half_of("GUM_news_afghan"), half_of("GUM_news_clock")
    ('seen', 'kept')
    """
    return HALVES[int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2]


def annotated(document: Document) -> list[Annotation]:
    """The mentions of a document as ``analysis.annotate`` makes them."""
    mentions = list(find_actors(document))
    quotes = list(find_quotes(document, mentions))
    return list(name_first_persons(document, mentions, list(voice_stretches(document, quotes))))


def head_of(document: Document, start: int, end: int) -> int:
    """The index of the word that governs a stretch; -1 where there is none."""
    inside = [index for index in range(len(document.tokens)) if start <= document.tokens[index].start < end]
    tops = [
        index for index in inside if document.words[index].head.index not in inside or document.words[index].is_root
    ]
    return next((index for index in tops if document.tokens[index].is_word), inside[0] if inside else -1)


def gold_mentions(document: Document, record: Mapping[str, Any]) -> list[GoldMention]:
    """The mentions of gold with their heads."""
    return [GoldMention(a, b, entity, kind, head_of(document, a, b)) for a, b, entity, kind, *_ in record["mentions"]]


def is_name(document: Document, mention: GoldMention) -> bool:
    """Whether the head of a mention is a word of a name: a proper noun or part of an entity, with a capital."""
    word = document.words[mention.head]
    return word.text[:1].isupper() and (word.pos == "PROPN" or bool(word.entity)) and kind_of(document, mention) == ""


def kind_of(document: Document, mention: GoldMention) -> str:
    """``pronoun`` (third person), ``first person``, ``second person``, or empty."""
    text = document.text[mention.start : mention.end].lower()
    if text in words("first_person") and document.text[mention.start : mention.end] != "US":
        return "first person"
    if text in _SECOND:
        return "second person"
    third = any(text in words(name) for name in ("he", "she", "it", "they"))
    return "pronoun" if third else ""


def entities_of(document: Document, golden: Sequence[GoldMention], rows: Iterable[Annotation]) -> dict[str, str]:
    """The entity of each of our actors: the one that most of its names are heads of."""
    by_head = defaultdict(list)
    for mention in golden:
        by_head[mention.head].append(mention)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.actor and row.label in {"name", "epithet", "metonym"}:
            near = by_head.get(head_of(document, row.start, row.end), [])
            for mention in near[:1] if len(near) == 1 else sorted(near, key=lambda one: abs(one.end - row.end))[:1]:
                votes[row.actor][mention.entity] += 1
    return {actor: counts.most_common(1)[0][0] for actor, counts in votes.items()}


def cases(record: Mapping[str, Any]) -> Iterator[Case]:
    """What is measured in one document."""
    document = parse(segment(Document(record["doc_id"], record["text"])))
    golden = [mention for mention in gold_mentions(document, record) if mention.head >= 0]
    rows = annotated(document)
    named = {one.entity for one in golden if one.type in TYPES and is_name(document, one)}
    entities = entities_of(document, golden, rows)
    ours = {}
    for row in sorted(rows, key=lambda row: row.end - row.start, reverse=True):
        head = head_of(document, row.start, row.end)
        if row.actor or head not in ours:
            ours[head] = row.actor
    for mention in golden:
        kind = kind_of(document, mention) or ("" if is_name(document, mention) else "description")
        if mention.entity in named and kind in KINDS:
            actor, text = ours.get(mention.head, ""), document.text[mention.start : mention.end].lower()
            right = bool(actor) and entities.get(actor) == mention.entity
            yield Case(document.doc_id, kind, mention.start, mention.end, text, mention.entity, actor, right)


def measure(gold: Path) -> pd.DataFrame:
    """Every case: ``document``, ``half``, ``kind``, where it is, ``right`` and ``wrong``."""
    return tabulate([case for record in read_records(gold) for case in cases(record)])


def tabulate(found: Iterable[Case]) -> pd.DataFrame:
    """Cases as a table, with the half each is in and whether it is wrong."""
    table = pd.DataFrame([vars(case) for case in found])
    halves = table["document"].map(half_of)
    return table.assign(half=halves, wrong=(table["actor"] != "") & ~table["right"])


def shares(table: pd.DataFrame) -> pd.DataFrame:
    """The share right and wrong of each kind and half, with 95 % intervals by bootstrap over documents."""
    rows = []
    kinds = (*KINDS, "I")  # of first persons, those of one speaker alone
    for half in (*HALVES, "all"):
        part = table if half == "all" else table[table["half"] == half]
        for kind in kinds:
            alone = (part["kind"] == "first person") & part["text"].isin(words("speaker"))
            chosen = part[alone] if kind == "I" else part[part["kind"] == kind]
            row: dict[str, Any] = {"half": half, "kind": kind, "n": len(chosen)}
            for measure in ("right", "wrong"):
                row[measure] = chosen[measure].mean()
                row[f"{measure} interval"] = "{:.2f}-{:.2f}".format(*interval(chosen, measure))
            rows.append(row)
    return pd.DataFrame(rows)


def interval(table: pd.DataFrame, measure: str) -> tuple[float, float]:
    """The 95 % interval of a share, by drawing documents anew a thousand times."""
    sums = table.groupby("document")[measure].agg(["sum", "size"]).to_numpy()
    drawn = np.random.default_rng(1).integers(0, len(sums), (RESAMPLES, len(sums)))
    totals = sums[drawn].sum(axis=1)
    low, high = np.quantile(totals[:, 0] / totals[:, 1], [0.025, 0.975])
    return float(low), float(high)


def errors(gold: Path, table: pd.DataFrame, kind: str) -> Iterator[str]:
    """What is not right in the half that may be read, with the words around."""
    texts = {record["doc_id"]: record for record in read_records(gold)}
    for case in table[(table["half"] == "seen") & (table["kind"] == kind) & ~table["right"]].itertuples():
        record = texts[case.document]
        text = record["text"]
        meant = max(
            (text[a:b] for a, b, entity, *_ in record["mentions"] if entity == case.entity and text[a].isupper()),
            key=len,
            default="",
        )[:50]
        before, after = text[max(0, case.start - 110) : case.start], text[case.end : case.end + 60]
        around = f"{before}[[{text[case.start : case.end]}]]{after}"
        yield f"{case.document[4:]} <{meant}> ours <{case.actor}>: {' '.join(around.split())}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.coreference", description="Who is meant, on GUM.")
    parser.add_argument("gold", nargs="?", help="folder of gold data")
    parser.add_argument("--errors", choices=KINDS, help="what is not right in the half that was looked at")
    parser.add_argument("--documents", action="store_true", help="the figures of each document")
    given = parser.parse_args()
    gold = gold_folder([given.gold] if given.gold else [])
    table = measure(gold)
    if given.errors:
        print(*errors(gold, table, given.errors), sep="\n")
    if given.documents:
        grouped = table.groupby(["half", "document", "kind"])
        print(grouped.agg(n=("right", "size"), right=("right", "mean"), wrong=("wrong", "mean")).round(2).to_string())
    print(shares(table).round(3).to_string(index=False))


if __name__ == "__main__":
    main()
