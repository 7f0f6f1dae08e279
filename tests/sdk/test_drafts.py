"""Drafts on the server: they follow the officer from program to program, and nobody else reads them."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest

from repatria.protocol import locks
from repatria.protocol.locks import DraftName
from repatria.sdk import Blocked, Draft, Refused, Session, WrongUse
from repatria.sdk.connection import decode_b64, encode_b64
from tests.sdk.living import Living

SECRET = "The account of Lighthouse Ltd in Geneva"


@pytest.fixture
def nairobi(living: Living) -> Session:
    session = living.session("wanjiku.kamau")
    for left in session.drafts.all():
        session.drafts.delete(left)
    return session


def test_what_one_program_began_another_goes_on_with_and_deletes(living: Living, nairobi: Session) -> None:
    begun = nairobi.drafts.save(Draft(("ch/contact-point",), "Freeze", SECRET))
    elsewhere = living.session("wanjiku.kamau")
    assert elsewhere.drafts.all() == [begun]
    changed = elsewhere.drafts.save(replace(begun, body=SECRET + ", urgently", handling="TLP:RED"))
    assert (changed.id, changed.version, changed.revision) == (begun.id, 2, 2)
    assert nairobi.drafts.all() == [changed]
    elsewhere.drafts.delete(changed)
    assert nairobi.drafts.all() == []
    with pytest.raises(Refused, match="not_found"):
        nairobi.drafts.delete(changed)


def test_a_draft_that_was_saved_elsewhere_is_not_overwritten(living: Living, nairobi: Session) -> None:
    begun = nairobi.drafts.save(Draft(subject="one"))
    other = living.session("wanjiku.kamau").drafts.save(replace(begun, subject="two"))
    with pytest.raises(Refused, match="stale_version"):
        nairobi.drafts.save(replace(begun, subject="three"))
    assert nairobi.drafts.all() == [other]


def test_a_draft_of_the_browser_is_read_and_kept_as_it_is(nairobi: Session) -> None:
    """The content is what `web/src/session/drafts.ts` seals."""
    draft = {
        "id": "5b" * 16, "revision": 7, "room": "0a" * 32, "to": ["ch/contact-point"], "subject": "Re: é",
        "body": "text", "request": {"kind": "freeze", "neededBy": None}, "answer": None,
        "handling": "TLP:AMBER+STRICT",
    }  # fmt: skip
    files = [{"id": "0c" * 16, "name": "order.pdf", "type": "application/pdf", "size": 7}]
    put_sealed(nairobi, draft["id"], {"v": 1, "kind": "draft", "draft": draft, "files": files})
    (read,) = nairobi.drafts.all()
    assert (read.version, read.room, read.request) == (1, "0a" * 32, {"kind": "freeze", "neededBy": None})
    nairobi.drafts.save(read)
    kept = {"v": 1, "kind": "draft", "draft": {**draft, "revision": 8}, "files": files}
    assert opened(nairobi, 2) == kept


def put_sealed(session: Session, id_: object, content: dict[str, object]) -> None:
    name = DraftName(session.keyid, str(id_), 1)
    sealed = locks.seal_draft(session.seeds.kem, name, content, secrets.token_bytes)
    session.connection.put(f"/drafts/{id_}", {"version": 1, "sealed": encode_b64(sealed)})


def opened(session: Session, version: int) -> dict[str, object]:
    (row,) = session.connection.get_json("/drafts")
    assert row["version"] == version
    name = DraftName(session.keyid, row["id"], version)
    return locks.open_draft(session.seeds.kem, name, decode_b64(row["sealed"]))


def test_a_draft_that_is_not_as_it_was_sealed_blocks(nairobi: Session) -> None:
    put_sealed(nairobi, "5c" * 16, {"v": 1, "kind": "draft", "draft": {"id": "5c" * 16, "subject": 7}})
    with pytest.raises(Blocked, match="bad_shape"):
        nairobi.drafts.all()
    nairobi.connection.delete(f"/drafts/{'5c' * 16}")
    draft = nairobi.drafts.save(Draft(subject="mine"))
    other = "5d" * 16
    (row,) = nairobi.connection.get_json("/drafts")
    nairobi.connection.put(f"/drafts/{other}", {"version": 1, "sealed": row["sealed"]})
    with pytest.raises(Blocked, match="cannot_open"):  # the seal is bound to the draft's id
        nairobi.drafts.all()
    nairobi.connection.delete(f"/drafts/{other}")
    assert nairobi.drafts.all() == [draft]


def test_what_is_no_draft_is_not_saved(nairobi: Session) -> None:
    with pytest.raises(WrongUse, match="handling"):
        nairobi.drafts.save(Draft(handling="secret"))


def test_the_server_and_other_officers_read_no_draft(living: Living, nairobi: Session) -> None:
    nairobi.drafts.save(Draft(("ch/contact-point",), "Freeze", SECRET))
    assert living.session("loic.perrenoud").drafts.all() == []
    files = [path for path in living.settings.data.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if SECRET.encode() in path.read_bytes()]
