"""Numbers: how they are written, which check digits hold. The sound ones are the standards' own examples."""

import pytest

from repatria.screening.identifiers import check_digits_hold, contradict, normalised, same
from repatria.screening.records import Identifier

SOUND = {
    "iban": "GB82 WEST 1234 5698 7654 32",
    "lei": "5493001KJTIIGC8Y1R12",
    "isin": "US0378331005",
    "imo": "IMO 9074729",
    "mmsi": "211378120",
    "vin": "1M8GDM9AXKP042788",
    "bic": "DEUTDEFF",
    "wallet": "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
}
UNSOUND = {
    "iban": "GB82 WEST 1234 5698 7654 33",
    "lei": "5493001KJTIIGC8Y1R13",
    "isin": "US0378331006",
    "imo": "IMO 9074728",
    "mmsi": "21137812",
    "vin": "1M8GDM9A1KP042788",
    "bic": "DEUT",
    "wallet": "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
}


@pytest.mark.parametrize("scheme", SOUND)
def test_check_digits_hold(scheme: str) -> None:
    assert check_digits_hold(Identifier(scheme, SOUND[scheme]))


@pytest.mark.parametrize("scheme", UNSOUND)
def test_wrong_check_digits_are_seen(scheme: str) -> None:
    assert not check_digits_hold(Identifier(scheme, UNSOUND[scheme]))


def test_scheme_without_a_check_lets_numbers_pass_but_not_nothing() -> None:
    assert check_digits_hold(Identifier("passport", "N1234567"))
    assert check_digits_hold(Identifier("a scheme nobody knows", "N1234567"))
    assert not check_digits_hold(Identifier("passport", " - "))


def test_european_vin_has_no_check_digit() -> None:
    assert check_digits_hold(Identifier("vin", "WVWZZZ1JZXW000001"))
    assert not check_digits_hold(Identifier("vin", "WVWZZZ1JZXW00000O"))


def test_numbers_are_compared_without_separators() -> None:
    assert normalised(Identifier("iban", "gb82-west 1234.5698 7654\u200b32")) == "GB82WEST12345698765432"
    assert (
        normalised(Identifier("imo", "imo9074729"))
        == normalised(Identifier("imo", "９０７４７２９"))
        == "9074729"
    )


def test_wallets_keep_their_case_where_it_means_something() -> None:
    ethereum = "0x52908400098527886E0F7030069857D2E4169EE7"
    assert same(Identifier("wallet", ethereum), Identifier("wallet", ethereum.lower()))
    assert not same(Identifier("wallet", SOUND["wallet"]), Identifier("wallet", SOUND["wallet"].lower()))


def test_short_numbers_are_shared_by_chance() -> None:
    assert not same(Identifier("passport", "1234"), Identifier("passport", "1234"))


def test_schemes_must_agree_unless_one_is_not_known() -> None:
    passport, tax = Identifier("passport", "N1234567"), Identifier("tax", "N1234567")
    assert not same(passport, tax)
    assert same(passport, Identifier("other", "n 1234567"))


def test_only_sound_numbers_of_a_unique_scheme_contradict() -> None:
    one, other = Identifier("imo", "9074729"), Identifier("imo", "9395044")
    assert contradict(one, other)
    assert not contradict(one, Identifier("imo", "9074720"))
    assert not contradict(Identifier("passport", "N1234567"), Identifier("passport", "N7654321"))
