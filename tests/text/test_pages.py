"""Saved pages: what is kept, what it is, how bytes become text, and what is refused."""

from __future__ import annotations

import plistlib
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.page_files import PageError, decode_page, page_in_archive
from analysis.text.pages import _MOST_ATTRIBUTES, read_page
from analysis.text.read import ReadError, document_from_text, read_document
from tests.bench.saved_pages import counts, ours, pages

LEAD = "<p>The harbour will reopen on Monday, the port said, after a storm tore away its lights two weeks ago.</p>"
LAST = "<p>The crews have waited on shore without pay since the storm, and many of them have gone to other ports.</p>"
MARKED = "“Empty quays bring hardship,” said Mayor Lena Ortiz. It’s late — too late. The café is shut."


def html(*parts: str, head: str = "<title>Harbour</title>") -> str:
    body = f"{LEAD}{''.join(parts)}{LAST}"
    meta = f"<meta charset='utf-8'>{head}"
    return f"<!DOCTYPE html><html lang='en'><head>{meta}</head><body><article>{body}</article></body></html>"


def between(*parts: str) -> list[str]:
    """The paragraphs that are read between the first and the last one."""
    return read_page(html(*parts)).text.split("\n\n")[1:-1]


def labelled(page: str) -> list[tuple[str, str]]:
    found = read_page(page)
    return [(label.label, found.text[label.start : label.end]) for label in found.labels]


def saved(folder: Path, data: bytes | str, name: str = "page.html") -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


# Quotations


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Ortiz said <q>we will not let it</q> on Sunday.</p>", "Ortiz said “we will not let it” on Sunday."),
        ("<p><q>The lights were old</q>, she added.</p>", "“The lights were old”, she added."),
        ("<p><q>“They were <b>old</b>”</q>, she said.</p>", "“They were old”, she said."),
        ("<p><q>They <i>were old</i></q></p>", "“They were old”"),
        ("<blockquote>The union knew it.</blockquote>", "“The union knew it.”"),
        ("<blockquote>“The union knew it.”</blockquote>", "“The union knew it.”"),
        ("<blockquote><p>'The union knew it.'</p></blockquote>", "'The union knew it.'"),
        ("<p class='pull-quote'>The union knew it.</p>", "“The union knew it.”"),
        ("<p>Ortiz said <q>they told us <q>do not sail</q> again</q>.</p>",
         "Ortiz said “they told us ‘do not sail’ again”."),
        ("<pull-quote>The union knew it.</pull-quote>", "“The union knew it.”"),
        ("<p>They lost <del>five</del><s>four</s> <ins>six</ins> boats.</p>", "They lost six boats."),
    ],
)  # fmt: skip
def test_what_the_markup_quotes_is_quoted(markup: str, text: str) -> None:
    """``<q>`` and quotations set apart get the marks that a browser would show, unless the page has its own."""
    assert between(markup) == [text]


def test_a_quotation_of_several_paragraphs_is_closed_once() -> None:
    """Each paragraph opens with a mark; who signs follows after a dash, wherever the markup puts the name."""
    words = "<p>The lights were old.</p><p>The union knew it.</p>"
    told = ["“The lights were old.", "“The union knew it.”", "— Lena Ortiz, mayor"]
    assert between(f"<blockquote>{words}<cite>Lena Ortiz, mayor</cite></blockquote>") == told
    assert between(f"<blockquote>{words}<footer>— Lena Ortiz, mayor</footer></blockquote>") == told
    assert (
        between(f"<figure><blockquote>{words}</blockquote><figcaption>Lena Ortiz, mayor</figcaption></figure>") == told
    )
    assert between(f"<div><blockquote>{words}</blockquote><p class='quote-author'>Lena Ortiz, mayor</p></div>") == told


