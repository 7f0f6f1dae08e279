"""Steps 1 to 4 of the room fold: shape, log, time, place, signature, standing."""

from repatria.protocol import envelope as envelopes
from repatria.protocol.entries import Entry
from repatria.protocol.envelope import Envelope, Signature
from repatria.protocol.keys import SigningKey
from tests.protocol.invented import YEAR, Chamber, digest
from tests.protocol.room_samples.scene import Scene, changed, greeting, sample

ELSEWHERE = digest("elsewhere").hex()


@sample("a message by a seat passes", skew=0)
def _(_s: Scene, c: Chamber) -> Entry:
    return greeting(c)


@sample("a message whose ciphertext is not at hand passes a reader")
def _(_s: Scene, c: Chamber) -> Entry:
    return Entry(greeting(c).envelope, None)


@sample("an entry with a further key is refused", "bad_shape")
def _(s: Scene, c: Chamber) -> Entry:
    return changed(greeting(c), s.key("amina"), note="")


@sample("an entry that lacks a key is refused", "bad_shape")
def _(s: Scene, c: Chamber) -> Entry:
    entry = greeting(c)
    value = {name: item for name, item in entry.value.items() if name != "pt"}
    return Entry(envelopes.sign(envelopes.ENTRY, value, [s.key("amina")]), entry.ciphertext)


@sample("a seq that is true is refused", "bad_shape")
def _(s: Scene, c: Chamber) -> Entry:
    return changed(greeting(c), s.key("amina"), seq=True)


@sample("a statement in a room is refused", "bad_shape")
def _(s: Scene, c: Chamber) -> Entry:
    return Entry(envelopes.sign(envelopes.STATEMENT, greeting(c).value, [s.key("amina")]))


@sample("a blob id twice is refused", "bad_shape")
def _(s: Scene, c: Chamber) -> Entry:
    blob = {"id": "ab" * 16, "sha256": ELSEWHERE, "len": 1}
    return changed(greeting(c), s.key("amina"), blobs=[blob, {**blob, "len": 2}])


@sample("a blob of more than 2^40 bytes is refused", "bad_shape")
def _(s: Scene, c: Chamber) -> Entry:
    blob = {"id": "ab" * 16, "sha256": ELSEWHERE, "len": 2**40 + 1}
    return changed(greeting(c), s.key("amina"), blobs=[blob])


@sample("an entry of unknown kind is refused", "unknown_kind")
def _(s: Scene, c: Chamber) -> Entry:
    return changed(greeting(c), s.key("amina"), kind="reaction")


@sample("an entry whose kind is no text is refused", "bad_shape")
def _(s: Scene, c: Chamber) -> Entry:
    return changed(greeting(c), s.key("amina"), kind=["message"])


@sample("an entry of another network is refused", "wrong_network")
def _(s: Scene, c: Chamber) -> Entry:
    return changed(greeting(c), s.key("amina"), net=ELSEWHERE)


@sample("an entry upon another register is refused", "wrong_log")
def _(s: Scene, c: Chamber) -> Entry:
    entry = greeting(c)
    return changed(entry, s.key("amina"), log={**entry.value["log"], "root": ELSEWHERE})


@sample("an entry upon a register that is not there yet is refused", "wrong_log")
def _(s: Scene, c: Chamber) -> Entry:
    entry = greeting(c)
    size = entry.value["log"]["size"] + 1
    return changed(entry, s.key("amina"), log={**entry.value["log"], "size": size})


@sample("an entry upon an older register than the one before it is refused", "log_went_back")
def _(s: Scene, c: Chamber) -> Entry:
    size = c.room.log_size - 1
    root = s.network.directory.root_hash_at(size)
    assert root is not None
    return changed(greeting(c), s.key("amina"), log={"size": size, "root": root.hex()})


@sample("an entry 600 s before the one before it passes")
def _(s: Scene, c: Chamber) -> Entry:
    return changed(greeting(c), s.key("amina"), time=c.room.time - 600)


@sample("an entry 601 s before the one before it is refused", "bad_time")
def _(s: Scene, c: Chamber) -> Entry:
    return changed(greeting(c), s.key("amina"), time=c.room.time - 601)


@sample("the server refuses an entry signed 601 s ago", "bad_time", skew=601)
def _(_s: Scene, c: Chamber) -> Entry:
    return greeting(c)


@sample("the server refuses an entry from 601 s in the future", "bad_time", skew=-601)
def _(_s: Scene, c: Chamber) -> Entry:
    return greeting(c)


