"""Who goes to a meeting, or asks for a course's certificate, folded from rooms (protocol/publications.md)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from repatria.protocol.canonical import Json
from repatria.sdk.threads import Message, Thread

NOMINATED, WITHDRAWN, CERTIFIED, DECLINED = "nominated", "withdrawn", "certified", "declined"


@dataclass(frozen=True, slots=True)
class Place:
    """One nominated person. `state` is `nominated` until the meeting's or course's office says more;
    `answer` is the message that said so, with who signed it and when (empty and 0 before)."""

    id: str
    person: Json
    state: str
    office: str
    room: str
    entry: str  # of the newest participation that names the person
    answer: str = ""
    answered_by: str = ""
    answered_at: int = 0

    def to_json(self) -> Json:
        return {name: getattr(self, name) for name in self.__slots__}


def nominee(name: str, **known: Any) -> Json:
    """A person as a `participation` has them (bodies.md), with a new id."""
    texts = dict.fromkeys(("key", "latin", "title", "role", "passport", "notes"), "")
    person = {"id": secrets.token_hex(16), "name": name, "languages": [], "visa": False, **texts, **known}
    person["latin"] = person["latin"] or name
    return person


def places_in(threads: Iterable[Thread], shelf: str, item: str, office: str) -> list[Place]:
    """Everybody who was named for it in these rooms, in the order in which they were; `office`: whose
    answers count."""
    ordered = sorted(threads, key=lambda one: one.room)
    return [place for thread in ordered for place in _places_of(thread, (shelf, item), office)]


def _places_of(thread: Thread, of: tuple[str, str], office: str) -> Iterator[Place]:
    """The people of one room: what its participations and places say, in their order."""
    found: dict[str, Place] = {}
    participations: set[str] = set()
    for message in thread.messages:
        body = message.body or {}
        if message.kind == "participation" and (body["shelf"], body["item"]) == of:
            participations.add(message.hash)
            found.update({place.id: place for place in _named(message, found)})
        elif message.kind == "place" and body["re"] in participations:
            for said in body["people"]:
                place = found.get(said["id"])
                if place is not None and _counts(said["state"], message, place, office):
                    found[place.id] = replace(
                        place,
                        state=said["state"],
                        answer=message.hash,
                        answered_by=message.name,
                        answered_at=message.time,
                    )
    yield from found.values()


def _named(message: Message, before: dict[str, Place]) -> Iterator[Place]:
    for person in (message.body or {})["people"]:
        known = before.get(person["id"])
        if known is None:
            yield Place(person["id"], person, NOMINATED, message.office, message.room, message.hash)
        elif known.office == message.office:  # an id is its first office's
            yield replace(known, person=person, entry=message.hash)


def _counts(state: str, by: Message, place: Place, office: str) -> bool:
    """Nobody certifies themselves."""
    if by.office != office:
        return state == WITHDRAWN and by.office == place.office
    return state != CERTIFIED or by.author != place.person["key"]
