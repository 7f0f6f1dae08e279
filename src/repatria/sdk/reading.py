"""What one person keeps for themselves about publications: reading lists, what they watch, how far they got.

It rests among their drafts on the server, sealed under their own key (protocol/publications.md, "What is
sealed"; locks.md): the browser keeps it in the same place, and the server learns nothing of it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from repatria.protocol import locks
from repatria.protocol.canonical import Json
from repatria.protocol.keys import Seeds
from repatria.protocol.locks import DraftName
from repatria.protocol.publication_shapes import is_reference
from repatria.protocol.shapes import fields, integer, list_of, one_of, record, string
from repatria.sdk.connection import Connection, decode_b64, encode_b64
from repatria.sdk.errors import Refused, Unreachable, WrongUse, blocking

READING_DRAFT = "my-reading"  # among the drafts, and none
MOST_WATCHED = 2_000
_TRIES = 5

_SHAPE = {
    "kind": one_of("reading"),
    "lists": list_of(record({"name": string(), "items": list_of(is_reference, 0, 2_000)}), 0, 100),
    "watched": list_of(is_reference, 0, MOST_WATCHED),
    "seen": integer(),
    "progress": lambda value: type(value) is dict,
}


@dataclass(frozen=True, slots=True)
class Kept:
    """`lists` of `{"name", "items"}`, items and `watched` as `shelf/item`; `seen`: the register's size at the
    last visit in the browser; `progress` by course `{"done": [module], "answers": {question: [choice]}}`.
    """

    lists: Sequence[Json] = ()
    watched: tuple[str, ...] = ()
    seen: int = 0
    progress: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> Json:
        return {
            "kind": "reading",
            "lists": list(self.lists),
            "watched": list(self.watched),
            "seen": self.seen,
            "progress": dict(self.progress),
        }


class Reading:
    """One person's own, wherever they sign in."""

    def __init__(self, connection: Connection, seeds: Seeds, keyid: str) -> None:
        self._connection = connection
        self._seeds = seeds
        self._keyid = keyid

    def kept(self) -> Kept:
        """What the server has; nothing where nothing was kept. Raises Blocked for what I did not seal."""
        return self._read()[0]

    def change(self, edit: Callable[[Kept], Kept]) -> Kept:
        """Save what `edit` makes of it; on top of what another device saved meanwhile.

        Raises Refused (`stale_version`) when others are quicker every time.
        """
        for attempt in range(_TRIES):
            kept, version = self._read()
            changed = edit(kept)
            if changed == kept:
                return kept
            try:
                self._save(changed, version + 1)
            except Refused as error:
                if error.code != "stale_version" or attempt + 1 == _TRIES:
                    raise
                continue
            return changed
        raise AssertionError("unreachable")

    def watch(self, keys: Iterable[str], *, on: bool = True) -> Kept:
        """Watch these `shelf/item`, or not any more. Raises WrongUse (`bad_item`)."""
        named = tuple(dict.fromkeys(keys))
        if wrong := [key for key in named if not is_reference(key)]:
            raise WrongUse("bad_item", wrong[0])
        return self.change(lambda kept: replace(kept, watched=_switched(kept.watched, named, on=on)))

    def _read(self) -> tuple[Kept, int]:
        """With the server's version, 0 where there is none."""
        rows = self._connection.get_json("/drafts")
        try:
            row = next((row for row in rows if row["id"] == READING_DRAFT), None)
            if row is None:
                return Kept(), 0
            version, sealed = int(row["version"]), decode_b64(row["sealed"])
        except (KeyError, TypeError, ValueError) as error:
            raise Unreachable("bad_answer", "drafts") from error
        with blocking(READING_DRAFT):
            content = locks.open_draft(self._seeds.kem, self._name(version), sealed)
            # What a newer program added is left out, as in the browser.
            fields({key: content[key] for key in _SHAPE if key in content}, _SHAPE)
        own = {key: content[key] for key in _SHAPE if key != "kind"}
        return Kept(**{**own, "watched": tuple(own["watched"])}), version

    def _save(self, kept: Kept, version: int) -> None:
        sealed = locks.seal_draft(self._seeds.kem, self._name(version), kept.to_json(), secrets.token_bytes)
        self._connection.put(f"/drafts/{READING_DRAFT}", {"version": version, "sealed": encode_b64(sealed)})

    def _name(self, version: int) -> DraftName:
        return DraftName(self._keyid, READING_DRAFT, version)


def _switched(watched: tuple[str, ...], keys: tuple[str, ...], *, on: bool) -> tuple[str, ...]:
    if on:
        return (*watched, *(key for key in keys if key not in watched))[:MOST_WATCHED]
    return tuple(one for one in watched if one not in keys)
