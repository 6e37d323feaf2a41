"""What several test modules share: the reports of the seed article and of the validation, rendered once."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, settings

from analysis.__main__ import main
from analysis.report.kernel import Kernel

ROOT = Path(__file__).parents[1]
SEED = "seeds/tehran-times_2020-03-08_shamkhani-baghdad.txt"
EXAMPLES, COSTLY = 40, 10  # of each property, and where each costs a parse or more; ``make fuzz`` goes further
settings.register_profile("untimed", deadline=None, max_examples=EXAMPLES)  # a slow machine is no fault of the code
settings.register_profile("costly", deadline=None, max_examples=COSTLY, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
EDITIONS = ("ipynb", "html", "pdf")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project folder."""
    return ROOT


@pytest.fixture(scope="session")
def kernel() -> Iterator[Kernel]:
    """One kernel for the reports of all tests; ``test_render`` holds a report against that of a fresh one."""
    with Kernel() as kernel:
        yield kernel


@pytest.fixture(scope="session")
def run_report(kernel: Kernel) -> Callable[..., Result]:
    """``whose-words report`` with that kernel."""

    def run(*words: str) -> Result:
        import_module("analysis.report.render")  # it keeps the class for notebooks that are not ours
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("analysis.report.kernel.Kernel", lambda: nullcontext(kernel))
            return CliRunner().invoke(main, ["report", *words])

    return run


@pytest.fixture(scope="session")
def seed_report(tmp_path_factory: pytest.TempPathFactory, run_report: Callable[..., Result]) -> dict[str, Path]:
    """The three editions of the seed article's report, by their suffix, and the page of its codebook, rendered through
    the command line."""
    out = tmp_path_factory.mktemp("seed report")
    result = run_report(SEED, "--out", str(out))
    assert result.exit_code == 0, result.output
    editions = {suffix: out / f"{Path(SEED).stem}.{suffix}" for suffix in EDITIONS}
    return {**editions, "codebook": out / f"{Path(SEED).stem}_codebook.html"}


@pytest.fixture(scope="session")
def validation_report(tmp_path_factory: pytest.TempPathFactory, run_report: Callable[..., Result]) -> dict[str, Path]:
    """The files of the validation report by their suffix, rendered through the command line without a source."""
    out = tmp_path_factory.mktemp("validation")
    result = run_report("--notebook", "validation", "--out", str(out))
    assert result.exit_code == 0, result.output
    return {path.suffix[1:]: path for path in sorted(out.iterdir())}


@pytest.fixture
def whose_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run_report: Callable[..., Result]
) -> Callable[..., Result]:
    """The command line, called from an empty folder; reports go to its ``out``."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: run_report("--out", "out", *map(str, words))
