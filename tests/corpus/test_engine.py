"""Many articles to a folder: nothing is done twice, nothing that was done is lost, what fails is listed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.corpus.engine import annotate_into
from analysis.corpus.store import CorpusError, keys_in, open_annotations
from analysis.text.document import Document
from analysis.text.read import ReadError, document_from_text
from tests.corpus.quick import annotated_quickly

ADDRESS = [""]  # of the scheduler
MADE_BY = {"format": 1, "frames": ["frames 1"]}


def articles(n: int = 5, **texts: str) -> list[Document]:
    """Articles that differ; those named have their own text."""
    plain = {
        f"a{i}": f"Boat {i} left the quay of town {i} at dawn. “We sail,” said the crew of boat {i}." for i in range(n)
    }
    return [
        document_from_text(text, name, outlet="AB"[i % 2]) for i, (name, text) in enumerate((plain | texts).items())
    ]


@pytest.fixture(scope="module", autouse=True)
def scheduler() -> Iterator[None]:
    """One cluster for all tests, used by its address; the fixture ``whole`` starts its own."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=":0", memory_limit=0, silence_logs=50
    ) as made:
        ADDRESS[0] = made.scheduler_address
        yield


def annotate(out: Path, documents: Any, **choices: Any) -> list[tuple[str, str]]:
    """What failed."""
    failed: list[tuple[str, str]] = []
    settings = choices.pop("settings", {})
    made_by = choices.pop("made_by", MADE_BY)
    choices = {"scheduler": ADDRESS[0]} | choices
    annotate_into(out, documents, annotated_quickly, settings, made_by, workers=1, part=2, failed=failed, **choices)
    return failed


def files(out: Path) -> dict[str, bytes]:
    """All that is in a folder."""
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five articles, done in one run."""
    out = tmp_path_factory.mktemp("whole") / "out"
    assert annotate(out, articles(), scheduler="") == []
    return out


def test_rows_are_those_of_each_article(whole: Path) -> None:
    """What is read back are the rows of the single articles, one after the other."""
    table = open_annotations(whole).table()
    expected = [annotated_quickly(document, {})[1] for document in articles()]
    assert table.groupby("doc_id").size().to_dict() == {one["doc_id"].iloc[0]: len(one) for one in expected}
    assert table.iloc[: len(expected[0])].equals(expected[0])
    assert open_annotations(whole).articles["outlet"].tolist() == ["A", "B", "A", "B", "A"]
    assert open_annotations(whole).articles["words"].sum() == 5 * 18


def test_a_second_run_does_nothing(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing new no worker is started and no byte changes."""
    monkeypatch.setattr("analysis.corpus.engine._client", None)
    before, told = files(whole), []
    annotate(whole, articles(), tell=lambda done, new: told.append((done, new)))
    assert files(whole) == before
    assert sum(done for done, new in told if not new) == 5


def test_broken_off_killed_and_extended(whole: Path, tmp_path: Path) -> None:
    """A source that fails half-way and a worker that is killed leave the same bytes as a run without mishap."""

    def breaking() -> Iterator[Document]:
        yield from articles()[:3]
        raise ReadError("row 4 is broken")

    out = tmp_path / "out"
    with pytest.raises(ReadError, match="row 4"):
        annotate(out, breaking())
    done = set(keys_in(out))
    assert done == {"a0", "a1"}  # the parts that were whole
    assert annotate(out, articles()) == []
    assert files(out) == files(whole)


def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    """The part of a worker that was killed is done by another, and written once."""
    documents = articles(3, z="The storm was fatal to a boat. It sank.")
    killed, calm = tmp_path / "killed", tmp_path / "calm"
    mark = tmp_path / "mark"
    assert annotate(killed, documents, settings={"killed": str(mark)}) == []
    assert mark.exists()
    assert annotate(calm, documents, settings={"killed": str(mark)}) == []
    assert files(killed) == files(calm)


def test_what_fails_is_listed_and_the_rest_goes_on(tmp_path: Path) -> None:
    """A failing article costs neither its neighbours nor the run; mended, it leaves the list."""
    out = tmp_path / "out"
    failed = annotate(out, articles(3, x="It was a bad day."))
    assert failed == [("x", "ValueError: the article is bad")]
    assert set(keys_in(out)) == {"a0", "a1", "a2"}
    assert open_annotations(out).failed.values.tolist() == [["x", "ValueError: the article is bad"]]
    changed = annotate(out, articles(3, x="It was a fine day.", a1="Another text.") + articles(1))
    assert [name for name, _ in changed] == ["a1", "a0"]
    assert "another text" in changed[0][1]
    assert set(keys_in(out)) == {"a0", "a1", "a2", "x"}


def test_copies_are_counted_once(tmp_path: Path) -> None:
    """A near-duplicate is listed with its original and left out of tables."""
    out, story = (
        tmp_path / "out",
        " ".join(f"The boat number {i} left the old quay before the storm." for i in range(9)),
    )
    annotate(out, articles(1, copy=story + " Wire.", origin=story))
    corpus = open_annotations(out)
    assert corpus.copied[["doc_id", "copy_of"]].values.tolist() == [["origin", "copy"]]  # no date: by name
    assert list(corpus.articles.index) == ["a0", "copy"]
    assert set(corpus.table()["doc_id"]) == {"a0", "copy"}


def test_other_settings_newer_format_and_strange_folders_are_refused(whole: Path, tmp_path: Path) -> None:
    """A folder of other settings says which, one of a newer format says so, and no other folder is touched."""
    with pytest.raises(CorpusError, match=r"frames was \['frames 1'\], is \['frames 2'\]"):
        annotate(whole, articles(), made_by={**MADE_BY, "frames": ["frames 2"]})
    (newer := tmp_path / "newer").mkdir()
    (newer / "corpus.json").write_text(json.dumps({"format": 99}))
    for call in (lambda: annotate(newer, articles()), lambda: open_annotations(newer)):
        with pytest.raises(CorpusError, match="newer version"):
            call()
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(CorpusError, match="something other"):
        annotate(tmp_path, articles())
    damaged = tmp_path / "damaged"
    (damaged / "articles").mkdir(parents=True)
    (damaged / "corpus.json").write_text(json.dumps(MADE_BY))
    (damaged / "articles" / "x.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(CorpusError, match="damaged"):
        annotate(damaged, articles())


def test_a_scheduler_that_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address is named, and soon."""
    monkeypatch.setattr("analysis.corpus.engine.PATIENCE", 1)
    with pytest.raises(CorpusError, match=r"tcp://127\.0\.0\.1:9: does not answer"):
        annotate(tmp_path / "out", articles(1), scheduler="tcp://127.0.0.1:9")


def test_a_full_disk_keeps_what_was_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be written leaves no half of it, and names itself; what was there stays."""
    out, write = tmp_path / "out", Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.parent.name == "words" and len(list(path.parent.glob("*.parquet"))) == 1:
            write(path, data[:9])
            raise OSError(28, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CorpusError, match=r"words.*No space left on device"):
        annotate(out, articles())
    monkeypatch.undo()
    assert len(keys_in(out)) == 2
    assert not list(out.rglob("*.part"))
    assert annotate(out, articles()) == []
    assert len(keys_in(out)) == 5
