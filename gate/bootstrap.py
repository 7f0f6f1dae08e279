"""Put uv, pinned by hash, into its own small environment; nothing but Python 3.11 is assumed.

Prints the path of the uv program on standard output and its progress on standard error. Owns
`.cache/setup` and touches nothing else. A Python without `ensurepip` (Debian splits it off) gets
pip as one pure-Python wheel from PyPI, checked against the hash below before it runs.
"""

import hashlib
import importlib.util
import ssl
import subprocess
import sys
import time
import urllib.request
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".cache" / "setup"
REQUIREMENTS = ROOT / "gate" / "uv-requirements.txt"
PIP_URL = (
    "https://files.pythonhosted.org/packages/07/25/"
    "ee8c38ae72d66b844ce8eb9711ba905dba21ca1a8a0c960057c41cd23337/pip-26.3-py3-none-any.whl"
)
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def persist(step: Callable[[], None], what: str) -> None:
    """Carry out a step that needs the network, up to four times."""
    for pause in (5, 20, 60):
        try:
            return step()
        except (OSError, subprocess.CalledProcessError) as error:
            say(f"setup: {what} failed ({error}), again in {pause} s")
            time.sleep(pause)
    return step()


def fetch_pip_wheel() -> Path:
    """Return the path of the pinned pip wheel; exits when its hash is not the pinned one."""
    wheel = HOME / PIP_URL.rsplit("/", 1)[1]
    # A bare Debian has no certificates either. The hash below is what is trusted, not the line.
    unverified = ssl._create_unverified_context()  # noqa: S323
    with urllib.request.urlopen(PIP_URL, timeout=120, context=unverified) as answer:
        content = answer.read()
    found = hashlib.sha256(content).hexdigest()
    if found != PIP_SHA256:
        raise SystemExit(f"pip from PyPI has hash {found}, expected {PIP_SHA256}")
    wheel.write_bytes(content)
    return wheel


def find_pip(python: Path) -> list[str]:
    """Return the command that runs pip inside the new environment."""
    if importlib.util.find_spec("ensurepip"):
        subprocess.run([python, "-m", "ensurepip"], check=True, stdout=subprocess.DEVNULL)
        return [str(python), "-m", "pip"]
    say("setup: this Python has no ensurepip, fetching pip")
    return [str(python), str(fetch_pip_wheel() / "pip")]


def install_uv() -> None:
    say("setup: installing uv")
    venv.EnvBuilder(clear=True, symlinks=True, with_pip=False).create(HOME)
    pip = find_pip(HOME / "bin" / "python")
    options = ["-q", "--disable-pip-version-check", "--only-binary=:all:", "--require-hashes"]
    command = [*pip, "install", *options, "-r", str(REQUIREMENTS)]
    subprocess.run(command, check=True, stdout=sys.stderr)


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 (this script is what tells people)
        raise SystemExit("Repatria needs Python 3.11 or newer; set REPATRIA_PYTHON to one.")
    pinned = HOME / "uv-requirements.txt"
    if not pinned.exists() or pinned.read_bytes() != REQUIREMENTS.read_bytes():
        persist(install_uv, "installing uv")
        pinned.write_bytes(REQUIREMENTS.read_bytes())
    print(HOME / "bin" / "uv")


if __name__ == "__main__":
    main()
