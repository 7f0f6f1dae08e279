"""Seconds that an officer waits on a slow line with an old machine: 400 kbit/s, 400 ms, CPU / 6.

Chromium slows its own page: each answer comes 400 ms late and at that rate, and the page's thread is
held up for five sixths of the time. What runs beside that thread it does not hold up. Argon2id does, and
so it is timed by itself and counted six times. The server is not slowed.
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Page

from bench.chromium import new_page
from bench.figure import Figure, PromiseBroken, Round, at_most, limit, register
from bench.ours.sizes import PATIENCE_MS, offices

OCTETS_PER_SECOND = 400_000 / 8
LATENCY_MS = 400
SLOWER = 6
INBOX = ".inbox .rooms"
# The client fetches what opens locks and the inbox while people type.
CODE_HAS_COME = """() => performance.getEntriesByType("resource")
  .some(({ name }) => /inside-[^/]*[.]js$/.test(name))"""
# Remembers how long the page waited for the thread in which the client stretches passphrases.
TIME_STRETCHING = """
globalThis.stretchedMs = 0;
globalThis.AudioWorkletNode = class extends AudioWorkletNode {
  constructor(context, name) {
    super(context, name);
    if (name !== "argon2id") return;
    const began = performance.now();
    this.port.addEventListener("message", () => { globalThis.stretchedMs = performance.now() - began; });
  }
};
"""

Network = dict[str, Any]
Walk = Callable[[Page, Network], float]


@contextlib.contextmanager
def slow_page() -> Iterator[Page]:
    """A page with nothing stored, on the slow line and the old machine from its first request on."""
    with new_page() as page:
        page.set_default_timeout(PATIENCE_MS)
        page.add_init_script(TIME_STRETCHING)
        slow_down(page)
        yield page


def slow_down(page: Page) -> None:
    browser = page.context.new_cdp_session(page)
    browser.send("Network.enable")
    rates = dict.fromkeys(("downloadThroughput", "uploadThroughput"), OCTETS_PER_SECOND)
    line = {"offline": False, "latency": LATENCY_MS, **rates}
    browser.send("Network.emulateNetworkConditions", line)
    browser.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def until(page: Page, shown: str, act: Callable[[], object]) -> float:
    """Seconds from an act until that can be seen."""
    began = time.perf_counter()
    act()
    page.locator(shown).first.wait_for()
    return time.perf_counter() - began


def open_address(page: Page, network: Network, shown: str) -> float:
    return until(page, shown, lambda: page.goto(network["url"], wait_until="commit"))


def press_sign_in(page: Page, values: list[str]) -> float:
    """Seconds from the button to the list of letters. What comes while people type has come by then."""
    fields = page.locator("form input:visible")
    for number, value in enumerate(values):
        fields.nth(number).click()
        fields.nth(number).fill(value)
    page.wait_for_function(CODE_HAS_COME)
    waited = until(page, INBOX, page.locator("form button[type=submit]").click)
    stretched = float(page.evaluate("stretchedMs")) / 1000
    if stretched == 0:
        raise PromiseBroken("no passphrase was stretched, or in another thread than the one that is measured")
    return waited + (SLOWER - 1) * stretched


def sign_in_shown(page: Page, network: Network) -> float:
    return open_address(page, network, "form")


def first_inbox(page: Page, network: Network) -> float:
    sign_in_shown(page, network)
    person = network["people"][0]
    return press_sign_in(page, [person["login"], person["passphrase"], person["kit"]])


def come_and_go(page: Page, network: Network) -> None:
    """Somebody was here before. What the client keeps is kept before it is shown."""
    first_inbox(page, network)
    page.goto("about:blank")


def repeat(page: Page, network: Network) -> float:
    come_and_go(page, network)
    return open_address(page, network, INBOX)


def unlock(page: Page, network: Network) -> float:
    """The session has ended, and the kit is still remembered: the passphrase alone."""
    come_and_go(page, network)
    page.context.clear_cookies()
    open_address(page, network, "form")
    person = network["people"][0]
    return press_sign_in(page, [person["login"], person["passphrase"]])


def seconds(walk: Walk) -> Callable[[], contextlib.AbstractContextManager[Round]]:
    @contextlib.contextmanager
    def side() -> Iterator[Round]:
        with offices() as network:

            def take() -> float:
                with slow_page() as page:
                    return walk(page, network)

            yield take

    return side


for _name, _walk, _limit in (
    ("slow-line-sign-in", sign_in_shown, 3.0),
    ("slow-line-first-inbox", first_inbox, 6.0),
    ("slow-line-repeat", repeat, 2.0),
    ("slow-line-unlock", unlock, 3.0),
):
    register(Figure(_name, "s", at_most(1), seconds(_walk), limit(_limit), most_rounds=3))
