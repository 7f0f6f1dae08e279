"""Every screen in every state: accessible, inside 320 px, free of console errors, in right-to-left too.

The gallery draws the real screens on sample models, so these tests need no server of ours. It is built and
served without a content security policy: that policy is what the journeys against a real server hold.
"""

import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.visitor import SLOW_MS, violations

WEB = Path(__file__).parents[2] / "web"
NODE = Path(__file__).parents[2] / ".venv" / "bin" / "node"
LANGUAGES = ["en", "ar"]
MORE_LANGUAGES = ["fr", "es"]
READY = "html[data-ready=yes]"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the base class names it so
        """Nobody reads it."""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The gallery's address. Built first: vite's own server reloads pages when it finds new dependencies."""
    folder = tmp_path_factory.mktemp("gallery")
    vite = WEB / "node_modules" / "vite" / "bin" / "vite.js"
    options = ["--config", "gallery.config.ts", "--outDir", str(folder), "--logLevel", "warn"]
    subprocess.run([str(NODE), str(vite), "build", *options], cwd=WEB, check=True)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/gallery.html"
        server.shutdown()
        thread.join()


def _page(browser: Browser, **options: Any) -> Page:
    page = browser.new_page(**options)
    page.set_default_timeout(SLOW_MS)
    return page


def _open(page: Page, gallery: str, scene: str, language: str, theme: str = "light") -> None:
    page.goto(f"{gallery}?screen={scene}&lang={language}&theme={theme}")
    page.wait_for_selector(READY, state="attached")


def _scenes(page: Page, gallery: str) -> list[str]:
    page.goto(gallery)
    page.wait_for_selector("html[data-scenes]", state="attached")
    names: str = page.evaluate("document.documentElement.dataset.scenes")
    assert len(names.split()) > 40
    return names.split()


def _walk(browser: Browser, gallery: str, language: str, theme: str) -> list[str]:
    """What is wrong in any scene: axe's violations at 1280 px, then what is too wide at 320 px."""
    faults: list[str] = []
    page = _page(browser, bypass_csp=True, reduced_motion="reduce")
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    for scene in _scenes(page, gallery):
        page.set_viewport_size({"width": 1280, "height": 900})
        _open(page, gallery, scene, language, theme)
        faults += [f"{scene}: {fault}" for fault in violations(page)]
        page.set_viewport_size({"width": 320, "height": 640})
        if fault := _too_wide(page):
            faults.append(f"{scene} is too wide: {fault}")
    page.close()
    return faults


def _too_wide(page: Page) -> str | None:
    """What reaches beyond the window, or None: the document, not boxes that scroll by themselves."""
    found: str | None = page.evaluate(
        """() => {
          const root = document.documentElement;
          if (root.scrollWidth <= root.clientWidth) return null;
          const wide = [...document.querySelectorAll('body *')].filter(element => {
            const box = element.getBoundingClientRect();
            return box.right > root.clientWidth + 1 || box.left < -1;
          });
          return wide.slice(0, 3).map(element => element.outerHTML.slice(0, 120)).join(' | ');
        }"""
    )
    return found


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_is_accessible_and_fits_320_px(browser: Browser, gallery: str, language: str) -> None:
    assert _walk(browser, gallery, language, "light") == []


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES + MORE_LANGUAGES)
def test_every_state_is_accessible_in_any_language_and_theme(
    browser: Browser, gallery: str, language: str, theme: str
) -> None:
    assert _walk(browser, gallery, language, theme) == []


def test_axe_would_find_a_field_without_a_name(browser: Browser, gallery: str) -> None:
    page = _page(browser)
    _open(page, gallery, "sign-in", "en")
    page.evaluate("document.querySelector('label[for]').remove()")
    assert any(fault.startswith("label:") for fault in violations(page))
    page.close()


def test_a_page_that_is_too_wide_would_be_found(browser: Browser, gallery: str) -> None:
    page = _page(browser, viewport={"width": 320, "height": 640})
    _open(page, gallery, "sign-in", "en")
    page.evaluate("document.querySelector('h1').textContent = '\\u00a0'.repeat(300)")
    page.add_style_tag(content="h1 { white-space: nowrap; overflow-wrap: normal }")
    assert _too_wide(page) is not None
    page.close()


def test_targets_are_at_least_24_px(browser: Browser, gallery: str) -> None:
    page = _page(browser, viewport={"width": 320, "height": 640})
    small: list[str] = []
    for scene in ["sign-in", "inbox", "thread", "compose-freeze-full", "settings", "office"]:
        _open(page, gallery, scene, "en")
        small += page.evaluate(
            """scene => [...document.querySelectorAll('button, a, select, input, summary')]
              .filter(element => {
                const box = element.getBoundingClientRect();
                const hidden = box.width <= 1 || getComputedStyle(element).opacity === '0';
                const inText = getComputedStyle(element).display === 'inline';
                return !hidden && !inText && (box.height < 24 || box.width < 24);
              }).map(element => `${scene}: ${element.outerHTML.slice(0, 120)}`)""",
            scene,
        )
    page.close()
    assert small == []


@pytest.mark.parametrize(
    ("scene", "marking"),
    [
        ("thread-worked", "TLP:RED"),
        ("checklist", "TLP:RED"),
        ("notice", "Not verified against the register"),
        ("notice-verified", "verified at position 412 of the register"),
    ],
)
def test_paper_carries_marking_reader_and_time_over_its_whole_width(
    browser: Browser, gallery: str, scene: str, marking: str
) -> None:
    page = _page(browser, viewport={"width": 900, "height": 1200})
    _open(page, gallery, scene, "en")
    page.emulate_media(media="print")
    head = page.locator(".print-head").inner_text()
    assert marking in head
    assert "TLP:" in head
    assert "Ursina Caduff" in head
    assert "23 November 2026" in head
    assert (
        page.locator(".bar, .places, .split-list, .notice-verify").evaluate_all(
            "all => all.filter(one => one.clientHeight > 0).length"
        )
        == 0
    )
    body = page.locator(".letter, .action, .notice-record").first.bounding_box()
    assert body is not None
    assert body["width"] > 850
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.close()


def test_high_contrast_keeps_what_is_chosen_apart(browser: Browser, gallery: str) -> None:
    page = _page(browser, forced_colors="active")
    _open(page, gallery, "inbox", "en")
    borders = "all => all.map(one => getComputedStyle(one).borderBottomColor)"
    chosen = page.locator(".filters a[aria-current]").evaluate_all(borders)
    others = page.locator(".filters a:not([aria-current])").evaluate_all(borders)
    assert len(chosen) == 1
    assert chosen[0] not in others
    page.close()
