"""What several test modules share: the seed report, rendered once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from analysis.__main__ import main

ROOT = Path(__file__).parents[1]
SEED = "seeds/tehran-times_2020-03-08_shamkhani-baghdad.txt"
settings.register_profile("untimed", deadline=None)  # a slow machine is no fault of the code
settings.load_profile("untimed")
EDITIONS = ("ipynb", "html", "pdf")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project folder."""
    return ROOT


@pytest.fixture(scope="session")
def seed_report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The three editions of the seed article's report, by their suffix, and the page of its codebook, rendered through
    the command line."""
    out = tmp_path_factory.mktemp("seed report")
    result = CliRunner().invoke(main, ["report", SEED, "--out", str(out)])
    assert result.exit_code == 0, result.output
    editions = {suffix: out / f"{Path(SEED).stem}.{suffix}" for suffix in EDITIONS}
    return {**editions, "codebook": out / f"{Path(SEED).stem}_codebook.html"}


@pytest.fixture
def whose_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command line, called from an empty folder; reports go to its ``out``."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, ["report", "--out", "out", *map(str, words)])
