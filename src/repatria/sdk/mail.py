"""Sealed mail and requests: what an officer does with a room."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from repatria.protocol import bodies
from repatria.protocol.canonical import Json
from repatria.protocol.handling import may_change
from repatria.protocol.rooms import decode_frame, encode_frame
from repatria.sdk import blobs
from repatria.sdk.blobs import Attachment, Outgoing, Progress, silent
from repatria.sdk.connection import Connection, decode_b64, encode_b64
from repatria.sdk.errors import WrongUse
from repatria.sdk.letters import (
    OUTCOMES,
    TICK_STATES,
    TLP,
    Answer,
    Asset,
    ConcernedPerson,
    Letter,
    Reply,
    RequestForm,
    Tick,
)
from repatria.sdk.rooms import Rooms
from repatria.sdk.store import Store
from repatria.sdk.threads import Thread, Threads
from repatria.sdk.writer import Opening, Sent, Writer

# Above this the room is made before its files go up, so that an upload of hours can be resumed:
# a genesis must reach the server within ten minutes of its own time.
LONG_UPLOAD_BYTES = 64 * 1024 * 1024
GENESIS_SECONDS = 480


class Mail:
    """Sends letters, requests, replies, acknowledgements, answers and receipts as one officer."""

    def __init__(
        self, connection: Connection, store: Store, held: Rooms, threads: Threads, writer: Writer
    ) -> None:
        self._connection = connection
        self._store = store
        self._rooms = held
        self._threads = threads
        self._writer = writer

    def send(self, letter: Letter, tell: Progress = silent) -> Sent:
        """Seal and send a letter in a room of its own; returns the server's receipt."""
        return self.send_draft(self.draft(letter, tell), tell)

    def draft(self, letter: Letter, tell: Progress = silent) -> str:
        """Prepare a letter and its files for a new room; kept sealed until it is sent. Its id."""
        if not letter.to or self._writer.me.office in letter.to:
            raise WrongUse("no_recipient", "name at least one other office")
        letter.demand_sendable()
        draft_id = secrets.token_hex(4)
        self._keep(draft_id, letter, tell)
        return draft_id

    def drafts(self) -> list[str]:
        return [name.removeprefix("draft-") for name in self._store.names("draft-")]

    def discard(self, draft_id: str) -> None:
        """Forget a kept draft. Raises WrongUse (`no_such_draft`)."""
        self._read(draft_id)
        self._store.remove(f"draft-{draft_id}")

    def send_draft(self, draft_id: str, tell: Progress = silent) -> Sent:
        """Send a kept draft; what is uploaded already is not uploaded again."""
        kept = self._read(draft_id)
        letter = _letter(kept["letter"])
        if not kept["created"] and self._too_old(kept):
            kept = self._keep(draft_id, letter, tell)
        room = kept["room"]
        files = [Outgoing.from_json(item) for item in kept["files"]]
        for outgoing in files:
            blobs.upload(self._connection, outgoing, into=room if kept["created"] else None, progress=tell)
        body = letter.body([outgoing.attachment.to_body() for outgoing in files])
        if kept["created"]:
            sent = self._writer.append(room, body)
        else:
            sent = self._writer.start(_opening(kept), letter.to, body)
        self._store.remove(f"draft-{draft_id}")
        return sent

    def reply(self, room: str, reply: Reply, tell: Progress = silent) -> Sent:
        """Write in a room. Handling is at least the strictest of the thread."""
        thread = self._threads.read(room)
        tlp = _handling(thread, reply.tlp)
        attached = self._attach(thread.room, reply.files, tell)
        body = bodies.message(
            reply.text,
            tlp=tlp,
            re=reply.re,
            attachments=[item.to_body() for item in attached],
            language=reply.language,
        )
        return self._append(thread.room, body)

    def note(self, room: str, text: str) -> Sent:
        """A working note; every member of the room can read it all the same."""
        thread = self._threads.read(room)
        return self._append(thread.room, bodies.note(text, tlp=_handling(thread, None)))

    def tick(self, room: str, tick: Tick, tell: Progress = silent) -> Sent:
        """Say how far an action of the room's checklist is, with files that prove it."""
        if tick.state not in TICK_STATES:
            raise WrongUse("bad_tick", tick.state)
        found = self._rooms.room(room).room.id
        attached = [item.to_body() for item in self._attach(found, tick.files, tell)]
        body = bodies.tick(tick.action, tick.state, note=tick.note, owner=tick.owner, attachments=attached)
        return self._append(found, body)

    def change_handling(self, room: str, of: str, tlp: str) -> Sent:
        """Make a message stricter, or one of the own office laxer. Raises WrongUse for anything else."""
        thread = self._threads.read(room)
        message = next((one for one in thread.messages if one.hash == of), None)
        before = thread.handlings.codes.get(of)
        if message is None or before is None or tlp not in TLP:
            raise WrongUse("bad_handling", tlp)
        if not may_change(before, tlp, own=message.office == self._writer.me.office):
            raise WrongUse("bad_handling", f"{before} to {tlp}")
        return self._append(thread.room, bodies.handling(of, tlp, tlp=tlp))

    def acknowledge(self, room: str, of: str, *, text: str = "", reference: str = "") -> Sent:
        return self._append(room, bodies.acknowledgement(of, text=text, reference=reference))

    def answer(self, room: str, of: str, answer: Answer, tell: Progress = silent) -> Sent:
        """Answer the request `of`."""
        if answer.outcome not in OUTCOMES:
            raise WrongUse("bad_outcome", answer.outcome)
        thread = self._threads.read(room)
        attached = self._attach(thread.room, answer.files, tell)
        body = bodies.answer(
            of,
            answer.outcome,
            tlp=_handling(thread, None),
            text=answer.text,
            reason=answer.reason,
            attachments=[item.to_body() for item in attached],
            measure=answer.measure.to_json() if answer.measure else None,
        )
        return self._append(thread.room, body)

    def close(self, room: str, of: str, outcome: str, *, text: str = "") -> Sent:
        thread = self._threads.read(room)
        body = bodies.close(of, outcome, tlp=_handling(thread, None), text=text)
        return self._append(thread.room, body)

    def read(self, room: str) -> Sent | None:
        """Sign a read receipt for what is unread; None when nothing is."""
        return self._receipt(room, "read")

    def delivered(self, room: str) -> Sent | None:
        """Sign that what is new reached this machine, verified; None when that is said already."""
        return self._receipt(room, "delivered")

    def _receipt(self, room: str, what: str) -> Sent | None:
        thread = self._threads.read(room)
        waiting = self._threads.without_receipt(thread, what)
        if not waiting:
            return None
        return self._append(thread.room, bodies.receipt(what, [one.hash for one in waiting]))

    def save(self, room: str, attachment: Attachment, folder: Path, tell: Progress = silent) -> Path:
        """Fetch and check one attachment; the path of the checked file."""
        held = self._rooms.room(room)
        return blobs.download(self._connection, held.room.id, attachment, folder, tell)

    def _append(self, room: str, body: Json) -> Sent:
        return self._writer.append(self._rooms.room(room).room.id, body)

    def _attach(self, room: str, files: Sequence[Path], tell: Progress) -> list[Attachment]:
        prepared = [blobs.prepare(path, room, tell) for path in files]
        for outgoing in prepared:
            blobs.upload(self._connection, outgoing, into=room, progress=tell)
        return [outgoing.attachment for outgoing in prepared]

    def _keep(self, draft_id: str, letter: Letter, tell: Progress) -> dict[str, Any]:
        opening = self._writer.open_room(floor=letter.tlp)
        size = sum(path.stat().st_size for path in letter.files if path.is_file())
        files = [blobs.prepare(path.absolute(), opening.room, tell) for path in letter.files]
        if size > LONG_UPLOAD_BYTES:
            self._writer.start(opening, letter.to)
        kept = {
            "letter": {**asdict(letter), "files": [str(path.absolute()) for path in letter.files]},
            "room": opening.room,
            "genesis": encode_b64(encode_frame(opening.genesis)),
            "created": size > LONG_UPLOAD_BYTES,
            "files": [outgoing.to_json() for outgoing in files],
        }
        self._store.write(f"draft-{draft_id}", json.dumps(kept).encode())
        return kept

    def _read(self, draft_id: str) -> dict[str, Any]:
        data = self._store.read(f"draft-{draft_id}")
        if data is None:
            raise WrongUse("no_such_draft", draft_id)
        kept: dict[str, Any] = json.loads(data)
        return kept

    def _too_old(self, kept: dict[str, Any]) -> bool:
        made = int(_opening(kept).genesis.value["time"])
        return self._writer.now() - made > GENESIS_SECONDS


def _opening(kept: dict[str, Any]) -> Opening:
    return Opening(decode_frame(decode_b64(kept["genesis"])))


def _letter(kept: dict[str, Any]) -> Letter:
    request = kept["request"]
    if request is not None:
        request = RequestForm(
            **{
                **request,
                "persons": tuple(ConcernedPerson(**row) for row in request["persons"]),
                "assets": tuple(Asset(**row) for row in request["assets"]),
            }
        )
    files = tuple(Path(path) for path in kept["files"])
    return Letter(**{**kept, "to": tuple(kept["to"]), "request": request, "files": files})


def _handling(thread: Thread, wanted: str | None) -> str:
    """The strictest code of the thread, or a stricter one that is wanted (request.md, 4)."""
    strictest = min(thread.handlings.codes.values(), key=TLP.index, default="TLP:AMBER")
    if wanted is None:
        return strictest
    if wanted not in TLP:
        raise WrongUse("bad_handling", wanted)
    if TLP.index(wanted) > TLP.index(strictest):
        raise WrongUse("handling_lowered", f"the thread is {strictest}")
    return wanted
