"""The demo's publications: facts confirmed and proposed, a guideline, a workshop and who goes, news.

Each is signed by its own officer in their own session, as anybody would.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from repatria.demo import documents
from repatria.demo.content import load
from repatria.frameworks.facts import Fact
from repatria.protocol.canonical import Json
from repatria.sdk import Session
from repatria.sdk.library import NewFile, blank_record
from repatria.sdk.places import nominee
from repatria.sdk.publications import Written

SECRETARIAT = "xn/secretariat"
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Shelving:
    """Fills the shelves as the officers of `sessions` (by login). `now`: Unix seconds."""

    sessions: Mapping[str, Session]
    now: int

    def fill(self) -> int:
        """How many things stand or wait."""
        content = load("publications.json")
        for one in content["confirmed"]:
            self._of(one).frameworks.confirm_shipped(one["jurisdiction"], one["fields"])
        for one in content["proposed"]:
            self._propose(one)
        for one in content["library"]:
            self._contribute(one)
        for one in content["meetings"]:
            self._announce(one)
        for one in content["news"]:
            record = {"words": one["words"], "link": one["link"], "pinned": one["pinned"]}
            self._of(one).publications.publish(Written("news", one["item"], record))
        taught = load("courses.json")
        for one in taught["courses"]:
            self._teach(one)
        for one in taught["certificates"]:
            self._certify(one)
        return sum(len(rows) for own in (content, taught) for rows in own.values() if isinstance(rows, list))

    def _of(self, one: Mapping[str, Any]) -> Session:
        return self._session(one["by"])

    def _session(self, login: str) -> Session:
        session = self.sessions[login]
        session.sync()
        return session

    def _propose(self, one: Mapping[str, Any]) -> None:
        fact = Fact(
            one["field"], tuple(one["value"]), one["text"], one["source"], certainty="medium", as_of="2026"
        )
        self._of(one).frameworks.propose(one["jurisdiction"], [fact])

    def _contribute(self, one: Mapping[str, Any]) -> None:
        own = ("type", "topics", "regions", "audiences", "phases", "publisher", "year", "words", "body")
        record = blank_record("", "en") | {name: one[name] for name in own}
        with tempfile.TemporaryDirectory() as folder:
            files = []
            if "pdf" in one:
                path = Path(folder) / f"{one['item']}.pdf"
                path.write_bytes(documents.pdf(*one["pdf"]))
                files = [NewFile(path, "en")]
                record["licence"] = "CC0 1.0"
            offered = self._of(one).library.offer(one["item"], record, files)
        if "published_by" in one:
            reviewer = self._session(one["published_by"]).publications
            reviewer.publish_offer(reviewer.find_offer(offered.hash))

    def _teach(self, one: Mapping[str, Any]) -> None:
        offered = self._of(one).courses.offer(one["item"], _course(one))
        reviewer = self._session(one["published_by"]).publications
        reviewer.publish_offer(reviewer.find_offer(offered.hash))

    def _certify(self, one: Mapping[str, Any]) -> None:
        """Somebody answers every question, and asks; their request may still wait."""
        learner = self._of(one).courses
        for module in learner.get(one["item"]).record["modules"]:
            right = {
                asked["id"]: [at for at, choice in enumerate(asked["choices"]) if choice["right"]]
                for asked in module["quiz"]
            }
            learner.answer(one["item"], module["id"], right)
        sent = learner.apply(one["item"])
        if one["certified_by"]:
            office = self._session(one["certified_by"]).courses
            office.certify(one["item"], [p.id for p in office.places(one["item"]) if p.room == sent.room])

    def _announce(self, one: Mapping[str, Any]) -> None:
        self._of(one).publications.publish(Written("meeting", one["item"], self._meeting(one)))
        for nomination in one["nominations"]:
            people = [
                nominee(name, latin=latin, title=title, visa=visa)
                for name, latin, title, visa in nomination["people"]
            ]
            self._of(nomination).meetings.nominate(one["item"], people)
        organiser = self._of(one["confirmed"]).meetings
        places = [
            place
            for place in organiser.places(one["item"])
            if place.person["name"] in one["confirmed"]["names"]
        ]
        organiser.decide(one["item"], {place.id: "confirmed" for place in places})

    def _meeting(self, one: Mapping[str, Any]) -> Json:
        first = datetime.fromtimestamp(self.now, UTC) + timedelta(days=one["in_days"])
        days = [(first + timedelta(days=n)).date().isoformat() for n in range(one["days"])]
        programme = [
            {
                "start": f"{days[day]}T{start}",
                "end": f"{days[day]}T{end}",
                "place": "",
                "speakers": [speaker],
                "words": [{"language": "en", "title": title, "text": ""}],
            }
            for day, start, end, title, speaker in one["programme"]
        ]
        own = ("kind", "state", "words", "tz", "city", "country", "host", "capacity", "documents")
        return {
            **{name: one[name] for name in own},
            "series": "",
            "number": None,
            "start": days[0],
            "end": days[-1],
            "organisers": [],
            "office": SECRETARIAT,
            "register_by": self.now + (one["in_days"] - one["register_days_before"]) * DAY_SECONDS,
            "programme": programme,
            "decisions": [],
            "participants": None,
            "countries": None,
            "certainty": "high",
            "source": "",
        }


def _course(one: Mapping[str, Any]) -> Json:
    """A record of what courses.json has in short."""
    modules = [
        {
            "id": module["id"],
            "words": _said(module["words"]),
            "documents": module["documents"],
            "quiz": [
                {
                    "id": asked["id"],
                    "words": _said(asked["words"]),
                    "choices": [
                        {"right": right, "words": _said({code: [text, ""] for code, text in of.items()})}
                        for right, of in asked["choices"]
                    ],
                }
                for asked in module["quiz"]
            ],
        }
        for module in one["modules"]
    ]
    own = {name: one[name] for name in ("hours", "pass_percent", "office")}
    return {**own, "words": _said(one["words"]), "modules": modules}


def _said(words: Mapping[str, list[str]]) -> list[Json]:
    return [{"language": code, "title": title, "text": text} for code, (title, text) in words.items()]
