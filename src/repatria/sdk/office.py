"""What an office shares, in its own room (protocol/screening.md): every officer's client reads and writes it.

Files of lists and names are fetched when somebody needs them, and kept sealed on this disk as long as the
room names them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from repatria.protocol.canonical import Json
from repatria.protocol.errors import ProtocolError
from repatria.protocol.rooms import OFFICE
from repatria.protocol.screening import OfficeScreening, Standing, fold_screening
from repatria.sdk import blobs
from repatria.sdk.blobs import Attachment, Progress, silent
from repatria.sdk.connection import Connection
from repatria.sdk.errors import Blocked, WrongUse
from repatria.sdk.keyring import Keyring, NoKey
from repatria.sdk.register import Register
from repatria.sdk.rooms import HeldRoom, Rooms
from repatria.sdk.store import Store
from repatria.sdk.writer import Sent, Writer

FILES = "office-file-"
PART_BYTES = 4 * 1024 * 1024


class OfficeRoom:
    """The room of one officer's office. Nothing stands in it for heads, and for newcomers until a colleague's
    client has let them in."""

    def __init__(
        self,
        connection: Connection,
        store: Store,
        register: Register,
        rooms: Rooms,
        keyring: Keyring,
        writer: Writer | None,
    ) -> None:
        self._connection = connection
        self._store = store
        self._register = register
        self._rooms = rooms
        self._keyring = keyring
        self.writer = writer
        self._folded: tuple[str, int, OfficeScreening] | None = None

    @property
    def readable(self) -> bool:
        return self._held() is not None

    @property
    def seq(self) -> int:
        """Of the newest entry; 0 where there is no room."""
        held = self._held()
        return held.room.seq if held else 0

    def state(self) -> OfficeScreening:
        """As far as this client has synced."""
        held = self._held()
        if held is None:
            return OfficeScreening()
        if self._folded is None or self._folded[:2] != (held.room.id, len(held.entries)):
            state = fold_screening(held.room.purpose, self._said(held))
            self._folded = held.room.id, len(held.entries), state
            self._forget_files(state)
        return self._folded[2]

    def say(self, body: Json) -> Sent:
        """Raises WrongUse (`no_office`, `not_let_in`)."""
        held = self._demand()
        assert self.writer is not None
        return self.writer.append(held.room.id, body)

    def name_of(self, keyid: str) -> str:
        officer = self._register.directory.officer(keyid)
        return str(officer.person["latin"]) if officer else ""

    # Files.

    def attach(self, pieces: Iterable[bytes], name: str, tell: Progress = silent) -> Json:
        """Seal and send a file that is made here; what a body says of it."""
        room = self._demand().room.id
        data = b"".join(pieces)
        outgoing = blobs.prepare_data(data, name, room, tell)
        blobs.upload(self._connection, outgoing, into=room, progress=tell)
        self._keep(outgoing.attachment.id, iter([data]))
        return outgoing.attachment.to_body()

    def pieces(self, attachment: Json, tell: Progress = silent) -> Iterator[bytes]:
        """A file that a body names: from this disk, else from the server. Raises Blocked."""
        file = Attachment.from_body(attachment)
        parts = self._parts(file.id)
        if parts is None:
            self._keep(file.id, blobs.opened(self._connection, self._demand().room.id, file, tell))
            parts = self._parts(file.id) or []
        for part in parts:
            data = self._store.read(part)
            if data is None:
                raise WrongUse("list_changed", file.safe_name)  # another program here has just dropped it
            yield data

    def _keep(self, id_: str, pieces: Iterator[bytes]) -> None:
        """Whole or not at all: how many parts there are is written last."""
        parts, waiting = 0, bytearray()
        for piece in pieces:
            waiting += piece
            if len(waiting) >= PART_BYTES:
                self._store.write(f"{FILES}{id_}-{parts:06}", bytes(waiting))
                parts, waiting = parts + 1, bytearray()
        self._store.write(f"{FILES}{id_}-{parts:06}", bytes(waiting))
        self._store.write(f"{FILES}{id_}", json.dumps(parts + 1).encode())

    def _parts(self, id_: str) -> list[str] | None:
        count = self._store.read(f"{FILES}{id_}")
        return [f"{FILES}{id_}-{part:06}" for part in range(json.loads(count))] if count else None

    def _forget_files(self, state: OfficeScreening) -> None:
        standing = (*state.lists.values(), *state.watch)
        named = {one["id"] for said in standing for one in said.body["attachments"]}
        for name in self._store.names(FILES):
            if name.removeprefix(FILES)[:32] not in named:
                self._store.remove(name)

    # The room.

    def _demand(self) -> HeldRoom:
        if self.writer is None:
            raise WrongUse("no_office", "only an active officer of an office shares anything with it")
        held = self._held()
        if held is None:
            raise WrongUse("not_let_in", self.writer.me.office)
        return held

    def _held(self) -> HeldRoom | None:
        """The room that the office's key names, where I have its key of now."""
        if self.writer is None:
            return None
        published = self._register.directory.current_office_key(self.writer.me.office)
        held = self._rooms.held.get(published.room) if published else None
        if held is None or held.room.purpose != OFFICE or not self._keyring.keys(held).get(held.room.epoch):
            return None
        return held

    def _said(self, held: HeldRoom) -> Iterator[Standing]:
        for seq, entry in enumerate(held.entries):
            value = entry.value
            if value["kind"] == "message":
                yield Standing(seq, entry.hash, value["author"], value["time"], self._body(held, seq))

    def _body(self, held: HeldRoom, seq: int) -> Json | None:
        try:
            return self._keyring.body(held, seq)
        except (NoKey, Blocked, ProtocolError):
            return None  # it counts for nothing here, and stands as unreadable where rooms are shown
