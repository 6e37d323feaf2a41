"""The validation notebook: every figure with its interval, from the one file that the benchmark writes."""

import ast
import base64
import csv
import io
import json
import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pikepdf
import pytest
from bs4 import BeautifulSoup
from click.testing import Result
from playwright.sync_api import Browser

from analysis.report import validation_sections
from analysis.report.fragments import Fragment
from analysis.report.provenance import MEASURED
from analysis.report.render import ReportError, _check_parameters, _find_notebook, render_report
from analysis.report.validation_sections import _plot_figures, _show_reliability
from tests.bench import __main__ as bench
from tests.bench import devices, encoder, framing, loaded, matcher, portrayal, rows, subjectivity
from tests.bench import figures as numbers
from tests.bench.figures import check_measured
from tests.bench.segmentation import row as segmentation_row
from tests.bench.speed import in_turn
from tests.report.test_browser import browser, find_breaches  # noqa: F401 - a fixture

Command = Callable[..., Result]
FILE: dict[str, Any] = json.loads(MEASURED.read_text(encoding="utf-8"))
ABOUT = {"data": "Made up (Nobody 2026)", "unit": "things", "n": 120}


def made(*changes: dict[str, Any]) -> dict[str, Any]:
    """A file of the benchmark with four figures, each changed as told, and no calibration."""
    figures = [
        numbers.figure("Things, F1", 0.9, (0.85, 0.94), system="Ours", part="kept", show="finding", **ABOUT),
        numbers.figure("Things, F1", 0.97, (0.93, 0.99), system="Ours", part="seen", show="finding", **ABOUT),
        numbers.figure("Things, F1", 0.5, (0.4, 0.6), system="Plain", kind="baseline", part="kept", **ABOUT),
        numbers.figure("Things, recall", 0.3, system="Ours", part="all", show="table", **ABOUT),
    ]
    rows = [
        {"section": "things", **row, **change} for row, change in zip(figures, [*changes, {}, {}, {}, {}], strict=False)
    ]
    return {
        "figures": rows,
        "calibration": [],
        "tables": [{"section": "things", "title": "Things, F1"}],
        "references": [],
    }


def calibrated(**changes: Any) -> dict[str, Any]:
    """A calibration of three bins."""
    bins = [(0.4, 0.5, 10), (0.6, 0.55, 40), (0.9, 0.88, 30)]
    given = numbers.calibration("Ours", "Made up", "test", {"ece": 0.04, "reliability": bins})
    return {"section": "things", **given, **changes}


@pytest.fixture(scope="module")
def page(validation_report: dict[str, Path]) -> BeautifulSoup:
    return BeautifulSoup(validation_report["html"].read_text(encoding="utf-8"), "html.parser")


# ---- rendering


def test_three_editions_named_after_the_notebook(validation_report: dict[str, Path]) -> None:
    """Without a source the files bear the notebook's name, and no other file is left."""
    assert {suffix: path.name for suffix, path in validation_report.items()} == {
        "html": "validation.html", "ipynb": "validation.ipynb", "pdf": "validation.pdf",
    }  # fmt: skip


def test_only_the_measured_file_is_read(root: Path) -> None:
    """The notebook and what it calls name no gold data and nothing of the tests."""
    for path in (root / "notebooks" / "validation.ipynb", Path(validation_sections.__file__ or "")):
        assert re.findall(r"GOLD_DIR|shared/gold|from tests|import tests", path.read_text(encoding="utf-8")) == []


def test_the_pdf_keeps_its_standards(validation_report: dict[str, Path], page: BeautifulSoup) -> None:
    """PDF/UA-1 and PDF/A-2a, with the page's title."""
    with (
        pikepdf.open(io.BytesIO(validation_report["pdf"].read_bytes())) as document,
        document.open_metadata() as metadata,
    ):
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"]) == ("1", "2")
        assert metadata["dc:title"] == page.select_one("h1").get_text()  # type: ignore[union-attr]


