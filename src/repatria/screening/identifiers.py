"""Numbers that name one thing: how they are compared, and whether their check digits hold.

Owns the closed list of schemes. Checks form and check digits only: that a number was ever given to anyone
is not known here.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Final, NamedTuple

from repatria.screening.records import Identifier, Subject

_SEPARATORS = re.compile(r"[\s\-–./_:·]+")
MOST_CHARACTERS: Final = 128


class Scheme(NamedTuple):
    """unique:

    A thing has one such number, so that two different ones speak against it. valid: None means unknown.
    """

    unique: bool
    valid: Callable[[str], bool] | None


def _iban(value: str) -> bool:
    from stdnum import iban

    return bool(iban.is_valid(value, check_country=False))


def _lei(value: str) -> bool:
    from stdnum import lei

    return bool(lei.is_valid(value))


def _isin(value: str) -> bool:
    from stdnum import isin

    return bool(isin.is_valid(value))


def _bic(value: str) -> bool:
    from stdnum import bic

    return bool(bic.is_valid(value))


def _imo(value: str) -> bool:
    from stdnum import imo

    return bool(imo.is_valid(value))


_VIN_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VIN_VALUES: Final = dict(
    zip(
        "ABCDEFGHJKLMNPRSTUVWXYZ0123456789",
        [*range(1, 9), *range(1, 6), 7, 9, *range(2, 10), *range(10)],
        strict=True,
    )
)


def _vin(value: str) -> bool:
    """ISO 3779 form;

    The check digit (49 CFR 565) only where the number is North American, which alone uses it.
    """
    if len(value) != 17 or any(character not in _VIN_VALUES for character in value):
        return False
    if value[0] not in "12345":
        return True
    total = sum(
        weight * _VIN_VALUES[character] for weight, character in zip(_VIN_WEIGHTS, value, strict=True)
    )
    return "0123456789X"[total % 11] == value[8]


def _wallet(value: str) -> bool:
    """Bitcoin addresses by their checksum, Ethereum-like ones by their form; any other form is let pass."""
    from stdnum import bitcoin

    if re.fullmatch("0[xX].*", value):
        return bool(re.fullmatch("0[xX][0-9a-fA-F]{40}", value))
    if re.match("(?:bc1|BC1|[13])", value):
        return bool(bitcoin.is_valid(value))
    return len(value) >= 20


SCHEMES: Final[dict[str, Scheme]] = {
    "iban": Scheme(unique=False, valid=_iban),
    "account": Scheme(unique=False, valid=None),
    "bic": Scheme(unique=False, valid=_bic),
    "lei": Scheme(unique=True, valid=_lei),
    "isin": Scheme(unique=True, valid=_isin),
    "imo": Scheme(unique=True, valid=_imo),
    "mmsi": Scheme(unique=False, valid=lambda value: bool(re.fullmatch("[0-9]{9}", value))),
    "vin": Scheme(unique=True, valid=_vin),
    "plate": Scheme(unique=False, valid=None),
    "tail": Scheme(unique=False, valid=None),
    "wallet": Scheme(unique=False, valid=_wallet),
    "passport": Scheme(unique=False, valid=None),
    "id_card": Scheme(unique=False, valid=None),
    "tax": Scheme(unique=False, valid=None),
    "register": Scheme(unique=False, valid=None),
    "other": Scheme(unique=False, valid=None),
}
# A shorter number is shared by chance.
LEAST_CHARACTERS: Final = 5


def normalised(identifier: Identifier) -> str:
    """The value as it is compared:

    No separators, capitals, "IMO" and "0x" in one form; "" when there is none.
    """
    value = identifier.value[:MOST_CHARACTERS].strip()
    if not value.isascii():
        value = unicodedata.normalize("NFKC", identifier.value[:MOST_CHARACTERS]).strip()
        value = "".join(character for character in value if unicodedata.category(character) != "Cf")
    if identifier.scheme == "wallet":
        bare = "".join(value.split())
        return bare.lower() if bare.lower().startswith(("0x", "bc1", "ltc1")) else bare
    value = _SEPARATORS.sub("", value).upper()
    return value.removeprefix("IMO") if identifier.scheme == "imo" else value


def check_digits_hold(identifier: Identifier) -> bool:
    """Whether a number can be one of its scheme; True where the scheme has no check."""
    scheme = SCHEMES.get(identifier.scheme)
    value = normalised(identifier)
    if not value:
        return False
    return scheme is None or scheme.valid is None or scheme.valid(value)


def same(one: Identifier, other: Identifier) -> bool:
    """Whether two identifiers name one thing. Schemes must agree unless one is not known."""
    vague = "other" in (one.scheme, other.scheme)
    value = normalised(one)
    if len(value) < LEAST_CHARACTERS or value != normalised(other):
        return False
    return vague or one.scheme == other.scheme


def contradict(one: Identifier, other: Identifier) -> bool:
    """Whether two identifiers cannot belong to one thing:

    A scheme that gives one number, and both numbers sound.
    """
    scheme = SCHEMES.get(one.scheme)
    if scheme is None or not scheme.unique or one.scheme != other.scheme:
        return False
    return normalised(one) != normalised(other) and check_digits_hold(one) and check_digits_hold(other)


def numbers_of(subject: Subject) -> list[str]:
    """The values that a record can be found by, whatever their schemes: normalised, and not too short."""
    values = (normalised(identifier) for identifier in subject.identifiers)
    return [value for value in values if len(value) >= LEAST_CHARACTERS]
