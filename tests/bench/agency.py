"""Agency against clauses labelled for this project: who acts and who is acted upon, in which kind of event, and denial.

``python -m tests.bench.agency [seen|kept] [-v]`` prints the table; ``-v`` lists what was missed and what was wrong.

The mentions given to the rules are the labelled participants and, as distractors, every other noun with its compounds,
each an actor by its own words: so the figures tell of the grammar of events, not of the finding of actors. The labelled
stretches tell the rules which words belong together, never who acts. The baseline takes the subject of each verb as
agent and its direct object as patient, and a negation that hangs on the verb, as Riveter (Antoniak et al. 2023) does.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.agency.find_agency import find_agency
from analysis.annotation import Annotation
from analysis.tables.intervals import wilson_interval
from analysis.text.document import Document, Span, overlaps
from analysis.text.parse import parse
from analysis.text.segment import segment
from tests.bench.render import Row, Table

FILE = Path(__file__).with_name("agency.toml")
KINDS = ("active", "passive", "agentless", "nominal")
SYSTEMS = {"ours": "Whose Words", "baseline": "Subject and object of each verb"}


@dataclass(frozen=True)
class Event:
    """A labelled event: the span of its action, the words of its participants, its label and whether it is denied."""

    action: Span
    agents: tuple[str, ...]
    patients: tuple[str, ...]
    label: str
    denied: bool


@dataclass(frozen=True)
class Clause:
    """A labelled clause."""

    text: str
    half: str
    events: tuple[Event, ...]


def read_clauses(path: Path = FILE) -> list[Clause]:
    """The labelled clauses of a file; a label that is not in the text raises ValueError."""
    with path.open("rb") as file:
        data = tomllib.load(file)["clauses"]
    return [Clause(one["text"], one["half"], tuple(_events(one["text"], one["events"]))) for one in data]


def _events(text: str, lines: Sequence[str]) -> Iterator[Event]:
    for line in lines:
        action, agents, patients, label, *denied = (part.strip() for part in line.split("|"))
        parts = [tuple(words.split(" & ")) if words != "-" else () for words in (agents, patients)]
        if label not in KINDS or any(word not in text for word in [action, *parts[0], *parts[1]]):
            raise ValueError(f"event {line!r} does not fit {text!r}; labels: {', '.join(KINDS)}")
        yield Event(_places(text, action)[0], parts[0], parts[1], label, denied == ["not"])


def _places(text: str, words: str) -> list[Span]:
    return [Span(*found.span()) for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]


def mentions_of(document: Document, events: Iterable[Event]) -> list[Annotation]:
    """The labelled participants and every other noun with its compounds, each an actor of its own."""
    labelled = {span for event in events for words in event.agents + event.patients
                for span in _places(document.text, words)}  # fmt: skip
    others = set()
    for index, token in enumerate(document.tokens):
        if token.pos in {"NOUN", "PROPN"} and token.dep != "compound":
            first = min([index, *(word.index for word in document.words[index].children("compound"))])
            span = Span(document.tokens[first].start, token.end)
            if not any(overlaps(span, one) for one in labelled):
                others.add(span)
    spans = sorted(labelled | others)
    return [Annotation("actor", "name", s.start, s.end, "mention", actor=document.covered(s)) for s in spans]


def ours(document: Document, mentions: Sequence[Annotation]) -> list[Annotation]:
    """The rows of the package."""
    return [*find_agency(document, mentions)]


def baseline(document: Document, mentions: Sequence[Annotation]) -> list[Annotation]:
    """Subjects as agents, direct objects as patients, of each verb that has one of them."""
    roles = {"nsubj": "agent", "dobj": "patient", "neg": "shifter"}
    rows = []
    for verb in document.words:
        found = [(roles[word.dep], word) for word in (verb.children(*roles) if verb.pos == "VERB" else ())]
        if any(role != "shifter" for role, _ in found):
            found.append(("action", verb))
            rows += [
                Annotation(
                    "agency", "denied" if role == "shifter" else "active", t.start, t.end, role, f"agency:{verb.start}"
                )
                for role, t in found
            ]
    return rows


def measure(path: Path = FILE, half: str = "") -> list[Row]:
    """Precision and recall of each system, on all clauses or on one half (``seen``, ``kept``).

    Returns:
        Rows with ``system``, ``what`` (``participants``: action, role and head of the argument; ``events``: action and
        label; ``denials``: action), ``kind`` (label of the event, found for precision and given for recall; ``all``),
        ``measure`` (``precision``, ``recall``), ``hits``, ``n``, ``value``, ``low`` and ``high`` (Wilson, 95 %).
    """
    clauses = [clause for clause in read_clauses(path) if not half or clause.half == half]
    documents = [parse(segment(Document(str(number), clause.text))) for number, clause in enumerate(clauses)]
    rows: list[Row] = []
    for name, system in (("ours", ours), ("baseline", baseline)):
        tally: dict[tuple[str, str, str], list[bool]] = {}
        for clause, document in zip(clauses, documents, strict=True):
            found = system(document, mentions_of(document, clause.events))
            for what, measured, kind, hit, _ in compare(clause, found):
                for one in (kind, "all"):
                    tally.setdefault((what, one, measured), []).append(hit)
        rows += [_row(name, key, hits) for key, hits in tally.items()]
    return rows


def _row(system: str, key: tuple[str, str, str], hits: Sequence[bool]) -> Row:
    low, high = wilson_interval(sum(hits), len(hits))
    what, kind, measured = key
    shares = {"value": sum(hits) / len(hits), "low": float(low), "high": float(high)}
    return {
        "system": system,
        "what": what,
        "kind": kind,
        "measure": measured,
        "hits": sum(hits),
        "n": len(hits),
    } | shares


def compare(clause: Clause, found: Sequence[Annotation]) -> Iterator[tuple[str, str, str, bool, str]]:
    """What was compared, as what, in which kind of event, whether it was right, and in words."""
    given = {event.action.start: event for event in clause.events}
    starts = {row.relation: row.start for row in found if row.role == "action"}
    labels = {starts[row.relation]: row.label for row in found if row.role == "action"}
    denied = {starts[row.relation]: row for row in found if row.label == "denied" and row.relation in starts}
    word = {start: re.findall(r"[\w’'-]+", clause.text[start:])[0] for start in [*given, *labels]}
    for start, event in given.items():
        yield "events", "recall", event.label, labels.get(start) == event.label, f"{word[start]} {event.label}"
        if event.denied:
            yield "denials", "recall", event.label, start in denied, f"{word[start]} denied"
    for start, label in labels.items():
        right = start in given and given[start].label == label
        yield "events", "precision", label, right, f"{word[start]} {label}"
        if start in denied:
            yield "denials", "precision", label, start in given and given[start].denied, f"{word[start]} denied"
    places = {start: _arguments(clause.text, event) for start, event in given.items()}
    parts = [(starts[row.relation], row) for row in found if row.role in {"agent", "patient"}]
    for start, row in parts:
        span = Span(row.start, row.end)
        right = any(role == row.role and _meet(span, spans) for role, _, spans in places.get(start, ()))
        yield (
            "participants",
            "precision",
            row.label,
            right,
            f"{word[start]} {row.role} {clause.text[row.start : row.end]}",
        )
    for start, arguments in places.items():
        for role, words, spans in arguments:
            right = any(
                at == start and row.role == role and _meet(Span(row.start, row.end), spans) for at, row in parts
            )
            yield "participants", "recall", given[start].label, right, f"{word[start]} {role} {words}"


def _arguments(text: str, event: Event) -> list[tuple[str, str, list[Span]]]:
    pairs = [("agent", words) for words in event.agents] + [("patient", words) for words in event.patients]
    return [(role, words, _places(text, words)) for role, words in pairs]


def _meet(span: Span, others: Iterable[Span]) -> bool:
    return any(overlaps(span, other) for other in others)


def agency_table(rows: Sequence[Row], kept: Sequence[Row] = ()) -> Table:
    """Precision and recall by kind of event, with those on the kept half where they are given."""
    cells = {(row["system"], row["what"], row["kind"], row["measure"]): row for row in rows}
    held = {(row["system"], row["what"], row["kind"], row["measure"]): row for row in kept}
    names = {"participants": "Who acts on whom", "events": "Kind of event", "denials": "Denied"}
    body = []
    for what, kinds in (("participants", ("all", *KINDS)), ("events", ("all", *KINDS)), ("denials", ("all",))):
        for kind in kinds:
            for system, title in SYSTEMS.items():
                if system == "ours" or kind == "all":
                    key = (system, what, kind)
                    body.append(
                        [
                            names[what],
                            kind.capitalize(),
                            title,
                            *_cells(cells, key),
                            *(_cells(held, key) if held else []),
                        ]
                    )
    columns = ["What", "Kind", "System", "Precision", "Recall"]
    return {
        "title": "Agency, precision and recall",
        "columns": columns + (["Precision, kept clauses", "Recall, kept clauses"] if held else []),
        "rows": body,
        "note": (
            "Share and 95 % interval (Wilson 1927). Clauses written and labelled for this project by one person; the "
            "rules were written with two thirds in view; the kept ones were labelled before they had run on them. "
            "Mentions are given, so the figures tell of the grammar alone; running news is harder than these clauses."
        ),
    }


def _cells(cells: dict[tuple[object, ...], Row], key: tuple[str, str, str]) -> list[str]:
    found = [cells.get((*key, measured)) for measured in ("precision", "recall")]
    return [f"{row['value']:.2f} ({row['low']:.2f} to {row['high']:.2f})" if row else "none" for row in found]


def _errors(half: str) -> Iterator[str]:
    for clause in read_clauses():
        if not half or clause.half == half:
            document = parse(segment(Document("d", clause.text)))
            found = compare(clause, ours(document, mentions_of(document, clause.events)))
            wrong = [
                f"   {'missed' if m == 'recall' else 'wrong '} {what[:-1]}: {words}"
                for what, m, _, hit, words in found
                if not hit
            ]
            if wrong:
                yield "\n".join([clause.text, *wrong])


if __name__ == "__main__":
    from tests.bench.render import as_text

    asked = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    if "-v" in sys.argv:
        print("\n".join(_errors(asked)))
    print(as_text(agency_table(measure(half=asked))))
