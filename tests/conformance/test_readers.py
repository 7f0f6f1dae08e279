"""Both implementations accept the same bytes, and refuse the rest with the same code."""

import functools
import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.protocol import (
    bodies,
    canonical,
    entries,
    envelope,
    frames,
    keys,
    lock_records,
    locks,
    notices,
    opening,
    publications,
    sealing,
    statements,
    tree,
)
from repatria.protocol.entries import Entry
from repatria.protocol.keys import SigningKey
from tests.conformance.mutations import OBJECTS, canonical_text, nearly_bytes, nearly_value, single_changes
from tests.conformance.peer import Peer, b64, outcome, unb64
from tests.protocol.invented import T0, Chamber, Network, office_with_key, random_from, three_countries
from tests.protocol.notice_samples.records import NONCE, blank, silver
from tests.protocol.publication_samples.records import FULL, ITEMS

# A long profile asks for more than the suite does.
MANY = settings(max_examples=max(600, settings().max_examples))
SOME = settings(max_examples=max(150, settings().max_examples))


@functools.cache
def network() -> Network:
    return three_countries()


@functools.cache
def case_room() -> Chamber:
    """A room with members and a message, for entries of each kind."""
    grown = network()
    office_with_key(grown, "amina", "sn/dakar")
    office_with_key(grown, "claire", "fr/paris")
    room = Chamber(grown, "claire")
    room.seat("claire", "office:fr/paris", "office:sn/dakar")
    room.say("claire")
    return room


def agree(mine: Callable[[], Any], theirs: Callable[[], Any]) -> str:
    """The same answer or the same code from both; the code, for tests that count."""
    own, other = outcome(mine), outcome(theirs)
    assert own == other
    return own[0]


def read_canonical(text: bytes) -> bytes:
    return canonical.stringify(canonical.parse(text))


def their_canonical(peer: Peer, text: bytes) -> bytes:
    return unb64(peer.ask("canonical", data=b64(text)))


@MANY
@given(st.data(), OBJECTS)
def test_canonical_texts(peer: Peer, data: st.DataObject, value: dict[str, Any]) -> None:
    text = data.draw(nearly_bytes(canonical_text(value)))
    agree(partial(read_canonical, text), partial(their_canonical, peer, text))


@pytest.mark.parametrize("depth", [31, 32, 33, 200, 5_000, 200_000])
@pytest.mark.parametrize(
    ("opening_", "closing"), [(b"[", b"]"), (b'{"a":', b"}"), (b"[", b""), (b"", b"]"), (b'{"a":[', b"")]
)
def test_depths(peer: Peer, depth: int, opening_: bytes, closing: bytes) -> None:
    for text in (
        b'{"a":' + opening_ * depth + closing * depth + b"}",
        opening_ * depth,
        b'"' + opening_ * depth,
    ):
        agree(partial(read_canonical, text), partial(their_canonical, peer, text))


SIGNER = SigningKey.from_seed(bytes(32))


@MANY
@given(st.data())
def test_envelopes(peer: Peer, data: st.DataObject) -> None:
    value = {"v": 1, "kind": "x", **data.draw(OBJECTS)}
    signers = [SIGNER, SigningKey.from_seed(bytes([1] * 32))][: data.draw(st.integers(1, 2))]
    good = outcome(lambda: envelope.sign(data.draw(st.integers(1, 2)), value, signers).wire())[1]
    wire = data.draw(nearly_bytes(good or b"\x01\x01", changes=1))

    def mine() -> dict[str, str]:
        decoded = envelope.decode(wire)
        return {"hash": decoded.hash, "wire": b64(decoded.wire())}

    agree(mine, lambda: peer.ask("envelope", data=b64(wire)))


