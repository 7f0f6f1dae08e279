"""What handling code each entry of a room has now (protocol/bodies.md, "Handling"). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from repatria.protocol.canonical import Json
from repatria.protocol.entries import FLOORS

STRICTEST = FLOORS  # strictest first


@dataclass(frozen=True, slots=True)
class Change:
    """A wish to change the code of entry `of`; `before` is empty where that entry has none."""

    of: str
    before: str
    after: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Handlings:
    """`codes` by entry, `changes` by the entry that asked for one."""

    codes: dict[str, str]
    changes: dict[str, Change]


def fold_handling(entries: Iterable[tuple[str, str, Json | None]]) -> Handlings:
    """Entries as (hash, office, checked body or None), in the order of the room."""
    codes: dict[str, str] = {}
    offices: dict[str, str] = {}
    changes: dict[str, Change] = {}
    for entry, office, body in entries:
        if body is None:
            continue
        if body["kind"] == "handling":
            of, after = str(body["of"]), str(body["tlp"])
            before = codes.get(of, "")
            counts = before != "" and may_change(before, after, own=offices.get(of) == office)
            changes[entry] = Change(of, before, after, counts)
            if counts:
                codes[of] = after
        elif (own := _own(body)) is not None:
            codes[entry], offices[entry] = own, office
    return Handlings(codes, changes)


def _own(body: Json) -> str | None:
    """The body's own code; of a kind made by a newer version nothing has been checked."""
    handling = body.get("handling")
    code = handling.get("tlp") if isinstance(handling, dict) else None
    return code if code in STRICTEST else None


def may_change(before: str, after: str, *, own: bool) -> bool:
    """`own`: the change is made for the office that wrote the entry."""
    stricter = STRICTEST.index(before) - STRICTEST.index(after)
    return stricter > 0 or (own and stricter < 0)
