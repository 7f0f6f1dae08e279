"""A real server with three offices whose officers have real locks, for browsers and for node.

Nairobi and Bern have two officers each and an office key; Singapore has one officer and no office key
yet, so that the first browser which signs in there must make it. As a program it serves until its
standard input closes, and first prints one line of JSON: `{"url", "people": [...]}`. Each line
`move LABEL OFFICE` of its input moves an officer there, and is answered by a line when that is done.
"""

from __future__ import annotations

import argparse
import json
import secrets
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from repatria.protocol.envelope import Envelope
from repatria.protocol.lock_records import kdf_offer
from repatria.protocol.locks import derive, kit_code, make_lock, new_kit, stretch
from repatria.protocol.sealing import SALT_BYTES
from repatria.server.settings import Settings
from tests.server.network import LiveNetwork, b64, found_network, login_of, open_office
from tests.server.running import Clock, Server, running

PASSPHRASE = "seven quiet herons cross"
CAST = (
    ("KE", "ke/ara", "ke/nairobi", ("wanjiru", "otieno"), "Africa/Nairobi", "Assets Recovery, Nairobi"),
    ("CH", "ch/fedpol", "ch/bern", ("anna", "luca"), "Europe/Zurich", "Asset recovery desk, Bern"),
    ("SG", "sg/cad", "sg/singapore", ("mei",), "Asia/Singapore", "Asset recovery desk, Singapore"),
)
KEYED = ("ke/nairobi", "ch/bern")
# Somebody is on duty at any hour.
ALWAYS = {"days": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "to": "23:59"}


@cache
def _stretched() -> tuple[dict[str, Any], bytes]:
    """Their one passphrase, stretched once with one salt: each time costs as much as a sign-in."""
    kdf = kdf_offer(secrets.token_bytes(16))
    return kdf, stretch(PASSPHRASE, kdf)


class RunningClock(Clock):
    """The machine's time, moved by what a test asks for: browsers have clocks of their own."""

    def __init__(self) -> None:
        self._ahead = 0

    @property
    def at(self) -> int:  # type: ignore[override]
        return int(time.time()) + self._ahead

    def move(self, seconds: int) -> None:
        self._ahead += seconds


class Offices(LiveNetwork):
    """The same network through HTTP, with locks that open."""

    def __init__(self, server: Server) -> None:
        self.kits: dict[str, bytes] = {}
        super().__init__(server)

    def enrolment(self, label: str, token: str, keyset: Envelope) -> dict[str, Any]:
        login, kit = login_of(label), new_kit(secrets.token_bytes)
        kdf, stretched = _stretched()
        derived = derive(login, stretched, kit)
        self.auths[label], self.kits[label] = derived.auth, kit
        seeds = self.someone(label).seeds
        lock = make_lock(
            seeds, login, derived.unlock, secrets.token_bytes(SALT_BYTES), kdf=kdf, credential=None
        )
        enrolment = {"token": token, "login": login, "lock": lock, "vault": self.first_vault(label)}
        return {**enrolment, "auth": b64(derived.auth), "keyset": b64(keyset.wire())}

    def someone_at(self, office: str, label: str) -> dict[str, str]:
        return {
            "officer": label.title(),
            "office": self.directory.offices[office].name,
            "country": office[:2].upper(),
            "role": "officer",
            "login": login_of(label),
            "passphrase": PASSPHRASE,
            "kit": kit_code(self.kits[label]),
        }

    @property
    def cast(self) -> list[dict[str, str]]:
        return [self.someone_at(office, label) for _, _, office, labels, _, _ in CAST for label in labels]

    def move(self, label: str, office: str) -> None:
        """To a new office of their agency, for the same term: what made their post is voided."""
        officer = self.directory.officer(self.someone(label).keyid)
        assert officer is not None
        agency, head = officer.agency, f"{officer.agency} head"
        chain = self.directory.chain(officer.keyid)
        nominated = next(link.index for link in chain if link.kind == "nominate")
        self.publish(self.revoke(head, "root", nominated))
        self.people[head] = self.join(f"{head} of {office}")
        self.publish(self.agency_statement(agency, self.people[head]))
        zone = self.directory.offices[officer.office].tz
        self.publish(self.office_statement(office, agency, tz=zone, hours=ALWAYS))
        self.publish(self.authorise(self.publish(self.nominate(label, office)), office, officer.until))

    def build(self) -> None:
        for country, agency, office, labels, zone, name in CAST:
            self.bureau(country)
            self.agency(agency)
            self.publish(self.office_statement(office, agency, tz=zone, name=name, hours=ALWAYS))
            for label in labels:
                self.officer(label, office)
            if office in KEYED:
                open_office(self, labels[0], office)


def three_offices(server: Server) -> Offices:
    network = Offices(server)
    network.build()
    (server.settings.data / "people.json").write_text(json.dumps(network.cast))
    return network


def serve(build: Callable[[Server], Offices]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--client", type=Path, default=None)
    parser.add_argument("--port", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clock = RunningClock()
        settings = Settings(data=Path(folder) / "data", port=asked.port, client=asked.client, demo=True)
        found_network(settings, clock)
        with running(settings, clock) as server:
            network = build(server)
            print(json.dumps({"url": server.url, "people": network.cast}), flush=True)
            for line in sys.stdin:
                _, label, office = line.split()
                network.move(label, office)
                print(line.strip(), flush=True)


if __name__ == "__main__":
    serve(three_offices)
