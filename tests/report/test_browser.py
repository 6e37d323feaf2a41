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


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser, seed_report: dict[str, Path]) -> Iterator[Page]:
    """The seed report, opened from its file in a light or dark scheme."""
    page = browser.new_page(color_scheme=request.param, viewport={"width": 1100, "height": 800})
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


def test_the_page_is_accessible(page: Page) -> None:
    """axe-core finds no breach of WCAG 2.1 A or AA, every fold open."""
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    results = Axe().run(page, options=WCAG)
    assert results.violations_count == 0, results.generate_report()


def test_ids_are_unique_and_links_have_targets(page: Page) -> None:
    """No id stands twice, and each link within the page leads somewhere."""
    ids = page.eval_on_selector_all("[id]", "nodes => nodes.map(node => node.id)")
    targets = page.eval_on_selector_all('a[href^="#"]', "nodes => nodes.map(node => node.getAttribute('href'))")
    assert sorted({name for name in ids if ids.count(name) > 1}) == []
    assert sorted({target for target in targets if target[1:] not in ids}) == []
    assert len(targets) > 50


@pytest.mark.parametrize("layer", ["frame", "valence"])
def test_the_legend_hides_the_tags_of_a_layer(page: Page, layer: str) -> None:
    """Unticking a layer hides its tags and no others; ticking it again shows them."""
    other = {"frame": "valence", "valence": "frame"}[layer]
    box, own, others = (
        page.locator(f".show-{layer}"),
        page.locator(f".article .tag.{layer}").first,
        page.locator(f".article .tag.{other}").first,
    )
    assert (own.is_visible(), others.is_visible()) == (True, True)
    box.uncheck()
    assert (own.is_visible(), others.is_visible()) == (False, True)
    box.check()
    assert own.is_visible()


@pytest.mark.parametrize("width", [360, 768, 1400])
def test_the_page_fits_its_screen(page: Page, width: int) -> None:
    """Nothing scrolls sideways, every fold open."""
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


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
