"""The consolidated list of the Security Council, in an invented copy."""

from __future__ import annotations

import io

import pytest

from repatria.notices.importing import Format, measure, streams
from repatria.notices.importing.un import read_un
from repatria.screening.records import Identifier, Kind
from tests.notices.taking import doubts, entries, faults, rows, sample

HEAD = '<?xml version="1.0"?>\n'
PERSON = "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>ALEX</FIRST_NAME></INDIVIDUAL>"


def listed(*parts: str) -> str:
    return (
        f"{HEAD}<CONSOLIDATED_LIST><INDIVIDUALS>\n"
        + "\n".join(parts)
        + "\n</INDIVIDUALS></CONSOLIDATED_LIST>"
    )


def test_a_person_has_all_good_names_the_weak_ones_apart_and_the_original_script() -> None:
    entry = entries(sample("un_list.synthetic.xml"))["un-consolidated:ZZi.001"]
    assert entry.subject.names == ("ALEX TEST MANN", "أليكس تيستمان", "Alexander Testmann", "A. T. Mann")
    assert entry.weak_names == ("The Banker",)
    assert entry.subject.birth_dates == ("1965-03-12", "1966", "1968", "1967")
    assert entry.subject.countries == ("IR",)
    assert entry.subject.identifiers == (Identifier("passport", "Z0000001"),)
    assert doubts(entry) == [("nationality", "unknown_country"), ("birth_date", "impossible_date")]
    assert entry.facts["designation"] == ("Treasurer", "Minister of Roads")
    assert entry.facts["individual_place_of_birth"] == ("Shiraz, Iran (Islamic Republic of)",)
    assert entry.facts["comments1"] == ("Fictitious & invented.",)


def test_an_entity_is_an_organisation_of_its_address() -> None:
    entry = entries(sample("un_list.synthetic.xml"))["un-consolidated:ZZe.001"]
    assert entry.subject.kind is Kind.ORGANISATION
    assert entry.subject.names == ("SPECIMEN TRADING & CO", "Spectrad")
    assert entry.subject.countries == ("KP",)


def test_a_broken_entry_is_reported_with_its_line_and_the_rest_goes_on() -> None:
    found = sample("un_list.synthetic.xml")
    assert faults(found) == [(25, "not_xml")]
    assert list(entries(found)) == ["un-consolidated:ZZi.001", "un-consolidated:ZZe.001"]


def test_an_entry_that_is_never_closed_does_not_swallow_the_next() -> None:
    found = rows(listed("<INDIVIDUAL><DATAID>2</DATAID>", PERSON))
    assert faults(found) == [(3, "not_xml")]
    assert list(entries(found)) == ["un-consolidated:1"]


def test_a_file_that_ends_in_the_middle_says_so() -> None:
    assert faults(rows(listed(PERSON)[:-30])) == []
    cut = listed(PERSON, "<INDIVIDUAL><DATAID>2</DATAID>").split("</INDIVIDUALS>")[0]
    assert faults(rows(cut)) == [(4, "truncated")]


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
BOMB = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
THIEF = '<!DOCTYPE x [<!ENTITY it SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("declared", [BOMB, THIEF, '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">'])
def test_a_declared_document_type_is_refused_before_anything_is_read(declared: str) -> None:
    text = listed(PERSON.replace("ALEX", "&l9;&it;")).replace(HEAD, HEAD + declared)
    found = rows(text, Format.UN)
    assert [code for _line, code in faults(found)] == ["forbidden_xml"]
    assert entries(found) == {}


def test_an_undeclared_entity_is_a_broken_row() -> None:
    found = rows(listed(PERSON.replace("ALEX", "&it;"), PERSON))
    assert [code for _line, code in faults(found)] == ["not_xml"]
    assert list(entries(found)) == ["un-consolidated:1"]


def test_utf_16_is_read_and_broken_bytes_are_one_row() -> None:
    assert list(entries(rows(listed(PERSON).encode("utf-16")))) == ["un-consolidated:1"]
    broken = listed(PERSON, PERSON.replace(">1<", ">2<")).encode().replace(b"ALEX", b"\xff\xfe", 1)
    found = rows(broken)
    assert faults(found) == [(3, "bad_encoding")]
    assert list(entries(found)) == ["un-consolidated:2"]


def test_entries_come_before_the_file_is_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_PIECE", 10_000)
    parts = [PERSON.replace(">1<", f">{n}<") for n in range(2_000)]
    file = io.BytesIO(listed(*parts).encode())
    source = measure(file, name="list")
    seen: list[int] = []
    found = read_un(file, source, lambda done, _size: seen.append(done))
    next(found)
    assert file.tell() < source.size / 3
    assert sum(1 for _row in found) == 1_999
    assert seen == sorted(seen)
    assert seen[-1] == source.size


def test_a_list_without_entries_says_that_nothing_was_found() -> None:
    assert faults(rows(listed(), Format.UN)) == [(1, "nothing_found")]
