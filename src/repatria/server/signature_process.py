"""The other end of `signatures.py`: `python -m repatria.server.signature_process`, one thread of bare work.

Reads `u32 n ‖ public[32] ‖ signature[64] ‖ message` from standard input, n counting what follows it; answers
each, in order, with one octet on standard output: 1 where the signature holds. Ends at the input's end. It
holds no secret and touches nothing else.

libsodium verifies in little more than half of OpenSSL's time. It may refuse what envelope.md accepts (weak
points), which the fold then verifies itself, but must accept nothing else: `demand_cofactorless`.
"""

from __future__ import annotations

import contextlib
import os
import signal

from nacl.bindings import crypto_sign_open
from nacl.exceptions import CryptoError

READ_OCTETS = 1 << 20
TOGETHER = 2  # answers in one write: each wakes the server, but the first need not wait for the last
INPUT, OUTPUT = 0, 1

# Holds with the cofactor and does not hold without: R has a part of order 8 that nothing takes away again.
# Made in tests/server/test_signatures.py.
COFACTORED = bytes.fromhex(
    "7dbf6dec0025bdaf7061612f023dfed8d52e32ca91b0faaa054a469968e39dde687ed594e8f478987f5b9452d013a3e4"
    "2448e3b3d224cfed3b74d1728b3bd371df04cee5d556361ce7e5ea6bd4b0310c551951e6c6d226e0863815ef01fcd10b"
    "72657061747269612f76312f636f666163746f726564"
)


def holds(request: bytes) -> bool:
    """`request` is `public ‖ signature ‖ message`."""
    try:
        crypto_sign_open(request[32:], request[:32])
    except (CryptoError, ValueError):
        return False
    return True


def demand_cofactorless() -> None:
    """RFC 8032 lets a verifier choose, and newer libsodium chose otherwise than envelope.md does: such a one
    would let in what every client refuses. Raises RuntimeError; the fold then verifies everything itself.
    """
    if holds(COFACTORED):
        raise RuntimeError("this libsodium verifies with the cofactor")


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides when to stop
    demand_cofactorless()
    held = bytearray()
    while data := os.read(INPUT, READ_OCTETS):
        held += data
        at, answers = 0, bytearray()
        while len(held) >= at + 4:
            end = at + 4 + int.from_bytes(held[at : at + 4], "big")
            if len(held) < end:
                break
            answers.append(holds(bytes(held[at + 4 : end])))
            at = end
            if len(answers) == TOGETHER:
                os.write(OUTPUT, answers)
                answers.clear()
        del held[:at]
        if answers:
            os.write(OUTPUT, answers)


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the server went first
        main()
