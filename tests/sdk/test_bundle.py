"""An export proves itself from the hash on paper; every change to it is found."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from repatria.protocol import frames
from repatria.sdk import Blocked, Letter, Reply, WrongUse, verify_bundle
from repatria.sdk.export import disclose, export_room
from tests.sdk.living import Living

Change = Callable[[bytes], bytes | None]


@pytest.fixture(scope="module")
def bundle(living: Living, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A room of two messages and a file, exported by the receiving side."""
    folder = tmp_path_factory.mktemp("bundle")
    document = folder / "ledger.csv"
    document.write_bytes(b"date,amount\n2026-03-01,330000\n")
    letter = Letter(("ch/contact-point",), "For the court", "The ledger is attached.", files=(document,))
    room = living.session("wanjiku.kamau").mail.send(letter).room
    bern = living.session("loic.perrenoud")
    bern.mail.reply(room, Reply("This reply stays between us."))
    living.force_heads()
    export_room(bern, room, folder / "room.repatria")
    disclose(bern, room, 2, folder / "one.repatria")
    return folder / "room.repatria"


def rewritten(source: Path, target: Path, name: str, change: Change) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            data: bytes | None = old.read(info)
            if info.filename.startswith(name):
                data = change(old.read(info))
            if data is not None:
                new.writestr(info, data)
    return target


def without_last(data: bytes) -> bytes:
    return frames.join(frames.split(data)[:-1])


CHANGES: list[tuple[str, Change, str]] = [
    ("plain/2", lambda data: data.replace(b"The ledger", b"No ledger "), "wrong_plaintext"),
    ("plain/2", lambda data: data[:-1], "wrong_plaintext"),
    ("files/", lambda data: data.replace(b"330000", b"130000"), "blob_mismatch"),
    ("files/", lambda data: data + b"\n", "blob_mismatch"),
    ("room/frames", lambda data: data.replace(b"ke/contact-point", b"gb/contact-point"), "bad_signature"),
    ("room/frames", lambda data: frames.join(frames.split(data)[1:]), "bad_seq"),
    ("room/frames", without_last, "bad_proof"),
    ("register/leaves", without_last, "wrong_log"),
    ("register/leaves", lambda data: data.replace(b"Wanjiku", b"Wanjika"), "bad_signature"),
    ("register/checkpoint", lambda data: data.split(b"\n\n")[0] + b"\n\n", "bad_checkpoint"),
    ("room/proofs.json", lambda data: b"[{}]", "bad_proof"),
    ("room/proofs.json", lambda data: None, "bad_bundle"),
    ("bundle.json", lambda data: b'{"v":1,"room":"00"}', "wrong_room"),
]


def test_export_is_verified_with_nothing_but_the_hash(living: Living, bundle: Path, tmp_path: Path) -> None:
    report = verify_bundle(bundle, living.keys.net, save=tmp_path / "out")
    first, second = report.messages
    assert (first.name, first.office) == ("Wanjiku Kamau", "ke/contact-point")
    assert (second.body or {})["text"] == "This reply stays between us."
    assert [link.kind for link in first.chain][-1] == "root"
    assert first.proven is not None
    assert first.proven >= first.time - 1
    saved = {path.name.partition("-")[2] or path.name: path for path in (tmp_path / "out").iterdir()}
    assert saved["ledger.csv"].read_bytes() == b"date,amount\n2026-03-01,330000\n"
    assert json.loads(saved["0002.json"].read_text())["subject"] == "For the court"


@pytest.mark.parametrize(("name", "change", "code"), CHANGES)
def test_changed_bundle_is_blocked(
    living: Living, bundle: Path, tmp_path: Path, name: str, change: Change, code: str
) -> None:
    with pytest.raises(Blocked) as error:
        verify_bundle(rewritten(bundle, tmp_path / "changed", name, change), living.keys.net)
    assert error.value.code == code


def test_bundle_of_another_network_is_blocked(bundle: Path) -> None:
    with pytest.raises(Blocked, match="wrong_network"):
        verify_bundle(bundle, "f" * 64)


def test_disclosure_holds_one_message_and_nothing_else(living: Living, bundle: Path) -> None:
    one = bundle.with_name("one.repatria")
    report = verify_bundle(one, living.keys.net)
    assert [message.body is not None for message in report.messages] == [True, False]
    assert report.proven_time is not None
    with zipfile.ZipFile(one) as archive:
        assert [name for name in archive.namelist() if name.startswith(("plain/", "files/"))] == ["plain/2"]
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert b"The ledger is attached." in content
    assert b"stays between us" not in content


def test_hostile_archives_are_blocked_or_refused(living: Living, bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no zip file")
    with pytest.raises(Blocked, match="bad_bundle"):
        verify_bundle(tmp_path / "text", living.keys.net)
    packing = zipfile.ZipFile(tmp_path / "packed", "w", zipfile.ZIP_DEFLATED)
    with packing as packed, zipfile.ZipFile(bundle) as old:
        for name in old.namelist():
            packed.writestr(name, old.read(name))
    with pytest.raises(Blocked, match="compressed"):
        verify_bundle(tmp_path / "packed", living.keys.net)
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(tmp_path / "path", "w") as new:
        for name in [*old.namelist()]:
            new.writestr(name, old.read(name))
        new.writestr("../outside", b"")
    with pytest.raises(Blocked, match="unknown content"):
        verify_bundle(tmp_path / "path", living.keys.net)
    with pytest.raises(WrongUse, match="bad_root_hash"):
        verify_bundle(bundle, "not a hash")
