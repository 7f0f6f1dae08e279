"""Rows of the register: leaves, checkpoints, cosignatures and the rooms under a heads leaf."""

from __future__ import annotations

from collections.abc import Sequence

from repatria.protocol.tree import RoomHead, head_data
from repatria.server.database.transaction import Transaction


def leaves(tx: Transaction, start: int, end: int, most_octets: int) -> list[bytes]:
    """Leaf data from `start` below `end`, at least one, stopping before `most_octets`."""
    found: list[bytes] = []
    size = 0
    for (data,) in tx.rows(
        "SELECT data FROM leaf WHERE idx >= :start AND idx < :end ORDER BY idx", start=start, end=end
    ):
        size += len(data)
        if found and size > most_octets:
            break
        found.append(bytes(data))
    return found


def newest_note(tx: Transaction) -> tuple[int, str] | None:
    row = tx.one("SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1")
    return (row[0], row[1]) if row else None


def note_of(tx: Transaction, size: int) -> str | None:
    row = tx.one("SELECT note FROM checkpoint WHERE size = :size", size=size)
    return row[0] if row else None


def cosignatures(tx: Transaction, size: int) -> dict[str, str]:
    """Lines by witness id (name and key)."""
    rows = tx.rows("SELECT witness, line FROM cosignature WHERE size = :size ORDER BY witness", size=size)
    return dict(rows)


def keep_cosignature(tx: Transaction, size: int, witness: str, line: str) -> None:
    tx.do(
        "INSERT INTO cosignature (size, witness, line) VALUES (:size, :witness, :line)"
        " ON CONFLICT (size, witness) DO UPDATE SET line = excluded.line",
        size=size,
        witness=witness,
        line=line,
    )


def moved_rooms(tx: Transaction) -> list[tuple[int, RoomHead]]:
    """Rooms with entries that no heads leaf covers yet, with their row ids."""
    return [
        (room, RoomHead(hash_, seq, head))
        for room, hash_, seq, head in tx.rows(
            "SELECT room.id, room.hash, room.seq, room.head FROM moved JOIN room ON room.id = moved.room"
        )
    ]


def keep_heads(tx: Transaction, leaf: int, moved: Sequence[tuple[int, RoomHead]]) -> None:
    """Remember what stands under a heads leaf, in the order of its tree."""
    ordered = sorted(moved, key=lambda item: head_data(item[1]))
    tx.do_many(
        "INSERT INTO heads (leaf, position, room, seq, head) VALUES (:leaf, :position, :room, :seq, :head)",
        [
            {"leaf": leaf, "position": at, "room": room, "seq": head.seq, "head": head.head}
            for at, (room, head) in enumerate(ordered)
        ],
    )
    tx.do("DELETE FROM moved")
