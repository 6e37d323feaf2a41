"""Saved pages: what is kept of the article, what is counted of the furniture, beside trafilatura alone and jusText.

``python -m tests.bench.saved_pages`` prints the table. The pages in ``pages`` are texts of our own in the markup of
usual systems (a news site, a live blog, a transcript, a wire, blogs, a web archive, an AMP page …). What is the
article's prose stands in ⟦ ⟧ there, which are taken out before a page is read; headline, byline, dates and times are
neither. A word is kept if the alignment of both texts has it; a word counted that is not the article's is furniture.
"""

from __future__ import annotations

import html
import tempfile
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

import regex

from analysis.text.read import ReadError, read_document
from tests.bench.figures import Figure, Measured, figure, share, table_of

FOLDER = Path(__file__).parent / "pages"
ENCODINGS = {"wire": "windows-1252", "archive": "windows-1252"}  # the others are UTF-8
SHARES = {
    "kept": "Words of the article kept",
    "furniture": "Furniture among the words counted",
    "marks": "Quotation marks kept",
}
_PROSE = regex.compile(r"⟦(.*?)⟧", regex.DOTALL)
_HEADLINE = regex.compile(r"<h1[^>]*>(.*?)</h1>", regex.DOTALL)
_TOKEN = regex.compile(r"[\p{L}\p{N}]+|[“”]")


class Page(NamedTuple):
    """A page as saved, and the words and marks of its article."""

    name: str
    data: bytes
    wanted: list[str]
    headline: str


def pages(folder: Path = FOLDER) -> Iterator[Page]:
    """The pages of a folder, by name."""
    for path in sorted(folder.glob("*.html")):
        marked = path.read_text(encoding="utf-8")
        words = [_plain(piece) for piece in _PROSE.findall(marked)]
        data = marked.replace("⟦", "").replace("⟧", "").encode(ENCODINGS.get(path.stem, "utf-8"))
        yield Page(path.stem, data, _tokens(" ".join(words)), _plain("".join(_HEADLINE.findall(marked))))


def _plain(markup: str) -> str:
    quoted = markup.replace("<q>", "“").replace("</q>", "”")
    return html.unescape(regex.sub(r"<sup.*?</sup>|<[^>]*>", "", quoted))


def _tokens(text: str) -> list[str]:
    return [token.lower() for token in _TOKEN.findall(text.replace('"', "”"))]


def ours(data: bytes) -> str:
    """The body of the document that this package reads."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_bytes(data)
        try:
            document = read_document(path)
        except ReadError:
            return ""
    return "\n".join(document.covered(section) for section in document.sections if section.label == "body")


def trafilatura(data: bytes) -> str:
    """The text of trafilatura as it comes."""
    from trafilatura import extract

    return extract(data, include_comments=False, include_tables=False) or ""


def justext(data: bytes) -> str:
    """The paragraphs that jusText takes for content."""
    from justext import get_stoplist
    from justext import justext as paragraphs_of

    found = paragraphs_of(
        data, get_stoplist("English"), length_low=30, length_high=100
    )  # its defaults keep no short paragraph
    return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)


SYSTEMS: dict[str, Callable[[bytes], str]] = {
    "Whose Words": ours,
    "trafilatura alone": trafilatura,
    "jusText": justext,
}


def counts(page: Page, text: str) -> dict[str, tuple[int, int]]:
    """Of a page and the text that is read of it, for each of ``SHARES`` how many and of how many.

    >>> counts(Page("p", b"", ["“", "go", "”", "now"], ""), "“Go home”")
    {'kept': (1, 2), 'furniture': (1, 2), 'marks': (2, 2)}
    """
    found = [token for line in text.split("\n") if _tokens(line) != _tokens(page.headline) for token in _tokens(line)]
    matcher = SequenceMatcher(None, page.wanted, found, autojunk=False)
    same = [token for block in matcher.get_matching_blocks() for token in page.wanted[block.a : block.a + block.size]]
    kept, wanted, counted = (sum(map(str.isalnum, tokens)) for tokens in (same, page.wanted, found))
    marks, all_marks = len(same) - kept, len(page.wanted) - wanted
    return {"kept": (kept, wanted), "furniture": (counted - kept, counted), "marks": (marks, all_marks)}


def measure(folder: Path = FOLDER) -> dict[str, dict[str, dict[str, tuple[int, int]]]]:
    """By system and page, the ``counts``."""
    return {
        system: {page.name: counts(page, read(page.data)) for page in pages(folder)} for system, read in SYSTEMS.items()
    }


def measure_saved_pages(_: Path) -> Measured:
    """Saved pages: no gold data are needed."""
    shown: list[Figure] = []
    for system, by_page in measure().items():
        for name, measured in SHARES.items():
            count, total = (sum(found[name][place] for found in by_page.values()) for place in (0, 1))
            unit = "quotation marks" if name == "marks" else "words"
            kind = "ours" if system == "Whose Words" else "baseline"
            shown.append(figure(
                measured, count / total, share(count, total), system=system, kind=kind, part="seen", n=total, unit=unit,
                data="ten saved pages, written for this project", interval="Wilson (1927)",
                tuned="The pages were in view while the rules were written.", show="table",
            ))  # fmt: skip
    return Measured(
        table_of("Saved pages", shown, "Pages written for this project in the markup of usual systems."), shown
    )


if __name__ == "__main__":
    import sys

    for system, by_page in measure(Path(sys.argv[1]) if sys.argv[1:] else FOLDER).items():
        print(system)
        for name, found in [
            *by_page.items(),
            ("all", {n: tuple(map(sum, zip(*(f[n] for f in by_page.values()), strict=True))) for n in SHARES}),
        ]:
            print(f"  {name:16}", *(f"{n} {a}/{b} {a / max(1, b):.3f}" for n, (a, b) in found.items()))
