"""Clocks: set in the append, escalated exactly once and in order, also across restarts."""

from __future__ import annotations

import email
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from repatria.server.database.transaction import Transaction
from repatria.server.database.writer import Change
from tests.patience import await_that
from tests.server.mail_server import MailServer
from tests.server.network import LiveChamber, LiveNetwork, found_network, two_countries
from tests.server.running import Clock, Server, running, settings_for

HOUR = 3600
BOTH = ("office:ch/bern", "office:ke/nairobi")


def clocks(network: LiveNetwork, label: str) -> list[dict[str, object]]:
    """As this person sees them, with a new session: the clock has moved on."""
    network.clients.pop(label, None)
    answer = network.client(label).get("/clocks")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()
    return found


def steps(network: LiveNetwork, label: str = "wanjiru") -> list[tuple[str, int]]:
    (clock,) = clocks(network, label)
    return [(item["step"], item["at"]) for item in clock["escalations"]]  # type: ignore[attr-defined]


def await_quiet(server: Server) -> None:
    """Until nothing that is due is left."""
    due = "SELECT count(*) FROM alarm WHERE due <= :now"
    read = server.house.database.read_blocking
    await_that(lambda: read(lambda tx: tx.one(due, now=server.clock.at)) == (0,), "no alarm is due")


def ask(network: LiveNetwork, urgency: str = "urgent") -> tuple[LiveChamber, str]:
    chamber = LiveChamber(network, "wanjiru")
    chamber.seat("wanjiru", *BOTH)
    return chamber, chamber.ask("wanjiru", "ch/bern", urgency).hash


