"""A notice from the bureau's draft to its end, by real officers on a real server (protocol/notices.md)."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from repatria.demo.pictures import silhouette
from repatria.protocol import bodies, statements
from repatria.protocol.canonical import Json
from repatria.protocol.notice_states import Notice
from repatria.protocol.notices import document_bytes, record_hash
from repatria.sdk import Refused, Session, WrongUse
from repatria.sdk.notices import NoticeDraft
from tests.patience import PATIENCE_SECONDS
from tests.sdk.living import Living
from tests.server.publishing import record_of

DAY = 86_400


class People(NamedTuple):
    """Kenya's lead, two of the secretariat, and a Swiss officer."""

    nairobi: Session
    completing: Session
    examining: Session
    bern: Session

    def sync(self) -> None:
        for session in self:
            session.sync()


@pytest.fixture
def people(with_secretariat: Living) -> People:
    logins = ("wanjiku.kamau", "paivi.laukkanen", "youssef.elidrissi", "chiara.bernasconi")
    return People(*(with_secretariat.session(login) for login in logins))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "face.png"
    path.write_bytes(silhouette("nobody"))
    return path


def draft(people: People, *pictures: Path, name: str = "Amos Test", variant: str = "notice") -> NoticeDraft:
    until = people.nairobi.now() + 100 * DAY
    return NoticeDraft(record_of(name), "silver", until, variant, pictures)


def submit(people: People, one: NoticeDraft) -> Notice:
    submitted = people.nairobi.notices.submit(one)
    people.sync()
    return people.completing.notices.find(submitted.notice)


def publish(people: People, one: NoticeDraft) -> Notice:
    notice = submit(people, one)
    people.completing.notices.review(notice, "completeness", "pass")
    people.sync()
    people.examining.notices.review(newest(people.examining, notice), "constitution", "pass")
    people.sync()
    return newest(people.bern, notice)


def newest(session: Session, notice: Notice) -> Notice:
    return session.notices.find(notice.hash)


def state(session: Session, notice: Notice) -> str:
    return newest(session, notice).state_at(session.now())


def names(record: Json) -> list[str]:
    return list(record["subject"]["names"])


def test_a_draft_is_read_by_the_secretariat_and_by_nobody_else(people: People) -> None:
    notice = submit(people, draft(people))
    assert state(people.bern, notice) == "submitted"
    assert notice in people.completing.notices.to_review()
    assert names(people.completing.notices.record(notice)) == ["Amos Test"]
    with pytest.raises(WrongUse) as refused:
        people.bern.notices.record(newest(people.bern, notice))
    assert refused.value.code == "no_record"


def test_two_reviews_publish_it_to_every_member_with_its_picture(people: People, picture: Path) -> None:
    notice = publish(people, draft(people, picture, name="Ámos Published"))
    assert state(people.bern, notice) == "valid"
    assert names(people.bern.notices.record(notice)) == ["Ámos Published"]
    assert people.bern.notices.pictures(notice) == [picture.read_bytes()]
    assert notice.hash in [one.hash for one, _ in people.bern.notices.readable()]


@pytest.mark.parametrize(
    ("login", "days", "amends", "code"),
    [
        ("wanjiku.kamau", 1_828, None, "bad_until"),
        ("wanjiku.kamau", -1, None, "bad_until"),
        ("wanjiku.kamau", 100, "ab" * 32, "unknown_notice"),
        ("halima.abdi", 100, None, "no_authority"),
        ("catalina.urrutia", 100, None, "no_authority"),  # of the secretariat, which asks for nothing
    ],
)
def test_nothing_leaves_for_a_notice_that_would_be_refused(
    with_secretariat: Living, people: People, login: str, days: int, amends: str | None, code: str
) -> None:
    session = with_secretariat.session(login)
    rooms = len(session.threads.all())
    one = NoticeDraft(record_of("Amos Refused"), "silver", session.now() + days * DAY, amends=amends)
    with pytest.raises(Refused) as refused:
        session.notices.submit(one)
    assert refused.value.code == code
    session.sync()
    assert len(session.threads.all()) == rooms
    people.sync()
    told = [message for thread in people.completing.threads.all() for message in thread.messages]
    assert not any("Amos Refused" in str(message.body) for message in told)


def test_of_a_picture_only_the_pixels_leave(people: People, tmp_path: Path) -> None:
    told = tmp_path / "face.jpg"  # a PNG, whatever its name says
    told.write_bytes(silhouette("x") + b"52.1,5.3 taken at home")
    notice = publish(people, draft(people, told, told, name="Amos Bare"))
    assert people.bern.notices.pictures(notice) == [silhouette("x")] * 2
    assert people.bern.notices.record(notice)["pictures"][0]["type"] == "image/png"


@pytest.mark.parametrize("octets", [b"", b"<svg onload='alert(1)'/>", b"<html>", silhouette("x")[:-1]])
def test_what_is_no_picture_does_not_leave(people: People, tmp_path: Path, octets: bytes) -> None:
    wrong = tmp_path / "face.png"
    wrong.write_bytes(octets)
    with pytest.raises(WrongUse) as refused:
        people.nairobi.notices.submit(draft(people, wrong))
    assert refused.value.code == "bad_picture"


