"""What matrix-synapse does: sends, syncs and notifications of 8 kB encrypted events in a room of three."""

import asyncio
import base64
import contextlib
import hashlib
import hmac
import itertools
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from urllib.parse import quote

import uvloop

from bench.figure import Peer, PeerUnavailable, Round, Side, register_peer
from bench.http_load import Connection, Load, call, connect, drive, json_request
from bench.peers.synapse_process import REGISTRATION_SECRET, Database, synapse

PEOPLE = ("nairobi", "bern", "lima")
CONNECTIONS = 16
EVENT_BYTES = 8192
SYNC_EVENTS = 50
ALGORITHM = "m.megolm.v1.aes-sha2"
# A client that wants these events and nothing else: the least work that Synapse can be asked for.
ROOM_ONLY = {
    "room": {
        "timeline": {"limit": SYNC_EVENTS},
        "state": {"types": []},
        "ephemeral": {"types": []},
    },
    "presence": {"types": []},
    "account_data": {"types": []},
}


@dataclass(frozen=True)
class Person:
    """A member, signed in on one device."""

    user: str
    token: str


def encrypted_event(mark: str = "") -> dict[str, str]:
    """The content of an m.room.encrypted event, 8,192 bytes as JSON; `mark` makes it findable."""
    content = {
        "algorithm": ALGORITHM,
        "ciphertext": mark,
        "device_id": "BENCHDEVIC",
        "sender_key": base64.b64encode(os.urandom(32)).decode(),
        "session_id": base64.b64encode(os.urandom(32)).decode(),
    }
    missing = EVENT_BYTES - len(json.dumps(content, separators=(",", ":")))
    content["ciphertext"] += base64.b64encode(os.urandom(missing)).decode()[:missing]
    return content


def _room_path(room: str, rest: str) -> str:
    return f"/_matrix/client/v3/rooms/{quote(room)}/{rest}"


def _since(path: str, token: str) -> str:
    return f"{path.partition('&since=')[0]}&since={token}"


def _waiting_sync(path: str, reader: Person) -> bytes:
    return json_request("GET", path.replace("timeout=0", "timeout=30000"), reader.token)


@dataclass
class Homeserver:
    """Three people on a running Synapse."""

    port: int
    people: list[Person] = field(default_factory=list)
    _transactions: Iterator[int] = field(default_factory=itertools.count)

    async def create_people(self) -> None:
        """Register the three through the shared secret."""
        [connection] = await self.open(1)
        for name in PEOPLE:
            self.people.append(await self._register(connection, name))
        connection.close()

    async def _register(self, connection: Connection, name: str) -> Person:
        path = "/_synapse/admin/v1/register"
        nonce = (await call(connection, json_request("GET", path, None)))["nonce"]
        signed = "\0".join([nonce, name, name, "notadmin"]).encode()
        mac = hmac.new(REGISTRATION_SECRET.encode(), signed, hashlib.sha1).hexdigest()
        content = {"nonce": nonce, "username": name, "password": name, "mac": mac, "admin": False}
        answer = await call(connection, json_request("POST", path, None, content))
        return Person(answer["user_id"], answer["access_token"])

    async def sign_in_again(self, connection: Connection, name: str) -> Person:
        """The same person on another device."""
        identifier = {"type": "m.id.user", "user": name}
        content = {"type": "m.login.password", "identifier": identifier, "password": name}
        path = "/_matrix/client/v3/login"
        answer = await call(connection, json_request("POST", path, None, content))
        return Person(answer["user_id"], answer["access_token"])

    async def create_room(self) -> str:
        """An encrypted private room that all three have joined."""
        [connection] = await self.open(1)
        owner, *others = self.people
        encryption = {"type": "m.room.encryption", "content": {"algorithm": ALGORITHM}}
        content = {
            "preset": "private_chat",
            "invite": [person.user for person in others],
            "initial_state": [{**encryption, "state_key": ""}],
        }
        creation = json_request("POST", "/_matrix/client/v3/createRoom", owner.token, content)
        room: str = (await call(connection, creation))["room_id"]
        for person in others:
            await call(connection, json_request("POST", _room_path(room, "join"), person.token, {}))
        connection.close()
        return room

    async def open(self, connections: int) -> list[Connection]:
        return [await connect(self.port) for _ in range(connections)]

    def put_event(self, room: str, person: Person, content: dict[str, str]) -> bytes:
        """The request that sends one event; Synapse answers it once the event is committed."""
        path = _room_path(room, f"send/m.room.encrypted/{next(self._transactions)}")
        return json_request("PUT", path, person.token, content)

    def _events(self, room: str, person: Person) -> Iterator[bytes]:
        content = encrypted_event()
        while True:
            yield self.put_event(room, person, content)

    async def send_encrypted(self, rooms: list[str], opened: list[Connection], count: int) -> Load:
        """`count` sends of 8 kB events, the connections spread evenly over people and rooms."""
        people, into = itertools.cycle(self.people), itertools.cycle(rooms)
        feeds = [self._events(next(into), next(people)) for _ in opened]
        return await drive(opened, feeds, count)

    async def sync_from_now(self, connection: Connection, person: Person) -> str:
        """The path of a /sync that returns what is sent after this call."""
        only = quote(json.dumps(ROOM_ONLY, separators=(",", ":")))
        path = f"/_matrix/client/v3/sync?filter={only}&timeout=0"
        answer = await call(connection, json_request("GET", path, person.token))
        return _since(path, answer["next_batch"])

    async def notify_latencies(self, room: str, count: int) -> list[float]:
        """Seconds from sending an event until another member's waiting /sync has delivered it."""
        sender, listener, probe = await self.open(3)
        author, reader, _ = self.people
        path = await self.sync_from_now(listener, reader)
        latencies: list[float] = []
        for _ in range(count):
            mark = os.urandom(8).hex()
            event = self.put_event(room, author, encrypted_event(mark))
            waiting = listener.send(_waiting_sync(path, reader))
            # The same sync without waiting goes the same way behind it: once answered, the first one waits.
            await call(probe, json_request("GET", path, reader.token))
            began, sent = time.perf_counter(), sender.send(event)
            body = (await waiting).body
            while mark.encode() not in body:  # something else moved: wait on
                path = _since(path, json.loads(body)["next_batch"])
                body = (await listener.send(_waiting_sync(path, reader))).body
            latencies.append(time.perf_counter() - began)
            path = _since(path, json.loads(body)["next_batch"])
            await sent
        for connection in (sender, listener, probe):
            connection.close()
        return latencies