@SOME
@given(st.data())
def test_signatures(peer: Peer, data: st.DataObject) -> None:
    good = envelope.sign(1, {"v": 1, "kind": "x"}, [SIGNER])
    wire = data.draw(nearly_bytes(good.wire()[-64:], changes=1))
    changed = good.wire()[:-64] + wire.ljust(64, b"\0")[:64]
    agree(
        lambda: envelope.verify(envelope.decode(changed), SIGNER.keyid, SIGNER.public),
        lambda: peer.ask("verify", data=b64(changed), keyid=SIGNER.keyid, public=b64(SIGNER.public)),
    )


def read_statement(text: bytes) -> None:
    statements.check_shape(canonical.parse(text))


def read_entry(text: bytes) -> None:
    entries.check_shape(canonical.parse(text))


def agree_on_changes(
    sample: dict[str, Any], mine: Callable[[bytes], Any], theirs: Callable[[bytes], Any]
) -> None:
    """On the sample, on every single change to it, and on some double ones."""
    assert agree(lambda: mine(canonical_text(sample)), lambda: theirs(canonical_text(sample))) == "ok"
    for changed in single_changes(sample):
        text = canonical_text(changed)
        own, other = outcome(partial(mine, text)), outcome(partial(theirs, text))
        assert own == other, changed

    @SOME
    @given(nearly_value(sample))
    def double(value: dict[str, Any]) -> None:
        text = canonical_text(value)
        agree(lambda: mine(text), lambda: theirs(text))

    double()


KINDS = [
    "root",
    "keyset",
    "bureau",
    "agency",
    "office",
    "nominate",
    "authorise",
    "renew",
    "rotate",
    "suspend",
    "revoke",
]


@pytest.mark.parametrize(
    "kind",
    [
        *KINDS,
        *("office-key", "client-release", "notice", "notice-review", "notice-change"),
        *("offer", "offer-review", "publication", "retirement"),
    ],
)
def test_statement_shapes(peer: Peer, kind: str) -> None:
    case_room()
    decoded = [envelope.decode(leaf) for leaf in network().leaves]
    samples = {**{each.value["kind"]: each.value for each in decoded}, **_further_statements()}
    agree_on_changes(samples[kind], read_statement, lambda text: peer.ask("statement", data=b64(text)))


def _further_statements() -> dict[str, dict[str, Any]]:
    grown = network()
    return {
        "suspend": grown.suspend("amina", "sn bureau").value,
        "revoke": grown.revoke("amina", "sn bureau", 3).value,
        "renew": grown.by("sn bureau", statements.renew, keyset=HASH, until=T0).value,
        "rotate": grown.by("amina", statements.rotate, keyset=HASH).value,
        **_about_notices(grown),
        **_about_publications(grown),
        "client-release": grown.by_root(statements.client_release, version=2, minimum=1, manifest=HASH).value,
    }


def _about_notices(grown: Network) -> dict[str, dict[str, Any]]:
    own = {"country": "SN", "colour": "red", "variant": "notice", "record": HASH, "until": T0, "amends": HASH}
    review = {"notice": HASH, "part": "completeness", "outcome": "pass", "reason": "ART3"}
    change = {"notice": HASH, "act": "suspend", "until": T0, "text": "x"}
    return {
        "notice": grown.by("amina", statements.notice, **own).value,
        "notice-review": grown.by("amina", statements.notice_review, **review).value,
        "notice-change": grown.by("amina", statements.notice_change, **change).value,
    }


def _about_publications(grown: Network) -> dict[str, dict[str, Any]]:
    own: dict[str, Any] = {"shelf": "framework", "item": "sn-dk", "parts": ["a", "b"], "document": HASH}
    own |= {"access": "members", "seen": 3}
    review = {"offer": HASH, "outcome": "return", "text": "x"}
    return {
        "offer": grown.by("amina", statements.offer, **own).value,
        "offer-review": grown.by("amina", statements.offer_review, **review).value,
        "publication": grown.by("amina", statements.publication, **own, offer=HASH).value,
        "retirement": grown.by("amina", statements.retirement, **own, successor="sn").value,
    }