def test_a_post_is_quoted_and_signed_without_its_date() -> None:
    """An embedded post is a quotation of whoever signs it; its date, which is a link, is no word of the article."""
    signed = "— Nora Field (<a href='/n'>@nora</a>) <a href='/1'>February 18, 2025</a>"
    post = f"<blockquote class='twitter-tweet'><p>Waves break over the wall.</p>{signed}</blockquote>"
    assert between(post) == ["“Waves break over the wall.”", "— Nora Field (@nora)"]


@pytest.mark.parametrize(
    ("post", "signature"),
    [
        ("<p>A calm sea. <a href='/p'>pic.example.com/abc</a></p>— Ada Stone <a href='/1'>March 4, 2025</a>",
         "Ada Stone"),
        ("<p>A calm sea.</p><p>A post shared by Ada Stone (@ada)</p>", "Ada Stone (@ada)"),
        ("<p>A calm sea.</p>Posted by <a href='/p'>Ada Stone</a> on <a href='/1'>Tuesday, 4 March 2025</a>",
         "Ada Stone on Tuesday, 4 March 2025"),
    ],
)  # fmt: skip
def test_posts_of_any_network_are_signed(post: str, signature: str) -> None:
    """What a network adds to a post, its picture and who posted it, is no word of the post."""
    assert between(f"<blockquote class='post'>{post}</blockquote>") == ["“A calm sea.”", f"— {signature}"]


def test_a_quotation_that_the_article_repeats_is_furniture() -> None:
    """A pull quote of words that the article has is labelled with its signature; of other words it is quoted."""
    body = "<p>“We will not let it happen again,” said Lena Ortiz. “The lights were old.”</p>"
    quoted = "<blockquote>We will not let it happen again</blockquote><cite>Lena Ortiz</cite>"
    pulled = f"<aside class='pullquote'>{quoted}</aside>"
    assert labelled(html(body, pulled)) == [
        ("furniture", "We will not let it happen again"),
        ("furniture", "Lena Ortiz"),
    ]
    assert between(body, pulled.replace("not let", "never let"))[1] == "“We will never let it happen again”"


def test_block_quotations_that_only_indent_are_not_quoted() -> None:
    """Marks are not set where most of the article stands in block quotations, nor around a transcript."""
    assert "“" not in read_page(f"<body><blockquote>{LEAD}{LAST}{LEAD}</blockquote><p>Read it again tomorrow.</p>").text
    talk = "<blockquote><p>FIELD: Who pays?</p><p>ORTIZ: The state.</p></blockquote>"
    assert between(talk) == ["FIELD: Who pays?", "ORTIZ: The state."]


# Running text


@pytest.mark.parametrize(
    "tag", ["time", "label", "data", "bdi", "mark", "abbr", "font", "a href='#x'", "span class='x'"]
)
def test_running_text_is_kept_whole(tag: str) -> None:
    """No element inside a sentence takes its words away or tears it."""
    name = tag.split()[0]
    assert between(f"<p>The maps were wrong on <{tag}>Monday</{name}>, and Ana left.</p>") == [
        "The maps were wrong on Monday, and Ana left."
    ]
    assert between(f"<p><{tag}>M</{name}>aps were wrong.</p>") == ["Maps were wrong."]


def test_lines_and_blocks_make_paragraphs() -> None:
    """Two line breaks part paragraphs, one ends a line; other blocks are paragraphs, in their order."""
    assert between("<p>A second inquiry begins.<br><br>It will be led by<br> Judge Stone.</p>") == [
        "A second inquiry begins.", "It will be led by\nJudge Stone.",
    ]  # fmt: skip
    assert between("<h2>What next</h2><ul><li>Pilots test.</li><li>Ferries sail.</li></ul><center>Soon.</center>") == [
        "What next", "Pilots test.", "Ferries sail.", "Soon.",
    ]  # fmt: skip


# Furniture


