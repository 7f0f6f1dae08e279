"""The keys that sign checkpoints. They sign nothing else, and never leave their file.

The file holds the pair in force, and beside it the next one while the log changes its keys: from the root
statement on that names the next pair, and not before, it is the one that signs (protocol/checkpoint.md).
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from repatria.server.durable import sync

INVENTIONS = b"repatria/v1/server-inventions\n"


@dataclass(frozen=True, slots=True)
class LogKeys:
    """32-byte seeds; `repr` shows none of them."""

    ed25519: bytes
    mldsa44: bytes

    def __repr__(self) -> str:
        return "LogKeys(…)"

    @property
    def public_ed25519(self) -> bytes:
        key = Ed25519PrivateKey.from_private_bytes(self.ed25519)
        return key.public_key().public_bytes_raw()

    @property
    def public_mldsa44(self) -> bytes:
        key = MLDSA44PrivateKey.from_seed_bytes(self.mldsa44)
        return key.public_key().public_bytes_raw()

    @property
    def public(self) -> tuple[bytes, bytes]:
        return self.public_ed25519, self.public_mldsa44


class LogKeyFile:
    """The file, read when a pair is asked for that was not in it before."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pairs: dict[tuple[bytes, bytes], LogKeys] = {}
        # What the server invents for strangers must not change when the keys do: they would notice.
        self.inventions = _inventions(_read(path))

    def find(self, public: tuple[bytes, bytes]) -> LogKeys | None:
        """The pair with these public halves (Ed25519, ML-DSA-44)."""
        if public not in self._pairs:
            self._pairs = {pair.public: pair for pair in _pairs(_read(self._path))}
        return self._pairs.get(public)


def create_log_keys(path: Path) -> LogKeys:
    """Make the file, readable by its owner only. An existing one is read, never overwritten."""
    if not path.exists():
        _write(path, _entry(_new()))
    return read_log_keys(path)


def read_log_keys(path: Path) -> LogKeys:
    """The pair in force. Raises FileNotFoundError, PermissionError where others may read the file,
    and ValueError, KeyError or TypeError where it is not of this form."""
    return _pairs(_read(path))[0]


def make_next_log_keys(path: Path) -> LogKeys:
    """The next pair, made now unless it is there already: what a root statement can name."""
    found = _read(path)
    if "next" not in found:
        _write(path, {**found, "next": _entry(_new())})
    return _pairs(_read(path))[1]


def retire_log_keys(path: Path, in_force: tuple[bytes, bytes]) -> int:
    """Keep the pair that the root in force names, drop the others; returns how many were dropped.

    Raises LookupError, and changes nothing, where that pair is not in the file.
    """
    found = _read(path)
    pairs = _pairs(found)
    kept = next((pair for pair in pairs if pair.public == in_force), None)
    if kept is None:
        raise LookupError(str(path))
    if len(pairs) > 1:
        _write(path, {**_entry(kept), "inventions": _inventions(found).hex()})
    return len(pairs) - 1


def _new() -> LogKeys:
    return LogKeys(secrets.token_bytes(32), secrets.token_bytes(32))


def _entry(keys: LogKeys) -> dict[str, Any]:
    return {"ed25519": keys.ed25519.hex(), "mldsa44": keys.mldsa44.hex()}


def _pairs(found: dict[str, Any]) -> list[LogKeys]:
    """In force first (or so it was when the next one was made)."""
    return [
        LogKeys(bytes.fromhex(one["ed25519"]), bytes.fromhex(one["mldsa44"]))
        for one in (found, found.get("next"))
        if one is not None
    ]


def _inventions(found: dict[str, Any]) -> bytes:
    kept = found.get("inventions")
    if kept is not None:
        return bytes.fromhex(kept)
    return hashlib.sha256(INVENTIONS + bytes.fromhex(found["ed25519"])).digest()


def _read(path: Path) -> dict[str, Any]:
    if path.stat().st_mode & 0o077:
        message = f"{path} can be read by others; chmod 600"
        raise PermissionError(message)
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def _write(path: Path, value: dict[str, Any]) -> None:
    """Whole or not at all, and on the disk when this returns."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(json.dumps(value))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync(path.parent)
