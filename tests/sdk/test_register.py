"""A client believes no register that it has not recomputed: each lie blocks, and stays blocked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import httpx
import pytest

from repatria.protocol import frames
from repatria.sdk import Blocked, Connection, Register, WrongUse
from repatria.sdk.store import MemoryStore, Store
from tests.sdk.living import Living

Change = Callable[[str, bytes], bytes]


class LyingServer(httpx.BaseTransport):
    """The real server, whose answers somebody changes on the way."""

    def __init__(self, change: Change) -> None:
        self._real = httpx.HTTPTransport()
        self._change = change

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._real.handle_request(request)
        body = self._change(request.url.path, answer.read())
        answer.close()
        return httpx.Response(answer.status_code, content=body)

    def close(self) -> None:
        self._real.close()


Make = Callable[..., Register]


@pytest.fixture
def registers(living: Living) -> Iterator[Make]:
    """Makes registers on the real server behind a change of its answers; closes their connections."""
    opened: list[Connection] = []

    def make(change: Change, store: Store | None = None, net: str | None = None) -> Register:
        client = httpx.Client(transport=LyingServer(change))
        connection = Connection(living.address, bearer=f"reader:{living.keys.reader}", client=client)
        opened.append(connection)
        return Register(connection, store or MemoryStore(), net or living.keys.net)

    yield make
    for connection in opened:
        connection.close()


def honest(path: str, body: bytes) -> bytes:
    return body


def blocked_code(register: Register) -> str:
    """The code that a sync blocks with; a second sync must not get over it."""
    with pytest.raises(Blocked) as first:
        register.sync()
    with pytest.raises(Blocked) as again:
        register.sync()
    assert again.value.code == first.value.code
    return first.value.code


def test_honest_register_is_verified(registers: Make) -> None:
    directory = registers(honest).sync()
    assert set(directory.bureaus) == {"KE", "CH", "GB"}


def test_another_network_than_on_paper_is_blocked(registers: Make) -> None:
    assert blocked_code(registers(honest, net="0" * 64)) == "wrong_network"


def test_without_a_hash_on_paper_there_is_nothing_to_trust(living: Living) -> None:
    with living.keys.reading(living.address) as reader, pytest.raises(WrongUse, match="no_anchor"):
        Register(reader, MemoryStore(), None)


def test_checkpoint_without_its_witnesses_is_blocked(registers: Make) -> None:
    def drop_witnesses(path: str, body: bytes) -> bytes:
        if not path.endswith("/checkpoint"):
            return body
        lines = body.decode().splitlines(keepends=True)
        return "".join(line for line in lines if ".witness.demo" not in line).encode()

    assert blocked_code(registers(drop_witnesses)) == "no_quorum"


def test_changed_checkpoint_is_blocked(registers: Make) -> None:
    def claim_another_root(path: str, body: bytes) -> bytes:
        if not path.endswith("/checkpoint"):
            return body
        return re.sub(rb"\n[A-Za-z0-9+/]{43}=\n", b"\n" + b"A" * 43 + b"=\n", body, count=1)

    assert blocked_code(registers(claim_another_root)) == "bad_checkpoint_signature"


def test_changed_statement_is_blocked(registers: Make) -> None:
    def rename_a_bureau(path: str, body: bytes) -> bytes:
        return body.replace(b"National Central Bureau Bern", b"National Central Bureau Bexn")

    assert blocked_code(registers(rename_a_bureau)) == "bad_signature"


def test_dropped_statement_is_blocked(registers: Make) -> None:
    def drop_one(path: str, body: bytes) -> bytes:
        if not path.endswith("/leaves"):
            return body
        leaves = frames.split(body)
        first = next(leaf for leaf in leaves if b'"kind":"authorise"' in leaf)
        return frames.join([leaf for leaf in leaves if leaf != first])

    assert blocked_code(registers(drop_one)) == "broken_chain"


def test_older_register_than_seen_before_is_blocked(living: Living, registers: Make) -> None:
    store = MemoryStore()
    registers(honest, store).sync()
    old = registers(honest)
    old.sync()
    note = old.note
    living.force_heads()
    registers(honest, store).sync()

    def roll_back(path: str, body: bytes) -> bytes:
        return note.encode() if path.endswith("/checkpoint") else body

    assert blocked_code(registers(roll_back, store)) == "rolled_back"


def test_pins_outlive_the_process_and_block_an_emptied_cache(registers: Make) -> None:
    store = MemoryStore()
    kept = registers(honest, store)
    kept.sync()
    assert kept.pin is not None
    later = MemoryStore()
    later.write("pin", b'{"size":%d,"root":"%s"}' % (kept.pin.size, b"00" * 32))
    assert blocked_code(registers(honest, later)) == "forked"


def test_plain_http_to_another_machine_is_refused() -> None:
    with pytest.raises(WrongUse, match="insecure_server"):
        Connection("http://repatria.example")
