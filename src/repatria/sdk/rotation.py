"""An officer or head passes everything that their key holds to a new key (statements.md, `rotate`).

The new key is enrolled on an invitation of its own, with a login and a kit of its own; the old key is of
no use afterwards, and its session ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from repatria.sdk.enrol import Enrolled, demand_net, enrol, parse_link
from repatria.sdk.errors import Refused, WrongUse
from repatria.sdk.register import WITNESS_SECONDS
from repatria.sdk.rooms import HeldRoom
from repatria.sdk.session import Session
from repatria.sdk.upkeep import RACED


@dataclass(frozen=True, slots=True)
class Rotated:
    """The session of the new key, and what it does not reach.

    `left` are rooms in which the old key was seated in person, without its office: whoever else sits in
    them has to seat the new key, and without that nothing more of them is read.
    """

    session: Session
    enrolled: Enrolled
    left: tuple[str, ...]


def rotate(
    session: Session, link: str, *, login: str, passphrase: str, keep: Callable[[Enrolled], None]
) -> Rotated:
    """Enrol a new key on the invitation `link`, pass everything to it, and let it into the office's room.

    `keep` is called with the new key's kit before the old key is given up: print it, write it down. When
    it raises, the old key goes on, and the new one has no post.
    """
    enrolled = _enrol(session, link, login, passphrase)
    keep(enrolled)
    _wait_for_keyset(session, enrolled.keyid)
    keyset = session.register.directory.keyset_hash(enrolled.keyid)
    room, left = _office_room(session), _left_behind(session)
    landed = session.ceremony.rotate(keyset or "")
    session.close()  # the server has ended it with that statement
    successor = Session.begin(enrolled, now=session.now)
    successor.register.sync(at_least=landed.index + 1, wait_seconds=WITNESS_SECONDS)
    successor.sync()
    if room is not None:
        _enter_office(successor, session, room)
    successor.save()
    return Rotated(successor, enrolled, left)


def _enrol(session: Session, link: str, login: str, passphrase: str) -> Enrolled:
    parsed = parse_link(link)
    net = demand_net(parsed, session.register.net)
    if parsed.server != session.connection.server:
        raise WrongUse("bad_link", f"an invitation by {parsed.server}")
    return enrol(parsed.server, parsed.token, login=login, passphrase=passphrase, root=net)


def _wait_for_keyset(session: Session, keyid: str) -> None:
    """Statements name what the verified register holds, so the witnesses have to have seen the new key."""
    while session.register.directory.keyset(keyid) is None:
        size = session.register.directory.size
        session.register.sync(at_least=size + 1, wait_seconds=WITNESS_SECONDS)


def _office_room(session: Session) -> HeldRoom | None:
    """The office's own room, when this officer holds its key of now."""
    office = session.office
    published = session.register.directory.current_office_key(office) if office else None
    held = session.rooms.held.get(published.room) if published else None
    if held is None or held.room.epoch not in session.keyring.keys(held):
        return None
    return held


def _left_behind(session: Session) -> tuple[str, ...]:
    me, mine = f"officer:{session.keyid}", f"office:{session.office}"
    seats = ((held.room, {member.id for member in held.room.members}) for held in session.rooms.held.values())
    return tuple(room.id for room, ids in seats if room.purpose == "case" and me in ids and mine not in ids)


def _enter_office(successor: Session, former: Session, held: HeldRoom) -> None:
    """Seat the new key in the office's room by what the old key could read; a colleague may be quicker."""
    directory = successor.register.directory
    officers = [who.keyid for who in directory.officers_of(held.room.office, successor.now())]
    key = former.keyring.keys(held)[held.room.epoch]
    try:
        successor.writer.succeed(held, key, successor.writer.officer_seats(officers))
    except Refused as error:
        if error.code not in RACED:
            raise
    successor.sync()
