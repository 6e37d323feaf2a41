"""The matcher against a hundred thousand entries and a million words, beside quanteda-style regexes in plain Python.

``python -m tests.bench.matcher`` prints the figures, in about a minute (``make bench`` keeps them); with SIDE, ENTRIES
and WORDS it prints one measure as JSON (``hashed 100000 1000000`` takes three minutes). Words, entries and
texts are generated: made-up words whose frequencies follow Zipf's law, so that no text is needed and no entry is
special. Of the entries 70 % are words, 15 % globs that end in a star, 5 % globs with a star elsewhere or a question
mark, 10 % several words.

Two rivals do in plain Python what quanteda does: the words of each entry are held against the distinct words of the
text (its types), and entries of several words are then looked for among the tokens. ``regexes`` makes an anchored
regular expression of every word of an entry; ``hashed`` only of those with a star or question mark, and looks the
others up. Both are given fewer entries and words here: their time grows as entries times types. What all find is
counted and summed up (``hits``, ``sum``), so that nobody is fast by omission.

Each side runs in a process of its own, for its peak memory; the matcher runs over a tenth of the words
as well, to see whether memory grows with the text. ``prepare`` and ``match`` are seconds of processor time, on which a
busy machine has little bearing: laying out the dictionary (for the rivals, finding the types of each entry), and going
through the text.
"""

from __future__ import annotations

import itertools
import json
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from analysis.lexicon.lexicon import Category, Entry, Lexicon, Provenance
from analysis.text.document import Document, Span, Token
from analysis.text.matcher import find_terms

