"""An office is a room: after each sync any officer's client repairs the office's key (rooms.md).

Makes the room for a new office, starts an epoch when an officer came or left, and publishes the key that
derives from it. When two officers race, the loser looks again.
"""

from __future__ import annotations

from collections.abc import Callable

from repatria.protocol import statements
from repatria.protocol.keys import KemKey, office_kem_seed
from repatria.protocol.rooms import OFFICE
from repatria.sdk.ceremony import Ceremony
from repatria.sdk.errors import Refused
from repatria.sdk.keyring import Keyring
from repatria.sdk.register import Register, clock
from repatria.sdk.rooms import HeldRoom, Rooms
from repatria.sdk.writer import LOOK_AGAIN, Writer

ROUNDS = 3
# `replayed_statement`: this officer's other machine said the same in the same second.
RACED = LOOK_AGAIN | {"bad_epoch", "bad_officers", "wrong_room", "no_seat", "replayed_statement"}


class Upkeep:
    """Keeps one office's key current, as one of its officers."""

    def __init__(
        self,
        register: Register,
        held: Rooms,
        keyring: Keyring,
        writer: Writer,
        *,
        now: Callable[[], int] = clock,
    ) -> None:
        self._register = register
        self._rooms = held
        self._keyring = keyring
        self._writer = writer
        self._now = now
        self._published = 0

    def run(self) -> bool:
        """Repair what is amiss; True when a new key was published."""
        for _ in range(ROUNDS):
            try:
                return self._once()
            except Refused as error:
                if error.code not in RACED:
                    raise
            self._writer.look_again()
        return False

    def _once(self) -> bool:
        office = self._writer.me.office
        directory = self._register.directory
        if directory.office_key_state(office, self._now()) == "current":
            return False
        officers = [officer.keyid for officer in directory.officers_of(office, self._now())]
        if self._writer.me.keyid not in officers:
            return False
        held = self._office_room(office)
        if held is None:
            if directory.current_office_key(office) is not None:
                return False  # a newcomer: a colleague's client lets me in
            held = self._open(officers)
        elif not self._keyring.keys(held).get(held.room.epoch):
            return False
        elif not self._is_waiting(held, officers):
            self._writer.rekey(held.room.id, self._writer.officer_seats(officers))
        return self._publish(held, officers)

    def _office_room(self, office: str) -> HeldRoom | None:
        published = self._register.directory.current_office_key(office)
        if published is not None:
            return self._rooms.held.get(published.room)
        mine = (
            held
            for held in self._rooms.held.values()
            if held.room.purpose == OFFICE and held.room.office == office
        )
        return next(mine, None)

    def _open(self, officers: list[str]) -> HeldRoom:
        opening = self._writer.open_room(purpose=OFFICE, floor="TLP:AMBER+STRICT")
        self._writer.create(opening, self._writer.officer_seats(officers))
        self._rooms.sync()
        return self._rooms.held[opening.room]

    def _is_waiting(self, held: HeldRoom, officers: list[str]) -> bool:
        """Whether the last epoch has exactly these officers and no office-key names it yet."""
        published = self._register.directory.current_office_key(held.room.office)
        members = {member.kem for member in held.room.members}
        return members == set(officers) and (published is None or published.epoch < held.room.epoch)

    def _publish(self, held: HeldRoom, officers: list[str]) -> bool:
        epoch = held.room.epoch
        if self._published >= epoch:
            return False  # landed already; the witnesses have not reached it
        seed = office_kem_seed(self._keyring.keys(held)[epoch], held.room.id, epoch)
        entry = next(entry.hash for entry in reversed(held.entries) if entry.value["kind"] == "members")
        ceremony = Ceremony(self._register, key=self._writer.me.signer, now=self._now)
        ceremony.issue(
            lambda stamp: statements.office_key(
                stamp,
                office=held.room.office,
                room=held.room.id,
                epoch=epoch,
                kem=KemKey.from_seed(seed).public,
                entry=entry,
                officers=officers,
            )
        )
        self._published = epoch
        return True
