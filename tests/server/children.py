"""Servers in processes of their own, which are killed without warning.

A `Child` begins like any program. A `Nursery` has imported the server once and forks it: for tests that start
a thousand of them, since importing is nine tenths of a start.
"""

from __future__ import annotations

import http.client
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping
from types import TracebackType

from repatria.server.settings import Settings
from tests.patience import PATIENCE_SECONDS, await_that

SERVE = """
import sys
from pathlib import Path
from repatria.server.serve import run
from repatria.server.settings import Settings
run(Settings(data=Path(sys.argv[1]), port=int(sys.argv[2]), streams_per_key=int(sys.argv[3])))
"""
# Tells the number of each child when it lives, and a second line when it has ended.
FORK = """
import json, os, sys
import repatria.server.serve
for line in sys.stdin:
    script, *arguments = json.loads(line)
    child = os.fork()
    if child == 0:
        sys.argv[1:] = arguments
        exec(script)
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


def await_answers(port: int, *, alive: subprocess.Popen[bytes] | Nursery) -> None:
    """Return once the server on `port` is ready; AssertionError when its process ended instead."""

    def answers() -> bool:
        assert alive.poll() is None, "the server did not start"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    await_that(answers, "the server starts")


def _arguments(settings: Settings, port: int) -> list[str]:
    return [str(settings.data), str(port), str(settings.streams_per_key)]


class Child:
    """One server, in a Python of its own."""

    def __init__(self, settings: Settings, port: int) -> None:
        self.port = port
        command = [sys.executable, "-c", SERVE, *_arguments(settings, port)]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        self.process = self._process.pid
        await_answers(port, alive=self._process)

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


class Nursery:
    """Forks one server after the other; the last one ends with it."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._child = 0
        self._process = subprocess.Popen(
            [sys.executable, "-c", FORK],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})},
        )

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.kill()
        self._process.communicate(timeout=PATIENCE_SECONDS)

    def start(self, settings: Settings, port: int, script: str = SERVE) -> None:
        """Returns when the server is ready."""
        assert self._process.stdin is not None
        order = json.dumps([script, *_arguments(settings, port)])
        self._process.stdin.write(f"{order}\n".encode())
        self._process.stdin.flush()
        self._child = int(self._line())
        await_answers(port, alive=self)

    def poll(self) -> int | None:
        """None while the server lives, or 0, like a process of subprocess."""
        assert self._process.stdout is not None
        told, _, _ = select.select([self._process.stdout], [], [], 0)
        return 0 if told else None

    def kill(self) -> None:
        if self._child:
            os.kill(self._child, signal.SIGKILL)
            self._line()
            self._child = 0

    def _line(self) -> bytes:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the nursery ended"
        return line
