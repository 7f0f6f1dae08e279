"""Screening on this machine, over notices of a living network and lists of invented people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from repatria.notices.blank import blank_asset
from repatria.protocol.notice_states import Notice
from repatria.screening.records import Identifier, Kind, Subject
from repatria.sdk import Session, WrongUse
from repatria.sdk.decisions import identity_of
from repatria.sdk.notices import NoticeDraft
from repatria.sdk.screening import threshold_of
from tests.sdk.living import Living, living_network
from tests.sdk.test_notices import DAY, People, newest, publish
from tests.server.publishing import record_of


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    with living_network(tmp_path_factory.mktemp("living") / "data", countries=("KE", "CH", "XN")) as living:
        yield living


@pytest.fixture
def people(network: Living) -> People:
    logins = ("wanjiku.kamau", "paivi.laukkanen", "youssef.elidrissi", "chiara.bernasconi")
    return People(*(network.session(login) for login in logins))


def person(*names: str, born: str = "", passport: str = "") -> Subject:
    numbers = (Identifier("passport", passport),) if passport else ()
    return Subject("", Kind.PERSON, names, (born,) if born else (), identifiers=numbers)


def about(people: People, name: str, variant: str = "notice") -> Notice:
    until = people.nairobi.now() + 100 * DAY
    return publish(people, NoticeDraft(record_of(name), "silver", until, variant))


def found(session: Session, query: Subject) -> list[str]:
    return [lead.entry.origin.name for lead in session.screening.screen(query)]


def ftm_row(id_: str, name: str, **properties: list[str]) -> str:
    return json.dumps({"id": id_, "schema": "Person", "properties": {"name": [name], **properties}})


def written(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_published_name_is_found_across_scripts_with_reasons_and_leaves_with_its_notice(
    people: People,
) -> None:
    notice = about(people, "Viktor Brandvold")
    query = person("Виктор Брандволд")
    (lead,) = people.bern.screening.screen(query)
    assert (lead.entry.origin.name, lead.short) == (notice.hash, notice.hash[:12])
    assert [reason.listed.lower() for reason in lead.hit.reasons] == ["viktor", "brandvold"]
    assert lead.decision is None
    people.nairobi.notices.change(newest(people.nairobi, notice), "withdraw")
    people.sync()
    assert found(people.bern, query) == []


def test_a_yacht_is_found_by_its_name_and_by_its_number(people: People) -> None:
    number = {"scheme": "imo", "value": "9074729"}
    yacht = {**blank_asset(), "type": "vessel", "name": "Vento Manso", "identifiers": [number]}
    until = people.nairobi.now() + 100 * DAY
    notice = publish(people, NoticeDraft(record_of("Ingeborg Aldermann", assets=[yacht]), "silver", until))
    (lead,) = people.bern.screening.screen(Subject("", Kind.VESSEL, ("M/Y Vento Manso",)))
    assert (lead.entry.origin.name, lead.entry.subject.id) == (notice.hash, f"{notice.hash}#asset-0")
    by_number = Subject("", Kind.VESSEL, (), identifiers=(Identifier("imo", "IMO 9074729"),))
    (lead,) = people.bern.screening.screen(by_number)
    assert lead.to_json()["name"] == "Vento Manso"


def test_a_diffusion_is_screened_by_those_it_was_sent_to_and_by_nobody_else(people: People) -> None:
    notice = about(people, "Ottoline Fairweather", variant="diffusion")
    query = person("Ottoline Fairweather")
    assert found(people.bern, query) == []
    people.nairobi.notices.send(newest(people.nairobi, notice), ["ch/contact-point"])
    people.sync()
    assert found(people.bern, query) == [notice.hash]
    assert found(people.nairobi, query) == [notice.hash]


def test_what_was_decided_is_shown_next_time_and_asked_again_when_the_record_changed(
    people: People, tmp_path: Path
) -> None:
    bern = people.bern
    listed = written(tmp_path / "own.jsonl", ftm_row("a-1", "Persephone Quillfeather", birthDate=["1961"]))
    bern.lists.keep(bern.lists.examine(listed))
    query = person("Persephone Quillfeather")
    (lead,) = bern.screening.screen(query)
    bern.screening.decide(query, lead, "no_match", "Another birth year on her passport.")
    (again,) = bern.screening.screen(person("persephone  QUILLFEATHER"))
    assert again.decision is not None
    assert (again.decision.verdict, again.decide_again) == ("no_match", False)
    written(listed, ftm_row("a-1", "Persephone Quillfeather", birthDate=["1972"]))
    bern.lists.keep(bern.lists.examine(listed))
    (changed,) = bern.screening.screen(query)
    assert changed.decision is not None
    assert changed.decide_again
    bern.lists.drop("own")


def test_a_decision_needs_a_reason_and_one_of_three_verdicts(people: People, tmp_path: Path) -> None:
    bern = people.bern
    bern.lists.keep(bern.lists.examine(written(tmp_path / "o.jsonl", ftm_row("1", "Balthasar Inkpen"))))
    query = person("Balthasar Inkpen")
    (lead,) = bern.screening.screen(query)
    for verdict, why, code in (("match", " ", "no_reason"), ("perhaps", "Why", "bad_choice")):
        with pytest.raises(WrongUse) as refused:
            bern.screening.decide(query, lead, verdict, why)
        assert refused.value.code == code
    (lead,) = bern.screening.screen(query)
    assert lead.decision is None
    bern.lists.drop("o")


def test_who_asks_the_same_in_another_order_asks_the_same_and_who_says_more_does_not() -> None:
    one = Subject("row 4", Kind.PERSON, ("Ana  María", "ANA M."), countries=("ES", "MX"))
    other = Subject("", Kind.PERSON, ("ana m.", "Ana María"), countries=("MX", "ES"))
    assert identity_of(one) == identity_of(other)
    assert identity_of(person("Ana María")) != identity_of(person("Ana María", born="1961"))
    assert identity_of(person("Ana María")) != identity_of(Subject("", Kind.VESSEL, ("Ana María",)))


def test_what_is_asked_never_leaves_the_machine(network: Living, people: People) -> None:
    """With the line to the server closed, everything that a question needs is here."""
    notice = about(people, "Ferdinand Mooncastle")
    bern = network.session("loic.perrenoud")
    bern.watch.add([person("Ferdinand Mooncastle")])
    bern.screening.refresh()
    bern.close()
    query = person("Фердинанд Мункасл", born="1961")
    leads = bern.screening.screen(query, threshold=0.0)
    assert notice.hash in [one.entry.origin.name for one in leads]
    assert [alert.lead.entry.origin.name for alert in bern.watch.alerts()] == [notice.hash]
    with pytest.raises(RuntimeError, match="closed"):
        bern.connection.get_json("/session")


def test_a_threshold_says_what_was_measured_at_the_nearest_one_below() -> None:
    default = threshold_of()
    assert default.names_alone is not None
    assert default.with_facts is not None
    assert default.names_alone.threshold <= default.value
    assert default.with_facts.recall > default.names_alone.recall
    assert threshold_of(default.value + 0.001).names_alone == default.names_alone
    assert threshold_of(0.01).names_alone is None
