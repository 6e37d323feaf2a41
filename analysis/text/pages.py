"""Saved web pages: which words on a page are the article's, and what the page says they are.

trafilatura tells where on the page the article stands; its words are then taken from the page itself, so that
quotations, times and parts of a live blog are not lost with the markup that it drops. What the markup says is furniture
(lexicon ``markup``) is left out, or kept and labelled where it belongs to the article.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from functools import lru_cache
from html import escape
from itertools import compress, groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import regex

from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Section
from analysis.text.furniture import is_furniture_line
from analysis.text.page_files import PageError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MOST_ATTRIBUTES = 1_000  # of a tag: the time it takes to read them grows with their square
_MOST_ELEMENTS = 100_000
_TEASERS = 3  # paragraphs below headings that lead elsewhere: a page of nothing else is an index
_PROSE = 10  # words: a page whose longest line has fewer is a menu, not an article
_MOSTLY = 0.75  # share of what trafilatura finds that stands in the element of the article
_HALF = 0.5  # an element with more of the page is no furniture, whatever its name; nor are quotations with more
_TITLED = 3  # words at least of such a line
_MOST_LOOKED = 1_000  # paragraphs at most that are looked for in all that was found
_LAST = 3  # paragraphs at the end among which the author is introduced
_LINKED = 0.6  # share of a line's letters in links from which on it is a link, not prose
_REPEATED = 4  # words at least of a quotation set apart that repeats the article
_MOST_GROUPS = 200  # quotations set apart, and what stands between them, that are looked for in the article
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}  # as the page states; never today

_DROPPED = (
    "head", "title",
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "button", "input", "select",
    "textarea", "del", "s", "strike", "nav", "menu", "audio", "video", "canvas", "map", "dialog", "picture", "img",
    "amp-sidebar", "amp-ad", "amp-user-notification",
)  # fmt: skip
_TABLES = ("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th")
_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main",
    "ol", "p", "pre", "section", "summary", "ul", *_TABLES,
])  # fmt: skip
_LINES = ("p", "li", "a", "td", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "time")
_INLINE = ("time", "label", "data", "bdi", "abbr", "mark", "cite", "q", "font")  # lost or a break to trafilatura
_TELLING = ("aside", "blockquote", "cite", "figcaption", "figure", "footer", "form", "header", "sup")
_ORDER = ("signature", "quote", "standfirst", "readers", "apart", "note", "caption")
_WHOLE = ("html", "head", "body", "main")  # never furniture by their names
_NAMES = ("class", "id", "role", "data-testid", "data-component", "aria-label")
_KIND = "data-kind"  # what an element is, once it is known: the label of its lines
_HIDDEN = regex.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", regex.IGNORECASE)
_UNSEEN = regex.compile(r" (?:hidden|noprint|screen reader text|sr only|visually hidden) ")
_ATTRIBUTE = r"""(?>[\s/]*+[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?)?)"""
_CROWDED = regex.compile(rf"<([a-zA-Z][^\s/><]*+){_ATTRIBUTE}{{{_MOST_ATTRIBUTES + 1}}}")
_BLANKS = regex.compile(r"[ \t\r\n\f]+")
_LETTERS = regex.compile(r"[\p{L}\p{N}]+")
_NAME_PART = regex.compile(r"\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\d+|\|")
_NO_XML = dict.fromkeys([*range(9), *range(14, 32), 0xFFFE, 0xFFFF]) | {0x0B: " ", 0x0C: " "}  # lxml takes none back
_OPENS = regex.compile(r"[“\"„«»‘'‟「『]")
_DASHED = regex.compile(r"[—–―-]|\(")
_LABEL = regex.compile(r"\p{Lu}[\p{L} .,'’-]{0,60}:\s")
_POSTED = regex.compile(r"\s*(?:\p{Lu}\p{L}+ )?\d")  # the date of a post
_SHOWN = regex.compile(r"\s*(?:pic\.\w+\.com/|https?:)")  # its picture
_POSTER = regex.compile(r"(?:A post shared|Posted) by ")
_ASIAN = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
)  # no blanks between words
_MOST_NAMED = 5  # words of an author's name: a longer one is a sentence about the author
_ENDS = regex.compile(r"[.!?…][\"”’'»)\]]*$")


class Page(NamedTuple):
    """The article of a page: its text, the lines of it that the page labels, what the page states of it."""

    text: str
    labels: tuple[Section, ...]
    stated: Mapping[str, str]


class _Block(NamedTuple):
    """A paragraph of a page, the element it stands in, the share of its letters in links, and what it is."""

    text: str
    element: HtmlElement
    linked: float = 0.0
    label: str = "body"  # "headline", "furniture", "date", "quote", "signature"
    picked: bool = False  # by trafilatura

    @property
    def words(self) -> int:
        return len(self.text.split()) + len(_ASIAN.findall(self.text)) // 2


def read_page(html: str) -> Page:
    """The article of a page.

    Paragraphs stand apart by a blank line; ``<br>`` ends a line. ``<q>`` gets quotation marks, and so does each
    paragraph of a quotation set apart that has none, unless it is a transcript or most of the article stands in such
    quotations; who signs it follows after a dash. A quotation set apart that the article repeats, captions, corrections
    and notes to the reader are labelled ``furniture``, times of updates ``date``. Menus, adverts, comments, tables of
    figures and other articles are left out. The title of a live blog is that of the whole page.

    Raises:
        PageError: If no article is found, or the page is built so that it takes too long to read.

    >>> prose = "<p>The harbour was shut for two weeks after the storm, the port said on Monday.</p>"
    >>> read_page(f"{prose}<p><q>No boat left</q>, he said.</p>").text.split("\\n\\n")[1]
    '“No boat left”, he said.'
    """
    from trafilatura import bare_extraction, extract_metadata

    tree = _tree(html)
    told = _told(tree)
    known = extract_metadata(deepcopy(tree), date_config=_DATES)
    names = {"title": "title", "outlet": "sitename", "authors": "author", "date": "date", "url": "url"}
    stated = {ours: getattr(known, theirs) or "" for ours, theirs in names.items()}
    written = tree.findtext(".//title") or ""
    _simplify(tree)
    blocks = list(_blocks(tree))
    copied = deepcopy(tree)
    _strip(copied)
    found = bare_extraction(copied, include_comments=False, include_tables=False)
    try:
        article = _article(tree, blocks, getattr(found, "text", None) or "")
    except PageError:
        if not told:
            raise
        article = _whole(told)
    if any(len(name.split()) > _MOST_NAMED for name in stated["authors"].split("; ")):
        stated["authors"] = ""
    article = _without_author(article, stated["authors"])
    stated |= {"title": _title(article, written, stated["title"]), "lang": tree.get("lang") or ""}
    return Page(*_joined(_marked(article)), stated)


def read_markup(html: str) -> tuple[str, tuple[Section, ...]]:
    """The text of an article that is in HTML and nothing else, as ``read_page`` takes it, and its labels.

    Raises:
        PageError: If it holds no text, or takes too long to read.

    >>> read_markup("<p>No boat left.</p><blockquote>It hurt.</blockquote>")[0].split("\\n\\n")
    ['No boat left.', '“It hurt.”']
    """
    return _joined(_marked(_whole(html)))


def _tree(html: str) -> HtmlElement:
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring

    if tag := _CROWDED.search(html):
        raise PageError(f"a tag with more than {_MOST_ATTRIBUTES:,} attributes: <{tag[1][:20]} …")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = document_fromstring(html.translate(_NO_XML).encode(), parser=parser)
    except UnicodeEncodeError as error:
        half = ord(html[error.start])
        raise PageError(f"U+{half:X} at offset {error.start} is half of a surrogate pair") from error
    except ParserError as error:
        raise PageError("no article found in the page") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise PageError("too many elements inside one another")
    if (size := sum(1 for _ in tree.iter())) > _MOST_ELEMENTS:
        raise PageError(f"{size:,} elements; a page may have {_MOST_ELEMENTS:,} at most")
    for element in tree.iter("*"):  # what stands as &#1; in the page
        element.text, element.tail = ((words or "").translate(_NO_XML) for words in (element.text, element.tail))
    return tree


def _told(tree: HtmlElement) -> str:
    """The article that a page holds as data, as HTML, if it does. The single posts are taken out of what a live blog
    states of itself: the page's title is none of theirs."""
    told = ""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        with suppress(ValueError, RecursionError):
            stated = json.loads(script.text or "")
            told = max([told, *_bodies(stated)], key=len)
            for one in stated if isinstance(stated, list) else [stated]:
                if isinstance(one, dict) and one.pop("liveBlogUpdate", None):
                    script.text = json.dumps(stated)
    return told if "</p>" in told else "".join(f"<p>{escape(line)}</p>" for line in told.split("\n") if line.strip())


