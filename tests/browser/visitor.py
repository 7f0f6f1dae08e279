"""One person in one browser profile, and what went wrong in it.

Faults are everything a clean run must not have: violations of the content security policy, errors that
nobody caught, console errors. Failed calls that a journey provokes on purpose are not among them.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.patience import PATIENCE_SECONDS

WEB = Path(__file__).parents[2] / "web"
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SLOW_MS = PATIENCE_SECONDS * 1000
# `make test-browser-slow` makes pages this many times slower.
SLOWER = int(os.environ.get("REPATRIA_SLOW_BROWSER", "1"))
expect.set_options(timeout=SLOW_MS)
# Offline, refused and expired calls are part of some journeys; Chromium writes each to the console.
NOT_OURS = ("Failed to load resource", "net::ERR_")
# Written into every page before its own code.
LISTEN = """addEventListener('securitypolicyviolation', event => {
  console.error('CSP ' + event.violatedDirective + ' ' + event.blockedURI)
})"""
# For ten seconds a letter can be taken back. While a test holds them they end when it says so: not before it
# has pressed a button on a slow machine, and at once where nothing is to be pressed.
TEN_SECONDS = """{
  const held = new Map(), start = setTimeout, stop = clearTimeout;
  let holding = false;
  window.setTimeout = (run, ms, ...rest) => {
    if (!holding || ms !== 10_000) return start(run, ms, ...rest);
    const id = start(run, 2 ** 31 - 1, ...rest);
    held.set(id, run);
    return id;
  };
  window.clearTimeout = id => { held.delete(id); stop(id); };
  window.holdTenSeconds = () => { holding = true; };
  window.letTenSecondsPass = () => {
    holding = false;
    for (const [id, run] of [...held]) { clearTimeout(id); run(); }
  };
}"""
DAY_SECONDS = 86_400


# From the top: what lies half behind a bar that stays is a matter of how far somebody has scrolled, or the
# screen itself in the frame after it was drawn.
FROM_THE_TOP = """async () => {
  await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
  for (const one of document.querySelectorAll('*')) if (one.scrollTop) one.scrollTop = 0;
}"""
RUN_AXE = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"


def violations(page: Page) -> list[str]:
    """What axe finds on this page, with why, three places of each kind."""
    if page.evaluate("() => !('axe' in window)"):
        page.add_script_tag(path=AXE)
    page.evaluate(FROM_THE_TOP)
    found = page.evaluate(RUN_AXE, AXE_TAGS)
    return [
        f"{violation['id']}: {node['html'][:160]} ({node['failureSummary'][:400]})"
        for violation in found["violations"]
        for node in violation["nodes"][:3]
    ]


class Visitor:
    def __init__(self, context: BrowserContext, url: str, faults: list[str]) -> None:
        self.context = context
        self.url = url
        self.faults = faults
        context.add_init_script(LISTEN)
        context.add_init_script(TEN_SECONDS)
        context.set_default_timeout(SLOW_MS)
        self.page = self.new_page()

    def new_page(self) -> Page:
        page = self.context.new_page()
        if SLOWER > 1:
            self.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("console", self._console)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(part in message.text for part in NOT_OURS):
            self.faults.append(f"console: {message.text}")

    # Doors.

    def choose(self, name: str) -> None:
        """The demo's door: one click on a person."""
        self.page.goto(self.url)
        self.page.get_by_role("button", name=name).click()
        self.expect_inside()

    def expect_inside(self) -> None:
        expect(self.page.get_by_role("navigation").first).to_be_visible()
        expect(self.page.locator(".front")).to_have_count(0)

    def sign_in(self, person: dict[str, str], *, kit: bool = True) -> None:
        self.page.goto(self.url)
        self.own_login()
        self.page.get_by_label("Login").fill(person["login"])
        self.page.get_by_label("Passphrase", exact=True).fill(person["passphrase"])
        if kit:
            self.page.get_by_label("Recovery kit code").fill(person["kit"])
        self.page.get_by_role("button", name="Sign in", exact=True).click()

    def own_login(self) -> None:
        """The form is folded away below the demo's people once these are known."""
        form = self.page.get_by_text("Sign in with your own login")
        expect(form).to_be_visible()
        if not self.page.get_by_label("Login").is_visible():
            form.click()

    # Places.

    def go(self, hash_: str) -> None:
        """By address, as from a bookmark; the page is not loaded anew."""
        self.page.evaluate("hash => { location.hash = hash }", hash_)

    def compose(self, kind: str = "") -> None:
        self.go("#/inbox/all")
        self.page.get_by_role("heading", name="Inbox").wait_for()
        self.go(f"#/new{'?kind=freeze' if kind == 'freeze' else ''}")
        self.page.get_by_role("combobox", name="To", exact=True).wait_for()

    def address_to(self, country: str) -> None:
        self.page.get_by_role("combobox", name="To", exact=True).fill(country)
        offered = self.page.get_by_role("listbox", name="To", exact=True).get_by_role("option")
        offered.filter(has_text=country).first.click()
        expect(self.page.get_by_role("list", name="To", exact=True)).to_contain_text(country)

    def write_message(self, country: str, subject: str, text: str) -> None:
        self.compose()
        self.address_to(country)
        self.page.get_by_label("Subject").fill(subject)
        self.page.get_by_label("Message", exact=True).fill(text)

    def write_freeze(self, country: str, iban: str) -> None:
        self.compose("freeze")
        page = self.page
        self.address_to(country)
        soon = time.strftime("%Y-%m-%dT10:00", time.gmtime(time.time() + 60 * DAY_SECONDS))
        page.get_by_label("When could the money leave?").fill(soon)
        page.get_by_label("Identifier", exact=True).fill(iban)
        page.get_by_label("Link to the offence").select_option(index=1)
        page.get_by_label("Person or company").fill("Juma Kariuki")
        page.get_by_label("Date of birth").fill("1971-04-02")
        page.get_by_label("Offence", exact=True).select_option(index=2)
        page.get_by_label("Facts and reasons").fill("Money of the county hospital was moved to this account.")

    def attach(self, name: str, data: bytes, type_: str = "application/pdf") -> None:
        files = self.page.locator("input[type=file]")
        files.set_input_files({"name": name, "mimeType": type_, "buffer": data})
        # Before it was read whole, the form refuses to be sent.
        expect(self.page.locator(".file").filter(has_text=name)).to_be_visible()
        expect(self.page.locator(".file progress")).to_have_count(0)

    def expect_saved(self) -> None:
        """All that was typed is sealed in this browser; it may be on the server already."""
        expect(self.page.get_by_role("status").filter(has_text=re.compile("^Saved"))).to_be_visible()

    def press_send(self, button: str = "Send") -> None:
        """From a new letter; the ten seconds for undo have begun, and the client has gone to "Sent"."""
        self.page.evaluate("holdTenSeconds()")
        self.page.get_by_role("button", name=button, exact=True).click()
        # A letter before this one may still say the same.
        expect(self.page.get_by_text(re.compile("Leaves in")).first).to_be_visible()
        expect(self.page).to_have_url(re.compile("#/inbox/sent$"))

    def let_ten_seconds_pass(self) -> None:
        self.page.evaluate("letTenSecondsPass()")

    def send(self, button: str = "Send") -> None:
        self.press_send(button)
        self.let_ten_seconds_pass()

    def row(self, subject: str) -> Any:
        return self.page.get_by_role("link").filter(has_text=subject).first

    def read_storage(self) -> str:
        """Everything that scripts of this origin could find in this browser, as one text."""
        found: str = self.page.evaluate(READ_STORAGE)
        cookies = [cookie["value"] for cookie in self.context.cookies()]
        return found + " ".join(value for value in cookies if value)


