"""What a report concludes, on whole articles read closely: who evaluates whom, who stands where, who does what.

``python -m tests.bench.conclusions [FOLDER]`` prints the figures. The articles, and which of them were looked at,
are those of ``tests.bench.reading``. An evaluation is right if sentence, holder, target and side are; a position, if
holder, target and side are, among the holders and targets that the readers went through; a role in an event, if a row
of that sentence gives it to that actor.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.annotate import annotate, prepare
from analysis.tables.stance_tables import list_stances, tabulate_stance
from analysis.tables.table import NARRATOR, holder_of, records, rows_of
from analysis.text.document import Document
from analysis.text.read import document_from_text
from tests.bench.figures import Figure, Measured, bootstrap, figure, table_of
from tests.bench.gold import gold_folder
from tests.bench.reading import actor_forms, is_same

FILE = Path("reading")
OURS = "Whose Words"
BASELINES = {
    "evaluations": "Loaded words, each about the nearest actor",
    "positions": "Loaded words, each about the nearest actor",
    "roles": "Subject and object of each verb",
}
PEOPLE = {"evaluations": (0.80, 0.79), "positions": (0.90, 0.78)}
_SIDES = {"praise": "favor", "blame": "against"}
_UNNAMED = "unnamed:"
Evaluation = tuple[int, str, str, str]  # sentence, holder, target, side


@dataclass(frozen=True)
class Reading:
    """A closely read article, and the table of what we find in it."""

    document: Document
    label: Mapping[str, Any]
    table: pd.DataFrame

    @property
    def forms(self) -> Mapping[str, Collection[str]]:
        """The forms of each actor's name."""
        return actor_forms(self.label["actors"])

    def means(self, wanted: str, named: str) -> bool:
        """Whether a name of ours means a holder or an actor of the labels; the outlet is only itself."""
        if NARRATOR in (wanted, named):
            return wanted == named
        if wanted.startswith(_UNNAMED) and not named:
            return False
        return is_same(wanted, named, self.forms)


def read_articles(folder: Path) -> list[Reading]:
    """The articles of a folder, annotated."""
    found = []
    for path in sorted(folder.glob("*.json")):
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        document = prepare(document_from_text(text, path.stem))
        label = json.loads(path.read_text(encoding="utf-8"))
        found.append(Reading(document, label, annotate(document, portrayal=True)))
    return found


def our_stances(article: Reading) -> pd.DataFrame:
    """Ours: ``start, holder, target, label``."""
    return list_stances(article.table)[["start", "holder", "target", "label"]]


def nearest_actors(article: Reading) -> pd.DataFrame:
    """A baseline: each word with a valence is about the nearest mention of an actor in its sentence, and its holder is
    whoever's words it is."""
    words, mentions = rows_of(article.table, "valence", "expression"), rows_of(article.table, "actor", "mention")
    words = words.assign(holder=holder_of(words), sentence=words["start"].map(article.document.sentence_at))
    mentions = mentions.assign(sentence=mentions["start"].map(article.document.sentence_at))
    rows = []
    for word in records(words):
        near = mentions[(mentions["sentence"] == word.sentence) & ~mentions["actor"].isin(["", word.holder])]
        if len(near) and word.score:
            target = near.loc[(near["start"] - word.start).abs().idxmin(), "actor"]
            rows.append((word.start, word.holder, target, "favor" if word.score > 0 else "against"))
    return pd.DataFrame(rows, columns=["start", "holder", "target", "label"])


def count_evaluations(article: Reading, stances: pd.DataFrame) -> Counter[str]:
    """``found``, of them ``right``, and of those ``wanted`` the ``met``."""
    sentence = article.document.sentence_at
    actors = {actor["name"] for actor in article.label["actors"]}
    wanted = {
        (sentence(row["span"][0]), row["holder"], row["target"], _SIDES[row["polarity"]])
        for row in article.label["evaluations"]
        if row.get("span") and row["target"] in actors
    }
    found = {(sentence(row.start), row.holder, row.target, row.label) for row in records(stances)}
    return _matched(wanted, found, lambda one, ours: _alike(article, one, ours))


