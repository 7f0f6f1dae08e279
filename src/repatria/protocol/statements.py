"""Statements (protocol/statements.md): what each kind holds, and how one is built.

Owns shapes and builders. Whether a statement may stand in the register is `directory.py`'s.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from repatria.protocol import publication_shapes
from repatria.protocol.canonical import Json
from repatria.protocol.errors import ProtocolError
from repatria.protocol.keys import KEM_BYTES, SIGN_BYTES, Keyset
from repatria.protocol.shapes import (
    Shape,
    b64,
    b64_text,
    constant,
    fields,
    hash_hex,
    integer,
    list_of,
    matching,
    nullable,
    one_of,
    record,
    text,
)

ROLES = ("officer", "deputy", "head", "auditor", "partner")
MAX_TERM_SECONDS = 34_300_800  # 397 days
CLOCK_SKEW_SECONDS = 600
MLDSA44_BYTES = 1312

# notices.md, "Statements".
COLOURS = ("red", "blue", "green", "yellow", "black", "purple", "orange", "art", "un", "silver")
VARIANTS = ("notice", "diffusion")
REVIEW_PARTS = ("completeness", "constitution")
REVIEW_OUTCOMES = ("pass", "return", "refuse")
NOTICE_ACTS = ("suspend", "reinstate", "withdraw", "cancel", "renew", "redress")
NOTICE_REASONS = (
    "ART2", "ART3", "NOT_SERIOUS", "NO_VALID_BASIS", "PRIVATE_DISPUTE", "INSUFFICIENT_DATA", "DUPLICATE",
    "REFUGEE", "IMMUNITY", "NE_BIS_IN_IDEM", "CCF_DECISION", "OUT_OF_TYPE", "PURPOSE_MET",
)  # fmt: skip

_any_text = text()
_maybe_text = text(0)
_reason = text(0, 500)
country_code = matching("[A-Z]{2}")
office_id = matching("[a-z]{2}/[a-z0-9][a-z0-9-]{0,38}")
_languages = list_of(matching("[a-z]{2}"), 1, 12)
_clock_time = matching("([01][0-9]|2[0-3]):[0-5][0-9]")
_key_name = matching("[!-*,-~]{1,200}")  # signed-note: no spaces, no plus

_person = record(
    {
        "name": _any_text,
        "latin": _any_text,
        "languages": _languages,
        "phone": _maybe_text,
        "title": _maybe_text,
    }
)
_log = record({"origin": _key_name, "ed25519": b64(SIGN_BYTES), "mldsa44": b64(MLDSA44_BYTES)})
_witness = record({"name": _key_name, "key": b64(SIGN_BYTES)})
_hours = record({"days": list_of(integer(1, 7), 0, 7), "from": _clock_time, "to": _clock_time})

_KINDS: Mapping[str, Shape] = {
    "root": {
        "seq": integer(),
        "prev": nullable(hash_hex),
        "name": _any_text,
        "k": integer(),
        "keys": list_of(b64(SIGN_BYTES)),
        "log": _log,
        "witnesses": list_of(_witness),
        "quorum": integer(),
    },
    "keyset": {"suite": constant(1), "sign": b64(SIGN_BYTES), "kem": b64(KEM_BYTES)},
    "bureau": {"country": country_code, "name": _any_text, "keyset": hash_hex, "person": _person},
    "agency": {
        "country": country_code,
        "agency": office_id,
        "name": _any_text,
        "keyset": hash_hex,
        "person": _person,
    },
    "office": {
        "office": office_id,
        "agency": office_id,
        "name": _any_text,
        "tz": matching("[A-Za-z0-9_+/-]{1,64}"),
        "hours": _hours,
        "languages": _languages,
        "phone": _any_text,
        "networks": list_of(_any_text, 0, 32),
    },
    "nominate": {"keyset": hash_hex, "person": _person, "office": office_id, "role": one_of(*ROLES)},
    "authorise": {"nomination": hash_hex, "until": integer()},
    "renew": {"keyset": hash_hex, "until": integer()},
    "rotate": {"keyset": hash_hex},
    "suspend": {"keyset": hash_hex, "reason": _reason},
    "revoke": {"keyset": hash_hex, "reason": _reason, "since": nullable(integer())},
    "office-key": {
        "office": office_id,
        "room": hash_hex,
        "epoch": integer(1),
        "kem": b64(KEM_BYTES),
        "entry": hash_hex,
        "officers": list_of(hash_hex),
    },
    "client-release": {"version": integer(), "minimum": integer(), "manifest": hash_hex},
    "notice": {
        "country": country_code,
        "colour": one_of(*COLOURS),
        "variant": one_of(*VARIANTS),
        "record": hash_hex,
        "until": integer(),
        "amends": nullable(hash_hex),
    },
    "notice-review": {
        "notice": hash_hex,
        "part": one_of(*REVIEW_PARTS),
        "outcome": one_of(*REVIEW_OUTCOMES),
        "reason": one_of("", *NOTICE_REASONS),
        "text": _reason,
    },
    "notice-change": {
        "notice": hash_hex,
        "act": one_of(*NOTICE_ACTS),
        "until": nullable(integer()),
        "reason": one_of("", *NOTICE_REASONS),
        "text": _reason,
    },
    **publication_shapes.STATEMENTS,
}


def _by_root_or_key(value: Any) -> bool:
    return value == "root" or hash_hex(value)


def _complete(kind: str, shape: Shape) -> Shape:
    common = {
        "v": constant(1),
        "net": nullable(hash_hex),
        "kind": one_of(kind),
        "by": _by_root_or_key,
        "iprev": nullable(hash_hex),
        "time": integer(),
    }
    return {**common, **shape}


_SHAPES = {kind: _complete(kind, shape) for kind, shape in _KINDS.items()}


def check_shape(value: Json) -> str:
    """Demand the exact shape of the statement's kind and return the kind.

    Raises `unknown_kind` (a client that is too old says so) or `bad_shape`.
    """
    kind = value.get("kind")
    if type(kind) is not str:
        raise ProtocolError("bad_shape", "kind")
    shape = _SHAPES.get(kind)
    if shape is None:
        raise ProtocolError("unknown_kind", kind[:100])
    fields(value, shape)
    if kind == "agency" and value["agency"][:2] != value["country"].lower():
        raise ProtocolError("bad_shape", "the agency's id is not of its country")
    if kind == "office" and value["agency"][:2] != value["office"][:2]:
        raise ProtocolError("bad_shape", "the office's id is not of its agency's country")
    if kind in ("offer", "publication", "retirement"):
        publication_shapes.check_about(value)
    return kind


def country_of(identifier: str) -> str:
    """The country of an agency or office id."""
    return identifier[:2].upper()


class Stamp(NamedTuple):
    """What every statement carries: `Directory.stamp` fills it in for an issuer."""

    net: str | None
    by: str
    iprev: str | None
    time: int


class RootTerms(NamedTuple):
    """What a root statement decides."""

    name: str
    k: int
    keys: Sequence[bytes]
    origin: str
    log_ed25519: bytes
    log_mldsa44: bytes
    witnesses: Sequence[tuple[str, bytes]]
    quorum: int


def _statement(stamp: Stamp, kind: str, **own: Any) -> Json:
    common = {"v": 1, "net": stamp.net, "kind": kind, "by": stamp.by}
    value = {**common, "iprev": stamp.iprev, "time": stamp.time, **own}
    check_shape(value)
    return value


def root(stamp: Stamp, terms: RootTerms, seq: int = 0, prev: str | None = None) -> Json:
    """The network itself: `seq` 0 and `prev` None for the first, which has `net` None."""
    return _statement(
        stamp,
        "root",
        seq=seq,
        prev=prev,
        name=terms.name,
        k=terms.k,
        keys=[b64_text(key) for key in terms.keys],
        log={
            "origin": terms.origin,
            "ed25519": b64_text(terms.log_ed25519),
            "mldsa44": b64_text(terms.log_mldsa44),
        },
        witnesses=[{"name": name, "key": b64_text(key)} for name, key in terms.witnesses],
        quorum=terms.quorum,
    )


def keyset(stamp: Stamp, keys: Keyset) -> Json:
    return _statement(stamp, "keyset", suite=1, sign=b64_text(keys.sign), kem=b64_text(keys.kem))


def bureau(stamp: Stamp, *, country: str, name: str, keyset: str, person: Json) -> Json:
    return _statement(stamp, "bureau", country=country, name=name, keyset=keyset, person=person)


def agency(stamp: Stamp, *, agency: str, name: str, keyset: str, person: Json) -> Json:
    country = country_of(agency)
    return _statement(
        stamp, "agency", country=country, agency=agency, name=name, keyset=keyset, person=person
    )


def office(  # noqa: PLR0913 - a form with these lines
    stamp: Stamp,
    *,
    office: str,
    agency: str,
    name: str,
    tz: str,
    hours: Json,
    languages: Sequence[str],
    phone: str,
    networks: Sequence[str] = (),
) -> Json:
    """`hours` is `{"days": [1..7], "from": "HH:MM", "to": "HH:MM"}` in the office's own time zone."""
    return _statement(
        stamp,
        "office",
        office=office,
        agency=agency,
        name=name,
        tz=tz,
        hours=hours,
        languages=list(languages),
        phone=phone,
        networks=list(networks),
    )


