"""Screening over HTTP: what is valid now and nothing else, explained, and nothing of it kept."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest

from repatria.notices.blank import blank_asset
from repatria.screening.analysed import VERSION
from repatria.server.messages import read_message, write_message
from repatria.server.screening.worker import COMMAND, WAITING_OF_ONE, Worker
from tests.patience import PATIENCE_SECONDS, await_that
from tests.server.network import LiveNetwork, found_network, two_countries
from tests.server.publishing import DAY, Publishing, record_of, with_secretariat
from tests.server.running import Clock, running, settings_for
from tests.server.test_documents import error_of

pytestmark = pytest.mark.timeout(8 * PATIENCE_SECONDS)  # the process loads its tables first

PERSON = {"kind": "person"}


@pytest.fixture(scope="module")
def staffed(network: LiveNetwork) -> LiveNetwork:
    return with_secretariat(network)


def screen(network: LiveNetwork, *names: str, **own: Any) -> list[dict[str, Any]]:
    """The hits of one person, or of what `own` says; a `kind` of None is left out."""
    asked = {**PERSON, "names": list(names), **own}
    query = {name: value for name, value in asked.items() if value is not None}
    answer = network.client("luca").post("/screen", json={"queries": [query]}, timeout=PATIENCE_SECONDS)
    assert answer.status_code == 200, answer.text
    hits: list[dict[str, Any]] = answer.json()["results"][0]
    return hits


def publish(network: LiveNetwork, name: str, **changed: Any) -> Publishing:
    return Publishing(network, record_of(name, **changed)).publish()


def test_a_name_in_another_script_is_found_and_explained(staffed: LiveNetwork) -> None:
    done = publish(staffed, "Baraka Wanyonyi Simiyu")
    publish(staffed, "Someone Else Entirely")
    hits = screen(staffed, "Барака Ваньоньи Симию")
    assert hits[0]["id"] == done.notice.hash
    assert {one["part"] for one in hits[0]["reasons"]} == {"name"}
    assert hits[0]["name"] == "Baraka Wanyonyi Simiyu"


def test_a_holder_and_an_identifier_lead_to_their_notice(staffed: LiveNetwork) -> None:
    asset = {
        **blank_asset(),
        "type": "bank_account",
        "identifiers": [{"scheme": "iban", "value": "CH93 0076 2011 6238 5295 7"}],
        "holder": "Montclair Lighthouse Limited",
        "holder_role": "nominee",
    }
    done = publish(staffed, "Nobody Asked For", assets=[asset])
    by_number = screen(
        staffed, "", kind="account", identifiers=[{"scheme": "iban", "value": "CH9300762011623852957"}]
    )
    assert by_number[0]["id"].startswith(f"{done.notice.hash}#")
    by_holder = screen(staffed, "Montclair Lighthouse Ltd", kind="organisation")
    assert by_holder[0]["id"].startswith(f"{done.notice.hash}#holder")


def test_a_yacht_is_found_by_its_name(staffed: LiveNetwork) -> None:
    yacht = {**blank_asset(), "type": "vessel", "name": "Vento Manso", "holder": "Caetano Vilhegas"}
    done = publish(staffed, "Somebody With A Yacht", assets=[yacht])
    for kind in ({"kind": "vessel"}, {"kind": None}):
        hits = screen(staffed, "M/Y VENTO MANSO", **kind)
        assert [one["id"] for one in hits] == [f"{done.notice.hash}#asset-0"]
        assert hits[0]["name"] == "Vento Manso"


def test_who_does_not_know_the_kind_finds_a_company_too(staffed: LiveNetwork) -> None:
    holder = {**blank_asset(), "type": "bank_account", "holder": "Quellwasser Beteiligungen GmbH"}
    done = publish(staffed, "Somebody With A Company", assets=[holder])
    hits = screen(staffed, "Quellwasser Beteiligungen", kind=None)
    assert [one["id"] for one in hits] == [f"{done.notice.hash}#holder-0"]


def test_what_is_suspended_withdrawn_or_a_diffusion_is_not_screened_against(staffed: LiveNetwork) -> None:
    names = ("Tobias Nakamura Quist", "Edvin Oyelaran Brask", "Ludmila Achterberg Sow")
    first, second = publish(staffed, names[0]), publish(staffed, names[1])
    diffusion = Publishing(staffed, record_of(names[2]), variant="diffusion")
    diffusion.submit()
    diffusion.complete()
    staffed.publish(diffusion.review("kofi", "constitution"))
    assert [screen(staffed, name)[0]["id"] for name in names[:2]] == [first.notice.hash, second.notice.hash]
    staffed.publish(first.change("amani", "suspend", until=staffed.time + 30 * DAY))
    staffed.publish(second.change("amani", "withdraw"))
    assert [screen(staffed, name) for name in names] == [[], [], []]
    staffed.publish(first.change("nuru", "reinstate"))
    assert screen(staffed, names[0])[0]["id"] == first.notice.hash


def test_a_child_that_died_is_replaced_by_one_that_knows_as_much(
    staffed: LiveNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two questions, and in the middle of one: a child that knows nothing is never asked."""
    done = publish(staffed, "Philippa Ndungu Vestergaard")
    worker: Worker = staffed.server.house.parts["screening"]
    assert screen(staffed, "Philippa Ndungu Vestergaard")[0]["id"] == done.notice.hash
    kill(worker)
    assert screen(staffed, "Philippa Ndungu Vestergaard")[0]["id"] == done.notice.hash
    monkeypatch.setattr(worker, "_follow_register", dying(worker))
    query = {"queries": [{**PERSON, "names": ["Philippa Ndungu Vestergaard"]}]}
    answer = staffed.client("luca").post("/screen", json=query, timeout=PATIENCE_SECONDS)
    assert error_of(answer) == (503, "unavailable")
    monkeypatch.undo()
    assert screen(staffed, "Philippa Ndungu Vestergaard")[0]["id"] == done.notice.hash


