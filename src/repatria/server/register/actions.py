"""What the register does: land a statement, land the heads of rooms, take a cosignature."""

from __future__ import annotations

from dataclasses import dataclass

from repatria.protocol.checkpoint import Trust, verify_checkpoint
from repatria.protocol.directory import Directory
from repatria.protocol.envelope import STATEMENT, Envelope, verify, verify_single
from repatria.protocol.errors import ProtocolError
from repatria.protocol.statements import check_shape
from repatria.server import kept, publications
from repatria.server.database.transaction import Transaction
from repatria.server.installation import Installation
from repatria.server.ledger.group import Group
from repatria.server.ledger.witnessed import published_size, witness_id, witness_ids
from repatria.server.refusals import Refusal
from repatria.server.register import tables
from repatria.server.seats import follow_office
from repatria.server.sessions import Caller, Nobody

ITEMS = frozenset({"offer", "publication", "retirement"})
ENDING = frozenset({"suspend", "revoke", "rotate"})
REPLACING = {"bureau": "country", "agency": "agency"}
HEADS_SECONDS = 60
# A checkpoint at rest is signed again each minute: who asks before they act on a notice takes none older than
# two (notices.md), also where nothing has happened for days.
RENEW_SECONDS = 45


@dataclass(frozen=True, slots=True)
class Landed:
    index: int
    size: int


def check_sender(caller: Caller, envelope: Envelope) -> None:
    """A keyset comes with an enrolment alone, one for an invitation, so nobody fills the register with them;
    the rest carries its own authority.
    """
    if envelope.type != STATEMENT:
        raise ProtocolError("bad_shape", "not a statement")
    if envelope.value.get("kind") == "keyset":
        raise Refusal("no_session" if isinstance(caller, Nobody) else "forbidden")


async def land_statement(house: Installation, envelope: Envelope) -> Landed:
    """Check the statement against the fold and append it. Raises ProtocolError or Refusal."""
    landed = await house.database.hot.change(lambda tx: _land(tx, house.group, envelope))
    if isinstance(landed, ProtocolError):
        raise landed
    return Landed(*landed)


def _land(tx: Transaction, group: Group, envelope: Envelope) -> tuple[int, int] | ProtocolError:
    """Heads that landed first stay, so a refusal is returned, not raised: nothing is undone."""
    register = group.register
    if _ends_somebody(register.directory, envelope) and _is_authentic(register.directory, envelope):
        land_heads(tx, group)
    try:
        publication = _demanded_by(tx, group, envelope)
        index = register.land(tx, envelope, group.now())
    except ProtocolError as error:
        return error
    if publication is not None:
        kept.name(tx, publication.statement, publication.documents, ends=publication.ends)
    if envelope.value["kind"] == "authorise":
        _follow_new_office(tx, group, envelope.value["nomination"], index)
    return index, register.size


def _demanded_by(tx: Transaction, group: Group, envelope: Envelope) -> publications.Publication | None:
    """What the statement would name. Raises Refusal, ProtocolError: `publications.demanded_by`.

    A stranger learns nothing of what is kept here: what nobody signed goes on to the fold, which refuses it.
    """
    directory = group.register.directory
    if envelope.value.get("kind") in ITEMS:
        check_shape(envelope.value)
        if not _is_authentic(directory, envelope):
            return None
    return publications.demanded_by(tx, directory, envelope, group.now())


def _follow_new_office(tx: Transaction, group: Group, nomination: str, index: int) -> None:
    """A key that held a post in another office before has a cursor: see seats.follow_office."""
    directory = group.register.directory
    keyid, _ = directory.nomination(nomination) or ("", False)
    officer, before = directory.officer(keyid), directory.status_at(keyid, index)
    if officer is not None and before is not None and before.office != officer.office:
        follow_office(tx, group, keyid, officer.office)


def _ends_somebody(directory: Directory, envelope: Envelope) -> bool:
    value = envelope.value
    kind = str(value.get("kind"))
    if kind in ENDING:
        return True
    place = value.get(REPLACING.get(kind, ""))
    return place in (directory.bureaus if kind == "bureau" else directory.agencies)