def test_the_page_in_a_browser(validation_report: dict[str, Path], browser: Browser) -> None:  # noqa: F811
    """Nothing is loaded from elsewhere, axe finds no breach of WCAG 2.1 AA, and a narrow screen holds the page."""
    tab, requests = browser.new_page(), []
    tab.on("request", lambda request: requests.append(request.url))
    tab.goto(validation_report["html"].as_uri(), wait_until="networkidle")
    assert find_breaches(tab) == ""
    tab.set_viewport_size({"width": 360, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    tab.close()
    assert [url for url in requests if not url.startswith("data:")] == [validation_report["html"].as_uri()]


# ---- arguments


def test_a_source_is_refused(whose_words: Command) -> None:
    """An article given to a notebook that is not about one is named, and nothing is written."""
    Path("piece.txt").write_text("The army attacked the town.\n", encoding="utf-8")
    result = whose_words("piece.txt", "--notebook", "validation")
    assert result.exit_code == 1
    assert "validation.ipynb takes no SOURCE" in result.output
    assert "piece.txt" in result.output
    assert not Path("out").exists()


def test_a_source_that_is_missing_is_asked_for(whose_words: Command, tmp_path: Path) -> None:
    """A notebook about an article says that it needs one, on the command line and in Python."""
    result = whose_words("--notebook", "article")
    assert (result.exit_code, "name at least one SOURCE" in result.output) == (1, True)
    with pytest.raises(ReportError, match="reports on an article"):
        render_report(None, "article", out=tmp_path / "out")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["-n", "valdation"], "known: article"),
        (["-n", "validation", "-p", "part", "kept"], "did you mean 'parts'?"),
        (["-n", "validation", "-p", "source", "x.txt"], "parameter 'source' is unknown to validation.ipynb"),
        (["-n", "validation", "-p", "parts", "some"], "'parts' must be one of all, kept, got 'some'"),
    ],
)
def test_a_wrong_argument_is_named(whose_words: Command, words: list[str], told: str) -> None:
    """An unknown notebook or parameter, or a value that is none, stops the report in words."""
    result = whose_words(*words)
    assert result.exit_code == 1
    assert told in result.output
    assert "Traceback" not in result.output


def test_the_readme_names_notebooks_and_parameters(root: Path) -> None:
    """Each notebook has a line in the README, and this one's parameters and their values stand in it."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    lines = dict(re.findall(r"^\| `(\w+)` \| .*? \| (.*) \|$", readme, re.M))
    assert {"article", "validation"} <= lines.keys()
    parameters = _check_parameters(_find_notebook("validation"), {"parts": "kept"})
    assert all(f"`{name}`" in lines["validation"] for name in [*parameters, *validation_sections.CHOICES])
    assert "make validation" in readme


# ---- what it shows


def test_every_section_is_shown_and_measured(root: Path) -> None:
    """Each part of the benchmark and each section of the file has its place in the notebook, once, and no other has."""
    source = (root / "notebooks" / "validation.ipynb").read_text(encoding="utf-8")
    shown = re.findall(r'show_section\(measured, \\"(\w+)\\"\)', source)
    assert sorted(shown) == sorted(bench.PARTS)
    assert {row["section"] for row in FILE["figures"]} <= set(shown)
    assert re.findall(r'show_terms\(measured, \\"(\w+)\\"\)', source) == shown
    assert {row["section"] for row in FILE["calibration"]} <= set(
        re.findall(r'show_calibration\(measured, \\"(\w+)', source)
    )


def test_every_figure_is_in_the_page(page: BeautifulSoup) -> None:
    """The CSV inside the page has each figure of the file, and the tables have each with its interval."""
    link = page.select_one("a[download]")
    assert link is not None
    rows = list(csv.DictReader(io.StringIO(base64.b64decode(str(link["href"]).partition("base64,")[2]).decode())))
    assert [(row["measure"], row["system"], float(row["value"])) for row in rows] == [
        (row["measure"], row["system"], row["value"]) for row in FILE["figures"]
    ]
    shown = {section: lines_of(page, section) for section in {row["section"] for row in FILE["figures"]}}
    for row in FILE["figures"]:
        alone = row["kind"] in ("published", "people")
        cells = [
            line[row["system"]]
            for measure, part, line in shown[row["section"]]
            if measure == row["measure"] and (alone or part == row["part"])
        ]
        text = f"{row['value']:.2f}" if row["kind"] in ("ours", "baseline") else f"{row['value']:g}"
        text += f" ({row['low']:.2f}–{row['high']:.2f})" if row["low"] is not None else ""
        assert text in cells, row


def lines_of(page: BeautifulSoup, section: str) -> list[tuple[str, str, dict[str, str]]]:
    """The lines of a section's table: what is measured, on which part, and the words of each cell by its column."""
    table = page.find(id=f"figures-{section}")
    assert table is not None
    heads = [head.get_text() for head in table.select("thead th")]
    lines = [[cell.get_text() for cell in line.select("th, td")] for line in table.select("tbody tr")]
    return [(line[0], line[1], dict(zip(heads, line, strict=True))) for line in lines]


