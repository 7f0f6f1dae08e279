"""How far the register is witnessed. No client follows it further, so nothing is proven to it further."""

from __future__ import annotations

from repatria.protocol.checkpoint import Trust
from repatria.server.database.transaction import Transaction

MOST_SIZES = 50


def published_size(tx: Transaction, trust: Trust) -> int | None:
    """The size of the newest checkpoint that has the quorum of the root in force; None before the first."""
    if trust.quorum == 0:
        newest = tx.one("SELECT max(size) FROM checkpoint")
        return newest[0] if newest else None
    wanted = witness_ids(trust)
    for size, cosigned in _cosigners(tx).items():
        if len(cosigned & wanted) >= trust.quorum:
            return size
    return None


def cosigned_lines(tx: Transaction, trust: Trust, size: int) -> list[str]:
    """The lines of the root's witnesses under the checkpoint of this size."""
    wanted = witness_ids(trust)
    rows = tx.rows("SELECT witness, line FROM cosignature WHERE size = :size", size=size)
    return [line for witness, line in rows if witness in wanted]


def _cosigners(tx: Transaction) -> dict[int, set[str]]:
    """Witness ids over the newest sizes of a checkpoint that have any, newest first."""
    found: dict[int, set[str]] = {}
    for size, witness in tx.rows(
        "SELECT size, witness FROM cosignature WHERE size IN"
        " (SELECT DISTINCT size FROM cosignature ORDER BY size DESC LIMIT :most) ORDER BY size DESC",
        most=MOST_SIZES,
    ):
        found.setdefault(size, set()).add(witness)
    return found


def witness_ids(trust: Trust) -> set[str]:
    return {witness_id(name, key) for name, key in trust.witnesses}


def witness_id(name: str, key: bytes) -> str:
    """By name and key: a witness with a new key is another one."""
    return f"{name} {key.hex()}"