@contextlib.contextmanager
def homeserver(database: Database) -> Iterator[tuple[Homeserver, asyncio.Runner]]:
    """A fresh Synapse with its three people, and the event loop to load it from."""
    with (
        synapse(database) as port,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        server = Homeserver(port)
        runner.run(server.create_people())
        yield server, runner


def sends(database: Database, rooms: int, count: int = 240) -> Side:
    """Events per second, from 16 connections into so many rooms of the same three."""

    @contextlib.contextmanager
    def side() -> Iterator[Round]:
        with homeserver(database) as (server, runner):
            made = [runner.run(server.create_room()) for _ in range(rooms)]
            opened = runner.run(server.open(CONNECTIONS))
            yield lambda: runner.run(server.send_encrypted(made, opened, count)).per_second

    return side


def syncs(database: Database, count: int = 160) -> Side:
    """Reads of the same 50 events per second, 16 connections: the quicker of /sync and /messages."""

    @contextlib.contextmanager
    def side() -> Iterator[Round]:
        with homeserver(database) as (server, runner):
            room = runner.run(server.create_room())
            opened = runner.run(server.open(CONNECTIONS))
            ways = [
                runner.run(_sync_requests(server, room, opened)),
                runner.run(_messages_requests(server, room, opened)),
            ]

            def take() -> float:
                feeds = ([itertools.repeat(raw) for raw in requests] for requests in ways)
                return max(runner.run(drive(opened, feed, count)).per_second for feed in feeds)

            yield take

    return side


async def _sync_requests(server: Homeserver, room: str, opened: list[Connection]) -> list[bytes]:
    """One /sync for each connection, each another device's; sends the 50 events they return."""
    devices = []
    for connection, name in zip(opened, itertools.cycle(PEOPLE), strict=False):
        device = await server.sign_in_again(connection, name)
        devices.append((device, await server.sync_from_now(connection, device)))
    await server.send_encrypted([room], opened[:1], SYNC_EVENTS)
    requests = [json_request("GET", path, device.token) for device, path in devices]
    answer = await call(opened[0], requests[0])
    _must_hold_50(answer["rooms"]["join"][room]["timeline"]["events"], "/sync")
    return requests


async def _messages_requests(server: Homeserver, room: str, opened: list[Connection]) -> list[bytes]:
    """One /messages for each connection that returns the 50 newest events."""
    path = _room_path(room, f"messages?dir=b&limit={SYNC_EVENTS}")
    people = itertools.cycle(server.people)
    requests = [json_request("GET", path, next(people).token) for _ in opened]
    _must_hold_50((await call(opened[0], requests[0]))["chunk"], "/messages")
    return requests


def _must_hold_50(events: list[dict[str, Any]], where: str) -> None:
    found = sum(event["type"] == "m.room.encrypted" for event in events)
    if found != SYNC_EVENTS:
        raise PeerUnavailable(f"Synapse's {where} returned {found} events, not {SYNC_EVENTS}")


def notifications(database: Database, count: int = 100) -> Side:
    """Milliseconds, median of so many, from sending an event to its arrival at another member."""

    @contextlib.contextmanager
    def side() -> Iterator[Round]:
        with homeserver(database) as (server, runner):
            room = runner.run(server.create_room())
            yield lambda: median(runner.run(server.notify_latencies(room, count))) * 1000

    return side


for _kind in Database:
    _name = f"synapse-{_kind.value}"
    register_peer(Peer(f"{_name}-send-1-room", "events/s", sends(_kind, rooms=1)))
    register_peer(Peer(f"{_name}-send-16-rooms", "events/s", sends(_kind, rooms=16)))
    register_peer(Peer(f"{_name}-sync-50", "syncs/s", syncs(_kind)))
    register_peer(Peer(f"{_name}-notify", "ms", notifications(_kind)))