@pytest.mark.parametrize(
    "markup",
    [
        "<div class='ad-slot'><p>Buy new boots today and save half the price on every pair.</p></div>",
        "<div class='RelatedLinks'><h3>More</h3><ul><li><a href='/a'>Storm tears away lights</a></li></ul></div>",
        "<p><a href='/c'>Union threatens strike over harbour pay</a></p>",
        "<section class='newsletter-signup'><p>Get the day’s top stories in your inbox every morning.</p></section>",
        "<div class='share-tools'><span>Share</span></div>",
        "<p style='display: none'>Only machines read this sentence of the page.</p>",
        "<span class='sr-only'>Jump to the next part of the page, please.</span>",
        "<form><p>Tell us where you live and who you are.</p></form>",
        "<div class='reader-poll'>Should the port open again? Yes No</div>",
        "<table><tr><td>Year</td><td>Tons</td></tr><tr><td>2024</td><td>7</td></tr></table>",
    ],
)  # fmt: skip
def test_what_is_no_part_of_the_article_is_left_out(markup: str) -> None:
    """Adverts, links, letters, buttons, hidden words, forms and tables of figures do not stand in the text."""
    assert between(markup) == []


@pytest.mark.parametrize(
    "markup",
    [
        "<figure><figcaption>Boats lie at the quay in Saltmouth.</figcaption></figure>",
        "<p class='image__caption'>Boats lie at the quay in Saltmouth.</p>",
        "<span class='photo-credit'>Boats lie at the quay in Saltmouth.</span>",
        "<div class='footnote'>Boats lie at the quay in Saltmouth.</div>",
        "<p class='article__correction'>Boats lie at the quay in Saltmouth.</p>",
        "<div data-testid='gateway-content'><p>Boats lie at the quay in Saltmouth.</p></div>",
    ],
)
def test_captions_and_notes_are_labelled(markup: str) -> None:
    """What belongs to the article and is not its prose is kept and labelled, so that it is not counted."""
    assert labelled(html(markup)) == [("furniture", "Boats lie at the quay in Saltmouth.")]


def test_a_name_that_holds_the_article_makes_no_furniture() -> None:
    """A wrapper that is called paywall or newsletter is no furniture if it holds the headline or most words."""
    for name in ("paywall", "newsletter-post", "share-enabled", "has-ads"):
        assert len(read_page(f"<body><div class='{name}'>{LEAD}{LAST}</div><p>Home</p></body>").text.split("\n\n")) == 2
    page = f"<body><div class='no-comments'><h1>Harbour to reopen</h1>{LEAD}{LAST}</div></body>"
    assert len(read_page(page).text.split("\n\n")) == 3


def test_comments_are_left_out_however_long() -> None:
    """Comments of readers may be longer than the article."""
    comments = "".join(
        f"<p>They had ten years to mend harbour number {n}, and did nothing at all.</p>" for n in range(40)
    )
    page = f"<body><article><h1>Harbour to reopen</h1>{LEAD}{LAST}</article><div id='comments'>{comments}</div></body>"
    assert "ten years" not in read_page(page).text


def test_a_live_blog_keeps_its_title_and_the_time_of_each_update() -> None:
    """The title of the page is not that of its last post; each time is kept and labelled; no post is lost."""
    words = "<p>Mayor Lena Ortiz has told residents to stay indoors {0}.</p>"
    post = f"<article class='post'><time>{{0}}.40 GMT</time><h2>Post {{0}}</h2>{words}</article>"
    posts = '"liveBlogUpdate":[{"@type":"BlogPosting","headline":"Post 9"}]'
    stated = f'{{"@type":"LiveBlogPosting","headline":"Storm live",{posts}}}'
    page = f"""<html><head><title>Storm live: news</title><script type="application/ld+json">{stated}</script></head>
    <body><main><h1>Storm live: harbour shut</h1>{"".join(map(post.format, (11, 10, 9)))}</main></body></html>"""
    read = read_page(page)
    assert read.stated["title"].startswith("Storm live")
    assert labelled(page) == [("headline", "Storm live: harbour shut"), *(("date", f"{n}.40 GMT") for n in (11, 10, 9))]
    assert [f"stay indoors {n}." in read.text for n in (11, 10, 9)] == [True] * 3


