"""How much is read of a file, and of what is packed in it; and how a file is refused."""

import zipfile
from enum import StrEnum
from typing import BinaryIO

MOST_PAGES = 5_000
MOST_CHARACTERS = 20_000_000
MOST_OF_A_PAGE = 200_000
MOST_MEMBERS = 20_000
# Of one member unpacked: text of a document; pictures are not unpacked.
MOST_OF_A_MEMBER = 64 << 20
MOST_UNPACKED = 256 << 20
_PIECE = 1 << 16


class Reason(StrEnum):
    """The code that the server answers with (wire.md, "/files")."""

    WRONG_TYPE = "wrong_type"
    ENCRYPTED = "encrypted_file"
    MACROS = "has_macros"
    UNREADABLE = "unreadable_file"


class FileRefused(Exception):
    """`code` is one of `Reason`; `found` the media type found in place of the one said, or what was wrong."""

    def __init__(self, code: Reason, found: str = "") -> None:
        super().__init__(f"{code}: {found}")
        self.code = code
        self.found = found


class Archive:
    """A ZIP archive whose members are unpacked so far and no further, whatever its directory says of them."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            self._file = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise FileRefused(Reason.UNREADABLE, "archive") from error
        if len(self._file.infolist()) > MOST_MEMBERS:
            raise FileRefused(Reason.UNREADABLE, "too many members")
        self.names = frozenset(self._file.namelist())
        self._left = MOST_UNPACKED

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, name: str, most: int = MOST_OF_A_MEMBER) -> bytes:
        """Raises FileRefused where it is not there, sealed, damaged, or unpacks to more than `most`."""
        try:
            info = self._file.getinfo(name)
        except KeyError as error:
            raise FileRefused(Reason.UNREADABLE, f"no {name}") from error
        if info.flag_bits & 1:
            raise FileRefused(Reason.ENCRYPTED)
        pieces, length = [], 0
        with self._file.open(info) as member:
            while piece := member.read(_PIECE):
                length += len(piece)
                self._left -= len(piece)
                if length > most or self._left < 0:
                    raise FileRefused(Reason.UNREADABLE, "unpacks to too much")
                pieces.append(piece)
        return b"".join(pieces)
