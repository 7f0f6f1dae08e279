"""Columns of many rows as PostgreSQL's binary arrays, written at once.

psycopg asks each element what it is and writes it alone, which for a group of appends costs more than the
statements around it. Here a column's type is known, and nothing in it is null.

Binary form (array_recv in PostgreSQL's arrayfuncs.c): number of dimensions, flags, element type, length and
lower bound, then each element after its length.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

_EMPTY = struct.Struct(">iiI")
_HEAD = struct.Struct(">iiIii")


class Array(bytes):
    """An array in PostgreSQL's binary form. One subclass for each type of its elements."""

    element: int  # the type's number in pg_type
    number: int  # of the array type itself

    @classmethod
    def of(cls, values: Sequence[Any]) -> Array:
        """`values` are what `write` of this class takes."""
        if not values:
            return cls(_EMPTY.pack(0, 0, cls.element))
        return cls(_HEAD.pack(1, 0, cls.element, len(values), 1) + cls.write(values))

    @staticmethod
    def write(values: Sequence[Any]) -> bytes:
        raise NotImplementedError


class Octets(Array):
    element, number = 17, 1001

    @staticmethod
    def write(values: Sequence[bytes]) -> bytes:
        return b"".join([part for value in values for part in (len(value).to_bytes(4, "big"), value)])


class Texts(Array):
    element, number = 25, 1009

    @staticmethod
    def write(values: Sequence[str]) -> bytes:
        return Octets.write([value.encode() for value in values])


class Numbers(Array):
    element, number = 20, 1016

    @staticmethod
    def write(values: Sequence[int]) -> bytes:
        flat = [part for value in values for part in (8, value)]
        return struct.pack(">" + "iq" * len(values), *flat)


ARRAYS: dict[str, type[Array]] = {"bigint": Numbers, "text": Texts, "bytea": Octets}


def teach(connection: psycopg.Connection[Any]) -> None:
    """Have this connection pass arrays on as they are."""
    for array in ARRAYS.values():
        connection.adapters.register_dumper(array, _dumper_of(array))


def _dumper_of(array: type[Array]) -> type[Dumper]:
    class ArrayDumper(Dumper):
        format = Format.BINARY
        oid = array.number

        def dump(self, obj: Array) -> bytes:
            return obj

    return ArrayDumper
