"""`repatria demo` as people start it: built once, reopened quickly, stopped cleanly."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from repatria.cli.exits import Exit
from repatria.demo import content
from repatria.demo.founding import DemoKeys
from repatria.demo.notices import notices
from repatria.demo.pictures import silhouette
from repatria.protocol.notice_states import ENDED, SUBMITTED, SUSPENDED, VALID
from repatria.sdk import Letter, RequestForm, Session, WrongUse
from tests.patience import PATIENCE_SECONDS, await_that, free_port

# How quickly it starts is measured by `make bench`.
pytestmark = pytest.mark.timeout(12 * PATIENCE_SECONDS)


STATES = (SUBMITTED, VALID, SUSPENDED)
COMMAND = [sys.executable, "-c", "import repatria.cli; repatria.cli.main()", "demo"]


def environment(data: Path, port: int | str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "REPATRIA_DATA": str(data), "REPATRIA_PORT": str(port)}


@contextmanager
def demo(data: Path, port: int) -> Iterator[str]:
    """The command in a process of its own; gives the address that it says it is ready at."""
    running = subprocess.Popen(COMMAND, env=environment(data, port), stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    try:
        for line in running.stdout:
            if line.startswith("ready "):
                break
        else:
            pytest.fail(f"the demo ended with {running.wait()}")
        yield line.split()[1]
    finally:
        running.send_signal(signal.SIGTERM)
        rest = running.stdout.read()
        assert running.wait(timeout=PATIENCE_SECONDS) == 0
        running.stdout.close()
        assert rest.endswith("stopped\n")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "data"


def signed_in(address: str, data: Path, login: str) -> Session:
    people = {row["login"]: row for row in json.loads((data / "people.json").read_bytes())}
    person = people[login]
    root = DemoKeys.read(data).net
    return Session.sign_in(address, login, person["passphrase"], person["kit"], root=root)


def refused(data: Path, port: int | str) -> str:
    """What the command says when it ends at once with the code for wrong use."""
    where = environment(data, port)
    ran = subprocess.run(COMMAND, env=where, capture_output=True, text=True, timeout=PATIENCE_SECONDS)  # noqa: PLW1510
    assert ran.returncode == Exit.USAGE, ran.stderr
    assert "Traceback" not in ran.stderr
    return ran.stderr


def test_what_cannot_be_used_is_said_and_left_alone(tmp_path: Path) -> None:
    taken = tmp_path / "letters"
    taken.mkdir()
    (taken / "mine.txt").write_text("do not touch")
    assert "holds something that is no demo" in refused(taken, free_port())
    assert [path.name for path in taken.iterdir()] == ["mine.txt"]
    assert "is no port" in refused(tmp_path / "new", "eight")
    assert "REPATRIA_DATA" in refused(taken / "mine.txt" / "below", free_port())
    older = tmp_path / "older"
    older.mkdir()
    (older / "people.json").write_text("[]")
    assert "no demo of this version" in refused(older, free_port())
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert "cannot listen" in refused(tmp_path / "new", listening.getsockname()[1])


def interrupt_while_it_builds(data: Path, port: int) -> None:
    with subprocess.Popen(
        COMMAND, env=environment(data, port), stdout=subprocess.PIPE, text=True
    ) as building:
        assert building.stdout is not None
        for line in building.stdout:
            if line.startswith("enrolled "):
                break
        building.send_signal(signal.SIGINT)
        assert "ready " not in building.stdout.read()
    assert building.returncode == 128 + signal.SIGINT
    assert not (data / "people.json").exists()


def test_demo_is_built_served_and_reopened(folder: Path) -> None:
    port = free_port()
    interrupt_while_it_builds(folder, port)
    with demo(folder, port) as address:
        assert address == f"http://127.0.0.1:{port}"
        people = json.loads((folder / "people.json").read_bytes())
        assert len(people) == 42
        keys = ["officer", "office", "country", "role", "login", "passphrase", "kit"]
        assert all(list(row) == keys for row in people)
        shown = httpx.get(f"{address}/demo/people").json()
        assert all(row["latin"] for row in shown)
        check_bern(address, folder)
        check_requests(address, folder)
        check_notices(address, folder)
        check_publications(address, folder)
        check_partner(address, folder)
    with demo(folder, port) as address:
        check_bern(address, folder)
    with pytest.raises(httpx.TransportError):
        httpx.get(f"http://127.0.0.1:{port}/healthz")


def check_partner(address: str, folder: Path) -> None:
    """Reads no notice's record; what is operational is sealed to none of them."""
    partner = signed_in(address, folder, "tomasz.wieczorek")
    partner.sync()
    published = [one for one in partner.notices.all() if one.state_at(partner.now()) == VALID]
    assert published
    for notice in published:
        with pytest.raises(WrongUse, match="no_record"):
            partner.notices.record(notice)
    partner.end()
    bern = signed_in(address, folder, "loic.perrenoud")
    request = RequestForm(type="freeze", urgency="urgent")
    with pytest.raises(WrongUse, match="partner_here"):
        bern.mail.send(Letter(("xp/initiative",), "Freeze", "Please freeze.", request=request))
    bern.end()


