"""Records of notices (protocol/notices.md, "The record"): documents that are read, and those that are not."""

import copy
from collections.abc import Callable
from typing import Any, NamedTuple

from repatria.notices.blank import blank_record
from repatria.protocol import canonical, notices
from repatria.protocol.shapes import b64_text
from tests.protocol.invented import digest

NONCE = digest("nonce of a record")
Json = dict[str, Any]


class Document(NamedTuple):
    """Bytes held against a hash: `code` when they must not be read."""

    name: str
    data: bytes
    expected: str
    code: str | None


def blank() -> Json:
    """The least that a record can say."""
    return blank_record("fr", "Avis")


ASSET: Json = {
    "type": "vessel",
    "name": "L'Étoile du lac",
    "identifiers": [{"scheme": "imo", "value": "9074729"}, {"scheme": "mmsi", "value": "247320162"}],
    "description": "Motor yacht\n42 m, white",
    "place": "Port of an invented coast",
    "holder": "Lagune Invest SA",
    "holder_role": "nominee",
    "amount": "12000000",
    "currency": "EUR",
    "link": "Bought with the proceeds of contract 7",
}
PICTURE: Json = {
    "sha256": digest("picture").hex(),
    "len": 40_000,
    "type": "image/jpeg",
    "caption": "2019, passport",
}
IDENTITY: Json = {"type": "passport", "number": "X0000001", "country": "SN", "expires": "2029-02-28"}
OFFENCE: Json = {"code": "", "law": "Code pénal, art. 152", "charge": "Détournement", "penalty_months": 120}


def silver() -> Json:
    """A record in which nothing is empty."""
    record = blank()
    record |= {
        "reference": "SN/2026/118",
        "agency": "Pool judiciaire financier",
        "texts": [
            {"language": "fr", "title": "Recherche d'avoirs", "facts": "Premier alinéa.\nSecond alinéa."},
            {"language": "ar", "title": "تعقب أصول", "facts": "الوقائع"},
        ],
        "offences": [OFFENCE],
        "basis": {
            "kind": "court_order",
            "authority": "Tribunal de Dakar",
            "reference": "12/2026",
            "date": "2026-02",
            "sentence_months": 60,
        },
        "assets": [ASSET],
        "action": ["locate", "identify", "monitor"],
        "conditions": ["No freezing without asking first"],
        "pictures": [PICTURE],
        "contact": {"name": "Wanjiru", "phone": "+221 33 000 00 00", "languages": "fr, en"},
    }
    record["subject"] |= {
        "names": ["Ousmane Invented", "عثمان المخترع"],
        "sex": "M",
        "born": ["1961", "1962-11-30"],
        "birth_place": "Thiès",
        "nationalities": ["SN", "FR"],
        "documents": [IDENTITY],
        "description": "Scar on the left hand",
        "address": "12, rue des Essais",
        "position": "Minister, 2004 to 2011",
        "registration": "SN-DKR-2004-1",
        "jurisdiction": "SN",
    }
    return copy.deepcopy(record)


def document_of(record: Any, **changed: Any) -> bytes:
    return canonical.stringify({"v": 1, "nonce": b64_text(NONCE), "record": record} | changed)


def documents() -> list[Document]:
    named = notices.encode_record(silver(), NONCE)
    hash_ = notices.record_hash(named)
    longest = _filled(notices.MAX_DOCUMENT_BYTES)
    return [
        _own("the least that a record says", document_of(blank())),
        _own("a record in which nothing is empty", named),
        _own("a document of 131,072 bytes", longest),
        *_other_bytes(named, hash_),
        _own("a document of 131,073 bytes", _filled(notices.MAX_DOCUMENT_BYTES + 1), "too_large"),
        _own("bytes that are not canonical", named + b" ", "not_canonical"),
        _own("version 2", document_of(blank(), v=2), "bad_shape"),
        _own("a nonce of 31 bytes", document_of(blank(), nonce=b64_text(NONCE[:31])), "bad_shape"),
        _own("no nonce", canonical.stringify({"v": 1, "record": blank()}), "bad_shape"),
        _own("a further key", document_of(blank(), signature=""), "bad_shape"),
        _own("a record that is a text", document_of("x"), "bad_shape"),
        *(_own(name, document_of(_changed(change)), "bad_shape") for name, change in REFUSED.items()),
        *(_own(name, document_of(_changed(change))) for name, change in READ.items()),
    ]


