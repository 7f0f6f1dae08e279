"""The log's keys are changed by a root statement, and by nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from repatria.cli.exits import Exit
from repatria.protocol import envelope, statements
from repatria.protocol.checkpoint import verify_checkpoint
from repatria.protocol.envelope import Envelope
from repatria.protocol.errors import ProtocolError
from repatria.server.console import prepare, prepare_next_log_keys, retire_old_log_keys
from repatria.server.ledger.log_keys import LogKeys, make_next_log_keys, read_log_keys
from repatria.server.refusals import Refusal
from repatria.server.settings import Settings
from tests.patience import PATIENCE_SECONDS
from tests.protocol.invented import ROOT_KEYS, root_terms
from tests.server.network import LiveNetwork, found_network
from tests.server.running import Clock, Server, running, settings_for


def next_root(network: LiveNetwork, keys: LogKeys, signers: int = 2) -> Envelope:
    terms = root_terms(log_ed25519=keys.public_ed25519, log_mldsa44=keys.public_mldsa44, quorum=0)
    now = network.directory.root
    value = statements.root(network.stamp("root"), terms, now.seq + 1, now.hash)
    return envelope.sign(envelope.STATEMENT, value, ROOT_KEYS[:signers])


def note_holds(network: LiveNetwork) -> bool:
    note = network.reader.get("/register/checkpoint").text
    try:
        held = verify_checkpoint(note, network.directory.trust, network.time)
    except ProtocolError:
        return False
    return held.root == network.directory.root_hash_at(held.size)


def invented_salt(server: Server) -> str:
    answer = server.client().post("/session/start", json={"login": "nobody.at.all"})
    return str(answer.json()["kdf"]["salt"])


def test_the_next_pair_signs_from_its_root_on_and_the_old_one_can_go(server: Server) -> None:
    network, settings = LiveNetwork(server), server.settings
    salt = invented_salt(server)
    old, fresh = read_log_keys(settings.log_key_file), prepare_next_log_keys(settings)
    assert prepare_next_log_keys(settings) == fresh, "asked again, another pair was made"
    network.join("ke bureau")
    assert network.directory.root.log_ed25519 == old.public_ed25519
    assert note_holds(network)
    network.publish(next_root(network, fresh))
    assert network.directory.root.log_ed25519 == fresh.public_ed25519
    assert note_holds(network)
    assert retire_old_log_keys(settings) == 1
    assert retire_old_log_keys(settings) == 0
    assert old.ed25519.hex() not in settings.log_key_file.read_text()
    assert settings.log_key_file.stat().st_mode & 0o077 == 0
    server.stop()
    with running(settings, server.clock) as again:
        later = LiveNetwork(again)
        later.join("ch bureau")
        assert note_holds(later)
        assert invented_salt(again) == salt, "who asks for an unknown login sees that the keys changed"


def test_a_root_that_names_keys_which_are_not_here_is_refused(server: Server, tmp_path: Path) -> None:
    network = LiveNetwork(server)
    size = network.directory.size
    elsewhere = tmp_path / "elsewhere.json"
    found_network(Settings(data=tmp_path / "other", log_keys=elsewhere), server.clock)
    answer = network.post(next_root(network, read_log_keys(elsewhere)))
    assert (answer.status_code, answer.json()["error"]) == (409, "wrong_log")
    network.catch_up()
    assert (network.directory.size, note_holds(network)) == (size, True)


def test_a_root_without_its_quorum_changes_no_keys(server: Server) -> None:
    network, settings = LiveNetwork(server), server.settings
    old, fresh = read_log_keys(settings.log_key_file), prepare_next_log_keys(settings)
    assert network.post(next_root(network, fresh, signers=1)).json()["error"] == "missing_signature"
    network.catch_up()
    assert network.directory.root.log_ed25519 == old.public_ed25519
    assert retire_old_log_keys(settings) == 1  # the pair that no root ever named
    assert read_log_keys(settings.log_key_file) == old


def test_an_unfounded_log_retires_nothing(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    prepare(settings)
    prepare_next_log_keys(settings)
    before = settings.log_key_file.read_bytes()
    with pytest.raises(Refusal, match="not_founded"):
        retire_old_log_keys(settings)
    assert settings.log_key_file.read_bytes() == before


def test_a_server_without_the_keys_of_its_root_does_not_start(tmp_path: Path) -> None:
    settings, clock = settings_for(tmp_path / "data"), Clock()
    found_network(settings, clock)
    found = json.loads(settings.log_key_file.read_text())
    settings.log_key_file.write_text(json.dumps({**found, "ed25519": "00" * 32}))
    ran = subprocess.run(
        [sys.executable, "-c", "import repatria.cli; repatria.cli.main()", "serve"],
        env={"PATH": os.environ["PATH"], "REPATRIA_DATA": str(settings.data), "REPATRIA_PORT": "0"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert ran.returncode == Exit.USAGE, ran.stderr
    assert "log_keys_are_not_those_of_the_root" in ran.stderr
    assert f"[bad_setting]REPATRIA_LOG_KEYS:{settings.log_key_file}" in "".join(ran.stderr.split())
    assert "Traceback" not in ran.stderr


def test_the_next_pair_is_never_the_one_in_force(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    prepare(settings)
    fresh = prepare_next_log_keys(settings)
    assert fresh != read_log_keys(settings.log_key_file)
    assert make_next_log_keys(settings.log_key_file) == fresh


def test_there_is_no_next_pair_where_the_one_in_force_is_lost(tmp_path: Path) -> None:
    """Nothing could sign the log under which a root would name it; a new file would look as if it could."""
    settings = Settings(data=tmp_path)
    with pytest.raises(FileNotFoundError):
        prepare_next_log_keys(settings)
    assert not settings.log_key_file.exists()
