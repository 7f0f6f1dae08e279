"""The folder of one officer on one machine.

    profile.json   server, login, key id, network: nothing secret
    lock.json      the seeds, sealed under passphrase and kit (locks.md)
    session.json   while signed in: the session token and the device's half `d`
    seeds.sealed   while signed in: the seeds under `d` and the server's half `r` (locks.md)
    state/         register, rooms, pins: sealed under a key that only the seeds give

Sign-out removes `session.json` and `seeds.sealed`; pins stay, sealed, for the next sign-in.
One process at a time works in a folder.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from repatria.protocol.keys import hkdf
from repatria.sdk.errors import Blocked, NotSignedIn, WrongUse
from repatria.sdk.store import SealedStore, write_private

WAIT_SECONDS = 30.0


def default_folder(name: str | None = None) -> Path:
    """REPATRIA_PROFILE is a folder when it holds a `/`, else a name below the data folder."""
    chosen = name or os.environ.get("REPATRIA_PROFILE", "default")
    if "/" in chosen:
        return Path(chosen).expanduser()
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser() / "repatria" / chosen


def state_key(kem_seed: bytes, keyid: str) -> bytes:
    """The key of `state/`: HKDF-SHA256 of the officer's kem seed (locks.md, on the disk)."""
    return hkdf(kem_seed, f"repatria/v1/profile\n{keyid}".encode())


class Profile:
    """Reads and writes the files of one profile folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder against other processes; waits up to 30 s for them."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self.folder / ".busy", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(descriptor)
            yield
        finally:
            os.close(descriptor)

    def exists(self) -> bool:
        return (self.folder / "profile.json").exists()

    def facts(self) -> dict[str, str]:
        """server, login, key, net. Raises NotSignedIn when nobody ever signed in here."""
        found = self._read_json("profile.json")
        if found is None:
            raise NotSignedIn("no_profile", f"nobody has signed in at {self.folder}")
        return {key: str(found.get(key, "")) for key in ("server", "login", "key", "net")}

    def write_facts(self, facts: dict[str, str]) -> None:
        self._write_json("profile.json", facts)

    def write_lock(self, record: dict[str, Any]) -> None:
        self._write_json("lock.json", record)

    def session(self) -> dict[str, str]:
        """token and device half, base64. Raises NotSignedIn."""
        found = self._read_json("session.json")
        if found is None:
            raise NotSignedIn("signed_out", "sign in first")
        return {key: str(found.get(key, "")) for key in ("token", "device")}

    def write_session(self, token: str, device: str, sealed_seeds: bytes) -> None:
        write_private(self.folder / "seeds.sealed", sealed_seeds)
        self._write_json("session.json", {"token": token, "device": device})

    def sealed_seeds(self) -> bytes:
        try:
            return (self.folder / "seeds.sealed").read_bytes()
        except FileNotFoundError as error:
            raise NotSignedIn("signed_out", "sign in first") from error

    def forget_session(self) -> None:
        for name in ("session.json", "seeds.sealed"):
            (self.folder / name).unlink(missing_ok=True)

    def clear(self) -> None:
        """Forget the session and all that was verified, for a key that is of no use any more."""
        self.forget_session()
        shutil.rmtree(self.folder / "state", ignore_errors=True)

    def store(self, kem_seed: bytes, keyid: str) -> SealedStore:
        return SealedStore(self.folder / "state", state_key(kem_seed, keyid))

    def _read_json(self, name: str) -> dict[str, Any] | None:
        try:
            value = json.loads((self.folder / name).read_bytes())
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise Blocked("profile_damaged", f"{name} is not JSON") from error
        if not isinstance(value, dict):
            raise Blocked("profile_damaged", f"{name} is not an object")
        return value

    def _write_json(self, name: str, value: dict[str, Any]) -> None:
        write_private(self.folder / name, json.dumps(value, indent=1).encode())


def _take(descriptor: int) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise WrongUse("profile_busy", "another command works in this profile") from None
            time.sleep(0.05)  # flock has no timeout of its own
        else:
            return
