"""Proof that an entry existed before a leaf of the log: the room's head under a heads leaf."""

from __future__ import annotations

import base64
from typing import Any

from repatria.protocol.tree import RoomHead, heads_order, inclusion_proof, leaf_hash
from repatria.server.database.transaction import Transaction
from repatria.server.installation import Installation
from repatria.server.ledger.witnessed import published_size
from repatria.server.refusals import Refusal
from repatria.server.rooms import tables
from repatria.server.seats import RoomSeat


def prove(house: Installation, tx: Transaction, seat: RoomSeat, seq: int) -> dict[str, Any]:
    """The proof of wire.md, at the size of the witnessed checkpoint: no client knows a later tree.

    Raises `not_found` while no heads leaf under that checkpoint covers the entry.
    """
    found = tables.heads_over(tx, seat.room, seq)
    if found is None:
        raise Refusal("not_found")
    leaf, position, covered, head = found
    size = published_size(tx, house.register.trust)
    if size is None or leaf >= size:
        raise Refusal("not_found")
    heads = heads_order([RoomHead(*row) for row in tables.heads_under(tx, leaf)])
    path = inclusion_proof([leaf_hash(data) for data in heads], position)
    return {
        "seq": covered,
        "head": head,
        "leaf_index": leaf,
        "leaf": _b64(tables.leaf_data(tx, leaf)),
        "path": [_b64(step) for step in path],
        "position": position,
        "log_path": [_b64(step) for step in house.register.levels.inclusion(leaf, size)],
        "size": size,
    }


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
