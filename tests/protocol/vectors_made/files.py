"""Which vector files there are, and which of them come out alike at every making."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.protocol.vectors_made import (
    bodies,
    canonical,
    checkpoint,
    envelope,
    keys,
    locks,
    notices,
    publications,
    rooms,
    screening,
    sealing,
    statements,
    tree,
)

FOLDER = Path(__file__).resolve().parents[3] / "protocol" / "vectors"


# Alike at every making.
MADE: dict[str, Callable[[], Any]] = {
    "canonical.json": canonical.make,
    "envelope.json": envelope.make,
    "keys.json": keys.make,
    "sealing.json": sealing.make,
    "tree.json": tree.make,
    "statements.json": statements.make,
    "notices.json": notices.make,
    "publications.json": publications.make,
    "bodies.json": bodies.make,
    "locks.json": locks.make,
    "screening.json": screening.make,
}

# New at each making: encapsulations and ML-DSA signatures are random.
MADE_ANEW: dict[str, Callable[[], Any]] = {
    "unwrap.json": lambda: {"unwrap": sealing.make_unwrap()},
    "checkpoint.json": checkpoint.make,
    "rooms.json": rooms.make,
}


def encoded(value: Any) -> bytes:
    """One line for each case, so that a change can be read."""
    lines = [f"{json.dumps(name)}: {_item(item)}" for name, item in value.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _item(item: Any) -> str:
    if not isinstance(item, list) or not item:
        return json.dumps(item, ensure_ascii=False)
    lines = ",\n ".join(json.dumps(case, ensure_ascii=False) for case in item)
    return f"[\n {lines}\n]"
