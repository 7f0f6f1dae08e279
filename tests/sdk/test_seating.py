"""Offices are brought into a room and taken out: what each of them can read before and after."""

from __future__ import annotations

import pytest

from repatria.sdk import Letter, Refused, Reply, Session, WrongUse
from tests.sdk.living import Living

KENYA, SWITZERLAND, BRITAIN = "ke/contact-point", "ch/contact-point", "gb/contact-point"


@pytest.fixture
def nairobi(living: Living) -> Session:
    return living.session("wanjiku.kamau")


@pytest.fixture
def bern(living: Living) -> Session:
    return living.session("loic.perrenoud")


@pytest.fixture
def london(living: Living) -> Session:
    return living.session("harpreet.gill")


@pytest.fixture
def room(nairobi: Session) -> str:
    return nairobi.mail.send(Letter((SWITZERLAND,), "Lighthouse", "Before London came")).room


def texts(session: Session, room: str) -> list[object]:
    session.sync()
    return [one.body["text"] if one.body else one.problem for one in session.threads.read(room).messages]


def test_an_office_that_is_brought_in_reads_the_past_and_writes(
    nairobi: Session, london: Session, room: str
) -> None:
    with pytest.raises(WrongUse, match="no_such_room"):
        texts(london, room)
    nairobi.seating.change(room, bring_in=[BRITAIN])
    assert nairobi.seating.offices(room) == sorted([KENYA, SWITZERLAND, BRITAIN])
    assert texts(london, room) == ["Before London came"]
    london.mail.reply(room, Reply("London has it"))
    assert texts(nairobi, room) == ["Before London came", "London has it"]


def test_an_office_that_is_taken_out_reads_nothing_of_what_comes_after(
    nairobi: Session, bern: Session, london: Session, room: str
) -> None:
    nairobi.seating.change(room, bring_in=[BRITAIN])
    assert texts(london, room) == ["Before London came"]
    nairobi.seating.change(room, take_out=[BRITAIN])
    nairobi.mail.reply(room, Reply("Without London"))
    assert texts(bern, room) == ["Before London came", "Without London"]
    assert texts(london, room) == ["Before London came"]
    with pytest.raises(Refused, match="not_found"):
        london.mail.reply(room, Reply("I am still here"))


def test_only_the_opening_office_brings_in_and_takes_out_others(
    nairobi: Session, bern: Session, room: str
) -> None:
    bern.sync()
    for change in ({"bring_in": [BRITAIN]}, {"take_out": [KENYA]}):
        with pytest.raises(Refused, match="no_authority"):
            bern.seating.change(room, **change)
    nairobi.seating.change(room, bring_in=[BRITAIN])  # the same change by the right office


def test_an_office_takes_itself_out(nairobi: Session, bern: Session, room: str) -> None:
    bern.sync()
    bern.seating.change(room, take_out=[SWITZERLAND])
    nairobi.sync()
    assert nairobi.seating.offices(room) == [KENYA]
    with pytest.raises(Refused, match="not_found"):
        bern.mail.reply(room, Reply("Back again"))


def test_a_change_that_says_nothing_is_refused_before_anything_is_sent(nairobi: Session, room: str) -> None:
    for change, code in (
        ({"bring_in": [SWITZERLAND]}, "already_there"),
        ({"take_out": [BRITAIN]}, "not_there"),
        ({"take_out": [KENYA, SWITZERLAND]}, "nobody_left"),
        ({"bring_in": ["xx/nobody"]}, "nobody_there"),
    ):
        with pytest.raises(WrongUse, match=code):
            nairobi.seating.change(room, **change)
    assert nairobi.rooms.room(room).room.epoch == 1


def test_a_change_is_made_again_when_the_room_has_moved(nairobi: Session, bern: Session, room: str) -> None:
    bern.sync()
    bern.mail.reply(room, Reply("Nairobi has not seen this yet"))
    sent = nairobi.seating.change(room, bring_in=[BRITAIN])
    assert (sent.seq, nairobi.rooms.room(room).room.epoch) == (4, 2)
