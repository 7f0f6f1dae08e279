"""The committed vectors, run from their files as any other implementation runs them."""

import base64
import copy
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from repatria.protocol import (
    bodies,
    canonical,
    existence,
    keys,
    lock_records,
    locks,
    notices,
    opening,
    publications,
    screening,
    screening_files,
    sealing,
    tree,
    unroll,
)
from repatria.protocol import envelope as envelopes
from repatria.protocol.checkpoint import Trust, verify_checkpoint
from repatria.protocol.directory import Directory
from repatria.protocol.entries import Entry, decode_frame
from repatria.protocol.envelope import ENTRY, Envelope
from repatria.protocol.keys import Seeds, SigningKey
from repatria.protocol.rooms import Room
from repatria.protocol.tree import RoomHead
from tests.protocol.folding import check_expected
from tests.protocol.outcome import outcome
from tests.protocol.vectors_made.files import FOLDER, MADE, MADE_ANEW, encoded
from tests.protocol.vectors_made.sealing import pattern

unhex = bytes.fromhex


@cache
def vectors(name: str) -> Any:
    return json.loads((FOLDER / name).read_bytes())


def cases(file: str, key: str) -> pytest.MarkDecorator:
    """Parametrize by the cases of a file, named as they are there."""
    items = vectors(file)[key]
    names = [str(item.get("name", number)) for number, item in enumerate(items)]
    return pytest.mark.parametrize("case", items, ids=names)


def b64s(items: list[str]) -> list[bytes]:
    return [base64.b64decode(item) for item in items]


@pytest.mark.parametrize("name", sorted(MADE))
def test_the_committed_file_is_what_is_made(name: str) -> None:
    assert (FOLDER / name).read_bytes() == encoded(MADE[name]())


@pytest.mark.parametrize("name", sorted(MADE_ANEW))
def test_a_file_made_anew_has_the_same_cases(name: str) -> None:
    def outline(value: Any) -> Iterator[Any]:
        for key, items in value.items():
            for item in items if isinstance(items, list) else items.get("cases", ()):
                yield key, item.get("name") if isinstance(item, dict) else None

    again = MADE_ANEW[name]()
    listed = {key: item for key, item in again.items() if not key.endswith("_b64")}
    committed = {key: item for key, item in vectors(name).items() if not key.endswith("_b64")}
    assert list(outline(committed)) == list(outline(listed))


def test_no_file_is_left_without_a_maker() -> None:
    names = {path.name for path in FOLDER.glob("*.json")}
    assert names == {*MADE, *MADE_ANEW}


def test_canonical_accepts() -> None:
    for text in vectors("canonical.json")["accept"]:
        assert canonical.stringify(canonical.parse(unhex(text))) == unhex(text)


@cases("canonical.json", "reject")
def test_canonical_rejects(case: dict[str, Any]) -> None:
    assert outcome(canonical.parse, unhex(case["hex"]))[0] == case["code"]


@cases("canonical.json", "sizes")
def test_canonical_sizes(case: dict[str, Any]) -> None:
    text = b'{"a":"' + b"x" * case["x"] + b'"}'
    assert outcome(canonical.parse, text)[0] == case["code"]


@cases("envelope.json", "signed")
def test_envelope_signs_to_these_bytes(case: dict[str, Any]) -> None:
    key = SigningKey.from_seed(unhex(case["seed"]))
    assert key.keyid == case["keyid"]
    made_now = envelopes.sign(case["type"], canonical.parse(unhex(case["payload"])), [key])
    assert made_now.wire().hex() == case["wire"]
    again = envelopes.decode(unhex(case["wire"]))
    assert (again.pae.hex(), again.hash) == (case["pae"], case["hash"])


@cases("envelope.json", "decode")
def test_envelope_decode(case: dict[str, Any]) -> None:
    code, envelope = outcome(envelopes.decode, unhex(case["wire"]))
    assert code == case["code"]
    if envelope is not None:
        assert envelope.wire().hex() == case["wire"]


@cases("envelope.json", "verify")
def test_envelope_verify(case: dict[str, Any]) -> None:
    envelope = envelopes.decode(unhex(case["wire"]))
    code, _ = outcome(envelopes.verify, envelope, case["keyid"], unhex(case["public"]))
    assert code == case["code"]