def check_bern(address: str, folder: Path) -> None:
    bern = signed_in(address, folder, "loic.perrenoud")
    bern.sync()
    threads = {thread.subject: thread for thread in bern.threads.all()}
    urgent = threads["Urgent freeze: Tumaini Roads Ltd, account at Banque Montclair, Geneva"]
    assert urgent.request().state == "sent"
    assert [item.name for item in urgent.messages[0].attachments] == [
        "Statement of facts AR-114.pdf", "transfers-AR-114.csv",
    ]  # fmt: skip
    assert all(not thread.blocked for thread in threads.values())
    bern.end()


def check_requests(address: str, folder: Path) -> None:
    """Six urgent requests in their states, each seen by the office that was asked."""
    asked = {
        "khalid.alshamsi": "sent",
        "siobhan.mcallister": "acknowledged",
        "lim.wei.jie": "answered",
        "itzel.castrellon": "answered",
        "etienne.belanger": "closed",
    }
    for login, state in asked.items():
        session = signed_in(address, folder, login)
        session.sync()
        states = {
            request.state
            for thread in session.threads.all()
            for request in thread.requests
            if request.urgency in {"urgent", "flash"} and request.to == session.office
        }
        assert states == {state}, login
        if login == "khalid.alshamsi":
            (clock,) = [row for row in session.clocks() if row["urgency"] == "flash"]
            assert 0 < clock["acknowledge_by"] - clock["opened"] <= 240
        session.end()
    secretariat = signed_in(address, folder, "nino.kapanadze")
    assert len(secretariat.register.directory.officers) == len(content.network().officers)
    secretariat.end()


def check_notices(address: str, folder: Path) -> None:
    """All states, pictures that hold; the diffusion opens in Bern and Singapore alone, the hit in Nairobi."""
    bern = signed_in(address, folder, "regula.zuercher")
    bern.sync()
    found = bern.notices.all()
    assert len(found) == len(notices())
    assert {one.state_at(bern.now()) for one in found} == {*STATES, *ENDED} - {"expired"}
    assert len(bern.notices.due_for_review()) == 1
    assert sum(len(one.redress) for one in found) == 2
    readable = {record["reference"]: one for one, record in bern.notices.readable()}
    assert bern.notices.pictures(readable["AR/114/2026"]) == [silhouette("road-fund")]
    watched = {one.query.names[0] for one in bern.watch.all()}
    assert watched == {
        step[0]["names"][0] for notice in notices() for _, verb, *step in notice.steps if verb == "watch"
    }
    (decision,) = bern.screening.decisions.all()
    assert (decision.by_name, decision.listed) == ("Chiara Bernasconi", readable["AR/114/2026"].hash)
    bern.end()
    sealed = readable["AR/131/2026"].hash
    for login, reads in {"kavitha.nadarajan": True, "khalid.alshamsi": False}.items():
        session = signed_in(address, folder, login)
        session.sync()
        assert (sealed in [one.hash for one, _ in session.notices.readable()]) is reads, login
        session.end()
    nairobi = signed_in(address, folder, "otieno.ochieng")
    nairobi.sync()
    kinds = [[message.kind for message in thread.messages] for thread in nairobi.threads.all()]
    assert [one for one in kinds if "hit" in one] == [["hit", "message"]]
    nairobi.end()


def check_publications(address: str, folder: Path) -> None:
    """Facts, a guideline found by words of its PDF, one to decide, who goes, courses and certificates."""
    secretariat = signed_in(address, folder, "catalina.urrutia")
    secretariat.sync()
    assert secretariat.frameworks.standings("ch")["bank_secrecy"].state == "confirmed"
    assert secretariat.frameworks.standings("gb")["tips"].proposed
    assert [offer.item for offer in secretariat.publications.to_decide()] == ["demo-crypto-seizure-kit"]
    size, found = secretariat.register.directory.size, {}

    def followed() -> bool:
        found.update(secretariat.library.search("call holds nothing", shelves=["library"]))
        return bool(found["position"] >= size)

    await_that(followed, "the index has followed the register")
    assert found["hits"][0]["item"] == "demo-first-call-to-a-bank"
    places = [place.state for place in secretariat.meetings.places("demo-workshop")]
    assert sorted(places) == ["confirmed", "nominated", "nominated"]
    assert len(secretariat.courses.all()) == 3
    certificates = [place.state for place in secretariat.courses.places("demo-first-24-hours")]
    assert sorted(certificates) == ["certified", "nominated"]
    secretariat.end()
