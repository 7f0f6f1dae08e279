"""HTTP for accounts: enrolment, sessions, passkeys, the vault and drafts."""

from __future__ import annotations

import base64
import json
from typing import Any

from repatria.protocol.envelope import decode
from repatria.server.accounts import actions, passkeys, tables
from repatria.server.accounts.locks import LockText
from repatria.server.accounts.patience import Patience
from repatria.server.answers import Answer, answer_json
from repatria.server.database.transaction import Transaction
from repatria.server.installation import Installation
from repatria.server.refusals import Refusal
from repatria.server.sessions import IDLE_SECONDS, Session, Told, set_cookie
from repatria.server.shapes import LOGIN, Fields, Flag, Octets, Opaque, Text, Whole
from repatria.server.verbs import Body, Call, Relation, Verb, Who

AUTH_OCTETS = 32
VAULT_MOST = 1024 * 1024
FIRST_VAULT_MOST = 4096  # it holds a pin of the register and nothing else
DRAFT_MOST = 512 * 1024
MOST_DRAFTS = 200
TOKEN = Text(100, 20, "[A-Za-z0-9_-]{20,100}")
CLIENT = Fields({"name": Text(60), "version": Text(40)})
CREDENTIAL = Opaque(16384)
CLEAR_SITE = (b"clear-site-data", b'"cookies","storage"')

ENROLMENT = Fields(
    {
        "token": TOKEN,
        "login": LOGIN,
        "auth": Octets(AUTH_OCTETS, AUTH_OCTETS),
        "lock": LockText(),
        "keyset": Octets(66_000),
        "vault": Octets(FIRST_VAULT_MOST),
    }
)
SIGN_IN = Fields(
    {
        "login": LOGIN,
        "auth": Octets(AUTH_OCTETS, AUTH_OCTETS),
        "client": CLIENT,
        "bearer": Flag(),
    },
    frozenset({"bearer"}),
)
PASSKEY_SIGN_IN = Fields({"login": LOGIN, "credential": CREDENTIAL, "client": CLIENT})
LOGIN_ONLY = Fields({"login": LOGIN})
NEW_PASSKEY = Fields({"credential": CREDENTIAL, "lock": LockText()})


def install(house: Installation) -> None:
    house.parts["patience"] = Patience()


def own(call: Call) -> Session:
    assert isinstance(call.caller, Session)
    return call.caller


async def enrol(call: Call) -> Answer:
    keyset = decode(call.body["keyset"])
    await actions.enrol(call.house, call.body, keyset)
    return answer_json({"key": keyset.value["by"]}, 201)


async def start_session(call: Call) -> Answer:
    return answer_json({"kdf": await actions.offered_kdf(call.house, call.body["login"])})


async def open_session(call: Call) -> Answer:
    signed_in = await actions.sign_in(call.house, call.body["login"], call.body["auth"], _told(call))
    return _signed_in(call, signed_in, bearer=call.body.get("bearer", False))


async def open_session_by_passkey(call: Call) -> Answer:
    signed_in = await passkeys.sign_in(call.house, call.body, _told(call), _site(call))
    return _signed_in(call, signed_in, bearer=False)


def _told(call: Call) -> Told:
    client = call.body["client"]
    return Told(f"{client['name']} {client['version']}", call.address)


def _site(call: Call) -> passkeys.Site:
    host = call.headers.get(b"host", b"").decode("latin-1")
    return passkeys.Site(host, call.house.settings.secure)


def _signed_in(call: Call, signed_in: actions.SignedIn, *, bearer: bool) -> Answer:
    """A program gets its token in the answer and no cookie; a browser the other way round."""
    opened = signed_in.opened
    value: dict[str, Any] = {
        "key": signed_in.key,
        "locks": [json.loads(record) for record in signed_in.locks],
        "resume": base64.b64encode(opened.resume).decode(),
        "expires": opened.expires,
        "idle_seconds": IDLE_SECONDS,
    }
    if bearer:
        return answer_json({"token": opened.token, **value}, 201)
    cookie = set_cookie(opened.token, secure=call.house.settings.secure)
    return answer_json(value, 201, (cookie,))


async def show_session(call: Call) -> Answer:
    session = own(call)
    standing = session.standing
    return answer_json(
        {
            "id": session.id,
            "login": session.login,
            "key": session.key,
            "kind": standing.kind,
            "offices": [standing.office] if standing.office else [],
            "agency": standing.agency,
            "country": standing.country,
            "role": standing.role,
            "until": standing.until,
            "expires": session.expires,
            "idle_seconds": IDLE_SECONDS,
            "resume": base64.b64encode(session.resume).decode(),
        }
    )


def _goodbye(call: Call) -> Answer:
    expired = set_cookie("", secure=call.house.settings.secure, seconds=0)
    return Answer(headers=(CLEAR_SITE, expired))


async def close_session(call: Call) -> Answer:
    session = own(call)
    await actions.sign_out(call.house, session.key, session.id)
    return _goodbye(call)


async def list_sessions(call: Call) -> Answer:
    session, now = own(call), call.house.now()
    rows = await call.house.database.read(lambda tx: tables.sessions_of(tx, session.key, now))
    names = ("id", "client", "address", "created", "seen", "expires")
    return answer_json(
        [
            {**dict(zip(names, row, strict=True)), "current": row[0] == session.id}
            for row in rows
            if row[4] > now - IDLE_SECONDS
        ]
    )


async def close_one_session(call: Call) -> Answer:
    await actions.sign_out(call.house, own(call).key, call.path["id"])
    return Answer()


async def close_all_sessions(call: Call) -> Answer:
    await actions.sign_out_everywhere(call.house, own(call).key)
    return _goodbye(call)


