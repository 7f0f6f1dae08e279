"""Is it up, is it ready, which network is this; and the demo's people, in a demo only."""

from __future__ import annotations

import json
from importlib.metadata import version

from repatria.server.answers import Answer, answer_json, answer_text
from repatria.server.installation import Installation
from repatria.server.refusals import Refusal
from repatria.server.verbs import Call, Verb, Who

PEOPLE = "people.json"


def install(house: Installation) -> None:
    """Nothing to set up."""


async def health(call: Call) -> Answer:
    return answer_text("ok")


async def readiness(call: Call) -> Answer:
    """200 once the database answers; the register is folded before the server listens."""
    await call.house.database.read(lambda tx: tx.one("SELECT cursor FROM counter WHERE id = 1"))
    return answer_text("ready")


async def network(call: Call) -> Answer:
    directory = call.house.register.directory
    founded = directory.net is not None
    return answer_json(
        {
            "name": directory.root.name if founded else "",
            "net": directory.net,
            "version": version("repatria"),
            "demo": call.house.settings.demo,
        }
    )


async def people(call: Call) -> Answer:
    """The invented officers with their passphrases and Latin names. Never outside a demo on loopback."""
    settings = call.house.settings
    path = settings.data / PEOPLE
    if not (settings.demo and settings.loopback and call.address in ("127.0.0.1", "::1")):
        raise Refusal("not_found")
    if not path.exists():
        raise Refusal("not_found")
    officers = call.house.register.directory.officers.values()
    latin = {(one.office, one.person["name"]): {"latin": one.person["latin"]} for one in officers}
    rows = json.loads(path.read_bytes())
    return answer_json([row | latin.get((row["office"], row["officer"]), {}) for row in rows])


def verbs() -> tuple[Verb, ...]:
    return (
        Verb("GET", "/healthz", health, "The process lives.", Who.ANYONE, root=True, hot=True),
        Verb("GET", "/readyz", readiness, "The database answers.", Who.ANYONE, root=True, hot=True),
        Verb("GET", "/network", network, "Name and id of this network.", Who.ANYONE),
        Verb("GET", "/demo/people", people, "The demo's people.", Who.DEMO, root=True),
    )
