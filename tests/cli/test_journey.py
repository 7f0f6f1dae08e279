"""The main job through `repatria` commands, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from repatria.cli.exits import Exit
from repatria.demo.build import passphrase_of
from tests.patience import PATIENCE_SECONDS
from tests.sdk.living import Living

Ran = subprocess.CompletedProcess[str]

pytestmark = pytest.mark.timeout(4 * PATIENCE_SECONDS)  # every command is a process of its own


class Desk:
    """One officer's machine: a profile folder, and the secrets in their head and drawer."""

    def __init__(self, living: Living, folder: Path, login: str) -> None:
        enrolled = {**living.built.heads, **living.built.officers}[login]
        self._living = living
        self.login = login
        self.environment = {
            "PATH": os.environ["PATH"],
            "REPATRIA_PROFILE": str(folder / login),
            "REPATRIA_PASSPHRASE": passphrase_of(login),
            "REPATRIA_KIT": enrolled.kit,
        }

    def run(self, *arguments: str | Path) -> Ran:
        command = [sys.executable, "-c", "import repatria.cli; repatria.cli.main()"]
        return subprocess.run(
            [*command, *map(str, arguments)],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    def ok(self, *arguments: str | Path) -> str:
        ran = self.run(*arguments)
        assert ran.returncode == Exit.OK, (arguments, ran.stderr)
        return ran.stdout

    def sign_in(self) -> None:
        self.ok("signin", "--server", self._living.address, "--login", self.login, "--root",
                self._living.keys.net)  # fmt: skip


@pytest.fixture
def nairobi(living: Living, tmp_path: Path) -> Desk:
    desk = Desk(living, tmp_path, "wanjiku.kamau")
    desk.sign_in()
    return desk


@pytest.fixture
def bern(living: Living, tmp_path: Path) -> Desk:
    desk = Desk(living, tmp_path, "loic.perrenoud")
    desk.sign_in()
    return desk


@pytest.fixture
def sent(nairobi: Desk, tmp_path: Path) -> str:
    """A room with an urgent freeze request and a document; its id."""
    document = tmp_path / "Statement of facts.txt"
    document.write_text("Seven transfers to Montclair.\n" * 500)
    body = tmp_path / "body.txt"
    body.write_text("Please hold the account.", encoding="utf-8")
    said = nairobi.ok(
        "send", "--to", "ch/contact-point", "--kind", "freeze", "--urgency", "urgent",
        "--subject", "Urgent freeze by command", "--body-file", body, "--attach", document,
        "--person", "Barasa Simiyu||1971-02-17", "--offence", "UNCAC-17", "--needed-by", "+30h",
        "--facts", "Seven transfers to a company that delivered nothing.",
        "--asset", "bank_account|CH00 0000|Lighthouse Ltd|Geneva|2310000|USD|proceeds", "--json",
    )  # fmt: skip
    return str(json.loads(said)["room"])


def state_of(desk: Desk, room: str) -> str:
    rows = json.loads(desk.ok("inbox", "--json"))
    return str(next(row["state"] for row in rows if row["room"] == room))


def test_request_is_sent_listed_opened_saved_acknowledged_and_answered(
    nairobi: Desk, bern: Desk, sent: str, tmp_path: Path
) -> None:
    assert state_of(bern, sent) == "sent"
    opened = json.loads(bern.ok("open", sent[:12], "--json", "--save", tmp_path / "saved"))
    message = opened["messages"][0]
    assert opened["subject"] == "Urgent freeze by command"
    assert message["body"]["request"]["assets"][0]["holder"] == "Lighthouse Ltd"
    (path,) = opened["saved"]
    assert Path(path).read_bytes() == (tmp_path / "Statement of facts.txt").read_bytes()
    bern.ok("ack", sent[:12], "--text", "Received", "--reference", "CH-9")
    assert state_of(nairobi, sent) == "acknowledged"
    bern.ok("answer", sent[:12], "frozen", "--text", "Held", "--authority", "FOJ", "--basis", "IMAC 18(2)")
    nairobi.ok("reply", sent[:12], "--text", "Asante")
    nairobi.ok("close", sent[:12], "frozen")
    assert state_of(bern, sent) == "closed"


def test_export_verifies_on_a_machine_that_knows_nothing_and_tampering_exits_5(
    living: Living, bern: Desk, sent: str, tmp_path: Path
) -> None:
    bern.ok("ack", sent)
    living.force_heads()
    bundle, root = tmp_path / "room.repatria", living.keys.net
    bern.ok("export", sent, bundle)
    stranger = Desk(living, tmp_path / "elsewhere", "tunde.bakare")
    stranger.environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "nobody")}
    report = json.loads(stranger.ok("verify", bundle, "--root", root, "--json"))
    assert [one["body"]["kind"] for one in report["messages"]] == ["request", "acknowledgement"]
    assert report["proven_time"] is not None
    assert report["files"] == ["Statement of facts.txt"]

    tampered = rewrite(bundle, tmp_path / "tampered.repatria", "plain/2", flip_last_letter)
    refused = stranger.run("verify", tampered, "--root", root)
    assert (refused.returncode, "wrong_plaintext" in refused.stderr) == (Exit.BLOCKED, True)
    refused = stranger.run("verify", bundle, "--root", "0" * 64)
    assert (refused.returncode, "wrong_network" in refused.stderr) == (Exit.BLOCKED, True)


