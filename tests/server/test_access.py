"""The table of access: every verb, for every role, for every relation to the thing in the path.

The table below is written by hand. A verb that is missing in it, or that it has too much, fails.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from repatria.protocol import bodies, statements
from repatria.protocol.entries import encode_frame
from repatria.protocol.frames import join
from repatria.server.app import all_verbs
from repatria.server.console import drop_tokens, make_ceremony_token
from repatria.server.verbs import Body, Verb
from tests.patience import PATIENCE_SECONDS
from tests.protocol.invented import AUDIT, STAR, officer_id, with_onlookers
from tests.server.network import FRAMES, LiveChamber, LiveNetwork, b64
from tests.server.publishing import appoint, put_document
from tests.server.running import NO_TLS
from tests.server.shelves import PlainUpload
from tests.server.test_blobs import Upload

# Who calls: nobody, a guest with an invitation, a reader token, the token of a ceremony, one who waits, an
# agency's head, a bureau's head, an auditor, a partner, an officer without any relation, and one with the
# relation asked for.
CAST = (
    "nobody", "guest", "reader", "ceremony", "waiting", "agency", "bureau", "auditor", "partner", "stranger",
    "related",
)  # fmt: skip
IN = "in"  # past door and relation: whatever comes then is not about access
NO = {"401": 401, "403": 403, "404": 404}

# What each of the cast meets, in their order. `in` or the status of the refusal.
ANYONE = "in in in in in in in in in in in"
READERS = "401 in in in in in in in in in in"
OWN = "401 404 404 404 in in in in in in in"
OWN_MEMBERS = "401 404 404 404 404 in in in in in in"
OWN_OFFICERS = "401 404 404 404 404 404 404 in in in in"
MEMBERS = "401 403 403 403 403 in in in in in in"
OFFICERS = "401 403 403 403 403 403 403 in in in in"
STEWARDS = "401 403 403 in 403 in in 403 403 403 403"
RELATED = "401 404 404 404 404 404 404 404 404 404 in"
CONTRIBUTORS = "401 403 403 403 403 in in 403 in in in"
CONTACT_POINTS = "401 403 403 403 403 403 403 403 403 in in"

TABLE = {
    "GET /healthz": ANYONE,
    "GET /readyz": ANYONE,
    "GET /api/v1/network": ANYONE,
    "GET /demo/people": "404 404 404 404 404 404 404 404 404 404 404",
    "POST /api/v1/rooms": OFFICERS,
    "POST /api/v1/rooms/{room}/entries": RELATED,
    "GET /api/v1/rooms/{room}/entries": RELATED,
    "GET /api/v1/rooms/{room}/proof": RELATED,
    "GET /api/v1/sync": OWN_OFFICERS,
    "GET /api/v1/events": OWN_OFFICERS,
    "GET /api/v1/register/checkpoint": READERS,
    "GET /api/v1/register/checkpoint/pending": READERS,
    "GET /api/v1/register/leaves": READERS,
    "GET /api/v1/register/proof/inclusion": READERS,
    "GET /api/v1/register/proof/consistency": READERS,
    "GET /api/v1/register/root": READERS,
    "POST /api/v1/register/statements": ANYONE,
    "POST /api/v1/register/cosignatures": READERS,
    "GET /log/checkpoint": READERS,
    "GET /log/tile/entries/{place:path}": READERS,
    "GET /log/tile/{level}/{place:path}": READERS,
    "POST /api/v1/enrolments": ANYONE,
    "POST /api/v1/session/start": ANYONE,
    "POST /api/v1/session": ANYONE,
    "GET /api/v1/session": OWN,
    "DELETE /api/v1/session": OWN,
    "GET /api/v1/sessions": OWN,
    "DELETE /api/v1/sessions/{id}": OWN,
    "DELETE /api/v1/sessions": OWN,
    "POST /api/v1/passkeys/options": OWN,
    "POST /api/v1/passkeys": OWN,
    "DELETE /api/v1/passkeys/{id}": OWN,
    "POST /api/v1/session/passkey/options": ANYONE,
    "POST /api/v1/session/passkey": ANYONE,
    "GET /api/v1/vault": OWN,
    "PUT /api/v1/vault": OWN,
    "GET /api/v1/drafts": OWN,
    "PUT /api/v1/drafts/{id}": OWN,
    "DELETE /api/v1/drafts/{id}": OWN,
    "POST /api/v1/invitations": STEWARDS,
    "GET /api/v1/invitations/{token}": ANYONE,
    "GET /api/v1/enrolments": STEWARDS,
    "GET /api/v1/duty": MEMBERS,
    "GET /api/v1/duty/{country}/{office}": RELATED,
    "PUT /api/v1/duty/{country}/{office}": RELATED,
    "GET /api/v1/me/notifications": OWN_MEMBERS,
    "PUT /api/v1/me/notifications": OWN_MEMBERS,
    "POST /api/v1/rooms/{room}/blobs": RELATED,
    "POST /api/v1/blobs": OFFICERS,
    "PUT /api/v1/blobs/{id}/slices/{n}": RELATED,
    "GET /api/v1/blobs/{id}": RELATED,
    "POST /api/v1/blobs/{id}/complete": RELATED,
    "GET /api/v1/blobs/{id}/content": RELATED,
    "PUT /api/v1/documents/{sha256}": CONTRIBUTORS,
    "GET /api/v1/documents/{sha256}": RELATED,
    "POST /api/v1/files": CONTRIBUTORS,
    "PUT /api/v1/files/{sha256}/slices/{n}": RELATED,
    "POST /api/v1/files/{sha256}/complete": RELATED,
    "GET /api/v1/files/{sha256}": RELATED,
    "GET /api/v1/files/{sha256}/content": RELATED,
    "GET /api/v1/files/{sha256}/pages": RELATED,
    "POST /api/v1/search": MEMBERS,
    "GET /api/v1/me/feed": OWN_MEMBERS,
    "PUT /api/v1/me/feed": OWN_MEMBERS,
    "DELETE /api/v1/me/feed": OWN_MEMBERS,
    "GET /api/v1/feeds/{token}/{language}/news.rss": ANYONE,
    "POST /api/v1/screen": CONTACT_POINTS,
    "GET /api/v1/clocks": OWN_MEMBERS,
}
# The mechanism of events is a stream: a test that reads its whole answer would never end.
STREAMS = {"GET /api/v1/events"}
# What ends sessions is called with a session of its own.
ENDING = {"DELETE /api/v1/session", "DELETE /api/v1/sessions"}


OCTETS = bytes(100)
FILE = b"A guide to tracing. " * 5


def name_of(verb: Verb) -> str:
    return f"{verb.method} {verb.full_path}"


def test_every_verb_is_in_the_table_and_no_other() -> None:
    assert {name_of(verb) for verb in all_verbs()} == set(TABLE)


@dataclass
class Scene:
    """One network with a room, an attachment and one caller of each kind."""

    network: LiveNetwork
    chamber: LiveChamber
    upload: Upload
    headers: dict[str, Callable[[], dict[str, str]]]

    def path(self, verb: Verb) -> str:
        """The verb's path to things that exist, and to which only `related` has the relation."""
        values = {
            "room": self.chamber.room.id,
            "id": self.upload.id if "/blobs/" in verb.path else secrets.token_hex(8),
            "n": "0",
            "sha256": hashlib.sha256(FILE if "/files/" in verb.path else OCTETS).hexdigest(),
            "country": "ke",
            "office": "nairobi",
            "token": "x" * 43,
            "language": "en",
            "level": "0",
            "place:path": "000.p/1",
        }
        path = verb.full_path
        for name, value in values.items():
            path = path.replace("{" + name + "}", value)
        return path + ("?seq=0" if verb.path.endswith("/proof") else "")


