"""The page in a browser: alone, accessible in light and dark, and fit for a narrow screen."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
CONTRAST = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
ALL_ELSE = {**WCAG, "rules": {"color-contrast": {"enabled": False}}, "resultTypes": ["violations"]}
UNFOLD = "document.querySelectorAll('details').forEach(fold => fold.open = true)"
MARK_LOOKS = """() => {
    const seen = new Set();
    for (const node of document.body.querySelectorAll('*')) {
        delete node.dataset.look;
        const words = [...node.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim());
        if (!words || !node.checkVisibility()) continue;
        const own = getComputedStyle(node), look = [own.color, own.fontSize, own.fontWeight, own.textShadow];
        let free = false;
        for (let at = node; at; at = at.parentElement) {
            const style = getComputedStyle(at);
            free ||= style.position !== 'static' && style.position !== 'relative';
            look.push(style.backgroundColor, style.backgroundImage, style.opacity, style.filter);
        }
        const told = look.filter(part => !['rgba(0, 0, 0, 0)', 'none', '1'].includes(part)).join();
        if (free || !seen.has(told)) node.dataset.look = seen.add(told).size;
    }
    return seen.size;
}"""


def find_breaches(page: Page) -> str:
    """What axe-core has against a page, every fold open: WCAG 2.1 A and AA, and its contrast in light and in dark.

    Contrast is what it takes longest over, so it is asked about one element of each look, that is the colour, the
    letters and all that lies behind, and about each that is placed freely and may lie over another.
    """
    page.evaluate(UNFOLD)
    found = [Axe().run(page, options=ALL_ELSE)]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(MARK_LOOKS) > 10
        found.append(Axe().run(page, context={"include": [["[data-look]"]]}, options=CONTRAST))
    return "\n".join(results.generate_report() for results in found if results.violations_count)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is not installed, and under CI the page must be tested")
        pytest.skip("chromium is not installed: the page is not tested in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(params=["html", "codebook"])
def any_page(request: pytest.FixtureRequest, browser: Browser, seed_report: dict[str, Path]) -> Iterator[Page]:
    """Either report of the seed article, opened from its file."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(seed_report[request.param].as_uri())
    yield page
    page.close()


@pytest.fixture
def page(browser: Browser, seed_report: dict[str, Path]) -> Iterator[Page]:
    """The report to read."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(seed_report["html"].as_uri())
    yield page
    page.close()


def test_the_page_asks_for_nothing(browser: Browser, seed_report: dict[str, Path]) -> None:
    """Opening the page loads one file and what it carries, and the console stays empty."""
    page = browser.new_page()
    requests: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    address = seed_report["html"].as_uri()
    page.goto(address, wait_until="networkidle")
    page.close()
    assert [url for url in requests if not url.startswith("data:")] == [address]
    assert said == []


def test_the_page_is_accessible(any_page: Page) -> None:
    """axe-core finds no breach of WCAG 2.1 A or AA, in light and in dark, every fold open."""
    assert find_breaches(any_page) == ""


def test_a_breach_is_found(page: Page) -> None:
    """The check sees words that are too pale in one scheme only."""
    assert page.locator(".caution").is_visible()
    page.add_style_tag(content="@media (prefers-color-scheme: dark) { .caution { color: #555 } }")
    assert "color-contrast" in find_breaches(page)


def test_ids_are_unique_and_links_have_targets(any_page: Page) -> None:
    """No id stands twice, and each link within the page leads somewhere."""
    ids = any_page.eval_on_selector_all("[id]", "nodes => nodes.map(node => node.id)")
    targets = any_page.eval_on_selector_all('a[href^="#"]', "nodes => nodes.map(node => node.getAttribute('href'))")
    assert sorted({name for name in ids if ids.count(name) > 1}) == []
    assert sorted({target for target in targets if target[1:] not in ids}) == []
    assert len(targets) > 50


@pytest.mark.parametrize("layer", ["frame", "valence", "rhetoric"])
def test_the_filter_shows_one_layer(page: Page, layer: str) -> None:
    """At first only stance and loaded names are marked; another choice shows its own signs and no others."""
    own, others = page.locator(f".article .tag.{layer}").first, page.locator(".article .tag.stance").first
    assert (own.is_visible(), others.is_visible()) == (False, True)
    page.locator(f"input[value={layer}]").check()
    assert (own.is_visible(), others.is_visible()) == (True, False)
    page.locator("input[value=none]").check()
    assert (own.is_visible(), others.is_visible()) == (False, False)


def test_the_page_fits_its_screen(any_page: Page) -> None:
    """Nothing scrolls sideways, every fold open."""
    any_page.evaluate(UNFOLD)
    for width in (360, 768, 1280):
        any_page.set_viewport_size({"width": width, "height": 800})
        assert any_page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_line_has_sixty_six_to_seventy_two_characters(page: Page) -> None:
    """On a wide screen, on average over the full lines of the brief and the method."""
    script = """nodes => nodes.map(node => {
        const range = document.createRange(); range.selectNodeContents(node);
        const lines = new Set([...range.getClientRects()].map(box => Math.round(box.bottom / 8)));
        return [node.textContent.length, lines.size]; })"""
    found = [(n, lines) for n, lines in page.eval_on_selector_all("main > p", script) if lines >= 4]
    assert found
    average = sum(n for n, _ in found) / sum(lines - 0.4 for _, lines in found)
    assert 62 <= average <= 74


def test_letters_are_large_enough_on_a_phone(page: Page) -> None:
    """At 360 px no letter of a picture is under 11 px, and no word of a table is broken in two."""
    page.set_viewport_size({"width": 360, "height": 800})
    sizes = page.eval_on_selector_all(
        ".drawing, .drawing *", "nodes => nodes.map(node => parseFloat(getComputedStyle(node).fontSize))"
    )
    assert min(sizes) >= 11


def test_the_first_tab_skips_to_the_report(page: Page) -> None:
    """A keyboard reader can jump past the contents at once."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


def test_the_text_in_the_browser_is_the_text_of_the_article(
    page: Page, root: Path, seed_report: dict[str, Path]
) -> None:
    """With the tags taken out, each paragraph of the page is a stretch of the source."""
    script = """nodes => nodes.map(node => {
        const copy = node.cloneNode(true);
        copy.querySelectorAll('sup').forEach(tag => tag.remove());
        return copy.textContent; })"""
    paragraphs = page.eval_on_selector_all(".article .text", script)
    source = (root / "seeds" / f"{seed_report['html'].stem}.txt").read_text(encoding="utf-8")
    assert len(paragraphs) > 20
    assert [paragraph for paragraph in paragraphs if paragraph not in source] == []
    assert "".join("".join(paragraphs).split()) == "".join(source.split())