def test_keys_from_seeds() -> None:
    file = vectors("keys.json")
    for case in file["rfc8032"]:
        key = SigningKey.from_seed(unhex(case["seed"]))
        assert key.public.hex() == case["public"]
        assert key.sign(unhex(case["message"])).hex() == case["signature"]
    for case in file["xwing"]:
        assert keys.KemKey.from_seed(unhex(case["seed"])).public.hex() == case["public"]
    for case in file["keysets"]:
        keyset = Seeds(unhex(case["sign_seed"]), unhex(case["kem_seed"])).keyset
        assert (keyset.sign.hex(), keyset.kem.hex()) == (case["sign"], case["kem"])
        assert keyset.keyid == case["keyid"]
        assert keys.fingerprint(keyset.keyid) == case["fingerprint"]
        assert keys.key_id(keyset.kem) == case["kem_keyid"]
        assert keys.key_id(keyset.sign) == case["sign_keyid"]
    for case in file["office"]:
        seed = keys.office_kem_seed(unhex(case["key"]), case["room"], case["epoch"])
        assert seed.hex() == case["seed"]


@cases("keys.json", "weak_sign")
def test_weak_signing_keys(case: dict[str, Any]) -> None:
    assert outcome(keys.check_sign_key, unhex(case["public"]))[0] == case["code"]


@cases("keys.json", "weak_kem")
def test_weak_kem_keys(case: dict[str, Any]) -> None:
    assert outcome(keys.check_kem_key, unhex(case["public"]))[0] == case["code"]


def test_seal_gives_these_bytes() -> None:
    for case in vectors("sealing.json")["seal"]:
        key, context, salt = unhex(case["key"]), unhex(case["context"]), unhex(case["salt"])
        sealed = sealing.seal(key, context, salt, unhex(case["plain"]))
        assert sealed.hex() == case["sealed"]
        assert opening.open(key, context, sealed).hex() == case["plain"]


@cases("sealing.json", "seal_long")
def test_seal_long(case: dict[str, Any]) -> None:
    key, context, salt = unhex(case["key"]), unhex(case["context"]), unhex(case["salt"])
    sealed = sealing.seal(key, context, salt, pattern(case["length"]))
    assert hashlib.sha256(sealed).hexdigest() == case["sha256"]
    assert len(sealed) == case["sealed_length"]
    assert opening.open(key, context, sealed) == pattern(case["length"])


@cases("sealing.json", "open")
def test_open(case: dict[str, Any]) -> None:
    code, _ = outcome(opening.open, unhex(case["key"]), unhex(case["context"]), unhex(case["sealed"]))
    assert code == case["code"]


@cases("sealing.json", "open")
def test_open_byte_by_byte(case: dict[str, Any]) -> None:
    def feed() -> bytes:
        stream = opening.OpenStream(unhex(case["key"]), unhex(case["context"]))
        data = unhex(case["sealed"])[-2_000:] if len(case["sealed"]) > 8_000 else unhex(case["sealed"])
        parts = [unhex(case["sealed"])[: -len(data)]] if len(case["sealed"]) > 8_000 else []
        parts += [data[at : at + 1] for at in range(len(data))]
        return b"".join(map(stream.update, parts)) + stream.finish()

    assert outcome(feed)[0] == case["code"]


@cases("unwrap.json", "unwrap")
def test_unwrap(case: dict[str, Any]) -> None:
    code, plain = outcome(opening.unwrap, unhex(case["seed"]), unhex(case["info"]), unhex(case["sealed"]))
    assert code == case["code"]
    assert plain == (None if case["plain"] is None else unhex(case["plain"]))


def test_padding_and_slices() -> None:
    file = vectors("sealing.json")
    for length, bucket in file["bucket"]:
        assert sealing.bucket(length) == bucket
    for case in file["pad"]:
        padded = sealing.pad_body(unhex(case["json"]), unhex(case["nonce"]))
        assert padded.hex() == case["padded"]
    for case in file["slices"]:
        assert sealing.blob_hash(pattern(case["length"])) == case["sha256"]


@cases("sealing.json", "unpad")
def test_unpad(case: dict[str, Any]) -> None:
    assert outcome(opening.unpad_body, unhex(case["padded"]))[0] == case["code"]


