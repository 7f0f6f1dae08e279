"""Operator and root holders by command: a network from nothing, its first bureau admitted."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from repatria.cli.exits import Exit
from repatria.protocol.keys import SigningKey
from repatria.sdk import quorum
from repatria.sdk.connection import decode_b64, encode_b64
from repatria.sdk.enrol import fingerprint
from tests.patience import PATIENCE_SECONDS
from tests.sdk.living import free_port

COMMAND = [sys.executable, "-c", "import repatria.cli; repatria.cli.main()"]
pytestmark = pytest.mark.timeout(4 * PATIENCE_SECONDS)  # some twenty processes and eight times Argon2id

PASSPHRASE = "three people in one room"


class Console:
    """A shell on the operator's machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "REPATRIA_DATA": str(folder / "data"),
            "REPATRIA_PORT": str(self.port),
            "REPATRIA_PASSPHRASE": PASSPHRASE,
        }

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *arguments: str | Path, **extra: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *map(str, arguments)],
            env=self.environment | extra,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    def ok(self, *arguments: str | Path, **extra: str) -> str:
        ran = self.run(*arguments, **extra)
        assert ran.returncode == Exit.OK, (arguments, ran.stderr)
        return ran.stdout.strip()

    @contextmanager
    def serving(self) -> Iterator[None]:
        server = subprocess.Popen([*COMMAND, "serve"], env=self.environment, stderr=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + PATIENCE_SECONDS
            while not self._answers():
                assert server.poll() is None, "the server ended"
                assert time.monotonic() < deadline, "the server does not answer"
            yield
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=PATIENCE_SECONDS)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/readyz", timeout=PATIENCE_SECONDS).status_code == 200
        except httpx.TransportError:
            time.sleep(0.1)
            return False


class Holder:
    """A root holder: a key file, and its kit on paper."""

    def __init__(self, console: Console, name: str) -> None:
        self.file = f"{name}.key"
        self._console = console
        self.public, self.kit = console.ok("register", "make-key", self.file, "--holder", name).splitlines()

    def sign(self, draft: str) -> None:
        self._console.ok("register", "sign", draft, "--key", self.file, REPATRIA_KIT=self.kit)


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console(tmp_path)


def found(console: Console, holders: list[Holder], witness: str) -> str:
    """The ceremony of the first root, 2 of 3; its hash, for paper."""
    log = console.ok("register", "log-keys", "register.test.example")
    (console.folder / "log.json").write_text(log)
    keys = [word for holder in holders for word in ("--key", holder.public)]
    console.ok("register", "init", "root.draft", "--name", "Test network", "--k", "2", *keys,
               "--log-keys", "log.json", "--witness", f"ke.witness={witness}", "--quorum", "1")  # fmt: skip
    holders[0].sign("root.draft")
    refused = console.run("register", "found", "root.draft")
    one_is_no_quorum = (Exit.REFUSED, True)
    assert (refused.returncode, "missing_signature" in refused.stderr) == one_is_no_quorum
    holders[2].sign("root.draft")
    return console.ok("register", "found", "root.draft")


def test_network_is_founded_witnessed_and_admits_a_bureau_by_command(console: Console) -> None:
    holders = [Holder(console, name) for name in ("root-one", "root-two", "root-three")]
    witness = console.ok("witness", "w", "--name", "ke.witness", "--make-key")
    assert len(decode_b64(witness)) == 32
    root = found(console, holders, witness)
    reader = {"REPATRIA_READER": console.ok("register", "reader-token", "witness")}
    secretariat = {"REPATRIA_READER": console.ok("register", "reader-token", "secretariat", "--ceremony")}
    with console.serving():
        assert httpx.get(f"{console.address}/api/v1/network").json()["net"] == root
        cosign = (
            "witness",
            "w",
            "--name",
            "ke.witness",
            "--server",
            console.address,
            "--root",
            root,
            "--once",
        )
        console.ok(*cosign, **reader)
        invitation = ("invite", "Grace", "--country", "KE", "--role", "bureau", "--server", console.address)
        refused = console.run(*invitation, "--root", root, **reader)
        assert (refused.returncode, "forbidden" in refused.stderr) == (Exit.REFUSED, True)
        link = console.ok(*invitation, "--root", root, **secretariat)
        assert link.endswith(f"/{root}")
        other = console.run("enrol", link, "--login", "ke.bureau", "--root", "ab" * 32)
        assert (other.returncode, "wrong_network" in other.stderr) == (Exit.BLOCKED, True)
        cut = console.run("enrol", link.removesuffix(f"/{root}"), "--login", "ke.bureau")
        assert (cut.returncode, "no_anchor" in cut.stderr) == (Exit.USAGE, True)
        console.ok("enrol", link, "--login", "ke.bureau")
        console.ok(*cosign, **reader)
        key = json.loads((console.folder / ".local/share/repatria/default/lock.json").read_text())["key"]
        place = ("--root", root, "--server", console.address)
        part = ("--country", "KE", "--bureau-name", "X", "--key", key[:16], "--name", "X")
        told = console.run("register", "bureau", "no.draft", *part, *place, **reader)
        assert (told.returncode, "unknown_key" in told.stderr) == (Exit.USAGE, True)
        console.ok("register", "bureau", "ke.draft", "--country", "KE", "--bureau-name", "Bureau Nairobi",
                   "--key", fingerprint(key), "--root", root, "--server", console.address, "--name", "Grace",
                   **reader)  # fmt: skip
        for holder in holders[:2]:
            holder.sign("ke.draft")
        post = [*COMMAND, "register", "post", "ke.draft", "--server", console.address, "--root", root]
        posting = subprocess.Popen(post, env=console.environment | reader, cwd=console.folder)
        while posting.poll() is None:  # it waits until the witness has the statement
            console.ok(*cosign, **reader)
        assert posting.returncode == Exit.OK
        check_doctor(console)
        check_release(console, place, reader)


