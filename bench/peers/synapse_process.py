"""Installs, configures and starts matrix-synapse, on SQLite or PostgreSQL.

One process as its makers ship it, with their defaults but for what `_configuration` says. Off: rate limits,
presence, federation, statistics, and the 2 minutes for which it would serve a repeated sync from memory
(every sync here stands for another device's). On: all that it does for a local encrypted room.
"""

import contextlib
import json
import subprocess
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

from bench.disk import disk_folder
from bench.figure import PeerUnavailable
from bench.peers.environment import ensure_environment
from bench.postgres import postgres
from bench.processes import answers_http, free_port, running

HERE = Path(__file__).parent
REGISTRATION_SECRET = "registers-the-people-of-one-measurement"
UNLIMITED = {"per_second": 1_000_000, "burst_count": 1_000_000}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"level": "WARNING", "handlers": ["console"]},
}


class Database(Enum):
    SQLITE = "sqlite"
    POSTGRES = "postgres"


@contextlib.contextmanager
def synapse(database: Database) -> Iterator[int]:
    """A fresh Synapse with an empty database, once it answers; yields its loopback port.

    Raises PeerUnavailable when it cannot be installed or refuses its configuration, DidNotStart when it
    does not answer.
    """
    python = _installed(database)
    with contextlib.ExitStack() as stack:
        folder, port = stack.enter_context(disk_folder()), free_port()
        settings = _configuration(folder, port)
        settings["database"] = _database(database, folder, stack)
        file = folder / "homeserver.yaml"
        file.write_text(json.dumps(settings))  # JSON is YAML
        (folder / "log.yaml").write_text(json.dumps(LOGGING))
        command: list[str | Path] = [python, "-m", "synapse.app.homeserver", "-c", file]
        _generate_keys(command)
        ready, log = answers_http(port, "/health"), folder / "log"
        stack.enter_context(running(command, log=log, ready=ready, cwd=folder))
        yield port


def _installed(database: Database) -> Path:
    """Its Python. PostgreSQL has an environment of its own: its driver needs a compiler and libpq-dev."""
    requirements = [HERE / "synapse.txt"]
    if database is Database.POSTGRES:
        requirements.append(HERE / "synapse-postgres.txt")
    return ensure_environment(f"synapse-{database.value}", *requirements)


def _generate_keys(command: list[str | Path]) -> None:
    made = subprocess.run([*command, "--generate-keys"], capture_output=True, check=False)
    if made.returncode != 0:
        reason = made.stderr.decode(errors="replace")[-600:]
        raise PeerUnavailable(f"Synapse refused its configuration: {reason}")


def _database(database: Database, folder: Path, stack: contextlib.ExitStack) -> dict[str, Any]:
    if database is Database.SQLITE:
        return {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}}
    cluster = stack.enter_context(postgres())
    cluster.create_database("synapse")
    arguments = {"host": "127.0.0.1", "port": cluster.port, "user": "bench", "dbname": "synapse"}
    return {"name": "psycopg2", "args": {**arguments, "cp_min": 5, "cp_max": 10}}


def _configuration(folder: Path, port: int) -> dict[str, Any]:
    listener = {
        "port": port,
        "bind_addresses": ["127.0.0.1"],
        "type": "http",
        "tls": False,
        "resources": [{"names": ["client"], "compress": False}],
    }
    return {
        "server_name": "bench.invalid",
        "pid_file": str(folder / "homeserver.pid"),
        "listeners": [listener],
        "log_config": str(folder / "log.yaml"),
        "media_store_path": str(folder / "media"),
        "signing_key_path": str(folder / "signing.key"),
        "registration_shared_secret": REGISTRATION_SECRET,
        "macaroon_secret_key": REGISTRATION_SECRET,
        "form_secret": REGISTRATION_SECRET,
        "bcrypt_rounds": 4,
        "report_stats": False,
        "trusted_key_servers": [],
        "federation_domain_whitelist": [],
        "presence": {"enabled": False},
        "caches": {"sync_response_cache_duration": 0},
        "rc_message": UNLIMITED,
        "rc_registration": UNLIMITED,
        "rc_login": {"address": UNLIMITED, "account": UNLIMITED, "failed_attempts": UNLIMITED},
        "rc_joins": {"local": UNLIMITED, "remote": UNLIMITED},
        "rc_joins_per_room": UNLIMITED,
        "rc_invites": {"per_room": UNLIMITED, "per_user": UNLIMITED, "per_issuer": UNLIMITED},
        "rc_room_creation": UNLIMITED,
    }
