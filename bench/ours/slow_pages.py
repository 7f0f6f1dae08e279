"""Seconds until a page can be used on a slow line: 400 kbit/s, 400 ms, this machine's own processor.

An officer has signed in and has the inbox before them. *First*: from following a link to a page that this
browser has never shown, until what it is for stands there. *Repeat*: from opening its address anew in the
same browser, the session alive. Each page in a browser of its own, so that none finds what another fetched.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from playwright.sync_api import Page

from bench.chromium import new_page
from bench.figure import Figure, at_most, limit, register
from bench.ours.sizes import PATIENCE_MS, offices, open_inbox
from bench.ours.slow_line import INBOX, slow_down
from bench.screening.figures import read

FIRST_SECONDS, REPEAT_SECONDS = 10.0, 3.0
WORD = "freezing"


@dataclass(frozen=True)
class Place:
    """`usable` is there as soon as the page can be used; `act` is what one does there for it."""

    address: str
    usable: str
    act: Callable[[Page], None] = lambda _: None


def _type(page: Page) -> None:
    page.locator("#search-box").fill(WORD)


def _ask(page: Page) -> None:
    """Beside the messages, the server is asked for what is published."""
    _type(page)
    page.locator("section[aria-labelledby=on-server] button").first.click()


PLACES = {
    "library": Place("#/library", ".library-list .library-row"),
    "country": Place("#/frameworks/ch", ".framework-page .fact, .framework-page dl"),
    "reader": Place("", ".library-page-text p"),
    "meeting": Place("#/meetings/focal-points-1", ".meeting-page h1"),
    "search": Place("#/search", "#elsewhere .elsewhere-one", _type),
    "search-server": Place("#/search", "#elsewhere ol.hits .hit", _ask),
}


@cache
def taken(name: str) -> tuple[float, float]:
    """Seconds of the first and of the repeated visit."""
    place = PLACES[name]
    with offices("bench.ours.shelves") as network, new_page() as page:
        page.set_default_timeout(PATIENCE_MS)
        open_inbox(page, network)
        page.locator(INBOX).first.wait_for()
        address = place.address or network["document"]
        slow_down(page, slower=1)
        first = _seconds(page, place, lambda: page.evaluate("hash => { location.hash = hash }", address))
        page.goto("about:blank")
        repeat = _seconds(page, place, partial(_open, page, f"{network['url']}/{address}"))
        return first, repeat


def _open(page: Page, address: str) -> None:
    page.goto(address, wait_until="commit")


def _seconds(page: Page, place: Place, go: Callable[[], Any]) -> float:
    began = time.perf_counter()
    go()
    place.act(page)
    page.locator(place.usable).first.wait_for()
    return time.perf_counter() - began


for _name in PLACES:
    for _number, (_visit, _limit) in enumerate((("first", FIRST_SECONDS), ("repeat", REPEAT_SECONDS))):

        def _take(name: str = _name, number: int = _number) -> float:
            return taken(name)[number]

        register(
            Figure(f"slow-page-{_name}-{_visit}", "s", at_most(1), read(_take), limit(_limit), most_rounds=1)
        )
