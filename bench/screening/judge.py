"""`python -m bench.screening.judge --listed LISTED.csv --queries QUERIES.csv`: any labelled set, all engines.

The columns are those of bench/screening/rows.py. Prints recall@10 for each family and, where queries have no
answer (innocents), the recall at 0.1 % and 1 % false alarms. `--set retrieval|screening|pairs` takes the
development data instead, of the half that `--half` says (80: for tuning; 20: for measuring).
"""

import argparse
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median

from bench.figure import PeerUnavailable
from bench.processes import DidNotStart
from bench.screening import sets
from bench.screening.measures import (
    average_precision,
    recall_at_false_alarms,
    recall_by_family,
    threshold_at,
)
from bench.screening.roster import FUZZY, OURS, PEERS, YENTE_LIKE, engine
from bench.screening.rows import BadTable, read_listed_csv, read_queries_csv
from bench.screening.session import Answered, Asking

RATES = (0.001, 0.01)
# Queries that are also asked one at a time, for the clock.
ALONE = 300
# The others look at names alone: asking them again with facts gives the same answers.
READ_FACTS = (OURS, YENTE_LIKE)
# What rapidfuzz, which compares every query with everybody, may take: beyond it is asked every other query,
# every third …
MOST_COMPARISONS = 300_000_000
Report = dict[str, float | str]


def main() -> int:
    arguments = _arguments()
    try:
        labelled = _labelled(arguments)
    except (BadTable, PeerUnavailable) as error:
        print(error, file=sys.stderr)
        return 2
    reports: dict[str, Report] = {}
    for name in arguments.engines.split(","):
        try:
            with engine(name) as running:
                reports[name] = judged(running, labelled, arguments)
        except (PeerUnavailable, DidNotStart) as error:
            reports[name] = {"not measured": str(error)}
        _print(name, reports[name])
    if arguments.out:
        arguments.out.write_text(json.dumps(reports, indent=2, ensure_ascii=False) + "\n")
    return 0


def judged(
    running: Asking, labelled: sets.LabelledSet | list[sets.LabelledPair], arguments: argparse.Namespace
) -> Report:
    if isinstance(labelled, list):
        return of_pairs(running, labelled)
    loaded = running.load(labelled.listed)
    if running.name == FUZZY:
        labelled = _thinned(labelled)
    report: Report = {"queries": len(labelled.queries)}
    report |= {"load processor s": loaded["processor_seconds"], "resident MB": loaded["resident_mb"]}
    if not arguments.screen_only:
        report |= of_candidates(running, labelled, arguments)
    if arguments.screen_only or any(not query.answers for query in labelled.queries):
        for mode in running.modes:
            report |= of_screening(running, labelled, mode)
    return report


def of_candidates(running: Asking, labelled: sets.LabelledSet, arguments: argparse.Namespace) -> Report:
    """By the names alone; the mean also with what else is known, where anything is."""
    named = sets.with_only(labelled.queries)
    found = running.candidates([query.row for query in named], arguments.k)
    recalls = recall_by_family(named, found.rankings, arguments.k)
    report: Report = {f"recall@{arguments.k} {family}": value for family, value in recalls.items()}
    report |= {f"recall@{arguments.k} mean of families": mean(recalls.values())}
    report |= timing("candidates", found)
    if arguments.missed:
        _show_missed(labelled, found, arguments)
    facts = any(query.row != bare.row for query, bare in zip(labelled.queries, named, strict=True))
    if facts and running.name in READ_FACTS:
        known = sets.with_only(labelled.queries, *sets.FACTS)
        with_facts = running.candidates([query.row for query in known], arguments.k)
        recalls = recall_by_family(known, with_facts.rankings, arguments.k)
        report[f"recall@{arguments.k} mean with facts"] = mean(recalls.values())
    return report


