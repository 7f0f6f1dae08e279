"""The register in memory: the directory's fold and the tree, always equal to what is committed.

Changed in the writer's thread only. Readers elsewhere take `directory` once and keep it for their
request; the last word is spoken in the writer's thread.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from repatria.protocol.checkpoint import Trust, sign_checkpoint
from repatria.protocol.directory import Directory
from repatria.protocol.envelope import Envelope
from repatria.protocol.tree import RoomHead, heads_leaf, leaf_hash, parse_heads_leaf
from repatria.server.database.transaction import Transaction
from repatria.server.ledger.levels import Levels
from repatria.server.ledger.log_keys import LogKeyFile, LogKeys
from repatria.server.refusals import Refusal

PAGE = 5000


class Register:
    def __init__(self, keys: LogKeyFile) -> None:
        self._keys = keys
        self.directory = Directory()
        self.levels = Levels()
        self.settled_size = 0
        self.heads_time = 0
        self.spoiled = False

    @property
    def size(self) -> int:
        return self.levels.size

    @property
    def trust(self) -> Trust:
        """Raises Refusal (`not_founded`) before the first root statement."""
        if self.directory.net is None:
            raise Refusal("not_founded")
        return self.directory.trust

    @property
    def network(self) -> str:
        return self.directory.net or ""

    def spoil(self) -> None:
        """What was folded last did not reach the disk. Until the next group folds anew, requests
        are answered from it: a statement too many ends nobody who should not have been asked."""
        self.spoiled = True

    def settle(self) -> None:
        """The commit is durable: what is folded may be answered from."""
        self.settled_size = self.size

    def catch_up(self, tx: Transaction, leaves: int) -> None:
        """Fold what is on disk and not yet here. A leaf that does not fold stops the server."""
        if self.spoiled or leaves < self.size:
            self._fold_anew(tx, leaves)
        while self.size < leaves:
            self._fold_page(tx, leaves)
        self.settle()

    def _fold_anew(self, tx: Transaction, leaves: int) -> None:
        """Beside the old state, which readers keep until the new one is whole."""
        anew = Register(self._keys)
        anew.catch_up(tx, leaves)
        self.directory, self.levels = anew.directory, anew.levels
        self.heads_time, self.spoiled = anew.heads_time, False

    def _fold_page(self, tx: Transaction, leaves: int) -> None:
        rows = tx.rows(
            "SELECT idx, data FROM leaf WHERE idx >= :start ORDER BY idx LIMIT :page",
            start=self.size,
            page=PAGE,
        )
        if not rows:
            message = f"leaf {self.size} of {leaves} is missing"
            raise RuntimeError(message)
        for index, data in rows:
            self._fold(index, bytes(data))

    def _fold(self, index: int, data: bytes) -> None:
        self.directory.apply_leaf(index, data)
        self.levels.append(leaf_hash(data))
        if data.startswith(b"{"):
            self.heads_time = parse_heads_leaf(data)["time"]

    def land(self, tx: Transaction, envelope: Envelope, now: int) -> int:
        """Fold and store one statement; returns its index. Raises ProtocolError, nothing changed.

        A root must name keys that are in the file here (`wrong_log`): under others nobody could sign.
        """
        if self.directory.net is None:
            raise Refusal("not_founded")
        if envelope.value.get("kind") == "root" and not self._can_sign_under(envelope.value):
            raise Refusal("wrong_log")
        index = self.directory.admit(envelope, now)
        self._store(tx, index, envelope.wire())
        return index

    def found(self, tx: Transaction, root: Envelope) -> int:
        """Land the first root statement. Raises Refusal (`founded`) or ProtocolError.

        The root must name the keys that this server signs checkpoints with (`wrong_log`).
        """
        if self.directory.net is not None:
            raise Refusal("founded")
        candidate = Directory()
        candidate.apply(0, root)
        if self._keys.find((candidate.root.log_ed25519, candidate.root.log_mldsa44)) is None:
            raise Refusal("wrong_log")
        self.directory.apply(0, root)
        self._store(tx, 0, root.wire())
        return 0

    def land_heads(self, tx: Transaction, now: int, moved: Sequence[RoomHead]) -> int:
        """Fold and store a heads leaf over these rooms; returns its index."""
        data = heads_leaf(max(now, self.heads_time), moved)
        index = self.size
        self._fold(index, data)
        self._insert(tx, index, data)
        return index

    def _store(self, tx: Transaction, index: int, data: bytes) -> None:
        self.levels.append(leaf_hash(data))
        self._insert(tx, index, data)

    @staticmethod
    def _insert(tx: Transaction, index: int, data: bytes) -> None:
        tx.do("INSERT INTO leaf (idx, data) VALUES (:index, :data)", index=index, data=data)

    def _can_sign_under(self, root: dict[str, Any]) -> bool:
        """Whether the keys that this root would name are here; what has another form the fold refuses."""
        try:
            named = tuple(
                base64.b64decode(root["log"][name], validate=True) for name in ("ed25519", "mldsa44")
            )
        except (KeyError, TypeError, ValueError):
            return True
        return self._keys.find((named[0], named[1])) is not None

    def can_sign(self) -> bool:
        """Whether the pair that the root in force names is in the file."""
        return self._keys.find((self.directory.root.log_ed25519, self.directory.root.log_mldsa44)) is not None

    def demand_keys(self) -> LogKeys:
        """The pair that the root in force names. Raises RuntimeError where the file lacks it."""
        root = self.directory.root
        found = self._keys.find((root.log_ed25519, root.log_mldsa44))
        if found is None:
            message = "the file of the log's keys lacks those that the root statement names"
            raise RuntimeError(message)
        return found

    def publish(self, tx: Transaction, now: int) -> None:
        """Sign the tree as it stands; the same size again gets a newer time."""
        trust, keys = self.trust, self.demand_keys()
        note = sign_checkpoint(
            trust.origin,
            self.size,
            self.levels.root(self.size),
            keys.ed25519,
            keys.mldsa44,
            now,
        )
        tx.do(
            "INSERT INTO checkpoint (size, note, at) VALUES (:size, :note, :at)"
            " ON CONFLICT (size) DO UPDATE SET note = excluded.note, at = excluded.at",
            size=self.size,
            note=note,
            at=now,
        )
