"""What the directory knows: the records that the fold of statements.md writes, and their history.

Records are immutable; the books change only through the few methods here, each of which says at
which leaf index. Whether a change is allowed is decided in `authority.py`.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from repatria.protocol.canonical import Json
from repatria.protocol.keys import Keyset
from repatria.protocol.notice_states import Notice
from repatria.protocol.publication_states import Offer, Publication

ACTIVE = "active"
SUSPENDED = "suspended"
REVOKED = "revoked"
REPLACED = "replaced"
VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class Link:
    """One statement of a chain of authority."""

    kind: str
    index: int
    hash: str
    by: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What held for a key from leaf `index` on."""

    index: int
    status: str
    until: int
    office: str


@dataclass(frozen=True, slots=True)
class End:
    """How a post ended: at `until`, and before that at the statement `index` if there was one.

    Without a statement the term may still be running: `until` is then to come.
    """

    index: int | None
    until: int

    def past(self, at: int) -> bool:
        return self.index is not None or at >= self.until


@dataclass(frozen=True, slots=True)
class HeadsLeaf:
    """A leaf that proves that rooms had these heads by `time`; `root` covers them (tree.md)."""

    index: int
    time: int
    root: str
    leaf_hash: bytes


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement whose form and signatures hold, at its place in the log."""

    index: int
    hash: str
    value: Json

    @property
    def by(self) -> str:
        return str(self.value["by"])

    @property
    def time(self) -> int:
        return int(self.value["time"])

    @property
    def link(self) -> Link:
        return Link(self.value["kind"], self.index, self.hash, self.by)


@dataclass(frozen=True, slots=True)
class RootInForce:
    """The last root statement: who signs for the secretariat, which log, which witnesses."""

    seq: int
    hash: str
    index: int
    name: str
    k: int
    keys: Mapping[str, bytes]  # key id → public key
    origin: str
    log_ed25519: bytes
    log_mldsa44: bytes
    witnesses: tuple[tuple[str, bytes], ...]
    quorum: int


@dataclass(frozen=True, slots=True)
class Head:
    """Who heads a bureau (`agency` is None) or an agency, now or formerly."""

    keyid: str
    keyset: Keyset
    person: Mapping[str, Any]
    country: str
    agency: str | None
    status: str
    appointment: Link
    ended_at: int | None = None


@dataclass(frozen=True, slots=True)
class Bureau:
    country: str
    name: str
    head: str | None  # key id; None when the appointment was voided
    index: int


@dataclass(frozen=True, slots=True)
class Agency:
    agency: str
    country: str
    name: str
    head: str | None  # key id; None when the appointment was voided
    index: int


@dataclass(frozen=True, slots=True)
class Office:
    office: str
    country: str
    agency: str
    name: str
    tz: str
    hours: Mapping[str, Any]
    languages: tuple[str, ...]
    phone: str
    networks: tuple[str, ...]
    link: Link


@dataclass(frozen=True, slots=True)
class OfficeKey:
    kem: bytes
    keyid: str
    epoch: int
    room: str
    entry: str
    officers: tuple[str, ...]
    index: int


@dataclass(frozen=True, slots=True)
class Nomination:
    keyset: str  # statement hash
    keyid: str
    person: Mapping[str, Any]
    office: str
    role: str
    nominator: str
    chain: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer as the newest leaf has it. `status` knows no clock: compare `until` too."""

    keyid: str
    keyset: Keyset
    person: Mapping[str, Any]
    office: str
    role: str
    country: str
    agency: str
    status: str
    until: int
    authorised_at: int
    ended_at: int | None
    chain: tuple[Link, ...]

    def active(self, at: int) -> bool:
        return self.status == ACTIVE and at < self.until