def test_who_wrote_it_is_furniture_at_the_end() -> None:
    """A last paragraph that opens with the author's name introduces the author."""
    page = html("<p>Why?</p>", head="<meta name='author' content='Tilda Marsh'>").replace(
        "</article>", "<p>Tilda Marsh farms near Crowle.</p></article>"
    )
    assert labelled(page)[-1] == ("furniture", "Tilda Marsh farms near Crowle.")


@pytest.mark.parametrize(
    "body",
    [
        "", "<nav><a href='/'>Home</a></nav>", "<p>Home</p>",
        "<p>We use cookies to improve your experience on this website, and to measure traffic.</p>",
        "<h1>Big news</h1><p>To continue reading this article, please subscribe now or log in to your account.</p>",
        "<ul>" + "<li><a href='/x'>Ministers fight over the bill for the new lights of the port</a></li>" * 9 + "</ul>",
        "<div><h3><a href='/x'>They fight</a></h3><p>The ministers of the town cannot agree on who pays now.</p></div>"
        * 9,
        "<h1>Page not found</h1><p>Sorry, the page you are looking for does not exist. Go back to the home page.</p>",
        "<p>Please enable JavaScript and cookies to continue reading this site, and then load the page again.</p>",
        "<p>Checking your browser before you reach the site; this takes some seconds, and needs no action.</p>",
    ],
)  # fmt: skip
def test_a_page_without_an_article_says_so(body: str) -> None:
    """Menus, walls and lists of links are no article."""
    with pytest.raises(PageError, match="no article found in the page"):
        read_page(f"<html><body>{body}</body></html>")


def test_an_article_that_only_scripts_show_is_read() -> None:
    """As data that the page states of itself, and in a part of its own that a browser shows; not in a template."""
    words = "The harbour will reopen on Monday & stay open, the port said after the storm of last week."
    data = f'{{"@graph": [{{"@type": "NewsArticle", "articleBody": "{words}\\n\\n“It hurt,” she said."}}]}}'
    page = f"<html><body><script type='application/ld+json'>{data}</script><div id='root'></div></body></html>"
    assert read_page(page).text == f"{words}\n\n“It hurt,” she said."
    nested = f'{{"@type": "WebPage", "mainEntity": {{"hasPart": [{{"articleBody": "{words}"}}]}}}}'
    assert read_page(f"<body><script type='application/ld+json'>{nested}</script><p>Home</p></body>").text == words
    listed = f'{{"@type": "ItemList", "itemListElement": [{{"articleBody": "{words}"}}]}}'
    with pytest.raises(PageError):
        read_page(f"<body><script type='application/ld+json'>{listed}</script><p>Home</p></body>")
    assert (
        read_page(f"<body><a-b><template shadowrootmode='open'>{LEAD}{LAST}</template></a-b></body>").text.count("\n")
        == 2
    )
    with pytest.raises(PageError):
        read_page(f"<body><template>{LEAD}{LAST}</template></body>")


@pytest.mark.parametrize("control", ["\0", "\x01", "\x1b", "\uffff", "\ufffe", "&#1;", "&#xffff;"])
def test_what_no_reader_sees_is_no_part_of_a_page(control: str) -> None:
    """Controls are not shown, and lxml writes none of them back: where an element is taken out, its tail goes on."""
    assert between(f"<p>It{control} hurt<script>x</script>{control} them.</p>") == ["It hurt them."]
    assert between("<p>It<script>x</script>\x0churt\x0bthem.</p>") == ["It hurt them."]


def test_half_a_surrogate_pair_is_told(tmp_path: Path) -> None:
    """A page in a record may hold one."""
    path = saved(tmp_path, r'[{"text": "<p>It hurt \ud800 them.</p>"}]', "a.json")
    with pytest.raises(ReadError, match=r"a\.json: record 1: U\+D800 at offset 11 is half of a surrogate pair"):
        read_document(path)