def _bodies(stated: Any) -> Iterator[str]:
    """The bodies of articles in what a page states of itself, however deep, but of those that it only lists."""
    waiting = [stated]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            waiting += [inner for name, inner in one.items() if name not in ("liveBlogUpdate", "itemListElement")]
            if isinstance(body := one.get("articleBody"), str):
                yield body


# What elements are


def _simplify(tree: HtmlElement) -> None:
    """Take out what is no part of the article, and note on the rest what the page says it is."""
    for element in list(tree.iter(*_DROPPED)):
        if element.tag == "template" and "shadowrootmode" in element.attrib:
            element.tag = "div"  # which a browser shows
        else:
            _drop(element)
    whole = len(tree.text_content())
    for element in [one for one in tree.iter("*") if one.tag not in _WHOLE and one is not tree]:
        kind = _kind(element) if element.getparent() is not None else ""
        if kind in ("quote", "readers") or (kind and len(element.text_content()) <= _HALF * whole):
            _settle(element, kind)
    for quote in reversed(list(tree.iter("q"))):  # the inner ones first
        _quote(quote)
    _unfold_tables(tree)


def _unfold_tables(tree: HtmlElement) -> None:
    """Take out tables of figures, and make paragraphs of those that lay out the page."""
    for table in list(tree.iter("table")):
        if table.find(".//table") is None and _is_data(table):
            _drop(table)
    for element in tree.iter(*_TABLES):
        element.tag = "div"


