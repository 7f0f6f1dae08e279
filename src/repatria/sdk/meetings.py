"""Meetings: those that ship, those that were published, and who goes there, sealed between two offices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from repatria.protocol import bodies
from repatria.protocol.canonical import Json
from repatria.protocol.publication_states import Publication
from repatria.reference.meetings import held_meetings
from repatria.sdk.errors import WrongUse
from repatria.sdk.meeting_calendar import meeting_calendar
from repatria.sdk.places import WITHDRAWN, Place, places_in
from repatria.sdk.publications import Publications
from repatria.sdk.threads import Threads
from repatria.sdk.writer import Sent, Writer

SHELF = "meeting"
TLP = "TLP:AMBER"
TAKING = ("confirmed", "attended", "absent", "certified")  # of the capacity
CLOSED = ("closed", "held", "cancelled")


@dataclass(frozen=True, slots=True)
class Meeting:
    """`publication` is None where it ships and nobody has published it."""

    item: str
    record: Json
    publication: Publication | None

    def words(self, language: str) -> Json:
        own: Sequence[Json] = self.record["words"]
        return next((one for one in own if one["language"] == language), own[0])

    def to_json(self) -> Json:
        made = self.publication
        return {"item": self.item, "statement": made.hash if made else None, "record": self.record}


@dataclass
class Meetings:
    publications: Publications
    threads: Threads
    writer: Writer | None

    def all(self) -> list[Meeting]:
        """What stands and I may read, the newest first; what was retired is left out."""
        items = {*held_meetings(), *self.publications.items(SHELF)}
        found = [meeting for item in sorted(items) if (meeting := self._meeting(item)) is not None]
        return sorted(found, key=lambda one: str(one.record["start"]), reverse=True)

    def get(self, item: str) -> Meeting:
        """Raises WrongUse (`no_such_item`)."""
        meeting = self._meeting(item)
        if meeting is None:
            raise WrongUse("no_such_item", item)
        return meeting

    def _meeting(self, item: str) -> Meeting | None:
        stands = self.publications.standing(SHELF, item)
        if stands is None:
            shipped = held_meetings().get(item)
            return Meeting(item, dict(shipped), None) if shipped else None
        if stands.document is None:
            return None
        try:
            return Meeting(item, self.publications.record(stands), stands)
        except WrongUse as error:
            if error.code != "no_record":
                raise
            return None

    def calendar(self, meetings: Iterable[Meeting], language: str) -> bytes:
        """An .ics file of these."""
        own = [(one.item, one.record) for one in meetings]
        return meeting_calendar(own, now=self.publications.now(), language=language)

    # Who goes there.

    def nominate(self, item: str, people: Sequence[Json], text: str = "") -> Sent:
        """Tell the meeting's office whom mine sends, in the room of the two that is about it already, or
        in a new one. Raises WrongUse (`no_such_item`, `nobody_invited`, `not_open`)."""
        record = self.get(item).record
        office, deadline = record["office"], record["register_by"]
        if not office:
            raise WrongUse("nobody_invited", item)
        if record["state"] in CLOSED or (deadline is not None and self.publications.now() > deadline):
            raise WrongUse("not_open", item)
        writer = self._own_writer()
        body = bodies.participation(SHELF, item, people, tlp=TLP, text=text)
        known = [place.room for place in self.places(item) if place.office == writer.me.office]
        if known:
            return writer.append(known[-1], body)
        others = [office] if office != writer.me.office else []
        return writer.start(writer.open_room(floor=TLP), others, body)

    def places(self, item: str) -> list[Place]:
        """Everybody whose nomination for it I can read, in the order in which they were named.

        `withdrawn` counts from either office, all else from the meeting's alone.
        """
        return self.places_at(item, self._office_of(item))

    def places_at(self, item: str, office: str) -> list[Place]:
        """As `places`, of a meeting to whose office `office` nominations go."""
        return places_in(self.threads.all(), SHELF, item, office)

    def decide(self, item: str, states: Mapping[str, str], text: str = "") -> list[Sent]:
        """Say what becomes of people, by their ids; one message to each room.

        Raises WrongUse (`no_such_person`, `no_authority` for what is not mine to say, `no_place_left`
        where more would have a place than there are: `waiting` is for them).
        """
        places = {place.id: place for place in self.places(item)}
        if unknown := sorted(set(states) - set(places)):
            raise WrongUse("no_such_person", ", ".join(unknown))
        writer = self._own_writer()
        organising = writer.me.office == self._office_of(item)
        if not organising and set(states.values()) - {WITHDRAWN}:
            raise WrongUse("no_authority", item)
        self._demand_room(item, {id_: one.state for id_, one in places.items()}, states)
        by_entry: dict[tuple[str, str], list[Json]] = {}
        for id_, state in states.items():
            place = places[id_]
            by_entry.setdefault((place.room, place.entry), []).append({"id": id_, "state": state})
        return [
            writer.append(room, bodies.place(entry, people, tlp=TLP, text=text))
            for (room, entry), people in by_entry.items()
        ]

    def _demand_room(self, item: str, before: Mapping[str, str], states: Mapping[str, str]) -> None:
        """Where there are too many already, nobody more gets a place; all else can still be said."""
        meeting = self._meeting(item)
        capacity = meeting.record["capacity"] if meeting else None
        taken, after = (_taken(one) for one in (before, {**before, **states}))
        if capacity is not None and after > max(capacity, taken):
            raise WrongUse("no_place_left", f"{after} > {capacity}")

    def _office_of(self, item: str) -> str:
        """The office that its newest record names; of a meeting that was retired the last one did."""
        meeting = self._meeting(item)
        if meeting is not None:
            return str(meeting.record["office"])
        for made in reversed(self.publications.history(SHELF, item)):
            if made.document is not None and self.publications.may_read(made):
                return str(self.publications.record(made)["office"])
        return ""

    def _own_writer(self) -> Writer:
        if self.writer is None:
            raise WrongUse("no_office", "only an active officer of an office writes in rooms")
        return self.writer


def _taken(states: Mapping[str, str]) -> int:
    return sum(state in TAKING for state in states.values())
