"""Settings: each is documented, each is read."""

from __future__ import annotations

import json
import os
import re
import socket
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from repatria.server.console import make_reader_token, prepare
from repatria.server.ledger.log_keys import create_log_keys, read_log_keys
from repatria.server.settings import BadSettingError, from_environment, names
from tests.patience import PATIENCE_SECONDS
from tests.server.network import LiveChamber, found_network, two_countries
from tests.server.running import Clock, running, settings_for

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operate" / "settings.md"


def test_every_setting_is_documented_and_no_other() -> None:
    documented = set(re.findall(r"^\| `(REPATRIA_[A-Z_]+)`", PAGE.read_text(), re.MULTILINE))
    assert documented == set(names())


def test_settings_are_read_from_the_environment() -> None:
    settings = from_environment(
        {
            "REPATRIA_DATA": "/data",
            "REPATRIA_PORT": "9000",
            "REPATRIA_URL": "https://register.example/",
            "REPATRIA_HOSTS": "a.example, b.example",
            "REPATRIA_DEMO": "yes",
            "REPATRIA_PYTHON": "python3",
        }
    )
    assert (settings.data, settings.port, settings.demo) == (Path("/data"), 9000, True)
    assert (settings.origin, settings.secure, settings.loopback) == (
        "https://register.example",
        True,
        False,
    )
    assert settings.trusted_hosts == {"register.example", "a.example", "b.example"}


# For every setting, values that a hand may slip to.
BAD: dict[str, tuple[str, ...]] = {
    "DATA": ("FILE",),
    "HOST": ("http://127.0.0.1", "127.0.0.1:80", "a b", "-x"),
    "PORT": ("many", "-1", "65536", "80.5", "٨٠"),
    "URL": ("recovery.example", "ftp://a.example", "https://", "https://a.example/x", "https://u:p@a.example",
            "https://a.example:port"),
    "HOSTS": ("https://a.example", "a.example:443", "a.example/x"),
    "PROXIES": ("*", "proxy.example", "10.0.0.1/64"),
    "DATABASE": ("mysql://a/b", "/var/lib/x.sqlite3", "postgresql://a/b?nonsense=1"),
    "BLOBS": ("bucket", "s3://", "file:///tmp", "https://bucket.example"),
    "BLOB_LIMIT_BYTES": ("0", "64 GB", "1e9", "9" * 30),
    "LOG_KEYS": ("FOLDER",),
    "CLIENT": ("MISSING", "FOLDER"),
    "DEMO": ("maybe", "2"),
    "API_DOCS": ("y",),
    "SMTP": ("mail.example:25", "http://mail.example", "smtp://", "smtp://user:secret@mail.example"),
    "MAIL_FROM": ("nobody", "a@b@c", "a b@c.example", "Name <a@b.example>"),
    "MAIL_PASSWORD_FILE": ("MISSING", "FOLDER"),
    "URGENCIES": ("MISSING", "FOLDER", "FILE"),
    "THREADS": ("0", "65", "four"),
    "STREAMS_PER_KEY": ("0", "-3"),
}  # fmt: skip


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("places")
    (folder / "file").write_text("not what it should be")
    return {"FILE": str(folder / "file"), "FOLDER": str(folder), "MISSING": str(folder / "missing")}


def test_every_setting_has_values_that_are_refused() -> None:
    assert {f"REPATRIA_{name}" for name in BAD} == set(names())


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in BAD.items() for value in values]
)
def test_a_bad_value_is_refused_by_name_with_what_would_be_right(
    places: dict[str, str], name: str, value: str
) -> None:
    environment = {"REPATRIA_DATA": "/data", f"REPATRIA_{name}": places.get(value, value)}
    with pytest.raises(BadSettingError, match=rf"^REPATRIA_{name}: .{{10,}}") as refused:
        from_environment(environment)
    assert "secret" not in str(refused.value)


