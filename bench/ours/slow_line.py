"""Seconds that an officer waits on a slow line with an old machine: 400 kbit/s, 400 ms, CPU / 6.

Chromium slows its own page: each answer comes 400 ms late and at that rate, and the page's thread is
held up for five sixths of the time. What runs beside that thread it does not hold up. Argon2id does, and
so its processor time is read by itself and counted six times. The server is not slowed.

People type before they press the button, and the client works meanwhile: what it fetches then has come.
Typing login and passphrase and copying the kit's 30 characters from paper is taken for 15 seconds, in which
Argon2id runs; what it takes beyond them counts.
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from bench.chromium import new_page
from bench.figure import Figure, PromiseBroken, Round, at_most, limit, register
from bench.ours.sizes import PATIENCE_MS, offices

OCTETS_PER_SECOND = 400_000 / 8
LATENCY_MS = 400
SLOWER = 6
INBOX = ".inbox .rooms"
# Cost and salt of Argon2id, which the code asks for that opens locks: so that has come, too.
LOCK_CODE_HAS_COME = """() => performance.getEntriesByType("resource")
  .some(({ name }) => name.endsWith("/session/start"))"""
# Counts the passphrases that the client has stretched.
COUNT_STRETCHED = """
globalThis.stretched = 0;
globalThis.AudioWorkletNode = class extends AudioWorkletNode {
  constructor(context, name) {
    super(context, name);
    if (name === "argon2id") this.port.addEventListener("message", () => { globalThis.stretched += 1; });
  }
};
"""
HAS_STRETCHED = "() => stretched > 0"
STRETCHING_THREAD = "Offline AudioWo"  # as Linux cuts it off
TICK_SECONDS = 1 / os.sysconf("SC_CLK_TCK")
TYPING_SECONDS = 15.0

Network = dict[str, Any]
Walk = Callable[[Page, Network], float]


@contextlib.contextmanager
def slow_page() -> Iterator[Page]:
    """A page with nothing stored, on the slow line and the old machine from its first request on."""
    with new_page() as page:
        page.set_default_timeout(PATIENCE_MS)
        page.add_init_script(COUNT_STRETCHED)
        slow_down(page)
        yield page


def slow_down(page: Page, slower: int = SLOWER) -> None:
    """The line, and a processor so many times slower."""
    browser = page.context.new_cdp_session(page)
    browser.send("Network.enable")
    rates = dict.fromkeys(("downloadThroughput", "uploadThroughput"), OCTETS_PER_SECOND)
    line = {"offline": False, "latency": LATENCY_MS, **rates}
    browser.send("Network.emulateNetworkConditions", line)
    if slower > 1:
        browser.send("Emulation.setCPUThrottlingRate", {"rate": slower})


def until(page: Page, shown: str, act: Callable[[], object]) -> float:
    """Seconds from an act until that can be seen."""
    began = time.perf_counter()
    act()
    page.locator(shown).first.wait_for()
    return time.perf_counter() - began


def open_address(page: Page, network: Network, shown: str) -> float:
    return until(page, shown, lambda: page.goto(network["url"], wait_until="commit"))


def fill(page: Page, values: list[str]) -> None:
    fields = page.locator("form input:visible")
    for number, value in enumerate(values):
        fields.nth(number).click()
        fields.nth(number).fill(value)


def press_sign_in(page: Page) -> float:
    """Seconds from the button to the list of letters, where Argon2id is no slower than here."""
    page.wait_for_function(LOCK_CODE_HAS_COME)
    waited = until(page, INBOX, page.locator("form button[type=submit]").click)
    if page.evaluate("stretched") != 1:
        raise PromiseBroken("not one passphrase was stretched, or in another way than is measured")
    return waited


def longer_stretching(page: Page) -> float:
    """Seconds that the old machine needs for Argon2id beyond those that this one took."""
    return (SLOWER - 1) * stretching_seconds(page)


def stretching_seconds(page: Page) -> float:
    """Processor time of the thread in which this page stretched, whatever else the machine had to do."""
    browser = page.context.browser
    if browser is None:
        raise PromiseBroken("the page is in no browser")
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    pages = [process["id"] for process in processes if process["type"] == "renderer"]
    found = [seconds for process in pages if (seconds := thread_seconds(process, STRETCHING_THREAD)) > 0]
    if len(found) != 1:
        raise PromiseBroken(f"{len(found)} processes have stretched a passphrase")
    return found[0]


def thread_seconds(process: int, name: str) -> float:
    """proc(5): the name stands in parentheses, utime and stime are the 12th and 13th fields after them."""
    ticks = 0
    for thread in Path(f"/proc/{process}/task").iterdir():
        head, _, fields = (thread / "stat").read_text().rpartition(")")
        if head.partition("(")[2] == name:
            ticks += sum(map(int, fields.split()[11:13]))
    return ticks * TICK_SECONDS


def sign_in_shown(page: Page, network: Network) -> float:
    return open_address(page, network, "form")


def first_inbox(page: Page, network: Network) -> float:
    sign_in_shown(page, network)
    person = network["people"][0]
    began = time.perf_counter()
    fill(page, [person["login"], person["passphrase"], person["kit"]])
    page.wait_for_function(HAS_STRETCHED)
    stretched = time.perf_counter() - began
    waited = press_sign_in(page)
    return waited + max(0.0, stretched + longer_stretching(page) - TYPING_SECONDS)


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
    fill(page, [person["login"], person["passphrase"]])
    return press_sign_in(page) + longer_stretching(page)


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
