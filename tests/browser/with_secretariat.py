"""The three offices, and beside them who makes and reviews notices: Kenya's bureau and the secretariat.

As a program it serves like three_offices, for tests in node.
"""

from __future__ import annotations

import json

from tests.browser.three_offices import ALWAYS, Offices, serve
from tests.server.network import open_office
from tests.server.publishing import appoint
from tests.server.running import Server

MORE = (
    ("KE", "ke/ncb", "ke/bureau", (("amani", "head"),), "Africa/Nairobi", "NCB Nairobi"),
    ("XN", "xn/secretariat", "xn/desk", (("nuru", "officer"), ("kofi", "officer")), "UTC", "Secretariat"),
)


class NoticeOffices(Offices):
    """Amani leads Kenya's bureau; Nuru and Kofi review."""

    @property
    def cast(self) -> list[dict[str, str]]:
        more = [self.someone_at(office, label) for _, _, office, people, _, _ in MORE for label, _ in people]
        return [*super().cast, *more]

    def build(self) -> None:
        super().build()
        self.bureau("XN")
        for _, agency, office, people, zone, name in MORE:
            self.agency(agency)
            self.publish(self.office_statement(office, agency, tz=zone, name=name, hours=ALWAYS))
            for label, role in people:
                appoint(self, label, office, role)
            open_office(self, people[0][0], office)


def with_secretariat(server: Server) -> NoticeOffices:
    network = NoticeOffices(server)
    network.build()
    (server.settings.data / "people.json").write_text(json.dumps(network.cast))
    return network


if __name__ == "__main__":
    serve(with_secretariat)
