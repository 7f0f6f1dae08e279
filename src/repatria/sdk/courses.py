"""Courses: what stands, how far one has come, and the certificate that a course's office gives.

Answers are checked here, on the learner's own machine, and kept among their own sealed drafts: a certificate
rests on what the office decides, not on an examination.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from repatria.protocol import bodies
from repatria.protocol.canonical import Json
from repatria.protocol.publication_states import Publication
from repatria.sdk.errors import WrongUse
from repatria.sdk.places import CERTIFIED, DECLINED, NOMINATED, Place, nominee, places_in
from repatria.sdk.publications import Publications, Retiring, Written
from repatria.sdk.reading import Kept, Reading
from repatria.sdk.register import Landed
from repatria.sdk.threads import Threads
from repatria.sdk.writer import Sent, Writer

SHELF = "course"
TLP = "TLP:AMBER"
Answers = Mapping[str, Sequence[int]]  # by question, the numbers of the choices, from 0


@dataclass(frozen=True, slots=True)
class Course:
    item: str
    record: Json
    publication: Publication

    def words(self, language: str) -> Json:
        return words_in(self.record["words"], language)

    def module(self, module: str) -> Json:
        """Raises WrongUse (`no_such_module`)."""
        for one in self.record["modules"]:
            if one["id"] == module:
                own: Json = one
                return own
        raise WrongUse("no_such_module", f"{self.item}/{module}")

    def to_json(self) -> Json:
        return {"item": self.item, "statement": self.publication.hash, "record": self.record}


@dataclass(frozen=True, slots=True)
class Score:
    """Of a module that somebody tried; `wrong` are the questions whose choices were not exactly the right."""

    right: int
    asked: int
    passed: bool
    wrong: tuple[str, ...]

    def to_json(self) -> Json:
        return {name: getattr(self, name) for name in self.__slots__} | {"wrong": list(self.wrong)}


def words_in(words: Sequence[Json], language: str) -> Json:
    """In a language where it has that, else in the original's."""
    return next((one for one in words if one["language"] == language), words[0])


def score(module: Mapping[str, Sequence[Json]], answers: Answers, pass_percent: int) -> Score:
    """What answers are worth. A module that asks nothing is passed by whoever has read it."""
    quiz = module["quiz"]
    wrong = tuple(
        one["id"]
        for one in quiz
        if {at for at, choice in enumerate(one["choices"]) if choice["right"]}
        != {*answers.get(one["id"], ())}
    )
    right = len(quiz) - len(wrong)
    return Score(right, len(quiz), right * 100 >= pass_percent * len(quiz), wrong)


