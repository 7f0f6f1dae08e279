"""A page in Chromium for measurements: headless, empty, in a secure context, without a network."""

import contextlib
import os
import shutil
from collections.abc import Iterator

from playwright.sync_api import Browser, Error, Page, sync_playwright

from bench.figure import PeerUnavailable

NAMES = ("chromium", "chromium-browser", "google-chrome")
ADDRESS = "https://bench.invalid/"  # https, so that WebCrypto is there; answered by the route below


@contextlib.contextmanager
def empty_page() -> Iterator[Page]:
    """Raises PeerUnavailable when no Chromium is installed or it does not start."""
    with new_page() as page:
        page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
        page.goto(ADDRESS)
        yield page


@contextlib.contextmanager
def new_page(locale: str = "en") -> Iterator[Page]:
    """A page with nothing stored, in a browser of that language. Raises PeerUnavailable as above."""
    with _SHARED.browser() as browser:
        context = browser.new_context(locale=locale)
        try:
            yield context.new_page()
        finally:
            context.close()


class _SharedBrowser:
    """One browser for all pages that are open at a time: Playwright allows one driver in a thread."""

    def __init__(self) -> None:
        self._users = 0
        self._stack = contextlib.ExitStack()
        self._browser: Browser | None = None

    @contextlib.contextmanager
    def browser(self) -> Iterator[Browser]:
        self._browser = self._browser or self._launch()
        self._users += 1
        try:
            yield self._browser
        finally:
            self._users -= 1
            if self._users == 0:
                self._browser = None
                self._stack.close()

    def _launch(self) -> Browser:
        program = next(filter(None, map(shutil.which, NAMES)), None)
        if program is None:
            raise PeerUnavailable("no Chromium here: apt-get install chromium")
        # Chromium's sandbox refuses root; the page holds nothing but our own script.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = self._stack.enter_context(sync_playwright()).chromium
        try:
            browser = chromium.launch(executable_path=program, args=arguments)
        except Error as error:
            self._stack.close()
            raise PeerUnavailable(f"{program} does not start: {error.message}") from error
        self._stack.callback(browser.close)
        return browser


_SHARED = _SharedBrowser()
