"""Virtual environments of peers: apart from ours, pinned with hashes, made when first needed."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from bench.figure import PeerUnavailable

ENVIRONMENTS = Path(__file__).parent.parent / ".envs"
BOOTSTRAP = Path(__file__).parents[2] / "gate" / "bootstrap.py"


def ensure_environment(name: str, *requirements: Path) -> Path:
    """The Python of environment `name`, which holds exactly these requirement files.

    Made anew when a file changed. Raises PeerUnavailable with the installer's last lines.
    """
    folder = ENVIRONMENTS / name
    python = folder / "bin" / "python"
    stamp = folder / "requirements.sha256"
    wanted = hashlib.sha256(b"\0".join(file.read_bytes() for file in requirements)).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    print(f"installing {name} into {folder.relative_to(ENVIRONMENTS.parent.parent)} …", flush=True)
    # Not `python -m venv`: Debian's Python comes without pip, and uv is there already.
    uv = _run([sys.executable, BOOTSTRAP]).strip()
    _run([uv, "venv", "--quiet", "--python", sys.executable, folder])
    for file in requirements:
        # Without our own configuration, whose overrides would keep PyICU out of a peer's environment too.
        _run(
            [
                uv,
                "pip",
                "install",
                "--no-config",
                "--quiet",
                "--python",
                python,
                "--require-hashes",
                "-r",
                file,
            ]
        )
    stamp.write_text(wanted)
    return python


def _run(arguments: list[str | Path]) -> str:
    """What the program wrote. Raises PeerUnavailable with its last lines when it failed."""
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = "\n".join((done.stdout + done.stderr).splitlines()[-8:])
        raise PeerUnavailable(f"{arguments[0]} failed:\n{last}")
    return done.stdout
