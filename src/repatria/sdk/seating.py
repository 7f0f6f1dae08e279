"""Who holds seats in a case room: offices are brought in and taken out, each time with a fresh key.

Whoever is brought in can read the whole room, from its beginning; whoever is taken out reads nothing that
is written after. To withhold the past, open another room. Who may do what: rooms.md, step 5c.
"""

from __future__ import annotations

from collections.abc import Sequence

from repatria.protocol.rooms import CASE, Member, Room
from repatria.sdk.errors import Refused, WrongUse
from repatria.sdk.register import Register
from repatria.sdk.rooms import Rooms
from repatria.sdk.writer import ATTEMPTS, LOOK_AGAIN, Sent, Writer


class Seating:
    """Changes the members of case rooms, as one officer."""

    def __init__(self, register: Register, held: Rooms, writer: Writer) -> None:
        self._register = register
        self._rooms = held
        self._writer = writer

    def offices(self, room_id: str) -> list[str]:
        """The offices with a seat: their own, or one of their officers'."""
        return self._offices(self._rooms.room(room_id).room)

    def change(self, room_id: str, *, bring_in: Sequence[str] = (), take_out: Sequence[str] = ()) -> Sent:
        """Start an epoch with these offices brought in and those taken out; nothing else changes.

        Raises Refused (`no_authority`) when another office opened the room; taking out one's own office
        is for everybody.
        """
        room_id = self._rooms.room(room_id).room.id
        for _ in range(ATTEMPTS - 1):
            try:
                return self._change(room_id, bring_in, take_out)
            except Refused as error:
                if error.code not in LOOK_AGAIN:
                    raise
                self._writer.look_again(error.code)
        return self._change(room_id, bring_in, take_out)

    def _change(self, room_id: str, bring_in: Sequence[str], take_out: Sequence[str]) -> Sent:
        room = self._rooms.room(room_id).room
        self._demand_sense(room, bring_in, take_out)
        stay = [seat for seat in self._writer.renewed_seats(room) if self._office_of(seat) not in take_out]
        seats = {seat.id: seat for seat in (*stay, *self._writer.seats(bring_in))}
        if not seats:
            raise WrongUse("nobody_left", "a room keeps at least one office")
        sent = self._writer.rekey(room_id, [seats[id_] for id_ in sorted(seats)])
        if self._writer.me.office not in take_out:  # who has left is shown nothing more
            self._rooms.check_pins({sent.room: (sent.seq, sent.hash)})
        return sent

    def _demand_sense(self, room: Room, bring_in: Sequence[str], take_out: Sequence[str]) -> None:
        there = self._offices(room)
        if room.purpose != CASE:
            raise WrongUse("no_case_room", "who is in an office's room follows from the register")
        for office in bring_in:
            if office in there:
                raise WrongUse("already_there", office)
        for office in take_out:
            if office not in there:
                raise WrongUse("not_there", office)

    def _offices(self, room: Room) -> list[str]:
        return sorted({self._office_of(member) for member in room.members} - {""})

    def _office_of(self, member: Member) -> str:
        kind, _, name = member.id.partition(":")
        if kind == "office":
            return name
        officer = self._register.directory.officer(name)
        return officer.office if officer is not None else ""