@pytest.fixture(scope="module")
def scene(network: LiveNetwork) -> Scene:
    waiting = f"waiting.{secrets.token_hex(3)}"
    network.enrol(waiting, "KE", "ke/nairobi", "officer")
    with_onlookers(network)
    appoint(network, "partner", STAR, "partner")
    appoint(network, "auditor", AUDIT, "auditor")
    chamber = LiveChamber(network, "wanjiru")
    chamber.seat("wanjiru", "office:ke/nairobi")
    chamber.say("wanjiru")
    upload = Upload(network.client("wanjiru"), 100)
    upload.all()
    assert put_document(network.client("wanjiru"), OCTETS).status_code == 204
    assert PlainUpload(network.client("wanjiru"), FILE, "text/plain").all().status_code == 200
    # A heads leaf, so that there is something to prove.
    network.publish(network.suspend("otieno", "ke bureau"))

    def bearer(label: str) -> Callable[[], dict[str, str]]:
        def headers() -> dict[str, str]:
            token: str = network.sign_in(label).json()["token"]
            return {"authorization": f"Bearer {token}"}

        return headers

    invitation = network.invite("KE", "ke/nairobi", "officer", "Guest")
    tokens = {who: getattr(network, who).headers["authorization"] for who in ("reader", "ceremony")}
    return Scene(
        network,
        chamber,
        upload,
        {
            "nobody": dict,
            "guest": lambda: {"x-invitation": invitation},
            "reader": lambda: {"authorization": tokens["reader"]},
            "ceremony": lambda: {"authorization": tokens["ceremony"]},
            "waiting": bearer(waiting),
            "agency": bearer("ke/ara head"),
            "bureau": bearer("ke bureau"),
            "auditor": bearer("auditor"),
            "partner": bearer("partner"),
            "stranger": bearer("anna"),
            "related": bearer("wanjiru"),
        },
    )


