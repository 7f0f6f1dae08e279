"""What an office knows about names it shares: with newcomers, with nobody who left, with no other office."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from repatria.protocol import bodies, unroll
from repatria.screening.records import Kind, Subject
from repatria.sdk import Blocked, Letter, NotSignedIn, Session, WrongUse
from repatria.sdk.store import MemoryStore
from tests.sdk.living import Living, living_network
from tests.sdk.test_offices import current_epoch, repair

QUERY = Subject("", Kind.PERSON, ("Thaddeus Wolverhampton",), ("1961",))


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    """Of its own: here people come and go."""
    with living_network(tmp_path_factory.mktemp("living") / "data", countries=("KE", "CH")) as living:
        yield living


def take(session: Session, folder: Path, name: str, list_name: str = "own") -> None:
    entry = {"id": "1", "schema": "Person", "properties": {"name": [name]}}
    path = folder / f"{list_name}.jsonl"
    path.write_text(json.dumps(entry), encoding="utf-8")
    session.lists.keep(session.lists.examine(path))


def test_a_newcomer_has_what_the_office_knew_before(network: Living, tmp_path: Path) -> None:
    bern = network.session("chiara.bernasconi", MemoryStore())
    take(bern, tmp_path, "Thaddeus Wolverhampton")
    (lead,) = bern.screening.screen(QUERY)
    made = bern.screening.decide(QUERY, lead, "unsure", "Asked the bank.")
    bern.watch.add([QUERY])
    bern.watch.tell(list(bern.watch.alerts()))
    network.newcomer("new.screener", "ch/contact-point")

    waiting = network.session("new.screener", MemoryStore())
    assert not waiting.office_room.readable
    assert (waiting.lists.all(), waiting.screening.screen(QUERY)) == ([], [])
    for act in (lambda: waiting.watch.add([QUERY]), lambda: take(waiting, tmp_path, "Ada First")):
        with pytest.raises(WrongUse, match="not_let_in"):
            act()

    repair(bern)
    waiting.sync()
    assert waiting.lists.all() == bern.lists.all()
    (again,) = waiting.screening.screen(QUERY)
    assert again.decision == made
    assert (made.by, made.by_name) == (bern.keyid, "Chiara Bernasconi")
    assert [one.query for one in waiting.watch.all()] == [QUERY]
    assert not waiting.watch.due()
    changed = waiting.screening.decide(QUERY, again, "match", "The bank confirmed.")
    bern.sync()
    (lead,) = bern.screening.screen(QUERY)
    assert lead.decision == changed
    assert changed.by == waiting.keyid


def test_the_server_holds_nothing_of_what_an_office_shares(network: Living, tmp_path: Path) -> None:
    bern = network.session("chiara.bernasconi", MemoryStore())
    take(bern, tmp_path, "Evangeline Nightingale", "Confidential")
    query = Subject("", Kind.PERSON, ("Evangeline Nightingale",))
    bern.screening.decide(query, bern.screening.screen(query)[0], "match", "Lighthouse registry.")
    bern.watch.add([query])
    bern.watch.tell(list(bern.watch.alerts()))
    identity = bern.watch.all()[-1].identity.encode()
    kept = [path for path in network.settings.data.rglob("*") if path.is_file()]
    assert any(path.suffix == ".sqlite3" for path in kept)
    for path in kept:
        content = path.read_bytes()
        for word in (b"Evangeline", b"evangeline", b"Confidential", b"Lighthouse", identity):
            assert word not in content, (path, word)


def test_what_a_leaver_said_stands_and_they_read_nothing_of_what_comes_after(
    network: Living, tmp_path: Path
) -> None:
    bern = network.session("loic.perrenoud", MemoryStore())
    network.newcomer("leaves.screening", "ch/contact-point")
    repair(bern)
    leaver = network.session("leaves.screening", MemoryStore())
    take(leaver, tmp_path, "Peregrine Moth", "theirs")
    seeds_of_leaver = dict(leaver.keyring.kem_seeds)
    bureau = network.acting("ch.bureau")
    bureau.settle(bureau.revoke(leaver.keyid, "has left"))
    with pytest.raises(NotSignedIn):
        leaver.sync()

    before = current_epoch(bern)
    repair(bern)
    assert current_epoch(bern) == before + 1
    take(bern, tmp_path, "Erasmus Thornquist", "after")
    assert {held.name: held.by for held in bern.lists.all()}["theirs"] == leaver.keyid
    held = bern.rooms.room(bern.register.directory.current_office_key("ch/contact-point").room)  # type: ignore[union-attr]
    assert held.entries[-1].value["epoch"] == held.room.epoch
    assert held.room.epoch not in unroll.unroll(held.entries, seeds_of_leaver)


def test_such_a_body_from_another_office_in_a_case_room_means_nothing(network: Living) -> None:
    bern = network.session("chiara.bernasconi", MemoryStore())
    nairobi = network.session("wanjiku.kamau", MemoryStore())
    room = nairobi.mail.send(Letter(("ch/contact-point",), "A list for you", "See below.")).room
    before = bern.office_room.state()
    nairobi.writer.append(room, bodies.screening_list_end("own"))
    record = {"kind": "person", "names": ["Ada"], "identifiers": []}
    blank: dict[str, list[str]] = {"birth_dates": [], "countries": [], "genders": []}
    nairobi.writer.append(room, bodies.screening_watch(add=[{**record, **blank}]))
    bern.sync()
    assert [one.kind for one in bern.threads.read(room).messages][1:] == ["screening_list", "screening_watch"]
    assert bern.office_room.state() is before
    assert nairobi.lists.all() == []
    assert nairobi.watch.all() == []


def test_a_file_that_is_no_list_is_named_and_the_rest_is_screened(network: Living, tmp_path: Path) -> None:
    """A colleague's broken program; the rest of what the office shares is read all the same."""
    bern = network.session("chiara.bernasconi", MemoryStore())
    take(bern, tmp_path, "Thaddeus Wolverhampton")
    colleague = network.session("loic.perrenoud", MemoryStore())
    source = {"name": "x", "sha256": "0" * 64, "size": 1, "taken": "", "licence": ""}
    file = colleague.office_room.attach([b"no gzip"], "entries.jsonl.gz")
    colleague.office_room.say(bodies.screening_list("broken", "ftm", source, "", entries=1, attachment=file))
    bern.sync()
    assert "broken" in [held.name for held in bern.lists.all()]
    with pytest.raises(Blocked, match="bad_shape"):
        list(bern.lists.entries(bern.lists.find("broken")))
    assert bern.screening.screen(QUERY)
    assert bern.screening.unreadable == ("broken",)
    assert bern.lists.find("broken").entry not in set(bern.screening.sources_now())
    bern.lists.drop("broken")
    assert bern.screening.screen(QUERY)
    assert not bern.screening.unreadable