def test_the_findings_open_the_page_and_lead_to_the_tables(page: BeautifulSoup) -> None:
    """One item a section with a finding, best first, before any picture; each link has its table."""
    items = page.select(".brief .claim")
    sections = {row["section"] for row in FILE["figures"] if row["show"] == "finding"}
    links = [str(item.a["href"]) for item in items]
    assert sorted(links) == sorted(f"#figures-{section}" for section in sections)
    assert all(page.select_one(link) for link in links)
    lows = [min(map(float, re.findall(r"\((\d\.\d+)–", item.get_text()))) for item in items]
    assert lows == sorted(lows, reverse=True)
    assert all(item.b.get_text() in ("Good.", "Middling.", "Weak.") for item in items)
    assert page.find("figure").find_previous("div", "brief")  # type: ignore[union-attr]


def test_the_findings_take_data_not_looked_at() -> None:
    """The kept figure is told, not the better one on data looked at; a baseline stands beside it."""
    words = validation_sections.show_findings(validation_sections.load_measurements(given=made())).html
    assert "<b>Good.</b> Things, F1: " in words
    assert "0.90 (0.85–0.94)</a> on 120 things kept for the check. Beside it: Plain 0.50." in words
    assert "0.97" not in words


@pytest.mark.parametrize(
    ("low", "value", "high", "grade"),
    [(0.8, 0.9, 1.0, "Good"), (0.79, 0.9, 1.0, "Middling"), (0.5, 0.6, 0.69, "Weak"), (0.5, 0.6, 0.7, "Middling")],
)
def test_the_grade_is_the_interval_s(low: float, value: float, high: float, grade: str) -> None:
    """Good: the whole interval from 0.8 up; weak: the whole of it below 0.7."""
    given = made({"low": low, "value": value, "high": high})
    assert (
        f"<b>{grade}.</b>" in validation_sections.show_findings(validation_sections.load_measurements(given=given)).html
    )


def test_nothing_measured_is_said() -> None:
    """A file without figures gives words, not an error; so does a section that is not in it."""
    nothing = validation_sections.load_measurements(given={"tables": [], "references": []})
    assert "Nothing is measured yet." in validation_sections.show_findings(nothing).html
    for piece in (
        validation_sections.show_section(nothing, "things"),
        validation_sections.show_section(validation_sections.load_measurements(given=made()), "x"),
    ):
        assert isinstance(piece, Fragment)
        assert "Not measured yet." in piece.html
    assert validation_sections.show_figures(nothing).html
    assert validation_sections.show_terms(nothing, "things").html


def test_kept_leaves_out_what_was_looked_at() -> None:
    """With ``kept`` the seen figure goes where a kept one stands, and what was never split stays."""
    found = [len(validation_sections.load_measurements(parts, made()).figures) for parts in validation_sections.CHOICES]
    assert found == [4, 3]
    figures = validation_sections.load_measurements("kept", made()).figures
    assert sorted(figures["part"]) == ["all", "kept", "kept"]
    pieces = [
        validation_sections.show_section(validation_sections.load_measurements(parts, made()), "things")
        for parts in validation_sections.CHOICES
    ]
    assert ["Upright mark" in piece.html for piece in pieces] == [True, False]