def flip_last_letter(data: bytes) -> bytes:
    return data.replace(b"Barasa", b"Barasb")


def rewrite(source: Path, target: Path, name: str, change: object) -> Path:
    assert callable(change)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info, change(data) if info.filename == name else data)
    return target


def test_each_kind_of_failure_has_its_exit_code(
    living: Living, bern: Desk, sent: str, tmp_path: Path
) -> None:
    nobody = Desk(living, tmp_path / "fresh", "tunde.bakare")
    assert nobody.run("inbox").returncode == Exit.NOT_SIGNED_IN
    assert bern.run("open", "0" * 64).returncode == Exit.USAGE
    assert bern.run("no-such-command").returncode == Exit.USAGE
    for slip in (["--tlp", "RED"], ["--kind", "freez"], ["--kind", "freeze", "--urgency", "now"]):
        ran = bern.run("send", "--to", "ke/contact-point", "--text", "x", *slip)
        assert (ran.returncode, slip[-1] in ran.stderr, "--resume" in ran.stderr) == (Exit.USAGE, True, False)
    bern.ok("ack", sent)
    refused = bern.run("register", "nominate", bern_key(bern), "--office", "ch/contact-point", "--name", "X")
    assert (refused.returncode, "no_authority" in refused.stderr) == (Exit.REFUSED, True)
    unreachable = nobody.run("signin", "--server", "http://127.0.0.1:9", "--login", "tunde.bakare")
    assert unreachable.returncode == Exit.NETWORK
    wrong = nobody.run("signin", "--server", living.address, "--login", nobody.login, "--root", "0" * 64)
    assert wrong.returncode == Exit.BLOCKED
    bern.ok("signout")
    assert bern.run("inbox").returncode == Exit.NOT_SIGNED_IN


def bern_key(desk: Desk) -> str:
    rows = json.loads(desk.ok("directory", "Perrenoud", "--json"))
    return str(rows[0]["key"])


def test_signed_out_profile_opens_nothing_and_keeps_its_pins(bern: Desk, sent: str) -> None:
    bern.ok("inbox")
    bern.ok("signout")
    folder = Path(bern.environment["REPATRIA_PROFILE"])
    left = {path.name for path in folder.rglob("*") if path.is_file()}
    assert not left & {"session.json", "seeds.sealed"}
    assert "pin.sealed" in left
    for path in folder.rglob("*"):
        if path.is_file():
            assert path.stat().st_mode & 0o077 == 0
            assert b"Urgent freeze by command" not in path.read_bytes()


