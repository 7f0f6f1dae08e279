"""A notice's record as entities of FollowTheMoney 4: what other tools of the trade read.

The subject with a Sanction (so FollowTheMoney calls any listing by an authority), its documents, and its
assets with who owns them. Whether such a file may leave the network is for the handling code; this only
writes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from repatria.notices.subjects import document_scheme, has_legal_form

Entity = dict[str, Any]

_SUBJECTS = {"person": "Person", "entity": "LegalEntity", "asset": "Asset", "object": "Asset"}
_ASSETS: Mapping[str, str] = {
    **dict.fromkeys(("bank_account", "payment_account", "client_account", "safe_deposit"), "BankAccount"),
    **dict.fromkeys(("company_interest", "business"), "Company"),
    "securities": "Security",
    "vehicle": "Vehicle",
    "vessel": "Vessel",
    "aircraft": "Airplane",
    "virtual_asset": "CryptoWallet",
    "real_estate": "RealEstate",
}  # everything else is an Asset
# Schema -> scheme of protocol/notices.md -> property; a VIN has none of its own.
_PROPERTIES: Mapping[str, Mapping[str, str]] = {
    "BankAccount": {"iban": "iban", "account": "accountNumber", "bic": "bic"},
    "Company": {
        "lei": "leiCode",
        "registration": "registrationNumber",
        "tax": "taxNumber",
        "isin": "isinCode",
    },
    "Security": {"isin": "isin", "registration": "registrationNumber"},
    "Vehicle": {
        "vin": "registrationNumber",
        "plate": "registrationNumber",
        "registration": "registrationNumber",
    },
    "Vessel": {"imo": "imoNumber", "mmsi": "mmsi", "registration": "registrationNumber"},
    "Airplane": {"tail": "registrationNumber", "msn": "serialNumber", "serial": "serialNumber"},
    "CryptoWallet": {"wallet": "publicKey", "account": "accountId"},
    "RealEstate": {"parcel": "cadastralCode", "registration": "registrationNumber"},
}
_GENDERS = {"F": "female", "M": "male", "X": "other"}
_TOPICS = {"red": "wanted", "un": "sanction"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the register says of the notice: `country` alpha-2, times as YYYY-MM-DD or empty."""

    colour: str
    country: str
    state: str
    published: str = ""
    until: str = ""


def to_ftm(record: Mapping[str, Any], notice: str, standing: Standing) -> tuple[Entity, ...]:
    """The entities of a record; none for a body, a method, a threat, or somebody of unknown name."""
    schema = _SUBJECTS.get(record["subject"]["kind"])
    if schema is None or (schema != "Asset" and not record["subject"]["names"]):
        return ()
    return (
        _subject(record, notice, schema, standing),
        *(_documents(record["subject"]["documents"], notice) if schema in ("Person", "LegalEntity") else ()),
        _sanction(record, notice, standing),
        *_assets(record, notice, owns=schema != "Asset"),
    )


def to_lines(entities: Iterable[Entity]) -> str:
    """One JSON object to a line, as FollowTheMoney's own files are."""
    return "".join(json.dumps(entity, ensure_ascii=False) + "\n" for entity in entities)


def _entity(entry: str, schema: str, **properties: Iterable[str]) -> Entity:
    """With the properties that say something, each value once."""
    said = {
        name: [*dict.fromkeys(value.strip() for value in values if value.strip())]
        for name, values in properties.items()
    }
    return {
        "id": entry,
        "schema": schema,
        "properties": {name: values for name, values in said.items() if values},
    }


