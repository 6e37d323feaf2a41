"""Attribution against PolNeAR: sources, cues, contents and whole relations, beside thirty lines of dependency rules.

``python -m tests.bench.attribution [FOLDER]`` prints the table; the folder of gold data is ``GOLD_DIR``, or the one
beside the project. Of each text the first annotator by file name is the gold. Rules and shares were learned on the
first 600 training articles by name and checked on ``dev``; the last 200 (``kept``) were not looked at.
textacy is no dependency of the project. Its direct quotations (0.13.0 with spaCy 3.8.18 and the same model), measured
apart on dev, have F1 .121 for sources, .118 for cues, .359 for contents and .169 for relations, as it refuses whole
articles with an odd number of marks; given paragraph by paragraph .183, .171, .480 and .258.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pandas as pd

from analysis.quotes.find_quotes import find_quotes
from analysis.text.document import Document
from analysis.text.parse import parse
from analysis.text.segment import segment
from tests.bench.agreement import COLUMNS, match_relations, score_attributions
from tests.bench.gold import gold_folder
from tests.bench.render import Table

FILE = Path("polnear") / "metadata.tsv"
SPLITS = ("dev", "learned", "kept")
_STATED = re.compile(r"(T\d+)\t\w+ (\d+ \d+(?:;\d+ \d+)*)\t")
_KEPT, _LEARNED = 200, 600
_SAYING = {"say", "tell", "add", "claim", "argue", "believe", "think", "announce", "write", "warn", "insist", "note"}
Stretch = tuple[str, str, str, int, int]


def measure(gold: Path, split: str = "dev") -> pd.DataFrame:
    """Scores of this package (``ours``) and the rules (``baseline``), in the columns of ``score_attributions``.

    Raises:
        ValueError: If ``split`` is not one of ``SPLITS``.
    """
    if split not in SPLITS:
        raise ValueError(f"split must be one of {', '.join(SPLITS)}, got {split!r}")
    documents = [*parsed(gold, split)]
    wanted = table(row for document in documents for row in annotated(gold, split, document.doc_id))
    systems: dict[str, Callable[[Document], Iterable[Stretch]]] = {"ours": ours, "baseline": baseline}
    scores = []
    for name, system in systems.items():
        found = table(row for document in documents for row in univocal([*system(document)]))
        scores.append(score_attributions(wanted, found).assign(system=name, split=split, documents=len(documents)))
    return pd.concat(scores, ignore_index=True)


def table(rows: Iterable[Stretch]) -> pd.DataFrame:
    """Stretches as the evaluation takes them."""
    return pd.DataFrame(list(rows), columns=list(COLUMNS))


def folder_of(split: str) -> str:
    """The folder of the corpus that holds a split."""
    return "dev" if split == "dev" else "train"


def parsed(gold: Path, split: str) -> Iterator[Document]:
    """The articles of a split with their grammar."""
    files = sorted((gold / "polnear" / folder_of(split) / "text").glob("*.txt"))
    chosen = {"dev": files, "learned": files[:_LEARNED], "kept": files[-_KEPT:]}[split]
    for file in chosen:
        yield parse(segment(Document(file.stem, file.read_text(encoding="utf-8"))))


def annotated(gold: Path, split: str, document: str) -> Iterator[Stretch]:
    """The first annotator's attributions of an article."""
    folder = gold / "polnear" / folder_of(split) / "attributions"
    files = sorted(folder.glob(f"{document}_*.ann"))
    return read_brat(files[0].read_text(encoding="utf-8"), document) if files else iter(())


def read_brat(text: str, document: str) -> Iterator[Stretch]:
    """The stretches that brat's event lines bind as source, cue and content; a span in parts is several stretches."""
    spans, events = {}, []
    for line in text.splitlines():
        key, _, rest = line.partition("\t")
        if stated := _STATED.match(line):  # a marked text may hold a line break, and its second line begins anyhow
            spans[stated[1]] = [tuple(map(int, part.split())) for part in stated[2].split(";")]
        elif re.fullmatch(r"E\d+", key):
            events.append((key, rest.split()))
    for key, parts in events:
        for part in parts:
            role, _, name = part.partition(":")
            role = role.rstrip("0123456789").lower()
            if role in {"source", "cue", "content"}:
                for start, end in spans.get(name, []):
                    yield document, key, role, start, end


def ours(document: Document) -> Iterator[Stretch]:
    """This package, without mentions; quotations of nobody are no attributions."""
    rows = [*find_quotes(document)]
    attributed = {row.relation for row in rows if row.role == "cue"}
    for row in rows:
        if row.relation in attributed:
            yield document.doc_id, row.relation, row.role, row.start, row.end


