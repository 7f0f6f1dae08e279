"""Attachments: resumed in both directions, checked whole, never named as a path, constant memory."""

from __future__ import annotations

import secrets
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from repatria.sdk import Blocked, Connection, Letter, Session, Unreachable
from repatria.sdk.blobs import SLICE_BYTES, Attachment, download, prepare, upload
from tests.sdk.living import Living

MIB = 1024 * 1024


class CutLine(httpx.BaseTransport):
    """The real server behind a line that is cut after so many slices."""

    def __init__(self, slices: int) -> None:
        self._real = httpx.HTTPTransport()
        self.slices = slices
        self.sent: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if "/slices/" in request.url.path:
            if self.slices == 0:
                raise httpx.ConnectError("the line is cut")
            self.slices -= 1
            self.sent.append(request.url.path.rpartition("/")[2])
        return self._real.handle_request(request)

    def close(self) -> None:
        self._real.close()


def over(session: Session, line: httpx.BaseTransport) -> Connection:
    return Connection(
        session.connection.server, bearer=session.connection.bearer, client=httpx.Client(transport=line)
    )


@pytest.fixture
def room(living: Living) -> str:
    letter = Letter(("ch/contact-point",), "Files", "A room for files.")
    return living.session("wanjiku.kamau").mail.send(letter).room


def test_upload_goes_on_where_it_was_cut(living: Living, room: str, tmp_path: Path) -> None:
    path = tmp_path / "scan.bin"
    path.write_bytes(secrets.token_bytes(3 * SLICE_BYTES))
    session = living.session("wanjiku.kamau")
    outgoing = prepare(path, room)
    line = CutLine(slices=2)
    with over(session, line) as cut, pytest.raises(Unreachable):
        upload(cut, outgoing, into=room)
    again = CutLine(slices=100)
    with over(session, again) as whole:
        upload(whole, outgoing, into=room)
    assert line.sent == ["0", "1"]
    assert again.sent == ["2", "3"]  # padded: the fourth slice is the rest
    state = session.connection.get_json(f"/blobs/{outgoing.attachment.id}")
    assert state["complete"] is True


def test_draft_is_resumed_by_another_session_of_the_same_store(living: Living, tmp_path: Path) -> None:
    path = tmp_path / "evidence.bin"
    path.write_bytes(secrets.token_bytes(2 * SLICE_BYTES))
    first = living.session("wanjiku.kamau")
    draft = first.mail.draft(Letter(("ch/contact-point",), "Cut", "text", files=(path,)))
    second = living.session("wanjiku.kamau", store=first.store)
    assert second.mail.drafts() == [draft]
    room = second.mail.send_draft(draft).room
    assert second.mail.drafts() == []
    bern = living.session("loic.perrenoud")
    (attachment,) = bern.threads.read(room).messages[0].attachments
    assert bern.mail.save(room, attachment, tmp_path / "in").read_bytes() == path.read_bytes()


def test_file_that_is_not_the_signed_one_is_never_handed_out(
    living: Living, room: str, tmp_path: Path
) -> None:
    path = tmp_path / "true.txt"
    path.write_bytes(b"the true file")
    session = living.session("wanjiku.kamau")
    outgoing = prepare(path, room)
    upload(session.connection, outgoing, into=room)
    true = outgoing.attachment
    for lie in ({"sha256": "0" * 64}, {"ct_sha256": "0" * 64}, {"key": bytes(32)}, {"size": 5}):
        fields = {name: getattr(true, name) for name in Attachment.__slots__}
        with pytest.raises(Blocked):
            download(session.connection, room, Attachment(**{**fields, **lie}), tmp_path / "in")
        assert list((tmp_path / "in").iterdir()) == []
    assert download(session.connection, room, true, tmp_path / "in").read_bytes() == b"the true file"


