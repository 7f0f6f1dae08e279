"""Enrol, sign in, sign out."""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import asdict, dataclass
from typing import Any

from repatria.protocol.envelope import STATEMENT, Envelope
from repatria.protocol.lock_records import PASSPHRASE, SALT_BYTES, auth_verifier, kdf_offer
from repatria.server.accounts import tables
from repatria.server.accounts.locks import check_owner, kdf_of
from repatria.server.accounts.patience import Patience
from repatria.server.database.transaction import Transaction
from repatria.server.installation import Installation
from repatria.server.invitations import Invitation, find_invitation
from repatria.server.refusals import Refusal
from repatria.server.sessions import Opened, Told, hash_token, open_session
from repatria.server.standing import find_standing

NOBODY_VERIFIER = bytes(32)


@dataclass(frozen=True, slots=True)
class SignedIn:
    opened: Opened
    key: str
    locks: list[str]


async def enrol(house: Installation, body: dict[str, Any], keyset: Envelope) -> None:
    """Use an invitation up: account, first lock and keyset statement in one transaction.

    The first vault is written before it, in the other database: an account without one cannot be, so
    a client may take "there is no vault" for a lie. A vault whose account came to nothing harms nobody.
    """
    key = str(keyset.value.get("by"))
    if keyset.type != STATEMENT or keyset.value.get("kind") != "keyset":
        raise Refusal("bad_shape", why="a keyset statement is expected")
    fields, record = body["lock"]
    check_owner(fields, PASSPHRASE, body["login"], key)

    # Nobody fills the other database without an invitation that still holds.
    token = hash_token(body["token"])

    def invitation(tx: Transaction) -> Invitation:
        found = find_invitation(tx, token, house.register.directory, house.now())
        if found is None:
            raise Refusal("bad_invitation")
        return found

    await house.database.read(invitation)
    await house.database.desk.change(lambda tx: tables.begin_vault(tx, key, body["vault"]))

    def act(tx: Transaction) -> None:
        now = house.now()
        invited = invitation(tx)
        tables.use_invitation_up(tx, token, now)
        if tables.find_account(tx, body["login"]) or tables.key_is_taken(tx, key):
            raise Refusal("login_taken")
        account = tables.insert_account(
            tx,
            {
                "login": body["login"],
                "key": key,
                "keyset": keyset.hash,
                "verifier": auth_verifier(body["auth"]),
                **asdict(invited),
                "created": now,
            },
        )
        tables.insert_lock(tx, account, PASSPHRASE, record)
        # Last, since nothing may fail once the register has taken it.
        house.group.register.land(tx, keyset, now)

    await house.database.hot.change(act)


async def offered_kdf(house: Installation, login: str) -> dict[str, Any]:
    """How to stretch the passphrase; for an unknown login an invented salt, always the same."""
    record = await house.database.read(lambda tx: tables.passphrase_lock(tx, login))
    invented = kdf_offer(house.invent("kdf-salt", login, SALT_BYTES))
    return kdf_of(record) if record is not None else invented


async def sign_in(house: Installation, login: str, auth: bytes, told: Told) -> SignedIn:
    """Raises Refusal (`bad_sign_in`) after a delay that grows with failures."""
    account = await house.database.read(lambda tx: tables.find_account(tx, login))
    known = account.verifier if account else NOBODY_VERIFIER
    right = hmac.compare_digest(auth_verifier(auth), known)
    if not right or account is None:
        await delay_failure(house, login, told.address)
        raise Refusal("bad_sign_in")
    return await open_for(house, account, told)


async def open_for(house: Installation, account: tables.Account, told: Told) -> SignedIn:
    """Open a session for someone whose secret was right. Raises `session_ended` for an ended key."""
    if find_standing(house.register.directory, account.key, house.now()) is None:
        raise Refusal("session_ended")
    patience: Patience = house.parts["patience"]
    patience.forgive(account.login)

    def act(tx: Transaction) -> SignedIn:
        opened = open_session(tx, account.key, account.login, told, house.now())
        return SignedIn(opened, account.key, tables.locks(tx, account.id))

    signed_in: SignedIn = await house.database.hot.change(act)
    return signed_in


async def delay_failure(house: Installation, login: str, address: str) -> None:
    patience: Patience = house.parts["patience"]
    patience.enter(address)
    try:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(patience.seconds_after_failure(login, address, loop.time()))
    finally:
        patience.leave(address)


async def sign_out(house: Installation, key: str, session_id: str) -> None:
    """End one session. Raises `not_found` for one that is not this key's."""
    now = house.now()
    ended = await house.database.hot.change(lambda tx: tables.end_session(tx, key, session_id, now))
    if not ended:
        raise Refusal("not_found")
    house.hub.end_sessions(lambda stream: stream.session == session_id)


async def sign_out_everywhere(house: Installation, key: str) -> None:
    now = house.now()
    await house.database.hot.change(lambda tx: tables.end_sessions(tx, key, now))
    house.hub.end_sessions(lambda stream: stream.key == key)
