"""The demo's notices: asked for, reviewed and changed by their own officers, each in their own session.

Everything is dated the moment it is signed, so their statements lie in the order of `notices.json`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from repatria.demo import documents, pictures
from repatria.demo.content import OfficerPost, load
from repatria.protocol.canonical import Json
from repatria.protocol.notice_states import Notice
from repatria.screening.forms import subject_of
from repatria.sdk import NoticeDraft, Reply, Session
from repatria.sdk.decisions import identity_of

DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class DemoNotice:
    """One notice: who asks for it for how many days, and what is done with it (`steps` of notices.json).

    `amends` is the id of an earlier one. `record` leaves out what is empty; `whole` fills it in.
    """

    id: str
    by: str
    colour: str
    variant: str
    days: int
    amends: str | None
    picture: str | None
    record: Mapping[str, Any]
    steps: tuple[tuple[Any, ...], ...]


@cache
def notices() -> tuple[DemoNotice, ...]:
    return tuple(
        DemoNotice(
            id=row["id"],
            by=row["by"],
            colour=row["colour"],
            variant=row.get("variant", "notice"),
            days=row["days"],
            amends=row.get("amends"),
            picture=row.get("picture"),
            record=row["record"],
            steps=tuple(tuple(step) for step in row["steps"]),
        )
        for row in load("notices.json")["notices"]
    )


def whole(notice: DemoNotice, post: OfficerPost, agency: str) -> Json:
    """The record of protocol/notices.md, without pictures; `post` is whoever signs, for `agency`."""
    own = notice.record
    contact = {
        "name": post.person.latin,
        "phone": post.person.phone,
        "languages": ", ".join(post.person.languages),
    }
    return {
        "reference": own["reference"],
        "agency": agency,
        "texts": own["texts"],
        "subject": _subject(own["subject"]),
        "offences": [
            {"code": code, "law": law, "charge": charge, "penalty_months": months}
            for code, law, charge, months in own.get("offences", ())
        ],
        "basis": {**_empty("kind", "authority", "reference", "date"), "sentence_months": None}
        | own.get("basis", {}),
        "assets": [_asset(asset) for asset in own.get("assets", ())],
        "action": own["action"],
        "conditions": own.get("conditions", []),
        "pictures": [],
        "contact": contact,
        "handling": own.get("handling", {"tlp": "TLP:AMBER"}),
    }


def _subject(own: Mapping[str, Any]) -> Json:
    lines = ("sex", "birth_place", "description", "address", "position", "registration", "jurisdiction")
    lists: Json = {name: [] for name in ("names", "born", "nationalities")}
    documents = [{**_empty("expires"), **one} for one in own.get("documents", ())]
    return {**_empty(*lines), **lists, **own, "documents": documents}


def _asset(own: Mapping[str, Any]) -> Json:
    lines = ("name", "description", "place", "holder", "holder_role", "amount", "currency", "link")
    identifiers = [{"scheme": scheme, "value": value} for scheme, value in own.get("identifiers", ())]
    return {**_empty(*lines), **own, "identifiers": identifiers}


def _empty(*names: str) -> Json:
    return dict.fromkeys(names, "")


class Publishing:
    """Carries notices through their life as the officers of `sessions` (by login)."""

    def __init__(
        self, sessions: dict[str, Session], posts: Mapping[str, OfficerPost], agencies: Mapping[str, str]
    ) -> None:
        self._sessions = sessions
        self._posts = posts
        self._agencies = agencies
        self._hashes: dict[str, str] = {}

    def carry(self, notice: DemoNotice) -> None:
        """Submit it, then let each step be done by its officer."""
        session, post = self._session(notice.by), self._posts[notice.by]
        with tempfile.TemporaryDirectory() as folder:
            drawn = () if notice.picture is None else (_draw(Path(folder), notice.picture, notice.id),)
            draft = NoticeDraft(
                record=whole(notice, post, self._agencies[post.agency]),
                colour=notice.colour,
                until=session.now() + notice.days * DAY_SECONDS,
                variant=notice.variant,
                pictures=drawn,
                amends=notice.amends and self._hashes[notice.amends],
                language=notice.record["texts"][0]["language"],
            )
            self._hashes[notice.id] = session.notices.submit(draft).notice
        room = ""
        for login, verb, *rest in notice.steps:
            doing = self._session(login)
            found = doing.notices.find(self._hashes[notice.id])
            room = STEPS[verb](doing, found, room, rest) or room

    def _session(self, login: str) -> Session:
        session = self._sessions[login]
        session.sync()
        return session


def _draw(folder: Path, name: str, seed: str) -> Path:
    path = folder / f"{name}.png"
    path.write_bytes(pictures.silhouette(seed))
    return path


# A step gives the room that it opened, for the steps after it; "" for none.


def _review(session: Session, notice: Notice, _room: str, rest: list[Any]) -> str:
    session.notices.review(notice, *rest)
    return ""


def _change(session: Session, notice: Notice, _room: str, rest: list[Any]) -> str:
    act, days, reason, text = rest
    until = None if days is None else session.now() + days * DAY_SECONDS
    session.notices.change(notice, act, until=until, reason=reason, text=text)
    return ""


def _send(session: Session, notice: Notice, _room: str, rest: list[Any]) -> str:
    offices, text = rest
    return session.notices.send(notice, offices, text).room


def _hit(session: Session, notice: Notice, _room: str, rest: list[Any]) -> str:
    what, text, name = rest
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(documents.pdf("Found in Geneva", text))
        return session.notices.hit(notice, what, text, [path]).room


def _reply(session: Session, _notice: Notice, room: str, rest: list[Any]) -> str:
    text, language = rest
    session.mail.reply(room, Reply(text, language))
    return ""


def _watch(session: Session, _notice: Notice, _room: str, rest: list[Any]) -> str:
    """For the own office: it is told when the name is listed."""
    session.watch.add([subject_of(rest[0])])
    return ""


def _decide(session: Session, notice: Notice, _room: str, rest: list[Any]) -> str:
    """What a query was found to be whose lead is whom the notice is about."""
    form, verdict, why = rest
    query, record = subject_of(form), session.notices.record(notice)
    said = {
        "query": identity_of(query),
        "listed": notice.hash,
        "content": notice.hash,
        "verdict": verdict,
        "why": why,
        "name": query.names[0],
        "listed_name": record["subject"]["names"][0],
    }
    session.screening.decisions.remember(said)
    return ""


STEPS: dict[str, Callable[[Session, Notice, str, list[Any]], str]] = {
    "review": _review,
    "change": _change,
    "send": _send,
    "hit": _hit,
    "reply": _reply,
    "watch": _watch,
    "decide": _decide,
}
