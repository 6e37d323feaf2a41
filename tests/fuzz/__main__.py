"""``make fuzz``: damaged files for each reader, then whole runs of the command line that are cut short; prints a table.

FUZZ_INPUTS (2,000) files a reader, and FUZZ_RUNS (40) runs. It fails if anything is counted that must not be.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from tests.fuzz.readers import NASTY, PAGE, PLAIN, READERS, Hang, Reader, damaged, try_reader

INPUTS = int(os.environ.get("FUZZ_INPUTS", "2000"))
RUNS = int(os.environ.get("FUZZ_RUNS", "40"))
SUFFIXES = {".ipynb", ".html"}
KINDS = ("clean", "right", "traceback", "hang")


def fuzz(name: str, reader: Reader) -> Counter[str]:
    """How often each end came; the first file that made a traceback or a hang is kept under ``build/fuzz``."""
    counts: Counter[str] = Counter()
    kept = Path("build", "fuzz", f"{name.replace(' ', '_')}{Path(reader.name).suffix}")

    @settings(
        max_examples=INPUTS,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    @given(data=damaged(reader.good))
    def attempt(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            try:
                end = try_reader(reader, Path(folder), data)
            except (Exception, Hang) as error:
                end = "hang" if isinstance(error, Hang) else "traceback"
                if not counts["traceback"] + counts["hang"]:
                    kept.parent.mkdir(parents=True, exist_ok=True)
                    kept.write_bytes(data)
                    print(f"{name}: {type(error).__name__}: {str(error)[:200]} ({kept})", file=sys.stderr)
        counts[end] += 1

    attempt()
    return counts


def run_cut_short(chance: random.Random) -> Counter[str]:
    """One run of the command line in a folder of its own, ended by a signal at any time, or left to end."""
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder, temporary = Path(name, "work"), Path(name, "t")
        folder.mkdir()
        temporary.mkdir()
        for file, good in (("a.txt", PLAIN), ("b.html", PAGE), ("c.txt", PLAIN)):
            data = good.encode()
            if chance.random() < 0.3:
                at = chance.randrange(len(data))
                data = data[:at] + chance.choice(NASTY) + data[at:]
            (folder / file).write_bytes(data)
        sources = {path: hashlib.sha256(path.read_bytes()).digest() for path in folder.iterdir()}
        kind = chance.choice(["report", "report", "annotate"])
        out = "out" if kind == "annotate" else chance.choice([".", "out"])
        options = ["--workers", "1"] if kind == "annotate" else ["--no-pdf"]
        command = [sys.executable, "-P", "-m", "analysis", kind, *(path.name for path in sources), *options]
        environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        run = subprocess.Popen(
            [*command, "--out", out], cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        if chance.random() < 0.8:
            time.sleep(chance.uniform(0.5, 25))
            run.send_signal(chance.choice([signal.SIGINT, signal.SIGTERM]))
        try:
            _, said = run.communicate(timeout=600)
        except subprocess.TimeoutExpired:
            run.kill()
            _, said = run.communicate()
            counts["hang"] += 1
        if "Traceback" in said:
            counts["traceback"] += 1
            print(f"{' '.join(command[3:])}: {said[-1_000:]}", file=sys.stderr)
        counts["source"] += any(
            hashlib.sha256(path.read_bytes()).digest() != digest for path, digest in sources.items()
        )
        made = [path for path in (folder / out).iterdir() if path not in sources] if (folder / out).is_dir() else []
        counts["partial"] += any(path.name.startswith(".") for path in made) + len([*temporary.iterdir()])
        if kind == "annotate":
            return counts  # whose parts are kept, for the next run to go on
        names = {path.name for path in made if path.is_file()}
        reports = {Path(file).stem for file in names if Path(file).suffix in SUFFIXES}
        counts["partial"] += sum(not {f"{report}{suffix}" for suffix in SUFFIXES} <= names for report in reports)
        counts["partial"] += sum(not file.startswith(tuple(reports)) for file in names)
    return counts


def main() -> int:
    total: Counter[str] = Counter()
    print(f"{'reader':<18} {'inputs':>7} {'clean errors':>13} {'right reads':>12} {'tracebacks':>11} {'hangs':>6}")
    for name, reader in READERS.items():
        counts = fuzz(name, reader)
        total += counts
        numbers = [counts[kind] for kind in KINDS]
        print(
            f"{name:<18} {counts.total():>7} {numbers[0]:>13} {numbers[1]:>12} {numbers[2]:>11} {numbers[3]:>6}",
            flush=True,
        )
    chance, runs = random.Random(int(os.environ.get("FUZZ_SEED", "0"))), Counter[str]()  # noqa: S311 - to be repeated
    for _ in range(RUNS):
        runs += run_cut_short(chance)
    print(
        f"{RUNS} runs cut short: tracebacks {runs['traceback']}, hangs {runs['hang']}, "
        f"partial files {runs['partial']}, sources changed {runs['source']}"
    )
    return int(bool(total["traceback"] + total["hang"] + runs.total()))


if __name__ == "__main__":
    sys.exit(main())
