"""What a million names cost: memory and time of opening the stored index, and how the cost of a query grows.

`python -m bench.screening.size NUMBER FILE` makes a stored index in a process that ends; figures are taken
in fresh ones, which open it, answer one query, and then the rest.
"""

import itertools
import math
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from bench.disk import disk_folder
from bench.figure import PeerUnavailable
from bench.screening import sets
from bench.screening.roster import OURS, engine
from bench.screening.rows import Row
from bench.screening.session import ROOT, tell

SMALL, LARGE = 62_500, 1_000_000
TURNS, NAMES_A_TURN = 6, 60


@dataclass(frozen=True)
class Sizes:
    """Of the large index in a fresh process: MB after all queries, seconds to open; the growth's exponent."""

    resident_mb: float
    open_seconds: float
    growth: float


def measured() -> Sizes:
    """Raises PeerUnavailable when an index cannot be made, or its process ends (no memory)."""
    asked = list(_asked())
    with disk_folder() as folder, engine(OURS) as small, engine(OURS) as large:
        for number in (SMALL, LARGE):
            _make(number, folder / str(number))
        small.open(folder / str(SMALL))
        opened = large.open(folder / str(LARGE))
        tell(f"opened and asked once after {opened:.2f} s: {large.resident_mb:.0f} MB resident")
        taken: dict[str, list[float]] = {"small": [], "large": []}
        for turn in range(TURNS):
            rows = asked[turn::TURNS]
            # Turns, so that a neighbour's load hits both; the first one warms up.
            taken["small"].append(small.screen(rows, "full").processor_seconds)
            taken["large"].append(large.screen(rows, "full").processor_seconds)
            each = (1000 * seconds[-1] / len(rows) for seconds in taken.values())
            tell("turn {}: {:.1f} and {:.1f} ms a name".format(turn + 1, *each))
        cost = {name: mean(seconds[1:]) for name, seconds in taken.items()}
        growth = math.log(cost["large"] / cost["small"]) / math.log(LARGE / SMALL)
        return Sizes(large.resident_mb, opened, growth)


def _make(number: int, path: Path) -> None:
    command = [sys.executable, "-m", "bench.screening.size", str(number), str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PeerUnavailable(f"no index of {number} names: {done.stderr[-600:]}")
    tell(f"an index of {number:,} names, {path.stat().st_size / 1e6:.0f} MB: {done.stdout.strip()}")


def _asked() -> Iterator[Row]:
    """People whom both indexes list, asked for by the side of their name that is not listed."""
    for row, other in itertools.islice(sets.many(SMALL), 0, SMALL, SMALL // (TURNS * NAMES_A_TURN)):
        yield Row(f"ask-{row.id}", (other,))


def main() -> None:
    from bench.screening.engines.ours import subject
    from repatria.screening import stored
    from repatria.screening.index import Index

    number, path = int(sys.argv[1]), Path(sys.argv[2])
    stored.write(Index(subject(row) for row, _ in sets.many(number)), path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(f"{time.process_time():.0f} s of processor time, at most {peak:.0f} MB")


if __name__ == "__main__":
    main()
