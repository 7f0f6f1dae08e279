"""What the server may know of locks (protocol/locks.md): logins, offers, records, the verifier.

It stores records and can open none; deriving and opening is `locks.py`, for clients.
"""

import hashlib
from typing import Any

from repatria.protocol.canonical import Json
from repatria.protocol.errors import ProtocolError
from repatria.protocol.shapes import (
    any_b64,
    b64,
    b64_text,
    constant,
    fields,
    hash_hex,
    integer,
    matching,
    nullable,
    one_of,
    record,
)

PASSPHRASE = "passphrase"  # noqa: S105 - a kind of lock
PASSKEY = "passkey"
SALT_BYTES = 16

_LEAST = {"m": 131_072, "t": 3, "p": 1}
_MOST = {"m": 1_048_576, "t": 10, "p": 4}

_is_login = matching("[a-z0-9][a-z0-9._-]{2,63}")
_KDF = {
    "alg": one_of("argon2id"),
    "m": integer(),
    "t": integer(),
    "p": integer(),
    "salt": b64(SALT_BYTES),
}
_RECORD = {
    "v": constant(1),
    "type": one_of(PASSPHRASE, PASSKEY),
    "login": _is_login,
    "key": hash_hex,
    "kdf": nullable(record(_KDF)),
    "credential": nullable(any_b64),
    "sealed": b64(24 + 32 + 64 + 16),
}


def check_login(login: Any) -> None:
    if not _is_login(login):
        raise ProtocolError("bad_shape", "login")


def kdf_offer(salt: bytes) -> Json:
    """The floor of locks.md with this salt: what every new lock uses."""
    return {"alg": "argon2id", **_LEAST, "salt": b64_text(salt)}


def check_kdf(kdf: Any) -> None:
    """Refuse (`kdf_downgrade`) an offer that is too cheap, or so dear that it stops the client."""
    fields(kdf, _KDF)
    if any(not least <= kdf[name] <= _MOST[name] for name, least in _LEAST.items()):
        raise ProtocolError("kdf_downgrade", f"m={kdf['m']} t={kdf['t']} p={kdf['p']}")


def check_lock(value: Any) -> None:
    """Demand the shape of a lock record: a passphrase has a kdf, a passkey a credential."""
    fields(value, _RECORD)
    is_passphrase = value["type"] == PASSPHRASE
    if (value["kdf"] is not None) != is_passphrase or (value["credential"] is None) != is_passphrase:
        raise ProtocolError("bad_shape", "kdf with a passphrase, credential with a passkey")
    if is_passphrase:
        check_kdf(value["kdf"])


def auth_verifier(auth: bytes) -> bytes:
    """What the server stores of `auth`, which has the kit's 128 bits in it."""
    return hashlib.sha256(b"repatria/v1/auth-verifier\n" + auth).digest()


def prf_input(login: str) -> bytes:
    """What a passkey's PRF is asked for."""
    return hashlib.sha256(f"repatria/v1/prf\n{login}".encode()).digest()
