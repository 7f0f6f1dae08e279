"""Watched names: told once in an office, and again when either side says something else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from repatria.protocol import bodies
from repatria.protocol.screening import source_of
from repatria.screening.records import Kind, Subject
from repatria.sdk import Session, WrongUse
from repatria.sdk.store import MemoryStore
from repatria.sdk.watching import Due
from tests.sdk.living import Living


@pytest.fixture
def bern(living: Living) -> Iterator[Session]:
    """What is told stays told in an office: each test asks for people of its own."""
    session = living.session("chiara.bernasconi", MemoryStore())
    yield session
    session.sync()
    for held in session.lists.all():
        session.lists.drop(held.name)
    session.watch.drop(*(one.identity for one in session.watch.all()))


@pytest.fixture
def colleague(living: Living, bern: Session) -> Session:
    return living.session("loic.perrenoud", MemoryStore())


def person(name: str, *born: str) -> Subject:
    return Subject("", Kind.PERSON, (name,), born)


def take(session: Session, folder: Path, name: str, **properties: list[str]) -> None:
    """A list of one."""
    entry = {"id": "1", "schema": "Person", "properties": {"name": [name], **properties}}
    path = folder / "own.jsonl"
    path.write_text(json.dumps(entry), encoding="utf-8")
    session.lists.keep(session.lists.examine(path))


def told(session: Session) -> list[str]:
    """What is new, and then seen."""
    session.sync()
    alerts = list(session.watch.alerts())
    session.watch.tell(alerts)
    return [alert.watched.query.names[0] for alert in alerts]


def test_a_lead_is_told_once_and_again_when_a_side_changes(bern: Session, tmp_path: Path) -> None:
    bern.watch.add([person("Balthasar Inkpen"), person("Marigold Thistlewood")])
    assert told(bern) == []
    take(bern, tmp_path, "Balthasar Inkpen")
    assert told(bern) == ["Balthasar Inkpen"]
    assert told(bern) == []
    take(bern, tmp_path, "Balthasar Inkpen", birthDate=["1961"])
    assert told(bern) == ["Balthasar Inkpen"]
    bern.watch.add([person("Balthasar Inkpen", "1961")])
    assert told(bern) == ["Balthasar Inkpen"]
    assert told(bern) == []


def test_what_one_officer_was_told_is_not_told_to_the_colleague(
    bern: Session, colleague: Session, tmp_path: Path
) -> None:
    bern.watch.add([person("Persephone Quillfeather")])
    take(colleague, tmp_path, "Persephone Quillfeather")
    assert told(bern) == ["Persephone Quillfeather"]
    assert told(colleague) == []


def test_whoever_looks_once_more_before_showing_shows_nothing_that_was_told_meanwhile(
    bern: Session, colleague: Session, tmp_path: Path
) -> None:
    bern.watch.add([person("Ottoline Fairweather")])
    take(bern, tmp_path, "Ottoline Fairweather")
    colleague.sync()
    found = list(colleague.watch.alerts())
    assert len(found) == 1
    assert told(bern) == ["Ottoline Fairweather"]
    colleague.sync()
    assert colleague.watch.untold(found) == []


def test_what_nobody_was_shown_is_told_again(bern: Session, tmp_path: Path) -> None:
    take(bern, tmp_path, "Ferdinand Mooncastle")
    bern.watch.add([person("Ferdinand Mooncastle")])
    assert len(list(bern.watch.alerts())) == 1  # and the program was cut off before it showed it
    assert told(bern) == ["Ferdinand Mooncastle"]


def test_a_lead_that_a_colleague_decided_is_not_told(
    bern: Session, colleague: Session, tmp_path: Path
) -> None:
    take(bern, tmp_path, "Cordelia Ashgrove")
    query = person("Cordelia Ashgrove")
    colleague.sync()
    colleague.screening.decide(query, colleague.screening.screen(query)[0], "no_match", "Another woman.")
    bern.watch.add([query])
    assert told(bern) == []
    take(bern, tmp_path, "Cordelia Ashgrove", birthDate=["1961"])
    assert told(bern) == ["Cordelia Ashgrove"]


def test_the_same_name_is_watched_once_and_dropped_by_its_id(bern: Session, colleague: Session) -> None:
    assert bern.watch.add([person("Lysander Oakhurst"), person("LYSANDER  oakhurst")]) == 1
    colleague.sync()
    (one,) = colleague.watch.all()
    assert colleague.watch.add([person("Ｌysander Oakhurst")]) == 0
    for wrong in (one.id[:7], "0" * 12):
        with pytest.raises(WrongUse, match="no_such_name"):
            colleague.watch.drop(wrong)
    colleague.watch.drop(one.id)
    bern.sync()
    assert bern.watch.all() == []


def test_many_names_are_one_file_and_few_are_none(bern: Session, colleague: Session) -> None:
    many = [person(f"Ignatius Pemberton the {number}th") for number in range(120)]
    before = bern.office_room.seq
    assert bern.watch.add(many) == 120
    assert bern.watch.add([*many, person("Tobias Ravenhall")]) == 1
    assert bern.office_room.seq == before + 2
    colleague.sync()
    assert [one.query.names[0] for one in colleague.watch.all()][-2:] == [
        many[-1].names[0],
        "Tobias Ravenhall",
    ]
    assert [len(step.body["add"]) for step in bern.office_room.state().watch[-2:]] == [0, 1]
    bern.watch.drop(bern.watch.all()[0].id)
    colleague.sync()
    assert len(colleague.watch.all()) == 120


@pytest.mark.parametrize("name", ["x" * 10_001, ""])
def test_what_cannot_be_watched_is_refused(bern: Session, name: str) -> None:
    before = bern.office_room.seq
    with pytest.raises(WrongUse, match="bad_query"):
        bern.watch.add([Subject("", Kind.PERSON, (name,) if name else ())])
    assert bern.office_room.seq == before


def test_names_that_a_browser_screened_against_notices_alone_are_due_where_there_are_lists(
    bern: Session, tmp_path: Path
) -> None:
    take(bern, tmp_path, "Nobody Atall")
    told(bern)
    bern.watch.add([person("Wilhelmina Crake")])
    everything = [source_of(one) for one in bern.screening.sources_now()]
    body = bodies.screening_told(sources=everything, through=bern.office_room.seq)
    bern.office_room.say(body)
    assert bern.watch.due() == Due(0, names=True)
    told(bern)
    assert not bern.watch.due()
    bern.watch.add([person("Wilhelmina Crake", "1961")])
    bern.lists.drop("own")
    bern.office_room.say({**body, "through": bern.office_room.seq})
    assert not bern.watch.due()  # nothing but notices is left


def test_it_is_known_without_screening_what_nobody_has_screened(
    bern: Session, colleague: Session, tmp_path: Path
) -> None:
    assert not bern.watch.due()  # nothing is watched
    bern.watch.add([person("Erasmus Thornquist")])
    assert bern.watch.due().names
    told(bern)
    assert bern.watch.due() == Due(0, names=False)
    take(bern, tmp_path, "Nobody Atall")
    assert bern.watch.due() == Due(1, names=False)
    list(bern.watch.alerts(limit=1))  # looked, but said nothing of it: as if it had been cut off
    colleague.sync()
    assert colleague.watch.due() == Due(1, names=False)
    told(colleague)
    bern.sync()
    assert not bern.watch.due()
    newest = bern.office_room.seq
    told(bern)
    assert bern.office_room.seq == newest  # nothing new to say, so nothing is said


def test_whoever_follows_asks_for_what_came_alone(bern: Session, tmp_path: Path) -> None:
    take(bern, tmp_path, "Leopold Varnhagen")
    bern.watch.add([person("Leopold Varnhagen"), person("Henrietta Blackwood")])
    everything = [source_of(one) for one in bern.screening.sources_now()]
    through = bern.office_room.seq
    bern.office_room.say(bodies.screening_told(sources=everything, through=through, lists_through=through))

    def came() -> list[tuple[str, ...]]:
        alerts = bern.watch.alerts(whole=False)
        return [(*one.watched.query.names, *one.watched.query.birth_dates) for one in alerts]

    assert came() == []
    assert len(list(bern.watch.alerts())) == 1  # the office says that it was screened, not that it was told
    bern.watch.add([person("Leopold Varnhagen", "1961")])
    assert came() == [("Leopold Varnhagen", "1961")]
    bern.watch.drop(bern.watch.all()[0].id)
    bern.watch.add([person("Leopold Varnhagen")])  # what it was before is not said of it any more
    assert came() == [("Leopold Varnhagen", "1961"), ("Leopold Varnhagen",)]
    told(bern)
    take(bern, tmp_path, "Henrietta Blackwood")
    assert came() == [("Henrietta Blackwood",)]