@pytest.mark.parametrize("link", ["<sup><a href='#n1'>1</a></sup>", "<a href='#n1'><sup>[1]</sup></a>"])
def test_the_number_of_a_footnote_is_no_word(link: str) -> None:
    """An ordinal in a link is one."""
    assert between(f"<p>The lamp was old.{link} It broke.</p>") == ["The lamp was old. It broke."]
    assert between("<p>On the <a href='/x'>1<sup>st</sup></a> it broke.</p>") == ["On the 1st it broke."]


def test_plain_text_with_the_name_of_a_page_is_plain_text(tmp_path: Path) -> None:
    """Without a single tag, its lines make the paragraphs."""
    assert read_document(saved(tmp_path, "It opens.\n\nIt shuts.\n")).text == "It opens.\n\nIt shuts.\n"


def test_a_page_in_a_language_without_blanks_is_read() -> None:
    """Its words are not counted by blanks."""
    words = "港は月曜日に再開すると港湾当局が発表した。嵐が灯りを奪ってから二週間になる。"
    assert words in read_page(f"<html><body><article><h1>港</h1>{f'<p>{words}</p>' * 2}</article></body></html>").text


def test_a_page_that_takes_too_long_is_refused() -> None:
    """Tags of thousands of attributes, and thousands of elements inside one another, are told at once."""
    many = range(_MOST_ATTRIBUTES + 1)
    shapes = (" a{}", " a{}=1", ' a{}="1"', "a{}='>'", ' a{}=">"', "/a{}", " a{} = 1")
    for attributes in ("".join(shape.format(n) for n in many) for shape in shapes):
        with pytest.raises(PageError, match="a tag with more than 1,000 attributes"):
            read_page(html(f"<p title='>' {attributes}>a</p>"))
    assert between(f'<p title="it\'s">{"word " * 2 * _MOST_ATTRIBUTES}</p>')[0].startswith("word word")
    with pytest.raises(PageError, match="too many elements inside one another"):
        read_page("<div>" * 5_000 + LEAD)
    assert len(between(f"<p data-x='{'a b ' * 9_000}'>Quiet.</p>")) == 1


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<q>", "</q>", "<blockquote>", "<cite>", "<td>", "<b>", "<", "&#0;", "“", "A word. ", LEAD]
        ),
        max_size=30,
    )
)
def test_any_markup_is_read_or_refused(parts: list[str]) -> None:
    """Broken markup gives a page whose labels lie inside its text, or a clear error."""
    try:
        page = read_page("".join(parts))
    except PageError:
        return
    assert all(0 <= label.start < label.end <= len(page.text) for label in page.labels)
    document_from_text(page.text, "d")


# From bytes to text


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("iso-8859-1", "cp1252"), ("latin1", "cp1252"), ("us-ascii", "cp1252"), ("windows-1252", "cp1252"),
        ("utf-8", "cp1252"), ("", "cp1252"), ("utf-8", "utf-8"), ("iso-8859-1", "utf-8"), ("", "utf-16"),
        ("", "utf-16-le"), ("", "utf-16-be"), ("utf-16", "utf-8"), ("nonsense", "cp1252"), ("x-mac-roman", "mac-roman"),
        ("iso-8859-15", "cp1252"), ("utf-7", "cp1252"), ("hex", "cp1252"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "form", ["<meta charset='{}'>", "<meta http-equiv='Content-Type' content='text/html; charset={}'>"]
)
def test_quotation_marks_survive_whatever_a_page_declares(declared: str, codec: str, form: str) -> None:
    """The HTML standard's meaning of a label, bytes that gainsay it, and UTF-16 with or without its mark."""
    page = f"<html><head>{form.format(declared) if declared else ''}</head><body><p>{MARKED}</p></body></html>"
    assert MARKED in decode_page(page.encode(codec))