def test_tree_roots_and_heads() -> None:
    file = vectors("tree.json")
    hashes = [tree.leaf_hash(unhex(leaf)) for leaf in file["leaves"]]
    for size, root in enumerate(file["roots"]):
        assert tree.root_of(hashes[:size]).hex() == root
    for case in file["heads"]:
        moved = [RoomHead(**item) for item in case["moved"]]
        assert tree.heads_leaf(case["time"], moved).hex() == case["leaf"]
        assert tree.heads_leaf(case["time"], moved[::-1]).hex() == case["leaf"]


@cases("tree.json", "inclusion")
def test_inclusion(case: dict[str, Any]) -> None:
    path, root = [unhex(item) for item in case["path"]], unhex(case["root"])
    code, _ = outcome(
        tree.verify_inclusion, unhex(case["leaf_hash"]), case["index"], case["size"], path, root
    )
    assert code == case["code"]


@cases("tree.json", "consistency")
def test_consistency(case: dict[str, Any]) -> None:
    old, new = ((case[side]["size"], unhex(case[side]["root"])) for side in ("old", "new"))
    path = [unhex(item) for item in case["path"]]
    assert outcome(tree.verify_consistency, old, new, path)[0] == case["code"]


@cases("tree.json", "heads_bad")
def test_bad_heads_leaves(case: dict[str, Any]) -> None:
    assert outcome(tree.parse_heads_leaf, unhex(case["leaf"]))[0] == case["code"]


@cases("checkpoint.json", "cases")
def test_checkpoint(case: dict[str, Any]) -> None:
    trust = vectors("checkpoint.json")["trust"]
    witnesses = tuple((item["name"], unhex(item["key"])) for item in trust["witnesses"])
    believed = Trust(
        trust["origin"],
        unhex(trust["log_ed25519"]),
        unhex(trust["log_mldsa44"]),
        witnesses,
        case["quorum"],
    )
    note = base64.b64decode(case["note_b64"])
    code, checkpoint = outcome(verify_checkpoint, note, believed, case["now"], case["max_age"])
    assert code == case["code"]
    if checkpoint is not None:
        assert (checkpoint.size, checkpoint.root.hex()) == (case["size"], case["root"])


def folded(leaves: list[bytes]) -> Directory:
    directory = Directory()
    for index, leaf in enumerate(leaves):
        directory.apply_leaf(index, leaf)
    return directory


@cases("statements.json", "cases")
def test_statements(case: dict[str, Any]) -> None:
    base = vectors("statements.json")
    directory = folded(b64s(base["base_b64"])[: case["base"]])
    root = directory.root_hash_at(case["base"])
    assert root is not None
    assert root.hex() == base["roots"][case["base"]]
    *before, last = b64s(case["leaves_b64"])
    for leaf in before:
        directory.apply_leaf(directory.size, leaf, case["now"])
    code, _ = outcome(directory.apply_leaf, directory.size, last, case["now"])
    assert code == case["code"]
    check_expected(directory, case["expect"] or {})


@cache
def notices_base() -> Directory:
    return folded(b64s(vectors("notices.json")["base_b64"]))


@cases("notices.json", "cases")
def test_notices(case: dict[str, Any]) -> None:
    directory = copy.deepcopy(notices_base())
    assert directory.size == case["base"]
    *before, last = b64s(case["leaves_b64"])
    for leaf in before:
        directory.apply_leaf(directory.size, leaf, case["now"])
    code, _ = outcome(directory.apply_leaf, directory.size, last, case["now"])
    assert code == case["code"]
    check_expected(directory, case["expect"] or {})


@cases("notices.json", "records")
def test_records_of_notices(case: dict[str, Any]) -> None:
    data = base64.b64decode(case["document_b64"])
    code, _ = outcome(notices.decode_record, data, case["record"])
    assert code == case["code"]
    if code is None:
        assert outcome(notices.open_document, canonical.parse(data), case["record"])[0] is None


@cases("notices.json", "pictures")
def test_pictures_of_notices(case: dict[str, Any]) -> None:
    picture = {"sha256": case["sha256"], "len": case["len"]}
    code, _ = outcome(notices.check_picture, picture, base64.b64decode(case["data_b64"]))
    assert code == case["code"]


@cache
def publications_base() -> Directory:
    return folded(b64s(vectors("publications.json")["base_b64"]))


