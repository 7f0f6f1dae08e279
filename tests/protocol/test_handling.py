"""Handling codes as they stand: the same cases as web/src/protocol/handling.test.ts."""

import pytest

from repatria.protocol.canonical import Json
from repatria.protocol.handling import STRICTEST, fold_handling, may_change

Row = tuple[str, str, Json | None]


def letter(entry: str, office: str, tlp: str) -> Row:
    return entry, office, {"kind": "message", "handling": {"tlp": tlp}}


def change(entry: str, office: str, of: str, tlp: str) -> Row:
    return entry, office, {"kind": "handling", "of": of, "tlp": tlp, "handling": {"tlp": tlp}}


FIRST = letter("a", "ke/nairobi", "TLP:AMBER")
RAISED = change("b", "ch/bern", "a", "TLP:RED")


def codes(*rows: Row) -> dict[str, str]:
    return fold_handling(rows).codes


def test_a_code_begins_as_the_entry_says() -> None:
    assert codes(FIRST, ("r", "x", {"kind": "receipt"}), ("s", "x", None)) == {"a": "TLP:AMBER"}


def test_anybody_raises_and_only_the_authors_office_lowers_again() -> None:
    assert codes(FIRST, RAISED) == {"a": "TLP:RED"}
    assert codes(FIRST, RAISED, change("c", "ch/bern", "a", "TLP:AMBER")) == {"a": "TLP:RED"}
    assert codes(FIRST, RAISED, change("c", "ke/nairobi", "a", "TLP:GREEN")) == {"a": "TLP:GREEN"}


def test_what_does_not_count_is_kept_apart() -> None:
    rows = (
        FIRST,
        change("b", "ch/bern", "a", "TLP:CLEAR"),
        change("c", "ch/bern", "none", "TLP:RED"),
        change("d", "ke/nairobi", "a", "TLP:AMBER"),
    )
    changes = fold_handling(rows).changes.values()
    assert [(one.before, one.counts) for one in changes] == [
        ("TLP:AMBER", False),
        ("", False),
        ("TLP:AMBER", False),
    ]


def test_a_change_itself_has_no_code_and_a_later_entry_not_yet() -> None:
    assert codes(FIRST, RAISED, change("c", "ch/bern", "b", "TLP:CLEAR")) == {"a": "TLP:RED"}
    assert codes(RAISED, FIRST) == {"a": "TLP:AMBER"}


@pytest.mark.parametrize("handling", [None, "TLP:RED", {"tlp": "TLP:PURPLE"}, 7, []])
def test_a_newer_kind_with_a_code_that_cannot_be_read_has_none(handling: object) -> None:
    assert codes(("n", "x", {"kind": "vote", "handling": handling})) == {}


def test_order_and_right_are_those_of_the_page() -> None:
    assert [may_change("TLP:AMBER", code, own=True) for code in STRICTEST] == [True, True, False, True, True]
    assert [may_change("TLP:AMBER", code, own=False) for code in STRICTEST] == [True, True, *([False] * 3)]
    assert codes(("n", "x", {"kind": "vote", "handling": {"tlp": "TLP:GREEN"}})) == {"n": "TLP:GREEN"}
