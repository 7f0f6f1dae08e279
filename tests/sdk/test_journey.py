"""An urgent freeze request from Kenya to Switzerland, with a document, through the SDK."""

import secrets
from pathlib import Path

from repatria.sdk import Answer, Asset, ConcernedPerson, Letter, Measure, Reply, RequestForm
from repatria.sdk.threads import Thread
from tests.sdk.living import Living

SUBJECT = "Urgent freeze of the Zanzibar Lighthouse account"
SECRET = "the seventh transfer went through Montclair"


def freeze(files: tuple[Path, ...] = ()) -> Letter:
    form = RequestForm(
        type="freeze",
        urgency="urgent",
        offence="UNCAC-17",
        facts=SECRET,
        persons=(ConcernedPerson("Barasa Simiyu", born="1971-02-17"),),
        assets=(
            Asset("bank_account", "CH00 0000", "Lighthouse Ltd", "Geneva", "2310000", "USD", "proceeds"),
        ),
        purpose="Criminal investigation",
    )
    return Letter(("ch/contact-point",), SUBJECT, "Please hold.", "TLP:AMBER+STRICT", "en", form, files)


def opened(living: Living, login: str, room: str) -> Thread:
    return living.session(login).threads.read(room)


def test_request_with_a_document_is_sent_opened_acknowledged_answered_and_closed(
    living: Living, tmp_path: Path
) -> None:
    document = tmp_path / "Statement of facts.pdf"
    document.write_bytes(secrets.token_bytes(3_000_000))
    nairobi = living.session("wanjiku.kamau")
    room = nairobi.mail.send(freeze((document,))).room

    bern = living.session("loic.perrenoud")
    thread = bern.threads.read(room)
    (message,) = thread.messages
    assert (thread.subject, message.name, message.office) == (SUBJECT, "Wanjiku Kamau", "ke/contact-point")
    assert message.body is not None
    assert message.body["request"]["facts"] == SECRET
    assert thread.request().state == "sent"
    saved = bern.mail.save(room, message.attachments[0], tmp_path / "saved")
    assert saved.read_bytes() == document.read_bytes()

    assert bern.mail.delivered(room) is not None
    assert bern.mail.delivered(room) is None
    assert len(bern.threads.unread(bern.threads.read(room))) == 1
    assert bern.mail.read(room) is not None
    assert bern.mail.read(room) is None  # nothing is unread any more
    bern.mail.acknowledge(room, thread.request().of, reference="CH-1")
    assert opened(living, "wanjiku.kamau", room).request().state == "acknowledged"

    frozen = Answer("frozen", "Held.", measure=Measure("FOJ", "IMAC art. 18(2)", None, "2310000", "USD"))
    bern.mail.answer(room, thread.request().of, frozen)
    nairobi.sync()
    nairobi.mail.reply(room, Reply("Asante."))
    nairobi.mail.close(room, thread.request().of, "frozen")
    last = opened(living, "chiara.bernasconi", room)
    assert [one.kind for one in last.messages] == [
        "request", "receipt", "receipt", "acknowledgement", "answer", "message", "close",
    ]  # fmt: skip
    assert last.request().state == "closed"
    assert all(one.problem is None for one in last.messages)


def test_the_server_holds_nothing_of_what_was_said(living: Living, tmp_path: Path) -> None:
    document = tmp_path / "named-by-nobody.txt"
    document.write_text(SECRET * 1000)
    living.session("wanjiku.kamau").mail.send(freeze((document,)))
    kept = [path for path in living.settings.data.rglob("*") if path.is_file()]
    assert any(path.suffix == ".sqlite3" for path in kept)
    for path in kept:
        content = path.read_bytes()
        for word in (SUBJECT, SECRET, "named-by-nobody", "Lighthouse"):
            assert word.encode() not in content, (path, word)


def test_a_country_that_is_not_asked_sees_no_room(living: Living) -> None:
    room = living.session("wanjiku.kamau").mail.send(freeze()).room
    london = living.session("tunde.bakare")
    assert room not in london.rooms.held


def test_a_reply_is_handled_at_least_as_strictly_as_its_thread(living: Living) -> None:
    room = living.session("wanjiku.kamau").mail.send(freeze()).room
    bern = living.session("loic.perrenoud")
    bern.mail.reply(room, Reply("Read."))
    body = bern.threads.read(room).messages[-1].body
    assert body is not None
    assert body["handling"] == {"tlp": "TLP:AMBER+STRICT"}


def test_two_officers_who_write_at_once_both_get_through(living: Living) -> None:
    room = living.session("wanjiku.kamau").mail.send(freeze()).room
    bern, ticino = living.session("loic.perrenoud"), living.session("chiara.bernasconi")
    bern.mail.reply(room, Reply("first"))
    ticino.mail.reply(room, Reply("second, signed on a head that has moved"))
    texts = [(one.body or {})["text"] for one in opened(living, "wanjiku.kamau", room).messages[1:]]
    assert texts == ["first", "second, signed on a head that has moved"]