def entry_frames(scene: Scene, who: str) -> bytes:
    """One entry signed by the caller where that is an officer: so it is the seat that decides."""
    author = {"stranger": "anna", "partner": "partner", "auditor": "auditor"}.get(who, "wanjiru")
    entry = scene.chamber.message_entry(author, bodies.message("Hello", tlp="TLP:AMBER"))
    return join([encode_frame(entry)])


def body_of(scene: Scene, verb: Verb, who: str) -> dict[str, Any]:
    """A body of the right form, so that it is the access that decides."""
    if verb.path == "/rooms/{room}/entries" and verb.method == "POST":
        return {"content": entry_frames(scene, who), "headers": FRAMES}
    if verb.takes is Body.FRAMES:
        return {"content": b"\x00\x00\x00\x01x", "headers": FRAMES}
    if verb.takes is Body.TEXT:
        return {"content": "note"}
    if verb.takes is Body.OCTETS:
        return {"content": OCTETS, "headers": {"x-sha256": hashlib.sha256(OCTETS).hexdigest()}}
    if verb.takes is Body.NONE:
        return {}
    forms: dict[str, Any] = {
        "/rooms/{room}/blobs": {"id": secrets.token_hex(16), "len": 5, "sha256": "0" * 64},
        "/blobs": {"id": secrets.token_hex(16), "len": 5, "sha256": "0" * 64},
        "/duty/{country}/{office}": {"roster": [], "absences": []},
        "/me/notifications": {"email": ""},
        "/screen": {"queries": []},
        "/files": {"sha256": secrets.token_hex(32), "len": 5, "type": "text/plain"},
        "/search": {"text": "tracing"},
        "/vault": {"version": 99, "sealed": b64(b"x")},
        "/drafts/{id}": {"version": 99, "sealed": b64(b"x")},
        "/invitations": bureau_invitation() if who == "ceremony" else officer_invitation(),
    }
    return {"json": forms.get(verb.path, {})}


def officer_invitation() -> dict[str, Any]:
    return {"country": "KE", "office": "ke/nairobi", "role": "officer", "name": "N"}


def bureau_invitation() -> dict[str, Any]:
    return {"country": "KE", "office": None, "role": "bureau", "name": "N"}


