"""envelope.json: envelopes that sign to exactly these bytes, and wires that must be refused."""

from typing import Any

from repatria.protocol import envelope as envelopes
from repatria.protocol.envelope import ENTRY, STATEMENT, Envelope, Signature
from repatria.protocol.keys import SigningKey
from tests.protocol.invented import digest

FIRST, SECOND = (SigningKey.from_seed(digest(f"signer {n}")) for n in range(2))


def make() -> dict[str, Any]:
    return {"signed": [*_signed()], "decode": _decode(), "verify": _verify()}


def _signed() -> list[dict[str, Any]]:
    made = []
    for type_, value in ((STATEMENT, {"v": 1}), (ENTRY, {"v": 1, "text": "é \U0001f600"})):
        envelope = envelopes.sign(type_, value, [FIRST])
        made.append(
            {
                "type": type_,
                "payload": envelope.payload.hex(),
                "seed": digest("signer 0").hex(),
                "keyid": FIRST.keyid,
                "pae": envelope.pae.hex(),
                "hash": envelope.hash,
                "wire": envelope.wire().hex(),
            }
        )
    return made


def _wire(payload: bytes, signatures: list[Signature], type_: int = STATEMENT) -> bytes:
    return Envelope(type_, payload, {}, tuple(signatures)).wire()


def _decode() -> list[dict[str, Any]]:
    one = Signature("11" * 32, bytes(64))
    two = Signature("22" * 32, bytes(64))
    good = _wire(b'{"v":1}', [one, two])
    many = [Signature(f"{n:02x}" * 32, bytes(64)) for n in range(17)]
    cases: list[tuple[str, bytes, str | None]] = [
        ("two sorted signatures", good, None),
        ("sixteen signatures", _wire(b'{"v":1}', many[:16]), None),
        ("seventeen signatures", _wire(b'{"v":1}', many), "bad_envelope"),
        ("no signature", _wire(b'{"v":1}', []), "bad_envelope"),
        ("nothing", b"", "bad_envelope"),
        ("the marker of another version", b"\x02" + good[1:], "bad_envelope"),
        ("an unknown type", good[:1] + b"\x03" + good[2:], "bad_envelope"),
        ("type 0", good[:1] + b"\x00" + good[2:], "bad_envelope"),
        ("a byte after the end", good + b"\0", "bad_envelope"),
        ("the last byte missing", good[:-1], "bad_envelope"),
        ("cut off in the payload", good[:9], "bad_envelope"),
        ("cut off after the payload", good[:13], "bad_envelope"),
        ("a length beyond the end", good[:2] + b"\xff\xff\xff\xff" + good[6:], "bad_envelope"),
        ("one signature more than said", good[:13] + b"\x01" + good[14:], "bad_envelope"),
        ("signatures not sorted", _wire(b'{"v":1}', [two, one]), "bad_envelope"),
        ("a key id twice", _wire(b'{"v":1}', [one, one]), "bad_envelope"),
        ("version 2", _wire(b'{"v":2}', [one]), "unknown_version"),
        ("no version", _wire(b"{}", [one]), "unknown_version"),
        ("version true", _wire(b'{"v":true}', [one]), "unknown_version"),
        ("version as a text", _wire(b'{"v":"1"}', [one]), "unknown_version"),
        ("a payload with white space", _wire(b'{"v": 1}', [one]), "not_canonical"),
        ("a payload with a key twice", _wire(b'{"v":1,"v":1}', [one]), "not_canonical"),
        ("a payload that is a list", _wire(b"[]", [one]), "not_canonical"),
        ("an empty payload", _wire(b"", [one]), "not_canonical"),
        ("a payload too deep", _wire(b'{"v":' + b"[" * 32 + b"]" * 32 + b"}", [one]), "too_deep"),
        ("not canonical and not sorted", _wire(b'{"v": 1}', [two, one]), "not_canonical"),
    ]
    return [{"name": name, "wire": wire.hex(), "code": code} for name, wire, code in cases]


def _verify() -> list[dict[str, Any]]:
    good = envelopes.sign(STATEMENT, {"v": 1, "text": "signed"}, [FIRST, SECOND])
    other = envelopes.sign(ENTRY, {"v": 1, "text": "signed"}, [FIRST, SECOND])
    first = next(item for item in good.signatures if item.keyid == FIRST.keyid)
    s_plus_l = (int.from_bytes(first.sig[32:], "little") + _ORDER).to_bytes(32, "little")
    malleable = Signature(first.keyid, first.sig[:32] + s_plus_l)
    flipped = Signature(first.keyid, bytes((first.sig[0] ^ 1,)) + first.sig[1:])
    cases = [
        ("the first signer", good, FIRST.keyid, FIRST.public, None),
        ("the second signer", good, SECOND.keyid, SECOND.public, None),
        ("a key that did not sign", good, "00" * 32, FIRST.public, "missing_signature"),
        ("another key under this id", good, FIRST.keyid, SECOND.public, "bad_signature"),
        ("the signature of another type", _with(good, other.signatures[0]), other.signatures[0].keyid,
         _public(other.signatures[0].keyid), "bad_signature"),
        ("a flipped bit", _with(good, flipped), FIRST.keyid, FIRST.public, "bad_signature"),
        ("S + L in place of S", _with(good, malleable), FIRST.keyid, FIRST.public, "bad_signature"),
        ("zeros", _with(good, Signature(FIRST.keyid, bytes(64))), FIRST.keyid, FIRST.public,
         "bad_signature"),
    ]  # fmt: skip
    return [
        {"name": name, "wire": made.wire().hex(), "keyid": keyid, "public": public.hex(), "code": code}
        for name, made, keyid, public, code in cases
    ]


_ORDER = 2**252 + 27742317777372353535851937790883648493  # RFC 8032 §5.1


def _public(keyid: str) -> bytes:
    return FIRST.public if keyid == FIRST.keyid else SECOND.public


def _with(envelope: Envelope, signature: Signature) -> Envelope:
    return Envelope(envelope.type, envelope.payload, envelope.value, (signature,))