def of_screening(running: Asking, labelled: sets.LabelledSet, mode: str) -> Report:
    report: Report = {}
    asked = [("names only", sets.with_only(labelled.queries))]
    if running.name in READ_FACTS:
        asked += [
            ("with facts", sets.with_only(labelled.queries, *sets.FACTS)),
            ("with all", labelled.queries),
        ]
    for label, queries in asked:
        found = running.bulk([query.row for query in queries], mode)
        for rate in RATES:
            recall = recall_at_false_alarms(queries, found.rankings, rate)
            report[f"{mode}: recall at {rate:.1%} {label}"] = recall
            report[f"{mode}: threshold {rate:.1%} {label}"] = threshold_at(queries, found.rankings, rate)
        alone = running.screen([query.row for query in queries[:: max(1, len(queries) // ALONE)]], mode)
        report |= timing(f"{mode} {label}", alone, found)
    return report


def _thinned(labelled: sets.LabelledSet) -> sets.LabelledSet:
    """Every query, or every n-th of the listed and of the innocents, as MOST_COMPARISONS allows."""
    step = math.ceil(len(labelled.listed) * len(labelled.queries) / MOST_COMPARISONS) or 1
    listed = [query for query in labelled.queries if query.answers]
    innocents = [query for query in labelled.queries if not query.answers]
    return sets.LabelledSet(labelled.listed, [*listed[::step], *innocents[::step]])


def of_pairs(running: Asking, pairs: Sequence[sets.LabelledPair]) -> Report:
    scores = running.pairs([(pair.left, pair.right) for pair in pairs])
    half = [(pair.same, score) for pair, score in zip(pairs, scores, strict=True) if pair.unseen]
    return {
        "average precision": average_precision([pair.same for pair in pairs], scores),
        "average precision of the unseen half": average_precision(
            [same for same, _ in half], [score for _, score in half]
        ),
    }


def timing(label: str, alone: Answered, bulk: Answered | None = None) -> Report:
    ordered, bulk = sorted(alone.milliseconds), bulk or alone
    return {
        f"{label}: ms p50": median(ordered),
        f"{label}: ms p99": ordered[int(0.99 * len(ordered))],
        f"{label}: names per processor second": len(bulk.rankings) / max(bulk.processor_seconds, 1e-9),
    }


def _labelled(arguments: argparse.Namespace) -> sets.LabelledSet | list[sets.LabelledPair]:
    match arguments.set:
        case "retrieval":
            return sets.retrieval_set(arguments.half)
        case "screening":
            return sets.screening_set(arguments.half)
        case "pairs":
            return sets.pair_set()
    listed = read_listed_csv(arguments.listed)
    return sets.LabelledSet(listed, read_queries_csv(arguments.queries, listed))


def _show_missed(labelled: sets.LabelledSet, found: Answered, arguments: argparse.Namespace) -> None:
    names = {row.id: row.names for row in labelled.listed}
    for query, ranking in zip(labelled.queries, found.rankings, strict=True):
        if query.answers and not recall_by_family([query], [ranking], arguments.k)[query.family]:
            right = [names[answer] for answer in query.answers]
            first = [names[identity] for identity, _ in ranking[:2]]
            print(f"missed {query.family}: {query.row.names} of {right}, found {first}")


def _print(name: str, report: Report) -> None:
    print(f"== {name}")
    for label, value in report.items():
        print(f"  {label:48} {value if isinstance(value, str) else f'{value:.4f}'}")
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench.screening.judge",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--listed", type=Path, help="CSV of listed entities")
    parser.add_argument("--queries", type=Path, help="CSV of labelled queries")
    parser.add_argument("--set", choices=("retrieval", "screening", "pairs"), help="of the development data")
    parser.add_argument("--half", choices=(sets.TUNING, sets.MEASURING), default=sets.TUNING)
    parser.add_argument("--engines", default=",".join((OURS, *PEERS)), help="comma-separated, default all")
    parser.add_argument("--k", type=int, default=10)
    parser.add_argument("--screen-only", action="store_true", help="the final score only, not the candidates")
    parser.add_argument("--missed", action="store_true", help="print every query that was missed")
    parser.add_argument("--out", type=Path, help="write all numbers there as JSON")
    arguments = parser.parse_args()
    if not arguments.set and not (arguments.listed and arguments.queries):
        parser.error("either --set, or --listed and --queries")
    return arguments


if __name__ == "__main__":
    sys.exit(main())