def test_one_foreign_byte_does_not_spoil_a_page() -> None:
    """A page in UTF-8 with a byte of windows-1252 in a comment, and one cut in mid-character, are read."""
    page = f"<meta charset=utf-8><p>{MARKED}</p>".encode()
    assert MARKED in decode_page(page + b"<!-- \x93 -->")
    assert decode_page(page + "“".encode()[:2]).endswith("</p>")
    assert decode_page("<p>Дом стоит на горе, и в нём никого нет.</p>".encode("koi8-r") * 5).count("Дом") == 5


def test_bytes_that_were_misread_before_are_mended() -> None:
    """UTF-8 that was taken for windows-1252, and control characters where marks stood; any label is answered."""
    assert MARKED in decode_page(
        MARKED.encode().decode("cp1252", "ignore").replace("hardship,â€", "hardship,â€\x9d").encode()
    )
    assert decode_page("\x93It hurt,\x94 she said.".encode()) == "“It hurt,” she said."
    for declared in ("x-user-defined", "hex", "utf-16", "é"):
        assert decode_page(b"<p>caf\xe9</p>", declared=declared).startswith("<p>caf")
    with pytest.raises(PageError, match="not text in ascii"):
        decode_page(b"caf\xe9", "ascii")


def test_web_archives_are_read(tmp_path: Path) -> None:
    """A page saved as one file by Chrome (MHTML) or Safari (web archive), with the encoding that it states."""
    page = html(f"<p>{MARKED}</p>").replace("<meta charset='utf-8'>", "")
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message.set_content(page, subtype="html", charset="windows-1252", cte="quoted-printable")
    assert MARKED in read_document(saved(tmp_path, message.as_bytes(), "a.mhtml")).text
    main = {"WebResourceData": page.encode("utf-16"), "WebResourceTextEncodingName": "UTF-16"}
    archive = plistlib.dumps({"WebMainResource": main}, fmt=plistlib.FMT_BINARY)
    assert MARKED in read_document(saved(tmp_path, archive, "a.webarchive")).text
    text = plistlib.dumps({"WebMainResource": main}, fmt=plistlib.FMT_XML)
    assert MARKED in read_document(saved(tmp_path, text, "c.webarchive")).text
    wrong = [b"bplist00", plistlib.dumps({"WebMainResource": {"WebResourceData": "x"}}), text[:-30]]
    for data in wrong:
        with pytest.raises(ReadError, match=r"b\.webarchive: not a web archive"):
            read_document(saved(tmp_path, data, "b.webarchive"))
    unknown = message.as_bytes().replace(b"windows-1252", b"klingon").replace(b"text/html", b"application/xhtml+xml")
    assert MARKED in read_document(saved(tmp_path, unknown, "d.mht")).text
    with pytest.raises(PageError, match="a web archive without a page"):
        page_in_archive(b"MIME-Version: 1.0\n\nHello")


def test_offsets_of_a_page_are_those_of_its_text(tmp_path: Path) -> None:
    """Sections of a page are disjoint, in order, and cover what its labels say."""
    page = html(
        "<figure><figcaption>Boats 😀 lie here.</figcaption></figure>", "<p>Jose\u0301 left.<br>Ana stayed.</p>"
    )
    document = read_document(saved(tmp_path, page))
    parts = [(section.label, document.covered(section)) for section in document.sections]
    assert ("furniture", "Boats 😀 lie here.") in parts
    assert [label for label, _ in parts] == ["body", "furniture", "body"]
    assert "Jose\u0301 left.\nAna stayed." in parts[-1][1]


@pytest.mark.parametrize("page", [*pages()], ids=lambda page: page.name)
def test_saved_pages_of_usual_systems(page: object) -> None:
    """Each of the ten pages of the benchmark keeps its words and marks, and counts next to no furniture."""
    found = counts(page, ours(page.data))  # type: ignore[attr-defined,arg-type]
    assert found["kept"][0] >= 0.99 * found["kept"][1]
    assert found["furniture"][0] <= 0.01 * found["furniture"][1]
    assert found["marks"][0] == found["marks"][1]
