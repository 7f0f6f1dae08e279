"""The browser's protocol modules, bundled for a measurement and loaded into an empty page."""

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from bench.chromium import empty_page
from bench.figure import PeerUnavailable
from bench.ours.server import ROOT

ENTRY = Path(__file__).with_name("client.js")
WORKLET = ROOT / "web" / "src" / "browser" / "sha256.worklet.ts"
BUNDLER = ROOT / "web" / "node_modules" / ".bin" / "rolldown"
# A worklet's own requests do not pass the empty page's routes.
HASHING_URL = """(code) => {
  globalThis.hashingUrl = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
}"""


@contextlib.contextmanager
def protocol_page() -> Iterator[Page]:
    """A page where `client` is what client.js exports."""
    if not BUNDLER.exists():
        raise PeerUnavailable("the client's packages are not installed: make setup")
    with tempfile.TemporaryDirectory(prefix="repatria-bench-") as folder, empty_page() as page:
        worklet = _bundle(WORKLET, Path(folder) / "sha256.js", "--format", "es")
        page.evaluate(HASHING_URL, worklet)
        page.add_script_tag(
            content=_bundle(ENTRY, Path(folder) / "client.js", "--format", "iife", "--name", "client")
        )
        yield page


def _bundle(entry: Path, script: Path, *options: str) -> str:
    # Its modules look for their packages upwards from web/src, so it is bundled from there.
    command: list[str | Path] = [_node(), BUNDLER, entry, *options, "--minify", "--file", script]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT / "web")
    return script.read_text(encoding="utf-8")


def _node() -> str:
    """The one of `make setup`, or whichever is installed."""
    node = ROOT / ".venv" / "bin" / "node"
    found = str(node) if node.exists() else shutil.which("node")
    if found is None:
        raise PeerUnavailable("no Node here: make setup")
    return found
