"""What the browser has to fetch before the sign-in page is there, and until the first inbox is.

Gzip, every file that Chromium asks for, in the heaviest of the languages; answers of the API apart.
"""

import contextlib
import gzip
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Page, Response

from bench.chromium import new_page
from bench.disk import disk_folder
from bench.figure import Figure, PeerUnavailable, PromiseBroken, Round, at_most, limit, register
from bench.ours.server import CLIENT, ROOT
from bench.processes import running

KB = 1000
SIGN_IN_LIMIT_KB = 50.0
FIRST_INBOX_LIMIT_KB = 100.0
LOCALES = ("en", "fr", "es", "ar")
# How long a busy machine may take: signing in stretches a passphrase on purpose.
PATIENCE_MS = 120_000

Walk = Callable[[Page, dict[str, Any]], None]


@contextlib.contextmanager
def offices(module: str = "bench.ours.offices") -> Iterator[dict[str, Any]]:
    """A network whose people can sign in with their browsers: `{"url", "people"}`, as the module tells it."""
    if not (CLIENT / "index.html").exists():
        raise PeerUnavailable("the client is not built: make build")
    with disk_folder() as folder:
        log = folder / "log"
        command = [sys.executable, "-m", module, str(folder), str(CLIENT)]
        with running(command, log=log, ready=lambda: log.read_text().endswith("}\n"), cwd=ROOT):
            yield json.loads(log.read_text().splitlines()[-1])


def open_sign_in(page: Page, network: dict[str, Any]) -> None:
    page.goto(network["url"], wait_until="networkidle")
    page.locator("form").wait_for()


def open_inbox(page: Page, network: dict[str, Any]) -> None:
    """Signs in on a browser that holds nothing: login, passphrase, kit."""
    open_sign_in(page, network)
    person = network["people"][0]
    fields = page.locator("form input")
    for number, name in enumerate(("login", "passphrase", "kit")):
        fields.nth(number).fill(person[name])
    page.locator("form button[type=submit]").click()
    page.get_by_role("navigation").first.wait_for()
    page.wait_for_load_state("networkidle")


def fetched(walk: Walk, locale: str, network: dict[str, Any]) -> int:
    """Octets (gzip) of all files that were asked for until `walk` returned."""
    answers: list[Response] = []
    with new_page(locale=locale) as page:
        page.set_default_timeout(PATIENCE_MS)
        page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks it
        walk(page, network)
        files = [answer for answer in answers if "/api/" not in answer.url]
        if not all(answer.ok for answer in files):
            raise PromiseBroken(f"{[answer.url for answer in files if not answer.ok]}")
        return sum(len(gzip.compress(answer.body(), 9, mtime=0)) for answer in files)


def heaviest(walk: Walk) -> Callable[[], contextlib.AbstractContextManager[Round]]:
    """kB."""

    @contextlib.contextmanager
    def side() -> Iterator[Round]:
        with offices() as network:
            yield lambda: max(fetched(walk, locale, network) for locale in LOCALES) / KB

    return side


for _name, _walk, _limit in (
    ("size-sign-in", open_sign_in, SIGN_IN_LIMIT_KB),
    ("size-first-inbox", open_inbox, FIRST_INBOX_LIMIT_KB),
):
    register(Figure(_name, "kB", at_most(1), heaviest(_walk), limit(_limit), most_rounds=1))
