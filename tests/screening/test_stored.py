"""The index as files: the same answers, and refused when something does not fit."""

import json
import math
import mmap
import os
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from repatria.screening import stored
from repatria.screening.index import Index
from repatria.screening.records import Identifier, Kind, Subject

# Before the description: the word, the version, and the description's length and checksum.
HEAD = 15 + 65 + 12
LISTED = [
    Subject(
        "a",
        Kind.PERSON,
        ("Arkady Belozerov", "Аркадий Белозёров"),
        ("1961-04",),
        ("KZ",),
        ("male",),
        (Identifier("passport", "N1234567"),),
    ),
    Subject("b", Kind.ORGANISATION, ("Westmark Ltd",)),
    Subject("c", Kind.PERSON, ("", "\ud800 broken", "高橋健一")),
]


def test_a_stored_index_is_the_index(tmp_path: Path) -> None:
    index = Index(LISTED).with_added([Subject("d", Kind.VESSEL, ("Northern Star 7",))]).without(["b"])
    stored.write(index, tmp_path / "index")
    opened = stored.read(tmp_path / "index")
    assert [opened.subject(row) for row in (0, 2, 3)] == [LISTED[0], LISTED[2], index.subject(3)]
    assert [opened.names(row) for row in (0, 2, 3)] == [index.names(row) for row in (0, 2, 3)]
    for name in ("Аркадий Белозеров", "Takahashi Kenichi", "Westmark", "Northern Star 7"):
        query = Subject("", Kind.PERSON, (name,))
        assert opened.candidates(query, 5) == index.candidates(query, 5)
    assert (len(opened), opened.rows_of("b"), opened.rows_of("d")) == (3, [], [3])


def test_it_is_mapped_and_not_read(tmp_path: Path) -> None:
    stored.write(Index(LISTED), tmp_path / "index")
    (part,) = stored.read(tmp_path / "index").parts
    for array in (part.postings.rows, part.postings.scale, part.shelf.records, part.owners):
        base: Any = array
        while not isinstance(base, mmap.mmap):
            base = base.obj if isinstance(base, memoryview) else base.base


def test_an_empty_index_is_stored_too(tmp_path: Path) -> None:
    stored.write(Index(), tmp_path / "index")
    assert len(stored.read(tmp_path / "index")) == 0


def test_it_is_packed_into_octets_too() -> None:
    octets = b"".join(stored.pack(Index(LISTED)))
    opened = stored.unpack(octets)
    assert [opened.subject(row) for row in range(3)] == LISTED
    assert opened.rows_with_numbers_of(LISTED[0]) == [0]
    (part,) = opened.parts
    assert not part.postings.keys.flags.owndata


def test_the_next_one_takes_its_place(tmp_path: Path) -> None:
    for listed in (LISTED, LISTED[:1]):
        stored.write(Index(listed), tmp_path / "index")
    assert len(stored.read(tmp_path / "index")) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["index"]
    assert (tmp_path / "index").stat().st_mode & 0o777 == 0o600


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored.write(Index(LISTED), tmp_path / "index")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        stored.write(Index(LISTED[:1]), tmp_path / "index")
    assert len(stored.read(tmp_path / "index")) == 3
    assert [each.name for each in tmp_path.iterdir()] == ["index"]


def test_it_is_on_the_disk_before_it_takes_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "index"
    written: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda _: written.append(path.exists()))
    stored.write(Index(LISTED), path)
    assert written == [False, True]  # the file, then the folder that names it


def test_an_index_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored.write(Index(LISTED), tmp_path / "index")
    monkeypatch.setattr(stored, "made_by", lambda: "0" * 64)
    with pytest.raises(stored.StoredIndexUnusable, match="another version"):
        stored.read(tmp_path / "index")


