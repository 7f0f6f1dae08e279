"""The vault: pins that follow the officer to another machine, sealed under their own key (locks.md)."""

from __future__ import annotations

import json
import secrets
from typing import Any

from repatria.protocol import locks
from repatria.protocol.keys import Seeds
from repatria.sdk.connection import Connection, decode_b64, encode_b64
from repatria.sdk.errors import Blocked, Refused, blocking
from repatria.sdk.register import Pin
from repatria.sdk.store import Store

SEEN = "vault"

RoomPins = dict[str, tuple[int, str]]


def passkey_id(credential: str) -> str:
    """The id by which vault and server name a passkey: its credential in base64url without padding."""
    return credential.rstrip("=").translate(str.maketrans("+/", "-_"))


def seal(seeds: Seeds, version: int, pin: Pin, rooms: RoomPins, settings: dict[str, Any]) -> bytes:
    """The sealed vault of that version (locks.md)."""
    content = {
        "v": 1,
        "kind": "vault",
        "version": version,
        "pin": {"size": pin.size, "root": pin.root.hex()},
        "rooms": [{"room": room, "seq": seq, "head": head} for room, (seq, head) in sorted(rooms.items())],
        "settings": settings,
    }
    return locks.seal_vault(seeds.kem, seeds.keyset.keyid, content, secrets.token_bytes(24))


class Vault:
    """Reads and writes one officer's vault; remembers the highest version seen on this disk."""

    def __init__(self, connection: Connection, store: Store, seeds: Seeds, keyid: str) -> None:
        self._connection = connection
        self._store = store
        self._seeds = seeds
        self._keyid = keyid
        self._version = 0
        self._settings: dict[str, Any] = {}
        self.pin: Pin | None = None
        self.rooms: RoomPins = {}

    def fetch(self) -> None:
        """Read the server's vault. Raises Blocked when it is older than one seen here, or denied."""
        answer = self._connection.get_json("/vault")
        version = int(answer.get("version") or 0)
        with blocking("vault"):
            data = decode_b64(answer.get("sealed") or "")
            vault = locks.open_vault(self._seeds.kem, self._keyid, version, data, seen=self._seen())
        self._version = version
        self._settings = vault["settings"]
        self.pin = Pin(vault["pin"]["size"], bytes.fromhex(vault["pin"]["root"]))
        self.rooms = {row["room"]: (row["seq"], row["head"]) for row in vault["rooms"]}
        self._remember(version)

    def check_passkeys(self, locks_given: list[dict[str, Any]]) -> None:
        """Block a passkey lock that none of this officer's devices has added (locks.md)."""
        known = {str(entry.get("id")) for entry in self._settings.get("passkeys", [])}
        for lock in locks_given:
            if lock["credential"] is not None and passkey_id(lock["credential"]) not in known:
                raise Blocked("wrong_lock", "a passkey that nobody added here")

    def push(self, pin: Pin, rooms: RoomPins) -> None:
        """Write the pins when they moved. When another machine wrote meanwhile, its pins hold too:
        they are fetched at the next sign-in, so a lost race here is not an error."""
        if pin == self.pin and rooms == self.rooms:
            return
        version = self._version + 1
        sealed = seal(self._seeds, version, pin, rooms, self._settings)
        try:
            self._connection.put("/vault", {"version": version, "sealed": encode_b64(sealed)})
        except Refused as error:
            if error.code != "stale_version":
                raise
            self.fetch()
            return
        self._version, self.pin, self.rooms = version, pin, dict(rooms)
        self._remember(version)

    def _seen(self) -> int:
        record = self._store.read(SEEN)
        return int(json.loads(record)["version"]) if record else 0

    def _remember(self, version: int) -> None:
        self._store.write(SEEN, json.dumps({"version": version}).encode())