def test_the_file_s_own_figures_make_sense() -> None:
    """The file in the package passes its own check, and each of our headline figures has an interval."""
    check_measured(FILE)
    ours = [row for row in FILE["figures"] if row["show"] == "finding" and row["kind"] == "ours"]
    assert ours
    assert [row for row in ours if row["low"] is None or not row["tuned"]] == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"part": "half"}, "part must be one of kept, test"),
        ({"kind": "mine"}, "kind must be one of ours"),
        ({"show": "nowhere"}, "show must be one of finding"),
        ({"value": 0.95}, "within its interval, got 0.95"),
        ({"value": float("nan")}, "must be a number"),
        ({"low": None}, "within its interval"),
    ],
)
def test_figures_without_sense_are_refused(change: dict[str, Any], told: str) -> None:
    """The message names the figure and what is wrong."""
    with pytest.raises(ValueError, match=rf"figure things: Things, F1, Ours.*{told}"):
        check_measured(made(change))


def test_a_figure_that_lacks_a_field_is_refused() -> None:
    """The field is named."""
    given = made()
    del given["figures"][0]["tuned"]
    with pytest.raises(ValueError, match="lacks tuned"):
        check_measured(given)


# ---- pictures


def blocks(piece: Fragment) -> list[dict[str, Any]]:
    """What a picture draws, by what is measured."""
    drawn = BeautifulSoup(piece.html, "html.parser").select_one(".drawing")
    found: list[dict[str, Any]] = json.loads(str(drawn["data-drawing"]))["blocks"]  # type: ignore[index]
    return found


def test_the_picture_has_a_dot_for_each_system() -> None:
    """Ours first, each at its value with its interval; names, numbers and the finding are in words."""
    rows = validation_sections.load_measurements(given=made()).figures
    picture = _plot_figures(rows[rows["show"] != "table"], "The finding.")
    (block,) = blocks(picture)
    assert [(line["name"], line["kind"], line["at"]) for line in block["lines"]] == [
        ("Ours", "ours", 90.0), ("Plain", "baseline", 50.0)
    ]  # fmt: skip
    assert [(line["low"], line["high"], line["seen"]) for line in block["lines"]] == [
        (85.0, 94.0, [97.0]),
        (40.0, 60.0, []),
    ]
    page = BeautifulSoup(picture.html, "html.parser")
    assert [dot["style"] for dot in page.select(".dot")] == ["left:90.0%", "left:50.0%"]
    words = " ".join(page.get_text(" ").split())
    for told in (
        "The finding.",
        "Things, F1 120 things kept for the check",
        "Ours 0.90 (0.85–0.94)",
        "Filled dot: Whose",
    ):
        assert told in words


def test_a_ratio_has_an_axis_as_long_as_it_is() -> None:
    """A figure above 1 is inside the picture."""
    given = made({"value": 2.4, "low": 2.2, "high": 2.6})
    picture = _plot_figures(validation_sections.load_measurements(given=given).figures.head(1), "")
    assert blocks(picture)[0]["lines"][0]["at"] == 80.0
    assert [end.get_text() for end in BeautifulSoup(picture.html, "html.parser").select(".axis span")] == ["0", "3"]


def test_the_title_is_the_finding() -> None:
    """The picture of a section says what ours reaches and the best of the others."""
    picture = validation_sections.show_section(validation_sections.load_measurements(given=made()), "things")
    assert "Things, F1: 0.90 (0.85–0.94); best of the others 0.50." in picture.html


