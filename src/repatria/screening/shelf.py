"""The subjects of a part of the index and their analysed names, as octets: in memory, or mapped from a file.

Each subject is one line of JSON; each token, however many names have it, is kept once. Nothing is read before
it is asked for, so that a million subjects are there at once and weigh nothing until they are looked at.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from repatria.screening.records import Identifier, Kind, Subject
from repatria.screening.tokens import NameTokens, Reading, Role, Token

Octets = NDArray[np.uint8]
Starts = NDArray[np.int64]
MOST_TOKENS_KEPT = 300_000


@dataclass(frozen=True)
class Shelf:
    """records and words: JSON, one after the other; record_starts and word_starts: where each begins, and the
    end.

    id_hashes, sorted, and id_rows: to find subjects by their id.
    """

    records: Octets
    record_starts: Starts
    words: Octets
    word_starts: Starts
    id_hashes: NDArray[np.uint32]
    id_rows: NDArray[np.int32]
    _tokens: dict[int, Token] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.record_starts) - 1

    def subject(self, row: int) -> Subject:
        return _subject(self._record(row))

    def names(self, row: int) -> tuple[NameTokens, ...]:
        """The names of a subject, analysed, in the order of `Subject.names`."""
        record = self._record(row)
        kind = Kind(record[1])
        return tuple(
            NameTokens(name, kind, tuple(self._token(place) for place in places))
            for name, places in zip(record[2], record[7], strict=True)
        )

    def rows_of(self, subject_id: str) -> list[int]:
        """Every row with this id: one, or more where a list is not careful with its ids."""
        wanted = np.uint32(crc32(subject_id.encode("utf-8", "surrogatepass")))
        begin = np.searchsorted(self.id_hashes, wanted, "left")
        end = np.searchsorted(self.id_hashes, wanted, "right")
        return [int(row) for row in self.id_rows[begin:end] if self._record(int(row))[0] == subject_id]

    def _record(self, row: int) -> list[Any]:
        octets = self.records[self.record_starts[row] : self.record_starts[row + 1]]
        record: list[Any] = json.loads(bytes(octets))
        return record

    def _token(self, place: int) -> Token:
        token = self._tokens.get(place)
        if token is None:
            if len(self._tokens) >= MOST_TOKENS_KEPT:
                self._tokens.clear()
            octets = self.words[self.word_starts[place] : self.word_starts[place + 1]]
            token = _token(json.loads(bytes(octets)))
            self._tokens[place] = token
        return token


class ShelfBuilder:
    """Subjects on their way to a shelf, one after the other."""

    def __init__(self) -> None:
        self._places: dict[Token, int] = {}
        self._records: list[bytes] = []
        self._hashes: list[int] = []

    def __len__(self) -> int:
        return len(self._records)

    def add(self, subject: Subject, names: Sequence[NameTokens]) -> None:
        """The next subject and its names, analysed, in the order of `Subject.names`."""
        places = self._places
        of_names = [[places.setdefault(token, len(places)) for token in name.tokens] for name in names]
        self._records.append(_line([*_fields(subject), of_names]))
        self._hashes.append(crc32(subject.id.encode("utf-8", "surrogatepass")))

    def shelf(self) -> Shelf:
        words = [
            _line(
                [
                    each.original,
                    each.readings,
                    each.phonetic,
                    sorted(each.symbols),
                    each.role,
                    each.patronymic,
                ]
            )
            for each in self._places
        ]
        hashes = np.array(self._hashes, np.uint32)
        order = np.argsort(hashes, kind="stable")
        return Shelf(*_joined(self._records), *_joined(words), hashes[order], order.astype(np.int32))


def _line(content: Sequence[object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _joined(lines: list[bytes]) -> tuple[Octets, Starts]:
    starts = np.zeros(len(lines) + 1, np.int64)
    np.cumsum([len(line) for line in lines], out=starts[1:])
    return np.frombuffer(b"".join(lines), np.uint8), starts


def _fields(subject: Subject) -> list[object]:
    identifiers = [[each.scheme, each.value] for each in subject.identifiers]
    who = [subject.id, subject.kind, subject.names]
    return [*who, subject.birth_dates, subject.countries, subject.genders, identifiers]


def _subject(record: list[Any]) -> Subject:
    subject_id, kind, names, births, countries, genders, identifiers, _ = record
    return Subject(
        subject_id,
        Kind(kind),
        tuple(names),
        tuple(births),
        tuple(countries),
        tuple(genders),
        tuple(Identifier(*each) for each in identifiers),
    )


def _token(fields: list[Any]) -> Token:
    original, readings, phonetic, symbols, role, patronymic = fields
    spoken = tuple(Reading(*each) for each in readings)
    return Token(original, spoken, phonetic, frozenset(symbols), Role(role), patronymic)
