"""Notices (protocol/notices.md, "The record"): the document that a notice statement names by its hash.

Owns its shape, its bytes and its pictures' hashes. What a colour demands is the form's gate, and what
the life of a notice allows is `notice_rules.py`'s.
"""

import hashlib

from repatria.protocol import canonical
from repatria.protocol.canonical import Json
from repatria.protocol.entries import FLOORS
from repatria.protocol.errors import ProtocolError
from repatria.protocol.shapes import (
    Check,
    Shape,
    b64,
    b64_text,
    constant,
    fields,
    hash_hex,
    integer,
    is_date,
    list_of,
    matching,
    nullable,
    one_of,
    record,
    string,
    text,
)
from repatria.protocol.statements import country_code

MAX_DOCUMENT_BYTES = 131_072
MAX_PICTURE_BYTES = 2_097_152
NONCE_BYTES = 32

SUBJECT_KINDS = ("person", "entity", "asset", "object", "body", "method", "threat")
BASIS_KINDS = ("warrant", "judgment", "court_order", "prosecutor_decision")
HOLDER_ROLES = ("owner", "nominee", "beneficial_owner")
ACTIONS = ("locate", "identify", "monitor", "inform", "arrest", "interview", "warn", "return")
SCHEMES = (
    "iban", "account", "bic", "lei", "registration", "tax", "isin", "imo", "mmsi", "vin", "plate", "tail",
    "msn", "wallet", "parcel", "serial", "passport", "national_id", "other",
)  # fmt: skip


def _empty_or(check: Check) -> Check:
    return lambda value: value == "" or check(value)


def _lines(*names: str) -> Shape:
    return dict.fromkeys(names, _line)


_line = text(0)
_paragraph = string(0, 2_000)
_place = string(0, 500)
_months = nullable(integer())

_text = record({"language": matching("[a-z]{2}"), "title": text(), "facts": string(0, 20_000)})
_identity_document = record(
    {**_lines("type", "number"), "country": _empty_or(country_code), "expires": _empty_or(is_date)}
)
_subject = record(
    {
        "kind": one_of(*SUBJECT_KINDS),
        "names": list_of(text(), 0, 50),
        "sex": one_of("", "F", "M", "X"),
        "born": list_of(is_date, 0, 10),
        **_lines("birth_place", "registration"),
        "nationalities": list_of(country_code, 0, 10),
        "documents": list_of(_identity_document, 0, 20),
        "description": _paragraph,
        "address": _place,
        "position": _place,
        "jurisdiction": _empty_or(country_code),
    }
)
_offence = record({**_lines("code", "law"), "charge": _paragraph, "penalty_months": _months})
_basis = record(
    {
        "kind": one_of("", *BASIS_KINDS),
        **_lines("authority", "reference"),
        "date": _empty_or(is_date),
        "sentence_months": _months,
    }
)
_identifier = record({"scheme": one_of(*SCHEMES), "value": _line})
_asset = record(
    {
        **_lines("type", "name", "holder", "amount", "currency"),
        "identifiers": list_of(_identifier, 0, 20),
        "description": _paragraph,
        "place": _place,
        "holder_role": one_of("", *HOLDER_ROLES),
        "link": _paragraph,
    }
)
_picture = record(
    {
        "sha256": hash_hex,
        "len": integer(1, MAX_PICTURE_BYTES),
        "type": one_of("image/jpeg", "image/png", "image/webp"),
        "caption": _line,
    }
)

_RECORD: Shape = {
    **_lines("reference", "agency"),
    "texts": list_of(_text, 1, 4),
    "subject": _subject,
    "offences": list_of(_offence, 0, 20),
    "basis": _basis,
    "assets": list_of(_asset, 0, 100),
    "action": list_of(one_of(*ACTIONS), 0, 10),
    "conditions": list_of(_line, 0, 20),
    "pictures": list_of(_picture, 0, 12),
    "contact": record(_lines("name", "phone", "languages")),
    "handling": record({"tlp": one_of(*FLOORS)}),
}
_DOCUMENT: Shape = {"v": constant(1), "nonce": b64(NONCE_BYTES), "record": lambda value: type(value) is dict}


def record_document(own: Json, nonce: bytes) -> Json:
    """The document of a record, as a body carries it; `nonce` is 32 fresh random bytes."""
    document = {"v": 1, "nonce": b64_text(nonce), "record": own}
    check_document(document)
    return document


def encode_record(own: Json, nonce: bytes) -> bytes:
    """The bytes whose SHA-256 a notice names. Raises `bad_shape`, `too_large`."""
    return document_bytes(record_document(own, nonce))


def document_bytes(document: Json) -> bytes:
    """A document's canonical bytes, its shape not asked. Raises `too_large`."""
    data = canonical.stringify(document)
    if len(data) > MAX_DOCUMENT_BYTES:
        raise ProtocolError("too_large", "a record's document")
    return data


def record_hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def decode_record(data: bytes, expected: str) -> Json:
    """The record in the document that a notice names by the hash `expected`.

    Raises `wrong_record` before anything is read of bytes that the notice does not name; then
    `too_large`, `not_canonical`, `bad_shape`.
    """
    if record_hash(data) != expected:
        raise ProtocolError("wrong_record", "not what the notice names")
    if len(data) > MAX_DOCUMENT_BYTES:
        raise ProtocolError("too_large", "a record's document")
    return check_document(canonical.parse(data))


def open_document(document: Json, expected: str) -> Json:
    """The record in the document that a body carried. Raises as `decode_record` does."""
    return decode_record(document_bytes(document), expected)


def check_document(document: Json) -> Json:
    """Demand a document's exact shape and return its record. Raises `bad_shape`."""
    fields(document, _DOCUMENT)
    own: Json = document["record"]
    fields(own, _RECORD)
    languages = [one["language"] for one in own["texts"]]
    if len(set(languages)) < len(languages):
        raise ProtocolError("bad_shape", "two texts in one language")
    return own


def check_picture(picture: Json, data: bytes) -> None:
    """Hold a picture's bytes against the record that names them. Raises `wrong_picture`."""
    if len(data) != picture["len"] or hashlib.sha256(data).hexdigest() != picture["sha256"]:
        raise ProtocolError("wrong_picture", "not what the record names")