def test_a_picture_that_is_too_large_or_one_too_many_does_not_leave(
    people: People, picture: Path, tmp_path: Path
) -> None:
    large = tmp_path / "large.png"
    whole = silhouette("x")
    pixels = struct.pack(">I", 2_097_152) + b"IDAT" + bytes(2_097_152 + 4)
    large.write_bytes(whole[:33] + pixels + whole[33:])
    for pictures, code in (((large,), "bad_picture"), ((picture,) * 13, "bad_record")):
        with pytest.raises(WrongUse) as refused:
            people.nairobi.notices.submit(draft(people, *pictures))
        assert refused.value.code == code


def test_one_person_cannot_review_both_parts(people: People) -> None:
    notice = submit(people, draft(people))
    people.completing.notices.review(notice, "completeness", "pass")
    with pytest.raises(Refused) as refused:
        people.completing.notices.review(newest(people.completing, notice), "constitution", "pass")
    assert refused.value.code == "same_person"


def test_a_refusal_says_why_and_ends_it(people: People) -> None:
    notice = submit(people, draft(people))
    people.examining.notices.review(notice, "constitution", "refuse", "ART3", "A political matter.")
    people.sync()
    assert state(people.nairobi, notice) == "refused"
    review = newest(people.nairobi, notice).reviews[-1]
    assert (review.reason, review.text) == ("ART3", "A political matter.")


def test_a_withdrawn_notice_leaves_every_disk_and_the_server(people: People) -> None:
    notice = publish(people, draft(people))
    people.bern.notices.record(notice)
    people.nairobi.notices.change(newest(people.nairobi, notice), "withdraw")
    people.sync()
    assert state(people.bern, notice) == "withdrawn"
    assert people.bern.store.read(f"notice-{notice.record}") is None
    with pytest.raises(WrongUse):
        people.bern.notices.record(notice)


def test_a_diffusion_goes_to_the_chosen_office_alone(people: People, picture: Path) -> None:
    notice = publish(people, draft(people, picture, name="Only For Bern", variant="diffusion"))
    with pytest.raises(WrongUse):
        people.bern.notices.record(notice)
    people.nairobi.notices.send(newest(people.nairobi, notice), ["ch/contact-point"])
    people.sync()
    assert names(people.bern.notices.record(notice)) == ["Only For Bern"]
    assert people.bern.notices.pictures(notice) == [picture.read_bytes()]
    with pytest.raises(WrongUse) as passed_on:
        people.bern.notices.send(newest(people.bern, notice), ["xn/secretariat"])
    assert passed_on.value.code == "no_authority"


def test_a_document_that_no_notice_can_name_stops_nobodys_reading(people: People) -> None:
    notice = publish(people, draft(people, variant="diffusion"))
    people.nairobi.notices.send(newest(people.nairobi, notice), ["ch/contact-point"])
    writer = people.nairobi.writer
    body = bodies.notice({"v": "x" * 140_000}, tlp="TLP:GREEN")
    sent = writer.start(writer.open_room(), ["ch/contact-point"], body)
    people.sync()
    assert people.bern.threads.read(sent.room).subject == ""
    assert names(people.bern.notices.record(notice)) == ["Amos Test"]


def test_what_is_no_record_is_not_shown_and_stops_nobodys_reading(people: People) -> None:
    document = {"v": 1, "record": "none"}
    hash_ = record_hash(document_bytes(document))
    until = people.nairobi.now() + DAY
    own: dict[str, Any] = {"country": "KE", "colour": "silver", "variant": "notice", "record": hash_}
    issued = people.nairobi.ceremony.issue(
        lambda stamp: statements.notice(stamp, **own, until=until, amends=None)
    )
    writer = people.nairobi.writer
    writer.start(writer.open_room(), ["ch/contact-point"], bodies.notice(document, tlp="TLP:GREEN"))
    people.nairobi.register.sync(at_least=issued.size, wait_seconds=PATIENCE_SECONDS)
    people.sync()
    with pytest.raises(WrongUse) as refused:
        people.bern.notices.record(people.bern.notices.find(issued.hash))
    assert (refused.value.code, refused.value.detail[:9]) == ("no_record", "bad_shape")


def test_a_hit_goes_to_the_notices_country_alone(people: People) -> None:
    notice = publish(people, draft(people))
    sent = people.bern.notices.hit(notice, "asset", "An account at a bank here.")
    people.sync()
    message = people.nairobi.threads.read(sent.room).messages[-1]
    assert message.body is not None
    assert (message.kind, message.body["of"], message.body["what"]) == ("hit", notice.hash, "asset")
    assert sent.room not in people.completing.rooms.held


def test_the_log_is_asked_now_before_anybody_acts(people: People) -> None:
    notice = publish(people, draft(people))
    standing = people.bern.notices.verify_now(notice)
    assert (standing.state, standing.is_fresh) == ("valid", True)
    people.nairobi.notices.change(
        newest(people.nairobi, notice), "suspend", until=people.nairobi.now() + 30 * DAY
    )
    assert people.bern.notices.verify_now(notice).state == "suspended"


def test_a_notice_is_found_by_the_beginning_of_its_hash(people: People) -> None:
    notice = submit(people, draft(people))
    assert people.nairobi.notices.find(notice.hash[:12]).hash == notice.hash
    for name in (notice.hash[:7], "0" * 12):
        with pytest.raises(WrongUse) as refused:
            people.nairobi.notices.find(name)
        assert refused.value.code == "no_such_notice"