def test_calibration_is_shown_where_it_is_measured() -> None:
    """With bins there is a table whose title is what the fullest bin says; without, a line of words."""
    given = made()
    without = validation_sections.show_calibration(validation_sections.load_measurements(given=given), "things")
    assert "no calibration to show" in without.html
    given["calibration"] = [calibrated(), calibrated(section="other")]
    shown = validation_sections.show_calibration(validation_sections.load_measurements(given=given), "things")
    page = BeautifulSoup(shown.html, "html.parser")
    assert page.select_one(".answer").get_text() == (  # type: ignore[union-attr]
        "Where it says about 0.60, 0.55 of 40 cases are right."
    )
    assert len(page.select("tbody tr")) == 3


def test_the_calibration_is_told_as_it_is() -> None:
    """A row a bin for each system: what it says, what was right with its interval, how many cases."""
    page = BeautifulSoup(_show_reliability([calibrated(), calibrated(system="Theirs")], "").html, "html.parser")
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert [row[:2] for row in rows] == [[who, says] for who in ("Ours", "Theirs") for says in ("40 %", "60 %", "90 %")]
    assert rows[1][2].startswith("55 % (")
    assert rows[1][3] == "40"


@pytest.mark.parametrize("change", [{"ece": 1.2}, {"reliability": [{"predicted": 0.5, "observed": -0.1, "n": 3}]}])
def test_a_calibration_without_sense_is_refused(change: dict[str, Any]) -> None:
    """A share outside 0 to 1 is refused."""
    with pytest.raises(ValueError, match="calibration things: Ours: shares must lie between 0 and 1"):
        check_measured({"calibration": [calibrated(**change)]})


# ---- what the benchmark writes


def parts(tmp_path: Path) -> dict[str, bench.Part]:
    """Two parts, of which one has no data."""
    (tmp_path / "data").touch()
    table: Any = {"title": "New", "columns": ["System"], "rows": [["Ours"]], "note": ""}
    shown = [{name: value for name, value in row.items() if name != "section"} for row in made()["figures"][:1]]
    return {
        "gone": (Path("missing"), lambda gold: bench.Measured(table)),
        "things": (Path("data"), lambda gold: bench.Measured(table, shown, [calibrated()])),
    }


