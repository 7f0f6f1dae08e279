"""What is screened and what it is screened against: the same record on both sides.

Owns the shape only. Nothing is checked here: an impossible date, an identifier with a wrong check digit or an
empty name arrives as it was written, and the modules that weigh it say what it is worth.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What sort of thing a record describes."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    VEHICLE = "vehicle"
    AIRCRAFT = "aircraft"
    ACCOUNT = "account"
    WALLET = "wallet"
    PROPERTY = "property"
    SECURITY = "security"
    ANY = "any"  # of a query that does not say; nothing listed is of this kind


LISTED_KINDS: Final = tuple(kind for kind in Kind if kind is not Kind.ANY)


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number or address that names one thing: `scheme` as in identifiers.py ("iban", "imo", "passport")."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Subject:
    """One record: a listed one, or (with `id` empty) what somebody asks about.

    names: every name known, in any script, the primary one first.
    birth_dates: each "YYYY", "YYYY-MM" or "YYYY-MM-DD".
    countries: ISO 3166-1 alpha-2 codes, of nationality for persons and of registration for the rest.
    genders: each "female", "male" or "other".
    weak: how many of the names, the last ones, are weak: such as match too many, and found alone say little.
    """

    id: str
    kind: Kind
    names: tuple[str, ...]
    birth_dates: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    weak: int = 0
