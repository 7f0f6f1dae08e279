"""Makes the screening model's coefficients anew: `python -m bench.screening.train --help`.

    PYTHONPATH=src bench/.envs/screening/bin/python -m bench.screening.train --pairs cases.csv \\
        --labelled lists.csv list-queries.csv --labelled parliaments.csv parliament-queries.csv … \\
        --out src/repatria/screening/model.json

Every labelled set (columns as in rows.py) weighs the same, whatever its size; the pairs weigh as another.
Of the pairs only one half by hash is taken, the other is for measuring. Prints, for each set, the recall at
0.1 % and 1 % false alarms (with `--leave-out` also that of a model that has not seen it), and the average
precision on the half of the pairs that was not taken.

The model is logistic and additive: each column of `evidence` is cut into ramps, and each ramp may only speak
the way its reason speaks: more agreement never lowers a score, more contradiction never raises it, and
another script or another relation than equality never counts for more than equality. People and things
(companies, ships …) have coefficients of their own, each made of its own rows; with `--part things` those of
people stay as they stand. Facts are not trained:
their weights are tempered log-likelihood ratios by judgement, and stay as they stand in the model file.
Imports scipy, of the bench's own environment.
"""

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from bench.screening.engines.ours import subject
from bench.screening.measures import average_precision
from bench.screening.rows import read_listed_csv, read_queries_csv
from bench.screening.sets import unseen
from repatria.screening import score
from repatria.screening.alignment import Units, align, units_of
from repatria.screening.asked import asked
from repatria.screening.evidence import COLUMNS, FORMS, THINGS, add_letters, evidence
from repatria.screening.index import Index
from repatria.screening.lexicon import Lexicon
from repatria.screening.records import Kind
from repatria.screening.tokens import NameTokens, name_tokens

Floats = NDArray[np.float32]
CANDIDATES, NAMES_OF_ONE = 6, 4
AT_ONCE = 300
RIGHT_WEIGHT, WRONG_WEIGHT, PAIRS_WEIGHT, FAR_WRONG = 2000.0, 8000.0, 20.0, 0.5
RIDGE = 2.0
QUANTILES = (0.1, 0.3, 0.5, 0.7, 0.9)
# +1: may only speak for, -1: may only speak against.
SIGNS = {
    "agreed_less": 1, "agreed_more": 1, "agreed_nats": 1, "conflict_nats": -1, "conflict_share": -1,
    "extra_query": -1, "extra_listed": -1, "extra_nats": -1, "weakest": 1, "letters": 1, "disorder": -1,
    "numbers": -1, "words": 1, "forms": -1,
}  # fmt: skip
TOGETHER: tuple[tuple[int, list[list[Any]]], ...] = (
    *((1, [["agreed_less", 0, 1], ["agreed_nats", 0, nats]]) for nats in (8, 14, 20)),
    (1, [["agreed_less", 0.5, 1], ["weakest", 0.4, 1]]),
    (1, [["letters", 0.5, 1], ["weakest", 0.4, 1]]),
    (-1, [["across", 0, 1]]),
    (-1, [["across", 0, 1], ["agreed_less", 1, 0]]),
    (-1, [["across", 0, 1], ["agreed_nats", 30, 0]]),
    (-1, [["across", 0, 1], ["letters", 1, 0.2]]),
)
PAIR_KINDS = {"Person": Kind.PERSON, "Vessel": Kind.VESSEL}
PARTS = ("people", "things")


class Rows(NamedTuple):
    """Evidence and labels. heavy: full words of both names; query: which query a row is of, -1 for pairs."""

    evidence: Floats
    heavy: NDArray[np.int64]
    right: NDArray[np.bool_]
    query: NDArray[np.int64]
    innocent: NDArray[np.bool_]