def baseline(document: Document) -> Iterator[Stretch]:
    """A verb of saying with a subject and a clause: subtree of the subject, the verb, subtree of the clause."""
    for word in document.words:
        if word.lemma not in _SAYING:
            continue
        subject, clause = word.children("nsubj"), word.children("ccomp")
        if subject and clause:
            key = str(word.index)
            yield document.doc_id, key, "cue", word.start, word.end
            for role, head in (("source", subject[0]), ("content", clause[0])):
                tree = head.subtree
                yield document.doc_id, key, role, tree[0].start, tree[-1].end


def univocal(rows: list[Stretch]) -> list[Stretch]:
    """Without the attributions whose cue lies inside the content of another: PolNeAR marks the outer one only."""
    cues = {row[1]: row for row in rows if row[2] == "cue"}
    holders: dict[int, set[str]] = {}
    for _, relation, role, start, end in rows:
        if role == "content":
            for place in range(start, end):
                holders.setdefault(place, set()).add(relation)
    inner = {key for key, row in cues.items() if holders.get(row[3], set()) - {key}}
    return [row for row in rows if row[1] not in inner]


def breakdown(gold: Path, split: str = "dev") -> Counter[str]:
    """Gold relations missed and found relations that are spurious, by cause."""
    causes: Counter[str] = Counter()
    for document in parsed(gold, split):
        wanted = relations(annotated(gold, split, document.doc_id))
        found = relations(univocal([*ours(document)]))
        pairs = match_relations(wanted, found)
        cues = {place for parts in found.values() for place in parts["cue"]}
        for key in wanted.keys() - {one for one, _ in pairs}:
            causes[_cause(wanted[key], cues, found)] += 1
        gold_cues = {place for parts in wanted.values() for place in parts["cue"]}
        for key in found.keys() - {other for _, other in pairs}:
            causes["spurious" if not found[key]["cue"] & gold_cues else "found, wrong extent"] += 1
    return causes


def relations(rows: Iterable[Stretch]) -> dict[str, dict[str, frozenset[int]]]:
    """Characters of each role, by relation."""
    found: dict[str, dict[str, set[int]]] = {}
    for _, relation, role, start, end in rows:
        found.setdefault(relation, {"source": set(), "cue": set(), "content": set()})[role].update(range(start, end))
    return {key: {role: frozenset(places) for role, places in parts.items()} for key, parts in found.items()}


def _cause(wanted: dict[str, frozenset[int]], cues: set[int], found: dict[str, dict[str, frozenset[int]]]) -> str:
    if not wanted["cue"] & cues:
        return "missed, cue not found"
    same = [parts for parts in found.values() if parts["cue"] & wanted["cue"]]
    if not any(parts["source"] & wanted["source"] for parts in same) and wanted["source"]:
        return "missed, other source"
    return "missed, other content"


def attribution_table(rows: pd.DataFrame) -> Table:
    """What the report shows of the rows of ``measure``, of one split or several."""
    names = {"ours": "Whose Words", "baseline": "Dependency rules, 30 lines"}
    lines = []
    for (split, system), part in rows.groupby(["split", "system"], sort=False):
        cells = [f"{row.f1:.3f}" for row in part.itertuples()]
        whole = part[part["unit"] == "relation"].iloc[0]
        bounds = f"{whole.low:.3f} to {whole.high:.3f}"
        lines.append([names[str(system)], str(split), *cells, bounds, f"{whole.precision:.3f}", f"{whole.recall:.3f}"])
    last = ["Relation, 95 % interval", "Relation, precision", "Relation, recall"]
    return {
        "title": "Attribution, F1",
        "columns": ["System", "Articles", "Source", "Cue", "Content", "Relation", *last],
        "rows": lines,
        "note": (
            "PolNeAR (Newell, Margolin & Ruths 2018), first annotator of each text. Source, cue and content by "
            "character; a relation counts if its content shares at least half of the characters and its source "
            "overlaps. Two people agree at .923 on attributions. The kept articles were not looked at. A fuller "
            "baseline of dependency rules, measured before this project, has .59, .29, .66 and .36 on dev."
        ),
    }


def main() -> None:
    """Print scores of dev and of the articles kept, and the errors on dev."""
    gold = gold_folder()
    for split in ("dev", "kept"):
        print(measure(gold, split).round(3).to_string(index=False))
    print(breakdown(gold).most_common())


if __name__ == "__main__":
    main()
