"""Scores of our own labelled cases, kept in a file so that a change of score is a readable diff.

`python -m tests.screening.frozen` writes frozen.csv anew. Every name is invented.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from repatria.screening.index import Index
from repatria.screening.records import Kind, Subject
from repatria.screening.screen import Hit, Screener

HERE = Path(__file__).parent
FROZEN = HERE / "frozen.csv"


@dataclass(frozen=True)
class Case:
    """Two records and what is expected: "match", "lead" (shown, not insisted on) or "no"."""

    name: str
    query: Subject
    listed: Subject
    expected: str


def cases() -> list[Case]:
    with (HERE / "cases.csv").open(encoding="utf-8", newline="") as file:
        return [_case(row) for row in csv.DictReader(file)]


def _case(row: dict[str, str]) -> Case:
    kind = Kind(row["kind"])
    births = (tuple(filter(None, [row["query_birth"]])), tuple(filter(None, [row["listed_birth"]])))
    query = Subject("", kind, (row["query"],), births[0])
    return Case(row["case"], query, Subject("listed", kind, (row["listed"],), births[1]), row["expected"])


def hit(case: Case) -> Hit | None:
    """The one possible hit of a case, however weak."""
    return next(iter(Screener(Index([case.listed])).screen(case.query, limit=1, threshold=0.0)), None)


def line(case: Case) -> list[str]:
    found = hit(case)
    if found is None:
        return [case.name, case.expected, "0.00", "none", ""]
    told = "; ".join(f"{reason.kind} {reason.query}~{reason.listed}" for reason in found.reasons)
    return [case.name, case.expected, f"{found.score:.2f}", found.band, told]


def main() -> None:
    with FROZEN.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["case", "expected", "score", "band", "reasons"])
        writer.writerows(line(case) for case in cases())


if __name__ == "__main__":
    main()