def _settle(element: HtmlElement, kind: str) -> None:
    """Take an element out, or note its kind; who signs a quotation is put into it."""
    if kind in ("apart", "readers", "hidden"):
        if kind == "hidden" or (element.find(".//h1") is None and element.tag != "h1"):
            _drop(element)
        return
    if element.tag not in _BLOCKS:
        if element.getparent().tag in _LINES:
            return
        element.tag = "div"
    element.set(_KIND, kind)
    for link in list(element.iter("a")) if element.tag == "blockquote" else ():
        words = link.text_content()
        if _SHOWN.match(words) or (link.getparent() is element and _POSTED.match(words)):
            _drop(link)
    before = element.getprevious()
    if kind == "signature" and before is not None and before.get(_KIND) == "quote":
        before.append(element)


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _kind(element: HtmlElement) -> str:
    """What an element is by its tag and its names: a category of the lexicon ``markup``, ``hidden``, or nothing."""
    own = element.tag if "-" in element.tag else ""
    if not element.attrib and not own and element.tag not in _TELLING:
        return ""
    names = _names(" | ".join([own, *(element.get(name, "") for name in _NAMES)]))
    if "hidden" in element.attrib or _HIDDEN.search(element.get("style", "")) or _UNSEEN.search(names):
        return "hidden"
    if (told := _kind_of_tag(element)) is not None:
        return told
    kind = next((kind for kind in _ORDER if _terms(kind).search(names)), "apart" if _stands_apart(element) else "")
    return "" if kind == "caption" and _holds_quotation(element) else kind


def _stands_apart(element: HtmlElement) -> bool:
    """Whether an element is no part of the article by its tag, where its names do not tell."""
    if element.tag == "aside":
        return not _holds_quotation(element)
    if element.tag == "header":
        return not any(above.tag in ("article", "main") for above in element.iterancestors())
    return element.tag in ("footer", "form")


