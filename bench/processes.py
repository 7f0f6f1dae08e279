"""Starts the servers that are measured, waits until they answer, and ends them."""

import contextlib
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ANSWER_WITHIN_SECONDS = 240.0
END_WITHIN_SECONDS = 15.0
POLL_SECONDS = 0.05


class DidNotStart(Exception):
    """A server ended, or did not answer in time; the message holds the end of its log."""


def free_port() -> int:
    """A loopback port that nobody listens on, below the ephemeral ones (which get taken)."""
    for port in random.sample(range(20_000, 32_000), 200):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise DidNotStart("no free port between 20000 and 32000")


def answers_http(port: int, path: str) -> Callable[[], bool]:
    """A check for `running`: does this path answer 200 yet?"""

    def check() -> bool:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
                connection.sendall(
                    f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
                )
                return b" 200 " in connection.recv(64)
        except OSError:
            return False

    return check


@contextlib.contextmanager
def running(
    arguments: Sequence[str | Path],
    *,
    log: Path,
    ready: Callable[[], bool],
    user: str | None = None,
    cwd: Path | None = None,
    end_signal: signal.Signals = signal.SIGTERM,
) -> Iterator[subprocess.Popen[bytes]]:
    """The process, from the moment `ready()` is true; ended politely, then by force.

    Raises DidNotStart when it ends first or is not ready within four minutes.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(arguments, stdout=output, stderr=output, user=user, cwd=cwd)
    try:
        _await_ready(process, ready, log)
        yield process
    finally:
        process.send_signal(end_signal)
        try:
            process.wait(END_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_ready(process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + ANSWER_WITHIN_SECONDS
    while process.poll() is not None or not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-12:])
            raise DidNotStart(f"{process.args!r} does not answer:\n{tail}")
        time.sleep(POLL_SECONDS)
