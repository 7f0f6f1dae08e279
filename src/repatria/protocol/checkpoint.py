"""The signed tree head (protocol/checkpoint.md): C2SP signed note, tlog-checkpoint, tlog-cosignature.

Owns writing and verifying a checkpoint under the keys of the root statement in force. Whether it
follows from the one seen before (pins) is its caller's question, with `tree.verify_consistency`.
"""

import hashlib
import re
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from repatria.protocol.errors import ProtocolError
from repatria.protocol.shapes import b64_bytes, b64_text

MAX_NOTE_BYTES = 65_536
MAX_LINES = 64
CLOCK_SKEW_SECONDS = 600

ED25519 = 0x01
COSIGNATURE_ED25519 = 0x04
COSIGNATURE_MLDSA44 = 0x06

_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)")


class Trust(NamedTuple):
    """Whose signatures make a checkpoint: what the root statement in force names."""

    origin: str
    log_ed25519: bytes
    log_mldsa44: bytes
    witnesses: tuple[tuple[str, bytes], ...]
    quorum: int


class Checkpoint(NamedTuple):
    """`time` is the newest of the signatures that were verified; 0 where none was."""

    origin: str
    size: int
    root: bytes
    time: int = 0


class _Note(NamedTuple):
    body: str
    lines: tuple[tuple[str, bytes, bytes], ...]  # name, key id[4], signature

    def signatures(self, name: str, keyid: bytes) -> list[bytes]:
        return [line[2] for line in self.lines if line[0] == name and line[1] == keyid]


def note_key_id(name: str, type_: int, public: bytes) -> bytes:
    """The 4-byte key id of C2SP signed-note."""
    return hashlib.sha256(name.encode() + b"\n" + bytes((type_,)) + public).digest()[:4]


def sign_checkpoint(origin: str, size: int, root: bytes, ed_seed: bytes, mldsa_seed: bytes, time: int) -> str:
    """The note with the log's two lines: Ed25519 over the body, ML-DSA-44 over the whole tree."""
    body = f"{origin}\n{size}\n{b64_text(root)}\n"
    ed = Ed25519PrivateKey.from_private_bytes(ed_seed)
    mldsa = MLDSA44PrivateKey.from_seed_bytes(mldsa_seed)
    checkpoint = Checkpoint(origin, size, root)
    stamped = time.to_bytes(8, "big") + mldsa.sign(_subtree_message(origin, time, checkpoint))
    ed_id = note_key_id(origin, ED25519, ed.public_key().public_bytes_raw())
    mldsa_id = note_key_id(origin, COSIGNATURE_MLDSA44, mldsa.public_key().public_bytes_raw())
    lines = [_line(origin, ed_id, ed.sign(body.encode())), _line(origin, mldsa_id, stamped)]
    return body + "\n" + "".join(lines)


def cosign(note: str | bytes, name: str, seed: bytes, time: int) -> str:
    """A witness's line (cosignature/v1) for this note.

    The witness has folded every leaf and verified the note itself before it calls this.
    """
    body = _parse_note(note).body
    key = Ed25519PrivateKey.from_private_bytes(seed)
    keyid = note_key_id(name, COSIGNATURE_ED25519, key.public_key().public_bytes_raw())
    return _line(name, keyid, time.to_bytes(8, "big") + key.sign(_cosigned(body, time)))


def add_line(note: str, line: str) -> str:
    """The note with one more signature line at its end."""
    _parse_note(note + line)
    return note + line


def verify_checkpoint(note: str | bytes, trust: Trust, now: int, max_age: int | None = None) -> Checkpoint:
    """Verify a note and return what it says; `now` is the reader's clock, `max_age` in seconds."""
    # 1. A well-formed note, whose body has exactly three lines.
    parsed = _parse_note(note)
    checkpoint = _parse_body(parsed.body)
    # 2. The origin.
    if checkpoint.origin != trust.origin:
        raise ProtocolError("wrong_log", checkpoint.origin[:200])
    # 3. The log's Ed25519 line.
    _verify_log_line(parsed, trust)
    # 4. The log's ML-DSA-44 line.
    times = [_verify_mldsa_line(parsed, checkpoint, trust)]
    # 5. A quorum of witnesses.
    seen = 0
    for name, public in trust.witnesses:
        stamps = _verify_witness(parsed, name, public)
        seen += bool(stamps)
        times += stamps
    if seen < trust.quorum:
        raise ProtocolError("no_quorum", f"{seen} of {trust.quorum}")
    _check_times(times, now, max_age)
    return checkpoint._replace(time=max(times))