def check_release(console: Console, place: tuple[str, ...], reader: dict[str, str]) -> None:
    """The draft names the lowest client that may go on, and the built client by its manifest's hash."""
    (console.folder / "manifest.json").write_bytes(b'{"made":"here"}\n')
    part = ("--manifest", "manifest.json", *place)
    too_low = console.run(
        "register", "release", "no.draft", "--version", "2", "--minimum", "3", *part, **reader
    )
    assert (too_low.returncode, "bad_number" in too_low.stderr) == (Exit.USAGE, True)
    console.ok("register", "release", "two.draft", "--version", "2", "--minimum", "2", *part, **reader)
    value = quorum.read((console.folder / "two.draft").read_text())
    assert (value["kind"], value["version"], value["minimum"]) == ("client-release", 2, 2)
    assert value["manifest"] == hashlib.sha256(b'{"made":"here"}\n').hexdigest()


def test_log_keys_are_changed_by_command(console: Console) -> None:
    holders = [Holder(console, name) for name in ("root-one", "root-two")]
    keys = [word for holder in holders for word in ("--key", holder.public)]
    (console.folder / "log.json").write_text(console.ok("register", "log-keys", "register.test.example"))
    console.ok("register", "init", "root.draft", "--name", "Test network", "--k", "2", *keys,
               "--log-keys", "log.json")  # fmt: skip
    for holder in holders:
        holder.sign("root.draft")
    root = console.ok("register", "found", "root.draft")
    reader = {"REPATRIA_READER": console.ok("register", "reader-token", "ceremony")}
    with console.serving():
        fresh = console.ok("register", "log-keys", "register.test.example", "--next")
        (console.folder / "next.json").write_text(fresh)
        place = ("--server", console.address, "--root", root)
        console.ok("register", "amend", "next.draft", *place, "--log-keys", "next.json", **reader)
        for holder in holders:
            holder.sign("next.draft")
        console.ok("register", "post", "next.draft", *place, **reader)
        console.ok("register", "retire-log-keys")
        kept = json.loads((console.folder / "data" / "log-keys.json").read_text())
        public = SigningKey.from_seed(bytes.fromhex(kept["ed25519"])).public
        assert public == decode_b64(json.loads(fresh)["ed25519"])
        assert "next" not in kept
    with console.serving():  # and it starts again with what is left
        check_doctor(console)


def check_doctor(console: Console) -> None:
    rows = {row["check"]: row for row in json.loads(console.run("doctor", "--json").stdout)}
    assert [name for name, row in rows.items() if not row["passed"]] == []
    (console.folder / "data" / "log-keys.json").chmod(0o644)
    ran = console.run("doctor", "--json")
    assert ran.returncode == Exit.UNEXPECTED
    failed = {row["check"] for row in json.loads(ran.stdout) if not row["passed"]}
    assert failed == {"log keys are private", "log keys"}


def test_key_of_a_root_holder_does_not_open_with_another_kit(console: Console) -> None:
    one, two = Holder(console, "root-one"), Holder(console, "root-two")
    (console.folder / "any.draft").write_text(
        '{"payloadType": "application/vnd.repatria.statement.v1+json",'
        ' "payload": "eyJ2IjoxfQ==", "signatures": []}'
    )
    ran = console.run("register", "sign", "any.draft", "--key", one.file, REPATRIA_KIT=two.kit)
    assert (ran.returncode, "cannot_open" in ran.stderr) == (Exit.BLOCKED, True)


@pytest.mark.parametrize(
    ("mistake", "code"),
    [
        ({"--key": "no-key"}, "bad_public_key"),
        ({"--witness": "nairobi.example"}, "bad_witness"),
        ({"--log-keys": "no.json"}, "no_such_file"),
        ({"--log-keys": "text.json"}, "bad_key_file"),
        ({"--k": "1"}, "bad_draft"),
        ({"--quorum": "1"}, "bad_draft"),
    ],
)
def test_a_mistyped_root_is_a_mistake_and_no_lie(
    console: Console, mistake: dict[str, str], code: str
) -> None:
    (console.folder / "log.json").write_text(console.ok("register", "log-keys", "register.test.example"))
    (console.folder / "text.json").write_text("no keys")
    public = encode_b64(SigningKey.from_seed(bytes(32)).public)
    given = {"--name": "Test", "--k": "2", "--key": public, "--log-keys": "log.json"} | mistake
    other = encode_b64(SigningKey.from_seed(bytes([1] * 32)).public)
    ran = console.run(
        "register", "init", "root.draft", "--key", other, *[word for pair in given.items() for word in pair]
    )
    assert (ran.returncode, f"[{code}]" in ran.stderr) == (Exit.USAGE, True), ran.stderr
    assert not (console.folder / "root.draft").exists()


def test_serve_and_doctor_without_a_data_folder_are_wrong_use(console: Console) -> None:
    del console.environment["REPATRIA_DATA"]
    for command in ("serve", "doctor"):
        ran = console.run(command)
        assert (ran.returncode, "REPATRIA_DATA" in ran.stderr) == (Exit.USAGE, True)
