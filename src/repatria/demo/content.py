"""The demo's network and threads as typed data; nothing here acts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from repatria.sdk.ceremony import Person


@dataclass(frozen=True, slots=True)
class HeadPost:
    """A bureau's or agency's head; `agency` is None for a bureau."""

    login: str
    country: str
    agency: str | None
    name: str
    person: Person


@dataclass(frozen=True, slots=True)
class OfficerPost:
    login: str
    country: str
    agency: str
    office: str
    role: str
    person: Person


@dataclass(frozen=True, slots=True)
class Thread:
    """One room: who writes what to whom; `steps` in the words of threads.json."""

    id: str
    sender: str
    to: tuple[str, ...]
    kind: str
    subject: str
    text: str
    language: str
    tlp: str
    urgency: str | None
    request: dict[str, Any] | None
    attach: tuple[tuple[str, str], ...]
    steps: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Network:
    name: str
    quorum: int
    witnesses: tuple[str, ...]
    bureaus: tuple[HeadPost, ...]
    agencies: tuple[HeadPost, ...]
    offices: tuple[dict[str, Any], ...]
    officers: tuple[OfficerPost, ...]

    @property
    def heads(self) -> tuple[HeadPost, ...]:
        return self.bureaus + self.agencies


def load(name: str) -> dict[str, Any]:
    """A JSON file of this folder."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


@cache
def network(only: tuple[str, ...] | None = None) -> Network:
    """The whole network, or that of some countries (with all of their people)."""
    raw = load("network.json")
    countries = [row for row in raw["countries"] if only is None or row["country"] in only]
    witnesses = tuple(code for code in raw["witnesses"] if only is None or code in only)
    return Network(
        name=raw["name"],
        quorum=min(raw["quorum"], len(witnesses)),
        witnesses=witnesses,
        bureaus=tuple(_bureau(country) for country in countries),
        agencies=tuple(_agency(country, agency) for country in countries for agency in country["agencies"]),
        offices=tuple(_office(country["office"]) for country in countries),
        officers=tuple(_officer(country, row) for country in countries for row in country["officers"]),
    )


@cache
def threads() -> tuple[Thread, ...]:
    return tuple(
        Thread(
            id=row["id"],
            sender=row["from"],
            to=(row["to"], *row.get("also", [])),
            kind=row["kind"],
            subject=row["subject"],
            text=row["text"],
            language=row["language"],
            tlp=row["tlp"],
            urgency=row.get("urgency"),
            request=row.get("request"),
            attach=tuple((kind, name) for kind, name in row["attach"]),
            steps=tuple(tuple(step) for step in row["steps"]),
        )
        for row in load("threads.json")["threads"]
    )


def _bureau(country: dict[str, Any]) -> HeadPost:
    code = country["country"]
    login = f"{code.lower()}.bureau"
    return HeadPost(login, code, None, country["bureau"], _person(country["bureau_head"]))


def _agency(country: dict[str, Any], row: dict[str, Any]) -> HeadPost:
    login = row["agency"].replace("/", ".")
    return HeadPost(login, country["country"], row["agency"], row["name"], _person(row["head"]))


def _person(row: list[Any]) -> Person:
    name, latin, languages, phone = row
    return Person(name, latin, tuple(languages), phone)


def _office(row: dict[str, Any]) -> dict[str, Any]:
    kept = {key: row[key] for key in ("office", "agency", "name", "tz", "languages", "phone", "networks")}
    return {**kept, "hours": {key: row[key] for key in ("days", "from", "to")}}


def _officer(country: dict[str, Any], row: dict[str, Any]) -> OfficerPost:
    office = country["office"]
    person = Person(row["name"], row["latin"], tuple(row["languages"]), row["phone"], row["title"])
    return OfficerPost(
        row["login"], country["country"], office["agency"], office["office"], row["role"], person
    )
