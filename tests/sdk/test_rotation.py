"""Rotation: a new key takes over everything, also where nobody else could let it in."""

from __future__ import annotations

import secrets

import pytest

from repatria.sdk import Letter, NotSignedIn, Reply, Session, rotate
from repatria.sdk.enrol import Enrolled
from tests.sdk.living import Living
from tests.sdk.test_offices import repair

BERN = "ch/contact-point"


def invitation(living: Living, office: str) -> str:
    return living.invite(office, "The same person").link


def write_to(living: Living, office: str, text: str) -> str:
    return living.session("wanjiku.kamau").mail.send(Letter((office,), text, text)).room


def end_post(living: Living, keyid: str) -> None:
    bureau = living.acting("ch.bureau")
    bureau.settle(bureau.revoke(keyid, "has left"))


def single_office(living: Living) -> str:
    """An office of Switzerland that nobody works in yet."""
    bureau = living.acting("ch.bureau")
    agency = bureau.register.directory.offices[BERN].agency
    office = f"ch/desk-{secrets.token_hex(4)}"
    bureau.settle(
        bureau.office(
            office=office,
            agency=agency,
            name="A desk with one officer",
            tz="Europe/Zurich",
            hours={"days": [1, 2, 3, 4, 5], "from": "08:00", "to": "17:00"},
            languages=["en"],
            phone="+41 58 000 00 00",
            networks=[],
        )
    )
    return office


def settle_key(session: Session, office: str) -> None:
    """Until the witnesses have seen the office's key that this session published."""
    while session.register.directory.office_key_state(office, session.now()) != "current":
        size = session.register.directory.size
        session.register.sync(at_least=size + 1, wait_seconds=30.0)


def test_the_only_officer_of_an_office_rotates_and_reads_what_came_before(living: Living) -> None:
    office = single_office(living)
    living.newcomer("alone.in.bern", office)
    old = living.session("alone.in.bern")
    settle_key(old, office)
    before = write_to(living, office, "before the rotation")
    old.sync()
    kept: list[Enrolled] = []
    rotated = rotate(
        old, invitation(living, office), login="alone.again", passphrase="two lakes", keep=kept.append
    )
    new = rotated.session
    assert kept == [rotated.enrolled]
    assert rotated.left == ()
    assert new.office == office
    settle_key(new, office)
    assert new.threads.read(before).subject == "before the rotation"
    during = write_to(living, office, "after the rotation")
    new.sync()
    assert new.threads.read(during).subject == "after the rotation"
    new.mail.reply(during, Reply("With the new key"))
    with old.another_connection() as ended, pytest.raises(NotSignedIn):
        ended.get_json("/session")
    new.close()
    end_post(living, new.keyid)


def test_one_of_several_officers_rotates_and_the_old_key_reads_nothing_more(living: Living) -> None:
    living.newcomer("rotates.bern", BERN)
    colleague = living.session("loic.perrenoud")
    repair(colleague)
    old = living.session("rotates.bern")
    before = write_to(living, BERN, "while the old key was good")
    old.sync()
    seeds_of_old = dict(old.keyring.kem_seeds)
    rotated = rotate(
        old, invitation(living, BERN), login="rotated.bern", passphrase="two lakes", keep=lambda _: None
    )
    new = rotated.session
    settle_key(new, BERN)
    assert new.threads.read(before).subject == "while the old key was good"
    after = write_to(living, BERN, "for the new key")
    new.sync()
    assert new.threads.read(after).subject == "for the new key"
    assert not set(seeds_of_old) & {member.kem for member in new.rooms.room(after).room.members}
    new.close()
    end_post(living, new.keyid)
    repair(living.session("loic.perrenoud"))


class NotWrittenDown(Exception):
    pass


def test_a_kit_that_is_not_kept_leaves_the_old_key_in_place(living: Living) -> None:
    living.newcomer("hesitates.bern", BERN)
    repair(living.session("loic.perrenoud"))
    old = living.session("hesitates.bern")

    def refuse(_: Enrolled) -> None:
        raise NotWrittenDown

    with pytest.raises(NotWrittenDown):
        rotate(old, invitation(living, BERN), login="hesitated.bern", passphrase="two lakes", keep=refuse)
    old.sync()
    assert old.office == BERN
    end_post(living, old.keyid)
    repair(living.session("loic.perrenoud"))
