"""The two victims: the real client code, in this process (Python) and in one node process (TypeScript).

Both take the same scenes and say how they ended: `ok`, or the code with which they block.
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from tests.attacks.python_client import PythonClient
from tests.attacks.table import Scene
from tests.conformance.peer import NODE_OPTIONS, node
from tests.patience import PATIENCE_SECONDS

ROOT = Path(__file__).resolve().parents[2]
PLAYER = ROOT / "web" / "tests" / "attacks" / "player.ts"

__all__ = ["Client", "PythonClient", "TypeScriptClient", "typescript_client"]


class Client(Protocol):
    def play(self, scene: Scene) -> str: ...


class TypeScriptClient:
    """`web/src/protocol` behind a pipe: one JSON line in, one out."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def play(self, scene: Scene) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(scene) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the node process ended: see its output above")
        outcome = json.loads(line)
        # Anything but a ProtocolError is a fault of the client: never an answer to an attack.
        if "fault" in outcome:
            raise RuntimeError(outcome["fault"])
        return str(outcome["code"])


@contextmanager
def typescript_client() -> Iterator[TypeScriptClient]:
    command = [node(), *NODE_OPTIONS, str(PLAYER)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield TypeScriptClient(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(timeout=PATIENCE_SECONDS)