ENTRIES, WORDS, ARTICLE, SENTENCE = 100_000, 1_000_000, 1_000, 25
TYPES = 50_000  # distinct words of the made-up language
ROOT = Path(__file__).parents[2]
FILE = Path(__file__)  # the texts are made here, so that there is always something to measure
SYLLABLES = [a + b for a in "bcdfghklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "in", "os", "ul")]
Hits = dict[int, int]


def language(seed: int = 5) -> list[str]:
    """The distinct words, the most frequent first."""
    draw = random.Random(seed)  # noqa: S311
    words: dict[str, None] = {}
    while len(words) < TYPES:
        words["".join(draw.choices(SYLLABLES, k=draw.choice((1, 2, 2, 3, 3, 4))))] = None
    return sorted(words, key=len)


def entries(count: int, seed: int = 6) -> list[str]:
    """The terms of a dictionary, without repeats."""
    draw = random.Random(seed)  # noqa: S311
    vocabulary = language()
    strange = ["".join(parts) for parts in itertools.islice(itertools.product(SYLLABLES, repeat=3), 60_000)]
    words = vocabulary + strange  # a dictionary holds many words that a text does not
    terms: dict[str, None] = {}
    while len(terms) < count:
        kind, word = draw.random(), draw.choice(words)
        if kind < 0.70:
            term = word
        elif kind < 0.85:
            term = f"{word[:-1]}*"
        elif kind < 0.90:
            cut = draw.randrange(1, len(word)) if len(word) > 1 else 1
            term = draw.choice((f"{word[:cut]}*{word[-1]}", f"*{word[-5:]}", f"{word[: cut - 1]}?{word[cut:]}x"))
        else:
            term = " ".join(draw.choices(vocabulary[:5000], k=draw.choice((2, 2, 3))))
        terms[term] = None
    return list(terms)


def articles(words: int, seed: int = 7) -> Iterator[list[list[str]]]:
    """Texts of ``ARTICLE`` words in sentences of ``SENTENCE``, one after the other."""
    draw = random.Random(seed)  # noqa: S311
    vocabulary = language()
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(TYPES)))
    for _ in range(words // ARTICLE):
        drawn = draw.choices(vocabulary, cum_weights=weights, k=ARTICLE)
        yield [drawn[at : at + SENTENCE] for at in range(0, ARTICLE, SENTENCE)]


def document_of(sentences: list[list[str]]) -> Document:
    """The sentences as a segmented document; segmentation is not what is measured."""
    tokens, spans, at = [], [], 0
    for sentence in sentences:
        start = at
        for word in sentence:
            tokens.append(Token(at, at + len(word)))
            at += len(word) + 1
        spans.append(Span(start, at - 1))
    text = " ".join(itertools.chain.from_iterable(sentences))
    return Document("made up", text, paragraphs=(Span(0, len(text)),), sentences=tuple(spans), tokens=tuple(tokens))


def ours(terms: list[str], words: int) -> tuple[float, float, Hits]:
    """Seconds to prepare, seconds to match, and how often each entry was found; texts are made as they are needed."""
    start = time.process_time()
    found = tuple(
        Entry(term, "a", "glob" if "*" in term or "?" in term else "fixed", line=number)
        for number, term in enumerate(terms)
    )
    lexicon = Lexicon("made up", "1", "test", Provenance((), 2026, "MIT", ""), {"a": Category("a", "", "")}, found)
    list(find_terms(document_of([["a"]]), lexicon))
    ready, spent = time.process_time() - start, 0.0
    hits: Hits = {}
    for sentences in articles(words):
        document = document_of(sentences)
        start = time.process_time()
        for match in find_terms(document, lexicon, overlap="all"):
            hits[match.entry.line] = hits.get(match.entry.line, 0) + 1
        spent += time.process_time() - start
    return ready, spent, hits


def regexes(terms: list[str], words: int) -> tuple[float, float, Hits]:
    """Every word of an entry as an expression that is tried on every type."""
    return _rival(terms, words, _types_by_expression)


def hashed(terms: list[str], words: int) -> tuple[float, float, Hits]:
    """Only globs as expressions; the other words of entries are looked up among the types."""
    return _rival(terms, words, _types_by_hash)


Fit = Callable[[list[str], list[str]], dict[str, list[str]]]


def _rival(terms: list[str], words: int, fit: Fit) -> tuple[float, float, Hits]:
    text = list(itertools.chain.from_iterable(articles(words)))
    start = time.process_time()
    types = sorted(set(itertools.chain.from_iterable(text)))
    parts = sorted({part for term in terms for part in term.split()})
    fits = fit(parts, types)
    ready = time.process_time() - start
    start = time.process_time()
    leading: dict[str, list[tuple[int, list[str]]]] = {}
    for number, term in enumerate(terms):
        for word in fits.get(term.split()[0], ()):
            leading.setdefault(word, []).append((number, term.split()))
    sets = {part: set(fits.get(part, ())) for part in parts}
    hits: Hits = {}
    for sentence in text:
        for at, word in enumerate(sentence):
            for number, term in leading.get(word, ()):
                window = sentence[at : at + len(term)]
                if len(window) == len(term) and all(w in sets[p] for w, p in zip(window, term, strict=True)):
                    hits[number] = hits.get(number, 0) + 1
    return ready, time.process_time() - start, hits


def pattern_of(part: str) -> str:
    """The regular expression of a glob."""
    return re.escape(part).replace(r"\*", ".*").replace(r"\?", ".")


def _types_by_expression(parts: list[str], types: list[str]) -> dict[str, list[str]]:
    fits = {}
    for part in parts:
        pattern = re.compile(f"^{pattern_of(part)}$")
        if found := [word for word in types if pattern.match(word)]:
            fits[part] = found
    return fits


def _types_by_hash(parts: list[str], types: list[str]) -> dict[str, list[str]]:
    known = set(types)
    globs = [part for part in parts if "*" in part or "?" in part]
    return {part: [part] for part in parts if part in known} | _types_by_expression(globs, types)


SIDES = {"ours": ours, "regexes": regexes, "hashed": hashed}
SYSTEMS = {
    "ours": "Whose Words",
    "regexes": "A regex for each word of an entry",
    "hashed": "Look-ups, and regexes for globs",
}


def run(side: str, count: int, words: int) -> dict[str, float]:
    """One measure in this process: ``prepare`` and ``match`` in seconds, ``words_per_second`` of both together,
    ``hits``, a checksum of what was found, and ``peak_mb``."""
    ready, spent, hits = SIDES[side](entries(count), words)
    return {
        "entries": count, "words": words, "prepare": ready, "match": spent, "words_per_second": words / (ready + spent),
        "hits": sum(hits.values()), "sum": sum((number + 1) * n for number, n in hits.items()),
        "peak_mb": peak_memory(),
    }  # fmt: skip


def peak_memory() -> float:
    """The most memory that this process held, in MB. ``ru_maxrss`` is never less than what the process that started
    this one held, so it is asked only where the system keeps no such list."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8"))[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(side: str, count: int, words: int) -> dict[str, float]:
    """``run`` in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.matcher", side, str(count), str(words)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure(
    count: int = ENTRIES, words: int = WORDS, rival: tuple[int, int] = (10_000, 20_000)
) -> list[dict[str, str | float]]:
    """A row for each side: the matcher on all, on a tenth of the words, and beside each rival on what it is given.

    Args:
        count: Entries for the matcher.
        words: Words for the matcher.
        rival: Entries and words for the rivals; the matcher is given the same once more, for the comparison.
    """
    plan = [("ours", count, words // 10), ("ours", count, words), *((side, *rival) for side in SIDES)]
    return [{"side": side, **apart(side, terms, length)} for side, terms, length in plan]


def main() -> None:
    """Print the table, or one measure as JSON where side, entries and words are named."""
    if len(sys.argv) == 4:
        print(json.dumps(run(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
        return
    columns = ("entries", "words", "prepare", "match", "words_per_second", "peak_mb", "hits")
    print(f"{'side':10}" + "".join(f"{column:>17}" for column in columns))
    for row in measure():
        print(f"{row['side']:10}" + "".join(f"{row[column]:>17,.1f}" for column in columns))


if __name__ == "__main__":
    main()
