"""The one pandoc and Typst door: the finished page becomes a PDF that is tagged, archival and always the same."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

from analysis.report.style import EPOCH, SANS, SERIF, font_folder

TYPST_TEMPLATE = Path(__file__).parent / "template" / "typst"
STANDARDS: list[Any] = ["a-2a", "ua-1"]
SUFFIXES = {"image/svg+xml": ".svg", "image/png": ".png", "image/jpeg": ".jpg"}
PANDOC_SECONDS = 300  # an article takes it one
LINES = 4  # lines of a concordance in print; the page and the CSV have them all


def typeset(soup: BeautifulSoup, author: str = "Whose Words") -> bytes:
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
        inputs = {"title": title, "author": author, "lang": language, "date": stamp.strftime("%Y-%m-%d")}
        compiler = typst.Compiler(
            str(Path(folder) / "report.typ"),
            root=folder,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
        )
        try:
            pdf = compiler.compile(pdf_standards=STANDARDS, timestamp=stamp)
        except RuntimeError as error:
            print(f"the PDF cannot keep to {' and '.join(STANDARDS)}, so it is plain: {error}", file=sys.stderr)  # noqa: T201
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
        f"--template={TYPST_TEMPLATE / 'report.typ'}", f"--lua-filter={TYPST_TEMPLATE / 'report.lua'}",
        "page.html", "--output=report.typ",
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False, timeout=PANDOC_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise RuntimeError(f"pandoc takes over {PANDOC_SECONDS} s") from error
    if done.returncode:
        raise RuntimeError(f"pandoc: {done.stderr.strip()[-300:] or f'it ended with {done.returncode}'}")


def _simplify(soup: BeautifulSoup, root: Path) -> BeautifulSoup:
    """Leave what print can show: no navigation, form or script; folds opened or cut; pictures as files."""
    for tag in soup.select("nav, .skip, .legend, style, script, .bar"):
        tag.decompose()
    for tag in soup.select("details.more"):
        if not tag.decomposed:  # with a fold around it
            _unfold(soup, tag)
    for table in soup.select("details.evidence:not([open]) table.kwic"):
        table.decompose()  # its number of places stands above it
    for table in soup.select("table.kwic"):
        _cut(soup, table)
    for tag in soup.select("summary"):
        tag.name = "div" if tag.find(["h3", "h4"]) else "p"
    for tag in soup.select("small"):
        tag.name = "span"
    for link in soup.select('a[href^="data:"]'):
        link.replace_with(str(link.get("data-print", link.get_text())))
    for tag in soup.select("p.note, p.limits, p.absent, p.source, p.kicker, p.cut"):
        small = soup.new_tag("span", attrs={"class": "note"})
        small.extend(list(tag.contents))
        tag.append(small)
    places = {str(tag["id"]) for tag in soup.select("[id]")}
    for link in soup.select('a[href^="#"]'):
        if str(link["href"])[1:] not in places:
            link.unwrap()  # Typst stops at a link without a target
    for cell in soup.select(".num, th.left, td.left"):
        cell["style"] = "text-align: right"
    for image in soup.select('img[src^="data:"]'):
        _file_picture(image, root)
    for tag in soup.select("section, main, header, details, div:not([dir]):not(.block)"):
        if tag.get("id"):
            mark = soup.new_tag("span", id=str(tag["id"]), attrs={"class": "at"})
            (tag.find(["h3", "p", "summary"]) or tag).insert(0, mark)
        tag.unwrap()
    return soup


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
    for row in rows[LINES:]:
        row.decompose()
    if len(rows) > LINES:
        table.insert_after(
            _remark(soup, f"{len(rows) - LINES} more in the HTML edition and in the table of annotations.")
        )


def _remark(soup: BeautifulSoup, text: str) -> Tag:
    remark = soup.new_tag("p", attrs={"class": "cut"})
    remark.string = text
    return remark


def _file_picture(image: Tag, root: Path) -> None:
    kind, _, data = str(image["src"]).partition(";base64,")
    raw = base64.b64decode(data)
    name = hashlib.sha256(raw).hexdigest()[:16] + SUFFIXES[kind.removeprefix("data:")]
    (root / name).write_bytes(raw)
    image["src"] = name


def _fonts() -> list[str]:
    """Folders of the fonts that come with the packages: the same everywhere, whatever the machine has."""
    return [str(font_folder(package)) for package in (SERIF, SANS, "matplotlib")]
