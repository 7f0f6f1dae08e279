"""Whatever a file holds, a reader yields entries and faults, and raises nothing."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria import reference
from repatria.notices.importing import (
    Format,
    Listed,
    Pictures,
    RowFault,
    detect,
    measure,
    plan,
    read_pictures,
)
from repatria.notices.importing.cleaning import clean, find_country, find_date
from tests.notices.taking import SAMPLES, rows

READ = [Format.INTERPOL, Format.UN, Format.FTM, Format.OPENSANCTIONS_CSV]
FILES = [path.read_bytes() for path in sorted(SAMPLES.iterdir())]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
INTERPOL_KEYS = st.sampled_from(
    [
        *("entity_id", "name", "forename", "date_of_birth", "nationalities", "sex_id", "weight", "aliases"),
        *("arrest_warrants", "identity_documents", "_links", "_embedded", "also_known_as"),
    ]
)
FTM_KEYS = st.sampled_from(
    ["name", "birthDate", "nationality", "entity", "owner", "asset", "number", "reason"]
)
SCHEMATA = st.sampled_from(["Person", "Company", "Sanction", "Ownership", "Passport", "Vehicle", "Nothing"])


def read_all(data: bytes, of: Format) -> None:
    found = rows(data, of)
    assert found, "an empty file says that nothing was found"
    for row in found:
        if isinstance(row, RowFault):
            assert row.code in reference.notice_words()["faults"]
            assert row.line >= 1
        else:
            check(row)
    assert len({row.id for row in found if isinstance(row, Listed)}) == sum(
        isinstance(r, Listed) for r in found
    )
    plan([row for row in found if isinstance(row, Listed)], found)


def check(entry: Listed) -> None:
    assert entry.subject.names or entry.subject.identifiers
    for name in (*entry.subject.names, *entry.weak_names):
        assert name == clean(name)[0] != ""
        name.encode()
    assert all(find_date(date) == date for date in entry.subject.birth_dates)
    assert all(code in reference.countries() for code in entry.subject.countries)
    for doubt in entry.doubts:
        assert doubt.code in reference.notice_words()["doubts"]


@pytest.mark.parametrize("of", READ)
@given(data=st.binary(max_size=300))
def test_any_bytes(data: bytes, of: Format) -> None:
    read_all(data, of)
    detect(io.BytesIO(data))


@pytest.mark.parametrize("of", READ)
@given(which=st.sampled_from(FILES), data=st.data())
def test_any_damage_to_a_file(which: bytes, of: Format, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(which)))
    length = data.draw(st.integers(0, 30))
    put = data.draw(st.binary(max_size=5) | st.sampled_from([b'"', b"{", b"]", b"<", b"\n", b"\x00", b"\\"]))
    read_all(which[:place] + put + which[place + length :], of)


@given(st.lists(st.dictionaries(INTERPOL_KEYS | st.text(max_size=3), JSON, max_size=8), max_size=4))
def test_any_row_of_interpols_shape(found: list[dict[str, Any]]) -> None:
    read_all(json.dumps(found).encode(), Format.INTERPOL)
    data = io.BytesIO(json.dumps({"_embedded": {"notices": found}}).encode())
    read_all(data.getvalue(), Format.INTERPOL)
    for row in read_pictures(data, measure(data, name="l")):
        assert isinstance(row, Pictures | RowFault)


@given(
    st.lists(
        st.tuples(
            st.text(max_size=2), SCHEMATA, st.dictionaries(FTM_KEYS, JSON | st.lists(JSON, max_size=3))
        ),
        max_size=5,
    )
)
def test_any_entity(found: list[tuple[Any, Any, Any]]) -> None:
    entities = ({"id": entry, "schema": schema, "properties": said} for entry, schema, said in found)
    read_all("\n".join(json.dumps(entity) for entity in entities).encode(), Format.FTM)


@pytest.mark.parametrize("depth", [100, 900, 2_000, 5_000])  # newer Pythons parse deeper than they call
def test_any_depth(depth: int) -> None:
    deep = "[" * depth + "]" * depth
    read_all(
        f'{{"id": "1", "schema": "Person", "properties": {{"name": ["A"], "notes": {deep}}}}}'.encode(),
        Format.FTM,
    )
    read_all(
        f'{{"entity_id": "2099/1", "name": "A", "aliases": {deep}, "purposes": {deep}}}'.encode(),
        Format.INTERPOL,
    )


@given(st.lists(st.lists(st.text(max_size=8), min_size=3, max_size=3), max_size=4))
def test_any_table(found: list[list[str]]) -> None:
    cells = ["id,schema,aliases,name", *(f"{row[0]},Person,{row[1]},{row[2]}" for row in found)]
    read_all("\n".join(cells).encode("utf-8", "surrogatepass"), Format.OPENSANCTIONS_CSV)


@given(st.text(max_size=30))
def test_any_date_country_and_name(text: str) -> None:
    date, country = find_date(text), find_country(text)
    assert date is None or find_date(date) == date
    assert country is None or country in reference.countries()
    once, _changed = clean(text)
    assert clean(once) == (once, False)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1971/03/09", "1971-03-09"),
        ("1971", "1971"),
        ("1971-3", "1971-03"),
        ("1971/00/00", "1971"),
        ("1971-03-09T00:00:00Z", "1971-03-09"),
        ("2024-02-29", "2024-02-29"),
        ("2023-02-29", None),
        ("1971/13/01", None),
        ("0000", None),
        ("1971/00/12", None),
        ("09.03.1971", None),
        ("١٩٧١", None),
        ("71", None),
    ],
)
def test_dates_are_possible_or_nothing(text: str, date: str | None) -> None:
    assert find_date(text) == date


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KE", "KE"),
        ("ke", "KE"),
        ("KEN", "KE"),
        ("UNK", "XK"),
        ("gb-sct", "GB"),
        ("Iran (Islamic Republic of)", "IR"),
        ("CÔTE D’IVOIRE", "CI"),
        ("Allemagne", "DE"),
        ("Perú", "PE"),
        ("مصر", "EG"),
        ("NA", "NA"),
        ("Ruritania", None),
        ("suhh", None),
        ("", None),
    ],
)
def test_countries_are_known_or_nothing(text: str, code: str | None) -> None:
    assert find_country(text) == code
