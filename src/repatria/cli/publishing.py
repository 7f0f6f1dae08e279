"""What the commands about publications share: how things are named, and who may read them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from repatria.cli.language import spoken
from repatria.cli.output import say, show_json, words
from repatria.protocol.canonical import Json
from repatria.protocol.publication_shapes import is_access, is_item
from repatria.protocol.publication_states import Offer
from repatria.reference import countries
from repatria.reference.library import taxonomy
from repatria.sdk import Session, WrongUse
from repatria.sdk.register import Landed

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Access = Annotated[
    str, typer.Option(help="Who may read it: members, officers, public, or a country's two letters.")
]
ItemName = Annotated[str, typer.Argument(help="The item, as `list` shows it.")]
OfferName = Annotated[str, typer.Argument(help="Offer, or at least the first eight characters of its hash.")]
Why = Annotated[str, typer.Option(help="In words; every member reads it.")]


def access(value: str) -> str:
    if not is_access(value):
        raise WrongUse("bad_choice", f"--access {value!r}: members, officers, public, CH …")
    return value


def item(value: str) -> str:
    if not is_item(value):
        raise WrongUse("bad_item", value)
    return value


def access_word(value: str) -> str:
    """Who may read it, in the language spoken."""
    known = {code.code: code.names[spoken()] for code in taxonomy()["access"]}
    return known.get(value) or country_word(value)


def country_word(code: str) -> str:
    country = countries().get(code)
    return country.names[spoken()] if country else code


def code_word(group: str, code: str) -> str:
    """A code of the library's taxonomy in the language spoken; a country; else the code itself."""
    names: Mapping[str, Mapping[str, str]] = {one.code: one.names for one in taxonomy()[group]}
    return names[code][spoken()] if code in names else country_word(code)


def in_language(of: list[Json]) -> Json:
    """The words in the language spoken where there are any, else the original's."""
    return next((one for one in of if one["language"] == spoken()), of[0])


def tell_landed(landed: Landed, *, as_json: bool, **named: str) -> None:
    if as_json:
        show_json({**named, "hash": landed.hash, "index": landed.index})
        return
    say("register.landed", index=landed.index, hash=landed.hash)


def offer_row(session: Session, of: Offer) -> Json:
    """An offer for programs, with its record where I may read it."""
    try:
        record = session.publications.record(of)
    except WrongUse as error:
        if error.code != "no_record":
            raise
        record = None
    return {
        "offer": of.hash,
        "shelf": of.shelf,
        "item": of.item,
        "parts": list(of.parts),
        "state": of.state,
        "access": of.access,
        "by": name_of(session, of.issue.by),
        "time": of.issue.time,
        "text": of.text,
        "mine": of.issue.by == session.keyid,
        "record": record,
    }


def name_of(session: Session, keyid: str) -> str:
    directory = session.register.directory
    who = directory.officer(keyid) or directory.head(keyid)
    return str(who.person["latin"]) if who else keyid[:12]


def state_word(state: str) -> str:
    return words(f"offer.{state}")


def write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
