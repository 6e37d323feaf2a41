"""Each reader, given damaged files: a clean error or a right read. `make fuzz` tries more of them, for longer."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.readers import READERS, Hang, bounded, damaged, try_reader


@pytest.mark.parametrize("name", READERS)
def test_a_damaged_file_is_read_or_refused(name: str) -> None:
    """No traceback, no hang, no message without the file's name or of more than a few lines."""
    reader = READERS[name]

    @settings(max_examples=40, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(data=damaged(reader.good))
    def attempt(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            assert try_reader(reader, Path(folder), data) in {"right", "clean"}

    attempt()


@pytest.mark.parametrize("name", READERS)
def test_the_good_file_is_read(name: str, tmp_path: Path) -> None:
    """What is damaged is a file that the reader reads."""
    assert try_reader(READERS[name], tmp_path, READERS[name].good.encode()) == "right"


def test_a_hang_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound can be reached."""
    monkeypatch.setattr("tests.fuzz.readers.SECONDS", 0.05)
    with pytest.raises(Hang), bounded():  # noqa: PT012 - it must not end by itself
        while True:
            pass


def test_damage_reaches_every_kind() -> None:
    """The files are not all refused, and not all read."""
    seen = set()

    @settings(max_examples=60, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(data=damaged(READERS["table"].good))
    def attempt(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            seen.add(try_reader(READERS["table"], Path(folder), data))

    attempt()
    assert seen == {"right", "clean"}
