"""The verifying process: what it says is believed only where a signature holds, and nobody depends on it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from repatria.protocol import envelope as envelopes
from repatria.protocol.envelope import Envelope
from repatria.protocol.errors import ProtocolError
from repatria.server.signatures import Signatures
from tests.protocol.invented import Someone

AUTHOR, ANOTHER = Someone("author"), Someone("another")


def signed(by: Someone) -> Envelope:
    return envelopes.sign(envelopes.ENTRY, {"v": 1, "kind": "note"}, [by.signing_key])


def forged() -> Envelope:
    real = signed(AUTHOR)
    [(keyid, sig)] = real.signatures
    wrong = bytes((sig[0] ^ 1,)) + sig[1:]
    return Envelope(real.type, real.payload, real.value, (envelopes.Signature(keyid, wrong),))


@pytest.fixture
def loop() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def signatures(loop: asyncio.Runner) -> Iterator[Signatures]:
    made = Signatures()
    yield made
    loop.run(asyncio.to_thread(made.stop))


async def verify(signatures: Signatures, *given: Envelope) -> list[bool]:
    keyset = AUTHOR.keyset
    await asyncio.gather(*(signatures.verify(one, keyset.keyid, keyset.sign) for one in given))
    return [one.verified is not None for one in given]


def test_signatures_that_hold_are_marked_in_their_order(loop: asyncio.Runner, signatures: Signatures) -> None:
    loop.run(verify(signatures, signed(AUTHOR)))  # while the process starts, one may go unmarked
    given = [
        signed(AUTHOR),
        forged(),
        signed(AUTHOR),
        forged(),
        forged(),
        *(signed(AUTHOR) for _ in range(40)),
    ]
    assert loop.run(verify(signatures, *given)) == [True, False, True, False, False, *[True] * 40]


def test_what_is_signed_by_another_is_not_marked(loop: asyncio.Runner, signatures: Signatures) -> None:
    loop.run(verify(signatures, signed(AUTHOR)))
    assert loop.run(verify(signatures, signed(ANOTHER))) == [False]


def test_a_mark_counts_for_its_key_alone(loop: asyncio.Runner, signatures: Signatures) -> None:
    loop.run(verify(signatures, signed(AUTHOR)))
    envelope = signed(AUTHOR)
    assert loop.run(verify(signatures, envelope)) == [True]
    with pytest.raises(ProtocolError, match="bad_signature"):
        envelopes.verify(envelope, AUTHOR.keyid, ANOTHER.keyset.sign)


def test_the_fold_still_refuses_what_was_not_marked(loop: asyncio.Runner, signatures: Signatures) -> None:
    loop.run(verify(signatures, signed(AUTHOR)))
    envelope = forged()
    assert loop.run(verify(signatures, envelope)) == [False]
    with pytest.raises(ProtocolError, match="bad_signature"):
        envelopes.verify(envelope, AUTHOR.keyid, AUTHOR.keyset.sign)


def test_without_the_process_nobody_waits_and_nothing_is_marked(
    loop: asyncio.Runner, signatures: Signatures
) -> None:
    loop.run(verify(signatures, signed(AUTHOR)))
    process = signatures._process
    assert process is not None
    process.kill()
    process.wait()
    assert loop.run(verify(signatures, signed(AUTHOR), signed(AUTHOR))) == [False, False]
