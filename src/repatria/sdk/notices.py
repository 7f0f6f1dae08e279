"""Notices: draft and submit, review, publish or send, change, report a hit, and ask the log before acting.

A record is shown, sent or put only when its document has the hash that the register names; anything else is
`Blocked`. What has ended is dropped from this disk at the next look.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from repatria.protocol import bodies, statements
from repatria.protocol.canonical import Json
from repatria.protocol.errors import ProtocolError
from repatria.protocol.notice_states import ENDED, SUBMITTED, SUSPENDED, VALID, Notice
from repatria.protocol.notices import (
    NONCE_BYTES,
    check_picture,
    decode_record,
    document_bytes,
    record_document,
    record_hash,
)
from repatria.protocol.posts import SECRETARIAT
from repatria.sdk import blobs
from repatria.sdk.blobs import Progress, silent
from repatria.sdk.ceremony import Ceremony
from repatria.sdk.connection import Connection, Upload
from repatria.sdk.errors import Blocked, Refused, WrongUse, blocking
from repatria.sdk.pictures import SUFFIXES, bare_copies, described
from repatria.sdk.register import Landed, Register
from repatria.sdk.store import Store
from repatria.sdk.threads import Message, Thread, Threads
from repatria.sdk.writer import Sent, Writer

KEPT = "notice-"
FRESH_SECONDS = 120


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """What a bureau asks the secretariat to publish.

    `record` is that of notices.md; its pictures are files here, of which the pixels are sent and nothing
    else. `until` is in Unix seconds. `amends` is the hash of the notice that it replaces.
    """

    record: Mapping[str, Any]
    colour: str
    until: int
    variant: str = "notice"
    pictures: tuple[Path, ...] = ()
    amends: str | None = None
    text: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Submitted:
    """Where the draft can be discussed, and the notice it became."""

    room: str
    notice: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What the log says now: `state` at a position (leaves) of a checkpoint signed at `signed`."""

    notice: Notice
    state: str
    position: int
    signed: int
    asked: int

    @property
    def is_fresh(self) -> bool:
        """Whether the checkpoint is new enough to act on: nobody can know of anything newer than it."""
        return self.asked - self.signed <= FRESH_SECONDS

    def to_json(self) -> Json:
        return {
            "notice": self.notice.hash,
            "state": self.state,
            "position": self.position,
            "signed": self.signed,
            "fresh": self.is_fresh,
        }


@dataclass(frozen=True, slots=True)
class _Found:
    """A record's document in a room, and the message that carries it."""

    record: str
    data: bytes
    message: Message


