"""What the public may count: from the verified register alone, and nothing that singles anybody out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from repatria.protocol.directory import Directory
from repatria.protocol.posts import SECRETARIAT, is_operational
from repatria.reference.meetings import held_meetings

SHELF, FOR_ALL = "meeting", ("members", "public")
FLOOR = 5  # below it a figure of people or notices is not given


@dataclass(frozen=True, slots=True)
class Figures:
    """None: below the floor. `notices` and `years` name only what reaches it; `years` is every year else."""

    countries: int
    offices: int
    officers: int | None
    meetings: int
    notices: dict[str, int]
    years: dict[int, int | None]


def count(directory: Directory, now: int) -> Figures:
    """At Unix time `now`. Of contact points: no partners, auditors, secretariat. Of notices no diffusion."""
    everybody = directory.officers.values()
    officers = [one for one in everybody if one.active(now) and _is_contact_point(one.country)]
    notices = [
        one for one in directory.notices.values() if one.variant == "notice" and one.published is not None
    ]
    valid = Counter(one.colour for one in notices if one.state_at(now) == "valid")
    return Figures(
        countries=len({one.country for one in officers}),
        offices=len({one.office for one in officers}),
        officers=_shown(len(officers)),
        meetings=_meetings(directory),
        notices={colour: number for colour, number in sorted(valid.items()) if number >= FLOOR},
        years=_by_year(Counter(_year_of(one.reviews[-1].issue.time) for one in notices)),
    )


def _is_contact_point(country: str) -> bool:
    return is_operational(country) and country != SECRETARIAT


def _shown(number: int) -> int | None:
    return number if number >= FLOOR else None


def _by_year(published: Counter[int]) -> dict[int, int | None]:
    if not published:
        return {}
    return {year: _shown(published[year]) for year in range(min(published), max(published) + 1)}


def _year_of(time: int) -> int:
    return datetime.fromtimestamp(time, UTC).year


def _meetings(directory: Directory) -> int:
    """Those that ship, and those that the network published for all its members; none that was retired."""
    shipped = {item for item in held_meetings() if directory.standing(SHELF, item) is None}
    standing = [directory.standing(SHELF, item) for item in directory.items(SHELF)]
    return len(shipped) + sum(one is not None and one.access in FOR_ALL for one in standing)