def _own(name: str, data: bytes, code: str | None = None) -> Document:
    """Under its own hash."""
    return Document(name, data, notices.record_hash(data), code)


def _other_bytes(named: bytes, hash_: str) -> list[Document]:
    edited = silver()
    edited["subject"]["names"] = ["Somebody Else"]
    fresh = notices.encode_record(silver(), digest("another nonce"))
    cases = {
        "a record edited after signing": document_of(edited),
        "the same record under another nonce": fresh,
        "a record cut short": named[:-1],
        "nothing": b"",
    }
    return [Document(name, data, hash_, "wrong_record") for name, data in cases.items()]


def _filled(length: int) -> bytes:
    """A document of so many bytes."""
    record = blank()
    record["assets"] = [copy.deepcopy(ASSET) for _ in range(60)]
    record["texts"] = [{"language": code, "title": "x", "facts": ""} for code in ("ar", "en", "es", "fr")]
    left = length - len(document_of(record))
    for text in record["texts"]:
        text["facts"] = "x" * min(left, 20_000)
        left -= len(text["facts"])
    for asset in record["assets"]:
        asset["link"], left = asset["link"] + "x" * min(left, 1_900), left - min(left, 1_900)
    data = document_of(record)
    assert len(data) == length
    return data


def _changed(change: Callable[[Json], Any]) -> Json:
    record = silver()
    change(record)
    return record


def _put(*path: str | int, to: Any) -> Callable[[Json], None]:
    def change(record: Json) -> None:
        place: Any = record
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return change


def _drop(*path: str | int) -> Callable[[Json], None]:
    def change(record: Json) -> None:
        place: Any = record
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


TEXT: Json = {"language": "en", "title": "x", "facts": ""}

READ: dict[str, Callable[[Json], None]] = {
    "a person born on a leap day": _put("subject", "born", to=["2000-02-29"]),
    "a person born in the year 1": _put("subject", "born", to=["0001"]),
    "a title of 200 characters": _put("texts", 0, "title", to="x" * 200),
    "facts of 20,000 characters": _put("texts", 0, "facts", to="x" * 20_000),
    "facts with a direction mark and a line break": _put("texts", 0, "facts", to="\u200fنص\n"),
    "50 names": _put("subject", "names", to=["x"] * 50),
    "a subject without names": _put("subject", "names", to=[]),
    "4 languages": _put("texts", to=[{**TEXT, "language": code} for code in ("en", "fr", "es", "ar")]),
    "an asset whose name is not known": _put("assets", 0, "name", to=""),
    "an asset whose name has 200 characters": _put("assets", 0, "name", to="x" * 200),
    "100 assets": _put("assets", to=[{**ASSET, "identifiers": []}] * 100),
    "a penalty that is not known": _put("offences", 0, "penalty_months", to=None),
    "a sentence of no months": _put("basis", "sentence_months", to=0),
    "a code that this client does not know": _put("offences", 0, "code", to="CORR.NEW"),
    "a picture of 2,097,152 bytes": _put("pictures", 0, "len", to=2_097_152),
    "a holder that is the beneficial owner": _put("assets", 0, "holder_role", to="beneficial_owner"),
    "a document that does not expire": _put("subject", "documents", 0, "expires", to=""),
    "a sex that is not stated": _put("subject", "sex", to=""),
    "a name of 100 characters beyond the first plane": _put("subject", "names", to=["\U0001e900" * 100]),
}

