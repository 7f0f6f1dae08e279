"""The subjects of a part of the index and their analysed names, as octets: in memory, or mapped from a file.

Each subject is one line of JSON; each token, however many names have it, is kept once. Nothing is read before
it is asked for, so that a million subjects are there at once and weigh nothing until they are looked at.
"""

import json
from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from repatria.screening.identifiers import numbers_of
from repatria.screening.outlines import NUMBERS, outline
from repatria.screening.records import Identifier, Kind, Subject
from repatria.screening.tokens import NameTokens, Reading, Role, Token
from repatria.screening.weighing import weighed

Octets = NDArray[np.uint8]
Starts = NDArray[np.int64]
MOST_TOKENS_KEPT = 300_000


class ListedName(NamedTuple):
    """A name as it was given, the places of its words, and its Latin letters without titles."""

    text: str
    places: list[int]
    letters: str


class WrittenName(NamedTuple):
    """The same of a name on its way to a shelf."""

    places: Sequence[int]
    letters: str


@dataclass(frozen=True)
class Shelf:
    """records and words: JSON, one after the other; record_starts and word_starts: where each begins, and the
    end.

    outlines, masses and traits: of each word what outlines.py and weighing.py say of it.
    id_hashes, sorted, and id_rows: to find subjects by their id; number_hashes and number_rows: by what
    `identifiers.numbers_of` gives of them.
    """

    records: Octets
    record_starts: Starts
    words: Octets
    word_starts: Starts
    outlines: NDArray[np.uint64]
    masses: NDArray[np.float64]
    traits: NDArray[np.uint8]
    id_hashes: NDArray[np.uint32]
    id_rows: NDArray[np.int32]
    number_hashes: NDArray[np.uint32]
    number_rows: NDArray[np.int32]
    _tokens: dict[int, Token] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.record_starts) - 1

    def subject(self, row: int) -> Subject:
        return _subject(self.record(row))

    def names(self, row: int) -> tuple[NameTokens, ...]:
        """The names of a subject, analysed, in the order of `Subject.names`."""
        return self._names(self.record(row))

    def entry(self, row: int) -> tuple[Subject, list[ListedName]]:
        """A subject and its names, whose words are not looked at."""
        record = self.record(row)
        return _subject(record), list(map(ListedName, record[2], record[-2], record[-1]))

    def rows_of(self, subject_id: str) -> list[int]:
        """Every row with this id: one, or more where a list is not careful with its ids."""
        rows = _at(_hash(subject_id), self.id_hashes, self.id_rows)
        return [row for row in rows if self.record(row)[0] == subject_id]

    def rows_with(self, numbers: Iterable[str]) -> list[int]:
        """Every row with one of these numbers, as `numbers_of` gives them, ascending."""
        wanted = set(numbers)
        rows = {row for each in wanted for row in _at(_hash(each), self.number_hashes, self.number_rows)}
        return sorted(row for row in rows if not wanted.isdisjoint(numbers_of(self.subject(row))))

    def record(self, row: int) -> list[Any]:
        """A subject as it is kept: the fields of `Subject`, and of each name the places of its tokens."""
        return _read(self.records, self.record_starts, row)

    def _names(self, record: list[Any]) -> tuple[NameTokens, ...]:
        kind = _KINDS[record[1]]
        return tuple(
            NameTokens(name, kind, tuple(map(self.token, places)))
            for name, places in zip(record[2], record[-2], strict=True)
        )

    def word(self, place: int) -> bytes:
        """A token as it is kept."""
        return bytes(self.words[self.word_starts[place] : self.word_starts[place + 1]])

    def token(self, place: int) -> Token:
        token = self._tokens.get(place)
        if token is None:
            if len(self._tokens) >= MOST_TOKENS_KEPT:
                self._tokens.clear()
            token = self._tokens[place] = _token(_read(self.words, self.word_starts, place))
        return token


