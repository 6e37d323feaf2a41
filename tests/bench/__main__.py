"""``python -m tests.bench``: measures this package beside others and writes what the report shows of it.

The folder of gold data is ``GOLD_DIR``, or the one beside the project. A part whose data are missing is skipped and
named, and its table stays as the last run left it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis.report.provenance import MEASURED
from tests.bench import agency, attribution, readme, render, segmentation, speed, stance, valence
from tests.bench.gold import gold_folder

Part = tuple[str, Path, Callable[[Path], render.Table]]


def measure_segmentation(gold: Path) -> render.Table:
    """Sentences, on all documents and on the half that was kept."""
    return render.segmentation_table(segmentation.measure(gold), segmentation.measure(gold, "kept"))


def measure_valence(gold: Path) -> render.Table:
    """Valence."""
    return render.valence_table(valence.measure(gold))


def measure_attribution(gold: Path) -> render.Table:
    """Who says what, on the development articles and on those that were kept."""
    rows = [attribution.measure(gold, split) for split in ("dev", "kept")]
    return attribution.attribution_table(pd.concat(rows, ignore_index=True))


def measure_stance(gold: Path) -> render.Table:
    """Stance toward a target."""
    return stance.stance_table(stance.measure(gold))


def measure_agency(gold: Path) -> render.Table:
    """Agency, on clauses of our own: no gold data are needed."""
    return agency.agency_table(agency.measure(half="seen"), agency.measure(half="kept"))


def measure_speed(gold: Path) -> render.Table:
    """Speed; ``BENCH_RUNS`` says how often, 5 times if it is not set."""
    return render.speed_table(speed.measure(gold, runs=int(os.environ.get("BENCH_RUNS", "5"))))


PARTS: list[Part] = [
    ("Sentence segmentation, F1", segmentation.FILE, measure_segmentation),
    ("Valence, correlation with people", valence.FILE, measure_valence),
    ("Attribution, F1", attribution.FILE, measure_attribution),
    ("Stance toward a target, macro-F1", stance.FILE, measure_stance),
    ("Agency, precision and recall", agency.FILE, measure_agency),
    ("Speed", speed.FILE, measure_speed),
]


def main(gold: Path, out: Path = MEASURED, parts: list[Part] = PARTS) -> None:
    """Measure each part whose data are there, print its table, and write them all."""
    kept = json.loads(out.read_text(encoding="utf-8"))["tables"] if out.is_file() else []
    tables: dict[str, render.Table] = {table["title"]: table for table in kept}
    for title, file, measure in parts:
        if not (gold / file).exists():
            print(f"\n{title}: skipped, {file} is not in {gold} (set GOLD_DIR)")
            continue
        tables[title] = measure(gold)
        print(render.as_text(tables[title]), flush=True)
    written = {"tables": [tables[title] for title, _, _ in parts if title in tables], "references": render.REFERENCES}
    out.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(gold_folder())
    readme.main()