def test_a_run_replaces_its_own_part_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a skipped part left stays, what was measured again is new, and what is no part any more goes."""
    out, old = tmp_path / "measured.json", made()
    for section in ("gone", "dropped"):
        old["figures"] += [{**row, "section": section} for row in made()["figures"][:2]]
        old["tables"].append({"section": section, "title": section})
    out.write_text(json.dumps(old), encoding="utf-8")
    bench.main(tmp_path, out, parts(tmp_path))
    found = json.loads(out.read_text(encoding="utf-8"))
    assert [row["section"] for row in found["figures"]] == ["gone", "gone", "things"]
    assert [(table["section"], table["title"]) for table in found["tables"]] == [("gone", "gone"), ("things", "New")]
    assert [row["section"] for row in found["calibration"]] == ["things"]
    assert "gone: skipped, missing is not in" in capsys.readouterr().out
    assert found["references"]


def test_a_run_of_one_part(tmp_path: Path) -> None:
    """``only`` measures the parts named, and a first run needs no file."""
    out = tmp_path / "measured.json"
    bench.main(tmp_path, out, parts(tmp_path), only=["things"])
    assert [table["section"] for table in json.loads(out.read_text(encoding="utf-8"))["tables"]] == ["things"]


def test_nonsense_is_not_written(tmp_path: Path) -> None:
    """Figures that make no sense leave the file as it was."""
    out = tmp_path / "measured.json"
    out.write_text(json.dumps(made()), encoding="utf-8")
    before = out.read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="part must be one of"):
        bench.write(made({"part": "half"}), out, parts(tmp_path))
    assert out.read_text(encoding="utf-8") == before


def test_the_file_is_as_the_benchmark_writes_it(tmp_path: Path) -> None:
    """Written again, the file is the same, a figure on a line."""
    out = tmp_path / "measured.json"
    bench.write(deepcopy(FILE), out)
    assert out.read_text(encoding="utf-8") == MEASURED.read_text(encoding="utf-8")
    assert sum(line.startswith('{"section"') for line in out.read_text("utf-8").splitlines()) >= len(FILE["figures"])


def test_probabilities_of_the_encoder() -> None:
    """What the encoder’s part of the benchmark gives becomes a calibration; empty bins are left out."""
    given = encoder.calibration(np.array([[0.9, 0.1, 0.0], [0.8, 0.1, 0.1]]), np.array([0, 1]))
    found = rows.portrayal_calibration(given | {"reliability": [*given["reliability"], (0.0, 0.0, 0)]}, "Ours")
    check_measured({"calibration": [{"section": "portrayal", **found}]})
    assert [(line["observed"], line["n"]) for line in found["reliability"]] == [(0.0, 1), (1.0, 1)]


MACRO = {"n": 40, "macro": 0.6, "low": 0.5, "high": 0.7}


def macro(systems: dict[str, str], *names: str) -> list[dict[str, Any]]:
    """A row a system, all figures alike."""
    return [MACRO | {"system": system} | dict.fromkeys(names, 0.55) for system in systems]


SIDES = {"n": 8, "found": 9} | {
    f"{name}{end}": value
    for name in ("precision", "recall")
    for end, value in (("", 0.8), ("_low", 0.5), ("_high", 0.9))
}
WHO = dict.fromkeys(("precision", "recall", "actor by name", "B-cubed F1", "pronouns", "descriptions"), 0.8) | {
    "mentions": 10,
    "n pronouns": 5,
    "n descriptions": 5,
}
COUNTED: list[dict[str, Any]] = [  # the matcher on a tenth and on all, then each side on the same
    {"side": side, "entries": 90, "words": words, "words_per_second": speed, "hits": 7, "sum": 9, "peak_mb": 512.0}
    for side, words, speed in (("ours", 100, 9e4), ("ours", 1000, 8e4), ("ours", 50, 6e4), ("regexes", 50, 2e3),
                               ("hashed", 50, 1.2e4))
]  # fmt: skip
CONVERTED = {
    "portrayal": rows.portrayal_figures(
        macro(portrayal.SYSTEMS, "unfavorable", "none", "favorable"), portrayal.SYSTEMS
    ),
    "names": rows.names_figures(MACRO, {"n": 9, "changed": 0.1, "spread": 0.2}, "Ours"),
    "subjectivity": rows.subjectivity_figures(
        macro(subjectivity.SYSTEMS, "folded", "SUBJ", "OBJ"), subjectivity.SYSTEMS
    ),
    "loaded": rows.loaded_figures(
        macro(loaded.SYSTEMS, "n_words", "biased", "other", "precision", "recall", "f1"), loaded.SYSTEMS
    ),
    "frames": rows.frames_figures(macro(framing.SYSTEMS), framing.SYSTEMS),
    "devices": rows.devices_figures({half: {"all": SIDES, "anaphora": SIDES} for half in devices.HALVES}),
    "actors": rows.actors_figures({"seen": WHO, "kept": WHO}),
    "matcher": rows.matcher_figures(COUNTED, matcher.SYSTEMS),
}


@pytest.mark.parametrize("section", CONVERTED)
def test_a_part_in_numbers(section: str) -> None:
    """What a part measures becomes figures that make sense, ours first, and that can be drawn and listed."""
    given = {"figures": [{"section": section, **one} for one in CONVERTED[section]], "tables": []}
    found = validation_sections.load_measurements(given=given)
    assert found.figures["kind"].iloc[0] == "ours"
    assert blocks(validation_sections.show_section(found, section))
    assert "<table" in validation_sections.show_figures(found).html
    table = numbers.table_of("Title", CONVERTED[section], "Note.")
    assert {len(line) for line in table["rows"]} == {len(table["columns"])}


def test_baselines_are_no_systems_of_ours() -> None:
    """Only what bears our name is ours, except ablations and valence on the whole sentence, which are set beside it."""
    for section, figures in CONVERTED.items():
        assert all(one["system"].startswith(("Whose Words", "Ours")) for one in figures if one["kind"] == "ours"), (
            section
        )


def test_the_matcher_in_numbers() -> None:
    """Time is a share of the rival's; words a second and memory are told at the size they were measured at."""
    own = {one["measure"]: one["value"] for one in CONVERTED["matcher"] if one["kind"] == "ours"}
    assert own["Terms found, time beside “A regex for each word of an entry”"] == 0.0333
    assert own["Terms found, time beside “Look-ups, and regexes for globs”"] == 0.2
    assert own["90 entries, 1,000 words: words a second, in thousands"] == 80
    assert own["90 entries, 100 words: peak memory in MB"] == 512
    assert [one["show"] for one in CONVERTED["matcher"] if one["value"] > 1] == ["table"] * 10