def _is_authentic(directory: Directory, envelope: Envelope) -> bool:
    """New, next in its issuer's chain and signed: nobody else can make us land heads."""
    by = str(envelope.value.get("by"))
    if directory.index_of(envelope.hash) is not None:
        return False
    if envelope.value.get("iprev") != directory.chain_head(by):
        return False
    try:
        if by == "root":
            for signature in envelope.signatures:
                verify(envelope, signature.keyid, directory.root.keys[signature.keyid])
            return len(envelope.signatures) >= directory.root.k
        keyset = directory.keyset(by)
        if keyset is None:
            return False
        verify_single(envelope, by, keyset.sign)
    except (ProtocolError, KeyError):
        return False
    return True


def land_heads(tx: Transaction, group: Group) -> int | None:
    """One heads leaf over the rooms that moved since the last; None where none did."""
    moved = tables.moved_rooms(tx)
    if not moved:
        return None
    leaf = group.register.land_heads(tx, group.now(), [head for _, head in moved])
    tables.keep_heads(tx, leaf, moved)
    return leaf


async def keep_log_moving(house: Installation) -> None:
    """Once a minute: land the heads of moved rooms, and sign a checkpoint that has grown old."""
    await house.database.hot.change(lambda tx: _keep_moving(tx, house.group))


def _keep_moving(tx: Transaction, group: Group) -> None:
    register, now = group.register, group.now()
    if register.directory.net is None:
        return
    # A server that is restarted again and again keeps to the minute too; one whose clock was ahead does not
    # wait until it is there again.
    if not 0 <= now - register.heads_time < HEADS_SECONDS and land_heads(tx, group) is not None:
        return
    row = tx.one("SELECT max(at) FROM checkpoint")
    if row is None or row[0] is None or not now - RENEW_SECONDS < row[0] <= now:
        register.publish(tx, now)


def published_note(tx: Transaction, trust: Trust) -> str | None:
    """The newest note that has the quorum of the root in force, with its cosignatures."""
    size = published_size(tx, trust)
    note = None if size is None else tables.note_of(tx, size)
    return None if size is None or note is None else note + _lines(tx, trust, size)


def pending_note(tx: Transaction, trust: Trust) -> str | None:
    newest = tables.newest_note(tx)
    return newest[1] + _lines(tx, trust, newest[0]) if newest else None


def _lines(tx: Transaction, trust: Trust, size: int) -> str:
    wanted = witness_ids(trust)
    lines = tables.cosignatures(tx, size)
    return "".join(line for witness, line in lines.items() if witness in wanted)


async def take_cosignatures(house: Installation, note: str) -> None:
    """Keep every line of a witness that verifies over a checkpoint we published.

    Raises Refusal: `unknown_checkpoint`, `unknown_witness`; ProtocolError for a bad note or line.
    """
    trust = house.register.trust
    bare = trust._replace(witnesses=(), quorum=0)
    checkpoint = verify_checkpoint(note, bare, house.now())
    if checkpoint.size > house.register.size:
        raise Refusal("unknown_checkpoint")
    if house.register.levels.root(checkpoint.size) != checkpoint.root:
        raise Refusal("unknown_checkpoint")
    found = _witness_lines(note, trust, house.now())
    if not found:
        raise Refusal("unknown_witness")

    def keep(tx: Transaction) -> None:
        if tables.note_of(tx, checkpoint.size) is None:
            raise Refusal("unknown_checkpoint")
        for witness, line in found.items():
            tables.keep_cosignature(tx, checkpoint.size, witness, line)

    await house.database.hot.change(keep)


def _witness_lines(note: str, trust: Trust, now: int) -> dict[str, str]:
    head, _, tail = note.rpartition("\n\n")
    lines = [f"{line}\n" for line in tail.split("\n") if line]
    of_log = "".join(line for line in lines if line.startswith(f"— {trust.origin} "))
    found = {}
    for name, key in trust.witnesses:
        for line in lines:
            if line.startswith(f"— {name} "):
                alone = trust._replace(witnesses=((name, key),), quorum=1)
                if _is_by_witness(f"{head}\n\n{of_log}{line}", alone, now):
                    found[witness_id(name, key)] = line
    return found


def _is_by_witness(note: str, alone: Trust, now: int) -> bool:
    """False for another key under the witness's name; raises for a bad signature by its own."""
    try:
        verify_checkpoint(note, alone, now)
    except ProtocolError as error:
        if error.code == "no_quorum":
            return False
        raise
    return True