class ShelfBuilder:
    """Subjects on their way to a shelf, one after the other."""

    def __init__(self) -> None:
        self._places: dict[bytes, int] = {}
        self._records = bytearray()
        self._ends = array("q", [0])
        self._ids = array("I")
        self._numbers = array("I")
        self._numbered = array("i")
        self._outlines = array("Q")
        self._masses = array("d")
        self._traits = array("B")

    def __len__(self) -> int:
        return len(self._ids)

    def put(self, token: Token) -> int:
        """The place of a token; those that are equal have one."""
        word = _line([*token[:3], sorted(token.symbols), token.role, token.patronymic])
        place = self._places.get(word)
        return self._put(word, outline(token), *weighed(token)) if place is None else place

    def add(self, subject: Subject, names: Sequence[WrittenName]) -> None:
        """The next subject, and its names."""
        places, letters = [each.places for each in names], [each.letters for each in names]
        self._add(subject, [*_fields(subject), places, letters])

    def add_from(self, shelf: Shelf, rows: Iterable[int]) -> None:
        """Subjects of another shelf, with what is known of their names."""
        moved: dict[int, int] = {}
        for row in rows:
            *record, names, letters = shelf.record(row)
            for place in chain.from_iterable(names):
                if place not in moved:
                    moved[place] = self._move(shelf, place)
            names = [[moved[place] for place in name] for name in names]
            self._add(shelf.subject(row), [*record, names, letters])

    def shelf(self) -> Shelf:
        records = np.frombuffer(self._records, np.uint8), np.frombuffer(self._ends, np.int64)
        words = _joined(self._places)
        outlines = np.frombuffer(self._outlines, np.uint64).reshape(-1, NUMBERS)
        masses = np.frombuffer(self._masses, np.float64).reshape(-1, 2)
        traits = np.frombuffer(self._traits, np.uint8)
        ids = _sorted(self._ids, range(len(self._ids)))
        numbers = _sorted(self._numbers, self._numbered)
        return Shelf(*records, *words, outlines, masses, traits, *ids, *numbers)

    def _put(self, word: bytes, outline: Iterable[int], masses: Iterable[float], traits: int) -> int:
        place = self._places[word] = len(self._traits)
        self._outlines.extend(outline)
        self._masses.extend(masses)
        self._traits.append(traits)
        return place

    def _move(self, shelf: Shelf, place: int) -> int:
        """The place here of another shelf's word."""
        word = shelf.word(place)
        known = self._places.get(word)
        if known is not None:
            return known
        kept = (each[place].tolist() for each in (shelf.outlines, shelf.masses, shelf.traits))
        return self._put(word, *kept)

    def _add(self, subject: Subject, record: Sequence[object]) -> None:
        for number in numbers_of(subject):
            self._numbers.append(_hash(number))
            self._numbered.append(len(self))
        self._records += _line(record)
        self._ends.append(len(self._records))
        self._ids.append(_hash(subject.id))


def _hash(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def _sorted(hashes: Sequence[int], rows: Sequence[int]) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    order = np.argsort(np.array(hashes, np.uint32), kind="stable")
    return np.array(hashes, np.uint32)[order], np.array(rows, np.int32)[order]


def _at(wanted: int, hashes: NDArray[np.uint32], rows: NDArray[np.int32]) -> list[int]:
    """The rows of a hash, among which may be those of others that have the same."""
    value = np.uint32(wanted)  # of the array's own type: else searching would convert it, all of it
    found = rows[np.searchsorted(hashes, value, "left") : np.searchsorted(hashes, value, "right")]
    return [int(row) for row in found]


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _line(content: Sequence[object]) -> bytes:
    return _JSON.encode(content).encode("utf-8", "surrogatepass")


def _read(lines: Octets, starts: Starts, place: int) -> list[Any]:
    begin, end = starts[place : place + 2].tolist()
    line: list[Any] = _DECODER.raw_decode(lines[begin:end].tobytes().decode("utf-8", "surrogatepass"))[0]
    return line


# Without what `json.loads` asks of a text that anybody may have written: these lines are ours.
_DECODER = json.JSONDecoder()
_KINDS = {str(kind): kind for kind in Kind}
_ROLES = {str(role): role for role in Role}


def _joined(lines: Collection[bytes]) -> tuple[Octets, Starts]:
    starts = np.zeros(len(lines) + 1, np.int64)
    np.cumsum([len(line) for line in lines], out=starts[1:])
    return np.frombuffer(b"".join(lines), np.uint8), starts


def _fields(subject: Subject) -> list[object]:
    identifiers = [[each.scheme, each.value] for each in subject.identifiers]
    who = [subject.id, subject.kind, subject.names]
    return [*who, subject.birth_dates, subject.countries, subject.genders, identifiers, subject.weak]


def _subject(record: list[Any]) -> Subject:
    subject_id, kind, names, births, countries, genders, identifiers, weak, *_ = record
    return Subject(
        subject_id,
        _KINDS[kind],
        tuple(names),
        tuple(births),
        tuple(countries),
        tuple(genders),
        tuple([Identifier(*each) for each in identifiers]),
        weak,
    )


def _token(fields: list[Any]) -> Token:
    original, readings, phonetic, symbols, role, patronymic = fields
    spoken = tuple([Reading(*each) for each in readings])
    return Token(original, spoken, phonetic, frozenset(symbols), _ROLES[role], patronymic)