@cases("publications.json", "cases")
def test_publications(case: dict[str, Any]) -> None:
    directory = copy.deepcopy(publications_base())
    assert directory.size == case["base"]
    *before, last = b64s(case["leaves_b64"])
    for leaf in before:
        directory.apply_leaf(directory.size, leaf, case["now"])
    code, _ = outcome(directory.apply_leaf, directory.size, last, case["now"])
    assert code == case["code"]
    check_expected(directory, case["expect"] or {})


@cases("publications.json", "documents")
def test_documents_of_publications(case: dict[str, Any]) -> None:
    data = (b"x" * case["fill"]).join(b64s(case["pieces_b64"]))
    named = (case["document"], case["shelf"], case["item"], case["parts"])
    code, _ = outcome(publications.decode_document, data, *named)
    assert code == case["code"]


@cases("rooms.json", "cases")
def test_rooms(case: dict[str, Any]) -> None:
    file = vectors("rooms.json")
    directory = folded(b64s(file["register_b64"]) + b64s(case["leaves_b64"]))
    room = Room()
    for frame in b64s(file["rooms"][case["room"]]["frames_b64"])[: case["take"]]:
        room.apply(decode_frame(frame), directory)
    *before, last = b64s(case["frames_b64"])
    for frame in before:
        room.apply(decode_frame(frame), directory)
    code, _ = outcome(room.apply, decode_frame(last), directory, now=case["now"])
    assert code == case["code"]


@cases("rooms.json", "unroll")
def test_unroll(case: dict[str, Any]) -> None:
    entries = [decode_frame(frame) for frame in b64s(case["frames_b64"])]
    seeds = {keyid: unhex(seed) for keyid, seed in case["seeds"].items()}
    code, found = outcome(unroll.unroll, entries, seeds)
    assert code == case["code"]
    if found is not None:
        assert {str(epoch): key.hex() for epoch, key in found.items()} == case["keys"]


@cases("rooms.json", "open_body")
def test_open_body(case: dict[str, Any]) -> None:
    entry = decode_frame(base64.b64decode(case["frame_b64"]))
    code, body = outcome(unroll.open_body, unhex(case["key"]), entry)
    assert code == case["code"]
    if body is not None:
        assert canonical.stringify(body).hex() == case["body"]


@pytest.mark.parametrize(
    "case", vectors("rooms.json")["existence"]["cases"], ids=lambda case: str(case["name"])
)
def test_existence(case: dict[str, Any]) -> None:
    file = vectors("rooms.json")["existence"]
    directory = folded(b64s(file["register_b64"]))
    entries = [decode_frame(frame) for frame in b64s(file["frames_b64"])]

    def hash_at(seq: int) -> str | None:
        return entries[seq].hash if seq < len(entries) else None

    entry = entries[case["seq"]].value
    code, _ = outcome(existence.demand_existence, entry, hash_at, case["proof"], directory, at=case["at"])
    assert code == case["code"]


@cases("bodies.json", "cases")
def test_bodies(case: dict[str, Any]) -> None:
    value = {"blobs": case["blobs"], "clock": case["clock"]}
    entry = Entry(Envelope(ENTRY, b"", value, ()))
    code, body = outcome(bodies.check_body, canonical.parse(unhex(case["body"])), entry)
    assert code == case["code"]
    assert (body.known if body else None) == case["known"]


def test_folded_texts() -> None:
    for case in vectors("screening.json")["fold"]:
        assert screening.fold(unhex(case["utf16"]).decode("utf-16-be", "surrogatepass")) == case["folded"]
    for case in vectors("screening.json")["fold_all"]:
        letters = (chr(n) for start, end in case["ranges"] for n in range(start, end + 1))
        said = "\n".join(screening.fold(letter) for letter in letters)
        assert hashlib.sha256(said.encode()).hexdigest() == case["sha256"], case["ranges"][0]


def test_screening_digests() -> None:
    file = vectors("screening.json")
    for case in file["identity"]:
        assert {screening.identity_of(one) for one in case["records"]} == {case["identity"]}
    for case in file["content"]:
        assert screening.content_of(case["says"]) == case["content"]
    for case in file["mark"]:
        assert screening.mark_of(case["query"], case["listed"], case["content"]) == case["mark"]


