"""The shapes of bodies (protocol/bodies.md): exactly which keys each kind has, each of its type."""

from collections.abc import Mapping

from repatria.protocol.entries import FLOORS, URGENCIES
from repatria.protocol.publication_shapes import is_item, is_shelf
from repatria.protocol.publications import is_languages, line
from repatria.protocol.screening import SAID, SOURCE, subject_record
from repatria.protocol.shapes import (
    Shape,
    b64,
    hash_hex,
    id_hex,
    integer,
    list_of,
    nullable,
    one_of,
    record,
    string,
)
from repatria.protocol.statements import office_id

OUTCOMES = ("frozen", "partly", "not_possible", "information", "refused")
REQUEST_TYPES = (
    "freeze", "tracing", "pre_mla", "spontaneous", "confiscation", "return", "information",
)  # fmt: skip
TICK_STATES = ("open", "doing", "done", "not_applicable")
HIT_SUBJECTS = ("person", "asset", "information")
ATTENDED = ("meeting", "course")
PLACE_STATES = (
    "confirmed", "waiting", "declined", "withdrawn", "attended", "absent", "certified",
)  # fmt: skip
VERDICTS = ("match", "no_match", "unsure")

_text = string()
_subject = string(0, 300)
_long_text = string(0, 100_000)
_time = nullable(integer())
_tlp = one_of(*FLOORS)
_handling = record({"tlp": _tlp})

_attachment = record(
    {
        "id": id_hex,
        "name": _text,
        "type": _text,
        "size": integer(),
        "key": b64(32),
        "sha256": hash_hex,
        "ct_sha256": hash_hex,
        "ct_len": integer(),
    }
)
_attachments = list_of(_attachment)


def _texts(*names: str) -> Shape:
    return dict.fromkeys(names, _text)


_measure = record({**_texts("authority", "basis", "amount", "currency"), "expires": _time})
_request = record(
    {
        "type": one_of(*REQUEST_TYPES),
        "urgency": one_of(*URGENCIES),
        "to": office_id,
        "needed_by": _time,
        "formal_by": _time,
        "persons": list_of(record(_texts("name", "latin", "born", "document", "nationality"))),
        "assets": list_of(
            record(_texts("type", "identifier", "holder", "place", "amount", "currency", "link"))
        ),
        "contact": record(_texts("name", "phone", "languages")),
        **_texts("offence", "offence_law", "stage", "facts", "measure", "purpose", "order"),
        **_texts("authority", "third_parties"),
    }
)

_one_file = list_of(_attachment, 0, 1)


_HANDLED: Shape = {"handling": _handling}
_PERSON = record(
    {
        "id": id_hex,
        "key": lambda value: value == "" or hash_hex(value),
        **dict.fromkeys(("name", "latin", "title", "role", "passport"), line),
        "languages": is_languages,
        "visa": lambda value: type(value) is bool,
        "notes": string(0, 2_000),
    }
)
_PLACE = record({"id": id_hex, "state": one_of(*PLACE_STATES)})
_WITH_TEXT: Shape = {"text": _long_text, "attachments": _attachments, "language": _text}
_SHAPES: Mapping[str, Shape] = {
    "message": {
        **_HANDLED,
        "subject": _subject,
        "text": _long_text,
        "re": nullable(hash_hex),
        "attachments": _attachments,
        "language": _text,
    },
    "request": {
        **_HANDLED,
        "request": _request,
        "subject": _subject,
        "text": _long_text,
        "attachments": _attachments,
        "language": _text,
    },
    "acknowledgement": {"re": hash_hex, "text": _long_text, "reference": _text},
    "answer": {
        **_HANDLED,
        "re": hash_hex,
        "outcome": one_of(*OUTCOMES),
        "reason": _text,
        "text": _long_text,
        "attachments": _attachments,
        "measure": nullable(_measure),
    },
    "receipt": {"what": one_of("delivered", "read"), "of": list_of(hash_hex, 1)},
    "tick": {
        "action": _text,
        "state": one_of(*TICK_STATES),
        "note": _long_text,
        "owner": lambda value: value == "" or hash_hex(value),
        "attachments": _attachments,
    },
    "note": {**_HANDLED, "text": _long_text, "attachments": _attachments},
    "handling": {**_HANDLED, "of": hash_hex, "tlp": _tlp},
    "close": {**_HANDLED, "re": hash_hex, "outcome": _text, "text": _long_text},
    "notice": {
        **_HANDLED,
        "of": lambda value: value == "" or hash_hex(value),
        "document": lambda value: type(value) is dict,
        "text": string(0, 20_000),
        "attachments": _attachments,
        "language": _text,
    },
    "hit": {
        **_HANDLED,
        "of": hash_hex,
        "what": one_of(*HIT_SUBJECTS),
        "text": string(1, 20_000),
        "attachments": _attachments,
        "language": _text,
    },
    "participation": {
        **_HANDLED,
        "shelf": one_of(*ATTENDED),
        "item": is_item,
        "people": list_of(_PERSON, 1, 50),
        **_WITH_TEXT,
    },
    "place": {**_HANDLED, "re": hash_hex, "people": list_of(_PLACE, 1, 50), **_WITH_TEXT},
    "manuscript": {
        **_HANDLED,
        "shelf": is_shelf,
        "item": is_item,
        "record": lambda value: type(value) is dict,
        "base": nullable(hash_hex),
        **_WITH_TEXT,
    },
    "screening_list": {
        "name": string(1, 60),
        "format": string(0, 60),
        "source": nullable(record(SOURCE)),
        "licence": string(0, 60),
        "entries": integer(),
        "attachments": _one_file,
    },
    "screening_decision": {
        "query": hash_hex,
        "listed": string(1, 2_000),
        "content": hash_hex,
        "verdict": one_of(*VERDICTS),
        "why": string(1, 4_000),
        "name": SAID,
        "listed_name": SAID,
    },
    "screening_watch": {
        "add": list_of(subject_record),
        "drop": list_of(hash_hex),
        "entries": integer(),
        "attachments": _one_file,
    },
    "screening_told": {
        "marks": list_of(id_hex, 0, 5_000),
        "sources": list_of(id_hex, 0, 5_000),
        "through": integer(),
        "lists_through": integer(),
    },
}
BODIES: Mapping[str, Shape] = {kind: {"kind": one_of(kind), **shape} for kind, shape in _SHAPES.items()}
