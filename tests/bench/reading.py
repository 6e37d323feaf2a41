"""Whose words are these, on whole articles that were read closely: the voice and the speaker of each word.

``python -m tests.bench.reading [FOLDER]`` prints the table; the folder of gold data is ``GOLD_DIR``, or the one beside
the project. Of the twenty-four articles the first twelve by name were looked at while rules were written, the other
twelve were not; the speech reader learned from other articles (``gold/reading_open``). A word is right if it is the
outlet's and nobody is said to speak it, or if somebody speaks it and it is given to him.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.actors.find_actors import find_actors
from analysis.annotate import prepare
from analysis.quotes.find_quotes import find_quotes
from analysis.quotes.quotation_marks import find_quotations
from analysis.quotes.voices import voice_stretches
from analysis.reader.speech import load_speech_reader
from analysis.text.document import Document
from analysis.text.read import document_from_text
from tests.bench.figures import Figure, Measured, bootstrap, figure, table_of
from tests.bench.gold import gold_folder

FILE = Path("reading")
SYSTEMS = {
    "ours": "Whose Words",
    "rules": "Whose Words, without the speech reader",
    "marks": "Quotation marks, and the subject of the sentence",
    "nobody": "Nobody speaks",
}
OUTCOMES = ("no speaker", "false speech", "wrong speaker", "missed speech")
_WORD = re.compile(r"\w+(?:[-’'.]\w+)*")
_UNNAMED = "unnamed:"
_SHARED = 0.7  # of an outer statement that an inner one fills, from which either speaker is right
Stretch = tuple[int, int, str]  # start, end, speaker of what is said


@dataclass(frozen=True)
class Article:
    """A closely read article: its words by offset, each with whoever speaks it, and the forms of each name."""

    document: Document
    words: Sequence[tuple[int, frozenset[str]]]
    forms: Mapping[str, frozenset[str]]


def read_articles(folder: Path) -> Iterator[Article]:
    """The articles of a folder, ``NAME.txt`` with ``NAME.json``, in the order of their names."""
    for path in sorted(folder.glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        statements = [row for row in label["speech"] if row.get("spans")]
        outer = [row for row in statements if not row.get("inside")]
        relayed = [row for row in statements if row.get("inside") and any(_fills(row, other) for other in outer)]
        speakers: dict[int, set[str]] = defaultdict(set)
        for row in [*outer, *relayed]:
            for start, end in row["spans"]:
                for place in range(start, end):
                    speakers[place].add(row["speaker"])
        words = [
            (found.start(), frozenset(name for place in range(*found.span()) for name in speakers.get(place, ())))
            for found in _WORD.finditer(text)
        ]
        yield Article(prepare(document_from_text(text, path.stem)), words, actor_forms(label["actors"]))


def _fills(inner: Mapping[str, Any], outer: Mapping[str, Any]) -> bool:
    """Whether one relays another's words whole: "said Lee, according to Mehr"."""
    size = [sum(end - start for start, end in row["spans"]) for row in (inner, outer)]
    start, end = inner["spans"][0]
    return size[0] >= _SHARED * size[1] and any(first < end and start < last for first, last in outer["spans"])


