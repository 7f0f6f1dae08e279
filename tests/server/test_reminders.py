"""Mail for ordinary items: to whom, how often, and what it does not say.

That somebody gets no mail is shown by a mail that must come later: rounds take everybody in turn.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from repatria.server.alarms import unread
from repatria.server.alarms.mail import texts
from repatria.server.settings import Settings
from tests.patience import await_that
from tests.protocol.invented import Chamber
from tests.server.mail_server import MailServer
from tests.server.network import LiveChamber, LiveNetwork, found_network, two_countries
from tests.server.running import Clock, Server, running, settings_for

MINUTE, HOUR, DAY = 60, 3600, 86400
WEDNESDAY_TEN = 1_795_600_800  # 2026-11-25 10:00 UTC; the offices' hours are 08:30 to 17:30 UTC
BOTH = ("office:ch/bern", "office:ke/nairobi")
IDLE = 21 * MINUTE


@dataclass
class Post:
    """A network that can send mail, and the mail that came."""

    network: LiveNetwork
    mail: MailServer
    rooms: dict[str, Chamber] = field(default_factory=dict)

    def wish(self, label: str, remind: str, language: str = "en") -> None:
        body = {"email": f"{label}@example.org", "remind": remind, "language": language}
        assert self.client(label).put("/me/notifications", json=body).status_code == 204

    def client(self, label: str) -> httpx.Client:
        """A new session: the clock has moved on."""
        self.network.clients.pop(label, None)
        return self.network.client(label)

    def sign_out(self, label: str) -> None:
        assert self.network.clients.pop(label).delete("/session").status_code == 204

    def move(self, seconds: int) -> None:
        self.network.server.clock.move(seconds)

    def write(self, label: str) -> None:
        """A letter from one office to the other, and the round that finds for whom it is new."""
        self.send(label)
        database = self.network.server.house.database

        def caught_up() -> bool:
            return database.read_blocking(lambda tx: unread.watched(tx) == unread.newest_cursor(tx))

        await_that(caught_up, "a round looks through the entries")

    def send(self, label: str) -> None:
        """Every letter of a label goes to the same room."""
        self.client(label)
        if label not in self.rooms:
            room = LiveChamber(self.network, label)
            room.seat(label, *BOTH)
            self.rooms[label] = room
        self.rooms[label].say(label)

    def came(self, count: int) -> list[str]:
        """Whom mail came to, when so many have come; more may not have."""
        return sorted(recipient.split("@")[0] for recipient, _ in self.mail.await_mail(count))


def settings_with_mail(tmp_path: Path, database: str, mail_server: MailServer) -> Settings:
    port = mail_server.server_address[1]
    smtp = f"smtp://127.0.0.1:{port}"
    return settings_for(tmp_path / "data", database, smtp=smtp, mail_from="no-reply@ara.example")


@pytest.fixture
def settings(tmp_path: Path, database: str, mail_server: MailServer) -> Settings:
    return settings_with_mail(tmp_path, database, mail_server)


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.at = WEDNESDAY_TEN
    return clock


@pytest.fixture
def post(settings: Settings, clock: Clock, mail_server: MailServer) -> Iterator[Post]:
    found_network(settings, clock)
    with running(settings, clock) as server:
        yield Post(settled(server), mail_server)


def settled(server: Server) -> LiveNetwork:
    """Two countries whose officers all have gone idle."""
    network = two_countries(server)
    server.clock.move(IDLE)
    return network


def test_an_item_is_told_once_until_somebody_has_looked(post: Post) -> None:
    post.wish("anna", "away")
    post.wish("luca", "always")
    post.move(IDLE)
    for _ in range(3):
        post.write("wanjiru")
        post.move(MINUTE)
    assert post.came(2) == ["anna", "luca"]
    post.move(1)
    post.client("luca")
    post.move(IDLE)
    post.write("wanjiru")
    assert post.came(4) == ["anna", "anna", "luca", "luca"]


def test_nobody_away_is_told_while_a_colleague_is_signed_in(post: Post) -> None:
    post.wish("anna", "away")
    post.wish("otieno", "always")
    post.move(IDLE)
    post.client("luca")
    post.move(1)
    post.write("wanjiru")
    post.write("luca")  # tells otieno, after the round has seen what is new to Bern
    assert post.came(1) == ["otieno"]
    post.move(IDLE)  # luca's session idled out, and nothing was looked at since
    assert post.came(2) == ["anna", "otieno"]


def test_what_a_colleague_has_seen_is_no_news(post: Post) -> None:
    post.wish("anna", "away")
    post.wish("otieno", "always")
    post.move(IDLE)
    post.client("luca")
    post.write("wanjiru")
    post.move(MINUTE)
    post.sign_out("luca")
    post.write("anna")
    post.sign_out("anna")
    assert post.came(1) == ["otieno"]
    post.move(1)
    post.client("otieno")
    post.move(IDLE)
    post.write("anna")
    assert post.came(2) == ["otieno", "otieno"]


def test_outside_the_hours_it_waits_and_never_is_never(post: Post) -> None:
    post.wish("anna", "away")
    post.wish("luca", "never")
    post.wish("otieno", "always")
    post.move(3 * DAY)  # Saturday
    post.write("wanjiru")
    post.write("anna")
    assert post.came(1) == ["otieno"]
    post.sign_out("anna")
    post.move(MINUTE)
    post.write("wanjiru")
    post.move(2 * DAY)  # Monday
    assert post.came(2) == ["anna", "otieno"]


def test_a_request_with_a_clock_is_told_of_by_its_clock_alone(post: Post) -> None:
    for label in ("anna", "otieno"):
        post.wish(label, "always")
    post.move(IDLE)
    post.client("wanjiru")
    room = LiveChamber(post.network, "wanjiru")
    room.seat("wanjiru", *BOTH)
    room.ask("wanjiru", "ch/bern")
    post.write("luca")  # new to otieno: a later round than the request's
    assert post.came(2) == ["anna", "otieno"]


def test_the_mail_is_in_the_language_of_its_reader_and_says_nothing(post: Post) -> None:
    post.wish("anna", "away", "fr")
    post.wish("luca", "away", "ar")
    post.move(IDLE)
    post.write("wanjiru")
    for recipient, text in post.mail.await_mail(2):
        message = email.message_from_string(text, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        said = texts()["fr" if recipient.startswith("anna") else "ar"]
        assert message["Subject"] == said["subject"]
        origin = post.network.server.settings.origin
        assert message.get_content().split() == [*said["text"].split(), f"{origin}/"]
        for secret in ("nairobi", "kenya", "wanjiru", "bern", "ke/", "ch/", "bonjour"):
            assert secret not in f"{text}{message.get_content()}".lower().replace(origin, "")


def test_mail_exists_in_every_language_of_the_browser() -> None:
    locales = Path(__file__).resolve().parents[2] / "web" / "src" / "locales"
    assert set(texts()) == {path.stem for path in locales.glob("*.json")}
    assert {tuple(said) for said in texts().values()} == {("subject", "text")}


@contextmanager
def restarted(settings: Settings, clock: Clock, before: Post) -> Iterator[Post]:
    with running(settings, clock) as server:
        again = LiveNetwork(server)
        again.auths, again.people = before.network.auths, before.network.people
        yield Post(again, before.mail)


def test_a_restart_at_any_moment_tells_once(
    settings: Settings, clock: Clock, mail_server: MailServer
) -> None:
    found_network(settings, clock)
    mail_server.refusing = True
    with running(settings, clock) as server:
        post = Post(settled(server), mail_server)
        post.wish("anna", "away")
        post.move(IDLE)
        post.send("wanjiru")  # and down it goes, wherever the rounds are
    with restarted(settings, clock, post) as post:
        mail_server.refusing = False
        clock.move(HOUR)
        assert post.came(1) == ["anna"]
    with restarted(settings, clock, post) as post:
        clock.move(1)
        post.client("anna")
        clock.move(IDLE)
        post.write("wanjiru")
        assert post.came(2) == ["anna", "anna"]


def test_two_servers_on_one_database_tell_once(
    tmp_path: Path, postgres_url: str, mail_server: MailServer, clock: Clock
) -> None:
    settings = settings_with_mail(tmp_path, postgres_url, mail_server)
    found_network(settings, clock)
    with running(settings, clock) as server, running(settings, clock) as second:
        post = Post(settled(server), mail_server)
        for label in ("anna", "luca", "otieno"):
            post.wish(label, "always")
        post.move(IDLE)
        for _ in range(5):
            post.write("wanjiru")
            post.move(1)
        post.write("anna")
        # Otieno's mail comes from a round after all of theirs, whichever server's it is.
        assert post.came(3) == ["anna", "luca", "otieno"]
        told = second.house.database.read_blocking(lambda tx: tx.rows("SELECT key FROM told"))
        assert len(told) == 3


def test_one_reads_back_what_one_wished(post: Post) -> None:
    assert post.network.client("anna").get("/me/notifications").status_code == 401  # gone idle
    client = post.client("anna")
    begun = {"email": "", "remind": "away", "language": "en"}
    assert client.get("/me/notifications").json() == begun
    post.wish("anna", "never", "es")
    found = post.network.client("anna").get("/me/notifications").json()
    assert found == {"email": "anna@example.org", "remind": "never", "language": "es"}
    wrong = {"email": "anna@example.org", "remind": "hourly"}
    assert post.network.client("anna").put("/me/notifications", json=wrong).status_code == 400