def test_a_finding_is_set_beside_the_same_part() -> None:
    """A baseline's figure on another part of the data is not told beside ours."""
    given = made()
    given["figures"].append({**given["figures"][2], "part": "seen", "value": 0.6, "low": None, "high": None})
    given["figures"].append({**given["figures"][2], "part": "train-cv", "value": 0.7, "low": None, "high": None})
    words = validation_sections.show_findings(validation_sections.load_measurements(given=given)).html
    assert "Beside it: Plain 0.50." in words


def test_attribution_in_numbers() -> None:
    """Each unit has its F1 and interval, relations also precision and recall with intervals of their own counts."""
    about = {"split": "kept", "precision": 0.5, "recall": 0.25, "right": 10, "found": 20, "gold": 40}
    table = pd.DataFrame(
        [
            {"unit": unit, "system": "ours", "f1": 0.33, "low": 0.2, "high": 0.5, **about}
            for unit in ("source", "relation")
        ]
    )
    found = rows.attribution_figures(table)
    check_measured({"figures": [{"section": "attribution", **one} for one in found]})
    named = {one["measure"]: one for one in found if one["kind"] == "ours"}
    assert named["Who says it, F1"]["unit"] == "characters"
    assert (named["Who says what, whole, precision"]["n"], named["Who says what, whole, recall"]["n"]) == (20, 40)
    low, high = (named["Who says what, whole, precision"][end] for end in ("low", "high"))
    assert (round(low, 3), round(high, 3)) == (0.299, 0.701)


def test_intervals_of_segmentation_are_over_documents() -> None:
    """Alike documents leave no doubt, unlike ones do, and the figure is that of all together."""
    alike = segmentation_row("news", "ours", np.array([[8, 10, 10]] * 4))
    assert [alike[name] for name in ("f1", "f1_low", "f1_high", "n")] == [0.8, 0.8, 0.8, 40]
    unlike = segmentation_row("news", "ours", np.array([[10, 10, 10], [6, 10, 10]]))
    assert [unlike[name] for name in ("f1", "f1_low", "f1_high")] == [0.8, 0.6, 1.0]


def test_runs_that_take_turns() -> None:
    """Each call runs once more than is counted."""
    calls: list[str] = []
    ours, theirs = in_turn(lambda: calls.append("a"), lambda: calls.append("b"), 3)
    assert calls == ["a", "b"] * 4
    assert (len(ours), len(theirs)) == (3, 3)


def test_the_notebook_is_literal(root: Path) -> None:
    """The parameters' defaults are among the choices that the first cell names."""
    cells = json.loads((root / "notebooks" / "validation.ipynb").read_text(encoding="utf-8"))["cells"]
    first = "".join(cells[0]["source"])
    values = {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(first).body}  # type: ignore[attr-defined]
    assert values == {"parts": "all"}
    assert all(f"{choice}: " in first for choice in validation_sections.CHOICES)


def test_frames_of_the_figures_are_numbers() -> None:
    """What has no interval or number is NaN, never text."""
    figures = validation_sections.load_measurements().figures
    assert [str(figures[name].dtype) for name in ("value", "low", "high", "n")] == ["float64"] * 4