def nominate(stamp: Stamp, *, keyset: str, person: Json, office: str, role: str) -> Json:
    return _statement(stamp, "nominate", keyset=keyset, person=person, office=office, role=role)


def authorise(stamp: Stamp, *, nomination: str, until: int) -> Json:
    return _statement(stamp, "authorise", nomination=nomination, until=until)


def renew(stamp: Stamp, *, keyset: str, until: int) -> Json:
    return _statement(stamp, "renew", keyset=keyset, until=until)


def rotate(stamp: Stamp, *, keyset: str) -> Json:
    return _statement(stamp, "rotate", keyset=keyset)


def suspend(stamp: Stamp, *, keyset: str, reason: str) -> Json:
    return _statement(stamp, "suspend", keyset=keyset, reason=reason)


def revoke(stamp: Stamp, *, keyset: str, reason: str, since: int | None = None) -> Json:
    return _statement(stamp, "revoke", keyset=keyset, reason=reason, since=since)


def office_key(  # noqa: PLR0913 - a form with these lines
    stamp: Stamp, *, office: str, room: str, epoch: int, kem: bytes, entry: str, officers: Sequence[str]
) -> Json:
    """`entry` is the hash of the members entry of that epoch; `officers` its members' key ids."""
    return _statement(
        stamp,
        "office-key",
        office=office,
        room=room,
        epoch=epoch,
        kem=b64_text(kem),
        entry=entry,
        officers=sorted(officers),
    )


