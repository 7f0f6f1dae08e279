"""Notices on a live network: a secretariat of three, a lead in Kenya, and a record to publish."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any

import httpx

from repatria.notices.blank import blank_record
from repatria.protocol import notices, statements
from repatria.protocol.canonical import Json
from repatria.protocol.envelope import Envelope
from tests.server.network import LiveNetwork

SECRETARIAT = ("nuru", "kofi", "lena")
DAY = 86_400


def with_secretariat(network: LiveNetwork) -> LiveNetwork:
    network.bureau("XN")
    network.agency("xn/secretariat")
    network.office("xn/desk", "xn/secretariat")
    for label in SECRETARIAT:
        appoint(network, label, "xn/desk", "officer")
    appoint(network, "amani", "ke/nairobi", "head")
    return network


def appoint(network: LiveNetwork, label: str, office: str, role: str) -> None:
    network.enrol(label, office[:2].upper(), office, role)
    nomination = network.publish(network.nominate(label, office, role))
    network.publish(network.authorise(nomination, office))


def record_of(name: str, *pictures: bytes, **changed: Any) -> Json:
    """A silver notice's record; `pictures` are its octets."""
    record = blank_record("en", name)
    return {
        **record,
        "reference": "K-1",
        "texts": [{**record["texts"][0], "facts": "Diversion of a road fund."}],
        "subject": {**record["subject"], "names": [name], "born": ["1961-04-02"], "nationalities": ["KE"]},
        "action": ["locate"],
        "pictures": [
            {
                "sha256": hashlib.sha256(octets).hexdigest(),
                "len": len(octets),
                "type": "image/png",
                "caption": "",
            }
            for octets in pictures
        ],
        "handling": {"tlp": "TLP:GREEN"},
        **changed,
    }


@dataclass
class Publishing:
    """One notice on its way: who submits it, the octets of its document, its pictures."""

    network: LiveNetwork
    own: Json
    pictures: tuple[bytes, ...] = ()
    lead: str = "amani"
    variant: str = "notice"
    days: int = 100
    data: bytes = b""
    notice: Envelope = field(init=False)

    def __post_init__(self) -> None:
        self.data = self.data or notices.encode_record(self.own, secrets.token_bytes(32))

    @property
    def hash(self) -> str:
        return notices.record_hash(self.data)

    def submit(self, amends: str | None = None) -> Envelope:
        self.notice = self.network.publish(
            self.network.by(
                self.lead,
                statements.notice,
                country="KE",
                colour="silver",
                variant=self.variant,
                record=self.hash,
                until=self.network.time + self.days * DAY,
                amends=amends,
            )
        )
        return self.notice

    def review(self, label: str, part: str, outcome: str = "pass", reason: str = "") -> Envelope:
        own = {"notice": self.notice.hash, "part": part, "outcome": outcome, "reason": reason}
        return self.network.by(label, statements.notice_review, **own)

    def change(self, label: str, act: str, **own: Any) -> Envelope:
        return self.network.by(label, statements.notice_change, notice=self.notice.hash, act=act, **own)

    def complete(self, label: str = "nuru") -> None:
        self.network.publish(self.review(label, "completeness"))

    def put(self, label: str = "kofi") -> None:
        for octets in (*self.pictures, self.data):
            answer = put_document(self.network.client(label), octets)
            assert answer.status_code == 204, answer.text

    def publish(self) -> Publishing:
        """Through both reviews, documents first."""
        self.submit()
        self.complete()
        self.put()
        self.network.publish(self.review("kofi", "constitution"))
        return self


def put_document(client: httpx.Client, octets: bytes, sha256: str = "") -> httpx.Response:
    path = f"/documents/{sha256 or hashlib.sha256(octets).hexdigest()}"
    return client.put(path, content=octets, headers={"content-type": "application/octet-stream"})


def read_document(client: httpx.Client, sha256: str) -> httpx.Response:
    return client.get(f"/documents/{sha256}")
