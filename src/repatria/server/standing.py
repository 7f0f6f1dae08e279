"""What a key is in the network now: an active officer, a head in force, or still waiting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from repatria.protocol.directory import Directory
from repatria.protocol.records import ACTIVE

Kind = Literal["officer", "head", "waiting"]


@dataclass(frozen=True, slots=True)
class Standing:
    """`office` for officers only; `agency` for officers and agency heads; `country` for all but
    those who wait."""

    kind: Kind
    key: str
    country: str = ""
    office: str = ""
    agency: str = ""
    role: str = ""
    until: int = 0

    @property
    def members(self) -> tuple[str, ...]:
        """The names under which rooms may hold a seat for this key."""
        if self.kind != "officer":
            return ()
        return (f"office:{self.office}", f"officer:{self.key}")


def find_standing(directory: Directory, key: str, now: int) -> Standing | None:
    """None where the key was suspended, revoked, replaced, voided, has expired or is unknown."""
    officer = directory.officer(key)
    if officer is not None:
        if not officer.active(now):
            return None
        return Standing(
            "officer", key, officer.country, officer.office, officer.agency, officer.role, officer.until
        )
    head = directory.head(key)
    if head is not None:
        if head.status != ACTIVE:
            return None
        return Standing("head", key, head.country, "", head.agency or "")
    return Standing("waiting", key) if directory.keyset(key) is not None else None