def client_release(stamp: Stamp, *, version: int, minimum: int, manifest: str) -> Json:
    return _statement(stamp, "client-release", version=version, minimum=minimum, manifest=manifest)


def notice(  # noqa: PLR0913 - a form with these lines
    stamp: Stamp,
    *,
    country: str,
    colour: str,
    variant: str,
    record: str,
    until: int,
    amends: str | None = None,
) -> Json:
    """`record` is the hex SHA-256 of the record's document; `amends` the hash of the notice it replaces."""
    own = {"country": country, "colour": colour, "variant": variant, "record": record}
    return _statement(stamp, "notice", **own, until=until, amends=amends)


def notice_review(
    stamp: Stamp, *, notice: str, part: str, outcome: str, reason: str = "", text: str = ""
) -> Json:
    own = {"notice": notice, "part": part, "outcome": outcome}
    return _statement(stamp, "notice-review", **own, reason=reason, text=text)


def notice_change(
    stamp: Stamp, *, notice: str, act: str, until: int | None = None, reason: str = "", text: str = ""
) -> Json:
    own = {"notice": notice, "act": act, "until": until}
    return _statement(stamp, "notice-change", **own, reason=reason, text=text)


def offer(  # noqa: PLR0913 - a form with these lines
    stamp: Stamp,
    *,
    shelf: str,
    item: str,
    document: str,
    access: str,
    seen: int,
    parts: Sequence[str] = (),
) -> Json:
    """`document` is the hex SHA-256 of the document; `seen` the size of the register that was folded."""
    own = {"shelf": shelf, "item": item, "parts": list(parts), "document": document}
    return _statement(stamp, "offer", **own, access=access, seen=seen)


def offer_review(stamp: Stamp, *, offer: str, outcome: str, text: str = "") -> Json:
    return _statement(stamp, "offer-review", offer=offer, outcome=outcome, text=text)


def publication(  # noqa: PLR0913 - a form with these lines
    stamp: Stamp,
    *,
    shelf: str,
    item: str,
    document: str | None,
    access: str,
    seen: int,
    parts: Sequence[str] = (),
    offer: str | None = None,
) -> Json:
    """Without a `document` the item, or these parts of it, is retired as of before: no reason is said."""
    own = {"shelf": shelf, "item": item, "parts": list(parts), "document": document}
    return _statement(stamp, "publication", **own, access=access, seen=seen, offer=offer)


def retirement(  # noqa: PLR0913 - a form with these lines
    stamp: Stamp,
    *,
    shelf: str,
    item: str,
    document: str,
    access: str,
    seen: int,
    parts: Sequence[str] = (),
    successor: str | None = None,
) -> Json:
    """`document` is the hex SHA-256 of the document that says why."""
    own = {"shelf": shelf, "item": item, "parts": list(parts), "document": document}
    return _statement(stamp, "retirement", **own, access=access, seen=seen, successor=successor)
