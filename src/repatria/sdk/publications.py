"""What the network publishes: offer, review, publish, retire, and read what stands, verified.

A document is shown only when it has the hash that the register names, and the shape of its shelf;
other bytes are `Blocked`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from repatria.protocol import posts, statements
from repatria.protocol.access import admits, may_read
from repatria.protocol.canonical import Json
from repatria.protocol.errors import ProtocolError
from repatria.protocol.publication_states import OFFERED, WHOLE, Offer, Publication
from repatria.protocol.publications import (
    NONCE_BYTES,
    RETIREMENT,
    document_hash,
    encode_document,
    parts_of,
    read_document,
    read_reason,
)
from repatria.sdk.ceremony import Ceremony
from repatria.sdk.connection import Connection, Upload
from repatria.sdk.errors import Blocked, Refused, WrongUse
from repatria.sdk.register import Landed, Register
from repatria.sdk.store import Store

KEPT = "document-"
SHORTEST_NAME = 8
Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class Written:
    """A record for an item, as somebody has written it.

    `seen` is the register's size when its author began (`Publications.position`): what came to stand
    since is not written over. None: now.
    """

    shelf: str
    item: str
    record: Mapping[str, Any]
    access: str = "members"
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Retiring:
    """Why something leaves the shelf, for all who could read it: 1..2,000 characters; and the item of the
    same shelf to look at instead. `seen` as in `Written`."""

    reason: str
    successor: str | None = None
    seen: int | None = None


@dataclass
class Publications:
    """One signed-in key's view of the shelves, and what it may do there."""

    connection: Connection
    store: Store
    register: Register
    ceremony: Ceremony
    keyid: str
    now: Callable[[], int]

    # Looking.

    @property
    def position(self) -> int:
        """The size of the register as verified here: keep it when a form is opened."""
        return self.register.directory.size

    def items(self, shelf: str) -> list[str]:
        """Items that stand with a document, by name."""
        return self.register.directory.items(shelf)

    def standing(self, shelf: str, item: str, part: str = WHOLE) -> Publication | None:
        return self.register.directory.standing(shelf, item, part)

    def history(self, shelf: str, item: str) -> tuple[Publication, ...]:
        """Everything that ever stood, oldest first."""
        return self.register.directory.history(shelf, item)

    def offers(self, shelf: str = "", *states: str) -> list[Offer]:
        """Offers of a shelf (of all), in one of these states (in any), newest first."""
        found = reversed(list(self.register.directory.offers.values()))
        return [one for one in found if shelf in ("", one.shelf) and (not states or one.state in states)]

    def to_decide(self) -> list[Offer]:
        """What waits for me: offers that I may publish, return or refuse."""
        return [one for one in self.offers("", OFFERED) if self.decides(one.shelf, one.item)]

    def find_offer(self, name: str) -> Offer:
        """By its hash, or eight or more characters of its beginning. Raises WrongUse (`no_such_offer`)."""
        known = self.register.directory.offers
        found = (
            [known[hash_] for hash_ in known if hash_.startswith(name)] if len(name) >= SHORTEST_NAME else []
        )
        if len(found) != 1:
            raise WrongUse("no_such_offer", name)
        return found[0]

    def decides(self, shelf: str, item: str) -> bool:
        """Whether I may publish there, and answer offers."""
        return posts.decides(self.register.directory, self.keyid, self.now(), shelf, item)

    def may_read(self, of: Offer | Publication) -> bool:
        document = of.document or ""
        return may_read(self.register.directory, document, self.keyid, self.now())

    def retired(self, shelf: str, item: str, part: str = WHOLE) -> Publication | None:
        """What took it off the shelf, where nothing came to stand there since and I may know of it."""
        last = self.standing(shelf, item, part)
        if last is None or last.document is not None:
            return None
        return last if admits(self.register.directory, last.access, self.keyid, self.now()) else None

    def reason(self, of: Publication) -> str:
        """Why it was retired, verified; empty where nobody said so, or not to me. Raises Blocked."""
        if of.why is None or not admits(self.register.directory, of.access, self.keyid, self.now()):
            return ""
        try:
            return self._read(of, of.named, lambda data: read_reason(data, of))
        except WrongUse:
            return ""

    def record(self, of: Offer | Publication) -> Json:
        """Its record, verified: from this disk or the server.

        Raises Blocked (`wrong_record`) for other bytes than the register names; WrongUse (`no_record`)
        where it is not for me, or retired, or where what was named is no record of its shelf: whoever
        signed for that stops nobody's reading.
        """
        return self._read(of, of.document, lambda data: read_document(data, of))

    def _read(
        self, of: Offer | Publication, document: str | None, read: Callable[[bytes], Content]
    ) -> Content:
        data = self._document(of, document)
        try:
            return read(data)
        except ProtocolError as error:
            if error.code == "wrong_record":
                raise Blocked(error.code, error.detail) from error
            raise WrongUse("no_record", f"{error.code} {error.detail}") from error

    def _document(self, of: Offer | Publication, document: str | None) -> bytes:
        if document is None:
            raise WrongUse("no_record", f"{of.shelf}/{of.item}")
        known = self.store.read(KEPT + document)
        if known is not None:
            return known
        try:
            data = self.connection.get_bytes(f"/documents/{document}")
        except Refused as error:
            if error.status != 404:
                raise
            raise WrongUse("no_record", f"{of.shelf}/{of.item}") from error
        if document_hash(data) == document:
            self.store.write(KEPT + document, data)
        return data

    # Saying.

    def offer(self, written: Written) -> Landed:
        """Propose it. Raises before anything leaves: WrongUse (`bad_record`), Refused as the register."""
        return self._put(written, statements.offer)

    def publish(self, written: Written) -> Landed:
        """Publish it at once, where nobody has to look at it first. Raises as `offer`."""
        return self._put(written, statements.publication)

    def publish_offer(self, of: Offer) -> Landed:
        """Let somebody's offer stand as it was made; reads it first."""
        self.record(of)
        return self._land(
            statements.publication,
            shelf=of.shelf,
            item=of.item,
            parts=of.parts,
            document=of.document,
            access=of.access,
            seen=of.seen,
            offer=of.hash,
        )

    def decide(self, of: Offer, outcome: str, text: str = "") -> Landed:
        """`return` or `refuse` it, with the reason; or `withdraw` my own."""
        return self._land(statements.offer_review, offer=of.hash, outcome=outcome, text=text)

    def retire(self, shelf: str, item: str, why: Retiring, parts: Sequence[str] = ()) -> Landed:
        """Take an item, or these facts, off the shelf; it stays in the history. Raises as `offer`."""
        stands = self.standing(shelf, item, parts[0] if parts else WHOLE)
        return self._name(
            _encoded(RETIREMENT, item, {"reason": why.reason}),
            statements.retirement,
            shelf=shelf,
            item=item,
            parts=sorted(parts),
            access=stands.access if stands else "members",
            seen=self.position if why.seen is None else why.seen,
            successor=why.successor,
        )

    def _put(self, written: Written, build: Callable[..., Json]) -> Landed:
        return self._name(
            _encoded(written.shelf, written.item, written.record),
            build,
            shelf=written.shelf,
            item=written.item,
            parts=parts_of(written.shelf, dict(written.record)),
            access=written.access,
            seen=self.position if written.seen is None else written.seen,
        )

    def _name(self, data: bytes, build: Callable[..., Json], **own: Any) -> Landed:
        """Put the document, and land the statement that names it."""
        own["document"] = document_hash(data)
        self.ceremony.demand_allowed(lambda stamp: build(stamp, **own))
        self.connection.put(f"/documents/{own['document']}", Upload(data))
        self.store.write(KEPT + own["document"], data)
        return self._land(build, **own)

    def _land(self, build: Callable[..., Json], **own: Any) -> Landed:
        self.ceremony.demand_allowed(lambda stamp: build(stamp, **own))
        return self.ceremony.land(lambda stamp: build(stamp, **own))


def _encoded(shelf: str, item: str, record: Mapping[str, Any]) -> bytes:
    try:
        return encode_document(shelf, item, dict(record), secrets.token_bytes(NONCE_BYTES))
    except ProtocolError as error:
        raise WrongUse("bad_record", f"{error.code} {error.detail}") from error
