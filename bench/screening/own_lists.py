"""What the browser's comparison of the office's own lists finds, beside the Python engine on the same sets.

`python -m bench.screening.own_lists` measures on the half that nothing was tuned on and prints; `--write`
puts the figures beside the model, where the screen that shows the threshold reads them. Recall: the share of
the listed who are found at or above the threshold; false alarms: the share of innocents with any hit there.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from statistics import mean

from bench.screening import sets
from bench.screening.engines.answering import Ranking
from bench.screening.engines.ours import Ours
from bench.screening.engines.own_lists import OwnLists
from bench.screening.measures import (
    average_precision,
    best_score,
    recall_at_false_alarms,
    recall_by_family,
    right_score,
)
from bench.screening.rows import Query, Row

FIGURES = Path(__file__).parents[2] / "src" / "repatria" / "screening" / "own_lists.json"
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
RATES = (0.001, 0.01)
LISTED, ASKED = 100_000, 400
ON = (
    "1,200 listed persons asked for in another spelling or script and 3,000 innocents, against 5,000 listed; "
    "each row: threshold, recall, share of innocents with a hit"
)

Table = list[tuple[float, float, float]]


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.screening.own_lists", description=__doc__)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    browser, full = OwnLists(), Ours()
    labelled = sets.screening_set(sets.MEASURING)
    browser.load(labelled.listed)
    full.load(labelled.listed)
    asked = {
        "names_alone": sets.with_only(labelled.queries),
        "with_facts": sets.with_only(labelled.queries, *sets.FACTS),
    }
    figures = {
        name: {label: _measured(engine, name, label, queries) for label, queries in asked.items()}
        for name, engine in (("browser", browser), ("full", full))
    }
    _say_pairs(browser, full)
    _say_pace(browser)
    if arguments.write:
        made = {"how": "python -m bench.screening.own_lists --write", "on": ON}
        FIGURES.write_text(json.dumps({"made": made, **figures}) + "\n", encoding="utf-8")
    return 0


def _measured(engine: OwnLists | Ours, name: str, label: str, queries: Sequence[Query]) -> Table:
    rankings = engine.bulk([query.row for query in queries], 10, "full")
    recalls = ", ".join(
        f"{recall_at_false_alarms(queries, rankings, rate):.3f} at {rate:.1%}" for rate in RATES
    )
    print(f"{name}, {label}: recall@10 {recall_by_family(queries, rankings)['listed']:.3f}; recall {recalls}")
    table = [(threshold, *_at(threshold, queries, rankings)) for threshold in THRESHOLDS]
    for row in table:
        print("  threshold {:.2f}: recall {:.3f}, false alarms {:.4f}".format(*row))
    return table


def _at(threshold: float, queries: Sequence[Query], rankings: Sequence[Ranking]) -> tuple[float, float]:
    both = list(zip(queries, rankings, strict=True))
    recall = mean(right_score(ranking, query) >= threshold for query, ranking in both if query.answers)
    alarms = mean(best_score(ranking) >= threshold for query, ranking in both if not query.answers)
    return round(recall, 3), round(alarms, 4)


def _say_pairs(browser: OwnLists, full: Ours) -> None:
    """nomenklatura's pairs, the unseen half. In the browser each pair is found among all the others."""
    pairs = [pair for pair in sets.pair_set() if pair.unseen]
    browser.load([pair.right for pair in pairs])
    found = browser.bulk([pair.left for pair in pairs], len(pairs), "full")
    ranked = [dict(hits).get(pair.right.id, 0.0) for pair, hits in zip(pairs, found, strict=True)]
    alone = [full.pair(pair.left, pair.right) for pair in pairs]
    for name, scores in (("browser", ranked), ("full", alone)):
        print(
            f"{name}, pairs unseen: precision {average_precision([pair.same for pair in pairs], scores):.3f}"
        )


def _say_pace(browser: OwnLists) -> None:
    people = list(islice(sets.many(LISTED), LISTED))
    browser.load([row for row, _ in people])
    queries = [Row(f"asked-{n}", (other,)) for n, (_, other) in enumerate(people[:: LISTED // ASKED])]
    seconds = []
    for query in queries:
        browser.processor_seconds = 0.0
        browser.bulk([query], 10, "full")
        seconds.append(browser.processor_seconds)
    slowest = sorted(seconds)[int(0.99 * len(seconds))]
    print(
        f"browser, {LISTED:,} listed: {1000 * mean(seconds):.0f} ms a query, "
        f"{1000 * slowest:.0f} the slowest in 100, {browser.resident_mb:.0f} MB"
    )


if __name__ == "__main__":
    sys.exit(main())