@pytest.mark.parametrize("shelf", FULL)
def test_documents_of_publications(peer: Peer, shelf: str) -> None:
    """Every single change somewhere in a document in which nothing is empty."""
    named: dict[str, Any] = {
        "shelf": shelf,
        "item": ITEMS[shelf],
        "parts": publications.parts_of(shelf, FULL[shelf]),
    }

    def mine(text: bytes) -> Any:
        publications.decode_document(text, publications.document_hash(text), **named)

    document = {"v": 1, "nonce": b64(NONCE), "record": FULL[shelf]}
    agree_on_changes(document, mine, lambda text: peer.ask("publicationDocument", data=b64(text), **named))


def test_records_of_notices(peer: Peer) -> None:
    """Every single change somewhere in a record in which nothing is empty."""

    def mine(text: bytes) -> Any:
        notices.decode_record(text, notices.record_hash(text))

    document = notices.record_document(silver(), NONCE)
    agree_on_changes(document, mine, lambda text: peer.ask("noticeRecord", data=b64(text)))


@SOME
@given(value=st.text("0123456789-/ \n٠٩", max_size=11) | st.dates().map(str))
def test_dates_of_records(peer: Peer, value: str) -> None:
    record = blank()
    record["subject"]["born"] = [value]
    text = canonical_text({"v": 1, "nonce": b64(NONCE), "record": record})
    agree(
        lambda: bool(notices.decode_record(text, notices.record_hash(text))),
        lambda: peer.ask("noticeRecord", data=b64(text)) is None,
    )


@pytest.mark.parametrize("seq", [0, 1, 2])
def test_entry_shapes(peer: Peer, seq: int) -> None:
    sample = dict(case_room().entries[seq].envelope.value)
    if sample["kind"] == "message":
        sample |= {"blobs": [BLOB], "clock": {"act": "open", "urgency": "flash", "to": "sn/dakar"}}
    agree_on_changes(sample, read_entry, lambda text: peer.ask("entry", data=b64(text)))


HASH = "ab" * 32
ATTACHMENT = {
    "id": "01" * 16,
    "name": "a",
    "type": "b",
    "size": 3,
    "key": b64(bytes(32)),
    "sha256": HASH,
    "ct_sha256": "cd" * 32,
    "ct_len": 99,
}
BLOB = {"id": "01" * 16, "sha256": "cd" * 32, "len": 99}
SOURCE = {"name": "un.xml", "sha256": HASH, "size": 5, "taken": "", "licence": ""}
RECORD = {
    "kind": "vessel", "names": ["N"], "birth_dates": [], "countries": ["PA"], "genders": [],
    "identifiers": [{"scheme": "imo", "value": "9074729"}],
}  # fmt: skip
ATTENDING = {
    "id": "01" * 16, "key": HASH, "name": "N", "latin": "N", "title": "t", "languages": ["fr", "ar"],
    "role": "r", "visa": True, "passport": "p", "notes": "n",
}  # fmt: skip
SAMPLE_BODIES: list[tuple[dict[str, Any], dict[str, Any] | None, list[dict[str, Any]]]] = [
    (bodies.message("x", tlp="TLP:RED", subject="s", attachments=[ATTACHMENT]), None, [BLOB]),
    (
        bodies.request(bodies.blank_request("freeze", "flash", "ke/office"), tlp="TLP:RED", subject="s"),
        {"act": "open", "urgency": "flash", "to": "ke/office"},
        [],
    ),
    (bodies.acknowledgement(HASH), {"act": "acknowledge", "of": HASH}, []),
    (bodies.answer(HASH, "frozen", tlp="TLP:RED"), {"act": "answer", "of": HASH}, []),
    (bodies.close(HASH, "done", tlp="TLP:RED"), {"act": "close", "of": HASH}, []),
    (bodies.receipt("read", [HASH]), None, []),
    (bodies.tick("a", "done"), None, []),
    (bodies.note("n", tlp="TLP:GREEN"), None, []),
    (bodies.handling(HASH, "TLP:RED", tlp="TLP:RED"), None, []),
    (bodies.notice({"v": 1}, tlp="TLP:RED", of=HASH), None, []),
    (bodies.hit(HASH, "person", "x", tlp="TLP:RED"), None, []),
    (bodies.participation("course", "c", [ATTENDING], tlp="TLP:RED"), None, []),
    (bodies.place(HASH, [{"id": "01" * 16, "state": "waiting"}], tlp="TLP:RED"), None, []),
    (bodies.manuscript("library", "l", {"type": "x"}, tlp="TLP:RED", base=HASH), None, []),
    (bodies.screening_list("UN", "un", SOURCE, "un", entries=2, attachment=ATTACHMENT), None, [BLOB]),
    (
        bodies.screening_decision(
            query=HASH, listed="l", content=HASH, verdict="match", why="w", name="n", listed_name=""
        ),
        None,
        [],
    ),
    (bodies.screening_watch(add=[RECORD], drop=[HASH]), None, []),
    (bodies.screening_watch(entries=2, attachment=ATTACHMENT), None, [BLOB]),
    (bodies.screening_told(["ab" * 16], sources=["cd" * 16], through=3, lists_through=2), None, []),
]