class Books:
    """The whole state of the fold but for the tree itself."""

    def __init__(self) -> None:
        self.root: RootInForce | None = None
        self.keysets: dict[str, Keyset] = {}  # by statement hash
        self.keys: dict[str, Keyset] = {}  # by key id
        self.keyset_links: dict[str, Link] = {}  # by key id
        self.heads: dict[str, Head] = {}
        self.officers: dict[str, Officer] = {}
        self.standings: dict[str, list[Standing]] = {}
        self.bureaus: dict[str, Bureau] = {}
        self.agencies: dict[str, Agency] = {}
        self.offices: dict[str, Office] = {}
        self.office_records: dict[str, list[Office]] = {}
        self.office_members: dict[str, set[str]] = {}
        self.office_keys: dict[str, list[OfficeKey]] = {}
        self.nominations: dict[str, Nomination] = {}
        self.authorised: set[str] = set()
        self.issued: dict[str, list[Link]] = {}
        self.voided: set[str] = set()
        self.release: tuple[int, int, str] | None = None  # version, minimum, manifest
        self.notices: dict[str, Notice] = {}  # by statement hash
        self.notice_records: set[str] = set()  # their records: none is used twice
        self.offers: dict[str, Offer] = {}  # by statement hash
        self.publications: dict[str, Publication] = {}  # by statement hash
        self.item_standings: dict[tuple[str, str], dict[str, Publication]] = {}  # (shelf, item) → part
        self.item_histories: dict[tuple[str, str], list[Publication]] = {}
        self.offered_documents: dict[str, str] = {}  # by document: the offer's hash
        self.published_documents: dict[str, str] = {}  # by document: the publication's hash

    def status(self, keyid: str) -> str | None:
        """What became of a key with a post; None for a key that never held one."""
        holder = self.officers.get(keyid) or self.heads.get(keyid)
        return holder.status if holder else None

    def in_use(self, keyid: str) -> bool:
        return self.status(keyid) not in (None, VOIDED)

    def officer(self, keyid: str) -> Officer | None:
        return self.officers.get(keyid)

    def head(self, keyid: str) -> Head | None:
        return self.heads.get(keyid)

    def bureau_head(self, country: str) -> Head | None:
        bureau = self.bureaus.get(country)
        return self._in_force(bureau.head) if bureau else None

    def agency_head(self, agency: str) -> Head | None:
        record = self.agencies.get(agency)
        return self._in_force(record.head) if record else None

    def _in_force(self, keyid: str | None) -> Head | None:
        head = self.heads[keyid] if keyid else None
        return head if head and head.status == ACTIVE else None

    def put_officer(self, officer: Officer, index: int) -> None:
        self.heads.pop(officer.keyid, None)  # a voided head's key is free again
        self.officers[officer.keyid] = officer
        self.office_members.setdefault(officer.office, set()).add(officer.keyid)
        standing = Standing(index, officer.status, officer.until, officer.office)
        self.standings.setdefault(officer.keyid, []).append(standing)

    def put_head(self, head: Head) -> None:
        self.officers.pop(head.keyid, None)  # a voided officer's key is free again
        self.heads[head.keyid] = head

    def end(self, keyid: str, status: str, index: int) -> None:
        """Take a key's post away from `index` on; when it had ended already, keep that index."""
        officer = self.officers.get(keyid)
        if officer is not None:
            ended_at = index if officer.ended_at is None else officer.ended_at
            self.put_officer(replace(officer, status=status, ended_at=ended_at), index)
        else:
            head = self.heads[keyid]
            ended_at = index if head.ended_at is None else head.ended_at
            self.heads[keyid] = replace(head, status=status, ended_at=ended_at)

    def put_office(self, office: Office) -> None:
        self.office_records.setdefault(office.office, []).append(office)
        self.offices[office.office] = office

    def void(self, hashes: set[str], index: int) -> None:
        """Void statements: what rests on one of them no longer holds from `index` on."""
        self.voided |= hashes
        for officer in list(self.officers.values()):
            if officer.status in (ACTIVE, SUSPENDED) and touches(officer.chain, hashes):
                self.end(officer.keyid, VOIDED, index)
        for head in list(self.heads.values()):
            if head.status in (ACTIVE, SUSPENDED) and head.appointment.hash in hashes:
                self.end(head.keyid, VOIDED, index)
                self._vacate(head)
        for identifier, records in self.office_records.items():
            records[:] = [record for record in records if record.link.hash not in hashes]
            if records:
                self.offices[identifier] = records[-1]
            else:
                self.offices.pop(identifier, None)

    def _vacate(self, head: Head) -> None:
        # Only agencies: a bureau is appointed by the root, whose statements are never voided.
        for identifier, record in self.agencies.items():
            if record.head == head.keyid:
                self.agencies[identifier] = replace(record, head=None)

    def standing(self, shelf: str, item: str, part: str) -> Publication | None:
        """The last publication of an item or of one of its parts."""
        return self.item_standings.get((shelf, item), {}).get(part)

    def put_publication(self, made: Publication) -> None:
        place = made.shelf, made.item
        self.publications[made.hash] = made
        self.item_histories.setdefault(place, []).append(made)
        standings = self.item_standings.setdefault(place, {})
        standings.update(dict.fromkeys(made.stands_for, made))
        if made.named is not None:
            self.published_documents[made.named] = made.hash

    def standing_at(self, keyid: str, size: int) -> Standing | None:
        """The last standing written by a leaf below `size`."""
        standings = self.standings.get(keyid)
        if not standings:
            return None
        if standings[-1].index < size:  # nearly always: the newest one
            return standings[-1]
        at = bisect_left(standings, size, key=_index)
        return standings[at - 1] if at else None

    def standings_from(self, keyid: str, size: int) -> list[Standing]:
        """What leaves from `size` on wrote of an officer's key."""
        standings = self.standings.get(keyid, [])
        return standings[bisect_left(standings, size, key=_index) :]

    def office_key_at(self, office: str, size: int) -> OfficeKey | None:
        keys = self.office_keys.get(office)
        if not keys:
            return None
        if keys[-1].index < size:
            return keys[-1]
        at = bisect_left(keys, size, key=_index)
        return keys[at - 1] if at else None


def touches(chain: tuple[Link, ...], hashes: set[str]) -> bool:
    return any(link.hash in hashes for link in chain)


_index = attrgetter("index")
