"""Step 5 of the room fold: who is seated, by whom, under which keys."""

from repatria.protocol import entries as entry_kinds
from repatria.protocol import envelope as envelopes
from repatria.protocol.entries import Entry
from repatria.protocol.rooms import Member
from repatria.protocol.sealing import WRAP_BYTES
from repatria.protocol.shapes import b64_text
from repatria.protocol.unroll import new_epoch
from tests.protocol.invented import (
    AUDIT,
    STAR,
    Chamber,
    appoint,
    officer_id,
    rekey_office,
    with_onlookers,
)
from tests.protocol.room_samples.scene import BR, FR, SN, Scene, changed, greeting, sample


def seating(c: Chamber, label: str, *ids: str, office: str | None = None) -> Entry:
    return c.members_entry(label, ids, office).entry


@sample("the genesis author seats the first members", room="fresh")
def _(_s: Scene, c: Chamber) -> Entry:
    return seating(c, "amina", SN, FR)


@sample("first members by a colleague of the genesis author are refused", "no_authority", room="fresh")
def _(_s: Scene, c: Chamber) -> Entry:
    return seating(c, "moussa", SN, FR)


@sample("a message before there are members is refused", "no_seat", room="fresh")
def _(s: Scene, c: Chamber) -> Entry:
    other = greeting(s.case)
    return changed(other, s.key("amina"), room=c.room.id, seq=1, prev=c.room.head)


@sample("first members of epoch 2 are refused", "bad_epoch", room="fresh")
def _(s: Scene, c: Chamber) -> Entry:
    return changed(seating(c, "amina", SN), s.key("amina"), epoch=2)


@sample("first members with a history are refused", "bad_history", room="fresh")
def _(s: Scene, c: Chamber) -> Entry:
    return changed(seating(c, "amina", SN), s.key("amina"), history="AAAA")


@sample("any seat may start a new epoch for the same members")
def _(_s: Scene, c: Chamber) -> Entry:
    return seating(c, "jean", SN, FR)


@sample("members by somebody without a seat are refused", "no_seat")
def _(_s: Scene, c: Chamber) -> Entry:
    return seating(c, "beatriz", SN, FR)


@sample("members that skip an epoch are refused", "bad_epoch")
def _(s: Scene, c: Chamber) -> Entry:
    return changed(seating(c, "amina", SN, FR), s.key("amina"), epoch=3)


@sample("members of the same epoch again are refused", "bad_epoch")
def _(s: Scene, c: Chamber) -> Entry:
    return changed(seating(c, "amina", SN, FR), s.key("amina"), epoch=1)


@sample("a later epoch without a history is refused", "bad_history")
def _(s: Scene, c: Chamber) -> Entry:
    return changed(seating(c, "amina", SN, FR), s.key("amina"), history=None)


@sample("members that are not sorted are refused", "bad_shape")
def _(s: Scene, c: Chamber) -> Entry:
    entry = seating(c, "amina", SN, FR)
    value = entry.value
    reverse = {name: list(reversed(value[name])) for name in ("members", "wraps")}
    return changed(entry, s.key("amina"), **reverse)


@sample("a member twice is refused", "bad_shape")
def _(s: Scene, c: Chamber) -> Entry:
    entry = seating(c, "amina", SN)
    twice = {name: entry.value[name] * 2 for name in ("members", "wraps")}
    return changed(entry, s.key("amina"), **twice)


@sample("members that are none are refused", "bad_shape")
def _(s: Scene, c: Chamber) -> Entry:
    return changed(seating(c, "amina", SN), s.key("amina"), members=[], wraps=[])


@sample("an office under a key that is not its own is refused", "wrong_kem")
def _(s: Scene, c: Chamber) -> Entry:
    return substituted(s, c, FR, s.network.people["jean"].keyid)


@sample("an officer under the key of another is refused", "wrong_kem")
def _(s: Scene, c: Chamber) -> Entry:
    return substituted(s, c, officer_id(s.network, "claire"), s.network.people["amina"].keyid)


def substituted(s: Scene, c: Chamber, id_: str, kem: str) -> Entry:
    """Members where one id stands with the kem of somebody else."""
    entry = seating(c, "amina", SN, id_)
    seats = [{**seat, "kem": kem} if seat["id"] == id_ else seat for seat in entry.value["members"]]
    wraps = [{**wrap, "kem": seat["kem"]} for wrap, seat in zip(entry.value["wraps"], seats, strict=True)]
    return changed(entry, s.key("amina"), members=seats, wraps=wraps)


