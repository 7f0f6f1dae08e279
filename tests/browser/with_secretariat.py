"""The three offices, and beside them who makes and reviews notices: Kenya's bureau and the secretariat.

As a program it serves like three_offices, for tests in node.
"""

from __future__ import annotations

import json

from tests.browser.three_offices import ALWAYS, CAST, Offices, serve
from tests.server.network import open_office
from tests.server.publishing import appoint
from tests.server.running import Server

# Country, agency, office, its people and their roles, time zone, name.
Post = tuple[str, str, str, tuple[tuple[str, str], ...], str, str]
MORE: tuple[Post, ...] = (
    ("KE", "ke/ncb", "ke/bureau", (("amani", "head"),), "Africa/Nairobi", "NCB Nairobi"),
    ("XN", "xn/secretariat", "xn/desk", (("nuru", "officer"), ("kofi", "officer")), "UTC", "Secretariat"),
)


GUESTS: tuple[Post, ...] = (
    ("XP", "xp/partners", "xp/star", (("petra", "partner"),), "UTC", "Stolen asset recovery desk"),
    ("XA", "xa/auditors", "xa/audit", (("adaeze", "auditor"),), "UTC", "Board of auditors"),
)


class NoticeOffices(Offices):
    """Amani leads Kenya's bureau; Nuru and Kofi review."""

    more: tuple[Post, ...] = MORE

    @property
    def cast(self) -> list[dict[str, str]]:
        more = [
            self.someone_at(office, label) for _, _, office, people, _, _ in self.more for label, _ in people
        ]
        return [*super().cast, *more]

    def build(self) -> None:
        super().build()
        for country, agency, office, people, zone, name in self.more:
            if country not in {one for one, *_ in CAST}:
                self.bureau(country)
            self.agency(agency)
            self.publish(self.office_statement(office, agency, tz=zone, name=name, hours=ALWAYS))
            for label, role in people:
                appoint(self, label, office, role)
            open_office(self, people[0][0], office)


class GuestOffices(NoticeOffices):
    """Beside all of them Petra, a partner, and Adaeze, an auditor: members who see no case."""

    more = (*MORE, *GUESTS)


def with_secretariat(server: Server, offices: type[NoticeOffices] = NoticeOffices) -> NoticeOffices:
    network = offices(server)
    network.build()
    (server.settings.data / "people.json").write_text(json.dumps(network.cast))
    return network


if __name__ == "__main__":
    serve(with_secretariat)
