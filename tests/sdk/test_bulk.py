"""Tables screened row by row, cut off anywhere, while notices come and end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from repatria.protocol.notice_states import Notice
from repatria.sdk import Session, WrongUse
from repatria.sdk.bulk import Bulk, Settings, Tally
from repatria.sdk.notices import NoticeDraft
from repatria.sdk.screening import threshold_of
from tests.sdk.living import Living, living_network
from tests.sdk.test_notices import DAY, People, newest, publish
from tests.server.publishing import record_of

SETTINGS = Settings(threshold_of().value)
INNOCENT = ("Marigold Thistlewood", "Ignatius Pemberton", "Cordelia Ashgrove", "Lysander Oakhurst")


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    with living_network(tmp_path_factory.mktemp("living") / "data", countries=("KE", "CH", "XN")) as living:
        yield living


@pytest.fixture
def people(network: Living) -> People:
    logins = ("wanjiku.kamau", "paivi.laukkanen", "youssef.elidrissi", "chiara.bernasconi")
    return People(*(network.session(login) for login in logins))


@pytest.fixture
def bern(people: People, tmp_path: Path) -> Session:
    """With a list of two that no other office has."""
    rows = [
        json.dumps({"id": str(number), "schema": "Person", "properties": {"name": [name]}})
        for number, name in enumerate(("Persephone Quillfeather", "Balthasar Inkpen"))
    ]
    path = tmp_path / "own.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    people.bern.lists.keep(people.bern.lists.examine(path))
    return people.bern


def table(folder: Path, *special: str, rows: int = 250) -> Path:
    """Innocent names, with the special ones at every fiftieth row."""
    names = [INNOCENT[number % 4] for number in range(rows)]
    for place, name in enumerate(special):
        names[place * 50] = name
    path = folder / "names.csv"
    path.write_text(
        "\n".join(["ref,name", *(f"r{n},{name}" for n, name in enumerate(names))]), encoding="utf-8"
    )
    return path


def quiet(done: int, total: int) -> None:
    assert 0 <= done <= total + 1


def whole(run: Bulk, session: Session) -> list[tuple[int, str, str]]:
    run.begin(session.screening)
    run.screen(quiet)
    run.look_again(session.screening, quiet)
    return found(run)


def found(run: Bulk) -> list[tuple[int, str, str]]:
    return [(one.line, one.label, one.lead["listed"]) for one in run.results()]


def about(people: People, name: str) -> Notice:
    until = people.nairobi.now() + 100 * DAY
    return publish(people, NoticeDraft(record_of(name), "silver", until))


def test_hits_come_in_the_tables_order_and_the_journal_goes(bern: Session, tmp_path: Path) -> None:
    run = Bulk(table(tmp_path, "Balthasar Inkpen", "Quillfeather, Persephone"), tmp_path / "o.csv", SETTINGS)
    # The comma divides the second name: that row has more cells than headings.
    assert whole(run, bern) == [(2, "r0", "own/ftm:1")]
    assert [(fault.line, fault.code) for fault in run.faults()] == [(52, "too_many_cells")]
    assert run.tally() == Tally(screened=249, hits=1, ended=0, late=0, left_out=1, notes=0)
    assert (tmp_path / "o.csv.journal").stat().st_mode & 0o777 == 0o600
    run.finish()
    assert not (tmp_path / "o.csv.journal").exists()


def test_cut_off_anywhere_it_goes_on_to_the_same_end(bern: Session, tmp_path: Path) -> None:
    rows, out = (
        table(tmp_path, "Balthasar Inkpen", "x", "Persephone Quillfeather", "y", "B. Inkpen"),
        tmp_path / "o",
    )
    expected = whole(Bulk(rows, out, SETTINGS), bern)
    assert len(expected) >= 2
    journal = tmp_path / "o.journal"
    complete = journal.read_bytes()
    ends = [place + 1 for place, octet in enumerate(complete) if octet == 10]
    for cut in sorted({0, 1, *(end + step for end in ends for step in (-1, 0, 1)), len(complete) // 2}):
        journal.write_bytes(complete[:cut])
        assert whole(Bulk(rows, out, SETTINGS), bern) == expected, cut


def test_what_is_done_is_not_asked_again(bern: Session, tmp_path: Path) -> None:
    rows, out = table(tmp_path, "Balthasar Inkpen"), tmp_path / "o"
    assert Bulk(rows, out, SETTINGS).begin(bern.screening) == 0
    run = Bulk(rows, out, SETTINGS)
    whole(run, bern)
    told: list[int] = []
    again = Bulk(rows, out, SETTINGS)
    assert again.begin(bern.screening) == 250
    again.screen(lambda done, total: told.append(done))
    assert told == []


def test_another_table_or_threshold_does_not_go_on_with_this_ones_journal(
    bern: Session, tmp_path: Path
) -> None:
    rows, out = table(tmp_path), tmp_path / "o"
    Bulk(rows, out, SETTINGS).begin(bern.screening)
    with pytest.raises(WrongUse, match="other_journal"):
        Bulk(rows, out, Settings(0.5)).begin(bern.screening)
    rows.write_text("name\nAda", encoding="utf-8")
    with pytest.raises(WrongUse, match="other_journal"):
        Bulk(rows, out, SETTINGS).begin(bern.screening)


def test_a_notice_withdrawn_while_it_ran_leaves_no_hit_and_one_published_is_not_missed(
    people: People, bern: Session, tmp_path: Path
) -> None:
    ending = about(people, "Viktor Brandvold")
    rows = table(tmp_path, "Viktor Brandvold", "Ottoline Fairweather", "Balthasar Inkpen")
    run = Bulk(rows, tmp_path / "o", SETTINGS)
    run.begin(bern.screening)
    run.screen(quiet)
    people.nairobi.notices.change(newest(people.nairobi, ending), "withdraw")
    coming = about(people, "Ottoline Fairweather")
    people.sync()
    run.look_again(bern.screening, quiet)
    assert found(run) == [(102, "r100", "own/ftm:1"), (52, "r50", coming.hash[:12])]
    assert [one.late for one in run.results()] == [False, True]
    tally = run.tally()
    assert (tally.hits, tally.ended, tally.late) == (2, 1, 1)
    assert b"Viktor" in (tmp_path / "o.journal").read_bytes()
    run.finish()


def test_a_list_that_a_colleague_ends_while_it_ran_leaves_no_hit(
    network: Living, bern: Session, tmp_path: Path
) -> None:
    rows, out = table(tmp_path, "Balthasar Inkpen"), tmp_path / "o"
    run = Bulk(rows, out, SETTINGS)
    run.begin(bern.screening)
    colleague = network.session("loic.perrenoud")
    colleague.lists.drop("own")
    run.screen(quiet)
    bern.sync()
    run.look_again(bern.screening, quiet)
    assert found(run) == []
    assert (run.tally().ended, run.tally().screened) == (1, 250)
    run.finish()
    with pytest.raises(WrongUse, match="no_such_list"):
        bern.lists.find("own")


def test_a_list_that_a_colleague_replaces_while_it_ran_is_asked_again(
    network: Living, bern: Session, tmp_path: Path
) -> None:
    rows, out = table(tmp_path, "Balthasar Inkpen", "Marmaduke Featherstone"), tmp_path / "o"
    run = Bulk(rows, out, SETTINGS)
    run.begin(bern.screening)
    run.screen(quiet)
    colleague = network.session("loic.perrenoud")
    entry = {"id": "9", "schema": "Person", "properties": {"name": ["Marmaduke Featherstone"]}}
    (tmp_path / "own.jsonl").write_text(json.dumps(entry), encoding="utf-8")
    colleague.lists.keep(colleague.lists.examine(tmp_path / "own.jsonl"))
    bern.sync()
    run.look_again(bern.screening, quiet)
    assert [(one.label, one.lead["listed"], one.late) for one in run.results()] == [
        ("r50", "own/ftm:9", True)
    ]
    assert (run.tally().ended, run.tally().late) == (1, 1)
    run.finish()


def test_a_table_that_is_none_leaves_no_journal(bern: Session, tmp_path: Path) -> None:
    rows = tmp_path / "names.csv"
    rows.write_text("town,street\nBern,Aare\n", encoding="utf-8")
    with pytest.raises(WrongUse, match="no_columns"):
        Bulk(rows, tmp_path / "o", SETTINGS).begin(bern.screening)
    assert not (tmp_path / "o.journal").exists()
