"""Names in thousands: the same features as each name has by itself, and every word analysed once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.screening import wordbook
from repatria.screening.alignment import units_of
from repatria.screening.lexicon import Lexicon
from repatria.screening.records import Kind
from repatria.screening.tokens import Token, name_tokens
from repatria.screening.wordbook import Wordbook
from tests.screening.features_alone import features, script_number

NAMES = [
    ("Arkady Belozerov", Kind.PERSON),
    ("Аркадий Белозёров", Kind.PERSON),
    ("Dr. Abdulghafar von Danesh-Whitaker", Kind.PERSON),
    ("عبدالغفار دانش", Kind.PERSON),
    ("高橋健一", Kind.PERSON),
    ("罗伯特·卡迈克尔", Kind.PERSON),
    ("이영춘", Kind.PERSON),
    ("J. A. Io", Kind.PERSON),
    ("Westmark Trading Ltd", Kind.ORGANISATION),
    ("Dr", Kind.PERSON),
    ("👑", Kind.PERSON),
    ("", Kind.PERSON),
    ("Northern Star 7", Kind.VESSEL),
    ("Arkady Westmark Dr", Kind.PERSON),
]


class Shelved(list[Token]):
    """Where tokens are put."""

    def put(self, token: Token) -> int:
        self.append(token)
        return len(self) - 1


def assert_like_one_by_one(names: list[tuple[str, Kind]], book: Wordbook, shelved: Shelved) -> None:
    written, of_channels, scripts = book.features(names)
    for row, (text, kind) in enumerate(names):
        alone = name_tokens(text, kind)
        assert [shelved[place] for place in written[row].places] == list(alone.tokens)
        assert written[row].letters == units_of(alone, Lexicon()).latin
        assert [set(keys[rows == row].tolist()) for keys, rows in of_channels] == features(alone)
        assert scripts[row] == script_number(alone)


def test_thousands_have_the_features_of_each() -> None:
    shelved = Shelved()
    book = Wordbook(shelved.put)
    assert_like_one_by_one(NAMES, book, shelved)
    analysed = len(shelved)
    assert_like_one_by_one(NAMES[::-1], book, shelved)
    assert len(shelved) == analysed  # each word once


def test_a_full_book_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordbook, "MOST_WORDS", 3)
    shelved = Shelved()
    book = Wordbook(shelved.put)
    for names in (NAMES[:5], NAMES[3:9], NAMES[:2]):
        assert_like_one_by_one(names, book, shelved)


def test_no_names_have_no_features() -> None:
    assert_like_one_by_one([], Wordbook(Shelved().put), Shelved())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.text(max_size=30), st.sampled_from([Kind.PERSON, Kind.ORGANISATION])), max_size=6)
)
def test_whatever_is_written(names: list[tuple[str, Kind]]) -> None:
    shelved = Shelved()
    assert_like_one_by_one(names, Wordbook(shelved.put), shelved)
