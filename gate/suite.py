"""Run every stage of `make test`, quickest to fail first, and end with one line per stage.

A stage that fails does not stop the others unless they cannot work without it: at the end one sees
everything that is wrong. A stage that finds no tests has failed, so a stage cannot empty itself
unnoticed. The exit code is the number of stages that failed.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / ".cache" / "suite.json"  # of the last run, for `make bench`


@dataclass(frozen=True)
class Stage:
    """One make target, what it covers, whether the rest is worth running without it, and how many of its
    parts run beside each other: those that are one process each."""

    target: str
    covers: str
    essential: bool = False
    jobs: int = 1


STAGES = (
    Stage("system", "browser and PostgreSQL, from Debian"),
    Stage("setup", "packages, by hash", essential=True),
    Stage("check", "linters, types, import contracts, shape", jobs=2),
    Stage("build", "the browser client", essential=True),
    Stage("test-client", "the client's own tests"),
    Stage("test-reproducible", "the client twice, from two folders"),
    Stage("test-python", "protocol, server on SQLite, PostgreSQL and S3, SDK, conformance, attacks"),
    Stage("test-browser", "journeys in Chromium"),
)


def run_stage(stage: Stage) -> tuple[bool, float]:
    """Return whether the stage passed and how many seconds it took."""
    print(f"\n── {stage.target}: {stage.covers}", flush=True)
    start = time.monotonic()
    environment = os.environ if sys.stdout.isatty() else {**os.environ, "NO_COLOR": "1"}
    beside = [f"--jobs={stage.jobs}", "--output-sync=target"] if stage.jobs > 1 else []
    command = ["make", "--keep-going", *beside, stage.target]
    passed = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0
    return passed, time.monotonic() - start


def record(seconds: float, failed: list[str]) -> None:
    RECORD.parent.mkdir(exist_ok=True)
    RECORD.write_text(json.dumps({"seconds": round(seconds), "failed": failed}) + "\n", encoding="utf-8")


def main() -> int:
    lines: list[str] = []
    failed: list[str] = []
    start = time.monotonic()
    for stage in STAGES:
        passed, seconds = run_stage(stage)
        lines.append(f"{'passed' if passed else 'FAILED'}  {seconds:6.0f} s  {stage.target}: {stage.covers}")
        failed += [] if passed else [stage.target]
        if stage.essential and not passed:
            lines.append("        the stages after it cannot run without it")
            break
    record(time.monotonic() - start, failed)
    print("\n── make test", *lines, sep="\n", flush=True)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
