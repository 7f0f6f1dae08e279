"""A page in Chromium for measurements: headless, empty, in a secure context, without a network."""

import contextlib
import os
import shutil
from collections.abc import Iterator

from playwright.sync_api import Error, Page, sync_playwright

from bench.figure import PeerUnavailable

NAMES = ("chromium", "chromium-browser", "google-chrome")
ADDRESS = "https://bench.invalid/"  # https, so that WebCrypto is there; answered by the route below


@contextlib.contextmanager
def empty_page() -> Iterator[Page]:
    """Raises PeerUnavailable when no Chromium is installed or it does not start."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise PeerUnavailable("no Chromium here: apt-get install chromium")
    # Chromium's sandbox refuses root; the page holds nothing but our own script.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=program, args=arguments)
        except Error as error:
            raise PeerUnavailable(f"{program} does not start: {error.message}") from error
        try:
            page = browser.new_page()
            page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
            page.goto(ADDRESS)
            yield page
        finally:
            browser.close()
