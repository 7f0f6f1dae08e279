"""Passkeys as a second lock: WebAuthn ceremonies by py_webauthn, imported when first used.

User verification is required: the PRF output opens the seeds.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from repatria.protocol.lock_records import PASSKEY
from repatria.server.accounts import actions, tables
from repatria.server.accounts.locks import check_owner
from repatria.server.database.transaction import Transaction
from repatria.server.guard import host_name
from repatria.server.installation import Installation
from repatria.server.refusals import Refusal
from repatria.server.sessions import Session, Told

CHALLENGE_SECONDS = 300
REGISTER, SIGN_IN = "register", "sign-in"
MOST_PASSKEYS = 10


@dataclass(frozen=True, slots=True)
class Site:
    """The relying party as the browser sees it: the host that the guard has let through."""

    host: str
    secure: bool

    @property
    def id(self) -> str:
        return host_name(self.host)

    @property
    def origin(self) -> str:
        return f"{'https' if self.secure else 'http'}://{self.host}"


def _new_challenge(house: Installation, purpose: str, login: str) -> bytes:
    """`nonce[16] ‖ u64 expires ‖ mac[16]`: nothing is stored for whoever only asks."""
    expires = house.now() + CHALLENGE_SECONDS
    start = secrets.token_bytes(16) + expires.to_bytes(8, "big")
    return start + _mac(house, start, purpose, login)


def _mac(house: Installation, start: bytes, purpose: str, login: str) -> bytes:
    return house.invent("challenge", f"{purpose}\n{login}\n{start.hex()}", 16)


def _read_challenge(house: Installation, credential: dict[str, Any], purpose: str, login: str) -> bytes:
    """The challenge inside the client's data: ours, for this login and purpose, not out of date."""
    try:
        data = json.loads(_decode(credential["response"]["clientDataJSON"]))
        challenge = _decode(data["challenge"])
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise Refusal("bad_passkey") from error
    start, mac = challenge[:24], challenge[24:]
    if not hmac.compare_digest(mac, _mac(house, start, purpose, login)):
        raise Refusal("bad_passkey")
    if int.from_bytes(start[16:], "big") <= house.now():
        raise Refusal("bad_passkey")
    return challenge


async def _use_up(house: Installation, challenge: bytes, purpose: str, login: str) -> None:
    """After everything else held: the same challenge does not work twice."""
    now, expires = house.now(), int.from_bytes(challenge[16:24], "big")
    fresh = await house.database.desk.change(
        lambda tx: tables.use_challenge(tx, challenge, purpose, login, (now, expires))
    )
    if not fresh:
        raise Refusal("bad_passkey")


async def registration_options(house: Installation, login: str, site: Site) -> dict[str, Any]:
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    known = await house.database.read(lambda tx: tables.passkeys(tx, login))
    options = generate_registration_options(
        rp_id=site.id,
        rp_name="Repatria",
        user_name=login,
        user_id=hashlib.sha256(b"repatria/v1/user\n" + login.encode()).digest(),
        challenge=_new_challenge(house, REGISTER, login),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(_decode(row[0])) for row in known],
    )
    found: dict[str, Any] = json.loads(options_to_json(options))
    return found


async def register(house: Installation, session: Session, body: dict[str, Any], site: Site) -> str:
    """Verify the ceremony and keep the passkey with its lock; returns the credential's id."""
    from webauthn import verify_registration_response

    fields, record = body["lock"]
    check_owner(fields, PASSKEY, session.login, session.key)
    challenge = _read_challenge(house, body["credential"], REGISTER, session.login)
    with _refusing():
        verified = verify_registration_response(
            credential=body["credential"],
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    if fields["credential"] != base64.b64encode(verified.credential_id).decode():
        raise Refusal("bad_lock")
    credential = _encode(verified.credential_id)
    await _use_up(house, challenge, REGISTER, session.login)

    def act(tx: Transaction) -> None:
        account = tables.find_account(tx, session.login)
        if account is None or len(tables.passkeys(tx, session.login)) >= MOST_PASSKEYS:
            raise Refusal("too_many_kept")
        if tx.one("SELECT 1 FROM passkey WHERE credential = :c", c=credential):
            raise Refusal("bad_passkey")
        tables.insert_passkey(
            tx,
            {
                "credential": credential,
                "account": account.id,
                "lock": tables.insert_lock(tx, account.id, "passkey", record),
                "public_key": verified.credential_public_key,
                "sign_count": verified.sign_count,
                "created": house.now(),
            },
        )

    await house.database.hot.change(act)
    return credential


async def sign_in_options(house: Installation, login: str, site: Site) -> dict[str, Any]:
    """For a login without passkeys an invented credential, always the same."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import (
        PublicKeyCredentialDescriptor,
        UserVerificationRequirement,
    )

    known = await house.database.read(lambda tx: tables.passkeys(tx, login))
    ids = [_decode(row[0]) for row in known] or [house.invent("credential", login, 32)]
    options = generate_authentication_options(
        rp_id=site.id,
        challenge=_new_challenge(house, SIGN_IN, login),
        allow_credentials=[PublicKeyCredentialDescriptor(id_) for id_ in ids],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    found: dict[str, Any] = json.loads(options_to_json(options))
    return found


async def sign_in(house: Installation, body: dict[str, Any], told: Told, site: Site) -> actions.SignedIn:
    """Raises Refusal (`bad_passkey`) after the same delay as a wrong passphrase."""
    login = body["login"]
    try:
        account = await _verify_sign_in(house, login, body["credential"], site)
    except Refusal:
        await actions.delay_failure(house, login, told.address)
        raise
    return await actions.open_for(house, account, told)


async def _verify_sign_in(
    house: Installation, login: str, credential: dict[str, Any], site: Site
) -> tables.Account:
    from webauthn import verify_authentication_response

    challenge = _read_challenge(house, credential, SIGN_IN, login)
    known = await house.database.read(lambda tx: tables.passkeys(tx, login))
    row = next((row for row in known if row[0] == credential.get("id")), None)
    account = await house.database.read(lambda tx: tables.find_account(tx, login))
    if row is None or account is None:
        raise Refusal("bad_passkey")
    with _refusing():
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=bytes(row[1]),
            credential_current_sign_count=row[2],
            require_user_verification=True,
        )
    await _use_up(house, challenge, SIGN_IN, login)
    count = verified.new_sign_count
    await house.database.hot.change(lambda tx: tables.count_use(tx, row[0], count))
    return account


@contextmanager
def _refusing() -> Iterator[None]:
    """The library raises errors of its own and of what it reads with: by any of them it is no passkey."""
    try:
        yield
    except Exception as error:
        raise Refusal("bad_passkey") from error


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