@pytest.mark.parametrize("n", range(len(SAMPLE_BODIES)))
def test_bodies(peer: Peer, n: int) -> None:
    body, clock, blobs = SAMPLE_BODIES[n]
    value = {**case_room().entries[2].envelope.value, "clock": clock, "blobs": blobs}
    entry = Entry(envelope.sign(envelope.ENTRY, value, [SIGNER]), None)
    agree_on_changes(
        body,
        lambda text: bodies.check_body(canonical.parse(text), entry).known,
        lambda text: peer.ask("body", data=b64(text), clock=clock, blobs=blobs),
    )


@SOME
@given(st.data(), st.lists(st.binary(max_size=20), max_size=4))
def test_frames(peer: Peer, data: st.DataObject, parts: list[bytes]) -> None:
    joined = data.draw(nearly_bytes(frames.join(parts)))
    agree(lambda: [b64(part) for part in frames.split(joined)], lambda: peer.ask("frames", data=b64(joined)))


@SOME
@given(st.data())
def test_entry_frames(peer: Peer, data: st.DataObject) -> None:
    good = entries.encode_frame(case_room().entries[2])
    frame = data.draw(nearly_bytes(good, changes=1))

    def mine() -> dict[str, str]:
        entry = entries.decode_frame(frame)
        return {"hash": entry.hash, "ciphertext": b64(entry.ciphertext or b"")}

    agree(mine, lambda: peer.ask("entryFrame", data=b64(frame)))


@SOME
@given(st.data())
def test_heads_leaves(peer: Peer, data: st.DataObject) -> None:
    leaf = tree.heads_leaf(1_800_000_000, [tree.RoomHead(HASH, 3, "cd" * 32)])
    changed = data.draw(nearly_bytes(leaf) | nearly_value(json.loads(leaf)).map(canonical_text))
    agree(lambda: bool(tree.parse_heads_leaf(changed)), lambda: peer.ask("heads", data=b64(changed)) is None)


@SOME
@given(st.data(), st.binary(min_size=32, max_size=32))
def test_padded_bodies(peer: Peer, data: st.DataObject, nonce: bytes) -> None:
    padded = sealing.pad_body(canonical_text(data.draw(OBJECTS.filter(_writable))), nonce)
    changed = data.draw(nearly_bytes(padded, changes=1))
    agree(
        lambda: canonical.stringify(opening.unpad_body(changed)),
        lambda: unb64(peer.ask("unpad", data=b64(changed))),
    )


def _writable(value: dict[str, Any]) -> bool:
    return outcome(lambda: canonical.stringify(value))[0] == "ok"