def test_an_urgent_request_escalates_in_order(fresh_network: LiveNetwork) -> None:
    network, clock = fresh_network, fresh_network.server.clock
    start = clock.at
    ask(network)
    for share in (50, 80, 100):
        clock.at = start + 4 * HOUR * share // 100
        await_quiet(network.server)
    assert steps(network) == [
        ("acknowledge:deputy", start + 2 * HOUR),
        ("acknowledge:bureau", start + 4 * HOUR * 80 // 100),
        ("acknowledge:secretariat", start + 4 * HOUR),
    ]
    (shown,) = clocks(network, "anna")
    assert shown["state"] == "overdue"


def test_acknowledging_ends_the_first_ladder_and_keeps_the_second(
    fresh_network: LiveNetwork,
) -> None:
    network, clock = fresh_network, fresh_network.server.clock
    start = clock.at
    chamber, opening = ask(network)
    chamber.clocked("anna", {"act": "acknowledge", "of": opening})
    clock.at = start + 36 * HOUR
    await_quiet(network.server)
    assert steps(network) == [("answer:duty", start + 36 * HOUR)]
    (shown,) = clocks(network, "wanjiru")
    assert (shown["state"], shown["room"]) == ("acknowledged", chamber.room.id)


def test_an_answer_ends_both_ladders(fresh_network: LiveNetwork) -> None:
    network, clock = fresh_network, fresh_network.server.clock
    chamber, opening = ask(network, "flash")
    chamber.clocked("anna", {"act": "answer", "of": opening})
    clock.move(40 * 24 * HOUR)
    await_quiet(network.server)
    assert steps(network) == []
    (shown,) = clocks(network, "wanjiru")
    assert shown["state"] == "answered"


def test_the_bureau_sees_what_was_escalated_to_it_and_no_room(fresh_network: LiveNetwork) -> None:
    network, clock = fresh_network, fresh_network.server.clock
    ask(network)
    assert clocks(network, "ch bureau") == []
    clock.move(4 * HOUR)
    await_quiet(network.server)
    (shown,) = clocks(network, "ch bureau")
    assert "room" not in shown
    assert (shown["from"], shown["to"]) == ("ke/nairobi", "ch/bern")
    assert clocks(network, "ke bureau") == []


@pytest.mark.parametrize("stop_after", range(4))
def test_each_step_comes_once_whenever_the_server_was_down(tmp_path: Path, stop_after: int) -> None:
    settings, clock = settings_for(tmp_path), Clock()
    found_network(settings, clock)
    start = clock.at
    moments = [start + 4 * HOUR * share // 100 for share in (50, 80, 100)]
    with running(settings, clock) as server:
        network = two_countries(server)
        auths = network.auths
        ask(network)
        for moment in moments[:stop_after]:
            clock.at = moment
            await_quiet(server)
    clock.at = start + 5 * HOUR
    found: list[tuple[str, int]] = []
    for _ in range(2):
        with running(settings, clock) as server:
            await_quiet(server)
            again = LiveNetwork(server)
            again.auths = auths
            found = steps(again)
    assert [step for step, _ in found] == [
        "acknowledge:deputy",
        "acknowledge:bureau",
        "acknowledge:secretariat",
    ]
    assert [at for _, at in found[:stop_after]] == moments[:stop_after]
    assert all(at == start + 5 * HOUR for _, at in found[stop_after:])


@pytest.fixture
def mailing(tmp_path: Path, mail_server: MailServer) -> Iterator[LiveNetwork]:
    port = mail_server.server_address[1]
    settings = settings_for(tmp_path, smtp=f"smtp://127.0.0.1:{port}", mail_from="no-reply@ara.example")
    clock = Clock()
    found_network(settings, clock)
    with running(settings, clock) as server:
        network = two_countries(server)
        for label in ("anna", "ch bureau"):
            address = {"email": f"{label.replace(' ', '.')}@example.org"}
            assert network.client(label).put("/me/notifications", json=address).status_code == 204
        yield network


def test_mail_says_that_something_is_new_and_nothing_else(
    mailing: LiveNetwork, mail_server: MailServer
) -> None:
    ask(mailing)
    ((recipient, text),) = mail_server.await_mail(1)
    message = email.message_from_string(text)
    assert recipient == "anna@example.org"
    assert message["Subject"] == "Repatria: new item, sign in"
    for secret in ("nairobi", "kenya", "wanjiru", "urgent", "ke/", "freeze"):
        assert secret not in f"{text}{message.get_payload(decode=True)!r}".lower()


def test_escalation_writes_to_the_bureau_once(mailing: LiveNetwork, mail_server: MailServer) -> None:
    ask(mailing)
    mailing.server.clock.move(4 * HOUR)
    await_quiet(mailing.server)
    recipients = sorted(recipient for recipient, _ in mail_server.await_mail(3))
    # The opening, the deputy step and the bureau step.
    assert recipients == ["anna@example.org", "anna@example.org", "ch.bureau@example.org"]


# What a reader of headers stumbles over: AttributeError, TypeError, IndexError, ValueError in Python's own.
POISON = ("-.:@-", "\t.%#.^+_@-", "\t:`@a..b", "a\r\nBcc: b@example.org")


def test_an_address_that_cannot_be_written_to_holds_up_nobody_elses_mail(
    mailing: LiveNetwork, mail_server: MailServer
) -> None:
    """Kept before addresses were read strictly; a member could silence every escalation with one."""

    def poison(tx: Transaction) -> None:
        for label, address in zip(("luca", "ch bureau"), POISON, strict=False):
            key = mailing.people[label].keyid
            tx.do("UPDATE address SET email = :email WHERE key = :key", email=address, key=key)

    address = {"email": "luca@example.org"}
    assert mailing.client("luca").put("/me/notifications", json=address).status_code == 204
    database = mailing.server.house.database
    database.hot.run_blocking(Change(poison))
    ask(mailing)
    assert {recipient for recipient, _ in mail_server.await_mail(1)} == {"anna@example.org"}

    def all_gone() -> bool:
        return database.read_blocking(lambda tx: tx.one("SELECT 1 FROM outbox")) is None

    await_that(all_gone, "what cannot be sent is given up")


ADDRESSES = json.loads((Path(__file__).parent / "mail_addresses.json").read_text())


@pytest.mark.parametrize("address", [*ADDRESSES["accept"], ""])
def test_a_plain_address_is_kept(network: LiveNetwork, address: str) -> None:
    client = network.client("anna")
    assert client.put("/me/notifications", json={"email": address}).status_code == 204
    assert client.get("/me/notifications").json()["email"] == address


@pytest.mark.parametrize("address", [*POISON, *ADDRESSES["reject"]])
def test_what_is_no_plain_address_is_refused(network: LiveNetwork, address: str) -> None:
    refused = network.client("anna").put("/me/notifications", json={"email": address})
    assert (refused.status_code, refused.json()["error"]) == (400, "bad_shape")


def test_refused_mail_waits_and_is_sent_later(mailing: LiveNetwork, mail_server: MailServer) -> None:
    mail_server.refusing = True
    ask(mailing)
    database = mailing.server.house.database

    def waiting() -> int:
        row = database.read_blocking(
            lambda tx: tx.one("SELECT count(*) FROM outbox WHERE tries > 0 AND due < :never", never=2**52)
        )
        return int(row[0]) if row else 0

    await_that(lambda: waiting() > 0, "the mail was refused once")
    mail_server.refusing = False
    mailing.server.clock.move(600)
    assert [recipient for recipient, _ in mail_server.await_mail(1)] == ["anna@example.org"]