def rows_of_set(listed_csv: Path, queries_csv: Path) -> Rows:
    """Each query beside the names of its nearest candidates."""
    listed = read_listed_csv(listed_csv)
    queries = read_queries_csv(queries_csv, listed)
    index = Index([subject(row) for row in listed])
    parts = []
    for start in range(0, len(queries), AT_ONCE):
        pairs, labels = [], []
        for number, query in enumerate(queries[start : start + AT_ONCE], start):
            first = asked(replace(subject(query.row), names=query.row.names[:1]))
            ((name_asked,),) = first.names
            for near in index.nearest(first, CANDIDATES)[0]:
                names = index.names(near.row)
                for name in (names[near.name], *names[: NAMES_OF_ONE - 1]):
                    pairs.append((name_asked, name))
                    labels.append((listed[near.row].id in query.answers, number, not query.answers))
        parts.append((_evidence(pairs), np.array(labels)))
    columns = [np.concatenate([part[1][:, at] for part in parts]) for at in range(3)]
    rows, heavy = (np.concatenate([part[0][at] for part in parts]) for at in range(2))
    return Rows(rows, heavy, columns[0].astype(np.bool_), columns[1], columns[2].astype(np.bool_))


def rows_of_pairs(path: Path) -> tuple[Rows, Rows]:
    """The half of nomenklatura's labelled pairs that is trained on, and the other."""
    with path.open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    halves = []
    for half in (0, 1):
        mine = [case for case in cases if unseen(case["name1"], case["name2"]) == bool(half)]
        kinds = [PAIR_KINDS.get(case["schema"], Kind.ORGANISATION) for case in mine]
        pairs = [
            (name_tokens(case["name1"], kind), name_tokens(case["name2"], kind))
            for case, kind in zip(mine, kinds, strict=True)
        ]
        rows, heavy = _evidence(pairs)
        right = np.array([case["is_match"] == "true" for case in mine])
        halves.append(Rows(rows, heavy, right, np.full(len(mine), -1), np.zeros(len(mine), np.bool_)))
    return halves[0], halves[1]


def _evidence(pairs: Sequence[tuple[NameTokens, NameTokens]]) -> tuple[Floats, NDArray[np.int64]]:
    lexicon = Lexicon()
    ours: list[Units] = [units_of(one, lexicon) for one, _ in pairs]
    theirs: list[Units] = [units_of(other, lexicon) for _, other in pairs]
    places = np.repeat(np.arange(len(pairs))[:, None], 2, axis=1)
    found = evidence(align(ours, theirs, places, lexicon), ours, theirs, places)
    add_letters(found, np.arange(len(pairs)), list(zip(ours, theirs, strict=True)))
    heavy = np.array([[one.heavy, other.heavy] for one, other in zip(ours, theirs, strict=True)])
    return found, heavy


def terms(rows: Floats) -> tuple[list[list[list[Any]]], NDArray[np.int64]]:
    """Ramps of each column between quantiles, the relations, and what counts together; with their signs."""
    made: list[tuple[int, list[list[Any]]]] = []
    for name, sign in SIGNS.items():
        values = rows[:, COLUMNS.index(name)]
        used = values[values > 0]
        top = max(float(values.max()), 0.1)
        cuts = np.unique(np.quantile(used if len(used) > 50 else values, QUANTILES).round(2)).tolist()
        points = [0.0, *(cut for cut in cuts if 0 < cut < top - 0.02), round(top, 3)]
        made += [(sign, [[name, low, high]]) for low, high in pairwise(points)]
    relations = COLUMNS[COLUMNS.index("exact") + 1 : FORMS]
    made += [(-1, [[name, 0, 1]]) for name in relations]
    made += TOGETHER
    return [term for _, term in made], np.array([sign for sign, _ in made])


def of_part(rows: Rows, part: str) -> Rows:
    """The rows that people's coefficients are for, or those of things."""
    mine = (rows.evidence[:, THINGS] > 0) == (part == "things")
    return Rows(*(each[mine] for each in rows))