def _parse_note(note: str | bytes) -> _Note:
    text = _note_text(note)
    body, blank, tail = text.rpartition("\n\n")
    lines = tail.split("\n")
    if not blank or lines.pop() != "" or not 1 <= len(lines) <= MAX_LINES:
        raise ProtocolError("bad_checkpoint", "not a text, a blank line and signature lines")
    return _Note(body + "\n", tuple(map(_parse_line, lines)))


def _note_text(note: str | bytes) -> str:
    try:
        data = note.encode() if isinstance(note, str) else note
        text = data.decode()
    except ValueError:
        raise ProtocolError("bad_checkpoint", "not UTF-8") from None
    if len(data) > MAX_NOTE_BYTES:
        raise ProtocolError("bad_checkpoint", "longer than 64 KiB")
    if any(char < " " and char != "\n" for char in text):
        raise ProtocolError("bad_checkpoint", "a control character")
    return text


def _parse_line(line: str) -> tuple[str, bytes, bytes]:
    match = _LINE.fullmatch(line)
    signature = b64_bytes(match[2]) if match else None
    if match is None or signature is None or len(signature) < 5:
        raise ProtocolError("bad_checkpoint", "a signature line that is none")
    return match[1], signature[:4], signature[4:]


def _parse_body(body: str) -> Checkpoint:
    lines = body.split("\n")
    if len(lines) != 4 or not lines[0]:
        raise ProtocolError("bad_checkpoint", "the body has not exactly three lines")
    root = b64_bytes(lines[2])
    if _SIZE.fullmatch(lines[1]) is None or root is None or len(root) != 32:
        raise ProtocolError("bad_checkpoint", "size or root")
    return Checkpoint(lines[0], int(lines[1]), root)


def _verify_log_line(note: _Note, trust: Trust) -> None:
    keyid = note_key_id(trust.origin, ED25519, trust.log_ed25519)
    signatures = note.signatures(trust.origin, keyid)
    try:
        if not signatures:
            raise ValueError("no line by the log")
        for signature in signatures:
            Ed25519PublicKey.from_public_bytes(trust.log_ed25519).verify(signature, note.body.encode())
    except (InvalidSignature, ValueError):
        raise ProtocolError("bad_checkpoint_signature", "Ed25519") from None


def _verify_mldsa_line(note: _Note, checkpoint: Checkpoint, trust: Trust) -> int:
    keyid = note_key_id(trust.origin, COSIGNATURE_MLDSA44, trust.log_mldsa44)
    signatures = note.signatures(trust.origin, keyid)
    newest = 0
    try:
        if not signatures:
            raise ValueError("no line by the log")
        public = MLDSA44PublicKey.from_public_bytes(trust.log_mldsa44)
        for signature in signatures:
            time = int.from_bytes(signature[:8], "big")
            public.verify(signature[8:], _subtree_message(trust.origin, time, checkpoint))
            newest = max(newest, time)
    except (InvalidSignature, ValueError):
        raise ProtocolError("bad_checkpoint_signature", "ML-DSA-44") from None
    return newest


def _verify_witness(note: _Note, name: str, public: bytes) -> list[int]:
    keyid = note_key_id(name, COSIGNATURE_ED25519, public)
    times = []
    for signature in note.signatures(name, keyid):
        time = int.from_bytes(signature[:8], "big")
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature[8:], _cosigned(note.body, time))
        except (InvalidSignature, ValueError):
            raise ProtocolError("bad_cosignature", name) from None
        times.append(time)
    return times


def _check_times(times: list[int], now: int, max_age: int | None) -> None:
    if max(times) > now + CLOCK_SKEW_SECONDS:
        raise ProtocolError("bad_cosignature", "made in the future of this clock")
    if max_age is not None and max(times) < now - max_age:
        raise ProtocolError("stale_checkpoint")


def _cosigned(body: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{body}".encode()


def _subtree_message(cosigner: str, time: int, checkpoint: Checkpoint) -> bytes:
    """`cosigned_message` of C2SP tlog-cosignature for the whole tree."""
    name, origin = cosigner.encode(), checkpoint.origin.encode()
    return b"".join(
        (
            b"subtree/v1\n\0",
            bytes((len(name),)),
            name,
            time.to_bytes(8, "big"),
            bytes((len(origin),)),
            origin,
            (0).to_bytes(8, "big"),
            checkpoint.size.to_bytes(8, "big"),
            checkpoint.root,
        )
    )


def _line(name: str, keyid: bytes, signature: bytes) -> str:
    return f"— {name} {b64_text(keyid + signature)}\n"
