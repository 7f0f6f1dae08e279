"""Step 4 of the directory fold (protocol/statements.md, "Who signs"): whose signatures, exactly."""

from repatria.protocol import envelope as envelopes
from repatria.protocol.authority import key_bytes
from repatria.protocol.canonical import Json
from repatria.protocol.envelope import Envelope
from repatria.protocol.errors import ProtocolError
from repatria.protocol.keys import Keyset, check_kem_key, check_sign_key, key_id
from repatria.protocol.records import REPLACED, REVOKED, SUSPENDED, Books, RootInForce, Statement

_ISSUER_CODES = {
    REVOKED: "issuer_revoked",
    SUSPENDED: "issuer_suspended",
    REPLACED: "issuer_replaced",
}


def read_root(statement: Statement, before: RootInForce | None) -> RootInForce:
    """What a root statement decides; `bad_root` when it cannot follow the root in force."""
    value = statement.value
    if value["by"] != "root":
        raise ProtocolError("bad_root", "not by the root")
    follows = (value["seq"], value["prev"]) == ((before.seq + 1, before.hash) if before else (0, None))
    if not follows or (before and value["log"]["origin"] != before.origin):
        raise ProtocolError("bad_root", "it does not follow the root in force")
    public = [key_bytes(key) for key in value["keys"]]
    witnesses = tuple((item["name"], key_bytes(item["key"])) for item in value["witnesses"])
    keys = {key_id(key): key for key in public}
    if not 2 <= value["k"] <= len(public) <= 15 or len(keys) != len(public):
        raise ProtocolError("bad_root", "2 ≤ k ≤ n ≤ 15 distinct keys")
    distinct = {len({name for name, _ in witnesses}), len({key for _, key in witnesses})}
    if value["quorum"] > len(witnesses) or distinct != {len(witnesses)}:
        raise ProtocolError("bad_root", "witnesses and their quorum")
    log = value["log"]
    for key in (*public, key_bytes(log["ed25519"]), *(key for _, key in witnesses)):
        check_sign_key(key)
    return RootInForce(
        seq=value["seq"],
        hash=statement.hash,
        index=statement.index,
        name=value["name"],
        k=value["k"],
        keys=keys,
        origin=log["origin"],
        log_ed25519=key_bytes(log["ed25519"]),
        log_mldsa44=key_bytes(log["mldsa44"]),
        witnesses=witnesses,
        quorum=value["quorum"],
    )


def _check_keyset(value: Json) -> Keyset:
    keys = Keyset(key_bytes(value["sign"]), key_bytes(value["kem"]))
    check_sign_key(keys.sign)
    check_kem_key(keys.kem)
    if value["by"] != keys.keyid:
        raise ProtocolError("bad_keyset", "by is not its key id")
    return keys


def verify_quorum(envelope: Envelope, *roots: RootInForce) -> None:
    """Demand k signatures of each of these roots, and none that could be left out.

    A key that is in both counts for both.
    """
    signers = {signature.keyid for signature in envelope.signatures}
    spare = [len(signers & root.keys.keys()) - root.k for root in roots]
    if min(spare) < 0:
        raise ProtocolError("missing_signature", "fewer than the quorum")
    for keyid in signers:
        if all(left > 0 or keyid not in root.keys for left, root in zip(spare, roots, strict=True)):
            raise ProtocolError("bad_envelope", f"a signature that could be left out: {keyid}")
    keys = {keyid: key for root in roots for keyid, key in root.keys.items()}
    for keyid in signers:
        envelopes.verify(envelope, keyid, keys[keyid])


def verify_issuer(books: Books, envelope: Envelope, kind: str) -> None:
    """The signature of a statement that is no root, by an issuer who may still issue."""
    by = envelope.value["by"]
    if kind == "keyset":
        keys: Keyset | None = _check_keyset(envelope.value)
    elif by == "root":
        assert books.root is not None
        verify_quorum(envelope, books.root)
        return
    else:
        keys = books.keys.get(by)
    if keys is None:
        raise ProtocolError("unknown_issuer", by)
    envelopes.verify_single(envelope, by, keys.sign)
    status = books.status(by)
    if status in _ISSUER_CODES:
        raise ProtocolError(_ISSUER_CODES[status], by)