@dataclass
class Notices:
    """One officer's (or head's) notices. `writer` is None for heads, who hold no seats in rooms."""

    connection: Connection
    store: Store
    register: Register
    threads: Threads
    ceremony: Ceremony
    writer: Writer | None
    now: Callable[[], int]
    _documents: dict[str, bytes] = field(default_factory=dict)
    _carried: dict[str, _Found] = field(default_factory=dict)
    _looked_through: dict[str, int] = field(default_factory=dict)

    # Looking.

    def all(self, *states: str) -> list[Notice]:
        """Every notice that is in one of these states now (in any, where none is named), newest first."""
        at = self.now()
        found = reversed(list(self.register.directory.notices.values()))
        return [notice for notice in found if not states or notice.state_at(at) in states]

    def find(self, name: str) -> Notice:
        """By its hash, or eight or more characters of its beginning. Raises WrongUse (`no_such_notice`)."""
        known = self.register.directory.notices
        found = [known[hash_] for hash_ in known if hash_.startswith(name)] if len(name) >= 8 else []
        if len(found) != 1:
            raise WrongUse("no_such_notice", name)
        return found[0]

    def record(self, notice: Notice) -> Json:
        """Its record, verified: from this disk, a room of mine, or the server.

        Raises Blocked (`wrong_record`) for other bytes than the register names; WrongUse (`no_record`) where
        nobody has it for me (not published, not sent to me, ended), or where what was named is no record:
        whoever signed for that stops nobody's reading.
        """
        data = self._document(notice)
        try:
            return decode_record(data, notice.record)
        except ProtocolError as error:
            if error.code != "wrong_record":
                raise WrongUse("no_record", f"{error.code} {error.detail}") from error
            raise Blocked(error.code, error.detail) from error

    def pictures(self, notice: Notice) -> list[bytes]:
        """The record's pictures, verified, in its order."""
        own = self.record(notice)["pictures"]
        found = self._pictures_in_room(notice) if own else {}
        octets = [found.get(one["sha256"]) or self._get(one["sha256"]) for one in own]
        with blocking("picture"):
            for one, data in zip(own, octets, strict=True):
                check_picture(one, data)
        return octets

    def message_of(self, notice: Notice) -> Message | None:
        """The message in a room of mine that carries the record."""
        found = self._in_rooms(notice.record)
        return found.message if found else None

    def verify_now(self, notice: Notice) -> Standing:
        """Ask the log now. Raises Blocked when anything does not verify."""
        directory = self.register.sync()
        asked = self.now()
        newest = directory.notices[notice.hash]
        signed = self.register.pin.time if self.register.pin else 0
        return Standing(newest, newest.state_at(asked), directory.size, signed, asked)

    def readable(self) -> Iterator[tuple[Notice, Json]]:
        """Every valid notice whose record I may read, with it."""
        for notice in self.all(VALID):
            try:
                yield notice, self.record(notice)
            except WrongUse as error:
                if error.code != "no_record":
                    raise

    def to_review(self) -> list[Notice]:
        """What waits for the secretariat."""
        return self.all(SUBMITTED)

    def due_for_review(self) -> list[Notice]:
        at = self.now()
        return [notice for notice in self.all(VALID) if notice.due_for_review(at)]

    def drop_ended(self) -> None:
        """Forget the records of notices that have ended; every sync does. Rooms keep what was sent to me."""
        kept = {name.removeprefix(KEPT) for name in self.store.names(KEPT)} | set(self._documents)
        if not kept:
            return
        at = self.now()
        for notice in self.register.directory.notices.values():
            if notice.record in kept and notice.state_at(at) in ENDED:
                self._documents.pop(notice.record, None)
                self.store.remove(KEPT + notice.record)

    # A bureau.

    def submit(self, draft: NoticeDraft, tell: Progress = silent) -> Submitted:
        """Send the draft to the secretariat in a room of its own, then sign that the country asks for it.

        Raises before anything leaves: WrongUse (`bad_record`, `bad_picture`), Refused as the register would.
        """
        country = self._country()
        with tempfile.TemporaryDirectory() as folder:
            files = bare_copies(draft.pictures, Path(folder))
            document = _document_of({**draft.record, "pictures": [described(path) for path in files]})

            def build(stamp: statements.Stamp) -> Json:
                return statements.notice(
                    stamp,
                    country=country,
                    colour=draft.colour,
                    variant=draft.variant,
                    record=record_hash(document_bytes(document)),
                    until=draft.until,
                    amends=draft.amends,
                )

            self.ceremony.demand_allowed(build)
            body = self._body(document, "", draft.text, draft.language)
            sent = self._send(self._secretariat_offices(), body, files, tell)
        return Submitted(sent.room, self.ceremony.land(build).hash)

    def send(self, notice: Notice, offices: Sequence[str], text: str = "", tell: Progress = silent) -> Sent:
        """A valid notice of my own country to the offices of chosen countries, in a room of its own.

        Whom a diffusion reaches is for the country that asked (WrongUse, `no_authority`).
        """
        if notice.country != self._country():
            raise WrongUse("no_authority", notice.country)
        if notice.state_at(self.now()) != VALID:
            raise WrongUse("not_valid", notice.state_at(self.now()))
        if not offices:
            raise WrongUse("no_recipient", "name at least one other office")
        own = self.record(notice)
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder) / f"{n}{SUFFIXES[one['type']]}" for n, one in enumerate(own["pictures"])]
            for path, data in zip(files, self.pictures(notice), strict=True):
                path.write_bytes(data)
            body = self._body(_parsed(self._document(notice)), notice.hash, text, "")
            return self._send(offices, body, files, tell)

    # The secretariat.

    def review(self, notice: Notice, part: str, outcome: str, reason: str = "", text: str = "") -> Landed:
        """Sign one part's outcome; the pass that publishes puts record and pictures to the server first."""
        own = self.record(notice)

        def build(stamp: statements.Stamp) -> Json:
            return statements.notice_review(
                stamp, notice=notice.hash, part=part, outcome=outcome, reason=reason, text=text
            )

        self.ceremony.demand_allowed(build)
        if outcome == "pass" and notice.variant == "notice" and notice.would_be_published_by(part):
            for picture, data in zip(own["pictures"], self.pictures(notice), strict=True):
                self.connection.put(f"/documents/{picture['sha256']}", Upload(data))
            self.connection.put(f"/documents/{notice.record}", Upload(self._document(notice)))
        return self.ceremony.land(build)

    # Either.

    def change(
        self, notice: Notice, act: str, *, until: int | None = None, reason: str = "", text: str = ""
    ) -> Landed:
        """Suspend, reinstate, withdraw, cancel, renew, or add a redress note (notices.md)."""
        landed = self.ceremony.land(
            lambda stamp: statements.notice_change(
                stamp, notice=notice.hash, act=act, until=until, reason=reason, text=text
            )
        )
        self.drop_ended()
        return landed

    # Whoever found something.

    def hit(
        self, notice: Notice, what: str, text: str, files: Sequence[Path] = (), tell: Progress = silent
    ) -> Sent:
        """Tell the notice's country, and nobody else, in a room of its own."""
        if notice.state_at(self.now()) not in (VALID, SUSPENDED):
            raise WrongUse("not_valid", notice.state_at(self.now()))
        tlp = self.record(notice)["handling"]["tlp"]
        body = bodies.hit(notice.hash, what, text, tlp=tlp)
        return self._send(self._offices_of(notice.country), body, files, tell)

    # Parts.

    def _document(self, notice: Notice) -> bytes:
        known = self._documents.get(notice.record) or self.store.read(KEPT + notice.record)
        if known is None:
            found = self._in_rooms(notice.record)
            if found is not None:
                return found.data
            known = self._get(notice.record)
            if record_hash(known) == notice.record:
                self.store.write(KEPT + notice.record, known)
        return self._documents.setdefault(notice.record, known)

    def _get(self, sha256: str) -> bytes:
        try:
            return self.connection.get_bytes(f"/documents/{sha256}")
        except Refused as error:
            if error.status != 404:
                raise
            raise WrongUse("no_record", sha256) from error

    def _in_rooms(self, record: str) -> _Found | None:
        """The newest message in my rooms whose document has this hash."""
        threads = self.threads.all()
        readable = {one.room: sum(message.body is not None for message in one.messages) for one in threads}
        if readable != self._looked_through:
            self._carried = {found.record: found for found in _carried_by(threads)}
            self._looked_through = readable
        return self._carried.get(record)

    def _pictures_in_room(self, notice: Notice) -> dict[str, bytes]:
        found = self._in_rooms(notice.record)
        if found is None:
            return {}
        named = {(one["sha256"], one["len"]) for one in self.record(notice)["pictures"]}
        octets: dict[str, bytes] = {}
        with tempfile.TemporaryDirectory() as folder:
            for attachment in found.message.attachments:
                if (attachment.sha256, attachment.size) not in named:
                    continue  # whatever else was sent along, of whatever size
                path = blobs.download(self.connection, found.message.room, attachment, Path(folder))
                octets[attachment.sha256] = path.read_bytes()
        return octets

    def _body(self, document: Json, of: str, text: str, language: str) -> Json:
        tlp = document["record"]["handling"]["tlp"]
        return bodies.notice(document, tlp=tlp, of=of, text=text, language=language)

    def _send(self, offices: Iterable[str], body: Json, files: Sequence[Path], tell: Progress) -> Sent:
        if self.writer is None:
            raise WrongUse("no_office", "only an active officer of an office writes in rooms")
        others = [office for office in offices if office != self.writer.me.office]
        opening = self.writer.open_room(floor=body["handling"]["tlp"])
        outgoing = [blobs.prepare(path.absolute(), opening.room, tell) for path in files]
        for one in outgoing:
            blobs.upload(self.connection, one, into=None, progress=tell)
        attached = [one.attachment.to_body() for one in outgoing]
        return self.writer.start(opening, others, {**body, "attachments": attached})

    def _country(self) -> str:
        if self.writer is None:
            raise WrongUse("no_office", "only an active officer of an office writes in rooms")
        return self.writer.me.office[:2].upper()

    def _secretariat_offices(self) -> list[str]:
        return self._offices_of(SECRETARIAT)

    def _offices_of(self, country: str) -> list[str]:
        offices = [one.office for one in self.register.directory.offices.values() if one.country == country]
        staffed = [one for one in offices if self.register.directory.officers_of(one, self.now())]
        if not staffed:
            raise WrongUse("nobody_there", country)
        return sorted(staffed)


def _carried_by(threads: Iterable[Thread]) -> Iterator[_Found]:
    """Documents in these rooms, those of the rooms that moved last at the end."""
    for thread in reversed(list(threads)):
        for message in thread.messages:
            data = _carried_document(message)
            if data is not None:
                yield _Found(record_hash(data), data, message)


def _carried_document(message: Message) -> bytes | None:
    """None where there is none, or one that no notice can name: whoever wrote it stops nobody's reading."""
    if message.kind != "notice" or message.body is None:
        return None
    try:
        return document_bytes(message.body["document"])
    except ProtocolError:
        return None


def _document_of(record: Mapping[str, Any]) -> Json:
    """Raises WrongUse (`bad_record`), which names the field."""
    from repatria.notices.gate import misfits

    try:
        return record_document(dict(record), secrets.token_bytes(NONCE_BYTES))
    except ProtocolError as error:
        raise WrongUse("bad_record", "; ".join(misfits(record)[:5]) or error.detail) from error


def _parsed(document: bytes) -> Json:
    from repatria.protocol import canonical

    return canonical.parse(document)
