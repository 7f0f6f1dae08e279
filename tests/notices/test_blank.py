"""What both forms begin with is a record as protocol/notices.md has it, as soon as it has a title."""

import pytest

from repatria.notices.blank import begun_record, blank_asset, blank_record
from repatria.protocol.errors import ProtocolError
from repatria.protocol.notices import NONCE_BYTES, decode_record, document_bytes, record_document, record_hash
from repatria.protocol.statements import COLOURS

NONCE = bytes(NONCE_BYTES)


@pytest.mark.parametrize("colour", COLOURS)
def test_a_begun_record_with_a_title_and_a_type_of_asset_is_a_record(colour: str) -> None:
    record = begun_record(colour, "en")
    record["texts"][0]["title"] = "Road fund"
    for asset in record["assets"]:
        asset["type"] = "bank_account"
    document = document_bytes(record_document(record, NONCE))
    assert decode_record(document, record_hash(document)) == record


def test_without_a_title_it_is_none() -> None:
    with pytest.raises(ProtocolError, match="bad_shape"):
        record_document(blank_record("en"), NONCE)


def test_an_asset_is_looked_for_by_silver_alone_and_an_offence_is_behind_most() -> None:
    assert [colour for colour in COLOURS if begun_record(colour, "en")["assets"]] == ["silver"]
    assert [one for one in COLOURS if not begun_record(one, "en")["offences"]] == ["yellow", "black", "art"]


def test_nobody_writes_into_what_the_next_one_begins_with() -> None:
    blank_asset()["identifiers"].append({})
    blank_record("en", "Title")["subject"]["names"].append("Somebody")
    assert len(blank_asset()["identifiers"]) == 1
    assert blank_record("en")["subject"]["names"] == []
