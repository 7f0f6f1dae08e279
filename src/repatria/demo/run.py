"""`repatria demo`: build the network when the folder is new, then serve it until stopped."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from repatria.demo import content
from repatria.demo.build import PEOPLE, Builder, write_people
from repatria.demo.correspondence import Correspondence
from repatria.demo.founding import DemoKeys, found, serving
from repatria.demo.notices import Publishing, notices
from repatria.demo.publications import Shelving
from repatria.sdk.errors import WrongUse
from repatria.server.settings import BadSettingError, Settings
from repatria.server.starting import demand_startable

PORT = 8400
WITNESS_SECONDS = 0.25
URGENCIES = "urgencies.json"
# Lies in the folder until the network in it is complete.
BUILDING = "demo-is-being-built"
# So that a visitor can watch a flash request climb its ladder: here alone it has four minutes.
FLASH_MINUTES = 4


def say(line: str) -> None:
    print(line, flush=True)


def run_demo(environment: Mapping[str, str]) -> None:
    """Serve the demo of REPATRIA_DATA (unset: a new folder) on REPATRIA_PORT (0: a free one).

    Raises WrongUse (`bad_setting`) where folder or port cannot be used, KeyboardInterrupt when it is
    stopped while it builds: the folder's next start begins anew.
    """
    stop = Stop()
    with _folder(environment.get("REPATRIA_DATA")) as data:
        started = time.monotonic()
        settings = make_settings(data, _port(environment))
        with running(settings, stop):
            say(f"built or opened in {time.monotonic() - started:.0f} s; data in {data}")
            say(f"ready {settings.origin}")
            stop.wait()
        say("stopped")


class Stop(threading.Event):
    """Set by SIGINT and SIGTERM, which also end a building that is under way."""

    def __init__(self) -> None:
        super().__init__()
        self.interrupts = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._signalled)

    def _signalled(self, *_: object) -> None:
        self.set()
        if self.interrupts:
            self.interrupts = False
            raise KeyboardInterrupt


@contextmanager
def running(settings: Settings, stop: Stop) -> Iterator[DemoKeys]:
    """Server and witnesses of the demo; the network is built first where the folder is new."""
    _demand_usable(settings)
    is_new = _make_room(settings.data)
    network = content.network()
    stop.interrupts = True
    if is_new:
        say(f"a new network in {settings.data}")
        _write_urgencies(settings.data)
        keys = found(settings, network.name, network.witnesses, network.quorum)
    else:
        keys = _read_keys(settings.data)
    with serving(settings), witnessing(settings, keys, stop):
        if is_new:
            _build(settings, keys, network)
            (settings.data / BUILDING).unlink()
        stop.interrupts = False
        yield keys


def _demand_usable(settings: Settings) -> None:
    """Raises WrongUse where the folder cannot be written or the port is taken."""
    try:
        demand_startable(settings)
    except BadSettingError as error:
        raise WrongUse("bad_setting", str(error)) from error


def _make_room(data: Path) -> bool:
    """Whether there is a network to build. What an interrupted building left is removed.

    Raises WrongUse for a folder that holds something else.
    """
    if (data / BUILDING).exists():
        for path in data.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    if (data / PEOPLE).exists():
        return False
    if any(data.iterdir()):
        raise WrongUse("bad_setting", f"REPATRIA_DATA: {data} holds something that is no demo")
    (data / BUILDING).touch()
    return True


def _read_keys(data: Path) -> DemoKeys:
    try:
        return DemoKeys.read(data)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WrongUse("bad_setting", f"REPATRIA_DATA: {data} is no demo of this version") from error


@contextmanager
def witnessing(settings: Settings, keys: DemoKeys, stop: threading.Event) -> Iterator[None]:
    """The witnesses, one thread each; they end with the block."""
    ending = threading.Event()
    witnesses = keys.make_witnesses(settings.origin, settings.data / "witnesses")
    threads = [
        threading.Thread(
            target=witness.run,
            args=(ending,),
            kwargs={"every_seconds": WITNESS_SECONDS, "say": lambda line: None},
        )
        for witness in witnesses
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ending.set()
        for thread in threads:
            thread.join()
        for witness in witnesses:
            witness.close()


def _port(environment: Mapping[str, str]) -> int:
    text = environment.get("REPATRIA_PORT") or str(PORT)
    if not (text.isascii() and text.isdigit() and int(text) < 65_536):
        raise WrongUse("bad_setting", f"REPATRIA_PORT: {text} is no port")
    return int(text)


def make_settings(data: Path, port: int) -> Settings:
    return Settings(data=data, port=port or _free_port(), demo=True, urgencies=data / URGENCIES)


def _build(settings: Settings, keys: DemoKeys, network: content.Network) -> None:
    builder = Builder(settings.origin, keys, say)
    built = builder.people(network)
    sessions = builder.open_offices(network, built)
    say(f"{len(network.offices)} offices hold keys of their own")
    builder.rosters(network, built, sessions)
    letters = Correspondence(sessions, {post.login: post.person for post in network.officers})
    for thread in content.threads():
        letters.write(thread)
    say(f"{len(content.threads())} threads, all written now: the server takes no other times")
    agencies = {post.agency: post.name for post in network.agencies if post.agency}
    publishing = Publishing(sessions, {post.login: post for post in network.officers}, agencies)
    for notice in notices():
        publishing.carry(notice)
    say(f"{len(notices())} notices of invented persons and things, in all states that people bring about")
    shelved = Shelving(sessions, int(time.time())).fill()
    say(f"{shelved} publications: facts, a guideline, a workshop with who goes there, news")
    say(f"flash requests have {FLASH_MINUTES} minutes here (an hour elsewhere), so that one escalates")
    for session in sessions.values():
        session.save()
        session.end()
    builder.close()
    write_people(settings.data, network, built)


def _write_urgencies(data: Path) -> None:
    from importlib.resources import files

    table = json.loads(files("repatria.reference").joinpath(URGENCIES).read_text(encoding="utf-8"))
    for row in table["classes"]:
        if row["code"] == "flash":
            row["acknowledge"] = {"n": FLASH_MINUTES, "unit": "minutes"}
    (data / URGENCIES).write_text(json.dumps(table, indent=1), encoding="utf-8")


@contextmanager
def _folder(named: str | None) -> Iterator[Path]:
    """The named folder, or a fresh one that goes away again."""
    if named:
        yield Path(named).absolute()
        return
    fresh = Path(tempfile.mkdtemp(prefix="repatria-demo-"))
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _free_port() -> int:
    """A free port below the ephemeral ones, which others take at any time."""
    for port in range(PORT, 32_768):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port")
