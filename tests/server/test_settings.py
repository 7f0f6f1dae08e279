"""Settings: each is documented, each is read."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from repatria.server.console import make_reader_token, prepare
from repatria.server.ledger.log_keys import create_log_keys, read_log_keys
from repatria.server.settings import BadSettingError, from_environment, names

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


@pytest.mark.parametrize("environment", [{}, {"REPATRIA_DATA": "/data", "REPATRIA_PORT": "many"}])
def test_what_cannot_be_read_is_said(environment: dict[str, str]) -> None:
    with pytest.raises(BadSettingError, match="REPATRIA_"):
        from_environment(environment)


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
