"""The signed envelope (protocol/envelope.md): DSSE over canonical JSON, and its wire form.

Nothing else is ever signed with an officer's, head's or root key.
"""

import hashlib
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from repatria.protocol import canonical
from repatria.protocol.canonical import Json
from repatria.protocol.errors import ProtocolError
from repatria.protocol.keys import SigningKey

STATEMENT = 1
ENTRY = 2

_PAYLOAD_TYPES = {
    STATEMENT: b"application/vnd.repatria.statement.v1+json",
    ENTRY: b"application/vnd.repatria.entry.v1+json",
}
MAX_PAYLOAD = {STATEMENT: 65_536, ENTRY: 262_144}
MAX_SIGNATURES = 16
_SIGNATURE_BYTES = 32 + 64


class Signature(NamedTuple):
    keyid: str  # hex
    sig: bytes  # 64


class Envelope:
    """A decoded envelope. Its signatures are *not* verified by being here: see `verify`."""

    __slots__ = ("_hash", "_pae", "payload", "signatures", "type", "value", "verified")

    def __init__(self, type_: int, payload: bytes, value: Json, signatures: tuple[Signature, ...]) -> None:
        self.type = type_
        self.payload = payload
        self.value = value
        self.signatures = signatures
        self.verified: tuple[str, bytes] | None = None  # (keyid, public key) of a signature that held
        self._pae = b""
        self._hash = ""

    @property
    def pae(self) -> bytes:
        """What is signed: DSSE v1.0.2 pre-authentication encoding."""
        self._pae = self._pae or _pae(self.type, self.payload)
        return self._pae

    @property
    def hash(self) -> str:
        """Hex hash without the signatures, so that signing again cannot make a second thing."""
        self._hash = self._hash or hashlib.sha256(b"repatria/v1/envelope\n" + self.pae).hexdigest()
        return self._hash

    def wire(self) -> bytes:
        return b"".join(
            (
                bytes((1, self.type)),
                len(self.payload).to_bytes(4, "big"),
                self.payload,
                bytes((len(self.signatures),)),
                *(bytes.fromhex(keyid) + sig for keyid, sig in self.signatures),
            )
        )


def decode(wire: bytes) -> Envelope:
    """Read the wire form. Checks form only, no signature.

    Raises `bad_envelope`, `unknown_version` or a code of canonical.md.
    """
    # 1. Lengths and markers fit exactly.
    if len(wire) < 7 or wire[0] != 1 or wire[1] not in _PAYLOAD_TYPES:
        raise ProtocolError("bad_envelope", "not an envelope of version 1 and a known type")
    type_ = wire[1]
    end = 6 + int.from_bytes(wire[2:6], "big")
    if end - 6 > MAX_PAYLOAD[type_]:
        raise ProtocolError("bad_envelope", f"a payload of {end - 6} bytes")
    if end >= len(wire):
        raise ProtocolError("bad_envelope", "the payload is cut off")
    count = wire[end]
    if not 1 <= count <= MAX_SIGNATURES or len(wire) != end + 1 + count * _SIGNATURE_BYTES:
        raise ProtocolError("bad_envelope", "the signatures do not fit")
    # 2. The payload is canonical JSON of version 1.
    payload = wire[6:end]
    value = canonical.parse(payload)
    _check_version(value)
    # 3. Signatures are sorted and distinct.
    starts = range(end + 1, len(wire), _SIGNATURE_BYTES)
    signatures = [Signature(wire[at : at + 32].hex(), wire[at + 32 : at + _SIGNATURE_BYTES]) for at in starts]
    _check_order(signatures)
    return Envelope(type_, payload, value, tuple(signatures))


def sign(type_: int, value: Json, signers: Sequence[SigningKey]) -> Envelope:
    """Make the envelope of `value` with one signature by each signer."""
    payload = canonical.stringify(value)
    _check_version(value)
    if len(payload) > MAX_PAYLOAD[type_]:
        raise ProtocolError("bad_envelope", f"a payload of {len(payload)} bytes")
    if not 1 <= len(signers) <= MAX_SIGNATURES:
        raise ProtocolError("bad_envelope", "between 1 and 16 signatures")
    pae = _pae(type_, payload)
    signatures = tuple(sorted(Signature(key.keyid, key.sign(pae)) for key in signers))
    _check_order(signatures)
    return Envelope(type_, payload, canonical.parse(payload), signatures)


def verify(envelope: Envelope, keyid: str, public_sign: bytes) -> None:
    """Demand the signature by `keyid`: `missing_signature`, `bad_signature`.

    RFC 8032 §5.1.7 without cofactor: OpenSSL checks S < L and compares the encoding of
    [S]B - [k]A with R byte for byte. Whether the key is weak is keys.md's question.
    """
    if envelope.verified == (keyid, public_sign):
        return
    for signature in envelope.signatures:
        if signature.keyid == keyid:
            try:
                _public_key(public_sign).verify(signature.sig, envelope.pae)
            except (InvalidSignature, ValueError):
                raise ProtocolError("bad_signature", keyid) from None
            return
    raise ProtocolError("missing_signature", keyid)


def mark_verified_elsewhere(envelope: Envelope, keyid: str, public_sign: bytes) -> None:
    """Have `verify` believe that the signature by this key holds over `envelope.pae`.

    For a caller that had exactly these bytes verified in another process, or that verified them itself
    and kept them under its own seal; nobody else.
    """
    envelope.verified = (keyid, public_sign)


def demand_only(envelope: Envelope, keyids: Collection[str]) -> None:
    """Refuse (`bad_envelope`) signatures by any other key than these."""
    for signature in envelope.signatures:
        if signature.keyid not in keyids:
            raise ProtocolError("bad_envelope", f"a signature that no rule asks for: {signature.keyid}")


def verify_single(envelope: Envelope, keyid: str, public_sign: bytes) -> None:
    """Demand exactly one signature, by `keyid`, and verify it."""
    if keyid not in [signature.keyid for signature in envelope.signatures]:
        raise ProtocolError("missing_signature", keyid)
    demand_only(envelope, (keyid,))
    verify(envelope, keyid, public_sign)


@lru_cache(maxsize=4096)
def _public_key(public_sign: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public_sign)


def _pae(type_: int, payload: bytes) -> bytes:
    name = _PAYLOAD_TYPES[type_]
    return b"DSSEv1 %d %b %d %b" % (len(name), name, len(payload), payload)


def _check_version(value: Json) -> None:
    version = value.get("v")
    if type(version) is not int or version != 1:
        raise ProtocolError("unknown_version")


def _check_order(signatures: Sequence[Signature]) -> None:
    for before, after in pairwise(signatures):
        if before.keyid >= after.keyid:
            raise ProtocolError("bad_envelope", "signatures not sorted, or two by one key")