def test_partly_fetched_file_is_continued(living: Living, room: str, tmp_path: Path) -> None:
    path = tmp_path / "big.bin"
    path.write_bytes(secrets.token_bytes(2 * MIB))
    session = living.session("wanjiku.kamau")
    outgoing = prepare(path, room)
    upload(session.connection, outgoing, into=room)
    (tmp_path / "in").mkdir()
    whole = session.connection.get_bytes(f"/blobs/{outgoing.attachment.id}/content")
    (tmp_path / "in" / f".{outgoing.attachment.id}.part").write_bytes(whole[:MIB])
    seen: list[int] = []
    saved = download(
        session.connection,
        room,
        outgoing.attachment,
        tmp_path / "in",
        lambda name, done, total: seen.append(done),
    )
    assert saved.read_bytes() == path.read_bytes()
    assert min(seen) > MIB


class CutAnswer(httpx.SyncByteStream):
    """Octets of a real answer until the line breaks."""

    def __init__(self, answer: httpx.Response, octets: int) -> None:
        self._answer = answer
        self._octets = octets

    def __iter__(self) -> Iterator[bytes]:
        yield self._answer.read()[: self._octets]
        raise httpx.ReadError("the line is cut")

    def close(self) -> None:
        self._answer.close()


class CutDownload(httpx.BaseTransport):
    """The real server behind a line that breaks in the middle of every attachment."""

    def __init__(self, octets: int) -> None:
        self._real = httpx.HTTPTransport()
        self._octets = octets

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._real.handle_request(request)
        cut = CutAnswer(answer, self._octets)
        return httpx.Response(answer.status_code, headers=answer.headers, stream=cut)

    def close(self) -> None:
        self._real.close()


def test_download_over_a_broken_line_is_no_mismatch_and_goes_on(
    living: Living, room: str, tmp_path: Path
) -> None:
    path = tmp_path / "big.bin"
    path.write_bytes(secrets.token_bytes(2 * MIB))
    session = living.session("wanjiku.kamau")
    outgoing = prepare(path, room)
    upload(session.connection, outgoing, into=room)
    with (
        over(session, CutDownload(octets=MIB)) as cut,
        pytest.raises(Unreachable),
    ):
        download(cut, room, outgoing.attachment, tmp_path / "in")
    assert [kept.stat().st_size for kept in (tmp_path / "in").iterdir()] == [MIB]
    saved = download(session.connection, room, outgoing.attachment, tmp_path / "in")
    assert saved.read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\boot.ini", "C__boot.ini"),
        ("invoice\u202efdp.exe", "invoice_fdp.exe"),
        ("line\nbreak\x00.txt", "line_break_.txt"),
        ("...", "attachment"),
        ("تقرير.pdf", "تقرير.pdf"),
    ],
)
def test_hostile_names_never_become_paths(name: str, safe: str) -> None:
    found = Attachment("0" * 32, name, "", 0, bytes(32), "", "", 0).safe_name
    assert found == safe
    assert Path(found).name == found


def test_saving_overwrites_nothing(living: Living, room: str, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_bytes(b"mine")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "note.txt").write_bytes(b"theirs")
    session = living.session("wanjiku.kamau")
    outgoing = prepare(tmp_path / "out" / "note.txt", room)
    upload(session.connection, outgoing, into=room)
    saved = download(session.connection, room, outgoing.attachment, tmp_path)
    assert (saved.name, saved.read_bytes()) == ("note (1).txt", b"theirs")
    assert (tmp_path / "note.txt").read_bytes() == b"mine"


def peak_of_a_transfer(session: Session, room: str, folder: Path, size: int) -> int:
    path = folder / f"{size}.bin"
    with path.open("wb") as file:
        file.truncate(size)
    tracemalloc.start()
    outgoing = prepare(path, room)
    upload(session.connection, outgoing, into=room)
    download(session.connection, room, outgoing.attachment, folder / "in")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_file(living: Living, room: str, tmp_path: Path) -> None:
    session = living.session("wanjiku.kamau")
    small = peak_of_a_transfer(session, room, tmp_path, 24 * MIB)
    large = peak_of_a_transfer(session, room, tmp_path, 120 * MIB)
    assert large < small * 1.25, f"{small / MIB:.0f} and {large / MIB:.0f} MiB"
    assert large < 80 * MIB
