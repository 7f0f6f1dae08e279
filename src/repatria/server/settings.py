"""Settings of one installation, from `REPATRIA_*` variables.

Every name here is described in docs/operate/settings.md; a test fails when one is missing there.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_address, ip_network
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

PREFIX = "REPATRIA_"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
TRUE = frozenset({"1", "yes", "true", "on"})
FALSE = frozenset({"0", "no", "false", "off"})


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
    threads: int | None = None
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


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(raw: str) -> int:
        if not (raw.isascii() and raw.isdigit() and len(raw) <= 18 and least <= int(raw) <= most):
            raise ValueError(f"a whole number from {least} to {most} is needed")
        return int(raw)

    return read


def _flag(raw: str) -> bool:
    if raw.lower() not in TRUE | FALSE:
        raise ValueError("yes or no is needed")
    return raw.lower() in TRUE


def _split(raw: str, check: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(check(part.strip()) for part in raw.split(",") if part.strip())


def _host(raw: str) -> str:
    try:
        return str(ip_address(raw))
    except ValueError:
        if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?", raw):
            raise ValueError("a host name or an address is needed, without scheme, port and path") from None
    return raw


def _network(raw: str) -> str:
    try:
        return str(ip_network(raw))
    except ValueError:
        raise ValueError("addresses or networks are needed, such as 10.0.0.5 or 10.0.0.0/24") from None


def _url(raw: str, schemes: frozenset[str], example: str) -> SplitResult:
    """Scheme, host and port as they should be; whatever else there is, the caller judges."""
    try:
        url = urlsplit(raw)
        if url.scheme in schemes and url.hostname and _host(url.hostname) and url.port != 0:
            return url
    except ValueError:
        pass
    raise ValueError(f"an address such as {example} is needed")


def _origin(raw: str) -> str:
    url = _url(raw, frozenset({"http", "https"}), "https://recovery.example")
    if url.path.strip("/") or url.query or url.fragment or "@" in url.netloc:
        raise ValueError("scheme and host only, without path, query and user")
    return raw


def _database(raw: str) -> str:
    raw = raw.replace("postgresql+psycopg://", "postgresql://", 1)
    if raw.startswith("postgres"):
        from psycopg import ProgrammingError
        from psycopg.conninfo import conninfo_to_dict

        with contextlib.suppress(ProgrammingError):  # its text may repeat the password
            conninfo_to_dict(raw)
            return raw
    raise ValueError("an address such as postgresql://user@host/name is needed")


def _smtp(raw: str) -> str:
    if _url(raw, frozenset({"smtp", "smtps"}), "smtps://user@host:465").password is not None:
        raise ValueError("no password in it: use REPATRIA_MAIL_PASSWORD_FILE")
    return raw


def _blobs(raw: str) -> str:
    url = urlsplit(raw)
    if url.scheme not in ("s3", "gs", "az") or not url.netloc:
        raise ValueError("an address such as s3://bucket/prefix is needed")
    return raw


def _address(raw: str) -> str:
    if not re.fullmatch(r"[^@\s,;<>]{1,64}@[A-Za-z0-9.-]{1,189}", raw):
        raise ValueError("one mail address is needed")
    return raw


def _folder(raw: str) -> Path:
    """May be missing, since it is made then."""
    if Path(raw).exists() and not Path(raw).is_dir():
        raise ValueError(f"{raw} is not a folder")
    return Path(raw)


def _client(raw: str) -> Path:
    if not (Path(raw) / "index.html").is_file():
        raise ValueError(f"there is no built client in {raw}")
    return Path(raw)


def _file(raw: str) -> Path:
    try:
        Path(raw).read_bytes()
    except OSError as error:
        raise ValueError(f"{raw}: {error.strerror}") from error
    return Path(raw)


def _new_file(raw: str) -> Path:
    """May be missing, since it is made then."""
    return _file(raw) if Path(raw).exists() else Path(raw)


def _urgencies(raw: str) -> Path:
    from repatria.server.clocks import load_targets

    path = _file(raw)
    load_targets(path)
    return path


# How each is read; what is raised says what would be right, and never repeats a secret.
READ: Mapping[str, Callable[[str], object]] = {
    "data": _folder,
    "host": _host,
    "port": _number(0, 65535),
    "url": _origin,
    "hosts": lambda raw: _split(raw, _host),
    "proxies": lambda raw: _split(raw, _network),
    "database": _database,
    "blobs": _blobs,
    "blob_limit_bytes": _number(1, 2**40),
    "log_keys": _new_file,
    "client": _client,
    "demo": _flag,
    "api_docs": _flag,
    "smtp": _smtp,
    "mail_from": _address,
    "mail_password_file": _file,
    "urgencies": _urgencies,
    "threads": _number(1, 64),
    "streams_per_key": _number(1, 100_000),
}


def names() -> tuple[str, ...]:
    """The variables that are read, sorted."""
    return tuple(sorted(PREFIX + each.name.upper() for each in fields(Settings)))


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read the settings. Raises BadSettingError where a value cannot be read or `data` is missing.

    Variables of other programs that share the prefix (REPATRIA_PYTHON) are left alone.
    """
    given = {}
    for name, read in READ.items():
        variable = PREFIX + name.upper()
        if raw := environment.get(variable, "").strip():
            try:
                given[name] = read(raw)
            except ValueError as error:
                raise BadSettingError(f"{variable}: {error}") from error
    if "data" not in given:
        message = "REPATRIA_DATA must name the data folder"
        raise BadSettingError(message)
    return Settings(**given)  # type: ignore[arg-type]
