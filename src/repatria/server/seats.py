"""Who may read which room: seats, and the feed that each member follows.

A member is `office:<id>` or `officer:<key id>`. The feed holds, for each member, every entry in the
order in which it became visible to them; so a cursor never skips. It may repeat: an entry that a
second seat opens again has a later cursor too, and the client drops what it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from repatria.server.database.transaction import Transaction
from repatria.server.ledger.group import Group
from repatria.server.refusals import Refusal


@dataclass(frozen=True, slots=True)
class RoomSeat:
    """The right to read and append, found in the same transaction as its use."""

    room: int
    hash: str
    seq: int
    head: str


def access_room(tx: Transaction, members: Sequence[str], room_hash: str) -> RoomSeat:
    """Raises Refusal (`not_found`), alike for strangers, removed officers and unknown rooms."""
    for name in members:
        row = tx.one(
            "SELECT room.id, room.hash, room.seq, room.head FROM room"
            " JOIN seat ON seat.room = room.id JOIN member ON member.id = seat.member"
            " WHERE room.hash = :hash AND member.name = :name",
            hash=room_hash,
            name=name,
        )
        if row is not None:
            return RoomSeat(*row)
    raise Refusal("not_found")


class MemberIds:
    """Row ids of member names. Ids never change, so what was committed may be kept for ever."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}

    def find(self, tx: Transaction, name: str) -> int | None:
        if name in self._ids:
            return self._ids[name]
        row = tx.one("SELECT id FROM member WHERE name = :name", name=name)
        return row[0] if row else None

    def find_committed(self, tx: Transaction, name: str) -> int | None:
        """The same for a transaction that only reads: what it sees may be kept."""
        found = self.find(tx, name)
        if found is not None:
            self._ids[name] = found
        return found

    def find_or_make(self, tx: Transaction, names: Iterable[str], group: Group) -> dict[str, int]:
        """The id of each name, in their order."""
        known = self._ids
        return {name: known[name] if name in known else self._make(tx, name, group) for name in names}

    def _make(self, tx: Transaction, name: str, group: Group) -> int:
        found = self.find(tx, name)
        if found is None:
            row = tx.one("INSERT INTO member (name) VALUES (:name) RETURNING id", name=name)
            assert row is not None
            found = int(row[0])
        made = found
        group.after_commit(lambda: self._ids.update({name: made}))
        return made


def change_seats(
    tx: Transaction, group: Group, room: int, seq: int, change: tuple[Iterable[int], Iterable[int]]
) -> None:
    """Seat and unseat members at entry `seq`; what is before it comes into the new ones' feeds.

    `change` is (added, removed). All added members share one range of fresh cursors.
    """
    added, removed = change
    for member in removed:
        tx.do("DELETE FROM seat WHERE room = :room AND member = :member", room=room, member=member)
    added = list(added)
    if not added:
        return
    first = group.take_cursors(seq) if seq else 0
    for member in added:
        tx.do(
            "INSERT INTO seat (room, member, since) VALUES (:room, :member, :since)",
            room=room,
            member=member,
            since=first,
        )
        tx.do(
            "INSERT INTO feed (member, cursor, entry, room)"
            " SELECT :member, :first + seq, id, room FROM entry WHERE room = :room AND seq < :seq",
            member=member,
            first=first,
            room=room,
            seq=seq,
        )


def follow_office(tx: Transaction, group: Group, key: str, office: str) -> None:
    """Bring an office's rooms into the feed of a key that comes to it from another office.

    Such a key's cursor is beyond what the office read before, so these entries get later ones.
    """
    ids = MemberIds()
    source = ids.find(tx, f"office:{office}")
    if source is None:
        return
    member = f"officer:{key}"
    target = ids.find_or_make(tx, (member,), group)[member]
    entries = tx.rows("SELECT entry, room FROM feed WHERE member = :member ORDER BY cursor", member=source)
    first = group.take_cursors(len(entries))
    tx.do_many(
        "INSERT INTO feed (member, cursor, entry, room) VALUES (:member, :cursor, :entry, :room)",
        [
            {"member": target, "cursor": first + at, "entry": entry, "room": room}
            for at, (entry, room) in enumerate(entries)
        ],
    )
    if entries:
        group.move((member,), first + len(entries) - 1)
