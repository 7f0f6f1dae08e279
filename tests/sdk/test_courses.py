"""A course by real officers on a real server: written, published, learnt, certified."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from repatria.protocol import bodies
from repatria.protocol.canonical import Json
from repatria.sdk import Retiring, Session, WrongUse
from repatria.sdk.courses import score
from tests.cli.test_journey import Desk
from tests.cli.test_publications import QuickDesk
from tests.patience import PATIENCE_SECONDS
from tests.sdk.living import Living

pytestmark = pytest.mark.timeout(4 * PATIENCE_SECONDS)
ITEM = "stop-the-money"


def said(title: str) -> list[Json]:
    return [{"language": "en", "title": title, "text": f"About: {title}"}]


def question(name: str, *right: bool) -> Json:
    choices = [{"right": one, "words": said(f"choice {n}")} for n, one in enumerate(right)]
    return {"id": name, "words": said(f"{name}?"), "choices": choices}


def module(name: str, *quiz: Json) -> Json:
    return {"id": name, "words": said(name), "documents": ["star-handbook-2"], "quiz": list(quiz)}


def course(office: str) -> Json:
    hold = module("hold", question("first", True, False), question("both", False, True, True))
    own = {"hours": 2, "pass_percent": 100, "office": office}
    return {**own, "words": said("Stop the money"), "modules": [hold, module("read")]}


def test_exactly_the_right_choices_count() -> None:
    hold = course("")["modules"][0]
    assert score(hold, {"first": [0], "both": [2, 1]}, 100).passed
    half = score(hold, {"first": [0], "both": [1]}, 50)
    assert (half.right, half.passed, half.wrong) == (1, True, ("both",))
    assert not score(hold, {"first": [0, 1], "both": [1, 2]}, 51).passed
    assert score(module("read"), {}, 100).passed


class People(NamedTuple):
    """Two of the secretariat, and a Swiss officer who has nothing to do with it."""

    first: Session
    second: Session
    bern: Session

    def sync(self) -> None:
        for session in self:
            session.sync()


@pytest.fixture
def people(with_secretariat: Living) -> People:
    logins = ("paivi.laukkanen", "youssef.elidrissi", "chiara.bernasconi")
    return People(*(with_secretariat.session(login) for login in logins))


@pytest.fixture
def nairobi(with_secretariat: Living, tmp_path: Path) -> Desk:
    desk = QuickDesk(with_secretariat, tmp_path / "profiles", "wanjiku.kamau")
    desk.sign_in()
    return desk


def test_a_course_is_published_by_another_learnt_in_secret_and_certified_by_its_office(
    people: People, nairobi: Desk, tmp_path: Path
) -> None:
    first, second, bern = people
    publish_by_command(people, nairobi, tmp_path)
    learn_by_command(nairobi)

    # Sealed between the two offices; the course's own says yes.
    people.sync()
    assert bern.courses.places(ITEM) == []
    (place,) = first.courses.places(ITEM)
    assert (place.person["latin"], place.state, place.answer) == ("Wanjiku Kamau", "nominated", "")
    with pytest.raises(WrongUse, match="no_such_person"):
        first.courses.certify(ITEM, ["00" * 16])
    first.courses.certify(ITEM, [place.id])
    (shown,) = json.loads(nairobi.ok("course", "places", ITEM, "--json"))
    second.sync()
    entry = second.threads.read(place.room).messages[-1]
    assert (shown["state"], shown["answer"]) == ("certified", entry.hash)
    assert shown["answered_by"] == entry.name

    # Retired: nobody learns it any more, and certificates stay.
    nobody_certifies_themselves(first, second)
    first.courses.retire(ITEM, Retiring("A new law.", "hours-2"))
    second.sync()
    asked = nairobi.run("course", "get", ITEM, "--json")
    told = json.loads(asked.stdout)["retired"]
    assert (told["reason"], told["successor"]) == ("A new law.", "hours-2")
    assert "[no_such_item]" in asked.stderr
    assert second.courses.all() == []
    assert {one.state for one in second.courses.places(ITEM)} == {"certified"}
    with pytest.raises(WrongUse, match="no_such_item"):
        second.courses.apply(ITEM)


def publish_by_command(people: People, desk: Desk, folder: Path) -> None:
    """Whoever writes it does not publish it, and who is no secretariat does not even read it before."""
    office = people.first.office
    assert office is not None
    assert set(json.loads(desk.ok("course", "form"))) == set(course(office))
    record = folder / "course.json"
    record.write_text(json.dumps({**course(office), "modules": []}), encoding="utf-8")
    assert "[bad_record]" in desk.run("course", "offer", ITEM, record).stderr
    record.write_text(json.dumps(course(office)), encoding="utf-8")
    name = json.loads(desk.ok("course", "offer", ITEM, record, "--json"))["hash"]
    assert "[no_authority]" in desk.run("course", "publish", name).stderr
    people.sync()
    bern, second = people.bern.publications, people.second.publications
    with pytest.raises(WrongUse, match="no_record"):
        bern.publish_offer(bern.find_offer(name))
    second.publish_offer(second.find_offer(name))
    people.sync()


def learn_by_command(desk: Desk) -> None:
    """Failed, then passed; the certificate only once every module is, and asked for once."""
    assert "0 of 2 modules passed" in desk.ok("course", "list")
    assert "2  choice 1" in desk.ok("course", "get", ITEM, "hold")
    failed = desk.run("course", "answer", ITEM, "hold", "first=1", "both=2")
    assert "Not passed yet: 1 of 2 right" in failed.stderr
    assert "About: both?" in failed.stdout
    assert "[bad_choice]" in desk.run("course", "answer", ITEM, "hold", "first=3").stderr
    assert "[no_such_module]" in desk.run("course", "get", ITEM, "gone").stderr
    assert "[not_passed]" in desk.run("course", "apply", ITEM).stderr
    desk.ok("course", "answer", ITEM, "hold", "first=1", "both=2,3")
    desk.ok("course", "answer", ITEM, "hold", "first=2", "both=1")  # passed before: it stays so
    desk.ok("course", "answer", ITEM, "read")
    desk.ok("course", "apply", ITEM, "--text", "Ready.")
    assert "[asked_already]" in desk.run("course", "apply", ITEM).stderr


def nobody_certifies_themselves(first: Session, second: Session) -> None:
    """Not by the client, and not by whatever else they write with."""
    second.courses.answer(ITEM, "hold", {"first": [0], "both": [1, 2]})
    second.courses.answer(ITEM, "read", {})
    second.courses.apply(ITEM)
    second.sync()
    (mine,) = [one for one in second.courses.places(ITEM) if one.person["key"] == second.keyid]
    with pytest.raises(WrongUse, match="no_authority"):
        second.courses.certify(ITEM, [mine.id])
    certified = bodies.place(mine.entry, [{"id": mine.id, "state": "certified"}], tlp="TLP:AMBER")
    second.writer.append(mine.room, certified)
    first.sync()
    assert {one.state for one in first.courses.places(ITEM) if one.id == mine.id} == {"nominated"}
    first.courses.certify(ITEM, [mine.id])
    second.sync()
