"""Watched names: told once, and again when either side says something else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from repatria.screening.records import Kind, Subject
from repatria.sdk import Session, WrongUse
from repatria.sdk.store import MemoryStore
from tests.sdk.living import Living


@pytest.fixture
def bern(living: Living) -> Session:
    return living.session("chiara.bernasconi", MemoryStore())


def person(name: str, *born: str) -> Subject:
    return Subject("", Kind.PERSON, (name,), born)


def take(session: Session, folder: Path, name: str, **properties: list[str]) -> None:
    """A list of one."""
    entry = {"id": "1", "schema": "Person", "properties": {"name": [name], **properties}}
    path = folder / "own.jsonl"
    path.write_text(json.dumps(entry), encoding="utf-8")
    session.lists.keep(session.lists.examine(path), 1)


def told(session: Session) -> list[str]:
    """What is new, and then seen."""
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


def test_what_nobody_was_shown_is_told_again(bern: Session, tmp_path: Path) -> None:
    take(bern, tmp_path, "Balthasar Inkpen")
    bern.watch.add([person("Balthasar Inkpen")])
    assert len(list(bern.watch.alerts())) == 1  # and the program was cut off before it showed it
    assert told(bern) == ["Balthasar Inkpen"]


def test_a_decided_lead_is_not_told(bern: Session, tmp_path: Path) -> None:
    take(bern, tmp_path, "Balthasar Inkpen")
    query = person("Balthasar Inkpen")
    bern.screening.decide(query, bern.screening.screen(query)[0], "no_match", "Another man.")
    bern.watch.add([query])
    assert told(bern) == []
    take(bern, tmp_path, "Balthasar Inkpen", birthDate=["1961"])
    assert told(bern) == ["Balthasar Inkpen"]


def test_the_same_name_is_watched_once_and_dropped_by_its_id(bern: Session) -> None:
    assert bern.watch.add([person("Balthasar Inkpen"), person("BALTHASAR  inkpen")]) == 1
    (one,) = bern.watch.all()
    for wrong in (one.id[:7], "0" * 12):
        with pytest.raises(WrongUse, match="no_such_name"):
            bern.watch.drop(wrong)
    bern.watch.drop(one.id)
    assert bern.watch.all() == []