def _kind_of_tag(element: HtmlElement) -> str | None:
    """What an element is by its tag alone; None where its names have to be asked."""
    if element.tag == "blockquote":
        return "quote"
    if element.tag in ("cite", "footer") and any(above.get(_KIND) == "quote" for above in element.iterancestors()):
        return "signature"
    if element.tag == "sup" and (element.find("a") is not None or _is_footnote_link(element)):
        return "apart"
    if element.tag == "figcaption":
        return "signature" if _holds_quotation(element.getparent()) else "caption"
    if element.tag == "figure" and element.find(".//table") is None:
        return "quote" if _holds_quotation(element) else "caption"
    return None


def _is_footnote_link(element: HtmlElement) -> bool:
    return bool(element.getparent().tag == "a" and element.text_content().strip("[] ").isdigit())


def _holds_quotation(element: HtmlElement) -> bool:
    return element.find(".//blockquote") is not None


@lru_cache(maxsize=4096)
def _names(written: str) -> str:
    """The words of class names and the like: "RelatedLinks nav-bar" is " related links nav bar "."""
    return f" {' '.join(_NAME_PART.findall(written)).lower()} "


@lru_cache(maxsize=8)
def _terms(kind: str) -> regex.Pattern[str]:
    return regex.compile(f" (?:{'|'.join(map(regex.escape, sorted(load_lexicon('markup').terms[kind])))}) ")


def _quote(quote: HtmlElement) -> None:
    """Quotation marks around a ``<q>``, unless the page has them."""
    if not _OPENS.match(quote.text_content().lstrip()):
        opening, closing = "‘’" if any(above.tag == "q" for above in quote.iterancestors()) else "“”"
        quote.text = opening + (quote.text or "")
        if len(quote):
            quote[-1].tail = (quote[-1].tail or "") + closing
        else:
            quote.text += closing
    quote.drop_tag()


def _is_data(table: HtmlElement) -> bool:
    """Whether a table holds figures and not the page: several cells a row, none of them long."""
    cells = [len(cell.text_content().split()) for cell in table.iter("td", "th")]
    rows = sum(1 for _ in table.iter("tr"))
    return rows > 1 and len(cells) >= 2 * rows and max(cells) < 4 * _PROSE


def _strip(tree: HtmlElement) -> None:
    from lxml.etree import strip_tags

    strip_tags(tree, *_INLINE)
    for element in tree.iter("blockquote", "center"):
        element.tag = "div"


# Paragraphs


def _blocks(tree: HtmlElement) -> Iterator[_Block]:
    """The paragraphs of a page, in order: what stands between two edges of blocks, or two ``<br>`` in a row."""
    from lxml.etree import iterwalk

    pieces: list[tuple[str, bool, bool]] = []  # text, whether in a link, whether in a time
    around: list[HtmlElement] = []
    links = times = pre = 0
    for event, element in iterwalk(tree, events=("start", "end")):
        step = 1 if event == "start" else -1
        if element.tag in _BLOCKS or ("-" in element.tag and element.getparent().tag not in _LINES):
            yield from _divided(pieces, around)
            pieces = []
            if step > 0:
                around.append(element)
            else:
                around.pop()
            pre += step * (element.tag == "pre")
        links += step * (element.tag == "a" and "#" not in element.get("href", ""))  # to another page
        times += step * (element.tag == "time")
        if step > 0 and element.tag == "br":
            pieces.append(("\n", False, False))
        words = (element.text if step > 0 else element.tail) or ""
        pieces.append((words if pre else _BLANKS.sub(" ", words), links > 0, times > 0))
    yield from _divided(pieces, around)


def _divided(pieces: Sequence[tuple[str, bool, bool]], around: Sequence[HtmlElement]) -> Iterator[_Block]:
    if not pieces or not around:
        return
    texts, in_link, in_time = zip(*pieces, strict=True)
    sizes = [*map(_size, texts)]
    if not (letters := sum(sizes)):
        return
    linked, timed = (sum(compress(sizes, within)) / letters for within in (in_link, in_time))
    label = "headline" if around[-1].tag == "h1" else _label(around, timed)
    for part in regex.split(r"\n[ \t]*(?:\n[ \t]*)+", "".join(texts).strip()):
        lines = [_BLANKS.sub(" ", line).strip(" ") for line in part.split("\n")]
        if text := "\n".join(line for line in lines if _size(line)):
            signs = label == "quote" and (_DASHED.match(text) or _POSTER.match(text))
            yield _Block(text, around[-1], linked, "signature" if signs else label)


