"""A PostgreSQL cluster of its own for one measurement, from the distribution's binaries."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.disk import disk_folder
from bench.figure import PeerUnavailable
from bench.processes import free_port, running


@dataclass(frozen=True)
class Cluster:
    """A running server on loopback; user `bench`, trusted without a password."""

    port: int
    binaries: Path

    def create_database(self, name: str, locale: str = "C", template: str = "template0") -> None:
        """UTF-8 with the C locale, which Synapse demands and which costs nobody anything, or another.

        It begins as a copy of `template`, to which nobody may be connected.
        """
        command: list[str | Path] = [
            self.binaries / "createdb",
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
            "-U",
            "bench",
        ]
        command += ["-E", "UTF8", f"--locale={locale}", "-T", template, name]
        subprocess.run(command, check=True, capture_output=True)


def find_binaries() -> Path:
    """The newest /usr/lib/postgresql/*/bin. Raises PeerUnavailable when there is none."""
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    if not found:
        raise PeerUnavailable("no PostgreSQL server here: apt-get install postgresql")
    return max(found, key=lambda path: int(path.parent.name))


@contextlib.contextmanager
def postgres() -> Iterator[Cluster]:
    """A fresh cluster with PostgreSQL's own settings (so: durable commits), gone afterwards."""
    binaries, port = find_binaries(), free_port()
    # PostgreSQL refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    with disk_folder() as folder:
        if user:
            shutil.chown(folder, user, user)
        data = folder / "data"
        initialise: list[str | Path] = [
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "bench",
            "-A",
            "trust",
            "--no-sync",
        ]
        subprocess.run(
            [*initialise, "-E", "UTF8", "--locale=C"], check=True, capture_output=True, user=user, cwd=folder
        )
        serve: list[str | Path] = [binaries / "postgres", "-D", data, "-k", folder, "-p", str(port)]
        accepts: list[str | Path] = [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
        with running(
            [*serve, "-c", "listen_addresses=127.0.0.1"],
            log=folder / "log",
            ready=lambda: subprocess.run(accepts, check=False).returncode == 0,
            user=user,
            cwd=folder,
            end_signal=signal.SIGINT,  # fast shutdown: does not wait for clients to leave
        ):
            yield Cluster(port, binaries)