def actor_forms(actors: Iterable[Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    """The forms of each actor's name, plain; of a person also the last name."""
    forms: dict[str, set[str]] = {}
    for actor in actors:
        names = forms.setdefault(actor["name"], set())
        names |= {plain(form) for form in (actor["name"], *actor["forms"])}
        if actor["kind"] == "person":
            names.add(plain(re.sub(r",? (?:Jr|Sr)\.?$", "", actor["name"]).split()[-1]))
    return {name: frozenset(names) for name, names in forms.items()}


def plain(name: str) -> str:
    """A name in small letters, without article and possessive.

    >>> plain("The Bank of Norland’s")
    'bank of norland'
    """
    return re.sub(r"^(?:the|an?) ", "", re.sub(r"'s$", "", name.strip().lower().replace("’", "'")))


def is_same(wanted: str, named: str, forms: Mapping[str, Collection[str]]) -> bool:
    """Whether a name of ours means a speaker of the labels: it is one of the forms, or ends with one or one with it.

    Whoever is described and not named is right if he is given to nobody, or called by a word of the description.

    >>> is_same("Ann Lee", "Mayor Lee", {"Ann Lee": {"ann lee", "lee", "mayor lee"}})
    True
    >>> is_same("unnamed: senior official", "officials", {}), is_same("unnamed: senior official", "", {})
    (False, True)
    """
    if wanted == "unknown":
        return False
    if wanted.startswith(_UNNAMED):
        described = set(re.findall(r"\w{4,}", wanted.removeprefix(_UNNAMED).lower()))
        return not named or bool(described & set(re.findall(r"\w{4,}", named.lower())))
    own = plain(named)
    if not own:
        return False
    known = forms.get(wanted, {plain(wanted)})
    ends = (form for form in known if len(form) > 3)
    return own in known or any(own.endswith(f" {form}") or form.endswith(f" {own}") for form in ends)


def ours(document: Document, with_reader: bool = True) -> Iterator[Stretch]:
    """This package."""
    reading = load_speech_reader().read(document.text) if with_reader else None
    quotes = find_quotes(document, list(find_actors(document)), reading)
    for row in voice_stretches(document, quotes):
        if row.label != "narrator":
            yield row.start, row.end, row.actor


def rules(document: Document) -> Iterator[Stretch]:
    """This package without the network."""
    return ours(document, with_reader=False)


def marks(document: Document) -> Iterator[Stretch]:
    """What stands between quotation marks, by the first subject of the sentence outside of them."""
    for row in find_quotations(document):
        numbers = range(document.sentence_at(row.start), document.sentence_at(row.end - 1) + 1)
        words = [document.words[i] for n in numbers if n >= 0 for i in document.indices(document.sentences[n])]
        outside = [w for w in words if w.dep == "nsubj" and not row.start <= w.start < row.end]
        yield row.start, row.end, _name(document, outside[0].index) if outside else ""


def _name(document: Document, index: int) -> str:
    """The run of proper nouns around a word."""
    low, high, words = index, index + 1, document.words
    while low and words[low - 1].pos == "PROPN":
        low -= 1
    while high < len(words) and words[high].pos == "PROPN":
        high += 1
    return document.text[words[low].start : words[high - 1].end]


def nobody(document: Document) -> Iterator[Stretch]:
    """All words are the outlet's."""
    return iter(())


def outcomes(article: Article, stretches: Iterable[Stretch]) -> Counter[str]:
    """How many words are right, or wrong in which way; ``speech``, ``told`` and ``both`` count what is speech by the
    labels, by the system and by both, ``speaker`` the right ones of the last."""
    told = {place: speaker for start, end, speaker in stretches for place in range(start, end)}
    counted = {place for body in article.document.bodies for place in range(body.start, body.end)}
    count: Counter[str] = Counter()
    for start, wanted in article.words:
        if start not in counted:
            continue
        named = told.get(start)
        names = [] if named is None else [named, *re.split(r"\s*;\s*|\s+and\s+", named)]
        right = any(is_same(speaker, name, article.forms) for speaker in wanted for name in names)
        count.update(words=1, speech=bool(wanted), told=named is not None, both=bool(wanted) and named is not None)
        count["speaker"] += bool(wanted) and right
        if bool(wanted) != (named is not None):
            count["missed speech" if wanted else "false speech"] += 1
        else:
            count["right" if right or not wanted else "wrong speaker" if named else "no speaker"] += 1
    return count


def measure(gold: Path) -> dict[str, dict[str, list[Counter[str]]]]:
    """The outcomes of each system, article by article, on those looked at (``seen``) and on the others (``kept``)."""
    articles = list(read_articles(gold / FILE))
    systems: dict[str, Callable[[Document], Iterable[Stretch]]] = {
        "ours": ours, "rules": rules, "marks": marks, "nobody": nobody,
    }  # fmt: skip
    found = {name: [outcomes(one, system(one.document)) for one in articles] for name, system in systems.items()}
    half = len(articles) // 2
    return {name: {"seen": rows[:half], "kept": rows[half:], "all": rows} for name, rows in found.items()}


def share_right(rows: Sequence[Counter[str]]) -> float:
    """Of all words, the share whose voice and speaker are right."""
    return sum(row["right"] for row in rows) / max(1, sum(row["words"] for row in rows))


def speaker_right(rows: Sequence[Counter[str]]) -> float:
    """Of the words that are speech and are told to be, the share given to whoever speaks them."""
    return sum(row["speaker"] for row in rows) / max(1, sum(row["both"] for row in rows))


def speech_f1(rows: Sequence[Counter[str]]) -> float:
    """F1 of speech against narration, by word."""
    return 2 * sum(row["both"] for row in rows) / max(1, sum(row["speech"] + row["told"] for row in rows))


def reading_figures(found: Mapping[str, Mapping[str, Sequence[Counter[str]]]]) -> list[Figure]:
    """Figures of each system and part of the articles, with intervals by bootstrap over articles."""
    about = {
        "data": "whole articles read closely for this project", "interval": "bootstrap over articles",
        "tuned": "Rules were written with twelve articles in view, the other twelve were kept for the check; the "
        "network learned from other, open articles.",
    }  # fmt: skip
    measures: dict[str, tuple[Callable[[Sequence[Counter[str]]], float], str]] = {
        "Whose words, share of words right": (share_right, "words"),
        "Whose words, right speaker of what is speech": (speaker_right, "both"),
        "Whose words, speech or narration, F1": (speech_f1, "words"),
    }
    figures = []
    for measured, (statistic, unit) in measures.items():
        for part in ("kept", "seen", "all"):
            for name, rows in found.items():
                if name == "nobody" and statistic is not share_right:
                    continue
                figures.append(figure(
                    measured, statistic(rows[part]), bootstrap(rows[part], statistic), system=SYSTEMS[name],
                    kind="ours" if name in ("ours", "rules") else "baseline", part=part,
                    n=sum(row[unit] for row in rows[part]), unit="words",
                    show="finding" if statistic is share_right else "picture", **about,
                ))  # fmt: skip
    figures.append(figure(
        "Whose words, share of words right", 0.977, system="Two careful readers agree", kind="people", part="all",
        n=None, unit="words", show="finding", **about,
    ))  # fmt: skip
    for outcome in OUTCOMES:
        for part in ("kept", "seen", "all"):
            rows = found["ours"][part]
            value = sum(row[outcome] for row in rows) / max(1, sum(row["words"] for row in rows))
            figures.append(figure(
                f"Whose words, of all words: {outcome}", value, system=SYSTEMS["ours"], part=part,
                n=sum(row["words"] for row in rows), unit="words", show="table", **about,
            ))  # fmt: skip
    return figures


def measure_reading(gold: Path) -> Measured:
    """Whose words, on whole articles."""
    figures = reading_figures(measure(gold))
    note = (
        "Twenty-four articles of as many topics, news and opinion, read closely twice for this project. No speaker, "
        "false speech, wrong speaker and missed speech are the ways in which a word is wrong."
    )
    return Measured(table_of("Whose words, on whole articles", figures, note), figures)


def main() -> None:
    """Print the figures."""
    for row in reading_figures(measure(gold_folder())):
        bounds = "" if row["low"] is None else f" ({row['low']:.3f}-{row['high']:.3f})"
        print(f"{row['measure']:48} {row['part']:5} {row['system']:50} {row['value']:.3f}{bounds}")


if __name__ == "__main__":
    main()