@sample("an office under the key of an earlier epoch is refused", "wrong_kem")
def _(s: Scene, c: Chamber) -> Entry:
    old = s.network.directory.current_office_key("fr/paris")
    assert old is not None
    rekey_office(s.chambers["office fr"], "claire", "fr/paris")
    return substituted(s, c, FR, old.keyid)


@sample("a ghost, an officer who was suspended, is refused", "wrong_kem")
def _(s: Scene, c: Chamber) -> Entry:
    s.network.officer("luc", "fr/paris")
    ghost = officer_id(s.network, "luc")
    entry = seating(c, "amina", SN, ghost)
    s.network.publish(s.network.suspend("luc", "fr bureau"))
    log = c.authorship("amina")
    return changed(entry, s.key("amina"), log={"size": log.log_size, "root": log.log_root})


@sample("an office without a key is refused", "wrong_kem")
def _(s: Scene, c: Chamber) -> Entry:
    s.network.publish(s.network.office_statement("fr/lyon", "fr/agrasc"))
    keyid = s.network.people["claire"].keyid
    entry = seating(c, "amina", SN, officer_id(s.network, "claire"))
    seats = [Member("office:fr/lyon", keyid)._asdict(), entry.value["members"][0]]
    return changed(entry, s.key("amina"), members=seats, wraps=entry.value["wraps"][::-1])


@sample("an office whose key a leaver holds is refused", "stale_epoch")
def _(s: Scene, c: Chamber) -> Entry:
    made = seating(c, "amina", SN, FR)
    s.network.publish(s.network.suspend("jean", "fr bureau"))
    log = c.authorship("amina")
    return changed(made, s.key("amina"), log={"size": log.log_size, "root": log.log_root})


@sample("the officers of an office whose key is stale are seated personally")
def _(s: Scene, c: Chamber) -> Entry:
    s.network.publish(s.network.suspend("jean", "fr bureau"))
    return seating(c, "amina", SN, officer_id(s.network, "claire"))


@sample("members that lack a wrap are refused", "bad_wraps")
def _(s: Scene, c: Chamber) -> Entry:
    entry = seating(c, "amina", SN, FR)
    return changed(entry, s.key("amina"), wraps=entry.value["wraps"][:1])


@sample("a wrap for nobody is refused: a ghost at the end of the list", "bad_wraps")
def _(s: Scene, c: Chamber) -> Entry:
    entry = seating(c, "amina", SN, FR)
    ghost = {"kem": s.network.people["beatriz"].keyid, "wrap": b64_text(bytes(WRAP_BYTES))}
    return changed(entry, s.key("amina"), wraps=[*entry.value["wraps"], ghost])


@sample("wraps in another order than the members are refused", "bad_wraps")
def _(s: Scene, c: Chamber) -> Entry:
    entry = seating(c, "amina", SN, FR)
    return changed(entry, s.key("amina"), wraps=entry.value["wraps"][::-1])


@sample("a wrap that is too short is refused", "bad_shape")
def _(s: Scene, c: Chamber) -> Entry:
    entry = seating(c, "amina", SN)
    short = {**entry.value["wraps"][0], "wrap": b64_text(bytes(WRAP_BYTES - 1))}
    return changed(entry, s.key("amina"), wraps=[short])


@sample("the opening office brings in another office")
def _(_s: Scene, c: Chamber) -> Entry:
    return seating(c, "moussa", SN, FR, BR)


@sample("another than the opening office brings in an office: refused", "no_authority")
def _(_s: Scene, c: Chamber) -> Entry:
    return seating(c, "claire", SN, FR, BR)


@sample("another than the opening office brings in a person: refused", "no_authority")
def _(s: Scene, c: Chamber) -> Entry:
    return seating(c, "claire", SN, FR, officer_id(s.network, "beatriz"))


@sample("the opening office takes out another office")
def _(_s: Scene, c: Chamber) -> Entry:
    return seating(c, "amina", SN)


@sample("another than the opening office takes out an office: refused", "no_authority")
def _(_s: Scene, c: Chamber) -> Entry:
    return seating(c, "claire", FR)


@sample(
    "any seat takes out a person who has left, though nobody else of that office is there", room="personal"
)
def _(s: Scene, c: Chamber) -> Entry:
    c.seat("amina", SN, BR, officer_id(s.network, "claire"))
    s.network.publish(s.network.suspend("claire", "fr bureau"))
    return seating(c, "beatriz", SN, BR)


@sample("only the opening office takes out a person who has not left", "no_authority", room="personal")
def _(s: Scene, c: Chamber) -> Entry:
    c.seat("amina", SN, BR, officer_id(s.network, "claire"))
    return seating(c, "beatriz", SN, BR)


@sample("anybody may take out their own office")
def _(_s: Scene, c: Chamber) -> Entry:
    return seating(c, "claire", SN)


