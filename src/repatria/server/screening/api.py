"""HTTP for screening. Neither queries nor hits are stored or logged; the log has the route and the time."""

from __future__ import annotations

from repatria.screening.records import LISTED_KINDS
from repatria.server.answers import Answer, answer_json
from repatria.server.installation import Installation
from repatria.server.refusals import Refusal
from repatria.server.screening.worker import Worker
from repatria.server.sessions import Session
from repatria.server.shapes import COUNTRY, Fields, Many, OneOf, OrNull, Text, Whole, Written
from repatria.server.verbs import Body, Call, Verb, Who

BODY_OCTETS = 1024 * 1024
QUERY_SECONDS = 90
MOST_LETTERS = 100_000  # of the names of all queries: what aligning costs grows with them


QUERY = Fields(
    {
        "kind": OneOf(LISTED_KINDS),
        "names": Many(Written(10_000), 20),
        "birth_dates": Many(Written(40), 10),
        "countries": Many(COUNTRY, 10),
        "genders": Many(OneOf(("female", "male", "other")), 3),
        "identifiers": Many(Fields({"scheme": Text(20, 1, "[a-z_]+"), "value": Written(200)}), 20),
    },
    frozenset({"kind", "birth_dates", "countries", "genders", "identifiers"}),
)
ASKED = Fields(
    {"queries": Many(QUERY, 100), "limit": Whole(50, 1), "threshold": OrNull(Whole(1000))},
    frozenset({"limit", "threshold"}),
)


def install(house: Installation) -> None:
    worker = Worker(house)
    house.parts["screening"] = worker
    house.at_stop(worker.stop)


async def screen(call: Call) -> Answer:
    """Raises Refusal (`too_large`, `too_many`, `unavailable`)."""
    assert isinstance(call.caller, Session)
    worker: Worker = call.house.parts["screening"]
    queries, limit = call.body["queries"], call.body.get("limit", 10)
    if sum(len(name) for query in queries for name in query["names"]) > MOST_LETTERS:
        raise Refusal("too_large", most=MOST_LETTERS)
    return answer_json(await worker.screen(call.caller.key, queries, limit, call.body.get("threshold")))


def verbs() -> tuple[Verb, ...]:
    return (
        Verb(
            "POST",
            "/screen",
            screen,
            "Screen records against the valid notices.",
            Who.CONTACT_POINT,
            takes=Body.JSON,
            shape=ASKED,
            limit_bytes=BODY_OCTETS,
            seconds=QUERY_SECONDS,
        ),
    )
