"""The browser's protocol in one node process, asked over a pipe (web/tests/conformance/peer.ts).

Neither implementation was written from the other, so an answer that differs is a fault of one of them,
or a silence of the specification.
"""

import base64
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from repatria.protocol.errors import ProtocolError
from tests.patience import PATIENCE_SECONDS

ROOT = Path(__file__).resolve().parents[2]
PEER = ROOT / "web" / "tests" / "conformance" / "peer.ts"
# The protocol's sources are run as they are; node takes the types out.
NODE_OPTIONS = ("--experimental-transform-types", "--disable-warning=ExperimentalWarning")


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def unb64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


class Peer:
    """One JSON line in, one out. A ProtocolError over there is a ProtocolError here."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, call: str, **arguments: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"call": call, **arguments}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the node process ended: see its output above")
        answer = json.loads(line)
        if "fault" in answer:
            raise RuntimeError(answer["fault"])
        if "code" in answer:
            raise ProtocolError(answer["code"], "said by the peer")
        return answer["value"]


def node() -> str:
    """The node of this environment, else the one on the PATH."""
    own = Path(sys.executable).parent / "node"
    found = str(own) if own.exists() else shutil.which("node")
    if found is None:
        raise RuntimeError("no node: make setup")
    return found


@contextmanager
def started() -> Iterator[Peer]:
    command = [node(), *NODE_OPTIONS, str(PEER)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Peer(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(timeout=PATIENCE_SECONDS)


def outcome(act: Callable[[], Any]) -> tuple[str, Any]:
    """`("ok", what it gave)` or `(code, None)`."""
    try:
        return "ok", act()
    except ProtocolError as error:
        return error.code, None
