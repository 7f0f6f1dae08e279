"""Signatures of entries verified by libsodium: little more than half of OpenSSL's time, and the interpreter's
lock is given away meanwhile, so that the writer goes on.

What it says is advice for the good case only: an envelope whose signature held is marked so, and the
fold does not verify it again. Everything else is left to the fold, which verifies it itself and says why not.

libsodium may refuse what envelope.md accepts (weak points), but must accept nothing else. RFC 8032 lets a
verifier choose, and newer libsodium chose otherwise than envelope.md does: such a one would let in what every
client refuses, and is not asked.
"""

from __future__ import annotations

from collections.abc import Callable

from nacl.bindings import crypto_sign_open
from nacl.exceptions import CryptoError

from repatria.protocol.envelope import Envelope, mark_verified_elsewhere

# `public ‖ signature ‖ message` that holds with the cofactor and does not hold without: R has a part of order
# 8 that nothing takes away again. Made in tests/server/test_signatures.py.
COFACTORED = bytes.fromhex(
    "7dbf6dec0025bdaf7061612f023dfed8d52e32ca91b0faaa054a469968e39dde687ed594e8f478987f5b9452d013a3e4"
    "2448e3b3d224cfed3b74d1728b3bd371df04cee5d556361ce7e5ea6bd4b0310c551951e6c6d226e0863815ef01fcd10b"
    "72657061747269612f76312f636f666163746f726564"
)
Holds = Callable[[bytes, bytes], bool]


def holds(public: bytes, signed: bytes) -> bool:
    """`signed` is `signature ‖ message`."""
    try:
        crypto_sign_open(signed, public)
    except (CryptoError, ValueError):
        return False
    return True


class Signatures:
    def __init__(self, holds: Holds = holds) -> None:
        self._holds = holds
        self.asked = not holds(COFACTORED[:32], COFACTORED[32:])

    def verify(self, envelope: Envelope, keyid: str, public: bytes) -> None:
        """Mark the envelope where its only signature is by `keyid` and holds."""
        if not self.asked or len(envelope.signatures) != 1:
            return
        [signature] = envelope.signatures
        if signature.keyid == keyid and self._holds(public, signature.sig + envelope.pae):
            mark_verified_elsewhere(envelope, keyid, public)
