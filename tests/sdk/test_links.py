"""Links that moved, went, refuse or hang, asked of a real server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from repatria.sdk.links import AGENT, check_links
from tests.patience import free_port


class Gazette(BaseHTTPRequestHandler):
    """Statutes at addresses that behave as addresses of statutes do."""

    server: Asked

    def answer(self) -> None:
        self.server.asked.append((self.command, self.path, {**self.headers}))
        path = self.path.partition("?")[0]
        moved = {
            "/moved": (301, "/halfway"), "/halfway": (308, "/new?sr=955"), "/lent": (302, "/act"),
            "/moved-then-lent": (301, "/lent"), "/moved-and-gone": (301, "/gone"),
            "/circle": (301, "/circle"),
            "/into-a-network": (301, "http://user:secret@127.0.0.1/"),
        }  # fmt: skip
        if path == "/hangs":
            self.server.let_go.wait()
            return
        status, to = moved.get(path, ({"/gone": 410, "/closed": 403}.get(path, 200), ""))
        if path == "/no-head" and self.command == "HEAD":
            status = 405
        self.send_response(status)
        if to:
            self.send_header("Location", to)
        self.send_header("Set-Cookie", "seen=1")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = answer

    def log_message(self, *args: object) -> None:
        """Said nowhere."""


class Asked(ThreadingHTTPServer):
    asked: list[tuple[str, str, dict[str, str]]]
    let_go: threading.Event


@contextmanager
def gazette() -> Iterator[Asked]:
    server = Asked(("127.0.0.1", free_port()), Gazette)
    server.asked, server.let_go = [], threading.Event()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server
    finally:
        server.let_go.set()
        server.shutdown()
        thread.join()
        server.server_close()


def test_each_link_says_what_became_of_it() -> None:
    paths = (
        "/act", "/no-head", "/moved#art_44", "/lent", "/moved-then-lent", "/moved-and-gone", "/gone",
        "/closed", "/circle", "/into-a-network",
    )  # fmt: skip
    with gazette() as server:
        base = f"http://127.0.0.1:{server.server_port}"
        found = check_links([*(base + path for path in paths), f"{base}/act"], inside=True)
        states = {path: found[base + path] for path in paths}
        asked = list(server.asked)
        # One that hangs is given up; one that nobody answers is not asked for long either.
        slow = check_links([f"{base}/hangs", f"http://127.0.0.1:{free_port()}/"], inside=True, patience=0.2)
    told = {path: (one.state, one.status, one.to.removeprefix(base)) for path, one in states.items()}
    assert told == {
        "/act": ("ok", 200, ""),
        "/no-head": ("ok", 200, ""),
        "/moved#art_44": ("moved", 200, "/new?sr=955#art_44"),
        "/lent": ("ok", 200, ""),
        "/moved-then-lent": ("moved", 200, "/lent"),
        "/moved-and-gone": ("gone", 410, ""),
        "/gone": ("gone", 410, ""),
        "/closed": ("refused", 403, ""),
        "/circle": ("unreachable", None, ""),
        "/into-a-network": ("not_asked", None, ""),
    }
    assert [one.state for one in slow.values()] == ["unreachable", "unreachable"]
    assert [path for method, path, _ in asked if path == "/act"].count("/act") == 3, "once by itself"
    assert {method for method, path, _ in asked if path == "/no-head"} == {"HEAD", "GET"}
    assert {method for method, path, _ in asked if path == "/moved"} == {"HEAD"}
    for _, _, headers in asked:
        assert headers.keys() <= {"Host", "User-Agent", "Accept"}
        assert headers["User-Agent"] == AGENT


def test_nothing_is_sent_into_this_machines_network() -> None:
    with gazette() as server:
        port = server.server_port
        urls = [
            f"http://127.0.0.1:{port}/act",
            f"http://localhost:{port}/act",
            f"http://[::ffff:127.0.0.1]:{port}/",
        ]
        with_secrets = f"http://user:secret@127.0.0.1:{port}/act"
        found = check_links(
            [*urls, with_secrets, "http://10.0.0.1/", "file:///etc/passwd", "http://169.254.169.254/"]
        )
        assert {one.state for one in found.values()} == {"not_asked"}
        assert check_links([with_secrets], inside=True)[with_secrets].state == "not_asked"
        assert server.asked == []