REFUSED: dict[str, Callable[[Json], None]] = {
    "a record without a subject": _drop("subject"),
    "a record with a further key": _put("colour", to="silver"),
    "no text": _put("texts", to=[]),
    "5 texts": _put("texts", to=[{**TEXT, "language": code} for code in ("en", "fr", "es", "ar", "pt")]),
    "two texts in one language": _put("texts", to=[TEXT, TEXT]),
    "a language of three letters": _put("texts", 0, "language", to="fra"),
    "an empty title": _put("texts", 0, "title", to=""),
    "a title of 201 characters": _put("texts", 0, "title", to="x" * 201),
    "a title with a bidirectional control": _put("texts", 0, "title", to="x\u202ey"),
    "a title of two lines": _put("texts", 0, "title", to="x\ny"),
    "facts of 20,001 characters": _put("texts", 0, "facts", to="x" * 20_001),
    "a kind of subject that does not exist": _put("subject", "kind", to="vessel"),
    "an empty name": _put("subject", "names", to=[""]),
    "51 names": _put("subject", "names", to=["x"] * 51),
    "a sex that does not exist": _put("subject", "sex", to="m"),
    "a day that does not exist": _put("subject", "born", to=["2001-02-29"]),
    "a month that does not exist": _put("subject", "born", to=["2001-13"]),
    "a month 0": _put("subject", "born", to=["2001-00"]),
    "a day 0": _put("subject", "born", to=["2001-01-00"]),
    "the 31st of April": _put("subject", "born", to=["1970-04-31"]),
    "the leap day of 1900": _put("subject", "born", to=["1900-02-29"]),
    "the year 0": _put("subject", "born", to=["0000"]),
    "a year of three digits": _put("subject", "born", to=["970"]),
    "a date with a time": _put("subject", "born", to=["1970-01-01T00:00:00Z"]),
    "a date followed by a line break": _put("subject", "born", to=["1970-01-01\n"]),
    "a date in Arabic digits": _put("subject", "born", to=["١٩٧٠"]),
    "a date that is empty": _put("subject", "born", to=[""]),
    "a date that is a number": _put("subject", "born", to=[1970]),
    "11 birth dates": _put("subject", "born", to=["1970"] * 11),
    "a nationality in small letters": _put("subject", "nationalities", to=["sn"]),
    "an empty nationality": _put("subject", "nationalities", to=[""]),
    "21 documents": _put("subject", "documents", to=[IDENTITY] * 21),
    "a document of a country in three letters": _put("subject", "documents", 0, "country", to="SEN"),
    "a document that expires on no date": _put("subject", "documents", 0, "expires", to="never"),
    "a description of 2,001 characters": _put("subject", "description", to="x" * 2_001),
    "an address of 501 characters": _put("subject", "address", to="x" * 501),
    "a position of 501 characters": _put("subject", "position", to="x" * 501),
    "a jurisdiction in words": _put("subject", "jurisdiction", to="Senegal"),
    "21 offences": _put("offences", to=[OFFENCE] * 21),
    "a penalty in words": _put("offences", 0, "penalty_months", to="120"),
    "a negative penalty": _put("offences", 0, "penalty_months", to=-1),
    "a charge of 2,001 characters": _put("offences", 0, "charge", to="x" * 2_001),
    "a basis that does not exist": _put("basis", "kind", to="rumour"),
    "a basis without authority": _drop("basis", "authority"),
    "101 assets": _put("assets", to=[{**ASSET, "identifiers": []}] * 101),
    "an asset without a place for its name": _drop("assets", 0, "name"),
    "an asset whose name has 201 characters": _put("assets", 0, "name", to="x" * 201),
    "an asset whose name has two lines": _put("assets", 0, "name", to="x\ny"),
    "a scheme that does not exist": _put("assets", 0, "identifiers", to=[{"scheme": "phone", "value": "1"}]),
    "21 identifiers": _put("assets", 0, "identifiers", to=[{"scheme": "other", "value": "1"}] * 21),
    "a holder in a role that does not exist": _put("assets", 0, "holder_role", to="friend"),
    "an amount that is a number": _put("assets", 0, "amount", to=5),
    "an action that does not exist": _put("action", to=["freeze"]),
    "11 actions": _put("action", to=["locate"] * 11),
    "21 conditions": _put("conditions", to=["x"] * 21),
    "13 pictures": _put("pictures", to=[PICTURE] * 13),
    "a picture of no bytes": _put("pictures", 0, "len", to=0),
    "a picture of 2,097,153 bytes": _put("pictures", 0, "len", to=2_097_153),
    "a picture that is a drawing": _put("pictures", 0, "type", to="image/svg+xml"),
    "a picture without a hash": _put("pictures", 0, "sha256", to=""),
    "a contact without a telephone": _drop("contact", "phone"),
    "a TLP that does not exist": _put("handling", "tlp", to="TLP:WHITE"),
}
