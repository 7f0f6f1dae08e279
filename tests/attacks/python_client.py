"""The Python client as a victim: the SDK's own register, rooms and keys, against a server that lies."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from repatria.protocol import lock_records, locks, opening
from repatria.protocol.directory import Directory
from repatria.protocol.errors import ProtocolError
from repatria.protocol.keys import Seeds
from repatria.protocol.notices import check_picture, decode_record
from repatria.protocol.publications import read_document
from repatria.sdk import blobs, enrol
from repatria.sdk.blobs import Attachment
from repatria.sdk.connection import Connection
from repatria.sdk.errors import Blocked
from repatria.sdk.files import Files
from repatria.sdk.keyring import Keyring, NoKey
from repatria.sdk.library import Library
from repatria.sdk.meetings import Meetings
from repatria.sdk.publications import Publications
from repatria.sdk.register import RELEASE, Pin, Register
from repatria.sdk.rooms import HeldRoom, Rooms
from repatria.sdk.store import MemoryStore, Store
from repatria.sdk.threads import Threads
from tests.attacks.impostor import ADDRESS, Impostor
from tests.attacks.table import Scene


class Officer:
    """What `Session.sync` does, with everything but the sign-in."""

    def __init__(self, scene: Scene, impostor: Impostor, store: Store | None = None) -> None:
        connection = Connection(ADDRESS, client=impostor.client())
        store = store or MemoryStore()
        self._scene = scene
        self._register = Register(
            connection, store, scene["net"], pin=pin_of(scene), now=lambda: int(scene["now"])
        )
        self._register.release = scene.get("client_version", RELEASE)
        self._rooms = Rooms(connection, store, self._register, now=lambda: int(scene["now"]))

    def publications(self, answered: Connection | None = None) -> Publications:
        """What it folded of the shelves; `answered` is asked for what the scene does not hold."""
        asked = answered or Connection(ADDRESS, client=Impostor(self._scene).client())
        unused: Any = None  # whoever only reads holds no ceremony
        now = int(self._scene["now"])
        return Publications(asked, MemoryStore(), self._register, unused, "", lambda: now)

    def threads(self) -> Threads:
        seeds = seeds_of(self._scene)
        keyring = self._keyring(seeds)
        return Threads(self._rooms, self._register, keyring, seeds.keyset.keyid)

    def sync(self) -> Directory:
        directory = self._register.sync()
        directory.check_client(self._register.release)
        if "rooms" in self._scene:
            self._read_rooms()
        return directory

    def _read_rooms(self) -> None:
        self._rooms.sync()
        pins = self._scene.get("room_pins", [])
        self._rooms.check_pins({pin["room"]: (pin["seq"], pin["head"]) for pin in pins})
        keyring = self._keyring(seeds_of(self._scene))
        for held in self._rooms.held.values():
            open_bodies(keyring, held)

    def _keyring(self, seeds: Seeds) -> Keyring:
        keyring = Keyring(seeds, seeds.keyset.keyid, self._rooms)
        directory = self._register.directory
        officer = directory.officer(seeds.keyset.keyid)
        assert officer is not None
        keyring.learn_offices(directory, officer.office)
        return keyring


def seeds_of(scene: Scene) -> Seeds:
    return Seeds(*(bytes.fromhex(scene["seeds"][name]) for name in ("sign", "kem")))


def open_bodies(keyring: Keyring, held: HeldRoom) -> None:
    for seq, entry in enumerate(held.entries):
        if entry.value["kind"] == "message":
            keyring.body(held, seq)


def pin_of(scene: Scene) -> Pin | None:
    pin = scene.get("pin")
    return Pin(pin["size"], bytes.fromhex(pin["root"])) if pin else None


def sync(scene: Scene) -> None:
    impostor = Impostor(scene)
    store = MemoryStore()
    if "before" in scene:  # what this client saw when it was started the last time
        earlier = {**scene, **scene["before"]}
        Officer(earlier, Impostor(earlier), store).sync()
    officer = Officer(scene, impostor, store)
    try:
        officer.sync()
    except (Blocked, ProtocolError):
        demand_still_blocked(officer)
        raise
    finally:
        assert impostor.sent == []


def demand_still_blocked(officer: Officer) -> None:
    """Trying again does not help: a client that was blocked stays so."""
    try:
        officer.sync()
    except (Blocked, ProtocolError):
        return
    raise AssertionError("the second try of a blocked client passed")


def record(scene: Scene) -> None:
    """Open what came as a notice's record: its document, then its pictures."""
    impostor = Impostor(scene)
    directory = Officer(scene, impostor).sync()
    own = decode_record(bytes.fromhex(scene["document"]), directory.notices[scene["notice"]].record)
    for picture, data in zip(own["pictures"], scene["pictures"], strict=True):
        check_picture(picture, bytes.fromhex(data))