def test_without_a_data_folder_it_is_said() -> None:
    with pytest.raises(BadSettingError, match="REPATRIA_DATA must name"):
        from_environment({})


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"REPATRIA_PORT": "many"}, "REPATRIA_PORT: a whole number"),
        ({"REPATRIA_DATA": "/proc/nowhere"}, "REPATRIA_DATA: /proc/nowhere"),
        ({"REPATRIA_LOG_KEYS": "OPEN"}, "REPATRIA_LOG_KEYS"),
        ({"REPATRIA_LOG_KEYS": "FILE"}, "REPATRIA_LOG_KEYS"),
        ({"REPATRIA_DATABASE": "postgresql://x:secret@127.0.0.1:9/y"}, "REPATRIA_DATABASE: PostgreSQL"),
        ({"REPATRIA_PORT": "TAKEN"}, "REPATRIA_PORT"),
        ({"REPATRIA_HOST": "no-such-host.invalid"}, "REPATRIA_HOST"),
        ({"REPATRIA_URGENCIES": "FILE"}, "REPATRIA_URGENCIES"),
    ],
)
def test_the_command_line_says_it_in_a_sentence(
    tmp_path: Path, environment: dict[str, str], named: str
) -> None:
    """What only a start can find out, too: exit code 2, no traceback, no secret."""
    (tmp_path / "file").write_text("{}")
    (tmp_path / "file").chmod(0o600)
    (tmp_path / "open").write_text("{}")
    (tmp_path / "open").chmod(0o644)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        meant = {"FILE": str(tmp_path / "file"), "OPEN": str(tmp_path / "open"), "TAKEN": port}
        given = {name: meant.get(value, value) for name, value in environment.items()}
        ran = subprocess.run(
            [sys.executable, "-c", "import repatria.cli; repatria.cli.main()", "serve"],
            env={"PATH": os.environ["PATH"], "REPATRIA_DATA": str(tmp_path / "data"), **given},
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    assert (ran.returncode, named in ran.stderr) == (2, True), ran.stderr
    assert "Traceback" not in ran.stderr
    assert "secret" not in ran.stderr


TARGETS = {
    code: {"acknowledge": {"n": 10, "unit": "minutes"}, "answer": {"n": 2, "unit": "hours"}}
    for code in ("flash", "urgent", "priority", "ordinary")
}


def urgencies_file(folder: Path, rows: dict[str, object] | list[object]) -> Path:
    classes = [{"code": code, **row} for code, row in rows.items()] if isinstance(rows, dict) else rows  # type: ignore[dict-item]
    path = folder / "urgencies.json"
    path.write_text(json.dumps({"classes": classes}))
    return path


def test_an_installation_may_set_its_own_times(tmp_path: Path) -> None:
    """Read from the environment, kept by the clock of a request, shown to both offices."""
    path = urgencies_file(tmp_path, dict(TARGETS))
    read = from_environment({"REPATRIA_DATA": str(tmp_path), "REPATRIA_URGENCIES": str(path)})
    settings, clock = settings_for(tmp_path / "data", urgencies=read.urgencies), Clock()
    found_network(settings, clock)
    with running(settings, clock) as server:
        network = two_countries(server)
        room = LiveChamber(network, "wanjiru")
        room.seat("wanjiru", "office:ch/bern", "office:ke/nairobi")
        room.ask("wanjiru", "ch/bern", "ordinary")
        (shown,) = network.client("anna").get("/clocks").json()
    times = (shown["acknowledge_by"], shown["answer_by"])
    assert times == (clock.at + 600, clock.at + 7200)


ROW = {"acknowledge": {"n": 1, "unit": "hours"}, "answer": {"n": 1, "unit": "hours"}}


@pytest.mark.parametrize(
    "rows",
    [
        [],
        {},
        {code: row for code, row in TARGETS.items() if code != "flash"},
        {**TARGETS, "immediate": ROW},
        [{"code": code, **row} for code, row in (*TARGETS.items(), ("flash", ROW))],
        {**TARGETS, "flash": {"acknowledge": ROW["acknowledge"]}},
        {**TARGETS, "flash": {**ROW, "answer": {"n": 0, "unit": "hours"}}},
        {**TARGETS, "flash": {**ROW, "answer": {"n": -1, "unit": "hours"}}},
        {**TARGETS, "flash": {**ROW, "answer": {"n": True, "unit": "hours"}}},
        {**TARGETS, "flash": {**ROW, "answer": {"n": 1.5, "unit": "hours"}}},
        {**TARGETS, "flash": {**ROW, "answer": {"n": "1", "unit": "hours"}}},
        {**TARGETS, "flash": {**ROW, "answer": {"n": 1, "unit": "weeks"}}},
        {**TARGETS, "flash": {**ROW, "answer": {"n": 10**9, "unit": "hours"}}},
        {**TARGETS, "flash": {**ROW, "answer": [1, "hours"]}},
    ],
)
def test_times_that_are_none_are_refused_at_the_start(tmp_path: Path, rows: Any) -> None:
    path = urgencies_file(tmp_path, rows)
    with pytest.raises(BadSettingError, match=r"^REPATRIA_URGENCIES: "):
        from_environment({"REPATRIA_DATA": "/data", "REPATRIA_URGENCIES": str(path)})


def test_log_keys_are_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    keys = create_log_keys(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert create_log_keys(path) == keys
    assert keys.ed25519.hex() not in repr(keys)
    path.chmod(0o640)
    with pytest.raises(PermissionError):
        read_log_keys(path)


def test_a_reader_token_is_kept_as_a_hash_only(tmp_path: Path) -> None:
    settings = from_environment({"REPATRIA_DATA": str(tmp_path)})
    prepare(settings)
    token = make_reader_token(settings, "witness")
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("hot.sqlite3*"))
    assert token.encode() not in stored
    assert b"witness" in stored
