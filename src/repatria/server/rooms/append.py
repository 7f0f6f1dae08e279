"""The last steps of an append, inside the writer's transaction.

What may have changed since the entry was checked is looked at again: the session, the author's standing,
the head, the attachments. Then it is written, and after the commit the room's state is kept for the next
entry and the members' streams are woken. Neighbours in a group share their statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from repatria.protocol.records import Office
from repatria.protocol.rooms import Entry, Room
from repatria.server.clocks import Opening, due_at, end_ladder, load_targets, set_clock
from repatria.server.database.transaction import Row, Transaction
from repatria.server.duty import calendar_of, load_plan
from repatria.server.installation import Installation
from repatria.server.refusals import Refusal
from repatria.server.rooms import tables
from repatria.server.seats import MemberIds, change_seats
from repatria.server.sessions import Session, rows_of_sessions, session_of

if TYPE_CHECKING:
    from repatria.server.rooms.checking import RoomStates


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where the entries landed. `again` when they were there already."""

    room: str
    entries: tuple[tuple[int, str], ...]
    again: bool = False


@dataclass(slots=True)
class Step:
    """One entry and what it changes beside the head."""

    entry: Entry
    frame: bytes
    seq: int
    members: tuple[str, ...] = ()  # after a change of members
    opening: tuple[str, str, str] | None = None  # from office, to office, urgency
    ends: tuple[str, str] | None = None  # act, opening hash
    blobs: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Append:
    """A checked batch on its way to the writer."""

    house: Installation
    session: Session
    before: Room | None
    after: Room
    steps: list[Step]
    states: RoomStates
    ids: MemberIds

    @property
    def run(self) -> type[Appending]:
        return Appending

    @property
    def changes_state(self) -> bool:
        return any(step.members or step.opening for step in self.steps) or self.before is None

    @property
    def places(self) -> list[tuple[int, str]]:
        return [(step.seq, step.entry.hash) for step in self.steps]


