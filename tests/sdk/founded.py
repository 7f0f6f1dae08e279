"""A network of some countries is built once in a run, by whoever needs it first; the others get copies.

Sixteen people's Argon2id and their ceremonies cost as much as a whole file of tests.
"""

from __future__ import annotations

import fcntl
import pickle
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from repatria.demo.build import Builder, Built
from repatria.demo.content import Network, network
from repatria.demo.founding import DemoKeys, found, serving
from repatria.demo.run import witnessing
from repatria.server.settings import Settings
from tests.patience import free_port


@dataclass(frozen=True)
class Founded:
    """The folder of a server that stands still, and everybody's secrets."""

    data: Path
    keys: DemoKeys
    network: Network
    built: Built

    def copy_to(self, settings: Settings) -> Built:
        """Make `settings` those of the same network at another address; returns its people there."""
        shutil.copytree(self.data, settings.data)
        heads, officers = (
            {login: replace(one, server=settings.origin) for login, one in people.items()}
            for people in (self.built.heads, self.built.officers)
        )
        return Built(heads, officers)


def founded(countries: tuple[str, ...], near: Path) -> Founded:
    """The network of these countries, for all workers of the run whose temporary files lie `near`."""
    place = _shared(near) / f"founded {' '.join(countries)}"
    with _alone(place):
        kept = place / "people"
        if not kept.exists():
            shutil.rmtree(place / "data", ignore_errors=True)  # of a worker that was killed half way
            kept.write_bytes(pickle.dumps(_built(place / "data", countries)))
        made: Founded = pickle.loads(kept.read_bytes())
    return made


def _shared(folder: Path) -> Path:
    """Each worker has a folder `popen-…` in that of its run; who runs alone has that of the run."""
    of_worker = next((one for one in folder.parents if one.name.startswith("popen-")), None)
    return of_worker.parent if of_worker else folder.parents[1]


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    place.mkdir(exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # given back when it closes, also by the end of a process
        yield


def _built(data: Path, countries: tuple[str, ...]) -> Founded:
    chosen = network(countries)
    data.mkdir()
    settings = Settings(data=data, port=free_port())
    keys = found(settings, chosen.name, chosen.witnesses, chosen.quorum)
    with serving(settings), witnessing(settings, keys, threading.Event()):
        builder = Builder(settings.origin, keys, lambda line: None)
        built = builder.people(chosen)
        sessions = builder.open_offices(chosen, built)
        builder.close()
        for session in sessions.values():
            session.close()
    return Founded(data, keys, chosen, built)
