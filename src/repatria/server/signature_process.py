"""The other end of `signatures.py`: `python -m repatria.server.signature_process`, one thread of bare work.

Reads `u32 n ‖ public[32] ‖ signature[64] ‖ message` from standard input, n counting what follows it; answers
each, in order, with one octet on standard output: 1 where the signature holds. Ends at the input's end. It
holds no secret and touches nothing else.
"""

from __future__ import annotations

import contextlib
import os
import signal
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

READ_OCTETS = 1 << 20
TOGETHER = 2  # answers in one write: each wakes the server, but the first need not wait for the last
INPUT, OUTPUT = 0, 1


@lru_cache(maxsize=4096)
def _public_key(public: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public)


def holds(request: bytes) -> bool:
    """`request` is `public ‖ signature ‖ message`."""
    try:
        _public_key(request[:32]).verify(request[32:96], request[96:])
    except (InvalidSignature, ValueError):
        return False
    return True


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides when to stop
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