def call(scene: Scene, verb: Verb, who: str) -> httpx.Response:
    request = body_of(scene, verb, who)
    headers = {**request.pop("headers", {}), **scene.headers[who]()}
    url = scene.network.server.url + scene.path(verb)
    return httpx.request(
        verb.method, url, headers=headers, timeout=PATIENCE_SECONDS, verify=NO_TLS, **request
    )


REFUSED_AT_THE_DOOR = {401: {"no_session"}, 403: {"forbidden"}, 404: {"not_found"}}


@pytest.mark.parametrize("verb", all_verbs(), ids=name_of)
def test_the_table_holds(scene: Scene, verb: Verb) -> None:
    for who, expected in zip(CAST, TABLE[name_of(verb)].split(), strict=True):
        if expected == IN and name_of(verb) in STREAMS:
            continue
        answer = call(scene, verb, who)
        assert answer.status_code < 500, (who, answer.text)
        if expected == IN:
            assert not is_refused(verb, answer), (who, answer.status_code, answer.text)
        else:
            assert answer.status_code == NO[expected], (who, answer.status_code, answer.text)
            assert answer.json()["error"] in REFUSED_AT_THE_DOOR[answer.status_code]
    if name_of(verb) in ENDING:
        scene.network.clients.clear()


def is_refused(verb: Verb, answer: httpx.Response) -> bool:
    """Whether the answer is about access. A thing of one's own that is not there is not."""
    if answer.status_code in (401, 403):
        return answer.json()["error"] in ("no_session", "session_ended", "forbidden")
    missing_own = "{id}" in verb.path and "/blobs/" not in verb.path
    return answer.status_code == 404 and not missing_own and "{token}" not in verb.path


def test_removed_stranger_and_nothing_answer_alike(scene: Scene) -> None:
    """The same octets for a room that they were taken out of, one that never was theirs, and none."""
    client = scene.network.client("anna")
    left = LiveChamber(scene.network, "wanjiru")
    wanjiru = officer_id(scene.network, "wanjiru")
    left.seat("wanjiru", "office:ch/bern", wanjiru)
    assert client.get(f"/rooms/{left.room.id}/entries").status_code == 200
    left.seat("wanjiru", wanjiru)
    for path in ("entries", "proof?seq=0"):
        nothing = client.get(f"/rooms/{secrets.token_hex(32)}/{path}")
        assert nothing.status_code == 404
        for room in (left.room.id, scene.chamber.room.id):
            answer = client.get(f"/rooms/{room}/{path}")
            assert answer.content == nothing.content
            assert answer.headers.keys() == nothing.headers.keys()


def test_heads_invite_inside_their_reach(network: LiveNetwork) -> None:
    def invite(label: str, country: str, office: str | None, role: str) -> int:
        body = {"country": country, "office": office, "role": role, "name": "New"}
        return network.client(label).post("/invitations", json=body).status_code

    assert invite("ke bureau", "KE", "ke/nairobi", "officer") == 201
    assert invite("ke bureau", "KE", None, "agency") == 201
    assert invite("ke bureau", "CH", "ch/bern", "officer") == 403
    assert invite("ke bureau", "KE", None, "bureau") == 403
    assert invite("ke/ara head", "KE", "ke/nairobi", "officer") == 201
    assert invite("ke/ara head", "KE", None, "agency") == 403
    assert invite("ke/ara head", "CH", "ch/bern", "officer") == 403
    assert invite("ke bureau", "KE", None, "officer") == 400
    assert invite("ke bureau", "KE", "ke/atlantis", "officer") == 400
    assert invite("ke bureau", "KE", "ke/nairobi", "partner") == 409
    assert invite("ke/ara head", "KE", "ke/nairobi", "auditor") == 409