def _size(text: str) -> int:
    return sum(map(len, _LETTERS.findall(text)))


def _label(around: Sequence[HtmlElement], timed: float) -> str:
    kinds = {element.get(_KIND) for element in around}
    if kinds & {"note", "caption"}:
        return "furniture"
    if kinds & {"quote"}:
        return "signature" if "signature" in kinds else "quote"
    return "date" if timed > _LINKED else "body"


# The article


def _whole(html: str) -> list[_Block]:
    """The paragraphs of what is an article and nothing else."""
    tree = _tree(html)
    _simplify(tree)
    if blocks := list(_blocks(tree)):
        return blocks
    raise PageError("no text in the markup")


def _article(tree: HtmlElement, blocks: Sequence[_Block], found: str) -> list[_Block]:
    """The paragraphs of the article: those of the element where most of what trafilatura found stands, with the
    headline and what stands between it and them."""
    blocks = _picked(blocks, found)
    own = _own(blocks)
    inside = set(_place(tree, own).iter())
    kept = _with_headline(blocks, [place for place, block in enumerate(blocks) if block.element in inside])
    while kept and regex.fullmatch("h[1-6]", kept[-1].element.tag):
        kept.pop()
    if not any(_is_prose(block) and not is_furniture_line(block.text) for block in kept):
        raise PageError("no article found in the page")
    return kept


def _own(blocks: Sequence[_Block]) -> list[_Block]:
    """The paragraphs that trafilatura found, but for teasers of other pages."""
    teased = [bool(place) and _is_teaser(*blocks[place - 1 : place + 1]) for place in range(len(blocks))]
    own = [block for block, teases in zip(blocks, teased, strict=True) if block.picked and not teases]
    if sum(teased) >= _TEASERS and not any(map(_is_prose, own)):
        raise PageError("no article found in the page, only teasers of several")
    if not own:
        raise PageError("no article found in the page")
    return own


def _picked(blocks: Sequence[_Block], found: str) -> list[_Block]:
    """The paragraphs with those marked that trafilatura found."""
    lines = {_key(line) for line in found.split("\n")} - {""}
    marked = [block._replace(picked=any(_key(line) in lines for line in block.text.split("\n"))) for block in blocks]
    if any(block.picked for block in marked):
        return marked
    whole = _key(found)  # of a short page, it gives all in one line
    short = [block._replace(picked=block.words > 1 and _key(block.text) in whole) for block in blocks[:_MOST_LOOKED]]
    return [*short, *blocks[_MOST_LOOKED:]]


def _with_headline(blocks: Sequence[_Block], places: Sequence[int]) -> list[_Block]:
    """The paragraphs at some places, and the headline above them with what leads over; not what stands above it."""
    if not places:
        return []
    first, last = places[0], places[-1]
    titles = [place for place, block in enumerate(blocks) if block.element.tag == "h1" and place <= last]
    above = max((place for place in titles if place < first), default=first)
    head = next((place for place in titles if place >= first), first)
    leading = [blocks[above], *filter(_leads, blocks[above + 1 : first])] if above < first else []
    within = [place for place in places if not _is_link(blocks[place])]
    return leading + [blocks[place] for place in within if place >= head or _is_prose(blocks[place])]


def _without_author(article: Sequence[_Block], authors: str) -> list[_Block]:
    """The paragraphs with those at the end that open with an author's name as furniture: they introduce the author."""
    names = tuple(name.strip() for name in authors.split(";") if " " in name.strip())
    last = [block for block in article[-_LAST:] if block.label == "body" and block.text.startswith(names)]
    return [block._replace(label="furniture") if block in last else block for block in article]


def _title(article: Sequence[_Block], written: str, known: str) -> str:
    """The title of the article: as the page states it, but its first line where the browser shows that as the title,
    beside the name of the site."""
    if not any(block.label == "headline" for block in article):
        line, shown = article[0].text.split("\n")[0], _key(written)
        if len(line.split()) >= _TITLED and (shown.startswith(_key(line)) or shown.endswith(_key(line))):
            return line
    return known


def _key(line: str) -> str:
    return "".join(_LETTERS.findall(line.casefold()))


