"""``python -m tests.bench``: measures this package beside others and writes what the reports show of it.

The folder of gold data is the one named, else ``GOLD_DIR``, else the one beside the project. A part whose data are
missing is skipped and named, and what the last run found of it stays. A new part is a line in ``PARTS`` and a section
of ``notebooks/validation.ipynb``.
"""

from __future__ import annotations

import argparse
import json
import os
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.report.provenance import MEASURED
from tests.bench import (
    actors,
    agency,
    attribution,
    conclusions,
    corpus,
    devices,
    encoder,
    framing,
    judged,
    loaded,
    matcher,
    portrayal,
    reading,
    readme,
    render,
    rows,
    saved_pages,
    segmentation,
    speed,
    subjectivity,
    valence,
)
from tests.bench.figures import Measured, check_measured, table_of
from tests.bench.gold import gold_folder

OWN = "The kept half was measured more than once, but its errors were not read. Intervals: Wilson (1927)."
Part = tuple[Path, Callable[[Path], Measured]]


def measure_segmentation(gold: Path) -> Measured:
    """Sentences, on all documents and on the half that was kept."""
    found = [segmentation.measure(gold), segmentation.measure(gold, "kept")]
    return Measured(render.segmentation_table(*found), rows.segmentation_figures(*found))


def measure_valence(gold: Path) -> Measured:
    """Valence."""
    found = valence.measure(gold)
    return Measured(render.valence_table(found), rows.valence_figures(found))


def measure_attribution(gold: Path) -> Measured:
    """Who says what, on the development articles and on those that were kept."""
    found = pd.concat([attribution.measure(gold, split) for split in ("dev", "kept")], ignore_index=True)
    return Measured(attribution.attribution_table(found), rows.attribution_figures(found))


def measure_actors(gold: Path) -> Measured:
    """Who is meant, on articles of our own: no gold data are needed."""
    halves = {
        part: actors.measure(name) | counted_marks(name) for part, name in (("seen", "learned"), ("kept", "kept"))
    }
    shown = rows.actors_figures(halves)
    note = "News written and labelled for this project. " + OWN
    return Measured(table_of("Actors, who is meant", shown, note), shown)


def counted_marks(part: str) -> dict[str, int]:
    """How many pronouns and descriptions are marked in a part of the actors' articles."""
    marked = [actors.unmark(text) for text in tomllib.loads(actors.DATA.read_text(encoding="utf-8"))[part]]
    last = [text[:end].split()[-1].lower() for text, mentions, _ in marked for end in mentions]
    pronouns = sum(word.split("’")[0].strip("“(—-") in actors.PRONOUNS for word in last)
    return {"n pronouns": pronouns, "n descriptions": sum(len(described) for _, _, described in marked)}


def measure_portrayal(gold: Path) -> Measured:
    """How a sentence makes a target look, and how well the encoder's probabilities hold."""
    found, names = portrayal.measure(gold), portrayal.SYSTEMS
    held = rows.portrayal_calibration(encoder.measure_calibration(gold), names["encoder"])
    return Measured(portrayal.portrayal_table(found), rows.portrayal_figures(found, names), [held])


def measure_names(gold: Path) -> Measured:
    """Portrayal of states and organisations, and fairness to names."""
    found = rows.names_figures(encoder.measure_bodies(), encoder.measure_names(), portrayal.SYSTEMS["encoder"])
    return Measured(encoder.encoder_table(gold), found)


def measure_agency(gold: Path) -> Measured:
    """Agency, on clauses of our own: no gold data are needed."""
    halves = [agency.measure(half="seen"), agency.measure(half="kept")]
    return Measured(agency.agency_table(*halves), rows.agency_figures(*halves, agency.SYSTEMS))


def measure_frames(gold: Path) -> Measured:
    """The policy frame of a sentence."""
    found = framing.measure_sentences(gold)
    return Measured(framing.sentences_table(found), rows.frames_figures(found, framing.SYSTEMS))


def measure_loaded(gold: Path) -> Measured:
    """Loaded language."""
    found = loaded.measure(gold)
    return Measured(loaded.loaded_table(found), rows.loaded_figures(found, loaded.SYSTEMS))


def measure_devices(gold: Path) -> Measured:
    """Devices by form, on passages of our own: no gold data are needed."""
    shown = rows.devices_figures({half: devices.measure(half) for half in devices.HALVES})
    note = "Passages written and labelled for this project. " + OWN
    return Measured(table_of("Rhetorical devices, precision and recall", shown, note), shown)


