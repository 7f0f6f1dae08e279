"""The demo's thirty threads, written by their own officers, each in their own session.

Everything is dated the moment it is written: the server refuses other times, and nothing here pretends.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from repatria.demo import documents
from repatria.demo.content import Thread
from repatria.sdk import Answer, Asset, ConcernedPerson, Letter, Measure, Reply, RequestForm, Session, Tick
from repatria.sdk.ceremony import Person

DAY_SECONDS = 86_400
HOUR_SECONDS = 3_600


class Correspondence:
    """Writes threads as the officers of `sessions` (by login)."""

    def __init__(self, sessions: dict[str, Session], people: dict[str, Person]) -> None:
        self._sessions = sessions
        self._people = people

    def write(self, thread: Thread) -> None:
        """Send the first letter, then let each step be done by its officer."""
        sender = self._sessions[thread.sender]
        sender.sync()
        with tempfile.TemporaryDirectory() as folder:
            files = tuple(_make(Path(folder), kind, name, thread) for kind, name in thread.attach)
            sent = sender.mail.send(self._letter(thread, files))
        for login, verb, *rest in thread.steps:
            session = self._sessions[login]
            session.sync()
            if verb == "tick":
                self._tick(session, sent.room, rest)
            else:
                STEPS[verb](session, sent.room, rest)

    def _tick(self, session: Session, room: str, rest: list[Any]) -> None:
        action, state, note, owner = rest
        keyid = self._sessions[owner].keyid if owner else ""
        session.mail.tick(room, Tick(action, state, note, keyid))

    def _letter(self, thread: Thread, files: tuple[Path, ...]) -> Letter:
        request = None if thread.request is None else self._request(thread, thread.request)
        return Letter(thread.to, thread.subject, thread.text, thread.tlp, thread.language, request, files)

    def _request(self, thread: Thread, raw: dict[str, Any]) -> RequestForm:
        now, days = self._sessions[thread.sender].now(), raw["formal_in_days"]
        contact, hours = self._people[thread.sender], raw.get("needed_in_hours", 0)
        texts = ("offence", "offence_law", "stage", "facts", "measure", "purpose", "authority")
        return RequestForm(
            type=thread.kind,
            urgency=thread.urgency or "ordinary",
            needed_by=_full_hour(now + hours * HOUR_SECONDS) if hours else None,
            formal_by=now + days * DAY_SECONDS if days else None,
            persons=tuple(ConcernedPerson(*row) for row in raw["persons"]),
            assets=tuple(Asset(*row) for row in raw["assets"]),
            contact_name=contact.latin,
            contact_phone=contact.phone,
            contact_languages=", ".join(contact.languages),
            order=raw["order"],
            third_parties=raw["third_parties"],
            **{name: raw[name] for name in texts},
        )


def _full_hour(seconds: int) -> int:
    """The next one: nobody knows to the minute when money leaves."""
    return -(-seconds // HOUR_SECONDS) * HOUR_SECONDS


def _make(folder: Path, kind: str, name: str, thread: Thread) -> Path:
    """Write an attachment into `folder`; the facts of the thread are its text."""
    path = folder / name
    facts = thread.request["facts"] if thread.request else thread.text
    content = documents.pdf(thread.subject, facts) if kind == "pdf" else documents.transactions(name)
    path.write_bytes(content)
    return path


def _only_request(session: Session, room: str) -> str:
    return session.threads.read(room).request().of


def _reply(session: Session, room: str, rest: list[Any]) -> None:
    text, language = rest
    session.mail.reply(room, Reply(text, language))


def _acknowledge(session: Session, room: str, rest: list[Any]) -> None:
    text, reference = rest
    of = _only_request(session, room)
    session.mail.acknowledge(room, of, text=text, reference=reference)


def _answer(session: Session, room: str, rest: list[Any]) -> None:
    outcome, reason, text, raw = rest
    measure = None
    if raw is not None:
        expires = session.now() + raw["days"] * DAY_SECONDS if raw["days"] else None
        measure = Measure(raw["authority"], raw["basis"], expires, raw["amount"], raw["currency"])
    of = _only_request(session, room)
    session.mail.answer(room, of, Answer(outcome, text, reason, measure))


def _close(session: Session, room: str, rest: list[Any]) -> None:
    outcome, text = rest
    session.mail.close(room, _only_request(session, room), outcome, text=text)


def _note(session: Session, room: str, rest: list[Any]) -> None:
    (text,) = rest
    session.mail.note(room, text)


def _read(session: Session, room: str, rest: list[Any]) -> None:
    session.mail.read(room)


STEPS: dict[str, Callable[[Session, str, list[Any]], None]] = {
    "reply": _reply,
    "acknowledge": _acknowledge,
    "answer": _answer,
    "close": _close,
    "note": _note,
    "read": _read,
}