def document(scene: Scene) -> None:
    """Open what came as the document of a publication."""
    directory = Officer(scene, Impostor(scene)).sync()
    read_document(bytes.fromhex(scene["document"]), directory.publications[scene["publication"]])


def search(scene: Scene) -> None:
    """Look at what is said to have been found: `not_confirmed` where a hit is not what stands there."""
    officer = Officer(scene, Impostor(scene))
    officer.sync()
    answer = httpx.MockTransport(lambda _: httpx.Response(200, json=scene["answer"]))
    asked = Connection(ADDRESS, client=httpx.Client(transport=answer))
    found = Library(officer.publications(asked)).search("anything")
    if not all(hit["stands"] for hit in found["hits"]):
        raise Blocked("not_confirmed")


def library_file(scene: Scene) -> None:
    """Save a file that a record names; when it is refused, nothing of it may be left for anybody to open."""
    content = bytes.fromhex(scene["content"])
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=content))
    connection = Connection(ADDRESS, client=httpx.Client(transport=transport))
    with TemporaryDirectory() as folder:
        try:
            Files(connection).download(scene["named"], Path(folder), "guide.pdf")
        except Blocked:
            assert list(Path(folder).iterdir()) == []
            raise


def library_text(scene: Scene) -> None:
    """Read on in the text of a file, as the server says that it goes."""
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=scene["answer"]))
    connection = Connection(ADDRESS, client=httpx.Client(transport=transport))
    assert list(Files(connection).pages("ab" * 32)) == scene["answer"]["texts"]


def place(scene: Scene) -> None:
    """See who has a place at a meeting: `no_place` unless each of `people` is in the state named there."""
    officer = Officer(scene, Impostor(scene))
    officer.sync()
    meetings = Meetings(officer.publications(), officer.threads(), None)
    states = {one.id: one.state for one in meetings.places_at(scene["item"], scene["office"])}
    if states != scene["people"]:
        raise Blocked("no_place")


def enrolment(scene: Scene) -> None:
    """A newcomer whose link names the network `net`; who is refused has sent nothing."""
    impostor = Impostor(scene)
    guest = Connection(ADDRESS, invitation="token", client=impostor.client())
    try:
        enrol.enrol_as(
            guest, login="newcomer", passphrase="nine maps", root=scene["net"], now=lambda: int(scene["now"])
        )
    except Blocked:
        assert impostor.sent == []
        raise
    assert impostor.sent == ["POST /enrolments"]


def lock(scene: Scene) -> None:
    record = scene["record"]
    assert record["login"] == scene["login"]  # else the client does not even try: sdk/session.py
    locks.open_lock(record, bytes.fromhex(scene["unlock"]))


def kdf(scene: Scene) -> None:
    lock_records.check_kdf(scene["offer"])


def vault(scene: Scene) -> None:
    kem, sealed = (bytes.fromhex(scene[name]) for name in ("kem", "sealed"))
    locks.open_vault(kem, scene["key"], scene["version"], sealed, seen=scene["seen"])


def device(scene: Scene) -> None:
    d, resume, context, sealed = (bytes.fromhex(scene[name]) for name in ("d", "resume", "context", "sealed"))
    opening.open(locks.device_key(d, resume, scene["login"]), context, sealed)


def file(scene: Scene) -> None:
    """Save an attachment; when it is refused, nothing of it may be left for anybody to open."""
    content = bytes.fromhex(scene["content"])
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=content))
    connection = Connection(ADDRESS, client=httpx.Client(transport=transport))
    with TemporaryDirectory() as folder:
        try:
            blobs.download(connection, scene["room"], Attachment.from_body(scene["said"]), Path(folder))
        except Blocked:
            assert list(Path(folder).iterdir()) == []
            raise


PLAYS: dict[str, Callable[[dict[str, Any]], None]] = {
    "sync": sync,
    "record": record,
    "document": document,
    "search": search,
    "library_file": library_file,
    "library_text": library_text,
    "place": place,
    "enrolment": enrolment,
    "lock": lock,
    "kdf": kdf,
    "vault": vault,
    "device": device,
    "file": file,
}


class PythonClient:
    def play(self, scene: Scene) -> str:
        try:
            PLAYS[scene["play"]](scene)
        except (Blocked, ProtocolError, NoKey) as error:
            return error.code
        return "ok"