@dataclass
class Courses:
    publications: Publications
    threads: Threads
    writer: Writer | None
    reading: Reading

    def all(self) -> list[Course]:
        """What stands and I may read, the newest first."""
        found = [self._course(item) for item in self.publications.items(SHELF)]
        standing = [one for one in found if one is not None]
        return sorted(standing, key=lambda one: one.publication.issue.index, reverse=True)

    def get(self, item: str) -> Course:
        """Raises WrongUse (`no_such_item`)."""
        course = self._course(item)
        if course is None:
            raise WrongUse("no_such_item", item)
        return course

    def _course(self, item: str) -> Course | None:
        stands = self.publications.standing(SHELF, item)
        if stands is None or stands.document is None:
            return None
        try:
            return Course(item, self.publications.record(stands), stands)
        except WrongUse as error:
            if error.code != "no_record":
                raise
            return None

    def offer(self, item: str, record: Mapping[str, object], access: str = "members") -> Landed:
        """Offer a course, or its next version; another person of the secretariat publishes it
        (`Publications.publish_offer`). Raises as `Publications.offer`."""
        return self.publications.offer(Written(SHELF, item, record, access))

    def retire(self, item: str, why: Retiring) -> Landed:
        return self.publications.retire(SHELF, item, why)

    # Learning: for oneself alone.

    def passed(self, item: str) -> list[str]:
        """Modules of the course as it stands that I have passed, in its order."""
        done = _done(self.reading.kept(), item)
        return [one["id"] for one in self.get(item).record["modules"] if one["id"] in done]

    def answer(self, item: str, module: str, answers: Answers) -> Score:
        """Check answers to a module's questions, and keep them; once passed, it stays so.

        Raises WrongUse (`no_such_item`, `no_such_module`).
        """
        course = self.get(item)
        own = course.module(module)
        found = score(own, answers, course.record["pass_percent"])
        given = {one["id"]: sorted({*answers.get(one["id"], ())}) for one in own["quiz"]}
        self.reading.change(lambda kept: _tried(kept, item, module, given, passed=found.passed))
        return found

    # Certificates: sealed between the learner's office and the course's.

    def apply(self, item: str, text: str = "") -> Sent:
        """Ask the course's office for my certificate, in the room of the two that is about the course, or in
        a new one. Raises WrongUse (`no_such_item`, `nobody_invited`, `not_passed`, `asked_already`)."""
        course = self.get(item)
        office = course.record["office"]
        if not office:
            raise WrongUse("nobody_invited", item)
        if missing := {one["id"] for one in course.record["modules"]} - {*self.passed(item)}:
            raise WrongUse("not_passed", ", ".join(sorted(missing)))
        writer = self._own_writer()
        places = self.places(item)
        mine = [one for one in places if one.person["key"] == self.publications.keyid]
        if any(one.state in (NOMINATED, CERTIFIED) for one in mine):
            raise WrongUse("asked_already", item)
        body = bodies.participation(SHELF, item, [self._myself()], tlp=TLP, text=text)
        if known := [one.room for one in places if one.office == writer.me.office]:
            return writer.append(known[-1], body)
        others = [office] if office != writer.me.office else []
        return writer.start(writer.open_room(floor=TLP), others, body)

    def places(self, item: str) -> list[Place]:
        """Everybody whose application for it I can read."""
        return places_in(self.threads.all(), SHELF, item, self._office_of(item))

    def certify(self, item: str, ids: Sequence[str], text: str = "") -> list[Sent]:
        """Give these people their certificate, as the course's office; nobody certifies themselves.

        Raises WrongUse (`no_such_person`, `no_authority`).
        """
        return self._say(item, ids, CERTIFIED, text)

    def decline(self, item: str, ids: Sequence[str], text: str = "") -> list[Sent]:
        """Raises as `certify`."""
        return self._say(item, ids, DECLINED, text)

    def _say(self, item: str, ids: Sequence[str], state: str, text: str) -> list[Sent]:
        places = {one.id: one for one in self.places(item)}
        if unknown := sorted({*ids} - {*places}):
            raise WrongUse("no_such_person", ", ".join(unknown))
        writer = self._own_writer()
        own = any(places[id_].person["key"] == self.publications.keyid for id_ in ids)
        if writer.me.office != self._office_of(item) or own:
            raise WrongUse("no_authority", item)
        by_entry: dict[tuple[str, str], list[Json]] = {}
        for id_ in ids:
            place = places[id_]
            by_entry.setdefault((place.room, place.entry), []).append({"id": id_, "state": state})
        return [
            writer.append(room, bodies.place(entry, people, tlp=TLP, text=text))
            for (room, entry), people in by_entry.items()
        ]

    def _myself(self) -> Json:
        keyid = self.publications.keyid
        officer = self.publications.register.directory.officer(keyid)
        if officer is None:
            raise WrongUse("no_office", "only an officer of an office asks for a certificate")
        person = officer.person
        return nominee(person["name"], key=keyid, latin=person["latin"])

    def _office_of(self, item: str) -> str:
        """The office that its newest record names; of a course that was retired the last one did."""
        for made in reversed(self.publications.history(SHELF, item)):
            if made.document is not None and self.publications.may_read(made):
                return str(self.publications.record(made)["office"])
        return ""

    def _own_writer(self) -> Writer:
        if self.writer is None:
            raise WrongUse("no_office", "only an active officer of an office writes in rooms")
        return self.writer


def _done(kept: Kept, item: str) -> set[str]:
    own = kept.progress.get(item)
    return {*own["done"]} if isinstance(own, dict) and isinstance(own.get("done"), list) else set()


def _tried(kept: Kept, item: str, module: str, given: Mapping[str, list[int]], *, passed: bool) -> Kept:
    before = kept.progress.get(item) or {"done": [], "answers": {}}
    done = [*before["done"], *([module] if passed and module not in before["done"] else [])]
    own = {"done": done, "answers": {**before["answers"], **given}}
    return replace(kept, progress={**kept.progress, item: own})
