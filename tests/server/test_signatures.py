"""What libsodium says is believed only where a signature holds, and the fold depends on it for nothing."""

from __future__ import annotations

import hashlib
from functools import cache

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from repatria.protocol import envelope as envelopes
from repatria.protocol.envelope import Envelope
from repatria.protocol.errors import ProtocolError
from repatria.server.signatures import COFACTORED, Signatures, holds
from tests.protocol.invented import Someone

AUTHOR, ANOTHER = Someone("author"), Someone("another")


def signed(*by: Someone) -> Envelope:
    return envelopes.sign(envelopes.ENTRY, {"v": 1, "kind": "note"}, [one.signing_key for one in by])


def forged() -> Envelope:
    real = signed(AUTHOR)
    [(keyid, sig)] = real.signatures
    wrong = bytes((sig[0] ^ 1,)) + sig[1:]
    return Envelope(real.type, real.payload, real.value, (envelopes.Signature(keyid, wrong),))


def is_marked(envelope: Envelope, signatures: Signatures | None = None) -> bool:
    keyset = AUTHOR.keyset
    (signatures or Signatures()).verify(envelope, keyset.keyid, keyset.sign)
    return envelope.verified is not None


def test_a_signature_that_holds_is_marked_and_the_fold_takes_it() -> None:
    envelope = signed(AUTHOR)
    assert is_marked(envelope)
    envelopes.verify_single(envelope, AUTHOR.keyid, AUTHOR.keyset.sign)


def test_what_is_signed_by_another_or_by_two_is_not_marked() -> None:
    assert not is_marked(signed(ANOTHER))
    assert not is_marked(signed(AUTHOR, ANOTHER))


def test_a_mark_counts_for_its_key_alone() -> None:
    envelope = signed(AUTHOR)
    assert is_marked(envelope)
    with pytest.raises(ProtocolError, match="bad_signature"):
        envelopes.verify(envelope, AUTHOR.keyid, ANOTHER.keyset.sign)


def test_the_fold_refuses_what_was_not_marked() -> None:
    envelope = forged()
    assert not is_marked(envelope)
    with pytest.raises(ProtocolError, match="bad_signature"):
        envelopes.verify(envelope, AUTHOR.keyid, AUTHOR.keyset.sign)


# Ed25519 in whole numbers (RFC 8032, 5.1), to make what no honest signer makes.
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int]
ONE: Point = (0, 1)
BASE: Point = (
    15112221349535400772501151409588531511454012693041857206046113283949847762202,
    46316835694926478169428394003475163141307993866256225615783033603165251855960,
)
# Of order 8.
TWIST: Point = (
    14399317868200118260347934320527232580618823971194345261214217575416788799818,
    55188659117513257062467267217118295137698188065244968500265048394206261417927,
)


def add(a: Point, b: Point) -> Point:
    part = D * a[0] * b[0] * a[1] * b[1] % P
    x = (a[0] * b[1] + a[1] * b[0]) * pow(1 + part, P - 2, P)
    y = (a[1] * b[1] + a[0] * b[0]) * pow(1 - part, P - 2, P)
    return x % P, y % P


@cache
def times(a: Point, number: int) -> Point:
    total = ONE
    while number:
        if number & 1:
            total = add(total, a)
        a, number = add(a, a), number >> 1
    return total


def octets(a: Point) -> bytes:
    return (a[1] | (a[0] & 1) << 255).to_bytes(32, "little")


def number(text: bytes) -> int:
    return int.from_bytes(hashlib.sha512(text).digest(), "little") % L


def twisted(author: int, nonce: int, message: bytes, s_more: int = 0) -> bytes:
    """`public ‖ signature ‖ message`: key and R carry that many parts of order 8; it holds but for those."""
    secret, r = number(b"author"), number(b"nonce")
    key = octets(add(times(BASE, secret), times(TWIST, author)))
    point = octets(add(times(BASE, r), times(TWIST, nonce)))
    s = (r + number(point + key + message) * secret) % L + s_more
    return key + point + s.to_bytes(32, "little") + message


def openssl_holds(request: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(request[:32]).verify(request[32:96], request[96:])
    except (InvalidSignature, ValueError):
        return False
    return True


def test_libsodium_accepts_nothing_that_envelopes_refuse() -> None:
    """With and without parts of order 8 in the key and in R, and with S beyond the group's order."""
    asked = [twisted(a, r, b"%d" % n) for a in range(8) for r in range(8) for n in range(3)]
    asked += [twisted(a, r, b"", s_more=L) for a in (0, 3) for r in (0, 4)]
    asked += [
        octets(times(TWIST, a)) + octets(times(TWIST, r)) + bytes(32) for a in range(8) for r in range(8)
    ]
    judged = [(holds(request[:32], request[32:]), openssl_holds(request)) for request in asked]
    assert set(judged) >= {(True, True), (False, False)}
    assert (True, False) not in judged


def test_a_libsodium_with_the_cofactor_would_be_found_out() -> None:
    key, point, s = COFACTORED[:32], COFACTORED[32:64], int.from_bytes(COFACTORED[64:96], "little")
    secret, r = number(b"repatria author"), number(b"repatria nonce")
    assert key == octets(times(BASE, secret))
    assert point == octets(add(times(BASE, r), TWIST))
    assert s == (r + number(point + key + COFACTORED[96:]) * secret) % L
    assert Signatures().asked

    def with_cofactor(public: bytes, signed: bytes) -> bool:
        return public + signed == COFACTORED or holds(public, signed)

    assert not is_marked(signed(AUTHOR), Signatures(with_cofactor))