def measure_subjectivity(gold: Path) -> Measured:
    """Subjective or objective."""
    found = subjectivity.measure(gold)
    return Measured(subjectivity.subjectivity_table(found), rows.subjectivity_figures(found, subjectivity.SYSTEMS))


def measure_matcher(gold: Path) -> Measured:
    """The matcher with a large dictionary, on words that are made up: no gold data are needed."""
    found = matcher.measure()
    shown = rows.matcher_figures(found, matcher.SYSTEMS)
    alike = len({(row["hits"], row["sum"]) for row in found[2:]}) == 1
    note = (
        "The rivals do in plain Python what quanteda does: expressions are tried on the distinct words of the text. "
        "All are timed in one run, in seconds of processor time. "
        f"{'All find the same' if alike else 'They differ in what they find'}."
    )
    return Measured(table_of("Matching a large dictionary", shown, note), shown)


def measure_speed(gold: Path) -> Measured:
    """Speed; ``BENCH_RUNS`` says how often, 5 times if it is not set."""
    found = speed.measure(gold, runs=int(os.environ.get("BENCH_RUNS", "5")))
    return Measured(render.speed_table(found), rows.speed_figures(found))


PARTS: dict[str, Part] = {  # by the name of its section in the validation notebook
    "reading": (reading.FILE, reading.measure_reading),
    "conclusions": (conclusions.FILE, conclusions.measure_conclusions),
    "saved_pages": (Path(), saved_pages.measure_saved_pages),
    "segmentation": (segmentation.FILE, measure_segmentation),
    "valence": (valence.FILE, measure_valence),
    "attribution": (attribution.FILE, measure_attribution),
    "actors": (actors.DATA, measure_actors),
    "portrayal": (portrayal.FILE, measure_portrayal),
    "names": (portrayal.FILE, measure_names),
    "agency": (agency.FILE, measure_agency),
    "frames": (framing.SENTENCES, measure_frames),
    "loaded": (loaded.FILE, measure_loaded),
    "devices": (devices.FILE, measure_devices),
    "judged": (judged.FILE, judged.measure_judged),
    "subjectivity": (subjectivity.FILE, measure_subjectivity),
    "matcher": (matcher.FILE, measure_matcher),
    "speed": (speed.FILE, measure_speed),
    "corpus": (corpus.FILE, corpus.measure_corpus),
}


def main(gold: Path, out: Path = MEASURED, parts: Mapping[str, Part] = PARTS, only: Sequence[str] = ()) -> None:
    """Measure each part whose data are there, or those named in ``only``, and write and print what it found."""
    found = json.loads(out.read_text(encoding="utf-8")) if out.is_file() else {}
    for section, (file, measure) in parts.items():
        if only and section not in only:
            continue
        if not (gold / file).exists():
            print(f"\n{section}: skipped, {file} is not in {gold} (set GOLD_DIR)")
            continue
        part = measure(gold)
        found = with_part(found, section, part)
        write(found, out, parts)  # at once, so that a later part that fails costs nothing
        print(render.as_text(part.table), flush=True)


def with_part(measured: Mapping[str, Any], section: str, part: Measured) -> dict[str, Any]:
    """The measurements with those of one part in place of what stood there of it."""
    given = {"tables": [part.table], "figures": part.figures, "calibration": part.calibration}
    return {
        name: [row for row in measured.get(name, []) if row["section"] != section]
        + [{"section": section, **row} for row in new]
        for name, new in given.items()
    }


def write(measured: Mapping[str, Any], out: Path = MEASURED, parts: Mapping[str, Part] = PARTS) -> None:
    """Write the file, in the order of the parts and without what is no part; figures that make no sense are refused.

    A figure stands on one line, so that a change of one can be seen.
    """
    order = list(parts)
    found = {
        name: sorted(
            (row for row in measured[name] if row["section"] in order), key=lambda r: order.index(r["section"])
        )
        for name in ("tables", "figures", "calibration")
    }
    check_measured(found)
    lists = [f'"{name}": [\n{_lines(found[name])}\n]' for name in ("figures", "calibration")]
    whole = {"tables": found["tables"], "references": render.REFERENCES}
    lists += [f'"{name}": {json.dumps(value, ensure_ascii=False, indent=1)}' for name, value in whole.items()]
    out.write_text("{\n" + ",\n".join(lists) + "\n}\n", encoding="utf-8")


def _lines(given: Sequence[Mapping[str, Any]]) -> str:
    return ",\n".join(json.dumps(row, ensure_ascii=False) for row in given)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", help="the folder of gold data")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=[], help="measure these parts only")
    given = parser.parse_args()
    main(gold_folder([given.folder] if given.folder else []), only=given.only)
    readme.main()