def test_every_module_and_table_is_part_of_the_version(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = tmp_path / "screening"
    shutil.copytree(Path(stored.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(stored, "files", lambda _: package)
    versions = {stored.made_by.__wrapped__()}
    for name in ("channels.py", "skeleton.py", "tables/nicknames.tsv", "tables/known_names.npz"):
        with (package / name).open("ab") as file:
            file.write(b" ")
        versions.add(stored.made_by.__wrapped__())
    assert len(versions) == 5
    assert stored.made_by() in versions


def _nothing(_: bytes) -> bytes:
    return b""


def _something_else(octets: bytes) -> bytes:
    return b"years of work" * 100


def _a_head_alone(octets: bytes) -> bytes:
    return octets[:80]


def _a_description_cut_short(octets: bytes) -> bytes:
    return octets[:300]


def _arrays_cut_short(octets: bytes) -> bytes:
    return octets[:-8]


def _more_at_the_end(octets: bytes) -> bytes:
    return octets + bytes(64)


def _a_length_beyond_the_end(octets: bytes) -> bytes:
    place = HEAD - 12
    return octets[:place] + b"\xff" * 8 + octets[place + 8 :]


def _described(change: Callable[[list[Any]], object]) -> Callable[[bytes], bytes]:
    """The same with another description, its lengths right."""

    def changed(octets: bytes) -> bytes:
        place = HEAD
        length = int.from_bytes(octets[place - 12 : place - 4], "big")
        content = json.loads(octets[place : place + length])
        arrays = octets[place + length + -(place + length) % 64 :]
        change(content)
        said = json.dumps(content).encode()
        sums = len(said).to_bytes(8, "big") + zlib.crc32(said).to_bytes(4, "big")
        head = octets[: place - 12] + sums + said
        return head + bytes(-len(head) % 64) + arrays

    return changed


def _array(content: list[Any], name: str) -> list[Any]:
    found: list[Any] = content[0]["arrays"][name]
    return found


def test_what_the_damages_change_is_sound_before() -> None:
    octets = b"".join(stored.pack(Index(LISTED)))
    assert len(stored.unpack(octets)) == 3
    assert _described(lambda content: None)(octets) == octets


@pytest.mark.parametrize(
    "damaged",
    [
        _nothing,
        _something_else,
        _a_head_alone,
        _a_description_cut_short,
        _arrays_cut_short,
        _more_at_the_end,
        _a_length_beyond_the_end,
        _described(lambda content: content.clear()),
        _described(lambda content: content.append(7)),
        _described(lambda content: content[0].pop("gone")),
        _described(lambda content: content[0].update(gone=[99])),
        _described(lambda content: content[0]["arrays"].pop("rows")),
        _described(lambda content: _array(content, "rows").__setitem__(0, "|O")),
        _described(lambda content: _array(content, "owners").__setitem__(1, [1])),
        _described(lambda content: _array(content, "keys").__setitem__(1, [2])),
        _described(lambda content: _array(content, "scale").__setitem__(1, [6])),
        _described(lambda content: _array(content, "records").__setitem__(1, [10**12])),
        _described(lambda content: _array(content, "records").__setitem__(1, [-64])),
        _described(lambda content: _array(content, "records").__setitem__(1, "far")),
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, damaged: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "index"
    stored.write(Index(LISTED), path)
    path.write_bytes(damaged(path.read_bytes()))
    with pytest.raises(stored.StoredIndexUnusable, match="index: "):
        stored.read(path)


def test_one_flipped_bit_is_noticed_wherever_it_is(tmp_path: Path) -> None:
    """In the head, the description and every array; what fills up to the next beginning is not read."""
    octets = b"".join(stored.pack(Index(LISTED).with_added([Subject("d", Kind.VESSEL, ("Star 7",))])))
    (tmp_path / "index").write_bytes(octets)
    assert len(stored.read(tmp_path / "index")) == 4
    said = HEAD + int.from_bytes(octets[HEAD - 12 : HEAD - 4], "big")
    regions = [(0, 15), (15, 79), (80, 88), (88, 92), (HEAD, said)]
    begin = said + -said % 64
    for part in json.loads(octets[HEAD:said]):
        for kind, shape, _ in part["arrays"].values():
            size = np.dtype(kind).itemsize * math.prod(shape)
            regions.append((begin, begin + size))
            begin += size + -size % 64
    assert begin == len(octets)
    assert len(regions) == 5 + 2 * 17
    for first, end in regions:
        for flipped in {first, (first + end) // 2, end - 1} if first < end else ():
            damaged = bytearray(octets)
            damaged[flipped] ^= 1 << flipped % 8
            with pytest.raises(stored.StoredIndexUnusable):
                stored.unpack(bytes(damaged))


def test_no_file_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(stored.StoredIndexUnusable):
        stored.read(tmp_path / "index")
