"""Settings of one installation, from `REPATRIA_*` variables.

Every name here is described in docs/operate/settings.md; a test fails when one is missing there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "REPATRIA_"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
TRUE = frozenset({"1", "yes", "true", "on"})


def built_client() -> Path | None:
    """The client that `make build` left in this checkout; None where there is none."""
    folder = Path(__file__).resolve().parents[3] / "web" / "dist"
    return folder if folder.is_dir() else None


class BadSettingError(Exception):
    """A variable that is unknown or cannot be read; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` holds databases, blobs and log keys; the other fields have working defaults.

    `database` empty: SQLite in `data`; else a `postgresql://` URL. `blobs` empty: files in `data`;
    else an object store's URL. `url` is the public origin; empty means plain http on `host`:`port`.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 8400
    url: str = ""
    hosts: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    database: str = ""
    blobs: str = ""
    blob_limit_bytes: int = 64 * 2**30
    log_keys: Path | None = None
    client: Path | None = field(default_factory=built_client)
    demo: bool = False
    api_docs: bool = False
    smtp: str = ""
    mail_from: str = ""
    mail_password_file: Path | None = None
    urgencies: Path | None = None
    threads: int = 4
    streams_per_key: int = 32

    @property
    def origin(self) -> str:
        return self.url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def secure(self) -> bool:
        return self.origin.startswith("https://")

    @property
    def loopback(self) -> bool:
        return (urlsplit(self.origin).hostname or "") in LOOPBACK

    @property
    def log_key_file(self) -> Path:
        return self.log_keys or self.data / "log-keys.json"

    @property
    def trusted_hosts(self) -> frozenset[str]:
        """Host names (no port) that a request may be for."""
        own = urlsplit(self.origin).hostname or ""
        return frozenset({own, *self.hosts, *(LOOPBACK if self.loopback else ())})


def _convert(name: str, kind: str, raw: str) -> object:
    try:
        if kind == "int":
            return int(raw)
        if kind == "bool":
            return raw.strip().lower() in TRUE
        if kind.startswith("tuple"):
            return tuple(part.strip() for part in raw.split(",") if part.strip())
        if kind.startswith("Path"):
            return Path(raw)
        if name == "database":
            return raw.replace("postgresql+psycopg://", "postgresql://", 1)
    except ValueError as error:
        message = f"{PREFIX}{name.upper()} cannot be read: {error}"
        raise BadSettingError(message) from error
    return raw


def names() -> tuple[str, ...]:
    """The variables that are read, sorted."""
    return tuple(sorted(PREFIX + each.name.upper() for each in fields(Settings)))


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read the settings. Raises BadSettingError where a value cannot be read or `data` is missing.

    Variables of other programs that share the prefix (REPATRIA_PYTHON) are left alone.
    """
    given = {
        each.name: _convert(each.name, str(each.type), environment[PREFIX + each.name.upper()])
        for each in fields(Settings)
        if environment.get(PREFIX + each.name.upper())
    }
    if "data" not in given:
        message = "REPATRIA_DATA must name the data folder"
        raise BadSettingError(message)
    return Settings(**given)  # type: ignore[arg-type]
