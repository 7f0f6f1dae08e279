"""The two keys that sign checkpoints. They sign nothing else, and never leave their file."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey


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


def create_log_keys(path: Path) -> LogKeys:
    """Make the file, readable by its owner only. An existing one is read, never overwritten."""
    if path.exists():
        return read_log_keys(path)
    keys = LogKeys(secrets.token_bytes(32), secrets.token_bytes(32))
    text = json.dumps({"ed25519": keys.ed25519.hex(), "mldsa44": keys.mldsa44.hex()})
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return keys


def read_log_keys(path: Path) -> LogKeys:
    """Raises FileNotFoundError, or PermissionError where others may read the file."""
    if path.stat().st_mode & 0o077:
        message = f"{path} can be read by others; chmod 600"
        raise PermissionError(message)
    found = json.loads(path.read_text())
    return LogKeys(bytes.fromhex(found["ed25519"]), bytes.fromhex(found["mldsa44"]))
