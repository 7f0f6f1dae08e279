"""Root statements are signed on several machines: a draft travels, gathers signatures, then is posted.

A draft is the JSON form of envelope.md, with as many signatures as it has so far (none at first).
"""

from __future__ import annotations

import json
from typing import Any

from repatria.protocol import canonical, envelope
from repatria.protocol.canonical import Json
from repatria.protocol.envelope import Envelope
from repatria.protocol.errors import ProtocolError
from repatria.protocol.keys import SigningKey
from repatria.sdk.connection import decode_b64, encode_b64
from repatria.sdk.errors import WrongUse

PAYLOAD_TYPE = "application/vnd.repatria.statement.v1+json"


def draft(value: Json) -> str:
    """A statement that nobody has signed yet, as text for a file."""
    payload = encode_b64(canonical.stringify(value))
    return _text({"payloadType": PAYLOAD_TYPE, "payload": payload, "signatures": []})


def read(text: str) -> Json:
    """What the draft would say: shown before anybody signs it. Raises WrongUse."""
    return _value(_parse(text))


def add_signature(text: str, key: SigningKey) -> str:
    """The draft with one more signature; signing twice changes nothing."""
    parsed = _parse(text)
    made = envelope.sign(envelope.STATEMENT, _value(parsed), [key]).signatures[0]
    rest = [item for item in parsed["signatures"] if item["keyid"] != made.keyid]
    parsed["signatures"] = [*rest, {"keyid": made.keyid, "sig": encode_b64(made.sig)}]
    return _text(parsed)


def complete(text: str) -> Envelope:
    """The signed envelope. Checks its form, not whether the signatures suffice: the fold does."""
    parsed = _parse(text)
    value = _value(parsed)
    signatures = sorted(
        envelope.Signature(str(item["keyid"]), decode_b64(item["sig"])) for item in parsed["signatures"]
    )
    unsigned = Envelope(envelope.STATEMENT, canonical.stringify(value), value, tuple(signatures))
    try:
        return envelope.decode(unsigned.wire())
    except (ProtocolError, ValueError) as error:
        raise WrongUse("bad_draft", str(error)) from error


def _parse(text: str) -> dict[str, Any]:
    try:
        parsed = json.loads(text)
        if parsed["payloadType"] != PAYLOAD_TYPE or not isinstance(parsed["signatures"], list):
            raise WrongUse("bad_draft", "this is no draft of a statement")
    except (ValueError, KeyError, TypeError) as error:
        raise WrongUse("bad_draft", "this is no draft of a statement") from error
    return dict(parsed)


def _value(parsed: dict[str, Any]) -> Json:
    try:
        return canonical.parse(decode_b64(parsed["payload"]))
    except ProtocolError as error:
        raise WrongUse("bad_draft", str(error)) from error


def _text(parsed: dict[str, Any]) -> str:
    return json.dumps(parsed, indent=1) + "\n"
