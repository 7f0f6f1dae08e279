"""The documents of publications (protocol/publications.md, "The documents"): shapes and bytes.

A document is read for what names it: its hash, its shelf, its item, and the facts that are its parts.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from repatria.protocol import canonical
from repatria.protocol.canonical import Json
from repatria.protocol.errors import ProtocolError
from repatria.protocol.publication_shapes import (
    FRAMEWORK,
    is_field,
    is_item,
    is_jurisdiction,
    is_reference,
    names_item,
)
from repatria.protocol.publication_states import Offer, Publication
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
from repatria.protocol.statements import country_code, office_id

MAX_DOCUMENT_BYTES = 1_048_576
MAX_FILE_BYTES = 268_435_456
NONCE_BYTES = 32

RETIREMENT = "retirement"  # stands for the shelf where a document says why something was retired

CERTAINTIES = ("high", "medium", "low")
UNVERIFIED = "unverified"
DURATION_UNITS = ("hours", "working_days", "calendar_days", "months", "years")
MEETING_KINDS = ("conference", "expert-group", "workshop", "working", "assembly", "training", "event")
MEETING_STATES = ("planned", "open", "closed", "held", "cancelled")

_DAY_TIME = re.compile(r"(.{10})T(?:[01][0-9]|2[0-3]):[0-5][0-9]")


def _either(*checks: Check) -> Check:
    return lambda value: any(check(value) for check in checks)


def _empty_or(check: Check) -> Check:
    return lambda value: value == "" or check(value)


def _distinct(check: Check, key: str) -> Check:
    """A list in which no two elements have the same `key`."""
    return lambda value: check(value) and len({one[key] for one in value}) == len(value)


def _boolean(value: Any) -> bool:
    return type(value) is bool


line = text(0, 300)
_text = string(0, 100_000)
_fits_url = text(0, 500)


def is_url(value: Any) -> bool:
    """Nothing, or what a client may open as a link: never `javascript:`."""
    return _fits_url(value) and (value == "" or value.startswith(("https://", "http://")))


def is_local(value: Any) -> bool:
    """`YYYY-MM`, `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`: a day that exists, in a time zone named beside it."""
    timed = _DAY_TIME.fullmatch(value) if type(value) is str else None
    return is_date(timed[1]) if timed else is_date(value) and len(value) > 4


def is_languages(value: Any) -> bool:
    """0..12 distinct languages."""
    return _languages(value) and len(set(value)) == len(value)


_language = matching("[a-z]{2}")
_languages = list_of(_language, 0, 12)
_code = matching("[a-z0-9][a-z0-9-]{0,39}")
_maybe_date = _empty_or(is_date)
_maybe_office = _empty_or(office_id)
_certainty = one_of(*CERTAINTIES)
_one_words = record({"language": _language, "title": text(1, 300), "text": _text})
_words = _distinct(list_of(_one_words, 1, 12), "language")

_duration = record(
    {
        "n": integer(),
        "unit": one_of(*DURATION_UNITS),
        "from": line,
        "extendable": _boolean,
        "max": nullable(integer()),
    }
)
_value = nullable(_either(string(0, 2_000), list_of(string(0, 300), 0, 60), _duration))
_fact = record(
    {
        "field": is_field,
        "value": _value,
        "text": _text,
        "source": string(0, 1_000),
        "url": is_url,
        "certainty": one_of(*CERTAINTIES, UNVERIFIED),
        "as_of": _maybe_date,
        "review": _maybe_date,
    }
)
_framework: Shape = {"jurisdiction": is_jurisdiction, "facts": list_of(_fact, 1, 120)}

_media_type = matching("(?=.{1,100}$)[a-z]+/[a-z0-9.+-]+")
_file = record(
    {
        "language": _language,
        "name": line,
        "type": _media_type,
        "sha256": hash_hex,
        "len": integer(1, MAX_FILE_BYTES),
    }
)
_body = record({"language": _language, "text": string(0, 200_000)})
_library: Shape = {
    "type": _code,
    "topics": list_of(_code, 0, 30),
    "regions": list_of(_either(_code, country_code), 0, 30),
    "audiences": list_of(_code, 0, 20),
    "phases": list_of(_code, 0, 20),
    "publisher": line,
    "authors": list_of(line, 0, 50),
    "year": line,
    "edition": line,
    "identifier": line,
    "url": is_url,
    "licence": line,
    "certainty": _certainty,
    "supersedes": _empty_or(is_item),
    "review": _maybe_date,
    "words": _words,
    "files": _distinct(list_of(_file, 0, 24), "sha256"),
    "body": _distinct(list_of(_body, 0, 12), "language"),
}

_programme_item = record(
    {
        "start": is_local,
        "end": is_local,
        "place": line,
        "speakers": list_of(line, 0, 20),
        "words": _words,
    }
)
_meeting: Shape = {
    "kind": one_of(*MEETING_KINDS),
    "series": line,
    "number": nullable(integer()),
    "words": _words,
    "start": is_local,
    "end": is_local,
    "tz": _empty_or(matching("[A-Za-z0-9_+/-]{1,64}")),
    "city": line,
    "country": _empty_or(country_code),
    "host": line,
    "organisers": list_of(line, 0, 20),
    "office": _maybe_office,
    "state": one_of(*MEETING_STATES),
    "capacity": nullable(integer()),
    "register_by": nullable(integer()),
    "programme": list_of(_programme_item, 0, 300),
    "documents": list_of(is_item, 0, 200),
    "decisions": _either(_words, list_of(_one_words, 0, 0)),
    "participants": nullable(integer()),
    "countries": nullable(integer()),
    "certainty": _certainty,
    "source": string(0, 1_000),
}

_choice = record({"right": _boolean, "words": _words})
_question = record({"id": is_item, "words": _words, "choices": list_of(_choice, 2, 8)})
_module = record(
    {
        "id": is_item,
        "words": _words,
        "documents": list_of(is_item, 0, 50),
        "quiz": list_of(_question, 0, 50),
    }
)
_course: Shape = {
    "words": _words,
    "hours": integer(),
    "pass_percent": integer(0, 100),
    "office": _maybe_office,
    "modules": _distinct(list_of(_module, 1, 60), "id"),
}

_news: Shape = {"words": _words, "link": _empty_or(is_reference), "pinned": _boolean}

_reason: Shape = {"reason": string(1, 2_000)}

_SHAPES: Mapping[str, Shape] = {
    FRAMEWORK: _framework,
    "library": _library,
    "meeting": _meeting,
    "course": _course,
    "news": _news,
    RETIREMENT: _reason,
}
_DOCUMENT: Shape = {"v": constant(1), "nonce": b64(NONCE_BYTES), "record": lambda value: type(value) is dict}


def check_record(shelf: str, item: str, own: Json, parts: Sequence[str]) -> None:
    """Demand the shape of a shelf's record, for this item and these facts. Raises `bad_shape`."""
    if not names_item(shelf, item):
        raise ProtocolError("bad_shape", "no item of this shelf")
    fields(own, _SHAPES[shelf])
    if shelf == FRAMEWORK:
        _check_framework(own, item, parts)
    elif shelf in _FURTHER:
        _FURTHER[shelf](own)


