"""`export_room` and `disclose`: write what `verify_bundle` checks on a machine that knows nothing."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

from repatria.protocol import frames
from repatria.protocol.existence import verify_existence
from repatria.protocol.rooms import Entry, encode_frame
from repatria.sdk import bundle
from repatria.sdk.blobs import Progress, silent
from repatria.sdk.bundle import BundleWriter
from repatria.sdk.errors import WrongUse, blocking
from repatria.sdk.keyring import NoKey
from repatria.sdk.rooms import HeldRoom
from repatria.sdk.session import Session

# The server proves heads once a minute; an entry of this minute has its proof in the next.
PROOF_SECONDS = 90.0


def export_room(
    session: Session,
    room: str,
    target: Path,
    *,
    with_files: bool = True,
    tell: Progress = silent,
    wait_seconds: float = PROOF_SECONDS,
) -> None:
    """Write a whole room, opened. Waits up to `wait_seconds` until the last entry is proven."""
    held = session.rooms.room(room)
    proofs = _proofs(session, held, range(len(held.entries)), wait_seconds)
    with bundle.writing(target) as out:
        _write_ground(session, held, proofs, out, held.entries)
        for seq, entry in enumerate(held.entries):
            if entry.value["kind"] == "message":
                _write_plain(session, held, seq, out)
        if with_files:
            _write_files(session, held, out, tell)


def disclose(
    session: Session, room: str, seq: int, target: Path, *, wait_seconds: float = PROOF_SECONDS
) -> None:
    """Write one message with its proof. Of the others only the signed envelopes are in it: who wrote
    when on whose behalf, no text and no ciphertext; no key of any kind."""
    held = session.rooms.room(room)
    if not 0 <= seq < len(held.entries) or held.entries[seq].value["kind"] != "message":
        raise WrongUse("no_such_message", str(seq))
    proofs = _proofs(session, held, [seq], wait_seconds)
    bare = [Entry(entry.envelope, b"") for entry in held.entries]
    with bundle.writing(target) as out:
        _write_ground(session, held, proofs, out, bare)
        out.add(f"plain/{seq}", session.keyring.plaintext(held, seq))


def _write_ground(
    session: Session,
    held: HeldRoom,
    proofs: list[dict[str, Any]],
    out: BundleWriter,
    entries: list[Entry],
) -> None:
    session.register.sync()
    about = {"v": 1, "room": held.room.id, "net": session.register.net, "made": session.now()}
    out.add_json(bundle.ABOUT, about)
    out.add(bundle.LEAVES, frames.join(session.register.leaves))
    out.add(bundle.CHECKPOINT, session.register.note.encode())
    out.add(bundle.FRAMES, frames.join(encode_frame(entry) for entry in entries))
    out.add_json(bundle.PROOFS, proofs)


def _write_plain(session: Session, held: HeldRoom, seq: int, out: BundleWriter) -> None:
    try:
        out.add(f"plain/{seq}", session.keyring.plaintext(held, seq))
    except NoKey:
        return  # not ours to read, so not ours to hand on; its envelope is in the bundle


def _write_files(session: Session, held: HeldRoom, out: BundleWriter, tell: Progress) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for message in session.threads.read(held.room.id).messages:
            for attachment in message.attachments:
                path = session.mail.save(held.room.id, attachment, Path(folder), tell)
                out.add_file(f"files/{attachment.id}", path)
                path.unlink()


def _proofs(session: Session, held: HeldRoom, wanted: Any, wait_seconds: float) -> list[dict[str, Any]]:
    """Verified proofs that cover the wanted entries, earliest first; what is too new has none."""
    deadline = time.monotonic() + wait_seconds
    found: list[dict[str, Any]] = []
    covered = -1
    for seq in wanted:
        if seq <= covered:
            continue
        proof = session.rooms.proof(held.room.id, seq)
        while proof is None and time.monotonic() < deadline:
            time.sleep(1.0)  # heads land by the minute; the server has nothing to wake us with
            proof = session.rooms.proof(held.room.id, seq)
        if proof is None:
            break
        if proof.get("seq", -1) >= len(held.entries):
            session.sync()
        with blocking("proof"):
            directory = session.register.directory
            verify_existence(proof, held.entries[seq].value, held.hash_at, directory)
        found.append(proof)
        covered = int(proof["seq"])
    return found
