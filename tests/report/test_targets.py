"""Where a report may be written."""

import os
from pathlib import Path

import pytest

from analysis.report.targets import ReportError, check_targets


def test_only_reports_of_ours_are_replaced(tmp_path: Path) -> None:
    """A page by its mark; a PDF or a table by the page or notebook of its report; a folder never."""
    names = ["r.html", "r.pdf", "r_words.csv"]
    for name in names:
        (tmp_path / name).write_bytes(b"mine")
        with pytest.raises(ReportError, match=f"{name}: stands where the report goes"):
            check_targets(tmp_path, [name], "r", [])
    (tmp_path / "r.html").write_bytes(b'<title>R</title><style id="fonts">')
    check_targets(tmp_path, names, "r", [])
    (tmp_path / "r.ipynb").mkdir()
    with pytest.raises(ReportError, match=r"r\.ipynb: stands"):
        check_targets(tmp_path, ["r.ipynb"], "r", [])


def test_no_input_is_overwritten(tmp_path: Path) -> None:
    """Whatever path leads there: another spelling, a link, a second name of the file."""
    page = tmp_path / "r.html"
    page.write_bytes(b'<style id="fonts">')
    (tmp_path / "link").symlink_to(tmp_path)
    os.link(page, tmp_path / "second.html")
    for source in (page, tmp_path / "link" / "r.html", tmp_path / "link" / ".." / tmp_path.name / "r.html"):
        for folder in (tmp_path, tmp_path / "link"):
            with pytest.raises(ReportError, match="would overwrite it"):
                check_targets(folder, ["r.html"], "r", [source])
    with pytest.raises(ReportError, match="would overwrite it"):
        check_targets(tmp_path, ["second.html"], "second", [page])