def fit(sets: Sequence[Rows], pairs: Rows, part: str) -> dict[str, Any]:
    """The coefficients of one part as they are stored."""
    pairs = of_part(pairs, part)
    every = [*(of_part(each, part) for each in sets), pairs]
    every = [each for each in every if each.right.any()]
    rows = np.concatenate([each.evidence for each in every])
    right = np.concatenate([each.right for each in every]).astype(np.float32)
    weight = np.concatenate([_weights(each, is_pairs=each is pairs) for each in every])
    ramps, signs = terms(rows)
    shape = {"intercept": 0, "terms": [{"of": term, "weight": 0} for term in ramps]}
    values = score.ramps_of(rows, score.read_terms(shape))
    spread = values.std(axis=0) + 1e-3
    values = values / spread

    def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = np.clip(values @ at[:-1].astype(np.float32) + np.float32(at[-1]), -40, 40)
        wrong = weight * (1 / (1 + np.exp(-odds)) - right)
        total = (weight * (np.logaddexp(0, odds) - right * odds)).sum() + RIDGE * (at[:-1] ** 2).sum()
        return float(total), np.append(values.T @ wrong + 2 * RIDGE * at[:-1], wrong.sum()).astype(np.float64)

    bounds = [(0, None) if sign > 0 else (None, 0) for sign in signs] + [(None, None)]
    found = minimize(loss, np.zeros(len(bounds)), jac=True, bounds=bounds, options={"maxiter": 250}).x
    weights = (found[:-1] / spread).round(4).tolist()
    kept = [{"of": term, "weight": each} for term, each in zip(ramps, weights, strict=True) if each]
    return {"intercept": round(float(found[-1]), 4), "terms": kept}


def _weights(rows: Rows, *, is_pairs: bool) -> Floats:
    if is_pairs:
        return np.full(len(rows.right), PAIRS_WEIGHT, dtype=np.float32)
    far = np.where(rows.evidence[:, 0] > 0.25, 1.0, FAR_WRONG)
    wrong = WRONG_WEIGHT / (~rows.right).sum() * far
    weights: Floats = np.where(rows.right, RIGHT_WEIGHT / max(rows.right.sum(), 1), wrong).astype(np.float32)
    return weights


def scored(model: dict[str, Any], rows: Rows) -> Floats:
    using = score.read_model(model)
    return score.guard_names(score.of_names(rows.evidence, using), rows.evidence, rows.heavy)


def recalls(odds: Floats, rows: Rows) -> tuple[float, float]:
    """Recall at 0.1 % and 1 % false alarms."""
    queries = int(rows.query.max()) + 1
    best, right = np.full(queries, -np.inf), np.full(queries, -np.inf)
    np.maximum.at(best, rows.query, odds)
    np.maximum.at(right, rows.query[rows.right], odds[rows.right])
    innocent = np.zeros(queries, np.bool_)
    innocent[rows.query[rows.innocent]] = True
    alarms = np.sort(best[innocent])[::-1]
    at_rates = [float((right[~innocent] > alarms[int(rate * len(alarms))]).mean()) for rate in (0.001, 0.01)]
    return at_rates[0], at_rates[1]


def _report(name: str, model: dict[str, Any], rows: Rows) -> None:
    least, more = recalls(scored(model, rows), rows)
    print(f"recall on {name}: {least:.3f} at 0.1 %, {more:.3f} at 1 %", flush=True)


def main() -> int:
    arguments = _arguments()
    tuned, unseen = rows_of_pairs(arguments.pairs)
    sets = {}
    for listed, queries in arguments.labelled:
        sets[listed.stem.removesuffix("-listed")] = rows_of_set(listed, queries)
        print(f"read {listed.stem}", flush=True)
    stored = json.loads(arguments.out.read_text("utf-8"))
    parts = [part for part in PARTS if arguments.part in (None, part)]
    if arguments.leave_out:
        for name, rows in sets.items():
            others = [each for other, each in sets.items() if other != name]
            model = {**stored, **{part: fit(others, tuned, part) for part in parts}}
            _report(f"{name}, of a model that has not seen it", model, rows)
    model = {**stored, **{part: fit(list(sets.values()), tuned, part) for part in parts}}
    for name, rows in sets.items():
        _report(name, model, rows)
    precision = average_precision(unseen.right.tolist(), scored(model, unseen).tolist())
    print(f"average precision on the half of the pairs not seen: {precision:.4f}")
    arguments.out.write_text(json.dumps(model, indent=1) + "\n", "utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.screening.train", description=__doc__)
    parser.add_argument(
        "--labelled", nargs=2, type=Path, action="append", metavar=("LISTED", "QUERIES"), required=True
    )
    parser.add_argument("--pairs", type=Path, required=True, help="nomenklatura's name_bench cases.csv")
    parser.add_argument(
        "--leave-out", action="store_true", help="measure each set by a model of the others first"
    )
    parser.add_argument("--part", choices=PARTS, help="make the coefficients of one part only")
    parser.add_argument(
        "--out", type=Path, required=True, help="the model file whose coefficients are replaced"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
