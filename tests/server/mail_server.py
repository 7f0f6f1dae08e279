"""A mail server that takes what it is given, for tests: real SMTP on a real port."""

from __future__ import annotations

import contextlib
import socketserver
import threading
from collections.abc import Iterator

from tests.patience import PATIENCE_SECONDS


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail as RFC 5321 asks; `refusing` makes it answer 451 to everything it is given."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _MailTalk)
        self.taken: list[tuple[str, str]] = []
        self.arrived = threading.Condition()
        self.refusing = False

    def await_mail(self, count: int) -> list[tuple[str, str]]:
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.taken) >= count, timeout=PATIENCE_SECONDS)
            return list(self.taken)


class _MailTalk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 here")
        recipient = ""
        while line := self.rfile.readline().decode().strip():
            word = line.split(":")[0].split(" ")[0].upper()
            if word == "RCPT":
                recipient = line.split("<")[1].split(">")[0]
            if word == "DATA":
                self._take(recipient)
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def _take(self, recipient: str) -> None:
        if self.server.refusing:
            self._say("451 later")
            return
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        with self.server.arrived:
            self.server.taken.append((recipient, b"".join(lines).decode()))
            self.server.arrived.notify_all()
        self._say("250 taken")


@contextlib.contextmanager
def mail_server_running() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
