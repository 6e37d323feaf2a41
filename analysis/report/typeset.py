"""The one pandoc and Typst door: the finished page becomes a PDF that is tagged, archival and always the same."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import tempfile
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

from analysis.report.style import EPOCH, SANS, SERIF, font_folder

_TYPST_TEMPLATE = Path(__file__).parent / "template" / "typst"
_STANDARDS: list[Any] = ["a-2a", "ua-1"]
_SUFFIXES = {"image/svg+xml": ".svg", "image/png": ".png", "image/jpeg": ".jpg"}
_SHOWN_BY_FILTER = {  # classes of the marks that each filter of the article shows
    "stance": {"favor", "against", "naming"},
    "frame": {"frame"},
    "valence": {"positive", "negative", "shifter"},
    "rhetoric": {"rhetoric"},
    "none": set[str](),
}
_PANDOC_SECONDS = 300  # an article takes it one
_PRINTED = ((SERIF, "SourceSerifPro-Regular"), (SANS, "SourceSansPro-Regular"), ("matplotlib", "DejaVuSans"))
_BEYOND_LATIN = 0x250  # before it, every font has every character
_LINES = 4  # lines of a concordance in print; the page and the CSV have them all


def typeset(soup: BeautifulSoup) -> bytes:
    """The PDF of a report page, whose tree is taken apart: PDF/UA-1 and PDF/A-2a.

    A character that no font has, or an odd structure, can make a standard impossible; the report is then given
    without it, and stderr says why.

    Raises:
        RuntimeError: If pandoc or Typst fails for another reason; the message is theirs.
    """
    import typst

    title = soup.title.get_text(strip=True) if soup.title else "Report"
    language = str(soup.html.get("lang", "en")) if soup.html else "en"
    stamp = datetime.fromtimestamp(EPOCH, UTC)
    with tempfile.TemporaryDirectory() as folder:
        _to_typst(_simplify(soup, Path(folder)), Path(folder))
        inputs = {"title": title, "author": "Whose Words", "lang": language, "date": stamp.strftime("%Y-%m-%d")}
        compiler = typst.Compiler(
            str(Path(folder) / "report.typ"),
            root=folder,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
        )
        try:
            pdf = compiler.compile(pdf_standards=_STANDARDS, timestamp=stamp)
        except RuntimeError as error:
            print(f"the PDF cannot keep to {' and '.join(_STANDARDS)}, so it is plain: {error}", file=sys.stderr)  # noqa: T201
            pdf = compiler.compile(timestamp=stamp)
    if not isinstance(pdf, bytes):
        raise RuntimeError("Typst gave no PDF")
    return pdf


def _to_typst(soup: BeautifulSoup, root: Path) -> None:
    import pypandoc

    (root / "page.html").write_text(str(soup), encoding="utf-8")
    shipped = Path(pypandoc.__file__).parent / "files" / ("pandoc.exe" if sys.platform == "win32" else "pandoc")
    command = [
        str(shipped) if shipped.is_file() else pypandoc.get_pandoc_path(), "--sandbox", f"--data-dir={root}",
        "--from=html", "--to=typst-smart", "--wrap=none",
        f"--template={_TYPST_TEMPLATE / 'report.typ'}", f"--lua-filter={_TYPST_TEMPLATE / 'report.lua'}",
        "page.html", "--output=report.typ",
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False, timeout=_PANDOC_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise RuntimeError(f"pandoc needs more than {_PANDOC_SECONDS} s") from error
    if done.returncode:
        raise RuntimeError(f"pandoc: {done.stderr.strip()[-300:] or f'it ended with {done.returncode}'}")


def _simplify(soup: BeautifulSoup, root: Path) -> BeautifulSoup:
    """Leave what print can show: no navigation, form or script; folds opened or cut; pictures as files."""
    _print_article(soup)
    _name_missing(soup)
    for tag in soup.select("nav, .skip, .filter, style, script, .drawing > *"):
        tag.decompose()
    for tag in soup.select("details.more"):
        if not tag.decomposed:  # with a fold around it
            _unfold(soup, tag)
    for table in soup.select("table.kwic"):
        _cut(soup, table)
    for tag in soup.select("summary"):
        tag.name = "div" if tag.find(["h3", "h4"]) else "p"
    for tag in soup.select("small"):
        tag.name = "span"
    for tag in soup.select("p:is(.note, .limits, .absent, .source, .kicker, .cut, .caution, .files, .key)"):
        _wrap_inside(soup, tag, "span", "note")
    for tag in soup.select("p.answer"):
        tag.wrap(soup.new_tag("div", attrs={"class": "answer"}))
    for cell in soup.select(".num, th.left, td.left"):
        cell["style"] = "text-align: right"
    for image in soup.select('img[src^="data:"]'):
        _file_picture(image, root)
    _mend_links(soup)
    _unwrap_sections(soup)
    return soup


def _mend_links(soup: BeautifulSoup) -> None:
    """Links to files that print has, and only to places that are there: Typst stops at one without a target."""
    for link in soup.select('a[href^="data:"]'):
        link.replace_with(str(link.get("data-print", link.get_text())))
    for link in soup.select("a[href$='.html'], a[href*='.html#']"):
        link["href"] = str(link["href"]).partition("#")[0].removesuffix(".html") + ".pdf"
    places = {str(tag["id"]) for tag in soup.select("[id]")}
    for link in soup.select('a[href^="#"]'):
        if str(link["href"])[1:] not in places:
            link.unwrap()


def _unwrap_sections(soup: BeautifulSoup) -> None:
    """What only groups goes, and leaves its id behind; the title of a picture is a paragraph."""
    groups = "section, main, header, details, figure.picture, div:not([dir], .block, .drawing, .answer, .article)"
    for tag in soup.select(groups):
        if tag.get("id"):
            mark = soup.new_tag("span", id=str(tag["id"]), attrs={"class": "at"})
            (tag.find(["h3", "p", "summary"]) or tag).insert(0, mark)
        if tag.name == "figure" and (title := tag.find("figcaption")):
            title.name = "p"
            _wrap_inside(soup, title, "span", "title")
            title.wrap(soup.new_tag("div", attrs={"class": "answer"}))  # never parted from its picture
        if "evidence" not in tag.get_attribute_list("class"):
            tag.unwrap()


def _print_article(soup: BeautifulSoup) -> None:
    """Of the marks of an article leave those that are shown at first."""
    for article in soup.select(".article"):
        shown = _SHOWN_BY_FILTER[str(article["data-shown"])]
        for tag in article.select(".block .mark"):
            if not {*tag.get_attribute_list("class")} & shown:
                tag.unwrap()
        for tag in article.select(f".tag:not(.{article['data-shown']})"):
            tag.decompose()
        for key in article.select(".key"):
            article.insert_before(key.extract())
        for bar in article.select(".bar"):
            bar.decompose()  # Typst draws it from its numbers


def _name_missing(soup: BeautifulSoup) -> None:
    """In place of characters that no font has their names or numbers, such as "[grinning face]" or "[U+5317]"."""
    for words in [words for words in soup.find_all(string=True) if not words.isascii()]:
        if missing := {ord(sign) for sign in words if ord(sign) >= _BEYOND_LATIN} - _drawn():
            words.replace_with(words.translate({code: _named(chr(code)) for code in missing}))


def _named(sign: str) -> str:
    name = unicodedata.name(sign, "").lower()
    if unicodedata.category(sign) in ("Cf", "Mn", "Sk") or sign.isspace():
        return ""  # joins or changes what is before it
    return f"[{name}]" if name and "ideograph" not in name else f"[U+{ord(sign):04X}]"


@lru_cache(maxsize=1)
def _drawn() -> frozenset[int]:
    """The characters for which the fonts have a form."""
    from fontTools.ttLib import TTFont

    files = [font_folder(package) / f"{name}.ttf" for package, name in _PRINTED]
    drawn: set[int] = set()
    for file in files:
        with TTFont(file, lazy=True) as font:
            drawn |= font["cmap"].getBestCmap().keys()
    return frozenset(drawn)


def _unfold(soup: BeautifulSoup, fold: Tag) -> None:
    """Folded lines join the concordance above them; of any other fold only the number of things in it is left."""
    table, summary = fold.find_previous_sibling(), fold.find("summary")
    if table is not None and "kwic" in table.get_attribute_list("class") and table.tbody:
        table.tbody.extend(fold.select("tbody tr"))
    elif summary:
        fold.insert_before(_remark(soup, f"{summary.get_text(strip=True)} in the HTML edition."))
    fold.decompose()


def _cut(soup: BeautifulSoup, table: Tag) -> None:
    rows = table.select("tbody tr")
    for row in rows[_LINES:]:
        row.decompose()
    if len(rows) > _LINES:
        table.insert_after(
            _remark(soup, f"{len(rows) - _LINES} more in the HTML edition and in the table of annotations.")
        )


def _wrap_inside(soup: BeautifulSoup, tag: Tag, name: str, css_class: str) -> None:
    inside = soup.new_tag(name, attrs={"class": css_class})
    inside.extend(list(tag.contents))
    tag.append(inside)


def _remark(soup: BeautifulSoup, text: str) -> Tag:
    remark = soup.new_tag("p", attrs={"class": "cut"})
    remark.string = text
    return remark


def _file_picture(image: Tag, root: Path) -> None:
    kind, _, data = str(image["src"]).partition(";base64,")
    raw = base64.b64decode(data)
    name = hashlib.sha256(raw).hexdigest()[:16] + _SUFFIXES[kind.removeprefix("data:")]
    (root / name).write_bytes(raw)
    image["src"] = name


def _fonts() -> list[str]:
    """Folders of the fonts that come with the packages: the same everywhere, whatever the machine has."""
    return [str(font_folder(package)) for package in (SERIF, SANS, "matplotlib")]
