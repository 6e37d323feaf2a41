"""The shares in the lexicon of cues: how often a word, and each of its constructions, attributes.

``python -m tests.bench.cues [FOLDER]`` counts them on the 600 training articles of PolNeAR from which the rules were
learned and prints the entries of ``reporting.toml`` whose weight would change. Terms and classes are those of the
lexicon. It checks the weights only: the lexicon also gives a word the mean share of constructions it was never seen
with, which is not counted here, so the notes cannot be written again from this.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from analysis.lexicon.lexicon import load_lexicon
from analysis.text.attribution import PREDICATES, arguments, content_of
from analysis.text.document import Document, Span
from tests.bench.attribution import Stretch, annotated, parsed
from tests.bench.gold import gold_folder

PSEUDO = 2  # occurrences that draw a share to the mean of its construction
LEAST = 0.3  # smaller shares are left out
Key = tuple[str, str]


class Counts:
    """How often each word occurs and attributes, and how often each of its constructions occurs and is content."""

    def __init__(self) -> None:
        self.words: Counter[Key] = Counter()
        self.cues: Counter[Key] = Counter()
        self.seen: Counter[tuple[Key, str]] = Counter()
        self.content: Counter[tuple[Key, str]] = Counter()

    def add(self, document: Document, gold: Iterable[Stretch]) -> None:
        """Count one article; a construction is content if half of its tokens are content of the word's attribution."""
        marked: dict[str, dict[int, str]] = {"cue": {}, "content": {}}
        for _, relation, role, start, end in gold:
            for index in document.indices(Span(start, max(start, end))):
                marked.get(role, {}).setdefault(index, relation)
        for index, token in enumerate(document.tokens):
            relation = marked["cue"].get(index)
            if token.pos not in PREDICATES or (relation is None and index in marked["content"]):
                continue  # inside a content nothing is marked
            key = (document.lemmas[index], "VERB" if token.pos == "AUX" else token.pos)
            self.words[key] += 1
            self.cues[key] += relation is not None
            for argument in arguments(document, index):
                inside = [argument.head] if argument.kind == "above" else content_of(document, index, argument)
                shared = sum(marked["content"].get(one) == relation for one in inside) if relation is not None else 0
                self.seen[key, argument.kind] += 1
                self.content[key, argument.kind] += bool(inside) and 2 * shared >= len(inside)

    def shares(self, keys: Iterable[Key]) -> dict[Key, tuple[float, dict[str, float]]]:
        """For each word: its share as a cue, and that of each construction, (k + 2 p) / (n + 2) with p the mean of the
        construction over all words given; constructions below ``LEAST`` are left out."""
        known = set(keys)
        n, k = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for (key, kind), count in self.seen.items():
            if key in known:
                n[key[1], kind] += count
                k[key[1], kind] += self.content[key, kind]
        drawn: dict[Key, dict[str, float]] = {key: {} for key in known}
        for (key, kind), count in self.seen.items():
            if key in known:
                mean = k[key[1], kind] / n[key[1], kind]
                drawn[key][kind] = (self.content[key, kind] + PSEUDO * mean) / (count + PSEUDO)
        return {
            key: (self.cues[key] / max(1, self.words[key]), {a: s for a, s in sorted(own.items()) if s >= LEAST})
            for key, own in drawn.items()
        }


def main() -> None:
    """Print each entry whose share as a cue differs by more than a hundredth, and how many do."""
    gold = gold_folder()
    counts, entries = Counts(), [entry for entry in load_lexicon("reporting").entries if entry.pos]
    for document in parsed(gold, "learned"):
        counts.add(document, annotated(gold, "learned", document.doc_id))
    shares = counts.shares((entry.term, entry.pos) for entry in entries)
    changed = 0
    for entry in entries:
        weight, kinds = shares[entry.term, entry.pos]
        if abs(weight - (entry.weight or 0.0)) > 0.01:
            changed += 1
            note = ", ".join(f"{kind} {share:.2f}" for kind, share in kinds.items())
            print(f"{entry.term} ({entry.pos}): {entry.weight} is now {weight:.2f}; {note}")
    print(f"{changed} of {len(entries)} entries differ.")


if __name__ == "__main__":
    main()
