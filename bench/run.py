"""`python -m bench.run`: take every figure, print a line each, write bench/results.json.

Exit status: 0 every goal met, 1 a goal missed, 2 a figure could not be taken.
"""

import argparse
import importlib
import subprocess
import sys
from pathlib import Path
from statistics import median

from bench.disk import NotADisk
from bench.figure import (
    FIGURES,
    PEERS,
    Figure,
    PeerUnavailable,
    PromiseBroken,
    Result,
    failed,
    measure,
    write_results,
)
from bench.http_load import ConnectionEnded, Refused
from bench.processes import DidNotStart

MODULES = (
    "bench.load_generator",
    "bench.peers.bare_commits",
    "bench.peers.bare_crypto",
    "bench.peers.bare_crypto_chromium",
    "bench.peers.bare_http",
    "bench.peers.fsync",
    "bench.peers.synapse",
    "bench.ours.append",
    "bench.ours.arrival",
    "bench.ours.memory",
    "bench.ours.opening",
    "bench.ours.comparing",
    "bench.ours.files",
    "bench.ours.sizes",
    "bench.ours.slow_line",
    "bench.ours.slow_pages",
    "bench.ours.demo",
    "bench.ours.suite",
    "bench.screening.figures",
    "bench.library.figures",
)
RESULTS = Path(__file__).parent / "results.json"
ROUNDS = 5
# What makes one figure an error and lets the run go on; anything else is a fault of the bench itself.
UNTAKEN = (
    PeerUnavailable,
    PromiseBroken,
    DidNotStart,
    Refused,
    ConnectionEnded,
    NotADisk,
    ExceptionGroup,
    subprocess.CalledProcessError,
)


def main() -> int:
    for module in MODULES:
        importlib.import_module(module)
    arguments = _arguments()
    if arguments.list:
        print("\n".join([*FIGURES, *(f"{name}  (peer)" for name in PEERS)]))
        return 0
    if arguments.peers is not None:
        return _show_peers(arguments.peers or list(PEERS), arguments.rounds)
    results = [_take(FIGURES[name], arguments.rounds) for name in _chosen(arguments.only) or FIGURES]
    if not arguments.only:
        write_results(results, RESULTS)
    if any(result.ours is None for result in results):
        return 2
    return 1 if any(result.met is False for result in results) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.run", description=__doc__)
    parser.add_argument(
        "--only",
        action="append",
        metavar="NAME",
        help="this figure, or all whose names begin so (screening); writes nothing",
    )
    parser.add_argument("--peers", nargs="*", metavar="NAME", help="peers alone (all); writes nothing")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="turns of each side, default 5")
    parser.add_argument("--list", action="store_true", help="names of figures and peers")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.only or () if not _called(name)]
    unknown += [name for name in arguments.peers or () if name not in PEERS]
    if unknown:
        parser.error(f"no such name: {', '.join(unknown)} (--list shows all)")
    return arguments


def _chosen(names: list[str] | None) -> list[str]:
    return [figure for name in names or () for figure in _called(name)]


def _called(name: str) -> list[str]:
    """The figure of this name, else all of the group: those with this name before their first dash."""
    return [name] if name in FIGURES else [other for other in FIGURES if other.startswith(f"{name}-")]


def _take(figure: Figure, rounds: int) -> Result:
    try:
        result = measure(figure, rounds)
    except UNTAKEN as error:
        result = failed(figure, _reason(error))
    print(_line(result), flush=True)
    return result


def _line(result: Result) -> str:
    if result.ours is None or result.peer is None or result.ratio is None:
        return f"{result.name:34} could not be taken: {result.note}"
    verdict = {True: "met", False: "MISSED", None: f"does not apply: {result.note}"}[result.met]
    return (
        f"{result.name:34} ours {result.ours:12,.2f}   peer {result.peer:12,.2f} {result.unit:12}"
        f" ratio {result.ratio:8.3f} (goal {result.goal})  {verdict}"
    )


def _show_peers(names: list[str], rounds: int) -> int:
    status = 0
    for name in names:
        peer = PEERS[name]
        try:
            with peer.open() as take:
                taken = [take() for _ in range(rounds)]
        except UNTAKEN as error:
            print(f"{name:34} could not be taken: {_reason(error)}", flush=True)
            status = 2
            continue
        spread = f"{min(taken):,.2f} to {max(taken):,.2f}"
        print(f"{name:34} {median(taken):12,.2f} {peer.unit:12} ({spread})", flush=True)
    return status


def _reason(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    sys.exit(main())