# A database may be on its way out while it is read: then it is looked at again.
READ_STORAGE = """async () => {
  const text = value => value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : String(value);
  const opened = name => new Promise((ok, no) => {
    const asked = indexedDB.open(name);
    asked.onupgradeneeded = () => asked.transaction.abort();  // gone in between: not made anew
    asked.onsuccess = () => ok(asked.result);
    asked.onerror = () => no(asked.error);
  });
  const read = async () => {
    const parts = [JSON.stringify({...sessionStorage})];
    for (const key of Object.keys(localStorage)) parts.push(key + '=' + localStorage.getItem(key));
    for (const name of await caches.keys()) parts.push('cache ' + name);
    for (const {name} of await indexedDB.databases()) {
      const db = await opened(name);
      try {
        for (const store of db.objectStoreNames) {
          const rows = db.transaction(store).objectStore(store);
          const all = asked => new Promise((ok, no) => {
            asked.onsuccess = () => ok(asked.result);
            asked.onerror = () => no(asked.error);
          });
          const [keys, values] = await Promise.all([all(rows.getAllKeys()), all(rows.getAll())]);
          keys.forEach((key, n) => parts.push(store + '/' + key + '=' + text(values[n])));
        }
      } finally {
        db.close();
      }
    }
    return parts.join('\\n');
  };
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }
}"""


@contextmanager
def visiting(browser: Browser, url: str, faults: list[str], **options: Any) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
    try:
        yield Visitor(context, url, faults)
    finally:
        context.unroute_all(behavior="ignoreErrors")
        context.close()