@cases("screening.json", "rooms")
def test_screening_of_an_office(case: dict[str, Any]) -> None:
    messages = [screening.Standing(**row) for row in case["messages"]]
    state, expect = screening.fold_screening(case["purpose"], messages), case["expect"]
    assert {name: one.hash for name, one in state.lists.items()} == expect["lists"]
    decided = sorted([*key, one.body["verdict"], one.hash] for key, one in state.decisions.items())
    assert decided == expect["decisions"]
    assert list(screening.watched_of(state.watch, case["files"])) == expect["watched"]
    assert (sorted(state.marks), sorted(state.sources)) == (expect["marks"], expect["sources"])
    assert (state.through, state.lists_through) == (expect["through"], expect["lists_through"])


@cases("screening.json", "files")
@pytest.mark.parametrize("at_once", [1, 1_000_000])
def test_files_of_entries_and_records(case: dict[str, Any], at_once: int) -> None:
    data = base64.b64decode(case["data_b64"])
    pieces = [data[start : start + at_once] for start in range(0, len(data), at_once)]

    def read() -> list[Any]:
        if case["of"] == "records":
            return [
                screening.identity_of(one) for one in screening_files.read_records(pieces, case["entries"])
            ]
        found = screening_files.read_entries(pieces, case["entries"])
        return [[one.says["id"], one.content, one.line, one.forms] for one in found]

    assert outcome(read) == (case["code"], case["found"])


def test_kits() -> None:
    file = vectors("locks.json")
    for case in file["kits"]:
        assert locks.kit_code(unhex(case["kit"])) == case["code"]
    for case in file["kits_read"]:
        code, kit = outcome(locks.parse_kit, case["text"])
        assert code == case["code"], case["text"]
        assert kit == (None if case["kit"] is None else unhex(case["kit"]))


def test_lock_derivations() -> None:
    file = vectors("locks.json")
    for case in file["derive"]:
        stretched = locks.stretch(case["passphrase"], case["kdf"])
        derived = locks.derive(case["login"], stretched, unhex(case["kit"]))
        assert stretched.hex() == case["stretched"]
        assert (derived.auth.hex(), derived.unlock.hex()) == (case["auth"], case["unlock"])
        assert lock_records.auth_verifier(derived.auth).hex() == case["verifier"]
    for case in file["passkey"]:
        assert lock_records.prf_input(case["login"]).hex() == case["prf_input"]
        assert locks.passkey_unlock(case["login"], unhex(case["prf_output"])).hex() == case["unlock"]
    for case in file["device"]:
        device = locks.device_key(unhex(case["d"]), unhex(case["resume"]), case["login"])
        local = locks.local_key(unhex(case["d"]), unhex(case["kem_seed"]), case["login"])
        assert (device.hex(), local.hex()) == (case["device"], case["local"])


@cases("locks.json", "kdf")
def test_kdf_offers(case: dict[str, Any]) -> None:
    assert outcome(lock_records.check_kdf, case["kdf"])[0] == case["code"]


def test_lock_records_vaults_and_drafts() -> None:
    file = vectors("locks.json")
    for case in file["make"]:
        seeds = Seeds(unhex(case["sign_seed"]), unhex(case["kem_seed"]))
        credential = None if case["credential"] is None else unhex(case["credential"])
        record = locks.make_lock(
            seeds,
            case["login"],
            unhex(case["unlock"]),
            unhex(case["salt"]),
            kdf=case["kdf"],
            credential=credential,
        )
        assert canonical.stringify(record).hex() == case["record"]
        assert locks.open_lock(record, unhex(case["unlock"])) == seeds
    for case in file["vault"]:
        vault = canonical.parse(unhex(case["vault"]))
        sealed = locks.seal_vault(unhex(case["kem_seed"]), case["keyid"], vault, unhex(case["salt"]))
        assert sealed.hex() == case["sealed"]
    for case in file["draft"]:
        name = locks.DraftName(case["keyid"], case["draft"], case["version"])
        body = locks.open_draft(unhex(case["kem_seed"]), name, unhex(case["sealed"]))
        assert canonical.stringify(body).hex() == case["body"]


@cases("locks.json", "open")
def test_open_lock(case: dict[str, Any]) -> None:
    record = canonical.parse(unhex(case["record"]))
    assert outcome(locks.open_lock, record, unhex(case["unlock"]))[0] == case["code"]


@cases("locks.json", "vault_open")
def test_open_vault(case: dict[str, Any]) -> None:
    code, _ = outcome(
        locks.open_vault,
        unhex(case["kem_seed"]),
        case["keyid"],
        case["version"],
        unhex(case["sealed"]),
        seen=case["seen"],
    )
    assert code == case["code"]
