"""Spellings of one name leave one skeleton, names that differ do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.screening.skeleton import skeletons


@pytest.mark.parametrize(
    "spellings",
    [
        ("mhmd", "mohammed", "muhamet", "mahmoud"),
        ("tchaikovsky", "chaykovskiy", "tschaikowsky"),
        ("hussein", "husayn", "hossein"),
        ("khalid", "halid", "khaled"),
        ("yevgeny", "evgenij", "jevgenij"),
        ("michael", "mikhail"),
        ("wolfgang", "volfgang"),
        ("xi", "hsi"),
        ("george", "jorj"),
        ("parker", "paka"),
    ],
)
def test_spellings_of_one_name_share_a_skeleton(spellings: tuple[str, ...]) -> None:
    shared = set.intersection(*(set(skeletons(spelling)) for spelling in spellings))
    assert shared


@pytest.mark.parametrize(("one", "other"), [("karim", "salim"), ("anna", "emma"), ("lopez", "gomez")])
def test_different_names_share_none(one: str, other: str) -> None:
    assert not set(skeletons(one)) & set(skeletons(other))


def test_an_initial_h_counts_and_one_within_does_not() -> None:
    assert skeletons("hassan")[0] == "HSN"
    assert skeletons("mohsen")[0] == "MSN"
    assert skeletons("ehsan")[0] == "SN"


def test_digits_stay() -> None:
    assert skeletons("star7") == ("STR7", "ST7")


def test_vowels_alone_leave_nothing() -> None:
    assert skeletons("aio") == ("",)
    assert skeletons("") == ("",)


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=60))
def test_only_the_letters_of_skeletons_come_out(latin: str) -> None:
    every = skeletons(latin)
    assert 1 <= len(every) <= 3
    assert all(set(each) <= set("PTKSMNLRH0123456789") for each in every)