def test_a_reader_token_invites_nobody_and_a_ceremony_heads_of_bureaus_alone(network: LiveNetwork) -> None:
    """A witness anywhere holds a reader token: it must not bring people into another country."""

    def invite(client: httpx.Client, country: str, office: str | None, role: str) -> tuple[int, str]:
        body = {"country": country, "office": office, "role": role, "name": "New"}
        answer = client.post("/invitations", json=body)
        return answer.status_code, answer.json().get("error", "")

    everybody = [("KE", "ke/nairobi", "officer"), ("CH", "ch/bern", "head"), ("KE", None, "agency")]
    for asked in everybody:
        assert invite(network.reader, *asked) == (403, "forbidden")
        assert invite(network.ceremony, *asked) == (403, "forbidden")
    assert invite(network.reader, "KE", None, "bureau") == (403, "forbidden")
    assert invite(network.ceremony, "KE", None, "bureau") == (201, "")


def test_a_reader_does_not_make_itself_a_ceremony(network: LiveNetwork) -> None:
    """What a token is for is under its hash."""
    bare = network.reader.headers["authorization"].removeprefix("Bearer reader:")
    for token in (f"reader:ceremony-{bare}", f"ceremony-{bare}", f"reader:reader:{bare}"):
        client = network.server.client(token)
        assert client.post("/invitations", json=bureau_invitation()).json()["error"] == "session_ended"


def test_an_invitation_ends_with_the_post_of_whoever_made_it(fresh_network: LiveNetwork) -> None:
    """Neither reads the register nor enrols: what a captured head leaves behind lets nobody in."""
    network = fresh_network
    label = "late"
    keyset = network.by(label, statements.keyset, keys=network.someone(label).keyset)
    token = network.invite("KE", "ke/nairobi", "officer", label)
    guest = {"x-invitation": token}
    client = network.server.client()
    assert client.get("/register/checkpoint", headers=guest).status_code == 200
    assert client.get(f"/invitations/{token}").status_code == 200
    network.publish(network.revoke("ke bureau", "root"))
    assert client.get("/register/checkpoint", headers=guest).json()["error"] == "bad_invitation"
    assert client.get(f"/invitations/{token}").json()["error"] == "bad_invitation"
    body = join([keyset.wire()])
    posted = client.post("/register/statements", content=body, headers={**FRAMES, **guest})
    enrolled = client.post("/enrolments", json=network.enrolment(label, token, keyset))
    assert posted.json()["error"] == enrolled.json()["error"] == "bad_invitation"


def test_an_invitation_ends_with_the_token_that_made_it(fresh_network: LiveNetwork) -> None:
    network = fresh_network
    token = network.invite("FR", None, "bureau", "Amina")
    assert network.server.client().get(f"/invitations/{token}").status_code == 200
    assert drop_tokens(network.server.settings, "secretariat") == 1
    assert network.server.client().get(f"/invitations/{token}").json()["error"] == "bad_invitation"


def test_a_new_token_of_a_dropped_ones_name_revives_none_of_its_invitations(
    fresh_network: LiveNetwork,
) -> None:
    """The same word is what an operator gives the token that takes the place of a stolen one."""
    network = fresh_network
    settings, client = network.server.settings, network.server.client()
    thiefs = network.invite("FR", None, "bureau", "Amina")
    drop_tokens(settings, "secretariat")
    ours = network.server.client(f"reader:{make_ceremony_token(settings, 'secretariat')}")
    made = ours.post("/invitations", json=bureau_invitation())
    assert client.get(f"/invitations/{made.json()['token']}").status_code == 200
    assert client.get(f"/invitations/{thiefs}").json()["error"] == "bad_invitation"


def test_an_invitation_is_forgotten_after_its_term(fresh_network: LiveNetwork) -> None:
    """By the next one that is made; the name in it is nobody's business any more."""
    network = fresh_network
    read = network.server.house.database.read_blocking
    network.invite("KE", "ke/nairobi", "officer", "Soon Forgotten")
    network.server.clock.move(14 * 86400)
    network.invite("KE", "ke/nairobi", "officer", "The Next")
    assert read(lambda tx: tx.rows("SELECT name FROM invitation")) == [("The Next",)]


def waiting(client: httpx.Client, key: str) -> list[dict[str, Any]]:
    return [item for item in client.get("/enrolments").json() if item["key"] == key]


