"""Step 6 of the room fold: seats, epochs, clocks, ciphertext."""

from repatria.protocol.entries import Entry
from tests.protocol.invented import STAR, Chamber, appoint, digest, officer_id, rekey_office, with_onlookers
from tests.protocol.room_samples.scene import (
    FR,
    SN,
    Scene,
    acknowledged,
    changed,
    closed,
    freeze_request,
    greeting,
    opening,
    sample,
)


@sample("a message by the office asked passes", skew=0)
def _(_s: Scene, c: Chamber) -> Entry:
    return greeting(c, "jean")


@sample("a message by somebody seated as a person passes", room="personal")
def _(_s: Scene, c: Chamber) -> Entry:
    return greeting(c, "claire")


@sample("a colleague of somebody seated as a person has no seat", "no_seat", room="personal")
def _(_s: Scene, c: Chamber) -> Entry:
    return greeting(c, "jean")


@sample("a message by a stranger is refused", "no_seat")
def _(_s: Scene, c: Chamber) -> Entry:
    return greeting(c, "beatriz")


@sample("a message by an office that was taken out is refused", "no_seat")
def _(_s: Scene, c: Chamber) -> Entry:
    c.seat("amina", SN)
    return greeting(c, "claire")


@sample("a message of an earlier epoch is refused", "bad_epoch")
def _(s: Scene, c: Chamber) -> Entry:
    c.seat("amina", SN, FR)
    return changed(greeting(c), s.key("amina"), epoch=1)


@sample("a message of an epoch to come is refused", "bad_epoch")
def _(s: Scene, c: Chamber) -> Entry:
    return changed(greeting(c), s.key("amina"), epoch=2)


@sample("a message after a member office's key moved is refused", "stale_epoch")
def _(s: Scene, c: Chamber) -> Entry:
    rekey_office(s.chambers["office fr"], "claire", "fr/paris")
    return greeting(c)


@sample("a message after an officer of a member office left is refused", "stale_epoch")
def _(s: Scene, c: Chamber) -> Entry:
    s.network.publish(s.network.suspend("jean", "fr bureau"))
    return greeting(c)


@sample("a message after somebody seated as a person left is refused", "stale_epoch", room="personal")
def _(s: Scene, c: Chamber) -> Entry:
    s.network.publish(s.network.suspend("claire", "fr bureau"))
    return greeting(c)


@sample("a message after an officer joined a member office passes: nobody left")
def _(s: Scene, c: Chamber) -> Entry:
    s.network.officer("luc", "fr/paris")
    return greeting(c)


@sample("after a new epoch the next message passes")
def _(s: Scene, c: Chamber) -> Entry:
    rekey_office(s.chambers["office fr"], "claire", "fr/paris")
    c.seat("amina", SN, FR)
    return greeting(c, "claire")


@sample("a request to a member office opens a clock", skew=0)
def _(_s: Scene, c: Chamber) -> Entry:
    return c.message_entry("claire", freeze_request("sn/dakar"))


@sample("a request to an office one of whose officers is seated opens a clock", room="personal")
def _(_s: Scene, c: Chamber) -> Entry:
    return c.message_entry("amina", freeze_request("fr/paris"))


@sample("a request to one's own office is refused", "bad_clock")
def _(_s: Scene, c: Chamber) -> Entry:
    return c.message_entry("amina", freeze_request("sn/dakar"))


@sample("a request to an office that is not here is refused", "bad_clock")
def _(_s: Scene, c: Chamber) -> Entry:
    return c.message_entry("amina", freeze_request("br/brasilia"))


@sample("a request in a room in which a partner sits is refused", "bad_clock", room="personal")
def _(s: Scene, c: Chamber) -> Entry:
    with_onlookers(s.network)
    appoint(s.network, "paul", STAR, "partner")
    c.seat("amina", SN, FR, officer_id(s.network, "paul"))
    return c.message_entry("amina", freeze_request("fr/paris"))


@sample("the office asked acknowledges")
def _(_s: Scene, c: Chamber) -> Entry:
    return acknowledged(c, "jean", opening(c))


@sample("an acknowledgement by the office that asked is refused", "bad_clock")
def _(_s: Scene, c: Chamber) -> Entry:
    return acknowledged(c, "moussa", opening(c))


@sample("an acknowledgement of a message that asked nothing is refused", "bad_clock")
def _(_s: Scene, c: Chamber) -> Entry:
    return acknowledged(c, "jean", c.entries[2].hash)


@sample("an acknowledgement of a request in another room is refused", "bad_clock")
def _(s: Scene, c: Chamber) -> Entry:
    return acknowledged(c, "jean", opening(s.chambers["red"]))


@sample("the office that asked closes")
def _(_s: Scene, c: Chamber) -> Entry:
    return closed(c, "moussa", opening(c))


@sample("the office asked closes")
def _(_s: Scene, c: Chamber) -> Entry:
    return closed(c, "claire", opening(c))


@sample("a third office cannot close", "bad_clock")
def _(_s: Scene, c: Chamber) -> Entry:
    c.seat("amina", SN, FR, "office:br/brasilia")
    return closed(c, "beatriz", opening(c))


@sample("an urgency that does not exist is refused", "bad_shape")
def _(s: Scene, c: Chamber) -> Entry:
    clock = {"act": "open", "urgency": "asap", "to": "fr/paris"}
    return changed(greeting(c), s.key("amina"), clock=clock)


@sample("a clock with a further key is refused", "bad_shape")
def _(s: Scene, c: Chamber) -> Entry:
    clock = {"act": "close", "of": opening(c), "to": "fr/paris"}
    return changed(greeting(c), s.key("amina"), clock=clock)


@sample("a changed ciphertext is refused", "wrong_ciphertext")
def _(_s: Scene, c: Chamber) -> Entry:
    entry = greeting(c)
    assert entry.ciphertext is not None
    return Entry(entry.envelope, b"\0" + entry.ciphertext[1:])


@sample("a truncated ciphertext is refused", "wrong_ciphertext")
def _(_s: Scene, c: Chamber) -> Entry:
    entry = greeting(c)
    assert entry.ciphertext is not None
    return Entry(entry.envelope, entry.ciphertext[:-1])


@sample("a message without its ciphertext is refused where it is at hand", "wrong_ciphertext")
def _(_s: Scene, c: Chamber) -> Entry:
    return Entry(greeting(c).envelope, b"")


@sample("a ciphertext of another length than signed is refused", "wrong_ciphertext")
def _(s: Scene, c: Chamber) -> Entry:
    entry = greeting(c)
    signed = {**entry.value["ct"], "len": entry.value["ct"]["len"] + 1}
    return changed(entry, s.key("amina"), ct=signed)


@sample("a ciphertext under another hash is refused", "wrong_ciphertext")
def _(s: Scene, c: Chamber) -> Entry:
    entry = greeting(c)
    signed = {**entry.value["ct"], "sha256": digest("x").hex()}
    return changed(entry, s.key("amina"), ct=signed)