def kill(worker: Worker) -> None:
    assert worker._child._process is not None
    worker._child._process.kill()
    worker._child._process.wait()


def dying(worker: Worker) -> Callable[[], Awaitable[int]]:
    """The child ends after it was told what is listed, and before it is asked."""
    follow = worker._follow_register

    async def act() -> int:
        position = await follow()
        kill(worker)
        return position

    return act


def test_the_child_ends_with_its_server(tmp_path: Path) -> None:
    settings, clock = settings_for(tmp_path / "data"), Clock()
    found_network(settings, clock)
    with running(settings, clock) as server:
        network = two_countries(server)
        assert screen(network, "Nobody At All") == []
        process = server.house.parts["screening"]._child._process
        assert process.poll() is None
    assert process.poll() is not None


@pytest.mark.parametrize(
    "name",
    ["", " ", "x", "x" * 10_000, "\U0001f600\U0001f600", "\u200bAm\u200dos\u202e Tset", "\x00", "阿 Амос"],
)
def test_no_name_is_too_strange_to_be_asked(staffed: LiveNetwork, name: str) -> None:
    assert isinstance(screen(staffed, name, birth_dates=["31.02.1970", "", "0000-13-45"]), list)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"queries": [{"kind": "ghost", "names": []}]},
        {"queries": [{"kind": "person", "names": "Amos"}]},
        {"queries": [{"kind": "person", "names": ["x" * 10_001]}]},
        {"queries": [{"kind": "person", "names": []}] * 101},
        {"queries": [], "threshold": 1001},
        {"queries": [], "limit": 0},
    ],
)
def test_a_question_of_another_form_is_refused(staffed: LiveNetwork, asked: dict[str, Any]) -> None:
    assert error_of(staffed.client("luca").post("/screen", json=asked)) == (400, "bad_shape")


def test_nothing_of_a_query_is_written(staffed: LiveNetwork, capfd: pytest.CaptureFixture[str]) -> None:
    screen(staffed, "Quillon Zyxwvut Unheardof")
    told = capfd.readouterr()
    assert "Unheardof" not in told.out + told.err
    for path in Path(staffed.server.settings.data).rglob("*"):
        assert path.is_dir() or b"Unheardof" not in path.read_bytes(), path