def _check_framework(own: Json, item: str, parts: Sequence[str]) -> None:
    if own["jurisdiction"] != item:
        raise ProtocolError("bad_shape", "another jurisdiction")
    if [fact["field"] for fact in own["facts"]] != list(parts):
        raise ProtocolError("bad_shape", "other facts than the statement's parts")
    for fact in own["facts"]:
        if fact["source"] == "" and fact["certainty"] != UNVERIFIED:
            raise ProtocolError("bad_shape", f"{fact['field']} is unverified without a source")


def _check_meeting(own: Json) -> None:
    for one in (own, *own["programme"]):
        start, end = one["start"], one["end"]
        if own["tz"] == "" and "T" in start + end:
            raise ProtocolError("bad_shape", "a time of day without a time zone")
        both = min(len(start), len(end))  # 2026-05 begins with any of its days
        if end[:both] < start[:both]:
            raise ProtocolError("bad_shape", "it ends before it begins")


def _check_course(own: Json) -> None:
    questions = [question for module in own["modules"] for question in module["quiz"]]
    if len({question["id"] for question in questions}) < len(questions):
        raise ProtocolError("bad_shape", "two questions of one id")
    if any(len({choice["right"] for choice in one["choices"]}) < 2 for one in questions):
        raise ProtocolError("bad_shape", "a question without a right choice or without a wrong one")


_FURTHER: Mapping[str, Callable[[Json], None]] = {"meeting": _check_meeting, "course": _check_course}


def parts_of(shelf: str, own: Json) -> list[str]:
    """The `parts` of the statement that publishes this record."""
    return [fact["field"] for fact in own["facts"]] if shelf == FRAMEWORK else []


def files_of(shelf: str, own: Json) -> list[Json]:
    """The files that a record names: those of the library."""
    return list(own["files"]) if shelf == "library" else []


def document_hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def encode_document(shelf: str, item: str, own: Json, nonce: bytes) -> bytes:
    """The bytes whose SHA-256 an offer or a publication names; `nonce` is 32 fresh random bytes.

    Raises `bad_shape`, `too_large`.
    """
    document = {"v": 1, "nonce": b64_text(nonce), "record": own}
    fields(document, _DOCUMENT)
    fields(own, _SHAPES[shelf])
    parts = sorted(set(parts_of(shelf, own)))
    check_record(shelf, item, own, parts)
    data = canonical.stringify(document)
    if len(data) > MAX_DOCUMENT_BYTES:
        raise ProtocolError("too_large", "a document")
    return data


def decode_document(data: bytes, expected: str, shelf: str, item: str, parts: Sequence[str]) -> Json:
    """The record in the document that a statement names by the hash `expected`.

    Raises `wrong_record` before anything is read of bytes that nothing names; then `too_large`,
    `not_canonical`, `bad_shape`.
    """
    if document_hash(data) != expected:
        raise ProtocolError("wrong_record", "not what the statement names")
    if len(data) > MAX_DOCUMENT_BYTES:
        raise ProtocolError("too_large", "a document")
    document = canonical.parse(data)
    fields(document, _DOCUMENT)
    own: Json = document["record"]
    check_record(shelf, item, own, parts)
    return own


def read_reason(data: bytes, of: Publication) -> str:
    """Why it was retired, from the document that its retirement names. Raises as `decode_document` does."""
    record = decode_document(data, of.named or "", RETIREMENT, of.item, of.parts)
    return str(record["reason"])


def read_document(data: bytes, of: Offer | Publication) -> Json:
    """The record in the document of an offer or a publication. Raises as `decode_document` does."""
    return decode_document(data, of.document or "", of.shelf, of.item, of.parts)
