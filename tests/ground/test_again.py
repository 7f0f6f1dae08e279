"""Installing steps are tried again, and the one that fails for good is named."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

AGAIN = Path(__file__).resolve().parents[2] / "gate" / "again.sh"


def again(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    command = [str(AGAIN), "fetching", "bash", "-c", script]
    environment = {**os.environ, "REPATRIA_PAUSES": "0 0 0"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_step_that_fails_at_first_is_tried_again(tmp_path: Path) -> None:
    ran = again(tmp_path, "echo x >>tries; (($(wc -l <tries) == 3)) && echo path")
    assert (ran.returncode, ran.stdout) == (0, "path\n")
    assert ran.stderr.count("fetching failed (exit code 1), again") == 2


def test_a_step_that_never_works_is_named_with_its_exit_code(tmp_path: Path) -> None:
    ran = again(tmp_path, "echo x >>tries; exit 7")
    assert ran.returncode == 7
    assert (tmp_path / "tries").read_text() == "x\n" * 4
    assert "fetching failed for good (exit code 7)" in ran.stderr
