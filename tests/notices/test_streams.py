"""Broken, endless and cut files: what is at fault is named with its line, and the rest is read."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable

import pytest

from repatria.notices.importing import Format, Listed, RowFault, measure, streams
from repatria.notices.importing.streams import ObjectScan, lines, objects
from tests.notices.taking import entries, faults, rows

ROW = '{"entity_id": "2099/%d", "name": "N"}'


def scanned(pieces: Iterable[str]) -> list[tuple[int, str]]:
    scan = ObjectScan()
    found = [one for piece in pieces for one in scan.feed(piece)] + list(scan.end())
    return [(one.line, one.code) if isinstance(one, RowFault) else one for one in found]


def test_objects_are_found_in_an_array_one_to_a_line_or_one_after_another() -> None:
    expected = ['{"a": "}{]["}', '{"b": {"c": [1, {}]}}']
    for text in (
        "[\n%s,\n%s\n]",
        "%s\n%s\n",
        "%s %s",
        "\ufeff[%s,%s]",
    ):
        assert [row for _line, row in scanned([text % tuple(expected)])] == expected


def test_pieces_of_any_size_give_the_same_objects_and_lines() -> None:
    text = '[\n {"a": "\\"{"},\n {"b":\n  2},\n oops,\n {"c": 3}\n]'
    whole = scanned([text])
    assert [line for line, _row in whole] == [2, 3, 5, 6]
    for size in (1, 2, 3, 7):
        assert scanned(text[at : at + size] for at in range(0, len(text), size)) == whole


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ('{"entity_id": "2099/0", "name": {"x": 1', "not_json"),  # never closed
        ('{"entity_id": "2099/0", "name": "x}', "truncated"),  # a string that never ends
        ('{"entity_id": "2099/0" "name": "x"}', "not_json"),
        ('{"entity_id": 2099/0]}', "not_json"),
        ("null", "not_json"),
    ],
)
@pytest.mark.parametrize("place", [0, 2])
def test_a_broken_row_of_an_array_costs_no_other(broken: str, code: str, place: int) -> None:
    good = [ROW % n for n in range(1, 6)]
    good.insert(place, broken)
    found = rows("[\n " + ",\n ".join(good) + "\n]", Format.INTERPOL)
    assert faults(found)[:1] == [(place + 2, code)]
    kept = {name for name in entries(found) if name != "interpol-notice:2099/0"}
    assert kept == {f"interpol-notice:2099/{n}" for n in range(1, 6)}


def test_a_file_that_was_cut_says_where() -> None:
    text = "[\n" + ",\n".join(ROW % n for n in range(3)) + "\n]"
    found = rows(text[: text.rindex('"name"')], Format.INTERPOL)
    assert faults(found) == [(4, "truncated")]
    assert len(entries(found)) == 2


def test_broken_bytes_are_one_row() -> None:
    data = "\n".join(ROW % n for n in range(3)).encode().replace(b'"N"', b'"\xc3\x28"', 1)
    found = rows(data, Format.INTERPOL)
    assert faults(found) == [(1, "bad_encoding")]
    assert len(entries(found)) == 2


def test_a_row_beyond_the_limit_is_named_and_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MAX_ROW", 5_000)
    monkeypatch.setattr(streams, "_PIECE", 1_000)
    large = json.dumps({"entity_id": "2099/0", "name": "x" * 9_000})
    file = io.BytesIO("\n".join([ROW % 1, large, ROW % 2]).encode())
    source = measure(file, name="l")
    for reader in (lines, objects):
        found = list(reader(file, source, None))
        assert [one.line if isinstance(one, RowFault) else one[0] for one in found] == [1, 2, 3]
        assert [one.code for one in found if isinstance(one, RowFault)] == ["row_too_large"]


def test_the_hash_and_the_size_are_those_of_the_file_and_progress_ends_at_its_end() -> None:
    file = io.BytesIO(b"abc")
    seen: list[tuple[int, int]] = []
    source = measure(file, name="n", taken="2099-01-01", licence="ours", progress=lambda *at: seen.append(at))
    # FIPS 180-2, appendix B.1
    assert source.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (source.size, source.taken, source.licence, seen, file.tell()) == (
        3,
        "2099-01-01",
        "ours",
        [(3, 3)],
        0,
    )


def test_deep_nesting_is_a_broken_row() -> None:
    deep = '{"entity_id": ' + "[" * 200_000 + "]" * 200_000 + "}"
    found = rows(f"{deep}\n{ROW % 1}", Format.INTERPOL)
    assert faults(found) == [(1, "not_json")]
    assert len(entries(found)) == 1


@pytest.mark.parametrize(
    ("row", "number"),
    [('{"entity_id":"2099/1",\n', 100_000), ('{"x":{"y":1},', 100_000)],
    ids=["lines", "one line"],
)
def test_rows_that_never_end_do_not_each_cost_all_the_others(row: str, number: int) -> None:
    """Looking through the rest of the file for each would take hours; the last row is whole."""
    last = '\n{"entity_id":"2099/2","name":"WHOLE"}'
    found = rows(row * number + last, Format.INTERPOL)
    assert isinstance(found[-1], Listed)
    assert sum(isinstance(one, RowFault) for one in found) >= number - 1


def test_a_broken_row_before_a_million_empty_lines_is_left_behind() -> None:
    found = rows("[{]" + "\n" * 1_000_000 + '{"entity_id":"2099/2","name":"WHOLE"}', Format.INTERPOL)
    assert [type(one) for one in found] == [RowFault, Listed]