def test_notifications_are_shown_and_changed_one_by_one(bern: Desk) -> None:
    bern.ok("notify", "--email", "loic@example.org", "--mail-language", "fr")
    bern.ok("notify", "--remind", "always")
    kept = {"email": "loic@example.org", "remind": "always", "language": "fr"}
    assert json.loads(bern.ok("notify", "--json")) == kept
    refused = bern.run("notify", "--remind", "hourly")
    assert (refused.returncode, "always, away, never" in refused.stderr) == (Exit.USAGE, True)
    bern.ok("notify", "--email", "")


def test_an_office_states_its_closed_days(bern: Desk, tmp_path: Path) -> None:
    before = json.loads(bern.ok("duty", "--roster"))
    kept = tmp_path / "roster.json"
    kept.write_text(json.dumps({**before, "closed": ["2027-08-01", "2027-12-25"]}))
    bern.ok("duty", "--set-roster", kept)
    assert json.loads(bern.ok("duty", "--roster"))["closed"] == ["2027-08-01", "2027-12-25"]
    kept.write_text(json.dumps({**before, "closed": ["1 August"]}))
    refused = bern.run("duty", "--set-roster", kept)
    assert (refused.returncode, "bad_shape" in refused.stderr) == (Exit.REFUSED, True)
    kept.write_text(json.dumps(before))
    bern.ok("duty", "--set-roster", kept)


def test_directory_shows_who_authorised_whom(bern: Desk) -> None:
    (row,) = json.loads(bern.ok("directory", "wanjiku", "--json"))
    assert row["office"] == "ke/contact-point"
    kinds = [link["kind"] for link in row["chain"]]
    assert {"nominate", "authorise", "bureau", "root"} <= set(kinds)


def test_witness_command_cosigns_once(living: Living, tmp_path: Path) -> None:
    """A fresh folder with a witness key of the root recomputes everything from leaf 0."""
    name, seed = next(iter(living.keys.witnesses.items()))
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "witness.key").write_text(seed)
    desk = Desk(living, tmp_path, "tunde.bakare")
    desk.environment["REPATRIA_READER"] = living.keys.reader
    ran = desk.run("witness", tmp_path / "w", "--name", name, "--server", living.address, "--root",
                   living.keys.net, "--once")  # fmt: skip
    assert ran.returncode == Exit.OK, ran.stderr
    assert "Cosigned size" in ran.stderr


def test_newcomer_enrols_by_link_and_is_nominated_and_authorised_by_command(
    living: Living, tmp_path: Path
) -> None:
    agency, bureau = Desk(living, tmp_path, "ke.assets"), Desk(living, tmp_path, "ke.bureau")
    agency.sign_in()
    bureau.sign_in()
    link = agency.ok("invite", "Amina", "--country", "KE", "--role", "officer", "--office",
                     "ke/contact-point").strip()  # fmt: skip
    amina = Desk(living, tmp_path, "wanjiku.kamau")
    amina.environment |= {
        "REPATRIA_PROFILE": str(tmp_path / "amina"),
        "REPATRIA_PASSPHRASE": "a lake in the rain",
    }
    amina.environment["REPATRIA_KIT"] = amina.ok(
        "enrol", link, "--login", "amina", "--root", living.keys.net
    ).strip()
    (waiting,) = json.loads(agency.ok("register", "enrolments", "--json"))
    said = agency.run(
        "register", "nominate", waiting["key"], "--office", "ke/contact-point", "--name", "Amina"
    )
    nomination = said.stderr.strip().rpartition(" ")[2]
    bureau.ok("register", "authorise", nomination)
    living.session("otieno.ochieng")  # a colleague's client lets her in
    amina.login = "amina"
    amina.sign_in()
    rows = json.loads(amina.ok("directory", "amina", "--json"))
    assert [(row["office"], row["state"]) for row in rows] == [("ke/contact-point", "active")]
