"""A server that lies: whatever it changes, the browser stops, says so, and sends nothing.

The lies are told between the real server and the browser, on the calls that they concern; everything
else is the real server's. Whoever has the server also has its log keys, so the forged checkpoints here
are signed with them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Route, expect

from repatria.protocol.checkpoint import sign_checkpoint
from repatria.protocol.frames import join, split
from repatria.protocol.statements import keyset
from repatria.protocol.tree import leaf_hash, root_of
from repatria.server.ledger.log_keys import read_log_keys
from tests.browser.conftest import Visit
from tests.browser.three_offices import Offices
from tests.browser.visitor import SLOW_MS, Visitor

FRAMES = "application/vnd.repatria.frames"
# Takes the true body, gives the told one.
Lie = Callable[[bytes], bytes]


def tell(visitor: Visitor, call: str, lie: Lie) -> None:
    """From now on, answers to this call come as `lie` makes them."""

    def answer(route: Route) -> None:
        truth = route.fetch(timeout=SLOW_MS)
        body = lie(truth.body()) if truth.ok else truth.body()
        headers = {k: v for k, v in truth.headers.items() if k not in ("content-length", "content-encoding")}
        route.fulfill(status=truth.status, headers=headers, body=body)

    visitor.context.route(re.compile(rf"/api/v1{call}"), answer)


def expect_blocked(visitor: Visitor, title: str) -> None:
    expect(visitor.page.get_by_role("heading", name="Stopped for your safety")).to_be_visible()
    expect(visitor.page.get_by_text(title)).to_be_visible()


def test_an_older_register_blocks_over_a_reload_and_nothing_leaves(visit: Visit, offices: Offices) -> None:
    wanjiru = visit()
    old = offices.reader.get("/register/checkpoint").content
    offices.join("passer-by one")
    wanjiru.choose("Wanjiru")
    posted: list[str] = []
    wanjiru.page.on("request", lambda call: posted.append(call.url) if call.method == "POST" else None)
    wanjiru.write_message("Switzerland", "Never leaves", "Not under a lie")
    # Not before it was sent: the client looks at the register whenever it is told that something moved.
    wanjiru.press_send()
    tell(wanjiru, "/register/checkpoint", lambda _: old)
    wanjiru.let_ten_seconds_pass()
    expect_blocked(wanjiru, "The server shows an older register than before")
    wanjiru.page.reload()
    expect_blocked(wanjiru, "The server shows an older register than before")
    # While it looks again nothing is said: what is blocked afterwards was seen to be old once more.
    with wanjiru.page.expect_response(re.compile("/register/checkpoint")):
        wanjiru.page.get_by_role("button", name="Try again").click()
    expect_blocked(wanjiru, "The server shows an older register than before")
    assert [url for url in posted if "/rooms" in url] == []

    # The truth again, looked at on request: the block goes, and what waited leaves.
    wanjiru.context.unroute_all(behavior="wait")
    wanjiru.page.get_by_role("button", name="Try again").click()
    wanjiru.expect_inside()
    expect(wanjiru.row("Never leaves")).to_be_visible()


def test_a_swapped_office_key_blocks_at_the_first_sign_in(visit: Visit, offices: Offices) -> None:
    anna = visit()

    def swap(body: bytes) -> bytes:
        leaves = split(body)
        for n, leaf in enumerate(leaves):
            if b'"kind":"office-key"' in leaf:
                at = leaf.index(b'"kem":"') + 40
                other = b"A" if leaf[at : at + 1] != b"A" else b"B"
                leaves[n] = leaf[:at] + other + leaf[at + 1 :]
        return join(leaves)

    tell(anna, "/register/leaves", swap)
    anna.page.goto(anna.url)
    anna.page.get_by_role("button", name="Anna").click()
    expect_blocked(anna, "The register contains a statement that is not valid")


def test_a_forked_register_signed_with_the_real_log_keys_blocks(visit: Visit, offices: Offices) -> None:
    luca = visit()
    luca.choose("Luca")
    offices.join("passer-by two")
    seen = await_synced(luca, offices)
    # Another last leaf than the one Luca has seen, and more, so that it is larger than his pin by now.
    shadow = [*offices.leaves[: seen - 1], *(other_keyset(offices, n) for n in range(20))]
    keys = read_log_keys(offices.server.settings.log_key_file)
    root = root_of([leaf_hash(leaf) for leaf in shadow])
    note = sign_checkpoint(
        "register.example/invented", len(shadow), root, keys.ed25519, keys.mldsa44, offices.time
    )
    # While both lies are put in place nobody looks.
    luca.page.goto("about:blank")
    tell(luca, "/register/checkpoint", lambda _: note.encode())
    luca.context.route(
        re.compile(r"/api/v1/register/leaves\?from=\d+"),
        lambda route: route.fulfill(body=join(shadow[first_asked(route.request.url) :]), content_type=FRAMES),
    )
    luca.page.goto(luca.url)
    expect_blocked(luca, "The register has been rewritten")


def other_keyset(offices: Offices, n: int) -> bytes:
    someone = f"shadow {n}"
    return offices.by(someone, keyset, keys=offices.someone(someone).keyset).wire()


def first_asked(url: str) -> int:
    return int(parse_qs(urlsplit(url).query)["from"][0])


def await_synced(visitor: Visitor, offices: Offices) -> int:
    """How many leaves the browser has verified; all that there are now, perhaps also later ones.

    The server lands the rooms' heads by itself, so nobody can say in advance how many there will be.
    """
    offices.catch_up()
    least = len(offices.leaves)
    visitor.page.reload()
    visitor.expect_inside()
    visitor.go("#/directory")
    sizes = "|".join(str(size) for size in range(least, least + 100))
    said = visitor.page.get_by_text(re.compile(rf"All \W*({sizes})\W* statements of the register"))
    expect(said).to_be_visible()
    found = re.search(r"\d+", said.inner_text())
    assert found is not None
    offices.catch_up()
    return int(found[0])


def test_an_entry_that_was_changed_or_left_out_blocks_its_room(visit: Visit, offices: Offices) -> None:
    otieno, anna = visit(), visit()
    otieno.choose("Otieno")
    otieno.write_message("Switzerland", "Three accounts", "The third is in Basel")
    otieno.send()
    expect(otieno.row("Three accounts")).to_be_visible()

    def spoil(body: bytes) -> bytes:
        """Flip the last octet of every ciphertext: the envelopes' signatures still hold."""
        head, *entries = split(body)
        spoilt = [entry[:-1] + bytes([entry[-1] ^ 1]) if not _is_bare(entry) else entry for entry in entries]
        return join([head, *spoilt])

    tell(anna, "/sync", spoil)
    anna.page.goto(anna.url)
    anna.page.get_by_role("button", name="Anna").click()
    anna.expect_inside()
    blocked = anna.page.locator(".room-blocked").first
    expect(blocked).to_be_visible()
    expect(anna.page.get_by_text("Three accounts")).to_have_count(0)
    blocked.click()
    expect(anna.page.get_by_text("This room is blocked").first).to_be_visible()


def _is_bare(frame: bytes) -> bool:
    """A genesis or members entry: no ciphertext follows the envelope."""
    return frame[-4:] == bytes(4)


def test_a_weaker_stretching_is_refused_before_anything_is_sent(visit: Visit) -> None:
    mei = visit()

    def weaken(body: bytes) -> bytes:
        offer = json.loads(body)
        offer["kdf"]["m"] = 1024
        return json.dumps(offer).encode()

    tell(mei, "/session/start", weaken)
    signed_in: list[str] = []
    mei.page.on("request", lambda call: signed_in.append(call.url) if call.url.endswith("/session") else None)
    mei.page.goto(mei.url)
    mei.page.get_by_role("button", name="Mei").click()
    expect(mei.page.get_by_role("heading", name="Stopped for your safety")).to_be_visible()
    assert signed_in == []
