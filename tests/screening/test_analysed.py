"""What programs without the tables are given: the cases that the browser's tests read are those of today."""

import json
import re
from pathlib import Path

from repatria.screening.analysed import VERSION
from tests.screening.analysed import ANALYSED, made

BROWSER = Path(__file__).parents[2] / "web" / "src" / "protocol" / "screening-files.ts"


def test_the_browsers_cases_are_analysed_as_names_are_now() -> None:
    """When this fails: is it another version? Then `python -m tests.screening.analysed`."""
    assert json.loads(ANALYSED.read_text("utf-8")) == made()


def test_the_browser_compares_words_of_this_version() -> None:
    found = re.search(r"export const ANALYSIS = (\d+);", BROWSER.read_text("utf-8"))
    assert found is not None
    assert int(found[1]) == VERSION
