"""Known names, titles and legal forms; and that the tables say where they come from."""

from importlib.resources import files

import numpy as np
import pytest

from repatria.screening import vocabulary
from repatria.screening.records import Kind

TABLES = files("repatria.screening") / "tables"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vladimir", "владимир"),
        ("benjamin", "בנימין"),
        ("mohammed", "محمد"),
        ("michael", "マイケル"),
        ("elena", "ელენა"),
        ("bill", "william"),
        ("sasha", "alexander"),
        ("саша", "александр"),
    ],
)
def test_one_name_in_two_spellings_shares_a_code(one: str, other: str) -> None:
    assert vocabulary.names_of(one) & vocabulary.names_of(other)


def test_different_names_share_no_code() -> None:
    assert not vocabulary.names_of("vladimir") & vocabulary.names_of("benjamin")


def test_an_unknown_word_has_no_code() -> None:
    assert vocabulary.names_of("xqzvwkjp") == frozenset()


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("gazprom neft public joint stock company", {"pjsc": "JSC"}),
        ("общество с ограниченной ответственностью ромашка", {"ooo": "LLC"}),
        ("deutsche spedition gmbh", {"gmbh": "LLC"}),
        ("株式会社山本", {"jsc": "JSC"}),
        ("北方貿易有限公司", {"llc": "LLC"}),
    ],
)
def test_legal_forms_are_known_by_their_kind(name: str, forms: dict[str, str]) -> None:
    assert vocabulary.known(name, Kind.ORGANISATION).legal_forms == forms


def test_titles_written_to_the_name_are_taken_off() -> None:
    assert vocabulary.known("山本先生", Kind.PERSON).text == "山本"
    assert vocabulary.known("นายสมชาย", Kind.PERSON).text == "สมชาย"
    assert vocabulary.known("김철수님", Kind.PERSON).text == "김철수"


def test_a_persons_name_keeps_what_is_a_legal_form_elsewhere() -> None:
    assert vocabulary.known("sa ag", Kind.PERSON).text == "sa ag"


def test_every_table_says_where_it_comes_from() -> None:
    licences = (TABLES / "LICENCES.md").read_text("utf-8")
    tables = [table.name for table in TABLES.iterdir() if table.name != "LICENCES.md"]
    assert len(tables) >= 7
    assert [name for name in tables if name not in licences] == []


def test_the_table_of_known_names_is_whole() -> None:
    with (TABLES / "known_names.npz").open("rb") as file:
        table = np.load(file)
        hashes, counts, ids = table["hashes"], table["counts"], table["ids"]
    assert len(hashes) == len(counts) > 500_000
    assert (np.diff(hashes.astype(np.int64)) > 0).all()
    assert counts.sum(dtype=np.int64) == len(ids)