def _subject(record: Mapping[str, Any], notice: str, schema: str, standing: Standing) -> Entity:
    subject = record["subject"]
    common: dict[str, Iterable[str]] = {
        "name": subject["names"][:1],
        "alias": subject["names"][1:],
        "description": [subject["description"]],
        "address": [subject["address"]],
        "topics": [_TOPICS.get(standing.colour, "poi")],
        "summary": [text["title"] for text in record["texts"]],
    }
    if schema == "Person":
        return _entity(notice, schema, **common, **_person(subject))
    if schema == "LegalEntity":
        registered = {
            "registrationNumber": [subject["registration"]],
            "jurisdiction": [subject["jurisdiction"].lower()],
        }
        return _entity(notice, schema, **common, **registered)
    return _entity(notice, schema, **common)


def _person(subject: Mapping[str, Any]) -> dict[str, Iterable[str]]:
    return {
        "birthDate": subject["born"],
        "birthPlace": [subject["birth_place"]],
        "nationality": [country.lower() for country in subject["nationalities"]],
        "gender": [_GENDERS.get(subject["sex"], "")],
        "position": [subject["position"]],
    }


def _documents(documents: Iterable[Mapping[str, Any]], notice: str) -> list[Entity]:
    return [
        _entity(
            f"{notice}#document-{place}",
            "Passport" if document_scheme(document["type"]) == "passport" else "Identification",
            holder=[notice],
            number=[document["number"]],
            type=[document["type"]],
            country=[document["country"].lower()],
            endDate=[document["expires"]],
        )
        for place, document in enumerate(documents)
        if document["number"].strip()
    ]


def _sanction(record: Mapping[str, Any], notice: str, standing: Standing) -> Entity:
    charges = [" ".join(filter(None, (one["charge"], one["law"]))) for one in record["offences"]]
    return _entity(
        f"{notice}#notice",
        "Sanction",
        entity=[notice],
        authority=[record["agency"]],
        authorityId=[record["reference"]],
        program=[f"{standing.colour} notice"],
        country=[standing.country.lower()],
        reason=charges,
        provisions=record["action"],
        status=[standing.state],
        startDate=[standing.published],
        endDate=[standing.until],
    )


def _assets(record: Mapping[str, Any], notice: str, *, owns: bool) -> list[Entity]:
    """Each asset, its holder, and what ties them; a holder of the subject's name is the subject."""
    found: dict[str, Entity] = {}
    known = dict.fromkeys(record["subject"]["names"], notice) if owns else {}
    for place, asset in enumerate(record["assets"]):
        entry, name = f"{notice}#asset-{place}", asset["holder"].strip()
        if name and name not in known:
            known[name] = f"{notice}#holder-{place}"
            schema = "Organization" if has_legal_form(name) else "LegalEntity"
            found[known[name]] = _entity(known[name], schema, name=[name])
        found[entry] = _asset(asset, entry, known.get(name, ""))
        if (
            name and found[entry]["schema"] != "CryptoWallet"
        ):  # a wallet is no asset to FollowTheMoney, and has a holder
            tie = _entity(
                f"{entry}-held", "Ownership", owner=[known[name]], asset=[entry], role=[asset["holder_role"]]
            )
            found[tie["id"]] = tie
    return list(found.values())


def _asset(asset: Mapping[str, Any], entry: str, holder: str) -> Entity:
    schema = _ASSETS.get(asset["type"], "Asset")
    properties: dict[str, list[str]] = {
        "name": [asset["name"]],
        "description": [asset["description"], asset["link"]],
        "address": [asset["place"]],
        "amount": [asset["amount"]],
        "currency": [asset["currency"]],
    }
    for one in asset["identifiers"]:
        name = _PROPERTIES.get(schema, {}).get(one["scheme"])
        value = one["value"] if name else f"{one['scheme']} {one['value']}".strip()
        properties.setdefault(name or "notes", []).append(value)
    if schema == "CryptoWallet":
        properties["holder"] = [holder]
    if schema in ("Company", "Vessel") and not asset["name"].strip():  # these must have one
        numbers = [one["value"] for one in asset["identifiers"]]
        properties["name"] = [next(filter(str.strip, (asset["description"][:200], *numbers)), asset["type"])]
    return _entity(entry, schema, **properties)
