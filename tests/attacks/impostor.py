"""A server that shows exactly one scene, whatever it is asked, and writes down what it was asked."""

import httpx

from repatria.protocol import canonical, frames
from repatria.protocol.entries import decode_frame
from repatria.protocol.errors import ProtocolError
from tests.attacks.table import Scene

ADDRESS = "http://127.0.0.1:1"  # nothing listens there: every call ends in this object


class Impostor:
    """Answers the SDK's own HTTP client; `sent` are the calls that would have changed something."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._leaves = [bytes.fromhex(leaf) for leaf in scene["leaves"]]
        self.sent: list[str] = []

    def client(self) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self.answer))

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/v1")
        if request.method != "GET":
            self.sent.append(f"{request.method} {path}")
        if path.startswith("/invitations/"):
            return httpx.Response(200, json=self._scene["invitation"])
        if path == "/enrolments":
            return httpx.Response(201, json={})
        if path == "/register/checkpoint":
            return httpx.Response(200, text=self._scene["note"])
        if path == "/register/leaves":
            start, end = (int(request.url.params[name]) for name in ("from", "to"))
            return httpx.Response(200, content=frames.join(self._leaves[start:end]))
        if path == "/sync":
            return httpx.Response(200, content=sync_answer(self._scene["rooms"]))
        if path.endswith("/proof") and self._scene.get("proof"):
            return httpx.Response(200, json=self._scene["proof"])
        return httpx.Response(404, json={"error": "not_found", "message": "", "detail": {}})


def sync_answer(rooms: list[list[str]]) -> bytes:
    """Every entry of every room, numbered as if it were in its place: that is for the client to doubt."""
    items = [
        (1).to_bytes(8, "big") + announced(room[0]) + seq.to_bytes(8, "big") + bytes.fromhex(frame)
        for room in rooms
        for seq, frame in enumerate(room)
    ]
    return frames.join([canonical.stringify({"cursor": 1, "more": False}), *items])


def announced(genesis: str) -> bytes:
    try:
        return bytes.fromhex(decode_frame(bytes.fromhex(genesis)).hash)
    except ProtocolError:
        return bytes(32)
