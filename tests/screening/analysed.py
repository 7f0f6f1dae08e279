"""The labelled cases with the words of their names, for the browser's comparison of own lists.

`python -m tests.screening.analysed` writes analysed.json anew, which own-lists.test.ts of the browser reads.
Beside the cases, what dates and numbers say; what is expected is what the Python engine's own tests expect.
"""

import json
from pathlib import Path
from typing import Any

from repatria.screening.analysed import VERSION, forms_of
from repatria.screening.forms import form_of
from repatria.screening.index import Index
from repatria.screening.reasons import NameReason
from repatria.screening.records import Kind, Subject
from repatria.screening.screen import Screener
from tests.screening.frozen import cases
from tests.screening.test_facts import BIRTHS
from tests.screening.test_identifiers import SOUND, UNSOUND

LISTED_WEAKLY = Subject("listed", Kind.PERSON, ("Leonora Marchetti", "Nora Kestrel"), ("1970-05-06",), weak=1)
WEAK_QUERIES = (
    ("Nora Kestrel", ()),
    ("Nora Kestrell", ()),
    ("Nora Kestrel", ("1970-05-06",)),
    ("Leonora Marchetti", ()),
)
ANALYSED = Path(__file__).with_suffix(".json")


def made() -> dict[str, Any]:
    return {
        "analysis": VERSION,
        "cases": [
            {
                "case": case.name,
                "expected": case.expected,
                "query": _analysed(case.query),
                "listed": _analysed(case.listed),
            }
            for case in cases()
        ],
        "weak": _weak(),
        "births": [[one, other, str(fact)] for (one, other), fact in BIRTHS.items()],
        "sound": SOUND,
        "unsound": UNSOUND,
    }


def _weak() -> list[dict[str, Any]]:
    """Queries of a record with a weak alias, and what is expected: the score of this engine, per mille."""
    screener = Screener(Index([LISTED_WEAKLY]))
    found = []
    for name, births in WEAK_QUERIES:
        query = Subject("", Kind.PERSON, (name,), births)
        (hit,) = screener.screen(query, threshold=0)
        said = [reason.kind for reason in hit.reasons if reason.kind == NameReason.WEAK_ALIAS]
        found.append({"query": _analysed(query), "score": round(1000 * hit.score), "weak": bool(said)})
    return [{"listed": {**_analysed(LISTED_WEAKLY), "weak": LISTED_WEAKLY.weak}, "queries": found}]


def _analysed(one: Subject) -> dict[str, Any]:
    return {**form_of(one), "forms": forms_of(one.names, one.kind)}


if __name__ == "__main__":
    ANALYSED.write_text(json.dumps(made(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
