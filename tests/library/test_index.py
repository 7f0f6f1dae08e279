"""The index: what is found by whom, in which order, what a put costs, and that nothing hidden moves
anything.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bench.library.corpus import documents
from repatria.library import table
from repatria.library.effort import Effort, TooBroad
from repatria.library.index import IndexReader, IndexUnusable, IndexWriter
from repatria.library.items import Answer, Item, Key, Pages, Question, Words

MEMBERS = frozenset({"public", "members"})
OFFICER = MEMBERS | {"officers", "CH"}
FILE = "f" * 64

GUIDE = Item(
    "library",
    "guide",
    "",
    "a" * 64,
    "members",
    100,
    1,
    (
        Words("en", "Guide to freezing", "How courts freeze accounts."),
        Words("fr", "Guide du gel", "Comment geler."),
    ),
    (Pages("en", ("Contents", "A restraint order lasts thirty days.", "An appeal stays nothing."), FILE),),
    "guide",
    ("freezing",),
    ("global",),
    (),
    2021,
)
FACT = Item(
    "framework",
    "ch",
    "fiu_hold",
    "b" * 64,
    "CH",
    300,
    3,
    (Words("en", "Freezing by the FIU", "Five days."),),
    countries=("CH",),
)
STUDY = Item(
    "library",
    "study",
    "",
    "c" * 64,
    "officers",
    200,
    2,
    (Words("ar", "دراسة عن مصادرة الأصول", "أرقام"),),
    type="study",
    year=2019,
)
BODY = Item(
    "library",
    "body",
    "",
    "d" * 64,
    "public",
    50,
    0,
    (Words("en", "Own words"),),
    (Pages("en", ("# Seizing boats",)),),
)
EVERY = [GUIDE, FACT, STUDY, BODY]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with IndexWriter(tmp_path / "index") as writer:
        writer.put(EVERY, position=4)
    return tmp_path / "index"


@pytest.fixture
def reader(path: Path) -> Iterator[IndexReader]:
    with IndexReader(path) as reader:
        yield reader


def keys(answer: Answer) -> list[Key]:
    return [(hit.shelf, hit.item, hit.part) for hit in answer.hits]


def found(reader: IndexReader, text: str, admitted: frozenset[str] | None = None) -> list[str]:
    return [item for _, item, _ in keys(reader.search(Question(text), admitted))]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("freezing", ["ch", "guide"]),
        ("FREEZES", ["ch", "guide"]),
        ("gelées", ["ch", "guide"]),  # the glossary: gel is freezing
        ("Suisse", ["ch"]),
        ("سويسرا", ["ch"]),
        ("confiscación", []),
        ("decomiso", ["study"]),
        ("المصادرة", ["study"]),
        ('"restraint order"', ["guide"]),
        ('"order restraint"', []),
        ("freezing -appeal", ["ch"]),
        ('freezing -"thirty days"', ["ch"]),
        ("boats", ["body"]),
        ("guía", ["guide"]),  # the name of its type
        ("elephant", []),
    ],
)
def test_words_of_any_language_find_what_stands(reader: IndexReader, text: str, items: list[str]) -> None:
    assert found(reader, text) == items


def test_a_hit_says_where_it_was_found_and_shows_it(reader: IndexReader) -> None:
    (hit,) = reader.search(Question("restraint"), MEMBERS).hits
    assert (hit.file, hit.page, hit.language, hit.title) == (FILE, 2, "en", "Guide to freezing")
    assert hit.snippet == (("A ", False), ("restraint", True), (" order lasts thirty days.", False))
    (hit,) = reader.search(Question("boats"), MEMBERS).hits
    assert (hit.file, hit.page, hit.document) == (None, None, "d" * 64)
    (hit,) = reader.search(Question("geler"), MEMBERS).hits
    assert (hit.language, hit.title) == ("fr", "Guide du gel")


def test_the_empty_question_lists_the_newest_first(reader: IndexReader) -> None:
    assert found(reader, "") == ["ch", "study", "guide", "body"]
    assert found(reader, "-accounts") == ["ch", "study", "body"]
    assert [keys(reader.search(Question(offset=n, limit=1), None))[0][1] for n in range(4)] == found(
        reader, ""
    )
    assert keys(reader.search(Question(since=2), None)) == [FACT.key]


@pytest.mark.parametrize(
    ("question", "items"),
    [
        (Question(shelves=frozenset({"framework"})), ["ch"]),
        (Question(languages=frozenset({"fr", "ar"})), ["study", "guide"]),
        (Question(types=frozenset({"guide", "study"}), years=(2020, 2026)), ["guide"]),
        (Question(topics=frozenset({"freezing"})), ["guide"]),
        (Question(regions=frozenset({"global"})), ["guide"]),
        (Question(countries=frozenset({"CH"})), ["ch"]),
        (Question("freezing", shelves=frozenset({"library"})), ["guide"]),
        (Question(types=frozenset({"unheard"})), []),
    ],
)
def test_filters_narrow_what_is_found(reader: IndexReader, question: Question, items: list[str]) -> None:
    assert [item for _, item, _ in keys(reader.search(question, None))] == items


def test_facets_and_totals_count_what_was_found(reader: IndexReader) -> None:
    answer = reader.search(Question("freezing", limit=1), None)
    assert (answer.total, len(answer.hits), answer.position) == (2, 1, 4)
    assert answer.searched == {"library": 3, "framework": 1}
    assert answer.facets["shelves"] == {"library": 1, "framework": 1}
    assert answer.facets["languages"] == {"en": 2, "fr": 1}
    assert answer.facets["types"] == {"guide": 1}


def test_only_what_the_asker_may_read_is_found_counted_or_listed(reader: IndexReader) -> None:
    assert found(reader, "", MEMBERS) == ["guide", "body"]
    assert found(reader, "", OFFICER) == ["ch", "study", "guide", "body"]
    assert found(reader, "freezing", MEMBERS) == ["guide"]
    assert found(reader, "", frozenset()) == []
    answer = reader.search(Question(), MEMBERS)
    assert (answer.total, answer.searched) == (2, {"library": 2})
    assert answer.facets["languages"] == {"en": 2, "fr": 1}


def test_what_is_hidden_moves_nothing_that_is_seen(tmp_path: Path) -> None:
    """The same answers, down to order and snippets, whether hidden documents with the same words stand or
    not.
    """
    seen = [replace(item, access="members") for item in documents(12, seed=1)]
    hidden = [replace(item, item=f"h{item.item}", access="officers") for item in documents(24, seed=2)]
    for name, items in (("without", seen), ("with", [*hidden[:12], *seen, *hidden[12:]])):
        with IndexWriter(tmp_path / name) as writer:
            writer.put(items, position=1)
    questions = [
        Question(" ".join(item.words[0].title.split()[n : n + 2])) for item in seen for n in range(2)
    ]
    with IndexReader(tmp_path / "without") as without, IndexReader(tmp_path / "with") as both:
        for question in questions:
            assert both.search(question, MEMBERS) == without.search(question, MEMBERS)


def test_a_put_replaces_and_a_removal_leaves_nothing(path: Path) -> None:
    with IndexWriter(path) as writer, IndexReader(path) as reader:
        other = replace(
            GUIDE, words=(Words("en", "Guide to selling"),), pages=(), position=5, topics=("sale",)
        )
        writer.put([other], [STUDY.key, ("library", "unheard", "")], position=6)
        assert found(reader, "restraint") == []
        assert found(reader, "selling") == ["guide"]
        assert found(reader, "مصادرة") == []
        answer = reader.search(Question(), None)
        assert (answer.position, answer.total, answer.searched) == (6, 3, {"library": 2, "framework": 1})
        assert "freezing" not in answer.facets["topics"]
        writer.put([STUDY], position=7)
        assert found(reader, "مصادرة") == ["study"]
    assert_nothing_left_of(path, "restraint", "thirti")


def assert_nothing_left_of(path: Path, *terms: str) -> None:
    connection = sqlite3.connect(path)
    for name in ("impacts", "pages"):
        connection.execute(f"CREATE VIRTUAL TABLE temp.{name}_said USING fts5vocab('main', '{name}', 'row')")
        for term in terms:
            asked = f"SELECT count(*) FROM temp.{name}_said WHERE term BETWEEN ? AND ?"
            assert connection.execute(asked, (term, f"{term}~z")).fetchone() == (0,)
    connection.close()


def test_an_emptied_index_holds_no_term(path: Path) -> None:
    with IndexWriter(path) as writer:
        writer.put([], [item.key for item in EVERY], position=9)
    connection = sqlite3.connect(path)
    for name in ("impacts", "pages"):
        connection.execute(f"CREATE VIRTUAL TABLE temp.{name}_said USING fts5vocab('main', '{name}', 'row')")
        assert connection.execute(f"SELECT count(*) FROM temp.{name}_said").fetchone() == (0,)
    assert connection.execute(
        "SELECT (SELECT count(*) FROM page), (SELECT count(*) FROM words)"
    ).fetchone() == (0, 0)
    connection.close()


def test_a_put_touches_its_own_item_alone(path: Path) -> None:
    connection = sqlite3.connect(path)
    before = connection.execute("SELECT ordinal, changed FROM item ORDER BY ordinal").fetchall()
    with IndexWriter(path) as writer:
        writer.put([replace(FACT, position=8)], position=8)
    after = connection.execute("SELECT ordinal, changed FROM item ORDER BY ordinal").fetchall()
    connection.close()
    assert [row for row in after if row not in before] == [(2, 2)]
    assert len(after) == len(before)


def test_a_broken_put_changes_nothing(path: Path) -> None:
    def broken() -> Iterator[Item]:
        yield replace(GUIDE, words=(Words("en", "Half"),))
        raise ValueError("half")

    with IndexWriter(path) as writer, IndexReader(path) as reader:
        with pytest.raises(ValueError, match="half"):
            writer.put(broken(), [FACT.key], position=9)
        assert writer.position == 4
        assert found(reader, "freezing") == ["ch", "guide"]


def test_a_reader_answers_while_somebody_writes(path: Path) -> None:
    with IndexWriter(path) as writer, IndexReader(path) as reader:

        def asking() -> Iterator[Item]:
            assert found(reader, "boats") == ["body"]
            yield replace(BODY, pages=())
            assert found(reader, "boats") == ["body"]

        writer.put(asking(), position=9)
        assert found(reader, "boats") == []


def test_another_versions_index_is_made_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "made_by", lambda: "another")
    with pytest.raises(IndexUnusable, match="another version"):
        IndexReader(path)
    with IndexWriter(path) as writer:
        assert writer.position == 0
    with IndexReader(path) as reader:
        assert reader.search(Question(), None).total == 0


@pytest.mark.parametrize("octets", [b"", b"no database at all, though long enough to look like one" * 40])
def test_what_is_no_index_is_made_anew(tmp_path: Path, octets: bytes) -> None:
    (tmp_path / "index").write_bytes(octets)
    with pytest.raises(IndexUnusable):
        IndexReader(tmp_path / "index")
    with IndexWriter(tmp_path / "index") as writer:
        writer.put(EVERY, position=1)
    with IndexReader(tmp_path / "index") as reader:
        assert reader.search(Question(), None).total == 4


def test_a_question_ends_when_it_has_cost_what_it_may(reader: IndexReader) -> None:
    with pytest.raises(TooBroad):
        reader.search(Question("freezing"), None, Effort(0, lambda: 0.0))
    enough = Effort(1, lambda: 0.0)
    assert reader.search(Question("freezing"), None, enough) == reader.search(Question("freezing"), None)


def test_nobody_else_on_the_machine_may_read_it(path: Path) -> None:
    with IndexWriter(path) as writer:
        writer.put([GUIDE], position=5)
        assert {each.stat().st_mode & 0o777 for each in path.parent.iterdir()} == {0o600}