@sample("a seat may change between its office and its officers")
def _(s: Scene, c: Chamber) -> Entry:
    return seating(c, "claire", SN, officer_id(s.network, "claire"), officer_id(s.network, "jean"))


@sample("under TLP:RED only the opening office adds an id", "no_authority", room="red")
def _(s: Scene, c: Chamber) -> Entry:
    return seating(c, "claire", SN, FR, officer_id(s.network, "claire"))


@sample("under TLP:RED a seat may start a new epoch for the same members", room="red")
def _(_s: Scene, c: Chamber) -> Entry:
    return seating(c, "claire", SN, FR)


@sample("under TLP:RED the opening office adds an id", room="red")
def _(s: Scene, c: Chamber) -> Entry:
    return seating(c, "moussa", SN, FR, officer_id(s.network, "claire"))


def seated_beside(s: Scene, c: Chamber, label: str, office: str, role: str) -> Entry:
    """With somebody who is no contact point, as a person."""
    with_onlookers(s.network)
    appoint(s.network, label, office, role)
    return seating(c, "amina", SN, officer_id(s.network, label))


@sample("a partner is seated where nothing is asked", room="personal")
def _(s: Scene, c: Chamber) -> Entry:
    return seated_beside(s, c, "paul", STAR, "partner")


@sample("a partner is seated in a fresh room", room="fresh")
def _(s: Scene, c: Chamber) -> Entry:
    return seated_beside(s, c, "paul", STAR, "partner")


@sample("a partner is not seated where there was a request", "no_authority")
def _(s: Scene, c: Chamber) -> Entry:
    return seated_beside(s, c, "paul", STAR, "partner")


@sample("an auditor is seated in no case room", "no_authority", room="personal")
def _(s: Scene, c: Chamber) -> Entry:
    return seated_beside(s, c, "thea", AUDIT, "auditor")


@sample("an auditor is seated in no fresh room", "no_authority", room="fresh")
def _(s: Scene, c: Chamber) -> Entry:
    return seated_beside(s, c, "thea", AUDIT, "auditor")


def opened_by_an_auditor(s: Scene, purpose: str) -> Entry:
    with_onlookers(s.network)
    appoint(s.network, "thea", AUDIT, "auditor")
    author = s.case.authorship("thea")
    value = entry_kinds.genesis(author, bytes(32), purpose=purpose, floor="TLP:AMBER")
    return Entry(envelopes.sign(envelopes.ENTRY, value, [s.key("thea")]))


@sample("a case room of auditors is refused", "no_authority", room="")
def _(s: Scene, _c: Chamber) -> Entry:
    return opened_by_an_auditor(s, entry_kinds.CASE)


@sample("auditors have an office's room", room="")
def _(s: Scene, _c: Chamber) -> Entry:
    return opened_by_an_auditor(s, entry_kinds.OFFICE)


@sample("in an office's room a newcomer may write members before having a seat", room="office")
def _(s: Scene, c: Chamber) -> Entry:
    s.network.officer("awa", "sn/dakar")
    people = [officer_id(s.network, label) for label in ("amina", "moussa", "awa")]
    return seating(c, "awa", *people)


@sample("in an office's room only its officers write members", "no_authority", room="office")
def _(s: Scene, c: Chamber) -> Entry:
    people = [officer_id(s.network, label) for label in ("amina", "moussa")]
    return seating(c, "claire", *people)


@sample("in an office's room an officer of another office is no member", "no_authority", room="office")
def _(s: Scene, c: Chamber) -> Entry:
    people = [officer_id(s.network, label) for label in ("amina", "claire")]
    return seating(c, "amina", *people)


@sample("in an office's room an office is no member", "no_authority", room="office")
def _(s: Scene, c: Chamber) -> Entry:
    return seating(c, "amina", SN, officer_id(s.network, "amina"))


@sample("members with a ciphertext are refused", "wrong_ciphertext")
def _(_s: Scene, c: Chamber) -> Entry:
    return Entry(seating(c, "amina", SN, FR).envelope, b"x")


@sample("a leaver's seat is taken out by whoever starts the next epoch", room="personal")
def _(s: Scene, c: Chamber) -> Entry:
    s.network.publish(s.network.suspend("claire", "fr bureau"))
    by = c.authorship("amina")
    key = s.network.directory.office_key_at("sn/dakar", by.log_size)
    assert key is not None
    seats = [Member(SN, key.keyid)]
    made = new_epoch(c.room, s.network.directory, c.keys[1], seats, c.random)
    return c.sign("amina", entry_kinds.members(by, c.room.next_place, made.parts))
