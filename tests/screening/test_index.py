"""Candidates: found across scripts, with several names, after changes, and at a bounded cost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.screening import index as index_module
from repatria.screening import tokens, wordbook
from repatria.screening.asked import asked
from repatria.screening.index import Index
from repatria.screening.records import Identifier, Kind, Subject
from repatria.screening.segment import Breadth

OTHERS = (
    "Ingrid Solheim",
    "Tomasz Brzezinski",
    "Adaeze Nwosu",
    "Ricardo Villalobos",
    "Mei Ling Tan",
    "Pieter de Groot",
    "Yuki Tanabe",
    "Olena Kravchuk",
    "Samuel Okoro",
    "Farid Rahmani",
    "Chiara Lombardi",
    "Sven Lindqvist",
)


def person(name: str, *more: str, identity: str = "") -> Subject:
    return Subject(identity or name, Kind.PERSON, (name, *more))


def found(index: Index, name: str, k: int = 5) -> list[str]:
    return [index.subject(row).id for row, _ in index.candidates(person(name), k)]


PAIRS = [
    ("Tariq al-Nabulsi", "طارق النابلسي"),
    ("Abdulghafar Danesh", "عبدالغفار دانش"),
    ("Arkady Belozerov", "Аркадий Белозёров"),
    ("Yonatan Levi", "יונתן לוי"),
    ("Wang Xiaoming", "王小明"),
    ("Chan Siu Ming", "陳小明"),
    ("Takahashi Kenichi", "高橋健一"),
    ("Robert Carmichael", "罗伯特·卡迈克尔"),
    ("Charles Whitaker", "チャールズ・ウィテカー"),
    ("Park Seo-jun", "박서준"),
    ("Rhee Young Chun", "이영춘"),
    ("Somchai Chinnawat", "สมชาย ชินวัตร"),
    ("Giorgi Beridze", "გიორგი ბერიძე"),
    ("Aram Petrosyan", "Արամ Պետրոսյան"),
    ("Narendra Kulkarni", "नरेंद्र कुलकर्णी"),
    ("Sivakumar Rajendran", "சிவகுமார் ராஜேந்திரன்"),
    ("Eleftherios Mpakas", "Ελευθέριος Μπάκας"),
]


@pytest.mark.parametrize(("latin", "other"), PAIRS)
def test_a_name_is_found_from_another_script_and_back(latin: str, other: str) -> None:
    distractors = [person(name) for name in OTHERS]
    assert found(Index([*distractors, person(latin)]), other)[:1] == [latin]
    assert found(Index([*distractors, person(other)]), latin)[:1] == [other]


@pytest.mark.parametrize(
    "asked",
    [
        "Belozerov, Arkady",
        "Arkadij Belozjorov",
        "A. Belozerov",
        "ArkadyBelozerov",
        "Arkady Lvovich Belozerov",
        "Arkaby Belozerov",
        "Mr Arkady Belozerov",
    ],
)
def test_a_name_is_found_in_other_forms_of_its_own_script(asked: str) -> None:
    index = Index([*(person(name) for name in OTHERS), person("Arkady Belozerov")])
    assert found(index, asked)[0] == "Arkady Belozerov"


def test_the_nearest_comes_first_and_the_same_letters_are_one() -> None:
    index = Index([person("Arkady Belozerov"), person("Arkady Belousov"), person("Ingrid Solheim")])
    candidates = index.candidates(person("Arkady Belozerov"), 3)
    assert [row for row, _ in candidates] == [0, 1]  # nothing in common with the third
    assert candidates[0][1] == pytest.approx(1)
    assert candidates[1][1] < 0.8


def test_every_name_of_a_subject_is_found_and_said_which() -> None:
    index = Index([person("Ingrid Solheim"), person("Arkady Belozerov", "Аркаша", "Ray Whitfield")])
    ((near, *_),) = index.nearest(asked(person("Ray Whitfield")), 3)
    assert (near.row, near.name) == (1, 2)
    assert index.names(1)[near.name].original == "Ray Whitfield"


def test_every_name_of_a_query_is_looked_for() -> None:
    index = Index([person("Ingrid Solheim"), person("Ray Whitfield")])
    assert found(index, "Nobody Known") == []
    both = Subject("", Kind.PERSON, ("Nobody Known", "Ray Whitfield"))
    assert [row for row, _ in index.candidates(both, 3)] == [1]


def test_a_subject_with_many_like_names_takes_one_place() -> None:
    many = [f"Ray Whitfield {letter}" for letter in "ABCDEFGHIJ"]
    index = Index([person(many[0], *many[1:], identity="many"), person("Ray Whitford", identity="one")])
    assert found(index, "Ray Whitfield", 2) == ["many", "one"]


@pytest.mark.parametrize("nothing", ["", "😀", "—", "\u200b"])
def test_nothing_finds_nothing(nothing: str) -> None:
    assert found(Index([person("Ingrid Solheim"), person(nothing, identity="nothing")]), nothing) == []


def test_an_empty_index_answers() -> None:
    assert found(Index(), "Ingrid Solheim") == []
    assert len(Index()) == 0
    assert found(Index().with_added([person("Ingrid Solheim")]), "Ingrid Solheim") == ["Ingrid Solheim"]


def test_a_name_of_ten_thousand_letters_is_answered() -> None:
    assert found(Index([person("Ingrid Solheim")]), "Ingrid Solheim " * 700) == ["Ingrid Solheim"]


def test_added_subjects_are_found_and_removed_ones_are_not() -> None:
    first = Index(person(name) for name in OTHERS)
    second = first.with_added([person("Ray Whitfield")]).with_added([person("Arkady Belozerov")])
    third = second.without(["Ray Whitfield", "Farid Rahmani"])
    assert "Ray Whitfield" not in found(first, "Ray Whitfield")
    assert found(second, "Ray Whitfield")[0] == "Ray Whitfield"
    assert found(third, "Arkady Belozerov")[0] == "Arkady Belozerov"
    assert "Ray Whitfield" not in found(third, "Ray Whitfield", 20)
    assert "Farid Rahmani" not in found(third, "Farid Rahmani", 20)
    assert len(second.parts) == len(third.parts) == 2
    assert (len(first), len(second), len(third)) == (12, 14, 12)


def test_the_rows_of_the_large_part_stay_when_others_come_and_go() -> None:
    first = Index(person(name) for name in OTHERS)
    later = first.without(["Ingrid Solheim"]).with_added([person("Ray Whitfield")])
    assert later.rows_of("Farid Rahmani") == first.rows_of("Farid Rahmani")
    assert later.rows_of("Ingrid Solheim") == []
    assert later.subject(later.rows_of("Ray Whitfield")[0]).names == ("Ray Whitfield",)


def test_ids_given_twice_are_two_subjects_and_go_together() -> None:
    index = Index([person("Ray Whitfield", identity="x"), person("Ingrid Solheim", identity="x")])
    assert index.rows_of("x") == [0, 1]
    assert len(index.without(["x"])) == 0


names = st.sampled_from([*OTHERS, *(name for pair in PAIRS for name in pair)])


@settings(max_examples=25, deadline=None)
@given(
    st.lists(names, min_size=1, max_size=8), st.lists(names, max_size=5), st.lists(names, max_size=4), names
)
def test_a_merged_index_answers_as_one_made_at_once(
    first: list[str], then: list[str], gone: list[str], asked: str
) -> None:
    changed = Index(map(person, first)).with_added(map(person, then)).without(gone)
    merged = changed.merged()
    afresh = Index(person(name) for name in [*first, *then] if name not in gone)
    assert [merged.subject(row) for row in range(len(merged))] == [
        afresh.subject(row) for row in range(len(afresh))
    ]
    expected = afresh.candidates(person(asked), 20)
    got = merged.candidates(person(asked), 20)
    assert [row for row, _ in got] == [row for row, _ in expected]
    assert [likeness for _, likeness in got] == pytest.approx([likeness for _, likeness in expected])


def test_small_parts_join_and_are_merged_when_a_tenth_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "_LEAST_TO_MERGE", 3)
    index = Index(person(name) for name in OTHERS)
    read: list[str] = []

    def noted(text: str, kind: Kind) -> list[tokens.Word]:
        read.append(text)
        return tokens.name_words(text, kind)

    monkeypatch.setattr(wordbook, "name_words", noted)
    sizes = []
    for name in ("Ray Whitfield", "Arkady Belozerov", "Yonatan Levi", "Wang Xiaoming"):
        read.clear()
        index = index.with_added([person(name)])
        assert read == [name]  # and none that were there before
        assert found(index, name)[:1] == [name]
        sizes.append([len(part.shelf) for part in index.parts])
    assert sizes == [[12, 1], [12, 2], [12, 3], [16]]
    gone = index.without(OTHERS[:4]).with_added([person("Park Seo-jun")])
    assert [len(part.shelf) for part in gone.parts] == [13]
    assert found(gone, "Farid Rahmani", 20)[:1] == ["Farid Rahmani"]


def test_common_features_are_looked_up_and_not_read() -> None:
    """However common every word of a query is, no more postings are read whole than the bound allows."""
    index = Index(person(f"Maria Lopez {given}", identity=str(n)) for n, given in enumerate(OTHERS * 10))
    question = asked(person("Maria Lopez Farid Rahmani"))
    (whole,) = index.nearest(question, 3)
    (bounded,) = index.nearest(question, 3, Breadth(postings=200, names=400))
    assert {index.subject(near.row).names for near in bounded} == {("Maria Lopez Farid Rahmani",)}
    assert bounded[0].likeness == pytest.approx(whole[0].likeness)
    assert len(index.nearest(question, 3, Breadth(postings=1, names=400))[0]) == 1


def test_rows_are_found_by_number_and_forgotten() -> None:
    account = Subject("a", Kind.ACCOUNT, (), identifiers=(Identifier("iban", "GB82 WEST 1234 5698 7654 32"),))
    other = Subject("b", Kind.PERSON, ("Sven Lindqvist",), identifiers=(Identifier("passport", "N1234567"),))
    query = Subject("", Kind.ACCOUNT, (), identifiers=(Identifier("other", "gb82west12345698765432"),))
    index = Index([other, account])
    assert index.rows_with_numbers_of(query) == [1]
    assert index.rows_with_numbers_of(Subject("", Kind.PERSON, ("Sven Lindqvist",))) == []
    added = index.with_added([Subject("c", Kind.ACCOUNT, (), identifiers=account.identifiers)])
    assert added.rows_with_numbers_of(query) == [1, 2]
    assert added.without(["a"]).rows_with_numbers_of(query) == [2]
    assert added.without(["a"]).merged().rows_with_numbers_of(query) == [1]


def test_numbers_with_one_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repatria.screening.shelf.crc32", lambda _: 7)
    listed = [
        Subject(f"{n}", Kind.ACCOUNT, (), identifiers=(Identifier("iban", f"GB0000{n}"),)) for n in range(9)
    ]
    index = Index(listed)
    assert index.rows_with_numbers_of(listed[4]) == [4]
    assert index.rows_of("7") == [7]