def test_what_the_child_could_not_do_is_told_without_its_words() -> None:
    """Nothing of a query reaches its standard error, which is the server's log, and it goes on."""
    with Popen(COMMAND, stdin=PIPE, stdout=PIPE, stderr=PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        asked = {"kind": "Quillon Unheardof", "names": ["Quillon Unheardof"]}
        write_message(child.stdin, {"screen": [asked], "limit": 1, "threshold": None})
        assert read_message(child.stdout) == {"failed": "ValueError"}
        write_message(child.stdin, {"screen": [{**asked, "kind": "person"}], "limit": 1, "threshold": None})
        assert read_message(child.stdout)["results"] == [[]]
        child.stdin.close()
        assert child.stderr.read() == b""


def test_many_names_are_screened_in_parts_and_answered_in_their_order(staffed: LiveNetwork) -> None:
    done = publish(staffed, "Ottokar Lindqvist Abubakari")
    asked = {**PERSON, "names": ["Ottokar Lindqvist Abubakari"]}
    others = [{**PERSON, "names": [f"Nobody {n} {m}" for m in range(12)]} for n in range(30)]
    queries = [asked, *others, {**PERSON, "names": []}, asked]
    answer = staffed.client("luca").post("/screen", json={"queries": queries}, timeout=PATIENCE_SECONDS)
    results = answer.json()["results"]
    assert [bool(hits) for hits in results] == [True, *[False] * 31, True]
    assert results[0] == results[-1]
    assert results[0][0]["id"] == done.notice.hash


def test_the_answer_has_the_words_of_the_names_asked_for(staffed: LiveNetwork) -> None:
    """So that a browser can compare them with lists that the server never sees."""
    queries = [
        {**PERSON, "names": ["Мурад Абулов", "\U0001f600"]},
        {"names": ["Sigrun"]},
        {**PERSON, "names": []},
    ]
    answer = staffed.client("luca").post("/screen", json={"queries": queries}, timeout=PATIENCE_SECONDS)
    assert answer.json()["analysis"] == VERSION
    (first, nothing), (unknown,), none = answer.json()["forms"]
    assert [[word[0], word[1], word[2]] for word in first] == [["n", "murad", "MRT"], ["n", "abulov", "PLP"]]
    assert (nothing, none) == ([], [])
    assert unknown[0][:2] == ["n", "sigrun"]


def test_more_letters_than_names_have_are_refused(staffed: LiveNetwork) -> None:
    query = {**PERSON, "names": ["Amos Test " * 101]}
    answer = staffed.client("luca").post("/screen", json={"queries": [query] * 100})
    assert error_of(answer) == (413, "too_large")


def test_one_officer_leaves_room_for_the_others(
    staffed: LiveNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker: Worker = staffed.server.house.parts["screening"]
    follow, go_on = worker._follow_register, threading.Event()

    async def held() -> int:
        await asyncio.to_thread(go_on.wait)
        return await follow()

    monkeypatch.setattr(worker, "_follow_register", held)
    query = {"queries": [{**PERSON, "names": ["Philippa Ndungu"]}]}

    def ask(label: str) -> int:
        return staffed.client(label).post("/screen", json=query, timeout=PATIENCE_SECONDS).status_code

    staffed.client("luca"), staffed.client("wanjiru")  # signed in before anybody waits
    with ThreadPoolExecutor() as pool:
        try:
            asked = [pool.submit(ask, "luca") for _ in range(WAITING_OF_ONE)]
            await_that(lambda: worker._places._taken.total() == WAITING_OF_ONE, "both questions are asked")
            assert ask("luca") == 429
            other = pool.submit(ask, "wanjiru")
            await_that(lambda: worker._places._taken.total() == WAITING_OF_ONE + 1, "the other's, too")
        finally:
            go_on.set()
        assert [one.result() for one in (*asked, other)] == [200] * (WAITING_OF_ONE + 1)
    assert not worker._places._taken
