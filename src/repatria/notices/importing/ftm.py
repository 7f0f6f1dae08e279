"""Entities of FollowTheMoney, one JSON object to a line, as in OpenSanctions' entities.ftm.json.

Sanctions, documents and relations are entities of their own there. A first pass over the file collects them
by the entity that they speak of, a second one yields the entities; the file is never held whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from repatria.notices.importing.gathering import Gathering
from repatria.notices.importing.listed import Listed, Origin, Progress, RowFault, Source, Unusable
from repatria.notices.importing.streams import lines, parse_object, quote
from repatria.notices.subjects import document_scheme
from repatria.screening.records import Kind

KINDS: Mapping[str, Kind] = {
    "Person": Kind.PERSON,
    **dict.fromkeys(("LegalEntity", "Organization", "Company", "PublicBody"), Kind.ORGANISATION),
    "Vessel": Kind.VESSEL,
    "Vehicle": Kind.VEHICLE,
    "Airplane": Kind.AIRCRAFT,
    "BankAccount": Kind.ACCOUNT,
    "CryptoWallet": Kind.WALLET,
    "RealEstate": Kind.PROPERTY,
    "Asset": Kind.PROPERTY,
    "Security": Kind.SECURITY,
}
# Relations: the property at either end, which is also the role of what stands there.
RELATIONS: Mapping[str, tuple[str, str]] = {
    "Ownership": ("owner", "asset"),
    "Directorship": ("director", "organization"),
    "Membership": ("member", "organization"),
    "Employment": ("employee", "employer"),
    "Representation": ("agent", "client"),
    "Succession": ("predecessor", "successor"),
    "Family": ("person", "relative"),
    "Associate": ("person", "associate"),
    "UnknownLink": ("subject", "object"),
}
_SPEAKS_OF = {"Sanction": "entity", "Identification": "holder", "Passport": "holder"}
# Schemata of FollowTheMoney 4.11 that name nobody who is screened.
_PASSED_OVER = frozenset({
    "Address", "Analyzable", "Article", "Audio", "Call", "CallForTenders", "Contract", "ContractAward",
    "Control", "CourtCase", "CourtCaseParty", "Debt", "Document", "Documentation", "EconomicActivity",
    "Email", "Event", "Folder", "HyperText", "Image", "Interest", "Interval", "License", "Mention",
    "Message", "Note", "Occupancy", "Package", "Page", "Pages", "Payment", "PlainText", "Position",
    "Project", "ProjectParticipant", "Risk", "Similar", "Table", "TaxRoll", "Territory", "Thing", "Trip",
    "UserAccount", "Value", "Video", "Workbook",
})  # fmt: skip
_LINKING = re.compile(rf'"schema"\s*:\s*"(?:{"|".join((*_SPEAKS_OF, *RELATIONS))})"')
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_NAMES = ("name", "alias", "previousName")
_WEAK_NAMES = ("weakAlias", "abbreviation")
_COUNTRIES = ("nationality", "citizenship", "jurisdiction", "flag", "mainCountry")
_IDENTIFIERS: Mapping[str, str] = {
    "passportNumber": "passport", "idNumber": "national_id", "socialSecurityNumber": "national_id",
    "taxNumber": "tax", "innCode": "tax", "vatCode": "tax", "ogrnCode": "registration",
    "okpoCode": "registration", "uscCode": "registration", "leiCode": "lei", "swiftBic": "bic",
    "bic": "bic", "isin": "isin", "isinCode": "isin", "imoNumber": "imo", "mmsi": "mmsi", "iban": "iban",
    "accountNumber": "account", "publicKey": "wallet", "cryptoAddress": "wallet", "accountId": "wallet",
    "cadastralCode": "parcel", "titleNumber": "parcel", "serialNumber": "msn", "callSign": "other",
    "dunsCode": "registration",
}  # fmt: skip
_REGISTRATION = {
    Kind.VEHICLE: "plate",
    Kind.AIRCRAFT: "tail",
    Kind.PROPERTY: "parcel",
    Kind.SECURITY: "other",
}
_SANCTION_FACTS = (
    "authority", "authorityId", "unscId", "program", "programId", "provisions", "status", "listingDate",
    "startDate", "endDate", "summary", "sourceUrl",
)  # fmt: skip

Properties = Mapping[str, list[Any]]


@dataclass(slots=True)
class _Beside:
    """What other entities of the file say of one: (line, schema, properties), and (role, id) of relations."""

    rows: list[tuple[int, str, Properties]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


def read_ftm(
    file: BinaryIO, source: Source, progress: Progress | None = None, *, of: str = "ftm"
) -> Iterator[Listed | RowFault]:
    """`of` names the list. The file is read twice, and the progress is of both."""
    beside = _collect(file, source, _half(progress, 0))
    for found in lines(file, source, _half(progress, 1)):
        if isinstance(found, RowFault):
            yield found
            continue
        line, text = found
        if text.strip():
            row = _read_line(line, text, source, of, beside)
            if row is not None:
                yield row
    for entity, left in beside.items():
        for line, schema, _properties in left.rows:
            yield RowFault(line, f"{schema}: {quote(entity)}", "missing_link")


def _half(progress: Progress | None, passes: int) -> Progress | None:
    """The progress of one of two passes, when so many are behind it."""
    return progress and (lambda done, size: progress(passes * size + done, 2 * size))


def _collect(file: BinaryIO, source: Source, progress: Progress | None) -> dict[str, _Beside]:
    beside: dict[str, _Beside] = {}
    for found in lines(file, source, progress):
        if isinstance(found, RowFault) or not _LINKING.search(found[1]):
            continue
        value = parse_object(found[1]) or {}
        schema, properties = str(value.get("schema")), _properties(value)
        if schema in RELATIONS:
            _relate(beside, RELATIONS[schema], properties)
        elif schema in _SPEAKS_OF:
            for entity in properties.get(_SPEAKS_OF[schema], []):
                if isinstance(entity, str):
                    beside.setdefault(entity, _Beside()).rows.append((found[0], schema, properties))
    return beside


def _relate(beside: dict[str, _Beside], ends: tuple[str, str], properties: Properties) -> None:
    one, other = ends
    for first in properties.get(one, []):
        for second in properties.get(other, []):
            if isinstance(first, str) and isinstance(second, str):
                beside.setdefault(first, _Beside()).links.append((other, second))
                beside.setdefault(second, _Beside()).links.append((one, first))


def _read_line(
    line: int, text: str, source: Source, of: str, beside: dict[str, _Beside]
) -> Listed | RowFault | None:
    value = parse_object(text) or {}
    fault = _fault_of(value)
    if fault:
        return RowFault(line, quote(text), fault)
    schema = value["schema"]
    if schema in RELATIONS or schema in _SPEAKS_OF or schema in _PASSED_OVER:
        return None
    if schema not in KINDS:
        return RowFault(line, quote(f"{schema}: {value['id']}"), "unknown_schema")
    try:
        return _entry(value, Origin(source, line), of, beside.pop(value["id"], _Beside()))
    except Unusable as unusable:
        return RowFault(line, quote(unusable.what or text), unusable.code)


def _fault_of(value: dict[str, Any]) -> str:
    """The code of what keeps a row from being an entity; empty when nothing does."""
    if not value:
        return "not_json"
    if "canonical_id" in value and "prop" in value:
        return "statements"
    if not isinstance(value.get("schema"), str) or not isinstance(value.get("properties"), dict):
        return "wrong_shape"
    return "" if isinstance(value.get("id"), str) else "no_id"


def _entry(value: dict[str, Any], origin: Origin, of: str, beside: _Beside) -> Listed:
    kind, properties = KINDS[value["schema"]], _properties(value)
    _unfold(value["id"], properties, beside)
    colour = _colour(properties, beside)
    gathering = Gathering(of, value["id"], kind, origin, colour=colour)
    _name(gathering, properties)
    for born in properties.get("birthDate", []):
        gathering.born(born)
    for gender in properties.get("gender", []):
        gathering.gender(gender)
    for name in _COUNTRIES:
        for country in properties.get(name, []):
            gathering.country(country, name)
    if not gathering.has_country():
        for country in properties.get("country", []):
            gathering.country(country)
    _identify(gathering, kind, properties)
    for name, values in properties.items():
        gathering.fact(name, [one for one in values if not isinstance(one, dict)])
    gathering.fact("datasets", value.get("datasets"))
    for _line, schema, said in beside.rows:
        (_sanction if schema == "Sanction" else _document)(gathering, said)
    for role, other in beside.links:
        gathering.link(role, other)
    for role in ("owner", "operator", "holder", "issuer", "parent", "bank"):
        for other in _ids(properties.get(role, [])):
            gathering.link(role, other)
    return gathering.listed()


def _unfold(own: str, properties: Properties, beside: _Beside) -> None:
    """Entities that stand inside this one (targets.nested.json) say the same as those of lines of their
    own."""
    for one in (one for values in properties.values() for one in values if isinstance(one, dict)):
        schema, said = str(one.get("schema")), _properties(one)
        if schema in _SPEAKS_OF:
            beside.rows.append((0, schema, said))
        for role in RELATIONS.get(schema, ()):
            beside.links += [(role, other) for other in _ids(said.get(role, [])) if other != own]


def _ids(values: list[Any]) -> list[str]:
    ids = (one.get("id") if isinstance(one, dict) else one for one in values)
    return [one for one in ids if isinstance(one, str)]


def _name(gathering: Gathering, properties: Properties) -> None:
    for name in _NAMES:
        for text in properties.get(name, []):
            gathering.name(text, name)
    if not any(properties.get(name) for name in _NAMES):
        parts = (
            properties.get(part, [])[:1] for part in ("firstName", "secondName", "middleName", "lastName")
        )
        gathering.name(" ".join(str(part[0]) for part in parts if part and isinstance(part[0], str)))
    for name in _WEAK_NAMES:
        for text in properties.get(name, []):
            gathering.name(text, name, weak=True)


def _identify(gathering: Gathering, kind: Kind, properties: Properties) -> None:
    for name, scheme in _IDENTIFIERS.items():
        for value in properties.get(name, []):
            gathering.identifier(scheme, value)
    for value in properties.get("registrationNumber", []):
        vin = kind is Kind.VEHICLE and isinstance(value, str) and _VIN.fullmatch(value)
        gathering.identifier("vin" if vin else _REGISTRATION.get(kind, "registration"), value)


def _sanction(gathering: Gathering, said: Properties) -> None:
    country = next((gathering.code_of(one, "sanction_country") for one in said.get("country", [])), "")
    for reason in said.get("reason", []):
        gathering.charge(reason, country)
    for name in _SANCTION_FACTS:
        gathering.fact(f"sanction_{name}", said.get(name, []))


def _document(gathering: Gathering, said: Properties) -> None:
    kinds = " ".join(str(kind) for kind in said.get("type", []))
    passport = "passportNumber" in said or document_scheme(kinds) == "passport"
    numbers = [*said.get("passportNumber", []), *said.get("number", [])]
    for number in numbers:
        gathering.identifier("passport" if passport or not kinds else "national_id", number)
        gathering.fact("document", f"{kinds} {number}".strip() if isinstance(number, str) else None)


def _colour(properties: Properties, beside: _Beside) -> str:
    """Red where it is INTERPOL that seeks somebody; the UN's own lists; else none."""
    programs = [
        str(one)
        for _line, schema, said in beside.rows
        if schema == "Sanction"
        for name in ("programId", "program", "authority")
        for one in said.get(name, [])
    ]
    if any(program in ("INTERPOL-RN", "INTERPOL") for program in programs) and "wanted" in properties.get(
        "topics", []
    ):
        return "red"
    return "un" if any(program.startswith("UN-SC") for program in programs) else ""


def _properties(value: dict[str, Any]) -> Properties:
    """Each property a list; a single value stands for a list of one."""
    raw = value.get("properties")
    if not isinstance(raw, dict):
        return {}
    return {
        name: said if isinstance(said, list) else [said]
        for name, said in raw.items()
        if isinstance(name, str)
    }