class Appending:
    """The appends of one group that stand beside each other."""

    def __init__(self, tx: Transaction, jobs: Sequence[Append]) -> None:
        self._tx = tx
        self._house = jobs[0].house
        self._ids = jobs[0].ids
        self._asked = tx.ask(
            rows_of_sessions({job.session.token for job in jobs}),
            tables.ask_rooms(tx.gather, {job.after.id for job in jobs}),
        )
        self._lines = tables.Lines()
        self._now = self._house.now()
        self._sessions: dict[str, Row] = {}
        self._rooms: dict[str, tables.RoomRow] = {}
        self._officers: set[str] = set()  # tokens of sessions found to be an officer's
        self._landed: list[Append] = []

    def begin(self) -> None:
        """Which sessions live, and where the rooms stand."""
        sessions, rooms = self._asked()
        self._sessions = {row[0]: row for row in sessions}
        self._rooms = tables.read_rooms(rooms)
        self._house.group.after_commit(self._keep_states)

    def carry_out(self, job: Append) -> Receipt:
        again = self._check(job)
        if not again:
            self._write(job)
        return Receipt(job.after.id, tuple(job.places), again)

    def finish(self) -> None:
        self._lines.write(self._tx)

    def _keep_states(self) -> None:
        for job in self._landed:
            job.states.keep(job.after)

    def _check(self, job: Append) -> bool:
        """Whether all of it is there already. Raises Refusal where it may not be written."""
        self._demand_officer(job.session.token)
        room = self._rooms.get(job.after.id)
        if self._is_there(job, room):
            return True
        if job.before is None and room is not None:
            raise Refusal("room_exists")
        if job.before is not None:
            if room is None:
                raise Refusal("not_found")
            if room.head != job.before.head:
                job.states.drop(job.after.id)
                raise Refusal("stale_head", seq=room.seq, head=room.head)
        self._check_blobs(job, room)
        return False

    def _demand_officer(self, token: str) -> None:
        if token in self._officers:
            return
        session = session_of(self._sessions.get(token), self._house.register.directory, self._now)
        if session.standing.kind != "officer":
            raise Refusal("session_ended")
        self._officers.add(token)

    def _is_there(self, job: Append, room: tables.RoomRow | None) -> bool:
        if room is None or (job.before is not None and room.head == job.before.head):
            return False
        self.finish()  # a neighbour may have brought the very same entries
        return batch_is_there(self._tx, room.id, job.places)

    def _check_blobs(self, job: Append, room: tables.RoomRow | None) -> None:
        for step in job.steps:
            for named in step.blobs:
                row = tables.find_blob(self._tx, named["id"])
                check_blob(row, named, job.session.key, room.id if room else None)

    def _write(self, job: Append) -> None:
        found = self._rooms.get(job.after.id)
        room = found.id if found else tables.insert_room(self._tx, job.after.id)
        seated = job.before.members if job.before else ()
        current = self._members([member.id for member in seated])
        for step in job.steps:
            current = self._write_step(room, step, current)
        if job.changes_state:
            tables.store_state(self._tx, room, job.after)
        self._rooms[job.after.id] = tables.RoomRow(room, job.after.seq, job.after.head)
        self._landed.append(job)

    def _members(self, names: Sequence[str]) -> dict[str, int]:
        return self._ids.find_or_make(self._tx, names, self._house.group)

    def _write_step(self, room: int, step: Step, current: dict[str, int]) -> dict[str, int]:
        """Write one entry; returns the members after it, by name."""
        group = self._house.group
        if step.entry.value["kind"] == "members":
            self.finish()  # what stands before it comes into the new members' feeds
            after = self._members(step.members)
            added = [after[name] for name in after.keys() - current.keys()]
            removed = [current[name] for name in current.keys() - after.keys()]
            change_seats(self._tx, group, room, step.seq, (added, removed))
            current = after
        cursor = group.take_cursors(1)
        self._lines.add_entry(cursor, room, (step.seq, step.entry.hash, step.frame), current.values())
        group.move(current, cursor)
        for named in step.blobs:
            tables.attach_blob(self._tx, named["id"], room)
        self._write_clock(room, step)
        return current

    def _write_clock(self, room: int, step: Step) -> None:
        if step.opening is not None:
            set_clock(self._tx, self._opening(room, step, self._now))
        if step.ends is not None:
            end_ladder(self._tx, step.ends[0], step.ends[1], self._now)

    def _opening(self, room: int, step: Step, now: int) -> Opening:
        assert step.opening is not None
        asked_by, to, urgency = step.opening
        targets = load_targets(self._house.settings.urgencies)[urgency]
        office: Office = self._house.register.directory.offices[to]
        calendar = calendar_of(office, load_plan(self._tx, to))
        return Opening(
            step.entry.hash,
            room,
            asked_by,
            to,
            urgency,
            now,
            due_at(now, targets.acknowledge, calendar),
            due_at(now, targets.answer, calendar),
        )


def batch_is_there(tx: Transaction, room: int, places: Sequence[tuple[int, str]]) -> bool:
    """Whether these entries are already in the room, at these places."""
    found = tables.hashes_from(tx, room, places[0][0], len(places))
    return found == [hash_ for _, hash_ in places]


def check_blob(row: Any, named: dict[str, Any], author: str, room: int | None) -> None:
    """Raises `blob_missing` unless complete, the author's or this room's, and as signed."""
    if row is None:
        raise Refusal("blob_missing", id=named["id"])
    owner, of_room, attached, length, sha256, complete = row
    in_this_room = of_room is not None and of_room == room
    free = not attached and owner == author and (of_room is None or in_this_room)
    if not complete or not (in_this_room or free):
        raise Refusal("blob_missing", id=named["id"])
    if (length, sha256) != (named["len"], named["sha256"]):
        raise Refusal("blob_mismatch", id=named["id"])
