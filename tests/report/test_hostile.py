"""Whatever an article holds is text in both editions: markup, code, templates, any script, any glyph."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from analysis.report import typeset
from analysis.report.kernel import Kernel
from analysis.report.render import render_report

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "</style></p></main>",
    "#set page(width: 1cm)",
    '#import "@preview/x:1.0.0": *',
    "$x^2$ and $$y$$",
    "@reference and <label>",
    "**bold** _low_ `code`",
    "{{ 7*7 }} {% raw %} {# gone #}",
    "C:\\new\\table \\(z\\)",
    "]]> --> <!-- &amp; &lt;",
    "'single' \"double\" “curly” it's ... a -- b --- c -5",
    "[link](javascript:alert(3))",
    "= Heading",
    "```\nfence\n```",
    "// no comment /* nor this */ ~ https://x.example/a",
    "- item + item / term: 1. one",
)
PRINTED = (
    *HOSTILE[:6],
    *HOSTILE[10:12],
    *HOSTILE[15:],
    "<label>",
    "{{ 7*7 }} {% raw %} {# gone #}",
    "C:\\new\\table",
    "= Heading",
    "fence",
)
WORLD = "The attack in تهران and بغداد, Ελλάδα, Москва, 北京, 😀👩‍👩‍👧 and \U0001fae8 \ue000 \u0378 went on."


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, kernel: Kernel) -> dict[str, Path]:
    """The report of an article whose text, title, outlet and name are hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    path = folder / "a'b <b>&$#.txt"
    title, outlet = "<b>T</b> {{ 7*7 }} #strong[x] $y$", "<i>O</i> @who \\ `o`"
    matter = f"+++\ntitle = {json.dumps(title)}\noutlet = {json.dumps(outlet)}\n+++\n"
    body = "\n\n".join(f"The attack {words} was deadly." for words in HOSTILE)
    path.write_text(matter + body + "\n", encoding="utf-8")
    made = {made.suffix[1:]: made for made in render_report(str(path), out=folder / "out", kernel=kernel)}
    return {**made, "source": path}


@pytest.fixture(scope="module")
def hostile_page(hostile: dict[str, Path]) -> BeautifulSoup:
    return BeautifulSoup(hostile["html"].read_text(encoding="utf-8"), "html.parser")


def words_of(page: BeautifulSoup) -> str:
    """The text of the marked article, without the labels that the report adds."""
    parts = []
    for paragraph in page.select(".article .text"):
        for tag in paragraph.select("sup.tag"):
            tag.extract()
        parts.append(paragraph.get_text())
    return "\n\n".join(parts)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_is_text_in_the_page(hostile_page: BeautifulSoup, words: str) -> None:
    """Markup, code and templates in an article come out as the characters they are."""
    shown = words_of(BeautifulSoup(str(hostile_page), "html.parser"))
    assert " ".join(f"The attack {words} was deadly.".split()) in " ".join(shown.split())


def test_hostile_text_makes_no_element(hostile_page: BeautifulSoup) -> None:
    """No script, image, handler or script address comes into the page from an article, its title or its outlet."""
    assert hostile_page.select("script, img, [onerror], .article :is(b, code), h1 *") == []
    assert [link for link in hostile_page.select("a[href]") if "script" in str(link["href"]).split(":")[0]] == []


def test_hostile_title_and_outlet_are_text(hostile_page: BeautifulSoup) -> None:
    """Title and outlet are shown as given, in the heading and in the head of the page."""
    title = "<b>T</b> {{ 7*7 }} #strong[x] $y$"
    assert hostile_page.select_one("h1").get_text() == title  # type: ignore[union-attr]
    assert hostile_page.title.get_text() == title  # type: ignore[union-attr]
    assert "<i>O</i> @who \\ `o`" in hostile_page.select_one(".kicker").get_text()  # type: ignore[union-attr]


def test_hostile_text_is_text_in_print(
    hostile: dict[str, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A hostile article keeps the standards, and each of its lines is in the Typst source, every command escaped."""
    sources: list[str] = []
    original = typeset._to_typst

    def spy(soup: BeautifulSoup, root: Path) -> None:
        original(soup, root)
        sources.append((root / "report.typ").read_text(encoding="utf-8"))

    monkeypatch.setattr(typeset, "_to_typst", spy)
    from analysis.report.export import ReportPDFExporter

    pdf = ReportPDFExporter().from_filename(str(hostile["ipynb"]))[0]
    assert pdf[:5] == b"%PDF-"
    assert "so it is plain" not in capsys.readouterr().err
    body = sources[0].partition("The article, marked")[2]
    for command in ("\\#set page", "\\#import", "\\$y\\$", "\\@reference", "\\`code\\`", "\\<"):
        assert command in body, command
    assert re.findall(r"(?<!\\)(?:#(?:set|import)\b|<label)", body) == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed: the PDF's text is not read")
@pytest.mark.parametrize("words", PRINTED)
def test_hostile_text_can_be_read_in_print(hostile: dict[str, Path], words: str) -> None:
    """What a reader copies out of the PDF is what the article says."""
    done = subprocess.run(["pdftotext", str(hostile["pdf"]), "-"], capture_output=True, text=True, check=True)
    printed = done.stdout
    assert "".join(words.split()) in "".join(printed.split())


def test_any_script_and_unknown_glyph_renders(tmp_path: Path, kernel: Kernel) -> None:
    """Arabic, Persian, Greek, Chinese, emoji and unassigned characters never stop a report, and stay in its page."""
    path = tmp_path / "تهران.txt"
    path.write_text(WORLD + "\n", encoding="utf-8")
    made = render_report(str(path), out=tmp_path / "out", kernel=kernel)
    page = BeautifulSoup(made[1].read_text(encoding="utf-8"), "html.parser")
    assert WORLD in words_of(page)
    assert made[2].read_bytes()[:5] == b"%PDF-"


def print_of(words: str) -> str:
    """What can be copied out of the PDF of a page that holds these words."""
    page = f'<html lang="en"><head><title>T</title></head><body><main><h1>T</h1><p>{words}</p></main></body></html>'
    pdf = typeset.typeset(BeautifulSoup(page, "html.parser"))
    assert b"pdfuaid" in pdf, "the standards are kept"
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed: the PDF's text is not read")
def test_a_glyph_that_no_font_has_is_named() -> None:
    """In print an emoji has its name and another character its number; what a font has stays as it is."""
    told = print_of("北京 🥐 \ue000 👩‍👧 تهران Москва")
    for words in ("[U+5317][U+4EAC]", "[croissant]", "[U+E000]", "[woman]", "Москва"):
        assert words in told


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed: the PDF's text is not read")
def test_a_long_word_breaks_in_print() -> None:
    """A word longer than a line goes on in the next, and no letter of it is lost."""
    word = "x" + "abcdefghij" * 30
    lines = print_of(word).partition("x")[2].split()
    assert len(lines) > 3
    assert "".join(lines).replace("\u200b", "").startswith(word[1:])


def test_a_link_without_a_target_is_words(capsys: pytest.CaptureFixture[str]) -> None:
    """A notebook of one's own may link to a place that print leaves out; the PDF is made, to the standards."""
    link = '<p><a href="#no">x</a></p>'
    page = f'<html lang="en"><head><title>T</title></head><body><main><h1>T</h1>{link}</main></body></html>'
    assert b"pdfuaid" in typeset.typeset(BeautifulSoup(page, "html.parser"))
    assert capsys.readouterr().err == ""
