"""The keys of an officer's rooms: their own kem key, the office's of every epoch, K of every epoch.

Keys are unrolled again only when a room's membership moved. A key that does not fit its commitment, or
an office key that is not the one derived from the office's room, blocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from repatria.protocol import unroll
from repatria.protocol.directory import Directory
from repatria.protocol.keys import Seeds
from repatria.protocol.rooms import OFFICE, Entry
from repatria.sdk.errors import Blocked, RepatriaError, blocking
from repatria.sdk.rooms import HeldRoom, Rooms


class NoKey(RepatriaError):
    """The entry is of an epoch that this officer holds no key for: shown as unreadable."""

    code = "no_key"


class Keyring:
    """Unrolls what may be read; holds seeds, so it stays in this process."""

    def __init__(self, seeds: Seeds, keyid: str, rooms: Rooms) -> None:
        self._seeds = seeds
        self._keyid = keyid
        self._rooms = rooms
        self._office_seeds: dict[str, bytes] = {}
        self._offices_at: dict[str, int] = {}
        self._keys: dict[str, tuple[int, int, dict[int, bytes]]] = {}
        self._bodies: dict[str, dict[str, Any]] = {}

    @property
    def kem_seeds(self) -> Mapping[str, bytes]:
        """kem key id → seed: my own, and every office key of mine."""
        return {self._keyid: self._seeds.kem, **self._office_seeds}

    def learn_offices(self, directory: Directory, office: str) -> None:
        """Derive the office's kem seeds from its room; check the published key against ours."""
        for held in self._rooms.held.values():
            if held.room.purpose == OFFICE and self._offices_at.get(held.room.id) != held.room.epoch:
                self._office_seeds.update(unroll.office_seeds(held.room.id, self.keys(held)))
                self._offices_at[held.room.id] = held.room.epoch
        self._check_published(directory, office)

    def _check_published(self, directory: Directory, office: str) -> None:
        published = directory.current_office_key(office)
        if published is not None and published.room in self._rooms.held:
            with blocking(f"key of {office}"):
                unroll.check_office_key(published, self.keys(self._rooms.held[published.room]))
        # Its entry landed before it did. So who is named among its holders has what it is derived from;
        # else somebody has published a key of their own in all our names, for an epoch that never was.
        named = directory.office_key_at(office, self._rooms.covers)
        if named and self._keyid in named.officers and named.keyid not in self._office_seeds:
            raise Blocked("wrong_office_key", f"{office}: not a key that its room gives")

    def keys(self, held: HeldRoom) -> dict[int, bytes]:
        """K of each epoch that can be reached; Blocked when a wrap or history does not fit."""
        kept = self._keys.get(held.room.id)
        stamp = (held.room.epoch, len(self._office_seeds))
        if kept is None or kept[:2] != stamp:
            with blocking(f"keys of room {held.room.id[:12]}"):
                found = unroll.unroll(held.entries, self.kem_seeds)
            kept = (*stamp, dict(found))
            self._keys[held.room.id] = kept
        return kept[2]

    def plaintext(self, held: HeldRoom, seq: int) -> bytes:
        """The padded plaintext of a message: what proves it to somebody without a key."""
        entry = held.entries[seq]
        with blocking(f"message {seq} of {held.room.id[:12]}"):
            return unroll.open_plaintext(self._key_of(held, entry), entry)

    def body(self, held: HeldRoom, seq: int) -> dict[str, Any]:
        """The checked body of a message. Raises NoKey, or Blocked when a check failed."""
        entry = held.entries[seq]
        if entry.hash not in self._bodies:
            with blocking(f"message {seq} of {held.room.id[:12]}"):
                self._bodies[entry.hash] = unroll.open_body(self._key_of(held, entry), entry)
        return self._bodies[entry.hash]

    def _key_of(self, held: HeldRoom, entry: Entry) -> bytes:
        key = self.keys(held).get(entry.value["epoch"])
        if key is None:
            raise NoKey(NoKey.code, f"epoch {entry.value['epoch']}")
        return key
