"""Actors on invented news: precision and recall of mentions, and B-cubed F1 of who is meant (Bagga & Baldwin 1998)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from analysis.layers.actors import find_actors
from analysis.text.document import Document
from analysis.text.parse import parse
from analysis.text.segment import segment

DATA = Path(__file__).with_suffix(".toml")
_MARKED = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")


def unmark(marked: str) -> tuple[str, dict[int, str]]:
    """The text without its marks, and the actor by the end of each mention (so that "the" before it does not count)."""
    text, ends, at = "", {}, 0
    for found in _MARKED.finditer(marked):
        text += marked[at : found.start()] + found[1]
        ends[len(text)], at = found[2], found.end()
    return text + marked[at:], ends


def main() -> None:
    """Print the figures."""
    hits = wanted = given = right = 0
    cubed = [0.0, 0.0]
    for number, marked in enumerate(tomllib.loads(DATA.read_text(encoding="utf-8"))["articles"]):
        text, gold = unmark(marked)
        rows = find_actors(parse(segment(Document(str(number), text))))
        ours = {row.end: row.actor for row in rows if row.label != "title" and row.actor}
        shared = sorted(gold.keys() & ours.keys())
        hits, wanted, given = hits + len(shared), wanted + len(gold), given + len(ours)
        right += sum(gold[end] == ours[end] for end in shared)
        for end in shared:
            same_gold = {other for other in shared if gold[other] == gold[end]}
            same_ours = {other for other in shared if ours[other] == ours[end]}
            both = len(same_gold & same_ours)
            cubed = [cubed[0] + both / len(same_ours), cubed[1] + both / len(same_gold)]
        for end in sorted(gold.keys() ^ ours.keys()):
            print("miss" if end in gold else "extra", repr(text[max(0, end - 25) : end]), gold.get(end) or ours[end])
        for end in (end for end in shared if gold[end] != ours[end]):
            print("wrong", repr(text[max(0, end - 25) : end]), gold[end], "<>", ours[end])
    precision, recall = cubed[0] / max(hits, 1), cubed[1] / max(hits, 1)
    print(f"mentions: precision {hits / max(given, 1):.3f}, recall {hits / wanted:.3f}, n = {wanted}")
    print(f"actor by name: {right / max(hits, 1):.3f}; B-cubed F1 {2 * precision * recall / (precision + recall):.3f}")


if __name__ == "__main__":
    main()
