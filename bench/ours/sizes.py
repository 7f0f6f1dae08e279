"""What the browser has to fetch before the sign-in page is there: gzip, everything the page asks for."""

import contextlib
import gzip
from collections.abc import Iterator

from playwright.sync_api import Response

from bench.chromium import new_page
from bench.figure import Figure, PeerUnavailable, PromiseBroken, Round, at_most, limit, register
from bench.ours.server import CLIENT, house
from bench.peers.synapse_process import Database

KB = 1000
SIGN_IN_LIMIT_KB = 50.0


@contextlib.contextmanager
def sign_in_page() -> Iterator[Round]:
    """kB of page, scripts, styles and images until nothing more is asked for; answers of the API apart."""
    if not (CLIENT / "index.html").exists():
        raise PeerUnavailable("the client is not built: make build")
    with house(Database.SQLITE) as ours:
        yield lambda: _fetched_by(ours.served.url) / KB


def _fetched_by(url: str) -> int:
    answers: list[Response] = []
    with new_page() as page:
        page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks it
        page.goto(url, wait_until="networkidle")
        page.get_by_role("textbox").first.wait_for()
        files = [answer for answer in answers if "/api/" not in answer.url]
        if not all(answer.ok for answer in files):
            raise PromiseBroken(f"{[answer.url for answer in files if not answer.ok]}")
        return sum(len(gzip.compress(answer.body(), 9, mtime=0)) for answer in files)


register(Figure("size-sign-in", "kB", at_most(1), sign_in_page, limit(SIGN_IN_LIMIT_KB)))
