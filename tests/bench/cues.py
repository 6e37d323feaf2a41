"""The shares in the lexicon of cues: how often a word, and each of its constructions, attributes.

``python -m tests.bench.cues [FOLDER] [--write FILE]`` counts them on the 600 training articles of PolNeAR from which
the rules were learned, prints the entries of ``reporting.toml`` that differ, and writes the whole lexicon to a file if
one is given. What stands above ``[terms]``, the terms, their parts of speech and their classes are taken from
``reporting.toml``: they are chosen by hand. Weight and shares of every entry with a part of speech are computed:

* weight: of the word's occurrences outside the contents of others, the share that stands in a cue;
* a construction the word was seen with ``n`` times, ``k`` times as content of its attribution: ``(k + 4 p) / (n + 4)``,
  where ``p`` is the mean of that construction (below);
* a construction it was never seen with: ``p`` itself, where at least ``WORDS`` words have been seen with it;
* shares below ``LEAST`` are left out; an entry without a part of speech ("according to") keeps what it has.

``p`` is the mean for words of the same part of speech and class, drawn by ``DRAWN`` pseudo-occurrences to the mean for
the part of speech; in both every word counts once, lest "say" speak for all. For each word it is multiplied by how
much more often than others of its part of speech the word stands in a cue: ``(c + USUAL m) / (o + USUAL) / m``, with
``c`` of ``o`` occurrences in a cue and ``m`` the mean of ``c / o``; at most 1.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from analysis.lexicon.lexicon import Entry, load_lexicon
from analysis.quotes.arguments import LEAST_SHARE, PREDICATES, arguments, content_of
from analysis.text.document import Document, Span
from tests.bench.attribution import Stretch, annotated, parsed
from tests.bench.gold import gold_folder

PSEUDO = 4  # occurrences that draw a share to the mean of its construction
DRAWN = 20  # occurrences that draw the mean of a class to that of the part of speech
WORDS = 5  # words a mean must come from to be given to a word never seen with the construction
USUAL = 5  # occurrences that draw a word to attributing as often as others do
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
        for word in document.words:
            relation = marked["cue"].get(word.index)
            if word.pos not in PREDICATES or (relation is None and word.index in marked["content"]):
                continue  # inside a content nothing is marked
            key = (word.lemma, "VERB" if word.pos == "AUX" else word.pos)
            self.words[key] += 1
            self.cues[key] += relation is not None
            for argument in arguments(word):
                inside = [argument.head] if argument.kind == "above" else content_of(word, argument)
                shared = sum(marked["content"].get(one.index) == relation for one in inside) if relation else 0
                self.seen[key, argument.kind] += 1
                self.content[key, argument.kind] += bool(inside) and 2 * shared >= len(inside)

    def means(self, classes: Mapping[Key, str]) -> Callable[[Key, str], tuple[float, int]]:
        """For a word and a construction: the mean share (see above), and how many words it comes from."""
        words: Counter[tuple[str, str, str]] = Counter()
        content: dict[tuple[str, str, str], float] = defaultdict(float)
        for (key, kind), count in self.seen.items():
            for group in ("", classes[key]) if key in classes else ():
                words[group, key[1], kind] += 1
                content[group, key[1], kind] += self.content[key, kind] / count

        def mean(key: Key, kind: str) -> tuple[float, int]:
            every, own = ("", key[1], kind), (classes[key], key[1], kind)
            overall = content[every] / max(words[every], 1)
            return (content[own] + DRAWN * overall) / (words[own] + DRAWN), words[every]

        return mean

    def rates(self, classes: Mapping[Key, str]) -> Callable[[Key], float]:
        """For a word: how many times as often as the words of its part of speech it stands in a cue."""
        words: Counter[str] = Counter()
        cues: dict[str, float] = defaultdict(float)
        for key in classes:
            if self.words[key]:
                words[key[1]] += 1
                cues[key[1]] += self.cues[key] / self.words[key]

        def rate(key: Key) -> float:
            overall = cues[key[1]] / max(words[key[1]], 1)
            return (self.cues[key] + USUAL * overall) / (self.words[key] + USUAL) / max(overall, 1e-9)

        return rate

    def shares(self, classes: Mapping[Key, str]) -> dict[Key, tuple[float, dict[str, float]]]:
        """For each word of a class: its share as a cue, and the shares of its constructions from ``LEAST`` on."""
        mean, rate, found = self.means(classes), self.rates(classes), {}
        kinds = sorted({kind for _, kind in self.seen})
        for key in classes:
            notes = {}
            for kind in kinds:
                expected, words = mean(key, kind)
                expected = min(1.0, expected * rate(key))
                count = self.seen[key, kind]
                if count or words >= WORDS:
                    notes[kind] = (self.content[key, kind] + PSEUDO * expected) / (count + PSEUDO)
            kept = {kind: share for kind, share in notes.items() if share >= LEAST}
            found[key] = self.cues[key] / max(1, self.words[key]), kept
        return found


def counted(documents: Iterable[tuple[Document, Iterable[Stretch]]], entries: Iterable[Entry]) -> list[Entry]:
    """The entries with weights and shares counted on articles with their attributions."""
    counts = Counts()
    for document, gold in documents:
        counts.add(document, gold)
    entries = [*entries]
    shares = counts.shares({(entry.term, entry.pos): entry.category for entry in entries if entry.pos})
    return [_renewed(entry, *shares[entry.term, entry.pos]) if entry.pos else entry for entry in entries]


def _renewed(entry: Entry, weight: float, kinds: Mapping[str, float]) -> Entry:
    return replace(
        entry, weight=round(weight, 2), shares=tuple((kind, round(share, 2)) for kind, share in kinds.items())
    )


def rendered(header: str, entries: Sequence[Entry]) -> str:
    """The lexicon as a file: what stands above its terms, then the terms of each class, sorted."""
    lines = [header.rstrip("\n")]
    for category in dict.fromkeys(entry.category for entry in entries):
        lines.append(f"{category} = [")
        for one in sorted((e for e in entries if e.category == category), key=lambda e: (e.term, e.pos)):
            kind = f'pos = "{one.pos}"' if one.pos else f'match = "{one.match}"'
            pairs = ", ".join(f"{name} = {share:.2f}" for name, share in one.shares)
            shares = f", shares = {{ {pairs} }}" if pairs else ""
            lines.append(f'  {{ term = "{one.term}", {kind}, weight = {one.weight or 0:.2f}{shares} }},')
        lines.append("]")
    return "\n".join(lines) + "\n"


def differences(old: Sequence[Entry], new: Sequence[Entry]) -> tuple[list[str], int, int]:
    """A line for each entry that differs by more than a hundredth; the shares there are, and cross ``LEAST_SHARE``."""
    lines, shares, crossed = [], 0, 0
    for one, other in zip(old, new, strict=True):
        before, after = dict(one.shares), dict(other.shares)
        apart = [k for k in sorted(before.keys() | after.keys()) if abs(before.get(k, 0) - after.get(k, 0)) > 0.01]
        over = [k for k in apart if (before.get(k, 0) >= LEAST_SHARE) != (after.get(k, 0) >= LEAST_SHARE)]
        shares, crossed = shares + len(before.keys() | after.keys()), crossed + len(over)
        if apart or abs((one.weight or 0) - (other.weight or 0)) > 0.01:
            changes = ", ".join(f"{k} {before.get(k, 0):.2f} > {after.get(k, 0):.2f}" for k in apart)
            lines.append(f"{one.term} ({one.pos}): weight {one.weight or 0:.2f} > {other.weight or 0:.2f}; {changes}")
    return lines, shares, crossed


def main() -> None:
    """Print each entry that differs from what is counted, and how many; write the lexicon if told."""
    target = Path(sys.argv.pop(sys.argv.index("--write") + 1)) if "--write" in sys.argv else None
    sys.argv[:] = [argument for argument in sys.argv if argument != "--write"]
    gold, lexicon = gold_folder(), load_lexicon("reporting")
    articles = ((document, annotated(gold, "learned", document.doc_id)) for document in parsed(gold, "learned"))
    entries = counted(articles, lexicon.entries)
    lines, shares, crossed = differences(lexicon.entries, entries)
    print(*lines, sep="\n")
    print(f"{len(lines)} of {len(entries)} entries differ; {crossed} of {shares} shares cross {LEAST_SHARE}.")
    if target:
        header = re.split(r"(?<=^\[terms\]\n)", Path(lexicon.path).read_text(encoding="utf-8"), flags=re.MULTILINE)[0]
        target.write_text(rendered(header, entries), encoding="utf-8")


if __name__ == "__main__":
    main()