def _place(tree: HtmlElement, picked: Sequence[_Block]) -> HtmlElement:
    """The innermost element that holds most of the words of some paragraphs, and more than one of them."""
    held: Counter[HtmlElement] = Counter()
    times: Counter[HtmlElement] = Counter()
    for block in picked:
        above = (block.element, *block.element.iterancestors())
        times.update(above)
        held.update(dict.fromkeys(above, block.words))
    place = tree
    while inner := [child for child in place if held[child] >= _MOSTLY * held[tree] and times[child] > 1]:
        place = inner[0]
    return place


def _is_link(block: _Block) -> bool:
    """Whether a paragraph leads to another page: all of it a link, and no sentence or an item of a list."""
    ended = _ENDS.search(block.text) is not None and block.words >= _PROSE and block.element.tag != "li"
    return block.linked >= _LINKED and not ended and block.label != "signature"


def _is_teaser(heading: _Block, block: _Block) -> bool:
    """Whether a paragraph stands below a heading that leads to another page."""
    headed = heading.element.tag in ("h2", "h3", "h4") and heading.linked >= _LINKED
    return headed and heading.element.getparent() is block.element.getparent()


def _is_prose(block: _Block) -> bool:
    return block.label not in ("furniture", "date", "headline") and block.words >= _PROSE and block.linked < _LINKED


def _leads(block: _Block) -> bool:
    """Whether a paragraph between headline and article is the article's: a standfirst, a caption, other prose."""
    named = any(element.get(_KIND) == "standfirst" for element in (block.element, *block.element.iterancestors()))
    told = _is_prose(block) and (block.picked or _ENDS.search(block.text) is not None)
    return named or told or block.label == "furniture"


# Quotations set apart


def _marked(article: Sequence[_Block]) -> list[_Block]:
    """The paragraphs with quotation marks around quotations set apart; those the article repeats are furniture."""
    words = Counter[str]()
    for block in article:
        words[block.label] += block.words
    marks = words["quote"] <= _HALF * (words["quote"] + words["body"])
    told = "\n".join(_key(block.text) for block in article if block.label == "body")
    marked: list[_Block] = []
    for number, (quote, group) in enumerate(groupby(article, _quotation)):
        blocks = list(group)
        if quote is None:
            marked += blocks
        elif number < _MOST_GROUPS and _repeats(blocks, told):
            marked += [block._replace(label="furniture") for block in blocks]
        else:
            marked += _quotation_marked(blocks, marks)
    return marked


def _repeats(blocks: Sequence[_Block], told: str) -> bool:
    """Whether the article tells the words of a quotation set apart, too."""
    words = [block for block in blocks if block.label == "quote"]
    return sum(block.words for block in words) >= _REPEATED and all(_key(block.text) in told for block in words)


def _quotation(block: _Block) -> HtmlElement | None:
    """The outermost quotation set apart in which a paragraph stands."""
    if block.label not in ("quote", "signature"):
        return None
    above = [e for e in (block.element, *block.element.iterancestors()) if e.get(_KIND) == "quote"]
    return above[-1] if above else None


def _quotation_marked(blocks: Sequence[_Block], marks: bool) -> Iterator[_Block]:
    """A quotation set apart with its marks: one opens each paragraph, one closes the last."""
    words = [block for block in blocks if block.label == "quote"]
    bare = marks and not any(_OPENS.match(block.text) or _LABEL.match(block.text) for block in words)
    for block in blocks:
        if block.label == "signature":
            name = _POSTER.sub("", block.text)
            yield block._replace(text=name if _DASHED.match(name) else f"— {name}")
        elif bare:
            yield block._replace(text=f"“{block.text}{'”' if block is words[-1] else ''}")
        else:
            yield block


def _joined(article: Sequence[_Block]) -> tuple[str, tuple[Section, ...]]:
    """The text, and a section for each line that is labelled."""
    labels, start = [], 0
    for block in article:
        for line in block.text.split("\n"):
            if block.label in ("furniture", "date", "headline"):
                labels.append(Section(start, start + len(line), block.label))
            start += len(line) + 1
        start += 1
    return "\n\n".join(block.text for block in article), tuple(labels)