async def passkey_options(call: Call) -> Answer:
    options = await passkeys.registration_options(call.house, own(call).login, _site(call))
    return answer_json(options)


async def add_passkey(call: Call) -> Answer:
    credential = await passkeys.register(call.house, own(call), call.body, _site(call))
    return answer_json({"id": credential}, 201)


async def remove_passkey(call: Call) -> Answer:
    login, credential = own(call).login, call.path["id"]
    removed = await call.house.database.hot.change(lambda tx: tables.delete_passkey(tx, login, credential))
    if not removed:
        raise Refusal("not_found")
    return Answer()


async def passkey_sign_in_options(call: Call) -> Answer:
    return answer_json(await passkeys.sign_in_options(call.house, call.body["login"], _site(call)))


async def read_vault(call: Call) -> Answer:
    key = own(call).key
    found = await call.house.database.read(lambda tx: tables.vault(tx, key), "desk")
    version, sealed = found or (0, None)
    return answer_json({"version": version, "sealed": _b64(sealed)})


async def write_vault(call: Call) -> Answer:
    key, body = own(call).key, call.body

    def act(tx: Transaction) -> None:
        version = (tables.vault(tx, key) or (0, b""))[0]
        _demand_next(version, body["version"])
        tables.keep_vault(tx, key, body["version"], body["sealed"])

    await call.house.database.desk.change(act)
    return Answer()


def _demand_next(current: int, given: int) -> None:
    if given != current + 1:
        raise Refusal("stale_version", version=current)


async def list_drafts(call: Call) -> Answer:
    key = own(call).key
    rows = await call.house.database.read(lambda tx: tables.drafts(tx, key), "desk")
    return answer_json(
        [{"id": id_, "version": version, "sealed": _b64(bytes(sealed))} for id_, version, sealed in rows]
    )


async def write_draft(call: Call) -> Answer:
    key, draft, body = own(call).key, _draft_id(call), call.body

    def act(tx: Transaction) -> None:
        version = tables.draft_version(tx, key, draft)
        _demand_next(version, body["version"])
        if version == 0 and tables.count_drafts(tx, key) >= MOST_DRAFTS:
            raise Refusal("too_many_kept", most=MOST_DRAFTS)
        tables.keep_draft(tx, key, draft, body["version"], body["sealed"])

    await call.house.database.desk.change(act)
    return Answer()


async def remove_draft(call: Call) -> Answer:
    key, draft = own(call).key, _draft_id(call)
    if not await call.house.database.desk.change(lambda tx: tables.delete_draft(tx, key, draft)):
        raise Refusal("not_found")
    return Answer()


def _draft_id(call: Call) -> str:
    return DRAFT_ID.read(call.path["id"])


def _b64(octets: bytes | None) -> str | None:
    return None if octets is None else base64.b64encode(octets).decode()


DRAFT_ID = Text(64, 8, "[A-Za-z0-9_-]{8,64}")


def _sealed(most: int) -> Fields:
    return Fields({"version": Whole(least=1), "sealed": Octets(most)})


def verbs() -> tuple[Verb, ...]:
    json_, anyone, mine = Body.JSON, Who.ANYONE, Relation.OWN
    return (
        Verb(
            "POST",
            "/enrolments",
            enrol,
            "Enrol on an invitation.",
            anyone,
            takes=json_,
            shape=ENROLMENT,
            limit_bytes=256 * 1024,
        ),
        Verb(
            "POST",
            "/session/start",
            start_session,
            "How to stretch the passphrase.",
            anyone,
            takes=json_,
            shape=LOGIN_ONLY,
        ),
        Verb("POST", "/session", open_session, "Sign in.", anyone, takes=json_, shape=SIGN_IN),
        Verb("GET", "/session", show_session, "Who is signed in.", relation=mine),
        Verb("DELETE", "/session", close_session, "Sign out.", relation=mine),
        Verb("GET", "/sessions", list_sessions, "My sessions.", relation=mine),
        Verb("DELETE", "/sessions/{id}", close_one_session, "End one of mine.", relation=mine),
        Verb("DELETE", "/sessions", close_all_sessions, "End all of mine.", relation=mine),
        Verb("POST", "/passkeys/options", passkey_options, "Begin adding a passkey.", relation=mine),
        Verb(
            "POST",
            "/passkeys",
            add_passkey,
            "Add a passkey and its lock.",
            relation=mine,
            takes=json_,
            shape=NEW_PASSKEY,
        ),
        Verb("DELETE", "/passkeys/{id}", remove_passkey, "Remove a passkey.", relation=mine),
        Verb(
            "POST",
            "/session/passkey/options",
            passkey_sign_in_options,
            "Begin signing in with a passkey.",
            anyone,
            takes=json_,
            shape=LOGIN_ONLY,
        ),
        Verb(
            "POST",
            "/session/passkey",
            open_session_by_passkey,
            "Sign in with a passkey.",
            anyone,
            takes=json_,
            shape=PASSKEY_SIGN_IN,
        ),
        Verb("GET", "/vault", read_vault, "My sealed vault.", relation=mine),
        Verb(
            "PUT",
            "/vault",
            write_vault,
            "Replace my vault.",
            relation=mine,
            takes=json_,
            shape=_sealed(VAULT_MOST),
            limit_bytes=2 * VAULT_MOST,
        ),
        Verb("GET", "/drafts", list_drafts, "My sealed drafts.", relation=mine),
        Verb(
            "PUT",
            "/drafts/{id}",
            write_draft,
            "Keep a draft.",
            relation=mine,
            takes=json_,
            shape=_sealed(DRAFT_MOST),
            limit_bytes=2 * DRAFT_MOST,
        ),
        Verb("DELETE", "/drafts/{id}", remove_draft, "Drop a draft.", relation=mine),
    )