def _alike(article: Reading, wanted: Evaluation, found: Evaluation) -> bool:
    same = wanted[0] == found[0] and wanted[3] == found[3]
    return same and article.means(wanted[2], found[2]) and article.means(wanted[1], found[1])


def _matched(wanted: Collection[Any], found: Collection[Any], same: Callable[[Any, Any], bool]) -> Counter[str]:
    return Counter(
        found=len(found),
        right=sum(any(same(one, ours) for one in wanted) for ours in found),
        wanted=len(wanted),
        met=sum(any(same(one, ours) for ours in found) for one in wanted),
    )


def our_positions(article: Reading) -> list[tuple[str, str, str]]:
    """Holder, target and side of the positions that ``tabulate_stance`` gives."""
    told = tabulate_stance(article.table)
    return [(row.holder, row.target, row.position) for row in records(told[told["position"] != "none"])]


def mean_positions(article: Reading) -> list[tuple[str, str, str]]:
    """A baseline: the side on which most of ``nearest_actors`` are, where there are two."""
    grouped = nearest_actors(article).groupby(["holder", "target"])["label"]
    return [(*pair, labels.mode().iloc[0]) for pair, labels in grouped if len(labels) > 1]


def count_positions(article: Reading, positions: Iterable[tuple[str, str, str]]) -> Counter[str]:
    """The same counts of positions, ``own_found`` and ``own_right`` of the outlet's."""
    label = article.label
    holders, targets = {*label.get("checked", []), NARRATOR}, set(label.get("targets", []))
    truth = {(row["holder"], row["target"]): row["position"] for row in label["positions"]}
    count: Counter[str] = Counter(wanted=len(truth))
    for holder, target, side in positions:
        whose = next((one for one in holders if article.means(one, holder)), None)
        whom = next((one for one in targets if article.means(one, target)), None)
        if whose and whom:
            right = truth.get((whose, whom), "none") in (side, "mixed")
            own = whose == NARRATOR
            count.update(found=1, right=right, met=right, own_found=own, own_right=own and right)
    return count


def our_roles(article: Reading) -> list[tuple[int, str, str]]:
    """Sentence, actor and role of our rows of agents and patients."""
    rows = rows_of(article.table, "agency")
    rows = rows[rows["role"].isin(["agent", "patient"])]
    return [(article.document.sentence_at(row.start), row.actor, row.role) for row in records(rows)]


def subjects_and_objects(article: Reading) -> list[tuple[int, str, str]]:
    """A baseline: who stands in the subject of a verb acts, who in its object is acted upon."""
    roles, document = {"nsubj": "agent", "dobj": "patient", "nsubjpass": "patient"}, article.document
    found = []
    for row in records(rows_of(article.table, "actor", "mention")):
        for word in document.words:
            if row.start <= word.start < row.end and word.dep in roles:
                found.append((word.sentence, row.actor, roles[word.dep]))
    return found


def count_roles(article: Reading, roles: Iterable[tuple[int, str, str]]) -> Counter[str]:
    """Of the roles of actors in events, those ``wanted``, in whose sentence the actor has a role (``named``), the right
    one (``met``)."""
    actors = {actor["name"] for actor in article.label["actors"]}
    given = list(roles)
    count: Counter[str] = Counter()
    for event in article.label["events"]:
        if not event.get("span"):
            continue
        at = article.document.sentence_at(event["span"][0])
        for role in ("agent", "patient"):
            if event[role] in actors:
                here = [own for sentence, name, own in given if sentence == at and article.means(event[role], name)]
                count.update(wanted=1, named=bool(here), met=role in here)
    return count


def precision(rows: Sequence[Mapping[str, int]], kind: str = "") -> float:
    """Of what is found, the share that is right."""
    return sum(row[f"{kind}right"] for row in rows) / max(1, sum(row[f"{kind}found"] for row in rows))