@sample("the server takes an entry signed 600 s ago", skew=600)
def _(_s: Scene, c: Chamber) -> Entry:
    return greeting(c)


@sample("an entry of another room is refused", "wrong_room")
def _(s: Scene, _c: Chamber) -> Entry:
    return greeting(s.chambers["red"])


@sample("an entry that leaves a number out is refused", "bad_seq")
def _(s: Scene, c: Chamber) -> Entry:
    return changed(greeting(c), s.key("amina"), seq=c.room.seq + 2)


@sample("an entry sent again is refused", "bad_seq")
def _(_s: Scene, c: Chamber) -> Entry:
    return c.entries[-1]


@sample("a second genesis is refused", "bad_seq")
def _(_s: Scene, c: Chamber) -> Entry:
    return c.entries[0]


@sample("an entry upon an older head is refused: somebody was quicker", "stale_head")
def _(s: Scene, c: Chamber) -> Entry:
    return changed(greeting(c), s.key("amina"), prev=c.entries[-2].hash)


@sample("an entry by a key that nobody published is refused", "unknown_issuer")
def _(s: Scene, c: Chamber) -> Entry:
    nobody = s.network.someone("nobody")
    return changed(greeting(c), nobody.signing_key, author=nobody.keyid)


@sample("an entry signed by another than its author is refused", "missing_signature")
def _(s: Scene, c: Chamber) -> Entry:
    return changed(greeting(c), s.key("moussa"))


@sample("an entry under a forged signature is refused", "bad_signature")
def _(s: Scene, c: Chamber) -> Entry:
    author = s.network.people["amina"].keyid
    return changed(greeting(c), SigningKey(digest("forger"), author))


@sample("an entry with a superfluous signature is refused", "bad_envelope")
def _(s: Scene, c: Chamber) -> Entry:
    entry = greeting(c)
    made = envelopes.sign(envelopes.ENTRY, entry.value, [s.key("amina"), s.key("moussa")])
    return Entry(made, entry.ciphertext)


@sample("a signature moved from another entry is refused", "bad_signature")
def _(_s: Scene, c: Chamber) -> Entry:
    entry, other = greeting(c).envelope, c.entries[-1].envelope
    signature = Signature(other.signatures[0].keyid, other.signatures[0].sig)
    return Entry(Envelope(entry.type, entry.payload, entry.value, (signature,)), None)


@sample("an officer on behalf of another office is refused", "not_a_member")
def _(_s: Scene, c: Chamber) -> Entry:
    return greeting(c, "amina", "fr/paris")


@sample("an author without a post is refused", "not_a_member")
def _(_s: Scene, c: Chamber) -> Entry:
    return greeting(c, "sn bureau", "sn/dakar")


@sample("a suspended author is refused", "not_a_member")
def _(s: Scene, c: Chamber) -> Entry:
    s.network.publish(s.network.suspend("moussa", "sn bureau"))
    return greeting(c, "moussa")


@sample("a suspended author who names an older register is refused once that was seen", "log_went_back")
def _(s: Scene, c: Chamber) -> Entry:
    entry = greeting(c, "moussa")
    s.network.publish(s.network.office_statement("sn/dakar", "sn/onrac", phone="1"))
    c.say("amina")
    made = changed(entry, s.key("moussa"), seq=c.room.seq + 1, prev=c.room.head)
    return Entry(made.envelope, None)


@sample("an author whose term has ended is refused", "not_a_member")
def _(s: Scene, c: Chamber) -> Entry:
    return changed(greeting(c), s.key("amina"), time=s.network.time + 2 * YEAR)


@sample("a room that does not begin with a genesis is refused", "bad_seq", room="")
def _(s: Scene, _c: Chamber) -> Entry:
    return s.chambers["case"].entries[1]


@sample("a genesis by somebody without a post is refused", "not_a_member", room="")
def _(s: Scene, _c: Chamber) -> Entry:
    bureau = s.network.people["sn bureau"]
    genesis = s.chambers["case"].entries[0]
    return changed(genesis, bureau.signing_key, author=bureau.keyid)


@sample("a genesis with a ciphertext is refused", "wrong_ciphertext", room="")
def _(s: Scene, _c: Chamber) -> Entry:
    return Entry(s.chambers["case"].entries[0].envelope, b"x")


@sample("a genesis with a floor that does not exist is refused", "bad_shape", room="")
def _(s: Scene, _c: Chamber) -> Entry:
    return changed(s.chambers["case"].entries[0], s.key("amina"), floor="TLP:WHITE")
