"""A notice's record as what is screened: its subject, those who hold its assets, and the assets by their
names and numbers.

Owns how schemes of identifiers and types of assets of protocol/notices.md are called by the screening. The
record is one that the protocol has checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from repatria.screening.records import Identifier, Kind, Subject

KINDS: Mapping[str, Kind] = {
    "person": Kind.PERSON,
    "entity": Kind.ORGANISATION,
    "asset": Kind.PROPERTY,
    "object": Kind.PROPERTY,
}  # a body, a method and a threat have nobody's name
ASSET_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("bank_account", "payment_account", "client_account", "safe_deposit"), Kind.ACCOUNT),
    **dict.fromkeys(("company_interest", "business", "trust_interest"), Kind.ORGANISATION),
    "securities": Kind.SECURITY,
    "vehicle": Kind.VEHICLE,
    "vessel": Kind.VESSEL,
    "aircraft": Kind.AIRCRAFT,
    "virtual_asset": Kind.WALLET,
}  # everything else is property
_SCREENED = {
    "national_id": "id_card",
    "registration": "register",
    "parcel": "other",
    "msn": "other",
    "serial": "other",
}
_PASSPORT = re.compile("pass?[ae]?por|pass?por|paszport|reisepass|паспорт|جواز|护照|護照|여권|旅券|דרכון")
_GENDERS = {"F": "female", "M": "male", "X": "other"}


def screened_scheme(scheme: str) -> str:
    """What the screening calls a scheme of protocol/notices.md."""
    return _SCREENED.get(scheme, scheme)


def asset_kind(asset_type: str) -> Kind:
    return ASSET_KINDS.get(asset_type, Kind.PROPERTY)


def document_scheme(kind: str) -> str:
    """The scheme of an identity document by what it is called, in the languages that officers write."""
    return "passport" if _PASSPORT.search(kind.casefold()) else "national_id"


def subjects_of(record: Mapping[str, Any], notice: str) -> tuple[Subject, ...]:
    """What to screen for a notice. Ids: the subject has `notice`; a holder "NOTICE#holder-0", an asset
    "NOTICE#asset-0".

    A holder whose name has no legal form may be a person or an organisation and is both ("…-organisation").
    What has neither a name nor an identifier is left out.
    """
    found = [*_subject(record["subject"], notice), *_holders(record, notice), *_assets(record, notice)]
    return tuple(subject for subject in found if subject.names or subject.identifiers)


def notice_of(subject: str) -> str:
    """The notice of an id that `subjects_of` gave."""
    return subject.partition("#")[0]


def _subject(subject: Mapping[str, Any], notice: str) -> Iterator[Subject]:
    kind = KINDS.get(subject["kind"])
    if kind is None:
        return
    numbers = [(document_scheme(one["type"]), one["number"]) for one in subject["documents"]]
    countries = [*subject["nationalities"], subject["jurisdiction"]]
    yield Subject(
        id=notice,
        kind=kind,
        names=tuple(subject["names"]),
        birth_dates=tuple(subject["born"]),
        countries=tuple(dict.fromkeys(country for country in countries if country)),
        genders=(_GENDERS[subject["sex"]],) if subject["sex"] else (),
        identifiers=_identifiers([*numbers, ("registration", subject["registration"])]),
    )


def _holders(record: Mapping[str, Any], notice: str) -> Iterator[Subject]:
    own = {name.casefold() for name in record["subject"]["names"]}
    for place, name in enumerate(holders(record)):
        if name.casefold() in own:
            continue
        if has_legal_form(name):
            yield Subject(f"{notice}#holder-{place}", Kind.ORGANISATION, (name,))
        else:
            yield Subject(f"{notice}#holder-{place}", Kind.PERSON, (name,))
            yield Subject(f"{notice}#holder-{place}-organisation", Kind.ORGANISATION, (name,))


def holders(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Who holds the assets, each name once, in the order of the assets."""
    names = (asset["holder"].strip() for asset in record["assets"])
    return tuple(dict.fromkeys(name for name in names if name))


def has_legal_form(name: str) -> bool:
    """Whether a name says of itself that it is an organisation's (Ltd, S.A., GmbH …)."""
    from repatria.screening.tokens import Role, name_tokens

    return any(token.role is Role.LEGAL_FORM for token in name_tokens(name, Kind.ORGANISATION).tokens)


def _assets(record: Mapping[str, Any], notice: str) -> Iterator[Subject]:
    for place, asset in enumerate(record["assets"]):
        numbers = [(one["scheme"], one["value"]) for one in asset["identifiers"]]
        name = asset["name"].strip()
        yield Subject(
            f"{notice}#asset-{place}",
            asset_kind(asset["type"]),
            (name,) if name else (),
            identifiers=_identifiers(numbers),
        )


def _identifiers(numbers: list[tuple[str, str]]) -> tuple[Identifier, ...]:
    found = (Identifier(screened_scheme(scheme), value.strip()) for scheme, value in numbers if value.strip())
    return tuple(dict.fromkeys(found))