@SOME
@given(st.data(), st.binary(min_size=16, max_size=16))
def test_kit_codes(peer: Peer, data: st.DataObject, kit: bytes) -> None:
    code = locks.kit_code(kit)
    assert peer.ask("kitCode", kit=b64(kit)) == code
    typed = data.draw(
        st.sampled_from(
            [code, code.lower(), code.replace("-", " "), code.replace("-", ""), code.replace("0", "O")]
        )
    )
    changed = data.draw(nearly_bytes(typed.encode(), changes=1)).decode(errors="replace")
    agree(lambda: locks.parse_kit(changed), lambda: unb64(peer.ask("kit", text=changed)))


def test_kdf_offers(peer: Peer) -> None:
    offer = lock_records.kdf_offer(bytes(16))
    agree_on_changes(
        offer,
        lambda text: lock_records.check_kdf(canonical.parse(text)),
        lambda text: peer.ask("kdf", value=json.loads(text)),
    )


def test_lock_records(peer: Peer) -> None:
    def mine(record: bytes) -> dict[str, str]:
        seeds = locks.open_lock(canonical.parse(record), bytes(32))
        return {"sign": b64(seeds.sign), "kem": b64(seeds.kem)}

    agree_on_changes(
        _lock(), mine, lambda record: peer.ask("openLock", record=b64(record), unlock=b64(bytes(32)))
    )


@functools.cache
def _lock() -> dict[str, Any]:
    seeds = keys.new_seeds(random_from("conformance"))
    offer = lock_records.kdf_offer(bytes(16))
    return locks.make_lock(seeds, "alice", bytes(32), bytes(24), kdf=offer, credential=None)


@SOME
@given(
    st.binary(min_size=32, max_size=32)
    | st.sampled_from([b"\0" * 32, b"\1" + b"\0" * 31, b"\xff" * 32, b"\xec" + b"\xff" * 30 + b"\x7f"])
)
def test_signing_keys(peer: Peer, public: bytes) -> None:
    agree(lambda: keys.check_sign_key(public), lambda: peer.ask("signKey", data=b64(public)))


@SOME
@given(st.data())
def test_kem_keys(peer: Peer, data: st.DataObject) -> None:
    public = bytearray(keys.KemKey.from_seed(bytes(32)).public)
    for _ in range(data.draw(st.integers(0, 3))):
        public[data.draw(st.integers(0, len(public) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        public[1184:] = data.draw(
            st.sampled_from(
                [bytes(32), b"\1" + bytes(31), b"\xed" + b"\xff" * 31, b"\xec" + b"\xff" * 30 + b"\x7f"]
            )
        )
    agree(lambda: keys.check_kem_key(bytes(public)), lambda: peer.ask("kemKey", data=b64(bytes(public))))


@SOME
@given(st.data(), st.integers(1, 20))
def test_proofs(peer: Peer, data: st.DataObject, size: int) -> None:
    leaves = [tree.leaf_hash(bytes([n])) for n in range(size)]
    index, first = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    path = _nearly_path(data, tree.inclusion_proof(leaves, index))
    root, asked = tree.root_of(leaves), data.draw(st.sampled_from([index, index, index + 1, 0, size]))
    agree(
        lambda: tree.verify_inclusion(leaves[index], asked, size, path, root),
        lambda: peer.ask(
            "inclusion",
            leaf=b64(leaves[index]),
            index=asked,
            size=size,
            path=[b64(p) for p in path],
            root=b64(root),
        ),
    )
    path = _nearly_path(data, tree.consistency_proof(leaves, first))
    old = tree.root_of(leaves[:first])
    claimed = data.draw(st.sampled_from([first, first, 0, size + 1]))
    agree(
        lambda: tree.verify_consistency((claimed, old), (size, root), path),
        lambda: peer.ask(
            "consistency",
            first=claimed,
            second=size,
            path=[b64(p) for p in path],
            firstRoot=b64(old),
            secondRoot=b64(root),
        ),
    )


def _nearly_path(data: st.DataObject, path: list[bytes]) -> list[bytes]:
    kind = data.draw(st.sampled_from(["as it is", "as it is", "shorter", "longer", "turned"]))
    return {"shorter": path[:-1], "longer": [*path, bytes(32)], "turned": path[::-1]}.get(kind, path)
