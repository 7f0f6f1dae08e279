"""Proof that an entry existed before its author was ended (protocol/rooms.md, "Late … entries").

A client that meets an entry for the first time after its author lost the post demands this proof, also
when the author was given the post again: what was signed in between could be dated before it.
"""

from collections.abc import Callable
from typing import Any

from repatria.protocol.canonical import Json
from repatria.protocol.directory import Directory
from repatria.protocol.errors import ProtocolError
from repatria.protocol.records import End, HeadsLeaf
from repatria.protocol.shapes import any_b64, b64, b64_bytes, fields, hash_hex, integer, list_of
from repatria.protocol.tree import (
    RoomHead,
    head_data,
    leaf_hash,
    parse_heads_leaf,
    verify_inclusion,
)

# A heads leaf comes at most a minute after the entry; honest entries near `until` have one by then.
EXPIRY_GRACE_SECONDS = 120

_path = list_of(b64(32), 0, 64)
_PROOF = {
    "seq": integer(),
    "head": hash_hex,
    "leaf_index": integer(),
    "leaf": any_b64,
    "path": _path,
    "position": integer(),
    "log_path": _path,
    "size": integer(),
}

HashAt = Callable[[int], str | None]  # the hash of the room's entry at a seq


def missing_end(entry: Json, directory: Directory, at: int) -> End | None:
    """How the author's post ended since the register that the entry names, if by `at` it did.

    None: no proof is asked for. Entries of one author with the same end need one proof, of the last.
    """
    end = directory.end_after(entry["author"], entry["log"]["size"])
    if end is None:
        raise ProtocolError("unproven_entry", "its author held no post")
    return end if end.past(at) else None


def may_be_proven_later(end: End, directory: Directory) -> bool:
    """Whether an honest server may still have no proof: whoever asks takes nothing and asks again.

    Only where the term ran out: before a statement that ends somebody, the heads are in the register already.
    Every heads leaf that could prove the entry is under any checkpoint that was signed from the end of the
    grace on: with one of these and no proof, it is a lie.
    """
    return end.index is None and directory.checkpoint_time < end.until + EXPIRY_GRACE_SECONDS


def demand_existence(entry: Json, hash_at: HashAt, proof: Any, directory: Directory, *, at: int) -> None:
    """Accept an entry's payload met for the first time at time `at`; else `unproven_entry`.

    `hash_at` knows the room as far as it was folded; `proof` is the server's answer or None.
    """
    end = missing_end(entry, directory, at)
    if end is None:
        return
    if proof is None:
        raise ProtocolError("unproven_entry", "its author's post has ended since")
    leaf = verify_existence(proof, entry, hash_at, directory)
    # Whose term ran out before they were suspended ended then, so both must hold.
    before_the_statement = end.index is None or leaf.index < end.index
    before_the_term_ended = leaf.time < end.until + EXPIRY_GRACE_SECONDS
    if not (before_the_statement and before_the_term_ended):
        raise ProtocolError("unproven_entry", "proven only after its author's post had ended")


def demand_standing(entry: Json, directory: Directory, at: int) -> None:
    """The server's: refuse (`wrong_log`) an entry that every client would ask a proof for at once.

    Its author's view is older than a suspension that was lifted: after a look at the register they sign anew.
    """
    if missing_end(entry, directory, at) is not None:
        raise ProtocolError("wrong_log", "its author's post ended since that register, and came back")


def verify_existence(proof: Any, entry: Json, hash_at: HashAt, directory: Directory) -> HeadsLeaf:
    """The heads leaf that covers the entry: `bad_shape`, `bad_proof`, `bad_heads`."""
    fields(proof, _PROOF)
    # 1. The proven head is one of this room, as I know it, at or after the entry.
    room = entry.get("room") or hash_at(0)
    if proof["seq"] < entry.get("seq", 0) or room is None or hash_at(proof["seq"]) != proof["head"]:
        raise ProtocolError("bad_proof", "not a head of this room at or after the entry")
    # 2. The heads leaf covers that head.
    data = _bytes(proof["leaf"])
    heads = parse_heads_leaf(data)
    covered = leaf_hash(head_data(RoomHead(room, proof["seq"], proof["head"])))
    path = [_bytes(item) for item in proof["path"]]
    verify_inclusion(covered, proof["position"], heads["count"], path, bytes.fromhex(heads["root"]))
    # 3. The register holds that leaf.
    root = directory.root_hash_at(proof["size"])
    if root is None:
        raise ProtocolError("bad_proof", "a size that the register has not reached")
    log_path = [_bytes(item) for item in proof["log_path"]]
    verify_inclusion(leaf_hash(data), proof["leaf_index"], proof["size"], log_path, root)
    return HeadsLeaf(proof["leaf_index"], heads["time"], heads["root"], leaf_hash(data))


def _bytes(text: str) -> bytes:
    data = b64_bytes(text)
    assert data is not None
    return data
