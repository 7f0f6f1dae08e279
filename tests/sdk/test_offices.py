"""An office is a room: newcomers read its past, leavers nothing of what comes after."""

import pytest

from repatria.protocol import unroll
from repatria.sdk import Letter, NotSignedIn, Reply, Session
from tests.sdk.living import Living


def write_to_bern(living: Living, text: str) -> str:
    letter = Letter(("ch/contact-point",), text, text)
    return living.session("wanjiku.kamau").mail.send(letter).room


def current_epoch(session: Session) -> int:
    key = session.register.directory.current_office_key("ch/contact-point")
    assert key is not None
    return key.epoch


def repair(session: Session) -> None:
    """Sync until the repaired key of the office is witnessed."""
    before = session.register.directory.size
    session.sync()
    while session.register.directory.office_key_state("ch/contact-point", session.now()) != "current":
        session.register.sync(at_least=before + 1, wait_seconds=30.0)
        before = session.register.directory.size


def test_newcomer_reads_what_the_office_could_read_before(living: Living) -> None:
    room = write_to_bern(living, "before the newcomer came")
    living.newcomer("new.in.bern", "ch/contact-point")
    repair(living.session("loic.perrenoud"))
    newcomer = living.session("new.in.bern")
    thread = newcomer.threads.read(room)
    assert thread.subject == "before the newcomer came"
    newcomer.mail.reply(room, Reply("I am new here."))
    said = living.session("wanjiku.kamau").threads.read(room).messages[-1]
    assert (said.name, said.problem) == ("new.in.bern", None)


def test_newcomer_reads_nothing_until_a_colleague_lets_them_in(living: Living) -> None:
    room = write_to_bern(living, "sealed to the office as it was")
    living.newcomer("waits.in.bern", "ch/contact-point")
    waiting = living.session("waits.in.bern")
    thread = waiting.threads.read(room)
    assert [one.problem for one in thread.messages] == ["no_key"]
    repair(living.session("loic.perrenoud"))
    waiting.sync()
    assert waiting.threads.read(room).subject == "sealed to the office as it was"


def test_leaver_reads_nothing_of_the_next_epoch_and_is_signed_out(living: Living) -> None:
    living.newcomer("leaves.bern", "ch/contact-point")
    colleague = living.session("loic.perrenoud")
    repair(colleague)
    room = write_to_bern(living, "while they were here")
    leaver = living.session("leaves.bern")
    assert leaver.threads.read(room).subject == "while they were here"
    seeds_of_leaver = dict(leaver.keyring.kem_seeds)

    bureau = living.acting("ch.bureau")
    bureau.settle(bureau.revoke(leaver.keyid, "has left"))
    with pytest.raises(NotSignedIn):
        leaver.sync()

    nairobi = living.session("wanjiku.kamau")
    nairobi.mail.reply(room, Reply("after they left"))
    held = nairobi.rooms.room(room)
    stolen = unroll.unroll(held.entries, seeds_of_leaver)
    assert held.room.epoch == 2
    assert sorted(stolen) == [1]  # what they could read, and no more

    before = current_epoch(colleague)
    repair(colleague)
    assert current_epoch(colleague) == before + 1
    last = colleague.threads.read(room).messages[-1]
    assert last.body is not None
    assert last.body["text"] == "after they left"


def test_a_request_still_goes_out_while_an_office_key_is_stale(living: Living) -> None:
    living.newcomer("gone.from.bern", "ch/contact-point")
    colleague = living.session("loic.perrenoud")
    repair(colleague)
    gone = living.built.officers["gone.from.bern"].keyid
    bureau = living.acting("ch.bureau")
    bureau.settle(bureau.revoke(gone, "has left"))

    nairobi = living.session("wanjiku.kamau")
    assert nairobi.register.directory.office_key_state("ch/contact-point", nairobi.now()) == "stale"
    room = nairobi.mail.send(Letter(("ch/contact-point",), "in between", "text")).room
    ids = {member.id for member in nairobi.rooms.room(room).room.members}
    assert "office:ch/contact-point" not in ids
    assert f"officer:{gone}" not in ids
    assert living.session("chiara.bernasconi").threads.read(room).subject == "in between"
    repair(colleague)
