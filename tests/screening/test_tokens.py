"""A name cut into tokens: roles, readings, bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.screening.records import Kind
from repatria.screening.tokens import MAX_READINGS, MAX_TOKENS, NameTokens, Role, name_tokens


def person(name: str) -> NameTokens:
    return name_tokens(name, Kind.PERSON)


def roles(name: NameTokens) -> list[tuple[str, Role]]:
    return [(token.original, token.role) for token in name.tokens]


N, P, T, L = Role.NAME, Role.PARTICLE, Role.TITLE, Role.LEGAL_FORM


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dr. Leonora B. Marchetti", [("dr", T), ("leonora", N), ("b", Role.INITIAL), ("marchetti", N)]),
        ("Joost van der Velde", [("joost", N), ("van", P), ("der", P), ("velde", N)]),
        ("Tariq bin Yusuf al-Nabulsi", [("tariq", N), ("bin", P), ("yusuf", N), ("al", P), ("nabulsi", N)]),
        ("طارق بن يوسف النابلسي", [("طارق", N), ("بن", P), ("يوسف", N), ("ال", P), ("نابلسي", N)]),
        ("عبدالرحمن", [("عبد", N), ("ال", P), ("رحمن", N)]),
        ("Abdurrahman Danesh", [("abd", N), ("rahman", N), ("danesh", N)]),
        ("Abdullah Danesh", [("abdullah", N), ("danesh", N)]),
        ("De Luca", [("de", N), ("luca", N)]),  # nothing before it: a name, not a particle
        ("Do Le", [("do", N), ("le", N)]),
        ("Dr. Mullah", [("dr", N), ("mullah", N)]),  # titles only: then that is the name
        ("高橋健一", [("高橋", N), ("健一", N)]),
        ("山本先生", [("山本", N)]),
    ],
)
def test_roles_of_a_persons_tokens(name: str, expected: list[tuple[str, Role]]) -> None:
    assert roles(person(name)) == expected


def test_roles_of_a_companys_tokens() -> None:
    company = name_tokens("The Bank of Westmark Ltd.", Kind.ORGANISATION)
    assert roles(company) == [("bank", N), ("of", P), ("westmark", N), ("ltd", L)]
    assert company.tokens[-1].symbols == {"ORGCLS:LLC"}


def test_a_legal_form_written_out_is_the_short_one() -> None:
    written_out = name_tokens("Westmark Limited Liability Company", Kind.ORGANISATION)
    assert [token.role for token in written_out.tokens] == [N, L]


@pytest.mark.parametrize(
    ("name", "patronymic"),
    [("Arkady Lvovich", True), ("Мария Петровна", True), ("Ahmet Osmanoğlu", True), ("Igor Kovic", False)],
)
def test_a_fathers_name_is_known_by_its_form(name: str, patronymic: bool) -> None:
    assert person(name).tokens[-1].patronymic is patronymic


def test_readings_are_never_empty_and_bounded() -> None:
    for token in person("王小明 安倍晋三 이영춘 Michael Čolak").tokens:
        assert 1 <= len(token.readings) <= MAX_READINGS
        assert all(reading.latin for reading in token.readings)
        assert token.latin == token.readings[0].latin


def test_a_latin_word_has_the_skeletons_of_several_languages() -> None:
    (token,) = person("Michael").tokens
    assert {reading.skeleton for reading in token.readings} == {"MSL", "MKL"}


@pytest.mark.parametrize("nothing", ["", " ", "😀🎉", "—", "\u200b\u202e", "'", "..."])
def test_a_name_without_letters_has_no_tokens(nothing: str) -> None:
    assert person(nothing).tokens == ()


def test_a_name_of_ten_thousand_letters_is_cut_off() -> None:
    assert len(person("anna " * 2_000).tokens) <= MAX_TOKENS
    assert len(person("a" * 10_000).tokens) == 1


def test_invisible_and_direction_characters_change_nothing() -> None:
    hidden = person("\u202eMar\u200bia \u2066Lop\u00adez\u2069")
    assert hidden.tokens == person("Maria Lopez").tokens


@given(st.text(max_size=120), st.sampled_from(Kind))
def test_any_text_is_read_the_same_twice(text: str, kind: Kind) -> None:
    first = name_tokens(text, kind)
    assert first == name_tokens(text, kind)
    assert first.original == text
    assert len(first.tokens) <= MAX_TOKENS
