"""Actors on invented news: precision and recall of mentions, and B-cubed F1 of who is meant (Bagga & Baldwin 1998).

``python -m tests.bench.actors [PART ...]`` prints the figures of the parts named, and each error of those that may be
looked at.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from analysis.actors.find_actors import find_actors
from analysis.actors.kinds import words
from analysis.text.document import Document
from analysis.text.parse import parse
from analysis.text.segment import segment

DATA = Path(__file__).with_suffix(".toml")
PARTS = ("articles", "learned", "kept")
PRONOUNS = words("he") | words("she") | words("it") | words("they")
_MARKED = re.compile(r"\[([^|\]]+)\|([^\]]+)\]|\{([^|}]+)\|([^}]+)\}")
Ends = dict[int, str]  # the actor by the end of each mention, so that "the" before it does not count


def unmark(marked: str) -> tuple[str, Ends, Ends]:
    """The text without its marks, the mentions, and the descriptions.

    >>> unmark("[Ann|Ann Lee] left. {The mayor|Ann Lee} slept.")
    ('Ann left. The mayor slept.', {3: 'Ann Lee'}, {19: 'Ann Lee'})
    """
    text, mentions, descriptions, at = "", Ends(), Ends(), 0
    for found in _MARKED.finditer(marked):
        text += marked[at : found.start()] + (found[1] or found[3])
        (mentions if found[1] else descriptions)[len(text)] = found[2] or found[4]
        at = found.end()
    return text + marked[at:], mentions, descriptions


def b_cubed(gold: Mapping[int, str], ours: Mapping[int, str]) -> tuple[float, float]:
    """Precision and recall summed over the keys of both (Bagga & Baldwin 1998): how much of its cluster is its own.

    >>> b_cubed({1: "a", 2: "a", 3: "b", 4: "b"}, {1: "x", 2: "x", 3: "x", 4: "x"})
    (2.0, 4.0)
    """
    both = [(gold[key], ours[key]) for key in gold.keys() & ours.keys()]
    pairs, golden, found = Counter(both), Counter(one for one, _ in both), Counter(one for _, one in both)
    precision = sum(pairs[pair] / found[pair[1]] for pair in both)
    return precision, sum(pairs[pair] / golden[pair[0]] for pair in both)


def measure(part: str, errors: list[str] | None = None) -> dict[str, float]:
    """The figures of one part; what is wrong is written to ``errors``.

    ``pronouns`` is the share of marked pronouns with the right actor, ``false pronouns`` how many pronouns that mean
    no one actor are given one, ``descriptions`` the share of marked descriptions with the right actor.
    """
    sums, errors = Counter[str](), [] if errors is None else errors
    precision = recall = 0.0
    for number, marked in enumerate(tomllib.loads(DATA.read_text(encoding="utf-8"))[part]):
        text, gold, described = unmark(marked)
        rows = list(find_actors(parse(segment(Document(str(number), text)))))
        ours = {row.end: row.actor for row in rows if row.label != "title" and row.actor}
        titles = {row.end: row.actor for row in rows if row.label == "title"}
        last = {end: re.split(r"\W+", text[:end])[-1].lower() for end in {*gold, *ours}}
        shared = gold.keys() & ours.keys()
        one, two = b_cubed(gold, ours)
        precision, recall = precision + one, recall + two
        pronouns = [end for end in gold if last[end] in PRONOUNS]
        sums.update(hits=len(shared), wanted=len(gold), given=len(ours), right=_same(gold, ours, shared))
        sums.update(pronouns=len(pronouns), right_pronouns=_same(gold, ours, pronouns))
        sums.update(false=sum(last[end] in PRONOUNS for end in ours.keys() - gold.keys()))
        sums.update(described=len(described), right_described=_same(described, {**ours, **titles}, described))
        errors += [
            f"{number} {text[max(0, end - 30) : end]!r}: {one} <> {two}"
            for end in sorted({*gold, *ours, *described})
            if (one := gold.get(end) or described.get(end)) != (two := ours.get(end) or (
                titles.get(end) if end in described else None
            ))
        ]  # fmt: skip
    return _figures(sums, precision, recall)


def _same(gold: Mapping[int, str], ours: Mapping[int, str], ends: object) -> int:
    return sum(gold[end] == ours.get(end) for end in ends)  # type: ignore[attr-defined]


def _figures(sums: Mapping[str, int], precision: float, recall: float) -> dict[str, float]:
    hits = max(sums["hits"], 1)
    return {
        "mentions": sums["wanted"],
        "precision": hits / max(sums["given"], 1),
        "recall": hits / max(sums["wanted"], 1),
        "actor by name": sums["right"] / hits,
        "B-cubed F1": 2 * precision * recall / (precision + recall) / hits if precision else 0.0,
        "pronouns": sums["right_pronouns"] / max(sums["pronouns"], 1),
        "false pronouns": sums["false"],
        "descriptions": sums["right_described"] / max(sums["described"], 1),
    }


def main() -> None:
    """Print the figures."""
    for part in sys.argv[1:] or PARTS:
        errors: list[str] = []
        figures = measure(part, errors)
        if part != "kept":
            print("\n".join(errors))
        print(part, *(f"{name} {value:.3g}" for name, value in figures.items()), sep="; ")


if __name__ == "__main__":
    main()
