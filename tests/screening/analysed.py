"""The labelled cases with the words of their names, for the browser's comparison of own lists.

`python -m tests.screening.analysed` writes analysed.json anew, which own-lists.test.ts of the browser reads.
Beside the cases, what dates and numbers say; what is expected is what the Python engine's own tests expect.
"""

import json
from pathlib import Path
from typing import Any

from repatria.screening.analysed import VERSION, forms_of
from repatria.screening.forms import form_of
from repatria.screening.records import Subject
from tests.screening.frozen import cases
from tests.screening.test_facts import BIRTHS
from tests.screening.test_identifiers import SOUND, UNSOUND

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
        "births": [[one, other, str(fact)] for (one, other), fact in BIRTHS.items()],
        "sound": SOUND,
        "unsound": UNSOUND,
    }


def _analysed(one: Subject) -> dict[str, Any]:
    return {**form_of(one), "forms": forms_of(one.names, one.kind)}


if __name__ == "__main__":
    ANALYSED.write_text(json.dumps(made(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