def recall(rows: Sequence[Mapping[str, int]]) -> float:
    """Of what is wanted, the share that is found."""
    return sum(row["met"] for row in rows) / max(1, sum(row["wanted"] for row in rows))


def own_precision(rows: Sequence[Mapping[str, int]]) -> float:
    """Of the positions given to the outlet, the share that is right."""
    return precision(rows, "own_")


def measure(articles: Sequence[Reading]) -> dict[str, dict[str, list[Counter[str]]]]:
    """Counts of each task, of ours and of the baseline, article by article."""
    return {
        "evaluations": {
            "ours": [count_evaluations(one, our_stances(one)) for one in articles],
            "baseline": [count_evaluations(one, nearest_actors(one)) for one in articles],
        },
        "positions": {
            "ours": [count_positions(one, our_positions(one)) for one in articles],
            "baseline": [count_positions(one, mean_positions(one)) for one in articles],
        },
        "roles": {
            "ours": [count_roles(one, our_roles(one)) for one in articles],
            "baseline": [count_roles(one, subjects_and_objects(one)) for one in articles],
        },
    }


def conclusion_figures(found: Mapping[str, Mapping[str, Sequence[Counter[str]]]]) -> list[Figure]:
    """Figures of each task and part of the articles, with intervals by bootstrap over articles."""
    about = {
        "data": "whole articles read closely for this project", "interval": "bootstrap over articles",
        "tuned": "Twelve articles were in view, the other twelve were kept for the check; the network learned from "
        "other articles and sentences.",
    }  # fmt: skip
    measures = [
        ("evaluations", "precision", precision, "found"), ("evaluations", "recall", recall, "wanted"),
        ("positions", "precision", precision, "found"), ("positions", "recall", recall, "wanted"),
        ("positions", "the outlet’s, precision", own_precision, "own_found"),
        ("roles", "share right", recall, "wanted"),
    ]  # fmt: skip
    titles = {"evaluations": "Who evaluates whom", "positions": "Who stands where", "roles": "Roles in events"}
    figures = []
    for task, named, statistic, unit in measures:
        for system, counts in found[task].items():
            half = len(counts) // 2
            for part, rows in (("kept", counts[half:]), ("seen", counts[:half]), ("all", counts)):
                if not sum(row[unit] for row in rows):
                    continue  # of nothing there is no share
                figures.append(figure(
                    f"{titles[task]}, {named}", statistic(rows), bootstrap(rows, statistic),
                    system=OURS if system == "ours" else BASELINES[task],
                    kind="ours" if system == "ours" else "baseline", part=part, n=sum(row[unit] for row in rows),
                    unit=task, show="finding", **about,
                ))  # fmt: skip
        if task in PEOPLE and named in ("precision", "recall"):
            value = PEOPLE[task][named == "recall"]
            figures.append(figure(
                f"{titles[task]}, {named}", value, system="Two careful readers agree", kind="people", part="all",
                n=None, unit=task, show="finding", **about,
            ))  # fmt: skip
    return figures


def measure_conclusions(gold: Path) -> Measured:
    """What a report concludes, on whole articles."""
    figures = conclusion_figures(measure(read_articles(gold / FILE)))
    note = (
        "Twenty-four articles of as many topics, news and opinion, read closely twice for this project. An evaluation "
        "is right if sentence, holder, target and side are."
    )
    return Measured(table_of("What a report concludes, on whole articles", figures, note), figures)


def main() -> None:
    """Print the figures."""
    for row in measure_conclusions(gold_folder()).figures:
        bounds = "" if row["low"] is None else f" ({row['low']:.3f}-{row['high']:.3f})"
        print(f"{row['measure']:36} {row['part']:5} {row['system']:44} {row['value']:.3f}{bounds} n={row['n']}")


if __name__ == "__main__":
    main()
