"""The directory: the fold over the register (protocol/statements.md), server and clients alike.

`Directory` starts empty and takes one leaf after the other. Whoever meets an error blocks there.
It recomputes the tree as it goes, so a client that folds every leaf needs no proof.
"""

from bisect import bisect_left
from operator import attrgetter

from repatria.protocol import envelope as envelopes
from repatria.protocol import signers, statements
from repatria.protocol.authority import RULES, VOIDABLE
from repatria.protocol.canonical import Json
from repatria.protocol.envelope import Envelope
from repatria.protocol.errors import ProtocolError
from repatria.protocol.known import Known
from repatria.protocol.records import (
    ACTIVE,
    End,
    HeadsLeaf,
    Link,
    OfficeKey,
    Statement,
)
from repatria.protocol.statements import CLOCK_SKEW_SECONDS, Stamp
from repatria.protocol.tree import EMPTY_ROOT, Frontier, leaf_hash, parse_heads_leaf

_MOST_REMEMBERED = 4096
_NEVER = 2**53


class Directory(Known):
    """Everything the statements so far say, now and at every earlier size of the log."""

    def __init__(self) -> None:
        super().__init__()
        self.net: str | None = None
        self._seen: dict[str, int] = {}
        self._chain_heads: dict[str, str] = {}
        self._frontier = Frontier()
        self._roots = [EMPTY_ROOT]
        self._heads_leaves: list[HeadsLeaf] = []
        self._times: list[int] = []  # of every leaf
        self._newest_time = 0  # of any statement, or of a checkpoint over them
        self.checkpoint_time = 0  # of the newest checkpoint that this client verified; 0 before there is one
        self._rights: dict[tuple[str, int], tuple[OfficeKey, int]] = {}

    # The fold.

    def apply_leaf(self, index: int, data: bytes, now: int | None = None) -> None:
        """Take the bytes of leaf `index`: a statement's wire form, or a heads leaf."""
        if data[:1] == b"\x01":
            self.apply(index, envelopes.decode(data), now)
            return
        self._demand_next(index)
        if data[:1] != b"{":
            raise ProtocolError("bad_envelope", "neither a statement nor a heads leaf")
        if self.net is None:
            raise ProtocolError("bad_root", "the first leaf is not a root")
        heads = parse_heads_leaf(data)
        if self._heads_leaves and heads["time"] < self._heads_leaves[-1].time:
            raise ProtocolError("bad_heads", "time went back")
        self._heads_leaves.append(HeadsLeaf(index, heads["time"], heads["root"], leaf_hash(data)))
        self._append(data, heads["time"])

    def admit(self, envelope: Envelope, now: int) -> int:
        """The server's `apply`: also refuses what was not signed within 600 s of `now`.

        Returns the statement's leaf index.
        """
        time = envelope.value.get("time")
        if type(time) is int and time < now - CLOCK_SKEW_SECONDS:
            raise ProtocolError("bad_time", "signed too long ago")
        index = self.size
        self.apply(index, envelope, now)
        return index

    def apply(self, index: int, envelope: Envelope, now: int | None = None) -> None:
        """Take the statement at leaf `index`; when it raises, nothing has changed.

        With `now`, a statement from more than 600 s in the future is `bad_time`.
        """
        self._demand_next(index)
        value = envelope.value
        # 1. Type, shape, network.
        if envelope.type != envelopes.STATEMENT:
            raise ProtocolError("bad_shape", "not a statement")
        kind = self._check_place(value)
        if now is not None and value["time"] > now + CLOCK_SKEW_SECONDS:
            raise ProtocolError("bad_time", "signed in the future")
        # Else a key that has expired could still claim a time at which it had not.
        if value["time"] < self._newest_time - 2 * CLOCK_SKEW_SECONDS:
            raise ProtocolError("bad_time", "long before the statements before it")
        # 2. Not seen before.
        if envelope.hash in self._seen:
            raise ProtocolError("replayed_statement", f"it is leaf {self._seen[envelope.hash]}")
        # 3. The issuer's chain.
        if value["iprev"] != self._chain_heads.get(value["by"]):
            raise ProtocolError("broken_chain", f"{value['iprev']}")
        statement = Statement(index, envelope.hash, value)
        if kind == "root":
            before = self._books.root
            root = signers.read_root(statement, before)
            signers.verify_quorum(envelope, before or root, root)
            self._books.root = root
            self.net = self.net or root.hash
        else:
            # 4. Signatures, and the issuer's standing.
            signers.verify_issuer(self._books, envelope, kind)
            # 5. Authority.
            RULES[kind](self._books, statement)()
        # 6. The issuer's chain head becomes S.
        self._seen[statement.hash] = index
        self._chain_heads[statement.by] = statement.hash
        if kind in VOIDABLE:
            self._books.issued.setdefault(statement.by, []).append(statement.link)
        self._newest_time = max(self._newest_time, value["time"])
        self._append(envelope.wire(), value["time"])

    def demand_authority(self, value: Json) -> None:
        """Whether a statement of this value would land next as far as shape and authority go (steps 1 and 5).

        Changes nothing. For clients, so that they send nothing for an act that would be refused.
        """
        kind = self._check_place(value)
        if kind != "root":
            RULES[kind](self._books, Statement(self.size, "", value))

    def witnessed(self, time: int) -> None:
        """A checkpoint over this size was signed at `time`: what comes after was not signed long before.

        Not part of the fold, which is the same for all: each client knows its own checkpoints.
        """
        self._newest_time = max(self._newest_time, time)
        self.checkpoint_time = time

    @property
    def newest_time(self) -> int:
        """The latest `time` of a statement, or of a checkpoint that `witnessed` was told."""
        return self._newest_time

    def _demand_next(self, index: int) -> None:
        if index != self.size:
            raise ValueError(f"leaf {index} does not follow a log of {self.size}")

    def _append(self, data: bytes, time: int) -> None:
        self._times.append(time)
        self._frontier.append(leaf_hash(data))
        self._roots.append(self._frontier.root())

    def _check_place(self, value: Json) -> str:
        first = self.net is None
        if first and value.get("kind") != "root":
            raise ProtocolError("bad_root", "the first leaf is not a root")
        kind = statements.check_shape(value)
        if kind == "root" and (value["seq"] == 0) != first:
            raise ProtocolError("bad_root", f"seq {value['seq']}")
        if first and value["net"] is not None:
            raise ProtocolError("bad_root", "the first root names no network")
        if value["net"] != self.net:
            raise ProtocolError("wrong_network", f"{value['net']}")
        return kind

    # What the tree was.

    @property
    def size(self) -> int:
        return self._frontier.size

    def root_hash_at(self, size: int) -> bytes | None:
        """The register's root at that size; None when the fold has not come so far."""
        return self._roots[size] if 0 <= size < len(self._roots) else None

    def heads_leaf(self, index: int) -> HeadsLeaf | None:
        """The heads leaf at that index; None when that leaf is none."""
        at = bisect_left(self._heads_leaves, index, key=attrgetter("index"))
        found = self._heads_leaves[at : at + 1]
        return found[0] if found and found[0].index == index else None

    @property
    def frontier(self) -> Json:
        """The tree's right-hand edge, as `Frontier.to_json` gives it."""
        return self._frontier.to_json()

    # What became of posts.

    def end_after(self, keyid: str, size: int) -> End | None:
        """How the post ended that the key's officer held in the tree of `size`; None when they held none.

        Being renewed after an end changes nothing: what counts is the first end from `size` on.
        """
        standing = self._books.standing_at(keyid, size)
        if standing is None or standing.status != ACTIVE:
            return None
        for later in self._books.standings_from(keyid, size):
            if later.status != ACTIVE:
                return End(later.index, standing.until)
            if self._times[later.index] >= standing.until:
                break  # renewed only after the term had run out
            standing = later
        return End(None, standing.until)

    def ended(self, keyid: str) -> int | None:
        """The index of the statement that ended the key's post; None while it holds or expires."""
        holder = self._books.officers.get(keyid) or self._books.heads.get(keyid)
        return holder.ended_at if holder else None

    def stamp(self, by: str, time: int) -> Stamp:
        """What the next statement by this issuer carries."""
        return Stamp(self.net, by, self.chain_head(by), time)

    def chain_head(self, by: str) -> str | None:
        return self._chain_heads.get(by)

    def index_of(self, hash_: str) -> int | None:
        """The leaf index of a statement by its hash."""
        return self._seen.get(hash_)

    def chain(self, keyid: str) -> tuple[Link, ...]:
        """The statements on which a key's post rests, from nomination to root."""
        officer, head = self._books.officers.get(keyid), self._books.heads.get(keyid)
        if officer is None and head is None:
            return ()
        links = officer.chain if officer else (head.appointment,) if head else ()
        country = officer.country if officer else head.country if head else ""
        bureau = self._books.bureaus[country]
        appointment = self._books.heads[bureau.head].appointment if bureau.head else None
        root = Link("root", self.root.index, self.root.hash, "root")
        upwards = [link for link in (appointment, root) if link and link not in links]
        return (*links, *upwards)

    # Office keys.

    def current_office_key(self, office: str) -> OfficeKey | None:
        return self._books.office_key_at(office, self.size)

    def office_key_at(self, office: str, size: int) -> OfficeKey | None:
        return self._books.office_key_at(office, size)

    def office_key_state(self, office: str, at: int, size: int | None = None) -> str:
        """`none`, `stale` (a leaver holds it), `incomplete` (somebody lacks it) or `current`.

        By the clock `at`, in the tree of `size` (the newest one when None).
        """
        size = self.size if size is None else size
        found = self.office_key_right(office, size)
        if found is None:
            return "none"
        key, until = found
        if at >= until:
            return "stale"
        members = self._books.office_members.get(office, ())
        active = [keyid for keyid in members if self.active_at(keyid, size, at) == office]
        return "current" if len(active) == len(key.officers) else "incomplete"

    def office_key_right(self, office: str, size: int) -> tuple[OfficeKey, int] | None:
        """The office's latest key in the tree of `size`, and the time from which on it is stale there:
        when the first of its holders ceases to be an active officer of the office.
        """
        found = self._rights.get((office, size))
        if found is None and (key := self.office_key_at(office, size)) is not None:
            found = key, self._held_until(key, office, size)
            self._remember(office, size, found)
        return found

    def _held_until(self, key: OfficeKey, office: str, size: int) -> int:
        """0 where somebody holds the key who is no active officer of the office already."""
        standings = [self._books.standing_at(keyid, size) for keyid in key.officers]
        rights = [held for held in standings if held and held.status == ACTIVE and held.office == office]
        if len(rights) < len(standings):
            return 0
        return min((held.until for held in rights), default=_NEVER)

    def _remember(self, office: str, size: int, found: tuple[OfficeKey, int]) -> None:
        if size > self.size:
            return  # not said yet; what a tree said is not changed by what comes after it
        if len(self._rights) >= _MOST_REMEMBERED:
            self._rights.clear()
        self._rights[office, size] = found
