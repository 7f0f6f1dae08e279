"""What an attacker can write without anybody's help: envelopes that no honest builder would make."""

from collections.abc import Sequence
from typing import Any

from repatria.protocol import canonical
from repatria.protocol.envelope import Envelope, Signature
from repatria.protocol.keys import SigningKey
from tests.protocol.invented import Someone


def sealed_by(type_: int, value: dict[str, Any], keys: Sequence[SigningKey]) -> Envelope:
    """Any value at all, signed by whatever keys the attacker has."""
    payload = canonical.stringify(value)
    unsigned = Envelope(type_, payload, value, ())
    signatures = sorted(Signature(key.keyid, key.sign(unsigned.pae)) for key in keys)
    return Envelope(type_, payload, value, tuple(signatures))


def resigned(envelope: Envelope, *keys: SigningKey) -> Envelope:
    """The same payload: its signatures taken off and others put on."""
    return sealed_by(envelope.type, envelope.value, keys)


def edited(envelope: Envelope, **changes: Any) -> Envelope:
    """Another payload under the old signatures."""
    value = {**envelope.value, **changes}
    return Envelope(envelope.type, canonical.stringify(value), value, envelope.signatures)


def rewritten(envelope: Envelope, who: Someone, **changes: Any) -> Envelope:
    """Another payload, signed by somebody who has the keys for it."""
    return sealed_by(envelope.type, {**envelope.value, **changes}, [who.signing_key])


def claimed_by(envelope: Envelope, keyid: str, key: SigningKey) -> Envelope:
    """The payload with a signature by `key` that claims to be by `keyid`."""
    signature = Signature(keyid, key.sign(envelope.pae))
    return Envelope(envelope.type, envelope.payload, envelope.value, (signature,))


def with_signature_of(envelope: Envelope, *others: Envelope) -> Envelope:
    """The payload with its own signatures and those of other envelopes."""
    signatures = {signature for each in (envelope, *others) for signature in each.signatures}
    return Envelope(envelope.type, envelope.payload, envelope.value, tuple(sorted(signatures)))


def flipped(data: bytes, at: int = -1) -> bytes:
    """The bytes with one bit turned."""
    changed = bytearray(data)
    changed[at] ^= 1
    return bytes(changed)