def test_enrolments_are_shown_to_whoever_acts_next(fresh_network: LiveNetwork) -> None:
    network = fresh_network
    network.agency("ke/fiu")
    who = network.enrol("late", "KE", "ke/nairobi", "officer")
    for head in ("ke/ara head", "ke bureau"):
        (mine,) = waiting(network.client(head), who.keyid)
        assert (mine["name"], mine["keyset"], mine["office"]) == ("late", who.keyset_hash, "ke/nairobi")
    for other in ("ke/fiu head", "ch bureau", "ch/fedpol head"):
        assert waiting(network.client(other), who.keyid) == []
    assert waiting(network.ceremony, who.keyid) == []


def test_enrolled_heads_are_shown_to_whoever_admits_them(fresh_network: LiveNetwork) -> None:
    network = fresh_network
    agency = network.enrol("new agency head", "KE", None, "agency")
    bureau = network.enrol("new bureau head", "KE", None, "bureau")
    assert waiting(network.client("ke bureau"), agency.keyid)
    assert not waiting(network.client("ke/ara head"), agency.keyid)
    assert not waiting(network.ceremony, agency.keyid)
    assert waiting(network.ceremony, bureau.keyid)
    for head in ("ke bureau", "ke/ara head", "ch bureau"):
        assert not waiting(network.client(head), bureau.keyid)
    assert network.reader.get("/enrolments").json()["error"] == "forbidden"


def test_a_nomination_ends_the_wait_unless_it_is_for_another_office(fresh_network: LiveNetwork) -> None:
    network = fresh_network
    who = network.enrol("late", "KE", "ke/nairobi", "officer")
    network.publish(network.nominate("late", "ch/bern"))  # by a head who hides people of others
    assert waiting(network.client("ke/ara head"), who.keyid)
    nomination = network.publish(network.nominate("late", "ke/nairobi"))
    assert not waiting(network.client("ke/ara head"), who.keyid)
    network.publish(network.authorise(nomination, "ke/nairobi"))
    assert not waiting(network.client("ke bureau"), who.keyid)


def test_an_invitation_says_what_it_is_for(network: LiveNetwork) -> None:
    token = network.invite("KE", "ke/nairobi", "deputy", "Achieng")
    shown = network.server.client().get(f"/invitations/{token}").json()
    assert shown == {
        "office": "ke/nairobi",
        "role": "deputy",
        "name": "Achieng",
        "country": "KE",
        "net": network.directory.net,
    }


def test_duty_follows_roster_and_absence(network: LiveNetwork) -> None:
    anna, luca = (network.people[label].keyid for label in ("anna", "luca"))
    every = {"days": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "to": "00:00"}
    now = network.time
    plan = {
        "roster": [{"officer": anna, **every}],
        "absences": [{"officer": anna, "from": now + 100, "until": now + 200, "replacement": luca}],
    }
    client = network.client("anna")
    assert client.put("/duty/ch/bern", json=plan).status_code == 204
    assert client.get("/duty/ch/bern").json() == {**plan, "closed": []}

    def bern() -> dict[str, Any]:
        offices = network.client("wanjiru").get("/duty").json()
        return next(item for item in offices if item["office"] == "ch/bern")

    midnight = now - now % 86_400 + 86_400  # at which her shift ends and the next one begins
    change = min(now + 100, midnight)
    shown = {"office": "ch/bern", "on_duty": [anna], "next_change": change, "closed": []}
    assert bern() == shown
    network.server.clock.move(150)
    assert bern()["on_duty"] == [luca]
    foreign = {**plan, "roster": [{"officer": network.people["wanjiru"].keyid, **every}]}
    refused = client.put("/duty/ch/bern", json=foreign)
    assert (refused.status_code, refused.json()["error"]) == (400, "bad_duty")


def test_statements_need_no_session(network: LiveNetwork) -> None:
    envelope = network.by_root(statements.client_release, version=1, minimum=1, manifest="0" * 64)
    answer = network.server.client().post(
        "/register/statements",
        content=len(envelope.wire()).to_bytes(4, "big") + envelope.wire(),
        headers=FRAMES,
    )
    assert answer.status_code == 201
    network.catch_up()
