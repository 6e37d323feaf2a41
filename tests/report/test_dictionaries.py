"""A report with dictionaries of one's own: they have a section, and a broken one stops the report in plain words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from click.testing import Result

from analysis.report import render
from analysis.report.inputs import check_inputs
from analysis.report.kernel import Kernel
from analysis.report.render import ReportError, render_report

TEXT = (
    "The storm brought grief to the harbour and no relief came. The mayor hid for a week.\n\n"
    "“The harbour is our home, and this grief will pass,” said Mary Cole. “Relief is near.”\n"
)
LIWC = "%\n1\tsorrow\n2\tplace\n%\ngrie*\t1\nharbour\t2\nHarbour\t2\n"
YAML = "mood:\n  good:\n    - relief\n  empty:\n"
HOSTILE = "<script>alert(1)</script> \"q\" 'a' {{ 7*7 }} #set page(width: 1cm) $x$ @who"
Command = Callable[..., Result]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article, a dictionary in each of two formats, both with a line that is left out, and a hostile one."""
    path = tmp_path_factory.mktemp("dictionaries")
    (path / "piece.txt").write_text(TEXT, encoding="utf-8")
    (path / "a.dic").write_text(LIWC, encoding="utf-8")
    (path / "b.yml").write_text(YAML, encoding="utf-8")
    quoted = HOSTILE.replace('"', '""')
    rows = f'term,category,weight\nweek,"{quoted}",1\n"{quoted}",x,2\n"{quoted}",x,2\n'
    (path / "<b>c &$#.csv").write_text(rows, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def made(folder: Path, kernel: Kernel) -> list[Path]:
    """The report with all of them."""
    named = ",".join(str(folder / name) for name in ("a.dic", "b.yml", "<b>c &$#.csv"))
    return render_report(str(folder / "piece.txt"), "codebook", {"dictionaries": named}, folder / "out", kernel=kernel)


@pytest.fixture(scope="module")
def page(made: list[Path]) -> BeautifulSoup:
    return BeautifulSoup(made[1].read_text(encoding="utf-8"), "html.parser")


def section(page: BeautifulSoup) -> list[Tag]:
    """The heading of the dictionaries and what follows it, up to the next heading of its rank."""
    found: list[Tag] = []
    for tag in page.select_one("#dictionaries").find_all_next(True):  # type: ignore[union-attr]
        if tag.name == "h2":
            break
        found.append(tag)
    return found


def cells(page: BeautifulSoup, label: str) -> list[str]:
    """The row of a category in the section's table."""
    (row,) = [row for tag in section(page) if tag.name == "tr" for row in [tag]
              if tag.find_parent("table", "sides") and tag.th.get_text() == label]  # fmt: skip
    return [cell.get_text(" ", strip=True) for cell in row.select("td")]


def test_each_category_is_counted_by_voice(page: BeautifulSoup) -> None:
    """Narrator's and others' words are apart, with words and n; the negated one counts, too."""
    assert [cell.split(";")[0] for cell in cells(page, "a: sorrow")] == ["grief (n = 1", "grief (n = 1"]
    assert [cell.split(";")[0] for cell in cells(page, "a: place")] == ["harbour (n = 1", "harbour (n = 1"]
    assert [cell.split(";")[0] for cell in cells(page, "b: mood > good")] == ["relief (n = 1", "Relief (n = 1"]


def test_what_was_left_out_is_listed_with_its_line(page: BeautifulSoup) -> None:
    """Each dictionary says how many entries were read and which lines were not, and why."""
    words = " ".join(" ".join(tag.get_text(" ") for tag in section(page) if tag.name in ("p", "tr")).split())
    assert "a, LIWC 2001 to 2015 (.dic): a.dic: 2 entries in 2 categories; 1 line left out." in words
    assert "7 Harbour stands in 'place' already, at line 6" in words
    assert "4 mood > empty a category without an entry" in words


def test_links_of_the_section_lead_somewhere(page: BeautifulSoup) -> None:
    """Words lead to the marked article, categories to their places."""
    ids = {tag["id"] for tag in page.select("[id]")}
    links = {tag["href"] for tag in section(page) if tag.name == "a"}
    assert len([link for link in links if link.startswith("#w-")]) >= 6
    assert {link[1:] for link in links} <= ids


def test_provenance_names_the_dictionaries(page: BeautifulSoup) -> None:
    """The parameters hold the paths as given."""
    assert "a.dic" in page.select_one(".provenance").get_text()  # type: ignore[union-attr]


def test_a_hostile_dictionary_is_text(page: BeautifulSoup, made: list[Path]) -> None:
    """Name, category, term and reason come out as the characters they are, and the PDF is made."""
    words = " ".join(tag.get_text() for tag in section(page))
    assert HOSTILE in words
    assert "<b>c &$#" in words
    assert page.select("script, main b, [onerror]") == []
    assert made[2].read_bytes()[:5] == b"%PDF-"


def test_without_dictionaries_there_is_no_section(seed_report: dict[str, Path]) -> None:
    """Neither heading nor policy is shown."""
    html = seed_report["codebook"].read_text(encoding="utf-8")
    assert 'id="dictionaries"' not in html
    assert "What do your own dictionaries find?" not in html


BROKEN = {
    "category.dic": ("%\n1\tsorrow\n%\ngrief\t1\nharbour\t4\n", 5),
    "category.csv": ("term,category\ngrief,sorrow\nharbour,\n", 3),
    "weights.csv": ("term,category,weight\ngrief,sorrow,1\ngrief,sorrow,two\n", 3),
    "list.yml": ("sorrow:\n  - grief\n  - [harbour\n", 4),
    "own.toml": ('name = "b"\nversion = "1"\nkind = "frame"\n[terms\n', 4),
}


def refused(result: Result, *named: str) -> None:
    """The command failed in words that name the thing, before a notebook ran, and nothing is left behind."""
    assert result.exit_code not in (0, None)
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert "Traceback" not in result.output
    assert "running the notebook" not in result.output
    assert "cell" not in result.output
    for words in named:
        assert words in result.output, result.output
    assert not Path("out").exists()


@pytest.fixture
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """No notebook may be run."""

    def never(*_: object) -> None:
        raise AssertionError("a kernel was started")

    monkeypatch.setattr(render, "_execute", never)


@pytest.mark.usefixtures("no_kernel")
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_dictionary_is_named_with_its_line(whose_words: Command, name: str) -> None:
    """The message is file and line, in plain words."""
    Path("piece.txt").write_text(TEXT, encoding="utf-8")
    Path("good.dic").write_text(LIWC, encoding="utf-8")
    content, line = BROKEN[name]
    Path(name).write_text(content, encoding="utf-8")
    where = f"line {line}" if name.endswith(".toml") else f"{name}:{line}: "
    refused(whose_words("piece.txt", "-p", "dictionaries", f"good.dic, {name}"), name, where)


@pytest.mark.usefixtures("no_kernel")
@pytest.mark.parametrize("parameter", ["frames", "valence", "dictionaries", "actors"])
def test_a_missing_file_is_named_before_the_kernel_starts(whose_words: Command, parameter: str) -> None:
    """So it is for each parameter that names files."""
    Path("piece.txt").write_text(TEXT, encoding="utf-8")
    refused(whose_words("piece.txt", "-p", parameter, "nowhere.toml"), "nowhere.toml")


@pytest.mark.usefixtures("no_kernel")
def test_broken_actors_are_named_before_the_kernel_starts(whose_words: Command) -> None:
    """The file named by the parameter, and the one beside the article, which nobody named."""
    Path("piece.txt").write_text(TEXT, encoding="utf-8")
    Path("actors.toml").write_text('[[actor]]\nname = "Mary Cole"\nkind = "hero"\n', encoding="utf-8")
    refused(whose_words("piece.txt"), "actors.toml:1: kind 'hero'")
    Path("actors.toml").rename("mine.toml")
    refused(whose_words("piece.txt", "-p", "actors", "mine.toml"), "mine.toml:1: kind 'hero'")


@pytest.mark.usefixtures("no_kernel")
def test_two_dictionaries_of_one_name_are_refused(whose_words: Command) -> None:
    """What is cited would not tell them apart."""
    Path("piece.txt").write_text(TEXT, encoding="utf-8")
    Path("a.dic").write_text(LIWC, encoding="utf-8")
    Path("a.yml").write_text(YAML, encoding="utf-8")
    refused(whose_words("piece.txt", "-p", "dictionaries", "a.dic,a.yml"), "a.yml: named as a.dic")


def test_what_names_no_file_is_passed_over(tmp_path: Path) -> None:
    """A notebook of one's own may use these names otherwise, and need not have actors."""
    source = tmp_path / "piece.txt"
    source.write_text(TEXT, encoding="utf-8")
    (tmp_path / "actors.toml").write_text("[", encoding="utf-8")
    check_inputs({"frames": 3, "dictionaries": ["a.dic"], "actors": None}, source, beside=False)
    with pytest.raises(ValueError, match=r"actors\.toml:1: "):
        check_inputs({}, source)


def test_a_misspelt_parameter_is_told_before_its_file_is_read(tmp_path: Path) -> None:
    """The name is what is wrong, not the file."""
    source = tmp_path / "piece.txt"
    source.write_text(TEXT, encoding="utf-8")
    with pytest.raises(ReportError, match="did you mean 'dictionaries'"):
        render_report(str(source), parameters={"dictionarys": "nowhere.dic"}, out=tmp_path / "out")
